#include "io/kernel_port.h"

#include <fmt/format.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <utility>
#include <vector>

#include "io/kernel_interface.h"
#include "io/loss_span.h"

namespace plumbline::io {
namespace {

class KernelSource final : public Source {
 public:
  KernelSource(std::unique_ptr<KernelInterface> interface, const std::string& name)
      : interface_{std::move(interface)} {
    info_.name = "kernel:" + name;
    info_.format = "kernel";
    info_.interfaces.push_back({.name = name,
                                .snap_length = interface_->snap_length(),
                                .resolution_ns = interface_->resolution_ns()});
  }
  Result<Batch, Error> next() override {
    constexpr int kWaitMs = 1;
    const auto received = interface_->receive(kWaitMs);
    if (!received) return tl::unexpected<Error>(received.error());
    if (received->empty()) return Batch{.packets = {}};
    for (const Packet& packet : *received) info_.octets += packet.octets.size();
    info_.packets += received->size();
    packets_.assign(received->begin(), received->end());
    if (span_.covers({.receiving = interface_->settle()}, packets_.back().stamp))
      for (Packet& packet : packets_) packet.loss_before = true;
    info_.interfaces.front().dropped = interface_->lost_so_far();
    return Batch{.packets = packets_};
  }
  const SourceInfo& info() const override { return info_; }

 private:
  std::unique_ptr<KernelInterface> interface_;
  LossSpan span_;
  std::vector<Packet> packets_;
  SourceInfo info_;
};

class KernelPort final : public Port {
 public:
  KernelPort(std::unique_ptr<KernelInterface> interface, std::string name)
      : interface_{std::move(interface)}, name_{std::move(name)} {}

  std::size_t send(std::span<const OutFrame> frames) override;
  std::span<const Packet> receive() override;
  OwnLoss settle() override {
    const std::uint64_t passed = too_long_ + too_short_;
    return {.receiving = interface_->settle(), .sending = passed != std::exchange(passed_seen_, passed)};
  }
  std::size_t lends() const override { return interface_->lends(); }
  PortCounters counters() override {
    return {.sent = sent_,
            .refused = refused_,
            .too_long = too_long_,
            .received = received_,
            .receive_lost = interface_->lost()};
  }
  std::size_t longest_frame() const override { return interface_->longest_frame(); }
  Result<void, Error> close() override;

 private:
  void keep_failure(int error) {
    if (send_failure_ == 0) send_failure_ = error;
  }

  std::unique_ptr<KernelInterface> interface_;
  std::string name_;
  std::atomic<std::uint64_t> sent_{0};
  std::atomic<std::uint64_t> refused_{0};
  std::atomic<std::uint64_t> too_long_{0};
  std::atomic<std::uint64_t> too_short_{0};
  std::uint64_t passed_seen_ = 0;  // frames that never will be sent, as of the last settle()
  std::atomic<std::uint64_t> received_{0};
  int send_failure_ = 0;                 // errno of the first, 0: none; belongs to the sending thread
  Result<void, Error> receive_failure_;  // the first; belongs to the receiving thread
};

std::size_t KernelPort::send(std::span<const OutFrame> frames) {
  for (std::size_t i = 0; i < frames.size(); ++i) {
    switch (interface_->send(frames[i].octets)) {
      case KernelInterface::Sent::yes:
        ++sent_;
        break;
      case KernelInterface::Sent::too_long:
        ++too_long_;
        break;
      case KernelInterface::Sent::no_room:
        refused_ += frames.size() - i;
        return i;
      case KernelInterface::Sent::too_short:
        ++too_short_;
        keep_failure(EINVAL);
        break;  // never will be sent, so it is passed
      case KernelInterface::Sent::failed:
        keep_failure(errno);
        refused_ += frames.size() - i;
        return i;
    }
  }
  return frames.size();
}

std::span<const Packet> KernelPort::receive() {
  const auto packets = interface_->receive(0);
  if (!packets) {
    if (receive_failure_) receive_failure_ = tl::unexpected<Error>(packets.error());
    return {};
  }
  received_ += packets->size();
  return *packets;
}

Result<void, Error> KernelPort::close() {
  if (send_failure_ != 0) {
    return fail(fmt::format("kernel:{}: sending failed: {}", name_, std::strerror(send_failure_)),
                "look at: ip link show " + name_);
  }
  return receive_failure_;
}

class NullSource final : public Source {
 public:
  NullSource() {
    info_.name = "null:";
    info_.format = "null";
  }
  Result<Batch, Error> next() override { return Batch{.packets = {}, .end = true}; }
  const SourceInfo& info() const override { return info_; }

 private:
  SourceInfo info_;
};

}  // namespace

Result<std::unique_ptr<Source>, Error> open_kernel_source(const std::string& interface) {
  auto opened = KernelInterface::open(interface, Heard::everything);
  if (!opened) return tl::unexpected<Error>(std::move(opened.error()));
  return std::make_unique<KernelSource>(std::move(*opened), interface);
}

Result<std::unique_ptr<Port>, Error> open_kernel_port(const std::string& interface) {
  auto opened = KernelInterface::open(interface, Heard::arriving);
  if (!opened) return tl::unexpected<Error>(std::move(opened.error()));
  return std::make_unique<KernelPort>(std::move(*opened), interface);
}

std::unique_ptr<Source> open_null_source() { return std::make_unique<NullSource>(); }

}  // namespace plumbline::io

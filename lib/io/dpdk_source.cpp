#include <fmt/format.h>

#include <vector>

#include "io/dpdk_eal.h"
#include "io/dpdk_port.h"
#include "io/loss_span.h"

namespace plumbline::io {
namespace {

class DpdkSource final : public Source {
 public:
  DpdkSource(std::unique_ptr<Port> port, std::string_view device, CaptureTime (*clock)())
      : port_{std::move(port)}, clock_{clock} {
    info_.name = fmt::format("dpdk:{}", device);
    info_.format = "dpdk";
    info_.interfaces.push_back({.name = std::string{device}, .resolution_ns = 1});
    if (clock_ != nullptr) fetched_ = clock_();
  }

  Result<Batch, Error> next() override {
    packets_.clear();
    while (packets_.size() < port_->lends() / 2) {
      // What arrives while a burst is fetched may come with the next: its time counts from before this fetch.
      const CaptureTime before = clock_ != nullptr ? clock_() : kNoStamp;
      const auto received = port_->receive();
      take(received);
      fetched_ = before;
      if (received.empty()) break;
    }
    if (!packets_.empty()) settle();
    return Batch{.packets = packets_};
  }
  const SourceInfo& info() const override { return info_; }

 private:
  void take(std::span<const Packet> received) {
    const CaptureTime now = clock_ != nullptr ? clock_() : kNoStamp;
    for (const Packet& packet : received) {
      packets_.push_back(packet);
      info_.octets += packet.octets.size();
      if (clock_ == nullptr) continue;
      packets_.back().stamp = now;
      packets_.back().stamp_error = now - fetched_;
    }
  }

  void settle() {
    info_.packets += packets_.size();
    const OwnLoss loss = port_->settle();
    if (loss.receiving) info_.interfaces[0].dropped = port_->counters().receive_lost;
    if (span_.covers(loss, packets_.back().stamp))
      for (Packet& packet : packets_) packet.loss_before = true;
  }

  std::unique_ptr<Port> port_;
  CaptureTime (*clock_)();
  CaptureTime fetched_ = kNoStamp;
  std::vector<Packet> packets_;
  LossSpan span_;
  SourceInfo info_;
};

}  // namespace

Result<std::unique_ptr<Source>, Error> open_dpdk_source(std::string_view device) {
  auto port = open_dpdk_port(device);
  if (!port) return tl::unexpected(port.error());
  return std::make_unique<DpdkSource>(std::move(*port), device, dpdk_settings().stamp_clock);
}

}  // namespace plumbline::io

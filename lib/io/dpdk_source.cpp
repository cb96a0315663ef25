#include <fmt/format.h>

#include <vector>

#include "io/dpdk_eal.h"
#include "io/dpdk_port.h"

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
    // What arrives while a burst is fetched may come with the next: its time counts from before this fetch.
    const CaptureTime before = clock_ != nullptr ? clock_() : kNoStamp;
    const auto received = port_->receive();
    if (!received.empty()) take(received);
    fetched_ = before;
    return Batch{.packets = received.empty() ? std::span<const Packet>{} : packets_};
  }
  const SourceInfo& info() const override { return info_; }

 private:
  void take(std::span<const Packet> received) {
    packets_.assign(received.begin(), received.end());
    if (clock_ != nullptr) {
      const CaptureTime now = clock_();
      for (Packet& packet : packets_) {
        packet.stamp = now;
        packet.stamp_error = now - fetched_;
      }
    }
    for (const Packet& packet : received) info_.octets += packet.octets.size();
    info_.packets += received.size();
    if (received.front().loss_before) info_.interfaces[0].dropped = port_->counters().receive_lost;
  }

  std::unique_ptr<Port> port_;
  CaptureTime (*clock_)();
  CaptureTime fetched_ = kNoStamp;
  std::vector<Packet> packets_;
  SourceInfo info_;
};

}  // namespace

Result<std::unique_ptr<Source>, Error> open_dpdk_source(std::string_view device) {
  auto port = open_dpdk_port(device);
  if (!port) return tl::unexpected(port.error());
  return std::make_unique<DpdkSource>(std::move(*port), device, dpdk_settings().stamp_clock);
}

}  // namespace plumbline::io

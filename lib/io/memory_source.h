// An array of packets as a source: for tests, benchmarks and generated traffic.
#pragma once

#include <algorithm>
#include <span>

#include "io/source.h"

namespace plumbline::io {

/// Hands out `packets` once, in batches. Borrows them.
class MemorySource final : public Source {
 public:
  explicit MemorySource(std::span<const Packet> packets, std::size_t batch = 256)
      : rest_{packets}, batch_{batch} {
    info_.name = "memory:";
    info_.format = "memory";
    info_.interfaces.push_back({.name = "memory", .resolution_ns = 1});
  }
  Result<Batch, Error> next() override {
    const std::size_t n = std::min(batch_, rest_.size());
    const auto now = rest_.first(n);
    rest_ = rest_.subspan(n);
    for (const Packet& packet : now) info_.octets += packet.octets.size();
    info_.packets += n;
    return Batch{.packets = now, .end = rest_.empty()};
  }
  const SourceInfo& info() const override { return info_; }

 private:
  std::span<const Packet> rest_;
  std::size_t batch_;
  SourceInfo info_;
};

}  // namespace plumbline::io

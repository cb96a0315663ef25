// Which address pairs and which streams there are: dense indices, given when first seen.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "radio/types.h"
#include "track/limits.h"
#include "wire/frame.h"

namespace plumbline::track {

inline constexpr std::uint32_t kNone = ~std::uint32_t{0};

/// Addresses of one direction of travel. UDP flows are told apart by addresses and ports too.
struct FlowKey {
  std::uint64_t source = 0, destination = 0;  ///< MAC addresses as numbers of 48 bits
  std::uint64_t vlan = kUntagged;             ///< outermost id
  std::uint64_t ip = 0;  ///< digest of addresses and ports over UDP, the same both ways; 0: Ethernet
  static constexpr std::uint64_t kUntagged = 4096;
  friend bool operator==(const FlowKey&, const FlowKey&) = default;
};

/// FlowKey::ip of a frame over UDP.
std::uint64_t ip_digest(const wire::Frame& frame);

/// How a frame travels.
inline FlowKey flow_of(const wire::Frame& frame) {
  return {.source = load_be<8>(frame.mac + 4) & 0xFFFF'FFFF'FFFF,
          .destination = load_be<8>(frame.mac) >> 16,
          .vlan = frame.tag_count > 0 ? frame.tag(0).vid : FlowKey::kUntagged,
          .ip = frame.transport == wire::Transport::ethernet ? 0 : ip_digest(frame)};
}
/// The octets of a MAC address.
constexpr std::array<std::uint8_t, 6> mac_octets(std::uint64_t mac) {
  std::array<std::uint8_t, 6> octets{};
  for (std::size_t i = 0; i < octets.size(); ++i) octets[i] = static_cast<std::uint8_t>(mac >> (40 - 8 * i));
  return octets;
}

/// A pair is both directions of travel between two addresses; `reverse` tells which one a packet took.
struct PairId {
  std::uint32_t pair = kNone;
  bool reverse = false;
};

/// Finds or adds address pairs. At most limits::kPairs; beyond: kNone.
class PairTable {
 public:
  PairTable();
  PairId find(const FlowKey& flow) {
    return flow == last_key_ && last_.pair != kNone ? last_ : look_up(flow);
  }
  const FlowKey& key(std::uint32_t pair) const { return pairs_[pair]; }
  std::size_t size() const { return pairs_.size(); }

 private:
  PairId look_up(const FlowKey& flow);

  std::vector<FlowKey> pairs_;  ///< as first seen: not reversed
  std::vector<std::uint32_t> slots_;
  FlowKey last_key_{};
  PairId last_{};
};

/// What names a stream, packed: pair (32), reverse, plane, direction, eAxC.
constexpr std::uint64_t stream_key(PairId pair, radio::Plane plane, radio::Direction direction,
                                   radio::Eaxc eaxc) {
  return std::uint64_t{pair.pair} << 32 | (pair.reverse ? 1u << 18 : 0u) |
         static_cast<std::uint32_t>(plane) << 17 | static_cast<std::uint32_t>(direction) << 16 | eaxc.value;
}

/// Finds or adds numbers for 64-bit keys: open addressing, power-of-two table, no removal.
class DenseIndex {
 public:
  explicit DenseIndex(std::size_t most);
  /// The number of `key` (from 0 in order of first sight); kNone when the table is full. `added` tells a new
  /// one.
  std::uint32_t find_or_add(std::uint64_t key, bool& added) {
    added = false;
    const Place& first = places_[mix(key) & (places_.size() - 1)];
    return first.key == key && first.value != kNone ? first.value : look_up(key, added);
  }
  /// The number of `key`, kNone when it was never added.
  std::uint32_t find(std::uint64_t key) const;
  std::size_t size() const { return size_; }

 private:
  struct Place {
    std::uint64_t key = ~std::uint64_t{0};
    std::uint32_t value = kNone;
  };
  std::uint32_t look_up(std::uint64_t key, bool& added);
  static std::uint64_t mix(std::uint64_t key) {
    key *= 0x9E3779B97F4A7C15u;
    return key ^ key >> 29;
  }
  std::vector<Place> places_;
  std::size_t most_, size_ = 0;
};

}  // namespace plumbline::track

#include "track/streams.h"

#include <bit>

namespace plumbline::track {
namespace {

std::uint64_t mix(std::uint64_t value) {
  value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9u;
  value = (value ^ value >> 27) * 0x94D049BB133111EBu;
  return value ^ value >> 31;
}

/// Equal for both directions of travel.
std::uint64_t digest(const FlowKey& key) {
  return mix(mix(key.source) + mix(key.destination) + key.vlan) + key.ip;
}

}  // namespace

std::uint64_t ip_digest(const wire::Frame& frame) {
  const std::uint32_t size = frame.transport == wire::Transport::udp_ipv4 ? 4 : 16;
  const std::uint8_t* source = frame.mac + frame.ip.source_at;
  const auto one = [&](const std::uint8_t* address, std::uint16_t port) {
    std::uint64_t sum = port;
    for (std::uint32_t i = 0; i < size; i += 4) sum = mix(sum ^ load_be32(address + i));
    return sum;
  };
  return (one(source, 0) + one(source + size, 0)) | 1;
}

PairTable::PairTable() : slots_(std::bit_ceil(limits::kPairs * 2), kNone) {}

PairId PairTable::look_up(const FlowKey& key) {
  FlowKey other = key;
  std::swap(other.source, other.destination);
  const std::size_t mask = slots_.size() - 1;
  PairId id;
  for (std::size_t at = digest(key) & mask;; at = (at + 1) & mask) {
    if (slots_[at] == kNone) {
      if (pairs_.size() == limits::kPairs) return {};
      slots_[at] = static_cast<std::uint32_t>(pairs_.size());
      pairs_.push_back(key);
      id = {slots_[at], false};
      break;
    }
    const FlowKey& known = pairs_[slots_[at]];
    if (known == key || known == other) {
      id = {slots_[at], !(known == key)};
      break;
    }
  }
  last_key_ = key;
  last_ = id;
  return id;
}

DenseIndex::DenseIndex(std::size_t most) : places_(std::bit_ceil(most * 2)), most_{most} {}

std::uint32_t DenseIndex::look_up(std::uint64_t key, bool& added) {
  const std::size_t mask = places_.size() - 1;
  for (std::size_t at = mix(key) & mask;; at = (at + 1) & mask) {
    Place& place = places_[at];
    if (place.value != kNone && place.key == key) return place.value;
    if (place.value != kNone) continue;
    if (size_ == most_) return kNone;
    place = {key, static_cast<std::uint32_t>(size_++)};
    added = true;
    return place.value;
  }
}

std::uint32_t DenseIndex::find(std::uint64_t key) const {
  const std::size_t mask = places_.size() - 1;
  for (std::size_t at = mix(key) & mask; places_[at].value != kNone; at = (at + 1) & mask)
    if (places_[at].key == key) return places_[at].value;
  return kNone;
}

}  // namespace plumbline::track

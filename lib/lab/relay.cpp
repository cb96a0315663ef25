#include "lab/relay.h"

#include <algorithm>
#include <utility>

namespace plumbline::lab {
namespace {

constexpr std::uint64_t kOver = std::uint64_t{1} << 63;
constexpr std::size_t kOctetsPerPacket = 64;
// The sink gets so many at a time at most, so that their room is free again soon.
constexpr std::uint64_t kMostTold = 512;

}  // namespace

Relay::Relay(Sink sink, std::size_t octets)
    : sink_{std::move(sink)},
      octets_(std::max<std::size_t>(octets, kOctetsPerPacket)),
      packets_(octets_.size() / kOctetsPerPacket),
      ends_(packets_.size()),
      teller_{[this] { tell(); }} {}

Relay::~Relay() { finish(); }

void Relay::finish() {
  if (!teller_.joinable()) return;
  given_.fetch_or(kOver, std::memory_order_release);
  given_.notify_one();
  teller_.join();
}

/// A packet lies in one piece: where it would not, the rest of the ring is left empty.
bool Relay::add(const io::Packet& packet) {
  const std::uint64_t number = given_.load(std::memory_order_relaxed);
  if (number - told_.load(std::memory_order_acquire) >= packets_.size()) return false;
  std::uint64_t begin = octets_used_;
  const std::uint64_t place = begin % octets_.size();
  if (place + packet.octets.size() > octets_.size()) begin += octets_.size() - place;
  const std::uint64_t end = begin + packet.octets.size();
  if (end - octets_told_.load(std::memory_order_acquire) > octets_.size()) return false;
  std::uint8_t* const to = octets_.data() + begin % octets_.size();
  std::copy(packet.octets.begin(), packet.octets.end(), to);
  octets_used_ = end;
  io::Packet& kept = packets_[number % packets_.size()];
  kept = packet;
  kept.octets = {to, packet.octets.size()};
  kept.loss_before = std::exchange(losing_, false) || packet.loss_before;
  ends_[number % packets_.size()] = end;
  given_.store(number + 1, std::memory_order_release);
  return true;
}

void Relay::put(std::span<const io::Packet> packets) {
  for (const io::Packet& packet : packets)
    if (!add(packet)) {
      ++lost_;
      losing_ = true;
    }
  given_.notify_one();
}

void Relay::tell() {
  for (std::uint64_t done = 0;;) {
    const std::uint64_t given = given_.load(std::memory_order_acquire);
    const std::uint64_t number = given & ~kOver;
    if (number == done) {
      if ((given & kOver) != 0) return;
      given_.wait(given);
      continue;
    }
    const std::size_t first = done % packets_.size();
    const auto count = std::min({number - done, std::uint64_t{packets_.size() - first}, kMostTold});
    sink_(std::span{packets_}.subspan(first, count));
    octets_told_.store(ends_[first + count - 1], std::memory_order_release);
    done += count;
    told_.store(done, std::memory_order_release);
  }
}

}  // namespace plumbline::lab

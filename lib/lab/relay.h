// Packets on their way from the thread that keeps the time to one that has time.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <span>
#include <thread>
#include <vector>

#include "io/packet.h"

namespace plumbline::lab {

/// Copies what it is given and hands it to a sink on a thread of its own: judging and writing never delay a
/// frame. Memory is taken once; what finds no room is not told, counted, and the next packet that is told is
/// marked. One thread gives.
class Relay {
 public:
  using Sink = std::function<void(std::span<const io::Packet>)>;

  /// `octets` of frames, and one packet for 64 of them, may be under way.
  Relay(Sink sink, std::size_t octets);
  /// As finish().
  ~Relay();
  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;

  /// Never waits and allocates nothing.
  void put(std::span<const io::Packet> packets);
  /// Returns when everything was told; nothing may be given afterwards.
  void finish();
  /// Packets for which there was no room.
  std::uint64_t lost() const { return lost_; }

 private:
  bool add(const io::Packet& packet);
  void tell();

  Sink sink_;
  std::vector<std::uint8_t> octets_;
  std::vector<io::Packet> packets_;
  std::vector<std::uint64_t> ends_;  // of packets, in all octets so far, gaps at the end of the ring included
  std::uint64_t octets_used_ = 0;    // belongs to the giving thread
  std::uint64_t lost_ = 0;
  bool losing_ = false;
  std::atomic<std::uint64_t> given_{0};        // packets, and 1 << 63 when there will be no more
  std::atomic<std::uint64_t> told_{0};         // packets
  std::atomic<std::uint64_t> octets_told_{0};  // octets of these, as in ends_
  std::thread teller_;
};

}  // namespace plumbline::lab

// A network interface of the kernel, opened for packets through libpcap.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "io/interface_errors.h"
#include "io/packet.h"

namespace plumbline::io {

/// Which packets of an interface are heard.
enum class Heard : std::uint8_t {
  everything,  ///< also what this machine sends
  arriving,    ///< only what comes in
};

/// Receives on one thread and sends on one other.
class KernelInterface {
  struct Handle;

 public:
  /// Errors: no such interface (did you mean), not up, not Ethernet, missing privilege (and how to give it).
  static Result<std::unique_ptr<KernelInterface>, Error> open(const std::string& name, Heard heard);
  /// For open(): nobody else can name a handle.
  KernelInterface(std::unique_ptr<Handle> handle, std::string name);
  ~KernelInterface();
  KernelInterface(const KernelInterface&) = delete;
  KernelInterface& operator=(const KernelInterface&) = delete;

  /// What has arrived, stamped by the kernel; borrowed until the first call after settle(). At most lends()
  /// packets are lent at a time. Waits up to `wait_ms` for the first one. Error: the interface has gone away.
  Result<std::span<const Packet>, Error> receive(int wait_ms);

  /// Sends one frame; `failed` leaves the reason in errno.
  enum class Sent : std::uint8_t { yes, no_room, too_long, too_short, failed };
  Sent send(Octets frame);

  /// Asks kernel and device whether packets were lost on our side: then they may be missing before any that
  /// receive() has given since the last call.
  bool settle();
  std::size_t lends() const { return most_; }

  /// Asks kernel and device and returns how many packets were lost since opening, on our side.
  std::uint64_t lost();
  /// The same as of the last settle() or lost().
  std::uint64_t lost_so_far() const { return lost_.load(std::memory_order_relaxed); }

  /// Octets of the longest frame without VLAN tag and FCS.
  std::size_t longest_frame() const { return longest_frame_; }
  std::uint64_t resolution_ns() const { return resolution_ns_; }
  std::uint32_t snap_length() const { return snap_length_; }

 private:
  void store(std::uint64_t seconds, std::uint64_t fraction, std::uint32_t original, Octets octets);

  std::unique_ptr<Handle> handle_;
  std::string name_;
  std::vector<std::uint8_t> space_;  // octets of what is lent
  std::size_t used_ = 0;
  std::vector<Packet> lent_;
  std::uint64_t number_ = 0;
  std::uint32_t most_ = 1;  // packets that surely fit into space_
  std::uint64_t resolution_ns_ = 1;
  std::uint32_t snap_length_ = 0;
  std::size_t longest_frame_ = 0;
  bool settled_ = false;  // since the last receive()
  bool losing_ = false;   // something was lost, and what queued then may not have been given yet
  bool emptied_ = false;  // the queue, since the last settle()
  std::uint64_t lost_seen_ = 0;
  InterfaceErrors errors_;
  std::mutex counting_;  // between settle() and lost()
  std::uint64_t lost_in_kernel_ = 0;
  std::atomic<std::uint64_t> lost_{0};
};

}  // namespace plumbline::io

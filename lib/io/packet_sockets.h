// Losses of packet sockets that a library opened for us and does not tell about.
#pragma once

#include <atomic>
#include <cstdint>
#include <vector>

namespace plumbline::io {

/// DPDK's net_af_packet (as of 22.11) never says that the kernel dropped packets because its ring was full.
/// The kernel tells whoever asks the socket, so we find the sockets that came into being while the device was
/// opened.
class PacketSockets {
 public:
  /// Notes which packet sockets the process has now.
  void remember();

  /// Keeps the packet sockets on `interface_index` that were not there when remember() was called.
  void keep_new(unsigned interface_index);

  /// Packets the kernel dropped on the kept sockets so far. May be called from any thread.
  std::uint64_t drops();

  /// To be called before the sockets are closed: their numbers may mean something else afterwards.
  void forget() { kept_.clear(); }

 private:
  std::vector<int> before_;
  std::vector<int> kept_;
  std::atomic<std::uint64_t> drops_{0};
};

}  // namespace plumbline::io

// Writes pcapng with nanosecond stamps, interface names and packet comments.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "io/packet.h"

namespace plumbline::io {

/// One section, any number of Ethernet interfaces, in the order they were added. Deterministic: the octets
/// depend on the calls only.
class PcapngWriter {
 public:
  /// Creates or replaces `path` (`-`: standard output). `comment` goes into the section header.
  static Result<std::unique_ptr<PcapngWriter>, Error> create(const std::string& path,
                                                             std::string_view comment = {});
  virtual ~PcapngWriter() = default;

  /// Adds an interface and returns its index. `snap_length` 0 means unlimited.
  virtual std::uint32_t add_interface(std::string_view name, std::uint32_t snap_length = 0) = 0;

  /// Writes one packet; Packet::interface must be an index returned before. A packet without a stamp is
  /// written with stamp 0. Failures are kept and returned by close().
  virtual void write(const Packet& packet, std::string_view comment = {}) = 0;

  /// Says how many packets the capture lost on an interface.
  virtual void write_drops(std::uint32_t interface, std::uint64_t dropped) = 0;

  /// Flushes and closes; the first failure of any write, e.g. a full disk.
  virtual Result<void, Error> close() = 0;
};

}  // namespace plumbline::io

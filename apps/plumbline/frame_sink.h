// Where frames that a command makes go: a capture file or a port.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "io/pcapng_writer.h"
#include "io/port.h"

namespace plumbline::app {

/// `kernel:`, `dpdk:`, `null:`; `file:` and bare paths are files, `-` standard output.
bool names_port(const std::string& to);

class FrameSink {
 public:
  /// `about` and the interface's name go into a file, which keeps `snap_length` octets of a frame (0: all).
  static Result<FrameSink, Error> open(const std::string& to, const std::string& about,
                                       const std::string& interface, std::uint32_t snap_length = 0);

  /// Writes or sends them and says how many: fewer when the port took nothing for ten seconds, or while the
  /// user stopped. `length` of the octets on the wire: those at hand (0), or more.
  std::size_t put(std::span<const io::OutFrame> frames, std::uint32_t length = 0);
  Result<void, Error> close() { return port_ ? port_->close() : writer_->close(); }

  /// Of a port; nothing for files.
  std::optional<io::PortCounters> counters() const;
  bool standard_output() const { return standard_output_; }

 private:
  std::unique_ptr<io::PcapngWriter> writer_;
  std::unique_ptr<io::Port> port_;
  std::uint32_t interface_ = 0, snap_length_ = 0;
  bool standard_output_ = false;
};

/// Says why a command that put() could not finish, and returns its exit status.
int stopped_early(std::string_view command);

}  // namespace plumbline::app

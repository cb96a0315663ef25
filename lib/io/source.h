// Packets in: one interface for files, kernel interfaces, DPDK ports and memory.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "io/packet.h"

namespace plumbline::io {

/// One interface of a capture, as far as the source knows it.
struct InterfaceInfo {
  std::string name;                    ///< empty when unknown
  std::uint32_t snap_length = 0;       ///< 0: unlimited or unknown
  std::uint64_t resolution_ns = 1000;  ///< of its stamps, rounded up to 1
  std::uint64_t dropped = 0;           ///< packets the capture says it lost on this interface
  std::uint64_t dropped_anywhere = 0;  ///< of these: no packet is marked for them, as nobody knows where
};

/// Something the user must hear about the source, e.g. a file cut short.
struct SourceWarning {
  std::uint64_t offset = 0;  ///< octet in the (uncompressed) file; 0 for live sources
  std::string text;          ///< one sentence
};

/// What is known of a source so far; grows while it is read.
struct SourceInfo {
  std::string name;    ///< the URI as the user gave it
  std::string format;  ///< "pcap", "pcapng", "kernel", "dpdk", "memory", "null"; with "+gzip" / "+zstd"
  std::vector<InterfaceInfo> interfaces;
  std::vector<SourceWarning> warnings;  ///< at most kMostWarnings are kept
  std::uint64_t warnings_left_out = 0;
  std::uint64_t packets = 0;
  std::uint64_t octets = 0;            ///< captured octets of these packets
  std::uint64_t file_octets = 0;       ///< size of the file as stored, 0 when unknown
  std::uint64_t file_octets_read = 0;  ///< how much of it was read (progress)
  static constexpr std::size_t kMostWarnings = 100;
};

/// A stream of packets.
class Source {
 public:
  virtual ~Source() = default;
  Source() = default;
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;

  /// The next packets. A damaged input ends with Batch::end and a warning, not with an error: what could be
  /// read has been handed out. Errors are for environments that break (an interface that goes away).
  virtual Result<Batch, Error> next() = 0;

  virtual const SourceInfo& info() const = 0;
};

/// A source that waits for a pipe ends, with a warning, within 50 ms of `*flag` being set, which a signal
/// handler may do. Set once, before the first source is opened; null: it waits for as long as the other side
/// keeps it.
void stop_waiting_when(const std::atomic<bool>* flag);

/// Opens what `uri` names: `file:PATH` or a bare path (pcap, pcapng, both also .gz / .zst; `-` is standard
/// input), `kernel:IFACE`, `dpdk:DEVICE`, `null:`. Errors say what is wrong with the URI or the environment,
/// and what to do.
Result<std::unique_ptr<Source>, Error> open_source(std::string_view uri);

}  // namespace plumbline::io

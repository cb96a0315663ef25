// Packets out, and back in: one interface for DPDK ports, kernel interfaces, files and nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "io/packet.h"

namespace plumbline::io {

/// A frame to send. `at` is the instant it is meant for: a file port writes it as the stamp, live ports
/// ignore it (they send at once; whoever calls them keeps the time).
struct OutFrame {
  Octets octets;
  CaptureTime at{};
};

/// What the port did so far.
struct PortCounters {
  std::uint64_t sent = 0;
  std::uint64_t refused = 0;   ///< send() was asked and the device had no room; the caller may try again
  std::uint64_t too_long = 0;  ///< frames longer than the device can carry; never sent
  std::uint64_t received = 0;
  std::uint64_t receive_lost = 0;  ///< lost on our side before receive() could hand them out
};

/// Where our own side lost something since Port::settle() was called last.
struct OwnLoss {
  bool receiving = false;  ///< packets may be missing before any that receive() has given since, and behind
  bool sending = false;    ///< frames that send() took or passed over were never sent
  OwnLoss& operator|=(const OwnLoss& other) {
    receiving |= other.receiving;
    sending |= other.sending;
    return *this;
  }
};

/// A place to send to and receive from. Not thread safe, but one thread may send while another receives.
class Port {
 public:
  virtual ~Port() = default;
  Port() = default;
  Port(const Port&) = delete;
  Port& operator=(const Port&) = delete;

  /// Sends the first n of `frames` now, in order, and returns n; frames too long for the device are counted,
  /// skipped and included in n. Never blocks.
  virtual std::size_t send(std::span<const OutFrame> frames) = 0;

  /// What has arrived since the last call, without stamps (kNoStamp) where the device gives none: the caller
  /// stamps the burst. Borrowed until the first call after settle(); at most lends() packets are lent at a
  /// time, then nothing is given. Never blocks.
  virtual std::span<const Packet> receive() = 0;

  /// Asks the device what was lost on our side; may take microseconds. A loss shows only after packets behind
  /// it have been given, so nobody may judge what is lent before this has told.
  virtual OwnLoss settle() = 0;

  /// Packets that may be lent at a time, at least 1.
  virtual std::size_t lends() const = 0;

  /// Refreshes and returns the counters.
  virtual PortCounters counters() = 0;

  /// Longest frame (without FCS) the device carries, 0 when not limited.
  virtual std::size_t longest_frame() const = 0;

  /// Makes everything sent durable (file ports) and says whether that worked.
  virtual Result<void, Error> close() = 0;
};

/// How DPDK's environment is set up, once per process, when the first dpdk: URI is opened.
struct DpdkSettings {
  std::string file_prefix = "plumbline";  ///< names the process to DPDK's tools; need not be unique
  bool huge_pages = false;                ///< false: --no-huge, which needs no preparation of the machine
  unsigned memory_mb = 256;               ///< without huge pages
  std::string extra = {};                 ///< further EAL arguments, split at blanks
  /// Read once per burst by a source, to stamp what arrived. Left out, packets come without stamps.
  CaptureTime (*stamp_clock)() = nullptr;
};
void set_dpdk_settings(const DpdkSettings& settings);

/// Whether open_port() understands the words of `uri`, whatever there is on this machine.
Result<void, Error> check_port_uri(std::string_view uri);

/// Opens what `uri` names: `dpdk:DEVICE` (a PCI address or a vdev string such as `net_ring0` or
/// `net_af_packet0,iface=veth0`), `kernel:IFACE`, `file:PATH` (written as pcapng; cannot receive), `null:`
/// (swallows everything). Errors say what is wrong and what to do.
Result<std::unique_ptr<Port>, Error> open_port(std::string_view uri);

}  // namespace plumbline::io

// What the readers of pcap and pcapng share: the window, the batch, what is skipped, and how reading ends.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "io/octet_window.h"
#include "io/source.h"
#include "io/stamp_scale.h"

namespace plumbline::io {

/// A capture being read. Packets lie in the window, which moves only when a batch begins.
class CaptureSource : public Source {
 public:
  Result<Batch, Error> next() final;
  const SourceInfo& info() const final { return info_; }

 protected:
  /// Longest captured length that is believed, in octets.
  static constexpr std::uint32_t kLongestPacket = 256 * 1024;
  /// Longest original length that is believed in formats without any other redundancy.
  static constexpr std::uint32_t kLongestOriginal = 16 * 1024 * 1024;

  /// One interface of the capture, beyond what SourceInfo says of it.
  struct Interface {
    std::uint32_t link_type = 0;   ///< LINKTYPE_ value
    std::uint32_t fcs_octets = 0;  ///< frame check sequence at the end of every packet, taken off
    StampScale scale{};
    std::uint64_t skipped = 0;               ///< packets that are not Ethernet
    std::uint64_t skipped_told = 0;          ///< how many of them the warning names
    std::optional<std::size_t> warned = {};  ///< index of that warning
  };
  /// One packet record as the file has it.
  struct Record {
    std::uint32_t interface = 0;  ///< index into SourceInfo::interfaces
    std::uint64_t ticks = 0;      ///< in units of the interface; ignored when there is no stamp
    bool has_stamp = false;
    std::uint32_t original_length = 0;
    Octets octets{};
    std::uint32_t fcs_octets = 0;  ///< as the record says, 0: as the interface says
    bool loss_before = false;
  };

  CaptureSource(OctetWindow window, SourceInfo info) : info_{std::move(info)}, window_{std::move(window)} {}

  /// Interprets records until the batch is full, want() says no, or the end.
  virtual void read_records() = 0;

  /// Makes `n` octets visible in ahead(). No: return from read_records(), either because the batch must be
  /// handed out before the window moves, or because the capture has ended (which is dealt with here).
  bool want(std::size_t n);
  /// A record begins here: ending at this octet is a good end, and warnings name it.
  void record_begins() { record_offset_ = window_.offset(); }
  void take(std::size_t n) { window_.take(n); }
  Octets ahead() const { return window_.ahead(); }
  bool full() const { return batch_size_ == batch_.size(); }
  bool ended() const { return ended_; }

  /// Ends the capture here: what follows cannot be trusted.
  void damaged(std::string text);
  void warn(std::string text);
  void add_interface(InterfaceInfo info, Interface more);
  const Interface& interface(std::uint32_t index) const { return interfaces_[index]; }
  /// Numbers the packet and puts it into the batch, unless its interface is not Ethernet.
  void add(const Record& record);

  SourceInfo info_;

 private:
  void ended_early();
  void warn_of_skipped(std::size_t index);
  CaptureTime stamp_of(const Record& record);

  OctetWindow window_;
  std::vector<Interface> interfaces_;
  std::array<Packet, 256> batch_{};
  std::size_t batch_size_ = 0;
  std::uint64_t number_ = 0;
  std::uint64_t record_offset_ = 0;
  bool ended_ = false;
  bool warned_of_short_original_ = false;
  std::optional<Error> broken_;
};

}  // namespace plumbline::io

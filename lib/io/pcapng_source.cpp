#include "io/pcapng_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "io/pcapng_block.h"
#include "io/printable.h"

namespace plumbline::io {
namespace {

using namespace pcapng;

/// The longest block whose content we look at. Others are passed over however long they are.
constexpr std::uint32_t kLongestBlock = 512 * 1024;
static_assert(kLongestBlock <= OctetWindow::kCapacity);
constexpr std::size_t kMostInterfaces = 4096;
constexpr std::size_t kLongestName = 256;

std::uint64_t add_up_to_most(std::uint64_t a, std::uint64_t b) {
  return a > std::numeric_limits<std::uint64_t>::max() - b ? std::numeric_limits<std::uint64_t>::max()
                                                           : a + b;
}

class PcapngSource final : public CaptureSource {
 public:
  PcapngSource(OctetWindow window, SourceInfo info) : CaptureSource{std::move(window), std::move(info)} {}

  /// Takes the first section header; an error when it is not whole.
  Result<void, Error> take_first_block() {
    read_block();
    if (!ended()) return {};
    const std::string why = info_.warnings.empty() ? "it ends too early" : info_.warnings.front().text;
    return fail(fmt::format("{}: the first pcapng block cannot be read: {}", info_.name, why),
                "the capture was damaged when it was written or copied: get it again");
  }

 protected:
  void read_records() override {
    while (!full() && read_block()) {
    }
  }

 private:
  bool read_block();
  bool pass_over();
  bool read_known(std::uint32_t type, Octets block);
  bool read_section(Octets block);
  bool read_interface(Octets block);
  bool read_enhanced(Octets block);
  bool read_old_packet(Octets block);
  bool read_simple(Octets block);
  bool read_statistics(Octets block);
  bool read_packet_options(Octets options, Record& record);
  bool packet_octets(Octets block, std::uint32_t captured, Record& record, Octets& options);
  bool known_interface(std::uint32_t id);
  bool bad(std::string text) {
    damaged(std::move(text));
    return false;
  }

  ByteOrder order_ = ByteOrder::little();
  std::uint32_t section_first_ = 0;        // index of the first interface of this section
  std::uint32_t passing_length_ = 0;       // of the block of no interest that is being passed over, 0: none
  std::uint32_t passing_ = 0;              // octets of it still to pass over, without its second length
  std::vector<std::uint64_t> drop_marks_;  // per interface: sum of what its packets say was lost before them
};

bool PcapngSource::read_block() {
  if (passing_length_ > 0) return pass_over();
  record_begins();
  if (!want(kLeastBlock)) return false;
  const std::uint8_t* p = ahead().data();
  std::uint32_t type = order_.u32(p);
  if (type == kSectionHeader) {  // reads the same in both byte orders
    if (ByteOrder::little().u32(p + 8) == kByteOrderMagic) {
      order_ = ByteOrder::little();
    } else if (ByteOrder::big().u32(p + 8) == kByteOrderMagic) {
      order_ = ByteOrder::big();
    } else {
      return bad("a section header without byte-order magic");
    }
  }
  const std::uint32_t length = order_.u32(p + 4);
  if (length < kLeastBlock || length % 4 != 0)
    return bad(fmt::format("a block of type {:#x} with the impossible length {}", type, length));
  if (least_length(type) == 0) {
    passing_length_ = length;
    passing_ = length - 4;
    return pass_over();
  }
  if (length < least_length(type) || length > kLongestBlock)
    return bad(fmt::format("a block of type {:#x} with the length {}, outside {} to {}", type, length,
                           least_length(type), kLongestBlock));
  if (!want(length)) return false;
  const Octets block = ahead().first(length);
  if (order_.u32(block.data() + length - 4) != length)
    return bad(fmt::format("a block of type {:#x} whose two lengths differ, {} and {}", type, length,
                           order_.u32(block.data() + length - 4)));
  if (!read_known(type, block)) return false;
  take(length);
  return true;
}

bool PcapngSource::pass_over() {
  while (passing_ > 0) {
    if (!want(1)) return false;
    const std::size_t n = std::min<std::size_t>(passing_, ahead().size());
    take(n);
    passing_ -= static_cast<std::uint32_t>(n);
  }
  if (!want(4)) return false;
  const std::uint32_t second = order_.u32(ahead().data());
  if (second != passing_length_)
    return bad(fmt::format("a block whose two lengths differ, {} and {}", passing_length_, second));
  take(4);
  passing_length_ = 0;
  return true;
}

bool PcapngSource::read_known(std::uint32_t type, Octets block) {
  switch (type) {
    case kSectionHeader:
      return read_section(block);
    case kInterfaceDescription:
      return read_interface(block);
    case kEnhancedPacket:
      return read_enhanced(block);
    case kOldPacket:
      return read_old_packet(block);
    case kSimplePacket:
      return read_simple(block);
    default:
      return read_statistics(block);
  }
}

bool PcapngSource::read_section(Octets block) {
  const std::uint16_t major = order_.u16(block.data() + 12);
  if (major != 1) return bad(fmt::format("a section of version {}, only 1 is known", major));
  section_first_ = static_cast<std::uint32_t>(info_.interfaces.size());
  return true;
}

bool PcapngSource::read_interface(Octets block) {
  if (info_.interfaces.size() == kMostInterfaces)
    return bad(fmt::format("more than {} interfaces", kMostInterfaces));
  InterfaceInfo about{.name = {}, .snap_length = order_.u32(block.data() + 12)};
  Interface more{.link_type = order_.u16(block.data() + 8)};
  std::uint8_t resolution = 6;
  std::int64_t offset_s = 0;
  const bool whole =
      for_each_option(block.subspan(16, block.size() - 20), order_, [&](unsigned code, Octets value) {
        if (code == kInterfaceName) about.name = printable(value, kLongestName);
        if (code == kInterfaceResolution && value.size() == 1) resolution = value[0];
        if (code == kInterfaceOffset && value.size() == 8)
          offset_s = static_cast<std::int64_t>(order_.u64(value.data()));
        // The draft says bits, its example (4) means octets, and both are written.
        if (code == kInterfaceFcs && value.size() == 1)
          more.fcs_octets = value[0] >= 16 ? value[0] / 8u : value[0];
      });
  if (!whole) return bad("an interface description with options that do not fit into it");
  more.scale = StampScale{resolution, offset_s};
  add_interface(std::move(about), more);
  drop_marks_.push_back(0);
  return true;
}

bool PcapngSource::known_interface(std::uint32_t id) {
  const std::size_t known = info_.interfaces.size() - section_first_;
  if (id < known) return true;
  return bad(fmt::format("a block of interface {}, but its section describes {}", id, known));
}

/// Where the octets of a packet are when they begin at 28, and the options behind them.
bool PcapngSource::packet_octets(Octets block, std::uint32_t captured, Record& record, Octets& options) {
  constexpr std::size_t kBegin = 28;
  if (captured > kLongestPacket || kBegin + padded(captured) + 4 > block.size())
    return bad(fmt::format("a packet of {} octets in a block of {}", captured, block.size()));
  record.octets = block.subspan(kBegin, captured);
  options = block.subspan(kBegin + padded(captured), block.size() - kBegin - padded(captured) - 4);
  return true;
}

bool PcapngSource::read_packet_options(Octets options, Record& record) {
  if (options.empty()) return true;
  const bool whole = for_each_option(options, order_, [&](unsigned code, Octets value) {
    if (code == kPacketFlags && value.size() == 4) record.fcs_octets = order_.u32(value.data()) >> 5 & 0xf;
    if (code == kPacketDrops && value.size() == 8) {
      const std::uint64_t lost = order_.u64(value.data());
      record.loss_before = lost > 0;
      drop_marks_[record.interface] = add_up_to_most(drop_marks_[record.interface], lost);
    }
  });
  return whole || bad("a packet with options that do not fit into its block");
}

bool PcapngSource::read_enhanced(Octets block) {
  const std::uint8_t* p = block.data();
  const std::uint32_t id = order_.u32(p + 8);
  if (!known_interface(id)) return false;
  Record record{.interface = section_first_ + id,
                .ticks = std::uint64_t{order_.u32(p + 12)} << 32 | order_.u32(p + 16),
                .has_stamp = true,
                .original_length = order_.u32(p + 24)};
  Octets options;
  if (!packet_octets(block, order_.u32(p + 20), record, options)) return false;
  if (!read_packet_options(options, record)) return false;
  auto& dropped = info_.interfaces[record.interface].dropped;
  dropped = std::max(dropped, drop_marks_[record.interface]);
  add(record);
  return true;
}

bool PcapngSource::read_old_packet(Octets block) {
  const std::uint8_t* p = block.data();
  const std::uint16_t id = order_.u16(p + 8);
  constexpr std::uint16_t kDropsUnknown = 0xffff;
  const std::uint16_t drops = order_.u16(p + 10);
  if (!known_interface(id)) return false;
  Record record{.interface = section_first_ + id,
                .ticks = std::uint64_t{order_.u32(p + 12)} << 32 | order_.u32(p + 16),
                .has_stamp = true,
                .original_length = order_.u32(p + 24)};
  Octets options;
  if (!packet_octets(block, order_.u32(p + 20), record, options)) return false;
  if (!read_packet_options(options, record)) return false;
  if (drops != kDropsUnknown && drops > 0) {
    record.loss_before = true;
    drop_marks_[record.interface] = add_up_to_most(drop_marks_[record.interface], drops);
  }
  auto& dropped = info_.interfaces[record.interface].dropped;
  dropped = std::max(dropped, drop_marks_[record.interface]);
  add(record);
  return true;
}

bool PcapngSource::read_simple(Octets block) {
  if (!known_interface(0)) return false;
  const std::uint32_t original = order_.u32(block.data() + 8);
  const std::uint32_t snap_length = info_.interfaces[section_first_].snap_length;
  const std::uint32_t captured = snap_length == 0 ? original : std::min(original, snap_length);
  if (captured > kLongestPacket || 12 + padded(captured) + 4 > block.size())
    return bad(fmt::format("a simple packet of {} octets in a block of {}", captured, block.size()));
  add({.interface = section_first_, .original_length = original, .octets = block.subspan(12, captured)});
  return true;
}

bool PcapngSource::read_statistics(Octets block) {
  const std::uint32_t id = order_.u32(block.data() + 8);
  if (!known_interface(id)) return false;
  std::uint64_t dropped = 0;
  const bool whole =
      for_each_option(block.subspan(20, block.size() - 24), order_, [&](unsigned code, Octets value) {
        if ((code == kStatisticsInterfaceDrops || code == kStatisticsSystemDrops) && value.size() == 8)
          dropped = add_up_to_most(dropped, order_.u64(value.data()));
      });
  if (!whole) return bad("interface statistics with options that do not fit into their block");
  // Totals since the beginning: the largest is the last; the marks of packets count the same losses again.
  InterfaceInfo& about = info_.interfaces[section_first_ + id];
  about.dropped = std::max(about.dropped, dropped);
  about.dropped_anywhere = about.dropped - std::min(about.dropped, drop_marks_[section_first_ + id]);
  return true;
}

}  // namespace

bool looks_like_pcapng(Octets octets) {
  return octets.size() >= 4 && ByteOrder::little().u32(octets.data()) == kSectionHeader;
}

Result<std::unique_ptr<Source>, Error> open_pcapng(OctetWindow window, SourceInfo info) {
  info.format = "pcapng" + info.format;
  auto source = std::make_unique<PcapngSource>(std::move(window), std::move(info));
  if (auto first = source->take_first_block(); !first) return tl::unexpected<Error>(std::move(first.error()));
  return source;
}

}  // namespace plumbline::io

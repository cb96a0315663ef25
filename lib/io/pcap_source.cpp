#include "io/pcap_source.h"

#include <fmt/format.h>

#include <utility>

#include "io/byte_order.h"

namespace plumbline::io {
namespace {

constexpr std::size_t kFileHeader = 24;

/// What the magic number says.
struct Variant {
  ByteOrder order;
  std::uint8_t resolution;    ///< as if_tsresol
  std::size_t record_header;  ///< octets
};

std::optional<Variant> variant_of(Octets octets) {
  if (octets.size() < 4) return {};
  for (const ByteOrder order : {ByteOrder::little(), ByteOrder::big()}) {
    switch (order.u32(octets.data())) {
      case 0xa1b2c3d4:
        return Variant{order, 6, 16};
      case 0xa1b23c4d:
        return Variant{order, 9, 16};
      case 0xa1b2cd34:
        return Variant{order, 6, 24};  // Kuznetzov: interface, protocol and type follow the lengths
      default:
        break;
    }
  }
  return {};
}

class PcapSource final : public CaptureSource {
 public:
  PcapSource(OctetWindow window, SourceInfo info, const Variant& variant)
      : CaptureSource{std::move(window), std::move(info)}, variant_{variant} {}

  /// Takes the file header, which is ahead.
  void take_header() {
    const std::uint8_t* p = ahead().data();
    const std::uint32_t network = variant_.order.u32(p + 20);
    // Bit 26 says that the four highest bits count the 16-bit words of a frame check sequence.
    const bool has_fcs = (network & 1u << 26) != 0;
    Interface more{.link_type = network & 0xffff, .fcs_octets = has_fcs ? (network >> 28) * 2 : 0};
    more.scale = StampScale{variant_.resolution};
    add_interface({.name = {}, .snap_length = variant_.order.u32(p + 16)}, more);
    take(kFileHeader);
  }

 protected:
  void read_records() override {
    while (!full() && read_record()) {
    }
  }

 private:
  bool read_record() {
    record_begins();
    if (!want(variant_.record_header)) return false;
    const std::uint8_t* p = ahead().data();
    const std::uint64_t seconds = variant_.order.u32(p);
    const std::uint64_t fraction = variant_.order.u32(p + 4);
    const std::uint32_t captured = variant_.order.u32(p + 8);
    const std::uint32_t original = variant_.order.u32(p + 12);
    const std::uint64_t per_second = variant_.resolution == 9 ? 1'000'000'000 : 1'000'000;
    // Some writers round up to a full second without carrying, so twice the range is believed.
    if (captured > kLongestPacket || original > kLongestOriginal || fraction >= 2 * per_second) {
      damaged(
          fmt::format("a packet header with captured length {}, original length {} and fraction of second {}",
                      captured, original, fraction));
      return false;
    }
    if (!want(variant_.record_header + captured)) return false;
    add({.interface = 0,
         .ticks = seconds * per_second + fraction,
         .has_stamp = true,
         .original_length = original,
         .octets = ahead().subspan(variant_.record_header, captured)});
    take(variant_.record_header + captured);
    return true;
  }

  Variant variant_;
};

}  // namespace

bool looks_like_pcap(Octets octets) { return variant_of(octets).has_value(); }

Result<std::unique_ptr<Source>, Error> open_pcap(OctetWindow window, SourceInfo info) {
  const auto variant = variant_of(window.ahead());
  if (!variant) return fail(info.name + ": not a pcap file");
  if (!window.fill(kFileHeader)) {
    return fail(fmt::format("{}: the file ends inside the pcap file header, {} of {} octets are there",
                            info.name, window.ahead().size(), kFileHeader),
                "the capture was cut when it was written or copied: get it again");
  }
  const std::uint16_t major = variant->order.u16(window.ahead().data() + 4);
  const std::uint16_t minor = variant->order.u16(window.ahead().data() + 6);
  if (major != 2 || minor < 3) {
    return fail(fmt::format("{}: pcap version {}.{}, only 2.3 and 2.4 are known", info.name, major, minor),
                "convert it with: editcap -F pcapng FILE new.pcapng");
  }
  info.format = "pcap" + info.format;
  auto source = std::make_unique<PcapSource>(std::move(window), std::move(info), *variant);
  source->take_header();
  return source;
}

}  // namespace plumbline::io

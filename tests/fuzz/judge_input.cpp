#include "fuzz/judge_input.h"

#include <algorithm>
#include <array>

#include "fuzz/judge_links.h"
#include "radio/numerology.h"
#include "wire/cplane.h"
#include "wire/ecpri.h"
#include "wire/frame.h"
#include "wire/one_way_delay.h"
#include "wire/uplane.h"

namespace plumbline::fuzz {
namespace {

constexpr std::uint8_t kPrbs = 2;                         ///< of a section
constexpr std::int64_t kFirstFrame = 50'781'250LL * 256;  ///< since the GPS epoch; its frameId is 0
constexpr std::array<std::uint16_t, 4> kEaxcs{1, 2, kPrachEaxc, 9};

/// The octets of the input; behind their end there are zeros.
class Choices {
 public:
  explicit Choices(Octets octets) : rest_{octets} {}
  bool end() const { return rest_.empty(); }
  std::uint8_t octet() {
    if (rest_.empty()) return 0;
    const std::uint8_t first = rest_.front();
    rest_ = rest_.subspan(1);
    return first;
  }

 private:
  Octets rest_;
};

enum Kind : std::uint8_t {
  kC1Down,
  kC1Up,
  kUDown,
  kUUp,
  kC3Prach,
  kUPrach,
  kC0Down,
  kC0Up,
  kC5Down,
  kC5Up,
  kC3Up,        ///< of another numerology than the carrier's
  kC1Extended,  ///< with extensions
  kC1SymInc,
  kC1AllPrbs,
  kCOther,        ///< a section type that is not walked
  kConcatenated,  ///< two C-plane messages
  kMixed,         ///< C- and U-plane in one frame
  kFragment,
  kUdp,
  kDelay,
  kNotEcpri,
  kKinds
};

/// Makes the frames of one input.
class FrameMaker {
 public:
  FrameMaker(const KnownLink& known, Choices& in) : known_{known}, in_{in} {}

  /// The next packet; its octets are in frame().
  io::Packet make() {
    frame_.clear();
    const std::uint8_t what = in_.octet(), who = in_.octet(), when = in_.octet();
    const auto jitter = static_cast<std::int8_t>(in_.octet());
    kind_ = Kind{static_cast<std::uint8_t>((what & 31) % kKinds)};
    std::uint8_t captured = 0, flags = 0;
    sequence_step_ = 0;
    if ((what & 0x80) != 0) {
      captured = in_.octet();
      sequence_step_ = in_.octet();
      flags = in_.octet();
    }
    slot_ += when >> 6;
    const unsigned slots = 10u << known_.mu;
    at_ = {.frame = static_cast<std::uint8_t>(slot_ / slots),
           .subframe = static_cast<std::uint8_t>((slot_ % slots) >> known_.mu),
           .slot = static_cast<std::uint8_t>(slot_ % slots & ((1u << known_.mu) - 1)),
           .symbol = static_cast<std::uint8_t>(when & 63)};
    const bool prach = kind_ == kC3Prach || kind_ == kUPrach;
    if (prach) at_.symbol = static_cast<std::uint8_t>((at_.symbol + known_.prach_symbol) & 63);
    std::int64_t stamp =
        (kFirstFrame + slot_ / slots) * radio::kFrameNs +
        radio::symbol_start_in_frame_ns({.mu = known_.mu}, at_.subframe, at_.slot, at_.symbol % 14u) +
        due_ns() + jitter * 8000;
    stamp = stamp_of(stamp);
    if ((flags & 0x80) != 0) {
      std::uint64_t wild = 0;
      for (unsigned i = 0; i < 8; ++i) wild = wild << 8 | in_.octet();
      stamp = static_cast<std::int64_t>(wild);
    }
    if ((flags & 0x40) != 0) at_.frame = static_cast<std::uint8_t>(at_.frame + in_.octet());
    eaxc_ = prach ? kPrachEaxc : kEaxcs[who & 3];
    pair_ = who >> 2 & 1;
    tagged_ = (who >> 3 & 1) != 0;
    reversed_ = (who >> 4 & 1) != 0;
    sections_ = 1u + (who >> 5);
    write_frame();
    for (unsigned edits = flags & 7; edits > 0; --edits) {
      const std::size_t offset = in_.octet();
      const std::uint8_t value = in_.octet();
      if (offset < frame_.size()) frame_[offset] = value;
    }
    io::Packet packet;
    packet.original_length = static_cast<std::uint32_t>(frame_.size());
    if (captured != 0) frame_.resize(std::min<std::size_t>(frame_.size(), 4u * captured));
    if ((what & 0x40) == 0) packet.stamp = CaptureTime{Nanos{stamp}};
    packet.loss_before = (what & 0x20) != 0;
    return packet;
  }
  const std::vector<std::uint8_t>& frame() const { return frame_; }

 private:
  bool down() const {
    return kind_ != kC1Up && kind_ != kUUp && kind_ != kC3Prach && kind_ != kUPrach && kind_ != kC0Up &&
           kind_ != kC5Up && kind_ != kC3Up;
  }
  bool u_plane() const { return kind_ == kUDown || kind_ == kUUp || kind_ == kUPrach || kind_ == kFragment; }
  const Packing& packing() const {
    return down() ? known_.down : kind_ == kC3Prach || kind_ == kUPrach ? known_.prach : known_.up;
  }
  /// In the middle of the windows of the links.
  std::int64_t due_ns() const { return !u_plane() ? -410'000 : down() ? -270'000 : 190'000; }
  std::int64_t stamp_of(std::int64_t gps_ns) const {
    const profile::TimeBase& time = known_.link.time;
    if (time.epoch == profile::Epoch::none) return gps_ns;
    return profile::from_gps(time, GpsTime{Nanos{gps_ns}}).time_since_epoch().count();
  }

  void write_frame() {
    std::array<std::uint8_t, 4096> space{};
    Writer out{space};
    const bool from_du = (!u_plane() || down()) != reversed_;
    const std::array<std::uint8_t, 6> du{2, 0, 0, pair_, 0, 1}, ru{2, 0, 0, pair_, 0, 2};
    const bool vlan = tagged_ != known_.link.vlan.has_value();
    const std::array<wire::VlanTag, 1> tag{{{.pcp = static_cast<std::uint8_t>(u_plane() ? 6 : 7), .vid = 7}}};
    const std::uint16_t type = kind_ == kNotEcpri ? std::uint16_t{0x88F7}
                               : kind_ == kUdp    ? std::uint16_t{0x0800}
                                                  : wire::kEcpriEtherType;
    wire::encode_ethernet(out, from_du ? ru : du, from_du ? du : ru, std::span{tag}.first(vlan ? 1 : 0),
                          type);
    if (kind_ == kUdp) {
      std::array<std::uint8_t, 2048> pdu{};
      Writer inner{pdu};
      put_message(inner, false, true);
      const std::array<std::uint8_t, 4> one{10, 0, 0, 1}, two{10, 0, 0, 2};
      wire::encode_udp(out,
                       {.source = one, .destination = two, .source_port = 5000, .destination_port = 5000},
                       inner.written());
    } else if (kind_ == kDelay) {
      wire::encode_header(out, {.type = wire::EcpriType::one_way_delay, .payload = 20});
      encode(out, wire::OneWayDelay{});
    } else if (kind_ == kNotEcpri) {
      out.zeros(44);
    } else {
      const bool two = kind_ == kConcatenated || kind_ == kMixed;
      if (two) put_message(out, true, true);
      put_message(out, false, kind_ != kMixed && !u_plane());
    }
    frame_.assign(out.written().begin(), out.written().end());
  }

  /// An eCPRI message; `first` of two.
  void put_message(Writer& out, bool first, bool c_plane) {
    std::array<std::uint8_t, 3072> space{};
    Writer body{space};
    if (c_plane)
      put_cplane(body);
    else
      put_uplane(body);
    const bool shared = c_plane && known_.link.sequence_shared_per_eaxc;
    std::uint8_t& counter = counters_[pair_ % 2][eaxc_ % 16][c_plane][!shared && down()];
    wire::encode_header(out, {.concatenation = first,
                              .type = c_plane ? wire::EcpriType::rt_control : wire::EcpriType::iq_data,
                              .payload = static_cast<std::uint16_t>(4 + body.at())});
    counter = static_cast<std::uint8_t>(counter + sequence_step_);
    wire::encode_ids(out, {.eaxc = {eaxc_}, .sequence = counter++, .last_fragment = kind_ != kFragment});
    out.put(Octets{body.written()});
  }

  void put_cplane(Writer& out) {
    const bool prach = kind_ == kC3Prach;
    wire::CplaneHeader header{.direction = radio::Direction{down()}, .start = at_};
    header.section_type = section_type();
    header.number_of_sections = static_cast<std::uint8_t>(sections_);
    if (!down() && packing().dynamic) header.ud_comp_hdr = packing().header;
    if (prach) {
      header.filter_index = known_.prach_filter;
      header.time_offset = known_.prach_time;
      header.frame_structure = static_cast<std::uint8_t>(0xA0 | known_.prach_structure);
    }
    encode(out, header);
    for (unsigned i = 0; i < sections_; ++i) {
      wire::Section section{.id = static_cast<std::uint16_t>(i), .re_mask = 0xFFF, .num_symbol = 1};
      section.start_prb = static_cast<std::uint16_t>(kPrbs * i);
      section.num_prb = kind_ == kC1AllPrbs ? std::uint8_t{0} : kPrbs;
      if (prach) section.num_symbol = known_.prach_symbols;
      if (header.section_type == 3) section.freq_offset = known_.prach_frequency - 24 * section.start_prb;
      section.sym_inc = kind_ == kC1SymInc && i > 0;
      section.ef = kind_ == kC1Extended;
      encode(out, section, header.section_type);
      if (!section.ef) continue;
      // Numbers of their own, so that one octet can be overwritten: SE 1 to 25 by the symbol.
      const std::array<std::uint8_t, 6> words{static_cast<std::uint8_t>(at_.symbol), 1, 2, 3, 4, 5};
      wire::encode_extension(out, static_cast<std::uint8_t>(1 + at_.symbol % 25), i % 2 == 1, words);
      if (i % 2 == 1) wire::encode_extension(out, 9, false, words);
    }
  }
  std::uint8_t section_type() const {
    switch (kind_) {
      case kC0Down:
      case kC0Up:
        return 0;
      case kC3Prach:
      case kC3Up:
        return 3;
      case kC5Down:
      case kC5Up:
        return 5;
      case kCOther:
        return static_cast<std::uint8_t>(4 + sections_);
      default:
        return 1;
    }
  }

  void put_uplane(Writer& out) {
    const bool prach = kind_ == kUPrach;
    wire::UplaneHeader header{.direction = radio::Direction{down()}, .at = at_};
    if (prach) header.filter_index = known_.prach_filter;
    encode(out, header);
    const auto [dynamic, packed] = packing();
    const std::uint32_t prb = wire::prb_octets(wire::method_of(packed), wire::width_of(packed));
    for (unsigned i = 0; i < sections_; ++i) {
      wire::UplaneSection section{.id = static_cast<std::uint16_t>(i)};
      section.start_prb = static_cast<std::uint16_t>(kPrbs * i);
      section.num_prb = kPrbs;
      section.has_header = dynamic;
      section.ud_comp_hdr = packed;
      encode(out, section);
      out.zeros(kPrbs * prb);
    }
  }

  const KnownLink& known_;
  Choices& in_;
  std::vector<std::uint8_t> frame_;
  Kind kind_{};
  std::int64_t slot_ = 0;
  radio::RadioTime at_;
  std::uint16_t eaxc_ = 1;
  std::uint8_t pair_ = 0, sequence_step_ = 0;
  bool tagged_ = false, reversed_ = false;
  unsigned sections_ = 1;
  std::uint8_t counters_[2][16][2][2]{};
};

}  // namespace

JudgeInput::JudgeInput(Octets octets) {
  Choices in{octets};
  const std::uint8_t choice = in.octet();
  // One more than there are: traffic of the first link, judged without a link.
  const std::size_t number = choice % (known_links().size() + 1);
  const KnownLink& known = known_links()[number % known_links().size()];
  if (number < known_links().size()) link_ = &known.link;
  FrameMaker maker{known, in};
  while (!in.end() && packets_.size() < kMostPackets) {
    io::Packet packet = maker.make();
    packet.number = packets_.size() + 1;
    frames_.push_back(maker.frame());
    packets_.push_back(packet);
  }
  for (std::size_t i = 0; i < packets_.size(); ++i) packets_[i].octets = frames_[i];
}

}  // namespace plumbline::fuzz

// What one pair of O-DU and O-RU was configured to: the parameters that give octets and instants their
// meaning.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "radio/numerology.h"
#include "radio/types.h"

namespace plumbline::profile {

using MacAddress = std::array<std::uint8_t, 6>;

/// udCompMeth. Source: CUS v17.01 8.3.3.13.
enum class Method : std::uint8_t {
  none = 0,
  bfp = 1,
  block_scaling = 2,
  mu_law = 3,
  modulation = 4,
  bfp_selective = 5,
  modulation_selective = 6,
  bfp_selective_masks = 7,
  modulation_selective_masks = 8,
};

/// How codes of mu-law show their sign: CUS v17.01 A.3 can be read either way.
enum class MulawSign : std::uint8_t { twos_complement, sign_magnitude };

/// One way to pack samples.
struct Packing {
  Method method = Method::none;
  std::uint8_t width = 16;  ///< udIqWidth, 1..16
  friend bool operator==(const Packing&, const Packing&) = default;
};

/// Compression of one channel in one direction.
struct Compression {
  Method method = Method::none;
  std::uint8_t width = 16;     ///< udIqWidth, 1..16
  bool dynamic = false;        ///< true: udCompHdr and its reserved octet are in every U-plane section
  bool ud_comp_len = false;    ///< true: udCompLen is in every U-plane section of methods 5..8
                               ///< (ud-comp-len-supported, CUS v17.01 8.3.3.19)
  std::vector<Packing> also;   ///< dynamic only: what udCompHdr may say too, and switch to at any section
  std::uint8_t fs_offset = 0;  ///< full scale is FS0 x 2^-fs_offset (fs-offset, CUS v17.01 8.1.3.1)
  std::optional<MulawSign> mulaw_sign;  ///< with mu-law; absent: not known
  friend bool operator==(const Compression&, const Compression&) = default;
};

/// What a channel of the link carries.
enum class ChannelKind : std::uint8_t { pdsch = 0, pusch = 1, prach = 2, srs = 3 };

/// How PRACH occasions of a carrier lie in time and frequency.
struct Prach {
  std::string format = "B4";       ///< "0".."3", "A1".."C2" (radio::prach_shape)
  std::uint8_t period_frames = 1;  ///< occasions in frames with SFN mod period = offset
  std::uint8_t offset_frames = 0;
  std::vector<std::uint16_t> slots;  ///< slot numbers within the frame, by the carrier's SCS
  /// Of the occasions of a slot (where their CPs start), ascending, by the carrier's SCS.
  std::vector<std::uint8_t> start_symbols{0};
  std::int32_t frequency_offset = 0;  ///< freqOffset of section type 3, in half subcarriers of the PRACH
  std::uint16_t prbs = 12;            ///< numPrbc, in PRBs of the PRACH SCS
  friend bool operator==(const Prach&, const Prach&) = default;
};

/// How sections of the U-plane find their descriptions. Source: CUS v17.01 7.8.1.2 to 7.8.1.5.
enum class Coupling : std::uint8_t { section_id, frequency_and_time, priorities, priorities_optimized };

/// Beamforming weights sent in real time. Source: CUS v17.01 7.7.1, 7.7.11, 12.4.3.
struct BeamWeights {
  std::uint8_t extension = 1;    ///< that carries them: 1, or 11
  Packing packing;               ///< bfwCompMeth (none, bfp, block_scaling, mu_law) and bfwIqWidth
  std::uint16_t count = 1;       ///< weights of a vector, 1..1024
  std::uint8_t bundle_prbs = 0;  ///< numBundPrb, 1..255; extension 11 only, else 0
  friend bool operator==(const BeamWeights&, const BeamWeights&) = default;
};

/// Beamforming by channel information: section types 5 and 6 in place of 1. Source: CUS v17.01 7.2.7, 7.4.7,
/// 7.4.8.
struct ChannelInformation {
  Packing packing;             ///< ciCompMeth (none, bfp, block_scaling, mu_law) and ciIqWidth
  std::uint16_t antennas = 1;  ///< whose channel a UE is told by, 1..1024
  bool aligned = false;        ///< UEs of section type 6 end on four octets (st6-4byte-alignment-required)
  friend bool operator==(const ChannelInformation&, const ChannelInformation&) = default;
};

/// LTE precoding by the O-RU. Source: CUS v17.01 7.2.4, 7.7.3.
enum class PrecodingScheme : std::uint8_t { large_delay_cdd, transmit_diversity };
struct LtePrecoding {
  PrecodingScheme scheme = PrecodingScheme::transmit_diversity;
  std::uint8_t ports = 2;  ///< antenna ports of the CRS, 2 or 4
  friend bool operator==(const LtePrecoding&, const LtePrecoding&) = default;
};

/// In which symbols SRS comes without C-plane; all PRBs of the carrier.
struct SrsPattern {
  std::uint8_t period_frames = 1;  ///< in frames with SFN mod period = offset
  std::uint8_t offset_frames = 0;
  std::vector<std::uint16_t> slots;  ///< slot numbers within the frame, by the carrier's SCS
  std::uint8_t start_symbol = 13, symbols = 1;
  friend bool operator==(const SrsPattern&, const SrsPattern&) = default;
};

/// One channel of a carrier: which eAxC ids carry it and how its samples are packed.
struct Channel {
  ChannelKind kind = ChannelKind::pdsch;
  std::vector<radio::Eaxc> eaxc;
  Compression compression;
  std::optional<Prach> prach;  ///< kind prach only
  Coupling coupling = Coupling::section_id;
  /// Coupling priorities_optimized: sectionIds below this are those of sections of the highest priority
  /// (max-highest-priority-sections-per-slot), 1..4094; else 0.
  std::uint16_t highest_priority_sections = 0;
  std::optional<BeamWeights> weights;                     ///< kinds pdsch and pusch
  std::optional<ChannelInformation> channel_information;  ///< kinds pdsch and pusch, without weights
  std::optional<LtePrecoding> lte_precoding;  ///< kind pdsch, eaxc are its layers; without the two above
  /// PRACH and SRS by a pattern of the M-plane: no C-plane asks for them (CUS v17.01 8.2.2).
  bool without_cplane = false;
  std::optional<SrsPattern> srs;  ///< SRS without C-plane
  friend bool operator==(const Channel&, const Channel&) = default;
  constexpr radio::Direction direction() const {
    return kind == ChannelKind::pdsch ? radio::Direction::downlink : radio::Direction::uplink;
  }
};

/// TDD pattern: one letter a slot, D, U, S (special) or F (both, FDD); repeated over the frame.
struct TddPattern {
  std::string slots;                    ///< empty: FDD
  std::uint8_t special_dl_symbols = 0;  ///< leading DL symbols of an S slot
  std::uint8_t special_ul_symbols = 0;  ///< trailing UL symbols of an S slot
  friend bool operator==(const TddPattern&, const TddPattern&) = default;
};

/// Symbols [first, first + count) of a slot.
struct SymbolSpan {
  std::uint8_t first = 0;
  std::uint8_t count = 0;
};

struct Carrier {
  std::string name;
  radio::Numerology numerology;
  /// Numerology that slotId counts in, not below the carrier's; absent: the carrier's (CUS v17.01 7.2.3.3).
  std::optional<std::uint8_t> slot_reference_mu;
  std::uint16_t prbs = 273;
  TddPattern tdd;
  std::vector<Channel> channels;
  std::uint32_t n_ta_offset_tc = 0;  ///< UL frames start this much before DL frames (CUS v17.01 4.8)
  radio::FrameTiming frame_timing;   ///< alpha, beta
  friend bool operator==(const Carrier&, const Carrier&) = default;

  /// slotId doubles so often from the slots of the carrier to those it counts in.
  unsigned slot_shift() const {
    return slot_reference_mu ? unsigned{*slot_reference_mu} - numerology.mu : 0u;
  }
  /// The slot of the carrier within its subframe that `slot_id` names, and back.
  unsigned slot_of_id(unsigned slot_id) const { return slot_id >> slot_shift(); }
  unsigned id_of_slot(unsigned slot) const { return slot << slot_shift(); }
  /// The greatest slotId of a slot of the carrier.
  unsigned last_slot_id() const { return id_of_slot(numerology.slots_per_subframe() - 1); }
  /// Whether a slot of the carrier begins with `slot_id`.
  bool has_slot_id(unsigned slot_id) const {
    return slot_id <= last_slot_id() && id_of_slot(slot_of_id(slot_id)) == slot_id;
  }

  /// The symbols of slot `slot_in_frame` that may carry `direction`.
  SymbolSpan symbols(radio::Direction direction, unsigned slot_in_frame) const;
};

/// A delay window before (T1a, T2a) or after (Ta3, Ta4) air time, both edges inclusive, nanoseconds, min <=
/// max.
struct Delay {
  std::int64_t min_ns = 0;
  std::int64_t max_ns = 0;
  friend bool operator==(const Delay&, const Delay&) = default;
};

/// A window before air time (T1a, T2a) and one behind it (Ta3, Ta4), relative to the reference instant t0.
constexpr radio::Window window_before(const Delay& delay) { return {-delay.max_ns, -delay.min_ns}; }
constexpr radio::Window window_after(const Delay& delay) { return {delay.min_ns, delay.max_ns}; }

/// Delay windows; absent ones leave their rules not evaluated. Source: CUS v17.01 4.4.3.
struct Delays {
  std::optional<Delay> t1a_up, t1a_cp_dl, t1a_cp_ul;  ///< departure at the O-DU (R1)
  std::optional<Delay> t2a_up, t2a_cp_dl, t2a_cp_ul;  ///< arrival at the O-RU (R2)
  std::optional<Delay> ta3, ta3_prach;                ///< departure at the O-RU (R3)
  std::optional<Delay> ta4, ta4_prach;                ///< arrival at the O-DU (R4)
  std::optional<std::int64_t> tcp_adv_dl_ns;
  friend bool operator==(const Delays&, const Delays&) = default;
};

/// The scale of the stamps.
enum class Epoch : std::uint8_t {
  none,  ///< stamps only order packets: rules that need absolute time are not evaluated
  utc,   ///< UNIX time
  tai,   ///< PTP time
  gps,   ///< GPS time, seconds since 1980-01-06
};

struct TimeBase {
  Epoch epoch = Epoch::none;
  std::int32_t leap_seconds = 18;               ///< GPS - UTC
  std::int64_t timestamp_accuracy_ns = 10'000;  ///< bound of the error of a stamp
  std::int64_t offset_ns = 0;                   ///< added to every stamp (a capture clock known to be off)
  friend bool operator==(const TimeBase&, const TimeBase&) = default;
};

/// Where a capture was taken.
enum class TapPlace : std::uint8_t { at_o_du, at_o_ru };

struct Tap {
  std::string interface;  ///< name or index of the capture's interface; empty: any
  TapPlace place = TapPlace::at_o_du;
  std::int64_t to_place_ns = 0;  ///< travel time between the tap and that place
  friend bool operator==(const Tap&, const Tap&) = default;
};

/// Widths of the four sub-fields of an eAxC id, most significant first; their sum is at most 16.
struct EaxcBits {
  std::uint8_t du_port = 4, band_sector = 4, cc = 4, ru_port = 4;
  friend bool operator==(const EaxcBits&, const EaxcBits&) = default;
};

struct Link {
  std::string name;
  std::optional<MacAddress> o_du_mac, o_ru_mac;
  bool vlan_stated = false;           ///< the file says something about VLANs
  std::optional<std::uint16_t> vlan;  ///< VLAN id of C- and U-plane; stated but absent: untagged
  std::optional<std::uint8_t> c_pcp, u_pcp;
  std::optional<std::uint16_t> mtu;       ///< longest MAC client data (Ethernet payload after tags), octets
  std::optional<std::uint16_t> udp_port;  ///< destination port of eCPRI over UDP
  EaxcBits eaxc_bits;
  std::vector<Carrier> carriers;
  Delays delays;
  TimeBase time;
  std::vector<Tap> taps;
  std::optional<bool> concatenation;      ///< eCPRI concatenation agreed
  bool sequence_shared_per_eaxc = false;  ///< C-plane DL and UL of an eAxC share one sequence counter
  bool sequence_checked = true;
  bool eaxc_joined = false;  ///< C-plane of one eAxC may speak for others (SE 7, SE 10, ST 4)
  friend bool operator==(const Link&, const Link&) = default;
};

/// What an eAxC id of one direction is configured for; the answer of find_endpoints().
struct Endpoint {
  const Carrier* carrier;
  const Channel* channel;
};

/// The channels configured for `eaxc` in `direction`: usually one; several where PUSCH and PRACH share an id.
/// At most `most` are written to `found`; returns how many.
std::size_t find_endpoints(const Link& link, radio::Eaxc eaxc, radio::Direction direction, Endpoint* found,
                           std::size_t most);

/// Stamps and offsets beyond (about 73 years) are noise; below it no sum of a few of them overflows.
inline constexpr std::int64_t kFarthest_ns = std::int64_t{1} << 61;
constexpr bool believable(std::int64_t ns) { return -kFarthest_ns <= ns && ns <= kFarthest_ns; }

/// Stamp -> GPS time by the link's time base; nothing when the epoch is none or the stamp is noise (more than
/// 73 years from the start of its epoch). Source: CUS v17.01 11.7.2.
std::optional<GpsTime> to_gps(const TimeBase& time, CaptureTime stamp);
/// The inverse of to_gps(); epoch must not be none.
CaptureTime from_gps(const TimeBase& time, GpsTime when);

/// Reads a link from YAML text. `name` stands in front of messages ("lab7.yaml:14: ..."). Unknown keys, wrong
/// types, values out of range and contradictions are errors with line and remedy; several faults are told at
/// once, one a line.
Result<Link, Error> parse_link(std::string_view yaml, std::string_view name);
/// The same from a file of at most 1 MiB.
Result<Link, Error> load_link(const std::string& path);

/// YAML text that parse_link() reads back into an equal link, with a comment behind every key that needs one.
/// Equal as far as the format can say it: carriers have names, channels come in the order of ChannelKind.
std::string print_link(const Link& link);

/// The words of the format and of reports: "bfp", "block_scaling", ...
std::string_view name_of(Method method);
std::string_view name_of(ChannelKind kind);
std::string_view name_of(MulawSign sign);
std::string_view name_of(Coupling coupling);
std::string_view name_of(PrecodingScheme scheme);
std::string format_mac(const MacAddress& mac);

}  // namespace plumbline::profile

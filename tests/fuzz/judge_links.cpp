#include "fuzz/judge_links.h"

#include "radio/numerology.h"
#include "wire/uplane.h"

namespace plumbline::fuzz {
namespace {

/// FDD, static headers, all that can be known: addresses, marking, windows at the O-DU.
constexpr const char* kFdd = R"(plumbline_link: 1
name: fdd
o_du: {mac: "02:00:00:00:00:01"}
o_ru: {mac: "02:00:00:00:00:02"}
vlan: none
mtu: 1500
concatenation: true
time: {epoch: gps, timestamp_accuracy_ns: 100}
carriers:
  - scs_khz: 30
    prbs: 24
    channels:
      pdsch: {eaxc: [1, 2], compression: {method: bfp, width: 9, header: static}}
      pusch: {eaxc: [1, 2], compression: {method: bfp, width: 9, header: static}}
      prach: {eaxc: [4], compression: {method: bfp, width: 9, header: static}, format: B4, slots: [0, 1, 19],
              start_symbol: 0, frequency_offset: -144, prbs: 12}
delays: {t1a_max_up_us: 345, t1a_min_up_us: 200, t1a_max_cp_dl_us: 470, t1a_min_cp_dl_us: 350,
         t1a_max_cp_ul_us: 470, t1a_min_cp_ul_us: 350, ta4_max_us: 331, ta4_min_us: 50}
taps: [{place: o_du}]
)";
/// TDD, dynamic headers, UTC.
constexpr const char* kTdd = R"(plumbline_link: 1
name: tdd
time: {epoch: utc, leap_seconds: 18, timestamp_accuracy_ns: 20000}
carriers:
  - scs_khz: 30
    prbs: 51
    tdd: {slots: DDSUU, special_dl_symbols: 6, special_ul_symbols: 4}
    channels:
      pdsch: {eaxc: [1, 2], compression: {method: bfp, width: 9, header: dynamic}}
      pusch: {eaxc: [1, 2], compression: {method: bfp, width: 9, header: dynamic}}
      prach: {eaxc: [4], compression: {method: none, width: 16, header: dynamic}, format: A1, slots: [3, 4],
              start_symbol: [0, 6], frequency_offset: 0, prbs: 12}
delays: {t1a_max_up_us: 345, t1a_min_up_us: 200, t1a_max_cp_dl_us: 470, t1a_min_cp_dl_us: 350,
         t1a_max_cp_ul_us: 470, t1a_min_cp_ul_us: 350, ta4_max_us: 331, ta4_min_us: 50}
)";
/// 15 kHz at the O-RU, eAxCs joined, one sequence for both directions, a long PRACH on an eAxC id of PUSCH.
constexpr const char* kJoined = R"(plumbline_link: 1
name: joined
o_du: {mac: "02:00:00:00:00:01"}
o_ru: {mac: "02:00:00:00:00:02"}
vlan: 7
pcp: {c_plane: 7, u_plane: 6}
eaxc_joined: true
sequence: {shared_per_eaxc: true}
time: {epoch: tai, timestamp_accuracy_ns: 1000}
carriers:
  - scs_khz: 15
    prbs: 25
    channels:
      pdsch: {eaxc: [1, 2], compression: {method: none, width: 16, header: dynamic}}
      pusch: {eaxc: [1, 2, 4], compression: {method: block_scaling, width: 8, header: dynamic}}
      prach: {eaxc: [4, 1], compression: {method: none, width: 16, header: dynamic}, format: "0", slots: [0, 3],
              start_symbol: 0, frequency_offset: -120, prbs: 72}
delays: {t2a_max_up_us: 345, t2a_min_up_us: 200, t2a_max_cp_dl_us: 470, t2a_min_cp_dl_us: 350,
         t2a_max_cp_ul_us: 470, t2a_min_cp_ul_us: 350, ta3_max_us: 331, ta3_min_us: 50}
taps: [{place: o_ru, to_place_ns: 1000}]
)";
/// Nothing said of time and addresses; PRBs whose size is not computed.
constexpr const char* kPlain = R"(plumbline_link: 1
name: plain
sequence: {checked: false}
carriers:
  - scs_khz: 15
    prbs: 6
    channels:
      pdsch: {eaxc: [1, 2], compression: {method: modulation, width: 4, header: dynamic}}
      pusch: {eaxc: [1, 2, 4], compression: {method: bfp_selective, width: 9, header: static}}
)";

KnownLink known(const char* yaml) {
  const auto parsed = profile::parse_link(yaml, "link");
  if (!parsed) __builtin_trap();
  KnownLink known{.link = *parsed};
  const profile::Carrier& carrier = known.link.carriers.front();
  known.mu = carrier.numerology.mu;
  for (const profile::Channel& channel : carrier.channels) {
    Packing& packing = channel.kind == profile::ChannelKind::pdsch   ? known.down
                       : channel.kind == profile::ChannelKind::prach ? known.prach
                                                                     : known.up;
    packing = {channel.compression.dynamic,
               wire::make_ud_comp_hdr(static_cast<std::uint8_t>(channel.compression.method),
                                      channel.compression.width)};
    if (!channel.prach) continue;
    const auto shape = radio::prach_shape(channel.prach->format.c_str(), known.mu);
    if (!shape) __builtin_trap();
    const radio::PrachStart start = radio::prach_start(*shape, known.mu, 0, 0);
    known.prach_time = static_cast<std::uint16_t>(start.time_offset_ts);
    known.prach_symbol = start.start_symbol;
    known.prach_frequency = channel.prach->frequency_offset;
    known.prach_filter = shape->filter_index;
    known.prach_symbols = shape->symbols;
    known.prach_structure = shape->scs_code;
  }
  return known;
}

}  // namespace

const std::array<KnownLink, 4>& known_links() {
  static const std::array<KnownLink, 4> all{known(kFdd), known(kTdd), known(kJoined), known(kPlain)};
  return all;
}

}  // namespace plumbline::fuzz

// FH-SEC-006: C-plane fuzzing of the O-RU.
#pragma once

#include <array>
#include <string>

#include "suite/frames.h"
#include "suite/fuzz.h"
#include "suite/scripted.h"
#include "wire/cplane/section_type_07.h"

namespace plumbline::suite::sec_006 {

/// What a base says: section type, direction, and extensions of its section. Section type 4 is left out: a
/// mutated one may be a good command to sleep.
struct Shape {
  std::uint8_t section_type = 1;
  radio::Direction direction = radio::Direction::uplink;
  std::array<std::uint8_t, 16> extensions{};
  std::uint8_t octets = 0;  ///< of these
};
inline constexpr std::array kShapes{
    Shape{},
    Shape{.direction = radio::Direction::downlink},
    Shape{.extensions = {0x06, 0x02, 0x00, 0x00, 0x00, 0x03, 0x00, 0x03}, .octets = 8},
    Shape{.section_type = 3},
    Shape{.extensions = {0x8C, 0x02, 0x00, 0x00, 0x03, 0x01, 0x02, 0x02, 0x16, 0x01, 0x12, 0x34},
          .octets = 12},
    Shape{.section_type = 7},
    Shape{.direction = radio::Direction::downlink,  // weights, two of 16 bits
          .extensions = {0x01, 0x03, 0x00, 0x12, 0x34, 0x56, 0x78, 0x9A, 0xBC, 0xDE, 0xF0, 0x00},
          .octets = 12},
    Shape{.section_type = 5, .extensions = {0x0A, 0x01, 0x02, 0x00}, .octets = 4},
    Shape{.section_type = 6, .direction = radio::Direction::downlink},
    Shape{.section_type = 0},
    Shape{.extensions = {0x0D, 0x02, 0x00, 0x08, 0x00, 0x10, 0x00, 0x00}, .octets = 8},
};

/// The middle of the window in which the unit wants C-plane, before air time.
inline Nanos lead(const Setup& setup, radio::Direction direction) {
  constexpr std::int64_t kUsual = 300'000;
  const auto& window =
      direction == radio::Direction::uplink ? setup.link.delays.t2a_cp_ul : setup.link.delays.t2a_cp_dl;
  return Nanos{window ? (window->min_ns + window->max_ns) / 2 : kUsual};
}

/// The eAxC ids of a direction, one after the other.
inline radio::Eaxc eaxc_of(const Setup& setup, radio::Direction direction, std::uint64_t number) {
  std::vector<radio::Eaxc> ids;
  for (const profile::Carrier& carrier : setup.link.carriers)
    for (const profile::Channel& channel : carrier.channels)
      if (channel.direction() == direction) ids.insert(ids.end(), channel.eaxc.begin(), channel.eaxc.end());
  return ids.empty() ? radio::Eaxc{} : ids[number % ids.size()];
}

/// A good message of the shape whose turn it is: few PRBs of one symbol, for which it is not too late.
inline std::vector<std::uint8_t> base(const Setup& setup, std::uint64_t number, Nanos after) {
  const Shape& shape = kShapes[number % kShapes.size()];
  std::array<std::uint8_t, 64> space{};
  Writer out{space};
  wire::CplaneHeader header{.direction = shape.direction,
                            .start = radio_time_at(setup, after + lead(setup, shape.direction)),
                            .number_of_sections = 1,
                            .section_type = shape.section_type};
  if (shape.section_type == 3) {
    header.filter_index = 3;
    header.frame_structure = 0xA1;
  }
  if (wire::has_sections(shape.section_type)) {
    wire::Section section = section_of(static_cast<std::uint16_t>(kFuzzSection + number % 2048), 0, 4, 1);
    section.ef = shape.octets > 0;
    wire::encode(out, header);
    wire::encode(out, section, shape.section_type);
    out.put(Octets{shape.extensions}.first(shape.octets));
  } else {
    wire::encode_cplane_common(out, header);
    out.zeros(2);
    if (shape.section_type == 7) {
      wire::LbtPdschReq request{.lbt_handle = static_cast<std::uint16_t>(number), .lbt_offset_us = 500};
      wire::encode_laa_message(out, request);
    } else {  // one UE's channel, 16 bits
      out.zeros(16);
    }
  }
  const auto octets = out.written();
  return control_body(eaxc_of(setup, shape.direction, number / kShapes.size()),
                      {octets.begin(), octets.end()}, static_cast<std::uint8_t>(number));
}

inline Stimulus stimulus(const Setup& setup, std::size_t /*part*/) { return fuzz(setup, base); }

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG11.TS.SecTest.0", "v09.00", "24.2.2.4", "O-RU C-plane robustness", Relation::part},
};

inline constexpr Case kCase{
    .id = "FH-SEC-006",
    .title = "C-plane fuzzing of the O-RU",
    .purpose =
        "250 000 mutated messages (scheduling, beamforming, LAA requests, channel information) do not keep "
        "the unit from its requests.",
    .duts = kORu,
    .kind = Kind::negative,
    .references = kReferences,
    .remains = "throughput from end to end; section type 4",
    .criteria = kHealthCriteria,
    .not_applicable = no_uplink_target,
    .stimulus = stimulus,
    .judge = judge_o_ru_health,
};

}  // namespace plumbline::suite::sec_006

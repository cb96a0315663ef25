// Short words for disturbances of what a mutant sends.
#pragma once

#include <string_view>

#include "emulator/disturbance.h"

namespace plumbline::suite::test {

inline constexpr emulator::Which kAll{};
inline constexpr emulator::Which kUplink{.plane = radio::Plane::u, .direction = radio::Direction::uplink};
inline constexpr emulator::Which kDownlink{.plane = radio::Plane::u, .direction = radio::Direction::downlink};
inline constexpr emulator::Which kControl{.plane = radio::Plane::c};
inline constexpr emulator::Which kControlDown{.plane = radio::Plane::c,
                                              .direction = radio::Direction::downlink};
inline constexpr emulator::Which kControlUp{.plane = radio::Plane::c, .direction = radio::Direction::uplink};
/// PUSCH and SRS alone; the PRACH of an example link, format B4.
inline constexpr emulator::Which kData{
    .plane = radio::Plane::u, .direction = radio::Direction::uplink, .filter_index = 0};
inline constexpr emulator::Which kPrach{
    .plane = radio::Plane::u, .direction = radio::Direction::uplink, .filter_index = 3};
inline constexpr emulator::Which kPrachRequest{.plane = radio::Plane::c, .section_type = 3};

/// Only each so-manieth, from the third on.
inline emulator::Which now_and_then(emulator::Which which, std::uint64_t every) {
  which.first = 2;
  which.every = every;
  return which;
}

inline emulator::Disturbance set_field(const emulator::Which& which, std::string_view field,
                                       std::uint64_t value) {
  return {.kind = emulator::Disturbance::Kind::set,
          .which = which,
          .field = *emulator::find_field(field),
          .value = value};
}
/// Modulo the width of the field: `value` may stand for a negative number.
inline emulator::Disturbance add_to(const emulator::Which& which, std::string_view field,
                                    std::int64_t value) {
  return {.kind = emulator::Disturbance::Kind::add,
          .which = which,
          .field = *emulator::find_field(field),
          .value = static_cast<std::uint64_t>(value)};
}
inline emulator::Disturbance shift(const emulator::Which& which, std::int64_t by_us) {
  return {.kind = emulator::Disturbance::Kind::shift, .which = which, .by = Nanos{by_us * 1000}};
}
inline emulator::Disturbance drop(const emulator::Which& which) {
  return {.kind = emulator::Disturbance::Kind::drop, .which = which};
}
inline emulator::Disturbance twice(const emulator::Which& which) {
  return {.kind = emulator::Disturbance::Kind::duplicate, .which = which, .by = Nanos{1'000}};
}

}  // namespace plumbline::suite::test

// Frames of a unit, kept and looked into.
#pragma once

#include <cstdint>
#include <vector>

#include "emulator/actor.h"
#include "iq/format.h"
#include "profile/link.h"
#include "wire/cplane.h"
#include "wire/ecpri.h"
#include "wire/frame.h"
#include "wire/uplane.h"

namespace plumbline::emulator::test {

/// 2026-01-01 00:00:00 UTC.
inline constexpr GpsTime kStart{Nanos{(1'767'225'600LL - 315'964'800 + 18) * 1'000'000'000}};

struct Kept {
  std::vector<std::uint8_t> octets;
  std::uint32_t length = 0;
  CaptureTime at;
  radio::Plane plane{};
  radio::Direction direction{};
  friend bool operator==(const Kept&, const Kept&) = default;
};
Kept keep(const TimedFrame& frame);

/// All frames of Traffic.
std::vector<Kept> all_of(const profile::Link& link, const Options& options);

/// `when` on a unit's clock.
CaptureTime told(const profile::Link& link, GpsTime when);

/// All frames of `unit` from 5 ms before `start` up to `ms` behind it, in steps of `step_ns`; none leaves
/// before the step in which it is told, nor behind it.
std::vector<Kept> run(Actor& unit, const profile::Link& link, GpsTime start, std::int64_t ms,
                      std::int64_t step_ns);

std::vector<Kept> of(const std::vector<Kept>& frames, radio::Plane plane);

/// A C- or U-plane message, decoded.
struct Decoded {
  wire::Frame frame;
  wire::EcpriMessage message;
  wire::EcpriIds ids;
  wire::CplaneHeader cplane;
  std::vector<wire::Section> sections;  ///< of section types with sections
  wire::UplaneHeader uplane;
  std::vector<wire::UplaneSection> parts;
};
/// Borrows `frame`. Fails the test where it cannot be read.
Decoded decode(const Kept& frame, bool dynamic = true, std::uint16_t carrier_prbs = 24,
               iq::Format format = {.method = 1, .width = 9});

/// Numbers of the `prbs` PRBs of the first section of a U-plane frame.
std::vector<std::int32_t> expand_first_section(const Kept& frame, std::size_t prbs, iq::Format format);

}  // namespace plumbline::emulator::test

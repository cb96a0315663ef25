#include "emulator/frames.h"

#include <gtest/gtest.h>

#include "emulator/reception.h"
#include "emulator/traffic.h"
#include "iq/compression.h"

namespace plumbline::emulator::test {

Kept keep(const TimedFrame& frame) {
  return {.octets = {frame.octets.begin(), frame.octets.end()},
          .length = frame.length,
          .at = frame.at,
          .plane = frame.plane,
          .direction = frame.direction};
}

std::vector<Kept> all_of(const profile::Link& link, const Options& options) {
  auto traffic = Traffic::make(link, options);
  EXPECT_TRUE(traffic.has_value()) << (traffic ? "" : traffic.error().what);
  std::vector<Kept> kept;
  std::vector<TimedFrame> batch;
  while (traffic && traffic->next(batch))
    for (const TimedFrame& frame : batch) kept.push_back(keep(frame));
  return kept;
}

CaptureTime told(const profile::Link& link, GpsTime when) {
  return profile::from_gps(told_in(link.time), when);
}

std::vector<Kept> run(Actor& unit, const profile::Link& link, GpsTime start, std::int64_t ms,
                      std::int64_t step_ns) {
  std::vector<Kept> kept;
  std::vector<TimedFrame> batch;
  CaptureTime now = told(link, start) - Nanos{5'000'000};
  const CaptureTime end = told(link, start) + Nanos{ms * 1'000'000};
  while (now < end) {
    unit.advance(now + Nanos{step_ns}, batch);
    CaptureTime last = now;
    for (const TimedFrame& frame : batch) {
      EXPECT_GE(frame.at, last);
      EXPECT_LT(frame.at, now + Nanos{step_ns});
      last = frame.at;
      kept.push_back(keep(frame));
    }
    now += Nanos{step_ns};
  }
  return kept;
}

std::vector<Kept> of(const std::vector<Kept>& frames, radio::Plane plane) {
  std::vector<Kept> chosen;
  for (const Kept& frame : frames)
    if (frame.plane == plane) chosen.push_back(frame);
  return chosen;
}

Decoded decode(const Kept& frame, bool dynamic, std::uint16_t carrier_prbs, iq::Format format) {
  Decoded found;
  EXPECT_FALSE(wire::decode_frame(frame.octets, frame.length, found.frame));
  EXPECT_TRUE(wire::EcpriWalk{found.frame.pdu}.next(found.message));
  // Headers wherever ecpriPayload ends: it may be what is wrong.
  EXPECT_FALSE(wire::decode_ids(found.frame.pdu.from(4), found.ids));
  const wire::View body = found.frame.pdu.from(8);
  if (found.message.header.type == wire::EcpriType::rt_control) {
    EXPECT_FALSE(wire::decode_cplane_header(body, found.cplane));
    wire::SectionWalk walk{body, found.cplane};
    wire::Section section;
    while (walk.next(section)) found.sections.push_back(section);
    if (walk.extension_fault()) found.sections.push_back(section);
    return found;
  }
  EXPECT_FALSE(wire::decode_uplane_header(body, found.uplane));
  wire::UplaneWalk walk{
      body,
      {.dynamic = dynamic, .method = format.method, .width = format.width, .carrier_prbs = carrier_prbs}};
  for (wire::UplaneSection section; walk.next(section);) found.parts.push_back(section);
  return found;
}

std::vector<std::int32_t> expand_first_section(const Kept& frame, std::size_t prbs, iq::Format format) {
  const Decoded found = decode(frame);
  std::vector<std::int32_t> numbers(prbs * iq::kNumbersPerPrb);
  EXPECT_FALSE(found.parts.empty());
  if (found.parts.empty()) return {};
  EXPECT_TRUE(iq::expand(format, found.parts[0].prbs.octets(), numbers));
  return numbers;
}

}  // namespace plumbline::emulator::test

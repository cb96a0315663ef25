// O-RU: loopback messages and one-way delay measurements.
#include "suite/mutants/edit.h"

namespace plumbline::suite::test {
namespace {

constexpr std::uint8_t kOneWayDelay = 5;
// Behind the common header: id, action, seconds and nanoseconds.
constexpr std::uint32_t kId = 4, kAction = 5, kSeconds = 6;
constexpr std::uint16_t kCfm = 0x8902;

bool is_delay(const Edit& frame) {
  return frame.fields().ecpri > 0 && frame.get("ecpriMessage") == kOneWayDelay;
}

/// What the unit says of a measurement.
MakeLens edit_delays(std::function<void(Edit& frame, std::uint32_t at)> change) {
  return edit([change](Edit& frame) {
    if (is_delay(frame)) change(frame, frame.fields().ecpri);
  });
}

/// Whether it is a CFM frame, behind any tag.
bool is_cfm(const Frame& octets) {
  const std::size_t at = octets.size() > 16 && octets[12] == 0x81 ? 16 : 12;
  return octets.size() > at + 1 && (octets[at] << 8 | octets[at + 1]) == kCfm;
}

MakeLens change_cfm(std::function<void(Frame& octets)> change) {
  return [change](const Setup& /*setup*/) -> Lens {
    return [change](Frame& octets, const Emit& emit) {
      if (is_cfm(octets)) change(octets);
      if (!octets.empty()) emit(octets);
    };
  };
}

}  // namespace

std::vector<Mutant> measuring_mutants() {
  return {
      {.name = "loopback messages not answered",
       .clause = "CONF 3.1.13.1",
       .killed_by = "FH-TRN-010",
       .by = "answered",
       .hears = change_cfm([](Frame& octets) { octets.clear(); })},
      {.name = "loopback answers without the data",
       .clause = "IEEE 802.1Q 20.2",
       .killed_by = "FH-TRN-010",
       .by = "the_same",
       .says = change_cfm([](Frame& octets) {
         for (std::size_t i = 30; i < octets.size(); ++i) octets[i] = 0;
       })},
      {.name = "loopback answers to everybody",
       .clause = "IEEE 802.1Q 20.2",
       .killed_by = "FH-TRN-010",
       .by = "the_same",
       .says = change_cfm([](Frame& octets) {
         for (std::size_t i = 0; i < 6; ++i) octets[i] = 0xFF;
       })},
      {.name = "delay requests not answered",
       .clause = "CUS 4.4.4",
       .killed_by = "FH-TRN-012",
       .by = "answered",
       .says = keep([](const Edit& frame) { return !is_delay(frame); })},
      {.name = "delay responses with another id",
       .clause = "eCPRI 3.2.4.6",
       .killed_by = "FH-TRN-012",
       .by = "responses",
       .says = edit_delays([](Edit& frame, std::uint32_t at) { frame.octet(at + kId) ^= 0x40; })},
      {.name = "delay responses by a clock that is a second off",
       .clause = "CUS 4.4.4",
       .killed_by = "FH-TRN-012",
       .by = "delay",
       .says = edit_delays([](Edit& frame, std::uint32_t at) { frame.octet(at + kSeconds + 5) ^= 1; })},
      {.name = "delay responses by a clock that is 0.9 ms ahead",
       .clause = "CUS 4.4.4",
       .killed_by = "FH-TRN-012",
       .by = "delay",
       .says = edit_delays([](Edit& frame, std::uint32_t at) {
         constexpr std::uint32_t kNanoseconds = 12;
         std::uint32_t ns = 900'000;
         for (std::uint32_t i = 0; i < 4; ++i)
           ns += std::uint32_t{frame.octet(at + kNanoseconds + i)} << (24 - 8 * i);
         for (std::uint32_t i = 0; i < 4; ++i)
           frame.octet(at + kNanoseconds + i) = static_cast<std::uint8_t>(ns >> (24 - 8 * i));
       })},
      {.name = "measures with ids of its own",
       .clause = "eCPRI 3.2.4.6",
       .killed_by = "FH-TRN-013",
       .by = "requests",
       .says = edit_delays([](Edit& frame, std::uint32_t at) { frame.octet(at + kId) ^= 0x40; })},
      {.name = "delay requests of its own without an instant",
       .clause = "eCPRI 3.2.4.6",
       .killed_by = "FH-TRN-013",
       .by = "stamps",
       .says = edit_delays([](Edit& frame, std::uint32_t at) {
         for (std::uint32_t i = 0; i < 10; ++i) frame.octet(at + kSeconds + i) = 0;
       })},
      {.name = "no follow-up",
       .clause = "eCPRI 3.2.4.6",
       .killed_by = "FH-TRN-013",
       .by = "stamps",
       .says = keep([](const Edit& frame) {
         Edit copy = frame;
         return !is_delay(frame) || copy.octet(frame.fields().ecpri + kAction) != 5;
       })},
  };
}

}  // namespace plumbline::suite::test

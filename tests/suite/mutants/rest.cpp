// Both units: whole messages of their own, content, load, and what mutated messages do to them.
#include <memory>

#include "suite/mutants/edit.h"
#include "suite/mutants/wrong.h"

namespace plumbline::suite::test {
namespace {

constexpr std::uint32_t kSectionHeader = 4, kBfp9 = 28;  ///< octets of a static section's header, of a PRB

bool is_control(const Edit& frame, std::uint64_t section_type) {
  return frame.is(radio::Plane::c, radio::Direction::uplink) && frame.get("sectionType") == section_type;
}

/// A message of a reserved section type is the last that the unit hears.
MakeLens deaf_behind_reserved() {
  return [](const Setup& /*setup*/) -> Lens {
    return [dead = false](Frame& octets, const Emit& emit) mutable {
      const Edit frame{octets};
      dead = dead || (frame.fields().plane == radio::Plane::c && frame.get("sectionType") > 11);
      if (!dead) emit(octets);
    };
  };
}

std::vector<Mutant> o_ru() {
  return {
      {.name = "of two sections the first is answered",
       .clause = "CUS 7.5.2.8",
       .killed_by = "FH-CPL-009",
       .hears = edit_requests([](Edit& frame) {
         if (frame.get("numberOfsections") == 2) frame.set("numberOfsections", 1);
       })},
      {.name = "PRACH of 1.25 kHz not answered",
       .clause = "CUS 7.4.5",
       .killed_by = "FH-CPL-012",
       .link = "fdd15_5mhz",
       .hears = keep([](const Edit& frame) { return !is_control(frame, 3); })},
      {.name = "sectionId 0 in place of 4095",
       .clause = "CUS 7.8.1.3",
       .killed_by = "FH-CPL-022",
       .says = edit([](Edit& frame) {
         if (frame.is(radio::Plane::u, radio::Direction::uplink) && frame.get("sectionId") == 4095)
           frame.set("sectionId", 0);
       })},
      {.name = "handles of LBT with 15 bits",
       .clause = "CUS 7.5.3.17",
       .killed_by = "FH-CPL-024",
       .says = edit([](Edit& frame) {
         if (is_control(frame, 7)) frame.octet(frame.fields().application + 9) &= 0x7F;
       })},
      {.name = "LBT_PDSCH_RSP twice",
       .clause = "CUS 7.2.5",
       .killed_by = "FH-CPL-024",
       .says = again(radio::Plane::c, radio::Direction::uplink, 1, [](Edit&) {})},
      {.name = "acknowledges what it drops",
       .clause = "CUS 7.2.8",
       .killed_by = "FH-CPL-026",
       .says = edit([](Edit& frame) {
         if (!is_control(frame, 8)) return;
         const std::uint32_t at = frame.fields().application;
         frame.octet(at + 6) = static_cast<std::uint8_t>(frame.octet(at + 6) + frame.octet(at + 7));
         frame.octet(at + 7) = 0;
       })},
      {.name = "acknowledges nothing",
       .clause = "CUS 7.2.8",
       .killed_by = "FH-CPL-026",
       .says = keep([](const Edit& frame) { return !is_control(frame, 8); })},
      {.name = "samples behind the subcarriers of the preamble",
       .clause = "CUS 8.2.1",
       .killed_by = "FH-UPL-016",
       .says = edit([](Edit& frame) {
         if (frame.is(radio::Plane::u, radio::Direction::uplink) && frame.get("filterIndex") == 3)
           frame.octet(frame.fields().section + kSectionHeader + 12 * kBfp9 - 1) = 1;
       })},
      {.name = "PRACH blocks one PRB short",
       .clause = "CUS 8.2.1",
       .killed_by = "FH-UPL-016",
       .disturbs = {add_to(kPrach, "numPrbu", -1)}},
      {.name = "a reserved section type stops it",
       .clause = "SecTest 24.2.2.4",
       .killed_by = "FH-SEC-006",
       .hears = deaf_behind_reserved()},
  };
}

std::vector<Mutant> o_du() {
  const auto dead = std::make_shared<bool>(false);
  return {
      {.name = "PRACH of 1.25 kHz in slot 1",
       .clause = "CUS 4.4.3",
       .dut = Dut::o_du,
       .killed_by = "FH-CPL-012",
       .link = "fdd15_5mhz",
       .disturbs = {set_field(kPrachRequest, "slotId", 1)}},
      {.name = "describes a slot nine times",
       .clause = "CUS 7.8.2",
       .dut = Dut::o_du,
       .killed_by = "FH-CPL-027",
       .says = renumbered([](Frame& octets, const Emit& emit) {
         for (int i = Edit{octets}.is(radio::Plane::c, radio::Direction::downlink) ? 9 : 1; i > 0; --i)
           emit(octets);
       })},
      {.name = "the sign of a sample turned",
       .clause = "CONF 3.2.1.1",
       .dut = Dut::o_du,
       .killed_by = "FH-UPL-014",
       .says = edit([](Edit& frame) {
         if (frame.is(radio::Plane::u, radio::Direction::downlink) && frame.get("symbolId") == 3)
           frame.octet(frame.fields().section + kSectionHeader + 1) ^= 0x80;
       })},
      {.name = "a reserved section type makes it deaf",
       .clause = "SecTest 24.2.2.2",
       .dut = Dut::o_du,
       .killed_by = "FH-SEC-004",
       .hears = deaf_behind_reserved()},
      {.name = "a reserved section type makes it dumb",
       .clause = "SecTest 24.2.2.2",
       .dut = Dut::o_du,
       .killed_by = "FH-SEC-004",
       .says = [dead](const Setup& /*setup*/) -> Lens {
         *dead = false;
         return [dead](Frame& octets, const Emit& emit) {
           if (!*dead) emit(octets);
         };
       },
       .hears = edit([dead](Edit& frame) {
         *dead = *dead || (frame.fields().plane == radio::Plane::c && frame.get("sectionType") > 11);
       })},
  };
}

}  // namespace

std::vector<Mutant> rest_mutants() {
  std::vector<Mutant> all = o_ru();
  for (Mutant& one : o_du()) all.push_back(std::move(one));
  return all;
}

}  // namespace plumbline::suite::test

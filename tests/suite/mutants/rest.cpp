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

bool is_reserved(const Edit& frame) {
  return frame.fields().plane == radio::Plane::c && frame.get("sectionType") > 11;
}

/// A message of a reserved section type is the last that the unit hears.
MakeLens deaf_behind_reserved() {
  return [](const Setup& /*setup*/) -> Lens {
    return [dead = false](Frame& octets, const Emit& emit) mutable {
      const Edit frame{octets};
      dead = dead || is_reserved(frame);
      if (!dead) emit(octets);
    };
  };
}

/// Nothing is heard of the `count` frames behind one.
MakeLens busy_behind_reserved(int count) {
  return [count](const Setup& /*setup*/) -> Lens {
    return [count, left = 0](Frame& octets, const Emit& emit) mutable {
      if (is_reserved(Edit{octets})) left = count;
      if (left == 0) emit(octets);
      if (left > 0) --left;
    };
  };
}

std::vector<Mutant> o_ru() {
  return {
      {.name = "of two sections the first is answered",
       .clause = "CUS 7.5.2.8",
       .killed_by = "FH-CPL-009",
       .by = "answered",
       .hears = edit_requests([](Edit& frame) {
         if (frame.get("numberOfsections") == 2) frame.set("numberOfsections", 1);
       })},
      {.name = "PRACH of 1.25 kHz not answered",
       .clause = "CUS 7.4.5",
       .killed_by = "FH-CPL-012",
       .by = "occasions",
       .link = "fdd15_5mhz",
       .hears = keep([](const Edit& frame) { return !is_control(frame, 3); })},
      {.name = "sectionId 0 in place of 4095",
       .clause = "CUS 7.8.1.3",
       .killed_by = "FH-CPL-022",
       .by = "named",
       .says = edit([](Edit& frame) {
         if (frame.is(radio::Plane::u, radio::Direction::uplink) && frame.get("sectionId") == 4095)
           frame.set("sectionId", 0);
       })},
      {.name = "handles of LBT with 15 bits",
       .clause = "CUS 7.5.3.17",
       .killed_by = "FH-CPL-024",
       .by = "nothing_else",
       .says = edit([](Edit& frame) {
         if (is_control(frame, 7)) frame.octet(frame.fields().application + 9) &= 0x7F;
       })},
      {.name = "LBT_PDSCH_RSP twice",
       .clause = "CUS 7.2.5",
       .killed_by = "FH-CPL-024",
       .by = "nothing_else",
       .says = again(radio::Plane::c, radio::Direction::uplink, 1, [](Edit&) {})},
      {.name = "acknowledges what it drops",
       .clause = "CUS 7.2.8",
       .killed_by = "FH-CPL-026",
       .by = "refused",
       .says = edit([](Edit& frame) {
         if (!is_control(frame, 8)) return;
         const std::uint32_t at = frame.fields().application;
         frame.octet(at + 6) = static_cast<std::uint8_t>(frame.octet(at + 6) + frame.octet(at + 7));
         frame.octet(at + 7) = 0;
       })},
      {.name = "acknowledges nothing",
       .clause = "CUS 7.2.8",
       .killed_by = "FH-CPL-026",
       .by = "acknowledged",
       .says = keep([](const Edit& frame) { return !is_control(frame, 8); })},
      {.name = "samples behind the subcarriers of the preamble",
       .clause = "CUS 8.2.1",
       .killed_by = "FH-UPL-016",
       .by = "zeros",
       .says = edit([](Edit& frame) {
         if (frame.is(radio::Plane::u, radio::Direction::uplink) && frame.get("filterIndex") == 3)
           frame.octet(frame.fields().section + kSectionHeader + 12 * kBfp9 - 1) = 1;
       })},
      {.name = "a repetition of the preamble too few",
       .clause = "CUS 8.2.1",
       .killed_by = "FH-UPL-016",
       .by = "repetitions",
       .says = keep([](const Edit& frame) {
         return frame.fields().plane != radio::Plane::u || frame.get("filterIndex") != 3 ||
                frame.get("symbolId") != 11;
       })},
      {.name = "PRACH blocks of more PRBs than there are",
       .clause = "CUS 8.3.3.12",
       .killed_by = "FH-UPL-016",
       .by = "readable",
       .disturbs = {add_to(kPrach, "numPrbu", 1)}},
      {.name = "PRACH blocks one PRB short",
       .clause = "CUS 8.2.1",
       .killed_by = "FH-UPL-016",
       .by = "length",
       .disturbs = {add_to(kPrach, "numPrbu", -1)}},
      {.name = "a reserved section type stops it",
       .clause = "SecTest 24.2.2.4",
       .killed_by = "FH-SEC-006",
       .by = "afterwards",
       .hears = deaf_behind_reserved()},
      {.name = "one answer in two hundred missing",
       .clause = "CUS 8.2.1",
       .killed_by = "FH-SEC-006",
       .by = "before",
       .disturbs = {drop(now_and_then(kData, 200))}},
      {.name = "a reserved section type keeps it busy",
       .clause = "SecTest 24.2.2.4",
       .killed_by = "FH-SEC-006",
       .by = "meanwhile",
       .hears = busy_behind_reserved(1000)},
  };
}

/// What it says changes behind a frame for which `broken` says yes: `says` tells what still leaves.
Mutant broken_by(Mutant mutant, std::function<bool(const Edit& frame)> broken,
                 std::function<bool(const Edit& frame)> says) {
  const auto dead = std::make_shared<bool>(false);
  mutant.says = [dead, says](const Setup& /*setup*/) -> Lens {
    *dead = false;
    return [dead, says](Frame& octets, const Emit& emit) {
      if (!*dead || says(Edit{octets})) emit(octets);
    };
  };
  mutant.hears = edit([dead, broken](Edit& frame) { *dead = *dead || broken(frame); });
  return mutant;
}

/// A reserved section type costs the next messages that it would send.
Mutant busy(Mutant mutant) {
  const auto left = std::make_shared<int>(0);
  mutant.says = [left](const Setup& /*setup*/) -> Lens {
    *left = 0;
    return [left](Frame& octets, const Emit& emit) {
      if (*left > 0)
        --*left;
      else
        emit(octets);
    };
  };
  mutant.hears = edit([left](Edit& frame) {
    if (is_reserved(frame)) *left = 10;
  });
  return mutant;
}

bool nothing(const Edit& /*frame*/) { return false; }

/// Frames that a unit has to throw away, and what becomes of one that does not.
std::vector<Mutant> broken() {
  struct Fault {
    std::string_view killed_by, clause, silent, dumb;
    bool (*is)(const Edit& frame);
  };
  constexpr Fault kFaults[] = {
      {"FH-SEC-007", "SecTest 11.1.4.1.1", "another payloadVersion ends its U-plane",
       "another payloadVersion makes it dumb",
       [](const Edit& frame) { return frame.get("payloadVersion") == 3; }},
      {"FH-SEC-008", "SecTest 11.1.4.1.2", "a payload of one octet ends its U-plane",
       "a payload of one octet makes it dumb",
       [](const Edit& frame) { return frame.get("ecpriPayload") == 1; }},
      {"FH-TRN-015", "SecTest 11.1.4.1.1", "a reserved message type ends its U-plane",
       "a reserved message type makes it dumb",
       [](const Edit& frame) { return frame.get("ecpriMessage") == 0x33; }},
  };
  const auto no_uplane = [](const Edit& frame) { return frame.fields().plane != radio::Plane::u; };
  std::vector<Mutant> all;
  for (const Fault& fault : kFaults)
    for (const Dut dut : {Dut::o_ru, Dut::o_du}) {
      Mutant mutant{.name = fault.silent, .clause = fault.clause, .by = "goes_on"};
      add_for(all, {broken_by(mutant, fault.is, no_uplane)}, dut, fault.killed_by);
      mutant.name = fault.dumb, mutant.by = "speaks_on";
      add_for(all, {broken_by(mutant, fault.is, nothing)}, dut, fault.killed_by);
    }
  return all;
}

std::vector<Mutant> o_du() {
  return {
      {.name = "PRACH of 1.25 kHz in slot 1",
       .clause = "CUS 4.4.3",
       .dut = Dut::o_du,
       .killed_by = "FH-CPL-012",
       .by = "described",
       .link = "fdd15_5mhz",
       .disturbs = {set_field(kPrachRequest, "slotId", 1)}},
      {.name = "PRACH of 1.25 kHz never asked for",
       .clause = "CUS 7.4.5",
       .dut = Dut::o_du,
       .killed_by = "FH-CPL-012",
       .by = "occasions",
       .link = "fdd15_5mhz",
       .disturbs = {drop(kPrachRequest)}},
      {.name = "describes a slot nine times",
       .clause = "CUS 7.8.2",
       .dut = Dut::o_du,
       .killed_by = "FH-CPL-027",
       .by = "sections_per_slot",
       .says = renumbered([](Frame& octets, const Emit& emit) {
         for (int i = Edit{octets}.is(radio::Plane::c, radio::Direction::downlink) ? 9 : 1; i > 0; --i)
           emit(octets);
       })},
      {.name = "the sign of a sample turned",
       .clause = "CONF 3.2.1.1",
       .dut = Dut::o_du,
       .killed_by = "FH-UPL-014",
       .by = "errors",
       .says = edit([](Edit& frame) {
         if (frame.is(radio::Plane::u, radio::Direction::downlink) && frame.get("symbolId") == 3)
           frame.octet(frame.fields().section + kSectionHeader + 1) ^= 0x80;
       })},
      {.name = "a reserved section type makes it deaf",
       .clause = "SecTest 24.2.2.2",
       .dut = Dut::o_du,
       .killed_by = "FH-SEC-004",
       .by = "RX_ON_TIME",
       .hears = deaf_behind_reserved()},
      broken_by({.name = "a reserved section type makes it dumb",
                 .clause = "SecTest 24.2.2.2",
                 .dut = Dut::o_du,
                 .killed_by = "FH-SEC-004",
                 .by = "afterwards"},
                is_reserved, nothing),
      {.name = "all of it half a millisecond late",
       .clause = "CUS 4.4.3",
       .dut = Dut::o_du,
       .killed_by = "FH-SEC-004",
       .by = "before",
       .disturbs = {shift(kAll, 500)}},
      busy({.name = "what it does not know keeps it from sending",
            .clause = "SecTest 24.2.2.2",
            .dut = Dut::o_du,
            .killed_by = "FH-SEC-004",
            .by = "meanwhile"}),
      {.name = "symbols of zeros",
       .clause = "CONF 3.2.1.1",
       .dut = Dut::o_du,
       .killed_by = "FH-UPL-014",
       .by = "readable",
       .says = edit([](Edit& frame) {
         if (!frame.is(radio::Plane::u, radio::Direction::downlink) || frame.get("symbolId") != 3) return;
         for (auto i = frame.fields().section + kSectionHeader; i < frame.length(); ++i) frame.octet(i) = 0;
       })},
      {.name = "one message in a hundred names a PRB that is not there",
       .clause = "CUS 8.3.3.12",
       .dut = Dut::o_du,
       .killed_by = "FH-UPL-014",
       .by = "readable",
       .disturbs = {add_to(now_and_then(kDownlink, 100), "numPrbu", 1)}},
      {.name = "no U-plane at all",
       .clause = "CUS 7.8.1",
       .dut = Dut::o_du,
       .killed_by = "FH-UPL-014",
       .by = "compared",
       .disturbs = {drop(kDownlink)}},
  };
}

}  // namespace

std::vector<Mutant> rest_mutants() {
  std::vector<Mutant> all = o_ru();
  for (auto* const make : {o_du, broken})
    for (Mutant& one : make()) all.push_back(std::move(one));
  return all;
}

}  // namespace plumbline::suite::test

// O-DU: what its C-plane says.
#include "suite/mutants/edit.h"
#include "suite/mutants/wrong.h"

namespace plumbline::suite::test {
namespace {

constexpr auto kC = radio::Plane::c;
constexpr auto kDown = radio::Direction::downlink;

/// The first section of each message of DL C-plane has this extension.
MakeLens extended(const Frame& extension) {
  return edit([extension](Edit& frame) {
    if (!frame.is(kC, kDown)) return;
    frame.set("ef", 1);
    frame.insert(frame.fields().section + 8, extension);
  });
}

std::vector<Mutant> header_mutants() {
  return {
      {.name = "payloadVersion 2",
       .clause = "CUS 7.5.2.2",
       .killed_by = "FH-CPL-001",
       .by = "CUS-C-002",
       .disturbs = {set_field(kControl, "payloadVersion", 2)}},
      {.name = "C-plane of frame number of the frame before",
       .clause = "CUS 7.5.2.4",
       .killed_by = "FH-CPL-001",
       .by = "CUS-TIME-012",
       .disturbs = {add_to(kControl, "frameId", -1)}},
      {.name = "subframe number 10",
       .clause = "CUS 7.5.2.5",
       .killed_by = "FH-CPL-001",
       .by = "CUS-C-003",
       .disturbs = {set_field(now_and_then(kControlUp, 5), "subframeId", 10)}},
      {.name = "slot number beyond those of the numerology",
       .clause = "CUS 7.5.2.6",
       .killed_by = "FH-CPL-001",
       .by = "CUS-C-004",
       .disturbs = {add_to(now_and_then(kControl, 20), "slotId", 2)}},
      {.name = "symbols beyond the slot",
       .clause = "CUS 7.5.3.7",
       .killed_by = "FH-CPL-001",
       .by = "CUS-C-021",
       .disturbs = {add_to(kControlDown, "startSymbolId", 1)}},
      {.name = "PRACH requests that end in their header",
       .clause = "CUS 7.4.5",
       .killed_by = "FH-CPL-001",
       .by = "CUS-C-001",
       .disturbs = {set_field(kPrachRequest, "ecpriPayload", 12)}},
      {.name = "numberOfSections one more than there are",
       .clause = "CUS 7.5.2.8",
       .killed_by = "FH-CPL-002",
       .by = "CUS-C-008",
       .disturbs = {add_to(kControlUp, "numberOfsections", 1)}},
      {.name = "numberOfSections one less than there are",
       .clause = "CUS 7.5.2.8",
       .killed_by = "FH-CPL-002",
       .by = "CUS-C-008",
       .says = edit([](Edit& frame) {
         if (!frame.is(radio::Plane::c, radio::Direction::downlink) || frame.get("sectionType") != 1) return;
         frame.insert(frame.fields().section, Frame(8, 0));
       })},
      {.name = "ef without an extension",
       .clause = "CUS 7.5.3.8",
       .killed_by = "FH-CPL-002",
       .by = "CUS-EXT-002",
       .disturbs = {set_field(kControlUp, "ef", 1)}},
      {.name = "an extension of length 0",
       .clause = "CUS 7.6.2",
       .killed_by = "FH-CPL-002",
       .by = "CUS-EXT-002",
       .says = edit([](Edit& frame) {
         if (!frame.is_request() || frame.get("sectionType") != 1) return;
         frame.set("ef", 1);
         frame.insert(frame.fields().section + 8, {0x06, 0x00, 0x10, 0x00, 0x00, 0x01, 0x3F, 0xFF});
       })},
      {.name = "a mask of antennas with section type 1",
       .clause = "CUS 7.7.16",
       .killed_by = "FH-CPL-002",
       .by = "CUS-EXT-003",
       .says = extended({0x10, 0x03, 0, 0, 0, 0, 0, 0, 0, 0x0F, 0, 0})},
      {.name = "an extension longer than it is",
       .clause = "CUS 7.7.4",
       .killed_by = "FH-CPL-002",
       .by = "CUS-EXT-006",
       .says = extended({0x04, 0x02, 0x90, 0, 0, 0, 0, 0})},
      {.name = "a section type that is reserved",
       .clause = "CUS 7.3.1",
       .killed_by = "FH-CPL-003",
       .by = "section_types",
       .disturbs = {set_field(now_and_then(kControlDown, 20), "sectionType", 12)}},
      {.name = "an extension that the O-RU does not have",
       .clause = "CONF 3.4.4.1.1",
       .killed_by = "FH-CPL-003",
       .by = "extensions",
       .says = extended({0x08, 0x01, 0x00, 0x00})},
  };
}

/// Each section of DL C-plane, which ends with its slot, is followed by one that moves on by symInc.
MakeLens again_in_message() {
  return edit([](Edit& frame) {
    if (!frame.is(kC, kDown) || frame.get("sectionType") != 1) return;
    constexpr std::uint32_t kSection = 8;
    const std::uint32_t at = frame.fields().section;
    Frame next;
    for (std::uint32_t i = 0; i < kSection; ++i) next.push_back(frame.octet(at + i));
    frame.insert(at + kSection, next);
    frame.set("numberOfsections", 2);
    frame.set_of(at + kSection, "symInc", 1);
  });
}

/// Each message of DL C-plane comes `times`, with ids that grow by `step`.
MakeLens repeated(unsigned times, std::uint64_t step) {
  return renumbered([=](Frame& octets, const Emit& emit) {
    Edit frame{octets};
    for (unsigned i = frame.is(kC, kDown) ? times : 1; i > 0; --i) {
      emit(octets);
      for (const std::uint32_t section : frame.sections())
        frame.set_of(section, "sectionId", frame.get_of(section, "sectionId") + step);
    }
  });
}

std::vector<Mutant> section_mutants() {
  return {
      {.name = "PRBs beyond the carrier",
       .clause = "CUS 7.5.3.4",
       .killed_by = "FH-CPL-004",
       .by = "CUS-C-016",
       .disturbs = {add_to(kControlDown, "startPrbc", 1)}},
      {.name = "numPrbc 0 with a startPrbc",
       .clause = "CUS 7.5.3.6",
       .killed_by = "FH-CPL-004",
       .by = "CUS-C-017",
       .disturbs = {set_field(kControlDown, "numPrbc", 0), set_field(kControlDown, "startPrbc", 5)}},
      {.name = "numPrbc 0 on a narrow carrier",
       .clause = "CUS 7.5.3.6",
       .killed_by = "FH-CPL-004",
       .by = "CUS-C-056",
       .disturbs = {set_field(kControlDown, "numPrbc", 0)}},
      {.name = "numSymbol 15",
       .clause = "CUS 7.5.3.7",
       .killed_by = "FH-CPL-005",
       .by = "CUS-C-020",
       .disturbs = {set_field(kControlDown, "numSymbol", 15)}},
      {.name = "a beam where there is none",
       .clause = "CONF 3.4.4.1.1",
       .killed_by = "FH-CPL-018",
       .by = "no_beam",
       .disturbs = {set_field(now_and_then(kControl, 20), "beamId", 5)}},
      {.name = "symInc beyond the slot",
       .clause = "CUS 7.5.3.3",
       .killed_by = "FH-CPL-005",
       .by = "CUS-C-023",
       .says = again_in_message()},
      {.name = "describes a symbol in 65 sections",
       .clause = "CUS 7.8.2",
       .killed_by = "FH-CPL-027",
       .by = "sections_per_symbol",
       .says = repeated(9, 0)},
      {.name = "describes more PRBs of a symbol than the O-RU takes",
       .clause = "CUS 7.8.2",
       .killed_by = "FH-CPL-027",
       .by = "prbs_per_symbol",
       .says = repeated(21, 8)},
      {.name = "a section id for two ranges of PRBs",
       .clause = "CUS 7.8.1.2",
       .killed_by = "FH-CPL-005",
       .by = "CUS-CU-010",
       .says = again(kC, kDown, 1, [](Edit& frame) { frame.add("numPrbc", ~std::uint64_t{0}); })},
      {.name = "a section described again with another beam",
       .clause = "CUS 7.8.1.2",
       .killed_by = "FH-CPL-005",
       .by = "CUS-CU-010",
       .says = again(kC, kDown, 1, [](Edit& frame) { frame.set("beamId", 7); })},
  };
}

std::vector<Mutant> prach_mutants() {
  return {
      {.name = "PRACH with another timeOffset",
       .clause = "CUS 7.5.2.12",
       .killed_by = "FH-CPL-011",
       .by = "CUS-C-032",
       .disturbs = {add_to(kPrachRequest, "timeOffset", 100)}},
      {.name = "PRACH elsewhere in frequency",
       .clause = "CUS 7.5.3.11",
       .killed_by = "FH-CPL-011",
       .by = "CUS-C-033",
       .disturbs = {add_to(kPrachRequest, "freqOffset", 24)}},
      {.name = "PRACH requests of a reserved section type",
       .clause = "CUS 7.4.5",
       .killed_by = "FH-CPL-011",
       .by = "CUS-C-006",
       .disturbs = {set_field(kPrachRequest, "sectionType", 2)}},
      {.name = "PRACH requests missing",
       .clause = "CUS 7.4.5",
       .killed_by = "FH-CPL-011",
       .by = "occasions",
       .disturbs = {drop(now_and_then(kPrachRequest, 1))}},
      {.name = "PRACH requests one symbol short",
       .clause = "CUS 7.5.3.7",
       .killed_by = "FH-CPL-011",
       .by = "occasions",
       .disturbs = {add_to(kPrachRequest, "numSymbol", -1)}},
  };
}

}  // namespace

std::vector<Mutant> o_du_cplane_mutants() {
  std::vector<Mutant> all = header_mutants();
  for (auto* const make : {section_mutants, prach_mutants})
    for (Mutant& one : make()) all.push_back(std::move(one));
  for (Mutant& one : all) one.dut = Dut::o_du;
  return all;
}

}  // namespace plumbline::suite::test

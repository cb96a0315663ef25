// O-RU: what it makes of what it hears.
#include <map>
#include <optional>
#include <tuple>

#include "suite/mutants/edit.h"
#include "suite/mutants/wrong.h"

namespace plumbline::suite::test {
namespace {

constexpr std::uint32_t kSectionOctets = 8;

/// Requests whose first section has extension `type`, at octet `at`.
MakeLens edit_extension(std::uint8_t type, std::function<void(Edit& frame, std::uint32_t at)> change) {
  return edit_sections([type, change](Edit& frame, std::uint32_t section) {
    const std::uint32_t at = section + kSectionOctets;
    if (frame.get_of(section, "ef") != 0 && (frame.octet(at) & 0x7F) == type) change(frame, at);
  });
}

/// The extension is as if it were not there.
MakeLens without_extension(std::uint8_t type) {
  return edit_extension(type, [](Edit& frame, std::uint32_t at) {
    const std::uint32_t section = at - kSectionOctets;
    frame.set_of(section, "ef", 0);
    frame.erase(at, 4u * frame.octet(at + 1));
  });
}

MakeLens set_in_sections(std::string_view field, std::uint64_t value) {
  return edit_sections([=](Edit& frame, std::uint32_t section) { frame.set_of(section, field, value); });
}
MakeLens add_in_sections(std::string_view field, std::int64_t value) {
  return edit_sections([=](Edit& frame, std::uint32_t section) {
    frame.set_of(section, field, frame.get_of(section, field) + static_cast<std::uint64_t>(value));
  });
}

/// Section type 0 as if it were 1.
void read_blanking_as_request(Edit& frame) {
  if (frame.get("sectionType") != 0) return;
  frame.set("sectionType", 1);
  const std::uint32_t header = frame.fields().application;
  frame.octet(header + 6) = frame.octet(header + 7) = 0;
  frame.erase(header + 8, 4);
}

/// Sections with a part of the resource elements alone are left out.
void forget_masked(Edit& frame) {
  const auto sections = frame.sections();
  for (std::size_t i = sections.size(); i-- > 0;)
    if (frame.get_of(sections[i], "reMask") != 0xFFF) {
      frame.erase(sections[i], kSectionOctets);
      frame.add("numberOfsections", ~std::uint64_t{0});
    }
}

/// Each description of a PRB is a request of its own.
void split_masked(Edit& frame) {
  std::optional<std::uint64_t> last;
  for (const std::uint32_t section : frame.sections()) {
    const std::uint64_t id = frame.get_of(section, "sectionId");
    if (last == id) frame.set_of(section, "sectionId", id + 0x200);
    last = id;
  }
}

/// The slot that a message is about, with its eAxC id.
std::tuple<std::uint64_t, std::uint64_t, std::uint64_t, std::uint64_t> slot_of(const Edit& frame) {
  return {frame.get("ecpriPcid"), frame.get("frameId"), frame.get("subframeId"), frame.get("slotId")};
}

/// A message for which `closes` says so silences its eAxC for the rest of its slot.
MakeLens skip_slot(std::function<bool(const Edit& frame)> closes) {
  return [closes](const Setup& /*setup*/) -> Lens {
    using Slot = decltype(slot_of(std::declval<Edit>()));
    return [closes, closed = std::optional<Slot>{}](Frame& octets, const Emit& emit) mutable {
      const Edit frame{octets};
      const bool last = frame.is_request() && closes(frame);
      if (last) closed = slot_of(frame);
      if (last || !frame.is_request() || closed != slot_of(frame)) emit(octets);
    };
  };
}

/// Goes on answering the last request of eAxC 0 in every slot in which eAxC 1 is asked.
MakeLens remember_request() {
  return [](const Setup& /*setup*/) -> Lens {
    return [last = Frame{}](Frame& octets, const Emit& emit) mutable {
      const Edit frame{octets};
      const bool asks = frame.is_request() && frame.get("sectionType") == 1;
      if (asks && frame.get("ecpriPcid") == 0) last = octets;
      emit(octets);
      if (!asks || frame.get("ecpriPcid") != 1 || last.empty() || slot_of(Edit{last}) == slot_of(frame))
        return;
      Edit again{last};
      for (const std::string_view field : {"frameId", "subframeId", "slotId"})
        again.set(field, frame.get(field));
      emit(last);
    };
  };
}

std::vector<Mutant> section_mutants() {
  return {
      {.name = "symInc ignored",
       .clause = "CUS 7.5.3.3",
       .killed_by = "FH-CPL-006",
       .by = "answered",
       .hears = set_in_sections("symInc", 0)},
      {.name = "rb ignored",
       .clause = "CUS 7.5.3.2",
       .killed_by = "FH-CPL-007",
       .by = "named",
       .hears = set_in_sections("rb", 0)},
      {.name = "masks of a PRB answered one by one",
       .clause = "CUS 7.5.3.5",
       .killed_by = "FH-CPL-008",
       .by = "nothing_else",
       .hears = edit_requests(split_masked)},
      {.name = "PRBs with a mask not answered",
       .clause = "CUS 7.5.3.5",
       .killed_by = "FH-CPL-008",
       .by = "answered",
       .hears = edit_requests(forget_masked)},
      {.name = "startPrbc one more",
       .clause = "CUS 7.5.3.4",
       .killed_by = "FH-UPL-005",
       .by = "nothing_else",
       .hears = add_in_sections("startPrbc", 1)},
      {.name = "startPrbc ignored",
       .clause = "CUS 7.5.3.4",
       .killed_by = "FH-UPL-005",
       .by = "nothing_else",
       .hears = set_in_sections("startPrbc", 0)},
      {.name = "numPrbc one less",
       .clause = "CUS 7.5.3.6",
       .killed_by = "FH-UPL-004",
       .by = "answered",
       .hears = add_in_sections("numPrbc", -1)},
      {.name = "answers all PRBs whatever is asked",
       .clause = "CUS 7.5.3.6",
       .killed_by = "FH-UPL-005",
       .by = "nothing_else",
       .hears = edit_sections([](Edit& frame, std::uint32_t section) {
         frame.set_of(section, "startPrbc", 0);
         frame.set_of(section, "numPrbc", 0);
       })},
      {.name = "numSymbol ignored",
       .clause = "CUS 7.5.3.7",
       .killed_by = "FH-UPL-005",
       .by = "nothing_else",
       .hears = edit_sections([](Edit& frame, std::uint32_t section) {
         frame.set_of(section, "numSymbol", 14 - frame.get("startSymbolId"));
       })},
      {.name = "numSymbol one less",
       .clause = "CUS 7.5.3.7",
       .killed_by = "FH-UPL-004",
       .by = "answered",
       .hears = add_in_sections("numSymbol", -1)},
      {.name = "startSymbolId ignored",
       .clause = "CUS 7.5.2.7",
       .killed_by = "FH-UPL-005",
       .by = "nothing_else",
       .hears = edit_requests([](Edit& frame) { frame.set("startSymbolId", 0); })},
      {.name = "only the first section of a message answered",
       .clause = "CUS 7.5.2.8",
       .killed_by = "FH-UPL-004",
       .by = "answered",
       .hears = edit_requests([](Edit& frame) { frame.set("numberOfsections", 1); })},
      {.name = "what is blanked is answered",
       .clause = "CUS 7.4.2",
       .killed_by = "FH-CPL-010",
       .by = "nothing_else",
       .hears = edit_requests(read_blanking_as_request)},
      {.name = "a slot with blanking is silent",
       .clause = "CUS 7.4.2",
       .killed_by = "FH-CPL-010",
       .by = "answered",
       .hears = skip_slot([](const Edit& frame) { return frame.get("sectionType") == 0; })},
      {.name = "goes on answering when nobody asks",
       .clause = "CUS 8.2.1",
       .killed_by = "FH-UPL-005",
       .by = "nothing_else",
       .hears = remember_request()},
      {.name = "one request in five not answered",
       .clause = "CUS 8.2.1",
       .killed_by = "FH-UPL-004",
       .by = "answered",
       .hears = [](const Setup& /*setup*/) -> Lens {
         return [count = 0](Frame& octets, const Emit& emit) mutable {
           if (!Edit{octets}.is_request() || ++count % 5 != 0) emit(octets);
         };
       }},
      {.name = "deaf for the slot of an invalid message",
       .clause = "CUS 7.3.1",
       .killed_by = "FH-CPL-028",
       .by = "answered",
       .hears = skip_slot([](const Edit& frame) { return frame.get("sectionType") > 11; })},
      {.name = "sections with a reserved extension not answered",
       .clause = "CUS 7.6.2.1",
       .killed_by = "FH-CPL-028",
       .by = "answered",
       .hears = edit_extension(0x7E, [](Edit& frame, std::uint32_t) { frame.set("sectionType", 12); })},
      {.name = "never answers",
       .clause = "CUS 8.2.1",
       .killed_by = "FH-UPL-004",
       .by = "answered",
       .hears = keep([](const Edit& frame) { return !frame.is_request(); })},
      {.name = "requests of eAxC 1 not answered",
       .clause = "CUS 8.2.1",
       .killed_by = "FH-UPL-004",
       .by = "answered",
       .hears = keep([](const Edit& frame) { return !frame.is_request() || frame.get("ecpriPcid") != 1; })},
      {.name = "a carrier of fewer PRBs",
       .clause = "CUS 8.2.1",
       .killed_by = "FH-UPL-004",
       .by = "answered",
       .believes = [](Setup& setup) { setup.link.carriers[0].prbs = 50; }},
      {.name = "frames counted from another epoch",
       .clause = "CUS 11.7",
       .killed_by = "FH-UPL-004",
       .by = "answered",
       .believes = [](Setup& setup) { setup.link.carriers[0].frame_timing.beta = 1; }},
  };
}

std::vector<Mutant> extension_mutants() {
  return {
      {.name = "SE 6 ignored",
       .clause = "CUS 7.7.6",
       .killed_by = "FH-CPL-013",
       .by = "nothing_else",
       .hears = without_extension(6)},
      {.name = "SE 6 for all symbols",
       .clause = "CUS 7.7.6.4",
       .killed_by = "FH-CPL-013",
       .by = "nothing_else",
       .hears = edit_extension(
           6, [](Edit& frame, std::uint32_t at) { frame.octet(at + 6) = 0x3F, frame.octet(at + 7) = 0xFF; })},
      {.name = "SE 6 with the size of groups misread",
       .clause = "CUS 7.7.6.2",
       .killed_by = "FH-CPL-013",
       .by = "nothing_else",
       .hears = edit_extension(6,
                               [](Edit& frame, std::uint32_t at) {
                                 if ((frame.octet(at + 2) & 0x70) == 0x50) frame.octet(at + 2) ^= 0x10;
                               })},
      {.name = "SE 6 without its last group",
       .clause = "CUS 7.7.6.3",
       .killed_by = "FH-CPL-013",
       .by = "answered",
       .hears = edit_extension(6,
                               [](Edit& frame, std::uint32_t at) {
                                 frame.octet(at + 2) &= 0xF0, frame.octet(at + 3) = frame.octet(at + 4) = 0;
                                 frame.octet(at + 5) &= 0x0F;
                               })},
      {.name = "SE 10 ignored",
       .clause = "CUS 7.7.10",
       .killed_by = "FH-CPL-016",
       .by = "answered",
       .link = "tdd60_extended",
       .hears = without_extension(10)},
      {.name = "SE 10 for one port more than it names",
       .clause = "CUS 7.7.10.2",
       .killed_by = "FH-CPL-016",
       .by = "nothing_else",
       .link = "tdd60_extended",
       .hears = edit_extension(10,
                               [](Edit& frame, std::uint32_t at) {
                                 frame.octet(at + 2) = static_cast<std::uint8_t>(frame.octet(at + 2) + 1);
                               })},
      {.name = "SE 12 ignored",
       .clause = "CUS 7.7.12",
       .killed_by = "FH-CPL-014",
       .by = "answered",
       .hears = without_extension(12)},
      {.name = "SE 12 ranges counted from the start of the one before",
       .clause = "CUS 7.7.12",
       .killed_by = "FH-CPL-014",
       .by = "nothing_else",
       .hears = edit_extension(12,
                               [](Edit& frame, std::uint32_t at) {
                                 frame.octet(at + 6) = static_cast<std::uint8_t>(frame.octet(at + 6) - 1);
                               })},
      {.name = "SE 12 for all symbols",
       .clause = "CUS 7.7.12",
       .killed_by = "FH-CPL-014",
       .by = "nothing_else",
       .hears = edit_extension(
           12,
           [](Edit& frame, std::uint32_t at) { frame.octet(at + 2) = 0x3F, frame.octet(at + 3) = 0xF8; })},
      {.name = "SE 13 ignored",
       .clause = "CUS 7.7.13",
       .killed_by = "FH-CPL-015",
       .by = "answered",
       .hears = without_extension(13)},
      {.name = "SE 13 one PRB off",
       .clause = "CUS 7.7.13",
       .killed_by = "FH-CPL-015",
       .by = "answered",
       .hears = edit_extension(13,
                               [](Edit& frame, std::uint32_t at) {
                                 frame.octet(at + 3) = static_cast<std::uint8_t>(frame.octet(at + 3) - 1);
                               })},
      {.name = "SE 13 one symbol early",
       .clause = "CUS 7.7.13",
       .killed_by = "FH-CPL-015",
       .by = "answered",
       .hears = edit_extension(13,
                               [](Edit& frame, std::uint32_t at) {
                                 frame.octet(at + 2) = static_cast<std::uint8_t>(frame.octet(at + 2) - 4);
                               })},
  };
}

std::vector<Mutant> prach_mutants() {
  const auto is_prach = [](const Edit& frame) { return frame.is_request() && frame.get("sectionType") == 3; };
  return {
      {.name = "PRACH not answered",
       .clause = "CUS 7.4.5",
       .killed_by = "FH-CPL-011",
       .by = "occasions",
       .hears = keep([=](const Edit& frame) { return !is_prach(frame); })},
      {.name = "PRACH of every second frame not answered",
       .clause = "CUS 7.4.5",
       .killed_by = "FH-CPL-011",
       .by = "occasions",
       .hears = keep([=](const Edit& frame) { return !is_prach(frame) || frame.get("frameId") % 2 == 0; })},
      {.name = "PRACH one symbol short",
       .clause = "CUS 7.5.3.7",
       .killed_by = "FH-CPL-011",
       .by = "occasions",
       .hears = edit([=](Edit& frame) {
         if (is_prach(frame)) frame.add("numSymbol", ~std::uint64_t{0});
       })},
      {.name = "PRACH on the eAxC id of PUSCH",
       .clause = "CUS 8.2.1",
       .killed_by = "FH-CPL-011",
       .by = "occasions",
       .disturbs = {set_field(kPrach, "ecpriPcid", 0)}},
      {.name = "PRACH symbols not counted",
       .clause = "CUS 8.3.3.7",
       .killed_by = "FH-CPL-011",
       .by = "occasions",
       .disturbs = {set_field(kPrach, "symbolId", 0)}},
  };
}

}  // namespace

std::vector<Mutant> understanding_mutants() {
  std::vector<Mutant> all = section_mutants();
  for (auto* const make : {extension_mutants, prach_mutants})
    for (Mutant& one : make()) all.push_back(std::move(one));
  return all;
}

}  // namespace plumbline::suite::test

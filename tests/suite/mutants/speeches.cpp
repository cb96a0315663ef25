// O-RU: how it answers what cases ask in words of their own.
#include "suite/mutants/edit.h"
#include "suite/mutants/wrong.h"

namespace plumbline::suite::test {
namespace {

constexpr auto kUp = radio::Direction::uplink;
constexpr std::uint32_t kSection = 8;  ///< octets without extensions

constexpr std::uint32_t kHeader = 4, kBfp9 = 28;  ///< octets of a static section's header, of a PRB

/// What it answers with, section by section; `of_first`: the first of each message, whatever the format.
MakeLens edit_answers(std::function<void(Edit& frame, std::uint32_t section)> change, bool of_first = false) {
  return edit([=](Edit& frame) {
    if (!frame.is(radio::Plane::u, kUp) || frame.get("filterIndex") != 0) return;
    for (std::uint32_t at = frame.fields().section; frame.holds(at, kHeader + kBfp9);) {
      change(frame, at);
      if (of_first) return;
      at += kHeader + static_cast<std::uint32_t>(frame.get_of(at, "numPrbu")) * kBfp9;
    }
  });
}
/// Sections of `id` are said to be `other`.
MakeLens rename(std::uint64_t id, std::uint64_t other) {
  return edit_answers([=](Edit& frame, std::uint32_t section) {
    if (frame.get_of(section, "sectionId") == id) frame.set_of(section, "sectionId", other);
  });
}
/// Those for which `is` says yes get another id.
MakeLens misname(std::function<bool(const Edit& frame, std::uint32_t section)> is, bool of_first = false) {
  return edit_answers(
      [=](Edit& frame, std::uint32_t section) {
        if (is(frame, section)) frame.set_of(section, "sectionId", frame.get_of(section, "sectionId") + 1);
      },
      of_first);
}
/// What it hears: sections of a request, and the extension behind them.
MakeLens edit_hopping(std::function<void(std::uint8_t& symbol)> change) {
  return edit_sections([change](Edit& frame, std::uint32_t section) {
    const std::uint32_t at = section + kSection;
    if (frame.get_of(section, "ef") != 0 && (frame.octet(at) & 0x7F) == 13) change(frame.octet(at + 2));
  });
}
/// Sections for which `is` says yes are not heard; a message of these alone is not heard at all.
MakeLens without_sections(std::function<bool(const Edit& frame, std::uint32_t section)> is) {
  return [is](const Setup& /*setup*/) -> Lens {
    return [is](Frame& octets, const Emit& emit) {
      Edit frame{octets};
      if (frame.is_request()) {
        const auto sections = frame.sections();
        for (std::size_t i = sections.size(); i-- > 0;) {
          if (!is(frame, sections[i])) continue;
          if (frame.get("numberOfsections") == 1) return;
          frame.erase(sections[i], kSection);
          frame.add("numberOfsections", ~std::uint64_t{0});
        }
      }
      emit(octets);
    };
  };
}

std::vector<Mutant> steps() {
  return {
      {.name = "each section moves on to the next symbol",
       .clause = "CUS 7.5.3.3",
       .killed_by = "FH-CPL-006",
       .by = "nothing_else",
       .hears = edit_sections([](Edit& frame, std::uint32_t section) {
         if (frame.get("numberOfsections") == 4) frame.set_of(section, "symInc", 1);
       })},
      {.name = "sections behind symInc have the ids of those in front of it",
       .clause = "CUS 8.3.3.10",
       .killed_by = "FH-CPL-006",
       .by = "named",
       .says = rename(102, 100)},
      {.name = "every second PRB from an odd one on is not answered",
       .clause = "CUS 7.5.3.2",
       .killed_by = "FH-CPL-007",
       .by = "answered",
       .hears = without_sections([](const Edit& frame, std::uint32_t section) {
         return frame.get_of(section, "rb") != 0 && frame.get_of(section, "startPrbc") % 2 == 1;
       })},
      {.name = "the PRBs between every second one are answered too",
       .clause = "CUS 7.5.3.2",
       .killed_by = "FH-CPL-007",
       .by = "nothing_else",
       .hears = edit_sections([](Edit& frame, std::uint32_t section) {
         if (frame.get_of(section, "rb") == 0) return;
         frame.set_of(section, "rb", 0);
         frame.set_of(section, "numPrbc", 2 * frame.get_of(section, "numPrbc") - 2);
       })},
      {.name = "a PRB with masks has an id of its own",
       .clause = "CUS 7.5.3.5",
       .killed_by = "FH-CPL-008",
       .by = "named",
       .hears = edit_sections([](Edit& frame, std::uint32_t section) {
         if (frame.get_of(section, "reMask") != 0xFFF) frame.set_of(section, "sectionId", 300);
       })},
      {.name = "the gap between two sections is answered",
       .clause = "CUS 7.5.3.6",
       .killed_by = "FH-CPL-009",
       .by = "nothing_else",
       .hears = edit_sections([](Edit& frame, std::uint32_t section) {
         if (frame.get_of(section, "numPrbc") == 4) frame.set_of(section, "numPrbc", 8);
       })},
      {.name = "neighbours are answered as one section",
       .clause = "CUS 8.3.3.10",
       .killed_by = "FH-CPL-009",
       .by = "named",
       .says = rename(101, 100)},
      {.name = "what follows a blanked part has its id",
       .clause = "CUS 7.4.2",
       .killed_by = "FH-CPL-010",
       .by = "named",
       .says = rename(110, 100)},
  };
}

std::vector<Mutant> extensions() {
  const auto is_behind_first = [](const Edit& frame, std::uint32_t section) {
    return frame.get_of(section, "startPrbu") > 0;
  };
  return {
      {.name = "groups of SE 6 have ids of their own",
       .clause = "CUS 7.7.6",
       .killed_by = "FH-CPL-013",
       .by = "named",
       .says = misname(is_behind_first)},
      {.name = "ranges of SE 12 have ids of their own",
       .clause = "CUS 7.7.12",
       .killed_by = "FH-CPL-014",
       .by = "named",
       .says = misname(is_behind_first)},
      {.name = "SE 13 one symbol late",
       .clause = "CUS 7.7.13",
       .killed_by = "FH-CPL-015",
       .by = "nothing_else",
       .hears = edit_hopping([](std::uint8_t& symbol) { symbol = static_cast<std::uint8_t>(symbol + 4); })},
      {.name = "PRBs that SE 13 moved have an id of their own",
       .clause = "CUS 7.7.13",
       .killed_by = "FH-CPL-015",
       .by = "named",
       .says = misname(is_behind_first)},
      {.name = "ports of SE 10 have ids of their own",
       .clause = "CUS 7.7.10",
       .killed_by = "FH-CPL-016",
       .by = "named",
       .link = "tdd60_extended",
       .says = misname([](const Edit& frame, std::uint32_t) { return frame.get("ecpriPcid") > 0; }, true)},
  };
}

std::vector<Mutant> couplings() {
  return {
      {.name = "of the sections with 4095 the first is answered",
       .clause = "CUS 7.8.1.3",
       .killed_by = "FH-CPL-022",
       .by = "answered",
       .hears = edit_requests([](Edit& frame) {
         if (frame.get("sectionId") == 4095) frame.set("numberOfsections", 1);
       })},
      {.name = "sections with 4095 last to the end of the slot",
       .clause = "CUS 7.8.1.3",
       .killed_by = "FH-CPL-022",
       .by = "nothing_else",
       .hears = edit_sections([](Edit& frame, std::uint32_t section) {
         if (frame.get_of(section, "sectionId") == 4095)
           frame.set_of(section, "numSymbol", 14 - frame.get("startSymbolId"));
       })},
      {.name = "rbgSize is all that it reads of groups that are too many",
       .clause = "CUS 7.7.6.3",
       .killed_by = "FH-CPL-028",
       .by = "nothing_else",
       .hears = edit_sections([](Edit& frame, std::uint32_t section) {
         if (frame.get_of(section, "numPrbc") != 30) return;
         frame.set_of(section, "ef", 0);
         frame.erase(section + kSection, 8);
       })},
      {.name = "the id of an invalid message stays",
       .clause = "CUS 8.3.3.10",
       .killed_by = "FH-CPL-028",
       .by = "named",
       .says = rename(110, 100)},
      {.name = "few PRBs are not worth an answer",
       .clause = "CUS 8.2.1",
       .killed_by = "FH-UPL-005",
       .by = "answered",
       .hears = without_sections(
           [](const Edit& frame, std::uint32_t section) { return frame.get_of(section, "numPrbc") == 5; })},
      {.name = "sectionId of six bits",
       .clause = "CUS 8.3.3.10",
       .killed_by = "FH-UPL-005",
       .by = "named",
       .says = rename(100, 100 & 0x3F)},
  };
}

std::vector<Mutant> formats() {
  constexpr std::string_view kDynamic = "tdd30_dynamic";
  return {
      {.name = "requests of the second format are not answered",
       .clause = "CUS 8.3.3.13",
       .killed_by = "FH-UPL-013",
       .by = "answered",
       .link = kDynamic,
       .hears =
           keep([](const Edit& frame) { return !frame.is_request() || frame.get("udCompHdr") == 0x91; })},
      {.name = "symbols come again when the format changes",
       .clause = "CUS 7.8.1",
       .killed_by = "FH-UPL-013",
       .by = "nothing_else",
       .link = kDynamic,
       .says = again(radio::Plane::u, kUp, 14, [](Edit&) {})},
      {.name = "the second format has ids of its own",
       .clause = "CUS 8.3.3.10",
       .killed_by = "FH-UPL-013",
       .by = "named",
       .link = kDynamic,
       .says = misname([](const Edit& frame, std::uint32_t) { return frame.get("udCompHdr") == 0; }, true)},
      {.name = "a format of which nothing comes",
       .clause = "CONF 3.2.3.3.3",
       .killed_by = "FH-UPL-019",
       .by = "compared",
       .link = kDynamic,
       .hears =
           keep([](const Edit& frame) { return !frame.is_request() || frame.get("udCompHdr") == 0x91; })},
  };
}

std::vector<Mutant> feedback() {
  const auto is_feedback = [](const Edit& frame) {
    return frame.is(radio::Plane::c, kUp) && frame.get("sectionType") == 8;
  };
  return {
      {.name = "acknowledges twice",
       .clause = "CUS 7.2.8",
       .killed_by = "FH-CPL-026",
       .by = "no_other_id",
       .says = again(radio::Plane::c, kUp, 1, [](Edit&) {})},
      {.name = "what is acknowledged is not served in one symbol",
       .clause = "CUS 8.2.1",
       .killed_by = "FH-CPL-026",
       .by = "answered",
       .says = keep(
           [](const Edit& frame) { return !frame.is(radio::Plane::u, kUp) || frame.get("symbolId") != 5; })},
      {.name = "a section without symbols is one of all symbols",
       .clause = "CUS 7.5.3.7",
       .killed_by = "FH-CPL-026",
       .by = "nothing_else",
       .hears = edit_sections([](Edit& frame, std::uint32_t section) {
         if (frame.get_of(section, "numSymbol") == 0) frame.set_of(section, "numSymbol", 14);
       })},
      {.name = "answers what it acknowledges under one id",
       .clause = "CUS 8.3.3.10",
       .killed_by = "FH-CPL-026",
       .by = "named",
       .says = rename(102, 100)},
      {.name = "LBT_PDSCH_REQ with handle 0 not answered",
       .clause = "CUS 7.2.5",
       .killed_by = "FH-CPL-024",
       .by = "answered",
       .says = keep([](const Edit& frame) {
         Edit copy = frame;
         const std::uint32_t at = frame.fields().application;
         return !frame.is(radio::Plane::c, kUp) || frame.get("sectionType") != 7 ||
                (copy.octet(at + 9) | copy.octet(at + 10)) != 0;
       })},
      {.name = "commands to sleep are not acknowledged",
       .clause = "CUS 16.1",
       .killed_by = "FH-CPL-025",
       .by = "acknowledged",
       .says = keep([=](const Edit& frame) {
         Edit copy = frame;
         const std::uint32_t at = frame.fields().application;
         return !is_feedback(frame) || (copy.octet(at + 4) & 1) != 0 || copy.octet(at + 8) != 0x30;
       })},
      {.name = "PRBs twice around a sleep",
       .clause = "CUS 7.8.1",
       .killed_by = "FH-CPL-025",
       .by = "nothing_else",
       .says = again(radio::Plane::u, kUp, 50, [](Edit&) {})},
      {.name = "says nothing of what it drops in its sleep",
       .clause = "CUS 16.13",
       .killed_by = "FH-CPL-025",
       .by = "dropped",
       .says = keep([=](const Edit& frame) {
         Edit copy = frame;
         return !is_feedback(frame) || copy.octet(frame.fields().application + 8) != 0x20;
       })},
  };
}

}  // namespace

std::vector<Mutant> speech_mutants() {
  std::vector<Mutant> all = steps();
  for (auto* const make : {extensions, couplings, formats, feedback})
    for (Mutant& one : make()) all.push_back(std::move(one));
  return all;
}

}  // namespace plumbline::suite::test

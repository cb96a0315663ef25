// How an O-DU couples sections with priorities and tells precoding, and what an O-RU makes of priorities.
#include "suite/mutants/extension.h"

namespace plumbline::suite::test {
namespace {

constexpr auto kDown = radio::Direction::downlink;
constexpr auto kUp = radio::Direction::uplink;
constexpr std::string_view kPriorities = "tdd30_priorities", kLte = "lte_5mhz";

/// In SE 6: repetition and rbgSize, priority.
constexpr std::uint32_t kRepetition = 2, kPriority = 6, kExtension6 = 8;

/// Changes what begins with a section of the highest priority. `at`: its SE 6.
MakeLens edit_highest(std::function<void(Edit& frame, std::uint32_t at)> change) {
  return edit_extension(6, std::move(change));
}
/// The same of those that say that they are repeated.
MakeLens edit_repeated(std::function<void(Edit& frame, std::uint32_t at)> change) {
  return edit_highest([=](Edit& frame, std::uint32_t at) {
    if ((frame.octet(at + kRepetition) & 0x80) != 0) change(frame, at);
  });
}

std::vector<Mutant> priorities() {
  return {
      {.name = "overlapping sections of the same priority",
       .clause = "CUS 7.8.1.4",
       .killed_by = "FH-CPL-023",
       .by = "unequal",
       .link = kPriorities,
       .says = edit_highest([](Edit& frame, std::uint32_t at) { frame.octet(at + kPriority) &= 0x3F; })},
      {.name = "priority -2",
       .clause = "CUS 7.7.6.5",
       .killed_by = "FH-CPL-023",
       .by = "values",
       .link = kPriorities,
       .says = edit_highest([](Edit& frame, std::uint32_t at) {
         frame.octet(at + kPriority) = static_cast<std::uint8_t>((frame.octet(at + kPriority) & 0x3F) | 0x80);
       })},
      {.name = "the highest priority in the first message only",
       .clause = "CUS 7.8.1.4",
       .killed_by = "FH-CPL-023",
       .by = "highest_there",
       .link = kPriorities,
       .says = edit_repeated([](Edit& frame, std::uint32_t at) {
         frame.erase(at - kSection, kSection + kExtension6);
         frame.set("numberOfsections", 1);
       })},
      {.name = "repetition is never said",
       .clause = "CUS 7.7.6.6",
       .killed_by = "FH-CPL-023",
       .by = "repetition",
       .link = kPriorities,
       .says = edit_repeated([](Edit& frame, std::uint32_t at) { frame.octet(at + kRepetition) &= 0x7F; })},
      {.name = "repetition is said of all",
       .clause = "CUS 7.7.6.6",
       .killed_by = "FH-CPL-023",
       .by = "repetition",
       .link = kPriorities,
       .says = edit_highest([](Edit& frame, std::uint32_t at) { frame.octet(at + kRepetition) |= 0x80; })},
      {.name = "repeats the highest priority with another beam",
       .clause = "CUS 7.8.1.5",
       .killed_by = "FH-CPL-023",
       .by = "repeated_alike",
       .link = kPriorities,
       .says = edit_repeated([](Edit& frame, std::uint32_t) { frame.add("beamId", 1); })},
      {.name = "sectionId of the highest priority beyond those agreed",
       .clause = "CUS 7.8.1.5",
       .killed_by = "FH-CPL-023",
       .by = "ids",
       .link = kPriorities,
       .says = edit_highest([](Edit& frame, std::uint32_t) {
         if (frame.get("sectionId") == 0) frame.set("sectionId", 4);
       })},
      {.name = "sections of the highest priority without an id",
       .clause = "CUS 7.8.1.5",
       .killed_by = "FH-CPL-023",
       .by = "ids",
       .link = kPriorities,
       .says = edit_highest([](Edit& frame, std::uint32_t) { frame.set("sectionId", 4095); })},
      {.name = "ids for sections of the lower priority",
       .clause = "CUS 7.8.1.4",
       .killed_by = "FH-CPL-023",
       .by = "ids",
       .link = kPriorities,
       .says = edit_highest(
           [](Edit& frame, std::uint32_t at) { frame.set_of(at + kExtension6, "sectionId", 3); })},
      {.name = "the lower priority first",
       .clause = "CUS 7.8.1.4",
       .killed_by = "FH-CPL-023",
       .by = "order",
       .link = kPriorities,
       .says = edit_highest([](Edit& frame, std::uint32_t at) {
         Frame high;
         for (std::uint32_t i = at - kSection; i < at + kExtension6; ++i) high.push_back(frame.octet(i));
         frame.erase(at - kSection, kSection + kExtension6);
         frame.insert(at, high);
       })},
      {.name = "nothing of a higher priority",
       .clause = "CUS 7.8.1.4",
       .killed_by = "FH-CPL-023",
       .by = "overlap",
       .link = kPriorities,
       .says = edit_highest([](Edit& frame, std::uint32_t at) {
         frame.erase(at - kSection, kSection + kExtension6);
         frame.add("numberOfsections", ~std::uint64_t{0});
       }),
       .verdict = record::VERDICT_INCONCLUSIVE},
      {.name = "U-plane with ids in spite of coupling by priority",
       .clause = "CUS 8.4.1",
       .killed_by = "FH-CPL-023",
       .by = "unnamed",
       .link = kPriorities,
       .says = edit([](Edit& frame) {
         if (frame.is(radio::Plane::u, kDown)) frame.set("sectionId", 0);
       })},
  };
}

std::vector<Mutant> priorities_o_ru() {
  return {
      {.name = "names the sections of the highest priority in what it answers",
       .clause = "CUS 8.4.1",
       .killed_by = "FH-CPL-023",
       .by = "unnamed",
       .link = kPriorities,
       .says = edit([](Edit& frame) {
         if (frame.is(radio::Plane::u, kUp) && frame.get("symbolId") == 2) frame.set("sectionId", 0);
       })},
      {.name = "symbols of the highest priority not answered",
       .clause = "CUS 7.8.1.4",
       .killed_by = "FH-CPL-023",
       .by = "answered",
       .link = kPriorities,
       .says = keep(
           [](const Edit& frame) { return !frame.is(radio::Plane::u, kUp) || frame.get("symbolId") != 11; })},
      {.name = "PRBs answered for each priority",
       .clause = "CUS 7.8.1.4",
       .killed_by = "FH-CPL-023",
       .by = "nothing_else",
       .link = kPriorities,
       .says = again(radio::Plane::u, kUp, 14, [](Edit&) {})},
      {.name = "what a second message describes is left out",
       .clause = "CUS 7.8.1.4",
       .killed_by = "FH-CPL-023",
       .by = "answered",
       .link = kPriorities,
       .hears = keep([](const Edit& frame) {
         return !frame.is_request() || frame.get("sectionType") != 1 || frame.get("ecpriPcid") != 0 ||
                (frame.get("sequenceId") & 1) == 0;
       })},
  };
}

/// In SE 3: codebookIndex, layerId and numLayers, txScheme, crsSymNum.
constexpr std::uint32_t kCodebook = 2, kLayers = 3, kScheme = 4, kCrsSymbol = 6;

MakeLens edit_precoding(std::function<void(Edit& frame, std::uint32_t at)> change) {
  return edit_extension(3, std::move(change));
}

std::vector<Mutant> precoding() {
  return {
      {.name = "a codebookIndex",
       .clause = "CUS 7.7.3.2",
       .killed_by = "FH-CPL-020",
       .by = "codebook",
       .link = kLte,
       .says = edit_precoding([](Edit& frame, std::uint32_t at) { frame.octet(at + kCodebook) = 1; })},
      {.name = "a layer more than numLayers says",
       .clause = "CUS 7.7.3.3",
       .killed_by = "FH-CPL-020",
       .by = "layers",
       .link = kLte,
       .says = edit_precoding([](Edit& frame, std::uint32_t at) {
         if (frame.octet(at + kLayers) == 0x11) frame.octet(at + kLayers) = 0x21;
       })},
      {.name = "numLayers of more layers than ports",
       .clause = "CUS 7.7.3.5",
       .killed_by = "FH-CPL-020",
       .by = "layers",
       .link = kLte,
       .says = edit_precoding([](Edit& frame, std::uint32_t at) {
         if (frame.octet(at + kLayers) >> 4 < 2) frame.octet(at + kLayers) |= 0x03;
       })},
      {.name = "transmit diversity as a layer of its own",
       .clause = "CUS 7.7.3.3",
       .killed_by = "FH-CPL-020",
       .by = "layers",
       .link = kLte,
       .says = edit_precoding([](Edit& frame, std::uint32_t at) {
         if (frame.octet(at + kLayers) >> 4 == 15) frame.octet(at + kLayers) &= 0x2F;
       })},
      {.name = "a txScheme that is reserved",
       .clause = "CUS 7.7.3.4",
       .killed_by = "FH-CPL-020",
       .by = "scheme",
       .link = kLte,
       .says = edit_precoding([](Edit& frame, std::uint32_t at) {
         if (frame.octet(at + 1) > 1) frame.octet(at + kScheme) |= 0x10;
       })},
      {.name = "crsSymNum 14",
       .clause = "CUS 7.7.3.7",
       .killed_by = "FH-CPL-020",
       .by = "crs",
       .link = kLte,
       .says = edit_precoding([](Edit& frame, std::uint32_t at) {
         if (frame.octet(at + 1) > 1) frame.octet(at + kCrsSymbol) |= 0x0E;
       })},
      {.name = "beams of two antenna ports in place of four",
       .clause = "CUS 7.7.3.1",
       .killed_by = "FH-CPL-020",
       .by = "ports",
       .link = kLte,
       .believes = [](Setup& setup) { setup.link.carriers[0].channels[1].lte_precoding->ports = 2; }},
      {.name = "the second layer names a beam",
       .clause = "CUS 7.7.3.1",
       .killed_by = "FH-CPL-020",
       .by = "ports",
       .link = kLte,
       .says = edit_precoding([](Edit& frame, std::uint32_t at) {
         if (frame.octet(at + 1) == 1) frame.set("beamId", 9);
       })},
      {.name = "both layers are layer 0",
       .clause = "CUS 7.7.3.1",
       .killed_by = "FH-CPL-020",
       .by = "static",
       .link = kLte,
       .believes =
           [](Setup& setup) {
             // Each id alone is the first layer of its channel.
             std::vector<profile::Channel>& channels = setup.link.carriers[0].channels;
             channels.push_back(channels[0]);
             channels[0].eaxc = {{0}};
             channels.back().eaxc = {{1}};
           },
       .says = edit_precoding([](Edit& frame, std::uint32_t at) {
         if (frame.octet(at + kLayers) >> 4 == 0) frame.octet(at + kLayers) = 0x01;
       })},
      {.name = "no SE 3 though the O-RU precodes",
       .clause = "CUS 7.7.3.1",
       .killed_by = "FH-CPL-020",
       .by = "present",
       .link = kLte,
       .believes = [](Setup& setup) { setup.link.carriers[0].channels[0].lte_precoding.reset(); }},
  };
}

}  // namespace

std::vector<Mutant> coupling_mutants() {
  std::vector<Mutant> all = priorities();
  for (Mutant& one : precoding()) all.push_back(std::move(one));
  for (Mutant& one : all) one.dut = Dut::o_du;
  for (Mutant& one : priorities_o_ru()) all.push_back(std::move(one));
  return all;
}

}  // namespace plumbline::suite::test

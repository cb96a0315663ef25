// O-RU: when it answers, and what its answers say of themselves.
#include "suite/mutants/edit.h"
#include "suite/mutants/wrong.h"

namespace plumbline::suite::test {
namespace {

/// Compression of UL channels, as the unit takes it.
template <profile::Method method, std::uint8_t width>
void pack(Setup& setup) {
  for (profile::Carrier& carrier : setup.link.carriers)
    for (profile::Channel& channel : carrier.channels)
      if (channel.direction() == radio::Direction::uplink)
        channel.compression.method = method, channel.compression.width = width;
}
/// A unit that leaves udCompHdr out.
void forget_header(Setup& setup) {
  for (profile::Carrier& carrier : setup.link.carriers)
    for (profile::Channel& channel : carrier.channels)
      if (channel.direction() == radio::Direction::uplink) channel.compression.dynamic = false;
}

/// Edges of a window, in microseconds.
void later(std::optional<profile::Delay>& window, std::int64_t min_us, std::int64_t max_us) {
  window->min_ns += 1000 * min_us;
  window->max_ns += 1000 * max_us;
}

std::vector<Mutant> time_mutants() {
  return {
      {.name = "answers late",
       .clause = "CUS 4.4.3",
       .killed_by = "FH-DLM-003",
       .by = "CUS-TIME-004",
       .disturbs = {shift(kData, 100)}},
      {.name = "one answer in two hundred is late",
       .clause = "CUS 4.4.3",
       .killed_by = "FH-DLM-003",
       .by = "CUS-TIME-004",
       .disturbs = {shift(now_and_then(kData, 200), 100)}},
      {.name = "answers early",
       .clause = "CUS 4.4.3",
       .killed_by = "FH-DLM-003",
       .by = "CUS-TIME-004",
       .disturbs = {shift(kData, -100)}},
      {.name = "answers PRACH late",
       .clause = "CUS 4.4.3",
       .killed_by = "FH-DLM-003",
       .by = "CUS-TIME-006",
       .disturbs = {shift(kPrach, 100)}},
      {.name = "answers PRACH early",
       .clause = "CUS 4.4.3",
       .killed_by = "FH-DLM-003",
       .by = "CUS-TIME-006",
       .disturbs = {shift(kPrach, -100)}},
      {.name = "windows that no fibre joins",
       .clause = "CUS 4.4.2",
       .killed_by = "FH-DLM-004",
       .by = "up",
       .link = "no_fit"},
      {.name = "windows that fit one by one",
       .clause = "CUS 4.4.2",
       .killed_by = "FH-DLM-004",
       .by = "t12",
       .link = "no_common_fit"},
      {.name = "a window of DL C-plane that no fibre joins",
       .clause = "CUS 4.4.2",
       .killed_by = "FH-DLM-004",
       .by = "cp_dl",
       .told = [](Setup& setup) { later(setup.link.delays.t2a_cp_dl, 300, 300); }},
      {.name = "a window of UL C-plane that no fibre joins",
       .clause = "CUS 4.4.2",
       .killed_by = "FH-DLM-004",
       .by = "cp_ul",
       .told = [](Setup& setup) { later(setup.link.delays.t2a_cp_ul, 300, 300); }},
      {.name = "a window of UL U-plane that no fibre joins",
       .clause = "CUS 4.4.2",
       .killed_by = "FH-DLM-004",
       .by = "ul",
       .told = [](Setup& setup) { later(setup.link.delays.ta4, 0, -200); }},
      {.name = "a window of PRACH that no fibre joins",
       .clause = "CUS 4.4.2",
       .killed_by = "FH-DLM-004",
       .by = "prach",
       .told = [](Setup& setup) { later(setup.link.delays.ta4_prach, 0, -200); }},
      {.name = "a window of PRACH for other fibres than that of UL U-plane",
       .clause = "CUS 4.4.2",
       .killed_by = "FH-DLM-004",
       .by = "t34",
       .told = [](Setup& setup) { later(setup.link.delays.ta4_prach, 170, 200); }},
  };
}

std::vector<Mutant> label_mutants() {
  return {
      {.name = "payloadVersion 0",
       .clause = "CUS 7.5.2.2",
       .killed_by = "FH-UPL-001",
       .by = "CUS-U-001",
       .disturbs = {set_field(kUplink, "payloadVersion", 0)}},
      {.name = "frame number of the frame before",
       .clause = "CUS 8.3.3.4",
       .killed_by = "FH-UPL-001",
       .by = "CUS-TIME-012",
       .disturbs = {add_to(kUplink, "frameId", -1)}},
      {.name = "subframe number one more",
       .clause = "CUS 8.3.3.5",
       .killed_by = "FH-UPL-004",
       .by = "answered",
       .disturbs = {add_to(kData, "subframeId", 1)}},
      {.name = "slot number one more",
       .clause = "CUS 8.3.3.6",
       .killed_by = "FH-UPL-004",
       .by = "answered",
       .disturbs = {add_to(kData, "slotId", 1)}},
      {.name = "symbol number one more",
       .clause = "CUS 8.3.3.7",
       .killed_by = "FH-UPL-004",
       .by = "answered",
       .disturbs = {add_to(kData, "symbolId", 1)}},
      {.name = "symbol number 14",
       .clause = "CUS 8.3.3.7",
       .killed_by = "FH-UPL-001",
       .by = "CUS-U-002",
       .disturbs = {set_field(now_and_then(kData, 100), "symbolId", 14)}},
      {.name = "filterIndex of PRACH on data",
       .clause = "CUS 8.3.3.3",
       .killed_by = "FH-UPL-001",
       .by = "filter_index",
       .disturbs = {set_field(kData, "filterIndex", 3)}},
      {.name = "filterIndex 0 on PRACH",
       .clause = "CUS 8.3.3.3",
       .killed_by = "FH-UPL-001",
       .by = "filter_index",
       .disturbs = {set_field(kPrach, "filterIndex", 0)}},
      {.name = "other section id than asked",
       .clause = "CUS 8.3.3.10",
       .killed_by = "FH-UPL-004",
       .by = "CUS-CU-003",
       .disturbs = {add_to(kData, "sectionId", 1)}},
      {.name = "rb in place of every PRB",
       .clause = "CUS 8.3.3.11",
       .killed_by = "FH-UPL-004",
       .by = "CUS-CU-003",
       .disturbs = {set_field(kData, "rb", 1)}},
      {.name = "PRB numbers one more",
       .clause = "CUS 8.3.3.11",
       .killed_by = "FH-UPL-004",
       .by = "CUS-CU-003",
       .disturbs = {add_to(kData, "startPrbu", 1)}},
      {.name = "answers of eAxC 1 on eAxC 0",
       .clause = "CUS 8.2.1",
       .killed_by = "FH-UPL-004",
       .by = "answered",
       .disturbs = {set_field({.plane = radio::Plane::u, .eaxc = radio::Eaxc{1}}, "ecpriPcid", 0)}},
      {.name = "uplink data in a downlink slot",
       .clause = "IOT A.2",
       .killed_by = "FH-UPL-018",
       .by = "direction",
       .disturbs = {set_field(now_and_then(kData, 50), "subframeId", 0)}},
  };
}

std::vector<Mutant> payload_mutants() {
  constexpr std::string_view kDynamic = "tdd30_dynamic";
  return {
      {.name = "numPrbu one less than PRBs",
       .clause = "CUS 8.3.3.12",
       .killed_by = "FH-UPL-007",
       .by = "CUS-U-003",
       .disturbs = {add_to(kUplink, "numPrbu", -1)}},
      {.name = "numPrbu one more than PRBs",
       .clause = "CUS 8.3.3.12",
       .killed_by = "FH-UPL-007",
       .by = "CUS-U-008",
       .disturbs = {add_to(kUplink, "numPrbu", 1)}},
      {.name = "8 bits wide where 9 are configured",
       .clause = "CUS Annex A",
       .killed_by = "FH-UPL-007",
       .by = "CUS-U-008",
       .believes = pack<profile::Method::bfp, 8>},
      {.name = "not compressed where BFP is configured",
       .clause = "CUS Annex A",
       .killed_by = "FH-UPL-007",
       .by = "CUS-U-003",
       .believes = pack<profile::Method::none, 16>},
      {.name = "udCompHdr where the format is static",
       .clause = "CUS 8.3.3.13",
       .killed_by = "FH-UPL-006",
       .by = "CUS-COMP-004",
       .says = edit([](Edit& frame) {
         if (frame.fields().plane) frame.insert(frame.fields().section + 4, {0x91, 0x00});
       })},
      {.name = "no udCompHdr where the format is dynamic",
       .clause = "CUS 8.3.3.13",
       .killed_by = "FH-UPL-006",
       .by = "CUS-COMP-004",
       .link = kDynamic,
       .believes = forget_header},
      {.name = "udCompHdr of another width than sent",
       .clause = "CUS 8.3.3.13",
       .killed_by = "FH-UPL-006",
       .by = "CUS-COMP-002",
       .link = kDynamic,
       .disturbs = {set_field(kUplink, "udCompHdr", 0x81)}},
      {.name = "udCompHdr of a method that was not agreed",
       .clause = "CUS 8.3.3.13",
       .killed_by = "FH-UPL-006",
       .by = "CUS-COMP-003",
       .link = kDynamic,
       .disturbs = {set_field(kUplink, "udCompHdr", 0x93)}},
      {.name = "udCompParam with reserved bits",
       .clause = "CUS 8.3.3.15",
       .killed_by = "FH-UPL-006",
       .by = "CUS-COMP-005",
       .says = edit([](Edit& frame) {
         if (frame.fields().plane) frame.octet(frame.fields().section + 4) |= 0x70;
       })},
      {.name = "samples above full scale",
       .clause = "CUS 8.1.3.1",
       .killed_by = "FH-UPL-008",
       .by = "CUS-COMP-023",
       .link = "tdd60_extended",
       .says = overdriven()},
      {.name = "exponent beyond what the width leaves",
       .clause = "CUS A.1",
       .killed_by = "FH-UPL-009",
       .by = "CUS-COMP-023",
       .says = edit([](Edit& frame) {
         if (frame.fields().plane) frame.octet(frame.fields().section + 4) = 0x0F;
       })},
      {.name = "PRBs beyond the carrier",
       .clause = "CUS 8.3.3.11",
       .killed_by = "FH-UPL-007",
       .by = "CUS-U-007",
       .disturbs = {add_to(kData, "startPrbu", 1)}},
      {.name = "an octet behind udCompHdr that is not 0",
       .clause = "CUS 8.3.3.14",
       .killed_by = "FH-UPL-007",
       .by = "CUS-U-009",
       .link = kDynamic,
       .says = edit([](Edit& frame) {
         if (frame.fields().plane) frame.octet(frame.fields().section + 5) = 1;
       })},
      {.name = "compBitWidth 0",
       .clause = "CUS A.3.3",
       .killed_by = "FH-UPL-010",
       .by = "CUS-COMP-010",
       .says = edit([](Edit& frame) {
         if (frame.fields().plane) frame.octet(frame.fields().section + 4) &= 0x0F;
       }),
       .told = pack_all<profile::Method::mu_law>},
      {.name = "a PRB without its scaler",
       .clause = "CUS A.2",
       .killed_by = "FH-UPL-010",
       .by = "CUS-U-008",
       .says = edit([](Edit& frame) {
         if (frame.fields().plane) frame.erase(frame.fields().section + 4, 1);
       }),
       .told = pack_all<profile::Method::block_scaling>},
      {.name = "always the first of the formats",
       .clause = "CUS 8.3.3.13",
       .killed_by = "FH-UPL-013",
       .by = "CUS-COMP-003",
       .link = kDynamic,
       .hears = edit_requests([](Edit& frame) { frame.set("udCompHdr", 0x91); })},
      {.name = "PRBs twice",
       .clause = "CUS 7.8.1",
       .killed_by = "FH-UPL-003",
       .by = "CUS-U-011",
       .says = again(radio::Plane::u, radio::Direction::uplink, 50, [](Edit&) {})},
  };
}

}  // namespace

std::vector<Mutant> answering_mutants() {
  std::vector<Mutant> all = time_mutants();
  for (auto* const make : {label_mutants, payload_mutants})
    for (Mutant& one : make()) all.push_back(std::move(one));
  return all;
}

}  // namespace plumbline::suite::test

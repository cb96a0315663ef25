// O-RU: addresses, eCPRI headers, sequence numbers, fragments.
#include <map>

#include "suite/mutants/edit.h"
#include "suite/mutants/legal.h"
#include "suite/mutants/wrong.h"

namespace plumbline::suite::test {
namespace {

/// Numbers UL U-plane by a counter of its own: `number(eaxc, frameId)`.
MakeLens numbered(std::function<std::uint64_t(std::map<std::uint64_t, std::uint64_t>& counts,
                                              std::uint64_t eaxc, std::uint64_t frame)>
                      number) {
  return [number](const Setup& /*setup*/) -> Lens {
    return
        [number, counts = std::map<std::uint64_t, std::uint64_t>{}](Frame& octets, const Emit& emit) mutable {
          Edit frame{octets};
          if (frame.fields().plane)
            frame.set("sequenceId", number(counts, frame.get("ecpriPcid"), frame.get("frameId")));
          emit(octets);
        };
  };
}

std::vector<Mutant> header_mutants() {
  return {
      {.name = "sends from another MAC address",
       .clause = "CUS 5.1.1",
       .killed_by = "FH-TRN-001",
       .by = "pair",
       .disturbs = {set_field(kAll, "sourceAddress", 0x02005e000077)}},
      {.name = "sends to another MAC address",
       .clause = "CUS 5.1.1",
       .killed_by = "FH-TRN-001",
       .by = "pair",
       .disturbs = {set_field(kAll, "destinationAddress", 0x02005e000077)}},
      {.name = "wrong VLAN",
       .clause = "CUS 5.4",
       .killed_by = "FH-TRN-001",
       .by = "CUS-HDR-002",
       .disturbs = {set_field(kAll, "vlan", 22)}},
      {.name = "best effort priority",
       .clause = "CUS 5.3",
       .killed_by = "FH-TRN-002",
       .by = "CUS-HDR-003",
       .disturbs = {set_field(kAll, "pcp", 0)}},
      {.name = "frames without a tag",
       .clause = "CUS 5.3",
       .killed_by = "FH-TRN-002",
       .by = "tagged",
       .says = untagged()},
      {.name = "ecpriVersion 2",
       .clause = "CUS 5.1.3.2.2",
       .killed_by = "FH-TRN-003",
       .by = "CUS-HDR-004",
       .disturbs = {set_field(now_and_then(kUplink, 100), "ecpriVersion", 2)}},
      {.name = "ecpriMessage 3",
       .clause = "CUS 5.1.3.2.5",
       .killed_by = "FH-TRN-003",
       .by = "CUS-HDR-008",
       .disturbs = {set_field(now_and_then(kUplink, 100), "ecpriMessage", 3)}},
      {.name = "answers marked as downlink",
       .clause = "CUS 4.3",
       .killed_by = "FH-TRN-003",
       .by = "CUS-HDR-019",
       .disturbs = {set_field(now_and_then(kUplink, 100), "dataDirection", 1)}},
      {.name = "ecpriPayload counts the common header",
       .clause = "CUS 5.1.3.2.6",
       .killed_by = "FH-TRN-004",
       .by = "CUS-HDR-006",
       .disturbs = {add_to(kAll, "ecpriPayload", 4)}},
      {.name = "ecpriPayload without ecpriPcid and ecpriSeqid",
       .clause = "CUS 5.1.3.2.6",
       .killed_by = "FH-TRN-004",
       .by = "CUS-U-008",
       .disturbs = {add_to(kAll, "ecpriPayload", -4)}},
      {.name = "ecpriPayload shorter than its header",
       .clause = "CUS 5.1.3.2.6",
       .killed_by = "FH-TRN-004",
       .by = "CUS-HDR-009",
       .disturbs = {set_field(now_and_then(kUplink, 100), "ecpriPayload", 6)}},
      {.name = "ends of messages are lost",
       .clause = "CUS 5.1.3.2.6",
       .killed_by = "FH-TRN-004",
       .by = "CUS-HDR-006",
       .disturbs = {{.kind = emulator::Disturbance::Kind::truncate,
                     .which = now_and_then(kUplink, 100),
                     .value = 200}}},
      {.name = "concatenation bit without a second message",
       .clause = "CUS 5.1.3.2.4",
       .killed_by = "FH-TRN-005",
       .by = "CUS-HDR-010",
       .disturbs = {set_field(kAll, "ecpriConcatenation", 1)}},
      {.name = "two messages a frame without an agreement",
       .clause = "CUS 5.1.3.2.4",
       .killed_by = "FH-TRN-005",
       .by = "agreed",
       .says = halved(true)},
      {.name = "eAxC id that is not configured",
       .clause = "CUS 5.1.3.2.7",
       .killed_by = "FH-TRN-006",
       .by = "CUS-HDR-013",
       .disturbs = {set_field(now_and_then(kUplink, 100), "ecpriPcid", 0x0FFF)}},
      {.name = "PRACH on an eAxC id that is not configured",
       .clause = "CUS 5.1.3.2.7",
       .killed_by = "FH-TRN-006",
       .by = "CUS-HDR-013",
       .disturbs = {set_field(kPrach, "ecpriPcid", 0x0005)}},
  };
}

std::vector<Mutant> sequence_mutants() {
  return {
      {.name = "sequence ids stay 0",
       .clause = "CUS 5.1.3.2.8",
       .killed_by = "FH-TRN-007",
       .by = "CUS-SEQ-001",
       .disturbs = {set_field(kUplink, "sequenceId", 0)}},
      {.name = "sequence ids grow by two",
       .clause = "CUS 5.1.3.2.8",
       .killed_by = "FH-TRN-007",
       .by = "CUS-SEQ-001",
       .says = edit([](Edit& frame) { frame.add("sequenceId", frame.get("sequenceId")); })},
      {.name = "one sequence for all eAxC ids",
       .clause = "CUS 5.1.3.2.8",
       .killed_by = "FH-TRN-007",
       .by = "CUS-SEQ-001",
       .says = numbered([](auto& counts, std::uint64_t, std::uint64_t) { return counts[0]++; })},
      {.name = "sequence ids start again with each radio frame",
       .clause = "CUS 5.1.3.2.8",
       .killed_by = "FH-TRN-007",
       .by = "CUS-SEQ-001",
       .says = numbered([](auto& counts, std::uint64_t eaxc, std::uint64_t frame) {
         return counts[eaxc << 8 | frame]++;
       })},
      {.name = "sequence ids wrap at 255",
       .clause = "CUS 5.1.3.2.8",
       .killed_by = "FH-TRN-007",
       .by = "CUS-SEQ-001",
       .says =
           numbered([](auto& counts, std::uint64_t eaxc, std::uint64_t) { return counts[eaxc]++ % 255; })},
      {.name = "two messages leave in the wrong order",
       .clause = "CUS 5.1.3.2.8",
       .killed_by = "FH-TRN-007",
       .by = "CUS-SEQ-001",
       .disturbs = {{.kind = emulator::Disturbance::Kind::reorder,
                     .which = {.plane = radio::Plane::u, .eaxc = radio::Eaxc{0}, .first = 100, .count = 1}}}},
      {.name = "a message is sent twice",
       .clause = "CUS 5.1.3.2.8",
       .killed_by = "FH-TRN-007",
       .by = "CUS-SEQ-001",
       .disturbs = {twice({.plane = radio::Plane::u, .first = 100, .count = 1})}},
  };
}

std::vector<Mutant> fragment_mutants() {
  constexpr std::string_view kLink = "tdd30_100mhz_mtu1500";
  return {
      {.name = "E bit 0",
       .clause = "CUS 5.1.3.2.8",
       .killed_by = "FH-TRN-008",
       .by = "whole",
       .link = kLink,
       .disturbs = {set_field(now_and_then(kUplink, 100), "E", 0)}},
      {.name = "subsequence id 1",
       .clause = "CUS 5.1.3.2.8",
       .killed_by = "FH-TRN-008",
       .by = "whole",
       .link = kLink,
       .disturbs = {set_field(now_and_then(kUplink, 100), "subSequenceId", 1)}},
      {.name = "messages longer than the MTU",
       .clause = "CUS 5.5.1",
       .killed_by = "FH-TRN-008",
       .by = "CUS-HDR-017",
       .link = kLink,
       .believes = [](Setup& setup) { setup.link.mtu = 2000; }},
      {.name = "symbols in one message, whatever the MTU",
       .clause = "CUS 5.5.2",
       .killed_by = "FH-TRN-008",
       .by = "fragments",
       .link = kLink,
       .believes = [](Setup& setup) { setup.link.mtu = 15'000; }},
      {.name = "E bit 0 where sequences are not checked",
       .clause = "CUS 5.5.3",
       .killed_by = "FH-TRN-008",
       .by = "CUS-HDR-016",
       .link = kLink,
       .disturbs = {set_field(now_and_then(kUplink, 100), "E", 0)},
       .told = [](Setup& setup) { setup.link.sequence_checked = false; }},
      {.name = "fragments overlap by a PRB",
       .clause = "CUS 5.5.2",
       .killed_by = "FH-TRN-008",
       .by = "CUS-U-011",
       .link = kLink,
       .says = edit([](Edit& frame) {
         if (frame.get("startPrbu") > 0) frame.add("startPrbu", ~std::uint64_t{0});
       })},
      {.name = "the first fragment of a symbol is missing",
       .clause = "CUS 5.5.2",
       .killed_by = "FH-TRN-008",
       .by = "CUS-CU-004",
       .link = kLink,
       .says =
           keep([](const Edit& frame) { return frame.get("startPrbu") > 0 || frame.get("symbolId") != 3; })},
  };
}

}  // namespace

std::vector<Mutant> transport_mutants() {
  std::vector<Mutant> all = header_mutants();
  for (auto* const make : {sequence_mutants, fragment_mutants})
    for (Mutant& one : make()) all.push_back(std::move(one));
  return all;
}

}  // namespace plumbline::suite::test

// O-DU: transport, U-plane and counters.
#include <algorithm>
#include <set>

#include "suite/mutants/edit.h"
#include "suite/mutants/legal.h"
#include "suite/mutants/wrong.h"

namespace plumbline::suite::test {
namespace {

using emulator::Counters;

/// A message of DL C-plane and the U-plane message behind it come in one frame, aligned to four octets.
MakeLens mixed() {
  return [](const Setup& /*setup*/) -> Lens {
    return [kept = Frame{}](Frame& octets, const Emit& emit) mutable {
      Edit frame{octets};
      if (frame.is(radio::Plane::c, radio::Direction::downlink) && kept.empty()) {
        kept = octets;
        return;
      }
      if (frame.fields().plane == radio::Plane::u && !kept.empty()) {
        constexpr std::uint64_t kCommonHeader = 4;
        Edit first{kept};
        first.set("ecpriConcatenation", 1);
        kept.resize(first.fields().ecpri + (kCommonHeader + first.get("ecpriPayload") + 3) / 4 * 4);
        kept.insert(kept.end(), octets.begin() + frame.fields().ecpri, octets.end());
        emit(kept);
        kept.clear();
        return;
      }
      emit(octets);
    };
  };
}

std::vector<Mutant> transport() {
  return {
      {.name = "sends from another MAC address",
       .clause = "CUS 5.1.1",
       .killed_by = "FH-TRN-001",
       .by = "pair",
       .disturbs = {set_field(kAll, "sourceAddress", 0x02005e000077)}},
      {.name = "C-plane in another VLAN",
       .clause = "CUS 5.4",
       .killed_by = "FH-TRN-001",
       .by = "CUS-HDR-002",
       .disturbs = {set_field(kControl, "vlan", 22)}},
      {.name = "C-plane of best effort priority",
       .clause = "CUS 5.3",
       .killed_by = "FH-TRN-002",
       .by = "CUS-HDR-003",
       .disturbs = {set_field(kControl, "pcp", 0)}},
      {.name = "frames without a tag",
       .clause = "CUS 5.3",
       .killed_by = "FH-TRN-002",
       .by = "tagged",
       .says = untagged()},
      {.name = "two messages a frame without an agreement",
       .clause = "CUS 5.1.3.2.4",
       .killed_by = "FH-TRN-005",
       .by = "agreed",
       .says = halved(true)},
      {.name = "ecpriVersion 2",
       .clause = "CUS 5.1.3.2.2",
       .killed_by = "FH-TRN-003",
       .by = "CUS-HDR-004",
       .disturbs = {set_field(now_and_then(kControl, 20), "ecpriVersion", 2)}},
      {.name = "ecpriPayload counts the common header",
       .clause = "CUS 5.1.3.2.6",
       .killed_by = "FH-TRN-004",
       .by = "CUS-HDR-006",
       .disturbs = {add_to(kDownlink, "ecpriPayload", 4)}},
      {.name = "concatenation bit without a second message",
       .clause = "CUS 5.1.3.2.4",
       .killed_by = "FH-TRN-005",
       .by = "CUS-HDR-010",
       .disturbs = {set_field(kControl, "ecpriConcatenation", 1)}},
      {.name = "C-plane of an eAxC id that is not configured",
       .clause = "CUS 5.1.3.2.7",
       .killed_by = "FH-TRN-006",
       .by = "CUS-HDR-013",
       .disturbs = {set_field(now_and_then(kControl, 20), "ecpriRtcid", 0x0FFF)}},
      {.name = "C-plane and U-plane count in one sequence",
       .clause = "CUS 5.1.3.2.8",
       .killed_by = "FH-TRN-007",
       .by = "CUS-SEQ-001",
       .says = [](const Setup& /*setup*/) -> Lens {
         return [next = std::uint64_t{0}](Frame& octets, const Emit& emit) mutable {
           Edit frame{octets};
           if (frame.fields().plane && frame.get("ecpriPcid") == 0 &&
               frame.fields().direction == radio::Direction::downlink)
             frame.set("sequenceId", next++);
           emit(octets);
         };
       }},
      {.name = "messages longer than the MTU",
       .clause = "CUS 5.5.1",
       .killed_by = "FH-TRN-008",
       .by = "CUS-HDR-017",
       .link = "tdd30_100mhz_mtu1500",
       .believes = [](Setup& setup) { setup.link.mtu = 2000; }},
      {.name = "C- and U-plane in one frame",
       .clause = "CUS 7.1.1",
       .killed_by = "FH-TRN-005",
       .by = "CUS-HDR-030",
       .says = mixed()},
      {.name = "DL and UL C-plane count in one sequence",
       .clause = "CUS 5.1.3.2.8",
       .killed_by = "FH-TRN-007",
       .by = "CUS-SEQ-008",
       .says = [](const Setup& /*setup*/) -> Lens {
         return [next = std::uint64_t{0}](Frame& octets, const Emit& emit) mutable {
           Edit frame{octets};
           if (frame.fields().plane == radio::Plane::c && frame.get("ecpriPcid") == 0)
             frame.set("sequenceId", next++);
           emit(octets);
         };
       }},
      {.name = "little to say",
       .clause = "CUS 5.1.3.2.8",
       .killed_by = "FH-TRN-007",
       .by = "wraps",
       .says = renumbered([count = 0](Frame& octets, const Emit& emit) mutable {
         if (++count % 10 == 0) emit(octets);
       }),
       .verdict = record::VERDICT_INCONCLUSIVE},
      {.name = "E bit 0",
       .clause = "CUS 5.1.3.2.8",
       .killed_by = "FH-TRN-008",
       .by = "whole",
       .link = "tdd30_100mhz_mtu1500",
       .disturbs = {set_field(now_and_then(kDownlink, 100), "E", 0)}},
      {.name = "symbols in one message, whatever the MTU",
       .clause = "CUS 5.5.2",
       .killed_by = "FH-TRN-008",
       .by = "fragments",
       .link = "tdd30_100mhz_mtu1500",
       .believes = [](Setup& setup) { setup.link.mtu = 15'000; }},
      {.name = "takes any ecpriVersion",
       .clause = "CUS 5.1.3.2.2",
       .killed_by = "FH-TRN-015",
       .by = "RX_CORRUPT",
       .hears = edit([](Edit& frame) { frame.set("ecpriVersion", 1); })},
      {.name = "takes any payloadVersion",
       .clause = "SecTest 11.1.4.1.1",
       .killed_by = "FH-SEC-007",
       .by = "RX_CORRUPT",
       .hears = edit([](Edit& frame) { frame.set("payloadVersion", 1); })},
      {.name = "messages of one octet vanish",
       .clause = "SecTest 11.1.4.1.1",
       .killed_by = "FH-SEC-008",
       .by = "RX_CORRUPT",
       .hears = keep([](const Edit& frame) { return frame.get("ecpriPayload") != 1; })},
      {.name = "RX_CORRUPT and RX_ERR_DROP not counted",
       .clause = "CUS 9.1",
       .killed_by = "FH-TRN-015",
       .by = "RX_CORRUPT",
       .counts = [](Counters& c) { c.rx_corrupt = c.rx_err_drop = 0; }},
  };
}

std::vector<Mutant> user_plane() {
  return {
      {.name = "payloadVersion 0",
       .clause = "CUS 7.5.2.2",
       .killed_by = "FH-UPL-001",
       .by = "CUS-U-001",
       .disturbs = {set_field(kDownlink, "payloadVersion", 0)}},
      {.name = "symbol number 14",
       .clause = "CUS 8.3.3.7",
       .killed_by = "FH-UPL-001",
       .by = "CUS-U-002",
       .disturbs = {set_field(now_and_then(kDownlink, 100), "symbolId", 14)}},
      {.name = "frame number of the frame before",
       .clause = "CUS 8.3.3.4",
       .killed_by = "FH-UPL-001",
       .by = "CUS-TIME-012",
       .disturbs = {add_to(kDownlink, "frameId", -1)}},
      {.name = "filterIndex of PRACH on data",
       .clause = "CUS 8.3.3.3",
       .killed_by = "FH-UPL-001",
       .by = "filter_index",
       .disturbs = {set_field(now_and_then(kDownlink, 100), "filterIndex", 3)}},
      {.name = "symbols missing",
       .clause = "CUS 7.8.1",
       .killed_by = "FH-UPL-002",
       .by = "complete",
       .disturbs = {drop(now_and_then(kDownlink, 100))}},
      {.name = "the last PRB of each symbol missing",
       .clause = "CUS 7.8.1",
       .killed_by = "FH-UPL-002",
       .by = "complete",
       .disturbs = {add_to(kDownlink, "numPrbu", -1)}},
      {.name = "data that no C-plane describes",
       .clause = "CUS 7.8.1",
       .killed_by = "FH-UPL-002",
       .by = "CUS-CU-001",
       .disturbs = {drop(
           {.plane = radio::Plane::c, .direction = radio::Direction::downlink, .first = 10, .count = 1})}},
      {.name = "more PRBs than described",
       .clause = "CUS 7.8.1",
       .killed_by = "FH-UPL-002",
       .by = "CUS-CU-003",
       .disturbs = {add_to(kControlDown, "numPrbc", -1)}},
      {.name = "the last symbol not described",
       .clause = "CUS 7.8.1.2",
       .killed_by = "FH-UPL-002",
       .by = "CUS-CU-002",
       .disturbs = {add_to(kControlDown, "numSymbol", -1)}},
      {.name = "other section id than described",
       .clause = "CUS 7.8.1.2",
       .killed_by = "FH-UPL-002",
       .by = "CUS-CU-001",
       .disturbs = {add_to(now_and_then(kDownlink, 50), "sectionId", 1)}},
      {.name = "a PRB twice",
       .clause = "CUS 7.8.1",
       .killed_by = "FH-UPL-003",
       .by = "CUS-U-011",
       .says = again(radio::Plane::u, radio::Direction::downlink, 100, [](Edit&) {})},
      {.name = "udCompHdr of another width than sent",
       .clause = "CUS 8.3.3.13",
       .killed_by = "FH-UPL-006",
       .by = "CUS-COMP-002",
       .link = "tdd30_dynamic",
       .disturbs = {set_field(kDownlink, "udCompHdr", 0x81)}},
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
         if (frame.fields().plane == radio::Plane::u) frame.octet(frame.fields().section + 4) = 0x0F;
       })},
      {.name = "compBitWidth 0",
       .clause = "CUS A.3.3",
       .killed_by = "FH-UPL-010",
       .by = "CUS-COMP-010",
       .says = edit([](Edit& frame) {
         if (frame.fields().plane == radio::Plane::u) frame.octet(frame.fields().section + 4) &= 0x0F;
       }),
       .told = pack_all<profile::Method::mu_law>},
      {.name = "numPrbu one more than PRBs",
       .clause = "CUS 8.3.3.12",
       .killed_by = "FH-UPL-007",
       .by = "CUS-U-008",
       .disturbs = {add_to(kDownlink, "numPrbu", 1)}},
      {.name = "downlink data in an uplink slot",
       .clause = "IOT A.2",
       .killed_by = "FH-UPL-018",
       .by = "direction",
       .believes = [](Setup& setup) { setup.link.carriers[0].tdd.slots = "DDDDDDDDSU"; }},
  };
}

std::vector<Mutant> timing() {
  return {
      {.name = "U-plane late",
       .clause = "CUS 4.4.3",
       .killed_by = "FH-DLM-001",
       .by = "CUS-TIME-005",
       .disturbs = {shift(kDownlink, 60)}},
      {.name = "one U-plane message in two hundred late",
       .clause = "CUS 4.4.3",
       .killed_by = "FH-DLM-001",
       .by = "CUS-TIME-005",
       .disturbs = {shift(now_and_then(kDownlink, 200), 60)}},
      {.name = "U-plane early",
       .clause = "CUS 4.4.3",
       .killed_by = "FH-DLM-001",
       .by = "CUS-TIME-005",
       .disturbs = {shift(kDownlink, -60)}},
      {.name = "DL C-plane late",
       .clause = "CUS 4.4.3",
       .killed_by = "FH-DLM-002",
       .by = "CUS-TIME-005",
       .disturbs = {shift(kControlDown, 60)}},
      {.name = "UL C-plane late",
       .clause = "CUS 4.4.3",
       .killed_by = "FH-DLM-002",
       .by = "CUS-TIME-005",
       .disturbs = {shift(kControlUp, 60)}},
      {.name = "UL C-plane early",
       .clause = "CUS 4.4.3",
       .killed_by = "FH-DLM-002",
       .by = "CUS-TIME-005",
       .disturbs = {shift(kControlUp, -60)}},
      {.name = "U-plane late whatever the fibre",
       .clause = "IOT 2.2.4.5",
       .killed_by = "FH-DLM-011",
       .by = "CUS-TIME-005",
       .disturbs = {shift(kDownlink, 60)}},
      {.name = "C-plane behind its U-plane",
       .clause = "CUS 7.8.1",
       .killed_by = "FH-DLM-002",
       .by = "CUS-CU-001",
       .disturbs = {shift(now_and_then(kControlDown, 5), 180)}},
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
      {.name = "U-plane so late that the O-RU counts it",
       .clause = "CONF 3.4.4.4.1",
       .killed_by = "FH-DLM-009",
       .by = "in_time",
       .disturbs = {shift(kDownlink, 300)}},
      {.name = "RX_ON_TIME counted once",
       .clause = "CUS 9.1",
       .killed_by = "FH-DLM-009",
       .by = "RX_ON_TIME",
       .counts = [](Counters& c) { c.rx_on_time = std::min<std::uint64_t>(c.rx_on_time, 1); }},
      {.name = "the first message counted as early",
       .clause = "CUS 9.1",
       .killed_by = "FH-DLM-009",
       .by = "RX_EARLY",
       .counts = [](Counters& c) { ++c.rx_early; }},
      {.name = "RX_ON_TIME not counted",
       .clause = "CUS 9.1",
       .killed_by = "FH-DLM-009",
       .by = "RX_ON_TIME",
       .counts = [](Counters& c) { c.rx_on_time = 0; }},
      {.name = "reception window too narrow",
       .clause = "CUS 4.4.3",
       .killed_by = "FH-DLM-009",
       .by = "RX_LATE",
       .believes = [](Setup& setup) { setup.link.delays.ta4->max_ns = 100'000; }},
      {.name = "no room for a long fibre",
       .clause = "IOT 2.2.4.4",
       .killed_by = "FH-DLM-011",
       .by = "RX_LATE",
       .believes = [](Setup& setup) { setup.link.delays.ta4->max_ns -= 80'000; }},
      {.name = "RX_EARLY not counted",
       .clause = "CUS 9.1",
       .killed_by = "FH-DLM-010",
       .by = "RX_EARLY",
       .counts = [](Counters& c) { c.rx_early = 0; }},
      {.name = "RX_EARLY and RX_LATE swapped",
       .clause = "CUS 9.1",
       .killed_by = "FH-DLM-010",
       .by = "RX_LATE",
       .counts = [](Counters& c) { std::swap(c.rx_early, c.rx_late); }},
      {.name = "late U-plane counted as on time",
       .clause = "CUS 9.1",
       .killed_by = "FH-DLM-010",
       .by = "RX_LATE",
       .counts = [](Counters& c) { c.rx_on_time += c.rx_late, c.rx_late = 0; }},
  };
}

}  // namespace

std::vector<Mutant> o_du_mutants() {
  std::vector<Mutant> all = transport();
  for (auto* const make : {user_plane, timing})
    for (Mutant& one : make()) all.push_back(std::move(one));
  for (Mutant& one : all) one.dut = Dut::o_du;
  return all;
}

}  // namespace plumbline::suite::test

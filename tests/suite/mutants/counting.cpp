// O-RU: windows, faults and counters.
#include <algorithm>
#include <map>

#include "suite/mutants/edit.h"
#include "suite/mutants/wrong.h"

namespace plumbline::suite::test {
namespace {

using emulator::Counters;

/// Hears nothing any more once `broken` said yes to a frame.
MakeLens deaf_after(std::function<bool(const Edit& frame)> broken) {
  return [broken](const Setup& /*setup*/) -> Lens {
    return [broken, deaf = false](Frame& octets, const Emit& emit) mutable {
      deaf = deaf || broken(Edit{octets});
      if (!deaf) emit(octets);
    };
  };
}

bool is_of_other_version(const Edit& frame) {
  return frame.fields().ecpri > 0 && frame.get("ecpriVersion") != 1;
}

/// More octets than ecpriPayload says, and no padding.
bool ends_behind_its_payload(const Edit& frame) {
  constexpr std::uint32_t kCommonHeader = 4;
  return frame.fields().plane == radio::Plane::u && frame.get("ecpriPayload") > 1 &&
         frame.length() > frame.fields().ecpri + kCommonHeader + frame.get("ecpriPayload");
}

/// Hears nothing any more after a step of a sequence that is not one.
MakeLens deaf_after_gap() {
  return [](const Setup& /*setup*/) -> Lens {
    return [last = std::map<std::uint64_t, std::uint64_t>{}, deaf = false](Frame& octets,
                                                                           const Emit& emit) mutable {
      const Edit frame{octets};
      if (frame.fields().plane) {
        const std::uint64_t key = frame.get("ecpriPcid") << 2 | frame.get("dataDirection") << 1 |
                                  std::uint64_t{frame.fields().plane == radio::Plane::u};
        const std::uint64_t now = frame.get("sequenceId");
        const auto [before, first] = last.try_emplace(key, now);
        deaf = deaf || (!first && now != (before->second + 1) % 256);
        before->second = now;
      }
      if (!deaf) emit(octets);
    };
  };
}

std::vector<Mutant> window_mutants() {
  return {
      {.name = "reception window of DL U-plane too narrow",
       .clause = "CUS 4.4.3",
       .killed_by = "FH-DLM-005",
       .by = "RX_LATE",
       .believes = [](Setup& setup) { setup.link.delays.t2a_up->min_ns += 50'000; }},
      {.name = "reception window of DL U-plane opens late",
       .clause = "CUS 4.4.3",
       .killed_by = "FH-DLM-005",
       .by = "RX_EARLY",
       .believes = [](Setup& setup) { setup.link.delays.t2a_up->max_ns -= 20'000; }},
      {.name = "reception window of DL C-plane opens late",
       .clause = "CUS 4.4.3",
       .killed_by = "FH-DLM-005",
       .by = "RX_EARLY_C",
       .believes = [](Setup& setup) { setup.link.delays.t2a_cp_dl->max_ns -= 20'000; }},
      {.name = "reception window of requests opens late",
       .clause = "CUS 4.4.3",
       .killed_by = "FH-DLM-006",
       .by = "answered",
       .believes = [](Setup& setup) { setup.link.delays.t2a_cp_ul->max_ns -= 20'000; }},
      {.name = "reception window of requests closes early",
       .clause = "CUS 4.4.3",
       .killed_by = "FH-DLM-006",
       .by = "answered",
       .believes = [](Setup& setup) { setup.link.delays.t2a_cp_ul->min_ns += 50'000; }},
      {.name = "wide reception window of requests closes 1 ms early",
       .clause = "CUS 4.4.3",
       .killed_by = "FH-DLM-006",
       .by = "answered",
       .link = "lab_veth",
       .believes = [](Setup& setup) { setup.link.delays.t2a_cp_ul->min_ns += 1'000'000; }},
      {.name = "no room for a long fibre",
       .clause = "IOT 2.2.4.4",
       .killed_by = "FH-DLM-011",
       .by = "RX_LATE",
       .believes = [](Setup& setup) { setup.link.delays.t2a_up->min_ns += 50'000; }},
      {.name = "answers requests that came early",
       .clause = "CONF 3.2.3.4.4",
       .killed_by = "FH-DLM-008",
       .by = "not_answered",
       .believes = [](Setup& setup) { setup.link.delays.t2a_cp_ul->max_ns += 400'000; }},
      {.name = "answers requests that came late",
       .clause = "CONF 3.2.3.4.4",
       .killed_by = "FH-DLM-008",
       .by = "not_answered",
       .believes = [](Setup& setup) { setup.link.delays.t2a_cp_ul->min_ns = 0; }},
      {.name = "one good request in seven not answered",
       .clause = "CUS 8.2.1",
       .killed_by = "FH-DLM-008",
       .by = "answered",
       .hears = [](const Setup& /*setup*/) -> Lens {
         return [count = 0](Frame& octets, const Emit& emit) mutable {
           if (!Edit{octets}.is_request() || ++count % 7 != 0) emit(octets);
         };
       }},
      {.name = "answers whatever the latency",
       .clause = "IOT 2.2.4.6",
       .killed_by = "FH-DLM-012",
       .by = "silent",
       .believes = [](Setup& setup) { setup.link.delays.t2a_cp_ul->min_ns = 0; }},
  };
}

std::vector<Mutant> counter_mutants() {
  return {
      {.name = "RX_ON_TIME not counted",
       .clause = "CUS 9.1",
       .killed_by = "FH-DLM-005",
       .by = "RX_ON_TIME",
       .counts = [](Counters& c) { c.rx_on_time = 0; }},
      {.name = "RX_ON_TIME counted once",
       .clause = "CUS 9.1",
       .killed_by = "FH-DLM-005",
       .by = "RX_ON_TIME",
       .counts = [](Counters& c) { c.rx_on_time = std::min<std::uint64_t>(c.rx_on_time, 1); }},
      {.name = "RX_ON_TIME_C not counted",
       .clause = "CUS 9.1",
       .killed_by = "FH-DLM-005",
       .by = "RX_ON_TIME_C",
       .counts = [](Counters& c) { c.rx_on_time_c = 0; }},
      {.name = "RX_EARLY not counted",
       .clause = "CUS 9.1",
       .killed_by = "FH-DLM-007",
       .by = "RX_EARLY",
       .counts = [](Counters& c) { c.rx_early = 0; }},
      {.name = "RX_EARLY and RX_LATE swapped",
       .clause = "CUS 9.1",
       .killed_by = "FH-DLM-007",
       .by = "RX_LATE",
       .counts = [](Counters& c) { std::swap(c.rx_early, c.rx_late); }},
      {.name = "RX_LATE counted twice",
       .clause = "CUS 9.1",
       .killed_by = "FH-DLM-007",
       .by = "RX_LATE",
       .counts = [](Counters& c) { c.rx_late *= 2; }},
      {.name = "RX_EARLY_C counted as RX_EARLY",
       .clause = "CUS 9.1",
       .killed_by = "FH-DLM-007",
       .by = "RX_EARLY_C",
       .counts = [](Counters& c) { c.rx_early += c.rx_early_c, c.rx_early_c = 0; }},
      {.name = "RX_LATE_C not counted",
       .clause = "CUS 9.1",
       .killed_by = "FH-DLM-008",
       .by = "RX_LATE_C",
       .counts = [](Counters& c) { c.rx_late_c = 0; }},
      {.name = "late C-plane counted as on time",
       .clause = "CUS 9.1",
       .killed_by = "FH-DLM-012",
       .by = "RX_LATE_C",
       .counts = [](Counters& c) { c.rx_on_time_c += c.rx_late_c, c.rx_late_c = 0; }},
      {.name = "C-plane on time counted as late, too",
       .clause = "CUS 9.1",
       .killed_by = "FH-DLM-005",
       .by = "RX_LATE_C",
       .counts = [](Counters& c) { c.rx_late_c = c.rx_on_time_c; }},
      {.name = "RX_LATE_C counted as RX_LATE",
       .clause = "CUS 9.1",
       .killed_by = "FH-DLM-007",
       .by = "RX_LATE_C",
       .counts = [](Counters& c) { c.rx_late += c.rx_late_c, c.rx_late_c = 0; }},
      {.name = "RX_EARLY_C not counted",
       .clause = "CUS 9.1",
       .killed_by = "FH-DLM-008",
       .by = "RX_EARLY_C",
       .counts = [](Counters& c) { c.rx_early_c = 0; }},
      {.name = "every message counted twice",
       .clause = "CUS 9.1",
       .killed_by = "FH-DLM-011",
       .by = "RX_ON_TIME",
       .counts = [](Counters& c) { c.rx_on_time *= 2; }},
      {.name = "the first message counted as early",
       .clause = "CUS 9.1",
       .killed_by = "FH-DLM-011",
       .by = "RX_EARLY",
       .counts = [](Counters& c) { ++c.rx_early; }},
      {.name = "RX_LATE not counted",
       .clause = "CUS 9.1",
       .killed_by = "FH-DLM-012",
       .by = "RX_LATE",
       .counts = [](Counters& c) { c.rx_late = 0; }},
      {.name = "late U-plane counted as on time, too",
       .clause = "CUS 9.1",
       .killed_by = "FH-DLM-012",
       .by = "RX_ON_TIME",
       .counts = [](Counters& c) { c.rx_on_time += c.rx_late; }},
      {.name = "RX_SEQID_ERR not counted",
       .clause = "CUS 9.1",
       .killed_by = "FH-TRN-014",
       .by = "RX_SEQID_ERR",
       .counts = [](Counters& c) { c.rx_seqid_err = 0; }},
      {.name = "RX_SEQID_ERR_C counted as RX_SEQID_ERR",
       .clause = "CUS 9.1",
       .killed_by = "FH-TRN-014",
       .by = "RX_SEQID_ERR_C",
       .counts = [](Counters& c) { c.rx_seqid_err += c.rx_seqid_err_c, c.rx_seqid_err_c = 0; }},
      {.name = "RX_CORRUPT and RX_ERR_DROP not counted",
       .clause = "CUS 9.1",
       .killed_by = "FH-TRN-015",
       .by = "RX_CORRUPT",
       .counts = [](Counters& c) { c.rx_corrupt = c.rx_err_drop = 0; }},
  };
}

std::vector<Mutant> fault_mutants() {
  return {
      {.name = "takes any ecpriVersion",
       .clause = "CUS 5.1.3.2.2",
       .killed_by = "FH-TRN-015",
       .by = "RX_CORRUPT",
       .hears = edit([](Edit& frame) { frame.set("ecpriVersion", 1); })},
      {.name = "takes any payloadVersion",
       .clause = "SecTest 11.1.4.1.1",
       .killed_by = "FH-SEC-007",
       .by = "RX_CORRUPT",
       .hears = edit([](Edit& frame) {
         if (frame.fields().plane == radio::Plane::u) frame.set("payloadVersion", 1);
       })},
      {.name = "deaf after a slot number that does not exist",
       .clause = "SecTest 11.1.4.1.1",
       .killed_by = "FH-SEC-007",
       .by = "goes_on",
       .hears = deaf_after([](const Edit& frame) { return frame.get("slotId") == 63; })},
      {.name = "messages of one octet vanish",
       .clause = "SecTest 11.1.4.1.1",
       .killed_by = "FH-SEC-008",
       .by = "RX_CORRUPT",
       .hears = keep(
           [](const Edit& frame) { return frame.fields().ecpri == 0 || frame.get("ecpriPayload") != 1; })},
      {.name = "deaf after too many PRBs",
       .clause = "SecTest 11.1.4.1.1",
       .killed_by = "FH-SEC-008",
       .by = "goes_on",
       .hears = deaf_after(ends_behind_its_payload)},
      {.name = "takes reserved message types for U-plane",
       .clause = "CUS 5.1.3.2.5",
       .killed_by = "FH-TRN-015",
       .by = "RX_CORRUPT",
       .hears = edit([](Edit& frame) {
         if (frame.get("ecpriMessage") == 0x33) frame.set("ecpriMessage", 0);
       })},
      {.name = "takes unknown eAxC ids for its first",
       .clause = "CUS 5.1.3.2.7",
       .killed_by = "FH-TRN-015",
       .by = "RX_CORRUPT",
       .hears = edit([](Edit& frame) {
         if (frame.get("ecpriPcid") == 0xFFFE) frame.set("ecpriPcid", 0);
       })},
      {.name = "truncated messages vanish",
       .clause = "CUS 9.1",
       .killed_by = "FH-TRN-015",
       .by = "RX_CORRUPT",
       .hears = keep([](const Edit& frame) { return frame.fields().ecpri == 0 || frame.fields().plane; })},
      {.name = "deaf after a message of another version",
       .clause = "SecTest 11.1.4.1.1",
       .killed_by = "FH-TRN-015",
       .by = "goes_on",
       .hears = deaf_after(is_of_other_version)},
      {.name = "no request answered after a message of another version",
       .clause = "SecTest 11.1.4.1.1",
       .killed_by = "FH-TRN-015",
       .by = "goes_on",
       .hears = [](const Setup& /*setup*/) -> Lens {
         return [deaf = false](Frame& octets, const Emit& emit) mutable {
           const Edit frame{octets};
           deaf = deaf || is_of_other_version(frame);
           if (!deaf || !frame.is_request()) emit(octets);
         };
       }},
      {.name = "deaf after a gap of sequence ids",
       .clause = "CUS 5.1.3.2.8",
       .killed_by = "FH-TRN-014",
       .by = "CUS-CU-004",
       .hears = deaf_after_gap()},
  };
}

}  // namespace

std::vector<Mutant> counting_mutants() {
  std::vector<Mutant> all = window_mutants();
  for (auto* const make : {counter_mutants, fault_mutants})
    for (Mutant& one : make()) all.push_back(std::move(one));
  return all;
}

}  // namespace plumbline::suite::test

// O-RU: what it makes of commands to sleep.
#include "suite/mutants/edit.h"

namespace plumbline::suite::test {
namespace {

/// Octets of the application layer of a message with one TRX_CONTROL or ASM command.
constexpr std::uint32_t kType = 8, kNumSlots = 11, kSymbolMask = 20, kAntMask = 22;

bool is_of(const Edit& frame, std::uint64_t section_type) {
  return frame.fields().plane == radio::Plane::c && frame.get("sectionType") == section_type;
}

/// Commands as they are heard.
MakeLens edit_commands(std::function<void(Edit& frame, std::uint32_t at)> change) {
  return edit([change](Edit& frame) {
    if (is_of(frame, 4)) change(frame, frame.fields().application);
  });
}
/// Messages of section type 8 as they are said, by their ready bit.
MakeLens edit_feedback(bool ready, std::function<void(Edit& frame, std::uint32_t at)> change) {
  return edit([=](Edit& frame) {
    const std::uint32_t at = frame.fields().application;
    if (is_of(frame, 8) && ((frame.octet(at + 4) & 1) != 0) == ready) change(frame, at);
  });
}

void add(Edit& frame, std::uint32_t at, int value) {
  frame.octet(at) = static_cast<std::uint8_t>(frame.octet(at) + value);
}
bool sleeps(Edit& frame, std::uint32_t at) {
  return (frame.octet(at + kSymbolMask) | frame.octet(at + kSymbolMask + 1)) != 0;
}

/// The second command of a run is shortened.
MakeLens shorten_second() {
  return [](const Setup& /*setup*/) -> Lens {
    return [count = 0](Frame& octets, const Emit& emit) mutable {
      Edit frame{octets};
      if (is_of(frame, 4) && ++count == 2) {
        std::uint8_t& slots = frame.octet(frame.fields().application + kNumSlots);
        slots = std::min<std::uint8_t>(slots, 2);
      }
      emit(octets);
    };
  };
}

/// Behind a command for DL the next UL requests are not heard.
MakeLens deaf_behind_downlink() {
  return [](const Setup& /*setup*/) -> Lens {
    return [left = 0](Frame& octets, const Emit& emit) mutable {
      const Edit frame{octets};
      if (is_of(frame, 4) && frame.get("dataDirection") == 1) left = 4;
      if (!frame.is_request() || left-- <= 0) emit(octets);
    };
  };
}

std::vector<Mutant> commands() {
  return {
      {.name = "sleeps with one ear open",
       .clause = "CUS 16.13",
       .killed_by = "FH-CPL-025",
       .by = "not_served",
       .believes = [](Setup& setup) { setup.unit.sleep->discards = false; }},
      {.name = "takes commands to sleep for wake-ups",
       .clause = "CUS 16.2",
       .killed_by = "FH-CPL-025",
       .by = "silent",
       .hears = edit_commands([](Edit& frame, std::uint32_t at) {
         if (frame.octet(at + kType) == 3) frame.octet(at + kAntMask) = frame.octet(at + kAntMask + 1) = 0xFF;
       })},
      {.name = "wakes up late",
       .clause = "CUS 16.4",
       .killed_by = "FH-CPL-025",
       .by = "awake",
       .hears = edit_commands([](Edit& frame, std::uint32_t at) {
         if (frame.octet(at + kNumSlots) != 0) add(frame, at + kNumSlots, 10);
       })},
      {.name = "wakes up early",
       .clause = "CUS 16.4",
       .killed_by = "FH-CPL-025",
       .by = "silent",
       .hears = edit_commands([](Edit& frame, std::uint32_t at) {
         if (frame.octet(at + kNumSlots) > 12) add(frame, at + kNumSlots, -10);
       })},
      {.name = "an undefined sleep ends by itself",
       .clause = "CUS 16.5",
       .killed_by = "FH-CPL-025",
       .by = "silent",
       .hears = edit_commands([](Edit& frame, std::uint32_t at) {
         if (frame.octet(at + kNumSlots) == 0 && sleeps(frame, at)) frame.octet(at + kNumSlots) = 6;
       })},
      {.name = "takes twice as long to wake up",
       .clause = "CUS 16.6.1",
       .killed_by = "FH-CPL-025",
       .by = "ready_in_time",
       .believes =
           [](Setup& setup) {
             for (auto* modes : {&setup.unit.sleep->trx_control, &setup.unit.sleep->asm_modes})
               (*modes)[1]->wake_up_us += 5000, (*modes)[2]->wake_up_us += 5000;
           }},
      {.name = "sleep is not extended",
       .clause = "CUS 16.9",
       .killed_by = "FH-CPL-025",
       .by = "silent",
       .hears = shorten_second()},
      {.name = "half the elements are the whole array",
       .clause = "CUS 16.2",
       .killed_by = "FH-CPL-025",
       .by = "refused",
       .hears = edit_commands([](Edit& frame, std::uint32_t at) {
         if (frame.octet(at + kType) == 3 && frame.octet(at + kAntMask) == 0)
           frame.octet(at + kAntMask + 1) = 0;
       })},
      {.name = "sleep of DL is one of UL",
       .clause = "CUS 16.1",
       .killed_by = "FH-CPL-025",
       .by = "awake",
       .hears = deaf_behind_downlink()},
      {.name = "sleeps in all symbols",
       .clause = "CUS 16.1",
       .killed_by = "FH-CPL-025",
       .by = "awake",
       .hears = edit_commands([](Edit& frame, std::uint32_t at) {
         if (!sleeps(frame, at)) return;
         frame.octet(at + kSymbolMask) = 0x3F;
         frame.octet(at + kSymbolMask + 1) = 0xFF;
       })},
      {.name = "obeys antMasks that are not its own",
       .clause = "CUS 16.13",
       .killed_by = "FH-CPL-025",
       .by = "refused",
       .believes = [](Setup& setup) { setup.unit.sleep->masks.push_back(1); }},
      {.name = "acknowledges sleep commands that it discards",
       .clause = "CUS 16.13",
       .killed_by = "FH-CPL-025",
       .by = "refused",
       .says = edit_feedback(false,
                             [](Edit& frame, std::uint32_t at) {
                               const std::uint8_t nacks = frame.octet(at + 7);
                               if (nacks == 0 || frame.octet(at + 8) != 0x30) return;
                               frame.octet(at + 6) = nacks;
                               frame.octet(at + 7) = 0;
                             })},
  };
}

std::vector<Mutant> readies() {
  return {
      {.name = "never says that it is ready",
       .clause = "CUS 16.6.2",
       .killed_by = "FH-CPL-025",
       .by = "ready",
       .says = keep([](const Edit& frame) {
         Edit copy = frame;
         return !is_of(frame, 8) || (copy.octet(frame.fields().application + 4) & 1) == 0;
       })},
      {.name = "resumes before it is ready",
       .clause = "CUS 16.6.2",
       .killed_by = "FH-CPL-025",
       .by = "ready_first",
       .says = edit_feedback(
           true,
           [](Edit& frame, std::uint32_t) { frame.set("subframeId", (frame.get("subframeId") + 1) % 10); })},
      {.name = "is ready before it can be",
       .clause = "CUS 16.6.2",
       .killed_by = "FH-CPL-025",
       .by = "ready_in_time",
       .says = edit_feedback(
           true, [](Edit& frame, std::uint32_t) { frame.set("subframeId", frame.get("subframeId") - 4); })},
      {.name = "is ready long after it may be",
       .clause = "CUS 16.6.2",
       .killed_by = "FH-CPL-025",
       .by = "ready_in_time",
       .believes =
           [](Setup& setup) {
             for (auto* modes : {&setup.unit.sleep->trx_control, &setup.unit.sleep->asm_modes})
               (*modes)[2]->ready_within_us = 14'000;
           }},
      {.name = "a ready message without the id of its command",
       .clause = "CUS 16.6.2",
       .killed_by = "FH-CPL-025",
       .by = "ready_content",
       .says = edit_feedback(true,
                             [](Edit& frame, std::uint32_t at) {
                               frame.octet(at + 6) = 0;
                               frame.erase(at + 8, 4);
                             })},
  };
}

}  // namespace

std::vector<Mutant> sleep_mutants() {
  std::vector<Mutant> all = commands();
  for (Mutant& one : readies()) all.push_back(std::move(one));
  return all;
}

}  // namespace plumbline::suite::test

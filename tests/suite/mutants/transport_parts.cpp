// Both units: messages that the radio transport cuts.
#include <map>
#include <memory>

#include "suite/mutants/edit.h"
#include "suite/mutants/wrong.h"

namespace plumbline::suite::test {
namespace {

bool is_uplane(const Edit& frame) { return frame.fields().plane == radio::Plane::u; }
bool is_part(const Edit& frame) {
  return is_uplane(frame) && (frame.get("E") == 0 || frame.get("subSequenceId") > 0);
}

MakeLens edit_parts(std::function<void(Edit& frame)> change) {
  return edit([change](Edit& frame) {
    if (is_part(frame)) change(frame);
  });
}

/// sequenceId grows with every part.
MakeLens numbered_each() {
  return [](const Setup& /*setup*/) -> Lens {
    return [next = std::map<std::uint64_t, std::uint64_t>{}](Frame& octets, const Emit& emit) mutable {
      Edit frame{octets};
      if (is_uplane(frame)) frame.set("sequenceId", next[frame.get("ecpriPcid")]++);
      emit(octets);
    };
  };
}

/// The radio application header of a message stands in front of each of its parts.
MakeLens repeated_header() {
  return [](const Setup& /*setup*/) -> Lens {
    return [header = Frame{}](Frame& octets, const Emit& emit) mutable {
      Edit frame{octets};
      if (is_part(frame)) {
        const std::uint32_t at = frame.fields().ids + 4;
        if (frame.get("subSequenceId") == 0)
          header.assign(octets.begin() + at, octets.begin() + at + 4);
        else
          frame.insert(at, header);
      }
      emit(octets);
    };
  };
}

/// Every `every`-th part of a message behind the first is gone.
MakeLens without_parts(unsigned every) {
  return [every](const Setup& /*setup*/) -> Lens {
    return [every, seen = 0u](Frame& octets, const Emit& emit) mutable {
      Edit frame{octets};
      const bool gone = is_uplane(frame) && frame.get("subSequenceId") > 0 && ++seen % every == 0;
      if (!gone) emit(octets);
    };
  };
}

void forget_parts(Setup& setup) {
  setup.unit.features &= ~(std::uint64_t{1} << static_cast<unsigned>(profile::Feature::transport_fragments));
}

}  // namespace

std::vector<Mutant> transport_part_mutants() {
  std::vector<Mutant> all;
  for (const Dut dut : {Dut::o_ru, Dut::o_du}) {
    const auto add = [&](Mutant mutant) {
      mutant.dut = dut;
      mutant.killed_by = "FH-TRN-009";
      mutant.link = "tdd30_100mhz_mtu1500";
      all.push_back(std::move(mutant));
    };
    add({.name = "parts have sequence ids of their own",
         .clause = "CUS 5.1.3.2.8",
         .by = "counted",
         .says = numbered_each()});
    add({.name = "parts count from 1",
         .clause = "CUS 5.1.3.2.8",
         .by = "CUS-SEQ-004",
         .says = edit_parts([](Edit& frame) { frame.add("subSequenceId", 1); })});
    add({.name = "every part has subsequence id 0",
         .clause = "CUS 5.1.3.2.8",
         .by = "ended",
         .says = edit_parts([](Edit& frame) { frame.set("subSequenceId", 0); })});
    add({.name = "no part has E 1",
         .clause = "CUS 5.1.3.2.8",
         .by = "CUS-SEQ-005",
         .says = edit_parts([](Edit& frame) { frame.set("E", 0); })});
    add({.name = "every part has E 1",
         .clause = "CUS 5.1.3.2.8",
         .by = "ended",
         .says = edit_parts([](Edit& frame) { frame.set("E", 1); })});
    add({.name = "one message in fifty is lost",
         .clause = "CUS 7.8.1",
         .by = "content",
         .says =
             keep([](const Edit& frame) { return !is_uplane(frame) || frame.get("sequenceId") % 50 != 7; })});
    add({.name = "messages are never longer than the MTU",
         .clause = "CUS 5.5.3",
         .by = "parts",
         .does = [](Stimulus& stimulus) { stimulus.transport_fragments = false; },
         .verdict = record::VERDICT_INCONCLUSIVE});
    add({.name = "a part is lost", .clause = "CUS 5.5.3", .by = "joined", .says = without_parts(500)});
    add({.name = "two parts leave in the wrong order",
         .clause = "CUS 5.1.3.2.8",
         .by = "counted",
         .disturbs = {{.kind = emulator::Disturbance::Kind::reorder,
                       .which = {.plane = radio::Plane::u, .first = 100, .count = 1}}}});
    add({.name = "each part has the radio application header",
         .clause = "CUS 5.5.3",
         .by = "CUS-U-003",
         .says = repeated_header()});
    add({.name = "claims to join parts and does not",
         .clause = "CUS 5.5.3",
         .by = "understood",
         .believes = forget_parts});
    add({.name = "loses parts that it receives",
         .clause = "CUS 5.5.3",
         .by = "understood",
         .hears = without_parts(500)});
  }
  return all;
}

}  // namespace plumbline::suite::test

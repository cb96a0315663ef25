#include "suite/mutants/legal.h"

#include <algorithm>
#include <array>
#include <map>

#include "suite/mutants/edit.h"
#include "suite/mutants/wrong.h"

namespace plumbline::suite::test {
namespace {

using profile::Feature;

constexpr std::uint32_t kSectionHeader = 4, kBfp9 = 28;  ///< octets
constexpr unsigned kNumbers = 24;                        ///< of a PRB
constexpr std::uint32_t kCommonHeader = 4, kAction = 5;
constexpr std::uint8_t kRemoteRequest = 3, kRemoteRequestWithFollowUp = 4, kResponse = 2;

void forget(Setup& setup, Feature feature) {
  setup.unit.features &= ~(std::uint64_t{1} << static_cast<unsigned>(feature));
}

/// 9 bits from bit `at` on, signed.
int get9(const Frame& octets, std::size_t at) {
  unsigned value = 0;
  for (std::size_t i = at; i < at + 9; ++i) value = value << 1 | (octets[i / 8] >> (7 - i % 8) & 1u);
  return value < 256 ? static_cast<int>(value) : static_cast<int>(value) - 512;
}
void put9(Frame& octets, std::size_t at, int value) {
  for (std::size_t i = 0; i < 9; ++i) {
    const auto bit = static_cast<std::uint8_t>(0x80u >> ((at + i) % 8));
    std::uint8_t& octet = octets[(at + i) / 8];
    octet = static_cast<std::uint8_t>((static_cast<unsigned>(value) >> (8 - i) & 1u) != 0 ? octet | bit
                                                                                          : octet & ~bit);
  }
}

/// Exponents are one more than they have to be: half the mantissas (towards 0, so that nothing grows).
MakeLens larger_exponents() {
  return [](const Setup& /*setup*/) -> Lens {
    return [](Frame& octets, const Emit& emit) {
      const Edit frame{octets};
      if (frame.fields().plane == radio::Plane::u) {
        const std::size_t prbs = frame.get("numPrbu");
        for (std::size_t prb = 0; prb < prbs; ++prb) {
          const std::size_t at = frame.fields().section + kSectionHeader + prb * kBfp9;
          if (octets[at] >= 15) continue;
          ++octets[at];
          for (unsigned i = 0; i < kNumbers; ++i) {
            const std::size_t bit = (at + 1) * 8 + std::size_t{9} * i;
            put9(octets, bit, get9(octets, bit) / 2);
          }
        }
      }
      emit(octets);
    };
  };
}

/// Besides its traffic: continuity checks (CCM) and LLDP, as the port of a device may send them.
MakeLens chatty() {
  return [](const Setup& /*setup*/) -> Lens {
    return [count = 0u](Frame& octets, const Emit& emit) mutable {
      emit(octets);
      if (count++ % 40 != 0) return;
      Frame other(60);
      std::copy_n(octets.begin(), 12, other.begin());
      const bool ccm = count % 80 == 1;
      other[12] = ccm ? 0x89 : 0x88, other[13] = ccm ? 0x02 : 0xCC;
      other[15] = 1;  // CCM
      other[17] = 70;
      emit(other);
    };
  };
}

/// Section type 8 without nackId.
MakeLens never_nacks() {
  return [](const Setup& /*setup*/) -> Lens {
    return [](Frame& octets, const Emit& emit) {
      Edit frame{octets};
      if (frame.is(radio::Plane::c, radio::Direction::uplink) && frame.get("sectionType") == 8) {
        const std::uint32_t at = frame.fields().application;
        const std::uint8_t acks = frame.octet(at + 6), nacks = frame.octet(at + 7);
        if (acks == 0) return;
        frame.octet(at + 7) = 0;
        if (nacks > 0) frame.erase(at + 8 + 2u * acks, 2u * nacks);
      }
      emit(octets);
    };
  };
}

MakeLens deaf_to_action(std::uint8_t action) {
  return [action](const Setup& /*setup*/) -> Lens {
    return [action](Frame& octets, const Emit& emit) {
      Edit frame{octets};
      const bool is_delay = frame.fields().ecpri > 0 && frame.get("ecpriMessage") == 5;
      if (!is_delay || frame.octet(frame.fields().ecpri + kAction) != action) emit(octets);
    };
  };
}

/// Responses say an instant that is `ns` earlier, as a clock may be off.
MakeLens clock_behind(std::uint32_t ns) {
  return edit([ns](Edit& frame) {
    const std::uint32_t at = frame.fields().ecpri;
    if (at == 0 || frame.get("ecpriMessage") != 5 || frame.octet(at + kAction) != kResponse) return;
    const std::uint32_t place = at + 12;
    std::uint32_t said = 0;
    for (std::uint32_t i = 0; i < 4; ++i) said = said << 8 | frame.octet(place + i);
    said -= ns;
    for (std::uint32_t i = 0; i < 4; ++i)
      frame.octet(place + i) = static_cast<std::uint8_t>(said >> (24 - 8 * i));
  });
}

/// DL C-plane of section type 1 with an extension that says what holds without it.
MakeLens with_extension(std::function<Frame(const Edit& frame)> extension) {
  return edit([extension](Edit& frame) {
    if (!frame.is(radio::Plane::c, radio::Direction::downlink) || frame.get("sectionType") != 1) return;
    const Frame octets = extension(frame);
    frame.set("ef", 1);
    frame.insert(frame.fields().section + 8, octets);
  });
}
/// 26 groups of two PRBs, all of them, in all symbols.
Frame all_groups(const Edit& frame) {
  const auto symbols = static_cast<unsigned>((1u << frame.get("numSymbol")) - 1u);
  return {0x06,
          0x02,
          0x23,
          0xFF,
          0xFF,
          0xFF,
          static_cast<std::uint8_t>(symbols >> 8),
          static_cast<std::uint8_t>(symbols)};
}

/// An O-RU without beams may throw away what names one.
bool names_no_beam(const Edit& frame) {
  if (!frame.is_request() || frame.get("sectionType") != 1) return true;
  const auto sections = frame.sections();
  return std::all_of(sections.begin(), sections.end(),
                     [&](std::uint32_t section) { return frame.get_of(section, "beamId") == 0; });
}

void take_extension(Setup& setup, unsigned type) { setup.unit.extensions |= std::uint64_t{1} << type; }

}  // namespace

MakeLens halved(bool joined) {
  return [joined](const Setup& /*setup*/) -> Lens {
    return
        [joined, counts = std::map<std::uint64_t, std::uint64_t>{}](Frame& octets, const Emit& emit) mutable {
          Edit whole{octets};
          if (!whole.fields().plane) return emit(octets);
          std::uint64_t& count = counts[whole.get("ecpriPcid") << 2 | whole.get("dataDirection") << 1 |
                                        std::uint64_t{whole.fields().plane == radio::Plane::u}];
          const auto prbs = static_cast<std::uint32_t>(whole.get("numPrbu"));
          constexpr std::uint64_t kFront = 12;  // ids, application and section header
          if (whole.fields().plane != radio::Plane::u || prbs < 2 ||
              whole.get("ecpriPayload") != kFront + std::uint64_t{prbs} * kBfp9) {
            whole.set("sequenceId", count++);
            return emit(octets);
          }
          const std::uint32_t half = prbs / 2, payload = whole.fields().section + kSectionHeader;
          Frame second_octets = octets;
          whole.set("numPrbu", half);
          whole.erase(payload + half * kBfp9, (prbs - half) * kBfp9);
          whole.set("sequenceId", count++);
          Edit second{second_octets};
          second.set("numPrbu", prbs - half);
          second.add("startPrbu", half * (1 + second.get("rb")));
          second.erase(payload, half * kBfp9);
          second.set("sequenceId", count++);
          if (!joined) {
            emit(octets);
            return emit(second_octets);
          }
          whole.set("ecpriConcatenation", 1);
          const std::uint32_t ecpri = whole.fields().ecpri;
          const auto length = static_cast<std::size_t>(whole.get("ecpriPayload"));
          octets.resize(ecpri + kCommonHeader + (length + 3) / 4 * 4);
          octets.insert(octets.end(), second_octets.begin() + ecpri, second_octets.end());
          emit(octets);
        };
  };
}

std::vector<Oddity> oddities() {
  const auto o_du = Dut::o_du;
  const auto agree_on_concatenation = [](Setup& setup) { setup.link.concatenation = true; };
  return {
      {.unit = {.name = "symbols in two messages", .says = halved(false)}},
      {.unit = {.name = "symbols in two messages", .dut = o_du, .says = halved(false)}},
      {.unit = {.name = "two messages a frame", .says = halved(true)}, .told = agree_on_concatenation},
      {.unit = {.name = "two messages a frame", .dut = o_du, .says = halved(true)},
       .told = agree_on_concatenation},
      {.unit = {.name = "exponents larger than they have to be", .says = larger_exponents()}},
      {.unit = {.name = "exponents larger than they have to be", .dut = o_du, .says = larger_exponents()},
       .told = [](Setup& setup) { forget(setup, Feature::pn23); }},
      {.unit = {.name = "CCM and LLDP", .says = chatty()}},
      {.unit = {.name = "CCM and LLDP", .dut = o_du, .says = chatty()}},
      {.unit = {.name = "no NACK", .says = never_nacks()},
       .told = [](Setup& setup) { forget(setup, Feature::nack); }},
      {.unit = {.name = "T34 of one step only", .hears = deaf_to_action(kRemoteRequestWithFollowUp)},
       .told = [](Setup& setup) { forget(setup, Feature::two_step_t34); }},
      {.unit = {.name = "T34 of two steps only", .hears = deaf_to_action(kRemoteRequest)},
       .told = [](Setup& setup) { forget(setup, Feature::one_step_t34); }},
      {.unit = {.name = "a clock 900 ns behind", .says = clock_behind(900)}},
      {.unit = {.name = "a clock 900 ns behind on 100 m of fibre", .says = clock_behind(900)},
       .way = Nanos{500}},
      {.unit = {.name = "answers 10 us later", .disturbs = {shift(kUplink, 10)}}},
      {.unit = {.name = "answers 10 us earlier", .disturbs = {shift(kUplink, -10)}}},
      {.unit = {.name = "SE 6 for all groups", .dut = o_du, .says = with_extension(all_groups)},
       .told = [](Setup& setup) { take_extension(setup, 6); }},
      {.unit = {.name = "SE 22: our O-RU answers with section type 8",
                .dut = o_du,
                .says = with_extension([](const Edit& /*frame*/) {
                  return Frame{0x16, 1, 0, 7};
                })},
       .told = [](Setup& setup) { take_extension(setup, 22); }},
      {.unit = {.name = "beams, where the O-RU has them",
                .dut = o_du,
                .disturbs = {set_field({.plane = radio::Plane::c, .section_type = 1}, "beamId", 5)}},
       .told = [](Setup& setup) { setup.unit.beamforming = profile::Beamforming::beams; }},
      {.unit = {.name = "40 us of fibre"}, .way = Nanos{40'000}},
      {.unit = {.name = "40 us of fibre", .dut = o_du}, .way = Nanos{40'000}},
      {.unit = {.name = "no beams, no counters of corrupt frames", .hears = keep(names_no_beam)},
       .told =
           [](Setup& setup) {
             setup.unit.beamforming = profile::Beamforming::none;
             forget(setup, Feature::corrupt_counters);
           }},
  };
}

}  // namespace plumbline::suite::test

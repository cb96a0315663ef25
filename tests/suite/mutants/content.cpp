// O-RU: what it sends unasked, and what its samples are.
#include <algorithm>
#include <array>
#include <cmath>

#include "iq/compression.h"
#include "suite/links.h"
#include "suite/mutants/edit.h"
#include "suite/mutants/wrong.h"
#include "wire/uplane.h"

namespace plumbline::suite::test {
namespace {

constexpr std::string_view kStatic = "tdd30_static", kDynamic = "tdd30_dynamic";
constexpr std::uint32_t kStaticHeader = 4, kDynamicHeader = 6;  ///< octets of a section's header
constexpr iq::Format kBfp9{iq::kMethodBfp, 9}, kPlain{iq::kMethodNone, 16};
constexpr std::uint32_t kBfp9Octets = 28;

bool is_data(const Edit& frame) {
  return frame.is(radio::Plane::u, radio::Direction::uplink) && frame.get("filterIndex") == 0;
}

/// The PRBs of the first section of each UL data message, in a format of a dynamic link.
MakeLens edit_samples(iq::Format format,
                      std::function<void(std::span<std::int32_t>, std::uint64_t first)> change) {
  return edit([=](Edit& frame) {
    if (!is_data(frame) || frame.get("udCompHdr") != wire::make_ud_comp_hdr(format.method, format.width))
      return;
    const std::uint64_t prbs = frame.get("numPrbu");
    const std::size_t octets = prbs * iq::prb_octets(format).value_or(0);
    if (!frame.holds(frame.fields().section + kDynamicHeader, octets)) return;  // a part of a message
    std::vector<std::int32_t> numbers(prbs * iq::kNumbersPerPrb);
    std::uint8_t* const at = &frame.octet(frame.fields().section + kDynamicHeader);
    if (!iq::expand(format, {at, octets}, numbers)) return;
    change(numbers, frame.get("startPrbu"));
    for (std::int32_t& number : numbers) number = std::clamp(number, -32768, 32767);
    static_cast<void>(iq::compress(format, std::span<const std::int32_t>{numbers}, {at, octets}));
  });
}

/// PRBs of BFP 9 of UL data, of a message of a static link.
MakeLens edit_prbs(std::function<void(std::span<std::uint8_t> prbs)> change) {
  return edit([=](Edit& frame) {
    const std::uint64_t prbs = is_data(frame) ? frame.get("numPrbu") : 0;
    if (prbs > 1 && frame.holds(frame.fields().section + kStaticHeader, prbs * kBfp9Octets))
      change({&frame.octet(frame.fields().section + kStaticHeader), prbs * kBfp9Octets});
  });
}

/// The samples of eAxC 0 on all.
MakeLens one_antenna() {
  return [](const Setup& /*setup*/) -> Lens {
    return [last = Frame{}](Frame& octets, const Emit& emit) mutable {
      Edit frame{octets};
      if (is_data(frame) && frame.get("ecpriPcid") == 0) last = octets;
      if (is_data(frame) && frame.get("ecpriPcid") == 1 && last.size() == octets.size()) {
        const auto from = static_cast<std::ptrdiff_t>(frame.fields().section + kStaticHeader);
        std::copy(last.begin() + from, last.end(), octets.begin() + from);
      }
      emit(octets);
    };
  };
}

/// A channel without C-plane, as the unit takes it.
template <auto change>
void believe(Setup& setup) {
  for (profile::Carrier& carrier : setup.link.carriers)
    for (profile::Channel& channel : carrier.channels)
      if (channel.without_cplane) change(channel);
}

void state_windows(Setup& setup) { setup.link.delays = make_setup("example_link", setup.dut).link.delays; }

std::vector<Mutant> unasked() {
  return {
      {.name = "static PRACH in every frame",
       .clause = "CUS 8.2.2",
       .by = "nowhere_else",
       .believes = believe<[](profile::Channel& channel) {
         if (channel.prach) channel.prach->period_frames = 1, channel.prach->offset_frames = 0;
       }>},
      {.name = "static PRACH a slot late",
       .clause = "CUS 8.2.2",
       .by = "nowhere_else",
       .believes = believe<[](profile::Channel& channel) {
         if (channel.prach) channel.prach->slots = {18};
       }>},
      {.name = "static PRACH with the labels of the slot before",
       .clause = "CUS 8.2.2",
       .by = "nowhere_else",
       .disturbs = {add_to(kPrach, "slotId", -1)}},
      {.name = "no static PRACH", .clause = "CUS 8.2.2", .by = "on_pattern", .disturbs = {drop(kPrach)}},
      {.name = "an occasion of static PRACH is left out now and then",
       .clause = "CUS 8.2.2",
       .by = "on_pattern",
       .disturbs = {drop(now_and_then(kPrach, 20))}},
      {.name = "static PRACH on one antenna",
       .clause = "CUS 8.2.2",
       .by = "on_pattern",
       .believes = believe<[](profile::Channel& channel) {
         if (channel.prach) channel.eaxc.resize(1);
       }>},
      {.name = "static PRACH twice", .clause = "CUS 7.8.1", .by = "once", .disturbs = {twice(kPrach)}},
      {.name = "static PRACH without its filterIndex",
       .clause = "CUS 7.5.2.3",
       .by = "filter",
       .disturbs = {set_field(kPrach, "filterIndex", 0)}},
      {.name = "static SRS in one symbol of two",
       .clause = "CUS 8.2.2",
       .by = "on_pattern",
       .believes = believe<[](profile::Channel& channel) {
         if (channel.srs) channel.srs->symbols = 1;
       }>},
      {.name = "static SRS in every uplink slot",
       .clause = "CUS 8.2.2",
       .by = "nowhere_else",
       .believes = believe<[](profile::Channel& channel) {
         if (channel.srs) channel.srs->slots = {4, 8, 9, 14};
       }>},
      {.name = "static PRACH late",
       .clause = "CUS 4.4.3",
       .by = "CUS-TIME-006",
       .disturbs = {shift(kPrach, 100)},
       .told = state_windows},
      {.name = "static SRS late",
       .clause = "CUS 4.4.3",
       .by = "CUS-TIME-004",
       .disturbs = {shift({.plane = radio::Plane::u, .eaxc = radio::Eaxc{8}}, 100)},
       .told = state_windows},
  };
}

std::vector<Mutant> samples() {
  return {
      {.name = "the test signal begins a PRB later",
       .clause = "CONF 3.2.3.1.3",
       .by = "errors",
       .says = edit_prbs([](std::span<std::uint8_t> prbs) {
         std::rotate(prbs.begin(), prbs.end() - kBfp9Octets, prbs.end());
       })},
      {.name = "two PRBs change places",
       .clause = "CUS 8.3.3.11",
       .by = "errors",
       .says = edit_prbs([](std::span<std::uint8_t> prbs) {
         std::swap_ranges(prbs.begin(), prbs.begin() + kBfp9Octets, prbs.begin() + kBfp9Octets);
       })},
      {.name = "the sign of an UL sample turned",
       .clause = "CUS Annex A",
       .by = "errors",
       .says = edit_prbs([](std::span<std::uint8_t> prbs) { prbs[1] ^= 0x80; })},
      {.name = "the samples of one antenna on all",
       .clause = "CUS 8.2.1",
       .by = "errors",
       .says = one_antenna()},
      {.name = "a PRB of samples that is not there",
       .clause = "CUS 8.3.3.12",
       .by = "readable",
       .disturbs = {add_to(now_and_then(kData, 100), "numPrbu", 1)}},
      {.name = "nothing of what the antennas receive",
       .clause = "CUS 8.2.1",
       .by = "compared",
       .disturbs = {drop(kData)}},
      {.name = "I and Q change places",
       .clause = "CUS Annex D",
       .by = "errors",
       .link = kDynamic,
       .says = edit_samples(kBfp9,
                            [](std::span<std::int32_t> numbers, std::uint64_t) {
                              for (std::size_t i = 0; i + 1 < numbers.size(); i += 2)
                                std::swap(numbers[i], numbers[i + 1]);
                            })},
  };
}

std::vector<Mutant> compressed() {
  return {
      {.name = "a PRB of compressed samples that is not there",
       .clause = "CUS 8.3.3.12",
       .by = "readable",
       .disturbs = {add_to(now_and_then(kData, 100), "numPrbu", 1)}},
      {.name = "a sample of the other sign where it is compressed",
       .clause = "CUS Annex A",
       .by = "errors",
       .says = edit_samples(
           kBfp9, [](std::span<std::int32_t> numbers, std::uint64_t) { numbers[0] = -numbers[0]; })},
      {.name = "PRBs of the lowest third 2 dB stronger where they are not compressed",
       .clause = "CUS 8.1.3.2.3",
       .by = "power",
       .says = edit_samples(kPlain,
                            [](std::span<std::int32_t> numbers, std::uint64_t first) {
                              for (std::size_t i = 0; i < numbers.size(); ++i)
                                if (first + i / iq::kNumbersPerPrb < 8)
                                  numbers[i] = static_cast<std::int32_t>(std::lround(numbers[i] * 1.259));
                            })},
      {.name = "6 dB stronger where it is compressed",
       .clause = "CUS 8.1.3.2.3",
       .by = "power",
       .says = edit_samples(kBfp9,
                            [](std::span<std::int32_t> numbers, std::uint64_t) {
                              for (std::int32_t& number : numbers) number *= 2;
                            })},
      {.name = "mantissas rounded to four bits",
       .clause = "CUS A.1",
       .by = "evm",
       .says = edit_samples(kBfp9,
                            [](std::span<std::int32_t> numbers, std::uint64_t) {
                              std::int32_t most = 1;
                              for (const std::int32_t number : numbers)
                                most = std::max(most, std::abs(number));
                              const std::int32_t step = std::max(most / 8, 1);
                              for (std::int32_t& number : numbers) number = (number / step) * step;
                            })},
      {.name = "all of the band with the exponent of its strongest PRB",
       .clause = "CUS A.1",
       .by = "evm",
       .says = edit_samples(kBfp9,
                            [](std::span<std::int32_t> numbers, std::uint64_t) {
                              for (std::int32_t& number : numbers) number = number / 64 * 64;
                            })},
  };
}

}  // namespace

std::vector<Mutant> content_mutants() {
  std::vector<Mutant> all;
  add_for(all, unasked(), Dut::o_ru, "FH-UPL-017", kStatic);
  add_for(all, samples(), Dut::o_ru, "FH-UPL-015");
  add_for(all, compressed(), Dut::o_ru, "FH-UPL-019", kDynamic);
  return all;
}

}  // namespace plumbline::suite::test

// What block scaling, mu-law and modulation compression cost beside copying the same 16-bit samples, in the
// second-level cache, on one core.
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "base/random.h"
#include "copy.h"
#include "iq/fast.h"
#include "iq/fast_block.h"
#include "iq/modulation_samples.h"

namespace plumbline::bench {
namespace {

void block(benchmark::State& state, iq::Format format, iq::Sign sign, std::string_view set, bool expand) {
  std::vector<std::int16_t> numbers = samples();
  std::vector<std::uint8_t> octets(kPrbs * iq::prb_octets(format).value_or(0));
  const iq::Choices choices{.sign = sign};
  if (!iq::compress_block_fast(format, numbers, octets, choices)) return state.SkipWithError("cannot");
  beside_copy(state, set, octets.size(), [&] {
    if (expand)
      benchmark::DoNotOptimize(iq::expand_block_fast(format, octets, numbers, sign));
    else
      benchmark::DoNotOptimize(iq::compress_block_fast(format, numbers, octets, choices));
  });
}

void modulation(benchmark::State& state, unsigned width, std::size_t count, std::string_view set) {
  const iq::ModulationSet sets[] = {{static_cast<std::uint16_t>(count == 1 ? 0xFFF : 0xAAA), true, 0x728},
                                    {0x555, false, 0x700}};
  const auto of = iq::modulation_samples(width, std::span{sets}.first(count));
  std::vector<std::uint8_t> octets(kPrbs * 3 * width);
  Random random{1};
  for (auto& octet : octets) octet = static_cast<std::uint8_t>(random.next());
  std::vector<std::int16_t> numbers(kNumbers);
  beside_copy(state, set, octets.size(),
              [&] { benchmark::DoNotOptimize(iq::expand_modulation_fast(*of, octets, numbers)); });
}

const bool kRegistered = [] {
  for (const std::string_view set : iq::instruction_sets()) {
    for (const bool expand : {true, false})
      for (const auto& [name, method, sign] :
           {std::tuple{"scaling", iq::kMethodBlockScaling, iq::Sign::twos_complement},
            std::tuple{"mu_law", iq::kMethodMuLaw, iq::Sign::twos_complement},
            std::tuple{"mu_law_magnitude", iq::kMethodMuLaw, iq::Sign::magnitude}})
        for (const int width : {8, 9, 12, 14})
          add((expand ? "expand/" : "compress/") + std::string{name} + std::to_string(width), set,
              [=, format = iq::Format{method, static_cast<std::uint8_t>(width)},
               sign = sign](benchmark::State& state) { block(state, format, sign, set, expand); });
    for (const std::size_t count : {std::size_t{1}, std::size_t{2}})
      for (const unsigned width : {1u, 2u, 3u, 4u, 5u})
        add("expand/modulation" + std::to_string(width) + '/' + std::to_string(count) + "_sets", set,
            [=](benchmark::State& state) { modulation(state, width, count, set); });
  }
  return true;
}();

}  // namespace
}  // namespace plumbline::bench

BENCHMARK_MAIN();

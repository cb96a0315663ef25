// What block scaling, mu-law and modulation compression cost beside copying the same 16-bit samples, in the
// second-level cache, on one core.
#include <benchmark/benchmark.h>

#include <cstring>
#include <string>
#include <vector>

#include "base/random.h"
#include "beside.h"
#include "iq/fast.h"
#include "iq/fast_block.h"
#include "iq/modulation_samples.h"

namespace plumbline::bench {
namespace {

/// 273 PRBs of four layers: 52 kB of samples.
constexpr std::size_t kPrbs = 4 * 273, kNumbers = kPrbs * iq::kNumbersPerPrb;

std::vector<std::int16_t> samples() {
  Random random{1};
  std::vector<std::int16_t> numbers(kNumbers);
  for (auto& number : numbers)
    number = static_cast<std::int16_t>(static_cast<std::int16_t>(random.next()) >> random.below(4));
  return numbers;
}

template <class Work>
void beside_copy(benchmark::State& state, std::string_view set, std::size_t octets, const Work& work) {
  static const std::vector<std::int16_t> from = samples();
  static std::vector<std::int16_t> to(kNumbers);
  if (!iq::use_instruction_set(set)) return state.SkipWithError("no such instructions");
  beside(
      state, 16, kPrbs, octets, "of_copy",
      [&] {
        work();
        benchmark::ClobberMemory();
      },
      [] {
        std::memcpy(to.data(), from.data(), kNumbers * sizeof(std::int16_t));
        benchmark::DoNotOptimize(to.data());
        benchmark::ClobberMemory();
      });
  iq::use_instruction_set("");
}

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

template <class Run>
void add(const std::string& name, std::string_view set, const Run& run) {
  benchmark::RegisterBenchmark((name + '/' + std::string{set}).c_str(), run)->UseManualTime();
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

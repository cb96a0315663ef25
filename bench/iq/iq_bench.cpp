// What IQ costs beside copying the same 16-bit samples, in the second-level cache, on one core.
#include <benchmark/benchmark.h>

#include <array>
#include <cstring>
#include <string>
#include <vector>

#include "base/random.h"
#include "iq/compression.h"
#include "iq/fast.h"

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

void count(benchmark::State& state, std::size_t octets) {
  const auto prbs = static_cast<std::int64_t>(state.iterations()) * static_cast<std::int64_t>(kPrbs);
  state.SetItemsProcessed(prbs);
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) *
                          static_cast<std::int64_t>(kNumbers * 2));
  state.counters["fronthaul_gbit"] =
      benchmark::Counter(static_cast<double>(octets) * 8e-9, benchmark::Counter::kIsIterationInvariantRate);
}

void copy(benchmark::State& state) {
  const std::vector<std::int16_t> from = samples();
  std::vector<std::int16_t> to(kNumbers);
  for (auto _ : state) {
    std::memcpy(to.data(), from.data(), kNumbers * 2);
    benchmark::DoNotOptimize(to.data());
    benchmark::ClobberMemory();
  }
  count(state, kNumbers * 2);
}

void expand(benchmark::State& state, iq::Format format, std::string_view set) {
  std::vector<std::int16_t> numbers = samples();
  if (format.method == iq::kMethodNone)
    for (auto& number : numbers) number = static_cast<std::int16_t>(number >> (16 - format.width));
  std::vector<std::uint8_t> octets(kPrbs * iq::prb_octets(format).value_or(0));
  if (!iq::compress(format, numbers, octets) || !iq::use_instruction_set(set))
    return state.SkipWithError("cannot");
  for (auto _ : state) {
    benchmark::DoNotOptimize(iq::expand_fast(format, octets, numbers));
    benchmark::ClobberMemory();
  }
  count(state, octets.size());
  iq::use_instruction_set("");
}

const bool kRegistered = [] {
  benchmark::RegisterBenchmark("copy", copy);
  for (const std::string_view set : iq::instruction_sets())
    for (const auto& [name, method] : {std::pair{"none", iq::kMethodNone}, std::pair{"bfp", iq::kMethodBfp}})
      for (const int width : {8, 9, 10, 12, 14, 16})
        benchmark::RegisterBenchmark(
            ("expand/" + std::string{name} + std::to_string(width) + '/' + std::string{set}).c_str(),
            [format = iq::Format{method, static_cast<std::uint8_t>(width)}, set](benchmark::State& s) {
              expand(s, format, set);
            });
  return true;
}();

}  // namespace
}  // namespace plumbline::bench

BENCHMARK_MAIN();

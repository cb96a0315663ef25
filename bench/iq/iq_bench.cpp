// What IQ costs beside copying the same 16-bit samples, in the second-level cache, on one core.
#include <benchmark/benchmark.h>

#include <chrono>
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

using Clock = std::chrono::steady_clock;
double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// What copying 16-bit samples takes right now: other load, which may change from one benchmark to the next,
/// slows both.
double copy_seconds() {
  static const std::vector<std::int16_t> from = samples();
  static std::vector<std::int16_t> to(kNumbers);
  constexpr int kRounds = 400;
  const auto start = Clock::now();
  for (int i = 0; i < kRounds; ++i) {
    std::memcpy(to.data(), from.data(), kNumbers * sizeof(std::int16_t));
    benchmark::DoNotOptimize(to.data());
    benchmark::ClobberMemory();
  }
  return seconds_since(start) / kRounds;
}

/// A carrier of 100 MHz with 30 kHz subcarriers: 273 PRBs, 28000 symbols a second, here of four layers.
constexpr double kPrbsPerCarrier = 273.0 * 4 * 28000;

/// Counts PRBs, octets of the fronthaul, carriers that one core keeps up with, and speed beside copying.
template <class Kernel>
void measure(benchmark::State& state, std::size_t octets, const Kernel& kernel) {
  const double before = copy_seconds();
  const auto start = Clock::now();
  for (auto _ : state) {
    kernel();
    benchmark::ClobberMemory();
  }
  const double seconds = seconds_since(start) / static_cast<double>(state.iterations());
  const auto rate = [](double each) {
    return benchmark::Counter(each, benchmark::Counter::kIsIterationInvariantRate);
  };
  state.counters["prb"] = rate(static_cast<double>(kPrbs));
  state.counters["fronthaul_bit"] = rate(static_cast<double>(octets) * 8);
  state.counters["carriers"] = rate(static_cast<double>(kPrbs) / kPrbsPerCarrier);
  state.counters["of_copy"] = (before + copy_seconds()) / 2 / seconds;
}

void copy(benchmark::State& state) {
  const std::vector<std::int16_t> from = samples();
  std::vector<std::int16_t> to(kNumbers);
  measure(state, kNumbers * 2, [&] {
    std::memcpy(to.data(), from.data(), kNumbers * 2);
    benchmark::DoNotOptimize(to.data());
  });
}

void convert(benchmark::State& state, iq::Format format, std::string_view set, bool expand) {
  std::vector<std::int16_t> numbers = samples();
  if (format.method == iq::kMethodNone)
    for (auto& number : numbers) number = static_cast<std::int16_t>(number >> (16 - format.width));
  std::vector<std::uint8_t> octets(kPrbs * iq::prb_octets(format).value_or(0));
  if (!iq::compress(format, numbers, octets) || !iq::use_instruction_set(set))
    return state.SkipWithError("cannot");
  if (expand)
    measure(state, octets.size(),
            [&] { benchmark::DoNotOptimize(iq::expand_fast(format, octets, numbers)); });
  else
    measure(state, octets.size(),
            [&] { benchmark::DoNotOptimize(iq::compress_fast(format, numbers, octets)); });
  iq::use_instruction_set("");
}

const bool kRegistered = [] {
  benchmark::RegisterBenchmark("copy", copy);
  for (const std::string_view set : iq::instruction_sets())
    for (const bool expand : {true, false})
      for (const auto& [name, method] :
           {std::pair{"none", iq::kMethodNone}, std::pair{"bfp", iq::kMethodBfp}})
        for (const int width : {8, 9, 10, 12, 14, 16})
          benchmark::RegisterBenchmark(
              ((expand ? "expand/" : "compress/") + std::string{name} + std::to_string(width) + '/' +
               std::string{set})
                  .c_str(),
              [format = iq::Format{method, static_cast<std::uint8_t>(width)}, set,
               expand](benchmark::State& state) { convert(state, format, set, expand); });
  return true;
}();

}  // namespace
}  // namespace plumbline::bench

BENCHMARK_MAIN();

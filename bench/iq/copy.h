// Measures what is done to 16-bit samples beside copying them, in the second-level cache, on one core.
#pragma once

#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "beside.h"
#include "iq/fast.h"
#include "iq/format.h"

namespace plumbline::bench {

/// 273 PRBs of four layers: 52 kB of samples.
inline constexpr std::size_t kPrbs = 4 * 273, kNumbers = kPrbs * iq::kNumbersPerPrb;

/// PRBs of several sizes.
inline std::vector<std::int16_t> samples() {
  Random random{1};
  std::vector<std::int16_t> numbers(kNumbers);
  for (auto& number : numbers)
    number = static_cast<std::int16_t>(static_cast<std::int16_t>(random.next()) >> random.below(4));
  return numbers;
}

/// Work on kPrbs by the kernels of an instruction set; "" the best. `octets`: what they are in packets.
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

/// For an instruction set.
template <class Run>
void add(const std::string& name, std::string_view set, const Run& run) {
  benchmark::RegisterBenchmark((name + '/' + std::string{set}).c_str(), run)->UseManualTime();
}

}  // namespace plumbline::bench

// Measures something beside a reference, turn by turn: other load on the machine slows both.
#pragma once

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

namespace plumbline::bench {

/// PRBs of a carrier of 100 MHz and 30 kHz, four layers, 28 000 symbols in a second.
inline constexpr double kPrbsPerCarrier = 273.0 * 4 * 28000;

template <class Work>
double seconds_of(const Work& work, int rounds) {
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < rounds; ++i) work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() / rounds;
}
inline double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// One iteration is `rounds` of the work and as many of the reference. Counts PRBs, bits of the fronthaul and
/// carriers that one core keeps up with, each in a second, and `ratio`: the median of the reference's time to
/// the work's, turn by turn. To be registered with UseManualTime.
template <class Work, class Reference>
void beside(benchmark::State& state, int rounds, std::size_t prbs, std::size_t octets,
            const std::string& ratio, const Work& work, const Reference& reference) {
  std::vector<double> times, ratios;
  for (auto _ : state) {
    const double time = seconds_of(work, rounds);
    state.SetIterationTime(time * rounds);
    times.push_back(time);
    ratios.push_back(seconds_of(reference, rounds) / time);
  }
  const double each = median(times);
  state.counters["prb"] = static_cast<double>(prbs) / each;
  state.counters["fronthaul_bit"] = static_cast<double>(octets) * 8 / each;
  state.counters["carriers"] = static_cast<double>(prbs) / each / kPrbsPerCarrier;
  state.counters[ratio] = median(ratios);
}

}  // namespace plumbline::bench

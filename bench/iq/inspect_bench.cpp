// What measuring samples where they lie costs beside reading the same octets, far beyond the caches, on one
// core: levels of PRBs in the sections of packets.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <string>
#include <vector>

#include "base/random.h"
#include "beside.h"
#include "iq/compression.h"
#include "iq/fast.h"
#include "iq/fast_levels.h"

namespace plumbline::bench {
namespace {

constexpr std::size_t kOctets = 256u << 20;
/// Ethernet, eCPRI and the headers of the U-plane, one section.
constexpr std::size_t kHeader = 14 + 8 + 4 + 4 + 2;
/// Packets one behind the other; what exponents there are changes as slowly as a channel does.
struct Packets {
  iq::Format format;
  std::size_t prbs = 273, each = 0, step = 0, count = 0;
  std::vector<std::uint8_t> octets;

  Packets(iq::Format of, std::size_t prbs_of_one)
      : format{of}, prbs{prbs_of_one}, each{iq::prb_octets(of).value_or(1)}, step{kHeader + prbs * each} {
    // A few different ones, repeated: to make them all anew takes longer than the benchmark.
    constexpr std::size_t kKinds = 64;
    count = kOctets / step;
    octets.resize(count * step);
    Random random{1};
    std::vector<std::int16_t> numbers(prbs * iq::kNumbersPerPrb);
    for (std::size_t n = 0; n < kKinds; ++n) {
      unsigned down = 4;
      for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (i % iq::kNumbersPerPrb == 0)
          down = static_cast<unsigned>(std::clamp<int>(static_cast<int>(down + random.below(3)) - 1, 0, 7));
        const int sum =
            static_cast<std::int16_t>(random.next()) / 2 + static_cast<std::int16_t>(random.next()) / 2;
        numbers[i] =
            static_cast<std::int16_t>(sum >> (format.method == iq::kMethodNone ? 16u - format.width : down));
      }
      (void)iq::compress(format, numbers, std::span{octets}.subspan(n * step + kHeader, prbs * each));
    }
    for (std::size_t n = kKinds; n < count; ++n)
      std::memcpy(octets.data() + n * step, octets.data() + (n - kKinds) * step, step);
  }
};

const Packets& packets(iq::Format format, std::size_t prbs) {
  static std::vector<Packets> made;  // one kind at a time is kept
  if (made.empty() || !(made[0].format == format) || made[0].prbs != prbs) {
    made.clear();
    made.emplace_back(format, prbs);
  }
  return made[0];
}

/// Every line once, in words of 64 bits that the compiler makes vectors of.
void read(std::span<const std::uint8_t> octets) {
  std::array<std::uint64_t, 32> sums{};
  const std::uint8_t* from = octets.data();
  for (std::size_t left = octets.size() / sizeof sums; left > 0; --left, from += sizeof sums) {
    std::array<std::uint64_t, 32> words;  // NOLINT(*-member-init)
    std::memcpy(words.data(), from, sizeof words);
    for (std::size_t i = 0; i < sums.size(); ++i) sums[i] ^= words[i];
  }
  benchmark::DoNotOptimize(sums);
}

/// A few thousand packets in each turn, from all of them one behind the other.
void inspect(benchmark::State& state, iq::Format format, std::size_t prbs, std::string_view set) {
  const Packets& in = packets(format, prbs);
  if (!iq::use_instruction_set(set)) return state.SkipWithError("no such instructions");
  const std::size_t some = in.count / 16, octets = some * in.step;
  std::size_t part = 0;
  const auto next = [&] { return std::span{in.octets}.subspan(part++ % 16 * octets, octets); };
  iq::Levels levels;
  beside(
      state, 1, some * in.prbs, octets, "of_read",
      [&] {
        const auto packets = next();
        for (std::size_t n = 0; n < some; ++n)
          (void)iq::add_levels_fast(format, packets.subspan(n * in.step + kHeader, in.prbs * in.each),
                                    in.prbs, levels);
        benchmark::DoNotOptimize(levels);
      },
      [&] { read(next()); });
  iq::use_instruction_set("");
}

const bool kRegistered = [] {
  const std::vector<std::string_view> sets = iq::instruction_sets();
  for (const auto& [name, method] : {std::pair{"bfp", iq::kMethodBfp}, std::pair{"none", iq::kMethodNone}})
    for (const unsigned width : {9u, 12u, 14u, 16u})
      for (const std::size_t prbs : {std::size_t{273}, std::size_t{51}}) {
        if ((method == iq::kMethodNone) != (width == 16) || (prbs == 51 && width != 9)) continue;
        const iq::Format format{method, static_cast<std::uint8_t>(width)};
        const std::string what = name + std::to_string(width) + '/' + std::to_string(prbs);
        for (const std::string_view set : sets)
          benchmark::RegisterBenchmark(("levels/" + what + '/' + std::string{set}).c_str(),
                                       [=](benchmark::State& s) { inspect(s, format, prbs, set); })
              ->UseManualTime()
              ->Unit(benchmark::kMillisecond);
      }
  return true;
}();

}  // namespace
}  // namespace plumbline::bench

BENCHMARK_MAIN();

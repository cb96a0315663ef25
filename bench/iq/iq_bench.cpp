// What none and BFP cost beside copying the same 16-bit samples, in the second-level cache, on one core.
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "copy.h"
#include "iq/compression.h"
#include "iq/fast.h"

namespace plumbline::bench {
namespace {

void convert(benchmark::State& state, iq::Format format, std::string_view set, bool expand) {
  std::vector<std::int16_t> numbers = samples();
  if (format.method == iq::kMethodNone)
    for (auto& number : numbers) number = static_cast<std::int16_t>(number >> (16 - format.width));
  std::vector<std::uint8_t> octets(kPrbs * iq::prb_octets(format).value_or(0));
  if (!iq::compress(format, numbers, octets)) return state.SkipWithError("cannot");
  beside_copy(state, set, octets.size(), [&] {
    if (expand)
      benchmark::DoNotOptimize(iq::expand_fast(format, octets, numbers));
    else
      benchmark::DoNotOptimize(iq::compress_fast(format, numbers, octets));
  });
}

const bool kRegistered = [] {
  for (const std::string_view set : iq::instruction_sets())
    for (const bool expand : {true, false})
      for (const auto& [name, method] :
           {std::pair{"none", iq::kMethodNone}, std::pair{"bfp", iq::kMethodBfp}})
        for (const int width : {8, 9, 10, 12, 14, 16})
          add((expand ? "expand/" : "compress/") + std::string{name} + std::to_string(width), set,
              [format = iq::Format{method, static_cast<std::uint8_t>(width)}, set,
               expand](benchmark::State& state) { convert(state, format, set, expand); });
  return true;
}();

}  // namespace
}  // namespace plumbline::bench

BENCHMARK_MAIN();

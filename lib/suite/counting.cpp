#include "suite/counting.h"

#include <limits>
#include <utility>

namespace plumbline::suite {
namespace {

constexpr const char* kCounters = "counters of the unit";

Measured in(std::uint64_t least, std::uint64_t most, std::uint64_t observed) {
  constexpr std::uint64_t kMost = std::numeric_limits<std::int64_t>::max();
  return {.expected = static_cast<std::int64_t>(std::min(least, kMost)),
          .expected_to = static_cast<std::int64_t>(std::min(most, kMost)),
          .observed = static_cast<std::int64_t>(std::min(observed, kMost))};
}

}  // namespace

void judge_counter(const CounterName& counter, std::uint64_t least, std::uint64_t most,
                   const Observed& observed, Judgement& judgement) {
  if (!observed.unit) return judgement.lacks(counter.name, {kCounters});
  judgement.holds(counter.name, in(least, most, *observed.unit.*counter.value));
}

void judge_discarded(std::uint64_t least, const Observed& observed, Judgement& judgement) {
  if (!observed.unit) return judgement.lacks("RX_CORRUPT", {kCounters});
  judgement.holds("RX_CORRUPT",
                  in(least, ~std::uint64_t{0}, observed.unit->rx_corrupt + observed.unit->rx_err_drop));
}

std::string no_counters(const Setup& setup) {
  return setup.unit.has(profile::Feature::counters) ? "" : "profile features: counters";
}

std::uint64_t windowed_cplane(const Observed& observed) {
  std::uint64_t others = 0;
  std::pair<std::uint64_t, std::uint32_t> last{0, 0};
  for (const SeenUe& seen : observed.ues) {
    const std::pair at{seen.place.packet, seen.place.message};
    if (seen.place.from_o_du && at != last) ++others;
    last = at;
  }
  return observed.tester.tx_total_c - others;
}

}  // namespace plumbline::suite

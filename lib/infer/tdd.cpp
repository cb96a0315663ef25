// The TDD pattern: which slots of the frame carried which direction.
#include <algorithm>
#include <bit>

#include "infer/conclude.h"
#include "track/slots.h"

namespace plumbline::infer {
namespace {

/// Symbols of a slot by direction.
struct Use {
  std::uint16_t downlink = 0, uplink = 0;
  bool any() const { return (downlink | uplink) != 0; }
  bool shared() const { return (downlink & uplink) != 0; }
};

/// Slots of a frame, or of a period of it.
using Slots = std::vector<Use>;

struct Coverage {
  Slots frame;
  std::int64_t slots = 0;  ///< from the first to the last one seen
};

Coverage cover(const Evidence& evidence, std::uint8_t mu) {
  Coverage coverage{.frame = Slots(10u << mu)};
  track::SlotUnwrap unwrap;
  std::int64_t first = INT64_MAX, last = INT64_MIN;
  evidence.each([&](const Seen& seen, const Stream& stream) {
    const track::SlotNumber number = unwrap.observe(seen.at);
    if (seen.at.slot >= 1u << mu) return;
    const unsigned in_frame = (unsigned{seen.at.subframe} << mu) + seen.at.slot;
    const std::int64_t slot = (number >> 10) * static_cast<std::int64_t>(coverage.frame.size()) + in_frame;
    first = std::min(first, slot);
    last = std::max(last, slot);
    // PRACH symbols count in their own grid: they say nothing of the slot's symbols.
    if (stream.section_type == 3 || stream.prach_filter) return;
    Use& use = coverage.frame[in_frame];
    std::uint16_t& mask = stream.direction == radio::Direction::downlink ? use.downlink : use.uplink;
    mask = static_cast<std::uint16_t>(mask | seen.symbols);
  });
  coverage.slots = first > last ? 0 : last - first + 1;
  return coverage;
}

/// The slots of a frame laid over each other with this period.
Slots fold(const Slots& frame, std::size_t period) {
  Slots folded(period);
  for (std::size_t i = 0; i < frame.size(); ++i) {
    Use& use = folded[i % period];
    use.downlink = static_cast<std::uint16_t>(use.downlink | frame[i].downlink);
    use.uplink = static_cast<std::uint16_t>(use.uplink | frame[i].uplink);
  }
  return folded;
}

char letter(const Slots& slots, std::size_t i) {
  const Use& use = slots[i];
  if (!use.any()) return '.';
  if (use.shared()) return 'F';
  if (use.downlink != 0 && use.uplink != 0) return 'S';
  if (use.downlink == 0) return 'U';
  // Downlink that stops early is special where uplink follows; else the cell had no more to send.
  const Use& next = slots[(i + 1) % slots.size()];
  const bool stops = (use.downlink >> 13 & 1) == 0;
  return stops && next.downlink == 0 && next.uplink != 0 ? 'S' : 'D';
}

std::string letters(const Slots& slots) {
  std::string text;
  for (std::size_t i = 0; i < slots.size(); ++i) text += letter(slots, i);
  return text;
}

/// The pattern in `slots`, or nothing when they do not make one.
std::optional<profile::TddPattern> pattern(const Slots& slots) {
  profile::TddPattern tdd{.slots = letters(slots)};
  if (tdd.slots.find('.') != std::string::npos || tdd.slots.find('F') != std::string::npos)
    return std::nullopt;
  for (std::size_t i = 0; i < slots.size(); ++i) {
    if (tdd.slots[i] != 'S') continue;
    const auto down = static_cast<std::uint8_t>(std::bit_width(slots[i].downlink));
    const auto up =
        static_cast<std::uint8_t>(slots[i].uplink == 0 ? 0 : 14 - std::countr_zero(slots[i].uplink));
    tdd.special_dl_symbols = std::max(tdd.special_dl_symbols, down);
    tdd.special_ul_symbols = std::max(tdd.special_ul_symbols, up);
  }
  if (tdd.special_dl_symbols + tdd.special_ul_symbols > 14) return std::nullopt;
  return tdd;
}

}  // namespace

void conclude_tdd(const Evidence& evidence, Inferred& to) {
  profile::Carrier& carrier = to.link.carriers[0];
  const Coverage coverage = cover(evidence, carrier.numerology.mu);
  TddEvidence& tdd = to.tdd;
  tdd.seen = letters(coverage.frame);
  const Use all = fold(coverage.frame, 1)[0];
  tdd.one_direction = all.downlink == 0 || all.uplink == 0;
  if (tdd.one_direction) return;
  const auto seen =
      std::count_if(coverage.frame.begin(), coverage.frame.end(), [](const Use& u) { return u.any(); });
  const auto shared =
      std::count_if(coverage.frame.begin(), coverage.frame.end(), [](const Use& u) { return u.shared(); });
  if (shared * 2 > seen) {
    tdd.known = tdd.fdd = true;
    return;
  }
  for (std::size_t period = 1; period <= coverage.frame.size(); ++period) {
    if (coverage.frame.size() % period != 0 || coverage.slots < static_cast<std::int64_t>(period)) continue;
    const auto found = pattern(fold(coverage.frame, period));
    if (!found) continue;
    carrier.tdd = *found;
    tdd.known = true;
    tdd.periods = static_cast<std::uint32_t>(coverage.slots / static_cast<std::int64_t>(period));
    return;
  }
}

}  // namespace plumbline::infer

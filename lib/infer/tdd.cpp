// The TDD pattern: which slots of the frame carried which direction.
#include <algorithm>
#include <array>
#include <bit>

#include "infer/conclude.h"
#include "track/slots.h"

namespace plumbline::infer {
namespace {

/// Messages that carry or describe each symbol of a slot, by direction.
struct Use {
  std::array<std::uint32_t, 14> downlink{}, uplink{};
};

/// A symbol belongs to a direction unless the other one has this many times the messages: a few strays (a
/// sender that misses its slot) do not make a slot one of both directions.
constexpr std::uint64_t kStray = 10;

/// Symbols of a slot that a direction has, strays left out.
std::uint16_t symbols(const std::array<std::uint32_t, 14>& own, const std::array<std::uint32_t, 14>& other) {
  std::uint16_t mask = 0;
  for (unsigned i = 0; i < 14; ++i)
    if (own[i] * kStray > other[i]) mask = static_cast<std::uint16_t>(mask | 1u << i);
  return mask;
}

struct Masks {
  std::uint16_t downlink = 0, uplink = 0;
  explicit Masks(const Use& use)
      : downlink{symbols(use.downlink, use.uplink)}, uplink{symbols(use.uplink, use.downlink)} {}
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
    auto& counts = stream.direction == radio::Direction::downlink ? use.downlink : use.uplink;
    for (unsigned i = 0; i < 14; ++i) counts[i] += seen.symbols >> i & 1u;
  });
  coverage.slots = first > last ? 0 : last - first + 1;
  return coverage;
}

/// The slots of a frame laid over each other with this period.
Slots fold(const Slots& frame, std::size_t period) {
  Slots folded(period);
  for (std::size_t i = 0; i < frame.size(); ++i) {
    for (std::size_t s = 0; s < 14; ++s) {
      folded[i % period].downlink[s] += frame[i].downlink[s];
      folded[i % period].uplink[s] += frame[i].uplink[s];
    }
  }
  return folded;
}

char letter(const Slots& slots, std::size_t i) {
  const Masks use{slots[i]};
  if (!use.any()) return '.';
  if (use.shared()) return 'F';
  if (use.downlink != 0 && use.uplink != 0) return 'S';
  if (use.downlink == 0) return 'U';
  // Downlink that stops early is special where uplink follows; else the cell had no more to send.
  const Masks next{slots[(i + 1) % slots.size()]};
  const bool stops = (use.downlink >> 13 & 1) == 0;
  return stops && next.downlink == 0 && next.uplink != 0 ? 'S' : 'D';
}

std::string letters(const Slots& slots) {
  std::string text;
  for (std::size_t i = 0; i < slots.size(); ++i) text += letter(slots, i);
  return text;
}

/// A slot without any traffic between downlink and uplink is a special slot without symbols, when there is no
/// other one.
void name_guard_slot(std::string& text) {
  const std::size_t at = text.find('.');
  if (at == std::string::npos || text.find('S') != std::string::npos) return;
  const std::size_t size = text.size();
  if (text[(at + size - 1) % size] == 'D' && text[(at + 1) % size] == 'U') text[at] = 'S';
}

/// The pattern in `slots`, or nothing when they do not make one.
std::optional<profile::TddPattern> pattern(const Slots& slots) {
  profile::TddPattern tdd{.slots = letters(slots)};
  name_guard_slot(tdd.slots);
  if (tdd.slots.find_first_of(".F") != std::string::npos) return std::nullopt;
  for (std::size_t i = 0; i < slots.size(); ++i) {
    if (tdd.slots[i] != 'S') continue;
    const Masks use{slots[i]};
    const auto down = static_cast<std::uint8_t>(std::bit_width(use.downlink));
    const auto up = static_cast<std::uint8_t>(use.uplink == 0 ? 0 : 14 - std::countr_zero(use.uplink));
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
  const auto none = [](const auto& counts) { return counts == std::array<std::uint32_t, 14>{}; };
  tdd.one_direction = none(all.downlink) || none(all.uplink);
  if (tdd.one_direction) return;
  std::size_t seen = 0, shared = 0;
  for (const Use& use : coverage.frame) {
    if (Masks{use}.any()) ++seen;
    if (Masks{use}.shared()) ++shared;
  }
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

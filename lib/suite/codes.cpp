#include "suite/codes.h"

#include "iq/packing.h"

namespace plumbline::suite {
namespace {

constexpr std::uint64_t kChangers = std::uint64_t{1} << 6 | 1 << 12 | 1 << 13 | 1 << 19 | 1 << 20;

void take(const std::uint8_t* octets, unsigned first_bit, unsigned width, SentPrb& prb) {
  iq::BitReader reader{octets};
  if (first_bit > 0) (void)reader.take(first_bit);
  for (unsigned i = 0; i < iq::kNumbersPerPrb; ++i)
    prb.numbers[i] = prb.sends(i / 2) ? reader.take(width) : 0;
}

}  // namespace

bool each_prb(const Observed& observed, const SeenUplane& seen,
              const std::function<void(const SentPrb&)>& visit) {
  const std::uint8_t method = wire::method_of(seen.packing), width = wire::width_of(seen.packing);
  if (method < iq::kMethodModulation || method > iq::kMethodModulationMasks || seen.prb_octets == 0)
    return false;
  const Octets octets = observed.prbs_of(seen);
  const bool own = method == iq::kMethodBfpSelective || method == iq::kMethodModulationSelective;
  const std::size_t head = own ? 2 : method == iq::kMethodBfpMasks ? 1 : 0;
  std::size_t bit = 0;
  for (std::uint32_t i = 0; i < seen.prbs.count; ++i) {
    SentPrb prb{.index = i};
    const std::size_t at = bit / 8;
    if (octets.size() < at + head) return false;
    if (wire::has_section_masks(method)) {
      prb.sent = (i % 2 == 1 && seen.prbs.step == 1 ? seen.mask2 : seen.mask1) & 0xFFF;
    } else if (own) {
      prb.sent = static_cast<std::uint16_t>(octets[at] >> 4 << 8 | octets[at + 1]);
    }
    const std::uint8_t low = head > 0 ? octets[at] & 15 : 0;
    if (iq::has_exponent(method)) prb.exponent = low;
    if (method == iq::kMethodModulationSelective) prb.reserved = low;
    if (method == iq::kMethodBfpMasks) prb.reserved = octets[at] >> 4;
    const std::size_t from = bit + 8 * head, end = from + wire::selected_bits(width, prb.sent);
    if ((end + 7) / 8 > octets.size()) return false;
    take(octets.data() + from / 8, from % 8, width, prb);
    visit(prb);
    bit = method == iq::kMethodModulationMasks ? end : (end + 7) / 8 * 8;
  }
  return (bit + 7) / 8 == octets.size();
}

std::uint16_t turned(std::uint16_t mask) {
  unsigned out = 0;
  for (unsigned re = 0; re < iq::kResPerPrb; ++re) out |= (mask >> re & 1u) << (iq::kResPerPrb - 1 - re);
  return static_cast<std::uint16_t>(out);
}

Descriptions::Descriptions(const Observed& observed) {
  unsigned symbol = 0, step = 1;
  std::uint64_t packet = 0;
  for (const SeenCplane& seen : observed.cplane) {
    if (seen.place.packet != packet) symbol = seen.header.start.symbol, step = 1;
    packet = seen.place.packet;
    if (seen.section.sym_inc) symbol += step;
    step = seen.section.num_symbol;
    if (seen.header.direction != radio::Direction::downlink || seen.header.section_type == 0) continue;
    const bool changed = (seen.extensions & kChangers) != 0;
    const std::uint32_t symbols = changed       ? ~0u
                                  : symbol < 16 ? ((1u << seen.section.num_symbol) - 1) << symbol
                                                : 0;
    entries_[key_of(seen.place.eaxc, seen.header.start, seen.section.id)].push_back({symbols, &seen});
  }
}

std::vector<const SeenCplane*> Descriptions::of(const SeenUplane& seen) const {
  std::vector<const SeenCplane*> found;
  const auto entries = entries_.find(key_of(seen.place.eaxc, seen.header.at, seen.section));
  if (entries == entries_.end() || seen.header.at.symbol > 31) return found;
  for (const Entry& entry : entries->second)
    if ((entry.symbols >> seen.header.at.symbol & 1) != 0) found.push_back(entry.seen);
  return found;
}

std::uint16_t Descriptions::res(std::span<const SeenCplane* const> found) {
  unsigned all = 0;
  for (const SeenCplane* one : found) all |= one->section.re_mask;
  return turned(static_cast<std::uint16_t>(all & 0xFFF));
}

}  // namespace plumbline::suite

#include "suite/codes.h"

#include "iq/packing.h"
#include "wire/cplane/extensions.h"

namespace plumbline::suite {
namespace {

constexpr std::uint64_t kChangers = std::uint64_t{1} << 6 | 1 << 12 | 1 << 13 | 1 << 19 | 1 << 20;

void take(const std::uint8_t* octets, unsigned first_bit, unsigned width, SentPrb& prb) {
  iq::BitReader reader{octets};
  if (first_bit > 0) (void)reader.take(first_bit);
  for (unsigned i = 0; i < iq::kNumbersPerPrb; ++i)
    prb.numbers[i] = prb.sends(i / 2) ? reader.take(width) : 0;
}

/// Takes the sets of SE 5 and SE 23.
struct SetSink : wire::NullLayoutSink {
  SetSink(std::vector<AmplitudeSet>& sets, std::uint8_t& at) : to{&sets}, part{&at} {}
  void item(const wire::Extension5::Set& set) {
    to->push_back({5, *part, set.re_mask, set.csf, set.scale_offset});
  }
  void item(const wire::Extension23::Set& set) {
    to->push_back({23, *part, set.mc_scale_re_mask, set.csf, set.mc_scale_offset});
  }
  void item(const wire::Extension23::Pattern& /*pattern*/) { ++*part; }
  std::vector<AmplitudeSet>* to;
  std::uint8_t* part;
};

}  // namespace

std::vector<AmplitudeSet> sets_of(const Observed& observed, const SeenCplane& seen) {
  std::vector<AmplitudeSet> sets;
  const wire::CplaneParameters parameters;
  const wire::SectionContext context{.parameters = parameters, .section = seen.section};
  std::uint8_t part = 0;
  wire::ExtensionWalk walk{observed.extensions_of(seen)};
  for (wire::Extension extension; walk.next(extension);) {
    SetSink sink{sets, part};
    if (extension.type == wire::Extension4::kType) {
      wire::Extension4 body;
      if (wire::decode_extension_body(extension, context, body) == wire::LayoutEnd::complete)
        sets.push_back({4, part, seen.section.re_mask, body.csf, body.mod_comp_scaler});
    } else if (extension.type == wire::Extension5::kType) {
      wire::Extension5 body;
      (void)wire::read_extension(extension, context, body, sink);
    } else if (extension.type == wire::Extension23::kType) {
      wire::Extension23 body;
      (void)wire::read_extension(extension, context, body, sink);
    } else {
      continue;
    }
    ++part;
  }
  return sets;
}

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
  SymbolWalk walk;
  for (const SeenCplane& seen : observed.cplane) {
    const unsigned symbol = walk.next(seen);
    if (seen.header.direction != radio::Direction::downlink || seen.header.section_type == 0) continue;
    const bool changed = (seen.extensions & kChangers) != 0;
    const std::uint32_t symbols = changed       ? ~0u
                                  : symbol < 16 ? ((1u << seen.section.num_symbol) - 1) << symbol
                                                : 0;
    entries_[{seen.place.eaxc.value, seen.time().slot(), seen.section.id}].push_back({symbols, &seen});
  }
}

std::vector<const SeenCplane*> Descriptions::of(const SeenUplane& seen) const {
  std::vector<const SeenCplane*> found;
  const auto entries = entries_.find({seen.place.eaxc.value, seen.time().slot(), seen.section});
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

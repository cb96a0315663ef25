#include "suite/samples.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace plumbline::suite {
namespace {

/// How the channel of a section packs its samples; nothing for ids that the link does not have.
const profile::Compression* compression_of(const Setup& setup, const SeenUplane& seen) {
  std::array<profile::Endpoint, 4> found{};
  const std::size_t count =
      profile::find_endpoints(setup.link, seen.place.eaxc, seen.header.direction, found.data(), found.size());
  for (std::size_t i = 0; i < count; ++i)
    if ((found[i].channel->kind == profile::ChannelKind::prach) == seen.prach)
      return &found[i].channel->compression;
  return nullptr;
}

}  // namespace

bool add_samples(const Setup& setup, const Observed& observed, const SeenUplane& seen,
                 std::vector<std::int32_t>& numbers) {
  const profile::Compression* compression = compression_of(setup, seen);
  if (compression == nullptr || seen.prb_octets == 0) return false;
  iq::Format format{.method = static_cast<std::uint8_t>(compression->method), .width = compression->width};
  if (compression->dynamic)
    format = {.method = wire::method_of(seen.ud_comp_hdr), .width = wire::width_of(seen.ud_comp_hdr)};
  if (iq::is_modulation(format.method)) return false;
  const bool rb = seen.prbs.step != 1;
  format.mask_odd = seen.mask1 & 0xFFF;
  format.mask_even = (rb ? seen.mask1 : seen.mask2) & 0xFFF;
  const bool magnitude = compression->mulaw_sign == profile::MulawSign::sign_magnitude;
  const std::size_t before = numbers.size();
  numbers.resize(before + seen.prbs.count * iq::kNumbersPerPrb);
  const auto done = iq::expand(format, observed.prbs_of(seen), std::span{numbers}.subspan(before),
                               magnitude ? iq::Sign::magnitude : iq::Sign::twos_complement);
  if (done) return true;
  numbers.resize(before);
  return false;
}

void each_symbol(const Setup& setup, const Observed& observed, const Regard& regard,
                 const std::function<void(const SymbolSamples&)>& visit) {
  std::map<std::pair<std::uint16_t, AirTime>, std::vector<const SeenUplane*>> symbols;
  for (const std::vector<SeenUplane>* some : {&observed.uplane, &observed.unread})
    for (const SeenUplane& seen : *some)
      if (regard(seen)) symbols[{seen.place.eaxc.value, seen.time()}].push_back(&seen);
  for (auto& [key, sections] : symbols) {
    std::sort(sections.begin(), sections.end(),
              [](const SeenUplane* a, const SeenUplane* b) { return a->prbs.first < b->prbs.first; });
    SymbolSamples symbol{.eaxc = {key.first},
                         .at = key.second,
                         .packet = sections.front()->place.packet,
                         .ud_comp_hdr = sections.front()->ud_comp_hdr};
    for (const SeenUplane* seen : sections) {
      if (!add_samples(setup, observed, *seen, symbol.numbers)) {
        symbol.whole = false;
        continue;
      }
      for (std::uint32_t i = 0; i < seen->prbs.count; ++i)
        symbol.prbs.push_back(static_cast<std::uint16_t>(seen->prbs.first + i * seen->prbs.step));
    }
    visit(symbol);
  }
}

}  // namespace plumbline::suite

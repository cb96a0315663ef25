#include "suite/expect.h"

#include <algorithm>
#include <unordered_map>

namespace plumbline::suite {
namespace {

/// One symbol of one eAxC and direction; frames by 31 bits come again after 248 days.
std::uint64_t key_of(radio::Eaxc eaxc, bool downlink, std::int64_t frame, const radio::RadioTime& at) {
  std::uint64_t key = eaxc.value;
  key = key << 1 | std::uint64_t{downlink};
  key = key << 31 | (static_cast<std::uint64_t>(frame) & 0x7FFFFFFF);
  key = key << 4 | (at.subframe & 15u);
  key = key << 6 | (at.slot & 63u);
  return key << 6 | (at.symbol & 63u);
}

/// Extensions that change which PRBs and symbols a section describes.
constexpr std::uint64_t kChangers = std::uint64_t{1} << 6 | 1 << 12 | 1 << 13 | 1 << 19 | 1 << 20;

/// What is wanted and what came of one PRB.
struct Prb {
  std::uint16_t section = 0;
  std::uint8_t step = 0;  ///< 0: not wanted
  std::uint8_t filter_index = 0;
  std::uint8_t came = 0;
};
using Symbol = std::vector<Prb>;

Prb& at(Symbol& symbol, std::uint32_t prb) {
  if (symbol.size() <= prb) symbol.resize(prb + 1);
  return symbol[prb];
}

}  // namespace

Wanted SlotOf::wanted() const {
  const unsigned slots = carrier.numerology.slots_per_subframe();
  return {.eaxc = eaxc(),
          .frame = frame,
          .subframe = static_cast<std::uint8_t>(slot / slots),
          .slot = static_cast<std::uint8_t>(carrier.id_of_slot(slot % slots))};
}

Difference compare(std::span<const Wanted> wanted, std::span<const SeenUplane> seen, const Regard& regard) {
  Difference difference;
  // Uplink and downlink have spaces of their own: what is wanted is of the direction that is regarded.
  const auto first = std::find_if(seen.begin(), seen.end(), regard);
  const bool downlink = first != seen.end() && first->header.direction == radio::Direction::downlink;
  std::unordered_map<std::uint64_t, Symbol> symbols;
  for (const Wanted& want : wanted) {
    Symbol& symbol = symbols[key_of(want.eaxc, downlink, want.frame, want.time())];
    for (std::uint32_t i = 0; i < want.prbs.count; ++i) {
      Prb& prb = at(symbol, want.prbs.first + i * want.prbs.step);
      prb = {.section = want.section,
             .step = static_cast<std::uint8_t>(want.prbs.step),
             .filter_index = want.filter_index};
      ++difference.wanted;
    }
  }
  for (const SeenUplane& one : seen) {
    if (!regard(one)) continue;
    Symbol& symbol = symbols[key_of(one.place.eaxc, one.header.direction == radio::Direction::downlink,
                                    one.frame, one.header.at)];
    for (std::uint32_t i = 0; i < one.prbs.count; ++i) {
      Prb& prb = at(symbol, one.prbs.first + i * one.prbs.step);
      if (prb.came < 255) ++prb.came;
      if (prb.step == 0)
        difference.extra.note(one.place.packet);
      else if (prb.came > 1)
        difference.twice.note(one.place.packet);
      else if (prb.section != one.section || prb.step != one.prbs.step ||
               prb.filter_index != one.header.filter_index)
        difference.misnamed.note(one.place.packet);
    }
  }
  for (const auto& [key, symbol] : symbols)
    for (const Prb& prb : symbol) difference.missing += prb.step != 0 && prb.came == 0 ? 1u : 0u;
  return difference;
}

unsigned SymbolWalk::next(const SeenCplane& section) {
  begins_ = !any_ || section.place.packet != packet_ || section.place.message != message_;
  any_ = true;
  if (begins_) symbol_ = section.header.start.symbol, step_ = 1;
  packet_ = section.place.packet;
  message_ = section.place.message;
  if (section.section.sym_inc) symbol_ += step_;
  step_ = section.section.num_symbol;
  return symbol_;
}

std::vector<Wanted> described(const Setup& setup, std::span<const SeenCplane> seen,
                              radio::Direction direction) {
  std::vector<Wanted> wanted;
  SymbolWalk walk;
  for (const SeenCplane& one : seen) {
    const unsigned symbol = walk.next(one);
    profile::Endpoint endpoint{};
    if (one.header.direction != direction || !wire::is_common(one.header.section_type) ||
        (one.extensions & kChangers) != 0 || one.section.re_mask == 0 ||
        profile::find_endpoints(setup.link, one.place.eaxc, direction, &endpoint, 1) == 0)
      continue;
    for (unsigned i = 0; i < one.section.num_symbol; ++i)
      wanted.push_back({.eaxc = one.place.eaxc,
                        .frame = one.frame,
                        .subframe = one.header.start.subframe,
                        .slot = one.header.start.slot,
                        .symbol = static_cast<std::uint8_t>(symbol + i),
                        .section = one.section.id,
                        .prbs = one.section.prbs(endpoint.carrier->prbs)});
  }
  return wanted;
}

Difference compare_described(const Setup& setup, const Observed& observed, radio::Direction direction) {
  Difference found =
      compare(described(setup, observed.cplane, direction), observed.uplane, [&](const SeenUplane& seen) {
        return seen.header.direction == direction && !seen.prach && !seen.unasked;
      });
  for (const SeenCplane& one : observed.cplane)
    found.unread += one.header.direction == direction && (one.extensions & kChangers) != 0 ? 1u : 0u;
  return found;
}

void judge_came(std::string_view name, const Difference& found, Judgement& judgement) {
  if (found.wanted == 0 && found.unread > 0) return judgement.not_applicable(name);
  judgement.all(name, found.wanted, found.wanted - found.missing, record::UNIT_PRB_SYMBOLS);
}

std::string no_data_channel(const Setup& setup, radio::Direction direction) {
  for (const profile::Carrier& carrier : setup.link.carriers)
    for (const profile::Channel& channel : carrier.channels) {
      if (channel.prach || channel.direction() != direction || channel.eaxc.empty()) continue;
      for (unsigned slot = 0; slot < carrier.numerology.slots_per_frame(); ++slot)
        if (carrier.symbols(direction, slot).count > 0) return {};
    }
  return direction == radio::Direction::uplink ? "link carriers.channels.pusch"
                                               : "link carriers.channels.pdsch";
}

bool uses_method(const Setup& setup, std::initializer_list<profile::Method> methods) {
  for (const profile::Carrier& carrier : setup.link.carriers)
    for (const profile::Channel& channel : carrier.channels)
      if (channel.direction() == direction_of(setup.dut) &&
          std::find(methods.begin(), methods.end(), channel.compression.method) != methods.end())
        return true;
  return false;
}

bool is_of_unit(const Setup& setup, const record::Stream& stream) {
  const auto& mac = setup.dut == Dut::o_ru ? setup.link.o_ru_mac : setup.link.o_du_mac;
  const std::string& source = stream.flow().source();
  return mac && std::equal(source.begin(), source.end(), mac->begin(), mac->end(),
                           [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; });
}

std::optional<radio::Eaxc> first_eaxc(const Setup& setup, profile::ChannelKind kind) {
  for (const profile::Carrier& carrier : setup.link.carriers)
    for (const profile::Channel& channel : carrier.channels)
      if (channel.kind == kind && !channel.eaxc.empty()) return channel.eaxc.front();
  return std::nullopt;
}

std::int64_t first_frame(const radio::FrameTiming& timing, GpsTime earliest) {
  const std::int64_t frame = radio::frame_at(timing, earliest);
  return radio::frame_start(timing, frame) < earliest ? frame + 1 : frame;
}

void each_slot(const Setup& setup, std::uint32_t frames, profile::ChannelKind kind,
               const std::function<void(const SlotOf&)>& visit) {
  for (const profile::Carrier& carrier : setup.link.carriers) {
    const std::int64_t first = first_frame(carrier.frame_timing, setup.start);
    for (std::int64_t frame = first; frame < first + frames; ++frame)
      for (const profile::Channel& channel : carrier.channels) {
        if (channel.kind != kind) continue;
        for (unsigned slot = 0; slot < carrier.numerology.slots_per_frame(); ++slot) {
          const profile::SymbolSpan symbols = carrier.symbols(channel.direction(), slot);
          if (symbols.count == 0) continue;
          for (std::size_t port = 0; port < channel.eaxc.size(); ++port)
            visit({carrier, channel, port, frame, slot, symbols});
        }
      }
  }
}

}  // namespace plumbline::suite

#include "suite/scripted.h"

#include <algorithm>
#include <array>
#include <set>

namespace plumbline::suite {
namespace {

constexpr std::uint16_t kMostNumPrb = 255;

/// Slots in which a speech is possible: all symbols are the channel's.
bool is_whole(const profile::Carrier& carrier, const profile::SymbolSpan& symbols) {
  return symbols.first == 0 && symbols.count == carrier.numerology.symbols_per_slot();
}

class SpeechScript final : public emulator::Script {
 public:
  SpeechScript(const Speech& speech, radio::Eaxc target) : speech_{speech}, target_{target} {}
  bool say(const emulator::SlotPlace& place, std::vector<emulator::ScriptMessage>& messages) const override {
    return place.channel.kind == profile::ChannelKind::pusch && place.channel.eaxc[place.port] == target_ &&
           is_whole(place.carrier, place.symbols) && speech_.say(place, messages);
  }

 private:
  Speech speech_;
  radio::Eaxc target_;
};

}  // namespace

bool is_pusch_alone(const Setup& setup, radio::Eaxc eaxc) {
  std::array<profile::Endpoint, 2> found{};
  return profile::find_endpoints(setup.link, eaxc, radio::Direction::uplink, found.data(), found.size()) ==
             1 &&
         found[0].channel->kind == profile::ChannelKind::pusch;
}

std::optional<radio::Eaxc> uplink_target(const Setup& setup) {
  for (const profile::Carrier& carrier : setup.link.carriers)
    for (const profile::Channel& channel : carrier.channels)
      for (const radio::Eaxc eaxc : channel.eaxc)
        if (channel.kind == profile::ChannelKind::pusch &&
            channel.coupling == profile::Coupling::section_id && is_pusch_alone(setup, eaxc))
          return eaxc;
  return std::nullopt;
}

const profile::Carrier* carrier_of(const Setup& setup, radio::Eaxc eaxc) {
  profile::Endpoint endpoint{};
  profile::find_endpoints(setup.link, eaxc, radio::Direction::uplink, &endpoint, 1);
  return endpoint.carrier;
}

std::string no_uplink_target(const Setup& setup) {
  const auto target = uplink_target(setup);
  if (!target) return "link carriers.channels: no PUSCH eAxC without PRACH or SRS, coupled by section_id";
  const profile::Carrier& carrier = *carrier_of(setup, *target);
  for (unsigned slot = 0; slot < carrier.numerology.slots_per_frame(); ++slot)
    if (is_whole(carrier, carrier.symbols(radio::Direction::uplink, slot))) return {};
  return "link carriers.tdd: no slot is all uplink";
}

std::shared_ptr<const emulator::Script> script_of(const Speech& speech, const Setup& setup) {
  return std::make_shared<SpeechScript>(speech, uplink_target(setup).value_or(radio::Eaxc{}));
}

void judge_speech(const Speech& speech, const Setup& setup, const Stimulus& stimulus,
                  const Observed& observed, Judgement& judgement) {
  const radio::Eaxc target = uplink_target(setup).value_or(radio::Eaxc{});
  std::vector<Wanted> wanted;
  std::set<AirTime> spoken;
  std::vector<emulator::ScriptMessage> unused;
  each_slot(setup, stimulus.frames, profile::ChannelKind::pusch, [&](const SlotOf& slot) {
    if (slot.eaxc() != target) return;
    unused.clear();
    const emulator::SlotPlace place{.carrier = slot.carrier,
                                    .channel = slot.channel,
                                    .port = slot.port,
                                    .frame = slot.frame,
                                    .slot = slot.slot,
                                    .symbols = slot.symbols};
    if (!is_whole(slot.carrier, slot.symbols) || !speech.say(place, unused)) return;
    spoken.insert({slot.frame, slot.wanted().time()});
    speech.want(slot, wanted);
  });
  // Slots of plain traffic are left to the rules.
  const Difference found = compare(wanted, observed.uplane, [&](const SeenUplane& seen) {
    return seen.header.direction == radio::Direction::uplink && seen.place.eaxc == target &&
           spoken.contains(seen.time().slot());
  });
  const auto unit = record::UNIT_PRB_SYMBOLS;
  // A speech may be one that is not to be answered; one that was never made tells nothing.
  if (spoken.empty())
    judgement.inconclusive("answered", {.expected = 1, .expected_to = INT64_MAX, .unit = unit});
  else
    judgement.equals("answered", found.wanted, found.wanted - found.missing, unit);
  judgement.none("nothing_else", spoken.size(), found.extra + found.twice, unit);
  judgement.none("named", spoken.size(), found.misnamed, unit);
}

wire::Section section_of(std::uint16_t id, std::uint16_t first, std::uint16_t count, std::uint8_t symbols) {
  wire::Section section;
  section.id = id;
  section.start_prb = first;
  section.num_prb = static_cast<std::uint8_t>(count);
  section.re_mask = 0xFFF;
  section.num_symbol = symbols;
  return section;
}

std::vector<emulator::ScriptSection> cover(std::uint16_t id, std::uint16_t first, std::uint16_t count,
                                           std::uint8_t symbols) {
  std::vector<emulator::ScriptSection> sections;
  for (std::uint16_t done = 0; done < count; done = static_cast<std::uint16_t>(done + kMostNumPrb)) {
    const auto now = std::min<std::uint16_t>(kMostNumPrb, static_cast<std::uint16_t>(count - done));
    sections.push_back({section_of(id++, static_cast<std::uint16_t>(first + done), now, symbols)});
  }
  return sections;
}

void want_range(const SlotOf& slot, std::uint16_t id, const radio::PrbRange& prbs, std::uint8_t symbol,
                std::uint8_t symbols, std::vector<Wanted>& wanted) {
  for (std::uint8_t i = 0; i < symbols; ++i) {
    Wanted& want = wanted.emplace_back(slot.wanted());
    want.symbol = static_cast<std::uint8_t>(symbol + i);
    want.section = id;
    want.prbs = prbs;
  }
}

void want_cover(const SlotOf& slot, std::uint16_t id, std::uint16_t first, std::uint16_t count,
                std::uint8_t symbol, std::uint8_t symbols, std::vector<Wanted>& wanted) {
  for (const emulator::ScriptSection& part : cover(id, first, count, symbols))
    want_range(slot, part.section.id, radio::make_prbs(part.section.start_prb, part.section.num_prb, 1),
               symbol, symbols, wanted);
}

wire::CplaneHeader header_at(const emulator::SlotPlace& place, std::uint8_t symbol) {
  wire::CplaneHeader header = place.header;
  header.start.symbol = symbol;
  return header;
}

}  // namespace plumbline::suite

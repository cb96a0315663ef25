// FH-CPL-025: section type 4, sleep and ready.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "suite/cases/cpl/cpl_025_story.h"
#include "suite/frames.h"

namespace plumbline::suite::cpl_025 {

/// Sections that are asked of what sleeps begin with this id; others with kAwake.
inline constexpr std::uint16_t kAwake = 100, kAsleep = 200;
/// ackNackReqId of the commands, and of SE 22.
inline constexpr std::uint16_t kCommand = 0x3001, kProbe = 0x2001;

/// Keeps the O-DU's promise to leave alone what sleeps, but for requests to one eAxC, which shows it.
class Teller final : public emulator::Script {
 public:
  Teller(const Setup& setup, std::size_t part)
      : setup_{setup}, plot_{setup_, part}, target_{uplink_target(setup_).value_or(radio::Eaxc{})} {}

  bool say(const emulator::SlotPlace& place, std::vector<emulator::ScriptMessage>& messages) const override {
    if (!plot_.is_told()) return false;
    const std::int64_t slot = plot_.slot_of(place.frame, place.slot);
    const radio::Eaxc eaxc = place.channel.eaxc[place.port];
    const bool uplink = place.channel.direction() == radio::Direction::uplink;
    const bool tells = uplink != plot_.story().downlink && eaxc == plot_.teller() &&
                       (place.channel.kind == profile::ChannelKind::pusch ||
                        place.channel.kind == profile::ChannelKind::pdsch);
    bool told = false;
    if (tells)
      for (std::size_t i = 0; i < plot_.steps().size(); ++i)
        if (plot_.slot_of(*plot_.steps()[i]) == slot) {
          tell(place, i, messages);
          told = true;
        }
    if (!uplink) {
      if (plot_.is_quiet_downlink(slot)) return true;
      if (told) say_plain(place, messages);
      return told;
    }
    const bool quiet = plot_.sleeps() && slot >= plot_.begin() && slot < plot_.latest();
    if (place.channel.kind == profile::ChannelKind::pusch && eaxc == target_) {
      if (!quiet || slot >= plot_.end())
        ask(place, kAwake, 0, messages);
      else
        probe(place, messages);
      return true;
    }
    if (!quiet && told) say_plain(place, messages);
    return quiet || told;
  }

 private:
  void tell(const emulator::SlotPlace& place, std::size_t i,
            std::vector<emulator::ScriptMessage>& messages) const {
    const Step& step = *plot_.steps()[i];
    const bool feedback = setup_.unit.has(profile::Feature::ack_nack);
    wire::CplaneHeader header{.direction = place.header.direction,
                              .filter_index = place.carrier.numerology.mu,  // scs
                              .start = place.header.start,
                              .section_type = 4};
    header.start.symbol = 0;
    messages.push_back({.eaxc = place.channel.eaxc[place.port],
                        .header = header,
                        .rest = plot_.command(
                            step, feedback ? static_cast<std::uint16_t>(kCommand + i) : std::uint16_t{0})});
  }
  static void say_plain(const emulator::SlotPlace& place, std::vector<emulator::ScriptMessage>& messages) {
    messages.push_back(
        {.eaxc = place.channel.eaxc[place.port], .header = place.header, .sections = {{place.section}}});
  }
  /// All PRBs, in the symbols from `skip` on; of what sleeps an acknowledgement is asked for.
  void ask(const emulator::SlotPlace& place, std::uint16_t id, std::uint8_t skip,
           std::vector<emulator::ScriptMessage>& messages, std::uint8_t most = 14) const {
    const auto first = std::max(skip, place.symbols.first);
    const int end = std::min<int>(place.symbols.first + place.symbols.count, most);
    if (first >= end) return;
    emulator::ScriptMessage message{
        .eaxc = place.channel.eaxc[place.port],
        .header = header_at(place, first),
        .sections = cover(id, 0, place.carrier.prbs, static_cast<std::uint8_t>(end - first))};
    if (id == kAsleep && setup_.unit.has(profile::Feature::ack_nack))
      message.sections.front().extensions = {0x16, 1, kProbe >> 8, kProbe & 255};
    messages.push_back(std::move(message));
  }
  void probe(const emulator::SlotPlace& place, std::vector<emulator::ScriptMessage>& messages) const {
    const bool partly = plot_.story().symbols == kSomeSymbols;
    if (partly) ask(place, kAwake, 0, messages, kFirstAsleep);
    if (setup_.unit.sleep->discards) ask(place, kAsleep, partly ? kFirstAsleep : 0, messages);
  }

  Setup setup_;
  Plot plot_;
  radio::Eaxc target_;
};

inline Stimulus stimulus(const Setup& setup, std::size_t part) {
  return {.frames = Plot{setup, part}.frames(), .script = std::make_shared<Teller>(setup, part)};
}

/// What came of section type 8.
struct Heard {
  std::map<AirTime, std::map<std::uint16_t, unsigned>> acks, nacks;  ///< but for ready messages
  std::vector<std::pair<AirTime, Feedback>> readies;
  std::uint64_t ready_packet = 0;
};
inline Heard hear(const Setup& setup, const Observed& observed) {
  Heard heard;
  for (const SeenOther& seen : observed.others) {
    const auto control = seen.place.from_o_du ? std::nullopt : control_of(seen);
    const auto feedback = control ? feedback_of(*control) : std::nullopt;
    if (!feedback) continue;
    const radio::RadioTime& start = feedback->header.start;
    const AirTime time{absolute_frame(setup.link, seen.place, radio::Direction::uplink, start.frame), start};
    if (feedback->ready) {
      heard.readies.emplace_back(time, *feedback);
      if (heard.ready_packet == 0) heard.ready_packet = seen.place.packet;
      continue;
    }
    for (const std::uint16_t id : feedback->acks) ++heard.acks[time][id];
    for (const std::uint16_t id : feedback->nacks) ++heard.nacks[time][id];
  }
  return heard;
}

/// The feedback of the commands.
inline void judge_commands(const Setup& setup, const Plot& plot, Heard& heard, Judgement& judgement) {
  if (!setup.unit.has(profile::Feature::ack_nack)) {
    judgement.lacks("acknowledged", {"profile features: ack_nack"});
    return judgement.lacks("refused", {"profile features: ack_nack"});
  }
  std::uint64_t good = 0, acknowledged = 0, bad = 0, refused = 0;
  for (std::size_t i = 0; i < plot.steps().size(); ++i) {
    const Step& step = *plot.steps()[i];
    const auto id = static_cast<std::uint16_t>(kCommand + i);
    unsigned acks = 0, nacks = 0;
    for (auto& [at, ids] : heard.acks)
      if (plot.slot_of(at) == plot.slot_of(step)) acks += ids[id];
    for (auto& [at, ids] : heard.nacks)
      if (plot.slot_of(at) == plot.slot_of(step)) nacks += ids[id];
    if (step.fate == Fate::obeyed) {
      ++good;
      acknowledged += acks == 1 && nacks == 0 ? 1u : 0u;
    } else {
      ++bad;
      const bool told = setup.unit.has(profile::Feature::nack) && step.fate != Fate::dropped;
      refused += acks == 0 && (told ? nacks == 1 : nacks <= 1) ? 1u : 0u;
    }
  }
  judgement.equals("acknowledged", good, acknowledged);
  if (bad > 0) judgement.equals("refused", bad, refused);
}

/// The ready message: the slot that it names, or nothing.
inline std::optional<std::int64_t> judge_ready(const Setup& setup, const Plot& plot, const Heard& heard,
                                               Judgement& judgement) {
  const std::size_t wanted = plot.is_minimum() ? 1 : 0;
  judgement.equals("ready", wanted, heard.readies.size(), record::UNIT_MESSAGES, heard.ready_packet);
  if (wanted == 0 || heard.readies.empty()) return std::nullopt;
  const auto& [time, ready] = heard.readies.front();
  const std::int64_t slot = plot.slot_of(time);
  judgement.holds("ready_in_time", {.expected = plot.end(),
                                    .expected_to = plot.latest(),
                                    .observed = slot + 1,
                                    .unit = record::UNIT_NONE,
                                    .packet = heard.ready_packet});
  const auto id = static_cast<std::uint16_t>(kCommand + plot.steps().size() - 1);
  const bool named = !setup.unit.has(profile::Feature::ack_nack) ||
                     std::count(ready.acks.begin(), ready.acks.end(), id) == 1;
  const bool sound = ready.nacks.empty() && ready.header.start.symbol == 0 &&
                     ready.header.filter_index == plot.carrier().numerology.mu;
  judgement.equals("ready_content", 1, named && sound ? 1 : 0, record::UNIT_MESSAGES, heard.ready_packet);
  return slot;
}

/// The U-plane of what sleeps, of what is not said to be ready, and of what is awake.
inline void judge_uplane(const Setup& setup, const Plot& plot, const Observed& observed,
                         std::optional<std::int64_t> ready, Judgement& judgement) {
  enum class State { awake, asleep, waking, either };
  // What was asked for before the ready message came need not be answered.
  const std::int64_t ahead =
      emulator::delays_of(setup.link, plot.carrier().numerology).t1a_cp_ul->max_ns / plot.slot_ns() + 1;
  const auto state_of = [&](const AirTime& time) {
    const std::int64_t slot = plot.slot_of(time);
    if (!plot.sleeps() || slot < plot.begin()) return State::awake;
    if (slot < plot.end())
      return (plot.story().symbols >> std::min<unsigned>(time.at.symbol, 13) & 1) != 0 ? State::asleep
                                                                                       : State::awake;
    if (!plot.is_minimum() || (ready && slot > *ready + ahead)) return State::awake;
    return ready && slot > *ready ? State::either : State::waking;
  };
  std::vector<Wanted> wanted = described(setup, observed.cplane, radio::Direction::uplink);
  std::erase_if(wanted, [&](const Wanted& one) { return state_of({one.frame, one.time()}) != State::awake; });
  Tally asleep, waking;
  for (const SeenUplane& seen : observed.uplane) {
    if (seen.header.direction != radio::Direction::uplink || seen.prach || seen.unasked) continue;
    const State state = state_of(seen.time());
    if (state != State::asleep && state != State::waking) continue;
    (state == State::asleep ? asleep : waking).note(seen.place.packet, seen.prbs.count);
  }
  const Difference found = compare(wanted, observed.uplane, [&](const SeenUplane& seen) {
    return seen.header.direction == radio::Direction::uplink && !seen.prach && !seen.unasked &&
           state_of(seen.time()) == State::awake;
  });
  const auto unit = record::UNIT_PRB_SYMBOLS;
  if (plot.sleeps()) judgement.never("silent", asleep, unit);
  if (plot.is_minimum()) judgement.never("ready_first", waking, unit);
  judgement.equals("awake", found.wanted, found.wanted - found.missing, unit);
  judgement.never("nothing_else", found.extra + found.twice, unit);
}

/// What was asked of the sleeping unit while its C-plane had to work: refused, and never acknowledged.
inline void judge_probes(const Setup& setup, const Plot& plot, Heard& heard, const Observed& observed,
                         Judgement& judgement) {
  if (!plot.sleeps() || !setup.unit.sleep->discards || !setup.unit.has(profile::Feature::ack_nack)) return;
  const bool on = plot.steps().front()->act == Act::sleep_on && plot.steps().size() == 2 &&
                  plot.steps().back()->act == Act::wake;
  std::uint64_t asked = 0, told = 0, acknowledged = 0;
  for (const SeenCplane& seen : observed.cplane) {
    if (seen.section.id != kAsleep || (seen.extensions >> 22 & 1) == 0) continue;
    ++asked;
    const std::int64_t slot = plot.slot_of(seen.time());
    for (auto& [at, ids] : heard.nacks)
      if (plot.slot_of(at) == slot) told += ids[kProbe];
    for (auto& [at, ids] : heard.acks)
      if (plot.slot_of(at) == slot) acknowledged += ids[kProbe];
  }
  const bool nacks = setup.unit.has(profile::Feature::nack);
  judgement.holds("dropped", {.expected = on && nacks ? static_cast<std::int64_t>(asked) : 0,
                              .expected_to = static_cast<std::int64_t>(asked),
                              .observed = static_cast<std::int64_t>(told),
                              .unit = record::UNIT_SECTIONS});
  judgement.equals("not_served", 0, acknowledged, record::UNIT_SECTIONS);
}

inline void judge(const Setup& setup, const Stimulus& sent, const Observed& observed, Judgement& judgement) {
  const Plot plot{setup, sent.part};
  Heard heard = hear(setup, observed);
  std::optional<std::int64_t> ready;
  if (plot.is_told()) {
    judge_commands(setup, plot, heard, judgement);
    ready = judge_ready(setup, plot, heard, judgement);
  } else {
    judgement.lacks("acknowledged", {"profile sleep: what this part commands"});
  }
  judge_uplane(setup, plot, observed, ready, judgement);
  judge_probes(setup, plot, heard, observed, judgement);
}

/// Stories of downlink need one.
inline std::string part_not_applicable(const Setup& setup, std::size_t part) {
  return Plot{setup, part}.has_carrier() ? "" : "link carriers.channels.pdsch";
}

inline std::string not_applicable(const Setup& setup) {
  if (!setup.unit.has(profile::Feature::sleep)) return "profile features: sleep";
  if (!setup.unit.sleep) return "profile sleep: sleep modes and wake-up durations";
  return no_uplink_target(setup);
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CONF.0", "v12.00", "3.2.7.1", "TRX control", Relation::part},
    {"O-RAN.WG4.TS.CONF.0", "v12.00", "3.2.7.2", "advanced sleep mode", Relation::part},
    {"O-RAN.WG4.TS.CONF.0", "v12.00", "3.2.7.3", "overlapping sleep commands", Relation::part},
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "16", "energy-saving functionality", Relation::part},
};
inline constexpr CriterionInfo kCriteria[] = {
    {"acknowledged", "each sleep and wake-up command is acknowledged", "O-RAN.WG4.TS.CUS.0 v17.01 16.1"},
    {"refused", "each command that cannot be obeyed is discarded, with a NACK where C-plane must work",
     "O-RAN.WG4.TS.CUS.0 v17.01 16.13"},
    {"ready", "a ready message comes where the wake-up duration is a minimum, and nowhere else",
     "O-RAN.WG4.TS.CUS.0 v17.01 16.6.2"},
    {"ready_in_time",
     "the slot behind that of the ready message is none before the minimum wake-up duration "
     "is over, and none later than the profile says",
     "O-RAN.WG4.TS.CUS.0 v17.01 16.6.2"},
    {"ready_content",
     "the ready message has symbolId 0, the scs of the carrier, the ackId of its command and "
     "no NACK",
     "O-RAN.WG4.TS.CUS.0 v17.01 16.6.2"},
    {"silent", "nothing comes of what sleeps", "O-RAN.WG4.TS.CUS.0 v17.01 16.13"},
    {"ready_first", "nothing comes before the unit has said that it is ready",
     "O-RAN.WG4.TS.CUS.0 v17.01 16.6.2"},
    {"awake", "everything that is asked of what is awake comes, from the first slot behind the sleep on",
     "O-RAN.WG4.TS.CUS.0 v17.01 16.4"},
    {"nothing_else", "nothing else comes, and nothing twice", "O-RAN.WG4.TS.CUS.0 v17.01 8.2.1"},
    {"dropped", "what is asked of the sleeping unit gets a NACK while its C-plane has to work",
     "O-RAN.WG4.TS.CUS.0 v17.01 16.13"},
    {"not_served", "what is asked of the sleeping unit is not acknowledged",
     "O-RAN.WG4.TS.CUS.0 v17.01 16.13"},
};

inline constexpr Case kCase{
    .id = "FH-CPL-025",
    .title = "section type 4, sleep and ready",
    .purpose = "What is put to sleep is silent for its time, nothing else is, and it wakes up when it said.",
    .duts = kORu,
    .kind = Kind::emulation,
    .references = kReferences,
    .remains = "power on air and power drawn, emergency wake-up (M-plane), several carriers and arrays",
    .criteria = kCriteria,
    .parts = kParts,
    .not_applicable = not_applicable,
    .stimulus = stimulus,
    .judge = judge,
    .part_not_applicable = part_not_applicable,
};

}  // namespace plumbline::suite::cpl_025

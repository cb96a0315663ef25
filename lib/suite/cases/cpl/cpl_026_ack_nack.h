// FH-CPL-026: ACK and NACK.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>

#include "suite/frames.h"
#include "suite/scripted.h"

namespace plumbline::suite::cpl_026 {

inline constexpr std::string_view kParts[] = {"good", "one bad"};
/// Of the sections at PRBs 0 and 4, and of the one between them that is faulty.
inline constexpr std::uint16_t kFirst = 0x1001, kBad = 0x1002, kSecond = 0x1003;

/// SE 22.
inline std::vector<std::uint8_t> asking(std::uint16_t id) {
  return {0x16, 1, static_cast<std::uint8_t>(id >> 8), static_cast<std::uint8_t>(id)};
}

/// The bad section has no symbols, and no extension that names them.
template <bool kWithBad>
inline bool say(const emulator::SlotPlace& place, std::vector<emulator::ScriptMessage>& messages) {
  const std::uint8_t symbols = place.symbols.count;
  emulator::ScriptMessage message{.eaxc = place.channel.eaxc[place.port], .header = header_at(place, 0)};
  message.sections.push_back({section_of(100, 0, 4, symbols), asking(kFirst)});
  if (kWithBad) message.sections.push_back({section_of(101, 8, 4, 0), asking(kBad)});
  message.sections.push_back({section_of(102, 4, 4, symbols), asking(kSecond)});
  messages.push_back(std::move(message));
  return true;
}

inline void want(const SlotOf& slot, std::vector<Wanted>& wanted) {
  want_range(slot, 100, radio::make_prbs(0, 4, 1), 0, slot.symbols.count, wanted);
  want_range(slot, 102, radio::make_prbs(4, 4, 1), 0, slot.symbols.count, wanted);
}

inline constexpr Speech kSpeeches[] = {{say<false>, want}, {say<true>, want}};

inline Stimulus stimulus(const Setup& setup, std::size_t part) {
  return {.script = script_of(kSpeeches[part], setup)};
}

/// How often the ids of a slot came, in ackId and in nackId.
struct Slot {
  std::map<std::uint16_t, unsigned> acks, nacks;
};
struct Said {
  std::map<AirTime, Slot> slots;
  std::uint64_t faulty = 0, packet = 0;  ///< messages that cannot be read; the first
};

/// The lists of all section type 8 messages of `target`.
inline Said read(const Setup& setup, const Observed& observed, radio::Eaxc target) {
  Said all;
  for (const SeenOther& seen : observed.others) {
    const auto control = seen.place.from_o_du || seen.place.eaxc != target ? std::nullopt : control_of(seen);
    if (!control || control->header.section_type != 8) continue;
    const auto feedback = feedback_of(*control);
    if (!feedback || feedback->ready) {
      if (all.faulty++ == 0) all.packet = seen.place.packet;
      continue;
    }
    const std::int64_t frame =
        absolute_frame(setup.link, seen.place, radio::Direction::uplink, feedback->header.start.frame);
    Slot& slot = all.slots[{frame, feedback->header.start}];
    for (const std::uint16_t id : feedback->acks) ++slot.acks[id];
    for (const std::uint16_t id : feedback->nacks) ++slot.nacks[id];
  }
  return all;
}

inline void judge(const Setup& setup, const Stimulus& sent, const Observed& observed, Judgement& judgement) {
  const radio::Eaxc target = uplink_target(setup).value_or(radio::Eaxc{});
  Said feedback = read(setup, observed, target);
  std::uint64_t good = 0, acknowledged = 0, bad = 0, refused = 0, others = feedback.faulty;
  const auto take = [](std::map<std::uint16_t, unsigned>& ids, std::uint16_t id) {
    const auto found = ids.find(id);
    if (found == ids.end()) return std::uint64_t{0};
    if (--found->second == 0) ids.erase(found);
    return std::uint64_t{1};
  };
  each_slot(setup, sent.frames, profile::ChannelKind::pusch, [&](const SlotOf& slot) {
    std::vector<Wanted> wanted;
    if (slot.eaxc() != target || slot.symbols.count != slot.carrier.numerology.symbols_per_slot()) return;
    Slot& came = feedback.slots[{slot.frame, slot.wanted().time()}];
    good += 2;
    acknowledged += take(came.acks, kFirst) + take(came.acks, kSecond);
    if (sent.part == 0) return;
    ++bad;
    refused += take(came.nacks, kBad);
  });
  for (const auto& [at, slot] : feedback.slots)
    for (const auto* ids : {&slot.acks, &slot.nacks})
      for (const auto& [id, count] : *ids) others += count;
  judgement.all("acknowledged", good, acknowledged, record::UNIT_SECTIONS);
  // NACK is a choice of the O-RU: one that has none says nothing of a bad section.
  if (sent.part == 1 && setup.unit.has(profile::Feature::nack))
    judgement.all("refused", bad, refused, record::UNIT_SECTIONS);
  else if (sent.part == 1)
    judgement.not_applicable("refused");
  judgement.equals("no_other_id", 0, others, record::UNIT_SECTIONS, feedback.packet);
  judge_speech(kSpeeches[sent.part], setup, sent, observed, judgement);
}

inline std::string not_applicable(const Setup& setup) {
  if (!setup.unit.has(profile::Feature::ack_nack)) return "profile features: ack_nack";
  for (const profile::Carrier& carrier : setup.link.carriers)
    if (carrier.prbs < 12) return "link carriers.prbs: fewer than 12";
  return no_uplink_target(setup);
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "7.2.8", "ACK/NACK feedback", Relation::own},
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "7.7.22", "section extension 22", Relation::own},
};
inline constexpr CriterionInfo kCriteria[] = {
    {"acknowledged", "the id of each good section came in ackId", "O-RAN.WG4.TS.CUS.0 v17.01 7.2.8"},
    {"refused", "the id of each section that cannot be read came in nackId",
     "O-RAN.WG4.TS.CUS.0 v17.01 7.2.8"},
    {"no_other_id", "no id came twice, in the wrong list, or unasked", "O-RAN.WG4.TS.CUS.0 v17.01 7.2.8"},
    kSpeechCriteria[0],
    kSpeechCriteria[1],
    kSpeechCriteria[2],
};

inline constexpr Case kCase{
    .id = "FH-CPL-026",
    .title = "ACK and NACK",
    .purpose = "Sections that ask for it are acknowledged, and refused where they cannot be read, each once.",
    .duts = kORu,
    .kind = Kind::emulation,
    .references = kReferences,
    .remains = "the window of the feedback: the link does not state it",
    .criteria = kCriteria,
    .parts = kParts,
    .not_applicable = not_applicable,
    .stimulus = stimulus,
    .judge = judge,
};

}  // namespace plumbline::suite::cpl_026

// FH-TRN-009: radio-transport fragmentation.
#pragma once

#include <map>
#include <string>

#include "suite/cases/trn/trn_008_application_fragments.h"
#include "suite/expect.h"

namespace plumbline::suite::trn_009 {

/// Where the parts of one eAxC id stand.
struct Series {
  bool begun = false, ended = true;
  std::uint8_t sequence = 0, next = 0;
};

/// What is wrong with parts, by the order in which they came.
struct Wrong {
  Tally counted;  ///< not the part that had to come, or of another message
  Tally ended;    ///< E is 1 in the middle, or never
};

/// Parts of the unit's messages, stream by stream.
inline Wrong walk(const Setup& setup, const Observed& observed) {
  Wrong wrong;
  std::map<std::uint16_t, Series> streams;
  const SeenPart* last = nullptr;
  for (const SeenPart& seen : observed.parts) {
    if (seen.place.from_o_du != (setup.dut == Dut::o_du)) continue;
    Series& series = streams[seen.place.eaxc.value];
    const bool follows = series.begun && seen.place.sequence == series.sequence &&
                         seen.subsequence == series.next && seen.subsequence != 0;
    if (seen.subsequence == 0 ? !series.ended : follows && series.ended)
      wrong.ended.note(seen.place.packet);
    else if (seen.subsequence != 0 && !follows)
      wrong.counted.note(seen.place.packet);
    series = {.begun = true,
              .ended = seen.last,
              .sequence = seen.place.sequence,
              .next = static_cast<std::uint8_t>(seen.subsequence + 1)};
    last = &seen;
  }
  for (const auto& [eaxc, series] : streams)
    if (!series.ended) wrong.ended.note(last->place.packet);
  return wrong;
}

/// What the unit joined of ours it drops nothing of.
inline void judge_counters(const Observed& observed, Judgement& judgement) {
  if (!observed.unit) return judgement.lacks("understood", {"the unit's counters"});
  judgement.equals("understood", 0, observed.unit->rx_err_drop + observed.unit->rx_corrupt);
}

inline void judge(const Setup& setup, const Stimulus& /*sent*/, const Observed& observed,
                  Judgement& judgement) {
  const trn_008::Parts parts = trn_008::parts_of(setup, observed);
  const auto all = static_cast<std::int64_t>(parts.all);
  judgement.add("parts", all > 0 ? record::VERDICT_PASS : record::VERDICT_INCONCLUSIVE,
                {.expected = 1, .expected_to = INT64_MAX, .observed = all});
  const Wrong wrong = walk(setup, observed);
  judgement.never("counted", wrong.counted);
  judgement.never("ended", wrong.ended);
  judgement.equals("joined", parts.all, parts.joined, record::UNIT_MESSAGES,
                   parts.all == parts.joined ? 0 : parts.first);
  const Difference difference = compare_described(
      setup, observed, setup.dut == Dut::o_ru ? radio::Direction::uplink : radio::Direction::downlink);
  const Tally came = difference.extra + difference.twice;
  judgement.equals("content", 0, difference.missing + came.count, record::UNIT_PRBS, came.first);
  if (setup.unit.has(profile::Feature::corrupt_counters)) judge_counters(observed, judgement);
}

inline Stimulus stimulus(const Setup& /*setup*/, std::size_t /*part*/) {
  return {.transport_fragments = true};
}

inline std::string not_applicable(const Setup& setup) {
  if (!setup.unit.has(profile::Feature::transport_fragments)) return "profile features: transport_fragments";
  if (!setup.link.sequence_checked) return "link sequence.checked: false";
  return trn_008::not_applicable(setup);
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "5.5.3", "radio transport layer fragmentation", Relation::own},
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "5.1.3.2.8", "ecpriSeqid", Relation::own},
};
inline constexpr std::string_view kRules[] = {"CUS-HDR-017", "CUS-SEQ-001", "CUS-SEQ-004", "CUS-SEQ-005",
                                              "CUS-U-003",   "CUS-U-011",   "CUS-CU-003",  "CUS-CU-004"};
inline constexpr CriterionInfo kCriteria[] = {
    {"parts", "messages of the unit came in parts", "O-RAN.WG4.TS.CUS.0 v17.01 5.5.3"},
    {"counted", "the parts of a message have its sequenceId and subSequenceId 0, 1, 2 and so on",
     "O-RAN.WG4.TS.CUS.0 v17.01 5.1.3.2.8"},
    {"ended", "E is 1 on the last part of a message, and only there", "O-RAN.WG4.TS.CUS.0 v17.01 5.1.3.2.8"},
    {"joined", "every part is of a message that can be joined", "O-RAN.WG4.TS.CUS.0 v17.01 5.5.3"},
    {"content", "the joined messages bring every described PRB once", "O-RAN.WG4.TS.CUS.0 v17.01 5.5.3"},
    {"understood", "the unit discards no message of ours that came in parts",
     "O-RAN.WG4.TS.CUS.0 v17.01 5.5.3, 9.1"},
};

inline constexpr Case kCase{
    .id = "FH-TRN-009",
    .title = "radio-transport fragmentation",
    .purpose =
        "Messages longer than the MTU come in numbered parts that can be joined, and such parts are joined.",
    .duts = kAny,
    .kind = Kind::emulation,
    .references = kReferences,
    .remains =
        "that the unit joins parts is seen in its counters alone; a unit that claims the feature and "
        "sends no parts leaves the case inconclusive",
    .rules = kRules,
    .criteria = kCriteria,
    .not_applicable = not_applicable,
    .stimulus = stimulus,
    .judge = judge,
};

}  // namespace plumbline::suite::trn_009

// Rules that the way of a message depends on, by their place in the catalogue and in their groups.
#pragma once

#include <cstdint>

#include "check/tally.h"
#include "rules/catalogue.h"

namespace plumbline::check {

using rules::RuleSet;

inline constexpr std::size_t kSeqStep = rules::index_of("CUS-SEQ-001"),
                             kSeqSpaces = rules::index_of("CUS-SEQ-008"),
                             kSeqPieces = rules::index_of("CUS-SEQ-004"),
                             kSeqSeries = rules::index_of("CUS-SEQ-005"),
                             kDescribed = rules::index_of("CUS-CU-001"),
                             kUlComplete = rules::index_of("CUS-CU-004"),
                             kPrachTime = rules::index_of("CUS-C-032");
static_assert(kSeqStep < kRules && kSeqSpaces < kRules && kDescribed < kRules && kUlComplete < kRules &&
              kPrachTime < kRules);
inline constexpr RuleSet kWrongVlan = rules::set_of("CUS-HDR-002");
inline constexpr RuleSet kSequence = RuleSet::of(kSeqStep) | RuleSet::of(kSeqSpaces);

/// Rules that keep a message out of the stateful ones (rules.md, behaviour).
inline constexpr RuleSet kFraming = [] {
  RuleSet set;
  for (const char* id : {"CUS-HDR-004", "CUS-HDR-006", "CUS-HDR-008", "CUS-HDR-009", "CUS-HDR-010"})
    set |= rules::set_of(id);
  return set;
}();

/// Mask of the sequence rules within the message group: all that is judged of a message that failed framing.
inline constexpr std::uint32_t kSequenceOnly = [] {
  std::uint32_t mask = 0;
  for (std::size_t i = 0; i < rules::MessageGroup::size; ++i)
    if (rules::MessageGroup::infos[i]->id.starts_with("CUS-SEQ-")) mask |= 1u << i;
  return mask;
}();

/// Findings on pieces that may follow from one on a message that could not be read.
inline constexpr RuleSet kSeqPiecesOnly = RuleSet::of(kSeqPieces) | RuleSet::of(kSeqSeries);

/// Mask of the rules of the message group that are about ecpriSeqid of the U-plane.
inline constexpr std::uint32_t kIdsOnly = [] {
  std::uint32_t mask = kSequenceOnly;
  for (std::size_t i = 0; i < rules::MessageGroup::size; ++i)
    if (rules::MessageGroup::infos[i]->id == "CUS-HDR-016") mask |= 1u << i;
  return mask;
}();

}  // namespace plumbline::check

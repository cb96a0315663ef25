// Rules that the way of a message depends on, by their place in the catalogue and in their groups.
#pragma once

#include <cstdint>

#include "check/tally.h"
#include "rules/catalogue.h"

namespace plumbline::check {

inline constexpr std::size_t kSeqStep = rules::index_of("CUS-SEQ-001"),
                             kSeqSpaces = rules::index_of("CUS-SEQ-008"),
                             kSeqPieces = rules::index_of("CUS-SEQ-004"),
                             kSeqSeries = rules::index_of("CUS-SEQ-005"),
                             kDescribed = rules::index_of("CUS-CU-001"),
                             kUlComplete = rules::index_of("CUS-CU-004"),
                             kPrachTime = rules::index_of("CUS-C-032");
static_assert(kSeqStep < kRules && kSeqSpaces < kRules && kDescribed < kRules && kUlComplete < kRules &&
              kPrachTime < kRules);
inline constexpr std::uint64_t kWrongVlan = std::uint64_t{1} << rules::index_of("CUS-HDR-002");
inline constexpr std::uint64_t kSequence = std::uint64_t{1} << kSeqStep | std::uint64_t{1} << kSeqSpaces;

/// Rules that keep a message out of the stateful ones (rules.md, behaviour).
inline constexpr std::uint64_t kFraming = [] {
  std::uint64_t mask = 0;
  for (const char* id : {"CUS-HDR-004", "CUS-HDR-006", "CUS-HDR-008", "CUS-HDR-009", "CUS-HDR-010"})
    mask |= std::uint64_t{1} << rules::index_of(id);
  return mask;
}();

/// Mask of the sequence rules within the message group: all that is judged of a message that failed framing.
inline constexpr std::uint32_t kSequenceOnly = [] {
  std::uint32_t mask = 0;
  for (std::size_t i = 0; i < rules::MessageGroup::size; ++i)
    if (rules::MessageGroup::infos[i]->id.starts_with("CUS-SEQ-")) mask |= 1u << i;
  return mask;
}();

/// Findings on pieces that may follow from one on a message that could not be read.
inline constexpr std::uint64_t kSeqPiecesOnly = std::uint64_t{1} << kSeqPieces | std::uint64_t{1}
                                                                                     << kSeqSeries;

/// Mask of the rules of the message group that are about ecpriSeqid of the U-plane.
inline constexpr std::uint32_t kIdsOnly = [] {
  std::uint32_t mask = kSequenceOnly;
  for (std::size_t i = 0; i < rules::MessageGroup::size; ++i)
    if (rules::MessageGroup::infos[i]->id == "CUS-HDR-016") mask |= 1u << i;
  return mask;
}();

}  // namespace plumbline::check

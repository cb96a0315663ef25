// Outcomes of one shard: counts per rule, the first findings, what a class of messages was judged by.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <deque>
#include <vector>

#include "io/packet.h"
#include "record/merge.h"
#include "rules/catalogue.h"
#include "track/slots.h"
#include "track/streams.h"

namespace plumbline::check {

inline constexpr std::size_t kRules = rules::kCatalogue.size();

/// The groups of rules in the order in which a message meets them.
enum GroupIndex : std::uint8_t {
  kTransport,
  kMessage,
  kCplaneWalk,
  kSection,
  kExtension,
  kUplaneWalk,
  kUplaneSection,
  kPrbPlain,
  kPrbBfp,
  kPrbScaling,
  kPrbMuLaw,
  kPrbModulation,
  kPrbSelective,
  kArrival,
  kRequest,
  kPiece,
  kSeries,
  kGroups,
};

/// A class of messages: which rules apply, and how many facts of each group were judged. Pass counts follow
/// from these.
struct ClassEntry {
  rules::Class what;
  std::array<std::uint32_t, kGroups> masks{};
  std::array<std::uint64_t, kGroups> counts{};
};

/// A finding and what is needed to explain it later.
struct Kept {
  record::Finding finding;
  track::SlotNumber slot = -1;
};

/// Where the facts at hand come from; what a finding says of its place.
struct Where {
  std::uint64_t packet_number = 0;  ///< of the finding; the packet's, or an earlier one's
  std::uint64_t first_packet =
      0;  ///< of a message in several packets: that of its first piece; 0: one packet
  CaptureTime stamp = io::kNoStamp;
  const track::FlowKey* flow = nullptr;
  radio::Plane plane{};
  bool other_plane = false;  ///< neither C nor U
  radio::Direction direction{};
  bool has_eaxc = false, has_time = false, has_section = false;
  radio::Eaxc eaxc;
  radio::RadioTime at;
  std::uint32_t message = 0, section = 0;
  std::uint16_t section_id = 0;
  radio::PrbRange prbs;
  rules::RuleSet fired;         ///< rules that failed on this message so far
  rules::RuleSet primaries;     ///< of these: those that follow from nothing
  std::uint16_t root = 0;       ///< 1 + rule that the first fail follows from, or is; 0: none failed
  std::uint16_t explained = 0;  ///< 1 + rule that explains findings from outside this message; 0: none
  rules::RuleSet explains;      ///< the rules whose findings `explained` explains
  track::SlotNumber slot = -1;
  std::vector<Kept>* unsettled = nullptr;  ///< takes findings of CUS-CU-001 or 004 whose cause may show later
};

/// Writes `flow` into a record.
void fill_flow(const track::FlowKey& flow, record::Flow& to);

/// What a finding of `rule` follows from; kRules: nothing.
std::size_t cause_of(std::size_t rule, const Where& where);
/// Remembers that `rule` failed on the message of `where` and follows from `cause`.
void remember_fail(std::size_t rule, std::size_t cause, Where& where);

/// Outcomes counted by rule, and the first findings of each.
class Tally {
 public:
  struct PerRule {
    std::uint64_t fail = 0, inconclusive = 0, skipped = 0, consequences = 0;
    // The first of each kind by record::before, at most kMostFindings: a rule that failed keeps the evidence
    // of a fail, and what is kept does not depend on which shard saw it.
    std::vector<Kept> primary, followers, unsure;
  };

  /// Counts an outcome of rule `rule` (index in the catalogue) and keeps its finding while there is room.
  void add(std::size_t rule, const rules::Outcome& outcome, Where& where);

  /// Keeps findings that were unsettled: those of slots from..to follow from rule `primary`, the others (all,
  /// when primary is kRules) are primary ones. `unexplained` of them follow, kept or not.
  void settle(std::size_t rule, std::vector<Kept>& unsettled, std::size_t primary, track::SlotNumber from,
              track::SlotNumber to, std::uint64_t unexplained);

  /// Adds a finding to a list that keeps the first kMostFindings by record::before.
  static void keep(std::vector<Kept>& list, Kept kept);

  PerRule& operator[](std::size_t rule) { return rules_[rule]; }
  const PerRule& operator[](std::size_t rule) const { return rules_[rule]; }

  /// The finding itself, for outcomes that are counted later.
  static record::Finding make_finding(const rules::Outcome& outcome, const Where& where);

 private:
  std::array<PerRule, kRules> rules_{};
};

/// Positions in the catalogue of the rules of a group.
template <class Group>
constexpr std::array<std::uint8_t, Group::size> catalogue_positions() {
  std::array<std::uint8_t, Group::size> positions{};
  for (std::size_t i = 0; i < Group::size; ++i)
    positions[i] = static_cast<std::uint8_t>(rules::index_of(Group::infos[i]->id));
  return positions;
}

/// Judges one set of facts by the rules of `Group` that apply to its class.
template <class Group>
void run(Tally& tally, ClassEntry& entry, GroupIndex group, const typename Group::Facts& facts,
         Where& where) {
  static constexpr auto positions = catalogue_positions<Group>();
  ++entry.counts[group];
  std::uint32_t off = Group::off(facts, entry.masks[group]);
  while (off != 0) [[unlikely]] {
      const auto i = static_cast<std::size_t>(std::countr_zero(off));
      off &= off - 1;
      tally.add(positions[i], Group::judge(i, facts), where);
    }
}

}  // namespace plumbline::check

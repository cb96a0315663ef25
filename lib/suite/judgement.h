// What a case found, criterion by criterion.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "record/record.pb.h"

namespace plumbline::suite {

/// The words of a criterion.
struct CriterionInfo {
  std::string_view name;       ///< "answered"; unique in its case
  std::string_view statement;  ///< one sentence that can be false
  std::string_view clause;     ///< document, version and clause
};

/// Numbers for a criterion; expected..expected_to is a closed range.
struct Measured {
  std::int64_t expected = 0, expected_to = 0, observed = 0;
  record::Unit unit = record::UNIT_MESSAGES;
  std::uint64_t packet = 0;  ///< the first that shows it
};

/// How often something was found, and where first.
struct Tally {
  std::uint64_t count = 0;
  std::uint64_t first = 0;  ///< the packet that shows it; 0: none

  void note(std::uint64_t packet, std::uint64_t more = 1) {
    if (count == 0 && more > 0) first = packet;
    count += more;
  }
  /// Both together. They were counted side by side: the earlier packet is the first.
  friend Tally operator+(const Tally& a, const Tally& b) {
    const bool of_a = b.count == 0 || (a.count > 0 && a.first < b.first);
    return {a.count + b.count, of_a ? a.first : b.first};
  }
};

/// Collects the criteria of a case.
class Judgement {
 public:
  /// Pass when observed lies in expected..expected_to, else fail.
  void holds(std::string_view name, const Measured& measured);
  /// The same with an exact number.
  void equals(std::string_view name, std::uint64_t expected, std::uint64_t observed,
              record::Unit unit = record::UNIT_MESSAGES, std::uint64_t packet = 0);
  /// It never happened.
  void never(std::string_view name, const Tally& wrong, record::Unit unit = record::UNIT_MESSAGES) {
    equals(name, 0, wrong.count, unit, wrong.first);
  }
  /// `done` are all that were `wanted`; inconclusive where nothing was: nothing was looked at.
  void all(std::string_view name, std::uint64_t wanted, std::uint64_t done,
           record::Unit unit = record::UNIT_MESSAGES, std::uint64_t packet = 0);
  /// None of `looked` things was `wrong`; inconclusive where nothing was looked at.
  void none(std::string_view name, std::uint64_t looked, std::uint64_t wrong,
            record::Unit unit = record::UNIT_MESSAGES, std::uint64_t packet = 0);
  void none(std::string_view name, std::uint64_t looked, const Tally& wrong,
            record::Unit unit = record::UNIT_MESSAGES) {
    none(name, looked, wrong.count, unit, wrong.first);
  }
  void add(std::string_view name, record::Verdict verdict, const Measured& measured);
  /// Nothing of its kind happened, or it cannot be told.
  void not_applicable(std::string_view name);
  void inconclusive(std::string_view name, const Measured& measured);
  /// What was found may be wrong, or not.
  void inconclusive(std::string_view name, const Tally& found, record::Unit unit) {
    inconclusive(name,
                 {.observed = static_cast<std::int64_t>(found.count), .unit = unit, .packet = found.first});
  }
  /// It cannot be evaluated: what is missing.
  void lacks(std::string_view name, std::vector<std::string> what);

  const std::vector<record::Criterion>& criteria() const { return criteria_; }

 private:
  std::vector<record::Criterion> criteria_;
};

/// The join: not applicable < pass < inconclusive < fail < error. Without any criterion that was judged:
/// inconclusive.
record::Verdict verdict_of(const std::vector<record::Criterion>& criteria);

}  // namespace plumbline::suite

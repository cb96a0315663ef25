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

/// Collects the criteria of a case.
class Judgement {
 public:
  /// Pass when observed lies in expected..expected_to, else fail.
  void holds(std::string_view name, const Measured& measured);
  /// The same with an exact number.
  void equals(std::string_view name, std::uint64_t expected, std::uint64_t observed,
              record::Unit unit = record::UNIT_MESSAGES, std::uint64_t packet = 0);
  /// `done` are all that were `wanted`; inconclusive where nothing was: nothing was looked at.
  void all(std::string_view name, std::uint64_t wanted, std::uint64_t done,
           record::Unit unit = record::UNIT_MESSAGES, std::uint64_t packet = 0);
  /// None of `looked` things was `wrong`; inconclusive where nothing was looked at.
  void none(std::string_view name, std::uint64_t looked, std::uint64_t wrong,
            record::Unit unit = record::UNIT_MESSAGES, std::uint64_t packet = 0);
  void add(std::string_view name, record::Verdict verdict, const Measured& measured);
  /// Nothing of its kind happened, or it cannot be told.
  void not_applicable(std::string_view name);
  void inconclusive(std::string_view name, const Measured& measured);
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

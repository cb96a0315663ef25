// From what a run left behind to the verdict of a case: the same in a virtual lab and on a port.
#pragma once

#include <optional>

#include "suite/case.h"

namespace plumbline::suite {

/// What our side did that can spoil a run.
struct OwnConduct {
  std::uint64_t lost = 0;     ///< packets that we did not get or did not send
  Nanos lateness{0};          ///< that 99.99 % of our frames do not exceed, and the error of stamps
  Nanos lateness_allowed{0};  ///< more makes every verdict inconclusive; 0: time is virtual
  Nanos worst{0};             ///< lateness of the worst frame of ours
  Nanos worst_allowed{0};     ///< more could have made it leave its window; as above
  Nanos missed{0};            ///< of the time in which something of the run could pass: not heard
  // Of the virtual lab's cable, both ways together.
  std::uint64_t lost_by_cable = 0, doubled = 0, overtaken = 0;  ///< frames
  Nanos time_error{0};                                          ///< of its delay and of the unit's clock
  Nanos time_error_allowed{0};         ///< more could have made frames leave their windows; 0: there is none
  std::optional<std::uint64_t> heard;  ///< Hearing::of_unit(); absent: it surely is there
};

/// A result with nothing but what the setup says.
record::CaseResult begin(const Case& test, const Setup& setup);

/// Judges a run: preamble, rules, the case's own criteria.
void judge(const Case& test, const Setup& setup, const Stimulus& stimulus, const Observed& observed,
           const OwnConduct& conduct, record::CasePart& part);

/// Whether something that our side did or lost decided over a part.
bool is_spoilt(const record::CasePart& part);

/// The verdict of the case from those of its parts.
void conclude(record::CaseResult& result);

/// The words of the preamble's criteria.
std::span<const CriterionInfo> preamble();

}  // namespace plumbline::suite

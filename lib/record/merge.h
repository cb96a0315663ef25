// Joining results: shards of a capture, several captures, several nights.
#pragma once

#include <cstddef>

#include "record/record.pb.h"

namespace plumbline::record {

/// Findings kept for each rule.
inline constexpr std::size_t kMostFindings = 10;

/// Adds `from` to `into`. Associative and commutative; a default constructed Result is the identity. Rules
/// keep the order of whichever side has them (both sides come from one catalogue, a side without findings of
/// a rule still lists it); streams and arrivals are ordered by their keys. Findings kept are the worst
/// verdicts first, primary ones before those that follow from another, then the lowest by (packet, message,
/// section): a rule that failed always keeps the evidence of a fail, however many outcomes before it were
/// inconclusive. `into` and `from` must not be the same object.
void merge(Result& into, const Result& from);

/// The total order in which findings of a rule are kept and listed.
bool before(const Finding& a, const Finding& b);

/// Brings a result into the order that merge() keeps. For whoever fills one by hand.
void normalise(Result& result);

/// The verdict of one rule: fail, inconclusive, pass, or not applicable when nothing was judged.
Verdict verdict_of(const RuleResult& rule);
/// True when nothing was judged because something is missing.
bool not_evaluated(const RuleResult& rule);
/// The verdict of the whole: the join over `must` rules; with `strict` over `must` and `should` rules, and
/// not evaluated ones among them count as inconclusive. `advice` never decides.
Verdict verdict_of(const Result& result, bool strict);

/// The verdict of a run: the join over its cases.
Verdict verdict_of(const RunResult& result);

/// Value of the histogram at `per_mille` (0..1000), nanoseconds; exact at both ends. count must not be 0.
std::int64_t percentile_ns(const ArrivalStats& stats, unsigned per_mille);

}  // namespace plumbline::record

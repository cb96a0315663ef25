// Known quirks of the unit under test beside what failed. No verdict depends on them.
#pragma once

#include "profile/unit.h"
#include "record/record.pb.h"

namespace plumbline::suite {

/// Every rule and every case, for the reader of profiles.
profile::KnownIds known_ids();

/// Whether `quirk` names a criterion of case `id`: a rule of its rules; of its cases the criteria of their
/// own, and of one without id and rules rules too.
bool names(const profile::Quirk& quirk, std::string_view id, std::string_view criterion);

/// Marks in `result` what failed and is named by quirks of `unit`.
void mark_known(const profile::Unit& unit, record::CaseResult& result);

/// What the quirks of `unit` are, and how many criteria that each names failed and passed in the cases of
/// `result`. Parts that are neither pass nor fail do not count.
void sum_up_known(const profile::Unit& unit, record::RunResult& result);

}  // namespace plumbline::suite

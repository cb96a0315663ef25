// Known quirks of the unit under test in words: for what failed, and for the end of a page.
#pragma once

#include <string>
#include <string_view>

#include "record/record.pb.h"

namespace plumbline::report {

/// "pcp_0", or "2", its number in the profile, for one without an id.
std::string name_of_quirk(const record::RunResult& result, std::uint32_t index);
/// "known quirk pcp_0: the VLAN priority is 0 (https://...)"; empty for an index that there is not.
std::string words_of_quirk(const record::RunResult& result, std::uint32_t index);

/// "may have shown" (what it names failed, which may have another cause), "did not show" (what it names
/// passed; the link may be one on which it cannot) or "not looked at".
std::string_view outcome_of(const record::KnownQuirk& quirk);
/// What that is said from: "12 criteria that it names passed · until firmware 1.4.0".
std::string evidence_of_quirk(const record::KnownQuirk& quirk);

/// Whether a case failed, and everything that failed in it is named by a known quirk. That is no proof that
/// the quirk is the cause.
bool is_named_by_quirks(const record::CaseResult& result);

}  // namespace plumbline::report

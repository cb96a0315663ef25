// Records made by hand for the tests of reports; all names, addresses and numbers are invented.
#pragma once

#include <string>

#include "record/record.pb.h"
#include "report/rule_text.h"

namespace plumbline::report {

/// A check with a bit of everything: fails with consequences, warnings, notes, inconclusive and not evaluated
/// rules, arrival of all classes, two directions of one flow, gaps, losses, a warning of the input.
record::Record troubled();
/// A check of a sound link.
record::Record sound();
/// troubled() with names that try to colour, break out of XML, reorder, and are not UTF-8.
record::Record hostile();

/// Words for the rules of these records.
const RuleText* sample_rule(std::string_view id);
std::string_view sample_detail(std::uint32_t detail);

/// Compares with testvectors/report/`name`, or writes it when PLUMBLINE_UPDATE_GOLDEN is set. Empty when
/// equal, else what differs first.
std::string golden(const std::string& name, const std::string& text);

}  // namespace plumbline::report

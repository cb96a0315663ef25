// Every case. Adding one: its file in cases/, one include and one name in catalogue.cpp.
#pragma once

#include <span>
#include <string_view>

#include "suite/case.h"

namespace plumbline::suite {

/// All cases in the order of their ids within TRN, CPL, UPL, DLM, SEC.
std::span<const Case* const> catalogue();

/// nullptr: there is none of that id.
const Case* find_case(std::string_view id);

/// Whether `id` fits a pattern with `*` (any octets) and `?` (one).
bool fits(std::string_view pattern, std::string_view id);

/// The words of a criterion of a case: its own, of a counter, or of the preamble; nullptr for rules.
const CriterionInfo* find_criterion(const Case& test, std::string_view name);

}  // namespace plumbline::suite

// What report needs to know of a test case, handed in by the caller: this room knows records, not the
// catalogue.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

namespace plumbline::report {

/// A published test or requirement that a case stands for.
struct PublishedText {
  std::string_view document, version, clause, title;
  /// '=' in full; '~' the part that packets decide: a pass is partial; '+' a requirement without a test.
  char relation = '+';
};

/// The words of one case; any may be empty. Borrowed for the time of a call.
struct CaseText {
  std::string_view title{}, purpose{};
  std::string_view remains{};  ///< what of the published test is to be measured elsewhere
  std::vector<PublishedText> published{};
};

/// The words of the case `id`. May be empty: then ids stand alone.
using FindCase = std::function<CaseText(std::string_view id)>;

/// What a criterion says: its sentence, and where that comes from.
struct CriterionText {
  std::string_view statement{}, clause{};
};
/// The words of criterion `name` of case `id`. May be empty.
using FindCriterion = std::function<CriterionText(std::string_view id, std::string_view name)>;

}  // namespace plumbline::report

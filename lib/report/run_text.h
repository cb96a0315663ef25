// A run of the catalogue as text for people and for CI systems.
#pragma once

#include <functional>
#include <string>

#include "record/record.pb.h"
#include "report/case_text.h"
#include "report/terminal.h"

namespace plumbline::report {

/// Where the words of a run come from; any may be empty.
struct RunWords {
  FindCase test;
  FindCriterion criterion;
  /// The one command that repeats a case; may be empty.
  std::function<std::string(const record::CaseResult&)> repeat;
};

/// The report of a run: verdict, what failed with evidence and the command that repeats it, the numbers of
/// those that passed (verbose: each with its criteria), what did not apply and why. The same record and
/// options give the same text.
std::string render_run(const record::RunRecord& record, const RunWords& words, const RenderOptions& options);

/// JUnit XML: one case each; a fail is a failure (in a strict run also what is inconclusive), an error an
/// error, inconclusive and not applicable are skipped with the reason. Carries no time and no host.
std::string render_run_junit(const record::RunRecord& record, const RunWords& words);

/// Whether cases ran more than once: then the seed belongs to the name of a result.
bool has_several_seeds(const record::RunResult& result);

/// The verdict against a published test: a pass of a case that covers it in part, or in which a criterion or
/// a rule could not be evaluated, is "partial".
std::string_view published_verdict(const record::CaseResult& result, char relation);

}  // namespace plumbline::report

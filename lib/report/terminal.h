// A record as text for people: the answer first, then the evidence, then what to do.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "record/record.pb.h"
#include "report/rule_text.h"

namespace plumbline::report {

/// How the text is wanted. Nothing here is read from the environment; the caller knows the terminal.
struct RenderOptions {
  bool colour = false;             ///< ANSI colours
  bool verbose = false;            ///< whole lists, passes, and where the result came from
  unsigned width = 100;            ///< columns to fill, taken as 60 at least; evidence is never cut to fit
  FindRule rule;                   ///< words of the rules; without it ids stand alone
  FindDetail detail;               ///< words of the details of findings
  std::vector<std::string> files;  ///< what was written, to be named at the end
  std::optional<int> exit_status;  ///< to be named at the end
};

/// The report of a check; whether it was strict stands in its provenance. The same record and options give
/// the same text. Names in the record may be any octets.
std::string render_check(const record::Record& record, const RenderOptions& options);

/// What our own side did in a replay: sent, received, lost, and how exact the pacing was.
std::string render_conduct(const record::Conduct& conduct, const RenderOptions& options);

}  // namespace plumbline::report

// A record for CI systems.
#pragma once

#include <string>

#include "record/record.pb.h"
#include "report/rule_text.h"

namespace plumbline::report {

/// JUnit XML: one suite, one case a rule (class: its family). A failed `must` is a failure; a rule that is
/// not applicable, not evaluated or inconclusive is skipped with the reason; a failed `should` or `advice`
/// passes with its findings as output. Where the provenance says strict, also a failed `should`, and an
/// inconclusive or not evaluated `must` or `should`, are failures. Carries no time and no host: the same
/// record gives the same octets.
std::string render_junit(const record::Record& record, const FindRule& rule, const FindDetail& detail);

}  // namespace plumbline::report

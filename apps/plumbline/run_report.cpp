#include "plumbline/run_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "plumbline/common.h"
#include "record/merge.h"
#include "report/json.h"
#include "report/run_text.h"
#include "suite/catalogue.h"
#include "suite/verdict.h"

namespace plumbline::app {
namespace {

using suite::Case;
using suite::Dut;

constexpr std::string_view kName = "run";

report::CaseText words_of(std::string_view id) {
  const Case* one = suite::find_case(id);
  if (one == nullptr) return {};
  report::CaseText text{.title = one->title, .purpose = one->purpose, .remains = one->remains};
  for (const suite::Reference& reference : one->references)
    text.published.push_back({reference.document, reference.version, reference.clause, reference.title,
                              static_cast<char>(reference.relation)});
  return text;
}

report::CriterionText criterion_of(const report::FindRule& rules, std::string_view id,
                                   std::string_view name) {
  const Case* one = suite::find_case(id);
  const suite::CriterionInfo* info = one != nullptr ? suite::find_criterion(*one, name) : nullptr;
  if (info != nullptr) return {info->statement, info->clause};
  const report::RuleText* rule = rules(name);
  return rule != nullptr ? report::CriterionText{rule->statement, rule->clause} : report::CriterionText{};
}

/// Whether our own side spoilt something, or nobody was there: decides without --strict too.
bool is_spoilt(const record::RunResult& result) {
  for (const record::CaseResult& one : result.cases())
    for (const record::CasePart& part : one.parts()) {
      if (suite::is_spoilt(part)) return true;
      for (const record::Criterion& criterion : part.criteria())
        if ((criterion.name() == "heard" && criterion.observed() == 0) ||
            (criterion.name() == "room" && criterion.verdict() == record::VERDICT_INCONCLUSIVE))
          return true;
    }
  return false;
}

int status_of(const record::RunRecord& record, bool strict) {
  switch (record::verdict_of(record.result())) {
    case record::VERDICT_FAIL:
      return kFailed;
    case record::VERDICT_ERROR:
      return kInternal;
    case record::VERDICT_INCONCLUSIVE:
      if (strict || is_spoilt(record.result())) return kInconclusive;
      [[fallthrough]];
    default:
      // What was not run may have failed.
      return record.provenance().interrupted() ? kInconclusive : kOk;
  }
}

/// A word as a shell takes it.
std::string shell_word(const std::string& word) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=,+@%";
  if (!word.empty() && word.find_first_not_of(kPlain) == std::string::npos) return word;
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? std::string{"'\\''"} : std::string{c};
  return quoted + "'";
}

/// The command that runs a case again as it ran.
std::string repeat(const RunOptions& options, Dut dut, const record::CaseResult& one) {
  std::string command = "plumbline run";
  const auto say = [&](std::string_view option, const std::string& value) {
    if (!value.empty()) command += fmt::format(" {} {}", option, shell_word(value));
  };
  if (options.port.empty()) {
    command += " --virtual";
  } else {
    say("--port", options.port);
    say("--attempts", options.attempts != RunOptions{}.attempts ? std::to_string(options.attempts) : "");
    say("--file-prefix", options.ports.file_prefix);
    if (options.ports.huge) command += " --huge";
    say("--memory-mb",
        options.ports.memory_mb != PortOptions{}.memory_mb ? std::to_string(options.ports.memory_mb) : "");
    say("--eal", options.ports.eal);
  }
  say("--link", options.link);
  for (const std::string& file : options.profiles) say("--profile", file);
  say("--cable", options.cable);
  say("--dut", std::string{word_of(dut)});
  say("--seed", std::to_string(one.seed()));
  say("--frames", options.frames.value_or(0) > 0 ? std::to_string(*options.frames) : "");
  say("--case", one.id());
  return command + " -v";
}

void describe(const profile::Unit& unit, const std::string& file, record::Profile& profile) {
  profile.set_file(file);
  profile.set_sha256(sha256_of(file));
  std::string words = unit.vendor;
  if (!unit.model.empty()) words += (words.empty() ? "" : " ") + unit.model;
  if (!unit.firmware.empty()) words += (words.empty() ? "" : " ") + ("firmware " + unit.firmware);
  profile.set_unit(words.empty() ? file : words);
}

}  // namespace

std::string_view word_of(Dut dut) { return dut == Dut::o_ru ? "o-ru" : "o-du"; }

int list_cases(Dut dut, const std::vector<const Case*>& cases) {
  constexpr std::string_view kKinds[] = {"passive", "emulation", "negative"};
  std::size_t width = 0;
  for (const Case* one : cases) width = std::max(width, one->title.size());
  for (const Case* one : cases) {
    std::string published;
    for (const suite::Reference& reference : one->references)
      if (reference.relation != suite::Relation::own)
        published += fmt::format("{}{} {} {}", published.empty() ? "  " : ", ",
                                 static_cast<char>(reference.relation), reference.document, reference.clause);
    const std::string_view kind = kKinds[static_cast<std::size_t>(one->kind)];
    std::puts((published.empty()
                   ? fmt::format("{}  {:<9}  {}", one->id, kind, one->title)
                   : fmt::format("{}  {:<9}  {:<{}}{}", one->id, kind, one->title, width, published))
                  .c_str());
  }
  std::puts(fmt::format("{} {} for an {}; = in full, ~ the part that packets decide of the published test",
                        cases.size(), cases.size() == 1 ? "case" : "cases",
                        dut == Dut::o_ru ? "O-RU" : "O-DU")
                .c_str());
  return kOk;
}

void describe(const RunOptions& options, const Claims& claims, record::RunSettings& settings) {
  settings.set_plan(options.plan_name);
  settings.set_frames(options.frames.value_or(0));
  if (claims.unit) describe(*claims.unit, claims.unit_file, *settings.add_profiles());
  if (claims.tester) describe(*claims.tester, claims.tester_file, *settings.add_profiles());
  if (options.cable.empty()) return;
  settings.mutable_cable()->set_file(options.cable);
  settings.mutable_cable()->set_sha256(sha256_of(options.cable));
}

int publish(const record::RunRecord& record, const RunOptions& options, Dut dut) {
  const report::FindRule rules = rule_texts();
  const report::RunWords words{
      .test = words_of,
      .criterion = [&](std::string_view id, std::string_view name) { return criterion_of(rules, id, name); },
      .repeat = [&](const record::CaseResult& one) { return repeat(options, dut, one); }};
  int status = status_of(record, options.strict);
  report::RenderOptions render{.colour = wants_colour(), .verbose = options.verbose, .width = columns()};
  std::string json = options.json, junit = options.junit;
  if (!options.out.empty()) {
    if (json.empty()) json = options.out + "/run.json";
    if (junit.empty()) junit = options.out + "/run.xml";
  }
  // What cannot be written takes nothing from what can be said.
  for (const auto& [path, text] :
       {std::pair{json, json.empty() ? "" : report::render_json(record)},
        std::pair{junit, junit.empty() ? "" : report::render_run_junit(record, words)}}) {
    if (path.empty()) continue;
    if (auto written = write_text(path, text); !written)
      status = complain(kName, written.error(), kEnvironment);
    else if (path != "-")
      render.files.push_back(path);
  }
  if (json == "-" || junit == "-") return status;
  render.exit_status = status;
  std::fputs(report::render_run(record, words, render).c_str(), stdout);
  if (record.provenance().has_conduct())
    std::fputs(report::render_conduct(record.provenance().conduct(), render).c_str(), stdout);
  if (!options.out.empty())
    std::puts(
        fmt::format(
            "recordings: plumbline check {0}/CASE.pcapng --link {0}/link.yaml ({0}/CASE.yaml where there "
            "is one)",
            options.out)
            .c_str());
  return status;
}

}  // namespace plumbline::app

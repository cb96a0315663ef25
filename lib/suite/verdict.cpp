#include "suite/verdict.h"

#include <algorithm>

#include "record/merge.h"

namespace plumbline::suite {
namespace {

constexpr CriterionInfo kPreamble[] = {
    {"own_loss", "no packet was lost on the tester's side", "design: own loss"},
    {"lateness", "the tester sent its frames in time", "design: lateness"},
    {"worst", "no frame of the tester was late enough to leave its window", "design: lateness"},
    {"missed", "the tester listened before the run began", "design: lateness"},
    {"doubled", "the cable doubled no frame", "design: own loss"},
    {"overtaken", "on the cable no frame was overtaken", "design: own loss"},
    {"time_error", "the cable's jitter and the clocks let no frame leave its window", "design: lateness"},
    {"heard", "something came from the unit under test", "design: a unit at the other end"},
    {"room", "every message was looked at (with fewer --frames there is room)", "design: bounded memory"},
    {"disturbed", "the disturbance was applied", "design: one disturbance"},
};

/// Of these, what our side does or loses.
constexpr std::string_view kOurs[] = {"own_loss", "lateness",  "worst",     "missed",
                                      "doubled",  "overtaken", "time_error"};

void judge_preamble(const Stimulus& stimulus, const Observed& observed, const OwnConduct& conduct,
                    Judgement& judgement) {
  const auto spoils = [&](std::string_view name, bool spoilt, const Measured& measured) {
    judgement.add(name, spoilt ? record::VERDICT_INCONCLUSIVE : record::VERDICT_PASS, measured);
  };
  // What the cable lost is marked in what passed.
  const std::uint64_t lost = conduct.lost_by_cable > 0
                                 ? conduct.lost_by_cable
                                 : conduct.lost + observed.check.totals().losses_of_ours();
  spoils("own_loss", lost > 0, {.observed = static_cast<std::int64_t>(lost)});
  const auto late = [&](std::string_view name, Nanos lateness, Nanos allowed) {
    if (allowed > Nanos{0})
      spoils(
          name, lateness > allowed,
          {.expected_to = allowed.count(), .observed = lateness.count(), .unit = record::UNIT_NANOSECONDS});
  };
  late("lateness", conduct.lateness, conduct.lateness_allowed);
  late("worst", conduct.worst, conduct.worst_allowed);
  late("time_error", conduct.time_error, conduct.time_error_allowed);
  for (const auto& [name, frames] : {std::pair{"doubled", conduct.doubled}, {"overtaken", conduct.overtaken}})
    if (frames > 0) spoils(name, true, {.observed = static_cast<std::int64_t>(frames)});
  if (conduct.missed > Nanos{0})
    spoils("missed", true, {.observed = conduct.missed.count(), .unit = record::UNIT_NANOSECONDS});
  if (conduct.heard)
    judgement.add(
        "heard", *conduct.heard > 0 ? record::VERDICT_PASS : record::VERDICT_NOT_APPLICABLE,
        {.expected = 1, .expected_to = INT64_MAX, .observed = static_cast<std::int64_t>(*conduct.heard)});
  if (observed.left_out > 0) spoils("room", true, {.observed = static_cast<std::int64_t>(observed.left_out)});
  if (stimulus.disturbance)
    spoils(
        "disturbed", observed.disturbed == 0,
        {.expected = 1, .expected_to = INT64_MAX, .observed = static_cast<std::int64_t>(observed.disturbed)});
}

void judge_rule(std::string_view id, const record::Result& check, Judgement& judgement) {
  const auto rule = std::find_if(check.rules().begin(), check.rules().end(),
                                 [&](const record::RuleResult& one) { return one.id() == id; });
  if (rule == check.rules().end()) return judgement.lacks(id, {"a rule of that name"});
  if (record::not_evaluated(*rule)) return judgement.lacks(id, {rule->lacks().begin(), rule->lacks().end()});
  judgement.add(id, record::verdict_of(*rule),
                {.observed = static_cast<std::int64_t>(rule->fail()),
                 .packet = rule->first().empty() ? 0 : rule->first(0).packet()});
}

void fill(const emulator::Counters& from, record::UnitCounters& to) {
  to.set_rx_total(from.rx_total);
  to.set_rx_on_time(from.rx_on_time);
  to.set_rx_early(from.rx_early);
  to.set_rx_late(from.rx_late);
  to.set_rx_on_time_c(from.rx_on_time_c);
  to.set_rx_early_c(from.rx_early_c);
  to.set_rx_late_c(from.rx_late_c);
  to.set_rx_corrupt(from.rx_corrupt);
  to.set_rx_seqid_err(from.rx_seqid_err);
  to.set_rx_seqid_err_c(from.rx_seqid_err_c);
  to.set_rx_err_drop(from.rx_err_drop);
  to.set_tx_total(from.tx_total);
  to.set_tx_total_c(from.tx_total_c);
}

}  // namespace

std::span<const CriterionInfo> preamble() { return kPreamble; }

record::CaseResult begin(const Case& test, const Setup& setup) {
  record::CaseResult result;
  result.set_id(std::string{test.id});
  result.set_dut(setup.dut == Dut::o_ru ? record::DUT_O_RU : record::DUT_O_DU);
  result.set_seed(setup.seed);
  return result;
}

void judge(const Case& test, const Setup& setup, const Stimulus& stimulus, const Observed& observed,
           const OwnConduct& conduct, record::CasePart& part) {
  Judgement judgement;
  if ((test.rules_for >> static_cast<unsigned>(setup.dut) & 1) != 0)
    for (const std::string_view rule : test.rules) judge_rule(rule, observed.check, judgement);
  if (test.judge != nullptr) test.judge(setup, stimulus, observed, judgement);
  // A preamble that holds decides nothing: a case in which nothing was judged is inconclusive.
  const record::Verdict of_unit = verdict_of(judgement.criteria());
  Judgement first;
  judge_preamble(stimulus, observed, conduct, first);
  record::Verdict of_us = record::VERDICT_PASS;
  for (const record::Criterion& criterion : first.criteria()) of_us = std::max(of_us, criterion.verdict());
  for (const record::Criterion& criterion : first.criteria()) *part.add_criteria() = criterion;
  for (const record::Criterion& criterion : judgement.criteria()) *part.add_criteria() = criterion;
  // Silence may be a cable: it is no pass, but what fails for it fails.
  if (!test.may_be_silent && conduct.heard && *conduct.heard == 0 && of_unit == record::VERDICT_PASS)
    of_us = record::VERDICT_INCONCLUSIVE;
  // What our own side spoilt is nobody's failure.
  part.set_verdict(of_us == record::VERDICT_PASS || of_unit == record::VERDICT_ERROR ? of_unit : of_us);
  part.set_disturbed(observed.disturbed);
  if (observed.unit) fill(*observed.unit, *part.mutable_counters());
  *part.mutable_check() = observed.check;
}

bool is_spoilt(const record::CasePart& part) {
  return std::any_of(part.criteria().begin(), part.criteria().end(), [](const record::Criterion& one) {
    return one.verdict() == record::VERDICT_INCONCLUSIVE &&
           std::find(std::begin(kOurs), std::end(kOurs), one.name()) != std::end(kOurs);
  });
}

void conclude(record::CaseResult& result) {
  record::Verdict verdict = record::VERDICT_NOT_APPLICABLE;
  for (const record::CasePart& part : result.parts()) verdict = std::max(verdict, part.verdict());
  result.set_verdict(verdict);
}

}  // namespace plumbline::suite

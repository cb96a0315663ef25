// plumbline run: the catalogue of tests against a unit.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "plumbline/common.h"
#include "plumbline/port_options.h"
#include "plumbline/run_claims.h"
#include "plumbline/run_recorder.h"
#include "plumbline/run_report.h"
#include "suite/catalogue.h"
#include "suite/known_quirks.h"
#include "suite/live.h"
#include "suite/plan.h"
#include "suite/runner.h"

namespace plumbline::app {
namespace {

using suite::Case;
using suite::Dut;

constexpr std::string_view kName = "run";
constexpr const char* kLists =
    "`plumbline run --list` shows those of an O-RU, `plumbline run --list --dut o-du` those of an O-DU";

constexpr const char* kFooter =
    "Exit status: 0 no case failed, 1 a case failed, 2 usage or configuration error, 3 environment not fit,\n"
    "4 broken off, or a case is inconclusive because nobody answered or through our own side (with "
    "--strict:\n"
    "for any reason), 5 a case went wrong on our side.\n"
    "Examples:\n"
    "  plumbline run --list\n"
    "  plumbline run --virtual --link lab7.yaml\n"
    "      the whole catalogue against our own O-RU, on a virtual clock\n"
    "  plumbline run --virtual --link lab7.yaml --dut o-du --case 'FH-DLM-*' -v\n"
    "  plumbline run --virtual --link lab7.yaml --profile ru1.yaml --out night/\n"
    "      every case leaves a recording; `plumbline check` judges it by the same rules, and shows what a "
    "case\n"
    "      made wrong on purpose\n"
    "  plumbline run --virtual --link lab7.yaml --dut o-ru --profile ru1.yaml du1.yaml\n"
    "      the O-RU is judged by its profile; our tester claims to be no more than that O-DU\n"
    "  plumbline run --virtual --link lab7.yaml --profile quirky.yaml\n"
    "      our O-RU with the known quirks of that profile (testvectors/profiles/quirky_o_ru.yaml); what "
    "they\n"
    "      fail stays a fail, and is called known\n"
    "  plumbline run --virtual --link lab7.yaml --cable switch.yaml\n"
    "      over a network with jitter and loss: see testvectors/cables/example_cable.yaml\n"
    "  plumbline run --port kernel:veth0 --link lab_veth.yaml\n"
    "      the O-RU at the other end of a cable, in real time\n"
    "  plumbline run --virtual --plan night.yaml --json night.json --junit night.xml\n";

/// What the options and the plan say together; options win.
Result<RunOptions, Error> with_plan(RunOptions options) {
  suite::Plan plan;
  if (!options.plan.empty()) {
    auto loaded = suite::load_plan(options.plan);
    if (!loaded) return tl::unexpected(loaded.error());
    plan = std::move(*loaded);
  }
  options.plan_name = plan.name;
  if (options.link.empty()) options.link = plan.link;
  if (options.profiles.empty())
    for (const std::string& file : {plan.profile, plan.tester_profile})
      if (!file.empty()) options.profiles.push_back(file);
  if (options.cable.empty() && options.port.empty()) options.cable = plan.cable;
  if (options.cases.empty()) options.cases = plan.cases;
  if (options.without.empty()) options.without = plan.without;
  if (!options.dut) options.dut = plan.dut;
  if (!options.seed) options.seed = plan.seed;
  if (!options.repeat) options.repeat = plan.repeat;
  if (!options.frames) options.frames = plan.frames;
  for (const auto& [option, patterns] :
       {std::pair{"--case", &options.cases}, {"--without", &options.without}})
    for (const std::string& pattern : *patterns) {
      const auto all = suite::catalogue();
      if (std::none_of(all.begin(), all.end(),
                       [&](const Case* one) { return suite::fits(pattern, one->id); }))
        return fail(fmt::format("{} {}: no case fits", option, pattern), kLists);
    }
  return options;
}

/// The link and the claims.
Result<suite::Setup, Error> make_setup(const RunOptions& options, const Claims& claims,
                                       const suite::Bench& virtual_bench) {
  suite::Setup setup{.dut = claims.dut, .frames = options.frames.value_or(0)};
  if (options.link.empty())
    return fail("no link", "say --link LINK: see testvectors/profiles/example_link.yaml for its keys");
  auto link = profile::load_link(options.link);
  if (!link) return tl::unexpected(link.error());
  setup.link = options.port.empty() ? std::move(*link) : suite::on_real_clock(std::move(*link));
  setup.unit = suite::played(setup.dut, setup.link);
  // Over a port nobody tells the unit to send test samples, or how fast it has to wake up: it has to be its
  // profile that says so.
  if (!options.port.empty()) {
    for (const profile::Feature feature : {profile::Feature::pn23, profile::Feature::even_power})
      setup.unit.features &= ~(std::uint64_t{1} << static_cast<unsigned>(feature));
    setup.unit.sleep.reset();
  }
  if (claims.unit) setup.unit = *claims.unit;
  setup.tester = claims.tester;
  if (!options.cable.empty()) {
    const std::int64_t way = virtual_bench.cable.delay.count(), most = suite::longest_way_ns(setup.link);
    if (way > most)
      return fail(fmt::format("{}: `delay_us`: {} us is more than the windows of {} leave open ({} us)",
                              options.cable, static_cast<double>(way) / 1e3, options.link,
                              static_cast<double>(most) / 1e3),
                  "shorten the cable, or widen the windows of the link");
  }
  if (options.port.empty()) return suite::prepare(std::move(setup), virtual_bench);
  // Over a port the way to the unit is what the link's tap says of it.
  suite::Bench bench;
  bench.cable.delay = Nanos{setup.link.taps.empty() ? 0 : setup.link.taps[0].to_place_ns};
  return suite::prepare(std::move(setup), bench);
}

void dry_run(const RunOptions& options, const suite::Setup& setup, const std::vector<const Case*>& cases) {
  for (const Case* one : cases) {
    std::string why;
    if (!options.port.empty())
      why = suite::not_applicable_live(*one, setup);
    else
      why = one->why_not(setup);
    std::puts(
        fmt::format("{}  {:<36} {}", one->id, one->title, why.empty() ? "runs" : "not applicable: " + why)
            .c_str());
  }
}

/// Where cases run: in this process, or through a port.
class Bench {
 public:
  Bench(const suite::Pace& pace, suite::Bench bench)
      : clock_{lab::RealClock::Kind::realtime, pace.spin}, virtual_{std::move(bench)} {}

  static Result<std::unique_ptr<Bench>, Error> open(const RunOptions& options, const suite::Setup& setup,
                                                    const suite::Bench& virtual_bench) {
    const suite::Pace pace = suite::pace_of(setup.link);
    auto bench = std::make_unique<Bench>(pace, virtual_bench);
    if (options.port.empty()) return bench;
    prepare_ports(options.ports);
    auto port = io::open_port(options.port);
    if (!port) return tl::unexpected(port.error());
    run_promptly();
    bench->port_ = std::move(*port);
    bench->live_ = {.clock = &bench->clock_, .port = bench->port_.get(), .pace = pace.live};
    bench->live_.pace.stop = &interrupted();
    bench->live_.attempts = options.attempts;
    return bench;
  }
  record::CaseResult run(const Case& test, suite::Setup& setup, const suite::MakeTape& tape) {
    if (port_) return suite::run_live(test, setup, live_, tape);
    setup.start = suite::start_of(setup.seed);
    return suite::run_virtual(test, setup, suite::make_healthy, virtual_, tape);
  }
  const lab::Conduct* conduct() const { return port_ ? &live_.conduct : nullptr; }
  Result<void, Error> close() { return port_ ? port_->close() : Result<void, Error>{}; }

 private:
  lab::RealClock clock_;
  suite::Bench virtual_;
  std::unique_ptr<io::Port> port_;
  suite::LiveBench live_;
};

/// A status other than kOk when a recording could not be written.
int run_cases(const RunOptions& options, suite::Setup& setup, const std::vector<const Case*>& cases,
              Bench& bench, record::RunResult& result) {
  Progress progress{"running"};
  for (std::uint32_t again = 0; again < *options.repeat && !interrupted(); ++again) {
    setup.seed = *options.seed + again;
    RunRecorder recorder{options.out, setup};
    for (const Case* one : cases) {
      if (interrupted()) break;
      record::CaseResult made = bench.run(*one, setup, recorder.tapes(*one));
      recorder.close();
      if (recorder.failure()) return complain(kName, *recorder.failure(), kEnvironment);
      // What was stopped half way says nothing of anybody.
      if (interrupted()) break;
      *result.add_cases() = std::move(made);
      progress.count(static_cast<std::uint64_t>(result.cases_size()),
                     std::uint64_t{*options.repeat} * cases.size(), "cases");
    }
  }
  return kOk;
}

int run_run(const RunOptions& asked) {
  catch_interrupts();
  const auto merged = with_plan(asked);
  if (!merged) return complain(kName, merged.error(), kUsage);
  const RunOptions& options = *merged;
  const auto claims = read_profiles(options.profiles, options.dut);
  if (!claims) return complain(kName, claims.error(), kUsage);
  if (options.list)
    return list_cases(claims->dut, suite::select(claims->dut, options.cases, options.without));
  if (options.is_virtual != options.port.empty())
    return complain(
        kName,
        {options.is_virtual ? "two labs: --virtual and --port" : "no lab",
         "say --virtual (both units in this process, on a virtual clock) or --port PORT (the unit "
         "under test is at its other end)"},
        kUsage);
  suite::Bench virtual_bench{.stop = &interrupted()};
  if (!options.cable.empty()) {
    if (!options.is_virtual)
      return complain(kName, {"--cable: a port has the cable it has", "leave --cable out, or say --virtual"},
                      kUsage);
    auto cable = suite::load_cable(options.cable);
    if (!cable) return complain(kName, cable.error(), kUsage);
    virtual_bench.cable = std::move(*cable);
  }
  tell_without_effect(kName, *claims);
  auto setup = make_setup(options, *claims, virtual_bench);
  if (!setup) return complain(kName, setup.error(), kUsage);
  const std::vector<const Case*> cases = suite::select(setup->dut, options.cases, options.without);
  if (cases.empty())
    return complain(kName, {fmt::format("no case is left for an {}", word_of(setup->dut)), kLists}, kUsage);
  if (options.dry_run) {
    dry_run(options, *setup, cases);
    return kOk;
  }
  if (!options.out.empty()) {
    std::error_code error;
    std::filesystem::create_directories(options.out, error);
    if (error)
      return complain(kName, {fmt::format("{}: {}", options.out, error.message()), "choose another folder"},
                      kEnvironment);
    if (auto written = write_text(options.out + "/link.yaml", profile::print_link(setup->link)); !written)
      return complain(kName, written.error(), kEnvironment);
  }
  record::RunRecord record;
  auto bench = Bench::open(options, *setup, virtual_bench);
  if (!bench) return complain(kName, bench.error(), port_status(options.port));
  if (const int status = run_cases(options, *setup, cases, **bench, *record.mutable_result()); status != kOk)
    return status;
  suite::sum_up_known(setup->unit, *record.mutable_result());
  describe_run(options.link, &setup->link, options.strict, *record.mutable_provenance());
  if ((*bench)->conduct())
    suite::describe(*(*bench)->conduct(), *record.mutable_provenance()->mutable_conduct());
  describe(options, *claims, *record.mutable_provenance()->mutable_run());
  const int status = publish(record, options, setup->dut);
  if (auto closed = (*bench)->close(); !closed) return complain(kName, closed.error(), kEnvironment);
  return status;
}

}  // namespace

void add_run(CLI::App& program, Run& run) {
  const auto options = std::make_shared<RunOptions>();
  CLI::App& command = *program.add_subcommand("run", "Run the catalogue of tests against a unit");
  command.add_flag("--virtual", options->is_virtual, "Both units in this process, on a virtual clock");
  command.add_option("--port", options->port,
                     "The unit is at the other end of this port: kernel:IFACE, dpdk:DEVICE");
  command
      .add_option("--attempts", options->attempts,
                  "With --port: how often a case is run that our own side spoilt (late or lost frames)")
      ->check(CLI::Range(1u, 1000u))
      ->capture_default_str();
  add_port_options(command, options->ports);
  command.add_option("-l,--link", options->link, "What the link is configured to (YAML)");
  command
      .add_option(
          "--profile", options->profiles,
          "What units claim (YAML), one of each side at most: that of the unit under test is judged, the "
          "other one is what the tester claims to be")
      ->type_name("FILE ...");
  command.add_option("--cable", options->cable,
                     "With --virtual: delay, jitter, loss and clocks between the units (YAML)");
  command.add_option("--plan", options->plan,
                     "Link, profiles, cable, cases, seed and repeats from a file (YAML)");
  command.add_option("--case", options->cases, "Cases to run: ids with * and ?; several may be given");
  command.add_option("--without", options->without, "Cases to leave out: ids with * and ?");
  static const std::map<std::string, Dut> kDuts{{"o-ru", Dut::o_ru}, {"o-du", Dut::o_du}};
  command
      .add_option_function<std::string>(
          "--dut", [options](const std::string& word) { options->dut = kDuts.at(word); },
          "Unit under test: o-ru (default) or o-du")
      ->type_name("TEXT")
      ->check(CLI::IsMember{&kDuts});
  command.add_option("--seed", options->seed, "Of everything random; the same seed gives the same octets")
      ->check(whole_number(0, INT64_MAX));
  command.add_option("--repeat", options->repeat, "Run so often, with seeds that follow each other")
      ->check(whole_number(1, 100'000));
  command.add_option("--frames", options->frames, "Radio frames of each case, instead of what it wants")
      ->check(whole_number(1, 1'000'000));
  command.add_option("--out", options->out, "Folder for recordings (pcapng), link, run.json and run.xml");
  command.add_option("--json", options->json, "Write the record as JSON (`-`: standard output)");
  command.add_option("--junit", options->junit, "Write JUnit XML (`-`: standard output)");
  command.add_flag("--list", options->list, "List the cases and the published tests they stand for");
  command.add_flag("--dry-run", options->dry_run, "Say which cases would run, and why others would not");
  command.add_flag("--strict", options->strict, "Inconclusive cases decide too");
  command.add_flag("-v,--verbose", options->verbose, "Every criterion of every case");
  command.footer(kFooter);
  command.callback([&run, options] { run = [options] { return run_run(*options); }; });
}

}  // namespace plumbline::app

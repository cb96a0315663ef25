#include "suite/runner.h"

#include <algorithm>

#include "base/random.h"
#include "emulator/frame_writer.h"
#include "lab/virtual_lab.h"
#include "suite/part.h"

namespace plumbline::suite {
namespace {

/// How much of a run passes between two looks at Bench::stop.
constexpr Nanos kStretch{100'000'000};

/// What the cable did is what our side did.
OwnConduct conduct_of(const Cable& cable, const lab::VirtualLab& lab, const Setup& setup,
                      const Stimulus& stimulus, std::uint64_t heard) {
  OwnConduct conduct{.lost_by_cable = lab.down().lost + lab.up().lost,
                     .doubled = lab.down().doubled + lab.up().doubled,
                     .overtaken = lab.down().overtaken + lab.up().overtaken,
                     .time_error = cable.time_error(run_of(setup, stimulus)),
                     .heard = heard};
  const Nanos slack = slack_of(setup.link);
  if (conduct.time_error > Nanos{0})
    conduct.time_error_allowed = std::max(std::min(slack, stimulus.spare.value_or(slack)), Nanos{1});
  return conduct;
}

/// One run of a case into `part`.
Result<void, Error> run_part(const Case& test, const Setup& setup, const Stimulus& stimulus,
                             const MakeUnit& make_unit, const Bench& bench, const Tape& tape,
                             record::CasePart& part) {
  auto tester = make_tester(setup, stimulus);
  if (!tester) return tl::unexpected(tester.error());
  auto unit = make_unit(setup, stimulus);
  if (!unit) return tl::unexpected(unit.error());
  const CaptureTime start = profile::from_gps(setup.link.time, setup.start);
  const bool tests_o_ru = setup.dut == Dut::o_ru;
  emulator::Actor& o_du = tests_o_ru ? *(*tester)->actor : *unit->actor;
  emulator::Actor& o_ru = tests_o_ru ? *unit->actor : *(*tester)->actor;
  using Tap = lab::VirtualLab::Tap;
  lab::VirtualLab::Settings settings{.start = start - lead_of(setup, stimulus),
                                     .down = bench.cable.down,
                                     .up = bench.cable.up,
                                     .seed = setup.seed,
                                     .tap = tests_o_ru ? Tap::o_du : Tap::o_ru};
  settings.down.delay = settings.up.delay = bench.cable.delay + stimulus.delay;
  // The tester's clock is the one that stamps.
  (tests_o_ru ? settings.o_ru : settings.o_du) =
      lab::ClockModel{settings.start, bench.cable.clock_offset, bench.cable.drift_ppb};
  auto lab = lab::VirtualLab::make(o_du, o_ru, settings);
  if (!lab) return tl::unexpected(lab.error());
  Hearing hearing{test, setup, stimulus, bench.workers, tape};
  const CaptureTime end = start + air_of(stimulus) + kDrain;
  for (CaptureTime until = start; until < end;) {
    if (bench.stop != nullptr && bench.stop->load(std::memory_order_relaxed))
      return fail("stopped before its end");
    until = std::min(until + kStretch, end);
    lab->run_until(until, [&](std::span<const io::Packet> packets) { hearing.feed(packets); });
  }
  Observed observed = hearing.finish(**tester);
  if (unit->counters && setup.unit.has(profile::Feature::counters)) observed.unit = unit->counters();
  judge(test, setup, stimulus, observed, conduct_of(bench.cable, *lab, setup, stimulus, hearing.of_unit()),
        part);
  part.set_air_ns(static_cast<std::uint64_t>(air_of(stimulus).count()));
  return {};
}

}  // namespace

Result<PlayedUnit, Error> make_healthy(const Setup& setup, const Stimulus& stimulus) {
  const bool cuts = setup.unit.has(profile::Feature::transport_fragments);
  if (setup.dut == Dut::o_ru) {
    emulator::ORuAbilities abilities = abilities_of(setup.unit);
    abilities.udp_echo = abilities.udp_echo && stimulus.udp_echo;
    auto made = emulator::ORu::make(setup.link, {.seed = ~setup.seed,
                                                 .snap = setup.snap,
                                                 .abilities = abilities,
                                                 .test_signal = stimulus.payload == emulator::Payload::pn23 &&
                                                                setup.unit.has(profile::Feature::pn23),
                                                 .transport_fragments = cuts && stimulus.transport_fragments,
                                                 .quirks = emulator::Quirks{setup.unit.quirks}});
    if (!made) return tl::unexpected(made.error());
    const emulator::ORu* unit = made->get();
    return PlayedUnit{std::move(*made), [unit] { return unit->counters(); }};
  }
  emulator::ODu::Options options = o_du_options(setup, stimulus);
  options.seed = ~setup.seed;
  options.transport_fragments = cuts && stimulus.transport_fragments;
  options.joins_fragments = cuts;
  options.quirks = emulator::Quirks{setup.unit.quirks};
  auto made = emulator::ODu::make(setup.link, options);
  if (!made) return tl::unexpected(made.error());
  const emulator::ODu* unit = made->get();
  return PlayedUnit{std::move(*made), [unit] { return unit->counters(); }};
}

GpsTime start_of(std::uint64_t seed) {
  constexpr std::int64_t kSecondsTo2026 = 1'451'260'818;  // GPS time of 2026-01-01T00:00:00Z
  const auto frames = static_cast<std::int64_t>(Random{seed}.next() % 1024);
  return GpsTime{Nanos{kSecondsTo2026 * 1'000'000'000 + frames * radio::kFrameNs}};
}

Result<Setup, Error> prepare(Setup setup, const Bench& bench) {
  profile::Link& link = setup.link;
  if (link.carriers.empty())
    return fail("the link has no carriers", "state at least one: see `plumbline gen --help`");
  if (!link.o_du_mac) link.o_du_mac = emulator::kODuMac;
  if (!link.o_ru_mac) link.o_ru_mac = emulator::kORuMac;
  if (link.time.epoch == profile::Epoch::none) link.time.epoch = profile::Epoch::utc;
  link.time.offset_ns = 0;
  link.time.timestamp_accuracy_ns += bench.cable.time_error(std::chrono::seconds{1}).count();
  link.taps = {{.place = setup.dut == Dut::o_ru ? profile::TapPlace::at_o_ru : profile::TapPlace::at_o_du,
                .to_place_ns = bench.cable.delay.count()}};
  return setup;
}

record::CaseResult run_virtual(const Case& test, const Setup& setup, const MakeUnit& make_unit,
                               const Bench& bench, const MakeTape& make_tape) {
  record::CaseResult result = begin(test, setup);
  result.set_decided_by(test.why_not(setup));
  if (!result.decided_by().empty()) return result;
  run_parts(
      test, setup,
      [&](std::size_t i, std::string_view name, record::CasePart& part) {
        return run_part(test, setup, stimulus_of(test, setup, i), make_unit, bench,
                        make_tape ? make_tape(name) : Tape{}, part);
      },
      result);
  return result;
}

}  // namespace plumbline::suite

#include "suite/runner.h"

#include <algorithm>

#include "base/random.h"
#include "check/checker.h"
#include "emulator/extras.h"
#include "emulator/frame_writer.h"
#include "lab/virtual_lab.h"
#include "suite/verdict.h"

namespace plumbline::suite {
namespace {

/// Before the first frame's C-plane, and behind the last one's answers.
constexpr Nanos kLead{5'000'000}, kDrain{15'000'000};

/// The tester: its emulator, what disturbs it, what it sends besides.
struct Tester {
  std::unique_ptr<emulator::ODu> o_du;
  std::unique_ptr<emulator::ORu> o_ru;
  std::unique_ptr<emulator::Disturbed> disturbed;
  std::vector<emulator::ExtraFrame> frames;
  std::unique_ptr<emulator::WithExtras> extras;
  emulator::Actor* actor = nullptr;

  const emulator::Counters& counters() const { return o_du ? o_du->counters() : o_ru->counters(); }
};

emulator::ODu::Options o_du_options(const Setup& setup, const Stimulus& stimulus) {
  return {.seed = setup.seed,
          .start = setup.start,
          .frames = stimulus.frames,
          .sections = stimulus.sections,
          .snap = setup.snap,
          .payload = stimulus.payload,
          .script = stimulus.script.get()};
}

emulator::ORuAbilities abilities_of(const profile::Unit& unit) {
  using profile::Feature;
  return {.extensions = unit.extensions,
          .blanking = unit.has_section_type(0),
          .channel_information = unit.has_section_type(5) && unit.has_section_type(6),
          .ack_nack = unit.has(Feature::ack_nack),
          .sleep = unit.has(Feature::sleep),
          .laa = unit.has(Feature::laa),
          .one_way_delay = unit.has(Feature::one_way_delay),
          .loopback = unit.has(Feature::loopback)};
}

Result<std::unique_ptr<Tester>, Error> make_tester(const Setup& setup, const Stimulus& stimulus) {
  auto tester = std::make_unique<Tester>();
  if (setup.dut == Dut::o_ru) {
    auto made = emulator::ODu::make(setup.link, o_du_options(setup, stimulus));
    if (!made) return tl::unexpected(made.error());
    tester->o_du = std::move(*made);
    tester->actor = tester->o_du.get();
  } else {
    const emulator::ORuAbilities all = abilities_of(played(Dut::o_ru));
    auto made = emulator::ORu::make(setup.link, {.seed = setup.seed, .snap = setup.snap, .abilities = all});
    if (!made) return tl::unexpected(made.error());
    tester->o_ru = std::move(*made);
    tester->actor = tester->o_ru.get();
  }
  if (stimulus.disturbance) {
    tester->disturbed = std::make_unique<emulator::Disturbed>(*tester->actor, *stimulus.disturbance);
    tester->actor = tester->disturbed.get();
  }
  if (!stimulus.extras.empty()) {
    const CaptureTime start = profile::from_gps(setup.link.time, setup.start);
    for (const Extra& extra : stimulus.extras) tester->frames.push_back({start + extra.after, extra.octets});
    tester->extras = std::make_unique<emulator::WithExtras>(*tester->actor, tester->frames);
    tester->actor = tester->extras.get();
  }
  return tester;
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
  const lab::Impairment way{.delay = bench.way + stimulus.delay};
  using Tap = lab::VirtualLab::Tap;
  auto lab = lab::VirtualLab::make(o_du, o_ru,
                                   {.start = start - kLead,
                                    .down = way,
                                    .up = way,
                                    .seed = setup.seed,
                                    .tap = tests_o_ru ? Tap::o_du : Tap::o_ru});
  if (!lab) return tl::unexpected(lab.error());
  Observed observed;
  Observer observer{setup.link, observed, stimulus.keep_prbs};
  check::Checker checker{&setup.link, bench.workers,
                         stimulus.every_prb ? check::IqScope::all : check::IqScope::sampled};
  Nanos air = stimulus.frames * Nanos{radio::kFrameNs};
  if (!stimulus.extras.empty()) air = std::max(air, stimulus.extras.back().after);
  air += stimulus.listen;
  lab->run_until(start + air + kDrain, [&](std::span<const io::Packet> packets) {
    checker.feed(packets);
    if (test.judge != nullptr) observer.feed(packets);
    if (tape) tape(packets);
  });
  observed.check = checker.finish();
  if ((*tester)->disturbed) observed.disturbed = (*tester)->disturbed->done();
  observed.tester = (*tester)->counters();
  if (unit->counters && setup.unit.has(profile::Feature::counters)) observed.unit = unit->counters();
  judge(test, setup, stimulus, observed, {}, part);
  part.set_air_ns(static_cast<std::uint64_t>(air.count()));
  return {};
}

}  // namespace

Result<PlayedUnit, Error> make_healthy(const Setup& setup, const Stimulus& stimulus) {
  if (setup.dut == Dut::o_ru) {
    auto made = emulator::ORu::make(
        setup.link, {.seed = ~setup.seed, .snap = setup.snap, .abilities = abilities_of(setup.unit)});
    if (!made) return tl::unexpected(made.error());
    const emulator::ORu* unit = made->get();
    return PlayedUnit{std::move(*made), [unit] { return unit->counters(); }};
  }
  emulator::ODu::Options options = o_du_options(setup, stimulus);
  options.seed = ~setup.seed;
  auto made = emulator::ODu::make(setup.link, options);
  if (!made) return tl::unexpected(made.error());
  const emulator::ODu* unit = made->get();
  return PlayedUnit{std::move(*made), [unit] { return unit->counters(); }};
}

profile::Unit played(Dut dut) {
  using profile::Feature;
  profile::Unit unit;
  const auto offer = [&](Feature feature) {
    unit.features |= std::uint64_t{1} << static_cast<unsigned>(feature);
  };
  for (const Feature feature : {Feature::loopback, Feature::one_way_delay, Feature::counters,
                                Feature::sequence_counters, Feature::corrupt_counters})
    offer(feature);
  unit.vendor = "Plumbline";
  if (dut == Dut::o_du) {
    unit.kind = profile::UnitKind::o_du;
    unit.model = "emulated O-DU";
    offer(Feature::pn23);
    // The tester is an O-RU that takes whatever a link can hold.
    unit.limits = {.sections_per_symbol = 64, .sections_per_slot = 64, .prbs_per_symbol = 1023};
    return unit;
  }
  unit.model = "emulated O-RU";
  for (const Feature feature : {Feature::sym_inc, Feature::remote_one_way_delay, Feature::ack_nack,
                                Feature::sleep, Feature::laa, Feature::coupling_by_time})
    offer(feature);
  for (const unsigned type : {0u, 1u, 3u, 4u, 5u, 6u, 7u}) unit.section_types |= std::uint64_t{1} << type;
  for (const unsigned type : {6u, 10u, 12u, 13u, 22u}) unit.extensions |= std::uint64_t{1} << type;
  return unit;
}

GpsTime start_of(std::uint64_t seed) {
  constexpr std::int64_t kSecondsTo2026 = 1'451'260'818;  // GPS time of 2026-01-01T00:00:00Z
  const auto frames = static_cast<std::int64_t>(Random{seed}.next() % 1024);
  return GpsTime{Nanos{kSecondsTo2026 * 1'000'000'000 + frames * radio::kFrameNs}};
}

Result<Setup, Error> prepare(Setup setup) {
  profile::Link& link = setup.link;
  if (link.carriers.empty())
    return fail("the link has no carriers", "state at least one: see `plumbline gen --help`");
  if (!link.o_du_mac) link.o_du_mac = emulator::kODuMac;
  if (!link.o_ru_mac) link.o_ru_mac = emulator::kORuMac;
  if (link.time.epoch == profile::Epoch::none) link.time.epoch = profile::Epoch::utc;
  link.time.offset_ns = 0;
  link.taps = {{.place = setup.dut == Dut::o_ru ? profile::TapPlace::at_o_du : profile::TapPlace::at_o_ru}};
  return setup;
}

record::CaseResult run_virtual(const Case& test, const Setup& setup, const MakeUnit& make_unit,
                               const Bench& bench, const MakeTape& make_tape) {
  record::CaseResult result = begin(test, setup);
  if (test.not_applicable != nullptr) result.set_decided_by(test.not_applicable(setup));
  if (!result.decided_by().empty()) return result;
  for (std::size_t i = 0; i < std::max<std::size_t>(test.parts.size(), 1); ++i) {
    const std::string_view name = test.parts.empty() ? std::string_view{} : test.parts[i];
    Stimulus stimulus = test.stimulus != nullptr ? test.stimulus(setup, i) : Stimulus{};
    stimulus.part = i;
    if (setup.frames > 0) stimulus.frames = setup.frames;
    record::CasePart& part = *result.add_parts();
    part.set_name(std::string{name});
    if (auto ran =
            run_part(test, setup, stimulus, make_unit, bench, make_tape ? make_tape(name) : Tape{}, part);
        !ran) {
      part.set_verdict(record::VERDICT_ERROR);
      part.set_failure(ran.error().what);
    }
  }
  conclude(result);
  return result;
}

}  // namespace plumbline::suite

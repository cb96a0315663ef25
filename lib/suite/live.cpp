#include "suite/live.h"

#include <algorithm>

#include "emulator/aim.h"
#include "lab/relay.h"
#include "suite/expect.h"

namespace plumbline::suite {
namespace {

/// Between asking for the time and the first frame of the tester: its emulator is made in this time. Each
/// further attempt at a part gets twice as much, up to kMostDoublings times.
constexpr Nanos kReady{30'000'000};
constexpr unsigned kMostDoublings = 6;
/// Octets of frames between the thread that keeps the time and the one that judges: 3 s of LAB-VETH, 50 ms
/// at 10 Gb/s.
constexpr std::size_t kUnderWay = std::size_t{64} << 20;
/// Windows as wide as this are kept by a process that sleeps.
constexpr std::int64_t kWideNs = 1'000'000;

OwnConduct own_conduct(const lab::Conduct& conduct, const Setup& setup, const Stimulus& stimulus,
                       std::uint64_t heard) {
  const Nanos undisturbed{widths_of(setup.link, setup.dut == Dut::o_ru).slack_ns};
  const Nanos slack = std::min(undisturbed, stimulus.spare.value_or(undisturbed));
  return {.lost = conduct.receive_lost + conduct.too_long + conduct.cut,
          .lateness = conduct.lateness.at(9999, 10'000) + conduct.stamp_error.at(9999, 10'000),
          .lateness_allowed = std::min(kMostLate, slack),
          .worst = conduct.lateness.max(),
          .worst_allowed = slack,
          .heard = heard};
}

std::uint64_t counters() {
  using profile::Feature;
  std::uint64_t features = 0;
  for (const Feature feature : {Feature::counters, Feature::sequence_counters, Feature::corrupt_counters})
    features |= std::uint64_t{1} << static_cast<unsigned>(feature);
  return features;
}

Result<void, Error> attempt(const Case& test, const Setup& setup, std::size_t i, LiveBench& bench,
                            const Tape& tape, record::CasePart& part) {
  std::optional<Hearing> hearing;
  // Judging and writing take their time elsewhere. Its memory is made before the time is asked for.
  lab::Relay relay{[&](std::span<const io::Packet> packets) { hearing->feed(packets); }, kUnderWay};
  Setup now = setup;
  // The stimulus is asked for twice: how early it begins decides when it begins, and how long it takes to
  // make when the tester is ready.
  const CaptureTime asked = bench.clock->now();
  const Nanos lead = lead_of(now, stimulus_of(test, now, i));
  const Nanos made = bench.clock->now() - asked;
  const Nanos ready = (kReady + 2 * made) * (1 << std::min(part.spoilt(), kMostDoublings));
  now.start = next_frame(now.link, bench.clock->now() + ready + lead);
  const Stimulus stimulus = stimulus_of(test, now, i);
  auto tester = make_tester(now, stimulus);
  if (!tester) return tl::unexpected(tester.error());
  std::optional<FrameSpan> only;
  if (now.dut == Dut::o_du) only = FrameSpan{now.start, stimulus.frames};
  hearing.emplace(test, now, stimulus, bench.workers, tape, only);
  lab::LiveLab lab{*bench.clock, *bench.port, *(*tester)->actor, bench.pace};
  const CaptureTime start = profile::from_gps(now.link.time, now.start);
  const lab::Ended ended = lab.run_until(start + air_of(stimulus) + kDrain,
                                         [&](std::span<const io::Packet> packets) { relay.put(packets); });
  relay.finish();
  lab::Conduct conduct = lab.conduct();
  conduct.receive_lost += relay.lost();
  bench.conduct += conduct;
  if (ended == lab::Ended::stopped) return fail("stopped before its end");
  if (ended == lab::Ended::port_stuck) return fail("the port took nothing for 5 s");
  Observed observed = hearing->finish(**tester);
  observed.lateness = conduct.lateness.max() + conduct.stamp_error.max();
  OwnConduct own = own_conduct(conduct, now, stimulus, hearing->of_unit());
  own.missed = std::max(lab.began() - (start - lead), Nanos{0});
  judge(test, now, stimulus, observed, own, part);
  describe(conduct, *part.mutable_conduct());
  part.set_air_ns(static_cast<std::uint64_t>(air_of(stimulus).count()));
  return {};
}

}  // namespace

Pace pace_of(const profile::Link& link) {
  using namespace std::chrono_literals;
  std::int64_t narrowest = std::min(widths_of(link, true).narrowest_ns, widths_of(link, false).narrowest_ns);
  std::int64_t reaction = INT64_MAX;
  for (const profile::Carrier& carrier : link.carriers) {
    const profile::Delays delays = emulator::delays_of(link, carrier.numerology);
    reaction = std::min(reaction, delays.t2a_cp_ul->min_ns + delays.ta3->min_ns);
  }
  if (narrowest >= kWideNs && reaction >= kWideNs)
    return {.live = {.lead = 400us, .poll_interval = 100us}, .spin = 0us};
  return {.live = {.lead = std::clamp<Nanos>(Nanos{reaction / 4}, 5us, 100us), .poll_interval = 1us},
          .spin = 200us};
}

profile::Link on_real_clock(profile::Link link) {
  link.time.epoch = profile::Epoch::utc;
  link.time.offset_ns = 0;
  return link;
}

GpsTime next_frame(const profile::Link& link, CaptureTime earliest) {
  const GpsTime when = profile::to_gps(link.time, earliest).value_or(GpsTime{});
  const radio::FrameTiming timing =
      link.carriers.empty() ? radio::FrameTiming{} : link.carriers.front().frame_timing;
  return radio::frame_start(timing, first_frame(timing, when));
}

std::string not_applicable_live(const Case& test, const Setup& setup) {
  std::string why = test.why_not(setup);
  if (!why.empty()) return why;
  Setup unread = setup;
  unread.unit.features &= ~counters();
  if (test.not_applicable != nullptr && !test.not_applicable(unread).empty())
    return "port: the unit's counters cannot be read over it";
  for (std::size_t i = 0; i < std::max<std::size_t>(test.parts.size(), 1); ++i) {
    const Stimulus stimulus = stimulus_of(test, setup, i);
    if (stimulus.delay > Nanos{0}) return "port: the way to the unit has the length it has";
    if (stimulus.udp_echo) return "port: the unit's UDP echo cannot be switched over it";
    if (setup.dut == Dut::o_du && stimulus.script) return "port: the unit cannot be told what to say";
  }
  return {};
}

record::CaseResult run_live(const Case& test, const Setup& setup, LiveBench& bench,
                            const MakeTape& make_tape) {
  record::CaseResult result = begin(test, setup);
  result.set_decided_by(not_applicable_live(test, setup));
  if (!result.decided_by().empty()) return result;
  Setup over_port = setup;
  over_port.over_port = true;
  over_port.unit.features &= ~counters();
  run_parts(
      test, over_port,
      [&](std::size_t i, std::string_view name, record::CasePart& part) {
        for (unsigned spoilt = 0;; ++spoilt) {
          part.Clear();
          part.set_name(std::string{name});
          part.set_spoilt(spoilt);
          auto ran = attempt(test, over_port, i, bench, make_tape ? make_tape(name) : Tape{}, part);
          if (!ran || !is_spoilt(part)) return ran;
          part.set_spoilt(spoilt + 1);
          if (spoilt + 1 >= bench.attempts) return ran;
        }
      },
      result);
  return result;
}

void describe(const lab::Conduct& conduct, record::Conduct& out) {
  const auto ns = [](Nanos duration) { return static_cast<std::uint64_t>(duration.count()); };
  out.set_sent(conduct.sent);
  out.set_received(conduct.received);
  out.set_lost(conduct.receive_lost);
  out.set_too_long(conduct.too_long);
  out.set_cut(conduct.cut);
  out.set_retries(conduct.refused_retries);
  out.set_lateness_p50_ns(ns(conduct.lateness.at(500)));
  out.set_lateness_p99_ns(ns(conduct.lateness.at(990)));
  out.set_lateness_p999_ns(ns(conduct.lateness.at(999)));
  out.set_lateness_p9999_ns(ns(conduct.lateness.at(9999, 10'000)));
  out.set_lateness_max_ns(ns(conduct.lateness.max()));
  out.set_stamp_error_p9999_ns(ns(conduct.stamp_error.at(9999, 10'000)));
  out.set_duration_ns(ns(conduct.duration));
}

}  // namespace plumbline::suite

// What judging costs: ns of one core per packet, by how much of the way a packet goes. The code of `plumbline
// check` with one worker, fed from memory; "near" rounds stay in the caches, "far" ones of 64 MiB do not.
#include <benchmark/benchmark.h>

#include <ctime>
#include <map>
#include <memory>

#include "check/checker.h"
#include "cycle.h"
#include "track/sequence.h"
#include "track/streams.h"
#include "wire/cplane.h"
#include "wire/ecpri.h"
#include "wire/frame.h"
#include "wire/uplane.h"

namespace plumbline::bench {
namespace {

constexpr std::size_t kNear = 1 << 16, kFar = std::size_t{64} << 20;

Cycle& cycle_of(Kind kind, std::size_t octets) {
  static std::map<std::pair<Kind, std::size_t>, std::unique_ptr<Cycle>> made;
  auto& cycle = made[{kind, octets}];
  if (!cycle) cycle = std::make_unique<Cycle>(kind, octets);
  return *cycle;
}

/// Time of this thread on a core: what others do on the machine meanwhile is left out.
double thread_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

/// Times `round(packets)`; moves the packets on in between.
template <class Round>
void measure(benchmark::State& state, Cycle& cycle, Round&& round) {
  for (auto _ : state) {
    const double begin = thread_seconds();
    round(cycle.packets());
    state.SetIterationTime(thread_seconds() - begin);
    cycle.turn();
  }
  const auto packets = static_cast<double>(cycle.packets().size());
  state.SetItemsProcessed(static_cast<std::int64_t>(packets) * static_cast<std::int64_t>(state.iterations()));
  state.counters["ns_per_packet"] = benchmark::Counter(
      packets * 1e-9, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

/// No fails over three rounds, and everything counted: what is timed is what is meant.
bool sound(benchmark::State& state, Cycle& cycle, const profile::Link* link) {
  check::Checker checker{link};
  constexpr unsigned kRounds = 3;
  for (unsigned i = 0; i < kRounds; ++i) {
    checker.feed(cycle.packets());
    cycle.turn();
  }
  const record::Result result = checker.finish();
  std::uint64_t fails = 0, described = 0;
  for (const record::RuleResult& rule : result.rules()) {
    fails += rule.fail();
    if (rule.id() == "CUS-CU-001") described = rule.pass();
  }
  const bool couples = link == nullptr || link->delays.ta4.has_value();  // there is U-plane
  if (fails == 0 && result.totals().packets() == kRounds * cycle.packets().size() &&
      result.totals().undecodable() == 0 && (!couples || (link == nullptr) == (described == 0)))
    return true;
  state.SkipWithError("the traffic is not judged as sound");
  return false;
}

/// Decode, track, judge: everything that a packet of `plumbline check` goes through.
void judge(benchmark::State& state, Kind kind, std::size_t octets, bool with_link,
           check::IqScope scope = check::IqScope::sampled) {
  Cycle& cycle = cycle_of(kind, octets);
  const profile::Link* link = with_link ? &cycle.link() : nullptr;
  if (!sound(state, cycle, link)) return;
  check::Checker checker{link, 1, scope};
  measure(state, cycle, [&](std::span<const io::Packet> packets) { checker.feed(packets); });
}

/// Sections that the wire reader finds in a packet.
unsigned walk(const io::Packet& packet, const wire::UplaneFormat& format, wire::Frame& frame,
              wire::EcpriIds& ids, wire::EcpriMessage& ecpri) {
  if (wire::decode_frame(packet.octets, packet.original_length, frame)) return 0;
  unsigned sections = 0;
  wire::EcpriWalk messages{frame.pdu};
  while (messages.next(ecpri)) {
    if (wire::decode_ids(ecpri.body, ids)) continue;
    const wire::View body = ecpri.body.from(4);
    if (ecpri.header.type == wire::EcpriType::rt_control) {
      wire::CplaneHeader header;
      if (wire::decode_cplane_header(body, header)) continue;
      wire::SectionWalk walk{body, header};
      wire::Section section;
      while (walk.next(section)) ++sections;
    } else {
      wire::UplaneWalk walk{body, format};
      wire::UplaneSection section;
      while (walk.next(section)) ++sections;
    }
  }
  return sections;
}

/// The octets read, every section header, nothing kept.
void decode(benchmark::State& state, Kind kind, std::size_t octets) {
  Cycle& cycle = cycle_of(kind, octets);
  const wire::UplaneFormat format{.dynamic = false, .method = 1, .width = 9, .carrier_prbs = 53};
  std::uint64_t sections = 0, packets = 0;
  measure(state, cycle, [&](std::span<const io::Packet> round) {
    wire::Frame frame;
    wire::EcpriIds ids;
    wire::EcpriMessage ecpri;
    for (const io::Packet& packet : round) sections += walk(packet, format, frame, ids, ecpri);
    packets += round.size();
  });
  if (sections != packets) state.SkipWithError("not one section a packet");
}

/// Decode, and which stream a message is of and how its sequence id goes on.
void track_streams(benchmark::State& state, Kind kind, std::size_t octets) {
  Cycle& cycle = cycle_of(kind, octets);
  const wire::UplaneFormat format{.dynamic = false, .method = 1, .width = 9, .carrier_prbs = 53};
  track::PairTable pairs;
  track::DenseIndex streams{track::limits::kStreams};
  std::vector<track::SequenceTracker> trackers(track::limits::kStreams);
  std::uint64_t steps = 0, packets = 0;
  measure(state, cycle, [&](std::span<const io::Packet> round) {
    wire::Frame frame;
    wire::EcpriIds ids;
    wire::EcpriMessage ecpri;
    for (const io::Packet& packet : round) {
      walk(packet, format, frame, ids, ecpri);
      const bool c = ecpri.header.type == wire::EcpriType::rt_control;
      bool added = false;
      const auto stream = streams.find_or_add(
          track::stream_key(pairs.find(track::flow_of(frame)), c ? radio::Plane::c : radio::Plane::u,
                            radio::Direction{static_cast<std::uint8_t>(ecpri.body.data[4] >> 7)}, ids.eaxc),
          added);
      steps += trackers[stream].observe(ids.sequence).step <= track::SequenceStep::next ? 1u : 0u;
    }
    packets += round.size();
  });
  if (steps != packets) state.SkipWithError("sequence ids do not go on");
}

const bool kRegistered = [] {
  struct Named {
    const char* name;
    Kind kind;
  };
  for (const auto& [name, kind] :
       {Named{"cplane_64", Kind::cplane}, {"uplane_1500", Kind::uplane}, {"mix", Kind::mix}})
    for (const std::size_t octets : {kNear, kFar}) {
      const std::string place = std::string{"/"} + name + (octets == kNear ? "/near" : "/far");
      const auto add = [&](const std::string& part, auto run) {
        benchmark::RegisterBenchmark((part + place).c_str(), run)
            ->UseManualTime()
            ->Unit(benchmark::kMicrosecond);
      };
      add("decode", [kind = kind, octets](benchmark::State& s) { decode(s, kind, octets); });
      add("track", [kind = kind, octets](benchmark::State& s) { track_streams(s, kind, octets); });
      add("check", [kind = kind, octets](benchmark::State& s) { judge(s, kind, octets, true); });
      if (kind != Kind::cplane) {
        add("check_iq_off", [kind = kind, octets](benchmark::State& s) {
          judge(s, kind, octets, true, check::IqScope::off);
        });
        add("check_iq_all", [kind = kind, octets](benchmark::State& s) {
          judge(s, kind, octets, true, check::IqScope::all);
        });
      }
      add("check_no_link", [kind = kind, octets](benchmark::State& s) { judge(s, kind, octets, false); });
    }
  return true;
}();

}  // namespace
}  // namespace plumbline::bench

BENCHMARK_MAIN();

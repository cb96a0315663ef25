// What a frame of a unit costs, from being made to being handed out, in steps as short as those of the
// virtual lab. 100 MHz, TDD, four layers each way.
#include <benchmark/benchmark.h>

#include <memory>
#include <vector>

#include "emulator/disturbance.h"
#include "emulator/o_du.h"

namespace {

using plumbline::CaptureTime;
using plumbline::GpsTime;
using plumbline::Nanos;
using plumbline::emulator::Actor;
using plumbline::emulator::ODu;
namespace profile = plumbline::profile;

constexpr Nanos kStep{20'000};

profile::Link make_link() {
  profile::Carrier carrier;
  carrier.prbs = 273;
  carrier.tdd = {.slots = "DDDDDDDSUU", .special_dl_symbols = 6, .special_ul_symbols = 4};
  for (const auto kind : {profile::ChannelKind::pdsch, profile::ChannelKind::pusch}) {
    profile::Channel channel;
    channel.kind = kind;
    channel.eaxc = {{0}, {1}, {2}, {3}};
    channel.compression = {.method = profile::Method::bfp, .width = 9, .dynamic = true};
    carrier.channels.push_back(channel);
  }
  profile::Link link;
  link.carriers.push_back(carrier);
  link.mtu = std::uint16_t{1500};
  link.time.epoch = profile::Epoch::gps;
  return link;
}

/// A second of radio time, again and again: a unit is made anew when it ends.
void measure(benchmark::State& state, std::uint32_t snap, bool disturbed) {
  const profile::Link link = make_link();
  constexpr std::uint32_t kFrames = 100;
  std::vector<plumbline::emulator::TimedFrame> batch;
  std::uint64_t frames = 0, all = 0, octets = 0;
  for (auto _ : state) {
    state.PauseTiming();
    auto unit = ODu::make(link, {.frames = kFrames, .snap = snap});
    if (!unit) return state.SkipWithError(unit.error().what.c_str());
    plumbline::emulator::Disturbed wrong{**unit,
                                         {.kind = plumbline::emulator::Disturbance::Kind::shift,
                                          .which = {.plane = plumbline::radio::Plane::c, .every = 10},
                                          .by = Nanos{10'000}}};
    Actor& actor = disturbed ? static_cast<Actor&>(wrong) : **unit;
    CaptureTime now{Nanos{-1'000'000}};
    state.ResumeTiming();
    for (; now < CaptureTime{Nanos{1'010'000'000}}; now += kStep) {
      actor.advance(now, batch);
      frames += batch.size();
      for (const auto& frame : batch) octets += frame.length;
    }
    if ((*unit)->counters().tx_total != frames) return state.SkipWithError("frames were lost");
    all += frames;
    frames = 0;
  }
  benchmark::DoNotOptimize(octets);
  state.counters["time/frame"] =
      benchmark::Counter(static_cast<double>(all), benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

void o_du(benchmark::State& state) { measure(state, static_cast<std::uint32_t>(state.range(0)), false); }
void o_du_disturbed(benchmark::State& state) { measure(state, 64, true); }

BENCHMARK(o_du)->ArgName("snap")->Arg(64)->Arg(plumbline::emulator::kNoSnap)->Unit(benchmark::kMillisecond);
BENCHMARK(o_du_disturbed)->Unit(benchmark::kMillisecond);

}  // namespace
BENCHMARK_MAIN();

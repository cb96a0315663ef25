// How well the player keeps time, and how fast it floods, over DPDK devices.
//
//   player_bench [benchmark options] [SEND[+RECEIVE] ...]   default: a short net_ring0+net_ring0
//   player_bench --drain DEVICE                             the other end of a memif: swallows frames until
//   killed
//
// scripts/bench_player runs it over every kind of device this machine has.
#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include <cstdio>
#include <string>
#include <vector>

#include "io/dpdk_port.h"
#include "io/memory_source.h"
#include "lab/player.h"

namespace {

using plumbline::CaptureTime;
using plumbline::Nanos;
using plumbline::io::OutFrame;
using plumbline::io::Port;
using plumbline::lab::Conduct;
using plumbline::lab::Playback;
using plumbline::lab::Player;
using plumbline::lab::RealClock;

constexpr std::size_t kFrames = 56000;

struct Devices {
  std::unique_ptr<Port> to, own_from;
  Port* from = nullptr;
};

/// Opens SEND[+RECEIVE]; says why not when it cannot.
bool open(const std::string& text, Devices& devices, benchmark::State& state) {
  const std::size_t plus = text.find('+');
  const std::string to = text.substr(0, plus), from = plus == std::string::npos ? "" : text.substr(plus + 1);
  auto port = plumbline::io::open_dpdk_port(to);
  if (!port) {
    state.SkipWithError(port.error().what.c_str());
    return false;
  }
  devices.to = std::move(*port);
  if (from == to) devices.from = devices.to.get();
  if (from.empty() || from == to) return true;
  port = plumbline::io::open_dpdk_port(from);
  if (!port) {
    state.SkipWithError(port.error().what.c_str());
    return false;
  }
  devices.own_from = std::move(*port);
  devices.from = devices.own_from.get();
  return true;
}

/// 64 different frames with an eCPRI type, as `count` frames one each `spacing`.
class Traffic {
 public:
  Traffic(std::size_t count, std::size_t octets, Nanos over)
      : octets_(64, std::vector<std::uint8_t>(octets)) {
    for (std::size_t i = 0; i < octets_.size(); ++i) {
      octets_[i][5] = static_cast<std::uint8_t>(i);
      octets_[i][12] = 0xae;
      octets_[i][13] = 0xfe;
    }
    for (std::size_t i = 0; i < count; ++i)
      frames_.push_back(
          {.octets = octets_[i % octets_.size()],
           .at = CaptureTime{over * static_cast<std::int64_t>(i) / static_cast<std::int64_t>(count)}});
  }
  std::span<const OutFrame> frames() const { return frames_; }

 private:
  std::vector<std::vector<std::uint8_t>> octets_;
  std::vector<OutFrame> frames_;
};

/// Times the scheduler took the processor away from this thread so far: on a busy machine they are the whole
/// tail.
double preemptions() {
  rusage usage{};
  getrusage(RUSAGE_THREAD, &usage);
  return static_cast<double>(usage.ru_nivcsw);
}

double micros(Nanos time) { return static_cast<double>(time.count()) / 1000.0; }

/// A memif takes nothing until the other side is there.
void wait_for_peer(Port& to) {
  const std::vector<std::uint8_t> octets(60);
  const OutFrame frame{.octets = octets};
  RealClock clock;
  for (int i = 0; i < 5000 && to.send({&frame, 1}) == 0; ++i)
    clock.wait_until(clock.now() + std::chrono::milliseconds{1});
}

/// `count` packets of 56,000 in 2 s, one each 35.7 us; `ahead` octets of them read ahead from a source, 0:
/// from memory.
void pace(benchmark::State& state, const std::string& text, std::size_t count, std::size_t ahead) {
  Devices devices;
  if (!open(text, devices, state)) return;
  wait_for_peer(*devices.to);
  const Traffic traffic{count, 1464, std::chrono::seconds{2} * count / kFrames};
  std::vector<plumbline::io::Packet> packets;
  for (const OutFrame& frame : traffic.frames())
    packets.push_back({.stamp = frame.at, .octets = frame.octets});
  RealClock clock;
  for (auto _ : state) {
    const double before = preemptions();
    plumbline::io::MemorySource source{packets};
    Player player{clock, *devices.to, devices.from};
    const Conduct conduct =
        ahead == 0 ? player.play(traffic.frames()) : player.play(source, {.read_ahead = ahead});
    state.counters["preempted"] = preemptions() - before;
    state.SetIterationTime(micros(conduct.duration) / 1e6);
    if (conduct.sent != count) state.SkipWithError("not all frames were sent");
    state.counters["p50_us"] = micros(conduct.lateness.at(500));
    state.counters["p99_us"] = micros(conduct.lateness.at(990));
    state.counters["p999_us"] = micros(conduct.lateness.at(999));
    state.counters["max_us"] = micros(conduct.lateness.max());
    state.counters["drift_us"] = micros(conduct.last_lateness);
    state.counters["gap_us"] = micros(conduct.widest_gap);
    state.counters["received"] = static_cast<double>(conduct.received);
    state.counters["lost"] = static_cast<double>(conduct.receive_lost);
  }
}

/// The same spacing in pieces of 2 ms, of which only those count during which the scheduler left us alone:
/// what the player, the device and the machine beneath do by themselves, also where others work.
void pace_undisturbed(benchmark::State& state, const std::string& text, std::size_t count) {
  Devices devices;
  if (!open(text, devices, state)) return;
  wait_for_peer(*devices.to);
  const Traffic traffic{56, 1464, std::chrono::milliseconds{2}};
  const Playback playback{.lead = std::chrono::microseconds{100}, .drain = std::chrono::microseconds{100}};
  RealClock clock;
  for (auto _ : state) {
    plumbline::lab::Lateness lateness;
    Nanos time{0};
    double pieces = 0;
    for (; pieces < 5000 && lateness.count() < count; ++pieces) {
      const double before = preemptions();
      const Conduct conduct = Player{clock, *devices.to, devices.from}.play(traffic.frames(), playback);
      if (preemptions() == before) lateness += conduct.lateness;
      time += conduct.duration;
    }
    state.SetIterationTime(micros(time) / 1e6);
    state.counters["frames"] = static_cast<double>(lateness.count());
    state.counters["pieces"] = pieces;
    state.counters["p50_us"] = micros(lateness.at(500));
    state.counters["p99_us"] = micros(lateness.at(990));
    state.counters["p999_us"] = micros(lateness.at(999));
    state.counters["max_us"] = micros(lateness.max());
  }
}

void flood(benchmark::State& state, const std::string& text, std::size_t octets) {
  Devices devices;
  if (!open(text, devices, state)) return;
  wait_for_peer(*devices.to);
  constexpr std::size_t kCount = 1'000'000;
  const Traffic traffic{kCount, octets, {}};
  RealClock clock;
  for (auto _ : state) {
    const Conduct conduct =
        Player{clock, *devices.to, devices.from}.play(traffic.frames(), {.flood = true, .lead = Nanos{0}});
    state.SetIterationTime(micros(conduct.duration) / 1e6);
    if (conduct.sent != kCount) state.SkipWithError("not all frames were sent");
    const double seconds = micros(conduct.duration) / 1e6;
    state.counters["Mpps"] = kCount / seconds / 1e6;
    state.counters["Gbps"] = static_cast<double>(octets) * 8 * kCount / seconds / 1e9;
    state.counters["received"] = static_cast<double>(conduct.received);
    state.counters["refused"] = static_cast<double>(conduct.refused_retries);
  }
}

int drain(const char* device) {
  auto port = plumbline::io::open_dpdk_port(device);
  if (!port) {
    std::fprintf(stderr, "%s\n", port.error().what.c_str());
    return 3;
  }
  for (;;) {
    benchmark::DoNotOptimize((*port)->receive().size());
    (*port)->settle();
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 3 && std::string_view{argv[1]} == "--drain") return drain(argv[2]);
  benchmark::Initialize(&argc, argv);
  std::vector<std::string> devices(argv + 1, argv + argc);
  const std::size_t count = devices.empty() ? kFrames / 50 : kFrames;
  if (devices.empty()) devices.emplace_back("net_ring0+net_ring0");
  for (const std::string& device : devices) {
    const auto add = [](const std::string& name, auto run) {
      benchmark::RegisterBenchmark(name.c_str(), run)
          ->Iterations(1)
          ->UseManualTime()
          ->Unit(benchmark::kMillisecond);
    };
    add("pace/" + device, [=](benchmark::State& state) { pace(state, device, count, 0); });
    add("pace_source/" + device,
        [=](benchmark::State& state) { pace(state, device, count, std::size_t{16} << 20); });
    add("pace_undisturbed/" + device,
        [=](benchmark::State& state) { pace_undisturbed(state, device, count); });
    for (const std::size_t octets : {64u, 1464u})
      add("flood_" + std::to_string(octets) + "/" + device,
          [device, octets](benchmark::State& state) { flood(state, device, octets); });
  }
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}

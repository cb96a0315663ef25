// What an emulated O-RU costs: a carrier of 100 MHz, 30 kHz, 4 x 4, all symbols in both directions, snap 64.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <vector>

#include "emulator/aim.h"
#include "emulator/o_ru.h"
#include "emulator/traffic.h"

namespace plumbline::emulator {
namespace {

constexpr GpsTime kStart{Nanos{1'400'000'000'000'000'000}};
constexpr Nanos kWrap{256 * radio::kFrameNs};  // frameId comes again
constexpr std::uint32_t kSnap = 64;

profile::Link make_link(std::uint16_t mtu) {
  profile::Carrier carrier;
  carrier.name = "100 MHz";
  carrier.prbs = 273;
  for (const auto kind : {profile::ChannelKind::pdsch, profile::ChannelKind::pusch}) {
    profile::Channel channel{.kind = kind, .eaxc = {}, .compression = {profile::Method::bfp, 9}, .prach = {}};
    for (std::uint16_t port = 0; port < 4; ++port) channel.eaxc.push_back({port});
    carrier.channels.push_back(channel);
  }
  profile::Link link;
  link.mtu = mtu;
  link.vlan = std::uint16_t{5};
  link.carriers.push_back(carrier);
  return link;
}

/// What the O-DU says of 256 radio frames; of `direction` only.
struct Said {
  struct Frame {
    CaptureTime at;
    std::uint32_t length, octets;
    std::size_t begin;
  };
  std::vector<Frame> frames;
  std::vector<std::uint8_t> octets;
};

Said say(const profile::Link& link, radio::Direction direction) {
  Said said;
  auto traffic = Traffic::make(seen_at(link, profile::TapPlace::at_o_ru),
                               {.start = kStart, .frames = 256, .role = Role::o_du, .snap = kSnap});
  std::vector<TimedFrame> batch;
  while (traffic->next(batch))
    for (const TimedFrame& frame : batch) {
      if (frame.direction != direction) continue;
      said.frames.push_back(
          {frame.at, frame.length, static_cast<std::uint32_t>(frame.octets.size()), said.octets.size()});
      said.octets.insert(said.octets.end(), frame.octets.begin(), frame.octets.end());
    }
  return said;
}

/// Says everything; again and again, 2.56 s later each time. `step`: between two looks at what leaves.
void talk(benchmark::State& state, radio::Direction direction, std::uint16_t mtu, Nanos step) {
  const profile::Link link = make_link(mtu);
  const Said said = say(link, direction);
  auto unit = ORu::make(link, {.snap = kSnap});
  std::vector<TimedFrame> batch;
  Nanos later{0};
  std::size_t next = 0, heard = 0, sent = 0;
  CaptureTime now = said.frames.front().at;
  for (auto _ : state) {
    // 10 ms
    for (const CaptureTime until = now + Nanos{radio::kFrameNs}; now < until; now += step) {
      for (; said.frames[next].at + later < now + step; ++heard) {
        const Said::Frame& frame = said.frames[next];
        (*unit)->receive(frame.at + later, frame.length,
                         Octets{said.octets}.subspan(frame.begin, frame.octets));
        if (++next == said.frames.size()) {
          next = 0;
          later += kWrap;
        }
      }
      (*unit)->advance(now + step, batch);
      sent += batch.size();
    }
  }
  const Counters& counters = (*unit)->counters();
  if (counters.rx_err_drop != 0) state.SkipWithError("frames were dropped");
  const auto frames = static_cast<double>(std::max(heard, sent));
  state.counters["ns/frame"] =
      benchmark::Counter(frames / 1e9, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
  state.counters["sent"] = benchmark::Counter(static_cast<double>(sent), benchmark::Counter::kIsRate);
  state.counters["heard"] = benchmark::Counter(static_cast<double>(heard), benchmark::Counter::kIsRate);
}

void answer(benchmark::State& state) {
  talk(state, radio::Direction::uplink, static_cast<std::uint16_t>(state.range(0)), Nanos{state.range(1)});
}
BENCHMARK(answer)->Args({9000, 20'000})->Args({1500, 20'000})->Args({9000, 1'000});

void hear(benchmark::State& state) {
  talk(state, radio::Direction::downlink, static_cast<std::uint16_t>(state.range(0)), Nanos{state.range(1)});
}
BENCHMARK(hear)->Args({9000, 20'000})->Args({1500, 20'000});

}  // namespace
}  // namespace plumbline::emulator

BENCHMARK_MAIN();

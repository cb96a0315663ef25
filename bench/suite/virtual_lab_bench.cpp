// How much faster than real time the virtual lab runs: seconds of air time for each second on one core, of
// two units, the cable, the tap and the judge, on a 100 MHz TDD carrier with four layers each way at MTU
// 9000. "cut": payload octets are not made (64 octets of a frame are); "recorded": with a pcapng file beside
// it.
#include <benchmark/benchmark.h>

#include <cstdio>
#include <ctime>
#include <memory>
#include <string>

#include "io/pcapng_writer.h"
#include "suite/catalogue.h"
#include "suite/runner.h"

namespace plumbline {
namespace {

profile::Link make_link() {
  profile::Carrier carrier;
  carrier.name = "c0";
  carrier.prbs = 273;
  carrier.tdd = {.slots = "DDDDDDDSUU", .special_dl_symbols = 6, .special_ul_symbols = 4};
  for (const auto kind : {profile::ChannelKind::pdsch, profile::ChannelKind::pusch}) {
    profile::Channel channel;
    channel.kind = kind;
    channel.eaxc = {{0}, {1}, {2}, {3}};
    channel.compression = {.method = profile::Method::bfp, .width = 9};
    carrier.channels.push_back(channel);
  }
  profile::Link link;
  link.carriers.push_back(carrier);
  link.mtu = std::uint16_t{9000};
  link.delays = {.t1a_up = profile::Delay{294'000, 345'000},
                 .t1a_cp_dl = profile::Delay{419'000, 470'000},
                 .t1a_cp_ul = profile::Delay{285'000, 336'000},
                 .t2a_up = profile::Delay{134'000, 345'000},
                 .t2a_cp_dl = profile::Delay{259'000, 470'000},
                 .t2a_cp_ul = profile::Delay{125'000, 336'000},
                 .ta3 = profile::Delay{50'000, 171'000},
                 .ta4 = profile::Delay{50'000, 331'000}};
  return link;
}

double thread_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

void run(benchmark::State& state, suite::Dut dut, std::uint32_t snap, bool recorded) {
  constexpr std::uint32_t kFrames = 100;
  auto setup = suite::prepare({.dut = dut,
                               .link = make_link(),
                               .unit = suite::played(dut, make_link()),
                               .frames = kFrames,
                               .snap = snap});
  if (!setup) return state.SkipWithError(setup.error().what.c_str());
  setup->start = suite::start_of(1);
  const suite::Case* test = suite::find_case("FH-TRN-003");
  const std::string path = "virtual_lab_bench.pcapng";
  std::uint64_t packets = 0;
  for (auto _ : state) {
    std::unique_ptr<io::PcapngWriter> writer;
    suite::MakeTape tapes;
    if (recorded) {
      auto made = io::PcapngWriter::create(path);
      if (!made) return state.SkipWithError(made.error().what.c_str());
      writer = std::move(*made);
      writer->add_interface("lab");
      tapes = [&](std::string_view) -> suite::Tape {
        return [&](std::span<const io::Packet> batch) {
          for (const io::Packet& packet : batch) writer->write(packet);
        };
      };
    }
    const double begin = thread_seconds();
    const record::CaseResult result = suite::run_virtual(*test, *setup, suite::make_healthy, {}, tapes);
    if (writer && !writer->close()) return state.SkipWithError("cannot write the recording");
    state.SetIterationTime(thread_seconds() - begin);
    // What is timed is what is meant.
    if (result.verdict() != record::VERDICT_PASS) return state.SkipWithError("the case does not pass");
    packets = result.parts(0).check().totals().packets();
    for (const record::RuleResult& rule : result.parts(0).check().rules())
      if (rule.fail() + rule.inconclusive() > 0) return state.SkipWithError(rule.id().c_str());
  }
  if (recorded) std::remove(path.c_str());
  state.counters["air_s_per_s"] =
      benchmark::Counter(kFrames * 0.01, benchmark::Counter::kIsIterationInvariantRate);
  state.counters["packets"] = static_cast<double>(packets);
  state.counters["ns_per_packet"] =
      benchmark::Counter(static_cast<double>(packets) * 1e-9,
                         benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

#define LAB_BENCH(name, dut, snap, recorded)                    \
  BENCHMARK_CAPTURE(run, name, suite::Dut::dut, snap, recorded) \
      ->UseManualTime()                                         \
      ->Unit(benchmark::kMillisecond)
LAB_BENCH(o_ru_cut, o_ru, 64, false);
LAB_BENCH(o_du_cut, o_du, 64, false);
LAB_BENCH(o_ru_full, o_ru, emulator::kNoSnap, false);
LAB_BENCH(o_ru_cut_recorded, o_ru, 64, true);
LAB_BENCH(o_ru_full_recorded, o_ru, emulator::kNoSnap, true);

}  // namespace
}  // namespace plumbline
BENCHMARK_MAIN();

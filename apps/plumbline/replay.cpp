// plumbline replay: send a capture through a port at its own pace, and judge what comes back.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <optional>
#include <string>

#include "check/checker.h"
#include "io/port.h"
#include "lab/clock.h"
#include "lab/player.h"
#include "plumbline/common.h"
#include "plumbline/port_options.h"
#include "profile/link.h"
#include "record/merge.h"
#include "report/terminal.h"
#include "suite/live.h"

namespace plumbline::app {
namespace {

struct Options {
  std::string source, to, from, link, speed = "original";
  ReportFiles files;
  PortOptions ports;
  bool check = false, strict = false, verbose = false;
  unsigned drain_ms = 100, lead_ms = 10;
};

/// `original`, `flood`, or `xN` with a decimal N such as x0.25.
Result<void, Error> parse_speed(const std::string& text, lab::Playback& playback) {
  if (text == "original") return {};
  if (text == "flood") {
    playback.flood = true;
    return {};
  }
  double factor = 0;
  const char* end = text.data() + text.size();
  if (text.size() < 2 || text[0] != 'x' || std::from_chars(text.data() + 1, end, factor).ptr != end ||
      !(factor >= 0.001 && factor <= 1000))
    return fail(fmt::format("--speed {}: not a speed", text), "say original, flood, or x0.001 to x1000");
  playback.speed = {static_cast<std::uint32_t>(std::lround(factor * 1000)), 1000};
  return {};
}

/// What was sent and did not come back counts as lost.
void account(const lab::Conduct& conduct, bool listening, record::Conduct& out) {
  suite::describe(conduct, out);
  const std::uint64_t missing = conduct.sent > conduct.received ? conduct.sent - conduct.received : 0;
  out.set_lost(listening ? std::max(missing, conduct.receive_lost) : 0);
}

/// What came back, numbered for the judge.
class Received {
 public:
  explicit Received(check::Checker& checker) : checker_{checker} {}
  void take(std::span<const io::Packet> packets) {
    buffer_.assign(packets.begin(), packets.end());
    for (io::Packet& packet : buffer_) packet.number = ++count_;
    checker_.feed(buffer_);
  }
  std::uint64_t count() const { return count_; }

 private:
  check::Checker& checker_;
  std::vector<io::Packet> buffer_;
  std::uint64_t count_ = 0;
};

/// Says why not everything was sent, if so; returns the exit status that this leaves of `status`.
int explain(const lab::Conduct& conduct, int status) {
  const int at_best = status == kOk ? kInconclusive : status;
  if (conduct.too_long > 0)
    status = complain(
        "replay",
        {fmt::format("{} frames are longer than the port carries and were not sent", conduct.too_long),
         "raise the MTU of the interface, or use a port for jumbo frames"},
        at_best);
  if (conduct.cut > 0)
    status =
        complain("replay",
                 {fmt::format("{} frames are in the capture in part only and were not sent", conduct.cut),
                  "capture whole frames (tcpdump -s 0), or replay another capture"},
                 at_best);
  if (conduct.ended == lab::Ended::stopped)
    status = complain("replay", {fmt::format("stopped after {} packets", conduct.sent), ""}, at_best);
  if (conduct.ended == lab::Ended::port_stuck)
    status = complain(
        "replay",
        {fmt::format("gave up after {} packets: the port took no more for 5 s", conduct.sent),
         "is the other side there, and its link up? A net_memif server is started before its client"},
        kEnvironment);
  return status;
}

int report(const Options& options, const profile::Link* link, const lab::Conduct& conduct, bool listening,
           record::Record& record, const io::Source& source) {
  record::Provenance& from = *record.mutable_provenance();
  describe_run(options.link, link, options.strict, from);
  from.set_workers(1);
  app::describe(source.info(), *from.add_inputs());
  account(conduct, listening, *from.mutable_conduct());
  const report::RenderOptions render{
      .colour = wants_colour(), .verbose = options.verbose, .width = columns()};
  if (options.files.json != "-" && options.files.junit != "-")
    std::fputs(report::render_conduct(from.conduct(), render).c_str(), stdout);
  if (conduct.failure) return complain("replay", *conduct.failure, kEnvironment);
  const int status = options.check ? publish(record, options.files, options.verbose, "replay") : kOk;
  return explain(conduct, status);
}

int run_replay(const Options& options) {
  catch_interrupts();
  lab::Playback playback;
  if (auto speed = parse_speed(options.speed, playback); !speed)
    return complain("replay", speed.error(), kUsage);
  if (options.check && options.to == "null:" && options.from.empty())
    return complain("replay", {"--check: nothing comes back from null:", "name a port with --from"}, kUsage);
  std::optional<profile::Link> link;
  if (!options.link.empty()) {
    auto loaded = profile::load_link(options.link);
    if (!loaded) return complain("replay", loaded.error(), kUsage);
    link = std::move(*loaded);
  }
  prepare_ports(options.ports);
  auto source = open_sources({options.source});
  if (!source) return complain("replay", source.error(), kEnvironment);
  auto to = io::open_port(options.to);
  if (!to) return complain("replay", to.error(), kEnvironment);
  std::unique_ptr<io::Port> other;
  if (!options.from.empty() && options.from != options.to) {
    auto opened = io::open_port(options.from);
    if (!opened) return complain("replay", opened.error(), kEnvironment);
    other = std::move(*opened);
  }
  io::Port* receiver = other ? other.get() : (options.check || !options.from.empty() ? to->get() : nullptr);

  lab::RealClock clock{playback.flood ? lab::RealClock::Kind::monotonic : lab::RealClock::Kind::realtime};
  playback.drain = std::chrono::milliseconds{options.drain_ms};
  playback.lead = std::chrono::milliseconds{options.lead_ms};
  playback.stop = &interrupted();
  lab::Player player{clock, **to, receiver};
  check::Checker checker{link ? &*link : nullptr};
  Received received{checker};
  Progress progress{fmt::format("replaying {}", options.source)};
  const lab::Sink sink = [&](std::span<const io::Packet> packets) {
    if (options.check) received.take(packets);
    progress.show(0, 0, received.count());
  };
  const lab::Conduct conduct = player.play(**source, playback, receiver != nullptr ? sink : lab::Sink{});
  record::Record record;
  *record.mutable_result() = checker.finish();
  const int status = report(options, link ? &*link : nullptr, conduct, receiver != nullptr, record, **source);
  if (auto closed = (*to)->close(); !closed) return complain("replay", closed.error(), kEnvironment);
  return status;
}

}  // namespace

void add_replay(CLI::App& program, Run& run) {
  const auto options = std::make_shared<Options>();
  CLI::App& command =
      *program.add_subcommand("replay", "Send a capture through a port, and judge what comes back");
  command.add_option("SOURCE", options->source, "Capture file")->required();
  command.add_option("--to", options->to, "Port to send to: dpdk:DEVICE, kernel:IFACE, file:PATH, null:")
      ->required();
  command.add_option("--from", options->from, "Port to receive from (default with --check: the one sent to)");
  command.add_flag("--check", options->check, "Judge what arrives, while it runs");
  command.add_option("-l,--link", options->link, "What the link was configured to (YAML)");
  command.add_option("--speed", options->speed, "original, flood, or xN (x2 is twice as fast)");
  command.add_option("--drain-ms", options->drain_ms, "Go on receiving this long after the last frame");
  command.add_option("--lead-ms", options->lead_ms, "Time between opening the ports and the first frame");
  command.add_option("--json", options->files.json, "Write the record as JSON (`-`: standard output)");
  command.add_option("--junit", options->files.junit, "Write JUnit XML (`-`: standard output)");
  add_port_options(command, options->ports);
  command.add_flag("--strict", options->strict, "Warnings, inconclusive and not evaluated rules decide too");
  command.add_flag("-v,--verbose", options->verbose, "Whole lists instead of one screen");
  command.footer(
      "Examples:\n  plumbline replay trace.pcapng --to dpdk:net_ring0 --check --link lab7.yaml\n"
      "  plumbline replay trace.pcapng --to dpdk:0000:3b:00.0 --speed x0.5\n"
      "  plumbline replay trace.pcapng --to dpdk:net_af_packet0,iface=veth0 --from "
      "dpdk:net_af_packet1,iface=veth1 --check\n"
      "  plumbline replay trace.pcapng --to null: --speed flood");
  command.callback([&run, options] { run = [options] { return run_replay(*options); }; });
}

}  // namespace plumbline::app

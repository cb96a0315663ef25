// plumbline check: judge captures or live traffic.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <future>
#include <map>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "check/checker.h"
#include "io/port.h"
#include "plumbline/common.h"
#include "plumbline/print_link.h"
#include "profile/link.h"
#include "record/merge.h"

namespace plumbline::app {
namespace {

struct Options {
  std::vector<std::string> sources;
  std::string link, print_link;
  ReportFiles files;
  unsigned workers = 1;
  std::uint64_t count = 0;
  unsigned idle_ms = 0;
  std::string file_prefix;
  check::IqScope iq = check::IqScope::sampled;
  bool strict = false, verbose = false, separate = false;
};

/// Names of `uris` that are plain files, whose hashes are worth taking.
bool is_file(const std::string& uri) {
  return uri != "-" && uri != "file:-" &&
         (uri.find(':') == std::string::npos || uri.starts_with("file:") || uri[0] == '/');
}

std::string path_of(const std::string& uri) { return uri.starts_with("file:") ? uri.substr(5) : uri; }

CaptureTime now() {
  return CaptureTime{std::chrono::duration_cast<Nanos>(std::chrono::system_clock::now().time_since_epoch())};
}

/// Waits between two looks at a live source that has nothing; says when that has gone on for too long.
class Patience {
 public:
  explicit Patience(unsigned idle_ms) : most_{idle_ms} {}
  void packets_came() { since_ = std::chrono::steady_clock::now(); }
  /// False when it is over.
  bool wait() {
    std::this_thread::sleep_for(std::chrono::microseconds{50});
    return most_.count() == 0 || std::chrono::steady_clock::now() - since_ < most_;
  }

 private:
  std::chrono::milliseconds most_;
  std::chrono::steady_clock::time_point since_ = std::chrono::steady_clock::now();
};

/// Packets that the capture lost, and does not say where.
std::uint64_t lost_anywhere(const io::SourceInfo& info) {
  std::uint64_t lost = 0;
  for (const io::InterfaceInfo& interface : info.interfaces) lost += interface.dropped_anywhere;
  return lost;
}

/// Reads to the end (or the user's Ctrl-C) and fills the record. `lossy`: something may be lost before any
/// packet.
Result<record::Record, Error> check(const std::vector<std::string>& uris, const Options& options,
                                    const profile::Link* link, bool lossy = false) {
  auto source = open_sources(uris);
  if (!source) return tl::unexpected(source.error());
  std::vector<std::future<std::string>> hashes;
  for (const std::string& uri : uris)
    hashes.push_back(
        std::async(std::launch::async, [uri] { return is_file(uri) ? sha256_of(path_of(uri)) : ""; }));
  check::Checker checker{link, options.workers, options.iq};
  infer::Observer observer;
  record::Record record;
  Progress progress{fmt::format("checking {}", uris.front())};
  Patience patience{options.idle_ms};
  std::uint64_t packets = 0;
  std::vector<io::Packet> marked;
  while (!interrupted()) {
    auto batch = (*source)->next();
    if (!batch) return tl::unexpected(batch.error());
    auto now = batch->packets;
    if (options.count > 0) now = now.first(std::min<std::uint64_t>(now.size(), options.count - packets));
    if (lossy) {
      marked.assign(now.begin(), now.end());
      for (io::Packet& packet : marked) packet.loss_before = true;
      now = marked;
    }
    checker.feed(now);
    if (!options.print_link.empty()) observe(observer, now);
    packets += now.size();
    const io::SourceInfo& info = (*source)->info();
    progress.show(info.file_octets_read, info.file_octets, packets);
    if (batch->end || (options.count > 0 && packets >= options.count)) break;
    if (!batch->packets.empty()) patience.packets_came();
    if (batch->packets.empty() && !patience.wait()) break;
  }
  // A file says at its end that packets were lost somewhere: then they may miss anywhere, and it is read
  // again.
  if (!lossy && lost_anywhere((*source)->info()) > 0 && std::all_of(uris.begin(), uris.end(), is_file))
    return check(uris, options, link, true);
  if (!options.print_link.empty()) {
    const std::string yaml = print_inferred(observer.finish(), fmt::format("{}", fmt::join(uris, " ")));
    if (auto written = write_text(options.print_link, yaml); !written) return tl::unexpected(written.error());
  }
  *record.mutable_result() = checker.finish();
  record::Provenance& from = *record.mutable_provenance();
  describe_run(options.link, link, options.strict, from);
  from.set_workers(options.workers);
  describe((*source)->info(), *from.add_inputs());
  std::string digests;
  for (std::future<std::string>& hash : hashes) digests += (digests.empty() ? "" : " ") + hash.get();
  from.mutable_inputs(0)->set_sha256(digests);
  return record;
}

/// "report.json" -> "report.2.json": one file each for sources that are judged apart.
std::string numbered(const std::string& path, std::size_t number) {
  if (path.empty() || path == "-") return path;
  const std::size_t slash = path.rfind('/'), dot = path.rfind('.');
  const bool extension = dot != std::string::npos && (slash == std::string::npos || dot > slash + 1);
  std::string name = path;
  return name.insert(extension ? dot : name.size(), fmt::format(".{}", number));
}

int run_check(const Options& options) {
  if (options.print_link == "-" && (options.files.json == "-" || options.files.junit == "-"))
    return complain(
        "check", {"standard output is wanted twice", "give --print-link or the report a file name"}, kUsage);
  catch_interrupts();
  std::optional<profile::Link> link;
  if (!options.link.empty()) {
    auto loaded = profile::load_link(options.link);
    if (!loaded) {
      std::fputs((loaded.error().what + "\n").c_str(), stderr);
      if (!loaded.error().remedy.empty()) std::fputs(("  " + loaded.error().remedy + "\n").c_str(), stderr);
      return kUsage;
    }
    link = std::move(*loaded);
  }
  io::DpdkSettings dpdk{.stamp_clock = now};
  if (!options.file_prefix.empty()) dpdk.file_prefix = options.file_prefix;
  io::set_dpdk_settings(dpdk);
  const profile::Link* configured = link ? &*link : nullptr;
  std::vector<std::vector<std::string>> runs{options.sources};
  if (options.separate) {
    runs.clear();
    for (const std::string& source : options.sources) runs.push_back({source});
  }
  int worst = kOk;
  for (std::size_t i = 0; i < runs.size() && !interrupted(); ++i) {
    auto record = check(runs[i], options, configured);
    if (!record) return complain("check", record.error(), kEnvironment);
    ReportFiles files = options.files;
    if (runs.size() > 1) {
      files.json = numbered(files.json, i + 1);
      files.junit = numbered(files.junit, i + 1);
    }
    worst = std::max(worst, publish(*record, files, options.verbose, "check"));
  }
  return worst;
}

}  // namespace

void add_check(CLI::App& program, Run& run) {
  const auto options = std::make_shared<Options>();
  CLI::App& command = *program.add_subcommand("check", "Judge captures or live traffic, rule by rule");
  command
      .add_option("SOURCE", options->sources,
                  "Capture files, `-`, kernel:IFACE, dpdk:DEVICE; several are one time line")
      ->required();
  command.add_option("-l,--link", options->link, "What the link was configured to (YAML)");
  CLI::Option* print_link = command.add_option(
      "--print-link", options->print_link,
      "Write what the packets alone tell of the link, as a draft of a link file (`-`: standard "
      "output, without the report)");
  command.add_option("--json", options->files.json, "Write the record as JSON (`-`: standard output)");
  command.add_option("--junit", options->files.junit, "Write JUnit XML (`-`: standard output)");
  command
      .add_option("--workers", options->workers,
                  "Threads to judge with; the result is the same for any number")
      ->check(CLI::Range(1, 64));
  static const std::map<std::string, check::IqScope> kScopes{
      {"all", check::IqScope::all}, {"sampled", check::IqScope::sampled}, {"off", check::IqScope::off}};
  command
      .add_option_function<std::string>(
          "--iq", [options](const std::string& word) { options->iq = kScopes.at(word); },
          fmt::format(
              "U-plane messages that are looked into, PRB by PRB: all, off, or sampled (default): the "
              "first {0} of a stream, then one in {0}",
              check::kIqOneIn))
      ->type_name("TEXT")
      ->check(CLI::IsMember{&kScopes});
  command.add_option("--count", options->count, "Stop after this many packets");
  command.add_option("--idle-ms", options->idle_ms, "Live: stop when no packet came for so long (0: never)");
  command.add_option("--file-prefix", options->file_prefix, "DPDK: keeps processes on one machine apart");
  command.add_flag("--strict", options->strict, "Warnings, inconclusive and not evaluated rules decide too");
  command
      .add_flag("--separate", options->separate,
                "Judge each source alone; reports are numbered: report.1.json ...")
      ->excludes(print_link);
  command.add_flag("-v,--verbose", options->verbose, "Whole lists instead of one screen");
  command.footer(
      "Exit status: 0 nothing that was evaluated failed, 1 a must failed, 2 usage or configuration error,\n"
      "3 environment not fit, 4 inconclusive (own loss, or --strict), 5 internal error.\n"
      "Examples:\n  plumbline check trace.pcapng\n  plumbline check trace.pcapng --link lab7.yaml --json "
      "report.json\n"
      "  plumbline check du.pcapng.gz ru.pcapng.gz --link lab7.yaml --strict\n"
      "  plumbline check kernel:eth0 --link lab7.yaml --count 100000\n"
      "  plumbline check dpdk:0000:3b:00.0 --link lab7.yaml --idle-ms 5000\n"
      "  plumbline check trace.pcapng --print-link lab7.yaml");
  command.callback([&run, options] {
    options->files.quiet = options->print_link == "-";
    run = [options] { return run_check(*options); };
  });
}

}  // namespace plumbline::app

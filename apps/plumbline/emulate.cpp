// plumbline emulate: one unit of a pair at a port, until it is stopped.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <cstdio>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "emulator/o_du.h"
#include "emulator/o_ru.h"
#include "lab/clock.h"
#include "lab/live_lab.h"
#include "plumbline/common.h"
#include "plumbline/payload_option.h"
#include "plumbline/port_options.h"
#include "profile/unit.h"
#include "report/terminal.h"
#include "suite/known_quirks.h"
#include "suite/live.h"
#include "suite/runner.h"

namespace plumbline::app {
namespace {

constexpr std::string_view kName = "emulate";

struct Options {
  std::string role, port, link, profile;
  PortOptions ports;
  std::uint32_t seconds = 0;
  std::uint64_t seed = 1;
  std::optional<emulator::Payload> payload;
};

constexpr const char* kFooter =
    "Counters are those of the standard (CUS v17.01 9.1); _C: C-plane. Exit status: 0 it ran, 2 usage or\n"
    "configuration error, 3 environment not fit, 4 something was lost on our side.\n"
    "Examples:\n"
    "  plumbline emulate o-ru --port kernel:veth1 --link lab_veth.yaml\n"
    "      answers whatever an O-DU at the other end asks for, until Ctrl-C\n"
    "  plumbline emulate o-ru --port kernel:veth1 --link lab_veth.yaml --profile ru1.yaml --seconds 60\n"
    "      an O-RU that can do what its profile claims, with the known quirks that it names by an id\n"
    "  plumbline emulate o-du --port kernel:veth0 --link lab_veth.yaml --seconds 10\n"
    "      sends the clean traffic of the link, and counts what comes back for it\n"
    "  plumbline emulate o-du --port dpdk:0000:3b:00.0 --link lab7.yaml";

/// The unit that is played.
struct Unit {
  std::unique_ptr<emulator::ODu> o_du;
  std::unique_ptr<emulator::ORu> o_ru;
  emulator::Actor& actor() { return o_du ? static_cast<emulator::Actor&>(*o_du) : *o_ru; }
  const emulator::Counters& counters() const { return o_du ? o_du->counters() : o_ru->counters(); }
};

/// What there is to tell after a second.
struct Told {
  std::uint64_t seconds = 0;
  emulator::Counters counters;
  std::optional<emulator::Answers> answers;
  lab::Conduct conduct;
};

std::string line_of(const Told& told) {
  const emulator::Counters& c = told.counters;
  std::string text = fmt::format(
      "{:>5} s  RX_TOTAL {}  ON_TIME {} EARLY {} LATE {}  ON_TIME_C {} EARLY_C {} LATE_C {}  SEQID_ERR {} _C "
      "{}  "
      "CORRUPT {}  ERR_DROP {}  TX_TOTAL {} _C {}",
      told.seconds, c.rx_total, c.rx_on_time, c.rx_early, c.rx_late, c.rx_on_time_c, c.rx_early_c,
      c.rx_late_c, c.rx_seqid_err, c.rx_seqid_err_c, c.rx_corrupt, c.rx_err_drop, c.tx_total, c.tx_total_c);
  if (told.answers)
    text += fmt::format("  PRBs asked {} answered {} not asked {}", told.answers->asked,
                        told.answers->answered, told.answers->not_asked);
  if (told.conduct.receive_lost > 0) text += fmt::format("  lost by us {}", told.conduct.receive_lost);
  return text;
}

/// Prints on a thread of its own: a terminal may block, a unit may not.
class Printer {
 public:
  Printer() : on_terminal_{isatty(STDOUT_FILENO) == 1}, thread_{[this] { print(); }} {}
  ~Printer() {
    {
      const std::lock_guard lock{mutex_};
      over_ = true;
    }
    changed_.notify_one();
    thread_.join();
    if (on_terminal_) std::fputs("\r\x1b[K", stdout);
  }
  Printer(const Printer&) = delete;
  Printer& operator=(const Printer&) = delete;

  void tell(const Told& told) {
    {
      const std::lock_guard lock{mutex_};
      told_ = told;
      fresh_ = true;
    }
    changed_.notify_one();
  }

 private:
  void print() {
    for (std::unique_lock lock{mutex_};;) {
      changed_.wait(lock, [this] { return fresh_ || over_; });
      if (!fresh_) return;
      fresh_ = false;
      std::string text = line_of(told_);
      lock.unlock();
      if (on_terminal_) {
        text.resize(std::min<std::size_t>(text.size(), columns() - 1));
        std::fputs(fmt::format("\r{}\x1b[K", text).c_str(), stdout);
      } else {
        std::puts(text.c_str());
      }
      std::fflush(stdout);
      lock.lock();
    }
  }

  const bool on_terminal_;
  std::mutex mutex_;
  std::condition_variable changed_;
  Told told_;
  bool fresh_ = false, over_ = false;
  std::thread thread_;
};

/// Link and profile, as far as they are needed for playing.
Result<suite::Setup, Error> make_setup(const Options& options) {
  auto link = profile::load_link(options.link);
  if (!link) return tl::unexpected(link.error());
  // The unit is the one under test for whoever is at the other end.
  suite::Setup setup{.dut = options.role == "o-ru" ? suite::Dut::o_ru : suite::Dut::o_du};
  setup.link = suite::on_real_clock(std::move(*link));
  setup.unit = suite::played(setup.dut, setup.link);
  setup.seed = options.seed;
  if (!options.profile.empty()) {
    auto unit = profile::load_unit(options.profile, suite::known_ids());
    if (!unit) return tl::unexpected(unit.error());
    if ((unit->kind == profile::UnitKind::o_ru) != (setup.dut == suite::Dut::o_ru))
      return fail(fmt::format("{} is not the profile of an {}", options.profile, options.role),
                  "give that of the unit that is played");
    setup.unit = std::move(*unit);
  }
  return suite::prepare(std::move(setup));
}

/// Who sees such a unit fail has to know that it is meant to.
void tell_quirks(const Options& options, const profile::Unit& unit) {
  std::vector<std::string_view> acted;
  for (const profile::Quirk& one : unit.quirks)
    if (one.kind) acted.push_back(one.id());
  if (!acted.empty())
    std::fputs(fmt::format("plumbline emulate: {} has quirks, and is played with: {}\n", options.profile,
                           fmt::join(acted, ", "))
                   .c_str(),
               stderr);
}

/// The radio transport cuts only where the user's own profile says so: nobody told the other side.
Result<Unit, Error> make_unit(const suite::Setup& setup, const Options& options, std::uint32_t frames) {
  Unit unit;
  const bool joins = setup.unit.has(profile::Feature::transport_fragments);
  const bool cuts = joins && !options.profile.empty();
  if (setup.dut == suite::Dut::o_du) {
    auto made =
        emulator::ODu::make(setup.link, {.seed = setup.seed,
                                         .start = setup.start,
                                         .frames = frames,
                                         .payload = options.payload.value_or(emulator::Payload::noise),
                                         .transport_fragments = cuts,
                                         .quirks = emulator::Quirks{setup.unit.quirks},
                                         .joins_fragments = joins});
    if (!made) return tl::unexpected(made.error());
    unit.o_du = std::move(*made);
    return unit;
  }
  auto made = emulator::ORu::make(setup.link, {.seed = setup.seed,
                                               .abilities = suite::abilities_of(setup.unit),
                                               .transport_fragments = cuts,
                                               .quirks = emulator::Quirks{setup.unit.quirks}});
  if (!made) return tl::unexpected(made.error());
  unit.o_ru = std::move(*made);
  return unit;
}

Told told_of(const Unit& unit, lab::LiveLab& lab, std::uint64_t seconds) {
  Told told{.seconds = seconds, .counters = unit.counters(), .answers = {}, .conduct = lab.conduct()};
  if (unit.o_du) told.answers = unit.o_du->answers();
  return told;
}

/// Lives second by second, from `begin` on.
lab::Ended live(const Options& options, Unit& unit, lab::LiveLab& lab, CaptureTime begin) {
  Printer printer;
  for (std::uint64_t second = 1;; ++second) {
    const lab::Ended ended = lab.run_until(begin + std::chrono::seconds{second});
    printer.tell(told_of(unit, lab, second));
    if (ended != lab::Ended::complete || (options.seconds > 0 && second >= options.seconds)) return ended;
  }
}

int finish(const Options& options, const Told& told, lab::Ended ended) {
  std::puts(fmt::format("{} on {}\n{}", options.role, options.port, line_of(told)).c_str());
  record::Conduct conduct;
  suite::describe(told.conduct, conduct);
  std::fputs(report::render_conduct(conduct, {.colour = wants_colour(), .width = columns()}).c_str(), stdout);
  if (ended == lab::Ended::port_stuck)
    return complain(kName,
                    {"gave up: the port took nothing for 5 s", "is the other side there, and its link up?"},
                    kEnvironment);
  if (conduct.too_long() > 0)
    return complain(
        kName,
        {fmt::format("{} frames are longer than the port carries and were not sent", conduct.too_long()),
         "lower `mtu` in the link, or raise that of the interface"},
        kInconclusive);
  return conduct.lost() > 0 ? kInconclusive : kOk;
}

int run_emulate(const Options& options) {
  if (options.payload && options.role == "o-ru")
    return complain(kName, {"--payload is what an O-DU sends", "leave it out: an O-RU answers with noise"},
                    kUsage);
  catch_interrupts();
  auto setup = make_setup(options);
  if (!setup) return complain(kName, setup.error(), kUsage);
  tell_quirks(options, setup->unit);
  prepare_ports(options.ports);
  auto port = io::open_port(options.port);
  if (!port) return complain(kName, port.error(), port_status(options.port));
  run_promptly();
  suite::Pace pace = suite::pace_of(setup->link);
  pace.live.stop = &interrupted();
  lab::RealClock clock{lab::RealClock::Kind::realtime, pace.spin};
  // An O-DU begins with a radio frame, and with what is sent ahead of it; an O-RU is there at once.
  constexpr std::chrono::milliseconds kReady{50};
  CaptureTime begin = clock.now();
  if (setup->dut == suite::Dut::o_du) {
    setup->start = suite::next_frame(setup->link, begin + kReady + suite::lead_of(*setup, {}));
    begin = profile::from_gps(setup->link.time, setup->start);
  }
  constexpr std::uint32_t kFramesPerSecond = 100;
  auto unit =
      make_unit(*setup, options, options.seconds > 0 ? options.seconds * kFramesPerSecond : UINT32_MAX);
  if (!unit) {
    Error error = unit.error();
    error.what = fmt::format("{}: {}", options.link, error.what);
    return complain(kName, error, kUsage);
  }
  lab::LiveLab lab{clock, **port, unit->actor(), pace.live};
  lab::Ended ended = live(options, *unit, lab, begin);
  // The last answers are on their way.
  if (ended == lab::Ended::complete) ended = lab.run_until(clock.now() + suite::kDrain);
  const auto lived = std::chrono::floor<std::chrono::seconds>(lab.conduct().duration);
  const int status = finish(options, told_of(*unit, lab, static_cast<std::uint64_t>(lived.count())), ended);
  if (auto closed = (*port)->close(); !closed) return complain(kName, closed.error(), kEnvironment);
  return status;
}

}  // namespace

void add_emulate(CLI::App& program, Run& run) {
  const auto options = std::make_shared<Options>();
  CLI::App& command = *program.add_subcommand("emulate", "Play one unit of a pair on a port, in real time");
  command.add_option("ROLE", options->role, "Which unit: o-ru or o-du")
      ->required()
      ->check(CLI::IsMember({"o-ru", "o-du"}));
  command.add_option("--port", options->port, "Where the other unit is: kernel:IFACE, dpdk:DEVICE")
      ->required();
  command.add_option("-l,--link", options->link, "What the link is configured to (YAML)")->required();
  command.add_option("--profile", options->profile,
                     "What the unit can do (YAML; default: all it can, but for cutting messages in the radio "
                     "transport, which a profile has to name)");
  command.add_option("--seconds", options->seconds, "End after so long (default: with Ctrl-C)")
      ->check(CLI::Range(1u, 40'000'000u));
  command.add_option("--seed", options->seed, "Of samples and of the spread of instants")
      ->check(whole_number(0, INT64_MAX))
      ->capture_default_str();
  add_payload_option(command, options->payload);
  add_port_options(command, options->ports);
  command.footer(kFooter);
  command.callback([&run, options] { run = [options] { return run_emulate(*options); }; });
}

}  // namespace plumbline::app

// plumbline gen: the clean traffic of a link, into a capture file or onto a port.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "emulator/traffic.h"
#include "plumbline/common.h"
#include "plumbline/frame_sink.h"
#include "plumbline/payload_option.h"
#include "profile/link.h"
#include "radio/numerology.h"

namespace plumbline::app {
namespace {

struct GenOptions {
  std::string link, to, start = "2026-01-01T00:00:00Z", role = "both";
  std::uint32_t frames = 100;
  std::uint64_t seed = 1;
  std::uint16_t sections = 1;
  std::uint32_t snap_length = 0;
  std::optional<emulator::Payload> payload;
};

constexpr std::string_view kName = "gen";

constexpr std::string_view kExamples = R"(Examples:
  plumbline gen --link lab7.yaml --to clean.pcapng
      one second of C- and U-plane as the link's first tap sees it (no tap: at the O-DU)
  plumbline gen --link lab7.yaml --to dl.pcapng --role o-du --frames 10 --sections 4
      what the O-DU sends in 100 ms, each carrier described by four sections
  plumbline gen --link lab7.yaml --to big.pcapng --frames 10000 --snaplen 64
      100 s of headers: packets cut to 64 octets
  plumbline gen --link lab7.yaml --to kernel:veth0
      onto an interface, as fast as it takes them: instants are not kept
The same command gives the same octets.)";

std::string grouped(std::uint64_t number) {
  std::string digits = fmt::format("{}", number);
  for (std::size_t at = digits.size(); at > 3;) digits.insert(at -= 3, ",");
  return digits;
}

/// Seconds and nanoseconds since the UNIX epoch of "2026-01-01T00:00:00[.fraction]Z".
std::optional<Nanos> parse_utc(const std::string& text) {
  int y = 0, used = 0;
  unsigned mo = 0, d = 0, h = 0, mi = 0, s = 0;
  char between = 0;
  if (std::sscanf(text.c_str(), "%4d-%2u-%2u%c%2u:%2u:%2u%n", &y, &mo, &d, &between, &h, &mi, &s, &used) !=
          7 ||
      (between != 'T' && between != ' ') || h > 23 || mi > 59 || s > 59)
    return {};
  std::string_view rest = std::string_view{text}.substr(static_cast<std::size_t>(used));
  std::int64_t fraction = 0;
  if (rest.starts_with('.')) {
    std::int64_t unit = 100'000'000;
    for (rest.remove_prefix(1); !rest.empty() && rest[0] >= '0' && rest[0] <= '9'; rest.remove_prefix(1)) {
      fraction += (rest[0] - '0') * unit;
      unit /= 10;
    }
  }
  const std::chrono::year_month_day day{std::chrono::year{y}, std::chrono::month{mo}, std::chrono::day{d}};
  if (rest != "Z" || !day.ok() || y < 1981 || y > 2100) return {};
  return std::chrono::sys_days{day}.time_since_epoch() + std::chrono::hours{h} + std::chrono::minutes{mi} +
         std::chrono::seconds{s} + Nanos{fraction};
}

/// An absolute frame number (of the first carrier) or a UTC instant.
Result<GpsTime, Error> parse_start(const std::string& text, const profile::Link& link) {
  constexpr std::int64_t kMostFrames = 400'000'000'000;  // the year 2106
  if (!text.empty() && text.size() <= 12 && text.find_first_not_of("0123456789") == std::string::npos) {
    const std::int64_t frame = std::stoll(text);
    if (frame <= kMostFrames && !link.carriers.empty())
      return radio::frame_start(link.carriers[0].frame_timing, frame);
  }
  const auto utc = parse_utc(text);
  if (!utc)
    return fail(fmt::format("--start {}: neither a time nor a frame number", text),
                "write 2026-01-01T00:00:00Z (UTC, 1981 to 2100) or frames since 1980-01-06, 0..400000000000");
  constexpr std::chrono::seconds kGpsEpoch{315'964'800};
  return GpsTime{*utc - kGpsEpoch + std::chrono::seconds{link.time.leap_seconds}};
}

Result<FrameSink, Error> open_sink(const GenOptions& options, const profile::Link& link) {
  const bool named = !link.taps.empty() && !link.taps[0].interface.empty();
  return FrameSink::open(
      options.to,
      fmt::format("plumbline gen, link {}, seed {}, frames {}, start {}, role {}, sections {}{}", link.name,
                  options.seed, options.frames, options.start, options.role, options.sections,
                  options.payload
                      ? fmt::format(", payload {}", kPayloads[static_cast<std::size_t>(*options.payload)])
                      : std::string{}),
      named ? link.taps[0].interface : "gen", options.snap_length);
}

/// What was made, by plane and direction.
struct Tally {
  struct One {
    std::uint64_t packets = 0, octets = 0;
  };
  std::array<One, 4> kinds{};
  std::uint64_t air_ms = 0;

  void add(std::span<const emulator::TimedFrame> batch) {
    for (const emulator::TimedFrame& frame : batch) {
      One& one = kinds[static_cast<unsigned>(frame.plane) * 2u + static_cast<unsigned>(frame.direction)];
      ++one.packets;
      one.octets += frame.length;
    }
  }
  One total() const {
    One sum;
    for (const One& one : kinds) sum = {sum.packets + one.packets, sum.octets + one.octets};
    return sum;
  }
};

std::string row(std::string_view what, const Tally::One& one, double seconds) {
  const double gbps = seconds > 0 ? static_cast<double>(one.octets) * 8e-9 / seconds : 0;
  return fmt::format("  {:<11} {:>15} packets {:>19} octets   {:>7.3f} Gb/s\n", what, grouped(one.packets),
                     grouped(one.octets), gbps);
}

std::string summary(const GenOptions& options, const Tally& tally) {
  const double seconds = static_cast<double>(tally.air_ms) / 1000;
  std::string text = fmt::format("{}   {:.3f} s of air time   seed {}\n", options.to, seconds, options.seed);
  constexpr std::array<std::string_view, 4> kNames{"UL U-plane", "DL U-plane", "UL C-plane", "DL C-plane"};
  for (const std::size_t kind : {3u, 2u, 1u, 0u}) text += row(kNames[kind], tally.kinds[kind], seconds);
  return text + row("all", tally.total(), seconds);
}

/// False when it ended early: Ctrl-C, or a port that takes nothing.
bool write_all(emulator::Traffic& traffic, std::uint64_t goal_ms, FrameSink& sink, Tally& tally) {
  Progress progress{"generating"};
  std::vector<io::OutFrame> out;
  for (std::vector<emulator::TimedFrame> batch; traffic.next(batch);) {
    if (interrupted()) return false;
    out.clear();
    for (const emulator::TimedFrame& frame : batch) out.push_back({.octets = frame.octets, .at = frame.at});
    const std::size_t put = sink.put(out);
    tally.add(std::span{batch}.first(put));
    if (put < batch.size()) return false;
    tally.air_ms = std::min(tally.air_ms + 1, goal_ms);
    const Tally::One made = tally.total();
    progress.show(made.octets, made.octets / tally.air_ms * goal_ms, made.packets);
  }
  return true;
}

int finish(const GenOptions& options, FrameSink& sink, const Tally& tally, bool complete) {
  const auto closed = sink.close();
  fmt::print(sink.standard_output() ? stderr : stdout, "{}", summary(options, tally));
  if (const auto counters = sink.counters(); counters && counters->too_long > 0)
    fmt::print(stderr, "plumbline gen: {} frames are longer than the port carries and were not sent\n  {}\n",
               grouped(counters->too_long), "lower `mtu` in the link, or raise that of the interface");
  if (!closed) return complain(kName, closed.error(), kEnvironment);
  return complete ? kOk : stopped_early(kName);
}

int generate(const GenOptions& options) {
  if (names_port(options.to) && options.snap_length != 0)
    return complain(kName, {"--snaplen is for files: a port sends whole frames", "leave --snaplen out"},
                    kUsage);
  const auto link = profile::load_link(options.link);
  if (!link) return complain(kName, link.error(), kUsage);
  const auto start = parse_start(options.start, *link);
  if (!start) return complain(kName, start.error(), kUsage);
  const auto role = options.role == "o-du"   ? emulator::Role::o_du
                    : options.role == "o-ru" ? emulator::Role::o_ru
                                             : emulator::Role::both;
  auto traffic =
      emulator::Traffic::make(*link, {.seed = options.seed,
                                      .start = *start,
                                      .frames = options.frames,
                                      .role = role,
                                      .sections = options.sections,
                                      .payload = options.payload.value_or(emulator::Payload::noise)});
  if (!traffic) {
    Error error = traffic.error();
    error.what = fmt::format("{}: {}", options.link, error.what);
    return complain(kName, error, kUsage);
  }
  auto sink = open_sink(options, *link);
  if (!sink) return complain(kName, sink.error(), kEnvironment);
  catch_interrupts();
  Tally tally;
  const bool complete = write_all(*traffic, std::uint64_t{options.frames} * 10, *sink, tally);
  return finish(options, *sink, tally, complete);
}

}  // namespace

void add_gen(CLI::App& program, Run& run) {
  auto options = std::make_shared<GenOptions>();
  CLI::App* command = program.add_subcommand("gen", "Generate the clean traffic of a link");
  command->add_option("--link", options->link, "link file: what the pair is configured to")->required();
  command
      ->add_option("--to", options->to,
                   "capture file (pcapng; `-`: standard output), or a port: kernel:, dpdk:, null:")
      ->required();
  command->add_option("--frames", options->frames, "radio frames of 10 ms")
      ->check(CLI::Range(1u, 100'000'000u))
      ->capture_default_str();
  command->add_option("--seed", options->seed, "of samples and of the spread of instants")
      ->check(whole_number(0, INT64_MAX))
      ->capture_default_str();
  command->add_option("--start", options->start, "UTC instant, or absolute frame number (since 1980-01-06)")
      ->capture_default_str();
  command->add_option("--role", options->role, "whose frames: both, o-du, o-ru")
      ->check(CLI::IsMember({"both", "o-du", "o-ru"}))
      ->capture_default_str();
  command->add_option("--sections", options->sections, "data sections a carrier is split into")
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
  add_payload_option(*command, options->payload);
  command->add_option("--snaplen", options->snap_length, "keep only so many octets of a packet (files only)")
      ->check(CLI::Range(1u, 262'144u));
  command->footer(std::string{kExamples});
  command->callback([options, &run] { run = [options] { return generate(*options); }; });
}

}  // namespace plumbline::app

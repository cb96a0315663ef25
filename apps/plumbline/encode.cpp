// plumbline encode: message objects as `decode --json` prints them, back to frames.
#include "text/encode.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "plumbline/command.h"
#include "plumbline/common.h"
#include "plumbline/frame_sink.h"
#include "text/parse_message.h"

namespace plumbline::app {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kName = "encode";
constexpr std::string_view kExamples = R"(Examples:
  plumbline decode trace.pcapng --link lab7.yaml --json | plumbline encode - --to same.pcapng
      there and back: the same octets
  plumbline decode trace.pcapng --json --count 1 | jq -c '.sections[0].numPrbc = 0' > odd.json
  plumbline encode odd.json --to odd.pcapng
      one message with one field changed
  plumbline encode messages.json --to kernel:veth0
      onto an interface, as fast as it takes them: instants are not kept
One object a line. An object with the `number` of the one before and a messageIndex above 0 is of the same frame.
The keys are those of decode --json. ecpriPayload, extLen, numberOfsections and ipHeaders are computed where they are
left out; other lengths and counts stand as they are told, also wrong ones.)";

struct Options {
  std::string input, to;
  wire::CplaneParameters cplane;
  bool skip_damaged = false;
};

/// The first packet's instant: stamps in the JSON count from it. Not 0, which in a file means that there is
/// no stamp.
constexpr double kMostSeconds = 1e9;
constexpr std::int64_t kFirstStamp_ns = std::int64_t{1'767'225'600} * 1'000'000'000;  // 2026-01-01

std::uint64_t number_of(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
}

class Encoder {
 public:
  Encoder(const Options& options, FrameSink& sink) : options_{options}, sink_{sink} {}

  /// The next line of the input.
  Result<void, Error> line(const std::string& text) {
    ++line_;
    if (text.find_first_not_of(" \t\r") == std::string::npos) return {};
    auto object = text::parse_message(text);
    if (!object) return at_line(line_, object.error());
    if (!frame_.empty() && !goes_on(*object))
      if (auto done = end_frame(); !done) return done;
    if (frame_.empty()) frame_line_ = line_;
    frame_.push_back(std::move(*object));
    text_ += text.size();
    if (text_ > text::kMostMessageText)
      return at_line(line_,
                     {"the messages of a frame are longer than any", "does each have its own number?"});
    return {};
  }
  /// Writes the frame whose messages have been read.
  Result<void, Error> end_frame() {
    if (frame_.empty()) return {};
    const std::vector<Json> messages = std::exchange(frame_, {});
    text_ = 0;
    if (options_.skip_damaged)
      for (const Json& message : messages)
        if (message.contains("fault")) {
          ++damaged_;
          return {};
        }
    auto octets = text::encode_frame(messages, options_.cplane);
    if (!octets) return at_line(frame_line_, octets.error());
    const std::uint64_t told = number_of(messages[0], "length");
    const bool cut = octets->size() < told && number_of(messages[0], "captured") == octets->size();
    const auto length = static_cast<std::uint32_t>(cut ? told : octets->size());
    CaptureTime stamp = io::kNoStamp;
    if (const auto time = messages[0].find("time"); time != messages[0].end() && !time->is_null()) {
      if (!time->is_number() || !(std::abs(time->get<double>()) <= kMostSeconds))
        return at_line(frame_line_, {"time is no number of seconds since the first packet, nor null", {}});
      stamp = CaptureTime{Nanos{kFirstStamp_ns + std::llround(time->get<double>() * 1e9)}};
    }
    const io::OutFrame out{.octets = *octets, .at = stamp};
    stuck_ = sink_.put({&out, 1}, length) == 0;
    if (!stuck_) ++frames_;
    return {};
  }
  /// The sink took no more: Ctrl-C, or a port that takes nothing.
  bool stuck() const { return stuck_; }
  std::uint64_t frames() const { return frames_; }
  std::uint64_t damaged() const { return damaged_; }
  Result<void, Error> too_long() const {
    return at_line(line_ + 1, {fmt::format("a line of more than {} MiB", text::kMostMessageText >> 20),
                               "give one object a line, as plumbline decode --json prints"});
  }

 private:
  /// Whether a message is of the same frame as those before.
  bool goes_on(const Json& object) const {
    if (number_of(object, "number") != number_of(frame_[0], "number")) return false;
    const auto fault_in = object.find("faultIn");
    const bool no_header = fault_in != object.end() && *fault_in == "eCPRI header";
    return number_of(object, "messageIndex") > 0 ||
           (no_header && number_of(frame_.back(), "ecpriConcatenation") == 1);
  }
  tl::unexpected<Error> at_line(std::uint64_t line, const Error& error) const {
    return fail(
        fmt::format("{}:{}: {}", options_.input == "-" ? "standard input" : options_.input, line, error.what),
        error.remedy);
  }

  const Options& options_;
  FrameSink& sink_;
  std::vector<Json> frame_;
  std::size_t text_ = 0;  ///< octets that the messages of frame_ had as JSON
  std::uint64_t line_ = 0, frame_line_ = 0, frames_ = 0, damaged_ = 0;
  bool stuck_ = false;
};

/// A line that may be a message; false at the end, at one that is longer, and once the user stopped.
bool read_line(std::istream& in, std::string& line, bool& too_long) {
  line.clear();
  for (int c = in.get(); c != EOF && !interrupted(); c = in.get()) {
    if (c == '\n') return true;
    if (line.size() == text::kMostMessageText) {
      too_long = true;
      return false;
    }
    line.push_back(static_cast<char>(c));
  }
  return !line.empty() && !interrupted();
}

int finish(const Options& options, const FrameSink& sink, const Encoder& encoder) {
  fmt::print(stderr, "plumbline encode: {} frames to {}\n", encoder.frames(), options.to);
  if (encoder.damaged() > 0)
    fmt::print(stderr, "plumbline encode: {} damaged frames were left out\n", encoder.damaged());
  const auto counters = sink.counters();
  if (counters && counters->too_long > 0)
    fmt::print(stderr, "plumbline encode: {} frames were too long for the port and not sent\n",
               counters->too_long);
  if (encoder.stuck() || interrupted()) return stopped_early(kName);
  return counters && counters->too_long > 0 ? kEnvironment : kOk;
}

int run_encode(const Options& options) {
  std::ifstream file;
  if (options.input != "-") {
    file.open(options.input, std::ios::binary);
    if (!file)
      return complain(kName, {fmt::format("{}: cannot be read", options.input), "check the path"},
                      kEnvironment);
  }
  std::istream& in = options.input == "-" ? std::cin : file;
  auto sink = FrameSink::open(options.to, "plumbline encode", "encode");
  if (!sink) return complain(kName, sink.error(), kEnvironment);
  catch_interrupts();
  Encoder encoder{options, *sink};
  std::string line;
  bool too_long = false;
  Result<void, Error> done;
  while (done && !encoder.stuck() && read_line(in, line, too_long)) done = encoder.line(line);
  if (done && too_long) done = encoder.too_long();
  if (done && !encoder.stuck() && !interrupted()) done = encoder.end_frame();
  const auto closed = sink->close();
  if (!done) return complain(kName, done.error(), kUsage);
  if (!closed) return complain(kName, closed.error(), kEnvironment);
  return finish(options, *sink, encoder);
}

}  // namespace

void add_encode(CLI::App& program, Run& run) {
  auto options = std::make_shared<Options>();
  CLI::App& command = *program.add_subcommand("encode", "Write messages given as JSON");
  command.footer(std::string{kExamples});
  command.add_option("messages", options->input, "JSON Lines as decode --json prints (-: standard input)")
      ->required()
      ->type_name("MESSAGES.json");
  command
      .add_option("--to", options->to, "Capture file (pcapng; -: standard output), or kernel:, dpdk:, null:")
      ->required();
  command.add_flag("--st6-aligned", options->cplane.st6_aligned,
                   "Channel information (ST 6) that tells no padding is padded to 4 octets");
  command.add_flag("--skip-damaged", options->skip_damaged,
                   "Leave out frames that tell a fault (damaged, or not all captured)");
  command.callback([options, &run] { run = [options] { return run_encode(*options); }; });
}

}  // namespace plumbline::app

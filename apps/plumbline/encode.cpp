// plumbline encode: message objects as `decode --json` prints them, back to frames.
#include "text/encode.h"

#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "io/pcapng_writer.h"
#include "io/port.h"
#include "plumbline/command.h"
#include "plumbline/common.h"

namespace plumbline::app {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kName = "encode";
constexpr std::size_t kMostLine = std::size_t{64} << 20;
constexpr std::string_view kExamples = R"(Examples:
  plumbline decode trace.pcapng --link lab7.yaml --json | plumbline encode - --to same.pcapng
      there and back: the same octets
  plumbline decode trace.pcapng --json --count 1 | jq -c '.sections[0].numPrbc = 0' > odd.json
  plumbline encode odd.json --to odd.pcapng
      one message with one field changed
  plumbline encode messages.json --to kernel:veth0
      onto an interface, as fast as it takes them: instants are not kept
One object a line; objects with the same `number`, or a messageIndex above 0, make one frame. What the keys are: see
decode --json. ecpriPayload, extLen and numberOfsections are computed where they are left out.)";

struct Options {
  std::string input, to;
  std::uint16_t weights = 0;
  bool skip_damaged = false;
};

/// A capture file or a port.
class Sink {
 public:
  static Result<Sink, Error> open(const std::string& to) {
    Sink sink;
    const std::size_t colon = to.find(':');
    if (colon != std::string::npos && to.compare(0, colon, "file") != 0) {
      auto port = io::open_port(to);
      if (!port) return tl::unexpected(port.error());
      sink.port_ = std::move(*port);
      return sink;
    }
    auto writer =
        io::PcapngWriter::create(colon == std::string::npos ? to : to.substr(colon + 1), "plumbline encode");
    if (!writer) return tl::unexpected(writer.error());
    sink.writer_ = std::move(*writer);
    sink.interface_ = sink.writer_->add_interface("encode");
    return sink;
  }
  /// False when the port took nothing for ten seconds, or the user stopped.
  bool put(Octets frame, std::uint32_t length, CaptureTime stamp) {
    if (writer_) {
      writer_->write({.stamp = stamp, .interface = interface_, .original_length = length, .octets = frame});
      return true;
    }
    const io::OutFrame out{.octets = frame, .at = stamp};
    for (const auto since = std::chrono::steady_clock::now(); port_->send({&out, 1}) == 0;) {
      if (interrupted() || std::chrono::steady_clock::now() - since > std::chrono::seconds{10}) return false;
      std::this_thread::yield();
    }
    return true;
  }
  Result<void, Error> close() { return port_ ? port_->close() : writer_->close(); }
  std::uint64_t too_long() { return port_ ? port_->counters().too_long : 0; }

 private:
  std::unique_ptr<io::PcapngWriter> writer_;
  std::unique_ptr<io::Port> port_;
  std::uint32_t interface_ = 0;
};

/// The first packet's instant: stamps in the JSON count from it. Not 0, which in a file means that there is
/// no stamp.
constexpr std::int64_t kFirstStamp_ns = std::int64_t{1'767'225'600} * 1'000'000'000;  // 2026-01-01

std::uint64_t number_of(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
}

class Encoder {
 public:
  Encoder(const Options& options, Sink& sink) : options_{options}, sink_{sink} {
    parameters_.weights = options.weights;
  }

  /// The next line of the input.
  Result<void, Error> line(const std::string& text) {
    ++line_;
    if (text.find_first_not_of(" \t\r") == std::string::npos) return {};
    Json object = Json::parse(text, nullptr, false);
    if (!object.is_object())
      return fail(fmt::format("{}:{}: no JSON object", options_.input, line_),
                  "give one object a line, as plumbline decode --json prints");
    const bool goes_on = !frame_.empty() && number_of(object, "messageIndex") > 0 &&
                         number_of(object, "number") == number_of(frame_[0], "number");
    if (!goes_on)
      if (auto done = end_frame(); !done) return done;
    if (frame_.empty()) frame_line_ = line_;
    frame_.push_back(std::move(object));
    return {};
  }
  /// Writes the frame whose messages have been read.
  Result<void, Error> end_frame() {
    if (frame_.empty()) return {};
    const std::vector<Json> messages = std::move(frame_);
    frame_.clear();
    if (options_.skip_damaged)
      for (const Json& message : messages)
        if (message.contains("fault")) {
          ++damaged_;
          return {};
        }
    auto octets = text::encode_frame(messages, parameters_);
    if (!octets)
      return fail(fmt::format("{}:{}: {}", options_.input, frame_line_, octets.error().what),
                  octets.error().remedy);
    const std::uint64_t told = number_of(messages[0], "length");
    const bool cut = octets->size() < told && number_of(messages[0], "captured") == octets->size();
    const auto length = static_cast<std::uint32_t>(cut ? told : octets->size());
    CaptureTime stamp = io::kNoStamp;
    if (const auto time = messages[0].find("time"); time != messages[0].end() && time->is_number())
      stamp = CaptureTime{Nanos{kFirstStamp_ns + std::llround(time->get<double>() * 1e9)}};
    if (!sink_.put(*octets, length, stamp))
      return fail(fmt::format("{} took nothing for ten seconds", options_.to), "is the other end up?");
    ++frames_;
    return {};
  }
  std::uint64_t frames() const { return frames_; }
  std::uint64_t damaged() const { return damaged_; }

 private:
  const Options& options_;
  Sink& sink_;
  wire::CplaneParameters parameters_;
  std::vector<Json> frame_;
  std::uint64_t line_ = 0, frame_line_ = 0, frames_ = 0, damaged_ = 0;
};

/// A line of at most kMostLine octets; false at the end or at one that is longer.
bool read_line(std::istream& in, std::string& line, bool& too_long) {
  line.clear();
  for (int c = in.get(); c != EOF; c = in.get()) {
    if (c == '\n') return true;
    if (line.size() == kMostLine) {
      too_long = true;
      return false;
    }
    line.push_back(static_cast<char>(c));
  }
  return !line.empty();
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
  auto sink = Sink::open(options.to);
  if (!sink) return complain(kName, sink.error(), kEnvironment);
  catch_interrupts();
  Encoder encoder{options, *sink};
  std::string line;
  bool too_long = false;
  Result<void, Error> done;
  while (done && !interrupted() && read_line(in, line, too_long)) done = encoder.line(line);
  if (done && too_long)
    done = fail(fmt::format("{}: a line of more than 64 MiB", options.input),
                "one message a line is far shorter");
  if (done) done = encoder.end_frame();
  const auto closed = sink->close();
  if (!done) return complain(kName, done.error(), kUsage);
  if (!closed) return complain(kName, closed.error(), kEnvironment);
  std::fprintf(stderr, "plumbline encode: %llu frames to %s\n",
               static_cast<unsigned long long>(encoder.frames()), options.to.c_str());
  if (encoder.damaged() > 0)
    std::fprintf(stderr, "plumbline encode: %llu damaged frames were left out\n",
                 static_cast<unsigned long long>(encoder.damaged()));
  if (sink->too_long() > 0)
    std::fprintf(stderr, "plumbline encode: %llu frames were too long for the port and not sent\n",
                 static_cast<unsigned long long>(sink->too_long()));
  return sink->too_long() > 0 ? kEnvironment : kOk;
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
  command.add_option("--weights", options->weights,
                     "Weights in a beamforming vector, where their lists do not say it");
  command.add_flag("--skip-damaged", options->skip_damaged,
                   "Leave out frames with a fault instead of stopping");
  command.callback([options, &run] { run = [options] { return run_encode(*options); }; });
}

}  // namespace plumbline::app

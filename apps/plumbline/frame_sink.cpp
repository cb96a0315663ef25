#include "plumbline/frame_sink.h"

#include <fmt/format.h>

#include <chrono>
#include <thread>

#include "plumbline/command.h"
#include "plumbline/common.h"

namespace plumbline::app {

bool names_port(const std::string& to) {
  const std::size_t colon = to.find(':');
  return colon != std::string::npos && to.compare(0, colon, "file") != 0;
}

Result<FrameSink, Error> FrameSink::open(const std::string& to, const std::string& about,
                                         const std::string& interface, std::uint32_t snap_length) {
  FrameSink sink;
  if (names_port(to)) {
    auto port = io::open_port(to);
    if (!port) return tl::unexpected(port.error());
    sink.port_ = std::move(*port);
    return sink;
  }
  const std::size_t colon = to.find(':');
  const std::string path = colon == std::string::npos ? to : to.substr(colon + 1);
  auto writer = io::PcapngWriter::create(path, about);
  if (!writer) return tl::unexpected(writer.error());
  sink.writer_ = std::move(*writer);
  sink.snap_length_ = snap_length;
  sink.interface_ = sink.writer_->add_interface(interface, snap_length);
  sink.standard_output_ = path == "-";
  return sink;
}

std::size_t FrameSink::put(std::span<const io::OutFrame> frames, std::uint32_t length) {
  if (!port_) {
    for (const io::OutFrame& frame : frames) {
      const auto whole = static_cast<std::uint32_t>(frame.octets.size());
      const bool cut = snap_length_ != 0 && whole > snap_length_;
      writer_->write({.stamp = frame.at,
                      .interface = interface_,
                      .original_length = std::max(whole, length),
                      .octets = cut ? frame.octets.first(snap_length_) : frame.octets});
    }
    return frames.size();
  }
  using Clock = std::chrono::steady_clock;
  // A port that is as fast as its wire takes the next frame within this; then other programs are let work.
  constexpr std::chrono::milliseconds kNext{1}, kPatience{10'000};
  std::span<const io::OutFrame> rest = frames;
  for (auto last = Clock::now(); !rest.empty();) {
    const std::size_t n = port_->send(rest);
    rest = rest.subspan(n);
    if (n > 0) {
      last = Clock::now();
      continue;
    }
    const auto waited = Clock::now() - last;
    if (interrupted() || waited > kPatience) break;
    if (waited < kNext)
      std::this_thread::yield();
    else
      std::this_thread::sleep_for(kNext);
  }
  return frames.size() - rest.size();
}

std::optional<io::PortCounters> FrameSink::counters() const {
  return port_ ? std::optional{port_->counters()} : std::nullopt;
}

int stopped_early(std::string_view command) {
  fmt::print(stderr, "plumbline {}: {}; what is listed above is all there is\n", command,
             interrupted() ? "stopped" : "the port took no frame for 10 s");
  return interrupted() ? kInconclusive : kEnvironment;
}

}  // namespace plumbline::app

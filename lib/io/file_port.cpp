#include "io/file_port.h"

#include <utility>

#include "io/pcapng_writer.h"

namespace plumbline::io {
namespace {

constexpr std::size_t kLongestFrame = 256 * 1024;  // what capture readers believe

class FilePort final : public Port {
 public:
  explicit FilePort(std::unique_ptr<PcapngWriter> writer)
      : writer_{std::move(writer)}, interface_{writer_->add_interface("plumbline")} {}

  std::size_t send(std::span<const OutFrame> frames) override {
    for (const OutFrame& frame : frames) {
      if (frame.octets.size() > kLongestFrame) {
        ++counters_.too_long;
        continue;
      }
      ++counters_.sent;
      writer_->write({.number = counters_.sent,
                      .stamp = frame.at,
                      .interface = interface_,
                      .original_length = static_cast<std::uint32_t>(frame.octets.size()),
                      .octets = frame.octets});
    }
    return frames.size();
  }
  std::span<const Packet> receive() override { return {}; }
  OwnLoss settle() override {
    return {.sending = counters_.too_long != std::exchange(settled_, counters_.too_long)};
  }
  std::size_t lends() const override { return 1; }
  PortCounters counters() override { return counters_; }
  std::size_t longest_frame() const override { return kLongestFrame; }
  Result<void, Error> close() override { return writer_->close(); }

 private:
  std::unique_ptr<PcapngWriter> writer_;
  std::uint32_t interface_;
  PortCounters counters_;
  std::uint64_t settled_ = 0;  // frames too long, as of the last settle()
};

class NullPort final : public Port {
 public:
  std::size_t send(std::span<const OutFrame> frames) override {
    counters_.sent += frames.size();
    return frames.size();
  }
  std::span<const Packet> receive() override { return {}; }
  OwnLoss settle() override { return {}; }
  std::size_t lends() const override { return 1; }
  PortCounters counters() override { return counters_; }
  std::size_t longest_frame() const override { return 0; }
  Result<void, Error> close() override { return {}; }

 private:
  PortCounters counters_;
};

}  // namespace

Result<std::unique_ptr<Port>, Error> open_file_port(const std::string& path) {
  auto writer = PcapngWriter::create(path);
  if (!writer) return tl::unexpected<Error>(std::move(writer.error()));
  return std::make_unique<FilePort>(std::move(*writer));
}

std::unique_ptr<Port> open_null_port() { return std::make_unique<NullPort>(); }

}  // namespace plumbline::io

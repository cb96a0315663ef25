// Any octets are a capture or a clear error, and the same however they arrive.
#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "io/capture_file.h"

namespace {

using namespace plumbline;

/// The property holds or the fuzzer has found something.
void require(bool holds) {
  if (!holds) __builtin_trap();
}

/// Hands out a few octets at a time.
class Pieces final : public io::OctetStream {
 public:
  explicit Pieces(Octets octets) : rest_{octets} {}
  std::size_t read(std::span<std::uint8_t> space) override {
    const std::size_t n = std::min({space.size(), rest_.size(), 1 + rest_.size() % 97});
    std::copy_n(rest_.begin(), n, space.begin());
    rest_ = rest_.subspan(n);
    return n;
  }
  const std::optional<io::StreamTrouble>& trouble() const override { return trouble_; }
  std::uint64_t stored_octets_read() const override { return 0; }

 private:
  Octets rest_;
  std::optional<io::StreamTrouble> trouble_;
};

/// Sums of all that was read, to compare two readings.
struct Reading {
  bool opened = false;
  std::uint64_t packets = 0, octets = 0, sum = 0;
  std::vector<std::string> warnings;
  bool operator==(const Reading&) const = default;
};

void look_at(const io::Packet& packet, const io::SourceInfo& info, std::uint64_t& number, Reading& reading) {
  require(packet.number > number);
  number = packet.number;
  require(packet.interface < info.interfaces.size());
  require(packet.octets.size() <= 256 * 1024);
  require(packet.original_length >= packet.octets.size());
  std::uint64_t sum = reading.sum * 31 + static_cast<std::uint64_t>(packet.stamp.time_since_epoch().count());
  sum = sum * 31 + packet.original_length + (packet.loss_before ? 7 : 0) + packet.interface;
  for (const std::uint8_t octet : packet.octets) sum = sum * 31 + octet;
  reading.sum = sum;
  ++reading.packets;
  reading.octets += packet.octets.size();
}

Reading read(Result<std::unique_ptr<io::Source>, Error> source) {
  Reading reading;
  if (!source) {
    require(!source.error().what.empty() && !source.error().remedy.empty());
    return reading;
  }
  reading.opened = true;
  std::uint64_t number = 0;
  for (;;) {
    const auto batch = (*source)->next();
    require(batch.has_value());
    require(batch->end || !batch->packets.empty());
    for (const io::Packet& packet : batch->packets) look_at(packet, (*source)->info(), number, reading);
    if (batch->end) break;
    if (reading.packets > 100'000) return {};  // a decompression bomb; slow is not wrong
  }
  const io::SourceInfo& info = (*source)->info();
  require(info.packets == reading.packets && info.octets == reading.octets);
  require(info.interfaces.size() <= 4096 && info.warnings.size() <= io::SourceInfo::kMostWarnings);
  for (const io::SourceWarning& warning : info.warnings)
    reading.warnings.push_back(std::to_string(warning.offset) + warning.text);
  return reading;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Octets octets{data, size};
  require(read(io::open_capture(octets, "x")) ==
          read(io::open_capture(std::make_unique<Pieces>(octets), "x")));
  return 0;
}

#include "io/pcapng_writer.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>
#include <vector>

#include "io/pcapng_block.h"

namespace plumbline::io {
namespace {

using namespace pcapng;

constexpr std::size_t kBuffer = std::size_t{1} << 20;
constexpr std::size_t kLongestPacket = 256 * 1024;
constexpr std::size_t kLongestOption = 0xffff;

Octets octets_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// The text, cut where it would not fit into an option, not inside a character.
std::string_view cut(std::string_view text) {
  if (text.size() <= kLongestOption) return text;
  std::size_t end = kLongestOption;
  while (end > 0 && (static_cast<std::uint8_t>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end);
}

/// Numbers are written least significant octet first, on every machine.
class FileWriter final : public PcapngWriter {
 public:
  FileWriter(int descriptor, std::string path) : descriptor_{descriptor}, path_{std::move(path)} {
    buffer_.reserve(kBuffer + 2 * kLongestPacket);
  }
  ~FileWriter() override { finish(); }

  void write_section(std::string_view comment) {
    begin(kSectionHeader);
    put32(kByteOrderMagic);
    put16(1);
    put16(0);
    put32(0xffffffff);  // the length of the section is not known beforehand
    put32(0xffffffff);
    put_text(kComment, comment);
    finish_block();
  }

  std::uint32_t add_interface(std::string_view name, std::uint32_t snap_length) override {
    begin(kInterfaceDescription);
    put16(1);  // LINKTYPE_ETHERNET
    put16(0);
    put32(snap_length);
    put_text(kInterfaceName, name);
    constexpr std::uint8_t kNanoseconds = 9;
    put_option(kInterfaceResolution, Octets{&kNanoseconds, 1});
    finish_block();
    last_stamp_.push_back(0);
    return static_cast<std::uint32_t>(last_stamp_.size() - 1);
  }

  void write(const Packet& packet, std::string_view comment) override {
    assert(packet.interface < last_stamp_.size());
    const Octets octets = packet.octets.first(std::min(packet.octets.size(), kLongestPacket));
    const std::uint64_t stamp = stamp_of(packet);
    last_stamp_[packet.interface] = stamp;
    begin(kEnhancedPacket);
    put32(packet.interface);
    put_stamp(stamp);
    put32(static_cast<std::uint32_t>(octets.size()));
    put32(std::max(packet.original_length, static_cast<std::uint32_t>(packet.octets.size())));
    put_padded(octets);
    put_text(kComment, comment);
    // How many are missing is not known for one packet; at least one is.
    if (packet.loss_before) put_number(kPacketDrops, 1);
    finish_block();
  }

  void write_drops(std::uint32_t interface, std::uint64_t dropped) override {
    assert(interface < last_stamp_.size());
    begin(kInterfaceStatistics);
    put32(interface);
    put_stamp(last_stamp_[interface]);
    put_number(kStatisticsInterfaceDrops, dropped);
    finish_block();
  }

  Result<void, Error> close() override {
    finish();
    if (failure_) return tl::unexpected<Error>(*failure_);
    return {};
  }

 private:
  std::uint64_t stamp_of(const Packet& packet) {
    if (packet.stamp == kNoStamp) return 0;
    const std::int64_t ns = packet.stamp.time_since_epoch().count();
    if (ns >= 0) return static_cast<std::uint64_t>(ns);
    keep(fmt::format("{}: packet {} has a time stamp before 1970, which pcapng cannot hold", path_,
                     packet.number),
         "check the clock that stamps the packets");
    return 0;
  }

  void begin(std::uint32_t type) {
    block_ = buffer_.size();
    has_options_ = false;
    put32(type);
    put32(0);
  }
  void finish_block() {
    if (has_options_) {
      put16(kEndOfOptions);
      put16(0);
    }
    const auto length = static_cast<std::uint32_t>(buffer_.size() - block_ + 4);
    put32(length);
    for (unsigned i = 0; i < 4; ++i) buffer_[block_ + 4 + i] = static_cast<std::uint8_t>(length >> 8 * i);
    if (buffer_.size() >= kBuffer) flush();
  }
  void put16(std::uint32_t value) {
    buffer_.push_back(static_cast<std::uint8_t>(value));
    buffer_.push_back(static_cast<std::uint8_t>(value >> 8));
  }
  void put32(std::uint32_t value) {
    put16(value);
    put16(value >> 16);
  }
  void put_stamp(std::uint64_t ns) {
    put32(static_cast<std::uint32_t>(ns >> 32));
    put32(static_cast<std::uint32_t>(ns));
  }
  void put_padded(Octets octets) {
    buffer_.insert(buffer_.end(), octets.begin(), octets.end());
    buffer_.resize(buffer_.size() + padded(octets.size()) - octets.size());
  }
  void put_option(std::uint16_t code, Octets value) {
    has_options_ = true;
    put16(code);
    put16(static_cast<std::uint32_t>(value.size()));
    put_padded(value);
  }
  void put_text(std::uint16_t code, std::string_view text) {
    if (!text.empty()) put_option(code, octets_of(cut(text)));
  }
  void put_number(std::uint16_t code, std::uint64_t value) {
    has_options_ = true;
    put16(code);
    put16(8);
    put32(static_cast<std::uint32_t>(value));
    put32(static_cast<std::uint32_t>(value >> 32));
  }

  void keep(std::string what, std::string remedy) {
    if (!failure_) failure_ = Error{std::move(what), std::move(remedy)};
  }
  void keep_errno(const char* doing) {
    keep(fmt::format("{}: {} failed: {}", path_, doing, std::strerror(errno)),
         errno == ENOSPC || errno == EDQUOT ? "make room, or write to another disk" : "check the disk");
    lost_ = true;
  }
  void flush() {
    Octets rest{buffer_};
    while (!rest.empty() && !lost_) {
      const ssize_t n = ::write(descriptor_, rest.data(), rest.size());
      if (n >= 0) {
        rest = rest.subspan(static_cast<std::size_t>(n));
      } else if (errno != EINTR) {
        keep_errno("writing");
      }
    }
    buffer_.clear();
  }
  void finish() {
    if (descriptor_ < 0) return;
    flush();
    // Pipes and devices cannot be made durable and need not be.
    if (!lost_ && ::fsync(descriptor_) != 0 && errno != EINVAL && errno != EROFS && errno != ENOTSUP)
      keep_errno("writing");
    if (::close(descriptor_) != 0 && !lost_) keep_errno("closing");
    descriptor_ = -1;
  }

  int descriptor_;
  std::string path_;
  std::vector<std::uint8_t> buffer_;
  std::size_t block_ = 0;  // where the block being built begins in the buffer
  bool has_options_ = false;
  bool lost_ = false;                      // something could not be written, so that nothing after it may be
  std::vector<std::uint64_t> last_stamp_;  // per interface, ns
  std::optional<Error> failure_;
};

}  // namespace

Result<std::unique_ptr<PcapngWriter>, Error> PcapngWriter::create(const std::string& path,
                                                                  std::string_view comment) {
  const bool standard_output = path == "-";
  const int descriptor = standard_output
                             ? ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0)
                             : ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  const std::string name = standard_output ? "standard output" : path;
  if (descriptor < 0) {
    return fail(fmt::format("{}: cannot be written: {}", name, std::strerror(errno)),
                "check that the folder exists and that you may write to it");
  }
  auto writer = std::make_unique<FileWriter>(descriptor, name);
  writer->write_section(comment);
  return writer;
}

}  // namespace plumbline::io

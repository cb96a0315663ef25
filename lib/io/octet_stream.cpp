#include "io/octet_stream.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace plumbline::io {
namespace {

class DescriptorStream final : public OctetStream {
 public:
  explicit DescriptorStream(int descriptor) : descriptor_{descriptor} {
    // Only a hint; pipes refuse it.
    static_cast<void>(::posix_fadvise(descriptor_, 0, 0, POSIX_FADV_SEQUENTIAL));
  }
  ~DescriptorStream() override { ::close(descriptor_); }

  std::size_t read(std::span<std::uint8_t> space) override {
    for (;;) {
      const ssize_t n = ::read(descriptor_, space.data(), space.size());
      if (n >= 0) {
        read_ += static_cast<std::uint64_t>(n);
        return static_cast<std::size_t>(n);
      }
      if (errno == EINTR) continue;
      if (errno == EAGAIN) {  // standard input that someone else made non-blocking
        pollfd waiting{.fd = descriptor_, .events = POLLIN, .revents = 0};
        static_cast<void>(::poll(&waiting, 1, -1));
        continue;
      }
      trouble_ = StreamTrouble{StreamTrouble::Kind::broken, std::strerror(errno)};
      return 0;
    }
  }
  const std::optional<StreamTrouble>& trouble() const override { return trouble_; }
  std::uint64_t stored_octets_read() const override { return read_; }

 private:
  int descriptor_;
  std::uint64_t read_ = 0;
  std::optional<StreamTrouble> trouble_;
};

class MemoryStream final : public OctetStream {
 public:
  explicit MemoryStream(Octets octets) : octets_{octets} {}

  std::size_t read(std::span<std::uint8_t> space) override {
    const std::size_t n = std::min(space.size(), octets_.size() - read_);
    std::copy_n(octets_.begin() + static_cast<std::ptrdiff_t>(read_), n, space.begin());
    read_ += n;
    return n;
  }
  const std::optional<StreamTrouble>& trouble() const override { return trouble_; }
  std::uint64_t stored_octets_read() const override { return read_; }

 private:
  Octets octets_;
  std::size_t read_ = 0;
  std::optional<StreamTrouble> trouble_;
};

}  // namespace

std::unique_ptr<OctetStream> stream_of_descriptor(int descriptor) {
  return std::make_unique<DescriptorStream>(descriptor);
}

std::unique_ptr<OctetStream> stream_of_memory(Octets octets) {
  return std::make_unique<MemoryStream>(octets);
}

}  // namespace plumbline::io

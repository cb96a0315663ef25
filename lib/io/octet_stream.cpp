#include "io/octet_stream.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>

#include "io/source.h"

namespace plumbline::io {
namespace {

const std::atomic<bool>* stop_flag = nullptr;

class DescriptorStream final : public OctetStream {
 public:
  explicit DescriptorStream(int descriptor) : descriptor_{descriptor} {
    struct stat about {};
    may_wait_ = ::fstat(descriptor_, &about) != 0 || !S_ISREG(about.st_mode);
    // Only a hint; pipes refuse it.
    static_cast<void>(::posix_fadvise(descriptor_, 0, 0, POSIX_FADV_SEQUENTIAL));
  }
  ~DescriptorStream() override { ::close(descriptor_); }

  std::size_t read(std::span<std::uint8_t> space) override {
    for (;;) {
      if (may_wait_ && !wait()) {
        trouble_ = StreamTrouble{StreamTrouble::Kind::stopped, "interrupted"};
        return 0;
      }
      const ssize_t n = ::read(descriptor_, space.data(), space.size());
      if (n >= 0) {
        read_ += static_cast<std::uint64_t>(n);
        return static_cast<std::size_t>(n);
      }
      // EAGAIN: standard input that someone else made non-blocking.
      if (errno == EINTR || errno == EAGAIN) continue;
      trouble_ = StreamTrouble{StreamTrouble::Kind::broken, std::strerror(errno)};
      return 0;
    }
  }
  const std::optional<StreamTrouble>& trouble() const override { return trouble_; }
  std::uint64_t stored_octets_read() const override { return read_; }

 private:
  /// Until there is something to read (or to find out by reading); false when told to stop.
  bool wait() const {
    constexpr int kLookMs = 50;
    pollfd waiting{.fd = descriptor_, .events = POLLIN, .revents = 0};
    while (stop_flag == nullptr || !stop_flag->load(std::memory_order_relaxed)) {
      const int ready = ::poll(&waiting, 1, kLookMs);
      if (ready > 0 || (ready < 0 && errno != EINTR)) return true;
    }
    return false;
  }

  int descriptor_;
  bool may_wait_ = false;
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

void stop_waiting_when(const std::atomic<bool>* flag) { stop_flag = flag; }

std::unique_ptr<OctetStream> stream_of_descriptor(int descriptor) {
  return std::make_unique<DescriptorStream>(descriptor);
}

std::unique_ptr<OctetStream> stream_of_memory(Octets octets) {
  return std::make_unique<MemoryStream>(octets);
}

}  // namespace plumbline::io

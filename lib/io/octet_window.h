// A window of fixed size that slides over a stream, so that records can be looked at in place.
#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <utility>

#include "io/octet_stream.h"

namespace plumbline::io {

/// Memory is kCapacity whatever the stream brings.
class OctetWindow {
 public:
  /// The most octets that can be looked at together.
  static constexpr std::size_t kCapacity = std::size_t{1} << 20;

  explicit OctetWindow(std::unique_ptr<OctetStream> stream)
      : stream_{std::move(stream)}, buffer_{std::make_unique_for_overwrite<std::uint8_t[]>(kCapacity)} {}

  /// What has been read and not been taken. Valid until fill().
  Octets ahead() const { return {buffer_.get() + begin_, end_ - begin_}; }

  /// Reads until `n` (at most kCapacity) octets are ahead, in as few reads as possible; false when the stream
  /// ends before that. Moves what is ahead.
  bool fill(std::size_t n) {
    assert(n <= kCapacity);
    if (end_ - begin_ >= n) return true;
    std::memmove(buffer_.get(), buffer_.get() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
    while (end_ < n) {
      const std::size_t got = stream_->read({buffer_.get() + end_, kCapacity - end_});
      if (got == 0) return false;
      end_ += got;
    }
    return true;
  }

  /// Moves past `n` octets that are ahead.
  void take(std::size_t n) {
    assert(n <= end_ - begin_);
    begin_ += n;
    offset_ += n;
  }

  /// Where ahead() begins in the stream, in octets.
  std::uint64_t offset() const { return offset_; }
  const OctetStream& stream() const { return *stream_; }

 private:
  std::unique_ptr<OctetStream> stream_;
  std::unique_ptr<std::uint8_t[]> buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::uint64_t offset_ = 0;
};

}  // namespace plumbline::io

#include "io/decompress.h"

#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <string>
#include <utility>

#include "io/byte_order.h"

namespace plumbline::io {
namespace {

/// What both decompressors share: where the stored octets come from and how the stream ended.
class Decompressor : public OctetStream {
 public:
  explicit Decompressor(OctetWindow stored) : stored_{std::move(stored)} {}
  const std::optional<StreamTrouble>& trouble() const final { return trouble_; }
  std::uint64_t stored_octets_read() const final { return stored_.stream().stored_octets_read(); }

 protected:
  std::size_t damaged(std::string text) {
    trouble_ = StreamTrouble{StreamTrouble::Kind::damaged, std::move(text)};
    return 0;
  }
  /// The stored octets ended; `between` says that this is where they may end.
  std::size_t ended(bool between, const char* format) {
    if (stored_.stream().trouble()) {
      trouble_ = stored_.stream().trouble();
    } else if (!between) {
      return damaged(std::string{"the "} + format + " stream is cut short");
    }
    return 0;
  }

  OctetWindow stored_;
  std::optional<StreamTrouble> trouble_;
};

class GzipStream final : public Decompressor {
 public:
  explicit GzipStream(OctetWindow stored) : Decompressor{std::move(stored)} {
    constexpr int kGzipOnly = 16;
    ready_ = inflateInit2(&state_, MAX_WBITS + kGzipOnly) == Z_OK;
  }
  ~GzipStream() override {
    if (ready_) inflateEnd(&state_);
  }

  std::size_t read(std::span<std::uint8_t> space) override {
    if (trouble_) return 0;
    if (!ready_) return damaged("no memory to decompress");
    for (;;) {
      if (!stored_.fill(1)) return ended(between_, "gzip");
      if (between_ && !begins_member()) {
        return damaged("what follows octet " + std::to_string(stored_.offset()) +
                       " of the stored file is not gzip and is ignored");
      }
      between_ = false;
      const Octets in = stored_.ahead();
      state_.next_in =
          const_cast<Bytef*>(in.data());  // zlib does not write to it; its type is older than const
      state_.avail_in = static_cast<uInt>(in.size());
      state_.next_out = space.data();
      state_.avail_out = static_cast<uInt>(space.size());
      const int result = inflate(&state_, Z_NO_FLUSH);
      stored_.take(in.size() - state_.avail_in);
      const std::size_t got = space.size() - state_.avail_out;
      if (result == Z_STREAM_END) {
        inflateReset(&state_);
        between_ = true;
      } else if (result != Z_OK && result != Z_BUF_ERROR) {
        damaged(std::string{"the gzip stream is damaged ("} + (state_.msg ? state_.msg : "no reason given") +
                ")");
        return got;
      }
      if (got > 0) return got;
    }
  }

 private:
  bool begins_member() { return stored_.fill(3) && looks_like_gzip(stored_.ahead()); }

  z_stream state_{};
  bool ready_ = false;
  bool between_ = true;  // members, where the stored octets may end
};

class ZstdStream final : public Decompressor {
  static constexpr std::size_t kFrameBegin = 5;   // octets; less than the shortest frame has
  static constexpr std::size_t kBlockHeader = 3;  // octets

 public:
  explicit ZstdStream(OctetWindow stored) : Decompressor{std::move(stored)} {
    constexpr int kLargestWindowLog = 27;
    ready_ =
        state_ && !ZSTD_isError(ZSTD_DCtx_setParameter(state_.get(), ZSTD_d_windowLogMax, kLargestWindowLog));
  }

  std::size_t read(std::span<std::uint8_t> space) override {
    if (trouble_) return 0;
    if (!ready_) return damaged("no memory to decompress");
    for (;;) {
      // Output may wait inside the decompressor when all input is taken, so an empty input is offered as
      // well.
      const bool more = stored_.fill(1);
      if (!more && between_) return ended(true, "zstd");
      // What a call decompressed is gone when it fails, and the octets before the damage are wanted; so it is
      // given no more than one block. What it asks for has the header of the next block at its end.
      const std::size_t most = wanted_ > kBlockHeader ? wanted_ - kBlockHeader : wanted_;
      const Octets stored = stored_.ahead().first(std::min(most, stored_.ahead().size()));
      ZSTD_inBuffer in{.src = stored.data(), .size = stored.size(), .pos = 0};
      ZSTD_outBuffer out{.dst = space.data(), .size = space.size(), .pos = 0};
      const std::size_t result = ZSTD_decompressStream(state_.get(), &out, &in);
      stored_.take(in.pos);
      if (ZSTD_isError(result)) {
        damaged(std::string{"the zstd stream is damaged or not for us ("} + ZSTD_getErrorName(result) + ")");
        return out.pos;
      }
      between_ = result == 0;
      wanted_ = between_ ? kFrameBegin : result;
      if (out.pos > 0) return out.pos;
      if (!more) return ended(between_, "zstd");
    }
  }

 private:
  struct Free {
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
  };
  std::unique_ptr<ZSTD_DCtx, Free> state_{ZSTD_createDCtx()};
  bool ready_ = false;
  std::size_t wanted_ = kFrameBegin;
  bool between_ = true;  // frames, where the stored octets may end
};

}  // namespace

std::unique_ptr<OctetStream> gunzip(OctetWindow stored) {
  return std::make_unique<GzipStream>(std::move(stored));
}
std::unique_ptr<OctetStream> unzstd(OctetWindow stored) {
  return std::make_unique<ZstdStream>(std::move(stored));
}

bool looks_like_gzip(Octets octets) {
  return octets.size() >= 3 && octets[0] == 0x1f && octets[1] == 0x8b && octets[2] == Z_DEFLATED;
}

bool looks_like_zstd(Octets octets) {
  if (octets.size() < 4) return false;
  const std::uint32_t magic = ByteOrder::little().u32(octets.data());
  return magic == ZSTD_MAGICNUMBER || (magic & ZSTD_MAGIC_SKIPPABLE_MASK) == ZSTD_MAGIC_SKIPPABLE_START;
}

}  // namespace plumbline::io

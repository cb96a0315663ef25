// Frames in the order in which they are to be sent, ahead of time.
#pragma once

#include <atomic>
#include <optional>
#include <span>
#include <thread>
#include <vector>

#include "base/result.h"
#include "io/port.h"
#include "io/source.h"

namespace plumbline::lab {

/// Hands out runs of frames. One thread asks.
class FrameFeed {
 public:
  enum class State { frames, not_yet, end };
  struct Run {
    State state;
    std::span<const io::OutFrame> frames;  ///< at least one in state `frames`; valid until the next call
  };
  virtual ~FrameFeed() = default;
  virtual Run next() = 0;
  /// Nothing is gained by waiting longer before the first frame is sent.
  virtual bool ready() const = 0;
  /// Frames that were cut when they were captured, so far: they are left out.
  virtual std::uint64_t cut() const { return 0; }
  /// Why the end came early, when it did. To be asked after the end only.
  virtual std::optional<Error> failure() const { return {}; }
};

/// Frames that are in memory already.
class SpanFeed final : public FrameFeed {
 public:
  explicit SpanFeed(std::span<const io::OutFrame> frames) : frames_{frames} {}
  Run next() override;
  bool ready() const override { return true; }

 private:
  std::span<const io::OutFrame> frames_;
};

/// The packets of a source, read ahead by a thread of its own into a ring of stores, which together take
/// about `read_ahead` octets of frames. A source that fits is wholly in memory before the first frame is due;
/// of a longer one the reading never costs the sending thread more than taking the next store. Packets
/// without a stamp keep io::kNoStamp.
class SourceFeed final : public FrameFeed {
 public:
  SourceFeed(io::Source& source, std::size_t read_ahead);
  ~SourceFeed() override;
  SourceFeed(const SourceFeed&) = delete;
  SourceFeed& operator=(const SourceFeed&) = delete;

  Run next() override;
  bool ready() const override;
  std::uint64_t cut() const override { return cut_.load(std::memory_order_relaxed); }
  std::optional<Error> failure() const override { return failure_; }

 private:
  static constexpr std::size_t kStores = 16;
  struct Store {
    std::vector<std::uint8_t> octets;  // never grows while frames point into it
    std::vector<io::OutFrame> frames;
  };
  void read();
  void put(const io::Packet& packet);
  bool wait_for_store();
  void publish();

  io::Source& source_;
  std::size_t store_size_;
  std::vector<Store> stores_{kStores};
  std::atomic<std::uint64_t> filled_{0};    // stores handed to the asking thread so far
  std::atomic<std::uint64_t> released_{0};  // stores it has given back
  std::atomic<bool> starving_{false};       // it asked and there was none
  std::atomic<bool> done_{false};
  std::atomic<bool> stop_{false};
  std::atomic<std::uint64_t> cut_{0};
  bool holding_ = false;
  std::optional<Error> failure_;
  std::thread reader_;
};

}  // namespace plumbline::lab

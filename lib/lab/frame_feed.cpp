#include "lab/frame_feed.h"

#include <algorithm>

namespace plumbline::lab {
namespace {

// A store holds at least this much, and about one frame in so many octets, so that neither fills long before
// the other.
constexpr std::size_t kSmallestStore = 64 * 1024;
constexpr std::size_t kOctetsPerFrame = 64;

}  // namespace

FrameFeed::Run SpanFeed::next() {
  const auto all = std::exchange(frames_, {});
  return {all.empty() ? State::end : State::frames, all};
}

SourceFeed::SourceFeed(io::Source& source, std::size_t read_ahead)
    : source_{source}, store_size_{std::max(kSmallestStore, read_ahead / kStores)} {
  reader_ = std::thread{[this] { read(); }};
}

SourceFeed::~SourceFeed() {
  stop_.store(true);
  released_.fetch_add(kStores);  // wakes a reader that waits for a store
  released_.notify_one();
  reader_.join();
}

bool SourceFeed::ready() const {
  return done_.load(std::memory_order_acquire) || filled_.load(std::memory_order_acquire) >= kStores;
}

FrameFeed::Run SourceFeed::next() {
  const std::uint64_t current = released_.load(std::memory_order_relaxed);
  if (holding_) {
    holding_ = false;
    released_.store(current + 1, std::memory_order_release);
    released_.notify_one();
    return next();
  }
  const bool done = done_.load(std::memory_order_acquire);
  if (filled_.load(std::memory_order_acquire) == current) {
    starving_.store(true, std::memory_order_relaxed);
    return {done ? State::end : State::not_yet, {}};
  }
  holding_ = true;
  return {State::frames, stores_[current % kStores].frames};
}

bool SourceFeed::wait_for_store() {
  const std::uint64_t filled = filled_.load(std::memory_order_relaxed);
  for (std::uint64_t released = released_.load(); filled - released >= kStores; released = released_.load()) {
    if (stop_.load()) return false;
    released_.wait(released);
  }
  Store& store = stores_[filled % kStores];
  store.octets.reserve(store_size_);
  store.frames.reserve(store_size_ / kOctetsPerFrame);
  store.octets.clear();
  store.frames.clear();
  return !stop_.load();
}

void SourceFeed::publish() {
  starving_.store(false, std::memory_order_relaxed);
  filled_.fetch_add(1, std::memory_order_release);
}

void SourceFeed::put(const io::Packet& packet) {
  if (packet.original_length > packet.octets.size()) {
    cut_.fetch_add(1, std::memory_order_relaxed);
    return;
  }
  Store& store = stores_[filled_.load(std::memory_order_relaxed) % kStores];
  const std::size_t at = store.octets.size();
  if (store.frames.empty())
    store.octets.reserve(packet.octets.size());  // one larger than a store has its own
  store.octets.insert(store.octets.end(), packet.octets.begin(), packet.octets.end());
  store.frames.push_back({.octets = Octets{store.octets}.subspan(at), .at = packet.stamp});
}

void SourceFeed::read() {
  bool going = wait_for_store();
  while (going) {
    const auto batch = source_.next();
    if (!batch) failure_ = batch.error();
    if (batch && batch->packets.empty()) std::this_thread::yield();  // a live source, nothing arrived
    for (const io::Packet& packet : batch ? batch->packets : std::span<const io::Packet>{}) {
      const Store& store = stores_[filled_.load(std::memory_order_relaxed) % kStores];
      const bool full = store.octets.size() + packet.octets.size() > store.octets.capacity() ||
                        store.frames.size() == store.frames.capacity();
      if (full && !store.frames.empty()) {
        publish();
        if (!(going = wait_for_store())) break;
      }
      put(packet);
    }
    const bool end = !batch || batch->end;
    const bool some = !stores_[filled_.load(std::memory_order_relaxed) % kStores].frames.empty();
    if (going && some && (end || starving_.load(std::memory_order_relaxed))) {
      publish();
      if (!end) going = wait_for_store();
    }
    going = going && !end && !stop_.load(std::memory_order_relaxed);
  }
  done_.store(true, std::memory_order_release);
}

}  // namespace plumbline::lab

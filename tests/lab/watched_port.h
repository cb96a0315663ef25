// A port that stands in for a device: on a virtual clock, with all that a device may do.
#pragma once

#include <algorithm>
#include <deque>
#include <optional>
#include <utility>
#include <vector>

#include "io/port.h"
#include "lab/clock.h"

namespace plumbline::lab {

using io::OutFrame;
using io::Packet;

inline CaptureTime at(std::int64_t ns) { return CaptureTime{Nanos{ns}}; }

/// Notes what is sent and when; what `answer_after` is set comes back so much later.
class WatchedPort final : public io::Port {
 public:
  explicit WatchedPort(VirtualClock& clock) : clock_{clock} {}

  std::size_t send(std::span<const OutFrame> frames) override {
    const CaptureTime now = clock_.now();
    const bool shut =
        std::ranges::any_of(closed, [&](const auto& c) { return c.first <= now && now < c.second; });
    const std::size_t taken = shut ? 0 : std::min(frames.size(), room);
    for (const OutFrame& frame : frames.first(taken)) {
      if (frame.octets.size() > 1000) {
        ++counters_.too_long;
        continue;
      }
      sent.push_back({now, frame.octets.empty() ? 0u : frame.octets[0]});
      ++counters_.sent;
      if (!answer_after) continue;
      arrive(now + *answer_after, frame.octets);
      answers_at.push_back(coming_.back().at);
      *answer_after += answer_spread;
    }
    clock_.advance(send_takes);
    largest_burst = std::max(largest_burst, taken);
    counters_.refused += frames.size() - taken;
    return taken;
  }

  /// A frame comes from the other side; in the order of instants.
  void arrive(CaptureTime at, Octets octets) { coming_.push_back({at, {octets.begin(), octets.end()}}); }

  std::span<const Packet> receive() override {
    if (std::exchange(settled_, false)) held_.clear();
    packets_.clear();
    while (!coming_.empty() && coming_.front().at <= clock_.now() && held_.size() < lends()) {
      held_.push_back(std::move(coming_.front().octets));
      packets_.push_back({.number = ++counters_.received,
                          .stamp = stamps ? coming_.front().at : io::kNoStamp,
                          .octets = held_.back()});
      coming_.pop_front();
    }
    clock_.advance(receive_takes);
    return packets_;
  }
  io::OwnLoss settle() override {
    settled_ = true;
    ++settled;
    const std::uint64_t passed = counters_.too_long;
    const auto lost = static_cast<std::size_t>(
        std::ranges::count_if(loses_at, [&](CaptureTime t) { return t <= clock_.now(); }));
    return {.receiving = lost != std::exchange(lost_seen_, lost),
            .sending = passed != std::exchange(passed_seen_, passed)};
  }
  std::size_t lends() const override { return 16; }

  io::PortCounters counters() override { return counters_; }
  std::size_t longest_frame() const override { return 1000; }
  Result<void, Error> close() override { return {}; }

  struct Sent {
    CaptureTime when;
    unsigned first_octet;
    bool operator==(const Sent&) const = default;
  };
  std::vector<Sent> sent;
  std::size_t room = 1000;  ///< frames taken a call
  std::size_t largest_burst = 0;
  std::vector<std::pair<CaptureTime, CaptureTime>> closed;  ///< from, until
  Nanos receive_takes{0};
  Nanos answer_spread{0};               ///< each answer takes so much longer than the one before
  std::vector<CaptureTime> answers_at;  ///< when they really arrive
  std::optional<Nanos> answer_after;
  bool stamps = false;  ///< what is received has the instant at which it arrived
  Nanos send_takes{0};
  unsigned settled = 0;
  std::vector<CaptureTime> loses_at;  ///< when packets are lost on our side

 private:
  VirtualClock& clock_;
  io::PortCounters counters_;
  struct Coming {
    CaptureTime at;
    std::vector<std::uint8_t> octets;
  };
  std::deque<Coming> coming_;
  std::deque<std::vector<std::uint8_t>> held_;
  bool settled_ = false;
  std::size_t lost_seen_ = 0;
  std::uint64_t passed_seen_ = 0;
  std::vector<Packet> packets_;
};

inline const std::vector<std::uint8_t>& octets_of(unsigned n) {
  static const auto all = [] {
    std::vector<std::vector<std::uint8_t>> list;
    for (unsigned i = 0; i < 256; ++i) list.emplace_back(60, static_cast<std::uint8_t>(i));
    return list;
  }();
  return all[n % 256];
}

}  // namespace plumbline::lab

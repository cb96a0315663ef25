// One run of a case, whatever it runs on: how long it takes, who listens, what becomes of it.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string_view>

#include "base/result.h"
#include "check/checker.h"
#include "io/packet.h"
#include "suite/tester.h"
#include "suite/verdict.h"

namespace plumbline::suite {

/// Takes everything that passes at the tester's end in a run, in the order of stamps; borrowed for the call.
using Tape = std::function<void(std::span<const io::Packet>)>;
/// A tape for each part of a case, by its name; may give an empty one.
using MakeTape = std::function<Tape(std::string_view part)>;

/// Behind the last answer.
inline constexpr Nanos kDrain{15'000'000};

/// What the tester sends in part `i`.
Stimulus stimulus_of(const Case& test, const Setup& setup, std::size_t i);
/// The link by which a run is judged: what `stimulus` adds to the way lies between tap and unit too.
profile::Link link_of(const Setup& setup, const Stimulus& stimulus);
/// How long before the first radio frame the first frame of the tester may leave.
Nanos lead_of(const Setup& setup, const Stimulus& stimulus);
/// How long traffic, extras and listening take from the first radio frame on.
Nanos air_of(const Stimulus& stimulus);

/// From the first frame of the tester to the end of the run.
Nanos run_of(const Setup& setup, const Stimulus& stimulus);

/// The longest way that all windows of a link leave open, at most the 160 us of IOT v12.00 2.2.4.4.
std::int64_t longest_way_ns(const profile::Link& link);

/// Of the windows that an O-DU or an O-RU of ours sends in.
struct Widths {
  std::int64_t narrowest_ns = INT64_MAX;  ///< window
  std::int64_t slack_ns = INT64_MAX;      ///< between the last frame of a burst and the end of its window
};
Widths widths_of(const profile::Link& link, bool o_du);
/// The least slack of both.
Nanos slack_of(const profile::Link& link);

/// Radio frames that begin in [start, start + count * 10 ms).
struct FrameSpan {
  GpsTime start{};
  std::uint32_t count = 0;
};

/// Hears everything that passes: the check, the look at messages, the tape.
class Hearing {
 public:
  /// Borrows `test` and `setup`. `only`: around begin and end C- and U-plane of other radio frames goes to
  /// the tape only. A unit that was there before and goes on afterwards would be judged by messages whose
  /// other half nobody heard.
  Hearing(const Case& test, const Setup& setup, const Stimulus& stimulus, unsigned workers, Tape tape,
          std::optional<FrameSpan> only = {});
  void feed(std::span<const io::Packet> packets);
  /// To be called once.
  Observed finish(const Tester& tester);
  /// Frames of eCPRI, or of Ethernet loopback, whose source is the MAC address of the unit under test.
  std::uint64_t of_unit() const { return of_unit_; }

 private:
  bool is_beyond(const io::Packet& packet) const;
  bool is_of_unit(const io::Packet& packet) const;
  void listen(std::span<const io::Packet> packets);

  profile::Link link_;
  bool observes_;
  profile::MacAddress unit_{};
  std::uint64_t of_unit_ = 0;
  std::optional<FrameSpan> only_;
  std::vector<io::Packet> within_;
  Tape tape_;
  Observed observed_;
  Observer observer_;
  check::Checker checker_;
};

/// Runs one part; an error is one of our side.
using RunPart =
    std::function<Result<void, Error>(std::size_t i, std::string_view name, record::CasePart& part)>;
/// All parts of a case that apply, and the verdict.
void run_parts(const Case& test, const Setup& setup, const RunPart& run, record::CaseResult& result);

}  // namespace plumbline::suite

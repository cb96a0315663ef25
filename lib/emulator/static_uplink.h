// PRACH and SRS of an O-RU that no C-plane asks for (CUS v17.01 8.2.2).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "emulator/timetable.h"

namespace plumbline::emulator {

/// From the first radio frame on that begins after it is asked for frames, without end.
class StaticUplink {
 public:
  /// `link` as seen at the O-RU. Nothing: it has no such channel, or it is not offered. Errors: as
  /// Traffic::make().
  static Result<std::unique_ptr<StaticUplink>, Error> make(const profile::Link& link, const Options& options);

  /// Adds the frames that leave before this to `batch`, which stays in the order of instants; octets are
  /// valid until the next call.
  void release(std::int64_t before_ns, std::vector<TimedFrame>& batch);
  /// Messages whose last frame was added by the last call.
  std::uint64_t sent() const { return sent_; }

  /// For make().
  StaticUplink(Plan plan, profile::Link link, const Options& options)
      : link_{std::move(link)}, options_{options}, plan_{std::move(plan)} {}

 private:
  void begin(std::int64_t after_ns);

  profile::Link link_;
  Options options_;
  std::optional<Plan> plan_;  ///< until it begins
  std::unique_ptr<Timetable> timetable_;
  std::uint64_t sent_ = 0;
};

}  // namespace plumbline::emulator

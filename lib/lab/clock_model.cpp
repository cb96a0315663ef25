#include "lab/clock_model.h"

namespace plumbline::lab {

Nanos ClockModel::gained(Nanos since) const {
  if (drift_ppb_ == 0) return {};
  constexpr std::int64_t kSecond = 1'000'000'000;
  std::int64_t seconds = since.count() / kSecond, rest = since.count() % kSecond;
  if (rest < 0) --seconds, rest += kSecond;
  const std::int64_t part = rest * drift_ppb_;
  std::int64_t whole = part / kSecond;
  if (part % kSecond < 0) --whole;
  return Nanos{seconds * drift_ppb_ + whole};
}

CaptureTime ClockModel::lab_time(CaptureTime when) const {
  // Each step leaves of the error at most a tenth: what the clock gains while that error passes.
  CaptureTime lab = when - offset_;
  for (Nanos off = when - shown(lab); off.count() > 1 || off.count() < -1; off = when - shown(lab))
    lab += off;
  while (shown(lab) >= when) lab -= Nanos{1};
  while (shown(lab) < when) lab += Nanos{1};
  return lab;
}

}  // namespace plumbline::lab

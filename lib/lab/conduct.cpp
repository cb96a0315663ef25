#include "lab/conduct.h"

#include <algorithm>

namespace plumbline::lab {

Conduct& Conduct::operator+=(const Conduct& later) {
  ended = later.ended;
  if (later.failure) failure = later.failure;
  sent += later.sent;
  too_long += later.too_long;
  refused_retries += later.refused_retries;
  cut += later.cut;
  unstamped += later.unstamped;
  backward += later.backward;
  starved += later.starved;
  received += later.received;
  receive_lost += later.receive_lost;
  stamp_error += later.stamp_error;
  lateness += later.lateness;
  last_lateness = later.last_lateness;
  widest_gap = std::max(widest_gap, later.widest_gap);
  duration += later.duration;
  return *this;
}

}  // namespace plumbline::lab

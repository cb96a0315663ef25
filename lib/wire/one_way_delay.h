// One-way delay measurement, eCPRI message type 5.
#pragma once

#include <cstdint>

#include "wire/view.h"

namespace plumbline::wire {

/// Body of message type 5, 20 octets and dummy octets. Source: CUS v17.01 4.4.4.4; eCPRI 2.0 3.2.4.6.
///
///   0 | MeasurementID |  1 | ActionType |  2 | TimeStamp: seconds (48), nanoseconds (32) |
///   12 | CompensationValue (64, signed, nanoseconds x 2^16) |  20 | dummy octets |
struct OneWayDelay {
  std::uint8_t measurement_id = 0;
  std::uint8_t action_type = 0;  ///< 0 request .. 5 follow-up; 6..255 reserved
  std::uint64_t seconds = 0;     ///< 48 bits
  std::uint32_t nanoseconds = 0;
  std::int64_t compensation = 0;  ///< ns x 2^16
  std::uint32_t dummy_octets = 0;
  friend bool operator==(const OneWayDelay&, const OneWayDelay&) = default;
};

/// Errors: truncated, cut.
DecodeError decode_one_way_delay(const View& body, OneWayDelay& message);
/// Writes the 20 octets and `dummy_octets` zeros.
void encode(Writer& out, const OneWayDelay& message);

}  // namespace plumbline::wire

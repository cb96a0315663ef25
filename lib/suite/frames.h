// Frames that a tester sends besides its traffic, and what is in those that came.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "suite/case.h"
#include "wire/one_way_delay.h"

namespace plumbline::suite {

/// A whole frame from the tester to the unit under test: addresses and VLAN of the link, `body`, padding.
std::vector<std::uint8_t> frame_of(const Setup& setup, std::uint16_t ether_type,
                                   const std::vector<std::uint8_t>& body);

/// The octets behind the EtherType of a frame that has this one; nothing for others.
std::optional<std::vector<std::uint8_t>> body_of(const SeenOther& seen, std::uint16_t ether_type);

/// An eCPRI PDU of message type 5. `stamp` is by the link's time base; absent: all zeros (CUS v17.01 4.4.4).
std::vector<std::uint8_t> one_way_delay_body(const profile::TimeBase& time, std::uint8_t id,
                                             std::uint8_t action, std::optional<CaptureTime> stamp);
/// The measurement in a frame, if it is one.
std::optional<wire::OneWayDelay> one_way_delay_of(const SeenOther& seen);
/// Its TimeStamp, in nanoseconds of PTP time.
std::int64_t ptp_ns(const wire::OneWayDelay& message);
/// PTP time of an instant of the link's time base.
std::int64_t ptp_ns(const profile::TimeBase& time, CaptureTime at);

}  // namespace plumbline::suite

// Frames that a tester sends besides its traffic, and what is in those that came.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "suite/case.h"
#include "wire/cplane.h"
#include "wire/one_way_delay.h"

namespace plumbline::suite {

/// A whole frame from the tester to the unit under test: addresses and VLAN of the link, `body`, padding.
std::vector<std::uint8_t> frame_of(const Setup& setup, std::uint16_t ether_type,
                                   const std::vector<std::uint8_t>& body);

/// The octets behind the EtherType of a frame that has this one; nothing for others.
std::optional<std::vector<std::uint8_t>> body_of(const SeenOther& seen, std::uint16_t ether_type);

/// A C-plane message that has no sections as SeenCplane has them: section types 4, 7, 8, ...
struct Control {
  wire::CplaneHeader header;         ///< its first six octets; what is behind them is 0
  std::vector<std::uint8_t> octets;  ///< from the application header to the end of the message
};
/// The first C-plane message of a frame, if it has one that can be read so far.
std::optional<Control> control_of(const SeenOther& seen);
/// What a message of section type 8 says.
struct Feedback {
  wire::CplaneHeader header;
  bool ready = false;
  std::vector<std::uint16_t> acks, nacks;
};
/// Nothing where it cannot be read.
std::optional<Feedback> feedback_of(const Control& control);
/// An eCPRI PDU with a C-plane message of `eaxc`, whose application layer is `octets`.
std::vector<std::uint8_t> control_body(radio::Eaxc eaxc, const std::vector<std::uint8_t>& octets,
                                       std::uint8_t sequence = 0);

/// An eCPRI PDU of message type 5. `stamp` is by the link's time base; absent: all zeros (CUS v17.01 4.4.4).
std::vector<std::uint8_t> one_way_delay_body(const profile::TimeBase& time, std::uint8_t id,
                                             std::uint8_t action, std::optional<CaptureTime> stamp);
/// The measurement in a frame, if it is one.
std::optional<wire::OneWayDelay> one_way_delay_of(const SeenOther& seen);
/// What a measurement may say of the way between tester and unit: the way that the link's tap states, or
/// where it states none that of any fronthaul (up to 1 ms), give or take the error of stamps and our
/// lateness.
struct DelayRange {
  std::int64_t least_ns = 0, most_ns = 0;
};
DelayRange delay_range(const Setup& setup, const Observed& observed);
/// Its TimeStamp, in nanoseconds of PTP time.
std::int64_t ptp_ns(const wire::OneWayDelay& message);
/// PTP time of an instant of the link's time base.
std::int64_t ptp_ns(const profile::TimeBase& time, CaptureTime at);

}  // namespace plumbline::suite

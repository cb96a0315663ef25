// What values of PTP, ESMC and eCPRI messages mean. Source: IEEE 1588-2019 7.6.2, 13.3.2, 14.1, 15.4.1; ITU-T
// G.8275.1 6.4; ITU-T G.781 5.5.1; eCPRI 2.0 3.2.4.
#pragma once

#include <cstdint>
#include <string_view>

#include "text/pen.h"

namespace plumbline::text {

/// "Sync", "Announce" ..., "type 4 (reserved)".
void put_ptp_type(Pen& out, std::int64_t type);
/// "QL-PRC (option I)", "QL-SSU-A (option I) or QL-TNC (option II)", "SSM 3 (reserved)": the networks of the
/// two options use codes with different meanings, and no octet says which option it is.
void put_quality_level(Pen& out, std::int64_t ssm_code);
/// "QL-PRTC" ..., or nothing when the code says nothing beyond the SSM code (0xFF) or is reserved.
std::string_view enhanced_quality_level(std::int64_t enhanced_ssm_code);
/// "fault indication" ...
std::string_view event_type_name(std::int64_t type);
/// "user plane hardware fault" ..., "vendor specific", "reserved fault", "reserved notification".
std::string_view fault_name(std::int64_t code);

namespace meanings {
/// Names of the flags that are set.
void flag_field(Pen& out, std::int64_t value);
/// In nanoseconds.
void correction(Pen& out, std::int64_t value);
/// As an interval.
void log_interval(Pen& out, std::int64_t value);
/// By its name.
void clock_class(Pen& out, std::int64_t value);
/// As a time.
void clock_accuracy(Pen& out, std::int64_t value);
/// By its name.
void time_source(Pen& out, std::int64_t value);
/// By its name.
void tlv_type(Pen& out, std::int64_t value);
/// By its name.
void enhanced_ssm(Pen& out, std::int64_t value);
/// event_type_name().
void event_type(Pen& out, std::int64_t value);
/// fault_name().
void fault_code(Pen& out, std::int64_t value);
}  // namespace meanings

}  // namespace plumbline::text

// Values of a record as words and figures, the same in every form of report.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "record/record.pb.h"
#include "report/rule_text.h"

namespace plumbline::report {

/// "1,904".
std::string grouped(std::uint64_t number);
/// "1 rule", "2 rules"; `many` where an s is not enough.
std::string counted(std::uint64_t number, std::string_view one, std::string_view many = {});
/// Nanoseconds as "-48.900" (µs, three digits, exact).
std::string micros(std::int64_t ns);
/// Nanoseconds with their unit: "123 ns", from 1000 ns on "48.900 µs".
std::string duration(std::int64_t ns);
/// Nanoseconds as seconds with `digits` (0..9) after the point, cut, not rounded: "0.004812".
std::string seconds(std::int64_t ns, unsigned digits);
/// last - first, at most INT64_MAX, 0 when last is before first.
std::int64_t span_ns(std::int64_t first, std::int64_t last);
/// "99.811 %", cut, not rounded: 100.000 % means all. whole > 0.
std::string percent(std::uint64_t part, std::uint64_t whole);
/// "02:00:00:00:00:01".
std::string mac(std::string_view octets);
/// "0x0004".
std::string hex(std::uint64_t value);
/// "02:…:01 → 02:…:02  VLAN 6", "untagged", "over UDP".
std::string flow(const record::Flow& flow);
/// A udCompHdr octet: "bfp 9". Source: CUS v17.01 8.3.3.13.
std::string ud_comp_hdr(std::uint32_t octet);

std::string_view name_of(record::Verdict verdict);      ///< "not applicable", "pass", ...
std::string_view name_of(record::Level level);          ///< "must", "should", "advice"
std::string_view name_of(record::Plane plane);          ///< "C", "U", "other"
std::string_view name_of(record::Direction direction);  ///< "UL", "DL"
std::string_view name_of(record::Channel channel);      ///< "PDSCH", ...; unknown: "-"

/// `value` with its unit: "14 symbols", "48.900 µs", "0x0004", "bfp 9".
std::string value(record::Unit unit, std::int64_t value);
/// What was expected: a value, a range, or "1 message or more".
std::string expected(record::Unit unit, std::int64_t low, std::int64_t high);
/// What was expected: a value, or a range "390.000…420.000 µs" when expected_to is above expected.
std::string expected(const record::Finding& finding);

/// How the stamps of a record are shown: seconds since the first one, as many digits as the capture has.
struct StampFormat {
  bool has_stamps = false;
  std::int64_t first_ns = 0;
  unsigned digits = 9;
};
StampFormat stamp_format(const record::Record& record);

/// Where: "packet 312  0.004812 s  eAxC 0x0004 C UL  37.4.1.0  section 12, PRB 0–272".
std::string place(const record::Finding& finding, const StampFormat& stamps);
/// What: "gap: expected 5, observed 7 · octet 22 · CUS v17.01 5.1.3.2.8".
std::string evidence(const record::Finding& finding, const RuleText& text, const FindDetail& detail);

}  // namespace plumbline::report

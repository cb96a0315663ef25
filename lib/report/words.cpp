#include "report/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>

namespace plumbline::report {
namespace {

/// |value| without the overflow of the least one.
std::uint64_t magnitude(std::int64_t value) {
  return value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
}

/// Word of an enumeration; values it does not have (records of other versions) get `fallback`.
template <std::size_t N>
std::string_view word(const std::array<std::string_view, N>& words, int index, std::string_view fallback) {
  return index >= 0 && index < static_cast<int>(N) ? words[static_cast<std::size_t>(index)] : fallback;
}

/// The noun after a number; empty for units that are part of the number.
std::string_view noun(record::Unit unit, bool one) {
  switch (unit) {
    case record::UNIT_OCTETS:
      return one ? " octet" : " octets";
    case record::UNIT_PRBS:
      return one ? " PRB" : " PRBs";
    case record::UNIT_SYMBOLS:
      return one ? " symbol" : " symbols";
    case record::UNIT_FRAMES:
      return one ? " frame" : " frames";
    case record::UNIT_SECTIONS:
      return one ? " section" : " sections";
    case record::UNIT_TS:
      return " Ts";
    case record::UNIT_HALF_SUBCARRIERS:
      return one ? " half subcarrier" : " half subcarriers";
    case record::UNIT_BITS:
      return one ? " bit" : " bits";
    case record::UNIT_PRB_SYMBOLS:
      return one ? " PRB in one symbol" : " PRBs summed over symbols";
    case record::UNIT_WORDS:
      return one ? " word of 32 bits" : " words of 32 bits";
    case record::UNIT_MESSAGES:
      return one ? " message" : " messages";
    default:
      return "";
  }
}

}  // namespace

std::string grouped(std::uint64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t i = text.size(); i > 3; i -= 3) text.insert(i - 3, ",");
  return text;
}

std::string counted(std::uint64_t number, std::string_view one, std::string_view many) {
  if (number == 1) return fmt::format("1 {}", one);
  return many.empty() ? fmt::format("{} {}s", grouped(number), one)
                      : fmt::format("{} {}", grouped(number), many);
}

std::string micros(std::int64_t ns) {
  const std::uint64_t all = magnitude(ns);
  return fmt::format("{}{}.{:03}", ns < 0 ? "-" : "", all / 1000, all % 1000);
}

std::string duration(std::int64_t ns) {
  return magnitude(ns) < 1000 ? fmt::format("{} ns", ns) : micros(ns) + " µs";
}

std::string seconds(std::int64_t ns, unsigned digits) {
  const std::uint64_t all = magnitude(ns);
  std::string text = fmt::format("{}{}", ns < 0 ? "-" : "", all / 1'000'000'000);
  if (digits == 0) return text;
  return text + "." + fmt::format("{:09}", all % 1'000'000'000).substr(0, digits);
}

std::int64_t span_ns(std::int64_t first, std::int64_t last) {
  if (last <= first) return 0;
  const std::uint64_t span = static_cast<std::uint64_t>(last) - static_cast<std::uint64_t>(first);
  constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
  return static_cast<std::int64_t>(std::min(span, static_cast<std::uint64_t>(kMost)));
}

std::string percent(std::uint64_t part, std::uint64_t whole) {
  // 64 bits of mantissa: exact for every count below 1.8e14, and never above the true value by rounding up.
  const long double share = static_cast<long double>(part) * 100'000 / static_cast<long double>(whole);
  const auto cut = static_cast<std::uint64_t>(share);
  return fmt::format("{}.{:03} %", cut / 1000, cut % 1000);
}

std::string mac(std::string_view octets) {
  std::string text;
  for (const char octet : octets)
    text += fmt::format("{}{:02x}", text.empty() ? "" : ":", static_cast<unsigned char>(octet));
  return text;
}

std::string hex(std::uint64_t value) { return fmt::format("0x{:04x}", value); }

std::string flow(const record::Flow& flow) {
  const std::string vlan = flow.vlan() >= 4096 ? "untagged" : fmt::format("VLAN {}", flow.vlan());
  return fmt::format("{} → {}  {}{}", mac(flow.source()), mac(flow.destination()), vlan,
                     flow.ip() != 0 ? fmt::format("  over UDP ({:016x})", flow.ip()) : "");
}

std::string ud_comp_hdr(std::uint32_t octet) {
  constexpr std::array<std::string_view, 9> kMethods{"none",
                                                     "bfp",
                                                     "block_scaling",
                                                     "mu_law",
                                                     "modulation",
                                                     "bfp_selective",
                                                     "modulation_selective",
                                                     "bfp_selective_masks",
                                                     "modulation_selective_masks"};
  const std::uint32_t width = octet >> 4 & 15u;
  const std::uint32_t method = octet & 15u;
  const std::string reserved = fmt::format("method {}", method);
  return fmt::format("{} {}", word(kMethods, static_cast<int>(method), reserved), width == 0 ? 16 : width);
}

std::string_view name_of(record::Verdict verdict) {
  return word<5>({"not applicable", "pass", "inconclusive", "fail", "error"}, verdict, "error");
}
std::string_view name_of(record::Level level) {
  return word<3>({"must", "should", "advice"}, level, "advice");
}
std::string_view name_of(record::Plane plane) { return word<3>({"U", "C", "other"}, plane, "other"); }
std::string_view name_of(record::Direction direction) { return word<2>({"UL", "DL"}, direction, "?"); }
std::string_view name_of(record::Channel channel) {
  return word<5>({"-", "PDSCH", "PUSCH", "PRACH", "SRS"}, channel, "-");
}

namespace {

/// What is counted is grouped; fields stand as they are written (a sectionId, a frequencyOffset).
std::string amount(record::Unit unit, std::int64_t value) {
  if (noun(unit, false).empty() || unit == record::UNIT_TS || unit == record::UNIT_HALF_SUBCARRIERS)
    return std::to_string(value);
  return (value < 0 ? "-" : "") + grouped(magnitude(value));
}

}  // namespace

std::string value(record::Unit unit, std::int64_t value) {
  switch (unit) {
    case record::UNIT_NANOSECONDS:
      return duration(value);
    case record::UNIT_HEX:
      return hex(static_cast<std::uint64_t>(value));
    case record::UNIT_UD_COMP_HDR:
      return ud_comp_hdr(static_cast<std::uint32_t>(value & 255));
    default:
      return amount(unit, value) + std::string{noun(unit, value == 1)};
  }
}

std::string expected(record::Unit unit, std::int64_t low, std::int64_t high) {
  if (high <= low) return value(unit, low);
  // An end that nothing can reach is no end.
  if (high == std::numeric_limits<std::int64_t>::max()) return fmt::format("{} or more", value(unit, low));
  switch (unit) {
    case record::UNIT_NANOSECONDS:
      if (std::max(magnitude(low), magnitude(high)) < 1000) return fmt::format("{}…{} ns", low, high);
      return fmt::format("{}…{} µs", micros(low), micros(high));
    case record::UNIT_HEX:
    case record::UNIT_UD_COMP_HDR:
      return fmt::format("{}…{}", value(unit, low), value(unit, high));
    default:
      return fmt::format("{}…{}{}", amount(unit, low), amount(unit, high), noun(unit, false));
  }
}

std::string expected(const record::Finding& finding) {
  return expected(finding.unit(), finding.expected(), finding.expected_to());
}

StampFormat stamp_format(const record::Record& record) {
  const record::Totals& totals = record.result().totals();
  StampFormat format{totals.packets() > totals.packets_without_stamp(), totals.first_stamp_ns(), 9};
  std::uint64_t finest = 0;
  for (const record::Input& input : record.provenance().inputs())
    for (const record::Interface& interface : input.interfaces())
      if (interface.resolution_ns() > 0)
        finest = finest == 0 ? interface.resolution_ns() : std::min(finest, interface.resolution_ns());
  for (std::uint64_t step = 10; step <= finest && format.digits > 0; step *= 10) --format.digits;
  return format;
}

std::string place(const record::Finding& finding, const StampFormat& stamps) {
  std::string text = fmt::format("packet {}", finding.packet());
  if (finding.first_packet() > 0) text += fmt::format(" (fragments from {} on)", finding.first_packet());
  if (finding.message() > 0) text += fmt::format(" message {}", finding.message() + 1);
  if (finding.has_stamp() && stamps.has_stamps) {
    const bool before = finding.stamp_ns() < stamps.first_ns;
    const std::int64_t span =
        before ? -span_ns(finding.stamp_ns(), stamps.first_ns) : span_ns(stamps.first_ns, finding.stamp_ns());
    text += fmt::format("  {} s", seconds(span, stamps.digits));
  }
  if (finding.has_eaxc())
    text += fmt::format("  eAxC {} {} {}", hex(finding.eaxc()), name_of(finding.plane()),
                        name_of(finding.direction()));
  if (finding.has_radio_time())
    text +=
        fmt::format("  {}.{}.{}.{}", finding.frame(), finding.subframe(), finding.slot(), finding.symbol());
  if (finding.has_section()) {
    text += fmt::format("  section {}", finding.section_id());
    const std::uint64_t last = std::uint64_t{finding.prb_first()} + finding.prb_count();
    if (finding.prb_count() == 1) text += fmt::format(", PRB {}", finding.prb_first());
    if (finding.prb_count() > 1) text += fmt::format(", PRB {}–{}", finding.prb_first(), last - 1);
  }
  return text;
}

std::string evidence(const record::Finding& finding, const RuleText& text, const FindDetail& detail) {
  const std::string_view words =
      detail && finding.detail() != 0 ? detail(finding.detail()) : std::string_view{};
  std::string line;
  if (!words.empty()) line += fmt::format("{}: ", words);
  if (!text.measures.empty()) line += fmt::format("{}: ", text.measures);
  if (!finding.observed_only())
    line +=
        fmt::format("expected {}, observed {}", expected(finding), value(finding.unit(), finding.observed()));
  else if (finding.observed() != 0 || !text.measures.empty())
    line += fmt::format("observed {}", value(finding.unit(), finding.observed()));
  else
    line += finding.verdict() == record::VERDICT_FAIL ? "the message ends here" : "cut by the capture";
  if (finding.verdict() == record::VERDICT_INCONCLUSIVE) line += " (inconclusive)";
  if (finding.octet() != 0) line += fmt::format(" · octet {}", finding.octet());
  if (!text.clause.empty()) line += fmt::format(" · {}", text.clause);
  return line;
}

}  // namespace plumbline::report

#include "text/sync_words.h"

#include <array>
#include <span>

namespace plumbline::text {
namespace {

/// What one value, or a run of values up to `last`, is called.
struct Word {
  std::int64_t first, last;
  std::string_view text;
};

std::string_view find(std::span<const Word> words, std::int64_t value, std::string_view otherwise = {}) {
  for (const Word& word : words)
    if (value >= word.first && value <= word.last) return word.text;
  return otherwise;
}

}  // namespace

void put_ptp_type(Pen& out, std::int64_t type) {
  static constexpr std::array<std::string_view, 14> kNames = {
      "Sync", "Delay_Req", "Pdelay_Req", "Pdelay_Resp",           "",         "",          "",
      "",     "Follow_Up", "Delay_Resp", "Pdelay_Resp_Follow_Up", "Announce", "Signaling", "Management"};
  const auto index = static_cast<std::size_t>(type & 15);
  if (index < kNames.size() && !kNames[index].empty()) return out.put(kNames[index]);
  out.put("type ");
  out.number(index);
  out.put(" (reserved)");
}

void put_quality_level(Pen& out, std::int64_t ssm_code) {
  static constexpr std::array<std::string_view, 16> kOption1 = {
      "", "", "PRC", "", "SSU-A", "", "", "", "SSU-B", "", "", "EEC1", "", "", "", "DNU"};
  static constexpr std::array<std::string_view, 16> kOption2 = {
      "STU", "PRS", "", "", "TNC", "", "", "ST2", "", "", "EEC2", "", "SMC", "ST3E", "PROV", "DUS"};
  const auto index = static_cast<std::size_t>(ssm_code & 15);
  const std::string_view one = kOption1[index], two = kOption2[index];
  if (one.empty() && two.empty()) {
    out.put("SSM ");
    out.number(index);
    return out.put(" (reserved)");
  }
  const auto level = [&](std::string_view name, std::string_view option) {
    out.put("QL-");
    out.put(name);
    out.put(option);
  };
  if (!one.empty()) level(one, " (option I)");
  if (!one.empty() && !two.empty()) out.put(" or ");
  if (!two.empty()) level(two, " (option II)");
}

std::string_view enhanced_quality_level(std::int64_t enhanced_ssm_code) {
  static constexpr Word kWords[] = {
      {0x20, 0x20, "QL-PRTC"}, {0x21, 0x21, "QL-ePRTC"}, {0x22, 0x22, "QL-eEEC"}, {0x23, 0x23, "QL-ePRC"}};
  return find(kWords, enhanced_ssm_code);
}

std::string_view event_type_name(std::int64_t type) {
  static constexpr Word kWords[] = {{0, 0, "fault indication"},
                                    {1, 1, "fault acknowledge"},
                                    {2, 2, "notification"},
                                    {3, 3, "synchronization request"},
                                    {4, 4, "synchronization acknowledge"},
                                    {5, 5, "synchronization end"}};
  return find(kWords, type, "reserved");
}

std::string_view fault_name(std::int64_t code) {
  static constexpr Word kWords[] = {{0, 0, "user plane hardware fault"},
                                    {1, 1, "user plane software fault"},
                                    {2, 0x3FF, "reserved fault"},
                                    {0x400, 0x400, "unknown message type received"},
                                    {0x401, 0x401, "user plane buffer underflow"},
                                    {0x402, 0x402, "user plane buffer overflow"},
                                    {0x403, 0x403, "user plane data too early"},
                                    {0x404, 0x404, "user plane data too late"},
                                    {0x405, 0x7FF, "reserved notification"}};
  return find(kWords, code, "vendor specific");
}

namespace meanings {

void flag_field(Pen& out, std::int64_t value) {
  static constexpr std::array<std::string_view, 16> kBits = {"leap61",
                                                             "leap59",
                                                             "currentUtcOffsetValid",
                                                             "ptpTimescale",
                                                             "timeTraceable",
                                                             "frequencyTraceable",
                                                             "synchronizationUncertain",
                                                             "",
                                                             "alternateMaster",
                                                             "twoStep",
                                                             "unicast",
                                                             "",
                                                             "",
                                                             "profileSpecific1",
                                                             "profileSpecific2",
                                                             ""};
  bool first = true;
  for (std::size_t bit = 0; bit < kBits.size(); ++bit) {
    if ((value >> bit & 1) == 0) continue;
    if (!first) out.put(", ");
    first = false;
    out.put(kBits[bit].empty() ? "reserved" : kBits[bit]);
  }
}

void correction(Pen& out, std::int64_t value) {
  // 2^-16 ns; to a thousandth of a nanosecond, rounded towards zero.
  const std::uint64_t size =
      value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
  if (value < 0) out.put('-');
  out.number(size >> 16);
  out.put('.');
  out.number((size & 0xFFFF) * 1000 >> 16, 3, '0');
  out.put(" ns");
}

void log_interval(Pen& out, std::int64_t value) {
  if (value == 127) return out.put("not told");
  if (value < -30 || value > 30) return;
  out.number(std::uint64_t{1} << (value < 0 ? -value : value));
  out.put(value < 0 ? " a second" : " s");
}

void clock_class(Pen& out, std::int64_t value) {
  static constexpr Word kWords[] = {{6, 6, "locked to a primary reference"},
                                    {7, 7, "holdover within specification"},
                                    {135, 135, "boundary clock, holdover within specification"},
                                    {140, 140, "holdover beyond specification, category 1"},
                                    {150, 150, "holdover beyond specification, category 2"},
                                    {160, 160, "holdover beyond specification, category 3"},
                                    {165, 165, "boundary clock, holdover beyond specification"},
                                    {248, 248, "not synchronized"},
                                    {255, 255, "slave only"}};
  out.put(find(kWords, value));
}

void clock_accuracy(Pen& out, std::int64_t value) {
  static constexpr std::array<std::string_view, 27> kWithin = {
      "1 ps",  "2.5 ps", "10 ps",  "25 ps", "100 ps", "250 ps", "1 ns",  "2.5 ns", "10 ns",
      "25 ns", "100 ns", "250 ns", "1 us",  "2.5 us", "10 us",  "25 us", "100 us", "250 us",
      "1 ms",  "2.5 ms", "10 ms",  "25 ms", "100 ms", "250 ms", "1 s",   "10 s",   "more than 10 s"};
  constexpr std::int64_t kFirst = 0x17;
  if (value >= kFirst && value < kFirst + static_cast<std::int64_t>(kWithin.size()))
    return out.put(kWithin[static_cast<std::size_t>(value - kFirst)]);
  out.put(value == 0xFE ? "unknown" : value >= 0x80 && value <= 0xFD ? "of a profile" : "reserved");
}

void time_source(Pen& out, std::int64_t value) {
  static constexpr Word kWords[] = {
      {0x10, 0x10, "atomic clock"},     {0x20, 0x20, "GNSS"},  {0x30, 0x30, "terrestrial radio"},
      {0x39, 0x39, "serial time code"}, {0x40, 0x40, "PTP"},   {0x50, 0x50, "NTP"},
      {0x60, 0x60, "set by hand"},      {0x90, 0x90, "other"}, {0xA0, 0xA0, "internal oscillator"},
      {0xF0, 0xFE, "of a profile"}};
  out.put(find(kWords, value, "reserved"));
}

void tlv_type(Pen& out, std::int64_t value) {
  static constexpr Word kWords[] = {{1, 1, "MANAGEMENT"},
                                    {2, 2, "MANAGEMENT_ERROR_STATUS"},
                                    {3, 3, "ORGANIZATION_EXTENSION"},
                                    {4, 4, "REQUEST_UNICAST_TRANSMISSION"},
                                    {5, 5, "GRANT_UNICAST_TRANSMISSION"},
                                    {6, 6, "CANCEL_UNICAST_TRANSMISSION"},
                                    {7, 7, "ACKNOWLEDGE_CANCEL_UNICAST_TRANSMISSION"},
                                    {8, 8, "PATH_TRACE"},
                                    {9, 9, "ALTERNATE_TIME_OFFSET_INDICATOR"}};
  out.put(find(kWords, value));
}

void enhanced_ssm(Pen& out, std::int64_t value) {
  if (value == 0xFF) return out.put("as the SSM code says");
  const std::string_view name = enhanced_quality_level(value);
  out.put(name.empty() ? "reserved" : name);
}
void event_type(Pen& out, std::int64_t value) { out.put(event_type_name(value)); }
void fault_code(Pen& out, std::int64_t value) { out.put(fault_name(value)); }

}  // namespace meanings
}  // namespace plumbline::text

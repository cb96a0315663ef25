// What was on the link: arrival against the windows, sequence numbers, streams.
#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "record/merge.h"
#include "report/page.h"

namespace plumbline::report {
namespace {

using record::ArrivalStats;
using record::Stream;

/// How one class of messages is named and shown.
struct ArrivalWords {
  std::string_view name;
  std::string_view counter;  ///< what follows RX_EARLY and its kin. Source: CUS v17.01 9.1
  bool before_air;           ///< sent by the O-DU: shown as time before air, positive
};
ArrivalWords words_of(record::ArrivalClass which) {
  switch (which) {
    case record::ARRIVAL_U_DL:
      return {"DL U-plane", "", true};
    case record::ARRIVAL_C_DL:
      return {"DL C-plane", "_C", true};
    case record::ARRIVAL_C_UL:
      return {"UL C-plane", "_C", true};
    case record::ARRIVAL_U_UL:
      return {"UL U-plane", "", false};
    case record::ARRIVAL_U_PRACH:
      return {"UL PRACH U-plane", "", false};
    default:
      return {"other", "", false};
  }
}

/// -value without the overflow of the least one.
std::int64_t negated(std::int64_t value) { return value == INT64_MIN ? INT64_MAX : -value; }

std::vector<std::string> arrival_row(const ArrivalStats& stats, const ArrivalWords& words) {
  // Time before air is arrival mirrored: the order of the figures turns round with it.
  const auto shown = [&](std::int64_t ns) { return micros(words.before_air ? negated(ns) : ns); };
  const auto at = [&](unsigned per_mille) {
    return shown(record::percentile_ns(stats, words.before_air ? 1000 - per_mille : per_mille));
  };
  std::string window = "no window";
  if (stats.has_window())
    window = words.before_air
                 ? fmt::format("[{} … {}]", shown(stats.window_closes_ns()), shown(stats.window_opens_ns()))
                 : fmt::format("[{} … {}]", shown(stats.window_opens_ns()), shown(stats.window_closes_ns()));
  return {std::string{words.name},
          window,
          stats.has_window() ? percent(std::min(stats.on_time(), stats.count()), stats.count()) : "-",
          at(0),
          at(500),
          at(990),
          at(999),
          at(1000)};
}

void write_arrivals(Page& page) {
  std::vector<std::vector<std::string>> rows{
      {"arrival", "window", "on time", "min", "p50", "p99", "p99.9", "max"}};
  std::vector<std::string> counters{""};
  for (const ArrivalStats& stats : page.record.result().arrivals()) {
    if (stats.count() == 0) continue;
    const ArrivalWords words = words_of(stats.class_());
    rows.push_back(arrival_row(stats, words));
    const bool tell = stats.has_window() && (stats.early() + stats.late() > 0 || page.options.verbose);
    counters.push_back(tell ? fmt::format("    RX_ON_TIME{0} {1}   RX_EARLY{0} {2}   RX_LATE{0} {3}",
                                          words.counter, grouped(stats.on_time()), grouped(stats.early()),
                                          grouped(stats.late()))
                            : std::string{});
  }
  if (rows.size() == 1) return;
  page.gap();
  const auto lines = align(rows, 2);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    page.line(lines[i]);
    if (!counters[i].empty()) page.line(counters[i]);
  }
  page.line(page.paint(
      Ink::faint, "µs; C-plane and DL U-plane: before the symbol is on air; UL U-plane: after symbol start"));
}

void write_sequence(Page& page) {
  std::uint64_t streams = 0, gaps = 0, missing = 0, late = 0, repeats = 0;
  std::vector<std::string> lines;
  for (const Stream& s : page.record.result().streams()) {
    if (s.sequence_gaps() + s.sequence_late() + s.sequence_repeats() == 0) continue;
    ++streams;
    gaps += s.sequence_gaps();
    missing += s.sequence_missing();
    late += s.sequence_late();
    repeats += s.sequence_repeats();
    lines.push_back(fmt::format("  eAxC {} {} {}  {}, {} missing, {} of them late; {}", hex(s.eaxc()),
                                name_of(s.plane()), name_of(s.direction()), counted(s.sequence_gaps(), "gap"),
                                grouped(s.sequence_missing()), grouped(s.sequence_late()),
                                counted(s.sequence_repeats(), "repeat")));
  }
  if (streams == 0) return;
  page.gap();
  page.paragraph(fmt::format("{} on {}: {} missing, {} of them came late; {}", counted(gaps, "gap"),
                             counted(streams, "stream"), counted(missing, "sequence id"), grouped(late),
                             counted(repeats, "repeat")),
                 10, "sequence");
  const std::size_t shown = page.fits(lines.size(), 3);
  for (std::size_t i = 0; i < shown; ++i) page.line(lines[i]);
  page.rest(lines.size(), shown, 2);
}

/// "ST 1, 3  SE 11" of a C-plane stream.
std::string types_of(const Stream& stream) {
  const auto list = [](std::uint64_t bits, std::string_view name, std::string_view beyond) {
    std::string text;
    for (unsigned bit = 0; bit < 63; ++bit)
      if ((bits >> bit & 1) != 0) text += fmt::format("{}{}", text.empty() ? "" : ", ", bit);
    if (bits >> 63 != 0) text += fmt::format("{}{}", text.empty() ? "" : ", ", beyond);
    return text.empty() ? text : fmt::format("{} {}", name, text);
  };
  std::string text = list(stream.section_types(), "ST", "reserved");
  const std::string extensions = list(stream.extensions(), "SE", "above 62");
  if (!extensions.empty()) text += (text.empty() ? "" : " ") + extensions;
  return text.empty() ? "-" : text;
}

std::vector<std::string> stream_row(const Stream& stream, std::int64_t span) {
  std::string headers;
  for (const std::uint32_t header : stream.ud_comp_hdrs())
    headers += (headers.empty() ? "" : ", ") + ud_comp_hdr(header);
  const std::string rate =
      span > 0 ? fmt::format("{:.3f}", static_cast<double>(stream.octets()) * 8e3 / static_cast<double>(span))
               : "-";
  return {"  " + hex(stream.eaxc()),
          fmt::format("{} {}", name_of(stream.plane()), name_of(stream.direction())),
          std::string{name_of(stream.channel())},
          types_of(stream),
          stream.prb_end() > 0 ? fmt::format("{}–{}", stream.prb_first(), stream.prb_end() - 1) : "-",
          headers.empty() ? "-" : headers,
          grouped(stream.messages()),
          rate};
}

void write_streams(Page& page) {
  const record::Totals& totals = page.record.result().totals();
  const auto& streams = page.record.result().streams();
  const std::size_t all = static_cast<std::size_t>(streams.size());
  if (all == 0) return;
  const std::int64_t span = span_ns(totals.first_stamp_ns(), totals.last_stamp_ns());
  const std::size_t shown = page.fits(all, 12);
  std::vector<std::vector<std::string>> rows{
      {"  eAxC", "plane", "channel", "types", "PRBs", "udCompHdr", "messages", "Mbit/s"}};
  for (std::size_t i = 0; i < shown; ++i) rows.push_back(stream_row(streams[static_cast<int>(i)], span));
  const auto lines = align(rows, 6);
  page.gap();
  page.line("seen on the link (Mbit/s: mean over the whole input)");
  page.line(lines.front());
  std::string last;
  for (std::size_t i = 0; i < shown; ++i) {
    const std::string addresses = flow(streams[static_cast<int>(i)].flow());
    if (addresses != last) page.line(" " + addresses);
    last = addresses;
    page.line(lines[i + 1]);
  }
  page.rest(all, shown, 2);
}

}  // namespace

void write_link(Page& page) {
  write_arrivals(page);
  write_sequence(page);
  write_streams(page);
}

}  // namespace plumbline::report

#include "plumbline/iq_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/printable.h"
#include "report/words.h"

namespace plumbline::app {
namespace {

using Cells = std::vector<std::string>;
using report::grouped;

/// Samples whose octets are swapped by mistake are louder by far more; random octets are equally loud.
constexpr double kByteOrderRatio = 10;

std::string db(const std::optional<double>& level) { return level ? fmt::format("{:.1f}", *level) : "-"; }

/// "2…7 (5)": smallest and largest exponent of PRBs that are not zero, and the one of most of them.
std::string exponents(const iq::Levels& levels, const iq::Format& format) {
  if (!iq::has_exponent(format.method)) return "-";
  const auto& all = levels.exponents;
  const auto is_there = [](std::uint64_t n) { return n > 0; };
  const auto first = std::find_if(all.begin(), all.end(), is_there);
  if (first == all.end()) return "-";
  const auto last = std::find_if(all.rbegin(), all.rend(), is_there).base() - 1;
  const auto most = std::max_element(all.begin(), all.end());
  return fmt::format("{}…{} ({})", first - all.begin(), last - all.begin(), most - all.begin());
}

std::string percent(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return "-";
  return fmt::format("{:.1f} %", 100.0 * static_cast<double>(part) / static_cast<double>(whole));
}

/// "64QAM 98 %": what most REs look like, and how many of them.
Cells looks(const Looks& looks) {
  const auto most = looks.most();
  if (!most) return {looks.points() > 0 ? "no constellation" : "-", "-"};
  const iq::Evm& evm = looks.of[*most];
  return {fmt::format("{} {:.0f} %", name_of(iq::kModulations[*most]),
                      100.0 * static_cast<double>(evm.points) / static_cast<double>(looks.points())),
          fmt::format("{:.2f} %", 100.0 * evm.ratio().value_or(0))};
}

Cells cells_of(Cells names, const IqCounts& counts, const IqRow& row) {
  const iq::Levels& levels = counts.levels;
  const iq::LevelsDb level = iq::levels_db(levels, row.like.format, row.like.fs_offset);
  const std::uint64_t occupied = levels.prbs - levels.zero_prbs;
  for (std::string& cell :
       Cells{grouped(counts.symbols), grouped(levels.prbs), grouped(levels.zero_prbs),
             percent(occupied, counts.symbols * row.grid_prbs()), db(level.rms), db(level.peak), db(level.dc),
             exponents(levels, row.like.format), grouped(levels.clipped)})
    names.push_back(std::move(cell));
  for (std::string& cell : looks(counts.looks)) names.push_back(std::move(cell));
  return names;
}

std::string flow_line(const track::FlowKey& key) {
  return fmt::format("{} ↔ {}  {}{}\n", profile::format_mac(track::mac_octets(key.source)),
                     profile::format_mac(track::mac_octets(key.destination)),
                     key.vlan == track::FlowKey::kUntagged ? "untagged" : fmt::format("VLAN {}", key.vlan),
                     key.ip != 0 ? "  over UDP" : "");
}

/// The rows of one address pair.
std::string table_of(const IqReport& report, const std::vector<std::size_t>& rows) {
  std::vector<Cells> cells{{"eAxC", "dir", "channel", "format", "symbols", "PRBs", "zero", "occupied",
                            "RMS dBFS", "peak", "DC", "exponents", "clipped", "looks like", "EVM"}};
  for (const std::size_t number : rows) {
    const IqRow& row = report.meter.rows()[number];
    const IqSection& like = row.like;
    cells.push_back(cells_of({fmt::format("0x{:04x}", like.eaxc.value), std::string{name_of(like.direction)},
                              std::string{profile::name_of(like.kind)}, name_of(like.format)},
                             row.all(), row));
    if (!report.verbose) continue;
    for (std::size_t symbol = 0; symbol < kSymbolIds; ++symbol)
      if (row.by_symbol[symbol].symbols > 0)
        cells.push_back(
            cells_of({fmt::format("  symbol {}", symbol), "", "", ""}, row.by_symbol[symbol], row));
    if (row.other.symbols > 0) cells.push_back(cells_of({"  symbol > 13", "", "", ""}, row.other, row));
  }
  std::string text;
  for (const std::string& line : report::align(cells, 4)) text += line + "\n";
  return text;
}

std::string origin_words(const IqOrigin& origin) {
  if (!origin.link.empty()) return fmt::format("formats: {}", report::printable(origin.link));
  if (!origin.inferred)
    return fmt::format("formats: as told, {}{}",
                       origin.compression.empty() ? "udCompHdr in every section" : origin.compression,
                       origin.compression.empty() ? ""
                       : origin.dynamic           ? " where udCompHdr in every section does not say otherwise"
                                                  : " without udCompHdr");
  std::string text =
      fmt::format("formats: inferred from the packets: {} (--link or --compression say otherwise)",
                  origin.formats.empty() ? "none" : origin.formats);
  if (origin.by_header > 0)
    text += fmt::format("; of {} by the udCompHdr that fits", report::counted(origin.by_header, "message"));
  return text;
}

/// What dBFS means here: one line for each format and FS_Offset.
std::string scale_lines(const IqReport& report) {
  std::vector<std::pair<iq::Format, unsigned>> seen;
  std::string text;
  for (const std::size_t number : report.meter.order()) {
    const IqSection& like = report.meter.rows()[number].like;
    iq::Format format = like.format;
    format.mask_odd = format.mask_even = 0xFFF;
    const std::pair one{format, like.fs_offset};
    if (std::find(seen.begin(), seen.end(), one) != seen.end()) continue;
    seen.push_back(one);
    const int full = static_cast<int>(iq::full_scale_log2(format)) - static_cast<int>(like.fs_offset);
    text += fmt::format("{} {}{}: 0 dBFS is I² + Q² = 2^{}, the largest 16-bit number is at {:.1f} dBFS\n",
                        text.empty() ? "levels" : "      ", name_of(format),
                        like.fs_offset > 0 ? fmt::format(" with FS_Offset {}", like.fs_offset) : "", full,
                        iq::dbfs(std::exp2(30), format, like.fs_offset));
  }
  return text;
}

/// What makes the samples of a row doubtful.
std::string doubts(const IqReport& report) {
  std::string text;
  for (const std::size_t number : report.meter.order()) {
    const IqCounts all = report.meter.rows()[number].all();
    const std::string name = row_name(report.meter, number);
    if (all.reserved_prbs > 0)
      text += fmt::format(
          "doubtful  {}: {} PRBs have bits set in udCompParam that are reserved (CUS v17.01 "
          "8.3.3.15); their exponents may be anything\n",
          name, grouped(all.reserved_prbs));
    const auto energy = static_cast<double>(all.levels.energy), swapped = static_cast<double>(all.swapped);
    if (swapped > 0 && swapped * kByteOrderRatio < energy)
      text += fmt::format(
          "doubtful  {}: octets the other way round the samples would be {:.1f} dB weaker: does the "
          "sender write little-endian numbers? (CUS v17.01 Annex D.2)\n",
          name, 10 * std::log10(energy / swapped));
  }
  return text;
}

/// Each file, or how many went into each folder.
std::string files_lines(const std::vector<std::string>& files) {
  constexpr std::size_t kMostLines = 4;
  std::string text;
  if (files.size() <= kMostLines) {
    for (const std::string& file : files) text += fmt::format("{} written\n", report::printable(file));
    return text;
  }
  const auto folder_of = [](const std::string& file) { return file.substr(0, file.rfind('/')); };
  std::vector<std::string> folders;
  for (const std::string& file : files)
    if (std::find(folders.begin(), folders.end(), folder_of(file)) == folders.end())
      folders.push_back(folder_of(file));
  for (const std::string& folder : folders)
    text +=
        fmt::format("{} written into {}\n",
                    report::counted(static_cast<std::uint64_t>(std::count_if(
                                        files.begin(), files.end(),
                                        [&](const std::string& file) { return folder_of(file) == folder; })),
                                    "file"),
                    report::printable(folder));
  return text;
}

std::string skipped_lines(const IqReport& report) {
  std::string text;
  const auto line = [&](std::uint64_t n, std::string_view words) {
    if (n > 0)
      text += fmt::format("{} {:>11}  {}\n", text.empty() ? "left out" : "        ", grouped(n), words);
  };
  for (std::size_t i = 0; i < kIqSkips; ++i)
    line(report.reader.skipped()[i], words(IqSkip{static_cast<std::uint8_t>(i)}));
  line(report.meter.unreadable(), words(IqSkip::reserved));
  line(report.meter.untracked(), words(IqSkip::untracked));
  return text;
}

}  // namespace

std::string_view name_of(iq::Modulation modulation) {
  switch (modulation) {
    case iq::Modulation::qpsk:
      return "QPSK";
    case iq::Modulation::qam16:
      return "16QAM";
    case iq::Modulation::qam64:
      return "64QAM";
    case iq::Modulation::qam256:
      return "256QAM";
    case iq::Modulation::qam1024:
      return "1024QAM";
  }
  return "";
}

std::string name_of(const iq::Format& format) {
  return fmt::format("{}{}", profile::name_of(profile::Method{format.method}), format.width);
}

std::string_view name_of(radio::Direction direction) {
  return direction == radio::Direction::downlink ? "DL" : "UL";
}

std::string row_name(const IqMeter& meter, std::size_t row) {
  const IqSection& like = meter.rows()[row].like;
  bool several_pairs = false, several_formats = false;
  for (const IqRow& other : meter.rows()) {
    several_pairs = several_pairs || other.like.pair != like.pair;
    several_formats =
        several_formats || (other.like.pair == like.pair && other.like.eaxc == like.eaxc &&
                            other.like.direction == like.direction && other.like.kind == like.kind &&
                            name_of(other.like.format) != name_of(like.format));
  }
  return fmt::format("{}eaxc0x{:04x}_{}_{}{}", several_pairs ? fmt::format("pair{}_", like.pair) : "",
                     like.eaxc.value, like.direction == radio::Direction::downlink ? "dl" : "ul",
                     profile::name_of(like.kind), several_formats ? "_" + name_of(like.format) : "");
}

std::string iq_table(const IqReport& report) {
  const IqReader& reader = report.reader;
  std::string text = report::printable(report.source);
  if (reader.span_ns() > 0) text += fmt::format("   {} s", report::seconds(reader.span_ns(), 3));
  text += fmt::format("   {} with samples in {}   {} lost by capture\n",
                      report::counted(reader.messages(), "U-plane message"),
                      report::counted(reader.packets(), "packet"), grouped(report.lost));
  text += origin_words(reader.origin()) + "\n";
  if (report.interrupted) text += "interrupted: this covers what was read until then\n";
  std::uint32_t pairs = 0;
  for (const IqRow& row : report.meter.rows()) pairs = std::max(pairs, row.like.pair + 1);
  std::vector<std::size_t> of_pair;
  const std::vector<std::size_t> order = report.meter.order();
  for (std::size_t i = 0; i < order.size(); ++i) {
    of_pair.push_back(order[i]);
    const std::uint32_t pair = report.meter.rows()[order[i]].like.pair;
    if (i + 1 < order.size() && report.meter.rows()[order[i + 1]].like.pair == pair) continue;
    text += "\n" + (pairs > 1 ? flow_line(reader.flow(pair)) : "") + table_of(report, of_pair);
    of_pair.clear();
  }
  if (order.empty()) text += "\nno samples could be read\n";
  text += "\n" + scale_lines(report) + doubts(report) + skipped_lines(report);
  for (const std::string& note : report.notes) text += note + "\n";
  text += files_lines(report.files);
  return text;
}

}  // namespace plumbline::app

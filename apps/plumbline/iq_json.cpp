// The JSON of `plumbline iq`: keys in one order, levels in dBFS with four decimals, counts exact.
#include <cmath>
#include <nlohmann/json.hpp>

#include "plumbline/iq_table.h"
#include "report/printable.h"

namespace plumbline::app {
namespace {

using Json = nlohmann::ordered_json;

/// Rounded, so that the same input prints the same text on every machine.
Json rounded(const std::optional<double>& value, double steps = 1e4) {
  if (!value) return nullptr;
  return std::round(*value * steps) / steps;
}

Json looks_json(const Looks& looks) {
  Json out{{"sections", looks.sections}, {"res", looks.points()}, {"unexplained", looks.unexplained}};
  Json& all = out["modulations"] = Json::array();
  for (std::size_t i = 0; i < looks.of.size(); ++i)
    if (looks.of[i].points > 0)
      all.push_back({{"modulation", name_of(iq::kModulations[i])},
                     {"res", looks.of[i].points},
                     {"evm", rounded(looks.of[i].ratio(), 1e6)}});
  return out;
}

void put_counts(Json& out, const IqCounts& counts, const IqRow& row) {
  const iq::Levels& levels = counts.levels;
  const iq::LevelsDb level = iq::levels_db(levels, row.like.format, row.like.fs_offset);
  const double places = static_cast<double>(counts.symbols) * row.grid_prbs();
  const std::uint64_t occupied = levels.prbs - levels.zero_prbs;
  out["symbols"] = counts.symbols;
  out["sections"] = counts.sections;
  out["prbs"] = levels.prbs;
  out["zero_prbs"] = levels.zero_prbs;
  out["occupied"] = places > 0 ? rounded(static_cast<double>(occupied) / places, 1e6) : Json(nullptr);
  out["rms_dbfs"] = rounded(level.rms);
  out["peak_dbfs"] = rounded(level.peak);
  out["dc_dbfs"] = rounded(level.dc);
  out["exponents"] = levels.exponents;
  out["clipped"] = levels.clipped;
  out["reserved_prbs"] = counts.reserved_prbs;
  out["looks_like"] = looks_json(counts.looks);
}

Json row_json(const IqReport& report, std::size_t number) {
  const IqRow& row = report.meter.rows()[number];
  const IqSection& like = row.like;
  const track::FlowKey& flow = report.reader.flow(like.pair);
  Json out;
  out["name"] = row_name(report.meter, number);
  out["macs"] = {profile::format_mac(track::mac_octets(flow.source)),
                 profile::format_mac(track::mac_octets(flow.destination))};
  out["vlan"] = flow.vlan == track::FlowKey::kUntagged ? Json(nullptr) : Json(flow.vlan);
  out["eaxc"] = like.eaxc.value;
  out["direction"] = like.direction == radio::Direction::downlink ? "dl" : "ul";
  out["channel"] = profile::name_of(like.kind);
  out["method"] = profile::name_of(profile::Method{like.format.method});
  out["width"] = like.format.width;
  out["fs_offset"] = like.fs_offset;
  out["mulaw_sign"] =
      like.format.method == iq::kMethodMuLaw ? Json(profile::name_of(like.mulaw_sign)) : Json(nullptr);
  out["grid_prbs"] = row.grid_prbs();
  put_counts(out, row.all(), row);
  Json& symbols = out["by_symbol"] = Json::array();
  for (std::size_t symbol = 0; symbol < kSymbolIds; ++symbol) {
    if (row.by_symbol[symbol].symbols == 0) continue;
    Json one{{"symbol", symbol}};
    put_counts(one, row.by_symbol[symbol], row);
    symbols.push_back(std::move(one));
  }
  return out;
}

}  // namespace

std::string iq_json(const IqReport& report) {
  static constexpr std::array<std::string_view, kIqSkips> kNames{"filtered",       "broken",   "fragments",
                                                                 "format_unknown", "misfit",   "cut",
                                                                 "modulation",     "reserved", "untracked"};
  const IqReader& reader = report.reader;
  const IqOrigin& origin = reader.origin();
  Json out;
  out["source"] = report::printable(report.source);
  out["packets"] = reader.packets();
  out["messages"] = reader.messages();
  out["span_ns"] = reader.span_ns();
  out["lost_by_capture"] = report.lost;
  out["interrupted"] = report.interrupted;
  out["formats"] = {{"link", origin.link},
                    {"compression", origin.compression},
                    {"dynamic", origin.dynamic},
                    {"inferred", origin.inferred},
                    {"inferred_formats", origin.formats},
                    {"messages_by_link", origin.by_link},
                    {"messages_by_option", origin.by_option},
                    {"messages_by_header", origin.by_header}};
  for (std::size_t i = 0; i < kIqSkips; ++i) out["skipped"][std::string{kNames[i]}] = reader.skipped()[i];
  out["skipped"]["reserved"] =
      reader.skipped()[static_cast<std::size_t>(IqSkip::reserved)] + report.meter.unreadable();
  out["skipped"]["untracked"] =
      reader.skipped()[static_cast<std::size_t>(IqSkip::untracked)] + report.meter.untracked();
  Json& rows = out["rows"] = Json::array();
  for (const std::size_t row : report.meter.order()) rows.push_back(row_json(report, row));
  out["notes"] = report.notes;
  out["files"] = report.files;
  return out.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace plumbline::app

// The picture of power over time and frequency.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "plumbline/iq_pictures.h"
#include "plumbline/svg.h"

namespace plumbline::app {
namespace {

constexpr std::size_t kColours = 32;
constexpr double kAroundMedianDb = 30;  ///< colours tell apart no more: a few loud cells hide no others

struct Range {
  double low = 0, high = 1;
  bool cut = false;  ///< some cells are beyond
};

/// From the weakest to the strongest cell, in whole steps of 5 dB, around the median.
Range range_of(const PictureData& data, const iq::Format& format, unsigned fs_offset) {
  std::vector<double> levels;
  for (const PictureData::Sum& cell : data.cells())
    if (cell.power > 0) levels.push_back(iq::dbfs(cell.mean(), format, fs_offset));
  std::sort(levels.begin(), levels.end());  // not empty: draw_pictures() looks
  const double median = levels[levels.size() / 2],
               weakest = std::max(levels.front(), median - kAroundMedianDb),
               strongest = std::min(levels.back(), median + kAroundMedianDb);
  const double high = 5 * std::ceil(strongest / 5);
  return {std::min(5 * std::floor(weakest / 5), high - 5), high,
          weakest > levels.front() || strongest < levels.back()};
}

/// The symbol at the left edge of a column as radio time; slots only where they are apart by whole ones.
std::string time_words(const SymbolCount& clock, std::uint64_t symbol, bool with_symbol) {
  const radio::Numerology numerology = clock.numerology();
  const radio::RadioTime first = clock.first().value_or(radio::RadioTime{});
  const std::uint64_t slot = std::uint64_t{first.subframe} * numerology.slots_per_subframe() +
                             clock.first_slot() + symbol / numerology.symbols_per_slot();
  const std::uint64_t subframe = slot / numerology.slots_per_subframe();
  std::string words = fmt::format("{}.{}.{}", (first.frame + subframe / 10) % 256, subframe % 10,
                                  slot % numerology.slots_per_subframe());
  if (with_symbol) words += fmt::format(".{}", symbol % numerology.symbols_per_slot());
  return words;
}

Axis time_axis(const PictureData& data) {
  const double end = static_cast<double>(data.columns() * data.symbols_per_column());
  Axis axis{0, end, "", {}};
  const unsigned slot = data.clock().symbols_per_slot();
  const bool by_symbol = end <= 2 * slot;
  axis.label = by_symbol ? "time: frame.subframe.slot.symbol" : "time: frame.subframe.slot";
  std::uint64_t step = by_symbol ? 2 : slot;
  while (end / static_cast<double>(step) > 9) step *= 2;
  for (std::uint64_t symbol = 0; static_cast<double>(symbol) < end; symbol += step)
    axis.ticks.push_back({static_cast<double>(symbol), time_words(data.clock(), symbol, by_symbol)});
  return axis;
}

void draw_scale(Svg& svg, const ChartFrame& frame, const Range& range) {
  const double left = frame.right + 22, width = 18;
  const double step = (frame.bottom - frame.top) / kColours;
  for (std::size_t i = 0; i < kColours; ++i)
    svg.rect(left, frame.bottom - static_cast<double>(i + 1) * step, width, step + 0.3,
             scale_colour(static_cast<double>(i) / (kColours - 1)));
  ChartFrame scale = frame;
  scale.y = {range.low, range.high, "", round_ticks(range.low, range.high, 7)};
  for (const Axis::Tick& tick : scale.y.ticks) {
    svg.line(left + width, scale.at_y(tick.at), left + width + 5, scale.at_y(tick.at), "#444");
    svg.text(left + width + 9, scale.at_y(tick.at) + 4.5, tick.words, {.size = 13});
  }
  svg.text(left + width + 58, (frame.top + frame.bottom) / 2, "mean power of an RE in dBFS",
           {.size = 14, .anchor = Svg::Anchor::middle, .upwards = true});
}

/// Cells of one colour next to each other become one rectangle; each colour is one path.
void draw_cells(Svg& svg, const ChartFrame& frame, const PictureData& data, const Range& range,
                const iq::Format& format, unsigned fs_offset) {
  constexpr std::size_t kZero = kColours, kNothing = kColours + 1;
  std::array<std::string, kColours + 1> paths;
  const auto colour_of = [&](const PictureData::Sum& cell) {
    if (cell.res == 0) return kNothing;
    if (cell.power <= 0) return kZero;
    const double place = (iq::dbfs(cell.mean(), format, fs_offset) - range.low) / (range.high - range.low);
    return static_cast<std::size_t>(std::lround(std::clamp(place, 0.0, 1.0) * (kColours - 1)));
  };
  const auto per_column = static_cast<double>(data.symbols_per_column());
  for (std::size_t column = 0; column < data.columns(); ++column)
    for (std::size_t prb = 0, end = 0; prb < data.prbs(); prb = end) {
      const PictureData::Sum* const cells = data.cells().data() + column * data.prbs();
      const std::size_t colour = colour_of(cells[prb]);
      for (end = prb + 1; end < data.prbs() && colour_of(cells[end]) == colour;) ++end;
      if (colour == kNothing) continue;
      const double left = frame.at_x(static_cast<double>(column) * per_column),
                   right = frame.at_x(static_cast<double>(column + 1) * per_column);
      paths[colour] +=
          fmt::format("M{:.1f} {:.1f}H{:.1f}V{:.1f}H{:.1f}z", left, frame.at_y(static_cast<double>(prb)),
                      right, frame.at_y(static_cast<double>(end)), left);
    }
  for (std::size_t i = 0; i <= kColours; ++i)
    if (!paths[i].empty())
      svg.path(paths[i],
               fmt::format(R"(fill="{}" shape-rendering="crispEdges")",
                           i == kZero ? "#d5d9de" : scale_colour(static_cast<double>(i) / (kColours - 1))));
}

}  // namespace

Picture draw_resource_grid(const PictureData& data, const iq::Format& format, unsigned fs_offset,
                           const PictureTitle& title) {
  ChartFrame frame{.right = 900, .bottom = 520};
  frame.x = time_axis(data);
  frame.y = {0, static_cast<double>(data.prbs()), "PRB", round_ticks(0, static_cast<double>(data.prbs()), 8)};
  Svg svg{1020, 590};
  std::string about = data.symbols_per_column() == 1
                          ? "one column a symbol"
                          : fmt::format("one column for {} symbols", data.symbols_per_column());
  const Range range = range_of(data, format, fs_offset);
  about += "; grey: nothing but zeros came, white: nothing came";
  if (range.cut) about += "; some PRBs are beyond the ends of the scale";
  draw_frame(svg, frame, {title.row, about, title.source}, false);
  draw_cells(svg, frame, data, range, format, fs_offset);
  draw_axes(svg, frame);
  draw_scale(svg, frame, range);
  return {"grid", svg.finish()};
}

}  // namespace plumbline::app

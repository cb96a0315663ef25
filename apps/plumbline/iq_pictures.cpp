#include "plumbline/iq_pictures.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "plumbline/iq_table.h"
#include "plumbline/svg.h"
#include "report/words.h"

namespace plumbline::app {
namespace {

constexpr std::string_view kBlue = "#1f5fa8";

std::string looks_words(const Looks& looks) {
  const auto most = looks.most();
  if (!most) return "no constellation explains it";
  return fmt::format(
      "{:.0f} % of the REs looked at are {}, EVM {:.2f} %",
      100.0 * static_cast<double>(looks.of[*most].points) / static_cast<double>(looks.points()),
      name_of(iq::kModulations[*most]), 100 * looks.of[*most].ratio().value_or(0));
}

/// Crosses where the points of the constellation that explains nearly all should be.
void draw_ideal(Svg& svg, const ChartFrame& frame, const Looks& looks, double rms) {
  const auto most = looks.most();
  if (!most || looks.of[*most].points * 10 < looks.points() * 9) return;
  const iq::Modulation modulation = iq::kModulations[*most];
  const double gain = looks.gains[*most] / static_cast<double>(looks.of[*most].points) / rms;
  std::string d;
  for (unsigned bits = 0; bits < 1u << static_cast<unsigned>(modulation); ++bits) {
    const iq::Point p = iq::point_of(modulation, bits);
    d += fmt::format("M{:.1f} {:.1f}h12m-6 -6v12", frame.at_x(p.i * gain) - 6, frame.at_y(p.q * gain));
  }
  svg.path(d, R"(fill="none" stroke="#e8935f" stroke-width="1")");
}

/// What the axes of a constellation count in: the RMS of its points, without those that are far louder than
/// most. A few PRBs of garbage would make a dot of all others.
struct Unit {
  double rms = 1, largest = 0;
  std::size_t outside = 0;
};
Unit unit_of(const std::vector<iq::Point>& points) {
  constexpr double kFarLouder = 16;  // than the median; 1024QAM has 3
  std::vector<double> powers;
  powers.reserve(points.size());
  for (const iq::Point& p : points) powers.push_back(iq::power(p));
  std::sort(powers.begin(), powers.end());
  const double limit = kFarLouder * powers[powers.size() / 2];
  double energy = 0;
  Unit unit;
  for (const iq::Point& p : points) {
    if (iq::power(p) > limit) {
      ++unit.outside;
      continue;
    }
    energy += iq::power(p);
    unit.largest = std::max({unit.largest, std::abs(p.i), std::abs(p.q)});
  }
  unit.rms = std::sqrt(energy / static_cast<double>(points.size() - unit.outside));
  return unit;
}

Picture constellation(const PictureData& data, const IqRow& row, const PictureTitle& title) {
  const Unit unit = unit_of(data.points());
  const double rms = unit.rms;
  const double edge = std::ceil(unit.largest / rms * 1.08 * 4) / 4;
  ChartFrame frame{.right = 84 + 680, .bottom = 76 + 680};
  frame.x = {-edge, edge, "I in units of the RMS", round_ticks(-edge, edge, 6)};
  frame.y = {-edge, edge, "Q in units of the RMS", round_ticks(-edge, edge, 6)};
  Svg svg{800, 826};
  const Looks looks = row.all().looks;
  draw_frame(svg, frame,
             {title.row,
              fmt::format("{} of {} REs that are not zero; {}", report::grouped(data.points().size()),
                          report::grouped(data.all_points()), looks_words(looks)) +
                  (unit.outside > 0 ? fmt::format("; {} far outside", report::grouped(unit.outside)) : ""),
              title.source});
  svg.line(frame.at_x(0), frame.top, frame.at_x(0), frame.bottom, "#b8bec6");
  svg.line(frame.left, frame.at_y(0), frame.right, frame.at_y(0), "#b8bec6");
  draw_ideal(svg, frame, looks, rms);
  constexpr std::size_t kLayers = 8;  // dots of different layers darken each other where they meet
  for (std::size_t layer = 0; layer < kLayers; ++layer) {
    std::string d;
    for (std::size_t i = layer; i < data.points().size(); i += kLayers) {
      const iq::Point p{data.points()[i].i / rms, data.points()[i].q / rms};
      if (std::abs(p.i) <= edge && std::abs(p.q) <= edge)
        d += fmt::format("M{:.1f} {:.1f}h0", frame.at_x(p.i), frame.at_y(p.q));
    }
    svg.path(d, fmt::format(R"(stroke="{}" stroke-width="3.2" stroke-linecap="round" stroke-opacity="0.45")",
                            kBlue));
  }
  draw_axes(svg, frame);
  return {"constellation", svg.finish()};
}

Picture spectrum(const PictureData& data, const iq::Format& format, unsigned fs_offset,
                 const PictureTitle& title) {
  const auto db = [&](double power) { return iq::dbfs(power, format, fs_offset); };
  double low = 1e9, high = -1e9;
  for (const PictureData::Sum& sum : data.spectrum())
    if (sum.power > 0) {
      low = std::min(low, db(sum.mean()));
      high = std::max(high, db(sum.mean()));
    }
  ChartFrame frame{.right = 940, .bottom = 500};
  frame.y = {5 * std::floor((low - 2) / 5), 5 * std::ceil((high + 2) / 5), "mean power of an RE in dBFS", {}};
  frame.y.ticks = round_ticks(frame.y.low, frame.y.high, 7);
  const double end = static_cast<double>(data.spectrum().size());
  frame.x = {0, end, "subcarrier (0: lowest RE of PRB 0)", round_ticks(0, end, 9)};
  Svg svg{970, 570};
  draw_frame(
      svg, frame,
      {title.row, fmt::format("mean power by subcarrier, {} PRBs; gaps: nothing but zeros", data.prbs()),
       title.source});
  std::string d;
  bool drawing = false;
  for (std::size_t k = 0; k < data.spectrum().size(); ++k) {
    const PictureData::Sum& sum = data.spectrum()[k];
    if (sum.power > 0)
      d += fmt::format("{}{:.1f} {:.1f}", drawing ? "L" : "M", frame.at_x(static_cast<double>(k) + 0.5),
                       frame.at_y(db(sum.mean())));
    drawing = sum.power > 0;
  }
  svg.path(d,
           fmt::format(
               R"(fill="none" stroke="{}" stroke-width="1.4" stroke-linejoin="round" stroke-linecap="round")",
               kBlue));
  draw_axes(svg, frame);
  return {"spectrum", svg.finish()};
}

Picture exponents(const iq::Levels& levels, const PictureTitle& title) {
  std::uint64_t all = 0, most = 0;
  for (const std::uint64_t n : levels.exponents) {
    all += n;
    most = std::max(most, n);
  }
  const double top = 100.0 * static_cast<double>(most) / static_cast<double>(all);
  ChartFrame frame{.right = 800, .bottom = 440};
  frame.x = {-0.7, 15.7, "exponent", {}};
  for (int e = 0; e < 16; ++e) frame.x.ticks.push_back({static_cast<double>(e), fmt::format("{}", e)});
  frame.y = {0, std::min(top * 1.12 + 0.5, 112.0), "share of PRBs in %", {}};
  frame.y.ticks = round_ticks(0, std::min(frame.y.high, 100.0), 6);
  Svg svg{830, 510};
  draw_frame(svg, frame,
             {title.row,
              fmt::format("exponents of {} PRBs that are not zero ({} are zero)", report::grouped(all),
                          report::grouped(levels.zero_prbs)),
              title.source});
  for (std::size_t e = 0; e < levels.exponents.size(); ++e) {
    const double share = 100.0 * static_cast<double>(levels.exponents[e]) / static_cast<double>(all);
    if (share <= 0) continue;
    const double left = frame.at_x(static_cast<double>(e) - 0.36),
                 right = frame.at_x(static_cast<double>(e) + 0.36);
    const double height = std::max(1.0, frame.bottom - frame.at_y(share));
    svg.rect(left, frame.bottom - height, right - left, height, kBlue);
    svg.text((left + right) / 2, frame.bottom - height - 6,
             share >= 0.1 ? fmt::format("{:.1f}", share) : "<0.1",
             {.size = 12, .anchor = Svg::Anchor::middle});
  }
  draw_axes(svg, frame);
  return {"exponents", svg.finish()};
}

}  // namespace

PictureData::PictureData(const GridShape& shape)
    : clock_{shape.numerology, shape.slot_shift}, prbs_{shape.prbs}, spectrum_(prbs_ * iq::kResPerPrb) {}

void PictureData::point(const iq::Point& point) {
  if (all_points_++ % stride_ != 0) return;
  if (points_.size() == kMostPoints) {  // every second one stays
    for (std::size_t i = 0; i < kMostPoints / 2; ++i) points_[i] = points_[2 * i];
    points_.resize(kMostPoints / 2);
    stride_ *= 2;
  }
  points_.push_back(point);
}

PictureData::Sum* PictureData::row_of(std::int64_t symbol) {
  while (static_cast<std::uint64_t>(symbol) / symbols_per_column_ >= kMostColumns) {
    for (std::size_t column = 0; column < columns(); ++column)
      for (std::size_t prb = 0; prb < prbs_; ++prb) {
        const Sum from = cells_[column * prbs_ + prb];
        Sum& to = cells_[column / 2 * prbs_ + prb];
        to = column % 2 == 0 ? from : Sum{to.power + from.power, to.res + from.res};
      }
    cells_.resize((columns() + 1) / 2 * prbs_);
    symbols_per_column_ *= 2;
  }
  const std::size_t column = static_cast<std::uint64_t>(symbol) / symbols_per_column_;
  if (cells_.size() < (column + 1) * prbs_) cells_.resize((column + 1) * prbs_);
  return cells_.data() + column * prbs_;
}

void PictureData::add(const IqSection& section, std::span<const std::int32_t> numbers) {
  const auto symbol = clock_(section.at);
  if (!symbol || *symbol < 0 || section.prbs.end() > prbs_) return;
  Sum* const row = row_of(*symbol);
  for (std::size_t i = 0; i + 1 < numbers.size(); i += 2) {
    const std::size_t re = i / 2, prb = section.prbs.first + re / iq::kResPerPrb * section.prbs.step;
    const iq::Point p{static_cast<double>(numbers[i]), static_cast<double>(numbers[i + 1])};
    const double power = iq::power(p);
    row[prb] = {row[prb].power + power, row[prb].res + 1};
    Sum& tone = spectrum_[prb * iq::kResPerPrb + re % iq::kResPerPrb];
    tone = {tone.power + power, tone.res + 1};
    if (power > 0) point(p);
  }
}

std::vector<Picture> draw_pictures(const PictureData& data, const IqRow& row, const PictureTitle& title) {
  std::vector<Picture> pictures;
  if (data.points().empty()) return pictures;
  pictures.push_back(constellation(data, row, title));
  pictures.push_back(spectrum(data, row.like.format, row.like.fs_offset, title));
  pictures.push_back(draw_resource_grid(data, row.like.format, row.like.fs_offset, title));
  if (iq::has_exponent(row.like.format.method)) pictures.push_back(exponents(row.all().levels, title));
  return pictures;
}

}  // namespace plumbline::app

// Pictures of samples: constellation, power over time and frequency, exponents, spectrum.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "plumbline/iq_grid.h"
#include "plumbline/iq_measure.h"
#include "plumbline/iq_symbols.h"

namespace plumbline::app {

/// What is kept of the samples of a row for its pictures: bounded, whatever comes.
class PictureData {
 public:
  static constexpr std::size_t kMostPoints = 8192;  ///< of the constellation
  static constexpr std::size_t kMostColumns = 560;  ///< of the power over time

  explicit PictureData(const GridShape& shape);

  void add(const IqSection& section, std::span<const std::int32_t> numbers);

  struct Sum {
    double power = 0;
    std::uint64_t res = 0;  ///< that came, also zeros
    double mean() const { return power / static_cast<double>(res); }
  };
  /// Every stride-th RE that is not zero.
  const std::vector<iq::Point>& points() const { return points_; }
  std::uint64_t stride() const { return stride_; }
  std::uint64_t all_points() const { return all_points_; }
  /// By subcarrier.
  const std::vector<Sum>& spectrum() const { return spectrum_; }
  /// By column of `symbols_per_column()` symbols and PRB: cell [column * prbs + prb].
  const std::vector<Sum>& cells() const { return cells_; }
  std::size_t columns() const { return cells_.size() / prbs_; }
  std::uint64_t symbols_per_column() const { return symbols_per_column_; }
  std::size_t prbs() const { return prbs_; }
  const SymbolCount& clock() const { return clock_; }

 private:
  void point(const iq::Point& point);
  Sum* row_of(std::int64_t symbol);

  SymbolCount clock_;
  std::size_t prbs_;
  std::vector<iq::Point> points_;
  std::uint64_t stride_ = 1, all_points_ = 0;
  std::vector<Sum> spectrum_, cells_;
  std::uint64_t symbols_per_column_ = 1;
};

/// What stands on all pictures of a row: which one, and where it comes from.
struct PictureTitle {
  std::string row, source;
};
/// A picture and the end of its file name.
struct Picture {
  std::string name, svg;
};
/// Power over time and PRBs.
Picture draw_resource_grid(const PictureData& data, const iq::Format& format, unsigned fs_offset,
                           const PictureTitle& title);
/// All of a row. Pictures for which there is nothing to see are left out.
std::vector<Picture> draw_pictures(const PictureData& data, const IqRow& row, const PictureTitle& title);

}  // namespace plumbline::app

// Samples as NumPy arrays: one grid [symbol, subcarrier, I/Q] of 16-bit numbers for each row of the table.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "base/result.h"
#include "plumbline/iq_measure.h"
#include "plumbline/iq_symbols.h"

namespace plumbline::app {

/// What a grid is like.
struct GridShape {
  radio::Numerology numerology;
  unsigned slot_shift = 0;
  std::uint32_t prbs = 273;
  bool spacing_assumed = false, prbs_assumed = false;  ///< no link says so
  unsigned shift = 0;  ///< numbers are divided by 2^shift, rounded down, then clamped to 16 bits
};

/// The shape for sections like this one; `mu` where no link tells.
GridShape grid_shape(const IqSection& like, std::uint8_t mu, unsigned shift);

/// One file, written as sections come, in any order: where none came it has holes, which read as zeros.
class GridFile {
 public:
  /// Most octets of a file.
  static constexpr std::uint64_t kMostOctets = std::uint64_t{4} << 30;
  static constexpr std::size_t kHeaderOctets = 128;

  static Result<GridFile, Error> create(std::string path, const GridShape& shape);
  GridFile(GridFile&& other) noexcept;
  GridFile& operator=(GridFile&&) = delete;
  ~GridFile();

  /// Writes the numbers of a section at their place.
  Result<void, Error> put(const IqSection& section, std::span<const std::int32_t> numbers);
  /// Writes the header, which knows the number of symbols only now. No put() after it.
  Result<void, Error> finish();

  /// Gives the finished file another name.
  Result<void, Error> rename(const std::string& path);

  const std::string& path() const { return path_; }
  const GridShape& shape() const { return shape_; }
  const SymbolCount& clock() const { return clock_; }
  std::uint64_t symbols() const { return symbols_; }
  std::uint64_t sections() const { return sections_; }
  std::uint64_t saturated() const { return saturated_; }  ///< numbers that were clamped
  /// Sections that have no place: before the first slot, of no symbol of the numerology, PRBs beyond.
  std::uint64_t outside() const { return outside_; }
  std::size_t row_octets() const { return std::size_t{shape_.prbs} * 48; }

 private:
  GridFile(std::string path, const GridShape& shape, int file);
  bool write(std::span<const std::uint8_t> octets, std::uint64_t at);
  tl::unexpected<Error> failed() const;

  std::string path_;
  GridShape shape_;
  SymbolCount clock_;
  int file_;
  std::vector<std::uint8_t> octets_;
  std::uint64_t symbols_ = 0, sections_ = 0, saturated_ = 0, outside_ = 0;
};

/// NumPy's header, version 1.0, padded to GridFile::kHeaderOctets.
std::string npy_header(std::uint64_t symbols, std::uint64_t subcarriers);

/// What stands beside the files: what each axis and each number is.
struct GridEntry {
  std::string name;  ///< of the row
  const IqRow& row;
  const GridFile& grid;
};
std::string grid_index(std::span<const GridEntry> entries, const std::string& source);

}  // namespace plumbline::app

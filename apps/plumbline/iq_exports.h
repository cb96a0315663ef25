// Where samples go besides the table: NumPy grids, SigMF recordings, pictures.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "plumbline/iq_grid.h"
#include "plumbline/iq_measure.h"
#include "plumbline/iq_pictures.h"

namespace plumbline::app {

struct IqExportOptions {
  std::string npy, sigmf, pictures;  ///< folders; empty: not wanted
  std::uint8_t mu = 1;               ///< numerology where no link tells
  unsigned shift = 0;
  bool any() const { return !npy.empty() || !sigmf.empty() || !pictures.empty(); }
};

class IqExports {
 public:
  static constexpr std::size_t kMostRows = 128;  ///< that have files of their own

  explicit IqExports(IqExportOptions options) : options_{std::move(options)} {}
  /// Makes the folders. Errors: one that cannot be made.
  Result<void, Error> open();
  /// A section of row `number`, which like all before it is in `meter`. After the first error nothing more
  /// is taken; finish() tells it.
  void add(const IqMeter& meter, std::size_t number, const IqSection& section);
  /// Writes what is left to write. `files` and `notes` get what there is to say.
  Result<void, Error> finish(const IqMeter& meter, const std::string& source, std::vector<std::string>& files,
                             std::vector<std::string>& notes);
  ~IqExports();

 private:
  /// What a row has.
  struct Of {
    std::size_t row = 0;
    std::optional<GridFile> grid;
    std::optional<PictureData> pictures;
  };
  Result<void, Error> begin(std::size_t number, const IqSection& section);
  Result<void, Error> finish_grids(const IqMeter& meter, const std::string& source,
                                   std::vector<std::string>& files, std::vector<std::string>& notes);
  Result<void, Error> finish_sigmf(const IqMeter& meter, Of& of, std::vector<std::string>& files,
                                   std::vector<std::string>& notes);
  Result<void, Error> finish_pictures(const IqMeter& meter, const std::string& source,
                                      std::vector<std::string>& files);
  std::string temporary(std::size_t number) const;

  IqExportOptions options_;
  std::deque<Of> rows_;
  std::vector<std::size_t> place_;  ///< of a row in rows_, + 1
  std::optional<Error> error_;
};

}  // namespace plumbline::app

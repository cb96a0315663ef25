#include "plumbline/iq_exports.h"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

#include "plumbline/common.h"
#include "plumbline/iq_sigmf.h"
#include "plumbline/iq_table.h"
#include "report/printable.h"
#include "report/words.h"

namespace plumbline::app {
namespace {

Result<void, Error> make_folder(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (!error && std::filesystem::is_directory(path, error)) return {};
  return fail(fmt::format("{}: the folder cannot be made: {}", path,
                          error ? error.message() : "something else has its name"),
              "choose another folder");
}

}  // namespace

IqExports::~IqExports() {
  for (const Of& of : rows_) std::remove(temporary(of.row).c_str());
}

/// Grids are named by their rows, which are all known only at the end.
std::string IqExports::temporary(std::size_t number) const {
  return fmt::format("{}/.plumbline-row{}.part", options_.npy.empty() ? options_.sigmf : options_.npy,
                     number);
}

Result<void, Error> IqExports::open() {
  for (const std::string& folder : {options_.npy, options_.sigmf, options_.pictures})
    if (!folder.empty())
      if (auto made = make_folder(folder); !made) return made;
  return {};
}

Result<void, Error> IqExports::begin(std::size_t number, const IqSection& section) {
  if (rows_.size() == kMostRows)
    return fail(fmt::format("more than {} eAxC, channels and formats have samples to write", kMostRows),
                "choose some of them with --eaxc or --direction");
  rows_.emplace_back().row = number;
  place_[number] = rows_.size();
  const GridShape shape = grid_shape(section, options_.mu, options_.shift);
  if (!options_.npy.empty() || !options_.sigmf.empty()) {
    auto grid = GridFile::create(temporary(number), shape);
    if (!grid) return tl::unexpected(grid.error());
    rows_.back().grid.emplace(std::move(*grid));
  }
  if (!options_.pictures.empty()) rows_.back().pictures.emplace(shape);
  return {};
}

void IqExports::add(const IqMeter& meter, std::size_t number, const IqSection& section) {
  if (error_) return;
  if (place_.size() <= number) place_.resize(number + 1);
  Result<void, Error> done;
  if (place_[number] == 0) done = begin(number, section);
  if (done) {
    Of& of = rows_[place_[number] - 1];
    if (of.pictures) of.pictures->add(section, meter.numbers());
    if (of.grid) done = of.grid->put(section, meter.numbers());
  }
  if (!done) error_ = done.error();
}

Result<void, Error> IqExports::finish_sigmf(const IqMeter& meter, Of& of, std::vector<std::string>& files,
                                            std::vector<std::string>& notes) {
  const std::string name = row_name(meter, of.row);
  const IqRow& row = meter.rows()[of.row];
  if (row.like.kind == profile::ChannelKind::prach || of.grid->shape().prbs > kMostOfdmPrbs) {
    notes.push_back(fmt::format("{}: no SigMF recording, {}", name,
                                row.like.kind == profile::ChannelKind::prach
                                    ? "preambles are no OFDM symbols of the carrier"
                                    : "too many PRBs for an NR carrier"));
    return {};
  }
  const std::string base = options_.sigmf + "/" + name;
  if (auto done = write_sigmf(*of.grid, row, base); !done) return done;
  files.push_back(base + ".sigmf-meta");
  files.push_back(base + ".sigmf-data");
  return {};
}

Result<void, Error> IqExports::finish_grids(const IqMeter& meter, const std::string& source,
                                            std::vector<std::string>& files,
                                            std::vector<std::string>& notes) {
  std::vector<GridEntry> entries;
  for (const std::size_t number : meter.order()) {
    if (number >= place_.size() || place_[number] == 0) continue;
    Of& of = rows_[place_[number] - 1];
    if (auto done = of.grid->finish(); !done) return done;
    if (!options_.sigmf.empty())
      if (auto done = finish_sigmf(meter, of, files, notes); !done) return done;
    const std::string name = row_name(meter, number);
    if (of.grid->saturated() > 0)
      notes.push_back(
          fmt::format("{}: {} numbers have more than 16 bits and were clamped in files (--shift N)", name,
                      report::grouped(of.grid->saturated())));
    if (of.grid->outside() > 0)
      notes.push_back(
          fmt::format("{}: {} sections have no place in its file: before the first slot, or PRBs beyond "
                      "{}",
                      name, report::grouped(of.grid->outside()), of.grid->shape().prbs));
    if (options_.npy.empty()) continue;
    std::string path = options_.npy + "/" + name + ".npy";
    if (auto done = of.grid->rename(path); !done) return done;
    files.push_back(std::move(path));
    entries.push_back({name, meter.rows()[number], *of.grid});
  }
  if (options_.npy.empty()) return {};
  files.push_back(options_.npy + "/index.json");
  return write_text(files.back(), grid_index(entries, source));
}

Result<void, Error> IqExports::finish_pictures(const IqMeter& meter, const std::string& source,
                                               std::vector<std::string>& files) {
  for (const std::size_t number : meter.order()) {
    if (number >= place_.size() || place_[number] == 0) continue;
    const IqRow& row = meter.rows()[number];
    const PictureTitle title{
        fmt::format("eAxC 0x{:04x}  {} {}  {}", row.like.eaxc.value, name_of(row.like.direction),
                    profile::name_of(row.like.kind), name_of(row.like.format)),
        report::printable(source.substr(source.rfind('/') + 1))};
    for (const Picture& picture : draw_pictures(*rows_[place_[number] - 1].pictures, row, title)) {
      files.push_back(fmt::format("{}/{}_{}.svg", options_.pictures, row_name(meter, number), picture.name));
      if (auto done = write_text(files.back(), picture.svg); !done) return done;
    }
  }
  return {};
}

Result<void, Error> IqExports::finish(const IqMeter& meter, const std::string& source,
                                      std::vector<std::string>& files, std::vector<std::string>& notes) {
  if (error_) return tl::unexpected(*error_);
  if (!options_.npy.empty() || !options_.sigmf.empty())
    if (auto done = finish_grids(meter, source, files, notes); !done) return done;
  return options_.pictures.empty() ? Result<void, Error>{} : finish_pictures(meter, source, files);
}

}  // namespace plumbline::app

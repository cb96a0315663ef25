#include "plumbline/iq_grid.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <nlohmann/json.hpp>
#include <utility>

#include "iq/choices.h"
#include "plumbline/iq_table.h"
#include "report/printable.h"

namespace plumbline::app {
namespace {

/// PRBs of a grid that no link tells of: the most of an NR carrier up to 100 MHz, of a long PRACH preamble.
constexpr std::uint32_t kMostCarrierPrbs = 273, kMostPrachPrbs = 72;

std::string file_name(const std::string& path) { return path.substr(path.rfind('/') + 1); }

}  // namespace

GridShape grid_shape(const IqSection& like, std::uint8_t mu, unsigned shift) {
  GridShape shape{.numerology = {.mu = mu}, .shift = shift};
  shape.spacing_assumed = like.carrier == nullptr;
  if (like.carrier != nullptr) {
    shape.numerology = like.carrier->numerology;
    shape.slot_shift = like.carrier->slot_shift();
  }
  if (like.kind == profile::ChannelKind::prach) {
    shape.prbs_assumed = like.channel == nullptr || !like.channel->prach;
    shape.prbs = shape.prbs_assumed ? kMostPrachPrbs : like.channel->prach->prbs;
  } else {
    shape.prbs_assumed = like.carrier_prbs == 0;
    shape.prbs = shape.prbs_assumed ? kMostCarrierPrbs : like.carrier_prbs;
  }
  return shape;
}

std::string npy_header(std::uint64_t symbols, std::uint64_t subcarriers) {
  std::string header{"\x93NUMPY\x01\x00", 8};
  const std::size_t rest = GridFile::kHeaderOctets - 10;
  header += static_cast<char>(rest & 0xFF);
  header += static_cast<char>(rest >> 8);
  header +=
      fmt::format("{{'descr': '<i2', 'fortran_order': False, 'shape': ({}, {}, 2), }}", symbols, subcarriers);
  header.resize(GridFile::kHeaderOctets - 1, ' ');
  return header + "\n";
}

GridFile::GridFile(std::string path, const GridShape& shape, int file)
    : path_{std::move(path)}, shape_{shape}, clock_{shape.numerology, shape.slot_shift}, file_{file} {}

GridFile::GridFile(GridFile&& other) noexcept
    : path_{std::move(other.path_)},
      shape_{other.shape_},
      clock_{other.clock_},
      file_{std::exchange(other.file_, -1)},
      octets_{std::move(other.octets_)},
      symbols_{other.symbols_},
      sections_{other.sections_},
      saturated_{other.saturated_},
      outside_{other.outside_} {}

GridFile::~GridFile() {
  if (file_ >= 0) ::close(file_);
}

Result<GridFile, Error> GridFile::create(std::string path, const GridShape& shape) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (file < 0)
    return fail(fmt::format("{}: cannot be written: {}", path, std::strerror(errno)),
                "choose another folder");
  return GridFile{std::move(path), shape, file};
}

bool GridFile::write(std::span<const std::uint8_t> octets, std::uint64_t at) {
  while (!octets.empty()) {
    const ssize_t n = ::pwrite(file_, octets.data(), octets.size(), static_cast<off_t>(at));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    octets = octets.subspan(static_cast<std::size_t>(n));
    at += static_cast<std::uint64_t>(n);
  }
  return true;
}

tl::unexpected<Error> GridFile::failed() const {
  return fail(fmt::format("{}: writing failed: {}", path_, std::strerror(errno)), "is the disk full?");
}

Result<void, Error> GridFile::put(const IqSection& section, std::span<const std::int32_t> numbers) {
  const auto symbol = clock_(section.at);
  if (!symbol || *symbol < 0 || section.prbs.end() > shape_.prbs || numbers.empty()) {
    ++outside_;
    return {};
  }
  const auto row = static_cast<std::uint64_t>(*symbol);
  if ((row + 1) * row_octets() + kHeaderOctets > kMostOctets)
    return fail(fmt::format("{}: {} symbols of {} PRBs are more than a file of {} GiB", path_, row + 1,
                            shape_.prbs, kMostOctets >> 30),
                "take less with --slots, or leave eAxC ids out whose frame numbers jump (--eaxc)");
  octets_.clear();
  for (const std::int32_t number : numbers) {
    const std::int32_t scaled = number >> shape_.shift, value = iq::saturate(scaled, 16);
    saturated_ += value != scaled ? 1u : 0u;
    octets_.push_back(static_cast<std::uint8_t>(value));
    octets_.push_back(static_cast<std::uint8_t>(value >> 8));
  }
  constexpr std::size_t kPrbOctets = 48;
  const std::uint64_t at =
      kHeaderOctets + row * row_octets() + std::uint64_t{section.prbs.first} * kPrbOctets;
  if (section.prbs.step == 1) {
    if (!write(octets_, at)) return failed();
  } else {
    for (std::size_t prb = 0; prb < section.prbs.count; ++prb)
      if (!write(std::span{octets_}.subspan(prb * kPrbOctets, kPrbOctets),
                 at + prb * section.prbs.step * kPrbOctets))
        return failed();
  }
  ++sections_;
  symbols_ = std::max(symbols_, row + 1);
  return {};
}

Result<void, Error> GridFile::finish() {
  const std::string header = npy_header(symbols_, std::uint64_t{shape_.prbs} * iq::kResPerPrb);
  octets_.assign(header.begin(), header.end());
  const auto size = static_cast<off_t>(kHeaderOctets + symbols_ * row_octets());
  if (!write(octets_, 0) || ::ftruncate(file_, size) != 0 || ::close(std::exchange(file_, -1)) != 0)
    return failed();
  return {};
}

Result<void, Error> GridFile::rename(const std::string& path) {
  if (std::rename(path_.c_str(), path.c_str()) != 0)
    return fail(fmt::format("{}: cannot be written: {}", path, std::strerror(errno)),
                "choose another folder");
  path_ = path;
  return {};
}

std::string grid_index(std::span<const GridEntry> entries, const std::string& source) {
  using Json = nlohmann::ordered_json;
  Json index{
      {"source", report::printable(source)},
      {"axes", {"symbol", "subcarrier", "I, Q"}},
      {"about",
       "int16, C order. Row n is symbol n of radio time counted from symbol 0 of `first`, symbols_per_slot a "
       "slot, without gaps; subcarrier 0 is the lowest RE of PRB 0. Zeros stand where nothing came. A number "
       "is the decompressed one divided by 2^shift (rounded down), clamped to 16 bits `saturated` times; "
       "one_dbfs is the level of an RE with I = 1, "
       "Q = 0. Subcarriers of prach have the spacing of the preamble."}};
  Json& files = index["files"] = Json::array();
  for (const GridEntry& entry : entries) {
    const GridFile& grid = entry.grid;
    const GridShape& shape = grid.shape();
    const IqSection& like = entry.row.like;
    const radio::RadioTime first = grid.clock().first().value_or(radio::RadioTime{});
    const double one = iq::dbfs(std::exp2(2.0 * shape.shift), like.format, like.fs_offset);
    files.push_back({{"file", file_name(grid.path())},
                     {"eaxc", like.eaxc.value},
                     {"direction", like.direction == radio::Direction::downlink ? "dl" : "ul"},
                     {"channel", profile::name_of(like.kind)},
                     {"carrier", like.carrier == nullptr ? Json(nullptr) : Json(like.carrier->name)},
                     {"format", name_of(like.format)},
                     {"shape", {grid.symbols(), shape.prbs * iq::kResPerPrb, 2}},
                     {"first",
                      {{"frame", first.frame},
                       {"subframe", first.subframe},
                       {"slot", grid.clock().first_slot()},
                       {"symbol", 0}}},
                     {"scs_khz", 15u << shape.numerology.mu},
                     {"scs_assumed", shape.spacing_assumed},
                     {"slots_per_subframe", shape.numerology.slots_per_subframe()},
                     {"symbols_per_slot", shape.numerology.symbols_per_slot()},
                     {"prbs_assumed", shape.prbs_assumed},
                     {"shift", shape.shift},
                     {"one_dbfs", std::round(one * 1e4) / 1e4},
                     {"saturated", grid.saturated()},
                     {"sections", grid.sections()},
                     {"sections_left_out", grid.outside()}});
  }
  return index.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace plumbline::app

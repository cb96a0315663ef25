#include "plumbline/iq_sigmf.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <memory>
#include <nlohmann/json.hpp>
#include <vector>

#include "iq/ofdm.h"
#include "plumbline/common.h"
#include "plumbline/iq_table.h"

namespace plumbline::app {
namespace {

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;
constexpr std::size_t kMostAnnotations = 10'000;

/// Symbols one behind the other that are not all zero.
struct Run {
  std::uint64_t first_symbol, symbols, first_sample, samples;
};

/// Reads rows, writes symbols.
class Modulator {
 public:
  Modulator(const GridFile& grid, const IqRow& row)
      : grid_{grid},
        ofdm_{grid.shape().numerology, std::size_t{grid.shape().prbs} * iq::kResPerPrb},
        row_(grid.row_octets()),
        res_(std::size_t{grid.shape().prbs} * iq::kResPerPrb),
        scale_{static_cast<float>(std::exp2(
            grid.shape().shift -
            (iq::full_scale_log2(row.like.format) - static_cast<double>(row.like.fs_offset)) / 2))} {}

  const iq::Ofdm& ofdm() const { return ofdm_; }
  const std::vector<Run>& runs() const { return runs_; }

  /// The number of symbol `n` of the grid within its subframe.
  unsigned in_subframe(std::uint64_t n) const {
    const radio::Numerology& numerology = grid_.shape().numerology;
    const std::uint64_t all = std::uint64_t{numerology.slots_per_subframe()} * numerology.symbols_per_slot();
    return static_cast<unsigned>(
        (n + std::uint64_t{grid_.clock().first_slot()} * numerology.symbols_per_slot()) % all);
  }
  /// Samples of all symbols.
  std::uint64_t samples() const {
    std::uint64_t sum = 0;
    for (std::uint64_t n = 0; n < grid_.symbols(); ++n)
      sum += ofdm_.cyclic_prefix(in_subframe(n)) + iq::Ofdm::fft_size(res_.size());
    return sum;
  }
  /// False when a file failed.
  bool symbol(std::uint64_t n, std::FILE* from, std::FILE* to) {
    if (std::fread(row_.data(), 1, row_.size(), from) != row_.size()) return false;
    const bool silent = std::all_of(row_.begin(), row_.end(), [](std::uint8_t octet) { return octet == 0; });
    for (std::size_t k = 0; k < res_.size(); ++k)
      res_[k] = {scale_ * number(4 * k), scale_ * number(4 * k + 2)};
    const auto samples = ofdm_.symbol(in_subframe(n), res_);
    if (!silent) {
      if (!runs_.empty() && runs_.back().first_symbol + runs_.back().symbols == n)
        runs_.back() = {runs_.back().first_symbol, runs_.back().symbols + 1, runs_.back().first_sample,
                        runs_.back().samples + samples.size()};
      else
        runs_.push_back({n, 1, at_, samples.size()});
    }
    at_ += samples.size();
    return std::fwrite(samples.data(), sizeof samples[0], samples.size(), to) == samples.size();
  }

 private:
  float number(std::size_t at) const {
    return static_cast<float>(static_cast<std::int16_t>(row_[at] | row_[at + 1] << 8));
  }

  const GridFile& grid_;
  iq::Ofdm ofdm_;
  std::vector<std::uint8_t> row_;
  std::vector<std::complex<float>> res_;
  float scale_;
  std::uint64_t at_ = 0;
  std::vector<Run> runs_;
};

/// "37.4.1.0" of symbol `n` of the grid.
std::string radio_time(const GridFile& grid, std::uint64_t n) {
  const radio::Numerology& numerology = grid.shape().numerology;
  const radio::RadioTime first = grid.clock().first().value_or(radio::RadioTime{});
  const std::uint64_t slot = std::uint64_t{first.subframe} * numerology.slots_per_subframe() +
                             grid.clock().first_slot() + n / numerology.symbols_per_slot();
  const std::uint64_t subframe = slot / numerology.slots_per_subframe();
  return fmt::format("{}.{}.{}.{}", (first.frame + subframe / 10) % 256, subframe % 10,
                     slot % numerology.slots_per_subframe(), n % numerology.symbols_per_slot());
}

std::string meta_of(const GridFile& grid, const IqRow& row, const Modulator& modulator) {
  using Json = nlohmann::ordered_json;
  const IqSection& like = row.like;
  const double edge = 6.0 * grid.shape().prbs * 15'000 * (1u << grid.shape().numerology.mu);
  const std::string name = fmt::format("eAxC 0x{:04x} {} {}", like.eaxc.value, name_of(like.direction),
                                       profile::name_of(like.kind));
  Json meta;
  meta["global"] = {
      {"core:datatype", "cf32_le"},
      {"core:sample_rate", modulator.ofdm().sample_rate_hz()},
      {"core:version", "1.2.0"},
      {"core:num_channels", 1},
      {"core:recorder", fmt::format("plumbline {}", PLUMBLINE_VERSION)},
      {"core:description",
       fmt::format(
           "{}: OFDM symbols made from the resource elements of the fronthaul by an inverse FFT of {} that "
           "keeps the energy, cyclic prefix in front (3GPP TS 38.211 5.3.1). 1.0 is the amplitude of full "
           "scale of {}. Not what a radio sent or received: no filter, no phase compensation (5.4).",
           name, iq::Ofdm::fft_size(std::size_t{grid.shape().prbs} * iq::kResPerPrb), name_of(like.format))},
      {"core:extensions", {{{"name", "plumbline"}, {"version", "1.0.0"}, {"optional", true}}}}};
  meta["captures"] = {{{"core:sample_start", 0}, {"plumbline:first_symbol", radio_time(grid, 0)}}};
  Json& annotations = meta["annotations"] = Json::array();
  for (const Run& run : modulator.runs()) {
    if (annotations.size() == kMostAnnotations) break;
    annotations.push_back({{"core:sample_start", run.first_sample},
                           {"core:sample_count", run.samples},
                           {"core:freq_lower_edge", -edge},
                           {"core:freq_upper_edge", edge},
                           {"core:label", radio_time(grid, run.first_symbol)},
                           {"core:comment", fmt::format("{}, {} symbols from {} on", name, run.symbols,
                                                        radio_time(grid, run.first_symbol))}});
  }
  return meta.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

Result<void, Error> write_sigmf(const GridFile& grid, const IqRow& row, const std::string& base) {
  const std::string path = base + ".sigmf-data";
  const auto failed = [&] {
    return fail(fmt::format("{}: writing failed: {}", path, std::strerror(errno)), "is the disk full?");
  };
  Modulator modulator{grid, row};
  const std::uint64_t octets = modulator.samples() * sizeof(std::complex<float>);
  if (octets > GridFile::kMostOctets)
    return fail(fmt::format("{}: {} octets are more than a file of {} GiB", path, octets,
                            GridFile::kMostOctets >> 30),
                "take less with --slots");
  const File from{std::fopen(grid.path().c_str(), "rb"), &std::fclose};
  if (!from || fseeko(from.get(), off_t{GridFile::kHeaderOctets}, SEEK_SET) != 0)
    return fail(fmt::format("{}: cannot be read back: {}", grid.path(), std::strerror(errno)), "");
  File to{std::fopen(path.c_str(), "wb"), &std::fclose};
  if (!to)
    return fail(fmt::format("{}: cannot be written: {}", path, std::strerror(errno)),
                "choose another folder");
  for (std::uint64_t n = 0; n < grid.symbols() && !interrupted(); ++n)
    if (!modulator.symbol(n, from.get(), to.get())) return failed();
  if (std::fclose(to.release()) != 0) return failed();
  return write_text(base + ".sigmf-meta", meta_of(grid, row, modulator));
}

}  // namespace plumbline::app

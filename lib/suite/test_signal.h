// Uplink samples against the test signal that the antennas of the unit receive.
#pragma once

#include <array>
#include <map>
#include <string>
#include <vector>

#include "iq/evm.h"
#include "suite/samples.h"

namespace plumbline::suite {

/// A third of the band.
struct Third {
  double power = 0;  ///< sum of squares
  std::uint64_t samples = 0;
  iq::Evm evm;
  iq::BitErrors bits;
  Third& operator+=(const Third& other);
};
using Thirds = std::array<Third, iq::kTestThirds>;

/// What the antennas of a unit receive, and how samples compare with it.
class TestSignal {
 public:
  explicit TestSignal(const Setup& setup) : setup_{&setup} {}
  /// The gain of a third is fitted: how strong the signal is, and its phase, are not of it. PRBs beyond the
  /// carrier are left out.
  Thirds look(const SymbolSamples& symbol);

 private:
  const std::vector<iq::Point>& reference(radio::Eaxc eaxc, unsigned prbs);

  const Setup* setup_;
  std::map<std::uint16_t, std::vector<iq::Point>> references_;
};

/// UL of PUSCH and SRS that was asked for.
bool is_test_signal(const SeenUplane& seen);
/// Why the test signal cannot be judged; empty: it can. For Case::not_applicable.
std::string no_test_signal(const Setup& setup);
/// Whether a format leaves 64QAM at -20 dB its points.
bool holds_test_signal(profile::Method method, unsigned width);

}  // namespace plumbline::suite

// The counters that the standard asks a unit to keep.
#pragma once

#include <cstdint>

namespace plumbline::emulator {

/// 64 bits, from 0 on. Source: CUS v17.01 9.1. `_c`: C-plane, without: U-plane; totals of `rx` are of both.
struct Counters {
  std::uint64_t rx_total = 0;
  std::uint64_t rx_on_time = 0, rx_early = 0, rx_late = 0;
  std::uint64_t rx_on_time_c = 0, rx_early_c = 0, rx_late_c = 0;
  std::uint64_t rx_corrupt = 0, rx_seqid_err = 0, rx_seqid_err_c = 0, rx_err_drop = 0;
  std::uint64_t tx_total = 0, tx_total_c = 0;
  friend bool operator==(const Counters&, const Counters&) = default;
};

}  // namespace plumbline::emulator

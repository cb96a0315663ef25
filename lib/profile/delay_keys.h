// The names of the delay windows in a link file, for its reader and its printer.
#pragma once

#include <array>
#include <optional>

#include "profile/link.h"

namespace plumbline::profile {

/// One window: its two keys without the unit, and where it is kept.
struct DelayKey {
  const char* max;
  const char* min;
  std::optional<Delay> Delays::*window;
};

/// All windows, in the order of the file.
inline constexpr std::array<DelayKey, 10> kDelayKeys{{
    {"t1a_max_up", "t1a_min_up", &Delays::t1a_up},
    {"t1a_max_cp_dl", "t1a_min_cp_dl", &Delays::t1a_cp_dl},
    {"t1a_max_cp_ul", "t1a_min_cp_ul", &Delays::t1a_cp_ul},
    {"t2a_max_up", "t2a_min_up", &Delays::t2a_up},
    {"t2a_max_cp_dl", "t2a_min_cp_dl", &Delays::t2a_cp_dl},
    {"t2a_max_cp_ul", "t2a_min_cp_ul", &Delays::t2a_cp_ul},
    {"ta3_max", "ta3_min", &Delays::ta3},
    {"ta3_prach_max", "ta3_prach_min", &Delays::ta3_prach},
    {"ta4_max", "ta4_min", &Delays::ta4},
    {"ta4_prach_max", "ta4_prach_min", &Delays::ta4_prach},
}};

}  // namespace plumbline::profile

// Which PRBs a section names where SE 6 or SE 12 says so. Source: CUS v17.01 7.7.6, 7.7.12.
#pragma once

#include <algorithm>
#include <cstdint>

#include "wire/cplane/extension_06.h"

namespace plumbline::wire {

/// RBGs that rbgMask can name.
inline constexpr std::uint32_t kMostRbgs = 28;

/// Whether `count` PRBs from `start` on have more RBGs: then the section is void (CUS v17.01 7.7.6.3).
/// rbgSize is not 0.
constexpr bool exceeds_rbg_mask(const Extension6& groups, std::uint32_t start, std::uint32_t count) {
  const std::uint32_t size = rbg_prbs(groups.rbg_size);
  return start % size + count > kMostRbgs * size;
}

/// Calls `add(first, count)` for the ones of rbgMask, in rising order. RBG boundaries are multiples of the
/// size, so the first RBG may be shorter; nothing reaches behind the section. rbgSize is not 0. Source: CUS
/// v17.01 7.7.6.3.
template <class Add>
void each_rbg(const Extension6& groups, std::uint32_t start, std::uint32_t count, Add&& add) {
  const std::uint32_t size = rbg_prbs(groups.rbg_size), end = start + count;
  std::uint32_t first = start, next = start + size - start % size;
  for (unsigned rbg = 0; rbg < kMostRbgs && first < end; ++rbg) {
    if ((groups.rbg_mask >> rbg & 1) != 0) add(first, std::min(next, end) - first);
    first = next;
    next += size;
  }
}

/// Calls `add(first, count)` for ranges that follow each other: the section's own, then pairs of a gap and a
/// length; `room` is that of an SE 12. Source: CUS v17.01 7.7.12.
template <class Add>
void each_range(const View& room, std::uint32_t start, std::uint32_t count, Add&& add) {
  add(start, count);
  std::uint32_t at = start + count;
  for (std::uint32_t octet = 4; octet + 2 <= room.length; octet += 2) {
    at += room.data[octet];
    add(at, std::uint32_t{room.data[octet + 1]});
    at += room.data[octet + 1];
  }
}

}  // namespace plumbline::wire

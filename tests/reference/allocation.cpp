// Which PRBs a section speaks of, and what SE 10 groups: facts that other extensions need. CUS 7.7.6, .10,
// .12, .13.
#include <algorithm>

#include "reference/parts.h"

namespace reference {
namespace {

const Section::Extension* first(const Section& section, unsigned type, std::size_t octets_needed) {
  for (const Section::Extension& one : section.extensions)
    if (one.type == type && one.end - one.octet >= octets_needed) return &one;
  return nullptr;
}

/// One flag a PRB; grows as needed.
using Flags = std::vector<char>;

void mark(Flags& flags, std::size_t start, std::size_t count) {
  if (count == 0) return;
  if (flags.size() < start + count) flags.resize(start + count, 0);
  std::fill_n(flags.begin() + static_cast<std::ptrdiff_t>(start), count, char{1});
}

void mark_groups(Flags& flags, const Octets& octets, std::size_t at, std::size_t start, std::size_t count) {
  static const std::size_t sizes[] = {1, 1, 2, 3, 4, 6, 8, 16};
  const std::size_t size = sizes[bits(octets, 8 * (at + 2) + 1, 3)];
  std::size_t lowest = start;
  for (unsigned group = 0; group < 28; ++group) {
    const std::size_t next = lowest + (group == 0 ? size - start % size : size);
    const bool used = bits(octets, 8 * (at + 2) + 4 + 27 - group, 1) == 1;
    const std::size_t end = std::min(next, start + count);
    if (used && end > lowest) mark(flags, lowest, end - lowest);
    lowest = next;
  }
}

void mark_ranges(Flags& flags, const Octets& octets, const Section::Extension& ranges, std::size_t start,
                 std::size_t count) {
  std::size_t lowest = start, n = count;
  for (std::size_t at = ranges.octet + 4;; at += 2) {
    mark(flags, lowest, n);
    if (at + 2 > ranges.end) return;
    lowest += n + bits(octets, 8 * at, 8);
    n = bits(octets, 8 * (at + 1), 8);
  }
}

}  // namespace

std::size_t ports_of(const Octets& octets, const Section& section) {
  const Section::Extension* group = first(section, 10, 3);
  if (group == nullptr) return 1;
  const std::size_t ports = bits(octets, 8 * (group->octet + 2) + 2, 6);
  const std::size_t counted = ports == 0 ? 64 : ports;
  return bits(octets, 8 * (group->octet + 2), 2) == 3 ? counted : counted + 1;
}

std::optional<Allocation> allocation(const Octets& octets, const Section& section,
                                     const Parameters& parameters) {
  const Section::Extension* groups = first(section, 6, 8);
  const Section::Extension* ranges = first(section, 12, 4);
  if (groups != nullptr && ranges != nullptr) (groups->octet < ranges->octet ? ranges : groups) = nullptr;
  if (groups != nullptr && bits(octets, 8 * (groups->octet + 2) + 1, 3) == 0) groups = nullptr;
  const std::size_t count = section.count == 0 ? parameters.carrier_prbs : section.count;
  if (count == 0) return std::nullopt;
  std::vector<std::size_t> starts{section.count == 0 ? 0 : section.start};
  if (const Section::Extension* hops = first(section, 13, 4))
    for (std::size_t at = hops->octet + 2; at + 2 <= hops->end; at += 2)
      starts.push_back(bits(octets, 8 * at + 6, 10));
  Flags flags;
  for (const std::size_t start : starts) {
    if (groups != nullptr) {
      mark_groups(flags, octets, groups->octet, start, count);
    } else if (ranges != nullptr) {
      mark_ranges(flags, octets, *ranges, start, count);
    } else {
      mark(flags, start, count);
    }
  }
  Allocation found;
  for (std::size_t prb = 0; prb < flags.size(); ++prb)
    if (flags[prb] != 0) found.prbs.push_back(prb);
  found.start = *std::min_element(starts.begin(), starts.end());
  found.every_other = section.every_other && section.count != 0 && groups == nullptr && ranges == nullptr;
  return found;
}

}  // namespace reference

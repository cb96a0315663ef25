#include "wire/cplane/parameters.h"

#include <bitset>

#include "wire/cplane/extensions.h"
#include "wire/cplane/prb_runs.h"

namespace plumbline::wire {
namespace {

constexpr std::uint16_t kNoUe = 0x7FFF;
constexpr std::uint32_t kStarts = 1024;  ///< startPrbc has 10 bits

/// The first extension of each kind that others depend on.
struct Neighbours {
  std::optional<Extension> ports;       ///< SE 10
  std::optional<Extension> allocation;  ///< SE 6 or 12
  std::optional<Extension> hops;        ///< SE 13
  bool bundles = false;                 ///< there is an SE 11
};

Neighbours neighbours_of(const Section& section) {
  Neighbours found;
  ExtensionWalk walk{section.extensions};
  Extension extension;
  while (walk.next(extension)) {
    const std::uint8_t type = extension.type;
    const bool is_allocation = (type == 6 && extension.room().length >= 8) || type == 12;
    if (type == 10 && !found.ports) found.ports = extension;
    if (is_allocation && !found.allocation) found.allocation = extension;
    if (type == 13 && !found.hops) found.hops = extension;
    if (type == 11) found.bundles = true;
    if (!extension.ef) break;
  }
  return found;
}

/// Counts the ids of an SE 10.
struct IdSink : NullLayoutSink {
  unsigned ids = 0;
  void item(const Extension10::Port& port) { ids += port.id != kNoUe; }
};

void read_ports(const Extension& extension, SectionContext& context) {
  Extension10 group;
  IdSink sink;
  read_extension(extension, context, group, sink);
  context.ports = group.ports_named() + (group.beam_group_type == 3 ? 0 : 1);
  context.ids += sink.ids;
}

/// startPrbc and those of the hops (CUS v17.01 7.7.13), each once.
std::bitset<kStarts> starts_of(std::uint16_t start, const std::optional<Extension>& hops) {
  std::bitset<kStarts> starts;
  starts.set(start);
  if (!hops) return starts;
  const View room = hops->room();
  for (std::uint32_t octet = 2; octet + 2 <= room.length; octet += 2)
    starts.set(load_be16(room.data + octet) % kStarts);
  return starts;
}

std::optional<Allocation> allocation_of(const Section& section, const Neighbours& found,
                                        const SectionContext& context) {
  const bool all = section.num_prb == 0;
  const std::uint32_t count = all ? context.parameters.carrier_prbs : section.num_prb;
  if (count == 0) return std::nullopt;
  const bool ranges = found.allocation && found.allocation->type == 12;
  Extension6 groups;
  if (found.allocation && !ranges) decode_extension_body(*found.allocation, context, groups);
  Allocation allocation{.every_second = section.rb && !all && !ranges && groups.rbg_size == 0};
  const std::bitset<kStarts> starts = starts_of(all ? 0 : section.start_prb & 0x3FF, found.hops);
  const auto add = [&](std::uint32_t first, std::uint32_t prbs) { allocation.prbs.add(first, prbs); };
  for (std::uint32_t start = kStarts; start-- > 0;) {
    if (!starts[start]) continue;
    allocation.start = start;
    if (ranges)
      each_range(found.allocation->room(), start, count, add);
    else if (groups.rbg_size != 0)
      each_rbg(groups, start, count, add);
    else
      add(start, count);
  }
  return allocation;
}

}  // namespace

SectionContext context_of(const Section& section, std::uint8_t section_type,
                          const CplaneParameters& parameters) {
  SectionContext context{.parameters = parameters, .section = section, .section_type = section_type};
  context.ids = section.beam_id != kNoUe ? 1 : 0;
  const Neighbours found = neighbours_of(section);
  if (found.ports) read_ports(*found.ports, context);
  if (found.bundles || section_type == 10) context.allocation = allocation_of(section, found, context);
  return context;
}

std::optional<std::uint32_t> bundle_count(const SectionContext& context, bool rad, unsigned bundle_offset,
                                          unsigned num_bund_prb, std::uint64_t most) {
  if (!context.allocation || context.allocation->every_second || num_bund_prb == 0) return std::nullopt;
  const PrbSet& prbs = context.allocation->prbs;
  std::uint32_t count = 0;
  std::uint32_t prb = prbs.next(0);
  while (prb < prbs.end() && count <= most) {
    if (rad) {  // a run is cut into bundles from its start; only the first is moved
      const std::uint32_t gap = prbs.next_gap(prb);
      const std::uint32_t length = gap - prb + (count == 0 ? bundle_offset : 0);
      count += (length + num_bund_prb - 1) / num_bund_prb;
      prb = prbs.next(gap);
    } else {  // a bundle of the grid counts when one of its PRBs is in the set
      const std::uint32_t origin = context.allocation->start;
      const std::uint32_t bundle = (prb - origin + bundle_offset) / num_bund_prb;
      ++count;
      prb = prbs.next(origin + (bundle + 1) * num_bund_prb - bundle_offset);
    }
  }
  return count;
}

std::optional<std::uint32_t> prb_count(const SectionContext& context) {
  if (!context.allocation) return std::nullopt;
  return context.allocation->prbs.count();
}

}  // namespace plumbline::wire

// Section extensions 11 to 20. CUS 7.7.11 to 7.7.20, 7.9.4.
#include <set>

#include "reference/parts.h"

namespace reference {
namespace {

/// How many bundles extension 11 has, nothing when that is not known.
std::optional<std::size_t> bundle_count(const Room& room, const Json& told, const Section& section,
                                        const Parameters& parameters) {
  const std::optional<Allocation> found = allocation(room.octets, section, parameters);
  const std::size_t size = told["numBundPrb"], offset = told["bundleOffset"];
  if (!found || found->every_other || size == 0) return std::nullopt;
  const std::vector<std::size_t>& prbs = found->prbs;
  std::size_t count = 0;
  if (told["RAD"] == 1) {
    std::size_t run = offset;
    for (std::size_t i = 0; i < prbs.size(); ++i) {
      ++run;
      if (i + 1 < prbs.size() && prbs[i + 1] == prbs[i] + 1) continue;
      count += (run + size - 1) / size;
      run = 0;
    }
  } else {
    std::set<std::size_t> bundles;
    for (const std::size_t prb : prbs) bundles.insert((prb + offset - found->start) / size);
    count = bundles.size();
  }
  return count;
}

void bundles(Room& room, Json& told, const Section& section, const Parameters& parameters) {
  if (!room.step(16)) return;
  room.number(told, "disableBFWs", 1);
  room.number(told, "RAD", 1);
  room.number(told, "bundleOffset", 6);
  room.number(told, "numBundPrb", 8);
  const bool with_weights = told["disableBFWs"] == 0;
  WeightFormat format;
  if (with_weights) {
    if (!room.step(8)) return;
    format = read_weight_header(room, told, parameters.weights);
  }
  room.list("bundles");
  if (with_weights && !format.known()) return room.not_known(format.lacks());
  const std::optional<std::size_t> count = bundle_count(room, told, section, parameters);
  for (std::size_t i = 0; !count || i < *count; ++i) {
    std::size_t size = 16, pairs = 0;
    if (with_weights) {
      pairs = format.pairs(room.octets, room.bit);
      size = format.param_bits() + 16 + (2 * format.width * pairs + 7) / 8 * 8;
    }
    if (!count && size > room.left()) return;
    if (!room.step(size)) return;
    Json bundle = room.entry();
    if (with_weights) read_weight_param(room, bundle, format);
    room.number(bundle, "contInd", 1);
    room.number(bundle, "beamId", 15);
    if (with_weights) read_samples(room, bundle, "weights", pairs, format.width);
    room.fill(bundle);
    told["bundles"].push_back(bundle);
  }
}

/// Extension 12.
void ranges(Room& room, Json& told) {
  if (!room.step(16)) return;
  room.sign(told, "priority", 2);
  room.mask(told, "symbolMask", 14);
  room.list("ranges");
  while (room.left() >= 16) {
    Json range = room.entry();
    room.number(range, "offStartPrb", 8);
    room.number(range, "numPrb", 8);
    told["ranges"].push_back(range);
  }
}

/// Extension 13.
void hops(Room& room, Json& told) {
  room.list("hops");
  while (room.left() >= 16) {
    Json hop = room.entry();
    room.reserved(hop, 2);
    room.number(hop, "nextSymbolId", 4);
    room.number(hop, "nextStartPrbc", 10);
    told["hops"].push_back(hop);
  }
}

/// Extension 14.
void nulling(Room& room, Json& told, const Section& section) {
  room.list("layers");
  for (std::size_t i = 0; i < ports_of(room.octets, section); ++i) {
    if (!room.step(8)) return;
    Json layer = room.entry();
    room.number(layer, "nullLayerInd", 8);
    told["layers"].push_back(layer);
  }
}

/// Extension 17: nibbles up to the last that is not 0.
void user_groups(Room& room, Json& told) {
  std::size_t last = room.bit;
  for (std::size_t at = room.bit; at + 4 <= room.end_bit; at += 4)
    if (bits(room.octets, at, 4) != 0) last = at + 4;
  room.list("users");
  while (room.bit < last) {
    Json user = room.entry();
    room.number(user, "numUeID", 4);
    told["users"].push_back(user);
  }
}

/// Extension 19.
void compact(Room& room, Json& told, const Parameters& parameters) {
  if (!room.step(24)) return;
  room.number(told, "disableBFWs", 1);
  room.number(told, "repetition", 1);
  room.number(told, "numPortc", 6);
  room.sign(told, "priority", 2);
  room.mask(told, "symbolMask", 14);
  if (told["repetition"] == 1) return;
  const bool with_weights = told["disableBFWs"] == 0;
  WeightFormat format;
  if (with_weights) {
    if (!room.step(8)) return;
    format = read_weight_header(room, told, parameters.weights);
  }
  room.list("ports");
  if (with_weights && !format.known()) return room.not_known(format.lacks());
  const unsigned count = told["numPortc"] == 0 ? 64 : told["numPortc"].get<unsigned>();
  for (unsigned i = 0; i < count; ++i) {
    std::size_t size = 48, pairs = 0;
    if (with_weights) {
      pairs = format.pairs(room.octets, room.bit + 48);
      size += format.param_bits() + (2 * format.width * pairs + 7) / 8 * 8;
    }
    if (!room.step(size)) return;
    Json port = room.entry();
    room.reserved(port, 4);
    room.mask(port, "portReMask", 12);
    room.reserved(port, 2);
    room.mask(port, "portSymbolMask", 14);
    room.reserved(port, 1);
    room.number(port, "beamId", 15);
    if (with_weights) {
      read_weight_param(room, port, format);
      read_samples(room, port, "weights", pairs, format.width);
    }
    room.fill(port);
    told["ports"].push_back(port);
  }
}

/// Extension 20.
void puncturing(Room& room, Json& told) {
  if (!room.step(8)) return;
  room.number(told, "numPuncPatterns", 8);
  const unsigned count = told["numPuncPatterns"];
  room.list("patterns");
  for (unsigned i = 0; i < count; ++i) {
    const bool with_groups = room.left() >= 48 && bits(room.octets, room.bit + 47, 1) == 1;
    if (!room.step(with_groups ? 80 : 48)) return;
    Json pattern = room.entry();
    room.mask(pattern, "symbolMask", 14);
    room.number(pattern, "startPuncPrb", 10);
    room.number(pattern, "numPuncPrb", 8);
    room.mask(pattern, "puncReMask", 12);
    room.number(pattern, "rb", 1);
    room.reserved(pattern, 1);
    room.number(pattern, "multiSDScope", 1);
    room.number(pattern, "rbgIncl", 1);
    if (with_groups) {
      room.reserved(pattern, 1);
      room.number(pattern, "rbgSize", 3);
      room.mask(pattern, "rbgMask", 28);
    }
    told["patterns"].push_back(pattern);
  }
}

}  // namespace

void extension_11_to_20(Room& room, Json& told, unsigned type, const Section& section,
                        const Parameters& parameters) {
  switch (type) {
    case 11:
      return bundles(room, told, section, parameters);
    case 12:
      return ranges(room, told);
    case 13:
      return hops(room, told);
    case 14:
      return nulling(room, told, section);
    case 17:
      return user_groups(room, told);
    case 19:
      return compact(room, told, parameters);
    case 20:
      return puncturing(room, told);
    default:
      break;
  }
  if (type == 15 && room.step(48)) {
    room.mask(told, "frameStructure", 8);
    room.sign(told, "freqOffset", 24);
    room.number(told, "cpLength", 16);
  }
  if (type == 16) {
    room.list("masks");
    while (room.left() >= 64) {
      Json one = room.entry();
      room.mask(one, "antMask", 64);
      told["masks"].push_back(one);
    }
  }
  if (type == 18 && room.step(40)) {
    room.number(told, "transmissionWindowOffset", 16);
    room.reserved(told, 2);
    room.number(told, "transmissionWindowSize", 14);
    room.reserved(told, 6);
    room.number(told, "toT", 2);
  }
}

}  // namespace reference

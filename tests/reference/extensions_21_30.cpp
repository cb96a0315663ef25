// Section extensions 21 to 28 (CUS 7.7.21 to 7.7.28), and 29 and 30, which came after v17.
#include "reference/parts.h"

namespace reference {
namespace {

void read_set(Room& room, Json& set) {
  room.mask(set, "mcScaleReMask", 12);
  room.number(set, "csf", 1);
  room.number(set, "mcScaleOffset", 15);
}

/// Extension 23.
void symbol_patterns(Room& room, Json& told) {
  if (!room.step(16)) return;
  room.number(told, "numSymPrbPattern", 4);
  room.reserved(told, 3);
  room.number(told, "prbMode", 1);
  room.reserved(told, 8);
  const unsigned count = told["numSymPrbPattern"];
  const bool blocks = told["prbMode"] == 1;
  room.list("patterns");
  for (unsigned i = 0; i < count; ++i) {
    const unsigned written =
        room.left() < 32 ? 0 : static_cast<unsigned>(bits(room.octets, room.bit + 16, 4));
    const unsigned sets = written == 0 ? 1 : written;
    if (!room.step(32 + 32 * sets)) return;
    Json pattern = room.entry();
    room.reserved(pattern, 2);
    room.mask(pattern, "symMask", 14);
    room.number(pattern, "numMcScaleOffset", 4);
    if (blocks) {
      room.number(pattern, "prbBlkOffset", 8);
      room.number(pattern, "prbBlkSize", 8);
    } else {
      room.mask(pattern, "prbPattern", 4);
      room.reserved(pattern, 8);
    }
    pattern["sets"] = Json::array();
    for (unsigned s = 0; s < sets; ++s) {
      Json set = room.entry();
      if (!blocks || s > 0) room.reserved(set, 4);
      read_set(room, set);
      pattern["sets"].push_back(set);
    }
    told["patterns"].push_back(pattern);
  }
}

/// The ids of the section that are scheduled: its own, then those of extension 10.
std::size_t scheduled_ids(const Octets& octets, const Section& section) {
  std::size_t count = section.own_id != 0x7fff ? 1 : 0;
  for (const Section::Extension& one : section.extensions) {
    if (one.type != 10 || one.end < one.octet + 3) continue;
    const unsigned type = static_cast<unsigned>(bits(octets, 8 * (one.octet + 2), 2));
    std::size_t ports = bits(octets, 8 * (one.octet + 2) + 2, 6);
    if (ports == 0) ports = 64;
    const std::size_t size = type == 3 ? 3 : 2;
    std::size_t at = one.octet + (type == 3 ? 4 : 3);
    if (type < 2) return count;
    for (std::size_t i = type == 3 ? 1 : 0; i < ports && at + size <= one.end; ++i, at += size)
      if (bits(octets, 8 * at + 1, 15) != 0x7fff) ++count;
    return count;
  }
  return count;
}

/// Extension 24.
void dmrs(Room& room, Json& told, const Section& section) {
  if (!room.step(16)) return;
  room.number(told, "aIpnPerSym", 1);
  room.number(told, "antDmrsSnr", 1);
  room.reserved(told, 1);
  room.number(told, "userGroupSize", 5);
  room.number(told, "userGroupId", 8);
  room.list("entries");
  const std::size_t count = scheduled_ids(room.octets, section);
  for (std::size_t i = 0; i < count; ++i) {
    if (!room.step(8)) return;
    const unsigned type = static_cast<unsigned>(bits(room.octets, room.bit, 3));
    if (type > 3) return room.not_known("entryType reserved");
    if (!room.step(type >= 2 ? 80 : 8)) return;
    Json entry = room.entry();
    room.number(entry, "entryType", 3);
    room.number(entry, "dmrsPortNumber", 5);
    if (type >= 2) {
      room.number(entry, "ueIdReset", 1);
      room.reserved(entry, 1);
      room.mask(entry, "dmrsSymbolMask", 14);
      room.number(entry, "scrambling", 16);
      room.number(entry, "nscid", 1);
      if (type == 2) {
        room.number(entry, "dType", 1);
        room.number(entry, "cdmWithoutData", 2);
        room.number(entry, "lambda", 2);
      } else {
        room.reserved(entry, 1);
        room.number(entry, "lowPaprType", 2);
        room.number(entry, "hoppingMode", 2);
      }
      room.number(entry, "firstPrb", 9);
      room.number(entry, "lastPrb", 9);
      room.reserved(entry, 16);
    }
    told["entries"].push_back(entry);
  }
}

/// Extension 25.
void reordering(Room& room, Json& told) {
  room.list("layers");
  while (room.left() >= 56) {
    Json layer = room.entry();
    layer["txWinForOnAirSymbol"] = Json::array();
    for (unsigned i = 0; i < 14; ++i) {
      layer["txWinForOnAirSymbol"].push_back(bits(room.octets, room.bit, 4));
      room.bit += 4;
    }
    told["layers"].push_back(layer);
  }
}

/// Extension 26.
void frequency_offsets(Room& room, Json& told) {
  if (!room.step(16)) return;
  room.reserved(told, 8);
  room.reserved(told, 1);
  room.number(told, "numFoFb", 7);
  const unsigned count = told["numFoFb"];
  room.list("offsets");
  for (unsigned i = 0; i < count; ++i) {
    if (!room.step(16)) return;
    Json offset = room.entry();
    room.sign(offset, "freqOffsetFb", 16);
    told["offsets"].push_back(offset);
  }
}

/// Extension 27.
void beams(Room& room, Json& told) {
  if (!room.step(16)) return;
  room.number(told, "beamType", 2);
  room.reserved(told, 6);
  room.number(told, "numElements", 8);
  const unsigned type = told["beamType"];
  const unsigned elements = told["numElements"];
  room.list("beams");
  if (type >= 2) return room.not_known("beamType reserved");
  const unsigned count = type == 1 ? 1 : elements == 0 ? 256 : elements;
  for (unsigned i = 0; i < count; ++i) {
    if (!room.step(16)) return;
    Json beam = room.entry();
    room.reserved(beam, 1);
    room.number(beam, "beamId", 15);
    told["beams"].push_back(beam);
  }
}

/// Extension 28.
void sinr_resolution(Room& room, Json& told) {
  if (!room.step(8)) return;
  room.reserved(told, 3);
  room.number(told, "numUeSinrRpt", 5);
  const unsigned count = told["numUeSinrRpt"];
  room.list("ues");
  for (unsigned i = 0; i < count; ++i) {
    if (!room.step(4)) return;
    Json ue = room.entry();
    room.reserved(ue, 1);
    room.number(ue, "numSinrPerPrb", 3);
    told["ues"].push_back(ue);
  }
}

/// Extension 30.
void repetitions(Room& room, Json& told) {
  if (!room.step(16)) return;
  room.reserved(told, 4);
  room.number(told, "numRepUe", 4);
  room.reserved(told, 8);
  const unsigned count = told["numRepUe"];
  room.list("ues");
  for (unsigned i = 0; i < count; ++i) {
    const unsigned written =
        room.left() < 16 ? 0 : static_cast<unsigned>(bits(room.octets, room.bit + 10, 6));
    if (!room.step(count == 1 ? 32 : 16 + 16 * written)) return;
    Json ue = room.entry();
    room.reserved(ue, 1);
    room.number(ue, "isLastRep", 1);
    room.number(ue, "repIndex", 6);
    room.reserved(ue, 2);
    room.number(ue, "numReps", 6);
    if (count == 1) room.reserved(ue, 16);
    if (count != 1) ue["reps"] = Json::array();
    for (unsigned r = 0; count != 1 && r < written; ++r) {
      Json rep = room.entry();
      room.reserved(rep, 1);
      room.number(rep, "repUeId", 15);
      ue["reps"].push_back(rep);
    }
    told["ues"].push_back(ue);
  }
}

}  // namespace

void extension_21_to_30(Room& room, Json& told, unsigned type, const Section& section) {
  switch (type) {
    case 23:
      return symbol_patterns(room, told);
    case 24:
      return dmrs(room, told, section);
    case 25:
      return reordering(room, told);
    case 26:
      return frequency_offsets(room, told);
    case 27:
      return beams(room, told);
    case 28:
      return sinr_resolution(room, told);
    case 30:
      return repetitions(room, told);
    default:
      break;
  }
  if (!room.step(16)) return;
  if (type == 21) {
    room.number(told, "ciPrbGroupSize", 8);
    room.reserved(told, 6);
    room.number(told, "prgSize", 2);
  }
  if (type == 22) room.number(told, "ackNackReqId", 16);
  if (type == 29) {
    room.reserved(told, 4);
    room.number(told, "cdScgSize", 4);
    room.number(told, "cdScgPhaseStep", 8);
  }
}

}  // namespace reference

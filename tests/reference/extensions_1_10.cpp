// Section extensions 1 to 10. CUS 7.7.1 to 7.7.10.
#include "reference/parts.h"

namespace reference {
namespace {

void weights(Room& room, Json& told, const Parameters& parameters) {
  if (!room.step(8)) return;
  const WeightFormat format = read_weight_header(room, told, parameters.weights);
  if (format.method > 5 || (format.count == 0 && format.method > 3)) return room.not_known(format.lacks());
  if (!room.step(format.param_bits())) return;
  std::size_t pairs =
      room.left() > format.param_bits() ? (room.left() - format.param_bits()) / (2 * format.width) : 0;
  if (format.count > 0) pairs = format.pairs(room.octets, room.bit);
  read_weight_param(room, told, format);
  if (!room.step(2 * format.width * pairs)) return;
  read_samples(room, told, "weights", pairs, format.width);
}

/// Extension 2.
void attributes(Room& room, Json& told) {
  if (!room.step(16)) return;
  room.reserved(told, 2);
  room.number(told, "bfAzPtWidth", 3);
  room.number(told, "bfZePtWidth", 3);
  room.reserved(told, 2);
  room.number(told, "bfAz3ddWidth", 3);
  room.number(told, "bfZe3ddWidth", 3);
  const char* widths[] = {"bfAzPtWidth", "bfZePtWidth", "bfAz3ddWidth", "bfZe3ddWidth"};
  const char* keys[] = {"bfAzPt", "bfZePt", "bfAz3dd", "bfZe3dd"};
  std::size_t sum = 0;
  for (const char* width : widths) sum += told[width] == 0 ? 0 : told[width].get<std::size_t>() + 1;
  if (!room.step((sum + 7) / 8 * 8 + 8)) return;
  for (std::size_t i = 0; i < 4; ++i) {
    const unsigned width = told[widths[i]];
    if (width == 0) continue;
    if (i == 0) room.sign(told, keys[i], width + 1);
    if (i != 0) room.number(told, keys[i], width + 1);
  }
  room.fill(told);
  room.reserved(told, 2);
  room.number(told, "bfAzSl", 3);
  room.number(told, "bfZeSl", 3);
}

/// Extension 3.
void precoding(Room& room, Json& told) {
  if (!room.step(16)) return;
  room.number(told, "codebookIndex", 8);
  room.number(told, "layerId", 4);
  room.number(told, "numLayers", 4);
  if (told["layerId"] != 0 && told["layerId"] != 15) return;
  if (!room.step(64)) return;
  room.number(told, "txScheme", 4);
  room.mask(told, "crsReMask", 12);
  room.number(told, "crsShift", 1);
  room.reserved(told, 3);
  room.number(told, "crsSymNum", 4);
  room.reserved(told, 24);
  room.reserved(told, 1);
  room.number(told, "beamIdAP1", 15);
  if (room.left() < 32) return;
  room.reserved(told, 1);
  room.number(told, "beamIdAP2", 15);
  room.reserved(told, 1);
  room.number(told, "beamIdAP3", 15);
}

/// Extension 5: sets of 28 bits without gaps; a set of zeros that fills the last word is none.
void scaler_sets(Room& room, Json& told) {
  std::size_t sets = room.left() / 28;
  if (sets > 0 && room.left() % 28 == 0 && bits(room.octets, room.end_bit - 28, 28) == 0) --sets;
  room.list("sets");
  for (std::size_t i = 0; i < sets; ++i) {
    Json set = room.entry();
    room.mask(set, "mcScaleReMask", 12);
    room.number(set, "csf", 1);
    room.number(set, "mcScaleOffset", 15);
    told["sets"].push_back(set);
  }
}

/// Extension 6.
void groups(Room& room, Json& told) {
  if (!room.step(48)) return;
  room.number(told, "repetition", 1);
  room.number(told, "rbgSize", 3);
  room.mask(told, "rbgMask", 28);
  room.sign(told, "priority", 2);
  room.mask(told, "symbolMask", 14);
}

/// Extension 10.
void ports(Room& room, Json& told, const char* id) {
  if (!room.step(8)) return;
  room.number(told, "beamGroupType", 2);
  room.number(told, "numPortc", 6);
  const unsigned type = told["beamGroupType"];
  const unsigned count = told["numPortc"] == 0 ? 64 : told["numPortc"].get<unsigned>();
  if (type <= 1) {
    if (room.step(8)) room.reserved(told, 8);
    return;
  }
  if (type == 3) {
    if (!room.step(8)) return;
    room.number(told, "portListIndex", 8);
  }
  room.list("ports");
  for (unsigned i = type == 3 ? 1 : 0; i < count; ++i) {
    if (!room.step(type == 3 ? 24 : 16)) return;
    Json port = room.entry();
    room.reserved(port, 1);
    room.number(port, id, 15);
    if (type == 3) room.number(port, "portListIndex", 8);
    told["ports"].push_back(port);
  }
}

}  // namespace

void extension_1_to_10(Room& room, Json& told, unsigned type, const Section& section,
                       const Parameters& parameters) {
  switch (type) {
    case 1:
      return weights(room, told, parameters);
    case 2:
      return attributes(room, told);
    case 3:
      return precoding(room, told);
    case 5:
      return scaler_sets(room, told);
    case 6:
      return groups(room, told);
    case 10:
      return ports(room, told, section.id_key());
    default:
      break;
  }
  if (!room.step(16)) return;
  if (type == 4) {
    room.number(told, "csf", 1);
    room.number(told, "modCompScaler", 15);
  }
  if (type == 7) room.mask(told, "eAxCmask", 16);
  if (type == 8) room.sign(told, "regularizationFactor", 16);
  if (type == 9) {
    room.number(told, "technology", 8);
    room.reserved(told, 8);
  }
}

}  // namespace reference

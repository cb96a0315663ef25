// Beam weights and the parameters of their compression. CUS 7.7.1.2 to 7.7.1.5.
#include "reference/parts.h"

namespace reference {

std::size_t WeightFormat::param_bits() const {
  const std::size_t mask = 8 * ((count + 7) / 8);
  if (method == 0) return 0;
  return method <= 3 ? 8 : mask + 8;
}

std::size_t WeightFormat::pairs(const Octets& octets, std::size_t bit) const {
  if (method <= 3) return count;
  std::size_t ones = 0;
  for (std::size_t i = 0; i < count; ++i) ones += bits(octets, bit + i, 1);
  return ones;
}

WeightFormat read_weight_header(Room& room, Json& object, unsigned count) {
  WeightFormat format;
  room.number(object, "bfwIqWidth", 4);
  room.number(object, "bfwCompMeth", 4);
  const unsigned width = object["bfwIqWidth"];
  format.width = width == 0 ? 16 : width;
  format.method = object["bfwCompMeth"];
  format.count = count;
  return format;
}

void read_block_param(Room& room, Json& object, unsigned method) {
  if (method == 1) {
    room.reserved(object, 4);
    room.number(object, "exponent", 4);
  } else if (method == 2) {
    room.number(object, "blockScaler", 8);
  } else if (method == 3) {
    room.number(object, "compBitWidth", 4);
    room.number(object, "compShift", 4);
  }
}

void read_weight_param(Room& room, Json& object, const WeightFormat& format) {
  if (format.method == 4 || format.method == 5) {
    room.mask(object, "activeBeamspaceCoefficientMask", 8 * ((format.count + 7) / 8));
    read_block_param(room, object, format.method == 4 ? 2 : 1);
  } else {
    read_block_param(room, object, format.method);
  }
}

void read_samples(Room& room, Json& object, const char* key, std::size_t pairs, unsigned width) {
  object[key] = Json::array();
  for (std::size_t i = 0; i < pairs; ++i) {
    const std::int64_t real = signed_bits(room.octets, room.bit, width);
    const std::int64_t imaginary = signed_bits(room.octets, room.bit + width, width);
    object[key].push_back(Json::array({real, imaginary}));
    room.bit += 2 * width;
  }
}

}  // namespace reference

// Section types 4, 7, 8 and the measurements of 10 and 11. CUS 7.4.6, 7.4.9, 7.4.10, 7.4.12, 7.4.13.
#include <algorithm>

#include "reference/parts.h"

namespace reference {
namespace {

/// Bodies of command type 1; the room starts at the body, the command at `command`.
void time_domain_beams(Room& room, Json& told, const Parameters& parameters, std::size_t command) {
  if (!room.step(64)) return;
  room.reserved(told, 2);
  room.mask(told, "symbolMask", 14);
  room.number(told, "disableTDBFNs", 1);
  room.number(told, "tdBeamGrp", 15);
  const WeightFormat format = read_weight_header(room, told, parameters.weights);
  room.reserved(told, 24);
  if (told["disableTDBFNs"] == 1) return;
  room.list("beams");
  while (room.left() >= 16) {
    const bool with_weights = bits(room.octets, room.bit, 1) == 0;
    std::size_t pairs = 0, end = room.octet() + 2;
    if (with_weights) {
      if (!format.known() && room.left() < 32) return;
      if (!format.known()) return room.not_known(format.lacks());
      pairs = format.pairs(room.octets, room.bit + 16);
      end += (format.param_bits() + 2 * format.width * pairs + 7) / 8;
      end += (4 - (end - command) % 4) % 4;
      if (8 * end > room.end_bit) return;
    }
    Json beam = room.entry();
    room.number(beam, "disableTDBFWs", 1);
    room.number(beam, "tdBeamNum", 15);
    if (with_weights) {
      read_weight_param(room, beam, format);
      read_samples(room, beam, "weights", pairs, format.width);
      room.fill(beam);
      room.padding(beam, end);
    }
    told["beams"].push_back(beam);
  }
}

void tdd_pattern(Room& room, Json& told) {
  if (!room.step(32)) return;
  room.reserved(told, 2);
  room.mask(told, "dirPattern", 14);
  room.reserved(told, 2);
  room.mask(told, "guardPattern", 14);
}

/// What TRX_CONTROL and ASM share behind their first bits.
void sleep(Room& room, Json& told) {
  room.number(told, "sleepMode", 2);
  room.reserved(told, 4);
  room.number(told, "numSlotsExt", 20);
  room.reserved(told, 2);
  room.mask(told, "symbolMask", 14);
}

void trx_control(Room& room, Json& told) {
  if (!room.step(48)) return;
  room.reserved(told, 2);
  room.number(told, "log2MaskBits", 4);
  sleep(room, told);
  const std::size_t size = std::max<std::size_t>(16, std::size_t{1} << told["log2MaskBits"].get<unsigned>());
  if (!room.step(size)) return;
  room.mask(told, "antMask", size);
}

void asm_command(Room& room, Json& told) {
  if (!room.step(64)) return;
  room.reserved(told, 6);
  sleep(room, told);
  room.reserved(told, 16);
}

void laa_fields(Room& room, Json& told, unsigned type) {
  room.number(told, "lbtHandle", 16);
  if (type == 0 || type == 1) {
    room.number(told, "lbtOffset", 10);
    room.number(told, "lbtMode", 2);
    room.reserved(told, type == 0 ? 1 : 28);
  }
  if (type == 0) {
    room.number(told, "lbtDeferFactor", 3);
    room.number(told, "lbtBackoffCounter", 10);
    room.number(told, "MCOT", 4);
    room.reserved(told, 10);
  }
  if (type == 2) {
    room.number(told, "lbtPdschRes", 2);
    room.number(told, "inParSF", 1);
    room.number(told, "sfStatus", 1);
    room.number(told, "sfnSf", 12);
    room.reserved(told, 24);
  }
  if (type == 3 || type == 4 || type == 6) {
    room.number(told, type == 3 ? "lbtDrsRes" : type == 4 ? "lbtBufErr" : "lbtCWR_Rst", 1);
    room.reserved(told, 7);
  }
  if (type == 5) {
    room.number(told, "lbtCWConfig_H", 8);
    room.number(told, "lbtCWConfig_T", 8);
    room.number(told, "lbtMode", 2);
    room.number(told, "lbtTrafficClass", 3);
    room.reserved(told, 19);
  }
}

void values(Room& room, Json& told, const char* list, const char* key, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    if (!room.step(16)) return;
    Json one = room.entry();
    room.sign(one, key, 16);
    told[list].push_back(one);
  }
}

void report(Room& room, Json& told, unsigned type, const Section& section, const Parameters& parameters) {
  if ((type == 1 || type == 3) && room.step(32)) {
    room.sign(told, type == 1 ? "ueTae" : "ueFreqOffset", 16);
    room.reserved(told, 16);
  }
  if (type == 2) {
    room.list("layers");
    values(room, told, "layers", "ueLayerPower", room.left() / 16);
  }
  if ((type == 4 || type == 5) && room.step(16)) {
    room.reserved(told, 2);
    room.mask(told, "symbolMask", 14);
    std::size_t count = room.left() / 16;
    const std::optional<Allocation> found = allocation(room.octets, section, parameters);
    const std::size_t prbs = found ? found->prbs.size() : 0;
    if (prbs >= 1 && prbs <= count) count -= count % prbs;
    room.list("prbs");
    values(room, told, "prbs", "ipnPower", count);
  }
  if (type == 6) {
    const std::size_t elements = told["numElements"];
    room.list("elements");
    values(room, told, "elements", "antDmrsSnrVal", elements == 0 ? 256 : elements);
  }
  if (type == 7 && room.step(64)) {
    room.number(told, "ueAzAoa", 16);
    room.number(told, "ueZeAoa", 16);
    room.number(told, "uePosToaOffset", 16);
    room.reserved(told, 16);
  }
  if (type == 8 && room.step(32)) {
    room.number(told, "ueRadialSpeed", 16);
    room.reserved(told, 16);
  }
  if (type == 0 || type > 8) room.body();
}

void request(Room& room, Json& told, unsigned type) {
  if (type != 5) return room.body();
  if (!room.step(32)) return;
  room.reserved(told, 2);
  room.mask(told, "symbolMask", 14);
  room.reserved(told, 16);
}

}  // namespace

std::size_t read_commands(Message& message, std::size_t at, std::size_t count) {
  message.told["commands"] = Json::array();
  for (std::size_t i = 0; i < count; ++i) {
    if (!message.has(at + 8, "command")) return 0;
    const std::size_t end = at + 8 + 4 * bits(message.octets, 8 * (at + 1), 16);
    if (!message.has(end, "command")) return 0;
    message.told["commands"].push_back({{"octet", at}});
    Json& told = message.told["commands"].back();
    Room room{message.octets, at, end, told};
    room.number(told, "st4CmdType", 8);
    room.number(told, "st4CmdLen", 16);
    room.number(told, "numSlots", 8);
    room.number(told, "ackNackReqId", 16);
    room.reserved(told, 16);
    const unsigned type = told["st4CmdType"];
    if (type == 1) time_domain_beams(room, told, message.parameters, at);
    if (type == 2) tdd_pattern(room, told);
    if (type == 3) trx_control(room, told);
    if (type == 4) asm_command(room, told);
    if (type == 0 || type > 4) room.body();
    room.finish();
    at = end;
  }
  return at;
}

std::size_t read_laa(Message& message, std::size_t at, std::size_t header) {
  if (!message.has(at + 1, "LAA message")) return 0;
  Json& told = message.told;
  const unsigned type = static_cast<unsigned>(bits(message.octets, 8 * at, 4));
  const std::size_t words = bits(message.octets, 8 * at + 4, 4);
  const std::size_t end = at + std::max<std::size_t>(1, 4 * words);
  Room room{message.octets, at, end, told};
  room.base = header;
  room.number(told, "laaMsgType", 4);
  room.number(told, "laaMsgLen", 4);
  static const std::size_t sizes[] = {8, 8, 8, 4, 4, 8, 4};
  const bool whole = message.has(end, "LAA message");
  if (!whole || (type <= 6 && at + sizes[type] > end) || type > 6) {
    const std::string text = hex(message.octets, at + 1, std::min(end, message.end));
    if (!text.empty()) told["body"] = text;
    if (whole && type <= 6) message.fail("truncated", end, "LAA message");
    return message.fault.empty() ? end : 0;
  }
  laa_fields(room, told, type);
  room.finish();
  return end;
}

std::size_t read_acks(Message& message, std::size_t at, std::size_t header) {
  const char* lists[] = {"acks", "nacks"};
  const char* keys[] = {"ackId", "nackId"};
  const char* counts[] = {"numberOfAcks", "numberOfNacks"};
  for (std::size_t kind = 0; kind < 2; ++kind) {
    message.told[lists[kind]] = Json::array();
    const std::size_t count = message.told[counts[kind]];
    for (std::size_t i = 0; i < count; ++i, at += 2) {
      if (!message.has(at + 2, "ACK list")) return 0;
      message.told[lists[kind]].push_back({{"octet", at}, {keys[kind], bits(message.octets, 8 * at, 16)}});
    }
  }
  const std::size_t end = std::min(at + (4 - (at - header) % 4) % 4, message.end);
  Room room{message.octets, at, end, message.told};
  room.padding(message.told, end);
  return end;
}

std::size_t read_measurements(Message& message, std::size_t at, const Section& section, Json& object) {
  object["measurements"] = Json::array();
  for (bool another = true; another;) {
    if (!message.has(at + 4, "measurement")) return 0;
    const std::size_t words = bits(message.octets, 8 * (at + 2), 16);
    if (words == 0) {
      message.fail("measurement_zero", at + 2, "measurement");
      return 0;
    }
    if (!message.has(at + 4 * words, "measurement")) return 0;
    object["measurements"].push_back({{"octet", at}});
    Json& told = object["measurements"].back();
    Room room{message.octets, at, at + 4 * words, told};
    room.number(told, "mf", 1);
    room.number(told, "measTypeId", 7);
    const unsigned type = told["measTypeId"];
    if (section.type == 10 && type == 6) {
      room.number(told, "numElements", 8);
    } else {
      room.reserved(told, 8);
    }
    room.number(told, section.type == 10 ? "measDataSize" : "measCmdSize", 16);
    if (section.type == 10) report(room, told, type, section, message.parameters);
    if (section.type == 11) request(room, told, type);
    room.finish();
    another = told["mf"] == 1;
    at += 4 * words;
  }
  return at;
}

}  // namespace reference

// C-plane messages: header, sections, the walk over extensions. CUS 7.4, 7.5.
#include "reference/parts.h"

namespace reference {
namespace {

bool has_plain_sections(unsigned type) {
  return type <= 1 || type == 3 || type == 5 || type == 10 || type == 11;
}

/// Behind sectionType; returns the first octet of the body, 0 after a fault.
std::size_t read_type_header(Message& message, std::size_t at, unsigned type) {
  const std::size_t size = type == 0 || type == 3 ? 12 : 8;
  if (!message.has(at + size, "application header")) return 0;
  Json& told = message.told;
  Room room{message.octets, at + 6, at + size, told};
  room.base = at;
  if (type == 0 || type == 3) {
    room.number(told, "timeOffset", 16);
    room.mask(told, "frameStructure", 8);
    room.number(told, "cpLength", 16);
  }
  if (type == 1 || type == 3 || type == 5) {
    room.number(told, "udIqWidth", 4);
    room.number(told, "udCompMeth", 4);
  }
  if (type == 0 || type == 1 || type == 5) room.number(told, "reserved", 8);
  if (type == 4) {
    room.number(told, "numberOfST4Cmds", 8);
    room.reserved(told, 8);
  }
  if (type == 6) {
    room.number(told, "numberOfUEs", 8);
    room.number(told, "ciIqWidth", 4);
    room.number(told, "ciCompMeth", 3);
    room.number(told, "ciCompOpt", 1);
  }
  if (type == 7 || type == 10 || type == 11) room.reserved(told, 16);
  if (type == 8) {
    room.number(told, "numberOfAcks", 8);
    room.number(told, "numberOfNacks", 8);
  }
  if (type == 9) {
    room.number(told, "numSinrPerPrb", 3);
    room.number(told, "oruControlSinrSlotMaskId", 5);
    room.reserved(told, 8);
  }
  return at + size;
}

/// One section and what belongs to it; returns the octet behind it, 0 after a fault.
std::size_t read_section(Message& message, std::size_t at, unsigned type) {
  const std::size_t size = type == 3 ? 12 : 8;
  if (!message.has(at + size, "section")) return 0;
  message.told["sections"].push_back({{"octet", at}});
  Json& told = message.told["sections"].back();
  Room room{message.octets, at, at + size, told};
  room.number(told, "sectionId", 12);
  room.number(told, "rb", 1);
  room.number(told, "symInc", 1);
  room.number(told, "startPrbc", 10);
  room.number(told, "numPrbc", 8);
  room.mask(told, "reMask", 12);
  room.number(told, "numSymbol", 4);
  room.number(told, "ef", 1);
  Section section;
  section.type = type;
  section.own_id = static_cast<unsigned>(bits(message.octets, room.bit, 15));
  section.start = told["startPrbc"];
  section.count = told["numPrbc"];
  section.every_other = told["rb"] == 1;
  room.number(told, type == 0 || type == 11 ? "reserved" : section.id_key(), 15);
  if (type == 3) {
    room.sign(told, "freqOffset", 24);
    room.number(told, "reserved", 8);
  }
  std::size_t next = at + size;
  if (told["ef"] == 1) next = read_extensions(message, next, section, told);
  if (next != 0 && (type == 10 || type == 11)) next = read_measurements(message, next, section, told);
  return next;
}

std::size_t read_sections(Message& message, std::size_t at, unsigned type, std::size_t count) {
  message.told["sections"] = Json::array();
  for (std::size_t i = 0; i < count && at != 0; ++i) at = read_section(message, at, type);
  return at;
}

std::size_t read_body(Message& message, std::size_t at, std::size_t header, unsigned type,
                      std::size_t octet_4) {
  const Json& told = message.told;
  switch (type) {
    case 4:
      return read_commands(message, at, told["numberOfST4Cmds"]);
    case 6:
      return read_ues(message, at, told["numberOfUEs"], header);
    case 7:
      return read_laa(message, at, header);
    case 8:
      return read_acks(message, at, header);
    case 9:
      return read_sinr(message, at, octet_4);
    default:
      return read_sections(message, at, type, octet_4);
  }
}

}  // namespace

void read_ids(Message& message, std::size_t at, const char* name) {
  Room room{message.octets, at, at + 4, message.told};
  room.number(message.told, name, 16);
  room.bit = 8 * at;
  const char* parts[] = {"DU_Port_ID", "BandSector_ID", "CC_ID", "RU_Port_ID"};
  for (std::size_t i = 0; i < 4; ++i) room.number(message.told, parts[i], message.parameters.eaxc_bits[i]);
  room.bit = 8 * (at + 2);
  room.number(message.told, "sequenceId", 8);
  room.number(message.told, "E", 1);
  room.number(message.told, "subSequenceId", 7);
}

void read_cplane(Message& message, std::size_t at) {
  if (!message.has(at + 6, "application header")) return;
  Json& told = message.told;
  const unsigned type = static_cast<unsigned>(bits(message.octets, 8 * (at + 5), 8));
  Room room{message.octets, at, at + 6, told};
  room.base = at;
  room.number(told, "dataDirection", 1);
  room.number(told, "payloadVersion", 3);
  room.number(told, type == 4 || type == 8 ? "scs" : "filterIndex", 4);
  room.number(told, "frameId", 8);
  room.number(told, "subframeId", 4);
  room.number(told, "slotId", 6);
  room.number(told, "startSymbolId", 6);
  const std::size_t octet_4 = bits(message.octets, room.bit, 8);
  if (type == 4) {
    room.reserved(told, 4);
    room.number(told, "cmdScope", 4);
  } else if (type == 8) {
    room.reserved(told, 7);
    room.number(told, "ready", 1);
  } else {
    room.number(told, "numberOfsections", 8);
  }
  room.number(told, "sectionType", 8);
  if (!has_plain_sections(type) && (type < 4 || type > 9)) {
    message.notes.push_back("sections not decoded");
    const std::string text = hex(message.octets, at + 6, message.end);
    if (!text.empty()) told["body"] = text;
    return;
  }
  const std::size_t body = read_type_header(message, at, type);
  if (body == 0) return;
  const std::size_t behind = read_body(message, body, at, type, octet_4);
  if (behind != 0 && behind < message.end) message.behind_sections = message.end - behind;
}

std::size_t read_extensions(Message& message, std::size_t at, Section& section, Json& object) {
  bool another = true;
  while (another) {
    if (!message.has(at + 1, "section extension")) break;
    const unsigned type = static_cast<unsigned>(bits(message.octets, 8 * at + 1, 7));
    const bool wide = type == 11 || type == 19 || type == 20;
    if (!message.has(at + (wide ? 3 : 2), "section extension")) break;
    const std::size_t words = bits(message.octets, 8 * (at + 1), wide ? 16 : 8);
    if (words == 0) {
      message.fail("extension_zero", at + 1, "section extension");
      break;
    }
    if (!message.has(at + 4 * words, "section extension")) break;
    section.extensions.push_back({type, at, at + 4 * words});
    another = bits(message.octets, 8 * at, 1) == 1;
    at += 4 * words;
  }
  static const char* const names[] = {"",
                                      "beamforming weights",
                                      "beamforming attributes",
                                      "DL precoding",
                                      "modulation compression",
                                      "modulation compression, several sets",
                                      "non-contiguous PRBs",
                                      "eAxC mask",
                                      "regularization factor",
                                      "dynamic spectrum sharing",
                                      "group of ports",
                                      "flexible beamforming weights",
                                      "PRB frequency ranges",
                                      "frequency hopping",
                                      "nulling layers",
                                      "mixed numerology",
                                      "antenna mapping",
                                      "user port group",
                                      "uplink transmission management",
                                      "compact beamforming",
                                      "puncturing",
                                      "PRB group size",
                                      "ACK/NACK request",
                                      "multi-symbol modulation compression",
                                      "PUSCH DMRS configuration",
                                      "symbol reordering",
                                      "frequency offset feedback",
                                      "dimensionality reduction",
                                      "SINR resolution",
                                      "cyclic delay adjustment",
                                      "PUSCH repetition"};
  object["extensions"] = Json::array();
  for (const Section::Extension& one : section.extensions) {
    object["extensions"].push_back({{"octet", one.octet}});
    Json& told = object["extensions"].back();
    Room room{message.octets, one.octet, one.end, told};
    const bool wide = one.type == 11 || one.type == 19 || one.type == 20;
    told["extType"] = one.type;
    told["ef"] = bits(message.octets, room.bit, 1);
    room.bit += 8;
    room.number(told, "extLen", wide ? 16 : 8);
    told["name"] = one.type <= 30 ? names[one.type] : "";
    if (one.type == 0 || one.type > 30) {
      room.body();
    } else if (one.type <= 10) {
      extension_1_to_10(room, told, one.type, section, message.parameters);
    } else if (one.type <= 20) {
      extension_11_to_20(room, told, one.type, section, message.parameters);
    } else {
      extension_21_to_30(room, told, one.type, section);
    }
    room.finish();
  }
  return message.fault.empty() ? at : 0;
}

}  // namespace reference

// PTP (IEEE 1588-2019 clause 13) and ESMC (ITU-T G.8264 11.3).
#include <algorithm>

#include "reference/parts.h"

namespace reference {
namespace {

void time_stamp(Room& room, Json& told, const char* key) {
  Json stamp;
  room.number(stamp, "seconds", 48);
  room.number(stamp, "nanoseconds", 32);
  told[key] = stamp;
}

void port_identity(Room& room, Json& told, const char* key) {
  Json port;
  room.mask(port, "clockIdentity", 64);
  room.number(port, "portNumber", 16);
  told[key] = port;
}

void read_header(Room& room, Json& told) {
  room.number(told, "majorSdoId", 4);
  room.number(told, "messageType", 4);
  room.number(told, "minorVersionPTP", 4);
  room.number(told, "versionPTP", 4);
  room.number(told, "messageLength", 16);
  room.number(told, "domainNumber", 8);
  room.number(told, "minorSdoId", 8);
  room.mask(told, "flagField", 16);
  room.sign(told, "correctionField", 64);
  room.number(told, "messageTypeSpecific", 32);
  port_identity(room, told, "sourcePortIdentity");
  room.number(told, "sequenceId", 16);
  room.number(told, "controlField", 8);
  room.sign(told, "logMessageInterval", 8);
}

void read_announce(Room& room, Json& told) {
  time_stamp(room, told, "originTimestamp");
  room.sign(told, "currentUtcOffset", 16);
  room.reserved(told, 8);
  room.number(told, "grandmasterPriority1", 8);
  Json quality;
  room.number(quality, "clockClass", 8);
  room.number(quality, "clockAccuracy", 8);
  room.number(quality, "offsetScaledLogVariance", 16);
  told["grandmasterClockQuality"] = quality;
  room.number(told, "grandmasterPriority2", 8);
  room.mask(told, "grandmasterIdentity", 64);
  room.number(told, "stepsRemoved", 16);
  room.number(told, "timeSource", 8);
}

void read_management(Room& room, Json& told) {
  port_identity(room, told, "targetPortIdentity");
  room.number(told, "startingBoundaryHops", 8);
  room.number(told, "boundaryHops", 8);
  room.reserved(told, 4);
  room.number(told, "actionField", 4);
  room.reserved(told, 8);
}

/// Octets of the body by messageType, 0: not one of those.
std::size_t body_size(unsigned type) {
  static const std::size_t sizes[] = {10, 10, 20, 20, 0, 0, 0, 0, 10, 20, 20, 30, 10, 14, 0, 0};
  return sizes[type];
}

void read_body(Room& room, Json& told, unsigned type) {
  static const char* const stamps[] = {"originTimestamp",
                                       "originTimestamp",
                                       "originTimestamp",
                                       "requestReceiptTimestamp",
                                       "",
                                       "",
                                       "",
                                       "",
                                       "preciseOriginTimestamp",
                                       "receiveTimestamp",
                                       "responseOriginTimestamp"};
  if (type == 11) return read_announce(room, told);
  if (type == 12) return port_identity(room, told, "targetPortIdentity");
  if (type == 13) return read_management(room, told);
  time_stamp(room, told, stamps[type]);
  if (type == 2) room.reserved(told, 80);
  if (type == 3 || type == 9 || type == 10) port_identity(room, told, "requestingPortIdentity");
}

void read_tlvs(Message& message, std::size_t at) {
  if (at >= message.end) return;
  message.told["tlvs"] = Json::array();
  while (at < message.end) {
    if (!message.has(at + 4, "PTP TLV")) return;
    const std::size_t length = bits(message.octets, 8 * at + 16, 16);
    if (!message.has(at + 4 + length, "PTP TLV")) return;
    Json tlv{{"octet", at}};
    Room room{message.octets, at, at + 4, tlv};
    room.number(tlv, "tlvType", 16);
    room.number(tlv, "lengthField", 16);
    tlv["valueField"] = hex(message.octets, at + 4, at + 4 + length);
    message.told["tlvs"].push_back(tlv);
    at += 4 + length;
  }
}

void read_quality(Room& room, Json& tlv, std::size_t end) {
  const unsigned type = tlv["type"];
  const unsigned length = tlv["length"];
  if (type == 1 && length == 4) {
    room.reserved(tlv, 4);
    room.number(tlv, "ssmCode", 4);
  } else if (type == 2 && length == 20) {
    room.number(tlv, "enhancedSsmCode", 8);
    room.mask(tlv, "clockIdentity", 64);
    room.reserved(tlv, 6);
    room.number(tlv, "partialChain", 1);  // bit 1
    room.number(tlv, "mixedEecEeec", 1);  // bit 0, the lowest (G.8264 11.3.1.2)
    room.number(tlv, "numberOfCascadedEeecs", 8);
    room.number(tlv, "numberOfCascadedEecs", 8);
    room.reserved(tlv, 40);
  } else {
    tlv["value"] = hex(room.octets, room.octet(), end);
  }
}

}  // namespace

void read_ptp(Message& message, std::size_t at) {
  const std::size_t frame_end = message.end;
  if (!message.has(at + 34, "PTP header")) return;
  Json& told = message.told;
  Room room{message.octets, at, at + 34, told};
  room.base = at;
  read_header(room, told);
  const unsigned type = told["messageType"];
  const std::size_t length = told["messageLength"];
  if (at + length > frame_end) message.notes.push_back("messageLength is more than the octets on the wire");
  message.end = std::max(at + 34, std::min(frame_end, at + length));
  message.behind_message = frame_end - message.end;
  const std::size_t behind = at + 34 + body_size(type);
  if (behind == at + 34) {
    const std::string text = hex(message.octets, behind, message.end);
    if (!text.empty()) told["data"] = text;
    return;
  }
  if (!message.has(behind, "PTP body")) return;
  read_body(room, told, type);
  read_tlvs(message, behind);
}

void read_esmc(Message& message, std::size_t at) {
  if (!message.has(at + 1, "ESMC header")) return;
  Json& told = message.told;
  if (bits(message.octets, 8 * at, 8) != 10) {
    told["subtype"] = bits(message.octets, 8 * at, 8);
    const std::string text = hex(message.octets, at + 1, message.end);
    if (!text.empty()) told["data"] = text;
    return;
  }
  if (!message.has(at + 10, "ESMC header")) return;
  Room room{message.octets, at, at + 10, told};
  room.base = at;
  room.number(told, "subtype", 8);
  room.mask(told, "ituOui", 24);
  room.number(told, "ituSubtype", 16);
  room.number(told, "version", 4);
  room.number(told, "eventFlag", 1);
  room.reserved(told, 27);
  told["tlvs"] = Json::array();
  at += 10;
  while (at + 3 <= message.end) {
    if (!message.has(at + 3, "ESMC TLV")) return;
    if (bits(message.octets, 8 * at, 8) == 0) break;
    const std::size_t length = bits(message.octets, 8 * at + 8, 16);
    if (length < 3) return message.fail("truncated", at + 3, "ESMC TLV");
    if (!message.has(at + length, "ESMC TLV")) return;
    Json tlv{{"octet", at}};
    Room one{message.octets, at, at + length, tlv};
    one.number(tlv, "type", 8);
    one.number(tlv, "length", 16);
    read_quality(one, tlv, at + length);
    told["tlvs"].push_back(tlv);
    at += length;
  }
  Room rest{message.octets, at, message.end, told};
  rest.padding(told, message.end);
}

}  // namespace reference

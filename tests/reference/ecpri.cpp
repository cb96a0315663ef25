// eCPRI messages by type. eCPRI 2.0 3.2.4; CUS 4.4.4.4 for type 5.
#include <algorithm>

#include "reference/parts.h"

namespace reference {
namespace {

constexpr const char* kBody = "eCPRI message body";

/// Everything up to the end of the message.
void read_data(Message& message, std::size_t at) {
  const std::string text = hex(message.octets, at, message.end);
  if (!text.empty()) message.told["data"] = text;
}

void read_memory_access(Message& message, std::size_t at) {
  if (!message.has(at + 12, kBody)) return;
  Json& told = message.told;
  Room room{message.octets, at, at + 12, told};
  room.number(told, "RemoteMemoryAccessID", 8);
  room.number(told, "ReadWrite", 4);
  room.number(told, "ReqResp", 4);
  room.number(told, "ElementID", 16);
  room.number(told, "Address", 48);
  room.number(told, "Length", 16);
  read_data(message, at + 12);
}

void read_delay_measurement(Message& message, std::size_t at) {
  if (!message.has(at + 20, "one-way delay measurement")) return;
  Json& told = message.told;
  Room room{message.octets, at, at + 20, told};
  room.number(told, "MeasurementID", 8);
  room.number(told, "ActionType", 8);
  room.number(told, "seconds", 48);
  room.number(told, "nanoseconds", 32);
  room.sign(told, "CompensationValue", 64);
  told["DummyBytes"] = message.end - at - 20;
  const std::string dummy = hex(message.octets, at + 20, message.end);
  if (dummy.find_first_not_of('0') != std::string::npos) told["dummy"] = dummy;
}

void read_events(Message& message, std::size_t at) {
  if (!message.has(at + 4, kBody)) return;
  Json& told = message.told;
  Room room{message.octets, at, at + 4, told};
  room.number(told, "EventID", 8);
  room.number(told, "EventType", 8);
  room.number(told, "SequenceNumber", 8);
  room.number(told, "NumberOfFaultsNotifs", 8);
  const unsigned count = told["NumberOfFaultsNotifs"];
  room.list("faults");
  for (unsigned i = 0; i < count; ++i) {
    if (!message.has(room.octet() + 8, kBody)) return;
    Json fault = room.entry();
    room.number(fault, "ElementID", 16);
    room.number(fault, "RaiseCease", 4);
    room.number(fault, "FaultNotif", 12);
    room.number(fault, "AdditionalInformation", 32);
    told["faults"].push_back(fault);
  }
  read_data(message, room.octet());
}

/// Two fields of `n` and `m` bits, then data.
void read_two(Message& message, std::size_t at, const char* first, unsigned n, const char* second,
              unsigned m) {
  const std::size_t behind = at + (n + m) / 8;
  if (!message.has(behind, kBody)) return;
  Room room{message.octets, at, behind, message.told};
  room.number(message.told, first, n);
  room.number(message.told, second, m);
  read_data(message, behind);
}

}  // namespace

void read_ecpri(Message& message, std::size_t at, unsigned type) {
  switch (type) {
    case 0:
    case 2:
      if (!message.has(at + 4, "eCPRI ids")) return;
      read_ids(message, at, type == 0 ? "ecpriPcid" : "ecpriRtcid");
      return type == 0 ? read_uplane(message, at + 4) : read_cplane(message, at + 4);
    case 1:
      return read_two(message, at, "PC_ID", 16, "SEQ_ID", 16);
    case 3:
      return read_two(message, at, "PC_ID", 32, "SEQ_ID", 32);
    case 4:
      return read_memory_access(message, at);
    case 5:
      return read_delay_measurement(message, at);
    case 6:
      return read_two(message, at, "ResetID", 16, "ResetCodeOp", 8);
    case 7:
      return read_events(message, at);
    default:
      message.told["bodyOctets"] = message.end - std::min(at, message.end);
      read_data(message, at);
  }
}

}  // namespace reference

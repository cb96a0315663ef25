// Section types 6 (channel information) and 9 (SINR reports). CUS 7.4.8, 7.4.11, 7.2.11.
#include "reference/parts.h"

namespace reference {
namespace {

/// The rest of the message as it is: what follows cannot be found.
std::size_t give_up(Message& message, std::size_t at, Json& told, const char* note) {
  const std::string text = hex(message.octets, at, message.end);
  if (!text.empty()) told["body"] = text;
  if (note != nullptr) told["notes"] = Json::array({note});
  return 0;
}

constexpr const char* kNoPrbsC = "numPrbc 0, and the PRBs of the carrier are not known";
constexpr const char* kNoPrbsU = "numPrbu 0, and the PRBs of the carrier are not known";

/// Channel information of one UE; returns the octet behind it, 0 when it is not known or not there.
std::size_t read_channel(Message& message, std::size_t at, std::size_t header, Json& told) {
  const Parameters& parameters = message.parameters;
  const unsigned method = message.told["ciCompMeth"];
  const unsigned written = message.told["ciIqWidth"];
  const bool every_prb = message.told["ciCompOpt"] == 1;
  const unsigned width = written == 0 ? 16 : written;
  std::size_t prbs = told["numPrbc"];
  if (prbs == 0) prbs = parameters.carrier_prbs;
  if (method > 3) return give_up(message, at, told, "ciCompMeth reserved");
  if (parameters.antennas == 0) return give_up(message, at, told, "number of antennas not known");
  if (prbs == 0) return give_up(message, at, told, kNoPrbsC);
  const std::size_t params = method == 0 ? 0 : every_prb ? prbs : 1;
  const std::size_t size = 8 * params + prbs * parameters.antennas * 2 * width;
  std::size_t end = at + (size + 7) / 8;
  if (parameters.st6_aligned) end += (4 - (end - header) % 4) % 4;
  if (!message.has(end, "channel information")) return give_up(message, at, told, nullptr);
  Room room{message.octets, at, end, told};
  room.list("prbs");
  for (std::size_t i = 0; i < prbs; ++i) {
    Json prb = room.entry();
    if (every_prb || i == 0) read_block_param(room, prb, method);
    read_samples(room, prb, "samples", parameters.antennas, width);
    told["prbs"].push_back(prb);
  }
  room.finish();
  return end;
}

/// SINR values of one section, likewise.
std::size_t read_values(Message& message, std::size_t at, Json& told) {
  static const std::size_t by_code[] = {1, 2, 3, 4, 6, 12, 0, 0};
  const std::optional<SinrFormat>& format = message.parameters.sinr;
  if (!format) return give_up(message, at, told, "SINR format not known");
  std::size_t count = format->block_size;
  if (count == 0) count = by_code[message.told["numSinrPerPrb"].get<unsigned>()];
  if (count == 0) return give_up(message, at, told, "numSinrPerPrb reserved");
  std::size_t prbs = told["numPrbu"];
  if (prbs == 0) prbs = message.parameters.carrier_prbs;
  if (prbs == 0) return give_up(message, at, told, kNoPrbsU);
  const std::size_t size = (format->block_floating_point ? 1 : 0) + (count * format->width + 7) / 8;
  const std::size_t end = at + prbs * size;
  if (!message.has(end, "SINR values")) return give_up(message, at, told, nullptr);
  Room room{message.octets, at, end, told};
  room.list("prbs");
  for (std::size_t i = 0; i < prbs; ++i) {
    Json prb = room.entry();
    if (format->block_floating_point) read_block_param(room, prb, 1);
    prb["sinrValues"] = Json::array();
    for (std::size_t v = 0; v < count; ++v) {
      prb["sinrValues"].push_back(signed_bits(message.octets, room.bit, format->width));
      room.bit += format->width;
    }
    room.fill(prb);
    told["prbs"].push_back(prb);
  }
  return end;
}

}  // namespace

std::size_t read_ues(Message& message, std::size_t at, std::size_t count, std::size_t header) {
  message.told["ues"] = Json::array();
  for (std::size_t i = 0; i < count; ++i) {
    if (!message.has(at + 7, "UE")) return 0;
    message.told["ues"].push_back({{"octet", at}});
    Json& told = message.told["ues"].back();
    Room room{message.octets, at, at + 7, told};
    room.number(told, "ef", 1);
    room.number(told, "ueId", 15);
    room.sign(told, "regularizationFactor", 16);
    room.reserved(told, 4);
    room.number(told, "rb", 1);
    room.number(told, "symInc", 1);
    room.number(told, "startPrbc", 10);
    room.number(told, "numPrbc", 8);
    at = read_channel(message, at + 7, header, told);
    if (at == 0) return 0;
    Section section;
    section.type = 6;
    section.own_id = told["ueId"];
    section.start = told["startPrbc"];
    section.count = told["numPrbc"];
    section.every_other = told["rb"] == 1;
    if (told["ef"] == 1) at = read_extensions(message, at, section, told);
    if (at == 0) return 0;
  }
  return at;
}

std::size_t read_sinr(Message& message, std::size_t at, std::size_t count) {
  message.told["sections"] = Json::array();
  for (std::size_t i = 0; i < count; ++i) {
    if (!message.has(at + 4, "section")) return 0;
    message.told["sections"].push_back({{"octet", at}});
    Json& told = message.told["sections"].back();
    Room room{message.octets, at, at + 4, told};
    room.number(told, "sectionId", 12);
    room.number(told, "rb", 1);
    room.number(told, "symInc", 1);
    room.number(told, "startPrbu", 10);
    room.number(told, "numPrbu", 8);
    at = read_values(message, at + 4, told);
    if (at == 0) return 0;
  }
  return at;
}

}  // namespace reference

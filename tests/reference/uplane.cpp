// U-plane messages. CUS 8.3.
#include <algorithm>

#include "reference/parts.h"

namespace reference {
namespace {

std::string format_name(const Format& format) {
  static const char* const names[] = {"none",
                                      "bfp",
                                      "block_scaling",
                                      "mu_law",
                                      "modulation",
                                      "bfp_selective",
                                      "modulation_selective",
                                      "bfp_selective_masks",
                                      "modulation_selective_masks"};
  const std::string name =
      format.method <= 8 ? names[format.method] : "method" + std::to_string(format.method) + "-";
  return name + std::to_string(format.width);
}

unsigned ones(const Octets& octets, std::size_t bit, unsigned n) {
  unsigned count = 0;
  for (unsigned i = 0; i < n; ++i) count += static_cast<unsigned>(bits(octets, bit + i, 1));
  return count;
}

/// First octet behind the PRB fields; 0 after a fault (a mask that is not there).
std::size_t behind_prbs(Message& message, std::size_t at, std::size_t prbs, const Format& format,
                        unsigned ones_1, unsigned ones_2) {
  const std::size_t w = format.width;
  std::size_t bits_of_8 = 0;
  for (std::size_t i = 0; i < prbs; ++i) {
    const std::size_t n = i % 2 == 0 ? ones_1 : ones_2;
    switch (format.method) {
      case 0:
      case 4:
        at += 3 * w;
        break;
      case 1:
      case 2:
      case 3:
        at += 1 + 3 * w;
        break;
      case 7:
        at += 1 + (2 * w * n + 7) / 8;
        break;
      case 8:
        bits_of_8 += 2 * w * n;
        break;
      default: {
        if (!message.has(at + 2, "section")) return 0;
        const std::size_t sent = ones(message.octets, 8 * at, 4) + ones(message.octets, 8 * at + 8, 8);
        at += 2 + (2 * w * sent + 7) / 8;
      }
    }
  }
  return at + (bits_of_8 + 7) / 8;
}

/// One section in a known format; returns the octet behind it, 0 when reading ends there.
std::size_t read_section(Message& message, std::size_t at) {
  const Parameters& parameters = message.parameters;
  const bool dynamic = parameters.dynamic_format;
  const Octets& octets = message.octets;
  std::size_t header = at + (dynamic ? 6 : 4);
  if (!message.has(header, "section")) return 0;
  Format format;
  if (dynamic) {
    const unsigned width = static_cast<unsigned>(bits(octets, 8 * (at + 4), 4));
    format.method = static_cast<unsigned>(bits(octets, 8 * (at + 4) + 4, 4));
    format.width = width == 0 ? 16 : width;
  } else {
    format = *parameters.static_format;
  }
  const bool selective = format.method >= 5 && format.method <= 8;
  const bool masks = format.method == 7 || format.method == 8;
  if (selective && parameters.comp_len) header += 2;
  if (masks) header += 4;
  if (!message.has(header, "section")) return 0;

  message.told["sections"].push_back({{"octet", at}});
  Json& told = message.told["sections"].back();
  Room room{octets, at, header, told};
  room.number(told, "sectionId", 12);
  room.number(told, "rb", 1);
  room.number(told, "symInc", 1);
  room.number(told, "startPrbu", 10);
  room.number(told, "numPrbu", 8);
  if (dynamic) {
    room.number(told, "udIqWidth", 4);
    room.number(told, "udCompMeth", 4);
    room.number(told, "reserved", 8);
  }
  if (selective && parameters.comp_len) room.number(told, "udCompLen", 16);
  unsigned ones_1 = 12, ones_2 = 12;
  if (masks) {
    room.reserved(told, 4);
    ones_1 = ones(octets, room.bit, 12);
    room.mask(told, "sReSMask1", 12);
    room.reserved(told, 4);
    ones_2 = told["rb"] == 1 && told["numPrbu"] != 0 ? ones_1 : ones(octets, room.bit, 12);
    room.mask(told, "sReSMask2", 12);
  }
  told["compression"] = format_name(format);
  if (format.method > 8) {
    message.fail("unsupported_method", at, "section");
    return 0;
  }
  const std::size_t written = told["numPrbu"];
  const std::size_t prbs = written == 0 ? parameters.carrier_prbs : written;
  if (prbs == 0) {
    message.notes.push_back("numPrbu 0, and the PRBs of the carrier are not known");
    return 0;
  }
  const std::size_t end = behind_prbs(message, header, prbs, format, ones_1, ones_2);
  if (end == 0) return 0;
  if (end > message.end) {
    message.fail("truncated", message.end, "section");
    return 0;
  }
  told["firstPrb"] = written == 0 ? 0 : told["startPrbu"].get<std::size_t>();
  told["prbs"] = prbs;
  told["octets"] = end - header;
  if (end > octets.size()) told["octetsCaptured"] = octets.size() - std::min(header, octets.size());
  return end;
}

/// Where the format is not known only the first section can be found.
void read_first_section(Message& message, std::size_t at) {
  if (at < message.end && !message.has(at + 4, "section")) return;
  message.notes.push_back("format unknown: give --link or --compression");
  if (at >= message.end) return;
  Json told{{"octet", at}};
  Room room{message.octets, at, at + 4, told};
  room.number(told, "sectionId", 12);
  room.number(told, "rb", 1);
  room.number(told, "symInc", 1);
  room.number(told, "startPrbu", 10);
  room.number(told, "numPrbu", 8);
  message.told["sections"].push_back(told);
}

}  // namespace

void read_uplane(Message& message, std::size_t at) {
  const bool last = message.told["E"] == 1;
  if (message.told["subSequenceId"] != 0) {
    message.told["bodyOctets"] = message.end - at;
    message.notes.push_back(last ? "the last of several fragments" : "one of several fragments");
    return;
  }
  if (!message.has(at + 4, "application header")) return;
  if (!last) message.notes.push_back("the first of several fragments");
  Json& told = message.told;
  Room room{message.octets, at, at + 4, told};
  room.number(told, "dataDirection", 1);
  room.number(told, "payloadVersion", 3);
  room.number(told, "filterIndex", 4);
  room.number(told, "frameId", 8);
  room.number(told, "subframeId", 4);
  room.number(told, "slotId", 6);
  room.number(told, "symbolId", 6);
  told["sections"] = Json::array();
  at += 4;
  if (!message.parameters.dynamic_format && !message.parameters.static_format)
    return read_first_section(message, at);
  while (at != 0 && at < message.end) at = read_section(message, at);
  if (!last && message.fault == "truncated") {
    message.fault.clear();
    message.notes.push_back("its last section goes on in the next one");
  }
}

}  // namespace reference

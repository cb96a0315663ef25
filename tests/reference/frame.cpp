// From the Ethernet frame to its eCPRI messages. CUS 5.1, eCPRI 2.0 3.1.3.
#include <algorithm>
#include <cstdio>
#include <string>

#include "reference/parts.h"

namespace reference {
namespace {

std::string address_text(const Octets& octets, std::size_t at, std::size_t count, std::size_t group,
                         const char* gap) {
  std::string text;
  for (std::size_t i = 0; i < count; i += group)
    text += (i == 0 ? "" : gap) + hex(octets, at + i, at + i + group);
  return text;
}

std::string dotted(const Octets& octets, std::size_t at) {
  std::string text;
  for (std::size_t i = 0; i < 4; ++i)
    text += (i == 0 ? "" : ".") + std::to_string(bits(octets, 8 * (at + i), 8));
  return text;
}

std::string protocol_name(std::uint64_t ether_type) {
  if (ether_type < 0x600) return "802.3 length";
  switch (ether_type) {
    case 0x0800:
      return "IPv4";
    case 0x0806:
      return "ARP";
    case 0x86dd:
      return "IPv6";
    case 0x88cc:
      return "LLDP";
    case 0x88f7:
      return "PTP";
    case 0x8809:
      return "ESMC";
    case 0xfc3d:
      return "RoE";
    default:
      return "other";
  }
}

struct Frame {
  const Octets& octets;
  const Parameters& parameters;
  std::size_t length;           ///< on the wire
  std::size_t behind_type = 0;  ///< first octet behind the EtherType
  std::size_t carrier = 0;      ///< first eCPRI octet, 0: none
  std::size_t carrier_end = 0;
  std::string protocol;
};

bool looks_like_ecpri(const Frame& frame, std::size_t at, std::size_t end) {
  if (at + 4 > end || at + 4 > frame.octets.size()) return false;
  const std::uint64_t type = bits(frame.octets, 8 * at + 8, 8);
  const std::size_t need = 4 + bits(frame.octets, 8 * at + 16, 16);
  return bits(frame.octets, 8 * at, 4) == 1 && (type == 0 || type == 2 || type == 5) && at + need <= end;
}

void read_udp(Frame& frame, Message& head, std::size_t at) {
  if (!head.has(at + 8, "frame headers")) return;
  const std::uint64_t port = bits(frame.octets, 8 * at + 16, 16);
  const std::size_t udp_length = bits(frame.octets, 8 * at + 32, 16);
  head.told["udpSourcePort"] = bits(frame.octets, 8 * at, 16);
  head.told["udpDestinationPort"] = port;
  const std::size_t end = std::min(frame.length, at + std::max<std::size_t>(udp_length, 8));
  frame.protocol = "UDP";
  const unsigned wanted = frame.parameters.udp_port;
  if (wanted != 0 ? port != wanted : !looks_like_ecpri(frame, at + 8, end)) return;
  frame.carrier = at + 8;
  frame.carrier_end = end;
}

void read_ipv4(Frame& frame, Message& head) {
  const std::size_t at = frame.behind_type;
  if (!head.has(at + 20, "frame headers")) return;
  const std::size_t words = bits(frame.octets, 8 * at + 4, 4);
  const bool is_udp = bits(frame.octets, 8 * (at + 9), 8) == 17;
  if (bits(frame.octets, 8 * at, 4) != 4 || words < 5 || !is_udp ||
      bits(frame.octets, 8 * (at + 6) + 3, 13) != 0)
    return;
  if (!head.has(at + 4 * words, "frame headers")) return;
  head.told["ipSource"] = dotted(frame.octets, at + 12);
  head.told["ipDestination"] = dotted(frame.octets, at + 16);
  head.told["dscp"] = bits(frame.octets, 8 * (at + 1), 6);
  if (bits(frame.octets, 8 * (at + 6) + 2, 1) == 1) head.told["ipFragmented"] = 1;
  if (words > 5) head.told["ipOptions"] = 1;
  read_udp(frame, head, at + 4 * words);
}

void read_ipv6(Frame& frame, Message& head) {
  const std::size_t at = frame.behind_type;
  if (!head.has(at + 40, "frame headers")) return;
  if (bits(frame.octets, 8 * at, 4) != 6 || bits(frame.octets, 8 * (at + 6), 8) != 17) return;
  head.told["ipSource"] = address_text(frame.octets, at + 8, 16, 2, ":");
  head.told["ipDestination"] = address_text(frame.octets, at + 24, 16, 2, ":");
  head.told["dscp"] = bits(frame.octets, 8 * at + 4, 6);
  read_udp(frame, head, at + 40);
}

/// Everything before eCPRI, told in `head`.
void read_headers(Frame& frame, Message& head) {
  if (!head.has(14, "frame headers")) return;
  std::size_t at = 12;
  Json tags = Json::array();
  std::uint64_t type = bits(frame.octets, 8 * at, 16);
  while (type == 0x8100 || type == 0x88a8 || type == 0x9100) {
    if (!head.has(at + 6, "frame headers")) return;
    tags.push_back({{"octet", at},
                    {"tpid", mask_text(frame.octets, 8 * at, 16)},
                    {"pcp", bits(frame.octets, 8 * at + 16, 3)},
                    {"dei", bits(frame.octets, 8 * at + 19, 1)},
                    {"vid", bits(frame.octets, 8 * at + 20, 12)}});
    at += 4;
    type = bits(frame.octets, 8 * at, 16);
  }
  head.told["destination"] = address_text(frame.octets, 0, 6, 1, ":");
  head.told["source"] = address_text(frame.octets, 6, 6, 1, ":");
  head.told["tags"] = tags;
  head.told["etherType"] = mask_text(frame.octets, 8 * at, 16);
  frame.behind_type = at + 2;
  frame.protocol = protocol_name(type);
  if (type == 0xaefe) {
    frame.carrier = frame.behind_type;
    frame.carrier_end = frame.length;
  }
  if (type == 0x0800) read_ipv4(frame, head);
  if (type == 0x86dd) read_ipv6(frame, head);
}

Json read_messages(const Frame& frame, const Json& head) {
  Json messages = Json::array();
  std::size_t at = frame.carrier;
  for (std::size_t index = 0;; ++index) {
    Message message{frame.octets, frame.parameters, frame.carrier_end, head, {}, {}};
    if (!message.has(at + 4, "eCPRI header")) {
      if (at > frame.carrier_end) message.fault_octet = frame.carrier_end;
      messages.push_back(message.finish());
      return messages;
    }
    Room room{frame.octets, at, at + 4, message.told};
    room.number(message.told, "ecpriVersion", 4);
    room.number(message.told, "ecpriReserved", 3);
    room.number(message.told, "ecpriConcatenation", 1);
    room.number(message.told, "ecpriMessage", 8);
    room.number(message.told, "ecpriPayload", 16);
    message.told["messageIndex"] = index;
    const std::size_t payload = message.told["ecpriPayload"];
    const bool another = message.told["ecpriConcatenation"] == 1;
    message.end = std::min(frame.carrier_end, at + 4 + payload);
    if (!another) message.behind_message = frame.carrier_end - message.end;
    read_ecpri(message, at + 4, static_cast<unsigned>(message.told["ecpriMessage"]));
    if (at + 4 + payload > frame.carrier_end)
      message.notes.push_back("ecpriPayload is more than the octets on the wire");
    messages.push_back(message.finish());
    if (!another || at + 4 + payload > frame.carrier_end) return messages;
    at += (4 + payload + 3) / 4 * 4;
  }
}

}  // namespace

Json decode_frame(const Octets& octets, std::size_t original_length, const Parameters& parameters) {
  Frame frame{octets, parameters, std::max(original_length, octets.size()), 0, 0, 0, {}};
  Message head{octets, parameters, frame.length, Json::object(), {}, {}};
  head.told["length"] = frame.length;
  head.told["captured"] = octets.size();
  read_headers(frame, head);
  if (!head.fault.empty()) {  // of headers that are not all there nothing is told
    head.told = Json{{"length", frame.length}, {"captured", octets.size()}};
    return Json::array({head.finish()});
  }
  if (frame.carrier != 0) return read_messages(frame, head.told);
  head.told["protocol"] = frame.protocol;
  head.told["bodyOctets"] = frame.length - frame.behind_type;
  if (frame.protocol == "PTP") read_ptp(head, frame.behind_type);
  if (frame.protocol == "ESMC") read_esmc(head, frame.behind_type);
  return Json::array({head.finish()});
}

}  // namespace reference

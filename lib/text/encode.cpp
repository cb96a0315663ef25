#include "text/encode.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "text/encode_parts.h"
#include "wire/frame.h"

namespace plumbline::text {
namespace {

using Json = nlohmann::ordered_json;
using Bytes = std::vector<std::uint8_t>;

/// What is derived from other fields, or says where a message was found and how far it could be read.
constexpr std::array<std::string_view, 13> kDerived{
    "number", "time",       "length", "captured", "messageIndex", "DU_Port_ID", "BandSector_ID",
    "CC_ID",  "RU_Port_ID", "notes",  "fault",    "faultOctet",   "faultIn"};
/// What IP and UDP say; looked at when the headers are there (wrong_ip_key()).
constexpr std::array<std::string_view, 7> kIpKeys{
    "ipSource", "ipDestination", "dscp", "ipFragmented", "ipOptions", "udpSourcePort", "udpDestinationPort"};
constexpr const char* kShape = "lib/text/MESSAGES.md says what the keys are";

/// Numbers of `base` with `between` in between, `least` digits each, as octets; nothing when it is not so.
std::optional<Bytes> parse_numbers(std::string_view text, std::size_t count, char between, int base,
                                   std::size_t octets, std::size_t digits) {
  Bytes out;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t end = i + 1 < count ? text.find(between) : text.size();
    if (end == std::string_view::npos || end == 0 || end > digits) return std::nullopt;
    unsigned value = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + end, value, base);
    if (error != std::errc{} || stop != text.data() + end || value >> (8 * octets) != 0) return std::nullopt;
    if (octets == 2) out.push_back(static_cast<std::uint8_t>(value >> 8));
    out.push_back(static_cast<std::uint8_t>(value));
    text.remove_prefix(std::min(text.size(), end + 1));
  }
  if (!text.empty()) return std::nullopt;
  return out;
}
std::optional<Bytes> parse_mac(std::string_view text) {
  return text.size() == 17 ? parse_numbers(text, 6, ':', 16, 1, 2) : std::nullopt;
}
/// As decode prints it: 4 decimal numbers, or 8 of hex digits.
std::optional<Bytes> parse_address(std::string_view text) {
  return text.find('.') != std::string_view::npos ? parse_numbers(text, 4, '.', 10, 1, 3)
                                                  : parse_numbers(text, 8, ':', 16, 2, 4);
}

std::string_view words(const Json& object, std::string_view name) {
  const auto found = object.find(std::string{name});
  return found != object.end() && found->is_string() ? std::string_view{found->get_ref<const std::string&>()}
                                                     : std::string_view{};
}
std::uint64_t plain_number(const Json& object, std::string_view name) {
  const auto found = object.find(std::string{name});
  return found != object.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
}

/// How many octets the capture kept, if not all.
std::optional<std::uint64_t> captured_of(const Json& object) {
  const std::uint64_t captured = plain_number(object, "captured");
  if (!object.contains("captured") || captured >= plain_number(object, "length")) return std::nullopt;
  return captured;
}

Bytes take_mac(JsonTaker& taker, std::string_view name) {
  taker.skip(name);
  if (!taker.has(name)) {
    taker.wrong(name, "is not there");
    return {};
  }
  const auto mac = parse_mac(words(taker.json(), name));
  if (!mac) taker.wrong(name, "is no MAC address like 02:00:5e:00:53:01");
  return mac.value_or(Bytes{});
}

void take_ethernet(JsonTaker& taker) {
  taker.put_octets(take_mac(taker, "destination"));
  taker.put_octets(take_mac(taker, "source"));
  if (taker.has("tags")) {
    wire::List<int> list;
    taker.list_by_room("tags", list, [](JsonTaker& tag, int&) {
      take_fields(tag, {{"tpid", 16}, {"pcp", 3}, {"dei", 1}, {"vid", 12}});
    });
  }
  take_fields(taker, {{"etherType", 16}});
}

/// The first key of IP or UDP that says something else than the frame; empty when there is none.
std::string_view wrong_ip_key(const Json& object, const Bytes& frame) {
  wire::Frame found;
  const bool udp = !wire::decode_frame(frame, static_cast<std::uint32_t>(frame.size()), found) &&
                   found.transport != wire::Transport::ethernet;
  const std::size_t size = found.transport == wire::Transport::udp_ipv6 ? 16 : 4;
  const auto says_address = [&](const Json& told, std::size_t at) {
    const auto octets = parse_address(told.is_string() ? told.get_ref<const std::string&>() : std::string{});
    return octets && octets->size() == size &&
           std::equal(octets->begin(), octets->end(), frame.begin() + static_cast<std::ptrdiff_t>(at));
  };
  const auto says = [&](std::string_view name) {
    const Json& told = *object.find(std::string{name});
    if (!udp) return false;
    if (name == "ipSource") return says_address(told, found.ip.source_at);
    if (name == "ipDestination") return says_address(told, found.ip.source_at + size);
    if (!told.is_number_unsigned()) return false;
    const auto value = told.get<std::uint64_t>();
    if (name == "dscp") return value == found.ip.dscp;
    if (name == "ipFragmented") return value == (found.ip.fragmented ? 1 : 0);
    if (name == "ipOptions") return value == (found.ip.options ? 1 : 0);
    return value == (name == "udpSourcePort" ? found.ip.source_port : found.ip.destination_port);
  };
  for (const std::string_view name : kIpKeys)
    if (object.contains(std::string{name}) && !says(name)) return name;
  return {};
}

/// Puts a frame together from its messages.
class FrameEncoder {
 public:
  explicit FrameEncoder(const wire::CplaneParameters& parameters)
      : parameters_{parameters}, space_(JsonTaker::kMostOctets + 8) {}

  /// The next message; `next` is the one behind it, or null. What is wrong with it; empty when nothing is.
  std::string take(const Json& object, const Json* next) {
    JsonTaker taker{object, writer_, {}};
    most_ = captured_of(object) ? JsonTaker::kMostOctets : ~std::uint64_t{0};
    for (const std::string_view name : kDerived) taker.skip(name);
    for (const std::string_view name : {"number", "length", "captured", "messageIndex"})
      if (taker.has(name)) static_cast<void>(taker.number(name, 64));
    if (taker.has("destination"))
      headers(taker);
    else if (!taker.has("unread") || next != nullptr || !payload_.empty())
      taker.wrong("destination", "is not there");
    if (!taker.failed()) payload(taker, next);
    if (!taker.failed()) behind_datagram_ = taker.hex("behindDatagram");
    if (!taker.failed()) taker.end_of_object();
    return taker.error();
  }
  /// All of it, or nothing when it is too long.
  std::optional<Bytes> frame() {
    Bytes frame = ethernet_;
    if (ip_headers_) {
      frame.insert(frame.end(), ip_headers_->begin(), ip_headers_->end());
    } else if (path_) {
      Bytes space(payload_.size() + 64);
      Writer out{space};
      wire::encode_udp(out, *path_, payload_);
      const std::size_t headers = path_->source.size() == 4 ? 28 : 48;
      frame.insert(frame.end(), space.begin(), space.begin() + static_cast<std::ptrdiff_t>(headers));
    }
    frame.insert(frame.end(), payload_.begin(), payload_.end());
    frame.insert(frame.end(), behind_datagram_.begin(), behind_datagram_.end());
    if (frame.size() > JsonTaker::kMostOctets) return std::nullopt;
    return frame;
  }

 private:
  void headers(JsonTaker& taker) {
    Writer out{space_};
    wire::LayoutWriter writer{out};
    JsonTaker ethernet{taker.json(), writer, {}};
    take_ethernet(ethernet);
    taker.adopt(ethernet);
    Bytes octets{out.written().begin(), out.written().end()};
    if (!payload_.empty() && octets != ethernet_)
      return taker.wrong("destination, source, tags or etherType",
                         "is not that of the message before in the same frame");
    ethernet_ = std::move(octets);
    for (const std::string_view name : kIpKeys) taker.skip(name);
    if (taker.has("protocol")) return;
    if (taker.has("ipHeaders")) {
      Bytes ip_headers = taker.hex("ipHeaders");
      if (!payload_.empty() && ip_headers != ip_headers_)
        return taker.wrong("ipHeaders", "is not that of the message before in the same frame");
      ip_headers_ = std::move(ip_headers);
    } else if (taker.has("ipSource")) {
      path(taker);
    }
  }
  void path(JsonTaker& taker) {
    source_ = parse_address(words(taker.json(), "ipSource")).value_or(Bytes{});
    destination_ = parse_address(words(taker.json(), "ipDestination")).value_or(Bytes{});
    if (source_.empty()) return taker.wrong("ipSource", "is no address like 192.0.2.1 or of 8 parts");
    if (destination_.size() != source_.size())
      return taker.wrong("ipDestination", "is no address like that of ipSource");
    path_ = {.source = source_,
             .destination = destination_,
             .source_port = static_cast<std::uint16_t>(taker.number("udpSourcePort", 16)),
             .destination_port = static_cast<std::uint16_t>(taker.number("udpDestinationPort", 16))};
    if (taker.has("dscp")) path_->dscp = static_cast<std::uint8_t>(taker.number("dscp", 6));
  }

  void payload(JsonTaker& taker, const Json* next) {
    Writer out{space_};
    wire::LayoutWriter writer{out};
    JsonTaker body{taker.json(), writer, {}};
    if (taker.has("protocol"))
      other_protocol(body);
    else if (taker.has("ecpriVersion") || !taker.has("unread"))
      message(body, out);
    behind(body);
    // Where no header follows, what is told of it begins right behind this message.
    if (next != nullptr && words(*next, "faultIn") != "eCPRI header")
      body.zeros_up_to((payload_.size() + body.at() + 3) / 4 * 4 - payload_.size(), "behindMessage");
    taker.adopt(body);
    payload_.insert(payload_.end(), out.written().begin(), out.written().end());
    if (payload_.size() > JsonTaker::kMostOctets) taker.wrong("", "makes the frame longer than any");
  }
  void message(JsonTaker& body, Writer& out) {
    take_fields(body, {{"ecpriVersion", 4}, {"ecpriReserved", 3}, {"ecpriConcatenation", 1}});
    const auto type = static_cast<std::uint8_t>(body.number("ecpriMessage", 8));
    const bool has_length = body.has("ecpriPayload");
    body.put(8, type);
    body.put(16, has_length ? body.number("ecpriPayload", 16) : 0);
    if (type == 0 || type == 2) {
      const bool there = body.step([&](JsonTaker& ids) {
        take_fields(ids, {{type == 0 ? "ecpriPcid" : "ecpriRtcid", 16},
                          {"sequenceId", 8},
                          {"E", 1},
                          {"subSequenceId", 7}});
      });
      if (there && type == 2)
        take_cplane(body, parameters_);
      else if (there)
        body.number("subSequenceId", 7) != 0 ? later_fragment(body) : take_uplane(body);
    } else {
      type == 5 ? take_one_way_delay(body) : take_ecpri_body(body, type);
    }
    if (body.has("behindSections") || body.has("octetsBehindSections"))
      told_behind(body, "behindSections", "octetsBehindSections");
    body.put_octets(body.hex("unread"));
    body.flush();
    if (has_length || body.failed()) return;
    if (out.at() - 4 > 0xFFFF) return body.wrong("ecpriPayload", "cannot say how long the message is");
    out.patch16(2, static_cast<std::uint16_t>(out.at() - 4));
  }
  void later_fragment(JsonTaker& body) {
    const std::uint64_t start = body.at();
    body.put_octets(body.hex("body"));
    if (body.has("bodyOctets"))
      body.zeros_up_to(std::min(most_, start + body.number("bodyOctets", 32)), "bodyOctets");
  }
  void other_protocol(JsonTaker& body) {
    body.skip("protocol");
    const std::string_view protocol = words(body.json(), "protocol");
    if (protocol.empty()) return body.wrong("protocol", "is no name");
    if (protocol == "PTP")
      take_ptp(body);
    else if (protocol == "ESMC")
      take_esmc(body);
    else if (!body.has("data") && plain_number(body.json(), "bodyOctets") > 0)
      body.wrong("data", "is not there");
    else
      body.put_octets(body.hex("data"));
    body.put_octets(body.hex("unread"));
  }
  void behind(JsonTaker& body) {
    if (!body.has("ecpriVersion") && !body.has("protocol")) body.put_octets(body.hex("unread"));
    told_behind(body, "behindMessage", "octetsBehindMessage");
    if (!body.has("bodyOctets") || !body.has("protocol")) return;
    body.zeros_up_to(std::min(most_, body.number("bodyOctets", 32)), "bodyOctets");
  }
  /// Octets under `name`, and zeros until there are as many as `count` says.
  void told_behind(JsonTaker& body, std::string_view name, std::string_view count) {
    const std::uint64_t start = body.at();
    body.put_octets(body.hex(name));
    if (body.has(count)) body.zeros_up_to(std::min(most_, start + body.number(count, 32)), count);
  }

  const wire::CplaneParameters& parameters_;
  Bytes space_, ethernet_, payload_, behind_datagram_, source_, destination_;
  std::optional<Bytes> ip_headers_;
  std::optional<wire::UdpPath> path_;
  std::uint64_t most_ = 0;
  Writer nowhere_{{}};
  wire::LayoutWriter writer_{nowhere_};
};

}  // namespace

Result<Bytes, Error> encode_frame(std::span<const Json> messages, const wire::CplaneParameters& parameters) {
  FrameEncoder encoder{parameters};
  for (std::size_t i = 0; i < messages.size(); ++i) {
    const Json& object = messages[i];
    if (!object.is_object()) return fail("a message is no JSON object", kShape);
    if (object.contains("fault") && !object.contains("unread"))
      return fail("fault: the octets that were not read are not told (unread)",
                  "decode without --no-payload, leave damaged frames out, or take the fault away");
    const std::string wrong = encoder.take(object, i + 1 < messages.size() ? &messages[i + 1] : nullptr);
    if (!wrong.empty()) return fail(wrong, kShape);
  }
  auto frame = encoder.frame();
  if (!frame) return fail("the frame is longer than any", kShape);
  if (messages.empty()) return *frame;
  for (const Json& message : messages)
    if (const std::string_view key = wrong_ip_key(message, *frame); !key.empty())
      return fail(fmt::format("{} is not what the IP headers of the frame say", key),
                  "take ipHeaders away to have them written anew");
  if (const auto captured = captured_of(messages[0]); captured && *captured < frame->size())
    frame->resize(static_cast<std::size_t>(*captured));
  return *frame;
}

}  // namespace plumbline::text

#include "text/encode.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "text/encode_cplane.h"
#include "text/json_taker.h"
#include "wire/ecpri.h"
#include "wire/frame.h"
#include "wire/layout_writer.h"

namespace plumbline::text {
namespace {

using Json = nlohmann::ordered_json;

/// The largest frame: a jumbo payload, four tags, and room for lengths that lie.
constexpr std::size_t kMostOctets = 70'000;

/// What is derived from other fields, or says where a message was found.
constexpr std::array<std::string_view, 13> kDerived{
    "number",        "time",  "length",     "captured", "messageIndex",         "DU_Port_ID",
    "BandSector_ID", "CC_ID", "RU_Port_ID", "notes",    "octetsBehindSections", "octetsBehindMessage",
    "bodyOctets"};

bool parse_mac(std::string_view text, std::array<std::uint8_t, 6>& mac) {
  if (text.size() != 17) return false;
  for (std::size_t i = 0; i < 6; ++i) {
    const std::string octet{text.substr(i * 3, 2)};
    std::size_t used = 0;
    if (i < 5 && text[i * 3 + 2] != ':') return false;
    for (const char c : octet)
      if (std::string_view{"0123456789abcdefABCDEF"}.find(c) != std::string_view::npos) ++used;
    if (used != 2) return false;
    mac[i] = static_cast<std::uint8_t>(std::stoul(octet, nullptr, 16));
  }
  return true;
}

void take_mac(JsonTaker& taker, std::string_view name, const Json& object, std::vector<std::uint8_t>& out) {
  taker.skip(name);
  std::array<std::uint8_t, 6> mac{};
  const auto found = object.find(std::string{name});
  if (found == object.end()) return taker.wrong(name, "is not there");
  if (!found->is_string() || !parse_mac(found->get_ref<const std::string&>(), mac))
    return taker.wrong(name, "is no MAC address like 02:00:5e:00:53:01");
  out.insert(out.end(), mac.begin(), mac.end());
}

void put16(std::vector<std::uint8_t>& out, std::uint64_t value) {
  out.push_back(static_cast<std::uint8_t>(value >> 8));
  out.push_back(static_cast<std::uint8_t>(value));
}

void take_ethernet(JsonTaker& taker, const Json& object, std::vector<std::uint8_t>& out) {
  take_mac(taker, "destination", object, out);
  take_mac(taker, "source", object, out);
  if (taker.has("tags")) {
    const Json* tags = taker.need_array("tags");
    for (std::size_t i = 0; tags != nullptr && i < tags->size(); ++i) {
      if (!(*tags)[i].is_object()) return taker.wrong("tags", "has an entry that is no object");
      Writer none{{}};
      wire::LayoutWriter writer{none};
      JsonTaker tag{(*tags)[i], writer, fmt::format("tags[{}].", i)};
      put16(out, tag.number("tpid", 16));
      put16(out, tag.number("pcp", 3) << 13 | tag.number("dei", 1) << 12 | tag.number("vid", 12));
      tag.end_of_object();
      if (tag.failed()) return taker.wrong("", tag.error());
    }
  }
  put16(out, taker.number("etherType", 16));
}

/// Takes the body of a message behind the eCPRI header.
void take_body(JsonTaker& taker, const Json& object, std::uint64_t type,
               const wire::CplaneParameters& parameters) {
  const auto field = [&](std::string_view name, unsigned bits) {
    std::uint64_t value = 0;
    taker.u(name, bits, value);
    return value;
  };
  if (type == 0 || type == 2) {
    field(type == 0 ? "ecpriPcid" : "ecpriRtcid", 16);
    field("sequenceId", 8);
    field("E", 1);
    field("subSequenceId", 7);
    type == 2 ? take_cplane(taker, object, parameters) : take_uplane(taker);
    return;
  }
  if (type == 5) {
    field("MeasurementID", 8);
    field("ActionType", 8);
    field("seconds", 48);
    field("nanoseconds", 32);
    std::int64_t compensation = 0;
    taker.s("CompensationValue", 64, compensation);
    std::vector<std::uint8_t> dummy = taker.hex("dummy");
    dummy.resize(taker.has("DummyBytes") ? taker.number("DummyBytes", 16) : dummy.size());
    return taker.put_octets(dummy);
  }
  taker.put_octets(taker.hex("data"));
}

/// One message with its eCPRI header, appended to `pdu`.
void take_message(JsonTaker& taker, const Json& object, const wire::CplaneParameters& parameters, bool last,
                  std::vector<std::uint8_t>& space, std::vector<std::uint8_t>& pdu) {
  const std::uint64_t version = taker.number("ecpriVersion", 4), reserved = taker.number("ecpriReserved", 3),
                      concatenation = taker.number("ecpriConcatenation", 1),
                      type = taker.number("ecpriMessage", 8);
  Writer out{space};
  wire::LayoutWriter writer{out};
  JsonTaker body{object, writer, taker.place()};
  take_body(body, object, type, parameters);
  if (!body.failed() && body.has("behindSections")) body.put_octets(body.hex("behindSections"));
  if (!body.failed() && !out.ok()) body.wrong("", "the message is longer than any frame");
  taker.adopt(body);
  if (taker.failed()) return;
  const std::uint64_t payload = taker.has("ecpriPayload") ? taker.number("ecpriPayload", 16) : out.at();
  pdu.push_back(static_cast<std::uint8_t>(version << 4 | reserved << 1 | concatenation));
  pdu.push_back(static_cast<std::uint8_t>(type));
  put16(pdu, payload);
  pdu.insert(pdu.end(), space.begin(), space.begin() + static_cast<std::ptrdiff_t>(out.at()));
  if (!last) pdu.resize((pdu.size() + 3) / 4 * 4);
}

std::uint64_t plain(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
}

}  // namespace

Result<std::vector<std::uint8_t>, Error> encode_frame(std::span<const Json> messages,
                                                      const wire::CplaneParameters& parameters) {
  std::vector<std::uint8_t> frame, space(kMostOctets);
  for (std::size_t i = 0; i < messages.size(); ++i) {
    const Json& object = messages[i];
    if (!object.is_object())
      return fail("a message is no JSON object", "give JSON Lines as decode --json prints");
    if (object.contains("fault"))
      return fail("a damaged message cannot be written: what is damaged is not in the JSON",
                  "leave it out, or take its fault, faultOctet and faultIn away");
    Writer none{{}};
    wire::LayoutWriter writer{none};
    JsonTaker taker{object, writer, {}};
    for (const std::string_view name : kDerived) taker.skip(name);
    std::vector<std::uint8_t> ethernet;
    take_ethernet(taker, object, ethernet);
    if (i == 0) frame = std::move(ethernet);
    if (object.contains("protocol")) {
      taker.skip("protocol");
      const std::vector<std::uint8_t> data = taker.hex("data");
      frame.insert(frame.end(), data.begin(), data.end());
    } else {
      take_message(taker, object, parameters, i + 1 == messages.size(), space, frame);
    }
    const std::vector<std::uint8_t> behind = taker.hex("behindMessage");
    frame.insert(frame.end(), behind.begin(), behind.end());
    taker.end_of_object();
    if (taker.failed()) return fail(taker.error(), "see lib/text/MESSAGES.md for the shape");
    if (behind.empty())
      frame.resize(frame.size() + std::min<std::uint64_t>(plain(object, "octetsBehindMessage"), 9216));
  }
  if (messages.empty()) return frame;
  const std::uint64_t length = plain(messages[0], "length"), captured = plain(messages[0], "captured");
  if (captured < length && captured < frame.size()) frame.resize(captured);
  return frame;
}

}  // namespace plumbline::text

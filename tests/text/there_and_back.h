// A frame to its JSON form and back.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "text/encode.h"
#include "text/parse_message.h"
#include "text/render.h"

namespace plumbline::test {

using Bytes = std::vector<std::uint8_t>;

/// What decode is told of what octets do not say.
struct Knowledge {
  wire::CplaneParameters cplane{};
  std::optional<wire::UplaneFormat> format{};
  std::uint16_t udp_port = 0;
};

/// The lines of `decode --json`.
inline std::vector<std::string> told(Octets octets, std::uint32_t on_wire, const Knowledge& knowledge) {
  text::Context context;
  context.payload = true;
  context.cplane = knowledge.cplane;
  std::optional<wire::UplaneFormat> format = knowledge.format;
  if (format) format->carrier_prbs = knowledge.cplane.carrier_prbs;
  if (format) context.format_of = [&](const text::Message&) { return &*format; };
  const text::Packet packet{.number = 1, .on_wire = on_wire, .octets = octets};
  text::MessageReader reader{packet, knowledge.udp_port};
  text::Message message;
  std::vector<std::string> lines;
  for (text::Buffer out; reader.next(message); out.clear()) {
    text::write_json(out, message, context);
    lines.emplace_back(out.data(), out.size());
  }
  return lines;
}

/// What encode makes of them, from nothing but the JSON.
inline Result<Bytes, Error> encoded(const std::vector<std::string>& lines) {
  std::vector<nlohmann::ordered_json> messages;
  for (const std::string& line : lines) {
    auto message = text::parse_message(line);
    if (!message) return tl::unexpected(message.error());
    messages.push_back(std::move(*message));
  }
  return text::encode_frame(messages, {});
}

}  // namespace plumbline::test

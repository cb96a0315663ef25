#pragma once
// What the writers of text/render.h make of a frame that a test gives in hex.
#include <cstdint>
#include <string>
#include <vector>

#include "text/render.h"
#include "wire/exact.h"

namespace plumbline::text {

using Write = void (*)(Buffer&, const Message&, const Context&);

inline std::vector<std::uint8_t> from_hex(const std::string& text) {
  std::vector<std::uint8_t> octets;
  std::string digits;
  for (const char c : text)
    if (c != ' ') digits += c;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
    octets.push_back(static_cast<std::uint8_t>(std::stoul(digits.substr(i, 2), nullptr, 16)));
  return octets;
}

/// A frame of `hex`, from the eCPRI header on.
inline std::vector<std::uint8_t> framed(const std::string& hex) {
  return from_hex("020000000002 020000000001 aefe" + hex);
}

inline std::string render(Write write, const std::vector<std::uint8_t>& octets, const Context& context = {},
                          std::size_t on_wire = 0) {
  const test::Exact exact{octets};
  const Packet packet{.number = 312,
                      .stamped = true,
                      .time_ns = 4'812'350,
                      .on_wire = static_cast<std::uint32_t>(on_wire == 0 ? octets.size() : on_wire),
                      .octets = exact.octets()};
  MessageReader reader{packet, 0};
  Message message;
  Buffer out;
  while (reader.next(message)) write(out, message, context);
  return {out.data(), out.size()};
}

}  // namespace plumbline::text

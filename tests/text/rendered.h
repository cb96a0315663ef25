#pragma once
// What the writers of text/render.h make of a frame that a test gives in hex.
#include <cstdint>
#include <string>
#include <vector>

#include "support/hex.h"
#include "text/render.h"
#include "wire/exact.h"

namespace plumbline::text {

using test::from_hex;
using Write = void (*)(Buffer&, const Message&, const Context&);

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

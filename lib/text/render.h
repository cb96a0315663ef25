// The ways of writing a message down: one line, a tree of fields, a JSON object.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>

#include "text/message.h"
#include "text/pen.h"
#include "wire/cplane/parameters.h"

namespace plumbline::text {

/// The format of a U-plane message's sections, or null when it is not known. Called once a message.
using FormatOf = std::function<const wire::UplaneFormat*(const Message&)>;
/// What the octets of a C-plane message do not say. Called once a message.
using CplaneOf = std::function<wire::CplaneParameters(const Message&)>;

/// What octets do not say of themselves.
struct Context {
  /// Widths of DU_Port_ID, BandSector_ID, CC_ID, RU_Port_ID, most significant first.
  std::array<std::uint8_t, 4> eaxc_bits{4, 4, 4, 4};
  bool payload =
      false;  ///< octets that no field names are told too: PRB fields, other protocols, what is behind
  FormatOf format_of;             ///< empty: no format is known
  std::string_view format_hint;   ///< what to do when it is not, behind "format unknown"
  wire::CplaneParameters cplane;  ///< of every message
  CplaneOf cplane_of;             ///< or, unless empty, of one
  std::optional<std::array<std::uint8_t, 6>> o_du, o_ru;  ///< MAC addresses that tell who sent
};

/// Each appends one message and a line feed. The same message and context give the same characters.
///
///   312  0.004812350  DU→RU  C  st3 UL  eAxC 4  37.4.1.0  prach B4?  sec 12 PRB 0–11 sym 0+12  timeOffset
///   484
void write_line(Buffer& out, const Message& message, const Context& context);
/// The line, and under it every field: octet in the frame, name, value, meaning.
void write_tree(Buffer& out, const Message& message, const Context& context);
/// One object on one line; keys are the standard's field names and always stand in the same order.
void write_json(Buffer& out, const Message& message, const Context& context);

}  // namespace plumbline::text

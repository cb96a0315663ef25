// Reading and writing things whose number of octets is always the same: structs with a `layout` (layout.h)
// and a `kOctets`.
#pragma once

#include "wire/layout_writer.h"

namespace plumbline::wire {

/// Reads the `T::kOctets` octets of `message` from `at` on into `out`, and says them to `sink`. Reserved
/// fields count from the first octet of `message`. Errors: truncated, cut; then nothing was said.
template <class T, class Sink>
DecodeError read_fixed(const View& message, std::uint32_t at, T& out, Sink& sink) {
  if (const Fault f = message.missing(at, T::kOctets); f != Fault::none) return message.error(f);
  LayoutReader<Sink> reader{message, at, sink};
  out.layout(reader);
  return {};
}
/// The same when only `out` matters.
template <class T>
DecodeError read_fixed(const View& message, std::uint32_t at, T& out) {
  NullLayoutSink none;
  return read_fixed(message, at, out, none);
}

/// Writes a thing with a `layout`; it ends on an octet.
template <class T>
void write_layout(Writer& out, T fields) {
  LayoutWriter writer{out};
  fields.layout(writer);
  writer.flush();
}

/// Structs that are told apart by a number, T::kType.
template <class... Structs>
struct StructList {
  /// Calls `fn(auto& fields)` with a default-made struct of that type; false when the list has none.
  template <class Type, class Fn>
  static bool with(Type type, Fn&& fn) {
    const auto is = [&]<class S>(S fields) {
      if (S::kType != type) return false;
      fn(fields);
      return true;
    };
    return (is(Structs{}) || ...);
  }
};

}  // namespace plumbline::wire

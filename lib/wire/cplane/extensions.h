// All section extensions, by their type.
#pragma once

#include "wire/cplane/extension_01.h"
#include "wire/cplane/extension_02.h"
#include "wire/cplane/extension_03.h"
#include "wire/cplane/extension_04.h"
#include "wire/cplane/extension_05.h"
#include "wire/cplane/extension_06.h"
#include "wire/cplane/extension_07.h"
#include "wire/cplane/extension_08.h"
#include "wire/cplane/extension_09.h"
#include "wire/cplane/extension_10.h"
#include "wire/cplane/extension_11.h"
#include "wire/cplane/extension_12.h"
#include "wire/cplane/extension_13.h"
#include "wire/cplane/extension_14.h"
#include "wire/cplane/extension_15.h"
#include "wire/cplane/extension_16.h"
#include "wire/cplane/extension_17.h"
#include "wire/cplane/extension_18.h"
#include "wire/cplane/extension_19.h"
#include "wire/cplane/extension_20.h"
#include "wire/cplane/extension_21.h"
#include "wire/cplane/extension_22.h"
#include "wire/cplane/extension_23.h"
#include "wire/cplane/extension_24.h"
#include "wire/cplane/extension_25.h"
#include "wire/cplane/extension_26.h"
#include "wire/cplane/extension_27.h"
#include "wire/cplane/extension_28.h"
#include "wire/cplane/extension_29.h"
#include "wire/cplane/extension_30.h"

namespace plumbline::wire {

/// Extension types, found by number.
template <class... Extensions>
struct ExtensionList {
  /// Calls `fn` with a default-made extension of that type; false when the list has none.
  template <class Fn>
  static bool with(std::uint8_t type, Fn&& fn) {
    const auto is = [&]<class E>(E extension) {
      if (E::kType != type) return false;
      fn(extension);
      return true;
    };
    return (is(Extensions{}) || ...);
  }
};
using AllExtensions =
    ExtensionList<Extension1, Extension2, Extension3, Extension4, Extension5, Extension6, Extension7,
                  Extension8, Extension9, Extension10, Extension11, Extension12, Extension13, Extension14,
                  Extension15, Extension16, Extension17, Extension18, Extension19, Extension20, Extension21,
                  Extension22, Extension23, Extension24, Extension25, Extension26, Extension27, Extension28,
                  Extension29, Extension30>;

/// Calls `fn(auto& extension)` with a default-made extension of that type. False, and `fn` is not called, for
/// types that have no fields of their own: 0 and 31..127.
template <class Fn>
bool with_extension(std::uint8_t type, Fn&& fn) {
  return AllExtensions::with(type, fn);
}

/// Reads an extension that was found whole (by ExtensionWalk or decode_extension()) into `out`, whose type is
/// its. Lists are told to `sink` and only counted in `out`. The reader that did it says how it ended and what
/// is left.
template <class E, class Sink>
LayoutReader<Sink> read_extension(const Extension& extension, const SectionContext& context, E& out,
                                  Sink& sink) {
  LayoutReader<Sink> reader{extension.room(), extension.head(), sink};
  out.layout(reader, context);
  return reader;
}
/// The same when only `out` matters.
template <class E>
LayoutEnd decode_extension_body(const Extension& extension, const SectionContext& context, E& out) {
  NullLayoutSink none;
  return read_extension(extension, context, out, none).end();
}

}  // namespace plumbline::wire

// Changing the first extension of a message, for lenses.
#pragma once

#include <functional>
#include <utility>

#include "suite/mutants/edit.h"

namespace plumbline::suite::test {

/// Octets of a section of type 1 or 5 without its extensions.
inline constexpr std::uint32_t kSection = 8;

/// Changes the first extension of the first section, where it is of that type. `at`: its first octet.
inline MakeLens edit_extension(unsigned type, std::function<void(Edit& frame, std::uint32_t at)> change) {
  return edit([=](Edit& frame) {
    if (frame.fields().plane != radio::Plane::c || frame.get("ef") == 0) return;
    const std::uint32_t at = frame.fields().section + kSection;
    if ((frame.octet(at) & 0x7F) == type) change(frame, at);
  });
}

}  // namespace plumbline::suite::test

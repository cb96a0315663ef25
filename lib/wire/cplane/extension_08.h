// Section extension 8: regularization factor. Source: CUS v17.01 7.7.8, 7.5.3.12.
//
//   0 | ef | extType (7) |  1 | extLen = 1 |  2 | regularizationFactor (16, signed) |
//
// Section type 5; DL and UL; instead of the field of section type 6. The clauses call it signed in words and
// unsigned as a type; it is told signed.
#pragma once

#include "wire/cplane/parameters.h"
#include "wire/layout.h"

namespace plumbline::wire {

struct Extension8 {
  static constexpr std::uint8_t kType = 8;
  std::int16_t regularization_factor = 0;

  template <class W>
  void layout(W& w, const SectionContext& /*context*/) {
    w.step([&](auto& s) { s.s("regularizationFactor", 16, regularization_factor); });
  }
};

}  // namespace plumbline::wire

// Section extension 5: modulation compression parameters, several sets. Source: CUS v17.01 7.7.5.
//
//   0 | ef | extType (7) |  1 | extLen |
//   2 | sets of mcScaleReMask (12), csf, mcScaleOffset (15) without gaps |  zeros to 4 octets
//
// Section types 1, 3, 5; DL; not with SE 23; behind an SE 10 one for all ports or one for each. There is no
// count: as many sets as fit, but where they use up the octets (4, 12, 20 .. sets) a last one of zeros is
// none. mcScaleReMask: most significant bit = RE 0; each RE of the section in one set, so 12 sets at most.
#pragma once

#include "wire/cplane/parameters.h"
#include "wire/layout.h"

namespace plumbline::wire {

struct Extension5 {
  static constexpr std::uint8_t kType = 5;
  struct Set {
    std::uint16_t re_mask = 0;
    bool csf = false;
    std::uint16_t scale_offset = 0;  ///< exponent (4), mantissa (11), as modCompScaler of SE 4
  };
  static constexpr unsigned kSetBits = 28;
  List<Set> sets;
  std::uint8_t fill = 0;

  template <class W>
  void layout(W& w, const SectionContext& /*context*/) {
    std::uint64_t n = w.entries("sets", kSetBits, sets);
    if constexpr (W::kReads) {
      if (n > 0 && w.bits_left() % kSetBits == 0 && w.last_bits(kSetBits) == 0) --n;
    }
    w.list("sets", n, sets, [](auto& s, Set& set) {
      s.x("mcScaleReMask", 12, set.re_mask);
      s.u("csf", 1, set.csf);
      s.u("mcScaleOffset", 15, set.scale_offset);
    });
    w.fill(fill);
  }
};

}  // namespace plumbline::wire

// Section extension 2: beamforming attributes. Source: CUS v17.01 7.7.2.
//
//   0 | ef | extType (7) |  1 | extLen |  2 | - (2) | bfAzPtWidth (3) | bfZePtWidth (3) |
//   3 | - (2) | bfAz3ddWidth (3) | bfZe3ddWidth (3) |
//   4 | bfAzPt, bfZePt, bfAz3dd, bfZe3dd of these widths, zeros to the octet
//     | - (2) | bfAzSl (3) | bfZeSl (3) |  zeros to 4 octets
//
// Section types 1, 3; DL and UL; not with SE 19; with SE 7, 10 where all ports have the same. A width n
// of 1..7 stands for n + 1 bits, 0 for no field.
#pragma once

#include "wire/cplane/parameters.h"
#include "wire/layout.h"

namespace plumbline::wire {

struct Extension2 {
  static constexpr std::uint8_t kType = 2;
  std::uint8_t reserved2 = 0, reserved3 = 0, reserved_sidelobe = 0, fill = 0;
  std::uint8_t az_pt_width = 0, ze_pt_width = 0;    ///< as they stand, 0..7
  std::uint8_t az_3dd_width = 0, ze_3dd_width = 0;  ///< as they stand, 0..7
  std::int16_t az_pt = 0;
  std::uint8_t ze_pt = 0, az_3dd = 0, ze_3dd = 0;
  std::uint8_t az_sl = 0, ze_sl = 0;  ///< 10 + 5 n dB; 7: at least 45 dB

  static constexpr unsigned bits_of(std::uint8_t width) { return width == 0 ? 0u : width + 1u; }

  template <class W>
  void layout(W& w, const SectionContext& /*context*/) {
    if (!w.step([&](auto& s) {
          s.r(2, reserved2);
          s.u("bfAzPtWidth", 3, az_pt_width);
          s.u("bfZePtWidth", 3, ze_pt_width);
          s.r(2, reserved3);
          s.u("bfAz3ddWidth", 3, az_3dd_width);
          s.u("bfZe3ddWidth", 3, ze_3dd_width);
        }))
      return;
    w.step([&](auto& s) {
      if (az_pt_width != 0) s.s("bfAzPt", bits_of(az_pt_width), az_pt);
      if (ze_pt_width != 0) s.u("bfZePt", bits_of(ze_pt_width), ze_pt);
      if (az_3dd_width != 0) s.u("bfAz3dd", bits_of(az_3dd_width), az_3dd);
      if (ze_3dd_width != 0) s.u("bfZe3dd", bits_of(ze_3dd_width), ze_3dd);
      s.fill(fill);
      // Drawn as an octet of its own in 7.7.2.1.
      s.r(2, reserved_sidelobe);
      s.u("bfAzSl", 3, az_sl);
      s.u("bfZeSl", 3, ze_sl);
    });
  }
};

}  // namespace plumbline::wire

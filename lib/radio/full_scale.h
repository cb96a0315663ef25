// Full scale of IQ samples.
#pragma once

#include <optional>

namespace plumbline::radio {

/// Binary logarithm of FS0, the square of the largest component that a format (udCompMeth, width 1..16)
/// holds: 2w - 2 of `width` bits without compression, 2w + 28 with BFP; nothing where the standard leaves it
/// open (block scaling, mu-law) or samples are fractions (modulation). Source: CUS v17.01 8.1.3.1.
constexpr std::optional<int> full_scale_log2(unsigned method, int width) {
  switch (method) {
    case 0:
      return 2 * width - 2;
    case 1:  // BFP, and selective as 5 and 7
    case 5:
    case 7:
      return 2 * width + 28;
    default:
      return std::nullopt;
  }
}

}  // namespace plumbline::radio

#include "io/printable.h"

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace plumbline::io {
namespace {

/// Octets of the UTF-8 sequence at the front (RFC 3629), 0 when there is none.
std::size_t utf8_sequence(std::string_view text) {
  const auto octet = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const auto continues = [&](std::size_t n) {
    if (text.size() < n) return false;
    for (std::size_t i = 1; i < n; ++i)
      if ((octet(i) & 0xc0) != 0x80) return false;
    return true;
  };
  const std::uint8_t first = octet(0);
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first < 0xe0 && continues(2)) return 2;
  if (first >= 0xe0 && first < 0xf0 && continues(3)) {
    const bool too_short = first == 0xe0 && octet(1) < 0xa0;
    const bool surrogate = first == 0xed && octet(1) >= 0xa0;
    return too_short || surrogate ? 0 : 3;
  }
  if (first >= 0xf0 && first < 0xf5 && continues(4)) {
    const bool too_short = first == 0xf0 && octet(1) < 0x90;
    const bool too_large = first == 0xf4 && octet(1) >= 0x90;
    return too_short || too_large ? 0 : 4;
  }
  return 0;
}

}  // namespace

std::string printable(Octets octets, std::size_t most) {
  const auto end = std::find(octets.begin(), octets.end(), std::uint8_t{0});
  const std::string text(octets.begin(), end);
  std::string safe;
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t n = utf8_sequence(rest);
    if (safe.size() + std::max<std::size_t>(n, 1) > most) break;
    const auto first = static_cast<std::uint8_t>(rest[0]);
    if (n == 0 || first < 0x20 || first == 0x7f) {
      safe += '?';
      rest.remove_prefix(1);
    } else {
      safe += rest.substr(0, n);
      rest.remove_prefix(n);
    }
  }
  return safe;
}

}  // namespace plumbline::io

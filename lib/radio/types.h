// Radio time, eAxC ids and PRB ranges: the small words everybody uses.
#pragma once

#include <bit>
#include <compare>
#include <cstdint>

namespace plumbline::radio {

/// dataDirection of C- and U-plane headers. Source: CUS v17.01 7.5.2.1.
enum class Direction : std::uint8_t { uplink = 0, downlink = 1 };

/// Which plane a stream carries; C-plane messages steer U-plane messages.
enum class Plane : std::uint8_t { u = 0, c = 1 };

/// eAxC_ID: ecpriPcid / ecpriRtcid, all 16 bits. Source: CUS v17.01 5.1.3.2.7.
struct Eaxc {
  std::uint16_t value{};
  friend constexpr auto operator<=>(Eaxc, Eaxc) = default;
};

/// Where in radio time a message belongs, as it stands on the wire; ranges are judged by rules.
struct RadioTime {
  std::uint8_t frame{};     ///< frameId, SFN modulo 256
  std::uint8_t subframe{};  ///< subframeId 0..15 on the wire, 0..9 legal
  std::uint8_t slot{};      ///< slotId 0..63 on the wire
  std::uint8_t symbol{};    ///< (start)symbolId 0..63 on the wire, 0..13 legal
  friend constexpr auto operator<=>(const RadioTime&, const RadioTime&) = default;
};

/// PRBs first, first + step, ... (count of them). step is 2 where rb = 1 (CUS v17.01 7.5.3.2).
struct alignas(8) PrbRange {
  std::uint16_t first{};
  std::uint16_t count{};
  std::uint16_t step = 1;
  std::uint16_t unused = 0;  ///< no padding: a range is written and copied as one word
  /// One past the highest PRB named; `first` when empty.
  constexpr std::uint32_t end() const { return count == 0 ? first : first + (count - 1u) * step + 1u; }
  constexpr bool contains(std::uint32_t prb) const {
    return prb >= first && prb < end() && (prb - first) % step == 0;
  }
  friend constexpr bool operator==(const PrbRange&, const PrbRange&) = default;
};

/// The same, written as one word: ranges are mostly copied right after they were made, and four short writes
/// are slow to read back as a whole.
constexpr PrbRange make_prbs(std::uint16_t first, std::uint16_t count, std::uint16_t step) {
  if constexpr (std::endian::native == std::endian::little)
    return std::bit_cast<PrbRange>(std::uint64_t{first} | std::uint64_t{count} << 16 |
                                   std::uint64_t{step} << 32);
  return {.first = first, .count = count, .step = step};
}

/// True when some PRB is in both.
constexpr bool overlap(const PrbRange& a, const PrbRange& b) {
  if (a.count == 0 || b.count == 0 || a.first >= b.end() || b.first >= a.end()) return false;
  if (a.step == 1 && b.step == 1) return true;
  const PrbRange& sparse = a.step >= b.step ? a : b;
  const PrbRange& other = a.step >= b.step ? b : a;
  for (std::uint32_t prb = sparse.first; prb < sparse.end(); prb += sparse.step)
    if (other.contains(prb)) return true;
  return false;
}

/// True when every PRB of `inner` is in `outer`.
constexpr bool covers(const PrbRange& outer, const PrbRange& inner) {
  if (inner.count == 0) return true;
  if (outer.count == 0 || inner.first < outer.first || inner.end() > outer.end()) return false;
  if (outer.step == 1) return true;
  return (inner.first - outer.first) % outer.step == 0 && (inner.count == 1 || inner.step % outer.step == 0);
}

/// Closed interval of arrival times relative to a reference instant; earlier is smaller.
struct Window {
  std::int64_t opens_ns{};
  std::int64_t closes_ns{};
  constexpr bool contains(std::int64_t offset_ns) const {
    return opens_ns <= offset_ns && offset_ns <= closes_ns;
  }
  friend constexpr bool operator==(const Window&, const Window&) = default;
};

}  // namespace plumbline::radio

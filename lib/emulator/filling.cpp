#include "emulator/filling.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "iq/constellation.h"
#include "iq/modulation.h"
#include "wire/cplane.h"
#include "wire/cplane/extension_04.h"
#include "wire/cplane/extension_05.h"

namespace plumbline::emulator {
namespace {

constexpr std::size_t kStarts = 256;  ///< there are many pools
constexpr std::uint8_t kDmrsSymbol = 2;
constexpr std::uint8_t kFewestForSparse = 5;

/// REs of a PRB that hold DMRS and data, bit 0 RE 0.
struct Split {
  std::uint16_t dmrs = 0, data = 0xFFF;
  std::uint16_t all() const { return static_cast<std::uint16_t>(dmrs | data); }
};
/// DMRS type 1 in one comb, data in the other.
constexpr Split kCombs{.dmrs = 0x555, .data = 0xAAA};
/// DMRS type 2: REs 0, 1, 6, 7 are of a CDM group without data, 2, 3, 8, 9 have DMRS, the others data.
constexpr Split kGroups{.dmrs = 0x30C, .data = 0xC30};
/// RE 5 of PRBs with even numbers is empty.
constexpr Res kSparse{.even = 0xFDF, .odd = 0xFFF};

/// Mean amplitude of data.
constexpr double kAmplitude = 0.25;
/// Of DMRS beside one CDM group without data that another port uses (3GPP TS 38.214 Table 4.1-1: 3 dB).
constexpr double kBoost = std::numbers::sqrt2;

/// reMask and mcScaleReMask have RE 0 in their most significant bit.
std::uint16_t turned(std::uint16_t mask) {
  unsigned out = 0;
  for (unsigned re = 0; re < iq::kResPerPrb; ++re) out |= (mask >> re & 1u) << (iq::kResPerPrb - 1 - re);
  return static_cast<std::uint16_t>(out);
}

/// A constellation of 2^bits levels an axis in codes of `width` bits. Source: CUS v17.01 A.5.
struct Alphabet {
  unsigned bits, width;
  double amplitude;

  bool shifted() const { return bits == width; }
  std::uint16_t scaler() const {
    const double half = iq::half_distance(static_cast<iq::Modulation>(2 * bits));
    return iq::scaler_code(amplitude * std::ldexp(half, static_cast<int>(bits)) / std::numbers::sqrt2);
  }
  std::int16_t draw(Random& random) const {
    const int levels = 1 << bits;
    const int level = 2 * static_cast<int>(random.below(static_cast<std::uint64_t>(levels))) - levels + 1;
    return static_cast<std::int16_t>(shifted() ? (level - 1) / 2 : level * (1 << (width - 1 - bits)));
  }
};

/// A section extension, the last of its section.
std::vector<std::uint8_t> extension(std::uint8_t type, std::uint64_t body, unsigned octets) {
  std::vector<std::uint8_t> bytes(octets), out((2 + octets + 3) / 4 * 4);
  Writer inner{bytes}, writer{out};
  inner.put(body, octets);
  wire::encode_extension(writer, type, false, bytes);
  return out;
}
std::uint64_t parameters(const Alphabet& alphabet) {
  return std::uint64_t{alphabet.shifted()} << 15 | alphabet.scaler();
}
std::uint64_t set_of(std::uint16_t res, const Alphabet& alphabet) {
  return std::uint64_t{turned(res)} << 16 | parameters(alphabet);
}

struct CodeMaker {
  iq::Format format;
  std::size_t prbs;
  Random random;
  std::vector<PrbPool>& pools;

  /// Codes of data and of DMRS: `res` are sent, of which `dmrs` have DMRS.
  Content codes(const Res& res, std::uint16_t dmrs, const Alphabet& data, const Alphabet& pilot) {
    std::vector<std::int16_t> numbers((kStarts + prbs) * iq::kNumbersPerPrb);
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      const std::size_t re = i % iq::kNumbersPerPrb / 2;
      if ((res.of(i / iq::kNumbersPerPrb) >> re & 1) == 0) continue;
      numbers[i] = ((dmrs >> re & 1) != 0 ? pilot : data).draw(random);
    }
    pools.emplace_back(PackedPrbs{format, numbers, res}, kStarts);
    Content content{.pool = pools.size() - 1, .re_mask = 0xFFF};
    if (dmrs == 0) {
      content.extensions = extension(wire::Extension4::kType, parameters(data), 2);
    } else {
      const auto rest = static_cast<std::uint16_t>(res.even & ~dmrs);
      content.re_mask = turned(res.even);
      content.extensions = extension(
          wire::Extension5::kType, set_of(dmrs, pilot) << wire::Extension5::kSetBits | set_of(rest, data), 7);
    }
    return content;
  }
};

Contents of_modulation(iq::Format format, CodeMaker maker) {
  const bool selective = iq::is_selective(format.method);
  const unsigned width = format.width;
  Contents contents{.sparse = selective, .turns = width, .all = {}};
  const Split split = selective ? kGroups : kCombs;
  const Alphabet pilot{.bits = 1, .width = width, .amplitude = kAmplitude * (selective ? kBoost : 1.0)};
  for (const Filling filling : {Filling::data, Filling::dmrs, Filling::sparse}) {
    if (filling == Filling::sparse && !selective) break;
    for (unsigned bits = 1; bits <= width; ++bits) {
      const Alphabet data{.bits = bits, .width = width, .amplitude = kAmplitude};
      const bool dmrs = filling == Filling::dmrs;
      const Res res = dmrs ? Res{split.all(), split.all()} : filling == Filling::sparse ? kSparse : Res{};
      contents.all.push_back(maker.codes(res, dmrs ? split.dmrs : std::uint16_t{0}, data, pilot));
    }
  }
  return contents;
}

}  // namespace

SlotParts Contents::cut(const profile::SymbolSpan& symbols) const {
  SlotParts parts;
  const unsigned end = unsigned{symbols.first} + symbols.count;
  const auto add = [&](unsigned first, unsigned behind, Filling filling) {
    if (first < behind)
      (void)parts.try_push(
          {{static_cast<std::uint8_t>(first), static_cast<std::uint8_t>(behind - first)}, filling});
  };
  const unsigned dmrs = symbols.first + kDmrsSymbol;
  const unsigned last = sparse && symbols.count >= kFewestForSparse ? end - 1 : end;
  add(symbols.first, std::min(dmrs, end), Filling::data);
  if (dmrs >= end) return parts;
  add(dmrs, dmrs + 1, Filling::dmrs);
  add(dmrs + 1, last, Filling::data);
  add(last, end, Filling::sparse);
  return parts;
}

bool has_contents(iq::Format format, Payload payload) {
  return iq::is_modulation(format.method) ||
         (iq::is_selective(format.method) && (payload == Payload::noise || payload == Payload::qam));
}

Contents make_contents(iq::Format format, std::uint16_t prbs, Random random, Payload payload,
                       std::vector<PrbPool>& pools) {
  if (iq::is_modulation(format.method)) return of_modulation(format, {format, prbs, random, pools});
  Contents contents{.sparse = true, .turns = 1, .all = {}};
  for (const Res& res : {Res{}, Res{kGroups.all(), kGroups.all()}, kSparse}) {
    contents.all.push_back({.pool = pools.size(), .re_mask = turned(res.even | res.odd)});
    pools.emplace_back(format, prbs, Random{random.next()}, payload, res);
  }
  return contents;
}

}  // namespace plumbline::emulator

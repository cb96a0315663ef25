// Seeded samples, compressed once and used many times.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/cursor.h"
#include "base/random.h"
#include "emulator/fragment.h"
#include "iq/compression.h"
#include "wire/uplane.h"

namespace plumbline::emulator {

/// What samples are.
enum class Payload : std::uint8_t {
  noise,  ///< Gaussian-like (sum of uniform ones, -23 dBFS, never clipped)
  zero,
  pn23,  ///< 64QAM of the bits of iq::Pn23, which starts with all ones in every symbol of an eAxC
  qam,   ///< 64QAM of seeded bits
};

/// REs of a PRB that hold something, bit 0 RE 0, of PRBs with even and with odd numbers.
struct Res {
  std::uint16_t even = 0xFFF, odd = 0xFFF;
  std::uint16_t of(std::size_t prb) const { return prb % 2 == 0 ? even : odd; }
};

/// Those of UL samples: with masks for a whole section one RE is left out, by a mask that also holds with rb.
constexpr Res res_of_uplink(iq::Format format) {
  return format.method == iq::kMethodBfpMasks ? Res{.even = 0xBFF, .odd = 0xBFF} : Res{};
}

/// sReSMask1 and 2 of a section of methods 7 and 8.
struct SectionMasks {
  std::uint16_t first = 0xFFF, second = 0xFFF;
};

/// PRBs packed one behind the other. With selective methods they differ in size, with method 8 they need not
/// begin with an octet (CUS v17.01 A.6).
class PackedPrbs {
 public:
  /// `numbers`: 24 a PRB, samples or codes. Methods 6, 7 and 8 send the REs of `res`, outside of which all
  /// numbers must be 0; method 5 sends REs that are not all 0.
  PackedPrbs(iq::Format format, std::span<const std::int16_t> numbers, const Res& res);

  /// `count` PRBs from `first` on. Those of method 8 are copied into `space`, which is left what remains.
  Octets pick(std::size_t first, std::size_t count, std::span<std::uint8_t>& space) const;
  const iq::Format& format() const { return format_; }
  /// Masks of a section that begins with PRB `first` of the carrier and has every second one (`rb`) or all.
  /// With `rb` both masks of the format must be the same.
  SectionMasks masks(std::size_t first, bool rb) const;

 private:
  std::uint32_t bits_of(std::size_t prb, std::size_t begin) const;

  iq::Format format_;  ///< mask_odd, mask_even: of PRBs with even, with odd numbers
  std::vector<std::uint8_t> octets_;
  std::vector<std::uint32_t> begins_;  ///< bit, of each PRB and of the end
};

/// PRBs of samples packed in one format. 64QAM has its levels at odd multiples of 1024 (-7..7), which BFP of
/// four bits or more and numbers of six or more hold exactly.
class PrbPool {
 public:
  static constexpr std::size_t kStarts = 2048;

  /// `longest` is the most PRBs that a symbol has. The format must be one that iq::compress knows, and have
  /// samples. With selective methods noise and 64QAM are only in `res` (method 5: where that names all, in
  /// one of several patterns), and some PRBs are so quiet that nothing of them is lost.
  PrbPool(iq::Format format, std::size_t longest, Random random, Payload payload = Payload::noise,
          const Res& res = {});
  /// PRBs that are packed already, at least `starts` + the most that a symbol has.
  PrbPool(PackedPrbs packed, std::size_t starts) : packed_{std::move(packed)}, starts_{starts} {}

  /// The PRBs of `piece`, which come behind the `sent` that the symbol has already (of piece.count + sent <=
  /// longest): of PN23 these, of others from a random place; takes one number of `random`. `space` as in
  /// PackedPrbs.
  Octets pick(const Piece& piece, Random& random, std::size_t sent, std::span<std::uint8_t>& space) const {
    std::size_t start = random.below(starts_);
    if (in_order_) start = sent % starts_;
    // Whose masks are told by pairs keep their places in them.
    if (wire::has_section_masks(packed_.format().method)) start = (start & ~std::size_t{1}) | piece.first % 2;
    return packed_.pick(start, piece.count, space);
  }
  SectionMasks masks(const Piece& piece) const { return packed_.masks(piece.first, piece.rb); }

 private:
  PackedPrbs packed_;
  std::size_t starts_ = kStarts;
  bool in_order_ = false;
};

/// The PRBs of one symbol of the uplink test signal (iq/pn.h) of one eAxC id, 0 dB at the levels of 64QAM
/// above. Fixed point of fewer than 14 bits has them smaller. The format must be one that iq::compress knows.
std::vector<std::uint8_t> test_symbol(iq::Format format, unsigned eaxc, std::size_t prbs);

/// Whole PRACH symbols: the preamble's REs, then zeros to the end of the PRBs (CUS v17.01 8.2.1).
class PrachPool {
 public:
  static constexpr std::size_t kSymbols = 8;

  PrachPool(iq::Format format, std::size_t prbs, std::size_t subcarriers, Random random);

  /// One of the symbols; takes one number of `random`.
  static std::size_t pick_symbol(Random& random) { return random.below(kSymbols); }
  /// PRBs of it.
  Octets pick(std::size_t symbol, const Piece& piece) const {
    std::span<std::uint8_t> unused;  // PRACH is of uplink, method 8 of downlink
    return packed_.pick(symbol * prbs_ + piece.first, piece.count, unused);
  }
  SectionMasks masks(const Piece& piece) const { return packed_.masks(piece.first, piece.rb); }

 private:
  std::size_t prbs_;
  PackedPrbs packed_;
};

/// Fills in what the header of a section of selective methods says of its PRBs: masks, and udCompLen where
/// `ud_comp_len`. udCompHdr must be set.
void tell_prbs(wire::UplaneSection& section, const SectionMasks& masks, bool ud_comp_len, Octets prbs);

}  // namespace plumbline::emulator

// The pseudo-random payload of test signals, and the bits in which a receiver differs from it.
#pragma once

#include <cstdint>
#include <span>

namespace plumbline::iq {

/// PN23: x^23 + x^18 + 1, period 2^23 - 1; each bit is the sum of those 18 and 23 before. Test models start
/// it with all ones at every frame. Source: ITU-T O.150 5.6 (there the output is inverted); 3GPP TS 38.141-1
/// 4.9.2.
class Pn23 {
 public:
  static constexpr std::uint32_t kAllOnes = 0x7FFFFF;
  static constexpr std::uint32_t kPeriod = 0x7FFFFF;

  /// `state`: the 23 bits that come first, the first one the most significant; 0 gives zeros for ever.
  explicit constexpr Pn23(std::uint32_t state = kAllOnes, bool inverted = false)
      : state_{state & kAllOnes}, inverted_{inverted} {}

  /// The next bit.
  constexpr bool next() {
    const bool bit = (state_ >> 22 & 1) != 0;
    state_ = (state_ << 1 | ((state_ >> 22 ^ state_ >> 17) & 1)) & kAllOnes;
    return bit != inverted_;
  }
  /// The next `n` (0..32) bits, the first one the most significant.
  constexpr std::uint32_t take(unsigned n) {
    std::uint32_t out = 0;
    for (unsigned i = 0; i < n; ++i) out = out << 1 | (next() ? 1u : 0u);
    return out;
  }

 private:
  std::uint32_t state_;
  bool inverted_;
};

/// The uplink test signal, the same in every symbol: 64QAM; PRB p of eAxC id e has bits [72 n, 72 n + 72) of
/// PN23 that starts with all ones, n = 61 e mod 1024 + p. The lowest third of the carrier's PRBs has power
/// 0 dB, the next one -10 dB, the last one -20 dB.
inline constexpr unsigned kTestPrbBits = 72, kTestThirds = 3;
/// 0..2: which third of `prbs` a PRB lies in.
constexpr unsigned test_third(unsigned prb, unsigned prbs) { return prb * kTestThirds / prbs; }
/// PN23 in front of PRB 0 of an eAxC id.
Pn23 test_pn(unsigned eaxc);

/// When a payload starts again.
enum class PnRestart : std::uint8_t { never, frame, symbol };

/// Bits that were compared, and those that differ.
struct BitErrors {
  std::uint64_t bits = 0, errors = 0;
  BitErrors& operator+=(const BitErrors& other) {
    bits += other.bits;
    errors += other.errors;
    return *this;
  }
  friend bool operator==(const BitErrors&, const BitErrors&) = default;
};

/// Counts the errors of a payload that comes symbol by symbol, in order.
class BitErrorCounter {
 public:
  explicit BitErrorCounter(PnRestart restart, Pn23 first = Pn23{})
      : restart_{restart}, first_{first}, expected_{first} {}

  /// A symbol begins: call it before its bits, with the number of its frame.
  void begin_symbol(std::uint64_t frame);
  /// `words` of `width` (1..32) bits each, the first bit the most significant of these.
  void add(std::span<const std::uint32_t> words, unsigned width);
  const BitErrors& result() const { return result_; }

 private:
  PnRestart restart_;
  Pn23 first_, expected_;
  std::uint64_t frame_ = ~std::uint64_t{0};
  BitErrors result_;
};

}  // namespace plumbline::iq

// Seeded random numbers that are the same on every machine (splitmix64).
#pragma once

#include <cstdint>

namespace plumbline {

/// Deterministic generator; copy it to fork a sequence.
class Random {
 public:
  explicit constexpr Random(std::uint64_t seed) : state_{seed} {}

  /// 64 uniform bits.
  constexpr std::uint64_t next() {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
  }
  /// A number in [0, bound), bound > 0. The bias is below 2^-32 for bounds below 2^32.
  constexpr std::uint64_t below(std::uint64_t bound) { return next() % bound; }

 private:
  std::uint64_t state_;
};

}  // namespace plumbline

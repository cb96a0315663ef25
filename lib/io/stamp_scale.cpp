#include "io/stamp_scale.h"

#include <limits>

#include "io/packet.h"

namespace plumbline::io {
namespace {

constexpr std::uint64_t kPerSecond = 1'000'000'000;

constexpr std::uint64_t power_of_ten(unsigned exponent) {
  std::uint64_t value = 1;
  for (; exponent > 0; --exponent) value *= 10;
  return value;
}

}  // namespace

StampScale::StampScale(std::uint8_t resolution, std::int64_t offset_s) {
  offset_ns_ = Wide{offset_s} * kPerSecond;
  const unsigned exponent = resolution & 0x7fu;
  if ((resolution & 0x80u) != 0) {
    multiply_ = kPerSecond;
    shift_ = exponent;
    resolution_ns_ = exponent >= 30 ? 1 : (kPerSecond + (std::uint64_t{1} << exponent) - 1) >> exponent;
  } else if (exponent <= 9) {
    multiply_ = power_of_ten(9 - exponent);
    resolution_ns_ = multiply_;
  } else {
    constexpr unsigned kLargestExponent =
        19;  // 10^19 fits into 64 bits, and 2^64 ticks of 10^-29 s are below 1 ns
    divide_ = exponent - 9 <= kLargestExponent ? power_of_ten(exponent - 9) : 0;
  }
}

std::optional<CaptureTime> StampScale::convert(std::uint64_t ticks) const {
  const std::uint64_t whole = divide_ == 1 ? ticks : divide_ == 0 ? 0 : ticks / divide_;
  const Wide ns = (Wide{whole} * multiply_ >> shift_) + offset_ns_;
  if (ns <= std::numeric_limits<std::int64_t>::min() || ns > std::numeric_limits<std::int64_t>::max())
    return {};
  if (ns == 0) return kNoStamp;
  return CaptureTime{Nanos{static_cast<std::int64_t>(ns)}};
}

}  // namespace plumbline::io

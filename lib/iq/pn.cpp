#include "iq/pn.h"

#include <bit>
#include <cassert>

namespace plumbline::iq {

Pn23 test_pn(unsigned eaxc) {
  Pn23 pn;
  for (unsigned prbs = eaxc * 61 % 1024; prbs > 0; --prbs)
    for (unsigned bit = 0; bit < kTestPrbBits; bit += 24) pn.take(24);
  return pn;
}

void BitErrorCounter::begin_symbol(std::uint64_t frame) {
  if (restart_ == PnRestart::symbol || (restart_ == PnRestart::frame && frame != frame_)) expected_ = first_;
  frame_ = frame;
}

void BitErrorCounter::add(std::span<const std::uint32_t> words, unsigned width) {
  assert(width >= 1 && width <= 32);
  const std::uint32_t mask = ~std::uint32_t{0} >> (32 - width);
  for (const std::uint32_t word : words) {
    const std::uint32_t wrong = (word ^ expected_.take(width)) & mask;
    result_ += {.bits = width, .errors = static_cast<std::uint64_t>(std::popcount(wrong))};
  }
}

}  // namespace plumbline::iq

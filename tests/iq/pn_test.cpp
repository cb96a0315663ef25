#include "iq/pn.h"

#include <gtest/gtest.h>

#include <vector>

namespace plumbline::iq {
namespace {

TEST(Pn23, BeginsAsThePolynomialSays) {
  // 23 ones; then each bit is the sum of those 18 and 23 before: 18 zeros, and ones where only one of both
  // is still of the first 23.
  Pn23 pn;
  EXPECT_EQ(pn.take(23), 0x7FFFFFu);
  EXPECT_EQ(pn.take(18), 0u);
  EXPECT_EQ(pn.take(5), 0b11111u);
  // Bits 46..58: 18 before are zeros, as are 23 before; from 59 on those 18 before are the five ones.
  EXPECT_EQ(pn.take(13), 0u);
  EXPECT_EQ(pn.take(5), 0b11111u);
  EXPECT_EQ(pn.take(5), 0b11111u ^ 0b00000u);
  Pn23 inverted{Pn23::kAllOnes, true};
  EXPECT_EQ(inverted.take(23), 0u);
}

TEST(Pn23, RepeatsAfterItsPeriodAndHoldsEveryWord) {
  Pn23 pn;
  std::uint64_t ones = 0;
  for (std::uint32_t i = 0; i < Pn23::kPeriod; ++i) ones += pn.next() ? 1u : 0u;
  EXPECT_EQ(ones, std::uint64_t{1} << 22);  // one more than zeros
  EXPECT_EQ(pn.take(32), Pn23{}.take(32));
}

std::vector<std::uint32_t> payload(Pn23 pn, std::size_t words, unsigned width) {
  std::vector<std::uint32_t> out;
  for (std::size_t i = 0; i < words; ++i) out.push_back(pn.take(width));
  return out;
}

TEST(BitErrorCounter, CountsWhatDiffers) {
  BitErrorCounter counter{PnRestart::never};
  auto words = payload(Pn23{}, 100, 6);
  words[3] ^= 0b100001;
  words[99] ^= 0b1;
  counter.begin_symbol(0);
  counter.add(std::span{words}.first(40), 6);
  counter.begin_symbol(1);
  counter.add(std::span{words}.subspan(40), 6);
  EXPECT_EQ(counter.result(), (BitErrors{.bits = 600, .errors = 3}));
}

TEST(BitErrorCounter, StartsAgainWhereThePayloadDoes) {
  struct Case {
    PnRestart restart;
    std::vector<bool> starts;  ///< of the symbols of frames 7, 7, 8
  };
  const std::vector<std::uint64_t> frames{7, 7, 8};
  for (const Case& one :
       {Case{PnRestart::never, {true, false, false}}, Case{PnRestart::frame, {true, false, true}},
        Case{PnRestart::symbol, {true, true, true}}}) {
    BitErrorCounter counter{one.restart},
        wrong{one.restart == PnRestart::never ? PnRestart::symbol : PnRestart::never};
    Pn23 pn;
    for (std::size_t symbol = 0; symbol < frames.size(); ++symbol) {
      if (one.starts[symbol]) pn = Pn23{};
      const auto words = payload(pn, 10, 32);
      for (int i = 0; i < 10; ++i) pn.take(32);
      counter.begin_symbol(frames[symbol]);
      counter.add(words, 32);
      wrong.begin_symbol(frames[symbol]);
      wrong.add(words, 32);
    }
    EXPECT_EQ(counter.result(), (BitErrors{.bits = 960, .errors = 0}));
    EXPECT_GT(wrong.result().errors, 100u);
  }
}

}  // namespace
}  // namespace plumbline::iq

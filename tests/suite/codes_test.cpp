// PRBs of modulation compression and of selective methods, worked out by hand.
#include "suite/codes.h"

#include <gtest/gtest.h>

#include "suite/cases/upl/upl_011_modulation.h"
#include "suite/cases/upl/upl_012_selective.h"
#include "support/hex.h"

namespace plumbline::suite::test {
namespace {

/// A section of `prbs` PRBs, kept in `observed`.
SeenUplane keep(Observed& observed, std::string_view hex, std::uint8_t packing, std::uint16_t prbs,
                std::uint16_t mask1 = 0, std::uint16_t mask2 = 0) {
  observed.prbs = plumbline::test::from_hex(hex);
  SeenUplane seen;
  seen.header.direction = radio::Direction::downlink;
  seen.prbs = radio::make_prbs(0, prbs, 1);
  seen.packing = packing;
  seen.prb_octets = static_cast<std::uint32_t>(observed.prbs.size());
  seen.mask1 = mask1;
  seen.mask2 = mask2;
  return seen;
}
std::vector<SentPrb> prbs_of(const Observed& observed, const SeenUplane& seen, bool whole = true) {
  std::vector<SentPrb> all;
  EXPECT_EQ(each_prb(observed, seen, [&](const SentPrb& prb) { all.push_back(prb); }), whole);
  return all;
}

/// The same three REs in each method: codes (-2, 1), (0, -1), (1, 1) of REs 0, 1 and 6.
TEST(EachPrb, CodesOfEveryMethod) {
  struct Row {
    const char* hex;
    std::uint8_t packing;
    std::uint16_t prbs, mask1, mask2;
  };
  for (const Row& row : {Row{"00 43 93 50", 0x26, 1, 0, 0}, Row{"93 59 35", 0x28, 2, 0x043, 0x043}}) {
    Observed observed;
    const auto prbs = prbs_of(observed, keep(observed, row.hex, row.packing, row.prbs, row.mask1, row.mask2));
    ASSERT_EQ(prbs.size(), row.prbs);
    for (const SentPrb& prb : prbs) {
      EXPECT_EQ(prb.sent, 0x043);
      EXPECT_EQ(prb.numbers[0], -2);
      EXPECT_EQ(prb.numbers[1], 1);
      EXPECT_EQ(prb.numbers[2], 0);
      EXPECT_EQ(prb.numbers[3], -1);
      EXPECT_EQ(prb.numbers[12], 1);
      EXPECT_EQ(prb.numbers[13], 1);
    }
  }
}

/// REs 0, 2 and 11 are (100, -200), (255, -256), (-1, 7).
TEST(EachPrb, MantissasWithAMaskOfThePrbOrOfTheSection) {
  Observed observed;
  for (const SentPrb& prb :
       {prbs_of(observed, keep(observed, "80 05 32 4e 1f f0 0f f8 1c", 0x95, 1)).at(0),
        prbs_of(observed, keep(observed, "00 32 4e 1f f0 0f f8 1c", 0x97, 1, 0x805)).at(0)}) {
    EXPECT_EQ(prb.sent, 0x805);
    EXPECT_EQ(prb.exponent, 0);
    EXPECT_EQ(prb.numbers[0], 100);
    EXPECT_EQ(prb.numbers[1], -200);
    EXPECT_EQ(prb.numbers[4], 255);
    EXPECT_EQ(prb.numbers[5], -256);
    EXPECT_EQ(prb.numbers[22], -1);
    EXPECT_EQ(prb.numbers[23], 7);
  }
}

TEST(EachPrb, OctetsThatAreMissingOrTooManyAreTold) {
  Observed observed;
  prbs_of(observed, keep(observed, "00 43 93", 0x26, 1), false);
  prbs_of(observed, keep(observed, "00 43 93 50 00", 0x26, 1), false);
  prbs_of(observed, keep(observed, "00", 0x26, 1), false);
  prbs_of(observed, keep(observed, "93 50 93 50", 0x28, 2, 0x043, 0x043), false);
  prbs_of(observed, keep(observed, "93 59 35", 0x29, 2), false);
}

TEST(Emptiness, CountsWhatWasZeroForSure) {
  const auto empty = [](std::uint8_t method, std::uint16_t exact, const std::vector<SentPrb>& prbs) {
    upl_012::Emptiness emptiness{method, false, exact};
    for (const SentPrb& prb : prbs) emptiness.add(prb);
    return emptiness.found();
  };
  SentPrb full{.index = 0, .sent = 0x003}, hole = full;
  full.numbers[0] = full.numbers[3] = 1;
  hole.numbers[0] = 1;
  SentPrb hidden = hole, second = hole;
  hidden.exponent = 3;
  EXPECT_FALSE(empty(5, 0, {full}));
  EXPECT_TRUE(empty(5, 0, {full, hole}));
  EXPECT_FALSE(empty(5, 0, {hidden})) << "it may have become 0";
  EXPECT_TRUE(empty(6, 0xFFF, {hole}));
  EXPECT_FALSE(empty(6, 0x001, {hole})) << "csf of RE 1";
  // A mask of the section is for every second PRB: one that needs the RE is enough.
  SentPrb third = full;
  third.index = 2;
  EXPECT_FALSE(empty(7, 0, {hole, third}));
  second.index = 1;
  EXPECT_TRUE(empty(8, 0xFFF, {full, second}));
  EXPECT_FALSE(empty(8, 0, {full, second}));
}

TEST(OffGrid, KnowsSquareConstellations) {
  using upl_011::Codes;
  const auto off = [](unsigned width, bool csf, std::initializer_list<int> codes, std::uint64_t each = 1000) {
    Codes all;
    for (const int code : codes) all.count[static_cast<unsigned>(code) % Codes::kCodes] += each;
    return upl_011::off_grid(all, width, csf) / each;
  };
  EXPECT_EQ(off(1, true, {-1, 0}), 0u);
  EXPECT_EQ(off(2, true, {-2, -1, 0, 1}), 0u);
  EXPECT_EQ(off(4, false, {-4, 4}), 0u) << "QPSK";
  EXPECT_EQ(off(4, false, {-6, -2, 2, 6}), 0u) << "16QAM";
  EXPECT_EQ(off(4, false, {-7, -5, -3, -1, 1, 3, 5, 7}), 0u) << "64QAM";
  EXPECT_EQ(off(2, false, {-1, 0, 1}), 0u) << "BPSK, one axis empty";
  EXPECT_EQ(off(4, true, {-4, 4}), 2u) << "QPSK that is said to be shifted";
  EXPECT_EQ(off(4, true, {-4, 4}, 200), 0u) << "too few to tell";
  EXPECT_EQ(off(3, false, {-4, -3, -2, -1, 0, 1, 2, 3}), 3u) << "64QAM that is said not to be: -4, -2, 2";
  EXPECT_EQ(off(4, false, {-4, 4, 4, 5}), 1u);
  EXPECT_EQ(off(5, true, {-16, 15}), 0u);
}

}  // namespace
}  // namespace plumbline::suite::test

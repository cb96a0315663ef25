// Facts of PRBs against numbers taken one by one from sections of random octets.
#include "check/prb_reader.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <vector>

#include "base/random.h"
#include "iq/compression.h"
#include "radio/full_scale.h"
#include "rules/catalogue.h"
#include "support/support.h"

namespace plumbline::check {
namespace {

/// A message of one section of random octets.
struct Message {
  std::vector<std::uint8_t> octets;
  wire::UplaneSection section;
};

Message message(Random& random, std::uint8_t method, std::uint8_t width, unsigned prbs, bool rb) {
  Message made;
  const std::uint16_t mask1 = random.next() & 0xFFF, mask2 = rb ? 0 : random.next() & 0xFFF;
  made.octets = {0x90, 0, 0, 0, 0, static_cast<std::uint8_t>(rb ? 8 : 0), 5, static_cast<std::uint8_t>(prbs)};
  if (wire::has_section_masks(method))
    for (const std::uint16_t mask : {mask1, mask2}) {
      made.octets.push_back(static_cast<std::uint8_t>(mask >> 8));
      made.octets.push_back(static_cast<std::uint8_t>(mask));
    }
  std::uint32_t octets = wire::prb_octets(method, width) * prbs;  // 0 for selective methods
  if (wire::has_section_masks(method))
    octets = wire::masked_prbs_octets(method, width, static_cast<std::uint16_t>(prbs), rb, mask1, mask2);
  for (unsigned prb = 0; prb < prbs && (method == 5 || method == 6); ++prb) {
    const auto head = static_cast<std::uint16_t>(random.next());
    made.octets.push_back(static_cast<std::uint8_t>(head >> 8));
    made.octets.push_back(static_cast<std::uint8_t>(head));
    const auto mask = static_cast<std::uint16_t>((head >> 12) << 8 | (head & 255));
    for (unsigned i = 2; i < wire::selective_prb_octets(method, width, mask); ++i)
      made.octets.push_back(static_cast<std::uint8_t>(random.next()));
  }
  // Small numbers in one of two, that exponents are too large for.
  const bool small = random.below(2) == 0;
  for (std::uint32_t i = 0; i < octets; ++i)
    made.octets.push_back(static_cast<std::uint8_t>(small && random.below(3) != 0 ? 0 : random.next()));
  return made;
}

class Reading {
 public:
  explicit Reading(unsigned fs_offset) {
    channel_.compression.fs_offset = static_cast<std::uint8_t>(fs_offset);
    of_.channel = &channel_;
  }
  track::MessageFacts facts() const { return {.traits = traits_, .channel = &of_, .ids = {}}; }

 private:
  track::StreamTraits traits_;
  profile::Channel channel_;
  track::ChannelTraits of_;
};

void expect_numbers(const track::PrbFacts& f, const std::vector<std::int32_t>& numbers,
                    std::int64_t full_scale) {
  const unsigned exponent = rules::is_bfp(f.method) ? f.parameter & 15u : 0;
  std::int64_t largest = 0, power = 0;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const std::int64_t mantissa = numbers[i] >> exponent;
    largest = std::max(largest, mantissa < 0 ? -mantissa - 1 : mantissa);
    if (i % 2 == 1)
      power = std::max(power,
                       std::int64_t{numbers[i]} * numbers[i] + std::int64_t{numbers[i - 1]} * numbers[i - 1]);
  }
  EXPECT_EQ(f.bits, std::bit_width(static_cast<std::uint64_t>(largest)));
  if (f.bits + 2 == f.width) {
    EXPECT_EQ(f.all_ones, std::has_single_bit(static_cast<std::uint64_t>(largest) + 1));
  }
  EXPECT_EQ(f.zero, std::all_of(numbers.begin(), numbers.end(), [](std::int32_t n) { return n == 0; }));
  if (power > full_scale || f.power != 0) {
    EXPECT_EQ(f.power, power);
  }
}

TEST(PrbReader, MakesOfEveryPrbWhatItsNumbersAre) {
  Random random{41};
  for (unsigned round = 0; round < 4000 / test::kFewer; ++round) {
    const auto method = std::array<std::uint8_t, 4>{0, 1, 5, 7}[random.below(4)];
    const auto width = static_cast<std::uint8_t>(1 + random.below(16));
    const bool rb = random.below(2) == 0;
    const unsigned prbs = 1 + static_cast<unsigned>(random.below(40));
    SCOPED_TRACE("method " + std::to_string(method) + ", width " + std::to_string(width));
    const int most = *radio::full_scale_log2(method, width);
    const auto offset = static_cast<unsigned>(random.below(static_cast<std::uint64_t>(most) + 1));
    const Message made = message(random, method, width, prbs, rb);
    const wire::UplaneFormat format{.method = method, .width = width};
    const std::size_t captured =
        random.below(4) == 0 ? random.below(made.octets.size() + 1) : made.octets.size();
    wire::UplaneWalk walk{
        {Octets{made.octets}.first(captured), static_cast<std::uint32_t>(made.octets.size())}, format};
    wire::UplaneSection section;
    if (!walk.next(section)) continue;  // cut in front of a mask
    const Reading reading{offset};
    const track::MessageFacts facts = reading.facts();
    PrbReader reader{facts, section, {}};
    std::size_t at = 0;
    unsigned count = 0;
    while (const track::PrbFacts* prb = reader.next()) {
      iq::Format one{.method = method, .width = width};
      one.mask_odd = (count % 2 == 1 && !rb ? section.mask2 : section.mask1) & 0xFFF;
      std::vector<std::int32_t> numbers(iq::kNumbersPerPrb);
      const Octets rest{section.prbs.data + at, section.prbs.captured - at};
      const auto seen = iq::expand(one, rest, numbers);
      ASSERT_TRUE(seen.has_value());
      EXPECT_EQ(prb->at, section.prbs.base + at);
      EXPECT_EQ(reader.number(), 5 + count * (rb ? 2 : 1));
      EXPECT_EQ(prb->pad != 0, seen->pad_set != 0);
      expect_numbers(*prb, numbers, std::int64_t{1} << (most - static_cast<int>(offset)));
      at += seen->octets;
      ++count;
    }
    EXPECT_EQ(reader.count(), count);
    if (captured == made.octets.size()) {
      EXPECT_EQ(count, prbs);
    }
    // What comes next is not whole, or there is nothing.
    iq::Format next{.method = method, .width = width};
    next.mask_odd = (count % 2 == 1 && !rb ? section.mask2 : section.mask1) & 0xFFF;
    std::vector<std::int32_t> numbers(iq::kNumbersPerPrb);
    if (count < prbs) {
      EXPECT_FALSE(iq::expand(next, {section.prbs.data + at, section.prbs.captured - at}, numbers));
    }
  }
}

/// Whether some rule about PRBs of the method finds something.
bool any_off(const track::PrbFacts& f) {
  return (f.method == 0 ? rules::PlainPrbGroup::off(f, ~0u) : rules::BfpPrbGroup::off(f, ~0u)) != 0;
}

TEST(PrbReader, PassesOnlyWhatNoRuleFindsAnythingIn) {
  Random random{43};
  unsigned off = 0, all = 0, passed = 0;
  for (unsigned round = 0; round < 4000 / test::kFewer; ++round) {
    const auto method = static_cast<std::uint8_t>(random.below(2));
    const auto width = static_cast<std::uint8_t>(1 + random.below(16));
    const bool rb = random.below(2) == 0;
    const unsigned prbs = 1 + static_cast<unsigned>(random.below(255));
    SCOPED_TRACE("method " + std::to_string(method) + ", width " + std::to_string(width));
    Message made = message(random, method, width, prbs, rb);
    // Most exponents are such as a sound encoder takes.
    for (unsigned prb = 0; prb < prbs && method == 1; ++prb)
      if (random.below(30) != 0)
        made.octets[8 + prb * (3u * width + 1)] = static_cast<std::uint8_t>(random.below(17u - width) & 15);
    const std::size_t captured =
        random.below(4) == 0 ? 8 + random.below(made.octets.size() - 7) : made.octets.size();
    wire::UplaneWalk walk{
        {Octets{made.octets}.first(captured), static_cast<std::uint32_t>(made.octets.size())},
        {.method = method, .width = width}};
    wire::UplaneSection section;
    ASSERT_TRUE(walk.next(section));
    const int most = *radio::full_scale_log2(method, width);
    const Reading reading{static_cast<unsigned>(random.below(static_cast<std::uint64_t>(most) + 1))};
    const track::MessageFacts facts = reading.facts();
    PrbReader every{facts, section, {}}, some{facts, section, {}};
    unsigned usual = some.pass_usual();
    const track::PrbFacts* look = some.next();
    passed += usual;
    while (const track::PrbFacts* prb = every.next()) {
      ++all;
      off += any_off(*prb) ? 1u : 0u;
      if (usual > 0) {
        ASSERT_FALSE(any_off(*prb)) << every.count();
        --usual;
        continue;
      }
      ASSERT_NE(look, nullptr);
      ASSERT_EQ(look->at, prb->at);
      EXPECT_EQ(some.number(), every.number());
      EXPECT_EQ(look->parameter, prb->parameter);
      EXPECT_EQ(look->bits, prb->bits);
      EXPECT_EQ(look->zero, prb->zero);
      EXPECT_EQ(look->power, prb->power);
      if (prb->bits + 2u == prb->width) {
        EXPECT_EQ(look->all_ones, prb->all_ones);
      }
      passed += usual = some.pass_usual();
      look = some.next();
    }
    EXPECT_EQ(look, nullptr);
    EXPECT_EQ(some.count(), every.count());
  }
  EXPECT_GT(off, all / 5);
  EXPECT_GT(passed, all / 5);
}

TEST(PrbReader, MakesOfCodesWhatTheyStandFor) {
  Random random{42};
  for (unsigned round = 0; round < 3000 / test::kFewer; ++round) {
    const auto method = std::array<std::uint8_t, 3>{4, 6, 8}[random.below(3)];
    const auto width = static_cast<std::uint8_t>(1 + random.below(16));
    const bool rb = random.below(2) == 0, csf = random.below(2) == 0;
    const unsigned prbs = 1 + static_cast<unsigned>(random.below(9));
    SCOPED_TRACE("method " + std::to_string(method) + ", width " + std::to_string(width));
    const Message made = message(random, method, width, prbs, rb);
    wire::UplaneWalk walk{{made.octets, static_cast<std::uint32_t>(made.octets.size())},
                          {.method = method, .width = width}};
    wire::UplaneSection section;
    ASSERT_TRUE(walk.next(section));
    const Reading reading{0};
    const track::MessageFacts facts = reading.facts();
    track::ModulationFacts told{.known = true};
    ASSERT_TRUE(told.sets.try_push({.mask = 0xFFF, .scaler = 0x400, .csf = csf}));
    PrbReader reader{facts, section, told};
    iq::Format format{method, width, static_cast<std::uint16_t>(section.mask1 & 0xFFF),
                      static_cast<std::uint16_t>((rb ? section.mask1 : section.mask2) & 0xFFF)};
    std::vector<std::int32_t> codes(prbs * iq::kNumbersPerPrb);
    const auto seen = iq::expand(format, {section.prbs.data, section.prbs.captured}, codes);
    ASSERT_TRUE(seen.has_value());
    unsigned pads = 0;
    for (unsigned prb = 0; prb < prbs; ++prb) {
      const track::PrbFacts* f = reader.next();
      ASSERT_NE(f, nullptr);
      pads += f->pad != 0;
      // REs that are not sent stand for nothing: only the largest shows where all are sent.
      std::uint32_t component = 0;
      std::uint64_t magnitude = 0;
      for (std::size_t re = 0; re < iq::kResPerPrb; ++re) {
        const std::int64_t i = 2 * std::int64_t{codes[prb * 24 + 2 * re]} + csf,
                           q = 2 * std::int64_t{codes[prb * 24 + 2 * re + 1]} + csf;
        component = std::max(
            {component, static_cast<std::uint32_t>(std::abs(i)), static_cast<std::uint32_t>(std::abs(q))});
        magnitude = std::max(magnitude, static_cast<std::uint64_t>(i * i + q * q));
      }
      const bool any = component > (csf ? 1u : 0u);
      EXPECT_EQ(any ? f->component : component, component);
      EXPECT_EQ(any && magnitude > 2 ? f->magnitude : magnitude, magnitude);
    }
    EXPECT_EQ(reader.next(), nullptr);
    EXPECT_EQ(pads, seen->pad_set);
  }
}

}  // namespace
}  // namespace plumbline::check

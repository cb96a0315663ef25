// Modulation compression and selective RE sending: what is declared is what is sent. The arithmetic is the
// test's own.
#include "emulator/filling.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <map>
#include <numbers>
#include <set>

#include "emulator/links.h"
#include "emulator/traffic.h"
#include "iq/constellation.h"
#include "wire/cplane.h"
#include "wire/ecpri.h"
#include "wire/frame.h"

namespace plumbline::emulator::test {
namespace {

using profile::Method;
using radio::Direction;
using radio::Plane;

constexpr GpsTime kStart{Nanos{(1'767'225'600LL - 315'964'800 + 18) * 1'000'000'000}};

/// The big-endian number in `width` bits from bit `from` on.
std::uint32_t bits_at(const std::uint8_t* octets, std::size_t from, unsigned width) {
  std::uint32_t value = 0;
  for (std::size_t bit = from; bit < from + width; ++bit)
    value = value << 1 | (octets[bit / 8] >> (7 - bit % 8) & 1u);
  return value;
}
std::int32_t signed_at(const std::uint8_t* octets, std::size_t from, unsigned width) {
  const auto value = static_cast<std::int32_t>(bits_at(octets, from, width));
  return value >= 1 << (width - 1) ? value - (1 << width) : value;
}

struct Set {
  unsigned mask = 0;
  bool csf = false;
  double scaler = 0;
};
struct Told {
  unsigned re_mask = 0xFFF, first = 0, count = 0, symbol = 0, symbols = 0;
  std::vector<Set> sets;
};
double scaler_of(unsigned code) { return std::ldexp(code & 0x7FF, -11 - static_cast<int>(code >> 11 & 15)); }

/// Reads SE 4 and SE 5 octet by octet.
std::vector<Set> sets_of(const wire::Section& section) {
  std::vector<Set> sets;
  if (!section.ef) return sets;
  const std::uint8_t* p = section.extensions.data;
  EXPECT_EQ(section.extensions.length, 4u * p[1]) << "one extension, the last";
  EXPECT_TRUE(p[0] == 4 || p[0] == 5);
  if (p[0] == 4) return {{section.re_mask, (p[2] & 0x80) != 0, scaler_of((p[2] & 0x7Fu) << 8 | p[3])}};
  for (std::size_t bit = 16; bit + 28 <= 32u * p[1]; bit += 28)
    if (bits_at(p, bit, 28) != 0)
      sets.push_back(
          {bits_at(p, bit, 12), bits_at(p, bit + 12, 1) != 0, scaler_of(bits_at(p, bit + 13, 15))});
  return sets;
}

/// What was heard of a link's downlink or uplink.
class Ear {
 public:
  Ear(const profile::Compression& compression, Direction direction, std::uint16_t prbs)
      : of_{compression}, direction_{direction}, prbs_{prbs} {}

  void hear(const TimedFrame& timed) {
    if (timed.direction != direction_) return;
    wire::Frame frame;
    ASSERT_FALSE(wire::decode_frame(timed.octets, timed.length, frame));
    wire::EcpriWalk walk{frame.pdu};
    wire::EcpriMessage message;
    ASSERT_TRUE(walk.next(message));
    wire::EcpriIds ids;
    ASSERT_FALSE(wire::decode_ids(message.body, ids));
    timed.plane == Plane::c ? describe(message.body.from(4), ids.eaxc)
                            : deliver(message.body.from(4), ids.eaxc);
  }

  std::size_t sections = 0, mixed = 0, left_out = 0, prbs_seen = 0;
  std::set<unsigned> widths;  ///< bits an axis of the constellations that were seen
  std::set<unsigned> masks;   ///< that were sent
  std::size_t unaligned = 0;  ///< PRBs of method 8 that do not begin with an octet

 private:
  void describe(const wire::View& body, radio::Eaxc eaxc) {
    wire::CplaneHeader header;
    ASSERT_FALSE(wire::decode_cplane_header(body, header));
    wire::SectionWalk walk{body, header};
    for (wire::Section section; walk.next(section);) {
      Told told{
          section.re_mask,     section.start_prb,  section.num_prb == 0 ? prbs_ : unsigned{section.num_prb},
          header.start.symbol, section.num_symbol, sets_of(section)};
      ++sections;
      unsigned all = 0;
      for (const Set& set : told.sets) {
        EXPECT_EQ(all & set.mask, 0u);
        all |= set.mask;
      }
      if (modulated()) {
        EXPECT_EQ(all, section.re_mask);
        EXPECT_FALSE(told.sets.empty());
      }
      mixed += told.sets.size() > 1 ? 1u : 0u;
      const auto fresh = told_.emplace(key(eaxc, header.start, section.id), told).second;
      EXPECT_TRUE(fresh) << "section id " << section.id << " used twice in a slot";
    }
    EXPECT_EQ(walk.count(), header.number_of_sections);
  }

  void deliver(const wire::View& body, radio::Eaxc eaxc) {
    wire::UplaneHeader header;
    ASSERT_FALSE(wire::decode_uplane_header(body, header));
    wire::UplaneWalk walk{body,
                          {.dynamic = of_.dynamic,
                           .method = static_cast<std::uint8_t>(of_.method),
                           .width = of_.width,
                           .carrier_prbs = prbs_,
                           .ud_comp_len = of_.ud_comp_len}};
    wire::UplaneSection section;
    while (walk.next(section)) {
      const auto found = told_.find(key(eaxc, header.at, section.id));
      ASSERT_NE(found, told_.end());
      const Told& told = found->second;
      EXPECT_GE(header.at.symbol, told.symbol);
      EXPECT_LT(header.at.symbol, told.symbol + told.symbols);
      EXPECT_GE(section.range.first, told.first);
      EXPECT_LE(section.range.end(), told.first + told.count);
      if (section.has_length) {
        EXPECT_EQ(section.ud_comp_len, section.prbs.length + (section.has_masks() ? 4u : 0u));
      }
      unpack(section, told, header, eaxc);
    }
    EXPECT_FALSE(walk.error());
    EXPECT_EQ(walk.rest().length, 0u);
  }

  /// Walks the PRBs bit by bit.
  void unpack(const wire::UplaneSection& section, const Told& told, const wire::UplaneHeader& header,
              radio::Eaxc eaxc) {
    const unsigned method = static_cast<unsigned>(of_.method), width = of_.width;
    const std::uint8_t* p = section.prbs.data;
    std::size_t bit = 0;
    for (unsigned i = 0; i < section.range.count; ++i) {
      if (method != 8) fill(p, bit);
      unaligned += bit % 8 != 0 ? 1u : 0u;
      unsigned sent = 0xFFF;
      if (method >= 7) sent = (i % 2 == 0 || section.rb ? section.mask1 : section.mask2);
      if (method == 5 || method == 6) {
        sent = bits_at(p, bit, 4) << 8 | bits_at(p, bit + 8, 8);
        if (method == 6) {
          EXPECT_EQ(bits_at(p, bit + 4, 4), 0u);
        }
        bit += 16;
      } else if (method == 7) {
        EXPECT_EQ(bits_at(p, bit, 4), 0u);
        bit += 8;
      }
      EXPECT_EQ(sent >> 12, 0u);
      masks.insert(sent);
      ++prbs_seen;
      for (unsigned re = 0; re < 12; ++re) {
        if ((sent >> re & 1) == 0) {
          ++left_out;
          continue;
        }
        EXPECT_NE(told.re_mask >> (11 - re) & 1, 0u) << "RE " << re << " outside of reMask";
        const int i_code = signed_at(p, bit, width), q_code = signed_at(p, bit + width, width);
        bit += 2 * width;
        if (modulated()) point(told, re, i_code, q_code, header, eaxc, section.id);
      }
    }
    fill(p, bit);
    EXPECT_EQ(bit / 8, section.prbs.length);
  }

  /// The bits up to the next octet are 0.
  static void fill(const std::uint8_t* octets, std::size_t& bit) {
    for (; bit % 8 != 0; ++bit) EXPECT_EQ(bits_at(octets, bit, 1), 0u);
  }

  /// The amplitude by CUS v17.01 A.5 must be a point of the constellation whose turn it is.
  void point(const Told& told, unsigned re, int i_code, int q_code, const wire::UplaneHeader& header,
             radio::Eaxc eaxc, unsigned id) {
    for (const Set& set : told.sets) {
      if ((set.mask >> (11 - re) & 1) == 0) continue;
      const bool pilot = told.sets.size() > 1 && &set == &told.sets[0];
      const unsigned slot = header.at.subframe * 2u + header.at.slot;
      const unsigned bits = pilot ? 1 : 1 + (slot + eaxc.value + id % 64) % of_.width;
      EXPECT_EQ(set.csf, bits == of_.width);
      const bool boosted = pilot && wire::is_selective(static_cast<std::uint8_t>(of_.method));
      const double unit = 0.25 * (boosted ? std::numbers::sqrt2 : 1) *
                          iq::half_distance(static_cast<iq::Modulation>(2 * bits));
      widths.insert(bits);
      for (const int code : {i_code, q_code}) {
        const double f = std::ldexp(code, 1 - of_.width) + (set.csf ? std::ldexp(1, -of_.width) : 0);
        const double level = std::numbers::sqrt2 * set.scaler * f / unit;
        EXPECT_NEAR(level, 2 * std::floor(level / 2) + 1, 0.02) << "off the grid";
        EXPECT_LT(std::abs(level), 1 << bits);
      }
      return;
    }
    ADD_FAILURE() << "RE " << re << " of no set";
  }

  bool modulated() const {
    return of_.method == Method::modulation || of_.method == Method::modulation_selective ||
           of_.method == Method::modulation_selective_masks;
  }
  static std::uint64_t key(radio::Eaxc eaxc, const radio::RadioTime& at, unsigned id) {
    return (((std::uint64_t{eaxc.value} << 8 | at.frame) << 4 | at.subframe) << 6 | at.slot) << 12 | id;
  }

  profile::Compression of_;
  Direction direction_;
  std::uint16_t prbs_;
  std::map<std::uint64_t, Told> told_;
};

struct Shape {
  Method method;
  std::uint8_t width;
  bool dynamic, ud_comp_len;
};
std::vector<Shape> shapes_of_downlink() {
  std::vector<Shape> all;
  for (std::uint8_t width = 1; width <= 5; ++width)
    for (const Method method :
         {Method::modulation, Method::modulation_selective, Method::modulation_selective_masks})
      all.push_back({method, width, width % 2 == 0, width > 2});
  for (const std::uint8_t width : {std::uint8_t{9}, std::uint8_t{14}})
    for (const Method method : {Method::bfp_selective, Method::bfp_selective_masks})
      all.push_back({method, width, width == 9, width == 9});
  return all;
}

profile::Link link_of(const Shape& shape, std::uint16_t prbs, bool up) {
  profile::Link link = make_link({.name = "lab", .prbs = prbs, .mtu = 480});
  for (profile::Channel& channel : link.carriers[0].channels)
    if ((channel.direction() == Direction::uplink) == up)
      channel.compression = {.method = shape.method,
                             .width = shape.width,
                             .dynamic = shape.dynamic,
                             .ud_comp_len = shape.ud_comp_len};
  return link;
}

std::string name_of(const Shape& shape) {
  return std::string{profile::name_of(shape.method)} + std::to_string(shape.width);
}

class FilledDownlink : public testing::TestWithParam<Shape> {};

TEST_P(FilledDownlink, DeclaredPointsAreSentAndEmptyResAreNot) {
  const Shape shape = GetParam();
  const bool modulated = shape.width <= 5;
  for (const std::uint16_t sections : {std::uint16_t{1}, std::uint16_t{3}}) {
    const profile::Link link = link_of(shape, 51, false);
    auto traffic = Traffic::make(link, {.start = kStart, .frames = 2, .sections = sections});
    ASSERT_TRUE(traffic.has_value()) << traffic.error().what;
    Ear ear{link.carriers[0].channels[0].compression, Direction::downlink, 51};
    std::vector<TimedFrame> batch;
    while (traffic->next(batch))
      for (const TimedFrame& frame : batch) ear.hear(frame);
    EXPECT_GT(ear.prbs_seen, 10'000u);
    const bool selective = shape.method != Method::modulation;
    if (modulated) {
      EXPECT_EQ(ear.widths.size(), shape.width) << "QPSK to the widest";
    }
    EXPECT_EQ(ear.mixed > 0, modulated);
    EXPECT_EQ(ear.left_out > 0, selective);
    if (selective) {
      EXPECT_TRUE(ear.masks.contains(0xF3C) && ear.masks.contains(0xFDF) && ear.masks.contains(0xFFF));
    }
    EXPECT_EQ(ear.unaligned > 0, shape.method == Method::modulation_selective_masks && shape.width != 4);
  }
}

INSTANTIATE_TEST_SUITE_P(Formats, FilledDownlink, testing::ValuesIn(shapes_of_downlink()),
                         [](const auto& one) { return name_of(one.param); });

class SelectiveUplink : public testing::TestWithParam<Shape> {};

TEST_P(SelectiveUplink, SelectiveAnswersHaveTheResOfTheirMasks) {
  const profile::Link link = link_of(GetParam(), 24, true);
  auto traffic = Traffic::make(link, {.start = kStart, .frames = 2});
  ASSERT_TRUE(traffic.has_value()) << traffic.error().what;
  Ear ear{link.carriers[0].channels[1].compression, Direction::uplink, 24};
  std::vector<TimedFrame> batch;
  while (traffic->next(batch))
    for (const TimedFrame& frame : batch) ear.hear(frame);
  EXPECT_GT(ear.prbs_seen, 1'000u);
  EXPECT_GT(ear.left_out, 0u);
  EXPECT_EQ(ear.masks.size(), GetParam().method == Method::bfp_selective ? 6u : 1u);
}

INSTANTIATE_TEST_SUITE_P(Formats, SelectiveUplink,
                         testing::Values(Shape{Method::bfp_selective, 9, false, false},
                                         Shape{Method::bfp_selective, 12, true, true},
                                         Shape{Method::bfp_selective_masks, 14, false, true},
                                         Shape{Method::bfp_selective_masks, 9, true, false}),
                         [](const auto& one) { return name_of(one.param); });

TEST(Filling, SlotsWithFewSymbolsHaveFewParts) {
  const Contents selective{.sparse = true}, plain{};
  const auto told = [](const SlotParts& parts) {
    std::vector<std::array<unsigned, 3>> all;
    for (const SlotPart& part : parts)
      all.push_back({part.symbols.first, part.symbols.count, static_cast<unsigned>(part.filling)});
    return all;
  };
  using Parts = std::vector<std::array<unsigned, 3>>;
  EXPECT_EQ(told(selective.cut({0, 14})), (Parts{{0, 2, 0}, {2, 1, 1}, {3, 10, 0}, {13, 1, 2}}));
  EXPECT_EQ(told(plain.cut({0, 14})), (Parts{{0, 2, 0}, {2, 1, 1}, {3, 11, 0}}));
  EXPECT_EQ(told(selective.cut({0, 4})), (Parts{{0, 2, 0}, {2, 1, 1}, {3, 1, 0}}));
  EXPECT_EQ(told(selective.cut({0, 3})), (Parts{{0, 2, 0}, {2, 1, 1}}));
  EXPECT_EQ(told(selective.cut({0, 1})), (Parts{{0, 1, 0}}));
}

TEST(Filling, ModulationCompressionOfUplinkOrOfManyBitsIsRefused) {
  for (const bool up : {false, true}) {
    const std::uint8_t width = up ? 4 : 6;
    const auto traffic =
        Traffic::make(link_of({Method::modulation, width, false, false}, 24, up), {.start = kStart});
    ASSERT_FALSE(traffic.has_value());
    EXPECT_NE(traffic.error().what.find("modulation"), std::string::npos);
    EXPECT_NE(traffic.error().remedy.find("1..5"), std::string::npos);
  }
}

}  // namespace
}  // namespace plumbline::emulator::test

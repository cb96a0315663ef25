// The descriptions of heads against the code that reads and writes them on the data path.
#include "wire/head_layouts.h"

#include <gtest/gtest.h>

#include <array>
#include <tuple>
#include <vector>

#include "base/random.h"
#include "wire/layout_writer.h"

namespace plumbline::wire {
namespace {

constexpr int kTries = 2'000;

std::array<std::uint8_t, 16> some_octets(Random& random) {
  std::array<std::uint8_t, 16> octets{};
  for (std::uint8_t& octet : octets) octet = static_cast<std::uint8_t>(random.below(256));
  return octets;
}

/// What `describe(w)` writes, `encode(out)` writes, and the first of `octets`: all the same.
template <class Describe, class Encode>
void expect_written(Octets octets, Describe&& describe, Encode&& encode) {
  std::array<std::uint8_t, 16> by_layout{}, by_hand{};
  Writer layout_out{by_layout}, hand_out{by_hand};
  LayoutWriter writer{layout_out};
  describe(writer);
  encode(hand_out);
  const auto head = std::vector<std::uint8_t>(octets.begin(),
                                              octets.begin() + static_cast<std::ptrdiff_t>(layout_out.at()));
  EXPECT_EQ(std::vector(layout_out.written().begin(), layout_out.written().end()), head);
  EXPECT_EQ(std::vector(hand_out.written().begin(), hand_out.written().end()), head);
}

template <class W>
void describe(W& w, CplaneHeader& header, std::uint8_t type) {
  layout_start(w, header, type);
  layout_count(w, header, type);
  w.u("sectionType", 8, header.section_type);
  if (has_sections(type)) layout_rest(w, header, type);
}

TEST(HeadLayouts, OfCplaneHeadersAreWhatIsReadAndWritten) {
  Random random{1};
  NullLayoutSink none;
  for (int i = 0; i < kTries && !HasFailure(); ++i)
    for (const std::uint8_t type : std::initializer_list<std::uint8_t>{0, 1, 3, 4, 5, 8, 11}) {
      auto octets = some_octets(random);
      octets[5] = type;
      CplaneHeader by_hand, by_layout;
      ASSERT_FALSE(decode_cplane_header(View{octets}, by_hand));
      LayoutReader reader{View{octets}, 0, none};
      describe(reader, by_layout, type);
      EXPECT_EQ(by_layout, by_hand) << unsigned{type};
      EXPECT_EQ(reader.after(), has_sections(type) ? cplane_header_octets(type) : 6u);
      expect_written(
          octets, [&](auto& w) { describe(w, by_layout, type); },
          [&](Writer& out) {
            has_sections(type) ? encode(out, by_hand) : encode_cplane_common(out, by_hand);
          });
    }
}

TEST(HeadLayouts, OfSectionsAreWhatIsReadAndWritten) {
  const auto told = [](const Section& s) {
    return std::tuple{s.id,         s.rb, s.sym_inc, s.start_prb,   s.num_prb, s.re_mask,
                      s.num_symbol, s.ef, s.beam_id, s.freq_offset, s.reserved};
  };
  Random random{2};
  NullLayoutSink none;
  for (int i = 0; i < kTries && !HasFailure(); ++i)
    for (const std::uint8_t type : std::initializer_list<std::uint8_t>{0, 1, 3, 5}) {
      const auto octets = some_octets(random);
      std::array<std::uint8_t, 32> message{};
      const std::uint32_t start = cplane_header_octets(type);
      std::copy(octets.begin(), octets.end(), message.begin() + start);
      message[start + 6] &= 0x7F;  // without extensions
      const Octets head = Octets{message}.subspan(start);
      SectionWalk walk{View{message}, {.number_of_sections = 1, .section_type = type}};
      Section by_hand, by_layout;
      ASSERT_TRUE(walk.next(by_hand));
      LayoutReader reader{View{head}, 0, none};
      layout(reader, by_layout, type);
      EXPECT_EQ(told(by_layout), told(by_hand)) << unsigned{type};
      expect_written(
          head, [&](auto& w) { layout(w, by_layout, type); },
          [&](Writer& out) { encode(out, by_hand, type); });
    }
}

TEST(HeadLayouts, OfUplaneHeadersAreWhatIsReadAndWritten) {
  Random random{3};
  NullLayoutSink none;
  for (int i = 0; i < kTries && !HasFailure(); ++i) {
    const auto octets = some_octets(random);
    UplaneHeader by_hand, by_layout;
    ASSERT_FALSE(decode_uplane_header(View{octets}, by_hand));
    LayoutReader reader{View{octets}, 0, none};
    layout(reader, by_layout);
    EXPECT_EQ(by_layout, by_hand);
    expect_written(
        octets, [&](auto& w) { layout(w, by_layout); }, [&](Writer& out) { encode(out, by_hand); });
  }
}

TEST(HeadLayouts, OfUplaneSectionsAreWhatIsReadAndWritten) {
  const auto told = [](const UplaneSection& s) {
    return std::tuple{s.id,          s.rb,
                      s.sym_inc,     s.start_prb,
                      s.num_prb,     s.reserved,
                      s.ud_comp_len, s.has_masks() ? s.mask1 : 0,
                      s.ud_comp_hdr, s.has_masks() ? s.mask2 : 0};
  };
  Random random{4};
  NullLayoutSink none;
  for (int i = 0; i < kTries && !HasFailure(); ++i)
    for (const bool ud_comp_len : {false, true}) {
      std::vector<std::uint8_t> message(20'000);
      const auto octets = some_octets(random);
      std::copy(octets.begin(), octets.end(), message.begin() + kUplaneHeaderOctets);
      // A method that is not reserved, and numPrbu not 0.
      message[7] |= 1;
      message[8] = static_cast<std::uint8_t>((message[8] & 0xF0) + random.below(9));
      UplaneWalk walk{View{message}, {.dynamic = true, .ud_comp_len = ud_comp_len}};
      UplaneSection by_hand, by_layout;
      ASSERT_TRUE(walk.next(by_hand)) << static_cast<int>(walk.error().fault);
      by_layout.has_header = by_hand.has_header;
      by_layout.has_length = by_hand.has_length;
      const Octets head = Octets{message}.subspan(kUplaneHeaderOctets, 16);
      const auto all = [](auto& w, UplaneSection& section) {
        layout(w, section);
        if (section.has_masks()) layout_masks(w, section);
      };
      if (!by_hand.has_length) by_hand.ud_comp_len = 0;
      LayoutReader reader{View{head}, 0, none};
      all(reader, by_layout);
      EXPECT_EQ(told(by_layout), told(by_hand));
      expect_written(
          head, [&](auto& w) { all(w, by_layout); }, [&](Writer& out) { encode(out, by_hand); });
    }
}

}  // namespace
}  // namespace plumbline::wire

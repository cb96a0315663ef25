// decode(encode(m)) == m and encode(decode(x)) == x for every kind of message, on seeded random input.
#include <gtest/gtest.h>

#include <vector>

#include "base/random.h"
#include "wire/cplane.h"
#include "wire/ecpri.h"
#include "wire/exact.h"
#include "wire/frame.h"
#include "wire/one_way_delay.h"
#include "wire/uplane.h"

namespace plumbline::wire {
namespace {

constexpr int kRounds = 20'000;

template <class T>
T any(Random& random) {
  return static_cast<T>(random.next());
}
bool coin(Random& random) { return random.below(2) != 0; }

std::vector<std::uint8_t> noise(Random& random, std::size_t n) {
  std::vector<std::uint8_t> octets(n);
  for (auto& octet : octets) octet = any<std::uint8_t>(random);
  return octets;
}

radio::RadioTime any_time(Random& random) {
  return {.frame = any<std::uint8_t>(random),
          .subframe = static_cast<std::uint8_t>(random.below(16)),
          .slot = static_cast<std::uint8_t>(random.below(64)),
          .symbol = static_cast<std::uint8_t>(random.below(64))};
}

struct Space {
  std::vector<std::uint8_t> octets = std::vector<std::uint8_t>(70'000);
  Writer out{octets};
  test::Exact exact() const { return test::Exact{Octets{octets}.first(out.at())}; }
};

TEST(RoundTrip, EcpriHeaderAndIds) {
  Random random{1};
  for (int i = 0; i < kRounds; ++i) {
    const EcpriHeader header{.version = static_cast<std::uint8_t>(random.below(16)),
                             .reserved = static_cast<std::uint8_t>(random.below(8)),
                             .type = any<EcpriType>(random),
                             .payload = 4};
    const EcpriIds ids{.eaxc = {any<std::uint16_t>(random)},
                       .sequence = any<std::uint8_t>(random),
                       .last_fragment = coin(random),
                       .subsequence = static_cast<std::uint8_t>(random.below(128))};
    Space space;
    encode_header(space.out, header);
    encode_ids(space.out, ids);
    const auto exact = space.exact();
    EcpriWalk walk{View{exact.octets()}};
    EcpriMessage message;
    ASSERT_TRUE(walk.next(message));
    ASSERT_EQ(message.header, header);
    EcpriIds read;
    ASSERT_FALSE(decode_ids(message.body, read));
    ASSERT_EQ(read, ids);
  }
}

TEST(RoundTrip, OneWayDelay) {
  Random random{2};
  for (int i = 0; i < kRounds; ++i) {
    const OneWayDelay delay{.measurement_id = any<std::uint8_t>(random),
                            .action_type = any<std::uint8_t>(random),
                            .seconds = random.next() >> 16,
                            .nanoseconds = any<std::uint32_t>(random),
                            .compensation = any<std::int64_t>(random),
                            .dummy_octets = static_cast<std::uint32_t>(random.below(100))};
    Space space;
    encode(space.out, delay);
    OneWayDelay read;
    ASSERT_FALSE(decode_one_way_delay(View{space.exact().octets()}, read));
    ASSERT_EQ(read, delay);
  }
}

CplaneHeader any_cplane_header(Random& random) {
  constexpr std::uint8_t kTypes[] = {0, 1, 3, 5, 4, 6, 7, 8, 9, 10, 11};
  CplaneHeader header{.direction = coin(random) ? radio::Direction::uplink : radio::Direction::downlink,
                      .payload_version = static_cast<std::uint8_t>(random.below(8)),
                      .filter_index = static_cast<std::uint8_t>(random.below(16)),
                      .start = any_time(random),
                      .number_of_sections = static_cast<std::uint8_t>(random.below(9)),
                      .section_type = kTypes[random.below(std::size(kTypes))]};
  const std::uint8_t type = header.section_type;
  if (type == 0 || type == 3) {
    header.time_offset = any<std::uint16_t>(random);
    header.frame_structure = any<std::uint8_t>(random);
    header.cp_length = any<std::uint16_t>(random);
  }
  if (type == 1 || type == 3 || type == 5) header.ud_comp_hdr = any<std::uint8_t>(random);
  if (type == 0 || type == 1 || type == 5) header.reserved = any<std::uint8_t>(random);
  return header;
}

Section any_section(Random& random, std::uint8_t type) {
  Section section{.id = static_cast<std::uint16_t>(random.below(4096)),
                  .rb = coin(random),
                  .sym_inc = coin(random),
                  .start_prb = static_cast<std::uint16_t>(random.below(1024)),
                  .num_prb = any<std::uint8_t>(random),
                  .re_mask = static_cast<std::uint16_t>(random.below(4096)),
                  .num_symbol = static_cast<std::uint8_t>(random.below(16)),
                  .ef = coin(random),
                  .beam_id = static_cast<std::uint16_t>(random.below(32768))};
  if (type == 3) {
    section.freq_offset = static_cast<std::int32_t>(random.below(1u << 24)) - (1 << 23);
    section.reserved = any<std::uint8_t>(random);
  }
  return section;
}

void expect_same(const Section& a, const Section& b) {
  EXPECT_EQ(std::tie(a.id, a.rb, a.sym_inc, a.start_prb, a.num_prb, a.re_mask, a.num_symbol, a.ef, a.beam_id,
                     a.freq_offset, a.reserved),
            std::tie(b.id, b.rb, b.sym_inc, b.start_prb, b.num_prb, b.re_mask, b.num_symbol, b.ef, b.beam_id,
                     b.freq_offset, b.reserved));
}

struct AnyExtension {
  std::uint8_t type;
  std::vector<std::uint8_t> body;  ///< as padded
};

/// A whole C-plane message with chains of extensions.
struct AnyMessage {
  CplaneHeader header;
  std::vector<Section> sections{};
  std::vector<std::vector<AnyExtension>> extensions{};
};

AnyMessage write_cplane(Random& random, Space& space) {
  AnyMessage m{.header = any_cplane_header(random)};
  encode(space.out, m.header);
  if (!has_sections(m.header.section_type)) return m;
  for (int i = 0; i < m.header.number_of_sections; ++i) {
    m.sections.push_back(any_section(random, m.header.section_type));
    encode(space.out, m.sections.back(), m.header.section_type);
    auto& chain = m.extensions.emplace_back();
    if (!m.sections.back().ef) continue;
    const std::size_t links = 1 + random.below(4);
    for (std::size_t link = 0; link < links; ++link) {
      AnyExtension extension{.type = static_cast<std::uint8_t>(random.below(128)), .body = {}};
      extension.body = noise(random, random.below(has_long_length(extension.type) ? 1500 : 200));
      encode_extension(space.out, extension.type, link + 1 < links, extension.body);
      const std::size_t head = has_long_length(extension.type) ? 3 : 2;
      extension.body.resize((head + extension.body.size() + 3) / 4 * 4 - head);
      chain.push_back(std::move(extension));
    }
  }
  return m;
}

TEST(RoundTrip, CplaneMessagesWithExtensionsComeBack) {
  Random random{3};
  for (int i = 0; i < kRounds / 10; ++i) {
    Space space;
    const AnyMessage m = write_cplane(random, space);
    ASSERT_TRUE(space.out.ok());
    const auto exact = space.exact();
    const View view{exact.octets()};
    CplaneHeader read;
    ASSERT_FALSE(decode_cplane_header(view, read));
    ASSERT_EQ(read, m.header);
    SectionWalk walk{view, m.header};
    Section section;
    for (std::size_t s = 0; s < m.sections.size(); ++s) {
      ASSERT_TRUE(walk.next(section));
      expect_same(section, m.sections[s]);
      ExtensionWalk extensions{section.extensions};
      Extension extension;
      for (std::size_t e = 0; e < m.extensions[s].size(); ++e) {
        ASSERT_TRUE(extensions.next(extension));
        ASSERT_EQ(extension.type, m.extensions[s][e].type);
        ASSERT_EQ(extension.ef, e + 1 < m.extensions[s].size());
        ASSERT_TRUE(std::equal(extension.body.octets().begin(), extension.body.octets().end(),
                               m.extensions[s][e].body.begin(), m.extensions[s][e].body.end()));
      }
      ASSERT_FALSE(extensions.next(extension));
    }
    ASSERT_FALSE(walk.next(section));
    if (has_sections(m.header.section_type)) {
      ASSERT_EQ(walk.error().fault, Fault::none);
      ASSERT_EQ(walk.rest().length, 0u);
    }
  }
}

/// Writes what the walk reads, until it stops; the octets must be those that were read.
void expect_cplane_rewrites(Octets octets) {
  const test::Exact exact{octets};
  const View view{exact.octets()};
  CplaneHeader header;
  if (decode_cplane_header(view, header) || !has_sections(header.section_type)) return;
  Space space;
  encode(space.out, header);
  SectionWalk walk{view, header};
  Section section;
  while (walk.next(section)) {
    encode(space.out, section, header.section_type);
    ExtensionWalk extensions{section.extensions};
    Extension extension;
    while (extensions.next(extension))
      encode_extension(space.out, extension.type, extension.ef, extension.body.octets());
  }
  ASSERT_TRUE(space.out.ok());
  ASSERT_LE(space.out.at(), octets.size());
  ASSERT_TRUE(std::equal(space.out.written().begin(), space.out.written().end(), octets.begin()));
}

TEST(RoundTrip, CplaneOctetsOfAnyKindAreRewrittenAsTheyWere) {
  Random random{4};
  for (int i = 0; i < kRounds; ++i) {
    auto octets = noise(random, random.below(300));
    if (octets.size() > 5) {
      constexpr std::uint8_t kTypes[] = {0, 1, 3, 5};
      octets[5] = kTypes[random.below(4)];
    }
    if (octets.size() > 4) octets[4] &= 7;
    expect_cplane_rewrites(octets);
  }
  for (int i = 0; i < kRounds / 20; ++i) {  // mutated messages go deeper than noise
    Space space;
    write_cplane(random, space);
    std::vector<std::uint8_t> octets{space.octets.begin(),
                                     space.octets.begin() + static_cast<long>(space.out.at())};
    for (int n = 0; n < 4; ++n)
      octets[random.below(octets.size())] ^= static_cast<std::uint8_t>(1u << random.below(8));
    octets.resize(octets.size() - random.below(4));
    expect_cplane_rewrites(octets);
  }
}

UplaneFormat any_format(Random& random) {
  return {.dynamic = coin(random),
          .method = static_cast<std::uint8_t>(random.below(9)),
          .width = static_cast<std::uint8_t>(1 + random.below(16)),
          .carrier_prbs = static_cast<std::uint16_t>(1 + random.below(273)),
          .ud_comp_len = coin(random)};
}

/// PRBs of random bits, packed bit by bit as CUS v17.01 8.3.3.15 and A.6 say; returns how many octets.
std::uint32_t put_prbs(Random& random, Writer& out, const UplaneFormat& format,
                       const UplaneSection& section) {
  const std::size_t begin = out.at();
  const unsigned prbs = section.num_prb == 0 ? format.carrier_prbs : section.num_prb;
  unsigned pending = 0, bits = 0;  // bits of an octet that is not full yet
  const auto put_bits = [&](unsigned n) {
    for (; n > 0; --n) {
      pending = pending << 1 | static_cast<unsigned>(random.below(2));
      if (++bits < 8) continue;
      out.put(pending, 1);
      pending = bits = 0;
    }
  };
  for (unsigned prb = 0; prb < prbs; ++prb) {
    unsigned mask = 0xFFF;
    if (format.method == 5 || format.method == 6) {
      mask = static_cast<unsigned>(random.below(4096));
      out.put(mask >> 8 << 12 | static_cast<unsigned>(random.below(16)) << 8 | (mask & 255), 2);
    } else if (format.method == 7 || format.method == 8) {
      const bool rb = section.rb && section.num_prb != 0;
      mask = (rb || prb % 2 == 0 ? section.mask1 : section.mask2) & 0xFFFu;
    }
    if ((format.method >= 1 && format.method <= 3) || format.method == 7) out.put(random.below(256), 1);
    for (unsigned re = 0; re < 12; ++re)
      if ((mask >> re & 1) != 0) put_bits(2u * format.width);
    if (format.method != 8 && bits > 0) put_bits(8 - bits);
  }
  if (bits > 0) put_bits(8 - bits);
  return static_cast<std::uint32_t>(out.at() - begin);
}

TEST(RoundTrip, UplaneMessagesComeBack) {
  Random random{5};
  for (int i = 0; i < kRounds / 10; ++i) {
    const UplaneFormat format = any_format(random);
    const UplaneHeader header{
        .direction = coin(random) ? radio::Direction::uplink : radio::Direction::downlink,
        .payload_version = static_cast<std::uint8_t>(random.below(8)),
        .filter_index = static_cast<std::uint8_t>(random.below(16)),
        .at = any_time(random)};
    Space space;
    encode(space.out, header);
    std::vector<UplaneSection> sections(random.below(5));
    std::vector<std::uint32_t> prbs_octets;
    for (UplaneSection& section : sections) {
      section = {.id = static_cast<std::uint16_t>(random.below(4096)),
                 .rb = coin(random),
                 .sym_inc = coin(random),
                 .start_prb = static_cast<std::uint16_t>(random.below(1024)),
                 .num_prb = any<std::uint8_t>(random),
                 .has_header = format.dynamic,
                 .has_length = format.ud_comp_len && is_selective(format.method),
                 .ud_comp_hdr = make_ud_comp_hdr(format.method, format.width),
                 .reserved = format.dynamic ? any<std::uint8_t>(random) : std::uint8_t{0}};
      if (section.has_length) section.ud_comp_len = any<std::uint16_t>(random);
      if (section.has_masks()) {
        section.mask1 = any<std::uint16_t>(random);
        section.mask2 = any<std::uint16_t>(random);
      }
      encode(space.out, section);
      prbs_octets.push_back(put_prbs(random, space.out, format, section));
    }
    ASSERT_TRUE(space.out.ok());
    const auto exact = space.exact();
    UplaneHeader read;
    ASSERT_FALSE(decode_uplane_header(View{exact.octets()}, read));
    ASSERT_EQ(read, header);
    UplaneWalk walk{View{exact.octets()}, format};
    UplaneSection section;
    for (std::size_t n = 0; n < sections.size(); ++n) {
      const UplaneSection& expected = sections[n];
      ASSERT_TRUE(walk.next(section)) << +format.method << ' ' << +format.width;
      ASSERT_EQ(section.prbs.length, prbs_octets[n]);
      const std::uint16_t length = section.has_length ? section.ud_comp_len : std::uint16_t{0};
      const std::uint16_t mask1 = section.has_masks() ? section.mask1 : std::uint16_t{0};
      const std::uint16_t mask2 = section.has_masks() ? section.mask2 : std::uint16_t{0};
      ASSERT_EQ(std::tie(length, mask1, mask2),
                std::tie(expected.ud_comp_len, expected.mask1, expected.mask2));
      ASSERT_EQ(std::tie(section.id, section.rb, section.sym_inc, section.start_prb, section.num_prb,
                         section.has_header, section.has_length, section.ud_comp_hdr, section.reserved),
                std::tie(expected.id, expected.rb, expected.sym_inc, expected.start_prb, expected.num_prb,
                         expected.has_header, expected.has_length, expected.ud_comp_hdr, expected.reserved));
    }
    ASSERT_FALSE(walk.next(section));
    ASSERT_EQ(walk.error().fault, Fault::none);
  }
}

TEST(RoundTrip, UplaneOctetsOfAnyKindAreRewrittenAsTheyWere) {
  Random random{6};
  for (int i = 0; i < kRounds; ++i) {
    const UplaneFormat format = any_format(random);
    const test::Exact exact{noise(random, random.below(600))};
    const View view{exact.octets()};
    UplaneHeader header;
    if (decode_uplane_header(view, header)) continue;
    Space space;
    encode(space.out, header);
    UplaneWalk walk{view, format};
    UplaneSection section;
    while (walk.next(section)) {
      encode(space.out, section);
      space.out.put(section.prbs.octets());
    }
    ASSERT_LE(space.out.at(), exact.octets().size());
    ASSERT_TRUE(std::equal(space.out.written().begin(), space.out.written().end(), exact.octets().begin()));
  }
}

TEST(RoundTrip, FramesComeBackAndNoiseNeverReadsOutside) {
  Random random{7};
  for (int i = 0; i < kRounds; ++i) {
    std::vector<VlanTag> tags(random.below(3));
    for (VlanTag& tag : tags)
      tag = {.tpid = coin(random) ? std::uint16_t{0x8100} : std::uint16_t{0x88A8},
             .pcp = static_cast<std::uint8_t>(random.below(8)),
             .dei = coin(random),
             .vid = static_cast<std::uint16_t>(random.below(4096))};
    Space space;
    encode_ethernet(space.out, {1, 2, 3, 4, 5, 6}, {7, 8, 9, 10, 11, 12}, tags, kEcpriEtherType);
    const std::size_t head = space.out.at();
    space.out.put(noise(random, random.below(80)));
    const auto exact = space.exact();
    const auto on_wire = static_cast<std::uint32_t>(exact.octets().size() + random.below(20));
    Frame frame;
    ASSERT_FALSE(decode_frame(exact.octets(), on_wire, frame));
    ASSERT_EQ(frame.tag_count, tags.size());
    for (std::size_t t = 0; t < tags.size(); ++t)
      ASSERT_EQ(frame.tag(static_cast<std::uint32_t>(t)), tags[t]);
    ASSERT_EQ(frame.pdu.base, head);
    ASSERT_EQ(frame.pdu.length, on_wire - head);
    EcpriWalk walk{frame.pdu};
    EcpriMessage message;
    while (walk.next(message)) {
      ASSERT_LE(message.body.base + message.body.length, on_wire);
      ASSERT_LE(message.body.base + message.body.captured, exact.octets().size());
    }
  }
}

}  // namespace
}  // namespace plumbline::wire

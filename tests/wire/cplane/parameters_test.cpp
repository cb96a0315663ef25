// What the extensions of a section say of each other, against sets of PRBs made one by one.
#include "wire/cplane/parameters.h"

#include <gtest/gtest.h>

#include <chrono>
#include <set>

#include "base/random.h"
#include "wire/cplane/extensions.h"

namespace plumbline::wire {
namespace {

using Bytes = std::vector<std::uint8_t>;

/// A section with these extensions, ef and extLen put in.
struct Scene {
  Section section;
  Bytes octets;
  CplaneParameters parameters;
  std::uint8_t section_type = 1;

  void add(std::uint8_t type, Bytes body) {
    if (!octets.empty()) octets[last] |= 0x80;
    last = octets.size();
    const bool is_long = has_long_length(type);
    while ((body.size() + (is_long ? 3 : 2)) % 4 != 0) body.push_back(0);
    const std::size_t words = (body.size() + (is_long ? 3 : 2)) / 4;
    octets.push_back(type);
    if (is_long) octets.push_back(static_cast<std::uint8_t>(words >> 8));
    octets.push_back(static_cast<std::uint8_t>(words));
    octets.insert(octets.end(), body.begin(), body.end());
  }
  SectionContext context() {
    section.extensions = View{Octets{octets}};
    return context_of(section, section_type, parameters);
  }
  std::size_t last = 0;
};
const Bytes kBundles = {0x80, 1, 0, 0, 0};  // an SE 11 without weights

Scene prbs(std::uint16_t start, std::uint8_t count) {
  Scene scene;
  scene.section.start_prb = start;
  scene.section.num_prb = count;
  return scene;
}

TEST(SectionContext, PortsAndIdsComeFromTheFirstSe10) {
  Scene none = prbs(0, 1);
  EXPECT_EQ(none.context().ports, 1u);
  EXPECT_EQ(none.context().ids, 1u);
  none.section.beam_id = 0x7FFF;
  EXPECT_EQ(none.context().ids, 0u);

  Scene listing = prbs(0, 1);  // type 2, three ports of which the last is not scheduled
  listing.add(10, {0x83, 0, 1, 0, 2, 0x7f, 0xff});
  listing.add(10, {0x00, 0});
  EXPECT_EQ(listing.context().ports, 4u);
  EXPECT_EQ(listing.context().ids, 3u);

  Scene indexed = prbs(0, 1);  // type 3: the section's own port is one of the three
  indexed.add(10, {0xC3, 1, 0, 9, 2, 0x7f, 0xff, 3});
  EXPECT_EQ(indexed.context().ports, 3u);
  EXPECT_EQ(indexed.context().ids, 2u);

  Scene short_list = prbs(0, 1);  // 64 further ports, of which two fit
  short_list.add(10, {0x80, 0, 1, 0, 2, 0});
  EXPECT_EQ(short_list.context().ports, 65u);
  EXPECT_EQ(short_list.context().ids, 3u);
}

TEST(SectionContext, AnExtensionBehindAFaultDoesNotCount) {
  Scene scene = prbs(0, 1);
  scene.add(22, {0, 1});
  scene.add(10, {0x03, 0});
  scene.octets[1] = 9;  // the first one ends behind the message
  EXPECT_EQ(scene.context().ports, 1u);
}

struct BundleCase {
  const char* name;
  Scene scene;
  bool rad;
  unsigned offset, prbs;
  std::optional<std::uint32_t> bundles;
};

Scene with(Scene scene, std::vector<std::pair<std::uint8_t, Bytes>> extensions) {
  for (const auto& [type, body] : extensions) scene.add(type, body);
  scene.add(11, kBundles);
  return scene;
}

TEST(BundleCount, OfTheCasesOfTheStandard) {
  Scene rb = prbs(0, 10);
  rb.section.rb = true;
  Scene all = prbs(77, 0);
  Scene all_known = all;
  all_known.parameters.carrier_prbs = 273;
  const Bytes every_other_rbg = {0x60, 0x00, 0x00, 0x05, 0x3f, 0xff};  // 8 PRBs, RBG 0 and 2
  const Bytes no_rbg_size = {0x00, 0x00, 0x00, 0x05, 0x3f, 0xff};
  const Bytes gap_10_then_5 = {0x3f, 0xff, 10, 5};
  const std::vector<BundleCase> cases = {
      {"contiguous", with(prbs(0, 32), {}), true, 0, 16, 2},
      {"an orphan", with(prbs(0, 33), {}), true, 0, 16, 3},
      {"offset", with(prbs(20, 28), {}), true, 4, 16, 2},
      {"offset on a grid", with(prbs(20, 28), {}), false, 4, 16, 2},
      {"RBGs of 8 from 4: PRBs 4..7, 16..23", with(prbs(4, 40), {{6, every_other_rbg}}), true, 0, 4, 3},
      {"one grid: 4..7, 16..19, 20..23", with(prbs(4, 40), {{6, every_other_rbg}}), false, 0, 4, 3},
      {"one grid of 16 from 4: 4..19, 20..35", with(prbs(4, 40), {{6, every_other_rbg}}), false, 0, 16, 2},
      {"rbgSize 0", with(prbs(0, 10), {{6, no_rbg_size}}), true, 0, 5, 2},
      {"SE 6 first", with(prbs(0, 10), {{6, no_rbg_size}, {12, gap_10_then_5}}), true, 0, 5, 2},
      {"SE 6 that is too short", with(prbs(0, 10), {{6, {0, 0}}, {12, gap_10_then_5}}), true, 0, 5, 3},
      {"ranges", with(prbs(20, 10), {{12, gap_10_then_5}}), true, 0, 5, 3},
      {"hops that meet", with(prbs(20, 10), {{13, {0, 30}}}), true, 0, 20, 1},
      {"hops apart", with(prbs(20, 10), {{13, {0, 50}}}), true, 0, 20, 2},
      {"grid from the lowest hop", with(prbs(20, 10), {{13, {0, 15}}}), false, 0, 5, 3},
      {"rb", with(rb, {}), true, 0, 5, std::nullopt},
      {"rb that ranges leave without meaning", with(rb, {{12, {0x3f, 0xff}}}), true, 0, 5, 2},
      {"all PRBs", with(all, {}), true, 0, 5, std::nullopt},
      {"all PRBs of a known carrier", with(all_known, {}), true, 0, 100, 3},
      {"all PRBs begin at 0, hops where they say", with(all_known, {{13, {0, 50}}}), true, 0, 100, 4},
      {"numBundPrb 0", with(prbs(0, 10), {}), true, 0, 0, std::nullopt},
      // The examples of 7.9.4.4: PRBs 0..4 and 7..14; 0, 1, 6..9, 14, 15.
      {"7.9.4.4-1", with(prbs(10, 5), {{13, {0x04, 0, 0x08, 7}}}), false, 0, 3, 5},
      {"7.9.4.4-2", with(prbs(10, 5), {{13, {0x04, 0, 0x08, 7}}}), true, 0, 3, 5},
      {"7.9.4.4-3", with(prbs(8, 2), {{12, {0, 5, 4, 2}}, {13, {0x08, 0}}}), false, 0, 3, 5},
      {"7.9.4.4-4", with(prbs(8, 2), {{12, {0, 5, 4, 2}}, {13, {0x08, 0}}}), true, 0, 3, 4},
      {"no RBG", with(prbs(0, 10), {{6, {0x10, 0, 0, 0, 0, 0}}}), true, 0, 4, 0},
  };
  for (const BundleCase& c : cases) {
    Scene scene = c.scene;
    EXPECT_EQ(bundle_count(scene.context(), c.rad, c.offset, c.prbs), c.bundles) << c.name;
  }
}

TEST(PrbCount, IsForSectionType10) {
  Scene scene = prbs(20, 10);
  EXPECT_EQ(prb_count(scene.context()), std::nullopt);
  scene.section_type = 10;
  EXPECT_EQ(prb_count(scene.context()), 10u);
  scene.section.rb = true;
  EXPECT_EQ(prb_count(scene.context()), 10u);
  scene.add(12, {0x3f, 0xff, 10, 5});
  EXPECT_EQ(prb_count(scene.context()), 15u);
}

/// The set of PRBs, and the counts, by the words of the standard.
struct Naive {
  std::set<unsigned> prbs;
  unsigned start = ~0u;

  unsigned restarted(unsigned offset, unsigned size) const {
    unsigned bundles = 0, length = offset;
    for (auto prb = prbs.begin(); prb != prbs.end(); ++prb) {
      ++length;
      if (prbs.count(*prb + 1) != 0) continue;
      bundles += (length + size - 1) / size;
      length = 0;
    }
    return bundles;
  }
  unsigned on_a_grid(unsigned offset, unsigned size) const {
    std::set<unsigned> bundles;
    for (const unsigned prb : prbs) bundles.insert((prb - start + offset) / size);
    return static_cast<unsigned>(bundles.size());
  }
};

TEST(BundleCount, IsThatOfAPlainSetForRandomRangesAndHops) {
  Random random{11};
  for (int i = 0; i < 300; ++i) {
    Scene scene = prbs(static_cast<std::uint16_t>(random.below(1024)),
                       static_cast<std::uint8_t>(1 + random.below(255)));
    Bytes ranges = {0, 0}, hops;
    std::vector<unsigned> starts = {scene.section.start_prb};
    for (auto n = random.below(6); n > 0; --n)
      for (const auto bound : {40u, 12u}) ranges.push_back(static_cast<std::uint8_t>(random.below(bound)));
    if (ranges.size() % 4 != 2) ranges.insert(ranges.end(), {0, 0});
    for (auto n = 1 + 2 * random.below(3); n > 0; --n) {
      starts.push_back(static_cast<unsigned>(random.below(1024)));
      hops.push_back(static_cast<std::uint8_t>(starts.back() >> 8));
      hops.push_back(static_cast<std::uint8_t>(starts.back()));
    }
    const bool hopping = random.below(2) == 0;
    if (!hopping) starts.resize(1);
    Naive naive;
    for (const unsigned start : starts) {
      naive.start = std::min(naive.start, start);
      unsigned at = start;
      for (unsigned n = 0; n < scene.section.num_prb; ++n) naive.prbs.insert(at++);
      for (std::size_t pair = 2; pair + 1 < ranges.size(); pair += 2) {
        at += ranges[pair];
        for (unsigned n = 0; n < ranges[pair + 1]; ++n) naive.prbs.insert(at++);
      }
    }
    scene.add(12, ranges);
    if (hopping) scene.add(13, hops);
    scene.add(11, kBundles);
    const auto offset = static_cast<unsigned>(random.below(64));
    const auto size = static_cast<unsigned>(1 + random.below(40));
    const SectionContext context = scene.context();
    ASSERT_EQ(context.allocation->prbs.count(), naive.prbs.size());
    ASSERT_EQ(bundle_count(context, true, offset, size), naive.restarted(offset, size)) << i;
    ASSERT_EQ(bundle_count(context, false, offset, size), naive.on_a_grid(offset, size)) << i;
  }
}

TEST(BundleCount, AsksNoMoreOfALargeMessageThanItHasOctets) {
  // The longest SE 12 and SE 13, and as many SE 11 as fit in 60,000 octets, each with one bundle.
  Scene scene = prbs(0, 1);
  Bytes ranges = {0, 0}, hops;
  for (int i = 0; i < 508; ++i) ranges.insert(ranges.end(), {255, 255});
  for (unsigned i = 0; i < 509; ++i) {
    hops.push_back(static_cast<std::uint8_t>(i * 2 >> 8));
    hops.push_back(static_cast<std::uint8_t>(i * 2));
  }
  scene.add(12, ranges);
  scene.add(13, hops);
  const Bytes one_bundle = {0x80, 1, 0, 0, 0};
  while (scene.octets.size() < 60'000) scene.add(11, one_bundle);
  const auto begin = std::chrono::steady_clock::now();
  const SectionContext context = scene.context();
  ExtensionWalk walk{scene.section.extensions};
  Extension extension;
  std::size_t read = 0;
  while (walk.next(extension)) {
    Extension11 bundles;
    if (extension.type != 11) continue;
    EXPECT_EQ(decode_extension_body(extension, context, bundles), LayoutEnd::truncated);
    EXPECT_EQ(bundles.bundles.count, 1u);
    ++read;
  }
  EXPECT_GT(read, 7000u);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds{2});
}

}  // namespace
}  // namespace plumbline::wire

#include "infer/uplane_fit.h"

#include <gtest/gtest.h>

#include "infer/packets.h"

namespace plumbline::infer {
namespace {

using profile::Compression;
using profile::Method;
using test::Part;

/// Compressions by every reading that explains all messages.
std::vector<Compression> explained(const UplaneFit& fit, bool downlink = true) {
  std::vector<Compression> found;
  for (Reading reading = 0; reading < kReadings; ++reading)
    if (fit[reading].agree > 0 && fit[reading].disagree == 0)
      found.push_back(fit.compression(reading, downlink));
  return found;
}

UplaneFit fit_of(const std::vector<std::vector<Part>>& messages) {
  UplaneFit fit;
  for (const auto& parts : messages) fit.add(wire::View{test::uplane_body({}, parts)});
  return fit;
}

struct Case {
  const char* name;
  Compression compression;
};

class EveryCompression : public testing::TestWithParam<Case> {};

TEST_P(EveryCompression, IsTheOnlyReadingOfMessagesOfSeveralPrbsAndSections) {
  const Compression c = GetParam().compression;
  const auto part = [&](std::uint16_t start, std::uint16_t prbs) {
    return Part{start, prbs, static_cast<std::uint8_t>(c.method), c.width, c.dynamic};
  };
  const UplaneFit fit = fit_of({{part(0, 51)}, {part(0, 10), part(10, 7), part(40, 11)}, {part(3, 1)}});
  EXPECT_EQ(explained(fit), std::vector{c});
}

INSTANTIATE_TEST_SUITE_P(, EveryCompression,
                         testing::Values(Case{"none16_static", {Method::none, 16, false}},
                                         Case{"none16_dynamic", {Method::none, 16, true}},
                                         Case{"bfp9_static", {Method::bfp, 9, false}},
                                         Case{"bfp9_dynamic", {Method::bfp, 9, true}},
                                         Case{"bfp14_static", {Method::bfp, 14, false}},
                                         Case{"bfp14_dynamic", {Method::bfp, 14, true}},
                                         Case{"bfp16_static", {Method::bfp, 16, false}},
                                         Case{"mu_law_dynamic", {Method::mu_law, 8, true}},
                                         Case{"block_scaling_dynamic", {Method::block_scaling, 12, true}},
                                         Case{"modulation_static", {Method::modulation, 4, false}},
                                         Case{"modulation_dynamic", {Method::modulation, 2, true}}),
                         [](const auto& param) { return param.param.name; });

TEST(UplaneFit, TakesBlockScalingAndMuLawOfAStaticLinkForBfp) {
  for (const auto method : std::array<std::uint8_t, 3>{1, 2, 3})
    EXPECT_EQ(explained(fit_of({{Part{0, 30, method, 12}}})),
              (std::vector<Compression>{{Method::bfp, 12, false}}));
}

TEST(UplaneFit, TakesFewBitsForModulationInDownlinkOnly) {
  const UplaneFit fit = fit_of({{Part{0, 30, 0, 4}}});
  EXPECT_EQ(explained(fit, true), (std::vector<Compression>{{Method::modulation, 4, false}}));
  EXPECT_EQ(explained(fit, false), (std::vector<Compression>{{Method::none, 4, false}}));
}

TEST(UplaneFit, KeepsEveryReadingOfASingleSmallMessage) {
  // 2 PRBs: 2 octets of udCompHdr look like one octet more a PRB.
  const UplaneFit fit = fit_of({{Part{0, 2, 1, 9, true}}});
  EXPECT_EQ(fit[kDynamic].agree, 1u);
  EXPECT_GE(explained(fit).size(), 1u);
  const UplaneFit none = fit_of({{Part{0, 2, 0, 16, true}}});
  EXPECT_EQ(explained(none), (std::vector<Compression>{{Method::bfp, 16, false}, {Method::none, 16, true}}));
}

TEST(UplaneFit, ReadsAllPrbsAsOneNumberOverAllMessages) {
  const Part all{0, 51, 1, 9, false, true};
  const UplaneFit fit = fit_of({{all}, {all}});
  const Reading bfp9 = 16 + 8;
  EXPECT_EQ(fit[bfp9].agree, 2u);
  EXPECT_EQ(fit[bfp9].all, 51);
  EXPECT_EQ(fit[bfp9].all_messages, 2u);
  EXPECT_EQ(fit[bfp9].prb_end, 51);
  const UplaneFit two = fit_of({{all}, {Part{0, 50, 1, 9, false, true}}});
  EXPECT_EQ(two[bfp9].agree, 1u);
  EXPECT_EQ(two[bfp9].disagree, 1u);
}

TEST(UplaneFit, RefusesPrbsBeyondAnyCarrierAndAReservedOctetThatIsSet) {
  EXPECT_EQ(fit_of({{Part{275, 1, 1, 9}}})[16 + 8].disagree, 1u);
  EXPECT_EQ(fit_of({{Part{274, 1, 1, 9}}})[16 + 8].agree, 1u);
  test::Packet body = test::uplane_body({}, {Part{0, 4, 1, 9, true}});
  body[9] = 1;
  UplaneFit fit;
  fit.add(wire::View{body});
  EXPECT_EQ(fit[kDynamic].disagree, 1u);
}

TEST(UplaneFit, SaysNothingOfWhatTheCaptureCutAway) {
  const test::Packet body = test::uplane_body({}, {Part{0, 20, 1, 9}, Part{20, 20, 1, 9}});
  UplaneFit fit;
  fit.add(wire::View{Octets{body}.first(20), static_cast<std::uint32_t>(body.size())});
  EXPECT_EQ(fit[16 + 8].agree + fit[16 + 8].disagree, 0u);
  // One section needs its header only.
  const test::Packet one = test::uplane_body({}, {Part{0, 20, 1, 9}});
  fit.add(wire::View{Octets{one}.first(20), static_cast<std::uint32_t>(one.size())});
  EXPECT_EQ(fit[16 + 8].agree, 1u);
}

}  // namespace
}  // namespace plumbline::infer

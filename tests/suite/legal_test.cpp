// What is legal fails nobody: units that behave otherwise than the emulators, links that leave things out.
#include "suite/mutants/legal.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "suite/catalogue.h"
#include "suite/links.h"
#include "suite/mutants/edit.h"
#include "suite/plan.h"

namespace plumbline::suite::test {
namespace {

/// 250 000 messages are too many for each of these.
const std::vector<std::string> kWithout{"FH-SEC-004", "FH-SEC-006"};

class Legal : public testing::TestWithParam<std::size_t> {};

TEST_P(Legal, NoCaseFindsAnything) {
  const Oddity oddity = oddities()[GetParam()];
  auto setup = make_setup("example_link", oddity.unit.dut);
  if (oddity.told != nullptr) oddity.told(setup);
  const Bench bench{.cable = {.delay = oddity.way}};
  setup.link.taps[0].to_place_ns = oddity.way.count();
  for (const Case* test : select(oddity.unit.dut, {}, kWithout)) {
    const record::CaseResult result = run_virtual(*test, setup, make_mutant(oddity.unit), bench);
    EXPECT_LE(result.verdict(), record::VERDICT_PASS) << oddity.unit.name << ": " << told(result);
  }
}

INSTANTIATE_TEST_SUITE_P(Unit, Legal, testing::Range<std::size_t>(0, oddities().size()));

using profile::ChannelKind;

profile::Channel* channel(Setup& setup, ChannelKind kind) {
  for (profile::Channel& one : setup.link.carriers[0].channels)
    if (one.kind == kind) return &one;
  return nullptr;
}
void without(Setup& setup, ChannelKind kind) {
  std::erase_if(setup.link.carriers[0].channels,
                [&](const profile::Channel& one) { return one.kind == kind; });
}

/// The example link but for one thing. `silent`: cases that then have nothing to ask of an O-RU, and say so.
struct OddLink {
  const char* name;
  void (*change)(Setup& setup);
  std::vector<std::string> silent{};
  const char* link = "example_link";
};
const std::vector<std::string> kSpeeches{"FH-CPL-006", "FH-CPL-007", "FH-CPL-008", "FH-CPL-009",
                                         "FH-CPL-010", "FH-CPL-013", "FH-CPL-022", "FH-CPL-026",
                                         "FH-CPL-028", "FH-UPL-005"};
const std::vector<OddLink> kOddLinks{
    {"PRACH on all ids of PUSCH",
     [](Setup& setup) {
       channel(setup, ChannelKind::prach)->eaxc = channel(setup, ChannelKind::pusch)->eaxc;
     },
     kSpeeches},
    {"no slot is all uplink", [](Setup& setup) { setup.link.carriers[0].tdd.slots = "DDDDDDDDSS"; },
     kSpeeches},
    {"no PUSCH", [](Setup& setup) { without(setup, ChannelKind::pusch); }, kSpeeches},
    {"no PDSCH", [](Setup& setup) { without(setup, ChannelKind::pdsch); }},
    {"no PRACH", [](Setup& setup) { without(setup, ChannelKind::prach); }, {"FH-CPL-011", "FH-UPL-016"}},
    {"SRS on an id of PUSCH",
     [](Setup& setup) {
       setup.link.eaxc_joined = true;
       profile::Channel srs = *channel(setup, ChannelKind::pusch);
       srs.kind = ChannelKind::srs;
       srs.eaxc = {radio::Eaxc{1}};
       setup.link.carriers[0].channels.push_back(srs);
     },
     {"FH-CPL-016"}},
    {"255 PRBs", [](Setup& setup) { setup.link.carriers[0].prbs = 255; }},
    {"273 PRBs", [](Setup& setup) { setup.link.carriers[0].prbs = 273; }},
    {"a narrow window of PRACH", [](Setup& setup) { setup.link.delays.ta4_prach->max_ns = 200'000; }},
    {"sequences that nobody checks",
     [](Setup& setup) { setup.link.sequence_checked = false; },
     {"FH-TRN-007"}},
    {"mu-law", pack_all<profile::Method::mu_law>},
    {"block scaling", pack_all<profile::Method::block_scaling>},
    {"a priority and no VLAN",
     [](Setup& setup) {
       setup.link.vlan.reset();
       setup.link.vlan_stated = false;
     },
     {"FH-TRN-002"}},
};

class LegalLink : public testing::TestWithParam<std::size_t> {};

TEST_P(LegalLink, NoCaseFindsAnything) {
  const OddLink& odd = kOddLinks[GetParam()];
  for (const Dut dut : {Dut::o_ru, Dut::o_du}) {
    auto setup = make_setup(odd.link, dut);
    odd.change(setup);
    for (const Case* test : select(dut, {}, kWithout)) {
      const record::CaseResult result = run_virtual(*test, setup, make_healthy);
      EXPECT_LE(result.verdict(), record::VERDICT_INCONCLUSIVE) << odd.name << ": " << told(result);
      if (dut == Dut::o_ru && std::find(odd.silent.begin(), odd.silent.end(), test->id) != odd.silent.end()) {
        EXPECT_FALSE(result.decided_by().empty()) << odd.name << ": " << test->id;
      }
      // What has nothing to look at says so.
      if (result.verdict() == record::VERDICT_INCONCLUSIVE)
        std::printf("%s: %s\n", odd.name, told(result).c_str());
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Link, LegalLink, testing::Range<std::size_t>(0, kOddLinks.size()));

/// A script speaks to a target: without one the case does not apply.
TEST(Catalogue, CasesThatSpeakToATargetWantOne) {
  const auto setup = make_setup("example_link", Dut::o_ru);
  auto without_target = setup;
  without(without_target, ChannelKind::pusch);
  for (const Case* test : catalogue()) {
    if (!test->is_for(Dut::o_ru) || test->stimulus == nullptr || !test->stimulus(setup, 0).script) continue;
    ASSERT_NE(test->not_applicable, nullptr) << test->id;
    EXPECT_FALSE(test->not_applicable(without_target).empty()) << test->id;
  }
}

}  // namespace
}  // namespace plumbline::suite::test

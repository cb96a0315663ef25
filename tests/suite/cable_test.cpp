// The cable of the virtual lab: as it is written, and what it does to verdicts: nothing that it does is the
// unit's failure.
#include "suite/cable.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "suite/links.h"
#include "suite/plan.h"
#include "suite/runner.h"
#include "support/support.h"

namespace plumbline::suite::test {
namespace {

using namespace std::chrono_literals;
using plumbline::test::source_path;

TEST(Cable, IsReadAsItIsWritten) {
  const auto cable = parse_cable(R"(plumbline_cable: 1
name: bad plug
delay_us: 7.5
down: {jitter_ns: 250, lost_ppm: 10, doubled_ppm: 20}
up: {overtaken_ppm: 30, overtaken_by_us: 4}
unit_clock: {offset_us: -1.5, drift_ppb: 100}
)",
                                 "cable");
  ASSERT_TRUE(cable) << cable.error().what;
  EXPECT_EQ(*cable, (Cable{.name = "bad plug",
                           .delay = 7500ns,
                           .down = {.jitter = 250ns, .lost_ppm = 10, .doubled_ppm = 20},
                           .up = {.overtaken_ppm = 30, .overtaken_by = 4us},
                           .clock_offset = -1500ns,
                           .drift_ppb = 100}));
  EXPECT_EQ(cable->time_error(10s), 250ns + 1500ns + 1001ns) << "100 ns a second, rounded up";
  EXPECT_EQ(Cable{}.time_error(10s), 0ns);
}

TEST(Cable, TheVersionAloneIsTheCableThatThereIsWithoutOne) {
  const auto cable = parse_cable("plumbline_cable: 1\n", "cable");
  ASSERT_TRUE(cable) << cable.error().what;
  EXPECT_EQ(*cable, Cable{});
}

TEST(Cable, TheExampleLoads) {
  EXPECT_TRUE(load_cable(source_path("testvectors/cables/example_cable.yaml")));
  EXPECT_FALSE(load_cable("/nowhere/cable.yaml"));
}

TEST(Cable, FaultsHaveTheirPlaceAndARemedy) {
  struct Row {
    const char *text, *said;
  };
  for (const Row& row : std::initializer_list<Row>{
           {"", "no `plumbline_cable: 1`"},
           {"plumbline_cable: 2\n", "version 2 is not known"},
           {"plumbline_cable: 1\ndelay_us: 0.1\n", "cable:2"},
           {"plumbline_cable: 1\ndelay: 5\n", "delay"},
           {"plumbline_cable: 1\ndelay_us: 5\ndelay_ns: 5000\n", "two units"},
           {"plumbline_cable: 1\ndown: {jitter: 1}\n", "jitter"},
           {"plumbline_cable: 1\ndown: {jitter_us: -1}\n", "cable:2"},
           {"plumbline_cable: 1\ndown: {lost_ppm: 1000001}\n", "cable:2"},
           {"plumbline_cable: 1\ndown: 3\n", "cable:2"},
           {"plumbline_cable: 1\nup: {overtaken_ppm: 5}\n",
            "cable:2: `up`: overtaken_ppm and overtaken_by_us"},
           {"plumbline_cable: 1\nup: {overtaken_by_us: 5}\n", "overtaken_ppm and overtaken_by_us"},
           {"plumbline_cable: 1\nup: {delay_us: 5}\n", "delay_us"},
           {"plumbline_cable: 1\nunit_clock: {drift_ppb: 10000001}\n", "cable:2"},
           {"plumbline_cable: 1\nunit_clock: {drift: 1}\n", "drift"},
           {"plumbline_cable: 1\nsideways: {}\n", "sideways"},
           {"[\n", "cable:"},
       }) {
    const auto cable = parse_cable(row.text, "cable");
    ASSERT_FALSE(cable) << row.text;
    EXPECT_NE(cable.error().what.find(row.said), std::string::npos) << row.text << "\n" << cable.error().what;
    EXPECT_FALSE(cable.error().remedy.empty()) << row.text;
  }
}

/// What happens on the way, and the worst that a verdict about a healthy unit may become.
struct Impaired {
  std::string_view name;
  Cable cable;
  bool spoils;  ///< else everything passes
};
const std::vector<Impaired>& impairments() {
  static const std::vector<Impaired> all = [] {
    const lab::Impairment jitter{.jitter = 3us}, lossy{.lost_ppm = 3000}, doubling{.doubled_ppm = 3000},
        overtaking{.overtaken_ppm = 3000, .overtaken_by = 4us};
    return std::vector<Impaired>{
        {"jitter", {.down = jitter, .up = jitter}, false},
        {"a fast clock", {.clock_offset = 2us, .drift_ppb = 200}, false},
        {"a slow clock", {.clock_offset = -2us, .drift_ppb = -200}, false},
        {"a long way", {.delay = 20us}, false},
        {"loss", {.down = lossy, .up = lossy}, true},
        {"loss on the way up", {.up = {.lost_ppm = 10'000}}, true},
        {"loss on the way down", {.down = lossy}, true},
        {"doubling", {.down = doubling, .up = doubling}, true},
        {"overtaking", {.down = overtaking, .up = overtaking}, true},
        {"too much jitter", {.down = {.jitter = 300us}, .up = {.jitter = 300us}}, true},
    };
  }();
  return all;
}

constexpr std::uint64_t kSeeds = 20 / (plumbline::test::kFewer * plumbline::test::kFewer);

constexpr std::string_view kLinks[] = {"example_link", "fdd15_5mhz", "tdd120"};

class CableSeeds : public testing::TestWithParam<std::size_t> {};

/// Each seed runs a quarter of the catalogue for one side on one of the smaller links, with every kind of
/// impairment.
TEST_P(CableSeeds, NothingThatTheCableDoesFailsTheUnit) {
  const Impaired& impaired = impairments()[GetParam()];
  std::uint64_t inconclusive = 0, ran = 0;
  for (std::uint64_t seed = 1; seed <= std::max<std::uint64_t>(kSeeds, 1); ++seed) {
    const Dut dut = seed % 2 == 0 ? Dut::o_ru : Dut::o_du;
    const std::string_view link = kLinks[seed / 2 % std::size(kLinks)];
    const Bench bench{.cable = impaired.cable};
    auto setup = prepare(make_setup(link, dut, seed), bench);
    ASSERT_TRUE(setup) << setup.error().what;
    std::uint64_t turn = seed;
    for (const Case* test : select(dut, {}, {})) {
      if (turn++ % 4 != 0) continue;
      const record::CaseResult result = run_virtual(*test, *setup, make_healthy, bench);
      if (result.verdict() == record::VERDICT_NOT_APPLICABLE) continue;
      ++ran;
      inconclusive += result.verdict() == record::VERDICT_INCONCLUSIVE ? 1u : 0u;
      EXPECT_LE(result.verdict(), impaired.spoils ? record::VERDICT_INCONCLUSIVE : record::VERDICT_PASS)
          << impaired.name << " " << link << " seed " << seed << (dut == Dut::o_ru ? " O-RU " : " O-DU ")
          << told(result);
      for (const record::CasePart& part : result.parts())
        EXPECT_EQ(is_spoilt(part), part.verdict() == record::VERDICT_INCONCLUSIVE) << told(result);
    }
  }
  // In some cases few frames pass, or none that way: nothing may have happened to any of them.
  EXPECT_GE(inconclusive, impaired.spoils ? ran * 9 / 10 : 0);
}

INSTANTIATE_TEST_SUITE_P(Kind, CableSeeds, testing::Range<std::size_t>(0, impairments().size()),
                         [](const auto& param) {
                           std::string name{impairments()[param.param].name};
                           std::replace(name.begin(), name.end(), ' ', '_');
                           return name;
                         });

/// A unit that hears nothing.
class Deaf final : public emulator::Actor {
 public:
  explicit Deaf(std::unique_ptr<emulator::Actor> unit) : unit_{std::move(unit)} {}
  void receive(CaptureTime /*at*/, std::uint32_t /*length*/, Octets /*octets*/) override {}
  void advance(CaptureTime until, std::vector<emulator::TimedFrame>& batch) override {
    unit_->advance(until, batch);
  }

 private:
  std::unique_ptr<emulator::Actor> unit_;
};
Result<PlayedUnit, Error> make_deaf(const Setup& setup, const Stimulus& stimulus) {
  auto unit = make_healthy(setup, stimulus);
  if (unit) unit->actor = std::make_unique<Deaf>(std::move(unit->actor));
  return unit;
}

/// A unit that breaks a clause fails over a cable that only jitters.
TEST(Cable, JitterExcusesNobody) {
  const Bench bench{.cable = {.down = {.jitter = 3us}, .up = {.jitter = 3us}}};
  auto setup = prepare(make_setup("example_link", Dut::o_ru), bench);
  ASSERT_TRUE(setup);
  EXPECT_EQ(run_virtual(*select(Dut::o_ru, {"FH-UPL-004"}, {}).front(), *setup, make_deaf, bench).verdict(),
            record::VERDICT_FAIL);
}

TEST(Cable, WhatItDidIsInTheRecord) {
  const lab::Impairment bad{
      .lost_ppm = 20'000, .doubled_ppm = 20'000, .overtaken_ppm = 20'000, .overtaken_by = 3us};
  const Bench bench{.cable = {.down = bad, .up = bad}};
  auto setup = prepare(make_setup("example_link", Dut::o_ru), bench);
  ASSERT_TRUE(setup);
  const auto result =
      run_virtual(*select(Dut::o_ru, {"FH-TRN-001"}, {}).front(), *setup, make_healthy, bench);
  for (const std::string_view name : {"own_loss", "doubled", "overtaken"}) {
    const auto& criteria = result.parts(0).criteria();
    const auto found =
        std::find_if(criteria.begin(), criteria.end(), [&](const auto& one) { return one.name() == name; });
    ASSERT_NE(found, criteria.end()) << name;
    EXPECT_EQ(found->verdict(), record::VERDICT_INCONCLUSIVE) << name;
    EXPECT_GT(found->observed(), 10) << name;
  }
}

}  // namespace
}  // namespace plumbline::suite::test

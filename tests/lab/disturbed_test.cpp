// Units that do one thing wrong on a virtual lab: the counters of both say what, and nothing else.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "emulator/disturbance.h"
#include "emulator/links.h"
#include "emulator/o_du.h"
#include "emulator/o_ru.h"
#include "lab/virtual_lab.h"

namespace plumbline::lab {
namespace {

using emulator::Answers;
using emulator::Counters;
using emulator::Disturbance;
using emulator::Which;
using radio::Direction;
using radio::Plane;
using Kind = Disturbance::Kind;

constexpr std::int64_t kUtcNs = 1'767'225'600'000'000'000;
constexpr Nanos kFibre{20'000};

struct Story {
  Counters du, ru;
  Answers answers;
  std::uint64_t done = 0;
};

/// Two frames of both units, one of which is disturbed.
Story run(const Disturbance& what, bool at_o_ru) {
  profile::Link link = emulator::test::make_link({.name = "disturbed", .prbs = 24});
  link.taps.clear();
  const auto start = profile::to_gps(link.time, CaptureTime{Nanos{kUtcNs}});
  auto du = emulator::ODu::make(link, {.start = *start, .frames = 2});
  auto ru = emulator::ORu::make(link, {});
  emulator::Disturbed wrong{at_o_ru ? static_cast<emulator::Actor&>(**ru) : **du, what};
  VirtualLab::Settings settings{.start = CaptureTime{Nanos{kUtcNs - 2'000'000}}};
  settings.down.delay = settings.up.delay = kFibre;
  auto lab = VirtualLab::make(at_o_ru ? static_cast<emulator::Actor&>(**du) : wrong,
                              at_o_ru ? static_cast<emulator::Actor&>(wrong) : **ru, settings);
  EXPECT_TRUE(lab.has_value());
  const CaptureTime end{Nanos{kUtcNs + 25'000'000}};
  lab->run_until(end, [](std::span<const io::Packet>) {});
  (*du)->close(end);
  return {(*du)->counters(), (*ru)->counters(), (*du)->answers(), wrong.done()};
}

struct Case {
  std::string name;
  Disturbance what;
  bool at_o_ru = false;
  std::uint64_t done = 0;
  std::function<void(Story& clean)> change;
};

std::string words(const Counters& c) {
  return fmt::format(
      "total {}, on time {} {}, early {} {}, late {} {}, corrupt {}, sequence {} {}, dropped {}, sent {} {}",
      c.rx_total, c.rx_on_time, c.rx_on_time_c, c.rx_early, c.rx_early_c, c.rx_late, c.rx_late_c,
      c.rx_corrupt, c.rx_seqid_err, c.rx_seqid_err_c, c.rx_err_drop, c.tx_total, c.tx_total_c);
}

class Disturbing : public testing::TestWithParam<Case> {};

// Windows are those of IOT profile FR1 30 kHz, in us before (after) air time: DL C-plane leaves at 419..470
// and has to arrive at 259..470, DL U-plane 294..345 and 134..345, UL C-plane 285..336 and 125..336; UL
// U-plane leaves at 50..171 and has to arrive at 50..331. Units send in the middle half of a window.
TEST_P(Disturbing, IsSeenByTheOtherUnitAsWhatItIs) {
  const Case& one = GetParam();
  Story expected = run({.kind = Kind::drop, .which = {.eaxc = radio::Eaxc{0xBEEF}}}, one.at_o_ru);
  ASSERT_EQ(expected.done, 0u);
  ASSERT_EQ(expected.answers.asked, expected.answers.answered);
  one.change(expected);
  const Story seen = run(one.what, one.at_o_ru);
  EXPECT_EQ(seen.done, one.done);
  EXPECT_EQ(words(seen.du), words(expected.du));
  EXPECT_EQ(words(seen.ru), words(expected.ru));
  EXPECT_EQ(seen.answers, expected.answers);
}

// DDDSU, 24 PRBs, a U-plane message a symbol and eAxC id. Of eAxC 0: DL C-plane 4 and 5 are of slots 5 and 6
// (14 symbols each), UL C-plane 2 of slot 8 (4 symbols) and 3 of slot 9 (14); DL U-plane 50
// is symbol 2 of slot 5, UL U-plane 50 symbol 10 of slot 14.
Which which(Plane plane, Direction direction, std::uint64_t first, std::uint64_t count) {
  return {.plane = plane, .direction = direction, .eaxc = radio::Eaxc{0}, .first = first, .count = count};
}
const Which kDlC = which(Plane::c, Direction::downlink, 4, 2),
            kUlC = which(Plane::c, Direction::uplink, 2, 2),
            kDlU = which(Plane::u, Direction::downlink, 50, 1),
            kUlU = which(Plane::u, Direction::uplink, 50, 1);

emulator::Field field(std::string_view name) { return *emulator::find_field(name); }

void lose_in_time(Counters& c, std::uint64_t Counters::*instead) {
  --c.rx_on_time;
  ++(c.*instead);
  ++c.rx_err_drop;
}

/// The O-RU sends so many messages less, of 24 PRBs each.
void answer_less(Story& s, std::uint64_t by) {
  s.ru.tx_total -= by;
  s.du.rx_total -= by;
  s.du.rx_on_time -= by;
  s.answers.answered -= by * 24;
}

std::vector<Case> cases() {
  // Without C-plane in time there is no section for the U-plane to be of.
  const auto dl_c = [](std::uint64_t Counters::*instead) {
    return [=](Story& s) {
      s.ru.rx_on_time_c -= 2;
      s.ru.*instead += 2;
      s.ru.rx_corrupt += 2 * 14;
      s.ru.rx_err_drop += 2 + 2 * 14;
    };
  };
  const auto ul_c = [](std::uint64_t Counters::*instead) {
    return [=](Story& s) {
      s.ru.rx_on_time_c -= 2;
      s.ru.*instead += 2;
      s.ru.rx_err_drop += 2;
      answer_less(s, 4 + 14);
    };
  };
  // The next frame misses one that comes late; those that one overtakes by coming early are behind it.
  const auto dl_u = [](std::uint64_t Counters::*instead, unsigned breaks) {
    return [=](Story& s) {
      lose_in_time(s.ru, instead);
      s.ru.rx_seqid_err += breaks;
    };
  };
  const auto ul_u = [](std::uint64_t Counters::*instead, unsigned breaks) {
    return [=](Story& s) {
      lose_in_time(s.du, instead);
      s.du.rx_seqid_err += breaks;
      s.answers.answered -= 24;
    };
  };
  const auto corrupt = [](Story& s) {
    lose_in_time(s.ru, &Counters::rx_corrupt);
    ++s.ru.rx_seqid_err;  // of the next one
  };
  return {
      {"DlCplaneLate",
       {.kind = Kind::shift, .which = kDlC, .by = Nanos{200'000}},
       false,
       2,
       dl_c(&Counters::rx_late_c)},
      {"DlCplaneEarly",
       {.kind = Kind::shift, .which = kDlC, .by = Nanos{-100'000}},
       false,
       2,
       dl_c(&Counters::rx_early_c)},
      {"DlUplaneLate",
       {.kind = Kind::shift, .which = kDlU, .by = Nanos{200'000}},
       false,
       1,
       dl_u(&Counters::rx_late, 1)},
      {"DlUplaneEarly",
       {.kind = Kind::shift, .which = kDlU, .by = Nanos{-100'000}},
       false,
       1,
       dl_u(&Counters::rx_early, 2)},
      {"UlCplaneLate",
       {.kind = Kind::shift, .which = kUlC, .by = Nanos{200'000}},
       false,
       2,
       ul_c(&Counters::rx_late_c)},
      {"UlCplaneEarly",
       {.kind = Kind::shift, .which = kUlC, .by = Nanos{-100'000}},
       false,
       2,
       ul_c(&Counters::rx_early_c)},
      {"UlUplaneLate",
       {.kind = Kind::shift, .which = kUlU, .by = Nanos{300'000}},
       true,
       1,
       ul_u(&Counters::rx_late, 1)},
      {"UlUplaneEarly",
       {.kind = Kind::shift, .which = kUlU, .by = Nanos{-125'000}},
       true,
       1,
       ul_u(&Counters::rx_early, 3)},
      {"UlUplaneLost",
       {.kind = Kind::drop, .which = kUlU},
       true,
       1,
       [](Story& s) {
         --s.du.rx_total;
         --s.du.rx_on_time;
         ++s.du.rx_seqid_err;
         s.answers.answered -= 24;
       }},
      {"UlUplaneTwice",
       {.kind = Kind::duplicate, .which = kUlU},
       true,
       1,
       [](Story& s) {
         ++s.du.rx_total;
         ++s.du.rx_on_time;
         ++s.du.rx_seqid_err;
         s.answers.not_asked += 24;
       }},
      {"DlUplaneTwice",
       {.kind = Kind::duplicate, .which = kDlU},
       false,
       1,
       [](Story& s) {
         ++s.ru.rx_total;
         ++s.ru.rx_on_time;
         ++s.ru.rx_seqid_err;
       }},
      {"DlUplaneSwapped",
       {.kind = Kind::reorder, .which = kDlU},
       false,
       1,
       [](Story& s) { s.ru.rx_seqid_err += 2; }},
      {"EcpriVersion",
       {.kind = Kind::set, .which = kDlU, .field = field("ecpriVersion"), .value = 2},
       false,
       1,
       corrupt},
      {"EcpriMessage",
       {.kind = Kind::set, .which = kDlU, .field = field("ecpriMessage"), .value = 200},
       false,
       1,
       corrupt},
      {"EcpriPayload",
       {.kind = Kind::add, .which = kDlU, .field = field("ecpriPayload"), .value = 100},
       false,
       1,
       corrupt},
      {"EcpriPcid",
       {.kind = Kind::set, .which = kDlU, .field = field("ecpriPcid"), .value = 0x77},
       false,
       1,
       corrupt},
      {"Truncated", {.kind = Kind::truncate, .which = kDlU, .value = 25}, false, 1, corrupt},
      {"SectionType",
       {.kind = Kind::set,
        .which = which(Plane::c, Direction::uplink, 2, 1),
        .field = field("sectionType"),
        .value = 12},
       false,
       1,
       [](Story& s) {
         ++s.ru.rx_corrupt;
         ++s.ru.rx_err_drop;
         answer_less(s, 4);
       }},
  };
}

TEST(Disturbed, AnyOctetsOfBothUnitsAreBorne) {
  for (const bool at_o_ru : {false, true}) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
      const Disturbance what{.kind = Kind::mutate, .value = 1 + seed % 4, .seed = seed};
      const Story one = run(what, at_o_ru), again = run(what, at_o_ru);
      EXPECT_EQ(one.du, again.du);
      EXPECT_EQ(one.ru, again.ru);
      EXPECT_EQ(one.answers, again.answers);
      EXPECT_GT(one.done, 250u);
      const Counters& c = at_o_ru ? one.du : one.ru;
      EXPECT_LE(c.rx_on_time + c.rx_early + c.rx_late + c.rx_on_time_c + c.rx_early_c + c.rx_late_c,
                c.rx_total);
      EXPECT_LE(one.answers.answered, one.answers.asked);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Kinds, Disturbing, testing::ValuesIn(cases()),
                         [](const auto& tried) { return tried.param.name; });

}  // namespace
}  // namespace plumbline::lab

// Cases through a port, at whose other end a unit is played on the same virtual clock.
#include "suite/live.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <set>

#include "suite/catalogue.h"
#include "suite/runner.h"

namespace plumbline::suite {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

/// A cable of `way`, and a unit behind it.
class CablePort final : public io::Port {
 public:
  CablePort(lab::VirtualClock& clock, emulator::Actor* unit) : clock_{clock}, unit_{unit} {}

  std::size_t send(std::span<const io::OutFrame> frames) override {
    clock_.advance(send_takes);
    for (const io::OutFrame& frame : frames) {
      if (++counters_.sent == stall_at) clock_.advance(stall);
      down_.push_back({clock_.now() + way, {frame.octets.begin(), frame.octets.end()}});
    }
    return frames.size();
  }
  std::span<const io::Packet> receive() override {
    if (clock_.now() < asleep_until) clock_.advance(asleep_until - clock_.now());
    if (settled_) held_.clear();
    settled_ = false;
    packets_.clear();
    if (unit_ == nullptr) return {};
    const CaptureTime now = clock_.now();
    for (; !down_.empty() && down_.front().at < now; down_.pop_front())
      unit_->receive(down_.front().at, static_cast<std::uint32_t>(down_.front().octets.size()),
                     down_.front().octets);
    unit_->advance(now, batch_);
    for (const emulator::TimedFrame& frame : batch_)
      up_.push_back({frame.at + way_back, {frame.octets.begin(), frame.octets.end()}});
    for (; !up_.empty() && up_.front().at <= now && held_.size() < lends(); up_.pop_front()) {
      if (++counters_.received == lose_at) {
        ++counters_.receive_lost;
        lost_ = true;
        continue;
      }
      held_.push_back(std::move(up_.front().octets));
      packets_.push_back({.stamp = up_.front().at,
                          .original_length = static_cast<std::uint32_t>(held_.back().size()),
                          .octets = held_.back()});
    }
    return packets_;
  }
  io::OwnLoss settle() override {
    settled_ = true;
    return {.receiving = std::exchange(lost_, false)};
  }
  std::size_t lends() const override { return 256; }
  io::PortCounters counters() override { return counters_; }
  std::size_t longest_frame() const override { return 0; }
  Result<void, Error> close() override { return {}; }

  Nanos way = microseconds{5}, way_back = microseconds{5}, send_takes{0}, stall{0};
  CaptureTime asleep_until{};               ///< a look at it returns then at the earliest
  std::uint64_t stall_at = 0, lose_at = 0;  ///< counted from 1; 0: never

 private:
  struct OnTheWay {
    CaptureTime at;
    std::vector<std::uint8_t> octets;
  };
  lab::VirtualClock& clock_;
  emulator::Actor* unit_;
  std::deque<OnTheWay> down_, up_;
  std::deque<std::vector<std::uint8_t>> held_;
  std::vector<emulator::TimedFrame> batch_;
  std::vector<io::Packet> packets_;
  io::PortCounters counters_;
  bool settled_ = false, lost_ = false;
};

Setup lab_veth(Dut dut) {
  auto link = profile::load_link(PLUMBLINE_SOURCE_DIR "/testvectors/profiles/lab_veth.yaml");
  EXPECT_TRUE(link) << link.error().what;
  profile::Unit unit = played(dut, *link);
  // It sends noise, whatever the case.
  for (const profile::Feature feature : {profile::Feature::pn23, profile::Feature::even_power})
    unit.features &= ~(std::uint64_t{1} << static_cast<unsigned>(feature));
  auto setup = prepare({.dut = dut, .link = on_real_clock(std::move(*link)), .unit = unit},
                       {.cable = {.delay = Nanos{0}}});
  EXPECT_TRUE(setup);
  return *setup;
}

constexpr CaptureTime kNow{Nanos{1'790'000'000'123'456'789}};

class LiveRun : public testing::Test {
 protected:
  explicit LiveRun(Dut dut = Dut::o_ru) : setup{lab_veth(dut)} {
    if (dut == Dut::o_ru) {
      unit.actor = std::move(*emulator::ORu::make(setup.link, {.abilities = abilities_of(setup.unit)}));
    } else {
      // It was there before, and goes on.
      setup.start = next_frame(setup.link, kNow - milliseconds{500});
      unit.actor = std::move(*emulator::ODu::make(setup.link, {.start = setup.start, .frames = 100'000}));
    }
    bench.clock = &clock;
    bench.port = &port;
    bench.pace = {.lead = microseconds{300}, .poll_interval = microseconds{20}};
  }
  record::CaseResult run(std::string_view id) {
    const Case* test = find_case(id);
    EXPECT_NE(test, nullptr) << id;
    return run_live(*test, setup, bench);
  }
  static std::string told(const record::CaseResult& result) {
    std::string text = result.id() + ": " + record::Verdict_Name(result.verdict()) + result.decided_by();
    for (const record::CasePart& part : result.parts()) {
      text += "\n" + part.name() + " " + part.failure();
      for (const record::Criterion& one : part.criteria())
        if (one.verdict() > record::VERDICT_PASS)
          text += " " + one.name() + " " + std::to_string(one.observed()) + " in " +
                  std::to_string(one.expected()) + ".." + std::to_string(one.expected_to());
    }
    return text;
  }
  const record::Criterion* criterion(const record::CaseResult& result, std::string_view name) {
    for (const record::Criterion& one : result.parts(0).criteria())
      if (one.name() == name) return &one;
    ADD_FAILURE() << "no criterion " << name;
    return nullptr;
  }

  lab::VirtualClock clock{kNow};
  suite::Setup setup;
  PlayedUnit unit;
  CablePort port{clock, nullptr};
  LiveBench bench;

  /// Puts the unit at the other end.
  void connect() {
    cable = std::make_unique<CablePort>(clock, unit.actor.get());
    bench.port = cable.get();
  }
  std::unique_ptr<CablePort> cable;
};

class LiveODu : public LiveRun {
 protected:
  LiveODu() : LiveRun{Dut::o_du} {}
};

/// Every case in turn: a pass, or not applicable for a reason that is known.
void expect_clean(const record::CaseResult& result, const std::string& told, std::set<std::string>& passed) {
  EXPECT_NE(result.verdict(), record::VERDICT_FAIL) << told;
  EXPECT_NE(result.verdict(), record::VERDICT_ERROR) << told;
  if (result.verdict() == record::VERDICT_PASS) passed.insert(result.id());
  for (const record::CasePart& part : result.parts()) {
    EXPECT_EQ(part.conduct().lost(), 0u);
    EXPECT_GT(part.conduct().received(), 0u) << told;
    EXPECT_FALSE(part.has_counters());
  }
}

TEST_F(LiveRun, AHealthyORuPassesTheCatalogueOverACable) {
  connect();
  std::set<std::string> passed;
  for (const Case* test : catalogue()) {
    if (!test->is_for(Dut::o_ru)) continue;
    const record::CaseResult result = run_live(*test, setup, bench);
    expect_clean(result, told(result), passed);
  }
  for (const char* id : {"FH-TRN-001", "FH-TRN-007", "FH-CPL-006", "FH-CPL-008", "FH-UPL-004", "FH-UPL-005",
                         "FH-DLM-003", "FH-DLM-006", "FH-DLM-008", "FH-TRN-015", "FH-SEC-007", "FH-SEC-008"})
    EXPECT_TRUE(passed.contains(id)) << id;
  EXPECT_EQ(bench.conduct.lateness.max(), Nanos{0});
}

TEST_F(LiveODu, AHealthyODuThatGoesOnPassesTheCatalogueOverACable) {
  connect();
  std::set<std::string> passed;
  for (const Case* test : catalogue()) {
    if (!test->is_for(Dut::o_du)) continue;
    const record::CaseResult result = run_live(*test, setup, bench);
    expect_clean(result, told(result), passed);
  }
  for (const char* id : {"FH-TRN-001", "FH-TRN-007", "FH-TRN-015", "FH-UPL-002", "FH-DLM-001", "FH-DLM-002"})
    EXPECT_TRUE(passed.contains(id)) << id;
}

TEST_F(LiveODu, WhatBeganBeforeWeListenedFailsNobody) {
  connect();
  cable->asleep_until = kNow + milliseconds{60};
  const record::CaseResult late = run("FH-UPL-002");
  EXPECT_EQ(late.verdict(), record::VERDICT_INCONCLUSIVE) << told(late);
  EXPECT_GT(criterion(late, "missed")->observed(), 10'000'000);
  bench.attempts = 2;
  cable->asleep_until = clock.now() + milliseconds{60};
  const record::CaseResult again = run("FH-UPL-002");
  EXPECT_EQ(again.verdict(), record::VERDICT_PASS) << told(again);
  EXPECT_EQ(again.parts(0).spoilt(), 1u);
}

TEST_F(LiveRun, WhatAPortCannotDoIsNotApplicableAndSaysWhy) {
  connect();
  EXPECT_EQ(run("FH-DLM-007").decided_by(), "port: the unit's counters cannot be read over it");
  EXPECT_EQ(run("FH-DLM-012").decided_by(), "port: the way to the unit has the length it has");
  EXPECT_EQ(run("FH-DLM-007").verdict(), record::VERDICT_NOT_APPLICABLE);
  setup.unit.features = 0;
  EXPECT_EQ(run("FH-CPL-006").decided_by(), "profile features: sym_inc");
}

TEST_F(LiveRun, APacketThatWeLoseMakesTheVerdictInconclusive) {
  connect();
  cable->lose_at = 100;
  const record::CaseResult result = run("FH-UPL-004");
  EXPECT_EQ(result.verdict(), record::VERDICT_INCONCLUSIVE) << told(result);
  EXPECT_EQ(criterion(result, "own_loss")->verdict(), record::VERDICT_INCONCLUSIVE);
  EXPECT_EQ(result.parts(0).conduct().lost(), 1u);
}

TEST_F(LiveRun, ALateFrameOfOursMakesTheVerdictInconclusiveAndNoFailureOfTheUnit) {
  connect();
  cable->stall_at = 500;
  cable->stall = milliseconds{7};  // what is sent next comes behind its window
  const record::CaseResult result = run("FH-UPL-004");
  EXPECT_EQ(result.verdict(), record::VERDICT_INCONCLUSIVE) << told(result);
  EXPECT_EQ(criterion(result, "worst")->verdict(), record::VERDICT_INCONCLUSIVE);
  EXPECT_EQ(criterion(result, "worst")->expected_to(), 1'977'703);
  EXPECT_GE(criterion(result, "worst")->observed(), 7'000'000 - 300'000);
}

TEST_F(LiveRun, APartThatWeSpoiltIsRunAgainAndSaysSo) {
  connect();
  bench.attempts = 3;
  cable->stall_at = 500;
  cable->stall = milliseconds{7};
  const record::CaseResult result = run("FH-UPL-004");
  EXPECT_EQ(result.verdict(), record::VERDICT_PASS) << told(result);
  EXPECT_EQ(result.parts(0).spoilt(), 1u);
  EXPECT_EQ(result.parts(0).conduct().lateness_max_ns(), 0u) << "of the attempt that counts";
  EXPECT_GT(bench.conduct.lateness.max(), milliseconds{6});
}

TEST_F(LiveRun, WhatTheUnitDoesWrongIsNotTriedAgain) {
  connect();
  bench.attempts = 3;
  cable->way_back = milliseconds{4};
  const record::CaseResult result = run("FH-DLM-003");
  EXPECT_EQ(result.verdict(), record::VERDICT_FAIL) << told(result);
  EXPECT_EQ(result.parts(0).spoilt(), 0u);
}

TEST_F(LiveRun, ALabThatIsAlwaysLateIsUnfit) {
  connect();
  cable->send_takes = microseconds{600};
  bench.attempts = 2;
  bench.pace.lead = milliseconds{1};
  const record::CaseResult result = run("FH-TRN-001");
  EXPECT_EQ(criterion(result, "lateness")->verdict(), record::VERDICT_INCONCLUSIVE);
  EXPECT_EQ(criterion(result, "lateness")->expected_to(), kMostLate.count());
  EXPECT_EQ(result.verdict(), record::VERDICT_INCONCLUSIVE);
}

TEST_F(LiveRun, NobodyThereIsNoPassAndWhatHadToBeAnsweredFails) {
  const record::CaseResult passive = run("FH-TRN-001");
  EXPECT_EQ(criterion(passive, "heard")->observed(), 0);
  EXPECT_EQ(passive.verdict(), record::VERDICT_INCONCLUSIVE);
  EXPECT_EQ(run("FH-CPL-006").verdict(), record::VERDICT_FAIL);
}

TEST_F(LiveRun, AnswersBehindTheirWindowFail) {
  connect();
  cable->way_back = milliseconds{4};  // the middle of Ta3 is 3.5 ms before the end of Ta4
  const record::CaseResult result = run("FH-DLM-003");
  EXPECT_EQ(result.verdict(), record::VERDICT_FAIL) << told(result);
}

TEST_F(LiveRun, TheTapeHoldsBothWaysInTheOrderOfStamps) {
  connect();
  std::uint64_t sent = 0, received = 0;
  CaptureTime last{};
  bool ordered = true;
  run_live(*find_case("FH-UPL-004"), setup, bench, [&](std::string_view) -> Tape {
    return [&](std::span<const io::Packet> packets) {
      for (const io::Packet& packet : packets) {
        const bool ours =
            std::equal(setup.link.o_du_mac->begin(), setup.link.o_du_mac->end(), packet.octets.begin() + 6);
        ++(ours ? sent : received);
        ordered = ordered && last <= packet.stamp;
        last = packet.stamp;
      }
    };
  });
  EXPECT_TRUE(ordered);
  EXPECT_EQ(sent, bench.conduct.sent);
  EXPECT_EQ(received, bench.conduct.received);
  EXPECT_GT(received, 500u);
}

TEST(Pace, SleepsWhereWindowsAreWideAndKeepsAwakeElsewhere) {
  const suite::Setup wide = lab_veth(Dut::o_ru);
  EXPECT_EQ(pace_of(wide.link).live.poll_interval, microseconds{100});
  EXPECT_EQ(pace_of(wide.link).spin, Nanos{0});
  auto link = profile::load_link(PLUMBLINE_SOURCE_DIR "/testvectors/profiles/example_link.yaml");
  ASSERT_TRUE(link);
  EXPECT_EQ(pace_of(*link).live.poll_interval, microseconds{1});
  // An O-RU of this link answers 175 us after a request at the earliest.
  EXPECT_LT(pace_of(*link).live.lead, microseconds{88});
}

}  // namespace
}  // namespace plumbline::suite

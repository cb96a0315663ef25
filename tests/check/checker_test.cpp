// Properties of a whole check over generated traffic: the number of workers does not show, limits hold,
// packets that were cut or lost by us never make a sender guilty.
#include "check/checker.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "check/traffic.h"
#include "record/merge.h"
#include "rules/catalogue.h"
#include "track/limits.h"

namespace plumbline::check {
namespace {

using test::Traffic;

record::Result check(const std::vector<io::Packet>& packets, const profile::Link* link, unsigned workers = 1,
                     std::size_t batch = 97, IqScope scope = IqScope::sampled) {
  Checker checker{link, workers, scope};
  const std::span<const io::Packet> all{packets};
  for (std::size_t at = 0; at < all.size(); at += batch)
    checker.feed(all.subspan(at, std::min(batch, all.size() - at)));
  return checker.finish();
}

const record::RuleResult& rule_of(const record::Result& result, std::string_view id) {
  return result.rules(static_cast<int>(rules::index_of(id)));
}

std::map<std::string, std::uint64_t> fails(const record::Result& result) {
  std::map<std::string, std::uint64_t> counts;
  for (const record::RuleResult& rule : result.rules())
    if (rule.fail() > 0) counts[rule.id()] = rule.fail();
  return counts;
}

std::uint64_t judged(const record::RuleResult& rule) {
  return rule.pass() + rule.fail() + rule.inconclusive();
}

/// Octet for octet; the first rule that differs is told.
void expect_equal(const record::Result& a, const record::Result& b) {
  EXPECT_EQ(a.totals().DebugString(), b.totals().DebugString());
  for (int i = 0; i < a.rules_size(); ++i)
    ASSERT_EQ(a.rules(i).DebugString(), b.rules(i).DebugString()) << a.rules(i).id();
  EXPECT_EQ(a.SerializeAsString(), b.SerializeAsString());
}

TEST(Checker, FindsNothingInSoundTraffic) {
  for (const bool dynamic : {false, true}) {
    const profile::Link link = test::traffic_link(dynamic ? "dynamic" : "static");
    const Traffic traffic{7, {.slots = 100, .dynamic = dynamic}};
    const record::Result result = check(traffic.packets(), &link);
    EXPECT_EQ(fails(result), (std::map<std::string, std::uint64_t>{}));
    for (const char* id :
         {"CUS-CU-001", "CUS-CU-004", "CUS-SEQ-001", "CUS-TIME-005", "CUS-TIME-004", "CUS-EXT-003"})
      EXPECT_GT(rule_of(result, id).pass(), 100u) << id;
  }
}

TEST(Checker, HoldsNoWindowAgainstChannelInformation) {
  constexpr std::size_t kEcpri = 14, kSectionType = 14 + 8 + 5;
  const profile::Link link = test::traffic_link("static");
  const Traffic traffic{7, {.slots = 20}};
  for (const auto section_type : {std::uint8_t{5}, std::uint8_t{6}, std::uint8_t{7}}) {
    std::vector<std::vector<std::uint8_t>> kept;
    std::vector<io::Packet> early;
    kept.reserve(traffic.packets().size());
    for (io::Packet packet : traffic.packets()) {
      if (packet.octets[kEcpri] != 0x10 || packet.octets[kEcpri + 1] != 2) continue;
      kept.emplace_back(packet.octets.begin(), packet.octets.end())[kSectionType] = section_type;
      packet.octets = kept.back();
      packet.stamp -= Nanos{1'000'000};
      early.push_back(packet);
    }
    const record::Result result = check(early, &link);
    const auto found = fails(result);
    EXPECT_EQ(found.contains("CUS-TIME-005"), section_type == 5) << int{section_type};
    EXPECT_EQ(result.arrivals_size(), section_type == 5 ? 2 : 0) << int{section_type};
  }
}

TEST(Checker, GivesTheSameResultWithAnyNumberOfWorkers) {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    const bool dynamic = seed % 2 == 0;
    const profile::Link link = test::traffic_link(dynamic ? "dynamic" : "static");
    const Traffic traffic{seed,
                          {.slots = 60, .pairs = 5, .fault_in = seed < 3 ? 400u : 40u, .dynamic = dynamic}};
    for (const profile::Link* known : {&link, static_cast<const profile::Link*>(nullptr)}) {
      const record::Result one = check(traffic.packets(), known);
      EXPECT_FALSE(fails(one).empty());
      for (const unsigned workers : {2u, 3u, 7u}) {
        SCOPED_TRACE("seed " + std::to_string(seed) + ", " + std::to_string(workers) + " workers");
        expect_equal(check(traffic.packets(), known, workers), one);
      }
    }
  }
}

TEST(Checker, GivesTheSameResultWhateverTheBatches) {
  const profile::Link link = test::traffic_link("static");
  const Traffic traffic{11, {.fault_in = 50}};
  const record::Result whole = check(traffic.packets(), &link, 2, traffic.packets().size());
  for (const std::size_t batch : {1u, 2u, 1000u})
    expect_equal(check(traffic.packets(), &link, 2, batch), whole);
}

/// Random addresses and ids, far more than any limit.
std::vector<std::vector<std::uint8_t>> hostile_frames(std::uint64_t seed, std::size_t count,
                                                      std::size_t pairs) {
  Random random{seed};
  std::vector<std::vector<std::uint8_t>> frames;
  for (std::size_t i = 0; i < count; ++i) {
    std::array<std::uint8_t, 128> space{};
    Writer out{space};
    const std::uint64_t pair = random.below(pairs);
    wire::encode_ethernet(out, {2, 9, 9, 9, 9, 9},
                          {2, 0, static_cast<std::uint8_t>(pair >> 24), static_cast<std::uint8_t>(pair >> 16),
                           static_cast<std::uint8_t>(pair >> 8), static_cast<std::uint8_t>(pair)},
                          {}, wire::kEcpriEtherType);
    const bool c = random.below(2) == 0;
    wire::encode_header(out, {.type = c ? wire::EcpriType::rt_control : wire::EcpriType::iq_data,
                              .payload = static_cast<std::uint16_t>(c ? 20 : 36)});
    wire::encode_ids(
        out,
        {.eaxc = {static_cast<std::uint16_t>(random.below(3) == 0 ? random.next() : 1 + random.below(3))},
         .sequence = static_cast<std::uint8_t>(random.next())});
    const radio::RadioTime at{
        static_cast<std::uint8_t>(random.next()), static_cast<std::uint8_t>(random.below(16)),
        static_cast<std::uint8_t>(random.below(64)), static_cast<std::uint8_t>(random.below(64))};
    const auto direction = radio::Direction{static_cast<std::uint8_t>(random.below(2))};
    if (c) {
      encode(out, wire::CplaneHeader{.direction = direction, .start = at, .number_of_sections = 1});
      encode(out,
             wire::Section{.id = static_cast<std::uint16_t>(random.below(4096)),
                           .num_prb = 1,
                           .re_mask = 0xFFF,
                           .num_symbol = 1},
             1);
    } else {
      encode(out, wire::UplaneHeader{.direction = direction, .at = at});
      encode(out, wire::UplaneSection{.id = static_cast<std::uint16_t>(random.below(4096)), .num_prb = 1});
      out.zeros(28);
    }
    frames.emplace_back(out.written().begin(), out.written().end());
  }
  return frames;
}

std::vector<io::Packet> as_packets(const std::vector<std::vector<std::uint8_t>>& frames) {
  std::vector<io::Packet> packets;
  for (const auto& frame : frames) {
    io::Packet& packet = packets.emplace_back();
    packet.number = packets.size();
    packet.stamp = CaptureTime{Nanos{static_cast<std::int64_t>(packets.size()) * 1000}};
    packet.octets = frame;
    packet.original_length = static_cast<std::uint32_t>(frame.size());
  }
  return packets;
}

TEST(Checker, KeepsItsLimitsUnderRandomAddressesAndCountsWhatLiesBeyond) {
  const profile::Link link = test::traffic_link("static");
  const auto frames = hostile_frames(1, 100'000, 1'000'000);
  const auto packets = as_packets(frames);
  const record::Result one = check(packets, &link);
  EXPECT_EQ(one.totals().packets(), packets.size());
  EXPECT_EQ(one.totals().messages(), packets.size());
  EXPECT_GT(one.totals().untracked_pairs(), packets.size() / 2);
  EXPECT_LE(one.streams_size(), static_cast<int>(track::limits::kStreams));
  std::uint64_t tracked = 0;
  for (const record::Stream& stream : one.streams()) tracked += stream.messages();
  EXPECT_EQ(tracked + one.totals().untracked_pairs() + one.totals().untracked_streams(), packets.size());
  expect_equal(check(packets, &link, 3), one);
}

TEST(Checker, CountsStreamsAndCellsBeyondTheLimitTheSameWithAnyNumberOfWorkers) {
  const profile::Link link = test::traffic_link("static");
  const auto frames = hostile_frames(2, 60'000, 4000);
  const auto packets = as_packets(frames);
  const record::Result one = check(packets, &link);
  EXPECT_GT(one.totals().untracked_streams(), 0u);
  EXPECT_GT(one.totals().untracked_coupling(), 0u);
  expect_equal(check(packets, &link, 3), one);
}

TEST(Checker, FindsNothingInSoundTrafficThatTheCaptureCut) {
  for (const bool dynamic : {false, true}) {
    const profile::Link link = test::traffic_link(dynamic ? "dynamic" : "static");
    const Traffic traffic{13, {.slots = 60, .dynamic = dynamic}};
    for (std::size_t octets = 10; octets <= 160; ++octets) {
      const record::Result result = check(traffic.cut(octets), &link);
      EXPECT_EQ(fails(result), (std::map<std::string, std::uint64_t>{})) << "cut to " << octets << " octets";
    }
  }
}

TEST(Checker, FailsNothingInCutTrafficThatTheWholePacketsDoNotFail) {
  const profile::Link link = test::traffic_link("static");
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    // What the whole packets leave open the cut ones may tell: so nothing is left open here.
    const Traffic traffic{seed, {.slots = 60, .fault_in = 60, .excuses = false}};
    const auto whole = fails(check(traffic.packets(), &link));
    for (const std::size_t octets : {20u, 28u, 40u, 48u, 64u, 80u, 100u, 128u, 200u})
      for (const auto& [id, count] : fails(check(traffic.cut(octets), &link)))
        EXPECT_LE(count, whole.contains(id) ? whole.at(id) : 0u) << id << ", cut to " << octets << " octets";
  }
}

/// `packets` without those of `gap`; `marked` says how what is left is marked, by its index.
template <class Marked>
std::vector<io::Packet> without(const std::vector<io::Packet>& packets, std::size_t from, std::size_t count,
                                Marked marked) {
  std::vector<io::Packet> left;
  for (std::size_t i = 0; i < packets.size(); ++i) {
    if (i >= from && i < from + count) continue;
    left.push_back(packets[i]);
    left.back().loss_before = marked(i);
  }
  return left;
}

TEST(Checker, LaysNothingToADeviceThatWeLost) {
  std::map<std::string, std::uint64_t> unmarked;
  std::uint64_t doubts = 0;
  for (const bool dynamic : {false, true}) {
    const profile::Link link = test::traffic_link(dynamic ? "dynamic" : "static");
    const Traffic traffic{dynamic ? 11u : 12u, {.slots = 240, .dynamic = dynamic}};
    const auto& packets = traffic.packets();
    for (const std::size_t count : {1u, 2u, 7u, 40u, 400u, 1500u})
      for (std::size_t from = 100; from + count + 100 < packets.size(); from += packets.size() / 5) {
        // Where the loss is known to be, in a span that begins before it, and in one that goes on behind it.
        const auto exact = [&](std::size_t i) { return i == from + count; };
        const auto early = [&](std::size_t i) { return i >= from - 64 && i <= from + count; };
        const auto late = [&](std::size_t i) { return i + 20 >= from && i <= from + count + 100; };
        for (const auto& all : {without(packets, from, count, exact), without(packets, from, count, early),
                                without(packets, from, count, late)}) {
          const record::Result result = check(all, &link, 1 + (from & 1));
          ASSERT_EQ(fails(result), (std::map<std::string, std::uint64_t>{})) << from << " + " << count;
          EXPECT_EQ(result.totals().losses_of_ours(), 1u);
          doubts += rule_of(result, "CUS-SEQ-001").inconclusive();
        }
        for (const auto& [id, times] :
             fails(check(without(packets, from, count, [](std::size_t) { return false; }), &link)))
          unmarked[id] += times;
      }
  }
  EXPECT_GT(doubts, 100u);
  for (const char* id : {"CUS-SEQ-001", "CUS-CU-001", "CUS-CU-004"})
    EXPECT_GT(unmarked[id], 0u) << id << " has nothing to lose here";
}

TEST(Checker, JoinsTwoHalvesToTheWholeInAllThatNeedsNoMemory) {
  const profile::Link link = test::traffic_link("static");
  const Traffic traffic{17, {.fault_in = 60, .duplicates = false}};
  const auto& packets = traffic.packets();
  // Which messages a sample takes depends on where their streams begin.
  const auto all_of = [&](auto begin, auto end) { return check({begin, end}, &link, 1, 97, IqScope::all); };
  const record::Result whole = all_of(packets.begin(), packets.end());
  for (std::size_t at = 0; at <= packets.size(); at += packets.size() / 7) {
    const auto middle = packets.begin() + static_cast<std::ptrdiff_t>(at);
    record::Result joined = all_of(packets.begin(), middle);
    record::merge(joined, all_of(middle, packets.end()));
    EXPECT_EQ(joined.iq().DebugString(), whole.iq().DebugString());
    record::Totals totals = joined.totals();
    totals.set_untracked_coupling(whole.totals().untracked_coupling());
    // Why a message lacks fragments is not known where the input ends.
    EXPECT_EQ(totals.unjoined_timed_out() + totals.unjoined_at_end(),
              whole.totals().unjoined_timed_out() + whole.totals().unjoined_at_end());
    totals.set_unjoined_timed_out(whole.totals().unjoined_timed_out());
    totals.set_unjoined_at_end(whole.totals().unjoined_at_end());
    EXPECT_EQ(totals.DebugString(), whole.totals().DebugString());
    ASSERT_EQ(joined.streams_size(), whole.streams_size());
    for (int i = 0; i < whole.streams_size(); ++i)
      EXPECT_EQ(joined.streams(i).messages(), whole.streams(i).messages());
    for (int i = 0; i < whole.rules_size(); ++i) {
      if ((rules::kCatalogue[static_cast<std::size_t>(i)]->needs & rules::kState) != 0) continue;
      EXPECT_EQ(judged(joined.rules(i)), judged(whole.rules(i)))
          << whole.rules(i).id() << ", split at " << at;
      EXPECT_EQ(joined.rules(i).fail(), whole.rules(i).fail()) << whole.rules(i).id() << ", split at " << at;
    }
  }
}

TEST(Checker, LooksIntoTheFirstMessagesOfAStreamAndThenIntoOneInSoMany) {
  std::uint64_t taken = 0;
  std::set<std::uint64_t> places;
  for (std::uint64_t number = 1; number <= 100 * kIqOneIn; ++number) {
    if (number <= kIqOneIn) {
      ASSERT_TRUE(is_sampled(number)) << number;
    } else if (is_sampled(number)) {
      ++taken;
      places.insert(number % kIqOneIn);
    }
  }
  EXPECT_EQ(taken, 99u);
  EXPECT_GT(places.size(), 30u) << "a pattern of the traffic could hide";
}

/// PRBs in sections, looked into and cut, by what is asked for.
TEST(Checker, SaysHowManyPrbsItLookedInto) {
  const profile::Link link = test::traffic_link("static");
  const Traffic traffic{5, {.slots = 300, .pairs = 1, .eaxcs = 1}};
  const auto& packets = traffic.packets();
  const record::Result all = check(packets, &link, 1, 97, IqScope::all);
  EXPECT_EQ(all.iq().scope(), record::IQ_SCOPE_ALL);
  EXPECT_GT(all.iq().prbs(), 5000u);
  EXPECT_EQ(all.iq().prbs_judged(), all.iq().prbs());
  EXPECT_EQ(rule_of(all, "CUS-COMP-005").pass(), all.iq().prbs());
  const record::Result some = check(packets, &link);
  EXPECT_EQ(some.iq().scope(), record::IQ_SCOPE_SAMPLED);
  EXPECT_EQ(some.iq().one_in(), kIqOneIn);
  EXPECT_EQ(some.iq().prbs(), all.iq().prbs());
  EXPECT_GT(some.iq().prbs_judged(), 0u);
  EXPECT_LT(some.iq().prbs_judged(), all.iq().prbs() / 4);
  EXPECT_EQ(rule_of(some, "CUS-COMP-005").pass(), some.iq().prbs_judged());
  const record::Result none = check(packets, &link, 1, 97, IqScope::off);
  EXPECT_EQ(none.iq().scope(), record::IQ_SCOPE_OFF);
  EXPECT_EQ(none.iq().prbs(), all.iq().prbs());
  EXPECT_EQ(none.iq().prbs_judged(), 0u);
  EXPECT_TRUE(record::not_evaluated(rule_of(none, "CUS-COMP-005")));
  std::vector<io::Packet> shorter = packets;
  for (io::Packet& packet : shorter)
    packet.octets = packet.octets.first(std::min<std::size_t>(packet.octets.size(), 70));
  const record::Result cut = check(shorter, &link, 1, 97, IqScope::all);
  EXPECT_LE(cut.iq().prbs(), all.iq().prbs());  // sections behind the cut are not known at all
  EXPECT_GT(cut.iq().prbs_cut(), 0u);
  EXPECT_EQ(cut.iq().prbs_judged() + cut.iq().prbs_cut(), cut.iq().prbs());
  EXPECT_EQ(rule_of(cut, "CUS-COMP-005").pass(), cut.iq().prbs_judged());
  for (const unsigned workers : {2u, 5u})
    for (const IqScope scope : {IqScope::off, IqScope::sampled, IqScope::all})
      expect_equal(check(shorter, &link, workers, 97, scope), check(shorter, &link, 1, 97, scope));
}

TEST(Checker, NeverCountsMorePassesThanFacts) {
  for (std::uint64_t seed = 20; seed < 26; ++seed) {
    const profile::Link link = test::traffic_link(seed % 2 == 0 ? "dynamic" : "static");
    const Traffic traffic{seed, {.fault_in = 15, .dynamic = seed % 2 == 0}};
    const record::Result result = check(traffic.packets(), &link);
    for (const record::RuleResult& rule : result.rules())
      EXPECT_LT(judged(rule), 100 * traffic.packets().size())
          << rule.id();  // a difference that wraps is huge
  }
}

TEST(Checker, KeepsTheEvidenceOfAFailHoweverManyDoubtsCameBefore) {
  const profile::Link link = test::traffic_link("static");
  const Traffic traffic{31, {.slots = 200, .fault_in = 30}};
  const record::Result result = check(traffic.packets(), &link);
  for (const record::RuleResult& rule : result.rules()) {
    if (rule.fail() == 0) continue;
    ASSERT_GT(rule.first_size(), 0) << rule.id();
    EXPECT_EQ(rule.first(0).verdict(), record::VERDICT_FAIL) << rule.id();
  }
}

TEST(Checker, OfNothingIsTheEmptyResult) {
  const record::Result result = check({}, nullptr, 3);
  EXPECT_EQ(result.totals().packets(), 0u);
  EXPECT_EQ(result.rules_size(), static_cast<int>(rules::kCatalogue.size()));
  EXPECT_EQ(result.streams_size(), 0);
}

}  // namespace
}  // namespace plumbline::check

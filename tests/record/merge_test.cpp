// Goal: results of shards join to the result of the whole, whatever the split and the order.
// Method: observations from a seed are gathered into a Result by plain code that never merges, once all of
// them and once per shard; the shards joined must equal the whole octet for octet.
#include "record/merge.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/histogram.h"
#include "base/random.h"

namespace plumbline::record {
namespace {

constexpr int kRules = 6;
constexpr int kStreams = 9;

/// One message and what was said about it.
struct Observation {
  std::uint64_t packet;
  bool has_stamp;
  std::int64_t stamp_ns;
  int stream;
  std::uint32_t prb, prbs;
  std::uint32_t ud_comp_hdr;
  int rule;
  Finding finding;  ///< verdict pass: none
  int arrival_class;
  std::int64_t arrival_ns;
};

std::vector<Observation> observe(Random& random, std::size_t count) {
  std::vector<Observation> all;
  for (std::size_t i = 0; i < count; ++i) {
    Observation o{};
    o.packet = i / 2 + 1;
    o.has_stamp = random.below(8) != 0;
    o.stamp_ns = static_cast<std::int64_t>(random.below(1'000'000'000)) - 500'000'000;
    o.stream = static_cast<int>(random.below(kStreams));
    o.prb = static_cast<std::uint32_t>(random.below(270));
    o.prbs = static_cast<std::uint32_t>(random.below(4));
    o.ud_comp_hdr = static_cast<std::uint32_t>(random.below(40));
    o.rule = static_cast<int>(random.below(kRules));
    o.arrival_class = static_cast<int>(random.below(5));
    o.arrival_ns = static_cast<std::int64_t>(random.below(4'000'000)) - 2'000'000;
    // Few values, so that ranks are often equal and only the total order tells findings apart.
    o.finding.set_packet(o.packet);
    o.finding.set_section(static_cast<std::uint32_t>(random.below(2)));
    o.finding.set_eaxc(static_cast<std::uint32_t>(random.below(4)));
    o.finding.set_observed(static_cast<std::int64_t>(random.below(2)));
    const auto kind = random.below(4);
    o.finding.set_verdict(kind == 0 ? VERDICT_PASS : kind == 1 ? VERDICT_FAIL : VERDICT_INCONCLUSIVE);
    if (kind == 1 && random.below(2) == 0) o.finding.set_follows("CUS-SEQ-001");
    all.push_back(o);
  }
  return all;
}

void gather_stream(const Observation& o, Stream& s, std::set<std::uint32_t>& headers) {
  const bool fresh = s.messages() == 0;
  s.set_eaxc(static_cast<std::uint32_t>(o.stream % 3));
  s.set_plane(o.stream / 3 == 0 ? PLANE_C : PLANE_U);
  s.set_direction(o.stream / 3 == 1 ? DIRECTION_DOWNLINK : DIRECTION_UPLINK);
  s.mutable_flow()->set_source(std::string("\x02\0\0\0\0\1", 6));
  s.mutable_flow()->set_destination(std::string("\x02\0\0\0\0\2", 6));
  s.mutable_flow()->set_vlan(6);
  s.set_first_packet(fresh ? o.packet : std::min(s.first_packet(), o.packet));
  s.set_messages(s.messages() + 1);
  s.set_octets(s.octets() + 100);
  s.set_sections(s.sections() + o.prbs);
  s.set_channel(std::max(s.channel(), static_cast<Channel>(o.packet % 3)));
  s.set_extensions(s.extensions() | std::uint64_t{1} << o.prb % 60);
  s.set_filter_indices(s.filter_indices() | 1u << o.prb % 16);
  s.set_sequence_missing(s.sequence_missing() + o.prb % 2);
  s.set_sequence_late(s.sequence_late() + o.prb % 3);
  s.set_sequence_repeats(s.sequence_repeats() + o.prb % 5);
  s.set_sequence_gaps(s.sequence_gaps() + (o.packet % 7 == 0 ? 1 : 0));
  s.set_section_types(s.section_types() | std::uint64_t{1} << o.prb % 4);
  s.set_pcps(s.pcps() | 1u << o.prb % 8);
  if (o.has_stamp) {
    s.set_first_stamp_ns(s.has_stamps() ? std::min(s.first_stamp_ns(), o.stamp_ns) : o.stamp_ns);
    s.set_last_stamp_ns(s.has_stamps() ? std::max(s.last_stamp_ns(), o.stamp_ns) : o.stamp_ns);
    s.set_has_stamps(true);
  }
  if (o.prbs > 0) {
    s.set_prb_first(s.prb_end() > 0 ? std::min(s.prb_first(), o.prb) : o.prb);
    s.set_prb_end(std::max(s.prb_end(), o.prb + o.prbs));
  }
  headers.insert(o.ud_comp_hdr);
}

void gather_arrival(const Observation& o, ArrivalStats& a) {
  a.set_class_(static_cast<ArrivalClass>(o.arrival_class));
  a.set_least_ns(a.count() > 0 ? std::min(a.least_ns(), o.arrival_ns) : o.arrival_ns);
  a.set_greatest_ns(a.count() > 0 ? std::max(a.greatest_ns(), o.arrival_ns) : o.arrival_ns);
  a.set_count(a.count() + 1);
  if (o.arrival_class >= 3) return;  // no window configured
  a.set_has_window(true);
  a.set_window_opens_ns(-400'000);
  a.set_window_closes_ns(-100'000);
  if (o.arrival_ns < -400'000)
    a.set_early(a.early() + 1);
  else if (o.arrival_ns > -100'000)
    a.set_late(a.late() + 1);
  else
    a.set_on_time(a.on_time() + 1);
}

/// The Result of some observations, by a single pass and no merge.
Result gather(const std::vector<Observation>& some) {
  Result result;
  for (int i = 0; i < kRules; ++i) {
    result.add_rules()->set_id("CUS-TST-00" + std::to_string(i));
    result.mutable_rules(i)->set_level(static_cast<Level>(i % 3));
    if (i == 5) result.mutable_rules(i)->add_lacks("carriers");
  }
  std::map<int, Stream> streams;
  std::map<int, std::set<std::uint32_t>> headers;
  std::map<int, ArrivalStats> arrivals;
  std::map<int, std::map<std::int32_t, std::uint64_t>> bins;
  Totals& totals = *result.mutable_totals();
  for (const Observation& o : some) {
    const bool first_stamp = totals.packets() == totals.packets_without_stamp();
    totals.set_packets(totals.packets() + 1);
    totals.set_octets(totals.octets() + 100);
    if (!o.has_stamp) {
      totals.set_packets_without_stamp(totals.packets_without_stamp() + 1);
    } else {
      totals.set_first_stamp_ns(first_stamp ? o.stamp_ns : std::min(totals.first_stamp_ns(), o.stamp_ns));
      totals.set_last_stamp_ns(first_stamp ? o.stamp_ns : std::max(totals.last_stamp_ns(), o.stamp_ns));
    }
    RuleResult& rule = *result.mutable_rules(o.rule);
    if (o.finding.verdict() == VERDICT_PASS) rule.set_pass(rule.pass() + 1);
    if (o.finding.verdict() == VERDICT_INCONCLUSIVE) rule.set_inconclusive(rule.inconclusive() + 1);
    if (o.finding.verdict() == VERDICT_FAIL) rule.set_fail(rule.fail() + 1);
    if (!o.finding.follows().empty()) rule.set_consequences(rule.consequences() + 1);
    if (o.finding.verdict() != VERDICT_PASS) *rule.add_first() = o.finding;
    gather_stream(o, streams[o.stream], headers[o.stream]);
    gather_arrival(o, arrivals[o.arrival_class]);
    ++bins[o.arrival_class][Histogram::index_of(o.arrival_ns)];
  }
  for (auto& [id, stream] : streams) {
    for (const std::uint32_t header : headers[id])
      if (stream.ud_comp_hdrs_size() < 16) stream.add_ud_comp_hdrs(header);
    *result.add_streams() = stream;
  }
  for (auto& [id, stats] : arrivals) {
    for (const auto& [index, count] : bins[id]) {
      Bin& bin = *stats.add_bins();
      bin.set_index(index);
      bin.set_count(count);
    }
    *result.add_arrivals() = stats;
  }
  normalise(result);
  return result;
}

std::string octets(const Result& result) { return result.SerializeAsString(); }

Result joined(const Result& a, const Result& b) {
  Result sum = a;
  merge(sum, b);
  return sum;
}

/// The observations, each dealt to one of `parts` shards.
std::vector<Result> deal(Random& random, const std::vector<Observation>& all, std::size_t parts) {
  std::vector<std::vector<Observation>> shards(parts);
  for (const Observation& o : all) shards[random.below(parts)].push_back(o);
  std::vector<Result> results;
  for (const auto& shard : shards) results.push_back(gather(shard));
  return results;
}

TEST(Merge, AnySplitMergedEqualsTheWhole) {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    Random random{seed};
    const auto all = observe(random, random.below(400));
    const std::string whole = octets(gather(all));
    auto shards = deal(random, all, 1 + random.below(12));
    // Joined pair by pair in an order from the seed: every shape of tree occurs.
    while (shards.size() > 1) {
      const auto from = random.below(shards.size());
      std::swap(shards[from], shards.back());
      const Result taken = std::move(shards.back());
      shards.pop_back();
      merge(shards[random.below(shards.size())], taken);
    }
    ASSERT_EQ(octets(shards.front()), whole) << "seed " << seed;
  }
}

TEST(Merge, IsAssociativeAndCommutative) {
  for (std::uint64_t seed = 100; seed < 160; ++seed) {
    Random random{seed};
    const auto parts = deal(random, observe(random, 200), 3);
    const auto& [a, b, c] = std::tie(parts[0], parts[1], parts[2]);
    ASSERT_EQ(octets(joined(a, b)), octets(joined(b, a))) << "seed " << seed;
    ASSERT_EQ(octets(joined(joined(a, b), c)), octets(joined(a, joined(b, c)))) << "seed " << seed;
  }
}

TEST(Merge, DefaultConstructedIsTheIdentityOnBothSides) {
  Random random{7};
  const Result some = gather(observe(random, 300));
  EXPECT_EQ(octets(joined(some, Result{})), octets(some));
  EXPECT_EQ(octets(joined(Result{}, some)), octets(some));
}

TEST(Merge, HoldsThroughSerialisation) {
  for (std::uint64_t seed = 200; seed < 220; ++seed) {
    Random random{seed};
    const auto all = observe(random, 250);
    Result sum;
    for (const Result& part : deal(random, all, 5)) {
      Result read;
      ASSERT_TRUE(read.ParseFromString(octets(part)));
      merge(sum, read);
      Result again;
      ASSERT_TRUE(again.ParseFromString(octets(sum)));
      sum = again;
    }
    ASSERT_EQ(octets(sum), octets(gather(all))) << "seed " << seed;
  }
}

TEST(Merge, ARuleThatFailedKeepsTheEvidenceOfAFail) {
  Result early, late;
  RuleResult& unsure = *early.add_rules();
  unsure.set_id("CUS-CU-004");
  unsure.set_inconclusive(20);
  for (std::uint64_t packet = 1; packet <= 20; ++packet) {
    Finding& finding = *unsure.add_first();
    finding.set_packet(packet);
    finding.set_verdict(VERDICT_INCONCLUSIVE);
  }
  RuleResult& failed = *late.add_rules();
  failed.set_id("CUS-CU-004");
  failed.set_fail(2);
  failed.set_consequences(1);
  for (const bool follows : {true, false}) {
    Finding& finding = *failed.add_first();
    finding.set_packet(follows ? 900 : 901);
    finding.set_verdict(VERDICT_FAIL);
    if (follows) finding.set_follows("CUS-SEQ-001");
  }
  merge(early, late);
  const RuleResult& rule = early.rules(0);
  ASSERT_EQ(rule.first_size(), static_cast<int>(kMostFindings));
  EXPECT_EQ(rule.first(0).packet(), 901u) << "the primary fail leads";
  EXPECT_EQ(rule.first(1).packet(), 900u);
  EXPECT_EQ(rule.first(2).packet(), 1u);
}

TEST(Merge, WindowsThatDifferBecomeTheWidestAndAbsentOnesDoNotCount) {
  Result a, b, none;
  for (auto [result, opens, closes] : {std::tuple{&a, -400, -300}, std::tuple{&b, -350, -250}}) {
    ArrivalStats& stats = *result->add_arrivals();
    stats.set_has_window(true);
    stats.set_window_opens_ns(opens);
    stats.set_window_closes_ns(closes);
  }
  none.add_arrivals();
  const Result sum = joined(none, joined(a, b));
  EXPECT_EQ(sum.arrivals(0).window_opens_ns(), -400);
  EXPECT_EQ(sum.arrivals(0).window_closes_ns(), -250);
}

TEST(Merge, ScopesThatDifferAreTogetherASampleAndPrbsAddUp) {
  const auto of = [](IqScope scope, std::uint64_t judged) {
    Result result;
    result.mutable_iq()->set_scope(scope);
    result.mutable_iq()->set_one_in(scope == IQ_SCOPE_SAMPLED ? 64 : 0);
    result.mutable_iq()->set_prbs(100);
    result.mutable_iq()->set_prbs_judged(judged);
    result.mutable_iq()->set_prbs_cut(1);
    return result;
  };
  const std::vector<Result> all{Result{}, of(IQ_SCOPE_OFF, 0), of(IQ_SCOPE_ALL, 99), of(IQ_SCOPE_SAMPLED, 7)};
  for (const Result& a : all)
    for (const Result& b : all) {
      EXPECT_EQ(joined(a, b).SerializeAsString(), joined(b, a).SerializeAsString());
      for (const Result& c : all)
        EXPECT_EQ(joined(joined(a, b), c).SerializeAsString(), joined(a, joined(b, c)).SerializeAsString());
    }
  EXPECT_EQ(joined(all[2], all[2]).iq().scope(), IQ_SCOPE_ALL);
  EXPECT_EQ(joined(all[0], all[1]).iq().scope(), IQ_SCOPE_OFF);
  const Iq mixed = joined(all[1], all[2]).iq();
  EXPECT_EQ(mixed.scope(), IQ_SCOPE_SAMPLED);
  EXPECT_EQ(mixed.prbs(), 200u);
  EXPECT_EQ(mixed.prbs_judged(), 99u);
  EXPECT_EQ(mixed.prbs_cut(), 2u);
}

TEST(Merge, LacksAreUnitedAndSorted) {
  Result a, b;
  for (auto [result, lack] :
       {std::pair{&a, "delays.t2a_up"}, {&a, "carriers"}, {&b, "both directions"}, {&b, "carriers"}}) {
    if (result->rules_size() == 0) result->add_rules()->set_id("CUS-TIME-001");
    result->mutable_rules(0)->add_lacks(lack);
  }
  const Result sum = joined(a, b);
  const RuleResult& rule = sum.rules(0);
  const std::vector<std::string> lacks{rule.lacks().begin(), rule.lacks().end()};
  EXPECT_EQ(lacks, (std::vector<std::string>{"both directions", "carriers", "delays.t2a_up"}));
}

/// As many streams as may be tracked; comparing each with each would take minutes here.
TEST(Merge, JoinsSixteenThousandStreamsOnEachSide) {
  Result a, b;
  for (std::uint32_t i = 0; i < 16384; ++i)
    for (Result* result : {&a, &b}) {
      Stream& stream = *result->add_streams();
      stream.set_eaxc(i);
      stream.mutable_flow()->set_source(std::string(6, '\x02'));
      stream.set_messages(i);
    }
  for (int again = 0; again < 8; ++again) {
    Result sum = a;
    merge(sum, b);
    ASSERT_EQ(sum.streams_size(), 16384);
    for (int i = 0; i < sum.streams_size(); ++i)
      ASSERT_EQ(sum.streams(i).messages(), 2 * static_cast<std::uint64_t>(i));
  }
}

}  // namespace
}  // namespace plumbline::record

// Whatever packets come, the judge keeps its promises: the number of workers and the batches do not show,
// counts add up, cutting packets makes nobody guilty, results join in any order.
#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "check/checker.h"
#include "fuzz/judge_input.h"
#include "record/merge.h"
#include "rules/catalogue.h"

namespace {

using namespace plumbline;
using Packets = std::span<const io::Packet>;

void require(bool holds) {
  if (!holds) __builtin_trap();
}

record::Result judge(Packets packets, const profile::Link* link, unsigned workers = 1, std::size_t batch = 64,
                     check::IqScope scope = check::IqScope::all) {
  check::Checker checker{link, workers, scope};
  for (std::size_t at = 0; at < packets.size(); at += batch)
    checker.feed(packets.subspan(at, std::min(batch, packets.size() - at)));
  return checker.finish();
}

/// `octets` of each packet are kept.
std::vector<io::Packet> cut(Packets packets, std::size_t octets) {
  std::vector<io::Packet> all{packets.begin(), packets.end()};
  for (io::Packet& packet : all) packet.octets = packet.octets.first(std::min(octets, packet.octets.size()));
  return all;
}

void check_rule(const record::RuleResult& rule, std::size_t facts) {
  require(rule.pass() <= facts && rule.fail() <= facts && rule.inconclusive() <= facts);  // none wraps
  require(rule.consequences() <= rule.fail());
  require(std::is_sorted(rule.first().begin(), rule.first().end(), record::before));
  std::uint64_t fails = 0, primaries = 0;
  for (const record::Finding& finding : rule.first()) {
    require(finding.verdict() == record::VERDICT_FAIL || finding.verdict() == record::VERDICT_INCONCLUSIVE);
    fails += finding.verdict() == record::VERDICT_FAIL;
    primaries += finding.verdict() == record::VERDICT_FAIL && finding.follows().empty();
    require(finding.follows().empty() || rules::index_of(finding.follows()) < rules::kCatalogue.size());
    require(finding.follows() != rule.id());
  }
  const auto shown = [](std::uint64_t count) {
    return std::min<std::uint64_t>(count, record::kMostFindings);
  };
  require(static_cast<std::uint64_t>(rule.first_size()) == shown(rule.fail() + rule.inconclusive()));
  require(fails == shown(rule.fail()));
  require(primaries == shown(rule.fail() - rule.consequences()));
}

/// What was counted is what was there.
void check_counts(const record::Result& result, Packets packets) {
  const record::Totals& totals = result.totals();
  std::uint64_t octets = 0, shortened = 0, unstamped = 0, losses = 0;
  bool losing = false;
  for (const io::Packet& packet : packets) {
    octets += packet.original_length;
    shortened += packet.octets.size() < packet.original_length;
    unstamped += packet.stamp == io::kNoStamp;
    losses += packet.loss_before && !losing;  // packets marked one behind the other are one loss
    losing = packet.loss_before;
  }
  require(totals.packets() == packets.size() && totals.octets() == octets);
  require(totals.cut_packets() == shortened && totals.packets_without_stamp() == unstamped);
  require(totals.losses_of_ours() == losses);
  require(totals.ptp() + totals.esmc() + totals.roe() + totals.other() + totals.undecodable() <=
          packets.size());
  std::uint64_t messages = 0;
  for (const record::Stream& stream : result.streams()) {
    require(stream.messages() > 0 && stream.messages() <= totals.messages());
    messages += stream.messages();
  }
  require(messages + totals.untracked_pairs() + totals.untracked_streams() <= totals.messages());
  for (const record::ArrivalStats& stats : result.arrivals()) {
    std::uint64_t counted = 0;
    for (const record::Bin& bin : stats.bins()) counted += bin.count();
    require(counted == stats.count() && stats.least_ns() <= stats.greatest_ns());
    require(stats.early() + stats.on_time() + stats.late() == (stats.has_window() ? stats.count() : 0));
  }
  require(result.rules_size() == static_cast<int>(rules::kCatalogue.size()));
  const record::Iq& iq = result.iq();
  require(iq.scope() == record::IQ_SCOPE_ALL && iq.prbs_judged() + iq.prbs_cut() == iq.prbs());
  // A section takes eight octets, an extension four; a PRB without REs none.
  for (const record::RuleResult& rule : result.rules()) {
    const bool of_prbs = (rules::kCatalogue[rules::index_of(rule.id())]->needs & rules::kSamples) != 0;
    check_rule(rule, of_prbs ? iq.prbs_judged() : octets / 4);
  }
  // Every message is judged by its version, and nothing else is.
  const record::RuleResult& version = result.rules(static_cast<int>(rules::index_of("CUS-HDR-004")));
  require(version.pass() + version.fail() == totals.messages() && version.inconclusive() == 0);
}

/// What the first octets of a packet fail, the whole packet fails too.
void check_cut_alone(const io::Packet& packet, const profile::Link* link, std::size_t octets) {
  const record::Result whole = judge({&packet, 1}, link);
  const record::Result part = judge(cut({&packet, 1}, octets), link);
  for (int i = 0; i < whole.rules_size(); ++i) require(part.rules(i).fail() <= whole.rules(i).fail());
}

/// Cut packets fail nothing that the whole ones do not. What our own losses, fragments and octets that were
/// missing before leave open in the whole may show in a part: such inputs are let be.
void check_cut(Packets packets, const profile::Link* link, const record::Result& whole, std::size_t octets) {
  const std::vector<io::Packet> shorter = cut(packets, octets);
  const record::Result part = judge(shorter, link);
  check_counts(part, shorter);
  const record::Totals& totals = whole.totals();
  if (totals.losses_of_ours() + totals.fragments() + totals.cut_packets() > 0) return;
  for (int i = 0; i < whole.rules_size(); ++i) require(part.rules(i).fail() <= whole.rules(i).fail());
}

/// Halves join in either order, and to what needs no memory of the whole.
void check_join(Packets packets, const profile::Link* link, const record::Result& whole) {
  const std::size_t half = packets.size() / 2;
  const record::Result one = judge(packets.first(half), link), other = judge(packets.subspan(half), link);
  record::Result joined = one, reversed = other, empty;
  record::merge(joined, other);
  record::merge(reversed, one);
  record::merge(empty, one);
  require(joined.SerializeAsString() == reversed.SerializeAsString());
  require(empty.SerializeAsString() == one.SerializeAsString());
  require(joined.totals().packets() == whole.totals().packets());
  require(joined.totals().octets() == whole.totals().octets());
  require(joined.totals().messages() == whole.totals().messages());
  require(joined.totals().first_stamp_ns() == whole.totals().first_stamp_ns());
  require(joined.totals().last_stamp_ns() == whole.totals().last_stamp_ns());
  require(joined.totals().fragments() == whole.totals().fragments());
  require(joined.streams_size() == whole.streams_size());
  for (int i = 0; i < whole.streams_size(); ++i) {
    require(joined.streams(i).messages() == whole.streams(i).messages());
    require(joined.streams(i).octets() == whole.streams(i).octets());
  }
}

}  // namespace

// The first octet chooses what to hold the judge to beside its counts, for that is dear: it judges all again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const fuzz::JudgeInput input{{data + 1, size - 1}};
  const Packets packets = input.packets();
  const profile::Link* link = input.link();
  if (packets.empty()) return 0;
  const record::Result result = judge(packets, link);
  check_counts(result, packets);
  const std::size_t kept = 8u * (data[0] >> 3);
  switch (data[0] & 7) {
    case 0:
      require(judge(packets, link, 2).SerializeAsString() == result.SerializeAsString());
      require(judge(packets, link, 3, 64, check::IqScope::sampled).SerializeAsString() ==
              judge(packets, link, 1, 64, check::IqScope::sampled).SerializeAsString());
      break;
    case 1:
      require(judge(packets, link, 1, 1).SerializeAsString() == result.SerializeAsString());
      break;
    case 2:
      check_join(packets, link, result);
      break;
    case 3:
      check_cut(packets, link, result, kept);
      break;
    case 4:
      check_cut_alone(packets.back(), link, kept);
      break;
    default:
      break;
  }
  return 0;
}

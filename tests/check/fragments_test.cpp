// Traffic whose U-plane the radio transport cut into pieces is judged like the whole one.
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "check/checker.h"
#include "check/traffic.h"
#include "rules/catalogue.h"

namespace plumbline::check {
namespace {

using test::Traffic;

struct PiecesOptions {
  std::size_t most = 120;       ///< octets of a piece behind its ids
  unsigned turn_in = 0;         ///< one of so many messages is sent back to front; 0: none
  unsigned drop_in = 0;         ///< one of so many messages loses a piece
  std::size_t captured = ~0ul;  ///< octets of a frame that were captured
};

/// Packets of which every sound U-plane message was cut, each piece with the stamp of the whole.
class InPieces {
 public:
  InPieces(const std::vector<io::Packet>& packets, const PiecesOptions& options) : options_{options} {
    for (const io::Packet& packet : packets) add(packet);
    for (std::size_t i = 0; i < frames_.size(); ++i) {
      io::Packet& packet = packets_[i];
      packet.number = i + 1;
      packet.octets = Octets{frames_[i]}.first(std::min(options.captured, frames_[i].size()));
      packet.original_length = static_cast<std::uint32_t>(frames_[i].size());
    }
  }
  const std::vector<io::Packet>& packets() const { return packets_; }
  std::uint64_t cut() const { return cut_; }
  /// Number of the whole packet that a piece is of.
  std::uint64_t whole(std::uint64_t number) const { return whole_.at(number - 1); }

 private:
  void add(const io::Packet& packet) {
    wire::Frame frame;
    wire::EcpriMessage message;
    wire::EcpriIds ids;
    const bool read = !wire::decode_frame(packet.octets, packet.original_length, frame);
    wire::EcpriWalk walk{frame.pdu};
    if (!read || !walk.next(message) || message.header.type != wire::EcpriType::iq_data ||
        message.header.version != 1 || message.overlong || message.header.concatenation ||
        wire::decode_ids(message.body, ids) || !ids.last_fragment ||
        message.body.length <= options_.most + 4 || message.after().length > 0) {
      push(packet, {packet.octets.begin(), packet.octets.end()});
      return;
    }
    ++cut_;
    const Octets body = message.body.octets().subspan(4);
    std::vector<std::vector<std::uint8_t>> pieces;
    for (std::size_t at = 0; at < body.size(); at += options_.most) {
      const Octets part = body.subspan(at, std::min(options_.most, body.size() - at));
      std::vector<std::uint8_t> octets(message.at + 8 + part.size());
      std::copy_n(packet.octets.begin(), message.at, octets.begin());
      Writer out{std::span{octets}.subspan(message.at)};
      wire::EcpriHeader header = message.header;
      header.payload = static_cast<std::uint16_t>(4 + part.size());
      wire::encode_header(out, header);
      ids.last_fragment = at + part.size() == body.size();
      ids.subsequence = static_cast<std::uint8_t>(pieces.size());
      wire::encode_ids(out, ids);
      out.put(part);
      pieces.push_back(std::move(octets));
    }
    if (options_.turn_in != 0 && random_.below(options_.turn_in) == 0)
      std::reverse(pieces.begin(), pieces.end());
    const bool drop = options_.drop_in != 0 && random_.below(options_.drop_in) == 0;
    const std::size_t dropped = drop ? random_.below(pieces.size()) : pieces.size();
    for (std::size_t i = 0; i < pieces.size(); ++i)
      if (i != dropped) push(packet, std::move(pieces[i]));
  }
  void push(const io::Packet& packet, std::vector<std::uint8_t> octets) {
    frames_.push_back(std::move(octets));
    packets_.push_back(packet);
    whole_.push_back(packet.number);
  }

  PiecesOptions options_;
  Random random_{5};
  std::vector<std::vector<std::uint8_t>> frames_;
  std::vector<io::Packet> packets_;
  std::vector<std::uint64_t> whole_;
  std::uint64_t cut_ = 0;
};

record::Result check(const std::vector<io::Packet>& packets, const profile::Link* link,
                     unsigned workers = 1) {
  Checker checker{link, workers};
  checker.feed(packets);
  return checker.finish();
}

const record::RuleResult& rule_of(const record::Result& result, std::string_view id) {
  return result.rules(static_cast<int>(rules::index_of(id)));
}

template <class Group>
void each_id(std::set<std::string>& into) {
  for (const rules::RuleInfo* info : Group::infos) into.insert(std::string{info->id});
}

/// What does not count packets or messages, with the numbers of whole packets.
record::Result comparable(record::Result result, const InPieces* pieces) {
  record::Totals& totals = *result.mutable_totals();
  totals.clear_packets();
  totals.clear_octets();
  totals.clear_messages();
  totals.clear_u_plane();
  totals.clear_fragments();
  totals.clear_joined_messages();
  std::set<std::string> by_packet{"CUS-SEQ-004", "CUS-SEQ-005"};
  each_id<rules::TransportGroup>(by_packet);
  const auto whole = [&](std::uint64_t number) { return pieces != nullptr ? pieces->whole(number) : number; };
  for (record::RuleResult& rule : *result.mutable_rules()) {
    if (by_packet.contains(rule.id())) rule.clear_pass();
    for (record::Finding& finding : *rule.mutable_first()) {
      finding.set_packet(whole(finding.packet()));
      if (finding.first_packet() > 0) {
        EXPECT_EQ(whole(finding.first_packet()), finding.packet()) << "pieces of one message";
      }
      finding.clear_first_packet();
    }
  }
  for (record::Stream& stream : *result.mutable_streams()) {
    stream.clear_octets();
    stream.set_first_packet(whole(stream.first_packet()));
  }
  return result;
}

void expect_equal(const record::Result& a, const record::Result& b) {
  EXPECT_EQ(a.totals().DebugString(), b.totals().DebugString());
  for (int i = 0; i < a.rules_size(); ++i)
    ASSERT_EQ(a.rules(i).DebugString(), b.rules(i).DebugString()) << a.rules(i).id();
  for (int i = 0; i < a.streams_size(); ++i)
    ASSERT_EQ(a.streams(i).DebugString(), b.streams(i).DebugString());
  EXPECT_EQ(a.SerializeAsString(), b.SerializeAsString());
}

TEST(Fragments, OfSoundTrafficGiveTheResultOfTheWhole) {
  for (const bool dynamic : {false, true})
    for (const std::size_t most : {5u, 60u, 120u, 200u}) {
      SCOPED_TRACE(most);
      const profile::Link link = test::traffic_link(dynamic ? "dynamic" : "static");
      const Traffic traffic{7, {.slots = 60, .dynamic = dynamic}};
      const InPieces pieces{traffic.packets(), {.most = most}};
      const record::Result result = check(pieces.packets(), &link);
      EXPECT_EQ(result.totals().joined_messages(), pieces.cut());
      EXPECT_GT(pieces.cut(), 300u);
      expect_equal(comparable(result, &pieces), comparable(check(traffic.packets(), &link), nullptr));
    }
}

TEST(Fragments, OfTrafficWithFaultsGiveTheFindingsOfTheWhole) {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    SCOPED_TRACE(seed);
    const bool dynamic = seed % 2 == 0;
    const profile::Link link = test::traffic_link(dynamic ? "dynamic" : "static");
    const Traffic traffic{seed,
                          {.slots = 60,
                           .fault_in = seed < 4 ? 400u : 60u,
                           .dynamic = dynamic,
                           .duplicates = false,
                           .excuses = false}};
    const InPieces pieces{traffic.packets(), {}};
    for (const profile::Link* known : {&link, static_cast<const profile::Link*>(nullptr)}) {
      const record::Result result = check(pieces.packets(), known);
      EXPECT_EQ(result.totals().joined_messages(), pieces.cut());
      expect_equal(comparable(result, &pieces), comparable(check(traffic.packets(), known), nullptr));
    }
  }
}

TEST(Fragments, InTheWrongOrderAreFoundAndReadAllTheSame) {
  const profile::Link link = test::traffic_link("static");
  const Traffic traffic{3, {.slots = 60}};
  const InPieces pieces{traffic.packets(), {.turn_in = 10}};
  const record::Result result = check(pieces.packets(), &link);
  EXPECT_EQ(result.totals().joined_messages(), pieces.cut());
  EXPECT_GT(rule_of(result, "CUS-SEQ-004").fail(), 10u);
  for (const record::RuleResult& rule : result.rules())
    EXPECT_TRUE(rule.fail() == 0 || rule.id() == "CUS-SEQ-004") << rule.id();
  EXPECT_EQ(rule_of(result, "CUS-CU-004").pass(),
            rule_of(check(traffic.packets(), &link), "CUS-CU-004").pass());
}

TEST(Fragments, ThatAreMissingMakeNoOtherFindingThanTheirOwn) {
  const profile::Link link = test::traffic_link("static");
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const Traffic traffic{seed, {.slots = 60}};
    const InPieces pieces{traffic.packets(), {.drop_in = 20}};
    const record::Result result = check(pieces.packets(), &link);
    const record::Totals& totals = result.totals();
    EXPECT_GT(totals.unjoined_gap() + totals.unjoined_timed_out(), 5u);
    EXPECT_GT(rule_of(result, "CUS-SEQ-004").fail() + rule_of(result, "CUS-SEQ-005").fail(), 5u);
    for (const record::RuleResult& rule : result.rules())
      EXPECT_TRUE(rule.fail() == rule.consequences() || rule.id() == "CUS-SEQ-004" ||
                  rule.id() == "CUS-SEQ-005")
          << rule.id();
  }
}

TEST(Fragments, GiveTheSameResultWithAnyNumberOfWorkers) {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    SCOPED_TRACE(seed);
    const profile::Link link = test::traffic_link("static");
    const Traffic traffic{seed, {.slots = 40, .pairs = 4, .fault_in = seed < 3 ? 0u : 60u}};
    const InPieces pieces{traffic.packets(), {.turn_in = 10, .drop_in = 10}};
    for (const profile::Link* known : {&link, static_cast<const profile::Link*>(nullptr)}) {
      const record::Result one = check(pieces.packets(), known);
      for (const unsigned workers : {2u, 5u}) expect_equal(check(pieces.packets(), known, workers), one);
    }
  }
}

TEST(Fragments, ThatTheCaptureCutFailNothing) {
  const profile::Link link = test::traffic_link("static");
  const Traffic traffic{13, {.slots = 60}};
  for (std::size_t captured = 10; captured <= 150; captured += 3) {
    const InPieces pieces{traffic.packets(), {.captured = captured}};
    const record::Result result = check(pieces.packets(), &link);
    for (const record::RuleResult& rule : result.rules())
      EXPECT_EQ(rule.fail(), 0u) << rule.id() << ", cut to " << captured << " octets";
  }
}

TEST(Fragments, OfAMessageAreNamedFirstAndLast) {
  const profile::Link link = test::traffic_link("static");
  // eAxC 9 is not configured.
  const Traffic traffic{7, {.slots = 60, .fault_in = 150, .duplicates = false, .excuses = false}};
  const InPieces pieces{traffic.packets(), {}};
  const record::Result result = check(pieces.packets(), &link);
  const record::RuleResult& unknown = rule_of(result, "CUS-HDR-013");
  std::uint64_t named = 0;
  for (const record::Finding& finding : unknown.first())
    if (finding.plane() == record::PLANE_U && finding.first_packet() > 0) {
      EXPECT_LT(finding.first_packet(), finding.packet());
      EXPECT_EQ(finding.octet(), 18u) << "of ecpriPcid in the first frame";
      ++named;
    }
  EXPECT_GT(named, 0u);
}

}  // namespace
}  // namespace plumbline::check

#include "report/sample.h"

#include <array>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <vector>

#include "base/histogram.h"

namespace plumbline::report {
namespace {

using record::RuleResult;

constexpr std::int64_t kFirst = 1'700'000'000'000'000'000;
const std::string kDu("\x02\x00\x00\x00\x00\x01", 6);
const std::string kRu("\x02\x00\x00\x00\x00\x02", 6);

record::Flow flow_of(record::Direction direction, std::uint32_t vlan) {
  record::Flow flow;
  flow.set_source(direction == record::DIRECTION_DOWNLINK ? kDu : kRu);
  flow.set_destination(direction == record::DIRECTION_DOWNLINK ? kRu : kDu);
  flow.set_vlan(vlan);
  return flow;
}

RuleResult& add_rule(record::Record& record, const char* id, record::Level level, std::uint64_t pass,
                     std::uint64_t inconclusive = 0, std::uint64_t fail = 0) {
  RuleResult& rule = *record.mutable_result()->add_rules();
  rule.set_id(id);
  rule.set_level(level);
  rule.set_pass(pass);
  rule.set_inconclusive(inconclusive);
  rule.set_fail(fail);
  return rule;
}

/// A finding about eAxC 0x0004 with everything known about its place.
record::Finding& add_finding(RuleResult& rule, std::uint64_t packet, std::int64_t after_ns, record::Unit unit,
                             std::int64_t expected, std::int64_t expected_to, std::int64_t observed) {
  record::Finding& finding = *rule.add_first();
  finding.set_packet(packet);
  finding.set_has_stamp(true);
  finding.set_stamp_ns(kFirst + after_ns);
  *finding.mutable_flow() = flow_of(record::DIRECTION_UPLINK, 6);
  finding.set_plane(record::PLANE_U);
  finding.set_direction(record::DIRECTION_UPLINK);
  finding.set_has_eaxc(true);
  finding.set_eaxc(4);
  finding.set_has_radio_time(true);
  finding.set_frame(37);
  finding.set_subframe(4);
  finding.set_slot(1);
  finding.set_verdict(record::VERDICT_FAIL);
  finding.set_unit(unit);
  finding.set_expected(expected);
  finding.set_expected_to(expected_to);
  finding.set_observed(observed);
  return finding;
}

void add_stream(record::Record& record, record::Plane plane, record::Direction direction, std::uint32_t eaxc,
                record::Channel channel, std::uint64_t messages, std::uint64_t octets) {
  record::Stream& stream = *record.mutable_result()->add_streams();
  // The C- and U-plane of one way share a flow.
  const bool by_du = direction == record::DIRECTION_DOWNLINK || plane == record::PLANE_C;
  *stream.mutable_flow() = flow_of(by_du ? record::DIRECTION_DOWNLINK : record::DIRECTION_UPLINK, 6);
  stream.set_plane(plane);
  stream.set_direction(direction);
  stream.set_eaxc(eaxc);
  stream.set_channel(channel);
  stream.set_messages(messages);
  stream.set_octets(octets);
  stream.set_prb_end(channel == record::CHANNEL_PRACH ? 12 : 273);
  if (plane == record::PLANE_C)
    stream.set_section_types(channel == record::CHANNEL_PRACH ? 1u << 3 : 1u << 1);
  else
    stream.add_ud_comp_hdrs(0x91);
}

/// `count` arrivals evenly from `least` to `greatest`.
void add_arrivals(record::Record& record, record::ArrivalClass which, std::uint64_t count, std::int64_t least,
                  std::int64_t greatest, std::int64_t opens, std::int64_t closes) {
  record::ArrivalStats& stats = *record.mutable_result()->add_arrivals();
  stats.set_class_(which);
  Histogram histogram;
  for (std::uint64_t i = 0; i < count; ++i) {
    const auto value =
        least + (greatest - least) * static_cast<std::int64_t>(i) / static_cast<std::int64_t>(count - 1);
    histogram.add(value);
    if (opens == closes) continue;
    if (value < opens)
      stats.set_early(stats.early() + 1);
    else if (value > closes)
      stats.set_late(stats.late() + 1);
    else
      stats.set_on_time(stats.on_time() + 1);
  }
  stats.set_count(count);
  stats.set_least_ns(least);
  stats.set_greatest_ns(greatest);
  stats.set_has_window(opens != closes);
  stats.set_window_opens_ns(opens);
  stats.set_window_closes_ns(closes);
  histogram.each([&](std::int32_t index, std::uint64_t in_bin) {
    record::Bin& bin = *stats.add_bins();
    bin.set_index(index);
    bin.set_count(in_bin);
  });
}

void add_iq(record::Record& record, record::IqScope scope, std::uint64_t judged, std::uint64_t cut) {
  record::Iq& iq = *record.mutable_result()->mutable_iq();
  iq.set_scope(scope);
  iq.set_one_in(scope == record::IQ_SCOPE_SAMPLED ? 64 : 0);
  iq.set_prbs(10'600'000);
  iq.set_prbs_judged(judged);
  iq.set_prbs_cut(cut);
}

void set_input(record::Record& record, const char* link) {
  record::Provenance& provenance = *record.mutable_provenance();
  provenance.set_tool("plumbline 0.1.0");
  provenance.set_catalogue("CUS v17.01");
  provenance.set_link_name(link);
  provenance.set_workers(2);
  record::Machine& machine = *provenance.mutable_machine();
  machine.set_host("lab7");
  machine.set_cpu("Example Processor 8 @ 2.00 GHz");
  machine.set_kernel("Linux 6.1.0-18-amd64 x86_64");
  machine.set_cores(8);
  provenance.set_stamp_accuracy_ns(10'000);
  record::Input& input = *provenance.add_inputs();
  input.set_name("trace.pcapng");
  input.set_format("pcapng");
  input.set_sha256("9f86d081884c7d659a2feaa0c55ad015");
  input.set_packets(224'318);
  record::Interface& interface = *input.add_interfaces();
  interface.set_name("fh0");
  interface.set_resolution_ns(1000);
  record::Totals& totals = *record.mutable_result()->mutable_totals();
  totals.set_packets(224'318);
  totals.set_octets(600'000'000);
  totals.set_first_stamp_ns(kFirst);
  totals.set_last_stamp_ns(kFirst + 2'000'000'000);
  totals.set_messages(224'318);
  totals.set_c_plane(24'000);
  totals.set_u_plane(200'000);
  totals.set_ptp(318);
}

}  // namespace

record::Record sound() {
  record::Record record;
  set_input(record, "lab7.yaml");
  add_iq(record, record::IQ_SCOPE_SAMPLED, 338'520, 0);
  add_rule(record, "CUS-HDR-004", record::LEVEL_MUST, 224'000);
  add_rule(record, "CUS-SEQ-001", record::LEVEL_MUST, 223'994);
  add_rule(record, "CUS-HDR-005", record::LEVEL_SHOULD, 224'000);
  add_rule(record, "CUS-C-032", record::LEVEL_MUST, 0);
  add_arrivals(record, record::ARRIVAL_U_DL, 1000, -342'500, -311'000, -350'000, -300'000);
  add_arrivals(record, record::ARRIVAL_U_UL, 1000, 64'200, 89'000, 50'000, 331'000);
  add_stream(record, record::PLANE_C, record::DIRECTION_DOWNLINK, 0, record::CHANNEL_PDSCH, 12'000,
             1'000'000);
  add_stream(record, record::PLANE_U, record::DIRECTION_DOWNLINK, 0, record::CHANNEL_PDSCH, 112'000,
             400'000'000);
  add_stream(record, record::PLANE_U, record::DIRECTION_UPLINK, 0, record::CHANNEL_PUSCH, 88'000,
             190'000'000);
  return record;
}

record::Record troubled() {
  record::Record record;
  set_input(record, "lab7.yaml");
  add_iq(record, record::IQ_SCOPE_ALL, 10'599'988, 12);
  add_rule(record, "CUS-HDR-004", record::LEVEL_MUST, 224'000);

  RuleResult& sequence = add_rule(record, "CUS-SEQ-001", record::LEVEL_MUST, 223'990, 1, 3);
  record::Finding& gap = add_finding(sequence, 312, 4'812'350, record::UNIT_NONE, 5, 5, 7);
  gap.set_octet(24);
  gap.set_detail(1);
  record::Finding& unsure = add_finding(sequence, 100, 1'000'000, record::UNIT_NONE, 5, 5, 9);
  unsure.set_verdict(record::VERDICT_INCONCLUSIVE);

  RuleResult& missing = add_rule(record, "CUS-CU-004", record::LEVEL_MUST, 7'990, 4, 6);
  missing.set_consequences(6);
  record::Finding& symbols = add_finding(missing, 340, 5'312'350, record::UNIT_SYMBOLS, 14, 14, 13);
  symbols.set_follows("CUS-SEQ-001");
  symbols.set_has_section(true);
  symbols.set_section_id(12);
  symbols.set_prb_count(273);

  RuleResult& window = add_rule(record, "CUS-TIME-001", record::LEVEL_MUST, 111'788, 0, 212);
  window.set_consequences(12);
  add_finding(window, 5'011, 44'701'000, record::UNIT_NANOSECONDS, -350'000, -300'000, -251'100);
  add_finding(window, 5'012, 44'702'000, record::UNIT_NANOSECONDS, -350'000, -300'000, -251'300);
  RuleResult& width = add_rule(record, "CUS-COMP-002", record::LEVEL_MUST, 0, 0, 88'000);
  record::Finding& header = add_finding(width, 7, 60'000, record::UNIT_UD_COMP_HDR, 0x91, 0x91, 0xE1);
  header.set_octet(46);
  header.set_message(1);

  RuleResult& reserved = add_rule(record, "CUS-HDR-005", record::LEVEL_SHOULD, 223'998, 0, 2);
  add_finding(reserved, 9, 70'000, record::UNIT_HEX, 0, 0, 4);
  add_rule(record, "CUS-HDR-011", record::LEVEL_ADVICE, 10, 0, 1);
  add_rule(record, "CUS-CU-001", record::LEVEL_MUST, 7'000, 12);
  for (const char* id : {"CUS-TIME-002", "CUS-TIME-004"})
    add_rule(record, id, record::LEVEL_MUST, 0).add_lacks("delays.t2a_cp_dl");
  add_rule(record, "CUS-CU-010", record::LEVEL_SHOULD, 0).add_lacks("both directions");
  add_rule(record, "CUS-C-032", record::LEVEL_MUST, 0);

  add_arrivals(record, record::ARRIVAL_U_DL, 1000, -342'500, -251'100, -350'000, -300'000);
  add_arrivals(record, record::ARRIVAL_C_DL, 500, -417'000, -397'100, -420'000, -390'000);
  add_arrivals(record, record::ARRIVAL_C_UL, 500, -317'000, -297'100, 0, 0);
  add_arrivals(record, record::ARRIVAL_U_UL, 1000, 64'200, 89'000, 50'000, 331'000);
  add_arrivals(record, record::ARRIVAL_U_PRACH, 100, 20, 345'000, 50'000, 331'000);

  for (std::uint32_t eaxc = 0; eaxc < 4; ++eaxc)
    add_stream(record, record::PLANE_C, record::DIRECTION_DOWNLINK, eaxc, record::CHANNEL_PDSCH, 3'000,
               250'000);
  for (std::uint32_t eaxc = 4; eaxc < 6; ++eaxc)
    add_stream(record, record::PLANE_C, record::DIRECTION_UPLINK, eaxc, record::CHANNEL_PRACH, 100, 8'000);
  for (std::uint32_t eaxc = 0; eaxc < 4; ++eaxc)
    add_stream(record, record::PLANE_U, record::DIRECTION_DOWNLINK, eaxc, record::CHANNEL_PDSCH, 28'000,
               100'000'000);
  for (std::uint32_t eaxc = 0; eaxc < 4; ++eaxc)
    add_stream(record, record::PLANE_U, record::DIRECTION_UPLINK, eaxc, record::CHANNEL_PUSCH, 22'000,
               47'000'000);
  record::Stream& gaps = *record.mutable_result()->mutable_streams(13);
  gaps.set_sequence_gaps(3);
  gaps.set_sequence_missing(7);
  gaps.set_sequence_late(2);
  gaps.set_sequence_repeats(1);
  gaps.add_ud_comp_hdrs(0xE1);

  record::Totals& totals = *record.mutable_result()->mutable_totals();
  totals.set_losses_of_ours(1);
  totals.set_fragments(12);
  totals.set_joined_messages(4);
  totals.set_unjoined_gap(2);
  totals.set_unjoined_timed_out(1);
  record::Input& input = *record.mutable_provenance()->mutable_inputs(0);
  input.mutable_interfaces(0)->set_dropped(40);
  input.add_warnings("octet 91,204,112: the file ends within a packet");
  return record;
}

record::Record hostile() {
  record::Record record = troubled();
  const std::string evil =
      "\x1b[31mred\x1b]0;title\x07 \xff\xfe <a b=\"c\">&amp;'</a>]]>\r\n\t\xe2\x80\xae"
      "gnp.exe\xc2\x9b";
  record::Provenance& provenance = *record.mutable_provenance();
  provenance.set_link_name(evil);
  provenance.set_tool(evil);
  provenance.set_catalogue(evil);
  provenance.mutable_machine()->set_host(evil);
  provenance.mutable_machine()->set_cpu(evil);
  provenance.mutable_machine()->set_kernel(evil);
  provenance.mutable_inputs(0)->set_name(evil);
  provenance.mutable_inputs(0)->set_warnings(0, evil + std::string(100'000, 'x'));
  provenance.mutable_inputs(0)->mutable_interfaces(0)->set_name(evil);
  RuleResult& rule = *record.mutable_result()->mutable_rules(1);
  rule.set_id(evil);
  rule.mutable_first(0)->set_follows(evil);
  rule.mutable_first(0)->set_unit(static_cast<record::Unit>(99));
  rule.mutable_first(0)->set_plane(static_cast<record::Plane>(-5));
  rule.mutable_first(0)->set_stamp_ns(INT64_MIN);
  rule.mutable_first(0)->set_observed(INT64_MIN);
  record.mutable_result()->mutable_rules(8)->set_lacks(0, evil);
  record.mutable_result()->mutable_streams(0)->mutable_flow()->set_source("\x01\x02");
  record.mutable_result()->mutable_arrivals(0)->set_least_ns(INT64_MIN);
  return record;
}

const RuleText* sample_rule(std::string_view id) {
  static constexpr std::array<RuleText, 7> kRules{{
      {"CUS-HDR-004", "eCPRI version", "ecpriVersion is 1.", "CUS v17.01 5.1.3.2.2", "", ""},
      {"CUS-SEQ-001", "loss, sequence error", "The sequence number of a stream grows by one, modulo 256.",
       "CUS v17.01 5.1.3.2.8", "",
       "A gap: packets lost on the wire or by the sender. A repeat: duplicated by the network. A step back: "
       "reordering, or two senders."},
      {"CUS-CU-004", "UL data missing", "Every UL request is answered.", "CUS v17.01 7.2", "", ""},
      {"CUS-TIME-001", "DL U-plane outside its window", "DL U-plane arrives within its window.",
       "CUS v17.01 4.4.3", "arrival after symbol start", ""},
      {"CUS-COMP-002", "method or width", "Method and width are those agreed.", "CUS v17.01 8.3.3.13", "",
       ""},
      {"CUS-HDR-005", "reserved bits of eCPRI", "ecpriReserved is 0.", "CUS v17.01 5.1.3.2.3", "", ""},
      {"CUS-TIME-002", "DL C-plane outside its window", "", "", "", ""},
  }};
  for (const RuleText& rule : kRules)
    if (rule.id == id) return &rule;
  return nullptr;
}

std::string_view sample_detail(std::uint32_t detail) { return detail == 1 ? "gap" : ""; }

std::string golden(const std::string& name, const std::string& text) {
  const std::string path = PLUMBLINE_SOURCE_DIR "/testvectors/report/" + name;
  if (std::getenv("PLUMBLINE_UPDATE_GOLDEN") != nullptr) {
    std::ofstream{path, std::ios::binary} << text;
    return {};
  }
  std::ifstream file{path, std::ios::binary};
  if (!file) return path + " is missing; PLUMBLINE_UPDATE_GOLDEN=1 writes it";
  std::stringstream content;
  content << file.rdbuf();
  if (content.str() == text) return {};
  std::istringstream want{content.str()}, have{text};
  std::string expected, line;
  for (int number = 1;; ++number) {
    const bool more = static_cast<bool>(std::getline(want, expected));
    const bool there = static_cast<bool>(std::getline(have, line));
    if (!more && !there) return name + ": line ends differ";
    if (!more || !there || expected != line)
      return name + ":" + std::to_string(number) + ":\n- " + (more ? expected : "(end)") + "\n+ " +
             (there ? line : "(end)") + "\nPLUMBLINE_UPDATE_GOLDEN=1 takes over the new text";
  }
}

}  // namespace plumbline::report

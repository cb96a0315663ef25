// The page for people: whole texts against golden files, and what must hold for any record.
#include "report/terminal.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "report/printable.h"
#include "report/sample.h"

namespace plumbline::report {
namespace {

RenderOptions options() {
  RenderOptions options;
  options.rule = sample_rule;
  options.detail = sample_detail;
  return options;
}

TEST(Terminal, ATroubledLinkOnOneScreen) {
  RenderOptions wanted = options();
  wanted.files = {"report.json", "report.xml"};
  wanted.exit_status = 1;
  const std::string text = render_check(troubled(), wanted);
  EXPECT_EQ(golden("troubled.txt", text), "");
  EXPECT_LE(std::count(text.begin(), text.end(), '\n'), 75);
}

TEST(Terminal, VerboseShowsEverything) {
  RenderOptions wanted = options();
  wanted.verbose = true;
  const std::string text = render_check(troubled(), wanted);
  EXPECT_EQ(golden("troubled_verbose.txt", text), "");
  EXPECT_EQ(text.find("more (-v"), std::string::npos);
}

TEST(Terminal, ASoundLink) {
  RenderOptions wanted = options();
  wanted.exit_status = 0;
  EXPECT_EQ(golden("sound.txt", render_check(sound(), wanted)), "");
}

TEST(Terminal, StrictLetsWarningsAndLacksDecide) {
  record::Record record = sound();
  record.mutable_result()->mutable_rules(2)->set_fail(1);
  EXPECT_NE(render_check(record, options()).find("\nPASS   0 of 4 rules failed · 1 warning"),
            std::string::npos);
  record.mutable_provenance()->set_strict(true);
  EXPECT_NE(render_check(record, options()).find("\nFAIL   0 of 4 rules failed · 1 warning"),
            std::string::npos);
}

TEST(Terminal, ARecordWithNothingInItSaysSo) {
  EXPECT_EQ(golden("nothing.txt", render_check(record::Record{}, RenderOptions{})), "");
}

TEST(Terminal, TrafficWithoutFronthaulIsNamed) {
  record::Record record;
  record.mutable_result()->mutable_totals()->set_packets(9);
  record.mutable_result()->mutable_totals()->set_ptp(9);
  const std::string text = render_check(record, RenderOptions{});
  EXPECT_NE(text.find("is this the fronthaul interface?"), std::string::npos) << text;
  EXPECT_NE(text.find("also seen      9 PTP"), std::string::npos) << text;
}

TEST(Terminal, ColourOnlyWhenAskedAndNothingButColour) {
  RenderOptions plain = options(), coloured = options();
  coloured.colour = true;
  const std::string text = render_check(troubled(), coloured);
  EXPECT_EQ(render_check(troubled(), plain).find('\x1b'), std::string::npos);
  EXPECT_NE(text.find("\x1b[1;31mFAIL\x1b[0m"), std::string::npos);
  std::string stripped;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] == '\x1b')
      i = text.find('m', i);
    else
      stripped += text[i];
  EXPECT_EQ(stripped, render_check(troubled(), plain));
}

TEST(Terminal, NoSpacesAtLineEndsAndNoWordsMissing) {
  for (const bool verbose : {false, true}) {
    RenderOptions wanted = options();
    wanted.verbose = verbose;
    const std::string text = render_check(troubled(), wanted);
    EXPECT_EQ(text.find(" \n"), std::string::npos);
    EXPECT_EQ(text.find("\n\n\n"), std::string::npos);
    EXPECT_TRUE(text.ends_with("\n") && !text.ends_with("\n\n"));
  }
}

TEST(Terminal, HostileNamesStayOnTheirLine) {
  for (const bool verbose : {false, true}) {
    RenderOptions wanted = options();
    wanted.verbose = verbose;
    wanted.files = {"a\nb\x1b[0m"};
    const std::string text = render_check(hostile(), wanted);
    if (!verbose) {
      EXPECT_EQ(golden("hostile.txt", text), "");
    }
    for (const char c : text) ASSERT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 0x20);
    EXPECT_EQ(text.find("\xe2\x80\xae"), std::string::npos) << "right-to-left override";
    EXPECT_EQ(text.find("\xc2\x9b"), std::string::npos) << "C1 control sequence introducer";
    EXPECT_EQ(text.find('\xff'), std::string::npos);
    EXPECT_LT(text.size(), 20'000u) << "a long warning is cut";
  }
}

TEST(Terminal, LongListsAreCutAndSaySo) {
  record::Record record = sound();
  for (int i = 0; i < 100; ++i) {
    record::RuleResult& rule = *record.mutable_result()->add_rules();
    rule.set_id("CUS-TST-" + std::to_string(100 + i));
    rule.set_level(static_cast<record::Level>(i % 3));
    rule.set_fail(1);
  }
  for (std::uint32_t i = 0; i < 1000; ++i) {
    record::Stream& stream = *record.mutable_result()->add_streams();
    *stream.mutable_flow() = record.result().streams(0).flow();
    stream.set_eaxc(i);
    stream.set_sequence_gaps(1);
  }
  const std::string text = render_check(record, options());
  for (const char* rest :
       {"and 26 more (-v", "and 28 more (-v", "and 30 more (-v", "and 991 more (-v", "and 997 more (-v"})
    EXPECT_NE(text.find(rest), std::string::npos) << rest << "\n" << text;
  EXPECT_LT(std::count(text.begin(), text.end(), '\n'), 80);
}

TEST(Terminal, RulesThatBlameEachOtherAreBothShown) {
  record::Record record;
  for (const auto& [id, other] :
       {std::pair{"CUS-A-1", "CUS-B-1"}, {"CUS-B-1", "CUS-A-1"}, {"CUS-C-1", "CUS-C-1"}}) {
    record::RuleResult& rule = *record.mutable_result()->add_rules();
    rule.set_id(id);
    rule.set_fail(1);
    rule.set_consequences(1);
    record::Finding& finding = *rule.add_first();
    finding.set_follows(other);
    finding.set_verdict(record::VERDICT_FAIL);
  }
  const std::string text = render_check(record, RenderOptions{});
  for (const char* line : {"must    CUS-A-1", "must    CUS-B-1", "must    CUS-C-1"})
    EXPECT_NE(text.find(line), std::string::npos) << text;
}

TEST(Terminal, DigitsOfTimesAreThoseOfTheCapture) {
  record::Record record = troubled();
  EXPECT_NE(render_check(record, options()).find("packet 312  0.004812 s"), std::string::npos);
  record.mutable_provenance()->mutable_inputs(0)->mutable_interfaces(0)->set_resolution_ns(1);
  EXPECT_NE(render_check(record, options()).find("packet 312  0.004812350 s"), std::string::npos);
}

TEST(Conduct, SaysWhatOurSideDid) {
  record::Conduct conduct;
  conduct.set_sent(224'318);
  conduct.set_received(1'000);
  conduct.set_duration_ns(2'000'000'000);
  conduct.set_lateness_p50_ns(400);
  conduct.set_lateness_p99_ns(1'250);
  conduct.set_lateness_p999_ns(9'000);
  conduct.set_lateness_p9999_ns(20'000);
  conduct.set_lateness_max_ns(51'200);
  EXPECT_EQ(render_conduct(conduct, RenderOptions{}),
            "sent 224,318 packets in 2.000 s   received 1,000   lost 0\n"
            "pacing error   p50 400 ns   p99 1.250 µs   p99.9 9.000 µs   p99.99 20.000 µs   max 51.200 µs\n");
  conduct.set_too_long(1);
  conduct.set_retries(5);
  conduct.set_stamp_error_p9999_ns(3'000);
  const std::string text = render_conduct(conduct, RenderOptions{});
  EXPECT_NE(text.find("1 packet was too long for the port, not sent\n"), std::string::npos) << text;
  EXPECT_NE(text.find("stamps of what was received are off by 3.000 µs at most"), std::string::npos) << text;
  EXPECT_NE(text.find("the port had no room at first: 5 retries\n"), std::string::npos) << text;
}

}  // namespace
}  // namespace plumbline::report

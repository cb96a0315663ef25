// parse_unit() and load_unit(): what a person writes, and what they are told.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "profile/unit.h"

namespace plumbline::profile {
namespace {

const std::string kHead = "plumbline_profile: 1\nunit: o_ru\n";

std::string told(const std::string& yaml) {
  const auto unit = parse_unit(yaml, "ru.yaml");
  return unit ? "accepted" : unit.error().what;
}

TEST(ParseUnit, WithoutClaimsItUnderstandsTheBasicSectionTypesOnly) {
  const auto unit = parse_unit(kHead, "x");
  ASSERT_TRUE(unit) << unit.error().what;
  EXPECT_EQ(unit->kind, UnitKind::o_ru);
  for (unsigned type = 0; type < 12; ++type)
    EXPECT_EQ(unit->has_section_type(type), type == 0 || type == 1 || type == 3) << type;
  EXPECT_EQ(unit->extensions, 0u);
  EXPECT_EQ(unit->features, 0u);
}

TEST(LoadUnit, TheExampleSaysWhatItSays) {
  const auto unit = load_unit(PLUMBLINE_SOURCE_DIR "/testvectors/profiles/example_o_ru.yaml");
  ASSERT_TRUE(unit) << unit.error().what;
  EXPECT_EQ(unit->vendor, "Nowhere Radio");
  EXPECT_EQ(unit->model, "RU-1");
  EXPECT_EQ(unit->firmware, "1.0");
  EXPECT_FALSE(unit->category_b);
  EXPECT_EQ(unit->section_types, 0b1011u);
  EXPECT_EQ(unit->extensions, std::uint64_t{1} << 6 | 1 << 10 | 1 << 12 | 1 << 13);
  EXPECT_TRUE(unit->has(Feature::sym_inc));
  EXPECT_TRUE(unit->has(Feature::loopback));
  EXPECT_TRUE(unit->has(Feature::one_way_delay));
  EXPECT_TRUE(unit->has(Feature::one_step_t34));
  EXPECT_FALSE(unit->has(Feature::two_step_t34));
  EXPECT_EQ(unit->beamforming, Beamforming::none);
  EXPECT_TRUE(unit->has(Feature::counters));
  EXPECT_TRUE(unit->has(Feature::sequence_counters));
  EXPECT_TRUE(unit->has(Feature::corrupt_counters));
  EXPECT_FALSE(unit->has(Feature::ack_nack));
  EXPECT_FALSE(unit->has(Feature::sleep));
  EXPECT_EQ(unit->limits, (Limits{64, 64, 273}));
}

TEST(ParseUnit, BeamformingThatIsNotStatedIsNotKnown) {
  EXPECT_EQ(parse_unit(kHead, "x")->beamforming, Beamforming::not_stated);
  EXPECT_EQ(parse_unit(kHead + "beamforming: beams\n", "x")->beamforming, Beamforming::beams);
  EXPECT_FALSE(parse_unit(kHead + "beamforming: some\n", "x"));
}

TEST(ParseUnit, LevelOfLoopbackIsOneOfEight) {
  EXPECT_EQ(parse_unit(kHead, "x")->loopback_level, 0);
  EXPECT_EQ(parse_unit(kHead + "loopback_level: 7\n", "x")->loopback_level, 7);
  EXPECT_FALSE(parse_unit(kHead + "loopback_level: 8\n", "x"));
}

TEST(ParseUnit, LimitsThatAreNotStatedAreNotKnown) {
  EXPECT_EQ(parse_unit(kHead, "x")->limits, Limits{});
  const auto unit = parse_unit(kHead + "limits: {sections_per_slot: 12}\n", "x");
  ASSERT_TRUE(unit) << unit.error().what;
  EXPECT_EQ(unit->limits,
            (Limits{.sections_per_symbol = {}, .sections_per_slot = 12, .prbs_per_symbol = {}}));
}

TEST(ParseUnit, EveryFeatureHasItsWord) {
  for (std::size_t i = 0; i < kFeatureNames.size(); ++i) {
    const auto unit = parse_unit(kHead + "features: [" + std::string{kFeatureNames[i]} + "]\n", "x");
    ASSERT_TRUE(unit) << unit.error().what;
    EXPECT_EQ(unit->features, std::uint64_t{1} << i);
    EXPECT_TRUE(unit->has(static_cast<Feature>(i)));
  }
}

TEST(ParseUnit, SaysWhatIsWrongAndWhere) {
  const struct {
    std::string yaml, told;
  } cases[] = {
      {"unit: o_ru\n",
       "ru.yaml:1: no `plumbline_profile: 1` (a profile says which version of the format it is written in)"},
      {"plumbline_profile: 2\nunit: o_ru\n",
       "ru.yaml:1: `plumbline_profile`: version 2 is not known here (this program reads 1)"},
      {"plumbline_profile: 1\n", "ru.yaml:1: `unit` is missing"},
      {"plumbline_profile: 1\nunit: o_rU\n",
       "ru.yaml:2: `unit`: expected one of o_ru, o_du, got `o_rU` (did you mean `o_ru`?)"},
      {"plumbline_profile: 1\nunit: o_du\ncategory: A\n",
       "ru.yaml:3: `category`: belongs to an o_ru (remove it)"},
      {kHead + "extensions: [6, 31]\n", "ru.yaml:3: `extensions`: 31 is out of range (1..30)"},
      {kHead + "extensions: [6, 6]\n", "ru.yaml:3: `extensions`: 6 is there twice"},
      {kHead + "section_types: 1\n", "ru.yaml:3: `section_types`: expected a list, got `1`"},
      {kHead + "limits: {sections_per_slot: 0}\n",
       "ru.yaml:3: `sections_per_slot` in limits: 0 is out of range (1..65535)"},
      {kHead + "limits: {sections: 4}\n",
       "ru.yaml:3: unknown key `sections` in limits (keys here: sections_per_symbol, sections_per_slot, "
       "prbs_per_symbol)"},
      {kHead + "featurs: [laa]\n", "ru.yaml:3: unknown key `featurs` (did you mean `features`?)"},
  };
  for (const auto& c : cases) EXPECT_EQ(told(c.yaml), c.told) << c.yaml;
  EXPECT_EQ(told(kHead + "features: [lopback]\n")
                .find("ru.yaml:3: `features`: expected one of sym_inc, loopback, "),
            0u);
  EXPECT_NE(told(kHead + "features: [lopback]\n").find("got `lopback` (did you mean `loopback`?)"),
            std::string::npos);
}

constexpr std::string_view kRules[] = {"CUS-HDR-006", "CUS-SEQ-001"}, kCases[] = {"FH-TRN-004"};
const std::string kQuirks = kHead + "quirks:\n";

TEST(ParseUnit, AQuirkIsAnIdThatTheEmulatorsActOrAText) {
  const auto unit = parse_unit(kQuirks +
                                   "  - id: sequence_constant\n"
                                   "    until_firmware: 1.4.0\n"
                                   "  - id: prach_unanswered\n"
                                   "    text: no PRACH below 20 MHz\n"
                                   "    link: https://example.org/prach\n"
                                   "    cases: [FH-TRN-004]\n"
                                   "  - text: forgets its name\n"
                                   "    rules: [CUS-HDR-006]\n",
                               "x", {kRules, kCases});
  ASSERT_TRUE(unit) << unit.error().what;
  ASSERT_EQ(unit->quirks.size(), 3u);
  const Quirk &constant = unit->quirks[0], &unanswered = unit->quirks[1], &told = unit->quirks[2];
  EXPECT_EQ(constant.kind, QuirkKind::sequence_constant);
  EXPECT_EQ(constant.id(), "sequence_constant");
  EXPECT_EQ(constant.text, kKnownQuirks[static_cast<std::size_t>(QuirkKind::sequence_constant)].text);
  EXPECT_EQ(constant.until_firmware, "1.4.0");
  EXPECT_EQ(constant.rules, std::vector<std::string>{"CUS-SEQ-001"});
  EXPECT_TRUE(constant.cases.empty());
  EXPECT_EQ(unanswered.text, "no PRACH below 20 MHz");
  EXPECT_EQ(unanswered.link, "https://example.org/prach");
  EXPECT_EQ(unanswered.rules, std::vector<std::string>{"CUS-CU-004"}) << "as known";
  EXPECT_EQ(unanswered.cases, std::vector<std::string>{"FH-TRN-004"}) << "as stated";
  EXPECT_FALSE(told.kind);
  EXPECT_EQ(told.id(), "");
  EXPECT_EQ(told.rules, std::vector<std::string>{"CUS-HDR-006"});
  EXPECT_TRUE(told.link.empty());
}

TEST(KnownQuirks, HaveIdsTextsAndLinksOfTheirOwnAndNameWhatTheyFail) {
  for (std::size_t i = 0; i < kQuirkKinds; ++i) {
    const KnownQuirk& one = kKnownQuirks[i];
    EXPECT_FALSE(one.text.empty()) << one.id;
    EXPECT_TRUE(one.link.starts_with("https://")) << one.id;
    EXPECT_FALSE(one.rules.empty() && one.cases.empty()) << one.id;
    for (std::size_t j = 0; j < i; ++j) {
      EXPECT_NE(kKnownQuirks[j].id, one.id);
      EXPECT_NE(kKnownQuirks[j].text, one.text);
    }
  }
}

TEST(ParseUnit, SaysWhatIsWrongWithAQuirkAndWhere) {
  const struct {
    std::string yaml, told;
  } cases[] = {
      {kQuirks + "  - {id: sequence_constant}\n  - {id: sequence_constant}\n",
       "ru.yaml:5: quirks: `sequence_constant` is there twice"},
      {kQuirks + "  - {id: pcp_0}\n", "ru.yaml:4: `id` in quirks: pcp_0 is a quirk of an o_du (remove it)"},
      {kQuirks + "  - {link: \"https://example.org\"}\n",
       "ru.yaml:4: quirks: neither `id` nor `text` (an id is one that the emulators act, a text tells of any "
       "other)"},
      {kQuirks + "  - text: slow\n",
       "ru.yaml:4: `text` in quirks: neither `rules` nor `cases` (say which rules or cases it fails)"},
      {kQuirks + "  - text: slow\n    rules: [CUS-HDR-007]\n",
       "ru.yaml:5: `rules` in quirks: `CUS-HDR-007` is no rule (did you mean `CUS-HDR-006`? `plumbline "
       "rules` "
       "lists them)"},
      {kQuirks + "  - text: slow\n    cases:\n      - FH-TRN-004\n      - never\n",
       "ru.yaml:7: `cases` in quirks: `never` is no case (`plumbline run --list` lists them)"},
      {kQuirks + "  - text: slow\n    cases: [FH-TRN-004, FH-TRN-004]\n",
       "ru.yaml:5: `cases` in quirks: FH-TRN-004 is there twice"},
      {kQuirks + "  - text: slow\n    rules: []\n",
       "ru.yaml:5: `rules` in quirks: the list is empty (fill it, or leave the key out)"},
      {kQuirks + "  - id: sequence_constant\n    link: http://example.org\n",
       "ru.yaml:5: `link` in quirks: `http://example.org` is no https:// address"},
      {kQuirks + "  - id: sequence_constant\n    firmware: 2\n",
       "ru.yaml:5: unknown key `firmware` in quirks (did you mean `until_firmware`?)"},
      {kQuirks + "  - sequence_constant\n",
       "ru.yaml:4: `quirks`: expected a group of `key: value` lines, got `sequence_constant`"},
      {kHead + "quirks: {id: sequence_constant}\n",
       "ru.yaml:3: `quirks`: expected a list, got a group of keys"},
  };
  for (const auto& c : cases) {
    const auto unit = parse_unit(c.yaml, "ru.yaml", {kRules, kCases});
    EXPECT_EQ(unit ? "accepted" : unit.error().what, c.told) << c.yaml;
  }
  EXPECT_NE(told(kQuirks + "  - {id: sequence_constnt}\n").find("(did you mean `sequence_constant`?)"),
            std::string::npos);
}

TEST(ParseUnit, NamesThatNobodyKnowsHaveTheShapeOfAnIdAtLeast) {
  const auto with = [](const std::string& ids) { return told(kQuirks + "  - {text: slow, " + ids + "}\n"); };
  EXPECT_EQ(with("rules: [CUS-U-008], cases: [FH-TRN-004]"), "accepted");
  for (const char* bad : {"rules: [FH-TRN-004]", "rules: [CUS-U-08]", "rules: [CUS--008]",
                          "rules: [CUS-u-008]", "cases: [FH-TRN-0x4]", "cases: [FH-TRN004]", "cases: [FH-]"})
    EXPECT_NE(with(bad).find(" is no "), std::string::npos) << bad;
}

TEST(ParseUnit, TooManyQuirksAreRefused) {
  std::string yaml = kQuirks;
  for (int i = 0; i < 65; ++i) yaml += "  - {text: q" + std::to_string(i) + ", rules: [CUS-U-008]}\n";
  EXPECT_EQ(told(yaml), "ru.yaml:3: `quirks`: 65 entries, more than 64");
}

TEST(LoadUnit, SaysWhichFileIsMissing) {
  const auto unit = load_unit("/nowhere/ru.yaml");
  ASSERT_FALSE(unit);
  EXPECT_EQ(unit.error().what, "/nowhere/ru.yaml: cannot be opened: No such file or directory");
  EXPECT_EQ(unit.error().remedy, "check the path of the profile");
}

TEST(ParseUnit, SleepIsModesAndMasks) {
  EXPECT_FALSE(parse_unit(kHead, "x")->sleep);
  const auto unit =
      parse_unit(kHead +
                     "sleep:\n"
                     "  discards: true\n"
                     "  elements: 32\n"
                     "  masks: [0, 0xffff]\n"
                     "  asm: [{mode: 0, wake_up_us: 5}, {mode: 2, wake_up_us: 70, ready_within_us: 9}]\n",
                 "x");
  ASSERT_TRUE(unit) << unit.error().what;
  ASSERT_TRUE(unit->sleep);
  EXPECT_TRUE(unit->sleep->discards);
  EXPECT_FALSE(unit->sleep->undefined_duration);
  EXPECT_EQ(unit->sleep->all_elements(), 0xFFFF'FFFFu);
  EXPECT_EQ(unit->sleep->masks, (std::vector<std::uint64_t>{0, 0xFFFF}));
  EXPECT_EQ(unit->sleep->asm_modes[0], SleepMode{5});
  EXPECT_FALSE(unit->sleep->asm_modes[1]);
  EXPECT_EQ(unit->sleep->asm_modes[2], (SleepMode{70, 9}));
  EXPECT_FALSE(unit->sleep->trx_control[0]);
}

TEST(ParseUnit, SleepThatCannotBeIsTold) {
  for (const char* bad : {"elements: 48", "masks: [0x10000]", "asm: [{mode: 4, wake_up_us: 1}]",
                          "asm: [{mode: 1}]", "asm: [{mode: 0, wake_up_us: 1, ready_within_us: 1}]",
                          "asm: [{mode: 1, wake_up_us: 1}, {mode: 1, wake_up_us: 2}]",
                          "trx_control: [{mode: 1, wake_up_us: 5}, {mode: 2, wake_up_us: 5}]", "nap: 1"})
    EXPECT_NE(told(kHead + "sleep: {" + bad + "}\n"), "accepted") << bad;
  EXPECT_NE(told("plumbline_profile: 1\nunit: o_du\nsleep: {discards: true}\n"), "accepted");
}

}  // namespace
}  // namespace plumbline::profile

#include "report/words.h"

#include <gtest/gtest.h>

#include <cstdint>

namespace plumbline::report {
namespace {

TEST(Words, ValuesCarryTheirUnit) {
  struct Case {
    record::Unit unit;
    std::int64_t value;
    const char* words;
  };
  for (const Case& c : {Case{record::UNIT_NONE, 7, "7"},
                        {record::UNIT_OCTETS, 1, "1 octet"},
                        {record::UNIT_OCTETS, -2, "-2 octets"},
                        {record::UNIT_PRBS, 273, "273 PRBs"},
                        {record::UNIT_SYMBOLS, 14, "14 symbols"},
                        {record::UNIT_NANOSECONDS, 999, "999 ns"},
                        {record::UNIT_NANOSECONDS, -999, "-999 ns"},
                        {record::UNIT_NANOSECONDS, 1000, "1.000 µs"},
                        {record::UNIT_NANOSECONDS, -48'901, "-48.901 µs"},
                        {record::UNIT_NANOSECONDS, INT64_MIN, "-9223372036854775.808 µs"},
                        {record::UNIT_HEX, 4, "0x0004"},
                        {record::UNIT_HEX, 0x12345, "0x12345"},
                        {record::UNIT_FRAMES, 1, "1 frame"},
                        {record::UNIT_SECTIONS, 2, "2 sections"},
                        {record::UNIT_TS, 484, "484 Ts"},
                        {record::UNIT_HALF_SUBCARRIERS, -3276, "-3276 half subcarriers"},
                        {record::UNIT_PRB_SYMBOLS, 26'112, "26,112 PRBs summed over symbols"},
                        {record::UNIT_BITS, 9, "9 bits"},
                        {record::UNIT_UD_COMP_HDR, 0x91, "bfp 9"},
                        {record::UNIT_UD_COMP_HDR, 0x00, "none 16"},
                        {record::UNIT_UD_COMP_HDR, 0x13, "mu_law 1"},
                        {record::UNIT_UD_COMP_HDR, 0xEF, "method 15 14"},
                        {record::UNIT_PRB_SYMBOLS, 2, "2 PRBs summed over symbols"},
                        {record::UNIT_WORDS, 3, "3 words of 32 bits"}})
    EXPECT_EQ(value(c.unit, c.value), c.words);
}

TEST(Words, ExpectedIsAValueOrARange) {
  const auto of = [](record::Unit unit, std::int64_t low, std::int64_t high) {
    record::Finding finding;
    finding.set_unit(unit);
    finding.set_expected(low);
    finding.set_expected_to(high);
    return expected(finding);
  };
  EXPECT_EQ(of(record::UNIT_NANOSECONDS, 390'000, 420'000), "390.000…420.000 µs");
  EXPECT_EQ(of(record::UNIT_NANOSECONDS, -200, 200), "-200…200 ns");
  EXPECT_EQ(of(record::UNIT_NANOSECONDS, -350'000, 0), "-350.000…0.000 µs");
  EXPECT_EQ(of(record::UNIT_PRBS, 1, 273), "1…273 PRBs");
  EXPECT_EQ(of(record::UNIT_HEX, 0, 15), "0x0000…0x000f");
  EXPECT_EQ(of(record::UNIT_NONE, 5, 5), "5");
  EXPECT_EQ(of(record::UNIT_OCTETS, 5, 0), "5 octets") << "an upper end that was not filled";
}

TEST(Words, PercentIsCutSoThatAllMeansAll) {
  EXPECT_EQ(percent(1, 1), "100.000 %");
  EXPECT_EQ(percent(999'999'999, 1'000'000'000), "99.999 %");
  EXPECT_EQ(percent(UINT64_MAX - 100, UINT64_MAX), "99.999 %");
  EXPECT_EQ(percent(0, 7), "0.000 %");
  EXPECT_EQ(percent(111'788, 112'000), "99.810 %");
}

TEST(Words, TimesKeepTheirDigitsAndDoNotOverflow) {
  EXPECT_EQ(seconds(4'812'350, 9), "0.004812350");
  EXPECT_EQ(seconds(4'812'999, 6), "0.004812");
  EXPECT_EQ(seconds(-1'500'000'000, 3), "-1.500");
  EXPECT_EQ(seconds(7'000'000'000, 0), "7");
  EXPECT_EQ(span_ns(INT64_MIN, INT64_MAX), INT64_MAX);
  EXPECT_EQ(span_ns(5, 3), 0);
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(1'000), "1,000");
  EXPECT_EQ(grouped(UINT64_MAX), "18,446,744,073,709,551,615");
}

TEST(Words, ResolutionBecomesDigits) {
  for (const auto& [resolution, digits] : {std::pair{std::uint64_t{0}, 9u},
                                           {1, 9u},
                                           {10, 8u},
                                           {954, 7u},
                                           {1000, 6u},
                                           {1'000'000, 3u},
                                           {1'000'000'000, 0u},
                                           {UINT64_MAX, 0u}}) {
    record::Record record;
    record.mutable_provenance()->add_inputs()->add_interfaces()->set_resolution_ns(resolution);
    EXPECT_EQ(stamp_format(record).digits, digits) << resolution;
  }
}

TEST(Words, PlaceNamesOnlyWhatIsKnown) {
  record::Finding finding;
  finding.set_packet(5);
  EXPECT_EQ(place(finding, {}), "packet 5");
  finding.set_message(1);
  finding.set_has_section(true);
  finding.set_section_id(12);
  EXPECT_EQ(place(finding, {}), "packet 5 message 2  section 12");
  finding.set_prb_first(270);
  finding.set_prb_count(3);
  EXPECT_EQ(place(finding, {}), "packet 5 message 2  section 12, PRB 270–272");
  finding.set_prb_first(UINT32_MAX);
  finding.set_prb_count(UINT32_MAX);
  EXPECT_EQ(place(finding, {}), "packet 5 message 2  section 12, PRB 4294967295–8589934589");
  finding.clear_has_section();
  finding.set_has_stamp(true);
  finding.set_stamp_ns(90);
  EXPECT_EQ(place(finding, {true, 100, 9}), "packet 5 message 2  -0.000000010 s");
}

}  // namespace
}  // namespace plumbline::report

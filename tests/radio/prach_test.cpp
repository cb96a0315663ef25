// PRACH shapes (3GPP TS 38.211 6.3.3, CUS v17.01 Table 7.5.2.3-1) and where an occasion starts (CUS
// v17.01 4.4.3).
#include <gtest/gtest.h>

#include <vector>

#include "radio/numerology.h"

namespace plumbline::radio {
namespace {

TEST(PrachShape, LongFormatsMatchTheTable) {
  struct Row {
    const char* format;
    std::uint32_t scs_hz, cp_ts, symbol_ts;
    unsigned symbols, filter, code;
  };
  for (const Row& row : {Row{"0", 1250, 3168, 24576, 1, 1, 12}, Row{"1", 1250, 21024, 24576, 2, 1, 12},
                         Row{"2", 1250, 4688, 24576, 4, 1, 12}, Row{"3", 5000, 3168, 6144, 4, 2, 14}})
    for (std::uint8_t mu = 0; mu <= 3; ++mu) {  // long formats do not scale with the carrier
      const auto shape = prach_shape(row.format, mu);
      ASSERT_TRUE(shape) << row.format;
      EXPECT_TRUE(shape->long_format);
      EXPECT_EQ(shape->subcarriers, 839);
      EXPECT_EQ(shape->scs_hz, row.scs_hz);
      EXPECT_EQ(shape->cp_ts, row.cp_ts);
      EXPECT_EQ(shape->symbol_ts, row.symbol_ts);
      EXPECT_EQ(shape->symbols, row.symbols);
      EXPECT_EQ(shape->filter_index, row.filter);
      EXPECT_EQ(shape->scs_code, row.code);
    }
}

TEST(PrachShape, ShortFormatsScaleWithTheCarrier) {
  struct Row {
    const char* format;
    std::uint32_t cp;
    unsigned symbols;
  };
  for (const Row& row :
       {Row{"A1", 288, 2}, Row{"A2", 576, 4}, Row{"A3", 864, 6}, Row{"B1", 216, 2}, Row{"B2", 360, 4},
        Row{"B3", 504, 6}, Row{"B4", 936, 12}, Row{"C0", 1240, 1}, Row{"C2", 2048, 4}})
    for (std::uint8_t mu = 0; mu <= 3; ++mu) {
      const auto shape = prach_shape(row.format, mu);
      ASSERT_TRUE(shape) << row.format;
      EXPECT_FALSE(shape->long_format);
      EXPECT_EQ(shape->subcarriers, 139);
      EXPECT_EQ(shape->scs_hz, 15'000u << mu);
      EXPECT_EQ(shape->scs_code, mu);
      EXPECT_EQ(shape->cp_ts << mu, row.cp) << row.format << " mu " << int{mu};
      EXPECT_EQ(shape->symbol_ts << mu, 2048u);
      EXPECT_EQ(shape->symbols, row.symbols);
      EXPECT_EQ(shape->filter_index, 3);
    }
}

TEST(PrachShape, OtherNamesHaveNone) {
  for (const char* name : {"", "4", "A0", "A4", "B5", "C1", "C3", "b4", "B4 ", "00"})
    EXPECT_FALSE(prach_shape(name, 1));
}

TEST(PrachStart, MatchesTheWorkedCases) {
  struct Row {
    const char* format;
    std::uint8_t mu;
    unsigned slot, symbol;
    std::uint32_t offset_ts;
    unsigned start_symbol;
  };
  const std::vector<Row> rows{
      {"0", 0, 0, 0, 3168, 1},  {"1", 0, 0, 0, 21024, 9},  {"2", 0, 0, 0, 4688, 2},
      {"3", 0, 0, 0, 3168, 1},  {"0", 1, 0, 0, 3168, 1},    // symbols of 15 kHz, whatever the carrier
      {"B4", 1, 0, 0, 484, 0},  {"A2", 1, 0, 9, 10168, 9},  // the standard's own example
      {"B4", 1, 0, 2, 2676, 2}, {"C2", 1, 0, 2, 3232, 2},  {"C0", 3, 0, 0, 171, 0},
      {"B4", 1, 1, 0, 484, 0},  {"B4", 1, 1, 2, 2676, 2},  // slot 1 starts on the half subframe
      {"B4", 0, 0, 0, 968, 0},                             // over 0 and 0.5 ms: 16 Ts twice (38.211 5.3.2)
      {"A1", 0, 0, 0, 304, 0},
  };
  for (const Row& row : rows) {
    const PrachStart start = prach_start(*prach_shape(row.format, row.mu), row.mu, row.slot, row.symbol);
    EXPECT_EQ(start.time_offset_ts, row.offset_ts)
        << row.format << " at slot " << row.slot << " symbol " << row.symbol;
    EXPECT_EQ(start.start_symbol, row.start_symbol)
        << row.format << " at slot " << row.slot << " symbol " << row.symbol;
  }
}

TEST(PrachStart, SixteenTsComeWhereTheOccasionMeetsTheHalfSubframe) {
  // 15 kHz: symbol 7 starts at 15360 Ts, the half subframe. B4 (12 symbols) from symbol 0 spans it but begins
  // on 0; A1 (2 symbols) from symbol 6 reaches it, from symbol 7 begins on it, from symbol 8 lies behind it.
  const auto offset = [](const char* format, unsigned symbol) {
    return prach_start(*prach_shape(format, 0), 0, 0, symbol).time_offset_ts;
  };
  EXPECT_EQ(offset("A1", 4), 8784u + 288);
  EXPECT_EQ(offset("A1", 6), 13168u + 288 + 16);
  EXPECT_EQ(offset("A1", 7), 15360u + 288 + 16);
  EXPECT_EQ(offset("A1", 8), 17568u + 288);
  // 120 kHz: only slots 0 and 4 of a subframe touch 0 and 0.5 ms.
  const auto c0 = [](unsigned slot) { return prach_start(*prach_shape("C0", 3), 3, slot, 0).time_offset_ts; };
  EXPECT_EQ(c0(0), 171u);
  EXPECT_EQ(c0(1), 155u);
  EXPECT_EQ(c0(3), 155u);
  EXPECT_EQ(c0(4), 171u);
}

TEST(PrachStart, StartSymbolIsTheLastOneThatHasBegun) {
  for (const char* format : {"A1", "A2", "A3", "B1", "B2", "B3", "B4", "C0", "C2"})
    for (std::uint8_t mu = 0; mu <= 3; ++mu)
      for (unsigned slot = 0; slot < (1u << mu); ++slot)
        for (unsigned symbol = 0; symbol < 14; ++symbol) {
          const PrachStart start = prach_start(*prach_shape(format, mu), mu, slot, symbol);
          const auto begins = [&](unsigned l) {
            return symbol_start_tc({.mu = mu}, slot * 14 + l) - symbol_start_tc({.mu = mu}, slot * 14);
          };
          const std::int64_t sample = start.time_offset_ts * kTcPerTs;
          EXPECT_LE(begins(start.start_symbol), sample);
          if (start.start_symbol < 13) {
            EXPECT_GT(begins(start.start_symbol + 1u), sample) << format << " " << symbol;
          }
        }
}

}  // namespace
}  // namespace plumbline::radio

// The symbol clock against the tables of 3GPP TS 38.211 5.3.1 and the frame formula of CUS v17.01 11.7.2.
#include "radio/numerology.h"

#include <gtest/gtest.h>

#include <array>
#include <vector>

namespace plumbline::radio {
namespace {

constexpr std::int64_t kSecond_ns = 1'000'000'000;

TEST(SymbolStart, MatchesTheTableInTsFor15kHz) {
  constexpr std::array<std::int64_t, 14> kStarts{0,     2208,  4400,  6592,  8784,  10976, 13168,
                                                 15360, 17568, 19760, 21952, 24144, 26336, 28528};
  for (unsigned l = 0; l < kStarts.size(); ++l)
    EXPECT_EQ(symbol_start_tc({.mu = 0}, l), kStarts[l] * kTcPerTs) << "symbol " << l;
}

TEST(SymbolStart, MatchesTheTableInTsFor30kHz) {
  constexpr std::array<std::int64_t, 28> kStarts{
      0,     1112,  2208,  3304,  4400,  5496,  6592,  7688,  8784,  9880,  10976, 12072, 13168, 14264,
      15360, 16472, 17568, 18664, 19760, 20856, 21952, 23048, 24144, 25240, 26336, 27432, 28528, 29624};
  for (unsigned l = 0; l < kStarts.size(); ++l)
    EXPECT_EQ(symbol_start_tc({.mu = 1}, l), kStarts[l] * kTcPerTs) << "symbol " << l;
}

TEST(SymbolStart, IsTheSumOfTheSymbolsBeforeForEverySpacing) {
  for (std::uint8_t mu = 0; mu <= 4; ++mu) {
    // 38.211 5.3.1: a prefix of 144 kappa 2^-mu, 16 kappa more for the first symbol of each half subframe.
    std::int64_t start = 0;
    const unsigned symbols = 14u << mu;
    for (unsigned l = 0; l < 3 * symbols; ++l) {
      EXPECT_EQ(symbol_start_tc({.mu = mu}, l), start) << "mu " << int{mu} << " symbol " << l;
      const bool longer = l % symbols == 0 || l % symbols == symbols / 2;
      start += ((2048 + 144) * 64 >> mu) + (longer ? 16 * 64 : 0);
    }
    EXPECT_EQ(start, 3 * kTcPerSubframe);
  }
}

TEST(SymbolStart, LengthsMatchTheTable) {
  struct Row {
    std::uint8_t mu;
    std::int64_t usable, longer, shorter;  // Tc
  };
  for (const Row& row : {Row{0, 131072, 10240, 9216}, Row{1, 65536, 5632, 4608}, Row{2, 32768, 3328, 2304},
                         Row{3, 16384, 2176, 1152}, Row{4, 8192, 1600, 576}}) {
    EXPECT_EQ(symbol_start_tc({.mu = row.mu}, 1), row.usable + row.longer);
    EXPECT_EQ(symbol_start_tc({.mu = row.mu}, 2) - symbol_start_tc({.mu = row.mu}, 1),
              row.usable + row.shorter);
  }
}

TEST(SymbolStart, ExtendedPrefixHasEqualSymbols) {
  const Numerology n{.mu = 2, .extended_cp = true};
  for (unsigned l = 0; l <= 48; ++l) EXPECT_EQ(symbol_start_tc(n, l), l * kTcPerSubframe / 48);
  EXPECT_EQ(symbol_start_in_frame_ns(n, 0, 0, 1), 20'833);
  EXPECT_EQ(symbol_start_in_frame_ns(n, 0, 3, 11), 979'167);
}

TEST(SymbolStartInFrame, MatchesTheTablesInNanoseconds) {
  struct Row {
    std::uint8_t mu;
    unsigned slot, symbol;
    std::int64_t ns;
  };
  const std::vector<Row> rows{
      {0, 0, 1, 71'875},  {0, 0, 2, 143'229}, {0, 0, 3, 214'583},  {0, 0, 4, 285'938}, {0, 0, 5, 357'292},
      {0, 0, 6, 428'646}, {0, 0, 7, 500'000}, {0, 0, 8, 571'875},  {1, 0, 1, 36'198},  {1, 0, 2, 71'875},
      {1, 0, 7, 250'260}, {1, 0, 8, 285'938}, {1, 0, 13, 464'323}, {1, 1, 0, 500'000}, {2, 0, 1, 18'359},
      {2, 0, 3, 54'036},  {2, 1, 0, 250'260}, {2, 2, 0, 500'000},  {2, 3, 0, 750'260}, {3, 0, 1, 9'440},
      {3, 0, 2, 18'359},  {3, 0, 3, 27'279},  {3, 1, 0, 125'391},  {3, 2, 0, 250'260}, {3, 3, 0, 375'130},
      {3, 5, 0, 625'391}, {3, 7, 0, 875'130}, {4, 1, 0, 62'956},   {4, 2, 0, 125'391}, {4, 3, 0, 187'826},
      {4, 4, 0, 250'260}, {4, 7, 0, 437'565}, {4, 8, 0, 500'000},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(symbol_start_in_frame_ns({.mu = row.mu}, 0, row.slot, row.symbol), row.ns)
        << "mu " << int{row.mu} << " slot " << row.slot << " symbol " << row.symbol;
    EXPECT_EQ(symbol_start_in_frame_ns({.mu = row.mu}, 9, row.slot, row.symbol), 9'000'000 + row.ns);
  }
}

TEST(SymbolStarts, TellOfASubframeWhatEachSymbolTells) {
  for (std::uint8_t mu = 0; mu <= 4; ++mu) {
    const Numerology n{.mu = mu};
    const auto starts = symbol_starts_ns(n);
    ASSERT_EQ(starts.size(), 14u << mu);
    for (unsigned i = 0; i < starts.size(); ++i)
      EXPECT_EQ(starts[i], symbol_start_in_frame_ns(n, 0, i / 14, i % 14)) << int{mu} << ' ' << i;
  }
  EXPECT_TRUE(symbol_starts_ns({.mu = 2, .extended_cp = true}).empty());
  EXPECT_TRUE(symbol_starts_ns({.mu = 7}).empty());
}

TEST(SymbolStartInFrame, TakesFieldsOutOfRangeAtFaceValue) {
  EXPECT_EQ(symbol_start_in_frame_ns({.mu = 1}, 15, 0, 0), 15'000'000);
  EXPECT_EQ(symbol_start_in_frame_ns({.mu = 1}, 0, 63, 0), 31'500'000);
  EXPECT_EQ(symbol_start_in_frame_ns({.mu = 0}, 0, 0, 14), 1'000'000);
}

TEST(TcToNs, RoundsToTheNearestOnBothSidesOfZero) {
  EXPECT_EQ(tc_to_ns(0), 0);
  EXPECT_EQ(tc_to_ns(kTcPerFrame), kFrameNs);
  EXPECT_EQ(tc_to_ns(1), 1);  // 0.508626 ns
  EXPECT_EQ(tc_to_ns(2), 1);  // 1.017 ns
  EXPECT_EQ(tc_to_ns(3), 2);  // 1.526 ns
  EXPECT_EQ(tc_to_ns(25600), 13'021);
  EXPECT_EQ(tc_to_ns(39936), 20'313);  // 20312.5 goes up
  for (std::int64_t tc = 1; tc < 100'000; tc += 37) EXPECT_EQ(tc_to_ns(-tc), -tc_to_ns(tc));
}

/// GPS time of a UNIX time in 2023, 18 leap seconds.
GpsTime gps(std::int64_t unix_ns) { return GpsTime{Nanos{unix_ns - (315'964'800 - 18) * kSecond_ns}}; }

TEST(FrameAt, MatchesTheWorkedExamples) {
  struct Row {
    std::int64_t unix_us;
    FrameTiming timing;
    std::int64_t sfn, into_ns;
  };
  for (const Row& row :
       {Row{1'700'000'000'000'000, {}, 264, 0}, Row{1'700'000'000'012'300, {}, 265, 2'300'000},
        Row{1'700'000'000'000'000, {1'228'800, 0}, 263, 9'000'000},
        Row{1'700'000'000'000'000, {0, 1}, 263, 0}, Row{1'700'000'000'000'000, {0, -3}, 267, 0}}) {
    const GpsTime when = gps(row.unix_us * 1000);
    const std::int64_t frame = frame_at(row.timing, when);
    EXPECT_EQ(frame % 1024, row.sfn);
    EXPECT_EQ((when - frame_start(row.timing, frame)).count(), row.into_ns);
  }
}

TEST(FrameAt, WorkedExampleFindsItsSymbols) {
  // 2.3 ms into the frame: subframe 2 and, by spacing, the symbol whose start is the last one not later.
  struct Row {
    std::uint8_t mu;
    unsigned slot, symbol;
  };
  for (const Row& row : {Row{0, 0, 4}, Row{1, 0, 8}, Row{3, 2, 5}}) {
    EXPECT_LE(symbol_start_in_frame_ns({.mu = row.mu}, 2, row.slot, row.symbol), 2'300'000);
    EXPECT_GT(symbol_start_in_frame_ns({.mu = row.mu}, 2, row.slot, row.symbol + 1), 2'300'000);
  }
}

TEST(FrameAt, AFrameHoldsItsFirstNanosecondAndNotItsEnd) {
  for (const FrameTiming timing :
       {FrameTiming{}, FrameTiming{1, 0}, FrameTiming{12'288'000, 32'767}, FrameTiming{777'777, -32'768}})
    for (const std::int64_t number :
         {-2LL, -1LL, 0LL, 1LL, 255LL, 256LL, 1023LL, 1024LL, 138'400'000'000LL}) {
      const GpsTime start = frame_start(timing, number);
      EXPECT_EQ(frame_at(timing, start), number);
      EXPECT_EQ(frame_at(timing, start - Nanos{1}), number - 1);
      EXPECT_EQ(frame_at(timing, start + Nanos{kFrameNs - 1}), number);
      EXPECT_EQ(frame_at(timing, start + Nanos{kFrameNs}), number + 1);
    }
}

TEST(FrameStart, AlphaIsRoundedToTheNearestNanosecond) {
  const auto start = [](std::uint32_t alpha) {
    return frame_start({alpha, 0}, 0).time_since_epoch().count();
  };
  EXPECT_EQ(start(1), 1);  // 0.8138 ns
  EXPECT_EQ(start(2), 2);  // 1.6276 ns
  EXPECT_EQ(start(3), 2);  // 2.4414 ns
  EXPECT_EQ(start(1'228'800), 1'000'000);
  EXPECT_EQ(start(12'288'000), 10'000'000);  // one whole frame
}

TEST(FrameStart, BetaMovesByFramesBothWays) {
  EXPECT_EQ(frame_start({0, -1}, 1), frame_start({}, 0));
  EXPECT_EQ(frame_start({0, 32'767}, 0).time_since_epoch().count(), 32'767 * kFrameNs);
  EXPECT_EQ(frame_start({0, -32'768}, 0).time_since_epoch().count(), -32'768 * kFrameNs);
}

TEST(NearestFrame, FindsTheFrameOnBothSidesOfEveryWrap) {
  for (const FrameTiming timing : {FrameTiming{}, FrameTiming{614'400, -7}})
    for (const std::int64_t number :
         {0LL, 1LL, 255LL, 256LL, 257LL, 1023LL, 1024LL, 137'000'000'000LL + 255}) {
      const auto id = static_cast<std::uint8_t>(number);
      const GpsTime start = frame_start(timing, number);
      for (const std::int64_t away_ms : {-1270, -640, -11, -5, -1, 0, 1, 4, 9, 11, 640, 1270})
        EXPECT_EQ(nearest_frame(timing, start + Nanos{away_ms * 1'000'000}, id), number)
            << number << " " << away_ms;
      // 1.28 s away two frames are equally near; a nanosecond less decides.
      EXPECT_EQ(nearest_frame(timing, start + Nanos{1'279'999'999}, id), number);
      EXPECT_EQ(nearest_frame(timing, start - Nanos{1'279'999'999}, id), number);
      EXPECT_EQ(nearest_frame(timing, start + Nanos{1'280'000'001}, id), number + 256);
      EXPECT_EQ(nearest_frame(timing, start - Nanos{1'280'000'001}, id), number - 256);
    }
}

TEST(NearestFrame, IsTheOneWithinHalfAWrapForEveryFrameId) {
  const GpsTime when = gps(1'700'000'000'123'456'789);
  for (int id = 0; id < 256; ++id) {
    const std::int64_t frame = nearest_frame({}, when, static_cast<std::uint8_t>(id));
    EXPECT_EQ(frame & 0xFF, id);
    const std::int64_t away_ns = std::abs((frame_start({}, frame) - when).count());
    EXPECT_LE(away_ns, 128 * kFrameNs);
  }
}

TEST(NearestFrame, WorksBeforeTheEpoch) {
  EXPECT_EQ(nearest_frame({}, frame_start({}, -1), 255), -1);
  EXPECT_EQ(nearest_frame({}, frame_start({}, -1), 0), 0);
  EXPECT_EQ(nearest_frame({}, frame_start({}, 0), 250), -6);
}

}  // namespace
}  // namespace plumbline::radio

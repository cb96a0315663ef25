#include "io/stamp_scale.h"

#include <gtest/gtest.h>

#include <limits>

#include "io/packet.h"

namespace plumbline::io {
namespace {

constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();
constexpr std::int64_t kMostNs = std::numeric_limits<std::int64_t>::max();
constexpr std::uint8_t kTwo = 0x80;

struct Case {
  std::uint8_t resolution;
  std::int64_t offset_s;
  std::uint64_t ticks;
  std::optional<std::int64_t> ns;  // 0: no stamp
  std::uint64_t resolution_ns;
};

// Worked by hand (or with exact integers elsewhere), not with the code under test.
constexpr Case kCases[] = {
    {6, 0, 1'700'000'000'123'456, 1'700'000'000'123'456'000, 1000},
    {9, 0, 1'700'000'000'123'456'789, 1'700'000'000'123'456'789, 1},
    {0, 0, 1'700'000'000, 1'700'000'000'000'000'000, 1'000'000'000},
    {3, 0, 5, 5'000'000, 1'000'000},
    {12, 0, 1'999, 1, 1},
    {12, 0, 999, 0, 1},
    {28, 0, 10'000'000'000'000'000'000u, 1, 1},
    {29, 5, kMost, 5'000'000'000, 1},
    {127, 5, kMost, 5'000'000'000, 1},
    {kTwo | 0, 0, 7, 7'000'000'000, 1'000'000'000},
    {kTwo | 10, 0, 1, 976'562, 976'563},
    {kTwo | 20, 0, (1'700'000'000ull << 20) + 3, 1'700'000'000'000'002'861, 954},
    {kTwo | 30, 0, 3, 2, 1},
    {kTwo | 32, 0, kMost, 4'294'967'295'999'999'999, 1},
    {kTwo | 127, 7, kMost, 7'000'000'000, 1},
    {9, 100, 5, 100'000'000'005, 1},
    {9, -1, 1, -999'999'999, 1},
    {6, -2, 2'000'000, 0, 1000},
    {9, 0, 0, 0, 1},
    {9, 100, 0, 100'000'000'000, 1},
    {9, 0, static_cast<std::uint64_t>(kMostNs), kMostNs, 1},
    {9, 0, static_cast<std::uint64_t>(kMostNs) + 1, std::nullopt, 1},
    {6, 0, kMost, std::nullopt, 1000},
    {0, 0, kMost, std::nullopt, 1'000'000'000},
    {kTwo | 0, 0, kMost, std::nullopt, 1'000'000'000},
    {9, std::numeric_limits<std::int64_t>::max(), kMost, std::nullopt, 1},
    {9, std::numeric_limits<std::int64_t>::min(), 0, std::nullopt, 1},
};

TEST(StampScale, ConvertsExactlyRoundsDownAndNeverOverflows) {
  for (const Case& one : kCases) {
    SCOPED_TRACE(::testing::Message() << "resolution " << int{one.resolution} << " ticks " << one.ticks);
    const StampScale scale{one.resolution, one.offset_s};
    EXPECT_EQ(scale.resolution_ns(), one.resolution_ns);
    const auto stamp = scale.convert(one.ticks);
    ASSERT_EQ(stamp.has_value(), one.ns.has_value());
    if (stamp) {
      EXPECT_EQ(*stamp, *one.ns == 0 ? kNoStamp : CaptureTime{Nanos{*one.ns}});
    }
  }
}

}  // namespace
}  // namespace plumbline::io

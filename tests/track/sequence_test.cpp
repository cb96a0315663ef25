// Sequence ids (CUS v17.01 5.1.3.2.8): what each makes of those before it.
#include "track/sequence.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/random.h"

namespace plumbline::track {
namespace {

struct Step {
  int id;
  SequenceStep step;
  int expected = 0;  ///< not compared for `first`
  int missing = 0;
};
struct Case {
  const char* what;
  std::vector<Step> steps;
};

constexpr auto first = SequenceStep::first, next = SequenceStep::next, gap = SequenceStep::gap,
               repeat = SequenceStep::repeat, late = SequenceStep::late;

TEST(SequenceTracker, FollowsTheIdsOfAStream) {
  const std::vector<Case> cases{
      {"in order", {{7, first}, {8, next, 8}, {9, next, 9}}},
      {"over the wrap", {{254, first}, {255, next, 255}, {0, next, 0}, {1, next, 1}}},
      {"a gap of one", {{0, first}, {2, gap, 1, 1}, {3, next, 3}}},
      {"a gap over the wrap", {{255, first}, {2, gap, 0, 2}}},
      {"the largest gap", {{0, first}, {128, gap, 1, 127}, {129, next, 129}}},
      {"one more is a step back", {{0, first}, {129, repeat, 1}, {130, next, 130}}},
      {"the same id", {{4, first}, {4, repeat, 5}, {5, next, 5}}},
      {"an earlier id", {{4, first}, {5, next, 5}, {6, next, 6}, {4, repeat, 7}, {7, next, 7}}},
      {"a gap that is filled", {{0, first}, {3, gap, 1, 2}, {1, late, 4}, {2, late, 4}, {4, next, 4}}},
      {"filled twice", {{0, first}, {2, gap, 1, 1}, {1, late, 3}, {1, repeat, 3}}},
      {"filled over the wrap",
       {{254, first}, {1, gap, 255, 2}, {255, late, 2}, {0, late, 2}, {0, repeat, 2}}},
      {"what was before the first is not late", {{10, first}, {9, repeat, 11}, {11, next, 11}}},
      {"63 back is remembered", {{0, first}, {2, gap, 1, 1}, {64, gap, 3, 61}, {1, late, 65}}},
      {"64 back is a restart", {{0, first}, {2, gap, 1, 1}, {65, gap, 3, 62}, {1, repeat, 66}, {2, next, 2}}},
      {"after a restart nothing is late",
       {{200, first}, {202, gap, 201, 1}, {120, repeat, 203}, {119, repeat, 121}}},
  };
  for (const Case& c : cases) {
    SequenceTracker tracker;
    for (std::size_t i = 0; i < c.steps.size(); ++i) {
      const Step& s = c.steps[i];
      const SequenceFacts facts = tracker.observe(static_cast<std::uint8_t>(s.id));
      SCOPED_TRACE(std::string{c.what} + ", step " + std::to_string(i));
      EXPECT_EQ(static_cast<int>(facts.step), static_cast<int>(s.step));
      EXPECT_EQ(facts.missing, s.missing);
      if (s.step != first) {
        EXPECT_EQ(facts.expected, s.expected);
      }
    }
  }
}

/// Against a count that does not wrap: ids lost at random with gaps below 100 are all found and counted.
TEST(SequenceTracker, CountsLossesLikeACounterThatDoesNotWrap) {
  Random random{5};
  SequenceTracker tracker;
  tracker.observe(0);
  std::uint64_t number = 0, lost = 0, missing = 0;
  for (int i = 0; i < 100'000; ++i) {
    const std::uint64_t left_out = random.below(5) == 0 ? random.below(100) : 0;
    number += 1 + left_out;
    lost += left_out;
    const SequenceFacts facts = tracker.observe(static_cast<std::uint8_t>(number));
    EXPECT_EQ(facts.step == gap, left_out > 0);
    missing += facts.missing;
  }
  EXPECT_EQ(missing, lost);
}

}  // namespace
}  // namespace plumbline::track

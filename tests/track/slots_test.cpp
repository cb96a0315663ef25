// Slot numbers that do not wrap with frameId.
#include "track/slots.h"

#include <gtest/gtest.h>

#include "base/random.h"

namespace plumbline::track {
namespace {

radio::RadioTime at(std::int64_t frame, unsigned subframe = 0, unsigned slot = 0) {
  return {static_cast<std::uint8_t>(frame), static_cast<std::uint8_t>(subframe),
          static_cast<std::uint8_t>(slot), 0};
}

TEST(SlotUnwrap, CountsOnOverManyWraps) {
  SlotUnwrap slots;
  const SlotNumber start = slots.observe(at(250));
  for (std::int64_t frame = 251; frame < 250 + 2000; ++frame)
    EXPECT_EQ(slots.observe(at(frame)) - start, (frame - 250) << 10) << frame;
}

TEST(SlotUnwrap, IsEqualForEqualTimesWhicheverCameBetween) {
  SlotUnwrap slots;
  const SlotNumber a = slots.observe(at(10, 3, 1));
  for (const int frame : {11, 12, 130, 9, 140}) slots.observe(at(frame));  // ahead by up to 130
  EXPECT_EQ(slots.observe(at(13)) >> 10, (a >> 10) + 3);
  EXPECT_EQ(slots.observe(at(12)) >> 10, (a >> 10) + 2);
}

TEST(SlotUnwrap, OrdersTimesWithin128FramesOfTheNewest) {
  SlotUnwrap slots;
  Random random{9};
  std::int64_t newest = 1000;
  const SlotNumber origin = slots.observe(at(newest));
  for (int i = 0; i < 20'000; ++i) {
    const std::int64_t frame = newest - 128 + static_cast<std::int64_t>(random.below(256));
    const auto subframe = static_cast<unsigned>(random.below(10)),
               slot = static_cast<unsigned>(random.below(8));
    EXPECT_EQ(slots.observe(at(frame, subframe, slot)) - origin,
              ((frame - 1000) << 10) + (subframe << 6) + slot);
    newest = std::max(newest, frame);
  }
}

TEST(SlotUnwrap, StaysPositiveUnderHostileJumps) {
  Random random{3};
  for (int run = 0; run < 100; ++run) {
    SlotUnwrap slots;
    for (int i = 0; i < 1000; ++i) {
      const radio::RadioTime time{static_cast<std::uint8_t>(random.next()),
                                  static_cast<std::uint8_t>(random.below(16)),
                                  static_cast<std::uint8_t>(random.below(64)), 0};
      const SlotNumber slot = slots.observe(time);
      EXPECT_GE(slot, 0);
      EXPECT_EQ(radio_time(slot), time);
    }
  }
}

TEST(SlotNumber, TellsSubframesWithoutGapsBetweenFrames) {
  SlotUnwrap slots;
  const SlotNumber last = slots.observe(at(7, 9, 1)), next = slots.observe(at(8, 0, 0));
  EXPECT_EQ(subframes(next) - subframes(last), 1);
  EXPECT_EQ(subframes(slots.observe(at(9, 0, 0))) - subframes(next), 10);
}

}  // namespace
}  // namespace plumbline::track

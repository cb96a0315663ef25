// What the observer makes of frames.
#include <gtest/gtest.h>

#include "emulator/traffic.h"
#include "suite/links.h"
#include "suite/mutants/edit.h"
#include "suite/observed.h"

namespace plumbline::suite::test {
namespace {

using radio::Direction;
using radio::Plane;

/// Frames of the example link, one radio frame of both sides.
std::vector<Frame> frames_of(const profile::Link& link) {
  auto traffic = emulator::Traffic::make(link, {.start = start_of(1)});
  EXPECT_TRUE(traffic);
  std::vector<Frame> frames;
  std::vector<emulator::TimedFrame> batch;
  for (bool more = true; more;) {
    more = traffic->next(batch);
    for (const emulator::TimedFrame& frame : batch)
      frames.emplace_back(frame.octets.begin(), frame.octets.end());
  }
  return frames;
}

class Observing : public testing::Test {
 protected:
  Observing() : link_{make_setup("example_link", Dut::o_ru).link}, frames_{frames_of(link_)} {}

  /// The first frame of `plane` and `direction`, of PRACH or not.
  Frame first(Plane plane, Direction direction, bool prach = false) {
    for (Frame& octets : frames_)
      if (const Edit frame{octets}; frame.is(plane, direction) && (frame.fields().filter_index != 0) == prach)
        return octets;
    ADD_FAILURE() << "no such frame";
    return {};
  }
  Observed see(const Frame& octets) {
    Observed observed;
    Observer observer{link_, observed};
    io::Packet packet;
    packet.stamp = CaptureTime{Nanos{77}};
    packet.number = 5;
    packet.original_length = static_cast<std::uint32_t>(octets.size());
    packet.octets = octets;
    observer.feed({&packet, 1});
    return observed;
  }

  profile::Link link_;
  std::vector<Frame> frames_;
};

TEST_F(Observing, UplaneSectionBySection) {
  const Observed observed = see(first(Plane::u, Direction::downlink));
  ASSERT_EQ(observed.uplane.size(), 1u);
  const SeenUplane& seen = observed.uplane[0];
  EXPECT_EQ(seen.place.packet, 5u);
  EXPECT_EQ(seen.place.at, CaptureTime{Nanos{77}});
  EXPECT_TRUE(seen.place.from_o_du);
  EXPECT_EQ(seen.prbs.first, 0);
  EXPECT_EQ(seen.prbs.count, 51);
  EXPECT_FALSE(seen.prach);
  EXPECT_EQ(seen.place.parts, 1);
  EXPECT_TRUE(observed.cplane.empty() && observed.others.empty());
}

TEST_F(Observing, SidesChannelsAndFragmentsAreTold) {
  EXPECT_FALSE(see(first(Plane::u, Direction::uplink)).uplane.at(0).place.from_o_du);
  EXPECT_TRUE(see(first(Plane::u, Direction::uplink, true)).uplane.at(0).prach);
  for (const auto& [field, value] : {std::pair{"E", 0u}, std::pair{"subSequenceId", 1u}}) {
    Frame octets = first(Plane::u, Direction::uplink);
    Edit{octets}.set(field, value);
    const Observed observed = see(octets);
    EXPECT_TRUE(observed.uplane.empty()) << field << ": what it says is not known yet";
    EXPECT_EQ(observed.parts.at(0).subsequence, value) << field;
    EXPECT_EQ(observed.parts.at(0).last, value != 0) << field;
  }
}

TEST_F(Observing, CplaneWithItsExtensions) {
  Frame octets = first(Plane::c, Direction::uplink);
  Edit frame{octets};
  frame.set("ef", 1);
  frame.insert(frame.fields().section + 8, {0x8C, 1, 0, 0, 0x0D, 1, 0, 0});
  const Observed observed = see(octets);
  ASSERT_EQ(observed.cplane.size(), 1u);
  EXPECT_EQ(observed.cplane[0].extensions, std::uint64_t{1} << 12 | 1 << 13);
  EXPECT_EQ(observed.cplane[0].section.num_prb, 51);
  EXPECT_EQ(observed.cplane[0].section.extensions.length, 0u) << "borrowed octets are not kept";
}

TEST_F(Observing, WhatIsNeitherIsKeptAsItIs) {
  Frame octets = first(Plane::u, Direction::uplink);
  Edit frame{octets};
  frame.set("ecpriMessage", 5);
  const Observed observed = see(octets);
  EXPECT_TRUE(observed.uplane.empty());
  ASSERT_EQ(observed.others.size(), 1u);
  EXPECT_EQ(observed.others[0].octets.size(), SeenOther::kMostOctets) << "bounded";
  EXPECT_TRUE(std::equal(observed.others[0].octets.begin(), observed.others[0].octets.end(), octets.begin()));
  EXPECT_EQ(see({1, 2, 3}).others.size(), 1u) << "no frame at all";
}

TEST_F(Observing, NothingOfAnUnknownEaxcIsLost) {
  Frame octets = first(Plane::u, Direction::uplink);
  Edit{octets}.set("ecpriPcid", 0x0ABC);
  const Observed observed = see(octets);
  ASSERT_EQ(observed.uplane.size(), 1u);
  EXPECT_EQ(observed.uplane[0].prbs.count, 0);
  EXPECT_EQ(observed.uplane[0].place.eaxc, radio::Eaxc{0x0ABC});
}

TEST_F(Observing, AnyCutIsHarmless) {
  for (const Frame& whole : {first(Plane::u, Direction::uplink), first(Plane::c, Direction::uplink, true)})
    for (std::size_t length = 0; length < std::min<std::size_t>(whole.size(), 120); ++length) {
      Observed observed = see({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length)});
      EXPECT_LE(observed.uplane.size() + observed.cplane.size() + observed.others.size(), 1u);
    }
}

}  // namespace
}  // namespace plumbline::suite::test

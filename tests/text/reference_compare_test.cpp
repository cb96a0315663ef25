// What decode --json says of any octets, against the independent decoder of tests/reference.
#include <gtest/gtest.h>

#include <filesystem>

#include "support/support.h"
#include "text/comparison.h"
#include "text/known_frames.h"
#include "text/random_cplane.h"
#include "text/random_records.h"
#include "text/random_uplane.h"

namespace plumbline::test {
namespace {

class ReferenceCompare : public Comparison {
 protected:
  /// Each message that `make` makes, as it is, mutated, and cut in two ways: four frames a message.
  template <class Make>
  void random_messages(wire::EcpriType type, Make&& make) {
    const std::size_t n = number_of_frames(20'000);
    Random random{n};
    for (std::size_t i = 0; i < n && !enough(); ++i) {
      const Knowledge knowledge = random_knowledge(random);
      compare_around(random_frame(random, make(random, knowledge), type), knowledge, random);
    }
  }
};

TEST_F(ReferenceCompare, RandomCplaneMessages) {
  random_messages(wire::EcpriType::rt_control,
                  [](Random& random, const Knowledge& k) { return random_cplane(random, k.cplane); });
}
TEST_F(ReferenceCompare, RandomRecords) {
  random_messages(wire::EcpriType::rt_control,
                  [](Random& random, const Knowledge& k) { return random_records(random, k.cplane); });
}
TEST_F(ReferenceCompare, RandomUplaneMessages) {
  random_messages(wire::EcpriType::iq_data, [](Random& random, const Knowledge& k) {
    wire::UplaneFormat format = k.format.value_or(wire::UplaneFormat{.dynamic = true});
    format.carrier_prbs = k.cplane.carrier_prbs;
    return random_uplane(random, format);
  });
}

TEST_F(ReferenceCompare, AnnotatedMessagesCutEverywhere) {
  Random random{1};
  for (const Bytes& frame : annotated_frames()) cut_everywhere(frame, random);
}

TEST_F(ReferenceCompare, GoldenPacketsCutEverywhere) {
  PLUMBLINE_SKIP_WITHOUT_SHARED(path, "spec/cus-plane.md");
  const std::vector<Bytes> frames = golden_frames(path);
  EXPECT_GE(frames.size(), 40u);
  Random random{2};
  for (const Bytes& frame : frames) cut_everywhere(frame, random);
}

TEST_F(ReferenceCompare, CapturesOfOthers) {
  PLUMBLINE_SKIP_WITHOUT_SHARED(folder, "captures");
  Random random{3};
  for (const auto& entry : std::filesystem::directory_iterator{folder})
    if (entry.path().extension().string().starts_with(".pcap"))
      compare_capture(entry.path().string(), most_of_a_capture(1'500), false, random);
}

}  // namespace
}  // namespace plumbline::test

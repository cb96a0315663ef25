// What decode --json says of PTP, ESMC and the other eCPRI messages, against the independent decoder of
// tests/reference.
#include <gtest/gtest.h>

#include "support/support.h"
#include "text/comparison.h"
#include "text/known_frames.h"
#include "text/random_sync.h"

namespace plumbline::test {
namespace {

class SyncCompare : public Comparison {
 protected:
  void compare_random(Bytes (*make)(Random&)) {
    const std::size_t n = number_of_frames(5'000);
    Random random{n};
    for (std::size_t i = 0; i < n && !enough(); ++i) compare_around(make(random), {}, random);
    EXPECT_GT(messages(), n * 2);
  }
};

TEST_F(SyncCompare, RandomPtp) { compare_random(random_ptp); }
TEST_F(SyncCompare, RandomEsmc) { compare_random(random_esmc); }
TEST_F(SyncCompare, RandomEcpriMessages) { compare_random(random_ecpri); }

TEST_F(SyncCompare, AnnotatedMessagesCutEverywhere) {
  Random random{1};
  for (const Bytes& frame : annotated_frames({"ptp", "esmc", "message", "delay"})) {
    cut_everywhere(frame, random);
    for (std::size_t n = 0; n <= frame.size() && !enough(); n = after(n)) compare_around(frame, {}, random);
  }
  EXPECT_GT(messages(), 5'000u / kFewer);
}

TEST_F(SyncCompare, CapturesOfOthers) {
  PLUMBLINE_SKIP_WITHOUT_SHARED(folder, "captures");
  Random random{2};
  for (const char* name :
       {"ptp_g82751_announce_attack_15min.pcap", "ptp_g82751_sync_attack.pcap", "esmc_2frames.pcap",
        "untagged_cplane_bfp13_and_ptp.pcap", "ecpri_all_message_types.pcap", "malformed_ecpri_5.pcap"})
    compare_capture(folder + "/" + name, 3'000, true, random);
  EXPECT_GT(messages(), 10'000u);
}

}  // namespace
}  // namespace plumbline::test

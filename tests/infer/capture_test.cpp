// The link printed for a real capture, fed back, fits that capture.
#include <gtest/gtest.h>

#include <cstdlib>
#include <set>

#include "check/checker.h"
#include "io/source.h"
#include "profile/link.h"
#include "support/support.h"

namespace plumbline {
namespace {

struct Case {
  const char* file;
  std::set<std::string>
      faults;  ///< rules that fail for what the capture's description tells, or what the sender does wrong
};

/// The record of a capture under a link.
record::Result check(const std::string& path, const profile::Link* link) {
  check::Checker checker{link};
  auto source = io::open_source(path);
  EXPECT_TRUE(source.has_value());
  for (bool end = !source; !end;) {
    const auto batch = (*source)->next();
    EXPECT_TRUE(batch.has_value());
    if (!batch) break;
    checker.feed(batch->packets);
    end = batch->end;
  }
  return checker.finish();
}

class PrintedLink : public testing::TestWithParam<Case> {};

TEST_P(PrintedLink, FitsTheCaptureItWasInferredFrom) {
  PLUMBLINE_SKIP_WITHOUT_SHARED(path, std::string{"captures/"} + GetParam().file);
  const test::TempDir folder;
  const std::string yaml = folder / "link.yaml";
  // The report goes nowhere; its status says what fails without a link.
  const int status = std::system(
      (std::string{PLUMBLINE_BINARY} + " check '" + path + "' --print-link '" + yaml + "' >/dev/null")
          .c_str());
  ASSERT_NE(status, -1);
  const auto link = profile::load_link(yaml);
  ASSERT_TRUE(link.has_value()) << link.error().what << "\n" << test::read_file(yaml);
  const record::Result before = check(path, nullptr), after = check(path, &*link);
  EXPECT_EQ(after.totals().packets(), before.totals().packets());
  EXPECT_EQ(after.totals().messages(), before.totals().messages());
  EXPECT_EQ(after.totals().c_plane(), before.totals().c_plane());
  EXPECT_EQ(after.totals().u_plane(), before.totals().u_plane());
  EXPECT_EQ(after.totals().format_unknown(), 0u);
  std::set<std::string> failed;
  for (const record::RuleResult& rule : after.rules())
    if (rule.fail() > rule.consequences() && rule.level() == record::LEVEL_MUST) failed.insert(rule.id());
  EXPECT_EQ(failed, GetParam().faults) << test::read_file(yaml);
}

// CUS-SEQ-001: frames repeated, lost or out of order by the sender. CUS-C-004: srsRAN counts slotId of a long
// PRACH in slots of the carrier. CUS-CU-001: xran sends a few packets before their C-plane, and DL in UL
// slots; CUS-CU-002: it labels the second PRACH occasion of a slot as if it followed the first.
// CUS-COMP-005 and 023: samples that are random octets, headers written over samples, and samples that fill
// all bits in I and in Q. testvectors/captures/README.md tells of each packet.
INSTANTIATE_TEST_SUITE_P(
    , PrintedLink,
    testing::Values(
        Case{"real_du_dl_bfp9_1eaxc.pcap", {}}, Case{"real_viavi_dl_none16_2eaxc.pcap", {"CUS-COMP-023"}},
        Case{"real_ul_bfp9_4eaxc.pcap", {}}, Case{"srsran_ofh_20mhz_bfp9_dynhdr.pcap", {}},
        Case{"srsran_ofh_20mhz_none16_static_mtu1500.pcap", {"CUS-COMP-023"}},
        Case{"untagged_cplane_bfp13_and_ptp.pcap", {}},
        Case{"uplane_dl_none16.pcapng", {"CUS-COMP-023", "CUS-SEQ-001"}},
        Case{"cplane_ul_st1.pcapng", {"CUS-SEQ-001"}},
        Case{"srsran_20MHz_tdd_4x2_bfp9_prach0.pcap", {"CUS-C-004", "CUS-COMP-005"}},
        Case{"srsran_gnb_testmode_20MHz_tdd_2x1_bfp9_prachB4.pcap", {"CUS-COMP-005", "CUS-SEQ-001"}},
        Case{"xran_catA_20MHz_tdd_bfp14_multisection_prachA.pcap",
             {"CUS-COMP-005", "CUS-COMP-023", "CUS-CU-001", "CUS-CU-002"}},
        Case{"xran_catB_10MHz_bfp9_ext11_prachA.pcap", {"CUS-COMP-023", "CUS-CU-001", "CUS-CU-002"}}),
    [](const auto& param) {
      std::string name = param.param.file;
      return name.substr(0, name.find('.'));
    });

}  // namespace
}  // namespace plumbline

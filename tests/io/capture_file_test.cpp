#include "io/capture_file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <utility>

#include "io/capture_builder.h"

namespace plumbline::io::testing {
namespace {

/// Hands out octets in pieces of odd sizes, as pipes do, and may fail at the end.
class Dribble final : public OctetStream {
 public:
  Dribble(OctetList octets, std::size_t most, std::optional<StreamTrouble> trouble = {})
      : octets_{std::move(octets)}, most_{most}, at_end_{std::move(trouble)} {}
  std::size_t read(std::span<std::uint8_t> space) override {
    const std::size_t n = std::min({space.size(), octets_.size() - at_, 1 + at_ % most_});
    std::copy_n(octets_.begin() + static_cast<std::ptrdiff_t>(at_), n, space.begin());
    at_ += n;
    if (n == 0) trouble_ = at_end_;
    return n;
  }
  const std::optional<StreamTrouble>& trouble() const override { return trouble_; }
  std::uint64_t stored_octets_read() const override { return at_; }

 private:
  OctetList octets_;
  std::size_t most_;
  std::size_t at_ = 0;
  std::optional<StreamTrouble> at_end_, trouble_;
};

OctetList some_capture() {
  OctetList file = section(false) + interface_block(false);
  for (unsigned i = 0; i < 600; ++i) {
    const OctetList more = enhanced(false, 0, i + 1, frame(60 + i, i));
    file.insert(file.end(), more.begin(), more.end());
    if (i % 100 == 0) file = file + block(4, Builder{false}.raw(OctetList(i, 9)).u32(0));
  }
  return file;
}

TEST(CaptureFile, PiecesOfAnySizeGiveTheSamePackets) {
  const OctetList file = some_capture();
  auto whole = open_capture(file, "whole");
  const auto expected = read_all(**whole);
  ASSERT_EQ(expected.size(), 600u);
  for (const std::size_t most : {std::size_t{1}, std::size_t{7}, std::size_t{1500}, std::size_t{70'000}}) {
    auto source = open_capture(std::make_unique<Dribble>(file, most), "test");
    ASSERT_TRUE(source);
    EXPECT_EQ(read_all(**source), expected) << most;
  }
}

TEST(CaptureFile, PacketsOfABatchStayUntilTheNext) {
  OctetList file = pcap_header(false);
  for (unsigned i = 0; i < 1200; ++i) {
    const OctetList more = pcap_record(false, i + 1, 0, frame(3001, i));
    file.insert(file.end(), more.begin(), more.end());
  }
  auto source = open_capture(std::make_unique<Dribble>(file, 50'000), "test");
  std::uint64_t number = 0;
  for (;;) {
    const auto batch = (*source)->next();
    ASSERT_TRUE(batch);
    EXPECT_LE(batch->packets.size(), 256u);
    for (const Packet& packet : batch->packets) {
      const OctetList expected = frame(3001, static_cast<unsigned>(number));
      EXPECT_TRUE(std::equal(expected.begin(), expected.end(), packet.octets.begin(), packet.octets.end()));
      EXPECT_EQ(packet.number, ++number);
    }
    if (batch->end) break;
  }
  EXPECT_EQ(number, 1200u);
}

TEST(CaptureFile, AReadErrorIsAnErrorAfterWhatCameBefore) {
  const OctetList file =
      pcap_header(false) + pcap_record(false, 1, 0, frame(60)) + pcap_record(false, 1, 0, frame(60));
  const StreamTrouble trouble{StreamTrouble::Kind::broken, "Input/output error"};
  auto source = open_capture(std::make_unique<Dribble>(file, 40, trouble), "disk.pcap");
  ASSERT_TRUE(source);
  std::size_t packets = 0;
  for (;;) {
    const auto batch = (*source)->next();
    if (!batch) {
      EXPECT_EQ(batch.error().what, "disk.pcap: reading failed after 176 octets: Input/output error");
      break;
    }
    ASSERT_FALSE(batch->end);
    packets += batch->packets.size();
  }
  EXPECT_EQ(packets, 2u);
}

class CaptureFileOnDisk : public ::testing::Test {
 protected:
  CaptureFileOnDisk() {
    std::string pattern = (std::filesystem::temp_directory_path() / "plumbline_XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
  }
  ~CaptureFileOnDisk() override { std::filesystem::remove_all(folder_); }
  std::string write(const std::string& name, const OctetList& octets) {
    const std::string path = (folder_ / name).string();
    std::ofstream{path, std::ios::binary}.write(reinterpret_cast<const char*>(octets.data()),
                                                static_cast<std::streamsize>(octets.size()));
    return path;
  }
  std::filesystem::path folder_;
};

TEST_F(CaptureFileOnDisk, ErrorsSayWhatIsWrongAndWhatToDo) {
  const auto text = [](std::string_view t) { return OctetList(t.begin(), t.end()); };
  struct Case {
    std::string path;
    std::string what;
    std::string remedy;
  };
  const Case cases[] = {
      {(folder_ / "no").string(), "No such file", "check the path"},
      {folder_.string(), "this is a directory", "name a capture file in it"},
      {write("empty", {}), "the file is empty", "nothing was captured"},
      {write("one", {0xd4}), "it begins with d4", "pcap or pcapng"},
      {write("text", text("hello world")), "it begins with 68 65 6c 6c", "pcap or pcapng"},
      {write("xz", {0xfd, '7', 'z', 'X', 'Z', 0, 0}), "xz compressed", "xz -dk"},
      {write("zip", text("PK\x03\x04")), "a zip archive", "unzip"},
      {write("snoop", {'s', 'n', 'o', 'o', 'p', 0, 0, 0}), "a snoop capture", "editcap"},
      {write("lcap", {0xac, 1, 0, 0x1c}), "IXIA", "editcap"},
      {write("cut", {0x0a, 0x0d, 0x0d, 0x0a, 0}), "the first pcapng block cannot be read", "get it again"},
      {write("gz", {0x1f, 0x8b, 8, 0}), "cut short", "whole"},
      {write("zst", {0x28, 0xb5, 0x2f, 0xfd}), "cut short", "whole"},
  };
  for (const Case& one : cases) {
    const auto source = open_capture_file(one.path, one.path);
    ASSERT_FALSE(source) << one.path;
    EXPECT_TRUE(source.error().what.starts_with(one.path + ": ")) << source.error().what;
    EXPECT_NE(source.error().what.find(one.what), std::string::npos) << source.error().what;
    EXPECT_NE(source.error().remedy.find(one.remedy), std::string::npos) << source.error().remedy;
  }
}

TEST_F(CaptureFileOnDisk, AFileThatMayNotBeReadSaysSo) {
  const std::string path = write("secret", {1});
  ::chmod(path.c_str(), 0);
  if (::access(path.c_str(), R_OK) == 0) GTEST_SKIP() << "running as root, who may read everything";
  EXPECT_NE(open_capture_file(path, path).error().remedy.find("right to read"), std::string::npos);
}

TEST_F(CaptureFileOnDisk, StandardInputIsDash) {
  const std::string path = write("x", pcap_header(false) + pcap_record(false, 1, 0, frame(60)));
  const int saved = ::dup(STDIN_FILENO);
  const int file = ::open(path.c_str(), O_RDONLY);
  ASSERT_GE(::dup2(file, STDIN_FILENO), 0);
  auto source = open_capture_file("-", "-");
  ::dup2(saved, STDIN_FILENO);
  ::close(saved);
  ::close(file);
  ASSERT_TRUE(source);
  EXPECT_EQ(read_all(**source).size(), 1u);
}

// Captures made by others; the numbers are theirs.
constexpr std::pair<const char*, std::size_t> kShared[] = {
    {"real_du_dl_bfp9_1eaxc.pcap", 448},
    {"real_viavi_dl_none16_2eaxc.pcap", 857},
    {"real_ul_bfp9_4eaxc.pcap", 15},
    {"ecpri_all_message_types.pcap", 18},
    {"cplane_dl_st1_ext1_64x.pcapng", 5},
    {"cplane_ul_st1.pcapng", 5},
    {"uplane_dl_none16.pcapng", 5},
    {"srsran_ofh_20mhz_bfp9_dynhdr.pcap", 1626},
    {"srsran_ofh_20mhz_none16_static_mtu1500.pcap", 1105},
    {"ptp_g82751_announce_attack_15min.pcap", 48212},
    {"ptp_g82751_sync_attack.pcap", 8640},
    {"esmc_2frames.pcap", 2},
    {"untagged_cplane_bfp13_and_ptp.pcap", 16},
    {"malformed_ecpri_5.pcap", 5},
    {"srsran_20MHz_tdd_4x2_bfp9_prach0.pcap", 4500},
    {"srsran_gnb_testmode_20MHz_tdd_2x1_bfp9_prachB4.pcap", 4500},
    {"xran_catA_20MHz_tdd_bfp14_multisection_prachA.pcap", 4000},
    {"xran_catB_10MHz_bfp9_ext11_prachA.pcap", 6500},
};

TEST(CaptureFile, OpensCapturesOfOthersWithTheirNumberOfPackets) {
  const std::filesystem::path folder = std::filesystem::path{PLUMBLINE_SHARED_DIR} / "captures";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no captures of others at " << folder;
  for (const auto& [name, packets] : kShared) {
    const std::string path = (folder / name).string();
    auto source = open_capture_file(path, path);
    ASSERT_TRUE(source) << source.error().what;
    EXPECT_EQ(read_all(**source).size(), packets) << name;
    EXPECT_EQ(warnings_of(**source), "") << name;
    EXPECT_EQ((*source)->info().file_octets_read, (*source)->info().file_octets) << name;
  }
}

}  // namespace
}  // namespace plumbline::io::testing

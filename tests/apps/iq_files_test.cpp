// The files of plumbline iq: grids octet by octet, recordings sample by sample, pictures.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <string>

#include "apps/iq_samples.h"

namespace plumbline::test {
namespace {

/// What a file of numbers must hold: PRBs of `prbs`, symbols from the first one's slot on.
std::string expected_npy(const std::vector<Sent>& all, std::size_t prbs, std::size_t symbols,
                         unsigned shift) {
  std::string header{"\x93NUMPY\x01\x00\x76\x00", 10};
  header += "{'descr': '<i2', 'fortran_order': False, 'shape': (" + std::to_string(symbols) + ", " +
            std::to_string(prbs * 12) + ", 2), }";
  header.resize(127, ' ');
  header += '\n';
  std::string grid(symbols * prbs * 48, '\0');
  for (const Sent& sent : all) {
    const unsigned first = all[0].at.subframe * 2u + all[0].at.slot;
    const int frames = static_cast<std::int8_t>(sent.at.frame - all[0].at.frame);
    const std::size_t symbol =
        static_cast<std::size_t>(frames * 20 +
                                 static_cast<int>(sent.at.subframe * 2u + sent.at.slot - first)) *
            14 +
        sent.at.symbol;
    for (std::size_t i = 0; i < sent.numbers.size(); ++i) {
      const std::size_t prb = sent.start_prb + i / 24 * (sent.every_second ? 2 : 1);
      const auto number = static_cast<std::uint16_t>(
          std::clamp(sent.numbers[i] >> shift, std::int32_t{-32768}, std::int32_t{32767}));
      const std::size_t at = (symbol * prbs + prb) * 48 + i % 24 * 2;
      grid[at] = static_cast<char>(number & 0xFF);
      grid[at + 1] = static_cast<char>(number >> 8);
    }
  }
  return header + grid;
}

TEST(IqFiles, WritesGridsThatHoldEveryNumber) {
  TempDir dir;
  const std::string path = dir.path() + "/known.pcapng", to = dir.path() + "/new/grids";
  Random random{2};
  std::vector<Sent> all;
  // Sections out of order, over the end of the frame numbers, of every second PRB, with a gap between.
  all.push_back({.direction = kUp,
                 .at = {255, 9, 1, 4},
                 .start_prb = 3,
                 .numbers = points(Modulation::qam256, 5, 9000, random)});
  all.push_back({.direction = kUp,
                 .at = {1, 0, 0, 13},
                 .start_prb = 50,
                 .numbers = points(Modulation::qam16, 1, 20000, random)});
  all.push_back({.direction = kUp,
                 .at = {0, 3, 1, 0},
                 .every_second = true,
                 .numbers = points(Modulation::qpsk, 20, 80, random)});
  all.push_back({.direction = kUp,
                 .at = {255, 9, 1, 4},
                 .start_prb = 20,
                 .numbers = points(Modulation::qpsk, 2, 80, random)});
  write_capture(path, all, kNone16);
  const std::string options = " --compression none16 --carrier-prbs 51 --npy ";
  ASSERT_EQ(run("iq " + path + options + to).status, 0);
  const std::size_t symbols = (1 + 20) * 14 + 14;  // to symbol 13 of the last slot
  EXPECT_EQ(read_file(to + "/eaxc0x0000_ul_pusch.npy"), expected_npy(all, 51, symbols, 0));
  const Json index = Json::parse(read_file(to + "/index.json"));
  const Json& file = index["files"][0];
  EXPECT_EQ(file["shape"], (Json{symbols, 612, 2}));
  EXPECT_EQ(file["first"], (Json{{"frame", 255}, {"subframe", 9}, {"slot", 1}, {"symbol", 0}}));
  EXPECT_EQ(file["saturated"], 0);
  EXPECT_EQ(file["sections"], 4);
  EXPECT_EQ(file["scs_assumed"], true);
  EXPECT_NEAR(file["one_dbfs"], -300 * std::log10(2.0), 1e-3);
  // Nothing else is left behind.
  unsigned files = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator{to}) ++files;
  EXPECT_EQ(files, 2u);
}

TEST(IqFiles, GridsClampOrShiftWhatHasMoreThan16Bits) {
  TempDir dir;
  const std::string path = dir.path() + "/large.pcapng", to = dir.path() + "/grids";
  Random random{2};
  std::vector<Sent> all{{.at = {0, 0, 0, 0}, .numbers = points(Modulation::qpsk, 4, 90000, random)}};
  for (std::int32_t& number : all[0].numbers) number = number / 512 * 512;  // exact in nine bits
  write_capture(path, all, kBfp9);
  const std::string options = " --compression bfp9 --carrier-prbs 4 --npy " + to;
  const Ended clamped = run("iq " + path + options);
  EXPECT_EQ(clamped.status, 0);
  EXPECT_NE(clamped.out.find("96 numbers have more than 16 bits"), std::string::npos) << clamped.out;
  EXPECT_EQ(read_file(to + "/eaxc0x0000_dl_pdsch.npy"), expected_npy(all, 4, 1, 0));
  EXPECT_EQ(Json::parse(read_file(to + "/index.json"))["files"][0]["saturated"], 96);
  EXPECT_EQ(run("iq " + path + options + " --shift 2").status, 0);
  EXPECT_EQ(read_file(to + "/eaxc0x0000_dl_pdsch.npy"), expected_npy(all, 4, 1, 2));
  EXPECT_EQ(Json::parse(read_file(to + "/index.json"))["files"][0]["saturated"], 0);
}

TEST(IqFiles, SigmfIsSymbolsInTime) {
  TempDir dir;
  const std::string path = dir.path() + "/tone.pcapng", to = dir.path() + "/sigmf";
  // One tone, a quarter of full scale, three subcarriers above the middle, in symbols 2 and 3 of a slot.
  std::vector<Sent> all;
  for (const std::uint8_t symbol : std::array<std::uint8_t, 2>{2, 3}) {
    Sent sent{.at = {9, 0, 1, symbol}, .numbers = std::vector<std::int32_t>(24 * 24)};
    sent.numbers[2 * (12 * 12 + 3)] = 8192;
    all.push_back(std::move(sent));
  }
  write_capture(path, all, kNone16);
  ASSERT_EQ(run("iq " + path + " --compression none16 --carrier-prbs 24 --sigmf " + to).status, 0);
  const Json meta = Json::parse(read_file(to + "/eaxc0x0000_dl_pdsch.sigmf-meta"));
  EXPECT_EQ(meta["global"]["core:datatype"], "cf32_le");
  EXPECT_EQ(meta["global"]["core:sample_rate"], 512 * 30'000);
  EXPECT_EQ(meta["captures"][0]["plumbline:first_symbol"], "9.0.1.0");
  // Slot 1 begins at half a millisecond: its first symbol has the longer prefix, 44 of 512, the others 36.
  ASSERT_EQ(meta["annotations"].size(), 1u);
  EXPECT_EQ(meta["annotations"][0]["core:sample_start"], 44 + 512 + 36 + 512);
  EXPECT_EQ(meta["annotations"][0]["core:sample_count"], 2 * (36 + 512));
  EXPECT_EQ(meta["annotations"][0]["core:label"], "9.0.1.2");
  const std::string data = read_file(to + "/eaxc0x0000_dl_pdsch.sigmf-data");
  ASSERT_EQ(data.size(), 8u * (44 + 512 + 3 * (36 + 512)));
  const auto sample = [&](std::size_t n) {
    std::array<float, 2> values{};
    std::memcpy(values.data(), data.data() + 8 * n, 8);
    return values;
  };
  EXPECT_EQ(sample(44 + 512 + 36 + 511)[0], 0);
  for (std::size_t n = 0; n < 36 + 512; ++n) {
    const double turn = 2 * 3.14159265358979 * 3 * (static_cast<double>(n) - 36) / 512;
    ASSERT_NEAR(sample(44 + 512 + 36 + 512 + n)[0], 0.25 / std::sqrt(512.0) * std::cos(turn), 1e-6);
    ASSERT_NEAR(sample(44 + 512 + 36 + 512 + n)[1], 0.25 / std::sqrt(512.0) * std::sin(turn), 1e-6);
  }
  unsigned files = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator{to}) ++files;
  EXPECT_EQ(files, 2u);
}

/// Every "<x" has its "</x>" or "/>".
bool is_balanced(const std::string& xml) {
  std::vector<std::string> open;
  for (std::size_t at = xml.find('<'); at != std::string::npos; at = xml.find('<', at + 1)) {
    const std::size_t end = xml.find('>', at);
    if (end == std::string::npos) return false;
    const std::string name = xml.substr(at + 1, xml.find_first_of(" >", at) - at - 1);
    if (name[0] == '/') {
      if (open.empty() || open.back() != name.substr(1)) return false;
      open.pop_back();
    } else if (xml[end - 1] != '/') {
      open.push_back(name);
    }
  }
  return open.empty();
}

TEST(IqFiles, DrawsPicturesOfBoundedSize) {
  TempDir dir;
  const std::string path = dir.path() + "/a<b&.pcapng", to = dir.path() + "/pictures";
  std::vector<Sent> all;
  for (int frame = 0; frame < 3; ++frame)
    for (Sent sent : known_downlink()) {
      sent.at.frame =
          static_cast<std::uint8_t>(sent.at.frame + 20 * frame);  // 23,000 symbols from end to end
      all.push_back(std::move(sent));
    }
  write_capture(path, all, kBfp9);
  ASSERT_EQ(run("iq '" + path + "'" + std::string{kFormat} + " --pictures " + to).status, 0);
  for (const char* name : {"constellation", "spectrum", "grid", "exponents"}) {
    const std::string svg = read_file(to + "/eaxc0x0003_dl_pdsch_" + name + ".svg");
    EXPECT_TRUE(svg.starts_with("<svg ")) << name;
    EXPECT_TRUE(is_balanced(svg)) << name;
    EXPECT_NE(svg.find("a&lt;b&amp;.pcapng"), std::string::npos) << name;
    EXPECT_EQ(svg.find("nan"), std::string::npos) << name;
    EXPECT_LT(svg.size(), 300'000u) << name;
  }
}

TEST(IqFiles, RefusesGridsOfAbsurdSize) {
  TempDir dir;
  const std::string path = dir.path() + "/jumps.pcapng", to = dir.path() + "/grids";
  std::vector<Sent> all;
  for (int n = 0; n < 20; ++n) {
    Sent sent{.at = {static_cast<std::uint8_t>(n * 120), 0, 0, 0},
              .numbers = std::vector<std::int32_t>(24, 5)};
    all.push_back(std::move(sent));
  }
  write_capture(path, all, kBfp9);
  const Ended ended = run("iq " + path + " --compression bfp9 --carrier-prbs 273 --npy " + to);
  EXPECT_EQ(ended.status, 3) << ended.err;
  EXPECT_NE(ended.err.find("more than a file of 4 GiB"), std::string::npos) << ended.err;
  EXPECT_NE(ended.err.find("--slots"), std::string::npos);
  EXPECT_NE(ended.out.find("0x0000"), std::string::npos) << "the table is there all the same";
  EXPECT_TRUE(std::filesystem::is_empty(to));
}

}  // namespace
}  // namespace plumbline::test

// plumbline iq from the command line: what it measures of samples that are known, what it writes, how it
// ends.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "apps/iq_samples.h"

namespace plumbline::test {
namespace {

using Json = nlohmann::json;
using iq::Modulation;
constexpr auto kDown = radio::Direction::downlink, kUp = radio::Direction::uplink;
const iq::Format kBfp9{iq::kMethodBfp, 9}, kNone16{iq::kMethodNone, 16};

struct Ended {
  int status = -1;
  std::string out, err;
};
Ended run(const std::string& arguments) {
  TempDir dir;
  Ended ended;
  const std::string out = dir.path() + "/out", err = dir.path() + "/err";
  const int status =
      std::system((std::string{PLUMBLINE_BINARY} + " " + arguments + " >" + out + " 2>" + err).c_str());
  ended.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  ended.out = read_file(out);
  ended.err = read_file(err);
  return ended;
}
/// The JSON of a run that must end with `status`.
Json measured(const std::string& arguments, int status = 0) {
  const Ended ended = run("iq " + arguments + " --json");
  EXPECT_EQ(ended.status, status) << ended.err << ended.out;
  const Json json = Json::parse(ended.out, nullptr, false);
  EXPECT_FALSE(json.is_discarded()) << ended.out;
  return json;
}
/// The row of that name, null when there is none.
Json row(const Json& json, const std::string& name) {
  for (const Json& one : json["rows"])
    if (one["name"] == name) return one;
  ADD_FAILURE() << "no row " << name << " in " << json["rows"].dump();
  return {};
}
std::string looks_like(const Json& counts) {
  const Json& all = counts["looks_like"]["modulations"];
  return all.empty() ? "" : all[0]["modulation"];
}

const std::string kLink = source_path("testvectors/profiles/example_link.yaml");
constexpr std::string_view kFormat = " --compression bfp9 --carrier-prbs 51";

/// 28 symbols of 51 PRBs downlink of eAxC 3: PRBs 0..25 64QAM, 26..39 QPSK, the rest zero.
std::vector<Sent> known_downlink() {
  Random random{7};
  std::vector<Sent> all;
  for (std::uint8_t n = 0; n < 28; ++n) {
    Sent sent{.eaxc = 3,
              .at = {200, 4, static_cast<std::uint8_t>(n / 14), static_cast<std::uint8_t>(n % 14)}};
    sent.numbers = points(Modulation::qam64, 26, 4000, random);
    const auto qpsk = points(Modulation::qpsk, 14, 2000, random);
    sent.numbers.insert(sent.numbers.end(), qpsk.begin(), qpsk.end());
    sent.numbers.resize(51 * iq::kNumbersPerPrb);
    all.push_back(std::move(sent));
  }
  return all;
}

TEST(Iq, TellsTheLevelsOfGeneratedTraffic) {
  TempDir dir;
  const std::string path = dir.path() + "/gen.pcapng";
  ASSERT_EQ(run("gen --link " + kLink + " --frames 2 --to " + path).status, 0);
  const Json json = measured(path + " --link " + kLink);
  // The generator's numbers: I and Q the sum of four uniform ones of 12 bits each: I^2 + Q^2 is
  // 2 x 4 x (2^24 - 1) / 12 = 1.1185e7, 70.486 dB; full scale of BFP 9 is 2^46.
  const double expected = 10 * std::log10(2.0 * 4 * ((1 << 24) - 1) / 12) - 460 * std::log10(2.0);
  for (const char* name : {"eaxc0x0000_dl_pdsch", "eaxc0x0001_dl_pdsch", "eaxc0x0000_ul_pusch"}) {
    const Json one = row(json, name);
    EXPECT_NEAR(one["rms_dbfs"], expected, 0.15) << name;
    EXPECT_EQ(one["zero_prbs"], 0);
    EXPECT_NEAR(one["occupied"], 1, 1e-9);
    EXPECT_EQ(one["clipped"], 0);
    EXPECT_EQ(looks_like(one), "") << one.dump();
    EXPECT_EQ(one["grid_prbs"], 51);
  }
  // Per frame 14 DL slots of 14 symbols and two special ones of 6 (DDDDDDDSUU, twice).
  EXPECT_EQ(row(json, "eaxc0x0000_dl_pdsch")["symbols"], 2 * (14 * 14 + 2 * 6));
  EXPECT_EQ(row(json, "eaxc0x0000_dl_pdsch")["prbs"], 2 * (14 * 14 + 2 * 6) * 51);
  EXPECT_GT(row(json, "eaxc0x0004_ul_prach")["symbols"], 0);
  for (const auto& [name, count] : json["skipped"].items()) EXPECT_EQ(count, 0) << name;
}

TEST(Iq, SameInputPrintsTheSame) {
  TempDir dir;
  const std::string path = dir.path() + "/gen.pcapng";
  ASSERT_EQ(run("gen --link " + kLink + " --frames 1 --to " + path).status, 0);
  EXPECT_EQ(run("iq " + path + " -v").out, run("iq " + path + " -v").out);
  EXPECT_EQ(measured(path), measured(path));
}

TEST(Iq, FindsTheConstellationsOfAllocationsSideBySide) {
  TempDir dir;
  const std::string path = dir.path() + "/known.pcapng";
  write_capture(path, known_downlink(), kBfp9);
  const Json json = measured(path + std::string{kFormat});
  const Json one = row(json, "eaxc0x0003_dl_pdsch");
  EXPECT_EQ(one["prbs"], 28 * 51);
  EXPECT_EQ(one["zero_prbs"], 28 * 11);
  EXPECT_NEAR(one["occupied"], 40.0 / 51, 1e-6);
  EXPECT_EQ(one["by_symbol"].size(), 14u);
  EXPECT_EQ(one["by_symbol"][5]["symbols"], 2);
  double qam64 = 0, qpsk = 0, all = one["looks_like"]["res"];
  for (const Json& found : one["looks_like"]["modulations"]) {
    if (found["modulation"] == "64QAM") qam64 = found["res"];
    if (found["modulation"] == "QPSK") qpsk = found["res"];
    EXPECT_LT(found["evm"], 0.02) << found.dump();  // what nine bits leave
  }
  EXPECT_EQ(all, 28 * 40 * 12);
  EXPECT_GT(qam64 / all, 0.55);  // 26 of 40 PRBs, less what lies across their border
  EXPECT_GT(qpsk / all, 0.24);
  // Power: 26 PRBs of 4000^2 and 14 of 2000^2, of 40.
  EXPECT_NEAR(one["rms_dbfs"], 10 * std::log10((26 * 16e6 + 14 * 4e6) / 40) - 460 * std::log10(2.0), 0.05);
  const Ended table = run("iq -v " + path + std::string{kFormat});
  EXPECT_NE(table.out.find("64QAM"), std::string::npos) << table.out;
  EXPECT_NE(table.out.find("symbol 13"), std::string::npos);
  EXPECT_NE(table.out.find("as told, bfp9 without udCompHdr"), std::string::npos);
}

TEST(Iq, ReadsUdCompHdrAndFollowsItsChanges) {
  TempDir dir;
  const std::string first = dir.path() + "/a.pcapng", second = dir.path() + "/b.pcapng";
  Random random{1};
  const std::vector<Sent> all{
      {.eaxc = 9, .at = {1, 2, 0, 3}, .numbers = points(Modulation::qam16, 8, 300, random)}};
  write_capture(first, all, kBfp9, true);
  write_capture(second, all, kNone16, true);
  const Json json = measured(first + " " + second + " --dynamic");
  EXPECT_EQ(looks_like(row(json, "eaxc0x0009_dl_pdsch_bfp9")), "16QAM");
  EXPECT_EQ(looks_like(row(json, "eaxc0x0009_dl_pdsch_none16")), "16QAM");
  // The same without a word: one message is enough to see that a udCompHdr is there.
  EXPECT_EQ(looks_like(row(measured(first), "eaxc0x0009_dl_pdsch")), "16QAM");
}

TEST(Iq, TakesOnlyWhatWasAskedFor) {
  TempDir dir;
  const std::string path = dir.path() + "/known.pcapng";
  write_capture(path, known_downlink(), kBfp9);
  EXPECT_EQ(row(measured(path + " --slots 200.4.1" + std::string{kFormat}), "eaxc0x0003_dl_pdsch")["symbols"],
            14);
  for (const char* nothing : {" --direction ul", " --eaxc 4-9", " --slots 7"}) {
    const Json json = measured(path + nothing + std::string{kFormat});
    EXPECT_TRUE(json["rows"].empty()) << nothing;
    EXPECT_EQ(json["skipped"]["filtered"], 28);
  }
}

TEST(Iq, LevelsFollowFsOffset) {
  TempDir dir;
  const std::string path = dir.path() + "/known.pcapng";
  write_capture(path, known_downlink(), kBfp9);
  const double plain = row(measured(path + std::string{kFormat}), "eaxc0x0003_dl_pdsch")["rms_dbfs"];
  const double less =
      row(measured(path + std::string{kFormat} + " --fs-offset 10"), "eaxc0x0003_dl_pdsch")["rms_dbfs"];
  EXPECT_NEAR(less - plain, 30.1030, 1e-3);
}

TEST(Iq, SaysWhatMakesSamplesDoubtful) {
  TempDir dir;
  const std::string path = dir.path() + "/doubt.pcapng";
  Random random{4};
  std::vector<Sent> all(1);
  all[0].numbers = points(Modulation::qpsk, 20, 900, random);
  for (std::int32_t& number : all[0].numbers)  // little-endian
    number = static_cast<std::int16_t>((number & 0xFF) << 8 | (number >> 8 & 0xFF));
  write_capture(path, all, kNone16);
  EXPECT_NE(run("iq " + path + " --compression none16").out.find("little-endian"), std::string::npos);
  // Read as BFP 15 (46 octets a PRB) the same octets have exponents with reserved bits.
  all[0].numbers = points(Modulation::qpsk, 23, 30000, random);
  write_capture(path, all, kNone16);
  const Json json = measured(path + " --compression none16");
  EXPECT_EQ(json["rows"][0]["reserved_prbs"], 0);
  EXPECT_EQ(run("iq " + path + " --compression none16").out.find("doubtful"), std::string::npos);
}

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

TEST(Iq, WritesGridsThatHoldEveryNumber) {
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

TEST(Iq, GridsClampOrShiftWhatHasMoreThan16Bits) {
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

TEST(Iq, SigmfIsSymbolsInTime) {
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

TEST(Iq, DrawsPicturesOfBoundedSize) {
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

TEST(Iq, SaysWhatIsWrongAndEndsWithTheStatusForIt) {
  TempDir dir;
  const std::string path = dir.path() + "/known.pcapng", file = dir.path() + "/file";
  write_capture(path, known_downlink(), kBfp9);
  write_file(file, "x");
  struct Case {
    std::string arguments, says;
    int status;
  };
  const Case cases[] = {
      {path + " --eaxc 70000", "is no eAxC id", 2},
      {path + " --slots x", "not a range of slots", 2},
      {path + " --compression bfp17", "not a method and a width", 2},
      {path + " --compression bfp9 --link " + kLink, "excludes", 2},
      {path + " --direction both", "--direction", 2},
      {path + " --link nolink.yaml", "nolink.yaml", 2},
      {path + " --scs-khz 45", "--scs-khz", 2},
      {path + " --npy " + file, "cannot be made", 3},
      {path + " --pictures " + file + "/in", "cannot be made", 3},
      {path + " --sigmf /proc/nothing", "cannot be made", 3},
      {dir.path() + "/none.pcap", "none.pcap", 3},
      {"", "SOURCE", 2},
  };
  for (const Case& one : cases) {
    const Ended ended = run("iq " + one.arguments);
    EXPECT_EQ(ended.status, one.status) << one.arguments << ended.err;
    EXPECT_NE(ended.err.find(one.says), std::string::npos) << one.arguments << "\n" << ended.err;
    EXPECT_EQ(ended.out, "") << one.arguments;
  }
}

TEST(Iq, CountsWhatCannotBeRead) {
  TempDir dir;
  const std::string known = dir.path() + "/known.pcapng", cut = dir.path() + "/cut.pcapng";
  write_capture(known, known_downlink(), kBfp9);
  const Json wrong = measured(known + " --compression bfp14", 4);
  EXPECT_EQ(wrong["skipped"]["misfit"], 28);
  EXPECT_NE(run("iq " + known + " --compression bfp14").out.find("no samples could be read"),
            std::string::npos);
  ASSERT_EQ(run("gen --link " + kLink + " --frames 1 --snaplen 200 --to " + cut).status, 0);
  EXPECT_GT(measured(cut + " --link " + kLink, 4)["skipped"]["cut"], 500);
  // A file that ends within a packet: what came before counts, and the source says so.
  const std::string octets = read_file(known);
  write_file(cut, octets.substr(0, octets.size() / 2));
  const Ended half = run("iq " + cut + std::string{kFormat} + " --json");
  EXPECT_EQ(half.status, 0);
  EXPECT_NE(half.err.find("cut.pcapng"), std::string::npos) << half.err;
  EXPECT_EQ(Json::parse(half.out)["rows"][0]["symbols"], 13);
}

TEST(Iq, RefusesGridsOfAbsurdSize) {
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

TEST(Iq, SeesTheConstellationsOfRealUnits) {
  struct Case {
    const char *file, *row, *looks;
    double evm;
  };
  const Case cases[] = {
      {"real_du_dl_bfp9_1eaxc.pcap", "eaxc0x0000_dl_pdsch", "256QAM", 0.015},
      {"real_viavi_dl_none16_2eaxc.pcap", "eaxc0x0001_dl_pdsch", "256QAM", 0.015},
      {"srsran_gnb_testmode_20MHz_tdd_2x1_bfp9_prachB4.pcap", "eaxc0x0000_dl_pdsch", "256QAM", 0.015},
      {"real_ul_bfp9_4eaxc.pcap", "eaxc0x0000_ul_pusch", "", 0},
  };
  for (const Case& one : cases) {
    const auto path = shared_path(std::string{"captures/"} + one.file);
    if (!path) GTEST_SKIP() << "captures of others are not there: " << one.file;
    const Json found = row(measured(*path), one.row);
    const Json& all = found["looks_like"]["modulations"];
    Json most{{"res", 0}, {"modulation", ""}, {"evm", 0}};
    for (const Json& modulation : all)
      if (modulation["res"] > most["res"]) most = modulation;
    EXPECT_EQ(most["modulation"], one.looks) << one.file;
    EXPECT_LE(most["evm"], one.evm) << one.file;
  }
}

}  // namespace
}  // namespace plumbline::test

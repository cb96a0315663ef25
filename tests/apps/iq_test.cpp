// plumbline iq from the command line: what it measures of samples that are known, how it ends.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <string>

#include "apps/iq_samples.h"

namespace plumbline::test {
namespace {

const std::string kLink = source_path("testvectors/profiles/example_link.yaml");

std::string looks_like(const Json& counts) {
  const Json& all = counts["looks_like"]["modulations"];
  return all.empty() ? "" : all[0]["modulation"];
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

TEST(Iq, CountsASymbolOnceHoweverManySectionsItHas) {
  TempDir dir;
  const std::string path = dir.path() + "/parts.pcapng";
  std::vector<Sent> all;
  for (const std::uint8_t symbol : std::array<std::uint8_t, 4>{0, 1, 0, 0})
    all.push_back({.at = {0, 0, 0, symbol},
                   .start_prb = static_cast<std::uint16_t>(2 * all.size()),
                   .numbers = std::vector<std::int32_t>(2 * 24, 7)});
  write_capture(path, all, kBfp9);
  const Json one = row(measured(path + std::string{kFormat}), "eaxc0x0000_dl_pdsch");
  EXPECT_EQ(one["symbols"], 2);
  EXPECT_EQ(one["sections"], 4);
  EXPECT_NEAR(one["occupied"], 8.0 / (2 * 51), 1e-6);
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

TEST(Iq, LevelsFollowTheFsOffsetOfTheLinkUnlessTold) {
  TempDir dir;
  const std::string path = dir.path() + "/known.pcapng", link = dir.path() + "/link.yaml";
  write_capture(path, known_downlink(), kBfp9);
  write_link(link, "method: bfp, width: 9, fs_offset: 10");
  const double plain = row(measured(path + std::string{kFormat}), "eaxc0x0003_dl_pdsch")["rms_dbfs"];
  struct Case {
    const char* options;
    unsigned offset;
  };
  for (const auto& [options, offset] : {Case{"", 10}, Case{" --fs-offset 0", 0}, Case{" --fs-offset 4", 4}}) {
    const Json one = row(measured(path + " --link " + link + options), "eaxc0x0003_dl_pdsch");
    EXPECT_EQ(one["fs_offset"], offset) << options;
    EXPECT_NEAR(double{one["rms_dbfs"]} - plain, 10 * std::log10(2.0) * offset, 1e-3) << options;
  }
  const std::string grids = dir.path() + "/grids";
  const Ended table = run("iq " + path + " --link " + link + " --npy " + grids);
  EXPECT_NE(table.out.find("bfp9 with FS_Offset 10: 0 dBFS is I² + Q² = 2^36"), std::string::npos)
      << table.out;
  EXPECT_NEAR(Json::parse(read_file(grids + "/index.json"))["files"][0]["one_dbfs"], -360 * std::log10(2.0),
              1e-3);
}

TEST(Iq, SignsOfMulawFollowTheLinkUnlessTold) {
  TempDir dir;
  const std::string path = dir.path() + "/mulaw.pcapng", link = dir.path() + "/link.yaml";
  std::vector<Sent> all = known_downlink();
  for (Sent& sent : all) sent.choices.sign = iq::Sign::magnitude;
  write_capture(path, all, {iq::kMethodMuLaw, 9});
  // Read the wrong way, negative numbers have other sizes: nothing is left of the QPSK.
  const auto shows_qpsk = [&](const std::string& compression, const std::string& options) {
    write_link(link, "method: mu_law, width: 9" + compression);
    const Json one = row(measured(path + " --link " + link + options), "eaxc0x0003_dl_pdsch");
    return looks_like(one) == "QPSK";
  };
  EXPECT_TRUE(shows_qpsk(", mulaw_sign: sign_magnitude", ""));
  EXPECT_FALSE(shows_qpsk(", mulaw_sign: sign_magnitude", " --mulaw-sign twos_complement"));
  EXPECT_FALSE(shows_qpsk(", mulaw_sign: twos_complement", ""));
  EXPECT_TRUE(shows_qpsk(", mulaw_sign: twos_complement", " --mulaw-sign sign_magnitude"));
  EXPECT_FALSE(shows_qpsk("", ""));
  EXPECT_TRUE(shows_qpsk("", " --mulaw-sign sign_magnitude"));
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
  for (const std::uint8_t reserved : std::array<std::uint8_t, 2>{0, 0x50}) {
    all[0].numbers = points(Modulation::qpsk, 20, 900, random);
    all[0].reserved = reserved;
    write_capture(path, all, kBfp9);
    const std::string options = path + " --compression bfp9";
    EXPECT_EQ(measured(options)["rows"][0]["reserved_prbs"], reserved == 0 ? 0 : 1);
    EXPECT_EQ(run("iq " + options).out.find("doubtful") == std::string::npos, reserved == 0);
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
      {path + " --carrier-prbs 51", "in which format?", 2},
      {path + " --ud-comp-len", "which method and width?", 2},
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

TEST(Iq, LeavesFragmentsOutAndSaysSo) {
  TempDir dir;
  const std::string path = dir.path() + "/pieces.pcapng";
  const std::vector<std::int32_t> numbers(24, 7);
  write_capture(
      path,
      {{.numbers = numbers, .last = false}, {.numbers = numbers, .subsequence = 1}, {.numbers = numbers}},
      kBfp9);
  const Json json = measured(path + " --compression bfp9");
  EXPECT_EQ(json["skipped"]["fragments"], 2);
  EXPECT_EQ(json["rows"][0]["prbs"], 1);
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

TEST(Iq, SeesWhatIsWrongInACaptureOfAnother) {
  const auto path = shared_path("captures/xran_catA_20MHz_tdd_bfp14_multisection_prachA.pcap");
  if (!path) GTEST_SKIP() << "captures of others are not there";
  // Its PRACH numbers are little-endian (RMS 3040 of a sender told 3000, 18,399 the other way round), and
  // some PRBs of its DL are no BFP at all.
  const std::string out = run("iq " + *path).out;
  EXPECT_NE(out.find("eaxc0x0002_ul_prach: octets the other way round"), std::string::npos) << out;
  EXPECT_NE(out.find("eaxc0x0000_dl_pdsch: 265 PRBs have bits set"), std::string::npos) << out;
  EXPECT_EQ(out.find("ul_pusch:"), std::string::npos) << out;
}

}  // namespace
}  // namespace plumbline::test

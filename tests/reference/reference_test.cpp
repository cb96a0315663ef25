// Octets annotated by hand from the standard, against the second decoder. Expectations name what matters of a
// message; lists must have the length told.
#include "reference/reference.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "support/hex.h"

namespace reference {
namespace {

constexpr std::string_view kEthernet = "02 00 00 00 00 01 02 00 00 00 00 02 ae fe ";

Json decode(std::string_view ecpri, const Parameters& parameters = {}) {
  const Octets octets = plumbline::test::from_hex(std::string{kEthernet}.append(ecpri));
  return decode_frame(octets, octets.size(), parameters);
}

/// What of `expected` is not so in `told`, empty when all is.
std::string difference(const Json& expected, const Json& told, const std::string& path) {
  if (expected.is_object()) {
    for (const auto& [key, value] : expected.items()) {
      if (!told.is_object() || !told.contains(key)) return path + "/" + key + " is not told";
      const std::string inner = difference(value, told[key], path + "/" + key);
      if (!inner.empty()) return inner;
    }
    return {};
  }
  if (expected.is_array()) {
    if (!told.is_array() || told.size() != expected.size()) return path + ": " + told.dump();
    for (std::size_t i = 0; i < expected.size(); ++i) {
      const std::string inner = difference(expected[i], told[i], path + "/" + std::to_string(i));
      if (!inner.empty()) return inner;
    }
    return {};
  }
  return expected == told ? std::string{} : path + ": " + told.dump() + ", expected " + expected.dump();
}

struct Packet {
  const char* name;
  const char* ecpri;
  const char* expected;
  Parameters parameters = {};
};

void check(const std::vector<Packet>& packets) {
  for (const Packet& packet : packets) {
    const Json told = decode(packet.ecpri, packet.parameters);
    ASSERT_EQ(told.size(), 1u) << packet.name;
    EXPECT_EQ(difference(Json::parse(packet.expected), told[0], ""), "") << packet.name;
    EXPECT_FALSE(told[0].contains("fault")) << packet.name << told[0];
    EXPECT_FALSE(told[0].contains("octetsBehindSections")) << packet.name;
  }
}

/// A message of which only the one extension of its one section is of interest.
std::string with_extension(const std::string& fields) {
  return R"({"sections":[{"ef":1,"extensions":[)" + fields + "]}]}";
}

TEST(Reference, SectionsOfTypes0135) {
  check({{"A", "10 02 00 14 00 01 00 80 90 2a 30 40 01 01 00 00 00 10 00 6a ff fe 00 05",
          R"({"ecpriRtcid":1,"sequenceId":0,"E":1,"dataDirection":1,"frameId":42,"subframeId":3,"slotId":1,
              "startSymbolId":0,"sections":[{"octet":30,"sectionId":1,"startPrbc":0,"numPrbc":106,
              "reMask":"0xfff",
              "numSymbol":14,"beamId":5}]})"},
         {"C",
          "10 02 00 1c 01 04 01 80 13 2a 90 40 01 03 01 e4 c1 00 00 91 00 30 00 0c ff fc 00 00 ff f3 34 00",
          R"({"filterIndex":3,"timeOffset":484,"frameStructure":"0xc1","cpLength":0,"udIqWidth":9,
              "udCompMeth":1,
              "sections":[{"numPrbc":12,"numSymbol":12,"freqOffset":-3276}]})"},
         {"C2",
          "10 02 00 1c 01 04 02 80 13 2a 90 40 01 03 01 e4 c1 00 00 91 00 30 00 0c ff fc 00 00 00 01 2c 00",
          R"({"sections":[{"freqOffset":300}]})"},
         {"D", "10 02 00 18 00 01 02 80 90 2a 00 07 01 00 00 00 c1 00 00 00 00 a0 00 00 ff f7 00 00",
          R"({"startSymbolId":7,"sectionType":0,"sections":[{"sectionId":10,"numPrbc":0,"numSymbol":7}]})"},
         {"J", "10 02 00 14 00 01 06 80 90 2a 30 40 01 05 00 00 00 70 00 6a ff fe 7f ff",
          R"({"sectionType":5,"sections":[{"ueId":32767}]})"},
         {"K",
          "10 02 00 1c 00 01 08 80 90 2a 30 40 02 01 00 00 00 10 00 32 ff fe 00 01 00 20 32 38 ff fe 00 02",
          R"({"sections":[{"startPrbc":0,"numPrbc":50,"beamId":1},{"startPrbc":50,"numPrbc":56,
              "beamId":2}]})"}});
}

TEST(Reference, Uplane) {
  Parameters dynamic;
  dynamic.dynamic_format = true;
  dynamic.comp_len = true;
  check(
      {{"E",
        "10 00 00 46 00 01 00 80 90 2a 30 40 00 10 04 02 91 00 00 00 00 c0 3f df f8 00 04 7f ff 60 1f ec 88 "
        "04 e0 c8"
        "09 ce 7d c6 41 fe 77 80 0e 40 07 7f 80 20 00 0f f8 00 01 ff 00 00 3f ff f0 08 03 ff fe 40 0f f0 1c "
        "00 3f ff"
        "f0 00",
        R"({"sections":[{"udIqWidth":9,"udCompMeth":1,"firstPrb":4,"prbs":2,"octets":56,
              "compression":"bfp9"}]})",
        dynamic},
       {"U5", "10 00 00 19 00 01 00 80 90 2a 30 40 00 10 04 01 95 00 00 11 80 05 32 67 1f f0 00 08 08",
        R"({"sections":[{"udCompMeth":5,"udCompLen":17,"octets":9}]})", dynamic},
       {"U7",
        "10 00 00 28 00 01 02 80 90 2a 30 40 00 10 04 03 97 00 00 20 08 05 00 01 00 32 67 1f f0 00 08 08 01 "
        "03 82 00"
        "02 00 80 40 40 20 18 0c",
        R"({"sections":[{"udCompLen":32,"sReSMask1":"0x805","sReSMask2":"0x001","prbs":3,"octets":20}]})",
        dynamic},
       {"U8", "10 00 00 1a 00 01 01 80 90 2a 30 40 00 10 04 03 38 00 00 12 08 05 00 01 75 d7 5d 75 d7 40",
        R"({"sections":[{"udCompLen":18,"prbs":3,"octets":6,"compression":"modulation_selective_masks3"}]})",
        dynamic}});
}

TEST(Reference, WeightsOfExtensions1And11And19) {
  const Parameters four{.weights = 4}, two{.weights = 2}, eight{.weights = 8};
  const std::string f = with_extension(R"({"extType":11,"disableBFWs":0,"RAD":1,"numBundPrb":16,"bundles":[
      {"exponent":0,"contInd":0,"beamId":33,"weights":[[100,-100],[255,-256],[0,1],[-1,2]]},
      {"exponent":0,"beamId":34,"weights":[[100,-100],[255,-256],[0,1],[-1,2]]}]})");
  const std::string f2 = with_extension(R"({"disableBFWs":1,"bundleOffset":4,"numBundPrb":16,
      "bundles":[{"contInd":1,"beamId":33},{"contInd":0,"beamId":34}]})");
  const std::string q = with_extension(R"({"extType":1,"bfwIqWidth":9,"bfwCompMeth":1,"exponent":0,
      "weights":[[100,-100],[255,-256],[0,1],[-1,2]]})");
  const std::string q5 =
      with_extension(R"({"bfwCompMeth":5,"activeBeamspaceCoefficientMask":"0xa0","exponent":0,
      "weights":[[100,-100],[255,-256]]})");
  const std::string t4 = with_extension(R"({"extType":19,"symbolMask":"0x0010","ports":[
      {"portReMask":"0x888","portSymbolMask":"0x0010","beamId":49,"weights":[[100,-100],[255,-256]]},
      {"portReMask":"0x444","portSymbolMask":"0x0010","beamId":50,"weights":[[0,1],[-1,2]]}]})");
  check({{"F",
          "10 02 00 34 00 01 03 80 90 2a 30 40 01 01 00 00 00 10 00 20 ff fe 80 00 0b 00 08 40 10 91 00 00 "
          "21 32 67 1f"
          "f0 00 00 07 fe 02 00 00 22 32 67 1f f0 00 00 07 fe 02 00 00",
          f.c_str(), four},
         {"F2",
          "10 02 00 20 00 01 04 80 90 2a 30 40 01 01 00 00 00 10 14 1c ff fe 80 00 0b 00 03 c4 10 80 21 00 "
          "22 00 00 00",
          f2.c_str()},
         {"Q",
          "10 02 00 24 00 01 0d 80 90 2a 30 40 01 01 00 00 00 10 00 20 ff fe 80 21 01 04 91 00 32 67 1f f0 "
          "00 00 07 fe"
          "02 00 00 00",
          q.c_str(), four},
         {"Q5",
          "10 02 00 20 00 01 1c 80 90 2a 30 40 01 01 00 00 01 50 00 6a ff fe 80 51 01 03 95 a0 00 32 67 1f "
          "f0 00 00 00",
          q5.c_str(), eight},
         {"T4",
          "10 02 00 34 00 01 13 80 90 2a 30 40 01 01 00 00 00 d0 00 6a cc ce 80 00 13 00 08 02 00 10 91 08 "
          "88 00 10 00"
          "31 00 32 67 1f f0 00 04 44 00 10 00 32 00 00 00 7f e0 20 00",
          t4.c_str(), two}});
}

TEST(Reference, PrbsAndPorts) {
  const std::string b =
      with_extension(R"({"rbgSize":7,"rbgMask":"0x0000003","priority":0,"symbolMask":"0x03ff"})");
  const std::string l = with_extension(R"({"beamGroupType":2,"numPortc":4,"ports":[{"octet":41,"beamId":11},
      {"beamId":12},{"beamId":13},{"beamId":14}]})");
  const std::string m = with_extension(R"({"symbolMask":"0x3fff","ranges":[{"offStartPrb":10,"numPrb":5},
      {"offStartPrb":3,"numPrb":6}]})");
  const std::string t5 =
      with_extension(R"({"numPuncPatterns":2,"patterns":[{"symbolMask":"0x0004","startPuncPrb":40,
      "numPuncPrb":20,"puncReMask":"0xfff","rbgIncl":0},{"symbolMask":"0x3ff8","startPuncPrb":0,
              "numPuncPrb":106,
      "puncReMask":"0x888","rbgIncl":1,"rbgSize":7,"rbgMask":"0x0000005"}]})");
  check({{"B",
          "10 02 00 1c 00 02 07 80 10 2a 30 40 01 01 91 00 00 20 00 20 ff fe 81 23 06 02 70 00 00 03 03 ff",
          b.c_str()},
         {"L",
          "10 02 00 20 00 01 09 80 10 2a 30 40 01 01 91 00 00 80 00 6a ff fe 80 0a 0a 03 84 00 0b 00 0c 00 "
          "0d 00 0e 00",
          l.c_str()},
         {"M",
          "10 02 00 1c 00 01 0a 80 10 2a 30 40 01 01 91 00 00 80 14 0a ff fe 80 0a 0c 02 3f ff 0a 05 03 06",
          m.c_str()},
         {"T5",
          "10 02 00 28 00 01 14 80 90 2a 30 40 01 01 00 00 00 e0 00 6a ff fe 80 09 14 00 05 02 00 10 28 14 "
          "ff f0 ff e0"
          "00 6a 88 81 70 00 00 05",
          t5.c_str()}});
}

TEST(Reference, SmallExtensions) {
  const std::string n = with_extension(R"({"extType":22,"ackNackReqId":4660})");
  const std::string r = with_extension(R"({"layerId":0,"numLayers":3,"crsReMask":"0x249","beamIdAP1":18,
      "beamIdAP2":19,"beamIdAP3":20})");
  const std::string r1 = with_extension(R"({"extType":3,"layerId":1,"numLayers":3})");
  const std::string t = with_extension(R"({"eAxCmask":"0xf00f"})");
  const std::string t2 = with_extension(R"({"bfAzPt":-10,"bfZePt":10,"bfAzSl":2,"bfZeSl":5})");
  const std::string t3 =
      with_extension(R"({"transmissionWindowOffset":4,"transmissionWindowSize":500,"toT":1})");
  check({{"N", "10 02 00 18 00 01 0b 80 90 2a 30 40 01 01 00 00 00 90 00 6a ff fe 80 05 16 01 12 34",
          n.c_str()},
         {"R",
          "10 02 00 24 00 01 0d 80 90 2a 30 40 01 01 00 00 00 10 00 6a ff fe 80 11 03 04 00 03 02 49 00 00 "
          "00 00 00 12"
          "00 13 00 14",
          r.c_str()},
         {"R1", "10 02 00 18 00 02 0e 80 90 2a 30 40 01 01 00 00 00 10 00 6a ff fe 80 00 03 01 00 13",
          r1.c_str()},
         {"T", "10 02 00 18 00 01 10 80 90 2a 30 40 01 01 00 00 00 a0 00 6a ff fe 80 03 07 01 f0 0f",
          t.c_str()},
         {"T2",
          "10 02 00 1c 00 01 11 80 90 2a 30 40 01 01 00 00 00 b0 00 6a ff fe 80 07 02 02 24 00 b2 80 15 00",
          t2.c_str()},
         {"T3",
          "10 02 00 1c 00 01 12 80 10 2a 30 40 01 01 91 00 00 c0 00 6a ff fe 80 00 12 02 00 04 01 f4 01 00",
          t3.c_str()}});
}

TEST(Reference, ModulationCompression) {
  const std::string g = with_extension(R"({"csf":1,"modCompScaler":1832})");
  const std::string h = with_extension(R"({"sets":[{"mcScaleReMask":"0x555","csf":0,"mcScaleOffset":1448},
      {"mcScaleReMask":"0xaaa","csf":1,"mcScaleOffset":1788}]})");
  const std::string h5 = with_extension(R"({"sets":[{"mcScaleReMask":"0x800"},{"mcScaleReMask":"0x400"},
      {"mcScaleReMask":"0x200"},{"mcScaleReMask":"0x100"},{"mcScaleReMask":"0x080"}]})");
  const std::string t6 = with_extension(R"({"numSymPrbPattern":1,"prbMode":1,"patterns":[{"symMask":"0x3ffb",
      "prbBlkOffset":3,"prbBlkSize":17,"sets":[{"mcScaleReMask":"0xaaa","csf":1,"mcScaleOffset":1832},
      {"mcScaleReMask":"0x555","csf":0,"mcScaleOffset":1448}]}]})");
  const std::string t7 = with_extension(R"({"numSymPrbPattern":2,"prbMode":0,"patterns":[
      {"symMask":"0x3ffb","prbPattern":"0xf","sets":[{"mcScaleReMask":"0xfff","csf":1,"mcScaleOffset":1832}]},
      {"symMask":"0x0004","prbPattern":"0xf","sets":[{"mcScaleReMask":"0xfff","csf":0,
              "mcScaleOffset":1448}]}]})");
  check({{"G", "10 02 00 18 00 03 04 80 90 2a 30 42 01 01 00 00 00 50 00 33 ff f1 80 00 04 01 87 28",
          g.c_str()},
         {"H",
          "10 02 00 20 00 03 05 80 90 2a 30 43 01 01 00 00 00 60 00 33 ff f1 80 00 05 03 55 50 5a 8a aa 86 "
          "fc 00 00 00",
          h.c_str()},
         {"H5",
          "10 02 00 28 00 03 09 80 90 2a 30 40 01 01 00 00 00 60 00 33 f8 01 80 33 05 05 80 00 72 84 00 87 "
          "28 20 00 72"
          "81 00 87 28 08 00 72 80",
          h5.c_str()},
         {"T6",
          "10 02 00 24 00 01 15 80 90 2a 30 40 01 01 00 00 00 f0 0a 14 ff fe 80 09 17 04 11 00 3f fb 20 31 "
          "1a aa 87 28"
          "05 55 05 a8",
          t6.c_str()},
         {"T7",
          "10 02 00 28 00 01 16 80 90 2a 30 40 01 01 00 00 01 00 0a 14 ff fe 80 09 17 05 20 00 3f fb 1f 00 "
          "0f ff 87 28"
          "00 04 1f 00 0f ff 05 a8",
          t7.c_str()}});
}

TEST(Reference, DmrsBeamforming) {
  check({{"V",
          "10 02 00 5c 00 01 17 80 10 2a 30 40 01 05 91 00 01 10 00 6a ff fe 80 10 8a 03 c3 01 00 11 02 00 "
          "20 05 00 00"
          "98 07 40 00 40 88 04 12 34 20 00 69 00 00 21 62 88 04 00 42 14 14 3b 00 00 00 00 00 99 03 45 01 "
          "67 89 ab 23"
          "cd 00 00 00 9a 02 00 02 00 c8 80 00 9b 02 40 10 02 00 00 00 1c 01 02 03",
          R"({"sections":[{"ueId":16,"extensions":[
              {"portListIndex":1,"ports":[{"ueId":17,"portListIndex":2},{"ueId":32,"portListIndex":5}]},
              {"antDmrsSnr":1,"entries":[{"entryType":2,"dmrsPortNumber":0,"ueIdReset":1,
              "dmrsSymbolMask":"0x0804",
                 "scrambling":4660,"cdmWithoutData":2,"firstPrb":0,"lastPrb":105},{"entryType":1,
              "dmrsPortNumber":1},
                {"entryType":3,"dmrsPortNumber":2,"scrambling":66,"lowPaprType":1,"hoppingMode":1,
              "firstPrb":10,
                 "lastPrb":59}]},
              {"layers":[{"txWinForOnAirSymbol":[4,5,0,1,6,7,8,9,10,11,2,3,12,13]}]},
              {"offsets":[{"freqOffsetFb":200},{"freqOffsetFb":-32768}]},
              {"beamType":1,"numElements":16,"beams":[{"beamId":512}]},
              {"numUeSinrRpt":2,"ues":[{"numSinrPerPrb":0},{"numSinrPerPrb":3}]}]}]})"}});
}

TEST(Reference, SlotConfigurationCommands) {
  Parameters one;
  one.weights = 1;
  check(
      {{"P", "10 02 00 18 00 01 0c 80 91 2a 30 40 00 04 01 00 02 00 01 00 00 55 00 00 03 ff 0c 00",
        R"({"scs":1,"cmdScope":0,"commands":[{"ackNackReqId":85,"dirPattern":"0x03ff",
              "guardPattern":"0x0c00"}]})"},
       {"P1",
        "10 02 00 2c 00 01 1b 80 91 2a 30 40 00 04 01 00 01 00 06 00 00 00 00 00 3f ff 00 05 91 00 00 00 00 "
        "41 00 32"
        "67 00 00 00 00 42 00 7f c0 00 00 00",
        R"({"commands":[{"tdBeamGrp":5,"beams":[{"tdBeamNum":65,"weights":[[100,-100]]},
              {"tdBeamNum":66,"weights":[[255,-256]]}]}]})",
        one},
       {"P3",
        "10 02 00 24 00 01 19 80 91 2a 30 40 00 04 01 00 03 00 04 14 00 56 00 00 19 00 00 00 3f ff 00 00 00 "
        "00 ff ff"
        "ff ff 00 00",
        R"({"commands":[{"numSlots":20,"log2MaskBits":6,"sleepMode":1,"symbolMask":"0x3fff",
              "antMask":"0x00000000ffffffff"}]})"},
       {"P4",
        "10 02 00 1c 00 01 1a 80 91 2a 30 40 01 04 01 00 04 00 02 00 00 57 00 00 02 00 00 28 3f ff 00 00",
        R"({"cmdScope":1,"commands":[{"sleepMode":2,"numSlotsExt":40,"symbolMask":"0x3fff"}]})"}});
}

TEST(Reference, OtherSectionTypes) {
  Parameters six, nine;
  six.antennas = 2;
  nine.sinr = SinrFormat{true, 8, 0};
  check(
      {{"W6",
        "10 02 00 1e 00 01 03 80 90 2a 30 40 01 06 01 93 00 21 00 10 00 08 02 01 32 67 1f f0 00 20 08 08 06 "
        "04",
        R"({"numberOfUEs":1,"ciIqWidth":9,"ciCompMeth":1,"ciCompOpt":1,"ues":[{"ueId":33,"startPrbc":8,
              "prbs":[
              {"exponent":1,"samples":[[100,-100],[255,-256]]},{"exponent":2,"samples":[[1,2],[3,4]]}]}]})",
        six},
       {"W7", "10 02 00 14 00 01 02 80 10 2a 30 00 00 07 00 00 02 be ef 7d 03 03 e0 00",
        R"({"laaMsgType":0,"laaMsgLen":2,"lbtHandle":48879,"lbtOffset":500,"lbtMode":0,"lbtDeferFactor":3,
              "lbtBackoffCounter":15,"MCOT":8})"},
       {"O", "10 02 00 10 00 01 00 80 10 2a 30 40 00 08 01 00 12 34 00 00",
        R"({"ready":0,"acks":[{"ackId":4660}]})"},
       {"O2", "10 02 00 10 00 01 01 80 11 2a 30 40 01 08 01 00 00 56 00 00",
        R"({"scs":1,"ready":1,"acks":[{"ackId":86}],"nacks":[]})"},
       {"W9", "10 02 00 16 00 01 04 80 10 2a 30 40 01 09 20 00 01 10 00 02 00 64 32 01 3c 14",
        R"({"numSinrPerPrb":1,"sections":[{"sectionId":17,"prbs":[{"exponent":0,"sinrValues":[100,50]},
              {"exponent":1,"sinrValues":[60,20]}]}]})",
        nine},
       {"W10",
        "10 02 00 2c 00 01 05 80 10 2a 30 40 01 0a 00 00 01 10 00 6a ff fe 00 10 81 00 00 02 fe d4 00 00 82 "
        "00 00 02"
        "fc db fc d4 03 00 00 02 01 90 00 00",
        R"({"sections":[{"ueId":16,"measurements":[{"ueTae":-300},{"layers":[{"ueLayerPower":-805},
              {"ueLayerPower":-812}]},{"mf":0,"ueFreqOffset":400}]}]})"},
       {"W10b",
        "10 02 00 24 00 09 06 80 10 2a 30 40 01 0a 00 00 01 e0 32 04 ff fe 7f ff 05 00 00 04 3f ff fb b4 fb "
        "b3 fb b2"
        "fb b1 00 00",
        R"({"sections":[{"measurements":[{"symbolMask":"0x3fff","prbs":[{"ipnPower":-1100},{"ipnPower":-1101},
              {"ipnPower":-1102},{"ipnPower":-1103}]}]}]})"},
       {"W11",
        "10 02 00 1c 00 09 07 80 10 2a 30 40 01 0b 00 00 01 e0 32 04 ff fe 00 00 05 00 00 02 3f ff 00 00",
        R"({"sections":[{"startPrbc":50,"numPrbc":4,"measurements":[{"measCmdSize":2,
              "symbolMask":"0x3fff"}]}]})"}});
}

TEST(Reference, OneWayDelayMeasurement) {
  const std::string request =
      "10 05 00 3c 11 00 00 00 65 53 f1 00 07 5b cd 15 00 00 00 00 01 f4 00 00" + std::string(80, '0');
  check({{"I", request.c_str(),
          R"({"MeasurementID":17,"ActionType":0,"seconds":1700000000,"nanoseconds":123456789,
              "CompensationValue":32768000,"DummyBytes":40})"}});
}

// 7.9.4.4, examples 1 and 2: hops to PRBs 10, 0 and 7 of 5 each, bundles of 3, 5 sets either way; a word is
// left over.
TEST(Reference, BundlesAreCountedOverTheMergedHops) {
  for (const char* flags : {"80", "c0"}) {
    const Json told =
        decode(std::string{
                   "10 02 00 30 00 01 00 80 90 2a 30 40 01 01 00 00 00 10 0a 05 ff f3 80 00 8d 02 04 00 08 07"
                   "08 07 0b 00 05"} +
               flags + "03 00 01 00 02 00 03 00 04 00 05 00 00 00 00 00");
    const Json& extensions = told[0]["sections"][0]["extensions"];
    EXPECT_EQ(extensions[0]["hops"].size(), 3u);
    EXPECT_EQ(extensions[1]["bundles"].size(), 5u) << flags;
  }
}

TEST(Reference, WhatDoesNotFitEndsItsExtensionOnly) {
  // Extension 6 of one word, then extension 22.
  const Json told = decode(
      "10 02 00 1c 00 01 0b 80 90 2a 30 40 01 01 00 00 00 90 00 6a ff fe 80 05 86 01 70 01 16 01 12 34");
  const Json expected = Json::parse(R"({"sections":[{"extensions":[
      {"octet":38,"body":"7001","fault":"truncated","faultOctet":40},{"octet":42,"ackNackReqId":4660}]}]})");
  EXPECT_EQ(difference(expected, told[0], ""), "");
}

TEST(Reference, WithoutTheNumberOfWeightsTheOctetsAreTold) {
  const Json told = decode(
      "10 02 00 34 00 01 03 80 90 2a 30 40 01 01 00 00 00 10 00 20 ff fe 80 00 0b 00 08 40 10 91 00 00 21 32 "
      "67 1f f0 00"
      "00 07 fe 02 00 00 22 32 67 1f f0 00 00 07 fe 02 00 00");
  const Json& extension = told[0]["sections"][0]["extensions"][0];
  EXPECT_EQ(extension["bundles"].size(), 0u);
  EXPECT_EQ(extension["body"], "00002132671ff0000007fe0200002232671ff0000007fe020000");
  EXPECT_EQ(extension["notes"], Json::array({"number of weights not known"}));
}

TEST(Reference, CutAndTruncatedAreToldApart) {
  Octets octets = plumbline::test::from_hex(
      std::string{kEthernet} + "10 02 00 14 00 01 00 80 90 2a 30 40 01 01 00 00 00 10 00 6a ff fe 00 05");
  octets.resize(32);
  EXPECT_EQ(decode_frame(octets, 38, {})[0]["fault"], "cut");
  EXPECT_EQ(decode_frame(octets, 32, {})[0]["fault"], "truncated");
}

}  // namespace
}  // namespace reference

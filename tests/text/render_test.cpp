// Lines, trees and JSON of annotated messages.
#include "text/render.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "rendered.h"

namespace plumbline::text {
namespace {

using nlohmann::json;

const wire::UplaneFormat kBfp9{.dynamic = false, .method = 1, .width = 9, .carrier_prbs = 106};
const wire::UplaneFormat kDynamic{.dynamic = true, .carrier_prbs = 106};
const wire::UplaneFormat kDynamicLength{.dynamic = true, .carrier_prbs = 106, .ud_comp_len = true};
const wire::UplaneFormat kMasks{.method = 7, .width = 9};
Context with(const wire::UplaneFormat& format) {
  Context context;
  context.format_of = [&format](const Message&) { return &format; };
  return context;
}

const std::string kPrach = "1002001c 0104 0180 132a9040 0103 01e4c1000091 0030000c fffc 0000 fff33400";
const std::string kDl = "10020014 0001 0080 902a3040 0101 0000 0010006a fffe 0005";
const std::string kUplaneHead = "0001 0080 902a3040 ";

struct LineCase {
  const char* name;
  std::string octets;  ///< from the eCPRI header on
  const wire::UplaneFormat* format;
  std::string line;  ///< behind the time
};

std::string zeros(std::size_t octets) { return std::string(octets * 2, '0'); }

TEST(WriteLine, TellsWhatMattersOfEachKind) {
  const std::vector<LineCase> cases = {
      {"type 1", kDl, nullptr, "DU→RU  C  st1 DL  eAxC 1    42.3.1.0    sec 1 PRB 0–105 sym 0+14  beam 5"},
      {"PRACH", kPrach, nullptr,
       "DU→RU  C  st3 UL  eAxC 260  42.9.1.0    prach B4?  sec 3 PRB 0–11 sym 0+12  beam 0  freqOffset -3276 "
       " "
       "timeOffset 484  bfp9"},
      {"type 0", "10020018 0001 0280 902a00070100 0000c1000000 00a00000 fff7 0000", nullptr,
       "DU→RU  C  st0 DL  eAxC 1    42.0.0.7    sec 10 PRB all sym 7+7  timeOffset 0"},
      {"type 5", "10020014 0001 0680 902a3040 0105 0000 0070006a fffe 7fff", nullptr,
       "DU→RU  C  st5 DL  eAxC 1    42.3.1.0    sec 7 PRB 0–105 sym 0+14  ue 32767"},
      {"two sections, rb, symInc, reMask",
       "1002001c 0001 0880 902a3040 0201 0000 00180003 0ff1 0001 00243238 fffe 0002", nullptr,
       "DU→RU  C  st1 DL  eAxC 1    42.3.1.0    sec 1 PRB 0–4 step 2 sym 0+1 reMask 0x0ff  beam 1  |  sec 2 "
       "PRB "
       "50–105 sym 0+14 symInc  beam 2"},
      {"six sections",
       "1002003c 0001 0880 902a3040 0601 0000" + std::string{} +
           "00100001fffe0001 00200001fffe0001 00300001fffe0001 00400001fffe0001 00500001fffe0001 "
           "00600001fffe0001",
       nullptr,
       "DU→RU  C  st1 DL  eAxC 1    42.3.1.0    sec 1 PRB 0 sym 0+14  beam 1  |  sec 2 PRB 0 sym 0+14  beam "
       "1  |  "
       "sec 3 PRB 0 sym 0+14  beam 1  |  sec 4 PRB 0 sym 0+14  beam 1  +2 sections"},
      {"extensions", "10020020 0001 0b80 902a3040 0101 0000 0090006a fffe 8005 9601 1234 9601 1235 0701 f00f",
       nullptr, "DU→RU  C  st1 DL  eAxC 1    42.3.1.0    sec 9 PRB 0–105 sym 0+14  beam 5  ext 22×2,7"},
      {"extension fault", "10020018 0001 0b80 902a3040 0101 0000 0090006a fffe 8005 1600 1234", nullptr,
       "DU→RU  C  st1 DL  eAxC 1    42.3.1.0    sec 9 PRB 0–105 sym 0+14  beam 5  FAULT extLen 0 at octet 39 "
       "(section "
       "extension)"},
      {"missing section", "10020014 0001 0080 902a3040 0201 0000 0010006a fffe 0005", nullptr,
       "DU→RU  C  st1 DL  eAxC 1    42.3.1.0    sec 1 PRB 0–105 sym 0+14  beam 5  FAULT truncated at octet "
       "38 (section)"},
      {"octets behind", "1002001c 0001 0080 902a3040 0101 0000 0010006a fffe 0005 0000000000000000", nullptr,
       "DU→RU  C  st1 DL  eAxC 1    42.3.1.0    sec 1 PRB 0–105 sym 0+14  beam 5  8 octets behind the last "
       "section"},
      {"ACK", "10020010 0001 0080 102a3040 0008 0100 1234 0000", nullptr,
       "RU→DU  C  st8 UL  eAxC 1    42.3.1.0    ackId 4660"},
      {"ready, NACKs", "1002001c 0001 0080 112a3040 0108 0105 0056 0001000200030004ffff 00000000", nullptr,
       "RU→DU  C  st8 UL  eAxC 1    42.3.1.0    ready  ackId 86  nackId 1, 2, 3, 4  +1  4 octets behind the "
       "last section"},
      {"ACKs missing", "1002000e 0001 0080 102a3040 0008 0200 1234", nullptr,
       "RU→DU  C  st8 UL  eAxC 1    42.3.1.0    ackId 4660  FAULT truncated at octet 32 (ACK list)"},
      {"TDD pattern", "10020018 0001 0c80 912a3040 0004 0100 02000100 00550000 03ff0c00", nullptr,
       "DU→RU  C  st4 DL  eAxC 1    42.3.1.0    ARRAY-COMMAND  TDD_CONFIG_PATTERN  ackNackReqId 85"},
      {"commands",
       "10020034 0001 1a80 912a3040 0104 0300 04000214 00000000 02000028 3fff0000 ff000000 "
       "00000000 04000200 00000000 0200002a 3fff0000",
       nullptr,
       "DU→RU  C  st4 DL  eAxC 1    42.3.1.0    CARRIER-COMMAND  ASM  slots 20  |  st4CmdType 255  |  ASM"},
      {"command missing", "10020014 0001 1a80 912a3040 0304 0100 04000214 00000000", nullptr,
       "DU→RU  C  st4 DL  eAxC 1    42.3.1.0    cmdScope 3  FAULT truncated at octet 38 (command)"},
      {"UEs", "1002001b 0001 0380 902a3040 0106 0180 00210010000802 0102030405 000000", nullptr,
       "DU→RU  C  st6 DL  eAxC 1    42.3.1.0    ue 33 PRB 8–9  number of antennas not known"},
      {"UE missing", "10020010 0001 0380 902a3040 0106 0180 00210010", nullptr,
       "DU→RU  C  st6 DL  eAxC 1    42.3.1.0    FAULT truncated at octet 34 (UE)"},
      {"SINR", "10020016 0001 0480 102a3040 0109 2000 01100002 006432013c14", nullptr,
       "RU→DU  C  st9 UL  eAxC 1    42.3.1.0    sec 17 PRB 0–1  SINR format not known"},
      {"reports",
       "1002002c 0001 0580 102a3040 010a 0000 0110006afffe0010 81000002fed40000 82000002fcdbfcd4 "
       "0300000201900000",
       nullptr, "RU→DU  C  st10 UL  eAxC 1    42.3.1.0    sec 17 PRB 0–105 sym 0+14  ue 16  meas 1,2,3"},
      {"request", "1002001c 0009 0780 102a3040 010b 0000 01e03204fffe0000 050000023fff0000", nullptr,
       "DU→RU  C  st11 UL  eAxC 9    42.3.1.0    sec 30 PRB 50–53 sym 0+14  meas 5"},
      {"size 0", "10020018 0001 0580 102a3040 010a 0000 0110006afffe0010 01000000", nullptr,
       "RU→DU  C  st10 UL  eAxC 1    42.3.1.0    sec 17 PRB 0–105 sym 0+14  ue 16  FAULT length of a "
       "measurement 0 at octet 40 (measurement)"},
      {"reserved type", "1002000c 0001 0580 102a3040 010c 0000", nullptr,
       "       C  st12 UL  eAxC 1    42.3.1.0    sections not decoded"},
      {"LAA", "10020014 0001 0280 102a3000 0007 0000 02beef7d 0303e000", nullptr,
       "DU→RU  C  st7 UL  eAxC 1    42.3.0.0    LBT_PDSCH_REQ  lbtHandle 48879"},
      {"LAA response", "10020010 0001 0280 102a3000 0007 0000 61000280", nullptr,
       "RU→DU  C  st7 UL  eAxC 1    42.3.0.0    LBT_CWCONFIG_RSP  lbtHandle 2"},
      {"LAA, reserved", "10020010 0001 0280 102a3000 0007 0000 91000280", nullptr,
       "       C  st7 UL  eAxC 1    42.3.0.0    laaMsgType 9"},
      {"short C-plane header", "1002000a 0001 0080 902a3040 0101", nullptr,
       "DU→RU  C  st1 DL  eAxC 1    42.3.1.0    FAULT truncated at octet 28 (application header)"},
      {"ids only", "10020004 0001 0080", nullptr,
       "       C         eAxC 1      FAULT truncated at octet 22 (application header)"},
      {"half ids", "10000002 0001", nullptr, "       FAULT truncated at octet 20 (eCPRI ids)"},
      {"U-plane", "10000028" + kUplaneHead + "00100401" + zeros(28), &kBfp9,
       "DU→RU  U      DL  eAxC 1    42.3.1.0    sec 1 PRB 4  bfp9  28 octets"},
      {"U-plane, all PRBs", "10000ba4" + kUplaneHead + "00100000" + zeros(2968), &kBfp9,
       "DU→RU  U      DL  eAxC 1    42.3.1.0    sec 1 PRB all  bfp9  2,968 octets"},
      {"U-plane, own format", "10000011" + kUplaneHead + "00100401 1000" + zeros(3), &kDynamic,
       "DU→RU  U      DL  eAxC 1    42.3.1.0    sec 1 PRB 4  none1  3 octets"},
      {"U-plane, no format", "10000028" + kUplaneHead + "00100401" + zeros(28), nullptr,
       "DU→RU  U      DL  eAxC 1    42.3.1.0    sec 1 PRB 4  format unknown"},
      {"U-plane, short", "10000027" + kUplaneHead + "00100401" + zeros(27), &kBfp9,
       "DU→RU  U      DL  eAxC 1    42.3.1.0    sec 1 PRB 4  bfp9  FAULT truncated at octet 57 (section)"},
      {"U-plane, method 15", "1000000e" + kUplaneHead + "00100401 9f00", &kDynamic,
       "DU→RU  U      DL  eAxC 1    42.3.1.0    sec 1 PRB 4  method15-9  FAULT PRB size of this udCompMeth "
       "not known at "
       "octet 26 (section)"},
      {"U-plane, masks in the PRBs", "10000019" + kUplaneHead + "00100401 9500 0011 8005 32671ff0000808",
       &kDynamicLength, "DU→RU  U      DL  eAxC 1    42.3.1.0    sec 1 PRB 4  bfp_selective9  9 octets"},
      {"U-plane, masks in the section", "10000015" + kUplaneHead + "00100401 00010000 05004000 00", &kMasks,
       "DU→RU  U      DL  eAxC 1    42.3.1.0    sec 1 PRB 4  bfp_selective_masks9  4 octets  FAULT truncated "
       "at octet 39 (section)"},
      {"U-plane, all PRBs of no carrier", "10000010" + kUplaneHead + "00100000 00010002", &kMasks,
       "DU→RU  U      DL  eAxC 1    42.3.1.0    sec 1 PRB all  bfp_selective_masks9  numPrbu 0, and the PRBs "
       "of the carrier are not known"},
      {"uplink, first fragment", "10000014 0001 0000 102a3040 00100402 0102030405060708", &kBfp9,
       "RU→DU  U      UL  eAxC 1    42.3.1.0    the first of several fragments  sec 1 PRB 4–5  bfp9  "
       "its last section goes on in the next one"},
      {"a later fragment", "10000008 0001 0001 102a3040", &kBfp9,
       "       U        eAxC 1      one of several fragments  4 octets"},
      {"the last fragment", "10000008 0001 0081 102a3040", nullptr,
       "       U        eAxC 1      the last of several fragments  4 octets"},
      {"delay", "10050018 1102 00006553f100 075bcd15 ffffffffffff0000 00000000", nullptr,
       "       delay Response  id 17  1700000000.123456789 s  compensation -1 ns"},
      {"short delay", "10050002 1100", nullptr,
       "       FAULT truncated at octet 20 (one-way delay measurement)"},
      {"other type, old version", "2006000a" + zeros(10), nullptr,
       "       eCPRI type 6 remote reset  10 octets  ecpriVersion 2"},
      {"overlong", "1006000c" + zeros(10), nullptr,
       "       eCPRI type 6 remote reset  ecpriPayload is more than the octets on the wire  10 octets"},
  };
  for (const LineCase& c : cases) {
    const Context context = c.format == nullptr ? Context{} : with(*c.format);
    EXPECT_EQ(render(write_line, framed(c.octets), context), "   312  0.004812350  " + c.line + "\n")
        << c.name;
  }
}

TEST(WriteLine, TellsFramesThatAreNotECpri) {
  const std::string macs = "020000000002 020000000001 ";
  EXPECT_EQ(render(write_line, from_hex(macs + "88f7 0002002c")),
            "   312  0.004812350         PTP  FAULT truncated at octet 18 (PTP header)  4 octets\n");
  EXPECT_EQ(render(write_line, from_hex(macs + "8100e005 0806 0001")),
            "   312  0.004812350         ARP  2 octets\n");
  EXPECT_EQ(render(write_line, from_hex(macs + "1234 00")),
            "   312  0.004812350         other 0x1234  1 octets\n");
  EXPECT_EQ(render(write_line, from_hex(macs + "ae")),
            "   312  0.004812350         FAULT truncated at octet 13 (frame headers)\n");
  EXPECT_EQ(render(write_line, from_hex(macs + "aefe 1002")),
            "   312  0.004812350         FAULT truncated at octet 16 (eCPRI header)\n");
  EXPECT_EQ(render(write_line, from_hex(macs + "aefe 1002"), {}, 60),
            "   312  0.004812350         FAULT cut by the capture at octet 16 (eCPRI header)\n");
}

TEST(WriteLine, ConcatenatedMessagesHaveALineEach) {
  EXPECT_EQ(render(write_line, framed("11060003 000000 00 11080001 00")),
            "   312  0.004812350         eCPRI type 6 remote reset  3 octets\n"
            "   312  0.004812350         eCPRI type 8 IWF start-up  1 octets\n"
            "   312  0.004812350         FAULT truncated at octet 27 (eCPRI header)\n");
}

TEST(WriteLine, AddressesOfTheLinkDecideTheWay) {
  Context context;
  context.o_ru = {2, 0, 0, 0, 0, 1};  // the sender of framed()
  EXPECT_NE(render(write_line, framed(kDl), context).find("RU→DU  C  st1 DL"), std::string::npos);
}

TEST(WriteLine, NoStampIsADash) {
  const auto octets = framed(kDl);
  const Packet packet{.number = 1, .on_wire = static_cast<std::uint32_t>(octets.size()), .octets = octets};
  MessageReader reader{packet, 0};
  Message message;
  Buffer out;
  ASSERT_TRUE(reader.next(message));
  write_line(out, message, {});
  EXPECT_EQ(std::string(out.data(), 19), "     1            -");
}

TEST(WriteLine, CutPrbsSayHowManyWereCaptured) {
  auto octets = framed("10000028" + kUplaneHead + "00100401" + zeros(28));
  octets.resize(40);
  EXPECT_NE(render(write_line, octets, with(kBfp9), 58).find("28 octets (10 captured)"), std::string::npos);
}

TEST(WriteJson, HasTheFieldsOfTheStandardAsNumbers) {
  Context context;
  context.eaxc_bits = {4, 2, 2, 8};
  const json message = json::parse(render(write_json, framed(kPrach), context));
  const json expected = json::parse(R"({
    "number": 312, "time": 0.004812350, "length": 46, "captured": 46,
    "destination": "02:00:00:00:00:02", "source": "02:00:00:00:00:01", "tags": [], "etherType": "0xaefe",
    "ecpriVersion": 1, "ecpriReserved": 0, "ecpriConcatenation": 0, "ecpriMessage": 2, "ecpriPayload": 28,
    "messageIndex": 0, "ecpriRtcid": 260, "DU_Port_ID": 0, "BandSector_ID": 0, "CC_ID": 1, "RU_Port_ID": 4,
    "sequenceId": 1, "E": 1, "subSequenceId": 0,
    "dataDirection": 0, "payloadVersion": 1, "filterIndex": 3, "frameId": 42, "subframeId": 9, "slotId": 1,
    "startSymbolId": 0, "numberOfsections": 1, "sectionType": 3, "timeOffset": 484, "frameStructure": "0xc1",
    "cpLength": 0, "udIqWidth": 9, "udCompMeth": 1,
    "sections": [{"octet": 34, "sectionId": 3, "rb": 0, "symInc": 0, "startPrbc": 0, "numPrbc": 12,
                  "reMask": "0xfff", "numSymbol": 12, "ef": 0, "beamId": 0, "freqOffset": -3276, "reserved": 0}]
  })");
  EXPECT_EQ(message, expected);
}

TEST(WriteJson, KeepsTheOrderOfKeys) {
  const std::string a = render(write_json, framed(kDl)), b = render(write_json, framed(kDl));
  EXPECT_EQ(a, b);
  EXPECT_EQ(a.find("{\"number\":312,\"time\":0.004812350,\"length\":38,"), 0u);
  EXPECT_EQ(std::count(a.begin(), a.end(), '\n'), 1);
}

TEST(WriteJson, TellsExtensionsAndFaultsAndNotes) {
  const json message = json::parse(render(
      write_json, framed("1002001c 0001 0b80 902a3040 0101 0000 0090006a fffe 8005 9601 1234 0b00 0012")));
  const json& extensions = message["sections"][0]["extensions"];
  ASSERT_EQ(extensions.size(), 1u);
  EXPECT_EQ(extensions[0], json::parse(R"({"octet": 38, "extType": 22, "ef": 1, "extLen": 1,
                                           "name": "ACK/NACK request", "ackNackReqId": 4660})"));
  EXPECT_EQ(message["fault"], "extension_zero");
  EXPECT_EQ(message["faultOctet"], 43);
  EXPECT_EQ(message["faultIn"], "section extension");
  const json uplane =
      json::parse(render(write_json, framed("10000028" + kUplaneHead + "00100401" + zeros(28))));
  EXPECT_EQ(uplane["notes"], json::parse(R"(["format unknown"])"));
  EXPECT_EQ(uplane["sections"][0]["numPrbu"], 1);
}

TEST(WriteJson, TellsTheFieldsOfExtensionsInTheOrderOfTheirOctets) {
  Context context;
  context.cplane.weights = 4;
  struct Case {
    std::string octets;  ///< of the extensions of a section
    std::string fields;  ///< of the first one, behind its name
  };
  for (const auto& [octets, fields] : std::vector<Case>{
           {"01049100 32671ff0 000007fe 02000000",
            R"("bfwIqWidth":9,"bfwCompMeth":1,"exponent":0,"weights":[[100,-100],[255,-256],[0,1],[-1,2]])"},
           {"01039588 00326719 c0000000",  // elements 0 and 4 of 4: the second is none
            R"("bfwIqWidth":9,"bfwCompMeth":5,"activeBeamspaceCoefficientMask":"0x88","exponent":0,)"
            R"("weights":[[100,-100]],"fill":25,"padding":"c0000000")"},
           {"02022400 b2801500", R"("bfAzPtWidth":4,"bfZePtWidth":4,"bfAz3ddWidth":0,"bfZe3ddWidth":0,)"
                                 R"("bfAzPt":-10,"bfZePt":10,"bfAzSl":2,"bfZeSl":5)"},
           {"0503555 05a8aaa86fc000000",
            R"("sets":[{"octet":40,"mcScaleReMask":"0x555","csf":0,"mcScaleOffset":1448},)"
            R"({"octet":43,"mcScaleReMask":"0xaaa","csf":1,"mcScaleOffset":1788}])"},
           {"09018070", R"("technology":128,"reserved3":112)"},
           {"06010000", R"("body":"0000","fault":"truncated","faultOctet":40)"},
           {"0b000200 08100000",
            R"("disableBFWs":0,"RAD":0,"bundleOffset":0,"numBundPrb":8,"bfwIqWidth":1,)"
            R"("bfwCompMeth":0,"bundles":[],"body":"0000","fault":"truncated","faultOctet":44)"}}) {
    const std::string message = "0001 0d80 902a3040 0101 0000 00100020 fffe 8000" + octets;  // PRBs 0..31
    const std::string told = render(write_json, framed("100200ff" + message), context);
    const std::size_t name = told.find("\"name\":\"", told.find("extType"));
    const std::size_t from = told.find("\",", name + 8) + 2;
    EXPECT_TRUE(told.substr(from).starts_with(fields)) << told << "\n" << fields;
  }
}

TEST(WriteJson, WhatIsInAnExtensionDependsOnWhatIsKnown) {
  const auto octets =
      framed("10020024 0001 0d80 902a3040 0101 0000 00100020 fffe 8021 01049500 32671ff0 000007fe 02000000");
  const auto notes = [&](const Context& context) {
    return json::parse(render(write_json, octets, context))["sections"][0]["extensions"][0].value(
        "notes", json::array());
  };
  Context context;
  EXPECT_EQ(notes(context), json::parse(R"(["number of weights not known"])"));
  context.cplane.weights = 8;
  EXPECT_EQ(notes(context), json::array());
  // Of a message, when the link says different things of its eAxCs.
  context.cplane_of = [](const Message& message) {
    EXPECT_EQ(message.ids.eaxc.value, 1);
    return wire::CplaneParameters{};
  };
  EXPECT_EQ(notes(context), json::parse(R"(["number of weights not known"])"));
}

TEST(WriteJson, TellsEveryTag) {
  const json message = json::parse(render(
      write_json, from_hex("020000000002 020000000001 88a82001 91004002 81006003 88a8f004 81000005 88f7")));
  const json& tags = message["tags"];
  ASSERT_EQ(tags.size(), 5u);
  EXPECT_EQ(tags[3], json::parse(R"({"octet": 24, "tpid": "0x88a8", "pcp": 7, "dei": 1, "vid": 4})"));
  EXPECT_EQ(message["protocol"], "PTP");
}

TEST(WriteJson, IpCountsOnlyWithItsVersion) {
  const std::string udp = "00080009 001c0000 10050010" + zeros(16);
  const std::string ipv6 = "0000000 0020 1140" + zeros(32) + udp;
  const auto protocol_of = [](const std::string& frame) {
    const json message = json::parse(render(write_json, from_hex("020000000002 020000000001" + frame)));
    return message.value("protocol", "eCPRI");
  };
  EXPECT_EQ(protocol_of("86dd 6" + ipv6), "eCPRI");
  EXPECT_EQ(protocol_of("86dd 4" + ipv6), "IPv6");
}

TEST(WriteJson, TellsUplaneSectionsAndTransport) {
  const json message = json::parse(render(
      write_json,
      from_hex(
          "020000000002 020000000001 8100e005 0800 46b8003400004000401100000a0000010a0000ff94040000 c000c001"
          "001d0000 10000011" +
          kUplaneHead + "00100401 1000 000000"),
      with(kDynamic)));
  EXPECT_EQ(message["tags"],
            json::parse(R"([{"octet": 12, "tpid": "0x8100", "pcp": 7, "dei": 0, "vid": 5}])"));
  EXPECT_EQ(message["ipSource"], "10.0.0.1");
  EXPECT_EQ(message["ipDestination"], "10.0.0.255");
  EXPECT_EQ(message["dscp"], 46);
  EXPECT_EQ(message["ipOptions"], 1);
  EXPECT_EQ(message["udpDestinationPort"], 49153);
  EXPECT_EQ(message["sections"][0]["udIqWidth"], 1);
  EXPECT_EQ(message["sections"][0]["compression"], "none1");
  EXPECT_EQ(message["sections"][0]["octets"], 3);
}

TEST(WriteJson, TellsUdCompLenAndMasksAsTheyStand) {
  // CUS v17.01 8.3.2: udCompHdr, reserved, udCompLen, reserved, sReSMask1, reserved, sReSMask2.
  const auto octets = framed(
      "10000028 0001 0280 902a3040 00100403 9700 0020 0805 0001 0032671ff0000808 "
      "01038200 0200804040 20180c");
  const auto message = nlohmann::ordered_json::parse(render(write_json, octets, with(kDynamicLength)));
  EXPECT_EQ(message["sections"].dump(),
            R"([{"octet":26,"sectionId":1,"rb":0,"symInc":0,"startPrbu":4,"numPrbu":3,"udIqWidth":9,)"
            R"("udCompMeth":7,"reserved":0,"udCompLen":32,"sReSMask1":"0x805","sReSMask2":"0x001",)"
            R"("compression":"bfp_selective_masks9","firstPrb":4,"prbs":3,"octets":20}])");
  EXPECT_FALSE(message.contains("fault"));
}

TEST(WriteJson, NamesReservedBitsAboveMasksByTheirPlace) {
  // Static and dynamic, without and with udCompLen: 4 and 6, 6 and 8, 6 and 8, 8 and 10.
  struct Case {
    wire::UplaneFormat format;
    const char* header;
    const char* first;
    const char* second;
  };
  for (const Case& c :
       {Case{kMasks, "00100401", "reserved4", "reserved6"},
        Case{{.method = 7, .width = 9, .ud_comp_len = true}, "00100401 0009", "reserved6", "reserved8"},
        Case{kDynamic, "00100401 9700", "reserved6", "reserved8"},
        Case{kDynamicLength, "00100401 9700 0009", "reserved8", "reserved10"}}) {
    const auto told = [&](const char* masks) {
      const auto octets = framed("10000020" + kUplaneHead + c.header + masks + zeros(5));
      return json::parse(render(write_json, octets, with(c.format)))["sections"][0];
    };
    const json both = told("f001 5002");
    EXPECT_EQ(both.value(c.first, 0), 15) << both;
    EXPECT_EQ(both.value(c.second, 0), 5) << both;
    EXPECT_EQ(both["sReSMask1"], "0x001");
    EXPECT_EQ(both["sReSMask2"], "0x002");
    EXPECT_EQ(told("0001 5002").count(c.first), 0u);
    EXPECT_EQ(told("f001 0002").count(c.second), 0u);
  }
}

TEST(WriteJson, TellsASectionWhoseMasksAreNotThereUpToCompression) {
  const auto octets = framed("10000013" + kUplaneHead + "00100402 9500 0001 000000");
  const auto message = nlohmann::ordered_json::parse(render(write_json, octets, with(kDynamic)));
  EXPECT_EQ(message["sections"].dump(),
            R"([{"octet":26,"sectionId":1,"rb":0,"symInc":0,"startPrbu":4,"numPrbu":2,"udIqWidth":9,)"
            R"("udCompMeth":5,"reserved":0,"compression":"bfp_selective9"}])");
  EXPECT_EQ(message["fault"], "truncated");
  EXPECT_EQ(message["faultOctet"], 37);
  EXPECT_EQ(message["faultIn"], "section");
  // Masks of the section that are not there: the section is not told.
  const auto no_masks = framed("10000011" + kUplaneHead + "00100402 9700 000100");
  const json without = json::parse(render(write_json, no_masks, with(kDynamic)));
  EXPECT_EQ(without["sections"], json::array());
  EXPECT_EQ(without["faultOctet"], 35);
}

/// The names of every member of an object that is a field, in order, those of items included.
void collect_names(const nlohmann::ordered_json& object, std::vector<std::string>& names) {
  for (const auto& [key, value] : object.items()) {
    if (value.is_array() && !value.empty() && value[0].is_object()) {
      for (const auto& item : value) collect_names(item, names);
    } else if (value.is_array() ? !value.empty() && !value[0].is_string() : key != "octet") {
      names.push_back(key);
    }
  }
}

const std::string kBeams =
    "1002002c 0001 1b80 912a3040 0004 0100 01000600 00000000 3fff0005 91000000 0041003267000000 "
    "0042007fc0000000";
const std::string kUe = "1002001e 0001 0380 902a3040 0106 0193 00210010000802 0132671ff0002008080604";
const std::string kLaa = "10020014 0001 0280 102a3000 0007 0000 02beef7d 0303e000";
const std::string kAcks = "10020010 0001 0080 102a3040 0008 0101 1234 0001";
const std::string kSinr = "10020016 0001 0480 102a3040 0109 2000 01100002 006432013c14";
const std::string kReports =
    "1002002c 0001 0580 102a3040 010a 0000 0110006afffe0010 81000002fed40000 82000002fcdb8000 "
    "0300000201900000";
Context with_records() {
  Context context;
  context.cplane = {.weights = 1, .antennas = 2, .sinr = wire::SinrFormat{true, 8, 0}};
  return context;
}

TEST(WriteTree, HasEveryFieldOfTheJsonInTheSameOrderAndInsideTheFrame) {
  for (const auto& [octets, context] : std::vector<std::pair<std::vector<std::uint8_t>, Context>>{
           {framed(kPrach), {}},
           {framed("10020020 0001 0b80 902a3040 0101 0000 0090006a fffe 8005 9601 1234 9601 1235 0701 f00f"),
            {}},
           {framed(
                "10020060 0001 1780 102a3040 0105 9100 0110006a fffe 8010 8a03c301 00110200 20050000 "
                "98074000 40880412 34206900 00216288 04004214 143b0000 00000000 99034501 6789ab23 cd000000 "
                "9a020002 00c88000 9b024010 02000000 1c010203"),
            {}},
           {framed("10000046" + kUplaneHead + "00100402 9100" + zeros(56)), with(kDynamic)},
           {framed("10000018" + kUplaneHead + "00100401 9700 0009 f001 5000" + zeros(4)),
            with(kDynamicLength)},
           {framed("10050018 1102 00006553f100 075bcd15 ffffffffffff0000 00000000"), {}},
           {framed(kBeams), with_records()},
           {framed(kUe), with_records()},
           {framed(kLaa), {}},
           {framed(kAcks), {}},
           {framed(kSinr), with_records()},
           {framed(kReports), {}},
           {framed("1002001c 0009 0780 102a3040 010b 0000 01e03204fffe0000 050000023fff0000"), {}},
           {framed("1002000c 0001 0580 102a3040 010c 0123"), {}}}) {
    std::vector<std::string> expected, found;
    const auto object = nlohmann::ordered_json::parse(render(write_json, octets, context));
    collect_names(object, expected);
    expected.erase(expected.begin(), expected.begin() + 4);  // number, time, length, captured: of the packet
    std::istringstream lines{render(write_tree, octets, context)};
    std::string line;
    ASSERT_TRUE(std::getline(lines, line));
    EXPECT_EQ(line + "\n", render(write_line, octets, context));
    while (std::getline(lines, line)) {
      std::istringstream words{line};
      std::size_t octet = 0;
      std::string name, value;
      words >> octet >> name >> value;
      EXPECT_LE(octet, octets.size()) << line;
      if (line.starts_with("          ") || line[12] == ' ')
        if (!value.empty()) found.push_back(name);
    }
    EXPECT_EQ(found, expected);
  }
}

TEST(WriteTree, GivesMeanings) {
  const std::string tree = render(write_tree, framed(kPrach));
  for (const char* meaning :
       {"uplink", "PRACH 139 subcarriers", "PRACH and mixed numerology", "Ts = 15.755 us", "FFT 4096, 30 kHz",
        "bfp", "half subcarriers", "real-time control"})
    EXPECT_NE(tree.find(meaning), std::string::npos) << meaning << '\n' << tree;
  const std::string masks = render(
      write_tree, framed("10000029" + kUplaneHead + "00100401 9700 f80f 0000" + zeros(23)), with(kDynamic));
  EXPECT_NE(masks.find("0x80f     RE 0–3, 11\n"), std::string::npos) << masks;
  std::string records;
  for (const std::string& octets : {kBeams, kUe, kLaa, kReports})
    records += render(write_tree, framed(octets), with_records());
  for (const char* meaning :
       {"TIME_DOMAIN_BEAM_CONFIG", "ARRAY-COMMAND", "(100, -100)", "beam[1]", "LBT_PDSCH_REQ",
        "UE_LAYER_POWER", "-80.5 dBm", "no valid result", "one ciCompParam a PRB"})
    EXPECT_NE(records.find(meaning), std::string::npos) << meaning << '\n' << records;
  const std::string extensions =
      render(write_tree,
             framed("10020034 0001 0d80 902a3040 0101 0000 00100020 fffe 8021 81049100 32671ff0 000007fe "
                    "02000000 84018728 860260000005c3ff 07010000 0c020000 00000000"));
  for (const char* line :
       {"bfwCompMeth             1         bfp\n",
        "weights                 (100, -100) (255, -256) (0, 1) (-1, 2) (0, 0)\n",
        "modCompScaler           1832      0.89453125\n", "rbgSize                 6         8 PRBs\n",
        "rbgMask                 0x0000005 RBG 0, 2\n", "priority                -1        lower\n",
        "eAxCmask                0x0000    every eAxC\n"})
    EXPECT_NE(extensions.find(line), std::string::npos) << line << '\n' << extensions;
  const std::string faulty =
      render(write_tree, framed("10020014 0001 0080 902a3040 0201 0000 0010006a fffe 0005"));
  EXPECT_NE(faulty.find("        38  FAULT"), std::string::npos) << faulty;
}

TEST(Render, EveryAnnotatedOctetStringGivesLinesTreesAndSoundJson) {
  std::size_t rendered = 0;
  for (const auto& entry : std::filesystem::directory_iterator{PLUMBLINE_SOURCE_DIR "/testvectors/wire"}) {
    if (entry.path().extension() != ".json") continue;
    std::ifstream in{entry.path()};
    const json file = json::parse(in);
    if (file["schema"] != "wire-vector-1") continue;
    for (const json& item : file["vectors"]) {
      std::string hex;
      for (const std::string line : item["octets"]) hex += line.substr(0, line.find('|'));
      const std::string layer = item["layer"];
      const std::string macs = "020000000002 020000000001 ";
      const auto octets = from_hex((layer == "frame"  ? ""
                                    : layer == "ptp"  ? macs + "88f7"
                                    : layer == "esmc" ? macs + "8809"
                                                      : macs + "aefe") +
                                   hex);
      for (std::size_t n = 0; n <= octets.size(); ++n)
        for (const wire::UplaneFormat* format : {&kBfp9, &kDynamic}) {
          const std::vector<std::uint8_t> part{octets.begin(), octets.begin() + static_cast<long>(n)};
          const Context context = with(*format);
          const std::string lines = render(write_line, part, context, octets.size());
          const std::string cut = "FAULT cut by the capture at octet " + std::to_string(n);
          EXPECT_TRUE(n >= 14 || octets.size() < 14 || n == octets.size() ||
                      lines.find(cut) != std::string::npos);
          std::istringstream objects{render(write_json, part, context, octets.size())};
          std::string object;
          while (std::getline(objects, object)) EXPECT_TRUE(json::accept(object)) << object;
          EXPECT_TRUE(render(write_tree, part, context, octets.size())
                          .starts_with(lines.substr(0, lines.find('\n'))));
          ++rendered;
        }
    }
  }
  EXPECT_GT(rendered, 5000u);
}

}  // namespace
}  // namespace plumbline::text

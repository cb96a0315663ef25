// Lines and trees of PTP, ESMC, the other eCPRI messages, and of what is not decoded at all.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/random.h"
#include "support/hex.h"
#include "text/render.h"
#include "wire/exact.h"

namespace plumbline::text {
namespace {

using nlohmann::json;
using Write = void (*)(Buffer&, const Message&, const Context&);

std::string render(Write write, const std::string& hex, std::size_t cut = 0) {
  const auto octets = test::from_hex("020000000002 020000000001" + hex);
  const test::Exact exact{Octets{octets}.first(octets.size() - cut)};
  const Packet packet{
      .number = 1, .on_wire = static_cast<std::uint32_t>(octets.size()), .octets = exact.octets()};
  MessageReader reader{packet, 0};
  Message message;
  Buffer out;
  while (reader.next(message)) write(out, message, {});
  return {out.data(), out.size()};
}

/// From messageType to logMessageInterval.
std::string ptp_head(const std::string& type_version_length, const std::string& flags,
                     const std::string& end) {
  return "88f7" + type_version_length + "1800" + flags + "0000000000028000 00000000 001b19fffe000001 0002 " +
         end;
}
const std::string kAnnounceBody = "00006553f100 00000001 0025 00 80 06 21 4e5d 81 aabbccfffeddeeff 0002 20";
const std::string kAnnounce = ptp_head("0b120040", "003c", "002a05fd") + kAnnounceBody;
const std::string kSync = ptp_head("0012002c", "0208", "123400fc") + "00006553f100 00000001";
const std::string kEsmc = "8809 0a0019a70001 ";

TEST(SyncLine, SaysWhatItIsAndWhatIsMissing) {
  const std::string extended = "020014 20 001b19fffe000001 00 01 00 0000000000";
  const std::vector<std::array<std::string, 2>> cases = {
      {kSync, "PTP Sync  seq 4660  domain 24  44 octets"},
      {kAnnounce, "PTP Announce  seq 42  domain 24  grandmaster aabbccfffeddeeff  clockClass 6  64 octets"},
      {ptp_head("09120036", "0000", "002a05fd") + "00006553f100 00000001 112233fffe445566 0003",
       "PTP Delay_Resp  seq 42  domain 24  54 octets"},
      {ptp_head("0a120036", "0000", "002a05fd") + "00006553f100 00000001 112233fffe445566 0003",
       "PTP Pdelay_Resp_Follow_Up  seq 42  domain 24  54 octets"},
      {ptp_head("04120022", "0000", "002a05fd"), "PTP type 4 (reserved)  seq 42  domain 24  34 octets"},
      {ptp_head("0011002c", "0208", "123400fc") + "00006553f100 00000001",
       "PTP Sync  seq 4660  domain 24  versionPTP 1  44 octets"},
      {ptp_head("0012002c", "0208", "123400fc") + "00006553f100 000000",
       "PTP Sync  seq 4660  domain 24  FAULT truncated at octet 57 (PTP body)  messageLength is more than "
       "the "
       "octets on the wire  43 octets"},
      {ptp_head("00120030", "0208", "123400fc") + "00006553f100 00000001 0003 0001",
       "PTP Sync  seq 4660  domain 24  FAULT truncated at octet 62 (PTP TLV)  48 octets"},
      {kEsmc + "10000000 01000402", "ESMC  QL-PRC (option I)  14 octets"},
      {kEsmc + "18000000 01000404", "ESMC  event  QL-SSU-A (option I) or QL-TNC (option II)  14 octets"},
      {kEsmc + "10000000 0100040a", "ESMC  QL-EEC2 (option II)  14 octets"},
      {kEsmc + "10000000 01000403", "ESMC  SSM 3 (reserved)  14 octets"},
      {kEsmc + "10000000 01000402" + extended, "ESMC  QL-PRTC  34 octets"},
      {kEsmc + "10000000", "ESMC  10 octets"},
      {kEsmc + "10000000 010000", "ESMC  FAULT truncated at octet 27 (ESMC TLV)  13 octets"},
      {"8809 01 0114", "ESMC  slow protocol subtype 1  3 octets"},
      {"8809", "ESMC  FAULT truncated at octet 14 (ESMC header)  0 octets"},
      {"aefe 10070014 09002a02 ffff0001deadbeef 000518ff00000000",
       "eCPRI type 7 event indication  fault indication  seq 42  raise user plane software fault 0x001 of "
       "all "
       "elements  cease vendor specific 0x8ff of element 5  20 octets"},
      {"aefe 10070004 09012a00", "eCPRI type 7 event indication  fault acknowledge  seq 42  4 octets"},
      {"aefe 1007000b 09022a01 ffff0404000000",
       "eCPRI type 7 event indication  notification  seq 42  FAULT truncated at octet 29 (eCPRI message "
       "body)  11 "
       "octets"},
      {"fc3d 00010002", "RoE (not supported)  4 octets"},
  };
  for (const auto& [frame, line] : cases)
    EXPECT_EQ(render(write_line, frame), "     1            -       " + ("  " + line) + "\n") << frame;
}

TEST(SyncLine, MoreThanThreeFaultsAreCounted) {
  std::string event = "aefe 1007002c 09002a05";
  for (int i = 0; i < 5; ++i) event += "0001000000000000";
  EXPECT_NE(render(write_line, event).find("0x000 of element 1  +2  44 octets"), std::string::npos)
      << render(write_line, event);
}

TEST(SyncTree, SaysWhatValuesMean) {
  const std::string announce = render(write_tree, kAnnounce);
  for (const char* meaning :
       {"Announce", "leap", "2.500 ns", "8 a second", "locked to a primary reference", "100 ns", "GNSS",
        "currentUtcOffsetValid, ptpTimescale, timeTraceable, frequencyTraceable"})
    EXPECT_EQ(announce.find(meaning) != std::string::npos, std::string_view{meaning} != "leap")
        << meaning << '\n'
        << announce;
  const std::string esmc =
      render(write_tree, kEsmc + "18000000 01000402 020014 20 001b19fffe000001 00 01 00 0000000000");
  for (const char* meaning : {"event", "QL-PRC (option I)", "QL-PRTC"})
    EXPECT_NE(esmc.find(meaning), std::string::npos) << meaning << '\n' << esmc;
  const std::string event = render(write_tree, "aefe 1007000c 09002a01 ffff0001deadbeef");
  for (const char* meaning : {"fault indication", "raise", "user plane software fault"})
    EXPECT_NE(event.find(meaning), std::string::npos) << meaning << '\n' << event;
}

TEST(SyncTree, HasTheFieldsOfTheJson) {
  for (const std::string& frame :
       {kAnnounce, kSync, kEsmc + "18000000 01000402 020014 20 001b19fffe000001 00 01 00 0000000000",
        std::string{"aefe 1007000d 09002a01 ffff0001deadbeef 77"}}) {
    const std::string tree = render(write_tree, frame);
    const auto told = json::parse(render(write_json, frame)).flatten();
    for (const auto& [path, value] : told.items()) {
      const std::string key = path.substr(path.rfind('/') + 1);
      if (key == "octet" || key == "number" || key == "time" || key == "length" || key == "captured")
        continue;
      EXPECT_TRUE(tree.find(" " + key + " ") != std::string::npos || value.is_array() || value.empty())
          << key << '\n'
          << tree;
    }
  }
}

TEST(Roe, IsNamedAndNeverReadAsSomethingElse) {
  // Octets of every protocol we decode behind RoE's EtherType, and noise.
  std::vector<std::string> bodies = {"10020014 0001 0080 902a3040 0101 0000 0010006a fffe 0005",
                                     kAnnounce.substr(4), kEsmc.substr(5) + "10000000 01000402", ""};
  Random random{7};
  for (int i = 0; i < 2'000; ++i) {
    std::string noise;
    for (std::uint64_t n = random.below(60); n > 0; --n) {
      noise += "0123456789abcdef"[random.below(16)];
      noise += "0123456789abcdef"[random.below(16)];
    }
    bodies.push_back(noise);
  }
  for (const std::string& body : bodies) {
    const json message = json::parse(render(write_json, "fc3d" + body));
    ASSERT_EQ(message["protocol"], "RoE");
    ASSERT_EQ(message.size(), 10u) << message.dump();  // the packet, the addresses, the protocol, its octets
    ASSERT_NE(render(write_line, "fc3d" + body).find("RoE (not supported)"), std::string::npos);
  }
}

}  // namespace
}  // namespace plumbline::text

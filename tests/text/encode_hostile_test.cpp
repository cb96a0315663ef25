// JSON that is not what decode prints: a clear error with its place, never a frame that nobody asked for.
#include <gtest/gtest.h>

#include <chrono>
#include <set>

#include "support/hex.h"
#include "text/there_and_back.h"

namespace plumbline::test {
namespace {

using Json = nlohmann::ordered_json;

struct Sample {
  const char* name;
  const char* frame;
  Knowledge knowledge{};
};

constexpr const char* kMacs = "020000000001 020000000002 ";

const std::vector<Sample>& samples() {
  static const std::vector<Sample> kSamples = {
      {"section type 1 with SE 1, 4, 11",
       "8100 e007 aefe 1002 002c 0102 0780 902a3040 0101 9100 00100003 fffe 8005"
       "8102 31 01 1230 0000 84 01 1234 0b 0003 80 01 8001 8002 0003 00",
       {.cplane = {.weights = 2}}},
      {"section type 3",
       "aefe 1002 001c 0004 0080 1e2a3040 0103 01e4 c1 0000 91 0020000c fff1 0000 001122 00"},
      {"section type 4",
       "aefe 1002 001c 0000 0080 012a3040 0004 0100 02 0002 01 1234 0000 0fff 000f 00000000"},
      {"section type 6",
       "aefe 1002 0018 0000 0080 002a3040 0106 0190 0001 fffe 0005 01 12345678 000000",
       {.cplane = {.antennas = 1}}},
      {"section type 7", "aefe 1002 0014 0000 0080 002a3040 0007 0000 02 1234 0558 4ac0 00"},
      {"section type 8", "aefe 1002 0010 0000 0080 022a3040 0008 0100 1234 0000"},
      {"section type 9",
       "aefe 1002 0014 0000 0080 902a3040 0109 0000 00100001 0580 000000",
       {.cplane = {.sinr = wire::SinrFormat{.block_floating_point = true, .width = 8}}}},
      {"section type 10",
       "aefe 1002 001c 0000 0080 102a3040 010a 0000 00100001 fff1 0005 0100 0002 fffe 0000"},
      {"U-plane",
       "aefe 1000 0016 0000 0080 902a3041 00100001 0003 0000 01 0203040506",
       {.format = wire::UplaneFormat{.method = 7, .width = 9}}},
      {"event", "aefe 1007 000c 01000201 1234 0800 00000005"},
      {"delay", "aefe 1005 0016 0100 000000000001 00000002 0000000000000003 abcd"},
      {"PTP",
       "88f7 0802 0034 18000200 fffffffffffffffe 00000000 0011223344556677 0001 1234 0200"
       "00000000000a 00000014 0003 0004 01020304 00000000"},
      {"ESMC", "8809 0a 0019a7 0001 18 000000 01 0004 02 0000000000"},
      {"UDP",
       "0800 4500 0030 0000 4000 4011 b6b9 c0000201 c0000202 1000 2000 001c 0000"
       "1002 0010 0000 0080 022a3040 0008 0100 1234 0000"},
      {"LLDP", "88cc 0207 04"}};
  return kSamples;
}

Json message_of(const Sample& sample) {
  const Bytes frame = from_hex(std::string{kMacs} + sample.frame);
  const auto lines = told(frame, static_cast<std::uint32_t>(frame.size()), sample.knowledge);
  EXPECT_EQ(lines.size(), 1u) << sample.name;
  EXPECT_EQ(lines[0].find("\"fault\""), std::string::npos) << sample.name << ' ' << lines[0];
  const auto back = encoded(lines);
  EXPECT_TRUE(back && *back == frame) << sample.name << ' ' << lines[0];
  return Json::parse(lines[0]);
}

Result<Bytes, Error> encode(const Json& message) { return text::encode_frame({&message, 1}, {}); }

/// Every value below `json`, as a pointer.
void collect(const Json& json, const Json::json_pointer& at, std::vector<Json::json_pointer>& all) {
  if (!at.empty()) all.push_back(at);
  if (json.is_object())
    for (const auto& [key, value] : json.items()) collect(value, at / key, all);
  else if (json.is_array())
    for (std::size_t i = 0; i < json.size(); ++i) collect(json[i], at / i, all);
}

/// Keys that nothing is made of.
bool is_remark(const std::string& key) {
  static const std::set<std::string> kRemarks = {
      "time", "DU_Port_ID", "BandSector_ID", "CC_ID", "RU_Port_ID",  "notes",      "octet",
      "name", "prbs",       "firstPrb",      "fault", "compression", "faultOctet", "faultIn"};
  return kRemarks.contains(key);
}

/// The last key of a pointer, not counting indices.
std::string key_of(Json::json_pointer at) {
  while (!at.empty() && at.back().find_first_not_of("0123456789") == std::string::npos) at.pop_back();
  return at.empty() ? "" : at.back();
}

/// Values that `good` must not be replaced with.
std::vector<Json> wrong_values(const Json& good) {
  std::vector<Json> wrong = {true,  nullptr, 1.5,  Json::parse("1e30"),
                             "0xg", "abc",   "0x", Json::array({Json::object()})};
  if (good.is_array() || good.is_object() || good.is_string())
    wrong.emplace_back(Json::parse("12345678901234567890"));
  if (good.is_number()) wrong.emplace_back(std::uint64_t{1} << 63);
  if (good.is_number()) wrong.emplace_back(INT64_MIN);
  if (!good.is_object()) wrong.emplace_back(Json::object());
  return wrong;
}

TEST(HostileJson, EveryValueOfTheWrongKindIsAnErrorThatNamesIt) {
  std::size_t tried = 0;
  for (const Sample& sample : samples()) {
    const Json good = message_of(sample);
    std::vector<Json::json_pointer> all;
    collect(good, Json::json_pointer{}, all);
    for (const auto& at : all) {
      const std::string key = key_of(at);
      if (is_remark(key) && !(key == "prbs" && good.contains("ues"))) continue;
      for (const Json& value : wrong_values(good[at])) {
        // What is a number of 64 bits, a name, or stands for a length that is told elsewhere.
        if ((key == "number" || key == "messageIndex" || key == "length" || key == "captured" ||
             key == "clockIdentity") &&
            value.is_number_unsigned())
          continue;
        if ((key == "CompensationValue" || key == "correctionField") && value == INT64_MIN) continue;
        if (key == "protocol" && value.is_string()) continue;
        Json bad = good;
        bad[at] = value;
        const auto frame = encode(bad);
        ++tried;
        ASSERT_FALSE(frame) << sample.name << ' ' << at.to_string() << " = " << value;
        ASSERT_NE(frame.error().what.find(key), std::string::npos)
            << sample.name << ' ' << at.to_string() << " = " << value << ": " << frame.error().what;
        EXPECT_FALSE(frame.error().remedy.empty());
      }
    }
  }
  std::printf("%zu values\n", tried);
}

TEST(HostileJson, EveryUnknownKeyIsAnErrorThatNamesIt) {
  std::size_t tried = 0;
  for (const Sample& sample : samples()) {
    const Json good = message_of(sample);
    std::vector<Json::json_pointer> all = {Json::json_pointer{}};
    collect(good, Json::json_pointer{}, all);
    for (const auto& at : all) {
      if (!good[at].is_object()) continue;
      Json bad = good;
      bad[at]["numPrbC"] = 1;
      const auto frame = encode(bad);
      ++tried;
      ASSERT_FALSE(frame) << sample.name << ' ' << at.to_string();
      EXPECT_NE(frame.error().what.find("numPrbC is no field of this"), std::string::npos)
          << frame.error().what;
    }
  }
  std::printf("%zu objects\n", tried);
}

TEST(HostileJson, EveryMissingKeyIsAnErrorUnlessItIsComputed) {
  static const std::set<std::string> kMayLack = {"number",
                                                 "length",
                                                 "captured",
                                                 "messageIndex",
                                                 "tags",
                                                 "ecpriPayload",
                                                 "extLen",
                                                 "numberOfsections",
                                                 "octets",
                                                 "prbFields",
                                                 "padding",
                                                 "fill",
                                                 "dummy",
                                                 "DummyBytes",
                                                 "bodyOctets",
                                                 "ipHeaders",
                                                 "dscp",
                                                 "octetsBehindMessage",
                                                 "octetsBehindSections",
                                                 "behindSections",
                                                 "ipSource",
                                                 "ipDestination",
                                                 "udpSourcePort",
                                                 "udpDestinationPort"};
  std::size_t tried = 0;
  for (const Sample& sample : samples()) {
    const Json good = message_of(sample);
    const auto whole = encode(good);
    std::vector<Json::json_pointer> all;
    collect(good, Json::json_pointer{}, all);
    for (const auto& at : all) {
      const auto& parent = good[at.parent_pointer()];
      if (!parent.is_object() || is_remark(at.back()) || at.back().starts_with("reserved")) continue;
      Json bad = good;
      bad[at.parent_pointer()].erase(at.back());
      const auto frame = encode(bad);
      ++tried;
      // A PTP message may have none: messageLength is a field like others.
      if (at.back() == "tlvs" && good["protocol"] == "PTP") continue;
      const bool inside = at.back() == "length" && !at.parent_pointer().empty();
      const bool uncounted = at.back() == "numberOfsections" && !good.contains("sections");
      if (inside || uncounted || !kMayLack.contains(at.back())) {
        ASSERT_FALSE(frame) << sample.name << ' ' << at.to_string();
        continue;
      }
      ASSERT_TRUE(frame) << sample.name << ' ' << at.to_string() << ": " << frame.error().what;
      for (const char* computed :
           {"ecpriPayload", "extLen", "numberOfsections", "ipHeaders", "number", "captured"})
        if (at.back() == computed) {
          // But for the identification and TTL all of these IP headers is what would be written.
          EXPECT_EQ(*frame, *whole) << sample.name << ' ' << at.to_string();
        }
    }
  }
  std::printf("%zu keys\n", tried);
}

TEST(HostileJson, SaysTheWayToWhatIsWrong) {
  struct Case {
    const char *at, *value, *what;
  };
  static constexpr Case kCases[] = {
      {"/sections/0/reMask", "\"0x1000\"", "sections[0].reMask does not fit in 12 bits"},
      {"/sections/0/sectionId", "4096", "sections[0].sectionId does not fit in 12 bits"},
      {"/sections/0/extensions/1/csf", "2", "sections[0].extensions[1].csf does not fit in 1 bit"},
      {"/sections/0/extensions/0/weights/1", "[1]",
       "sections[0].extensions[0].weights has an entry that is no array of 2"},
      {"/sections/0/extensions/0/weights/0/1", "4",
       "sections[0].extensions[0].weights has a value that is no number of 3 bits"},
      {"/sections/0/extensions/1/extLen", "0",
       "sections[0].extensions[1].extLen is less than the fields need"},
      {"/sections/0/extensions", "{}", "sections[0].extensions is no array"},
      {"/tags/0/vid", "-1", "tags[0].vid is neither a whole number from 0 nor \"0x..\""},
      {"/destination", "\"02:00:00:00:00:1\"", "destination is no MAC address like 02:00:5e:00:53:01"},
      {"/behindMessage", "\"abc\"", "behindMessage is no run of octets in hex"},
      {"/\x1b[31m", "1", "?[31m is no field of this"}};
  const Json good = message_of(samples()[0]);
  for (const Case& c : kCases) {
    Json bad = good;
    bad[Json::json_pointer{c.at}] = Json::parse(c.value);
    const auto frame = encode(bad);
    ASSERT_FALSE(frame) << c.at;
    EXPECT_EQ(frame.error().what, c.what);
  }
}

TEST(HostileJson, ThatIsNoMessageSaysWhy) {
  struct Case {
    std::string text, what;
  };
  std::string many = "{";
  for (int i = 0; i < 300; ++i) many += "\"k" + std::to_string(i) + "\":0,";
  const Case kCases[] = {
      {"", "no JSON: column 1"},
      {"nonsense", "no JSON: column 2"},
      {"{\"a\":1", "no JSON: column 7"},
      {"{\"a\":1} 2", "no JSON: column 9"},
      {"{\"a\":\"\xff\"}", "no JSON: column 7"},
      {"[1]", "no JSON object"},
      {"7", "no JSON object"},
      {"{\"a\":1e999}", "no JSON: a number is too large"},
      {"{\"a\":1,\"a\":2}", "an object has a key twice"},
      {"{\"b\":[{\"a\":1,\"a\":2}]}", "an object has a key twice"},
      {many + "\"a\":1}", "an object has more than 256 keys"},
      {"{\"a\":" + std::string(40, '[') + std::string(40, ']') + "}",
       "more than 32 objects and lists in each other"},
      {std::string(text::kMostMessageText + 1, ' '), "a message of more than 16 MiB of text"}};
  for (const Case& c : kCases) {
    const auto message = text::parse_message(c.text);
    ASSERT_FALSE(message) << c.text.substr(0, 80);
    EXPECT_EQ(message.error().what, c.what) << c.text.substr(0, 80);
    EXPECT_FALSE(message.error().remedy.empty());
  }
}

TEST(HostileJson, DeepAndLongTextEndsSoon) {
  const auto start = std::chrono::steady_clock::now();
  EXPECT_FALSE(text::parse_message("{\"a\":" + std::string(8'000'000, '[')));
  std::string lists = "{\"a\":[";
  while (lists.size() < 8'000'000) lists += "[],";
  EXPECT_TRUE(text::parse_message(lists + "[]]}"));
  std::string keys = "{";
  for (int i = 0; keys.size() < 8'000'000; ++i) keys += "\"" + std::to_string(i) + "\":0,";
  EXPECT_FALSE(text::parse_message(keys + "\"a\":0}"));
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds{60});
}

TEST(HostileJson, ManyLongThingsAreNoFrame) {
  const auto start = std::chrono::steady_clock::now();
  Json message = message_of(samples()[0]);
  Json extension = Json::parse(R"({"extType":11,"ef":1,"extLen":65535,"body":""})");
  message["sections"][0]["extensions"] = Json::array();
  for (int i = 0; i < 20'000; ++i) message["sections"][0]["extensions"].push_back(extension);
  auto frame = encode(message);
  ASSERT_FALSE(frame);
  EXPECT_NE(frame.error().what.find("makes the frame longer than any"), std::string::npos)
      << frame.error().what;
  message = message_of(samples()[0]);
  message["octetsBehindMessage"] = 0xFFFF'FFFFu;
  frame = encode(message);
  ASSERT_FALSE(frame);
  EXPECT_EQ(frame.error().what, "the message makes the frame longer than any");
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds{20});
}

TEST(HostileJson, MessagesOfOneFrameHaveOneHeader) {
  const Json first = message_of(samples()[1]);
  Json second = first;
  second["source"] = "02:00:00:00:00:77";
  const Json both[] = {first, second};
  const auto frame = text::encode_frame(both, {});
  ASSERT_FALSE(frame);
  EXPECT_EQ(frame.error().what,
            "destination, source, tags or etherType is not that of the message before in the same frame");
}

TEST(HostileJson, IpKeysMustSayWhatTheHeadersSay) {
  const Sample& udp = samples()[13];
  const Json good = message_of(udp);
  for (const auto& [key, value] : std::vector<std::pair<const char*, Json>>{{"ipSource", "192.0.2.9"},
                                                                            {"ipDestination", "192.0.2.9"},
                                                                            {"dscp", 3u},
                                                                            {"udpSourcePort", 7u},
                                                                            {"udpDestinationPort", 7u},
                                                                            {"ipFragmented", 1u},
                                                                            {"ipOptions", 1u}}) {
    Json bad = good;
    bad[key] = value;
    const auto frame = encode(bad);
    ASSERT_FALSE(frame) << key;
    EXPECT_EQ(frame.error().what, std::string{key} + " is not what the IP headers of the frame say");
    // Without the octets of the headers a changed field changes them.
    bad.erase("ipHeaders");
    if (std::string_view{key}.starts_with("ip") && std::string_view{key} != "ipSource" &&
        std::string_view{key} != "ipDestination") {
      EXPECT_FALSE(encode(bad)) << key;
      continue;
    }
    const auto written = encode(bad);
    ASSERT_TRUE(written) << key << ' ' << written.error().what;
    const Json back = Json::parse(told(*written, static_cast<std::uint32_t>(written->size()), {})[0]);
    EXPECT_EQ(back[key], value);
  }
}

TEST(HostileJson, DamagedMessagesNeedTheirUnreadOctets) {
  const Bytes whole = from_hex(std::string{kMacs} + samples()[1].frame);
  const Bytes frame{whole.begin(), whole.end() - 5};
  Json message = Json::parse(told(frame, static_cast<std::uint32_t>(frame.size()), {})[0]);
  ASSERT_EQ(message["fault"], "truncated");
  message.erase("unread");
  const auto back = encode(message);
  ASSERT_FALSE(back);
  EXPECT_EQ(back.error().what, "fault: the octets that were not read are not told (unread)");
}

}  // namespace
}  // namespace plumbline::test

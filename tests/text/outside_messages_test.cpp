// Messages of an outside implementation's tests: read as its authors describe them, and written back to the
// same octets.
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "support/hex.h"
#include "support/support.h"
#include "text/encode.h"
#include "text/render.h"
#include "wire/exact.h"

namespace plumbline::text {
namespace {

using nlohmann::ordered_json;

constexpr std::string_view kFile = "vectors/messages_srsran_a.json";

struct Fact {
  std::string pointer;  ///< JSON pointer into our message
  std::int64_t value;
};

/// What the file says in words, or for another decoder: by the name of the case.
struct Described {
  std::vector<Fact> facts;
  std::string fault;  ///< empty: sound
  std::string fault_in{}, note{};
};

const std::map<std::string, Described>& described() {
  static const std::map<std::string, Described> all = {
      {"valid_packet_should_decode_correctly",
       {{{"/dataDirection", 0},
         {"/frameId", 2},
         {"/subframeId", 4},
         {"/slotId", 1},
         {"/symbolId", 2},
         {"/sections/0/sectionId", 7},
         {"/sections/0/startPrbu", 36},
         {"/sections/0/numPrbu", 3},
         {"/sections/0/udCompMeth", 0},
         {"/sections/0/udIqWidth", 0},
         {"/sections/0/octets", 144}},
        ""}},
      {"none_compression_with_15_bits_should_pass",
       {{{"/sections/0/numPrbu", 1},
         {"/sections/0/udCompMeth", 0},
         {"/sections/0/udIqWidth", 15},
         {"/sections/0/octets", 45}},
        ""}},
      // The array goes on behind its PRB: 18 octets that are no whole section.
      {"bfp_with_9_bits_should_pass",
       {{{"/sections/0/numPrbu", 1},
         {"/sections/0/udCompMeth", 1},
         {"/sections/0/udIqWidth", 9},
         {"/sections/0/octets", 28}},
        "truncated",
        "section"}},
      {"missing_one_prb_must_fail", {{{"/sections/0/numPrbu", 3}}, "truncated", "section"}},
      {"missing_section_header_must_fail", {{{"/symbolId", 2}}, "truncated", "section"}},
      // Sound to a decoder: values are for the rules.
      {"reserved_filter_index_should_fail", {{{"/filterIndex", 8}}, ""}},
      {"symbol_index_out_of_range_should_fail", {{{"/symbolId", 14}}, ""}},
      {"decode_valid_control_packet_should_pass", {{{"/sections/0/numSymbol", 14}}, ""}},
      // Its subSequenceId is 58: a later fragment, whose octets are of no section that begins here.
      {"decode_invalid_payload_size_should_fail",
       {{{"/ecpriVersion", 2}, {"/subSequenceId", 58}, {"/bodyOctets", 13}},
        "",
        "",
        "ecpriPayload is more than the octets on the wire"}},
  };
  return all;
}

/// Facts under the names that the file gives them.
std::vector<Fact> facts_of(const ordered_json& fields) {
  static const std::map<std::string, std::string> names = {{"numberOfSections", "/numberOfsections"},
                                                           {"revision", "/ecpriVersion"},
                                                           {"C", "/ecpriConcatenation"},
                                                           {"type", "/ecpriMessage"},
                                                           {"payloadSize", "/ecpriPayload"},
                                                           {"rtcid", "/ecpriRtcid"}};
  std::vector<Fact> facts;
  for (const auto& [name, value] : fields.items()) {
    if (name == "udCompHdr") {
      const bool bfp9 = value.is_string() && value.get<std::string>() == "iqWidth 9, meth 1";
      EXPECT_TRUE(bfp9 || value == 0) << value;
      facts.push_back({"/udIqWidth", bfp9 ? 9 : 0});
      facts.push_back({"/udCompMeth", bfp9 ? 1 : 0});
    } else if (name == "seqid") {  // all 16 bits
      const auto all = value.get<std::int64_t>();
      facts.push_back({"/sequenceId", all >> 8});
      facts.push_back({"/E", all >> 7 & 1});
      facts.push_back({"/subSequenceId", all & 127});
    } else if (const auto known = names.find(name); known != names.end()) {
      facts.push_back({known->second, value.get<std::int64_t>()});
    } else {
      static constexpr std::string_view kOfSections =
          "sectionId rb symInc startPrbc numPrbc reMask numSymbol ef beamId";
      const bool in_section = kOfSections.find(name) != std::string_view::npos;
      facts.push_back({(in_section ? "/sections/0/" : "/") + name, value.get<std::int64_t>()});
    }
  }
  return facts;
}

/// The frame around a case's octets, which begin at its layer.
std::vector<std::uint8_t> frame_of(const ordered_json& item) {
  const auto own = test::from_hex(item["hex"].get<std::string>());
  std::vector<std::uint8_t> frame = test::from_hex("020000000002020000000001aefe");
  const std::string layer = item["layer"].get<std::string>();
  if (layer != "eCPRI") {
    const std::size_t payload = own.size() + 4;
    const std::uint8_t type = layer[0] == 'U' ? 0 : 2;
    for (const std::size_t octet : {std::size_t{0x10}, std::size_t{type}, payload >> 8, payload & 255,
                                    std::size_t{0}, std::size_t{1}, std::size_t{0}, std::size_t{0x80}})
      frame.push_back(static_cast<std::uint8_t>(octet));
  }
  frame.insert(frame.end(), own.begin(), own.end());
  return frame;
}

/// udCompHdr present, 273 PRBs: what the file says of its U-plane messages.
const wire::UplaneFormat kFormat{.dynamic = true, .carrier_prbs = 273};

std::vector<ordered_json> decode(const std::vector<std::uint8_t>& frame) {
  const test::Exact exact{frame};
  const Packet packet{
      .number = 1, .on_wire = static_cast<std::uint32_t>(frame.size()), .octets = exact.octets()};
  Context context{.payload = true};
  context.format_of = [](const Message&) { return &kFormat; };
  MessageReader reader{packet, 0};
  Message message;
  std::vector<ordered_json> messages;
  while (reader.next(message)) {
    Buffer out;
    write_json(out, message, context);
    messages.push_back(ordered_json::parse(out.data(), out.data() + out.size()));
  }
  return messages;
}

void expect_facts(const ordered_json& message, const std::vector<Fact>& facts) {
  for (const Fact& fact : facts) {
    const ordered_json::json_pointer pointer{fact.pointer};
    ASSERT_TRUE(message.contains(pointer)) << fact.pointer << " is not told: " << message;
    const ordered_json& value = message[pointer];
    const std::int64_t number =
        value.is_string() ? std::stoll(value.get<std::string>(), nullptr, 16) : value.get<std::int64_t>();
    EXPECT_EQ(number, fact.value) << fact.pointer;
  }
}

void expect_case(const ordered_json& item) {
  const std::string name = item["name"].get<std::string>();
  const auto frame = frame_of(item);
  const auto messages = decode(frame);
  ASSERT_EQ(messages.size(), 1u);
  if (item.contains("fields")) expect_facts(messages[0], facts_of(item["fields"]));
  const auto known = described().find(name);
  ASSERT_TRUE(known != described().end() || item.contains("fields")) << "a case of which nothing is known";
  const Described& expected = known == described().end() ? Described{} : known->second;
  expect_facts(messages[0], expected.facts);
  EXPECT_EQ(messages[0].value("fault", ""), expected.fault);
  EXPECT_EQ(messages[0].value("faultIn", ""), expected.fault_in);
  EXPECT_NE(messages[0].dump().find(expected.note), std::string::npos);

  const auto again = encode_frame(messages, {});
  ASSERT_TRUE(again) << again.error().what;
  EXPECT_EQ(*again, frame);
}

TEST(OutsideMessages, AreReadAsDescribedAndWrittenBack) {
  PLUMBLINE_SKIP_WITHOUT_SHARED(path, kFile);
  const auto file = ordered_json::parse(test::read_file(path));
  ASSERT_EQ(file["cases"].size(), 12u);
  for (const ordered_json& item : file["cases"]) {
    SCOPED_TRACE(item["name"].get<std::string>());
    expect_case(item);
  }
}

}  // namespace
}  // namespace plumbline::text

// Octets annotated by hand against what the room makes of them.
#include "wire/vectors.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include "support/hex.h"
#include "wire/cplane/records_json.h"
#include "wire/ecpri.h"
#include "wire/exact.h"
#include "wire/frame.h"
#include "wire/one_way_delay.h"
#include "wire/sync_layers.h"

namespace plumbline::test {
namespace {

using nlohmann::json;
using wire::DecodeError;
using wire::Fault;
using wire::View;

wire::CplaneParameters parse_parameters(const json& item) {
  wire::CplaneParameters parameters{.weights = item.value("weights", std::uint16_t{0}),
                                    .antennas = item.value("antennas", std::uint16_t{0}),
                                    .carrier_prbs = item.value("carrier_prbs", std::uint16_t{0}),
                                    .st6_aligned = item.value("st6_aligned", false)};
  if (item.contains("sinr"))
    parameters.sinr = wire::SinrFormat{.block_floating_point = item["sinr"]["block_floating_point"],
                                       .width = item["sinr"]["width"],
                                       .block_size = item["sinr"].value("block_size", std::uint8_t{0})};
  return parameters;
}

std::string name_of(Fault fault) {
  switch (fault) {
    case Fault::none:
      return "none";
    case Fault::truncated:
      return "truncated";
    case Fault::cut:
      return "cut";
    case Fault::extension_zero:
      return "extension_zero";
    case Fault::measurement_zero:
      return "measurement_zero";
    case Fault::unsupported_method:
      return "unsupported_method";
    case Fault::prbs_unknown:
      return "prbs_unknown";
    case Fault::unsupported_type:
      return "unsupported_type";
  }
  return "?";
}
void tell(json& out, const DecodeError& error) {
  out["fault"] = name_of(error.fault);
  out["octet"] = error.octet;
}
std::string name_of(radio::Direction direction) {
  return direction == radio::Direction::downlink ? "dl" : "ul";
}

void tell_time(json& out, const radio::RadioTime& time) {
  out["frame"] = time.frame;
  out["subframe"] = time.subframe;
  out["slot"] = time.slot;
  out["symbol"] = time.symbol;
}

json tell(const wire::EcpriMessage& m) {
  return {{"version", m.header.version},
          {"reserved", m.header.reserved},
          {"concatenation", m.header.concatenation},
          {"type", static_cast<int>(m.header.type)},
          {"payload", m.header.payload},
          {"at", m.at},
          {"overlong", m.overlong},
          {"body", hex(m.body.octets())},
          {"after", m.after().length}};
}

void decode_pdu(json& out, const View& pdu) {
  wire::EcpriWalk walk{pdu};
  wire::EcpriMessage message;
  out["messages"] = json::array();
  while (walk.next(message)) {
    EXPECT_EQ(message.index, out["messages"].size());
    out["messages"].push_back(tell(message));
  }
  tell(out, walk.error());
}

void decode_frame(json& out, const WireVector& vector, Octets octets, std::uint32_t on_wire) {
  wire::Frame frame;
  if (const wire::DecodeError error = wire::decode_frame(octets, on_wire, frame, vector.udp_port))
    return tell(out, error);
  tell(out, {});
  constexpr const char* kProtocols[] = {"other", "ecpri", "roe", "ptp", "esmc"};
  constexpr const char* kTransports[] = {"ethernet", "udp_ipv4", "udp_ipv6"};
  out["tag_count"] = frame.tag_count;
  for (std::uint32_t i = 0; i < std::min(frame.tag_count, 2u); ++i) {
    const wire::VlanTag tag = frame.tag(i);
    out["tags"].push_back({{"tpid", tag.tpid}, {"pcp", tag.pcp}, {"dei", tag.dei}, {"vid", tag.vid}});
  }
  out["ether_type"] = frame.ether_type;
  out["protocol"] = kProtocols[static_cast<int>(frame.protocol)];
  out["transport"] = kTransports[static_cast<int>(frame.transport)];
  out["dscp"] = frame.ip.dscp;
  out["fragmented"] = frame.ip.fragmented;
  out["options"] = frame.ip.options;
  out["checksum_zero"] = frame.ip.checksum_zero;
  out["source_port"] = frame.ip.source_port;
  out["destination_port"] = frame.ip.destination_port;
  out["source_at"] = frame.ip.source_at;
  out["client_octets"] = frame.client_data().length;
  out["pdu_at"] = frame.pdu.base;
  out["pdu_octets"] = frame.pdu.length;
  if (frame.protocol != wire::Protocol::ecpri) return;
  json walk;
  decode_pdu(walk, frame.pdu);
  out["messages"] = walk["messages"];
  out["walk_fault"] = walk["fault"];
  out["walk_octet"] = walk["octet"];
}

json tell(const wire::Section& section) {
  json out{{"id", section.id},
           {"rb", section.rb},
           {"sym_inc", section.sym_inc},
           {"start_prb", section.start_prb},
           {"num_prb", section.num_prb},
           {"re_mask", section.re_mask},
           {"num_symbol", section.num_symbol},
           {"ef", section.ef},
           {"beam_id", section.beam_id},
           {"freq_offset", section.freq_offset},
           {"reserved", section.reserved},
           {"at", section.at},
           {"extensions", json::array()}};
  wire::ExtensionWalk walk{section.extensions};
  wire::Extension extension;
  while (walk.next(extension))
    out["extensions"].push_back({{"type", extension.type},
                                 {"ef", extension.ef},
                                 {"words", extension.words},
                                 {"at", extension.at},
                                 {"body", hex(extension.body.octets())}});
  return out;
}

void decode_cplane(json& out, const View& body, const wire::CplaneParameters& parameters) {
  wire::CplaneHeader header;
  if (const wire::DecodeError error = wire::decode_cplane_header(body, header)) return tell(out, error);
  out["direction"] = name_of(header.direction);
  out["payload_version"] = header.payload_version;
  out["filter_index"] = header.filter_index;
  tell_time(out, header.start);
  out["number_of_sections"] = header.number_of_sections;
  out["section_type"] = header.section_type;
  out["ud_comp_hdr"] = header.ud_comp_hdr;
  out["time_offset"] = header.time_offset;
  out["frame_structure"] = header.frame_structure;
  out["cp_length"] = header.cp_length;
  out["reserved"] = header.reserved;
  if (is_record_type(header.section_type)) return decode_records(out, body, header, parameters);
  wire::SectionWalk walk{body, header};
  wire::Section section;
  out["sections"] = json::array();
  while (walk.next(section)) out["sections"].push_back(tell(section));
  EXPECT_EQ(walk.count(), out["sections"].size());
  out["extension_fault"] = walk.extension_fault();
  out["faulty_extension_type"] = walk.faulty_extension_type();
  out["rest"] = walk.rest().length;
  tell(out, walk.error());
}

json tell(const wire::UplaneSection& section) {
  return {{"id", section.id},
          {"rb", section.rb},
          {"sym_inc", section.sym_inc},
          {"start_prb", section.start_prb},
          {"num_prb", section.num_prb},
          {"has_header", section.has_header},
          {"has_length", section.has_length},
          {"ud_comp_len", section.ud_comp_len},
          {"has_masks", section.has_masks()},
          {"mask1", section.mask1},
          {"mask2", section.mask2},
          {"ud_comp_hdr", section.ud_comp_hdr},
          {"reserved", section.reserved},
          {"at", section.at},
          {"octets_per_prb", section.octets_per_prb},
          {"prbs_at", section.prbs.base},
          {"octets", section.prbs.length},
          {"captured", section.prbs.captured},
          {"first", section.range.first},
          {"count", section.range.count},
          {"step", section.range.step}};
}

void decode_uplane(json& out, const View& body, const wire::UplaneFormat& format) {
  wire::UplaneHeader header;
  if (const wire::DecodeError error = wire::decode_uplane_header(body, header)) return tell(out, error);
  out["direction"] = name_of(header.direction);
  out["payload_version"] = header.payload_version;
  out["filter_index"] = header.filter_index;
  tell_time(out, header.at);
  wire::UplaneWalk walk{body, format};
  wire::UplaneSection section;
  out["sections"] = json::array();
  while (walk.next(section)) out["sections"].push_back(tell(section));
  EXPECT_EQ(walk.count(), out["sections"].size());
  out["last"] = tell(section);
  out["last_id"] = section.id;
  out["last_num_prb"] = section.num_prb;
  out["last_ud_comp_hdr"] = section.ud_comp_hdr;
  tell(out, walk.error());
}

void decode_delay(json& out, const View& body) {
  wire::OneWayDelay delay;
  if (const wire::DecodeError error = wire::decode_one_way_delay(body, delay)) return tell(out, error);
  out["measurement_id"] = delay.measurement_id;
  out["action_type"] = delay.action_type;
  out["seconds"] = delay.seconds;
  out["nanoseconds"] = delay.nanoseconds;
  out["compensation"] = delay.compensation;
  out["dummy_octets"] = delay.dummy_octets;
  tell(out, {});
}

/// Empty when everything that `expected` says is in `actual`, else where they differ.
std::string difference(const json& expected, const json& actual, const std::string& place) {
  if (expected.is_object()) {
    for (const auto& [key, value] : expected.items()) {
      if (!actual.contains(key)) return place + "/" + key + ": not there";
      if (std::string found = difference(value, actual[key], place + "/" + key); !found.empty()) return found;
    }
    return {};
  }
  if (expected.is_array()) {
    if (expected.size() != actual.size())
      return place + ": " + std::to_string(actual.size()) + " items, expected " +
             std::to_string(expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i)
      if (std::string found = difference(expected[i], actual[i], place + "/" + std::to_string(i));
          !found.empty())
        return found;
    return {};
  }
  return expected == actual ? std::string{} : place + ": " + actual.dump() + ", expected " + expected.dump();
}

}  // namespace

std::vector<WireVector> load_wire_vectors() {
  const std::filesystem::path folder = PLUMBLINE_SOURCE_DIR "/testvectors/wire";
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator{folder})
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::vector<WireVector> all;
  for (const auto& path : files) {
    std::ifstream in{path};
    const json file = json::parse(in);
    if (file["schema"] == "extension-vector-1") continue;  // read by cplane/extension_test.cpp
    EXPECT_EQ(file["schema"], "wire-vector-1") << path;
    for (const json& item : file["vectors"]) {
      EXPECT_FALSE(item["reason"].get<std::string>().empty()) << item["id"];
      EXPECT_FALSE(item["clause"].get<std::string>().empty()) << item["id"];
      WireVector vector{.id = item["id"], .layer = item["layer"], .octets = from_lines(item["octets"], '|')};
      vector.on_wire = item.value("on_wire", static_cast<std::uint32_t>(vector.octets.size()));
      vector.udp_port = item.value("udp_port", std::uint16_t{0});
      if (item.contains("format")) {
        const json& format = item["format"];
        vector.format = {.dynamic = format["dynamic"],
                         .method = format.value("method", std::uint8_t{0}),
                         .width = format.value("width", std::uint8_t{16}),
                         .carrier_prbs = format["carrier_prbs"],
                         .ud_comp_len = format.value("ud_comp_len", false)};
      }
      if (item.contains("parameters")) vector.parameters = parse_parameters(item["parameters"]);
      vector.expect = item["expect"];
      all.push_back(std::move(vector));
    }
  }
  return all;
}

json decode_layer(const WireVector& vector, Octets octets, std::uint32_t on_wire) {
  json out = json::object();
  const View whole{octets, on_wire};
  if (vector.layer == "frame") {
    decode_frame(out, vector, octets, on_wire);
    return out;
  }
  if (vector.layer == "pdu") {
    decode_pdu(out, whole);
    return out;
  }
  if (is_sync_layer(vector.layer)) return decode_sync_layer(vector.layer, whole);
  wire::EcpriWalk walk{whole};
  wire::EcpriMessage message;
  if (!walk.next(message)) {
    tell(out, walk.error());
    return out;
  }
  if (vector.layer == "delay") {
    decode_delay(out, message.body);
    return out;
  }
  wire::EcpriIds ids;
  if (const wire::DecodeError error = wire::decode_ids(message.body, ids)) {
    tell(out, error);
    return out;
  }
  out["eaxc"] = ids.eaxc.value;
  out["sequence"] = ids.sequence;
  out["last_fragment"] = ids.last_fragment;
  out["subsequence"] = ids.subsequence;
  const View body = message.body.from(4);
  if (vector.layer == "cplane")
    decode_cplane(out, body, vector.parameters);
  else if (vector.layer == "uplane")
    decode_uplane(out, body, vector.format);
  else
    ADD_FAILURE() << vector.id << ": no such layer: " << vector.layer;
  return out;
}

namespace {

TEST(WireVectors, DecodeToWhatTheirAuthorsSay) {
  const auto vectors = load_wire_vectors();
  EXPECT_GE(vectors.size(), 120u);
  std::set<std::string> ids;
  for (const WireVector& vector : vectors) {
    SCOPED_TRACE(vector.id);
    EXPECT_TRUE(ids.insert(vector.id).second) << "the id is used twice";
    const Exact exact{vector.octets};
    const json actual = decode_layer(vector, exact.octets(), vector.on_wire);
    EXPECT_EQ(difference(vector.expect, actual, ""), "") << actual.dump(1);
  }
}

}  // namespace
}  // namespace plumbline::test

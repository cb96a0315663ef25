// encode(decode(x)) == x: captures, vectors, and any octets.
#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "base/random.h"
#include "io/source.h"
#include "support/hex.h"
#include "support/support.h"
#include "text/random_cplane.h"
#include "text/random_records.h"
#include "text/there_and_back.h"
#include "wire/exact.h"

namespace plumbline::test {
namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

void append(Bytes& to, Octets octets) { to.insert(to.end(), octets.begin(), octets.end()); }

/// Formats of the U-plane that are tried on any octets.
const std::vector<std::optional<wire::UplaneFormat>>& formats() {
  static const std::vector<std::optional<wire::UplaneFormat>> kFormats = {
      std::nullopt,
      wire::UplaneFormat{.method = 1, .width = 9},
      wire::UplaneFormat{.dynamic = true},
      wire::UplaneFormat{.dynamic = true, .ud_comp_len = true},
      wire::UplaneFormat{.method = 5, .width = 9, .ud_comp_len = true},
      wire::UplaneFormat{.method = 6, .width = 7},
      wire::UplaneFormat{.method = 7, .width = 8},
      wire::UplaneFormat{.method = 8, .width = 5, .ud_comp_len = true},
      wire::UplaneFormat{.method = 12, .width = 9}};
  return kFormats;
}

/// Nothing known, and everything.
std::vector<Knowledge> all_knowledge() {
  std::vector<Knowledge> all;
  for (const auto& format : formats()) {
    all.push_back({.format = format});
    all.push_back({.cplane = {.weights = 3,
                              .antennas = 2,
                              .carrier_prbs = 20,
                              .st6_aligned = true,
                              .sinr = wire::SinrFormat{.block_floating_point = true, .width = 7}},
                   .format = format,
                   .udp_port = 0x1234});
  }
  return all;
}

class Encode : public testing::Test {
 protected:
  /// False when the frame does not come back.
  bool compare(const Bytes& octets, std::size_t on_wire, const Knowledge& knowledge) {
    if (wrong_ >= 5) return false;
    ++frames_;
    const Exact exact{octets};
    const auto lines = told(exact.octets(), static_cast<std::uint32_t>(on_wire), knowledge);
    messages_ += lines.size();
    const auto back = encoded(lines);
    if (back && *back == octets) return true;
    ++wrong_;
    std::string text;
    for (const std::string& line : lines) text += line;
    ADD_FAILURE() << (back ? "other octets" : back.error().what) << "\n  " << hex(octets) << " (" << on_wire
                  << " on the wire)\n  " << (back ? hex(*back) : back.error().remedy) << '\n'
                  << text;
    return false;
  }
  /// As it is, changed by chance, cut by the capture, and ended on the wire.
  void compare_all(Random& random, const Bytes& frame, const Knowledge& knowledge) {
    compare(frame, frame.size(), knowledge);
    Bytes changed = frame;
    mutate(random, changed);
    compare(changed, changed.size(), knowledge);
    Bytes start = random.below(2) == 0 ? frame : changed;
    start.resize(random.below(start.size() + 1));
    compare(start, frame.size(), knowledge);
    compare(start, start.size(), knowledge);
  }
  void TearDown() override { std::printf("%zu frames, %zu messages\n", frames_, messages_); }

  std::size_t frames_ = 0, messages_ = 0, wrong_ = 0;
};

Bytes frame_of(std::uint16_t ether_type, Octets client) {
  Bytes frame = {2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2};
  frame.push_back(static_cast<std::uint8_t>(ether_type >> 8));
  frame.push_back(static_cast<std::uint8_t>(ether_type));
  append(frame, client);
  return frame;
}

// ---------------------------------------------------------------------------------------------- captures

class CaptureThereAndBack : public Encode, public testing::WithParamInterface<const char*> {};

TEST_P(CaptureThereAndBack, IsTheIdentity) {
  const auto path = shared_path(std::string{"captures/"} + GetParam());
  if (!path) GTEST_SKIP() << "../shared/captures/" << GetParam() << " is not there (not part of the project)";
  static constexpr std::size_t kMostFrames = 4000;
  const Knowledge kKnown[] = {
      {},
      {.cplane = {.weights = 4, .carrier_prbs = 106}, .format = wire::UplaneFormat{.method = 1, .width = 9}},
      {.cplane = {.carrier_prbs = 106}, .format = wire::UplaneFormat{.dynamic = true}},
      {.cplane = {.carrier_prbs = 51}, .format = wire::UplaneFormat{.method = 0, .width = 16}}};
  for (const Knowledge& knowledge : kKnown) {
    auto source = io::open_source(*path);
    ASSERT_TRUE(source) << source.error().what;
    for (std::size_t count = 0; count < kMostFrames;) {
      const auto batch = (*source)->next();
      ASSERT_TRUE(batch);
      for (const io::Packet& packet : batch->packets) {
        ++count;
        compare({packet.octets.begin(), packet.octets.end()}, packet.original_length, knowledge);
      }
      if (batch->end) break;
    }
  }
  EXPECT_GT(frames_, 0u);
}

INSTANTIATE_TEST_SUITE_P(
    Text, CaptureThereAndBack,
    testing::Values("cplane_dl_st1_ext1_64x.pcapng", "cplane_ul_st1.pcapng", "ecpri_all_message_types.pcap",
                    "esmc_2frames.pcap", "malformed_ecpri_5.pcap", "ptp_g82751_announce_attack_15min.pcap",
                    "ptp_g82751_sync_attack.pcap", "real_du_dl_bfp9_1eaxc.pcap", "real_ul_bfp9_4eaxc.pcap",
                    "real_viavi_dl_none16_2eaxc.pcap", "srsran_20MHz_tdd_4x2_bfp9_prach0.pcap",
                    "srsran_gnb_testmode_20MHz_tdd_2x1_bfp9_prachB4.pcap",
                    "srsran_ofh_20mhz_bfp9_dynhdr.pcap", "srsran_ofh_20mhz_none16_static_mtu1500.pcap",
                    "untagged_cplane_bfp13_and_ptp.pcap", "uplane_dl_none16.pcapng",
                    "xran_catA_20MHz_tdd_bfp14_multisection_prachA.pcap",
                    "xran_catB_10MHz_bfp9_ext11_prachA.pcap"));

// ----------------------------------------------------------------------------------------------- vectors

struct Vector {
  std::string id;
  Bytes frame;
  std::size_t on_wire;
  Knowledge knowledge;
};

/// A vector of an extension, in a section of its own.
Bytes extension_frame(const Json& item, const Bytes& extension) {
  const auto type = item.value("section_type", std::uint8_t{1});
  Bytes body = {0, 1, 2, 0x80, 0x80, 1, 2, 3, 1, type};
  body.resize(body.size() + (type == 0 || type == 3 ? 6 : 2));
  append(body, Bytes{0, 0x10, 0, item.value("num_prb", std::uint8_t{1}), 0xFF, 0xF1, 0x80, 5});
  if (type == 3) body.resize(body.size() + 4);
  append(body, extension);
  Bytes pdu = {0x10, 2, static_cast<std::uint8_t>(body.size() >> 8), static_cast<std::uint8_t>(body.size())};
  append(pdu, body);
  return frame_of(0xAEFE, pdu);
}

Knowledge knowledge_of(const Json& item) {
  Knowledge knowledge;
  const Json& parameters = item.contains("parameters") ? item["parameters"] : item;
  knowledge.cplane.weights = parameters.value("weights", std::uint16_t{0});
  knowledge.cplane.antennas = parameters.value("antennas", std::uint16_t{0});
  knowledge.cplane.carrier_prbs = parameters.value("carrier_prbs", std::uint16_t{0});
  knowledge.cplane.st6_aligned = parameters.value("st6_aligned", false);
  if (parameters.contains("sinr"))
    knowledge.cplane.sinr =
        wire::SinrFormat{.block_floating_point = parameters["sinr"]["block_floating_point"],
                         .width = parameters["sinr"]["width"],
                         .block_size = parameters["sinr"].value("block_size", std::uint8_t{0})};
  if (item.contains("format")) {
    const Json& format = item["format"];
    knowledge.cplane.carrier_prbs = format.value("carrier_prbs", std::uint16_t{0});
    knowledge.format = wire::UplaneFormat{.dynamic = format.value("dynamic", false),
                                          .method = format.value("method", std::uint8_t{0}),
                                          .width = format.value("width", std::uint8_t{16}),
                                          .ud_comp_len = format.value("ud_comp_len", false)};
  }
  knowledge.udp_port = item.value("udp_port", std::uint16_t{0});
  return knowledge;
}

/// Every vector of testvectors/wire as a frame.
const std::vector<Vector>& vectors() {
  static const std::vector<Vector> kVectors = [] {
    std::vector<Vector> all;
    for (const auto& file : fs::directory_iterator{source_path("testvectors/wire")}) {
      if (file.path().extension() != ".json") continue;
      const Json content = Json::parse(read_file(file.path().string()));
      for (const Json& item : content["vectors"]) {
        const Bytes octets = from_lines(item["octets"], '|');
        const std::string layer = item.value("layer", "extension");
        Bytes frame = layer == "frame"       ? octets
                      : layer == "extension" ? extension_frame(item, octets)
                                             : frame_of(layer == "ptp"    ? 0x88F7
                                                        : layer == "esmc" ? 0x8809
                                                                          : 0xAEFE,
                                                        octets);
        const std::size_t cut = item.value("on_wire", octets.size()) - octets.size();
        const std::size_t on_wire = frame.size() + cut;
        all.push_back({item["id"], std::move(frame), on_wire, knowledge_of(item)});
      }
    }
    return all;
  }();
  return kVectors;
}

TEST_F(Encode, EveryVectorComesBackWhateverDecodeKnows) {
  ASSERT_GT(vectors().size(), 400u);
  for (const Vector& vector : vectors()) {
    SCOPED_TRACE(vector.id);
    compare(vector.frame, vector.on_wire, vector.knowledge);
    for (const Knowledge& knowledge : all_knowledge()) compare(vector.frame, vector.on_wire, knowledge);
  }
  std::printf("%zu vectors\n", vectors().size());
}

TEST_F(Encode, EveryVectorEndedAnywhereComesBack) {
  for (const Vector& vector : vectors()) {
    SCOPED_TRACE(vector.id);
    for (std::size_t octets = 0; octets < vector.frame.size(); octets = test::after(octets)) {
      const Bytes start{vector.frame.begin(), vector.frame.begin() + static_cast<std::ptrdiff_t>(octets)};
      compare(start, vector.on_wire, vector.knowledge);
      compare(start, start.size(), vector.knowledge);
    }
  }
}

TEST_F(Encode, MutatedVectorsComeBack) {
  Random random{11};
  for (const Vector& vector : vectors()) {
    SCOPED_TRACE(vector.id);
    for (unsigned i = 0; i < 60 / test::kFewer; ++i) compare_all(random, vector.frame, vector.knowledge);
  }
}

// -------------------------------------------------------------------------------------- random messages

void with_format(Random& random, Knowledge& knowledge) {
  knowledge.format = formats()[random.below(formats().size())];
}

TEST_F(Encode, RandomSectionsComeBack) {
  Random random{1};
  for (unsigned i = 0; i < 8000 / test::kFewer && wrong_ == 0; ++i) {
    const Knowledge knowledge{.cplane = random_parameters(random)};
    compare_all(random, random_frame(random, random_cplane(random, knowledge.cplane)), knowledge);
  }
}

TEST_F(Encode, RandomRecordsComeBack) {
  Random random{2};
  for (unsigned i = 0; i < 12'000 / test::kFewer && wrong_ == 0; ++i) {
    const Knowledge knowledge{.cplane = random_parameters(random)};
    compare_all(random, random_frame(random, random_records(random, knowledge.cplane)), knowledge);
  }
}

/// Octets most of which are 0, so that lengths and counts are small.
Bytes noise(Random& random, std::size_t n) {
  Bytes octets(n);
  for (auto& octet : octets)
    octet = static_cast<std::uint8_t>(random.below(3) == 0 ? random.next() : random.below(3));
  return octets;
}

TEST_F(Encode, RandomUplaneMessagesComeBack) {
  Random random{3};
  for (unsigned i = 0; i < 8000 / test::kFewer && wrong_ == 0; ++i) {
    Knowledge knowledge{.cplane = random_parameters(random)};
    with_format(random, knowledge);
    Bytes body = noise(random, random.below(400));
    Bytes pdu = {0x10, 0, static_cast<std::uint8_t>((body.size() + 4) >> 8),
                 static_cast<std::uint8_t>(body.size() + 4)};
    append(pdu, noise(random, 3));
    pdu.push_back(random.below(4) == 0 ? 0x05 : 0x80);
    append(pdu, body);
    compare_all(random, frame_of(0xAEFE, pdu), knowledge);
  }
}

TEST_F(Encode, NoiseBehindAnyEtherTypeComesBack) {
  static constexpr std::uint16_t kTypes[] = {0xAEFE, 0x88F7, 0x8809, 0x0800, 0x86DD, 0xFC3D,
                                             0x0806, 0x8100, 0x88A8, 0x05DC, 0x88CC, 0x0000};
  Random random{4};
  for (unsigned i = 0; i < 20'000 / test::kFewer && wrong_ == 0; ++i) {
    Knowledge knowledge{.cplane = random_parameters(random),
                        .udp_port = static_cast<std::uint16_t>(random.below(3))};
    with_format(random, knowledge);
    Bytes client = noise(random, random.below(random.below(8) == 0 ? 300 : 80));
    const std::uint16_t type = kTypes[random.below(std::size(kTypes))];
    if (!client.empty() && random.below(2) == 0)
      client[0] = type == 0x0800 ? 0x45 : type == 0x86DD ? 0x60 : type == 0x8809 ? 0x0A : 0x11;
    if (client.size() > 9 && random.below(2) == 0) client[type == 0x86DD ? 6 : 9] = 17;
    if (client.size() > 1 && type == 0xAEFE && random.below(2) == 0)
      client[1] = static_cast<std::uint8_t>(random.below(12));
    compare_all(random, frame_of(type, client), knowledge);
  }
}

TEST_F(Encode, ConcatenatedMessagesOfAnyKindComeBack) {
  Random random{5};
  for (unsigned i = 0; i < 6000 / test::kFewer && wrong_ == 0; ++i) {
    Knowledge knowledge{.cplane = random_parameters(random)};
    with_format(random, knowledge);
    Bytes pdu;
    for (auto left = 1 + random.below(4); left > 0; --left) {
      const Bytes body = noise(random, random.below(60));
      const bool more = left > 1 || random.below(8) == 0;
      append(pdu,
             Bytes{static_cast<std::uint8_t>(more ? 0x11 : 0x10), static_cast<std::uint8_t>(random.below(10)),
                   0, static_cast<std::uint8_t>(body.size())});
      append(pdu, body);
      if (more)
        append(pdu, random.below(2) == 0 ? Bytes((4 - body.size() % 4) % 4)
                                         : noise(random, (4 - body.size() % 4) % 4));
    }
    if (random.below(4) == 0) append(pdu, noise(random, random.below(9)));
    compare_all(random, frame_of(0xAEFE, pdu), knowledge);
  }
}

TEST_F(Encode, ShortFramesComeBack) {
  Random random{6};
  for (std::size_t octets = 0; octets < 30; ++octets)
    for (int i = 0; i < 100; ++i) {
      const Bytes frame = noise(random, octets);
      compare(frame, frame.size(), {});
      compare(frame, frame.size() + 40, {});
    }
}

}  // namespace
}  // namespace plumbline::test

// What decode --json says of PTP, ESMC and the other eCPRI messages, against the independent decoder of
// tests/reference. A difference is a mistake on one side: lib/text/MESSAGES.md and the standard decide which.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/random.h"
#include "io/source.h"
#include "reference/reference.h"
#include "support/support.h"
#include "text/render.h"
#include "wire/exact.h"

namespace plumbline::text {
namespace {

using reference::Json;
using Bytes = std::vector<std::uint8_t>;

/// The lines of write_json() without number and time.
std::vector<std::string> told(const Bytes& octets, std::size_t original_length) {
  const test::Exact exact{octets};
  Context context;
  context.format_hint = "format unknown: give --link or --compression";
  const Packet packet{.on_wire = static_cast<std::uint32_t>(original_length), .octets = exact.octets()};
  MessageReader reader{packet, 0};
  Message message;
  std::vector<std::string> lines;
  constexpr std::string_view kFront = "{\"number\":0,\"time\":null,";
  for (Buffer out; reader.next(message); out.clear()) {
    write_json(out, message, context);
    lines.push_back("{" + std::string{out.data() + kFront.size(), out.size() - kFront.size() - 1});
  }
  return lines;
}

bool is_of_interest(const Json& message) {
  const std::string protocol = message.value("protocol", "");
  if (protocol == "PTP" || protocol == "ESMC" || protocol == "RoE") return true;
  const int type = message.value("ecpriMessage", 0);
  return type != 0 && type != 2;
}

std::string hex(const Bytes& octets) {
  std::string text;
  for (const std::uint8_t octet : octets) {
    text += "0123456789abcdef"[octet >> 4];
    text += "0123456789abcdef"[octet & 15];
  }
  return text;
}

/// PLUMBLINE_COMPARE: how many random frames of each kind; another number takes another seed as well.
std::size_t random_frames() {
  const char* text = std::getenv("PLUMBLINE_COMPARE");
  return text == nullptr ? 5'000 : std::strtoull(text, nullptr, 10);
}

class SyncCompare : public testing::Test {
 protected:
  void compare(const Bytes& octets, std::size_t original_length) {
    const std::vector<std::string> ours = told(octets, original_length);
    const Json theirs = reference::decode_frame(octets, original_length, {});
    for (std::size_t i = 0; i < ours.size() && i < theirs.size(); ++i) {
      if (!is_of_interest(theirs[i])) continue;
      ++messages_;
      if (ours[i] != theirs[i].dump())
        differ(octets, original_length, ours[i], theirs[i]);
    }
    if (ours.size() != theirs.size()) differ(octets, original_length, std::to_string(ours.size()), theirs);
  }
  /// As it is, with a few octets changed, and cut in both ways.
  void compare_around(const Bytes& frame, Random& random) {
    compare(frame, frame.size());
    Bytes part = frame;
    part.resize(random.below(frame.size() + 1));
    compare(part, frame.size());
    compare(part, part.size());
    Bytes changed = frame;
    for (std::uint64_t n = 1 + random.below(4); n > 0; --n)
      changed[random.below(changed.size())] = static_cast<std::uint8_t>(random.next());
    compare(changed, changed.size());
  }
  void compare_random(Bytes (*make)(Random&)) {
    const std::size_t n = random_frames();
    Random random{n};
    for (std::size_t i = 0; i < n && !enough(); ++i) compare_around(make(random), random);
    EXPECT_GT(messages_, n * 2);
  }
  bool enough() const { return differences_ >= kMostDifferences; }
  void TearDown() override {
    EXPECT_EQ(differences_, 0u);
    RecordProperty("messages", std::to_string(messages_));
  }

  std::size_t messages_ = 0, differences_ = 0;

 private:
  static constexpr std::size_t kMostDifferences = 5;

  void differ(const Bytes& octets, std::size_t original_length, const std::string& ours, const Json& theirs) {
    if (++differences_ > kMostDifferences) return;
    ADD_FAILURE() << "octets " << hex(octets) << " of " << original_length << "\nlib       " << ours
                  << "\nreference " << theirs.dump();
  }
};

void put(Bytes& octets, std::uint64_t value, unsigned n) {
  for (unsigned i = n; i > 0; --i) octets.push_back(static_cast<std::uint8_t>(value >> (8 * (i - 1))));
}
void put_noise(Bytes& octets, Random& random, std::size_t n) {
  for (; n > 0; --n) octets.push_back(static_cast<std::uint8_t>(random.below(3) == 0 ? 0 : random.next()));
}
Bytes frame_of(std::uint16_t ether_type, Random& random) {
  Bytes octets;
  put(octets, 0x011B19000000, 6);
  put(octets, 0x020000000001, 6);
  for (std::uint64_t tags = random.below(4) == 0 ? random.below(3) : 0; tags > 0; --tags)
    put(octets, 0x81000000 + random.below(65536), 4);
  put(octets, ether_type, 2);
  return octets;
}

Bytes random_ptp(Random& random) {
  Bytes octets = frame_of(0x88F7, random);
  const std::size_t start = octets.size();
  static constexpr std::size_t kBodies[16] = {10, 10, 20, 20, 5, 0, 3, 7, 10, 20, 20, 30, 10, 14, 9, 1};
  const std::uint64_t type = random.below(16);
  put_noise(octets, random, 34 + kBodies[type]);
  octets[start] = static_cast<std::uint8_t>(random.below(16) << 4 | type);
  for (std::uint64_t tlvs = random.below(4); tlvs > 0; --tlvs) {
    const std::uint64_t length = random.below(12);
    put(octets, random.below(10), 2);
    put(octets, random.below(8) == 0 ? random.below(40) : length, 2);
    put_noise(octets, random, length);
  }
  std::size_t length = octets.size() - start;
  if (random.below(4) == 0) length = random.below(length + 10);
  octets[start + 2] = 0;
  octets[start + 3] = static_cast<std::uint8_t>(length);
  if (random.below(3) == 0) put_noise(octets, random, random.below(8));
  return octets;
}

Bytes random_esmc(Random& random) {
  Bytes octets = frame_of(0x8809, random);
  put(octets, random.below(8) == 0 ? random.below(256) : 10, 1);
  put(octets, 0x0019A70001, 5);
  put_noise(octets, random, 4);
  for (std::uint64_t tlvs = random.below(4); tlvs > 0; --tlvs) {
    const std::uint64_t type = random.below(4);
    const std::uint64_t length = random.below(4) == 0 ? random.below(24) : type == 1 ? 4 : type == 2 ? 20 : 7;
    put(octets, type, 1);
    put(octets, random.below(8) == 0 ? random.below(30) : length, 2);
    put_noise(octets, random, length < 3 ? 0 : length - 3);
  }
  octets.insert(octets.end(), random.below(40), 0);
  if (random.below(4) == 0) put_noise(octets, random, random.below(4));
  return octets;
}

Bytes random_ecpri(Random& random) {
  Bytes octets = frame_of(0xAEFE, random);
  for (bool another = true; another;) {
    const std::uint64_t types[] = {1, 3, 4, 5, 6, 7, 7, 8 + random.below(4), random.below(256)};
    const std::uint64_t type = types[random.below(std::size(types))];
    if (type == 0 || type == 2) continue;
    const std::uint64_t faults = random.below(4), length = type == 7 ? 4 + 8 * faults : random.below(40);
    another = random.below(4) == 0;
    const std::size_t start = octets.size();
    put(octets, 0x10 | random.below(8) << 1 | (another ? 1 : 0), 1);
    put(octets, type, 1);
    put(octets, random.below(6) == 0 ? random.below(60) : length + random.below(3), 2);
    put_noise(octets, random, length);
    if (type == 7)
      octets[start + 7] = static_cast<std::uint8_t>(random.below(4) == 0 ? random.below(6) : faults);
    put_noise(octets, random, another ? (4 - length % 4) % 4 : random.below(6));
  }
  return octets;
}

TEST_F(SyncCompare, RandomPtp) { compare_random(random_ptp); }
TEST_F(SyncCompare, RandomEsmc) { compare_random(random_esmc); }
TEST_F(SyncCompare, RandomEcpriMessages) { compare_random(random_ecpri); }

TEST_F(SyncCompare, AnnotatedMessagesCutEverywhere) {
  Random random{1};
  for (const char* name : {"ptp", "esmc", "ecpri_messages", "one_way_delay"}) {
    std::ifstream in{test::source_path("testvectors/wire/" + std::string{name} + ".json")};
    const auto file = nlohmann::json::parse(in);
    for (const auto& vector : file["vectors"]) {
      const std::string layer = vector["layer"];
      Bytes octets;
      put(octets, 0x020000000002, 6);
      put(octets, 0x020000000001, 6);
      put(octets, layer == "ptp" ? 0x88F7 : layer == "esmc" ? 0x8809 : 0xAEFE, 2);
      for (const std::string line : vector["octets"]) {
        std::string digits;
        for (const char c : line.substr(0, line.find('|')))
          if (c != ' ') digits += c;
        for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
          octets.push_back(static_cast<std::uint8_t>(std::stoul(digits.substr(i, 2), nullptr, 16)));
      }
      for (std::size_t n = 0; n <= octets.size(); ++n) {
        const Bytes part{octets.begin(), octets.begin() + static_cast<std::ptrdiff_t>(n)};
        compare(part, octets.size());
        compare(part, n);
        compare_around(octets, random);
      }
    }
  }
  EXPECT_GT(messages_, 5'000u);
}

TEST_F(SyncCompare, CapturesOfOthers) {
  PLUMBLINE_SKIP_WITHOUT_SHARED(folder, "captures");
  Random random{2};
  for (const char* name :
       {"ptp_g82751_announce_attack_15min.pcap", "ptp_g82751_sync_attack.pcap", "esmc_2frames.pcap",
        "untagged_cplane_bfp13_and_ptp.pcap", "ecpri_all_message_types.pcap", "malformed_ecpri_5.pcap"}) {
    auto source = io::open_source(folder + "/" + name);
    ASSERT_TRUE(source);
    std::size_t left = 3'000;
    for (bool end = false; !end && left > 0 && !enough();) {
      const auto batch = (*source)->next();
      ASSERT_TRUE(batch);
      end = batch->end;
      for (const io::Packet& packet : batch->packets) {
        if (left == 0 || enough()) break;
        --left;
        const Bytes octets{packet.octets.begin(), packet.octets.end()};
        compare(octets, packet.original_length);
        if (!octets.empty()) compare_around(octets, random);
      }
    }
  }
  EXPECT_GT(messages_, 10'000u);
}

}  // namespace
}  // namespace plumbline::text

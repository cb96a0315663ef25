// What decode --json says of any octets, against the independent decoder of tests/reference. A difference is
// a mistake on one side: lib/text/MESSAGES.md and the standard decide which.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "io/source.h"
#include "reference/reference.h"
#include "support/support.h"
#include "text/random_cplane.h"
#include "text/random_records.h"
#include "text/render.h"
#include "wire/exact.h"

namespace plumbline::text {
namespace {

using reference::Json;
using Bytes = std::vector<std::uint8_t>;

/// What both decoders are told.
struct Knowledge {
  wire::CplaneParameters cplane;
  std::array<std::uint8_t, 4> eaxc_bits{4, 4, 4, 4};
  std::optional<wire::UplaneFormat> format;
  std::uint16_t udp_port = 0;
};

reference::Parameters for_reference(const Knowledge& k) {
  reference::Parameters p;
  for (std::size_t i = 0; i < 4; ++i) p.eaxc_bits[i] = k.eaxc_bits[i];
  if (k.format) {
    p.dynamic_format = k.format->dynamic;
    if (!k.format->dynamic) p.static_format = {k.format->method, k.format->width};
  }
  p.carrier_prbs = k.cplane.carrier_prbs;
  p.weights = k.cplane.weights;
  p.antennas = k.cplane.antennas;
  p.st6_aligned = k.cplane.st6_aligned;
  if (k.cplane.sinr)
    p.sinr = {k.cplane.sinr->block_floating_point, k.cplane.sinr->width, k.cplane.sinr->block_size};
  p.udp_port = k.udp_port;
  return p;
}

/// The lines of write_json() without number and time.
std::vector<std::string> told(const Bytes& octets, std::size_t original_length, const Knowledge& k) {
  const test::Exact exact{octets};
  Context context;
  context.eaxc_bits = k.eaxc_bits;
  context.cplane = k.cplane;
  std::optional<wire::UplaneFormat> format = k.format;
  if (format) format->carrier_prbs = k.cplane.carrier_prbs;
  if (format) context.format_of = [&](const Message&) { return &*format; };
  context.format_hint = "format unknown: give --link or --compression";
  const Packet packet{.on_wire = static_cast<std::uint32_t>(original_length), .octets = exact.octets()};
  MessageReader reader{packet, k.udp_port};
  Message message;
  std::vector<std::string> lines;
  static constexpr std::string_view kFront = "{\"number\":0,\"time\":null,";
  for (Buffer out; reader.next(message); out.clear()) {
    write_json(out, message, context);
    EXPECT_EQ(std::string_view(out.data(), kFront.size()), kFront);
    lines.push_back("{" + std::string{out.data() + kFront.size(), out.size() - kFront.size() - 1});
  }
  return lines;
}

/// U-plane sections of methods 5 to 8, whose PRBs differ in size.
bool has_uneven_prbs(const Json& message) {
  if (!message.contains("symbolId")) return false;
  for (const Json& section : message.value("sections", Json::array()))
    if (const int method = section.value("udCompMeth", 0); method >= 5 && method <= 8) return true;
  return false;
}

/// What lib/ does not tell yet.
bool not_told_yet(const Json& message) {
  const std::string protocol = message.value("protocol", "");
  if (protocol == "PTP" || protocol == "ESMC") return true;
  if (message.contains("ecpriMessage")) {
    const int type = message["ecpriMessage"];
    if (type != 0 && type != 2 && type != 5) return true;
    if (type == 5 && message.contains("dummy")) return true;
  }
  return has_uneven_prbs(message);
}

std::string hex(const Bytes& octets) {
  std::string text;
  for (const std::uint8_t octet : octets) {
    text += "0123456789abcdef"[octet >> 4];
    text += "0123456789abcdef"[octet & 15];
  }
  return text;
}

class Comparison : public testing::Test {
 protected:
  void compare(const Bytes& octets, std::size_t original_length, const Knowledge& k) {
    ++frames_;
    const std::vector<std::string> ours = told(octets, original_length, k);
    const Json theirs = reference::decode_frame(octets, original_length, for_reference(k));
    std::size_t i = 0;
    for (; i < ours.size() && i < theirs.size(); ++i) {
      ++messages_;
      if (ours[i] == theirs[i].dump()) continue;
      if (!not_told_yet(theirs[i]) && !has_uneven_prbs(Json::parse(ours[i])))
        return differ(octets, original_length, k, ours[i], theirs[i]);
      --messages_;
      ++skipped_;
    }
    if (ours.size() != theirs.size())
      differ(octets, original_length, k, i < ours.size() ? ours[i] : "nothing",
             i < theirs.size() ? theirs[i] : Json{});
  }
  /// Like compare(), the frame cut to `captured` octets by the capture.
  void compare_cut(Bytes octets, std::size_t captured, const Knowledge& k) {
    const std::size_t on_wire = octets.size();
    octets.resize(std::min(captured, on_wire));
    compare(octets, on_wire, k);
  }
  /// Every start of the frame, as cut by the capture and as sent, and mutated ones.
  void cut_everywhere(const Bytes& frame, Random& random);
  /// Each message that `make` makes as it is, mutated, and cut in two ways: four frames a message.
  void random_messages(Bytes (*make)(Random&, const wire::CplaneParameters&));
  void TearDown() override {
    EXPECT_EQ(differences_, 0u);
    std::printf("%zu frames, %zu messages alike, %zu of kinds not told yet\n", frames_,
                messages_ - differences_, skipped_);
  }
  bool enough() const { return differences_ >= kMostDifferences; }

  std::size_t frames_ = 0, messages_ = 0, skipped_ = 0, differences_ = 0;

 private:
  static constexpr std::size_t kMostDifferences = 5;

  void differ(const Bytes& octets, std::size_t original_length, const Knowledge& k, const std::string& ours,
              const Json& theirs) {
    if (++differences_ > kMostDifferences) return;
    const Json our_json = Json::accept(ours) ? Json::parse(ours) : Json{ours};
    ADD_FAILURE() << "octets " << hex(octets) << " of " << original_length << ", weights " << k.cplane.weights
                  << ", carrier " << k.cplane.carrier_prbs << ", udp " << k.udp_port << ", format "
                  << (!k.format ? "none"
                      : k.format->dynamic
                          ? "dynamic"
                          : std::to_string(k.format->method) + "/" + std::to_string(k.format->width))
                  << "\nlib       " << ours << "\nreference " << theirs.dump() << "\nto get from lib to it "
                  << Json::diff(our_json, theirs).dump();
  }
};
using ReferenceCompare = Comparison;

Knowledge random_knowledge(Random& random) {
  Knowledge k;
  k.cplane = test::random_parameters(random);
  unsigned left = 16;
  for (std::uint8_t& bits : k.eaxc_bits) {
    bits = static_cast<std::uint8_t>(random.below(left + 1));
    left -= bits;
  }
  if (random.below(4) > 0)
    k.format = wire::UplaneFormat{.dynamic = random.below(2) == 0,
                                  .method = static_cast<std::uint8_t>(random.below(5)),
                                  .width = static_cast<std::uint8_t>(1 + random.below(16))};
  if (random.below(2) == 0) k.udp_port = static_cast<std::uint16_t>(random.below(2) == 0 ? 9 : 10);
  return k;
}

void Comparison::cut_everywhere(const Bytes& frame, Random& random) {
  for (std::size_t n = 0; n <= frame.size() && !enough(); ++n) {
    const Knowledge k = random_knowledge(random);
    compare_cut(frame, n, k);
    compare({frame.begin(), frame.begin() + static_cast<std::ptrdiff_t>(n)}, n, k);
    Bytes changed = frame;
    test::mutate(random, changed);
    compare(changed, changed.size(), k);
  }
}

/// PLUMBLINE_COMPARE: how many random messages; a longer run takes another seed as well.
std::size_t number_of_messages() {
  const char* text = std::getenv("PLUMBLINE_COMPARE");
  return text == nullptr ? 20'000 : std::strtoull(text, nullptr, 10);
}

/// All of them in a longer run: U-plane says little, and most of every capture is that.
std::size_t most_of_a_capture() {
  return std::getenv("PLUMBLINE_COMPARE") == nullptr ? 1'500 : ~std::size_t{0};
}

void Comparison::random_messages(Bytes (*make)(Random&, const wire::CplaneParameters&)) {
  const std::size_t n = number_of_messages();
  Random random{n};
  for (std::size_t i = 0; i < n && !enough(); ++i) {
    const Knowledge k = random_knowledge(random);
    Bytes frame = test::random_frame(random, make(random, k.cplane));
    compare(frame, frame.size(), k);
    compare_cut(frame, random.below(frame.size() + 1), k);
    Bytes shorter = frame;
    shorter.resize(random.below(frame.size() + 1));
    compare(shorter, shorter.size(), k);
    test::mutate(random, frame);
    compare(frame, frame.size(), k);
  }
  EXPECT_GE(messages_, skipped_ * 20);
}

TEST_F(ReferenceCompare, RandomCplaneMessages) { random_messages(test::random_cplane); }
TEST_F(ReferenceCompare, RandomRecords) { random_messages(test::random_records); }

Bytes from_hex(const std::string& text) {
  std::string digits;
  for (const char c : text)
    if (c != ' ') digits += c;
  Bytes octets;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
    octets.push_back(static_cast<std::uint8_t>(std::stoul(digits.substr(i, 2), nullptr, 16)));
  return octets;
}
/// Octets from the eCPRI header on.
Bytes framed(const std::string& text) { return from_hex("020000000002 020000000001 aefe" + text); }

std::vector<Bytes> annotated_frames() {
  std::vector<Bytes> frames;
  for (const auto& entry : std::filesystem::directory_iterator{PLUMBLINE_SOURCE_DIR "/testvectors/wire"}) {
    if (entry.path().extension() != ".json") continue;
    std::ifstream in{entry.path()};
    const auto file = nlohmann::json::parse(in);
    if (file["schema"] != "wire-vector-1") continue;
    for (const auto& vector : file["vectors"]) {
      std::string digits;
      for (const std::string line : vector["octets"]) digits += line.substr(0, line.find('|'));
      frames.push_back(vector["layer"] == "frame" ? from_hex(digits) : framed(digits));
    }
  }
  return frames;
}

/// Packets of the collection of facts: lines of a table whose second cell is octets from the eCPRI header on.
std::vector<Bytes> golden_frames(const std::string& path) {
  std::vector<Bytes> frames;
  std::ifstream in{path};
  const std::regex row{"^\\| [^|]* \\| `(1[0-9a-f] [0-9a-f ]*)`( \\+ 40 zero bytes)? \\|.*"};
  std::string line;
  std::smatch match;
  while (std::getline(in, line)) {
    if (!std::regex_match(line, match, row)) continue;
    frames.push_back(framed(match[1]));
    if (match[2].matched) frames.back().resize(frames.back().size() + 40);
  }
  return frames;
}

TEST_F(ReferenceCompare, AnnotatedMessagesCutEverywhere) {
  Random random{1};
  for (const Bytes& frame : annotated_frames()) cut_everywhere(frame, random);
}

TEST_F(ReferenceCompare, GoldenPacketsCutEverywhere) {
  PLUMBLINE_SKIP_WITHOUT_SHARED(path, "spec/cus-plane.md");
  const std::vector<Bytes> frames = golden_frames(path);
  EXPECT_GE(frames.size(), 40u);
  Random random{2};
  for (const Bytes& frame : frames) cut_everywhere(frame, random);
}

TEST_F(ReferenceCompare, CapturesOfOthers) {
  PLUMBLINE_SKIP_WITHOUT_SHARED(folder, "captures");
  Random random{3};
  for (const auto& entry : std::filesystem::directory_iterator{folder}) {
    if (!entry.path().extension().string().starts_with(".pcap")) continue;
    auto source = io::open_source(entry.path().string());
    ASSERT_TRUE(source);
    std::size_t left = most_of_a_capture();
    for (bool end = false; !end && left > 0 && !enough();) {
      const auto batch = (*source)->next();
      ASSERT_TRUE(batch);
      end = batch->end;
      for (const io::Packet& packet : batch->packets) {
        if (left-- == 0 || enough()) break;
        compare({packet.octets.begin(), packet.octets.end()}, packet.original_length,
                random_knowledge(random));
        if (left == 0) break;
      }
    }
  }
}

}  // namespace
}  // namespace plumbline::text

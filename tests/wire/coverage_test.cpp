// Every kind of message and every extension has its five vectors: the least, a full one, the largest, one
// with reserved values, and the full one shortened at every octet.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "support/hex.h"
#include "wire/cplane.h"
#include "wire/cplane/extension_vectors.h"
#include "wire/exact.h"

namespace plumbline::test {
namespace {

using nlohmann::json;

constexpr const char* kClasses[] = {"minimal", "full", "maximal", "reserved"};

/// All there are: section extensions, section types (with commands, LAA messages and measurements by their
/// number), U-plane methods, eCPRI messages, frames, PTP messages, ESMC TLVs.
std::set<std::string> kinds() {
  std::set<std::string> all = {
      "st0",        "st1",        "st3",     "st5",     "st6",     "st8",        "st9",   "st11.5",
      "ecpri.1",    "ecpri.3",    "ecpri.4", "ecpri.6", "ecpri.7", "ecpri.data", "delay", "frame.ethernet",
      "frame.udp4", "frame.udp6", "esmc.1",  "esmc.2"};
  const auto add = [&](const char* name, std::initializer_list<int> numbers) {
    for (const int number : numbers) all.insert(name + std::to_string(number));
  };
  for (int type = 1; type <= 30; ++type) add("se", {type});
  add("st4.", {1, 2, 3, 4});
  add("st7.", {0, 1, 2, 3, 4, 5, 6});
  add("st10.", {1, 2, 3, 4, 5, 6, 7, 8});
  add("u.", {0, 1, 2, 3, 4, 5, 6, 7, 8});
  add("ptp.", {0, 1, 2, 3, 8, 9, 10, 11, 12, 13});
  return all;
}

struct Vector {
  std::string id, layer, text;
  std::vector<std::uint8_t> octets;
  json item;
  std::size_t word(std::size_t at) const { return octets.at(at) * 256u + octets.at(at + 1); }
};

std::vector<Vector> all_vectors() {
  std::vector<Vector> all;
  for (const auto& entry : std::filesystem::directory_iterator{PLUMBLINE_SOURCE_DIR "/testvectors/wire"}) {
    if (entry.path().extension() != ".json") continue;
    std::ifstream in{entry.path()};
    const json file = json::parse(in);
    for (const json& item : file["vectors"]) {
      Vector vector{.id = item["id"],
                    .layer = item.value("layer", "extension"),
                    .text = {},
                    .octets = from_lines(item["octets"], '|'),
                    .item = item};
      vector.text = item["reason"].get<std::string>() + item["octets"].dump();
      all.push_back(std::move(vector));
    }
  }
  return all;
}

/// Octets of the chain of extensions that begins at `at`, by CUS v17.01 7.6.2 alone.
std::size_t chain_octets(const Vector& vector, std::size_t at) {
  std::size_t octets = 0;
  for (bool more = true; more;) {
    const int type = vector.octets.at(at + octets) & 0x7F;
    more = vector.octets.at(at + octets) >> 7 != 0;
    const bool is_long = type == 11 || type == 19 || type == 20;
    octets += 4 * (is_long ? vector.word(at + octets + 1) : vector.octets.at(at + octets + 1));
  }
  return octets;
}

/// The kinds in a C-plane message: where its fields stand is said here once more, apart from the codec.
std::set<std::string> cplane_kinds(const Vector& vector) {
  const int type = vector.octets.at(13);
  const std::string name = "st" + std::to_string(type);
  std::set<std::string> found;
  if (type == 4) {
    for (std::size_t at = 16, left = vector.octets.at(14); left > 0; --left) {
      found.insert(name + "." + std::to_string(vector.octets.at(at)));
      at += 8 + 4 * vector.word(at + 1);
    }
  } else if (type == 7) {
    found.insert(name + "." + std::to_string(vector.octets.at(16) >> 4));
  } else if (type == 10 || type == 11) {
    std::size_t at = 16;
    for (int left = vector.octets.at(12); left > 0; --left) {
      at += 8 + (vector.octets.at(at + 6) >> 7 != 0 ? chain_octets(vector, at + 8) : 0);
      for (bool more = true; more; at += 4 * vector.word(at + 2)) {
        more = vector.octets.at(at) >> 7 != 0;
        found.insert(name + "." + std::to_string(vector.octets.at(at) & 0x7F));
      }
    }
  } else {
    found.insert(name);
  }
  return found;
}

std::string frame_kind(const Vector& vector) {
  std::size_t at = 12;
  while (vector.word(at) == 0x8100 || vector.word(at) == 0x88A8 || vector.word(at) == 0x9100) at += 4;
  return vector.word(at) == 0x0800   ? "frame.udp4"
         : vector.word(at) == 0x86DD ? "frame.udp6"
                                     : "frame.ethernet";
}

/// The kinds in a vector, which is sound.
std::set<std::string> kinds_in(const Vector& vector) {
  if (vector.layer == "extension") return {"se" + std::to_string(vector.octets.at(0) & 0x7F)};
  if (vector.layer == "cplane") return cplane_kinds(vector);
  if (vector.layer == "frame") return {frame_kind(vector)};
  if (vector.layer == "ptp") return {"ptp." + std::to_string(vector.octets.at(0) & 15)};
  std::set<std::string> found;
  if (vector.layer == "uplane") {
    for (const json& section : vector.item["expect"]["sections"])
      found.insert("u." + std::to_string(section["ud_comp_hdr"].get<int>() & 15));
  } else if (vector.layer == "esmc") {
    for (std::size_t at = 10; at + 3 <= vector.octets.size() && vector.octets[at] != 0;
         at += vector.word(at + 1))
      found.insert("esmc." + std::to_string(vector.octets[at]));
  } else if (vector.octets.at(1) == 5) {
    found.insert("delay");
  } else {
    const int type = vector.octets.at(1);
    const bool has_fields = type == 1 || type == 3 || type == 4 || type == 6 || type == 7;
    found.insert(has_fields ? "ecpri." + std::to_string(type) : "ecpri.data");
  }
  return found;
}

bool is_sound(const Vector& vector) {
  return vector.item.value("end", "complete") == "complete" && !vector.item.contains("on_wire") &&
         vector.item.value("expect", json::object()).value("fault", "none") == "none";
}
/// The tests that shorten vectors (missing_octets_test.cpp, sync_test.cpp, cplane/extension_test.cpp) take
/// it.
bool is_shortened(const Vector& vector) {
  return is_sound(vector) && vector.item.value("cut", true) &&
         vector.item.value("expect", json::object()).value("walk_fault", "none") == "none";
}

TEST(VectorCoverage, EveryKindHasALeastAFullALargestAndAReservedVector) {
  std::map<std::string, std::vector<const Vector*>> covers;
  const std::vector<Vector> vectors = all_vectors();
  const std::set<std::string> all = kinds();
  for (const Vector& vector : vectors)
    for (const std::string what : vector.item.value("covers", json::array())) {
      SCOPED_TRACE(vector.id);
      const std::string kind = what.substr(0, what.find(' ')), of_class = what.substr(kind.size() + 1);
      EXPECT_TRUE(all.contains(kind)) << kind << " is no kind";
      EXPECT_EQ(std::count(std::begin(kClasses), std::end(kClasses), of_class), 1) << what;
      EXPECT_TRUE(is_sound(vector)) << what << ", but it has a fault";
      if (is_sound(vector)) {
        EXPECT_TRUE(kinds_in(vector).contains(kind)) << "there is no " << kind << " in it";
      }
      covers[what].push_back(&vector);
    }
  for (const std::string& kind : all) {
    for (const char* of_class : kClasses)
      EXPECT_FALSE(covers[kind + " " + of_class].empty()) << kind << " has no " << of_class << " vector";
    // Of vectors that hold nothing else.
    const auto shortest = [&](const char* of_class) {
      std::size_t octets = ~std::size_t{0};
      for (const Vector* vector : covers[kind + " " + of_class])
        if (is_sound(*vector) && kinds_in(*vector).size() == 1)
          octets = std::min(octets, vector->octets.size());
      return octets;
    };
    const std::size_t least = shortest("minimal");
    EXPECT_TRUE(least == ~std::size_t{0} || least <= std::min(shortest("full"), shortest("maximal")))
        << kind << ": its least vector is not the shortest";
    for (const Vector* vector : covers[kind + " reserved"])
      EXPECT_NE(vector->text.find("reserved"), std::string::npos) << vector->id << " does not say what is";
    EXPECT_TRUE(std::any_of(covers[kind + " full"].begin(), covers[kind + " full"].end(),
                            [](const Vector* vector) { return is_shortened(*vector); }))
        << kind << ": no full vector that is shortened at every octet";
  }
}

/// A message of one section with the vector's extension behind its neighbours, as the vector's section says.
std::vector<std::uint8_t> message_with(const ExtensionVector& vector) {
  const bool is_long = vector.section_type == 0 || vector.section_type == 3;
  std::vector<std::uint8_t> octets(is_long ? 12 : 8);
  octets[0] = 0x10;
  octets[4] = 1;
  octets[5] = vector.section_type;
  const std::uint8_t section[] = {0, 0, 0, vector.section.num_prb, 0xFF, 0xF1, 0x80, 0};
  octets.insert(octets.end(), std::begin(section), std::end(section));
  if (vector.section_type == 3) octets.insert(octets.end(), 4, 0);
  octets.insert(octets.end(), vector.neighbours.begin(), vector.neighbours.end());
  octets.push_back(vector.octets[0] & 0x7F);
  octets.insert(octets.end(), vector.octets.begin() + 1, vector.octets.end());
  return octets;
}

TEST(VectorCoverage, AMessageThatEndsInsideAnyExtensionHasAFaultThere) {
  std::set<unsigned> types;
  for (const ExtensionVector& vector : extension_vectors()) {
    if (!wire::has_sections(vector.section_type)) continue;
    types.insert(vector.type());
    const std::vector<std::uint8_t> whole = message_with(vector);
    const auto length = static_cast<std::uint32_t>(whole.size());
    const auto begin = static_cast<std::uint32_t>(whole.size() - vector.octets.size());
    for (std::uint32_t n = begin; n <= length; ++n) {
      const Exact exact{Octets{whole}.first(n)};
      for (const std::uint32_t on_wire : {n, length}) {
        const wire::View message{exact.octets(), on_wire};
        wire::CplaneHeader header;
        ASSERT_FALSE(wire::decode_cplane_header(message, header));
        wire::SectionWalk walk{message, header};
        wire::Section section;
        ASSERT_EQ(walk.next(section), n == length) << vector.id << " at " << n;
        if (n == length) continue;
        EXPECT_TRUE(walk.extension_fault());
        EXPECT_EQ(walk.error().fault, on_wire == n ? wire::Fault::truncated : wire::Fault::cut);
        EXPECT_EQ(walk.error().octet, n) << vector.id;
        EXPECT_EQ(walk.faulty_extension_type(), n == begin ? 0 : vector.type());
      }
    }
  }
  EXPECT_EQ(types.size(), 30u);
}

}  // namespace
}  // namespace plumbline::test

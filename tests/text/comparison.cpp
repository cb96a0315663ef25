#include "text/comparison.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "io/source.h"
#include "support/hex.h"
#include "support/support.h"
#include "text/random_cplane.h"

namespace plumbline::test {
namespace {

const char* wanted() { return std::getenv("PLUMBLINE_COMPARE"); }

/// These count messages; other kinds are parts of them.
bool is_message(const std::string& kind) {
  return !kind.starts_with("section extension") && !kind.starts_with("U-plane section") &&
         !kind.starts_with("command of") && !kind.starts_with("ESMC TLV");
}

}  // namespace

std::size_t number_of_frames(std::size_t usual) {
  return wanted() == nullptr ? usual / kFewer : std::strtoull(wanted(), nullptr, 10);
}
std::size_t most_of_a_capture(std::size_t usual) { return wanted() == nullptr ? usual : ~std::size_t{0}; }

Knowledge random_knowledge(Random& random) {
  Knowledge k;
  k.cplane = random_parameters(random);
  unsigned left = 16;
  for (std::uint8_t& bits : k.eaxc_bits) {
    bits = static_cast<std::uint8_t>(random.below(left + 1));
    left -= bits;
  }
  if (random.below(6) > 0)
    k.format = wire::UplaneFormat{.dynamic = random.below(2) == 0,
                                  .method = static_cast<std::uint8_t>(random.below(9)),
                                  .width = static_cast<std::uint8_t>(1 + random.below(16)),
                                  .ud_comp_len = random.below(2) == 0};
  if (k.format && random.below(32) == 0) k.format->method = static_cast<std::uint8_t>(9 + random.below(7));
  if (random.below(2) == 0) k.udp_port = static_cast<std::uint16_t>(random.below(2) == 0 ? 9 : 10);
  return k;
}

void tell_count(const std::string& kind, std::size_t count) {
  std::printf("%12zu  %s\n", count, kind.c_str());
  std::string key = kind;
  std::replace_if(
      key.begin(), key.end(),
      [](char c) {
        const auto octet = static_cast<unsigned char>(c);
        return std::isalnum(octet) == 0;
      },
      '_');
  testing::Test::RecordProperty(key, std::to_string(count));
}

void Comparison::compare(const Bytes& octets, std::size_t original_length, const Knowledge& knowledge) {
  ++frames_;
  const auto difference = test::compare(octets, original_length, knowledge, compared_);
  if (!difference || ++differences_ > kMostDifferences) return;
  ADD_FAILURE() << "octets " << hex(octets) << " of " << original_length << ", " << words_of(knowledge)
                << "\nlib       " << difference->ours << "\nreference " << difference->theirs
                << "\nto get from lib to it " << difference->from_ours_to_theirs;
}

void Comparison::compare_around(Bytes frame, const Knowledge& knowledge, Random& random) {
  compare(frame, frame.size(), knowledge);
  Bytes part = frame;
  part.resize(random.below(frame.size() + 1));
  compare(part, frame.size(), knowledge);
  part = frame;
  part.resize(random.below(frame.size() + 1));
  compare(part, part.size(), knowledge);
  mutate(random, frame);
  compare(frame, frame.size(), knowledge);
}

void Comparison::cut_everywhere(const Bytes& frame, Random& random) {
  for (std::size_t n = 0; n <= frame.size() && !enough(); n = after(n)) {
    const Knowledge knowledge = random_knowledge(random);
    const Bytes part{frame.begin(), frame.begin() + static_cast<std::ptrdiff_t>(n)};
    compare(part, frame.size(), knowledge);
    compare(part, n, knowledge);
    Bytes changed = frame;
    mutate(random, changed);
    compare(changed, changed.size(), knowledge);
  }
}

void Comparison::compare_capture(const std::string& path, std::size_t most, bool around, Random& random) {
  auto source = io::open_source(path);
  ASSERT_TRUE(source);
  for (bool end = false; !end && most > 0;) {
    const auto batch = (*source)->next();
    ASSERT_TRUE(batch);
    end = batch->end;
    for (const io::Packet& packet : batch->packets) {
      if (most == 0 || enough()) return;
      --most;
      const Bytes octets{packet.octets.begin(), packet.octets.end()};
      const Knowledge knowledge = random_knowledge(random);
      compare(octets, packet.original_length, knowledge);
      if (around && !octets.empty()) compare_around(octets, knowledge, random);
    }
  }
}

std::size_t Comparison::messages() const {
  std::size_t sum = 0;
  for (const auto& [kind, count] : compared_)
    if (is_message(kind.first)) sum += count;
  return sum;
}

void Comparison::TearDown() {
  EXPECT_EQ(differences_, 0u);
  tell_count("frames", frames_);
  tell_count("messages alike", messages());
  for (const auto& [kind, count] : compared_)
    tell_count(kind.first + ' ' + std::to_string(kind.second), count);
}

}  // namespace plumbline::test

// A second opinion on samples: the O-RAN dissector of tshark 4.6, the first that shows them as whole numbers.
// PLUMBLINE_TSHARK names another tshark than the one that is installed, e.g. one in another root.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "base/random.h"
#include "iq/compression.h"
#include "support/support.h"

namespace plumbline::iq {
namespace {

/// A message of one section with udCompHdr, and what its samples are.
struct Case {
  Format format;
  std::vector<std::uint8_t> frame;
  std::vector<std::int32_t> numbers;
};

Case make(Random& random, std::uint8_t method, std::uint8_t width) {
  Case made{.format = {.method = method, .width = width}, .frame = {}, .numbers = {}};
  const std::size_t prbs = 1 + random.below(3);
  std::vector<std::uint8_t> body(prbs * prb_octets(made.format).value());
  for (std::uint8_t& octet : body) octet = static_cast<std::uint8_t>(random.next());
  for (std::size_t i = 0; method == kMethodBfp && i < prbs; ++i) body[i * (1u + 3u * width)] &= 0x0F;
  made.numbers.resize(prbs * kNumbersPerPrb);
  EXPECT_TRUE(expand(made.format, body, made.numbers).has_value());
  const std::size_t payload = 4 + 4 + 6 + body.size();
  made.frame = {2,
                0,
                0,
                0,
                0,
                2,
                2,
                0,
                0,
                0,
                0,
                1,
                0xAE,
                0xFE,
                0x10,
                0,
                static_cast<std::uint8_t>(payload >> 8),
                static_cast<std::uint8_t>(payload),
                0,
                1,
                0,
                0x80,
                0x90,
                1,
                0,
                0,
                0,
                0x10,
                0,
                static_cast<std::uint8_t>(prbs),
                static_cast<std::uint8_t>((width & 15) << 4 | method),
                0};
  made.frame.insert(made.frame.end(), body.begin(), body.end());
  return made;
}

void write_pcap(const std::string& path, const std::vector<Case>& cases) {
  std::ofstream file{path, std::ios::binary};
  const auto put = [&](std::uint32_t word) {
    for (unsigned i = 0; i < 4; ++i) file.put(static_cast<char>(word >> (8 * i)));
  };
  for (const std::uint32_t word : {0xA1B23C4Du, 0x00040002u, 0u, 0u, 262144u, 1u}) put(word);
  for (const Case& one : cases) {
    const auto size = static_cast<std::uint32_t>(one.frame.size());
    for (const std::uint32_t word : {1u, 0u, size, size}) put(word);
    file.write(reinterpret_cast<const char*>(one.frame.data()), static_cast<std::streamsize>(size));
  }
}

/// What `command` prints.
std::string output_of(const std::string& command) {
  std::string text;
  std::FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return text;
  std::array<char, 4096> part{};
  while (std::fgets(part.data(), part.size(), pipe) != nullptr) text += part.data();
  pclose(pipe);
  return text;
}

/// The numbers of a line "frame \t I,I,... \t Q,Q,...", I before Q.
std::vector<double> samples_of(const std::string& line) {
  std::array<std::vector<double>, 2> parts;
  std::size_t at = line.find('\t');
  for (std::vector<double>& part : parts) {
    if (at == std::string::npos) break;
    const std::size_t end = std::min(line.find('\t', at + 1), line.size());
    for (std::size_t from = at + 1; from < end;) {
      const std::size_t to = std::min(line.find(',', from), end);
      if (to > from) part.push_back(std::strtod(line.substr(from, to - from).c_str(), nullptr));
      from = to + 1;
    }
    at = end;
  }
  std::vector<double> numbers;
  for (std::size_t i = 0; i < std::min(parts[0].size(), parts[1].size()); ++i) {
    numbers.push_back(parts[0][i]);
    numbers.push_back(parts[1][i]);
  }
  return numbers;
}

TEST(Tshark, ShowsTheSamplesOfBfpAsTheyAreExpandedHere) {
  const char* named = std::getenv("PLUMBLINE_TSHARK");
  const std::string tshark = named != nullptr ? named : "tshark";
  const std::string version = output_of(tshark + " --version 2>/dev/null");
  unsigned major = 0, minor = 0;
  const std::size_t at = version.find(") ");
  if (at == std::string::npos || std::sscanf(version.c_str() + at, ") %u.%u", &major, &minor) != 2)
    GTEST_SKIP() << tshark << " is not there";
  if (major < 4 || (major == 4 && minor < 6))
    GTEST_SKIP() << tshark << " is " << major << '.' << minor << ": whole numbers come with 4.6";
  Random random{46};
  std::vector<Case> cases;
  for (const std::uint8_t method : {kMethodNone, kMethodBfp})
    for (std::uint8_t width = 8; width <= 16; ++width)
      for (int i = 0; i < 20; ++i) cases.push_back(make(random, method, width));
  const plumbline::test::TempDir folder;
  write_pcap(folder / "samples.pcap", cases);
  const std::string shown = output_of(
      tshark +
      " -n -r - -o oran_fh_cus.oran.ud_comp_hdr_down:PRESENT -o oran_fh_cus.oran.show_iq_samples:TRUE -o "
      "oran_fh_cus.oran.unscaled_iq:TRUE -T fields -e frame.number -e oran_fh_cus.iSample -e "
      "oran_fh_cus.qSample < " +
      (folder / "samples.pcap") + " 2>/dev/null");
  std::size_t from = 0, frames = 0, equal = 0;
  for (const Case& one : cases) {
    const std::size_t end = shown.find('\n', from);
    ASSERT_NE(end, std::string::npos) << "frame " << frames + 1 << " is missing";
    const auto theirs = samples_of(shown.substr(from, end - from));
    from = end + 1;
    ++frames;
    ASSERT_EQ(theirs.size(), one.numbers.size()) << "frame " << frames << ": " << shown.substr(from, 200);
    bool same = true;
    // Without compression 4.6 shows numbers without their sign.
    const bool unsigned_there = one.format.method == kMethodNone;
    for (std::size_t i = 0; i < theirs.size(); ++i) {
      const double theirs_signed = unsigned_there && theirs[i] >= 1 << (one.format.width - 1)
                                       ? theirs[i] - (1 << one.format.width)
                                       : theirs[i];
      same = same && theirs_signed == one.numbers[i];
    }
    EXPECT_TRUE(same) << "method " << unsigned{one.format.method} << ", width " << unsigned{one.format.width}
                      << ": " << theirs[0] << ' ' << theirs[1] << " for " << one.numbers[0] << ' '
                      << one.numbers[1];
    equal += same;
  }
  std::printf("tshark %u.%u: %zu of %zu messages equal\n", major, minor, equal, frames);
}

}  // namespace
}  // namespace plumbline::iq

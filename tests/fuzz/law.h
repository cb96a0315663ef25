// What the fuzz targets of lib/wire have in common.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "text/witness.h"
#include "wire/exact.h"
#include "wire/rewrite.h"

namespace plumbline::fuzz {

inline void require(bool holds) {
  if (!holds) __builtin_trap();
}

/// What was reached, by kind; told at the end where PLUMBLINE_FUZZ_TABLE is set.
class Reached {
 public:
  Reached() { std::atexit(tell); }
  static test::Tally& tally() {
    static auto* const all = new test::Tally;  // lives longer than tell() needs it
    return *all;
  }

 private:
  static void tell() {
    if (std::getenv("PLUMBLINE_FUZZ_TABLE") == nullptr) return;
    std::printf("%-24s %10s %10s %10s\n", "kind", "complete", "truncated", "not known");
    for (const auto& [kind, ends] : tally())
      std::printf("%-20s %3u %10llu %10llu %10llu\n", kind.first.data(), kind.second,
                  static_cast<unsigned long long>(ends[0]), static_cast<unsigned long long>(ends[1]),
                  static_cast<unsigned long long>(ends[2]));
  }
};

/// Both decoders must say the same of the frame; only of short ones, as that takes long.
inline void require_witness(const std::vector<std::uint8_t>& frame, std::size_t on_wire,
                            const test::Knowledge& knowledge) {
  constexpr std::size_t kMostOctets = 400;
  if (frame.size() > kMostOctets) return;
  test::Compared compared;
  const auto difference = test::compare(frame, on_wire, knowledge, compared);
  if (!difference) return;
  std::fprintf(stderr, "%s\nlib       %s\nreference %s\nto get from lib to it %s\n",
               test::words_of(knowledge).c_str(), difference->ours.c_str(), difference->theirs.c_str(),
               difference->from_ours_to_theirs.c_str());
  __builtin_trap();
}

/// Addresses, EtherType and what follows.
inline std::vector<std::uint8_t> ethernet(std::uint16_t ether_type) {
  std::vector<std::uint8_t> frame(14);
  frame[0] = frame[6] = 2;
  frame[5] = 1;
  frame[12] = static_cast<std::uint8_t>(ether_type >> 8);
  frame[13] = static_cast<std::uint8_t>(ether_type);
  return frame;
}

/// A frame of one message of eCPRI type 0 or 2 that is `on_wire` octets long.
inline std::vector<std::uint8_t> ecpri_frame(std::uint8_t type, Octets message, std::size_t on_wire) {
  std::vector<std::uint8_t> frame = ethernet(0xAEFE);
  const std::size_t payload = on_wire + 4;
  const std::uint8_t head[] = {
      0x10, type, static_cast<std::uint8_t>(payload >> 8), static_cast<std::uint8_t>(payload), 0, 1, 0, 0x80};
  frame.insert(frame.end(), std::begin(head), std::end(head));
  frame.insert(frame.end(), message.begin(), message.end());
  return frame;
}
inline constexpr std::size_t kInFront = 22;  ///< octets of that frame in front of the message

}  // namespace plumbline::fuzz

// Octets as tests write and show them.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace plumbline::test {

/// Pairs of hex digits, blanks between digits or not; anything else fails the test.
inline std::vector<std::uint8_t> from_hex(std::string_view text) {
  std::string digits;
  for (const char c : text)
    if (c != ' ') digits += c;
  EXPECT_EQ(digits.size() % 2, 0u) << text;
  std::vector<std::uint8_t> octets;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
    std::uint8_t octet = 0;
    const char* const end = digits.data() + i + 2;
    EXPECT_EQ(std::from_chars(digits.data() + i, end, octet, 16).ptr, end) << text;
    octets.push_back(octet);
  }
  return octets;
}

/// The octets of a list of such lines (of JSON), each with a remark behind `remark` or none. A dot in front
/// of padding is for readers.
template <class Lines>
std::vector<std::uint8_t> from_lines(const Lines& lines, char remark) {
  std::vector<std::uint8_t> octets;
  for (std::string line : lines) {
    line.resize(std::min(line.find(remark), line.size()));
    std::replace_if(
        line.begin(), line.end(), [](char c) { return c == '.' || c == '?'; }, ' ');
    for (const std::uint8_t octet : from_hex(line)) octets.push_back(octet);
  }
  return octets;
}

inline std::string hex(std::span<const std::uint8_t> octets) {
  std::string text;
  for (const std::uint8_t octet : octets) {
    text += "0123456789abcdef"[octet >> 4];
    text += "0123456789abcdef"[octet & 15];
  }
  return text;
}

}  // namespace plumbline::test

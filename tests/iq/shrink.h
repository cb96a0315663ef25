// Makes a failing input small, so that what is wrong with it can be seen.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace plumbline::iq::test {

using Numbers = std::vector<std::int32_t>;
/// Whether a property fails on these numbers.
using Fails = std::function<bool(const Numbers&)>;

/// A smaller failing input: blocks of `block` numbers are dropped, and numbers taken toward 0, as long as it
/// still fails. Nothing of what is returned can be dropped, halved or moved by one toward 0 alone.
inline Numbers shrink(Numbers numbers, std::size_t block, const Fails& fails) {
  for (bool smaller = true; smaller;) {
    smaller = false;
    const auto take = [&](Numbers candidate) {
      if (!fails(candidate)) return false;
      numbers = std::move(candidate);
      return smaller = true;
    };
    for (std::size_t at = 0; at + block <= numbers.size() && numbers.size() > block;) {
      Numbers fewer = numbers;
      const auto from = fewer.begin() + static_cast<std::ptrdiff_t>(at);
      fewer.erase(from, from + static_cast<std::ptrdiff_t>(block));
      if (!take(std::move(fewer))) at += block;
    }
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      const std::int32_t number = numbers[i];
      if (number == 0) continue;
      for (const std::int32_t less : {0, number / 2, number < 0 ? number + 1 : number - 1}) {
        Numbers candidate = numbers;
        candidate[i] = less;
        if (take(std::move(candidate))) break;
      }
    }
  }
  return numbers;
}

/// The numbers as one line: all zeros behind the last other one are left out.
inline std::string text(const Numbers& numbers) {
  std::string line = std::to_string(numbers.size()) + " numbers:";
  std::size_t last = numbers.size();
  while (last > 0 && numbers[last - 1] == 0) --last;
  for (std::size_t i = 0; i < last; ++i) line += " " + std::to_string(numbers[i]);
  return line + (last < numbers.size() ? " 0 ..." : "");
}

}  // namespace plumbline::iq::test

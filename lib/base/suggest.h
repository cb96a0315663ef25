// "Did you mean": the nearest of a list of words.
#pragma once

#include <span>
#include <string_view>

namespace plumbline {

/// The word of `known` nearest to `word` by edit distance (letter swaps count one), or empty when none is
/// near enough to be worth saying (more than a third of the letters differ). Ties: the first.
std::string_view nearest_word(std::string_view word, std::span<const std::string_view> known);

}  // namespace plumbline

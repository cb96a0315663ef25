// Text from outside (file names, warnings) made fit for a terminal or an XML file.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace plumbline::report {

/// Valid UTF-8 that cannot move the cursor, colour, or reorder: octets that are not UTF-8 become U+FFFD,
/// control and direction characters are spelled ("\x1b", "\u202e"). Longer than kMostColumns: cut, ending in
/// "…".
std::string printable(std::string_view text);
inline constexpr std::size_t kMostColumns = 300;

/// Code points of valid UTF-8: the columns it takes, for the characters used here.
std::size_t columns(std::string_view text);

/// `text` filled with spaces to `width` columns; longer text stays as it is.
std::string pad_right(std::string text, std::size_t width);
std::string pad_left(std::string_view text, std::size_t width);

/// Lines of at most `width` columns, broken at spaces only; a longer word has its own line.
std::vector<std::string> wrap(std::string_view text, std::size_t width);

/// Cells in columns, two spaces apart: the first `left` columns flush left, the others flush right. Every row
/// has as many cells as the first; no spaces at the end of a line.
std::vector<std::string> align(const std::vector<std::vector<std::string>>& rows, std::size_t left);

}  // namespace plumbline::report

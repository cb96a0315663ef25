// YAML text as a small tree that remembers lines; what YAML can do beyond that is refused.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace plumbline::profile {

/// Limits of a configuration file: far above any honest one, low enough that a hostile one costs nothing.
inline constexpr std::size_t kYamlOctets = std::size_t{1} << 20;
inline constexpr std::size_t kYamlDepth = 12;
inline constexpr std::size_t kYamlNodes = 50'000;

/// A value of the file; inside a map it carries its key.
struct YamlNode {
  enum class Kind : std::uint8_t { nothing, scalar, list, map };
  Kind kind = Kind::nothing;
  bool quoted = false;  ///< a scalar in quotes (or a block of text): never a number
  unsigned line = 0;    ///< counted from 1; of the key where there is one
  std::string key;
  std::string text;             ///< of a scalar
  std::vector<YamlNode> items;  ///< of a list or a map, in the order of the file
};

/// Why the text is not a tree.
struct YamlFault {
  unsigned line = 1;
  std::string what;  ///< with the remedy in parentheses
};

/// The one document of `text`. Refused: more than kYamlOctets, text that is not UTF-8, control characters,
/// tabs that indent, nesting beyond kYamlDepth, more than kYamlNodes values, anchors, aliases, tags, keys
/// that are not plain words, a second document. Text without any document is an empty map.
Result<YamlNode, YamlFault> parse_yaml(std::string_view text);

}  // namespace plumbline::profile

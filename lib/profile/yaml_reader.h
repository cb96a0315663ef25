// Reading values out of a YAML tree: every wrong one becomes a line for the person who wrote the file.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "profile/yaml_tree.h"

namespace plumbline::profile {

/// What is wrong with a file, bounded, told in the order of its lines.
class Faults {
 public:
  /// `name` stands in front of every line.
  explicit Faults(std::string_view name) : name_{name} {}
  void add(unsigned line, std::string what);
  bool empty() const { return faults_.empty(); }
  /// True when more faults are only counted: no need to word them well.
  bool full() const;
  /// "name:line: what", one a line, the first twenty and how many more.
  std::string text() const;

 private:
  std::string name_;
  std::vector<YamlFault> faults_;
  std::size_t unkept_ = 0;
};

/// Text of the file as it may stand in a message: in backquotes, without control characters, not too long.
std::string quoted(std::string_view text);
/// A whole number: decimal without leading zeros, or 0x hex.
std::optional<std::int64_t> parse_integer(std::string_view text);
/// Microseconds with up to three decimals, exactly, as nanoseconds: "17.5" is 17 500.
std::optional<std::int64_t> parse_microseconds(std::string_view text);

/// The smallest and the largest number allowed.
struct Range {
  std::int64_t least;
  std::int64_t most;
};

/// A whole number in `range`, or a fault that names `what`.
std::optional<std::int64_t> read_integer(const YamlNode& node, std::string_view what, Range range,
                                         Faults& faults);
/// Text of 1..200 octets without control characters, or a fault that names `what`.
std::optional<std::string> read_text(const YamlNode& node, std::string_view what, Faults& faults);

/// The index of a value in `words`; a fault that names `what`, with a suggestion, when it is none of them.
std::optional<std::size_t> read_word(const YamlNode& node, std::string_view what,
                                     std::span<const std::string_view> words, Faults& faults);

/// One map of the file. Ask for every key it may have, then finish(): what was not asked for is unknown.
class MapReader {
 public:
  /// `place` is how messages call this map ("delays"); empty for the top of the file.
  MapReader(const YamlNode& node, std::string_view place, Faults& faults);

  /// The value of `key`, or nothing when it is not there. A key without a value is a fault.
  const YamlNode* find(std::string_view key);
  /// The same, and a fault when it is not there.
  const YamlNode* require(std::string_view key);
  /// Items of the list `key`; a fault when it is no list or an empty one.
  std::span<const YamlNode> list(std::string_view key);

  /// Readers of single values: each returns true when a good value was there and is now in `value`.
  bool text(std::string_view key, std::string& value);
  bool flag(std::string_view key, bool& value);
  template <std::integral T>
  bool number(std::string_view key, T& value, Range range = whole<T>()) {
    const YamlNode* node = find(key);
    const auto read = node ? read_integer(*node, named(key), range, *faults_) : std::nullopt;
    if (read) value = static_cast<T>(*read);
    return read.has_value();
  }
  /// For values whose absence means something: any of the readers above into an optional.
  template <class T>
  bool flag_or_none(std::string_view key, std::optional<T>& value) {
    T read{};
    if (!flag(key, read)) return false;
    value = read;
    return true;
  }
  template <class T>
  bool number_or_none(std::string_view key, std::optional<T>& value, Range range = whole<T>()) {
    T read{};
    if (!number(key, read, range)) return false;
    value = read;
    return true;
  }
  /// The index of the value in `words`; a fault with a suggestion when it is none of them.
  std::optional<std::size_t> word(std::string_view key, std::span<const std::string_view> words);
  /// A duration, `stem`_us or `stem`_ns, in nanoseconds; `range` in nanoseconds.
  std::optional<std::int64_t> duration(std::string_view stem, Range range);

  /// Names every key that was not asked for.
  void finish();

  /// How messages call `key` of this map.
  std::string named(std::string_view key) const;

  bool has(std::string_view key) const;
  unsigned line() const { return line_; }
  /// Line of `key` when it is there, else of the map.
  unsigned line_of(std::string_view key) const;
  /// A fault at `key`: "`key` in place: what".
  void fault(std::string_view key, std::string_view what);
  Faults& faults() { return *faults_; }

 private:
  template <class T>
  static constexpr Range whole() {
    return {std::numeric_limits<T>::min(), std::numeric_limits<T>::max()};
  }
  const YamlNode* peek(std::string_view key) const;
  std::string suggestion(std::string_view key) const;

  const YamlNode* node_;  ///< null: what was there is no map, which has been told
  unsigned line_;
  std::string place_;
  Faults* faults_;
  std::vector<std::string> known_;
};

/// Reads `plumbline_<kind>: 1`, which says what a file is and in which version of its format. False when it
/// is a file of another kind: then that is the only fault worth telling.
bool read_format(MapReader& top, std::string_view kind);

/// The text of the file at `path`, at most an octet more than kYamlOctets, so that parse_yaml() refuses what
/// is longer; `what` names the kind of file in the remedy ("the link file").
Result<std::string, Error> read_yaml_file(const std::string& path, std::string_view what);

}  // namespace plumbline::profile

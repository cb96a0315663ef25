#include "profile/yaml_reader.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <memory>
#include <system_error>

#include "base/suggest.h"

namespace plumbline::profile {
namespace {

constexpr std::size_t kKept = 256;         ///< faults remembered
constexpr std::size_t kTold = 20;          ///< faults told
constexpr std::size_t kLongestText = 200;  ///< a TDD pattern of 160 slots fits

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Control characters of ASCII and of Latin-1 (U+0080..U+009F), which terminals obey.
bool has_control(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto octet = static_cast<std::uint8_t>(text[i]);
    if (octet < 0x20 || octet == 0x7F) return true;
    if (octet == 0xC2 && i + 1 < text.size() && static_cast<std::uint8_t>(text[i + 1]) < 0xA0) return true;
  }
  return false;
}

std::vector<std::string_view> words_of(std::string_view key) {
  std::vector<std::string_view> words;
  while (true) {
    const std::size_t end = std::min(key.find('_'), key.size());
    words.push_back(key.substr(0, end));
    if (end == key.size()) break;
    key.remove_prefix(end + 1);
  }
  std::sort(words.begin(), words.end());
  return words;
}

/// The known key whose words differ by at most one too many or too few: a forgotten unit, an extra `_dl`,
/// another order. Letters alone would take `t1a_max_up_dl_us` for `t1a_max_cp_dl_us`.
std::string_view nearest_by_words(std::string_view key, std::span<const std::string_view> known) {
  const auto mine = words_of(key);
  std::string_view best;
  std::size_t least = 2;
  for (const std::string_view candidate : known) {
    const auto theirs = words_of(candidate);
    std::vector<std::string_view> different;
    std::set_symmetric_difference(mine.begin(), mine.end(), theirs.begin(), theirs.end(),
                                  std::back_inserter(different));
    if (different.size() < least) {
      least = different.size();
      best = candidate;
    }
  }
  return best;
}

std::string kind_of(const YamlNode& node) {
  switch (node.kind) {
    case YamlNode::Kind::nothing:
      return "nothing";
    case YamlNode::Kind::list:
      return "a list";
    case YamlNode::Kind::map:
      return "a group of keys";
    case YamlNode::Kind::scalar:
      break;
  }
  return node.quoted ? "text in quotes" : quoted(node.text);
}

/// A duration in its unit, with no more decimals than it needs.
std::string in_unit(std::int64_t ns, bool microseconds) {
  if (!microseconds) return fmt::format("{}", ns);
  return ns % 1000 == 0 ? fmt::format("{}", ns / 1000) : fmt::format("{}", static_cast<double>(ns) / 1000.0);
}

}  // namespace

void Faults::add(unsigned line, std::string what) {
  if (faults_.size() < kKept)
    faults_.push_back({line, std::move(what)});
  else
    ++unkept_;
}

bool Faults::full() const { return faults_.size() >= kKept; }

std::string Faults::text() const {
  std::vector<YamlFault> ordered = faults_;
  std::stable_sort(ordered.begin(), ordered.end(),
                   [](const YamlFault& a, const YamlFault& b) { return a.line < b.line; });
  std::string text;
  const std::size_t told = std::min(kTold, ordered.size());
  for (std::size_t i = 0; i < told; ++i)
    text += fmt::format("{}{}:{}: {}", i > 0 ? "\n" : "", name_, ordered[i].line, ordered[i].what);
  if (const std::size_t more = ordered.size() - told + unkept_; more > 0)
    text += fmt::format("\nand {} more", more);
  return text;
}

std::string quoted(std::string_view text) {
  constexpr std::size_t kLongest = 60;
  std::size_t end = std::min(text.size(), kLongest);
  while (end < text.size() && end > 0 && (static_cast<std::uint8_t>(text[end]) & 0xC0) == 0x80) --end;
  std::string shown{text.substr(0, end)};
  if (has_control(shown))
    for (char& c : shown)
      if (static_cast<std::uint8_t>(c) < 0x20 || static_cast<std::uint8_t>(c) >= 0x7F) c = '?';
  return fmt::format("`{}{}`", shown, end < text.size() ? "…" : "");
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
  const bool hex = text.size() > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
  const std::string_view digits = hex ? text.substr(2) : text;
  const std::string_view magnitude = !hex && digits.starts_with('-') ? digits.substr(1) : digits;
  if (magnitude.empty() || magnitude.front() == '-') return std::nullopt;
  if (!hex && magnitude.size() > 1 && magnitude.front() == '0') return std::nullopt;
  std::int64_t value = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value, hex ? 16 : 10);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

std::optional<std::int64_t> parse_microseconds(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const std::string_view part = point == std::string_view::npos ? std::string_view{} : text.substr(point + 1);
  const bool only_digits =
      std::all_of(whole.begin(), whole.end(), is_digit) && std::all_of(part.begin(), part.end(), is_digit);
  if (!only_digits || whole.empty() || whole.size() > 15 || part.size() > 3) return std::nullopt;
  if ((point != std::string_view::npos && part.empty()) || (whole.size() > 1 && whole[0] == '0'))
    return std::nullopt;
  std::int64_t ns = 0;
  for (const char c : whole) ns = ns * 10 + (c - '0');
  for (std::size_t i = 0; i < 3; ++i) ns = ns * 10 + (i < part.size() ? part[i] - '0' : 0);
  return negative ? -ns : ns;
}

std::optional<std::int64_t> read_integer(const YamlNode& node, std::string_view what, Range range,
                                         Faults& faults) {
  const auto value =
      node.kind == YamlNode::Kind::scalar && !node.quoted ? parse_integer(node.text) : std::nullopt;
  if (!value) {
    faults.add(node.line,
               fmt::format("{}: expected a whole number, got {} (decimal without leading zeros, or 0x hex)",
                           what, kind_of(node)));
    return std::nullopt;
  }
  if (*value < range.least || *value > range.most) {
    faults.add(node.line,
               fmt::format("{}: {} is out of range ({}..{})", what, *value, range.least, range.most));
    return std::nullopt;
  }
  return value;
}

std::optional<std::string> read_text(const YamlNode& node, std::string_view what, Faults& faults) {
  if (node.kind != YamlNode::Kind::scalar) {
    faults.add(node.line, fmt::format("{}: expected text, got {}", what, kind_of(node)));
    return std::nullopt;
  }
  if (node.text.empty() || node.text.size() > kLongestText || has_control(node.text)) {
    faults.add(node.line, fmt::format("{}: {} (1 to {} octets without control characters)", what,
                                      node.text.empty() ? "empty text" : "unfit text", kLongestText));
    return std::nullopt;
  }
  return node.text;
}

std::optional<std::size_t> read_word(const YamlNode& node, std::string_view what,
                                     std::span<const std::string_view> words, Faults& faults) {
  if (node.kind == YamlNode::Kind::scalar) {
    const auto found = std::find(words.begin(), words.end(), node.text);
    if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
  }
  std::string_view near;
  if (node.text.size() > 2 && !faults.full()) near = nearest_word(node.text, words);
  faults.add(node.line,
             fmt::format("{}: expected one of {}, got {}{}", what, fmt::join(words, ", "), kind_of(node),
                         near.empty() ? "" : fmt::format(" (did you mean `{}`?)", near)));
  return std::nullopt;
}

MapReader::MapReader(const YamlNode& node, std::string_view place, Faults& faults)
    : node_{&node}, line_{node.line}, place_{place}, faults_{&faults} {
  if (node.kind != YamlNode::Kind::map) {
    faults.add(node.line, fmt::format("{}: expected a group of `key: value` lines, got {}",
                                      place.empty() ? "the file" : quoted(place), kind_of(node)));
    node_ = nullptr;
    return;
  }
  std::vector<const YamlNode*> order;
  for (const YamlNode& item : node.items) order.push_back(&item);
  std::stable_sort(order.begin(), order.end(), [](auto* a, auto* b) { return a->key < b->key; });
  for (std::size_t i = 1; i < order.size(); ++i)
    if (order[i]->key == order[i - 1]->key)
      faults.add(order[i]->line, fmt::format("{} is there twice, first in line {} (keep one of them)",
                                             named(order[i]->key), order[i - 1]->line));
}

std::string MapReader::named(std::string_view key) const {
  return place_.empty() ? quoted(key) : fmt::format("{} in {}", quoted(key), place_);
}

const YamlNode* MapReader::peek(std::string_view key) const {
  if (!node_) return nullptr;
  const auto found = std::find_if(node_->items.begin(), node_->items.end(),
                                  [&](const YamlNode& item) { return item.key == key; });
  return found == node_->items.end() ? nullptr : &*found;
}

bool MapReader::has(std::string_view key) const { return peek(key) != nullptr; }

unsigned MapReader::line_of(std::string_view key) const {
  const YamlNode* node = peek(key);
  return node ? node->line : line_;
}

void MapReader::fault(std::string_view key, std::string_view what) {
  faults_->add(line_of(key), fmt::format("{}: {}", named(key), what));
}

const YamlNode* MapReader::find(std::string_view key) {
  if (std::find(known_.begin(), known_.end(), key) == known_.end()) known_.emplace_back(key);
  const YamlNode* node = peek(key);
  if (node && node->kind == YamlNode::Kind::nothing) {
    fault(key, "no value (give one, or leave the key out)");
    return nullptr;
  }
  return node;
}

const YamlNode* MapReader::require(std::string_view key) {
  const YamlNode* node = find(key);
  if (node_ && !node && !has(key)) faults_->add(line_, fmt::format("{} is missing", named(key)));
  return node;
}

std::span<const YamlNode> MapReader::list(std::string_view key) {
  const YamlNode* node = find(key);
  if (!node) return {};
  if (node->kind != YamlNode::Kind::list)
    fault(key, fmt::format("expected a list, got {}", kind_of(*node)));
  else if (node->items.empty())
    fault(key, "the list is empty (fill it, or leave the key out)");
  else
    return node->items;
  return {};
}

bool MapReader::text(std::string_view key, std::string& value) {
  const YamlNode* node = find(key);
  auto read = node ? read_text(*node, named(key), *faults_) : std::nullopt;
  if (!read) return false;
  value = *std::move(read);
  return true;
}

bool MapReader::flag(std::string_view key, bool& value) {
  const YamlNode* node = find(key);
  if (!node) return false;
  const bool plain = node->kind == YamlNode::Kind::scalar && !node->quoted;
  if (plain && (node->text == "true" || node->text == "false")) {
    value = node->text == "true";
    return true;
  }
  fault(key, fmt::format("expected true or false, got {}", kind_of(*node)));
  return false;
}

std::optional<std::size_t> MapReader::word(std::string_view key, std::span<const std::string_view> words) {
  const YamlNode* node = find(key);
  return node ? read_word(*node, named(key), words, *faults_) : std::nullopt;
}

std::optional<std::int64_t> MapReader::duration(std::string_view stem, Range range) {
  const std::string us = fmt::format("{}_us", stem);
  const std::string ns = fmt::format("{}_ns", stem);
  const YamlNode* in_us = find(us);
  const YamlNode* in_ns = find(ns);
  if (in_us && in_ns) fault(ns, fmt::format("given in two units (keep this or `{}`)", us));
  const YamlNode* node = in_us ? in_us : in_ns;
  if (!node) return std::nullopt;
  const std::string& key = in_us ? us : ns;
  const bool plain = node->kind == YamlNode::Kind::scalar && !node->quoted;
  const auto value = !plain  ? std::nullopt
                     : in_us ? parse_microseconds(node->text)
                             : parse_integer(node->text);
  if (!value) {
    fault(key, fmt::format("expected {}, got {}",
                           in_us ? "microseconds with at most three decimals" : "whole nanoseconds",
                           kind_of(*node)));
    return std::nullopt;
  }
  if (*value < range.least || *value > range.most) {
    fault(key, fmt::format("{} is out of range ({}..{})", node->text, in_unit(range.least, in_us != nullptr),
                           in_unit(range.most, in_us != nullptr)));
    return std::nullopt;
  }
  return value;
}

std::string MapReader::suggestion(std::string_view key) const {
  const std::vector<std::string_view> known{known_.begin(), known_.end()};
  std::string_view near = nearest_by_words(key, known);
  if (near.empty()) near = nearest_word(key, known);
  if (!near.empty()) return fmt::format("did you mean `{}`?", near);
  if (known.size() <= 16) return fmt::format("keys here: {}", fmt::join(known, ", "));
  return "remove it";
}

void MapReader::finish() {
  if (!node_) return;
  for (const YamlNode& item : node_->items)
    if (std::find(known_.begin(), known_.end(), item.key) == known_.end())
      faults_->add(item.line, faults_->full() ? std::string{}
                                              : fmt::format("unknown key {} ({})", named(item.key),
                                                            suggestion(item.key)));
}

bool read_format(MapReader& top, std::string_view kind) {
  const std::string key = fmt::format("plumbline_{}", kind);
  if (!top.has(key)) {
    for (const std::string_view other : {"link", "profile", "plan"})
      if (top.has(fmt::format("plumbline_{}", other))) {
        top.faults().add(1, fmt::format("this is a {0}, not a {1} (give it with --{0})", other, kind));
        return false;
      }
    top.faults().add(
        1, fmt::format("no `{}: 1` (a {} says which version of the format it is written in)", key, kind));
  }
  std::int64_t version = 0;
  if (top.number(key, version) && version != 1)
    top.fault(key, fmt::format("version {} is not known here (this program reads 1)", version));
  return true;
}

Result<std::string, Error> read_yaml_file(const std::string& path, std::string_view what) {
  const auto close = [](std::FILE* file) { std::fclose(file); };
  const std::unique_ptr<std::FILE, decltype(close)> file{std::fopen(path.c_str(), "rb"), close};
  if (!file)
    return fail(fmt::format("{}: cannot be opened: {}", path, std::generic_category().message(errno)),
                fmt::format("check the path of {}", what));
  std::string text(kYamlOctets + 1, '\0');
  text.resize(std::fread(text.data(), 1, text.size(), file.get()));
  if (std::ferror(file.get()) != 0)
    return fail(fmt::format("{}: cannot be read: {}", path, std::generic_category().message(errno)),
                "check that the path names a file");
  return text;
}

}  // namespace plumbline::profile

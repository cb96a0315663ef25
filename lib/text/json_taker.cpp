#include "text/json_taker.h"

#include <fmt/format.h>

namespace plumbline::text {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool parse_octets(std::string_view text, std::vector<std::uint8_t>& octets) {
  if (text.size() % 2 != 0) return false;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = hex_digit(text[i]), low = hex_digit(text[i + 1]);
    if (high < 0 || low < 0) return false;
    octets.push_back(static_cast<std::uint8_t>(high << 4 | low));
  }
  return true;
}

bool parse_number(std::string_view text, std::uint64_t& value) {
  if (!text.starts_with("0x") || text.size() < 3 || text.size() > 18) return false;
  value = 0;
  for (const char c : text.substr(2)) {
    const int digit = hex_digit(c);
    if (digit < 0) return false;
    value = value << 4 | static_cast<std::uint64_t>(digit);
  }
  return true;
}

/// A key that somebody else chose, fit to be shown.
std::string plain(std::string_view key) {
  std::string text{key.substr(0, 40)};
  for (char& c : text)
    if (c < '!' || c > '~') c = '?';
  return key.size() > text.size() ? text + ".." : text;
}

}  // namespace

void JsonTaker::wrong(std::string_view name, std::string_view why) {
  if (failed()) return;
  std::string what = place_ + std::string{name};
  if (name.empty()) what = place_.empty() ? "the message" : place_.substr(0, place_.size() - 1);
  error_ = what + ' ' + std::string{why};
}

const JsonTaker::Json* JsonTaker::need(std::string_view name) {
  if (failed()) return nullptr;
  const auto found = object_->find(std::string{name});
  if (found == object_->end()) {
    wrong(name, "is not there");
    lacks_key_ = true;
    return nullptr;
  }
  used_.insert(std::string{name});
  return &*found;
}

const JsonTaker::Json* JsonTaker::need_array(std::string_view name) {
  const Json* value = need(name);
  if (value == nullptr || value->is_array()) return value;
  wrong(name, "is no array");
  return nullptr;
}

std::uint64_t JsonTaker::size_of(std::string_view name) const {
  const auto found = object_->find(std::string{name});
  return found != object_->end() && found->is_array() ? found->size() : 0;
}

std::uint64_t JsonTaker::number(std::string_view name, unsigned bits) {
  const Json* json = need(name);
  if (json == nullptr) return 0;
  std::uint64_t value = 0;
  const bool is_number = json->is_string() ? parse_number(json->get_ref<const std::string&>(), value)
                                           : json->is_number_unsigned();
  if (!is_number) {
    wrong(name, "is neither a whole number from 0 nor \"0x..\"");
    return 0;
  }
  if (!json->is_string()) value = json->get<std::uint64_t>();
  if (bits < 64 && value >> bits != 0) {
    wrong(name, fmt::format("does not fit in {} bit{}", bits, bits == 1 ? "" : "s"));
    return 0;
  }
  return value;
}

std::int64_t JsonTaker::signed_number(std::string_view name, unsigned bits) {
  const Json* json = need(name);
  if (json == nullptr) return 0;
  if (!json->is_number_integer()) {
    wrong(name, "is no whole number");
    return 0;
  }
  const bool too_large = json->is_number_unsigned() && json->get<std::uint64_t>() >> 63 != 0;
  const auto value = too_large ? INT64_MAX : json->get<std::int64_t>();
  const std::int64_t half = bits < 64 ? std::int64_t{1} << (bits - 1) : INT64_MAX;
  if (too_large || (bits < 64 && (value < -half || value >= half))) {
    wrong(name, fmt::format("does not fit in {} bits with its sign", bits));
    return 0;
  }
  return value;
}

std::vector<std::uint8_t> JsonTaker::hex(std::string_view name) {
  std::vector<std::uint8_t> octets;
  if (failed() || !has(name)) return octets;
  const Json* json = need(name);
  if (!json->is_string() || !parse_octets(json->get_ref<const std::string&>(), octets)) {
    wrong(name, "is no run of octets in hex");
    octets.clear();
  }
  return octets;
}

void JsonTaker::put_octets(Octets octets) {
  for (const std::uint8_t octet : octets) put(8, octet);
}

void JsonTaker::octets(std::string_view name, std::uint32_t /*count*/, wire::Form form, Octets& member) {
  const Json* json = need(name);
  if (json == nullptr) return;
  std::vector<std::uint8_t> octets;
  const bool is_text = json->is_string();
  std::string_view text =
      is_text ? std::string_view{json->get_ref<const std::string&>()} : std::string_view{};
  if (form == wire::Form::bits && text.starts_with("0x")) text.remove_prefix(2);
  if (!is_text || !parse_octets(text, octets)) return wrong(name, "is no run of octets in hex");
  put_octets(octets);
  // What follows may depend on these octets: they must live as long as the member is looked at.
  member = kept_->emplace_back(std::move(octets));
}

void JsonTaker::numbers(std::string_view name, std::uint64_t /*count*/, unsigned width, bool is_signed,
                        unsigned group, wire::Numbers& member) {
  const Json* array = need_array(name);
  if (array == nullptr) return;
  member = {};
  const auto take = [&](const Json& json) {
    const bool fits = is_signed ? json.is_number_integer() : json.is_number_unsigned();
    const std::int64_t value = fits && !(json.is_number_unsigned() && json.get<std::uint64_t>() >> 63 != 0)
                                   ? json.get<std::int64_t>()
                                   : INT64_MAX;
    const std::int64_t half = std::int64_t{1} << (width - 1);
    if (is_signed ? value < -half || value >= half : value >= 2 * half)
      return wrong(name, fmt::format("has a value that is no number of {} bits", width));
    put(width, static_cast<std::uint64_t>(value));
  };
  for (const Json& entry : *array) {
    if (group == 1) {
      take(entry);
    } else if (!entry.is_array() || entry.size() != group) {
      return wrong(name, fmt::format("has an entry that is no array of {}", group));
    } else {
      for (const Json& part : entry) take(part);
    }
  }
}

void JsonTaker::padding(Octets& member) {
  const std::uint64_t count = (4 - (at() - room_ / 8) % 4) % 4;
  std::vector<std::uint8_t> octets = hex("padding");
  if (octets.size() > count) return wrong("padding", fmt::format("has more than {} octets", count));
  octets.resize(static_cast<std::size_t>(count));
  put_octets(octets);
  member = kept_->emplace_back(std::move(octets));
}

void JsonTaker::reserved_octets(std::string_view name, std::uint32_t count, Octets& member) {
  if (has(name)) {
    octets(name, count, wire::Form::bits, member);
    if (!failed() && member.size() != count) wrong(name, fmt::format("is not {} octets", count));
  } else {
    for (std::uint32_t i = 0; i < count; ++i) put(8, 0);
  }
}

void JsonTaker::zeros_up_to(std::uint64_t octet, std::string_view name) {
  flush();
  if (failed()) return;
  if (at() > octet) return wrong(name, "is less than the fields need");
  while (at() < octet && !failed()) put(8, 0);
}

bool JsonTaker::unknown(std::string_view why) {
  if (!has("body") && !has("notes")) wrong("body", fmt::format("is not there: {}", why));
  return false;
}

void JsonTaker::end_of_object() {
  for (const auto& [key, value] : object_->items())
    if (key != "octet" && !used_.contains(key)) return wrong(plain(key), "is no field of this");
}

}  // namespace plumbline::text

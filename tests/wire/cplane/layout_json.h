// What a layout of wire/ says, as JSON in the shape of lib/text/MESSAGES.md.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "wire/layout.h"

namespace plumbline::test {

/// "0x" and digits, as many as `bits` need.
std::string hex_number(std::uint64_t value, unsigned bits);
std::string hex_octets(Octets octets);

/// A sink for LayoutReader.
class LayoutJson {
 public:
  explicit LayoutJson(nlohmann::json& object) : open_{&object} {}

  void value(std::string_view name, wire::Form form, unsigned bits, std::uint64_t value,
             std::uint32_t octet) {
    seen_at_.push_back(octet);
    if (form == wire::Form::bits)
      put(name, hex_number(value, bits));
    else if (form == wire::Form::signed_number)
      put(name, static_cast<std::int64_t>(value));
    else
      put(name, value);
  }
  void reserved(unsigned /*bits*/, std::uint64_t value, std::uint32_t offset, std::uint32_t /*octet*/) {
    if (value != 0) put("reserved" + std::to_string(offset), value);
  }
  void numbers(std::string_view name, const wire::Numbers& numbers, unsigned group, std::uint32_t /*octet*/);
  void octets(std::string_view name, Octets octets, wire::Form form, std::uint32_t /*octet*/) {
    put(name, (form == wire::Form::bits ? "0x" : "") + hex_octets(octets));
  }
  void fill(std::uint64_t value, std::uint32_t /*octet*/) { put("fill", value); }
  void begin_list(std::string_view name) {
    nlohmann::json& list = (*open_.back())[std::string{name}];
    list = nlohmann::json::array();
    open_.push_back(&list);
  }
  void end_list() { open_.pop_back(); }
  void begin_item(std::uint32_t octet) {
    open_.back()->push_back({{"octet", octet}});
    open_.push_back(&open_.back()->back());
  }
  template <class Item>
  void item(const Item& /*item*/) {}
  void end_item() { open_.pop_back(); }
  void begin_object(std::string_view name) { open_.push_back(&(*open_.back())[std::string{name}]); }
  void end_object() { open_.pop_back(); }

  /// Octets of the frame at which values were said to stand, in the order in which they were told.
  const std::vector<std::uint32_t>& seen_at() const { return seen_at_; }

 private:
  template <class Value>
  void put(std::string_view name, Value&& value) {
    (*open_.back())[std::string{name}] = std::forward<Value>(value);
  }

  std::vector<nlohmann::json*> open_;
  std::vector<std::uint32_t> seen_at_;
};

/// Tells how a layout ended and what stands behind it.
void tell_layout_end(nlohmann::json& out, const wire::LayoutReader<LayoutJson>& reader);

}  // namespace plumbline::test

// Fills the struct of a layout with values from elsewhere, so that it can be written. Counts octets and tells
// what it did by its own means: a reader of what was written must tell the same.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <any>
#include <deque>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/random.h"
#include "wire/cplane/tell_sink.h"

namespace plumbline::test {

/// Values that TellSink has told.
class ToldValues {
 public:
  explicit ToldValues(std::vector<std::string> told) : told_{std::move(told)} {}

  std::uint64_t value(std::string_view name, wire::Form form, unsigned /*bits*/) {
    const std::string text = take(name);
    if (form == wire::Form::signed_number) return static_cast<std::uint64_t>(std::stoll(text));
    return std::stoull(text, nullptr, 0);
  }
  std::uint64_t reserved(unsigned /*bits*/, std::uint32_t offset) {
    return zero_or("reserved" + std::to_string(offset));
  }
  std::uint64_t fill(unsigned /*bits*/) { return zero_or("fill"); }
  std::vector<std::int32_t> numbers(std::string_view name, std::uint64_t count, unsigned /*width*/,
                                    bool /*is_signed*/) {
    std::vector<std::int32_t> values;
    for (const auto& group : nlohmann::json::parse(take(name))) {
      if (!group.is_array()) values.push_back(group);
      for (const std::int32_t value : group.is_array() ? group : nlohmann::json::array())
        values.push_back(value);
    }
    EXPECT_EQ(values.size(), count) << name;
    values.resize(static_cast<std::size_t>(count));
    return values;
  }
  std::vector<std::uint8_t> octets(std::string_view name, std::uint32_t count) {
    const std::string text = take(name);
    std::vector<std::uint8_t> octets;
    for (std::size_t i = 2; i + 1 < text.size(); i += 2)
      octets.push_back(static_cast<std::uint8_t>(std::stoul(text.substr(i, 2), nullptr, 16)));
    EXPECT_EQ(octets.size(), count) << name;
    octets.resize(count);
    return octets;
  }
  /// Opens a list, or the next entry of one, or ends either.
  void expect(std::string_view text) {
    if (next().ends_with(text)) ++at_;
  }
  bool another() const { return next().ends_with('{'); }
  bool all_used() const { return at_ == told_.size(); }

 private:
  std::string next() const { return at_ < told_.size() ? told_[at_] : std::string{}; }
  bool next_is(std::string_view name) const {
    const std::string text = next();
    const std::size_t blank = text.find(' ');
    return blank != std::string::npos && text.substr(blank + 1).starts_with(std::string{name} + ' ');
  }
  std::string take(std::string_view name) {
    EXPECT_TRUE(next_is(name)) << name << " is not what was told: " << next();
    if (!next_is(name)) return "0";
    const std::string text = next();
    ++at_;
    return text.substr(text.rfind(' ') + 1);
  }
  std::uint64_t zero_or(const std::string& name) { return next_is(name) ? std::stoull(take(name)) : 0; }

  std::vector<std::string> told_;
  std::size_t at_ = 0;
};

/// Values of a field that a test wants; others come by chance.
using Choices = std::vector<std::pair<std::string_view, std::vector<std::uint64_t>>>;

/// Any values, but those after which the size is not known, or the last entry is not.
class AnyValues {
 public:
  explicit AnyValues(Random& random, Choices choices = {}) : random_{random}, choices_{std::move(choices)} {}

  std::uint64_t value(std::string_view name, wire::Form form, unsigned bits) {
    for (const auto& [chosen, values] : choices_)
      if (name == chosen) return values[random_.below(values.size())];
    for (const auto& [limited, most] : kLimits)
      if (name == limited) return 1 + random_.below(most);
    std::uint64_t value = random_.next() >> (64 - bits);
    if (form == wire::Form::signed_number && value >> (bits - 1) != 0 && bits < 64)
      value |= ~std::uint64_t{0} << bits;
    return value;
  }
  std::uint64_t reserved(unsigned bits, std::uint32_t /*offset*/) { return random_.next() >> (64 - bits); }
  std::uint64_t fill(unsigned bits) { return bits == 0 ? 0 : random_.next() >> (64 - bits); }
  std::vector<std::int32_t> numbers(std::string_view /*name*/, std::uint64_t count, unsigned width,
                                    bool is_signed) {
    std::vector<std::int32_t> values(static_cast<std::size_t>(count));
    for (auto& value : values) {
      value = static_cast<std::int32_t>(random_.below(std::uint64_t{1} << width));
      if (is_signed && (value >> (width - 1) & 1) != 0) value -= 1 << width;
    }
    return values;
  }
  std::vector<std::uint8_t> octets(std::string_view /*name*/, std::uint32_t count) {
    std::vector<std::uint8_t> octets(count);
    for (auto& octet : octets) octet = static_cast<std::uint8_t>(random_.next());
    return octets;
  }
  void expect(std::string_view /*text*/) {}
  bool another() const { return true; }

 private:
  /// Values 1..most.
  static constexpr std::pair<std::string_view, std::uint64_t> kLimits[] = {
      {"bfwCompMeth", 5}, {"beamType", 1}, {"entryType", 3}, {"numUeID", 15}, {"mcScaleReMask", 0xFFF}};
  Random& random_;
  Choices choices_;
};

/// The `w` of a layout (wire/layout.h), for values that `Values` has.
template <class Values>
class LayoutFiller {
 public:
  static constexpr bool kReads = true;

  /// `room` is what there will be to read; lists that take what room there is look at its size.
  LayoutFiller(Values& values, wire::View room, std::uint32_t at)
      : values_{values}, room_{room}, bit_{at * 8} {}

  template <class T>
  void u(std::string_view name, unsigned bits, T& member) {
    field(name, wire::Form::number, bits, member);
  }
  template <class T>
  void s(std::string_view name, unsigned bits, T& member) {
    field(name, wire::Form::signed_number, bits, member);
  }
  template <class T>
  void x(std::string_view name, unsigned bits, T& member) {
    field(name, wire::Form::bits, bits, member);
  }
  template <class T>
  void r(unsigned bits, T& member) {
    const std::uint32_t offset = octet() - origin_;
    const std::uint64_t value = values_.reserved(bits, offset);
    member = static_cast<T>(value);
    sink_.reserved(bits, value, offset, octet());
    bit_ += bits;
  }
  template <class T>
  void fill(T& member) {
    const unsigned bits = (8 - bit_ % 8) % 8;
    member = static_cast<T>(values_.fill(bits));
    if (member != 0) sink_.fill(member, octet());
    bit_ += bits;
  }
  void numbers(std::string_view name, std::uint64_t count, unsigned width, bool is_signed, unsigned group,
               wire::Numbers& member) {
    const auto& values = keep(values_.numbers(name, count, width, is_signed));
    member = {.octets = {}, .width = width, .is_signed = is_signed, .values = values};
    sink_.numbers(name, member, group, octet());
    bit_ += static_cast<std::uint32_t>(count * width);
  }
  void octets(std::string_view name, std::uint32_t count, wire::Form form, Octets& member) {
    member = keep(values_.octets(name, count));
    sink_.octets(name, member, form, octet());
    bit_ += count * 8;
  }
  void reserved_octets(std::string_view name, std::uint32_t count, Octets& member) {
    told_unless_zero(name, count, wire::Form::bits, member);
  }
  void padding(Octets& member) {
    told_unless_zero("padding", (4 - octet() % 4) % 4, wire::Form::number, member);
  }
  template <class Fn>
  void object(std::string_view /*name*/, Fn&& fn) {
    fn(*this);
  }
  template <class Fn>
  bool step(Fn&& fn) {
    fn(*this);
    return true;
  }
  template <class Item, class Fn>
  bool list(std::string_view name, std::uint64_t count, wire::List<Item>& list, Fn&& fn) {
    open(name);
    auto& items = keep(std::vector<Item>(static_cast<std::size_t>(count)));
    for (std::uint64_t i = 0; i < count; ++i) entry(fn, items[static_cast<std::size_t>(i)], i);
    close();
    list.items = items;
    return true;
  }
  template <class Item, class Fn>
  bool list_by_room(std::string_view name, wire::List<Item>& list, Fn&& fn) {
    open(name);
    auto& items = keep(std::vector<Item>{});
    while (values_.another()) {
      const std::uint32_t start = bit_;
      const std::size_t told = sink_.told.size();
      items.emplace_back();
      entry(fn, items.back(), items.size() - 1);
      if (bit_ <= room_.length * 8) continue;
      bit_ = start;
      sink_.told.resize(told);
      items.pop_back();
      break;
    }
    close();
    list.items = items;
    return true;
  }
  bool unknown(std::string_view why) {
    ADD_FAILURE() << why;
    return false;
  }
  void no_entry() { ADD_FAILURE() << "padding in an entry"; }
  template <class Item>
  std::uint64_t entries(std::string_view /*name*/, unsigned bits, const wire::List<Item>& /*list*/) const {
    return bits_left() / bits;
  }
  std::uint64_t pairs(std::string_view /*name*/, unsigned width, const wire::Numbers& /*numbers*/) const {
    return bits_left() / (2 * width);
  }
  bool more(std::string_view /*name*/, unsigned bits, bool /*there*/) const { return bits_left() >= bits; }
  std::uint64_t bits_left() const { return std::uint64_t{room_.length} * 8 - bit_; }
  std::uint64_t last_bits(unsigned bits) const {
    return load_be32(room_.data + room_.length - 4) & ((std::uint64_t{1} << bits) - 1);
  }
  wire::View rest() const { return room_.from((bit_ + 7) / 8); }

  std::uint32_t octet() const { return bit_ / 8; }
  const std::vector<std::string>& told() const { return sink_.told; }

 private:
  template <class T>
  void field(std::string_view name, wire::Form form, unsigned bits, T& member) {
    const std::uint64_t value = values_.value(name, form, bits);
    member = static_cast<T>(value);
    sink_.value(name, form, bits, value, octet());
    bit_ += bits;
  }
  void told_unless_zero(std::string_view name, std::uint32_t count, wire::Form form, Octets& member) {
    member = keep(values_.octets(name, count));
    if (std::any_of(member.begin(), member.end(), [](std::uint8_t o) { return o != 0; }))
      sink_.octets(name, member, form, octet());
    bit_ += count * 8;
  }
  void open(std::string_view name) {
    values_.expect(std::string{name} + '[');
    sink_.begin_list(name);
  }
  void close() {
    values_.expect("]");
    sink_.end_list();
  }
  template <class Fn, class Item>
  void entry(Fn& fn, Item& item, std::uint64_t index) {
    const std::uint32_t outer = std::exchange(origin_, octet());
    values_.expect("{");
    sink_.begin_item(octet());
    wire::call_entry(fn, *this, item, index);
    values_.expect("}");
    sink_.end_item();
    origin_ = outer;
  }
  template <class T>
  T& keep(T value) {
    auto owned = std::make_shared<T>(std::move(value));
    kept_.push_back(owned);
    return *owned;
  }

  Values& values_;
  wire::View room_;
  std::uint32_t bit_, origin_ = 0;
  TellSink sink_;
  std::vector<std::shared_ptr<void>> kept_;
};

}  // namespace plumbline::test

// Takes the values of a layout (wire/layout.h) from a JSON object and writes them: the way back of what the
// JSON form tells (MESSAGES.md).
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "wire/layout_writer.h"

namespace plumbline::text {

/// One object of a message. The first thing that is wrong stops it; `error()` says what and where. Lists are
/// as long as their arrays: counts on the wire are fields like others and may disagree. An object that tells
/// `body`, `unread` or a fault may end in front of any step.
class JsonTaker {
 public:
  static constexpr bool kReads = false;
  /// No frame is longer: a jumbo payload, tags, and room for lengths that lie.
  static constexpr std::uint64_t kMostOctets = 70'000;
  using Json = nlohmann::ordered_json;

  /// `place` stands in front of errors ("sections[2]."). Both are borrowed.
  JsonTaker(const Json& object, wire::LayoutWriter& out, std::string place)
      : JsonTaker{object, &out, std::move(place), std::make_shared<Kept>()} {}

  template <class T>
  void u(std::string_view name, unsigned bits, T& member) {
    member = static_cast<T>(number(name, bits));
    put(bits, static_cast<std::uint64_t>(member));
  }
  template <class T>
  void x(std::string_view name, unsigned bits, T& member) {
    u(name, bits, member);
  }
  template <class T>
  void s(std::string_view name, unsigned bits, T& member) {
    member = static_cast<T>(signed_number(name, bits));
    put(bits, static_cast<std::uint64_t>(static_cast<std::int64_t>(member)));
  }
  /// Reserved fields and fill are 0 unless the object says otherwise.
  template <class T>
  void r(unsigned bits, T& member) {
    const std::string name = "reserved" + std::to_string((bit_ - origin_) / 8);
    member = has(name) ? static_cast<T>(number(name, bits)) : T{};
    put(bits, static_cast<std::uint64_t>(member));
  }
  template <class T>
  void fill(T& member) {
    const auto bits = static_cast<unsigned>((8 - bit_ % 8) % 8);
    member = bits != 0 && has("fill") ? static_cast<T>(number("fill", bits)) : T{};
    put(bits, static_cast<std::uint64_t>(member));
  }
  void numbers(std::string_view name, std::uint64_t count, unsigned width, bool is_signed, unsigned group,
               wire::Numbers& member);
  /// Whole octets up to a multiple of 4 from where the room begins.
  void padding(Octets& member);
  void octets(std::string_view name, std::uint32_t count, wire::Form form, Octets& member);
  /// Zeros unless the object has the key.
  void reserved_octets(std::string_view name, std::uint32_t count, Octets& member);
  template <class Fn>
  void object(std::string_view name, Fn&& fn) {
    const Json* value = need(name);
    if (value == nullptr) return;
    if (!value->is_object()) return wrong(name, "is no object");
    inside(*value, place_ + std::string{name} + ".", false, fn);
  }

  /// False when the object ends in front of the step.
  template <class Fn>
  bool step(Fn&& fn) {
    if (failed()) return false;
    if (may_end() && !is_there(fn)) return false;
    fn(*this);
    return !failed();
  }
  template <class Item, class Fn>
  bool list(std::string_view name, std::uint64_t /*count*/, wire::List<Item>& list, Fn&& fn) {
    return list_by_room(name, list, fn);
  }
  template <class Item, class Fn>
  bool list_by_room(std::string_view name, wire::List<Item>& list, Fn&& fn) {
    if (!has(name) && may_end()) return false;
    const Json* array = need_array(name);
    if (array == nullptr) return false;
    list.count = 0;
    for (const Json& entry : *array) {
      const std::string place = place_ + std::string{name} + "[" + std::to_string(list.count) + "].";
      if (!entry.is_object()) {
        wrong(name, "has an entry that is no object");
        return false;
      }
      inside(entry, place, true, [&](JsonTaker& taker) {
        Item item{};
        wire::call_entry(fn, taker, item, list.count);
      });
      if (failed()) return false;
      ++list.count;
    }
    return !has("body");
  }
  /// Where reading cannot go on the octets stand as they are.
  bool unknown(std::string_view why);
  void no_entry() { wrong("", "is no whole entry of its list"); }

  template <class Item>
  std::uint64_t entries(std::string_view name, unsigned /*bits*/, const wire::List<Item>& /*list*/) const {
    return size_of(name);
  }
  std::uint64_t pairs(std::string_view name, unsigned /*width*/, const wire::Numbers& /*numbers*/) const {
    return size_of(name);
  }
  bool more(std::string_view name, unsigned /*bits*/, bool /*there*/) const {
    return object_->contains(std::string{name});
  }
  std::uint64_t bits_left() const { return ~std::uint64_t{0}; }

  // For what is taken by hand.
  const Json& json() const { return *object_; }
  bool has(std::string_view name) const { return object_->contains(std::string{name}); }
  std::uint64_t number(std::string_view name, unsigned bits);
  std::int64_t signed_number(std::string_view name, unsigned bits);
  /// Octets written as hex; nothing when the key is not there.
  std::vector<std::uint8_t> hex(std::string_view name);
  /// An array, or nullptr and an error.
  const Json* need_array(std::string_view name);
  /// The key is known and needs no taking (`octet`, `name`).
  void skip(std::string_view name) { used_.insert(std::string{name}); }
  void wrong(std::string_view name, std::string_view why);
  /// Keys nobody took are errors: a misspelt field must not be dropped.
  void end_of_object();
  void put_octets(Octets octets);
  void put(unsigned bits, std::uint64_t value) {
    if (failed()) return;
    if (bit_ + bits > kMostOctets * 8) return wrong("", "makes the frame longer than any");
    if (out_ != nullptr) out_->u({}, bits, value);
    bit_ += bits;
  }
  /// What room padding counts in, and what reserved fields of this object count from, begins here.
  void begin_room() { room_ = origin_ = bit_; }
  /// Ends the last octet with zeros.
  void flush() { put(static_cast<unsigned>((8 - bit_ % 8) % 8), 0); }
  /// Zeros up to that octet. An error when it lies behind what was put; `name` is the length that says it.
  void zeros_up_to(std::uint64_t octet, std::string_view name);
  /// Octets put so far, the last one perhaps not wholly.
  std::uint64_t at() const { return (bit_ + 7) / 8; }
  /// Takes over what another one of the same object found: the keys it used and its error.
  void adopt(const JsonTaker& other) {
    used_.insert(other.used_.begin(), other.used_.end());
    if (!failed()) error_ = other.error_;
  }
  /// Octets that `fn` would put, `before` octets from here.
  template <class Fn>
  std::uint64_t octets_of(std::uint64_t before, Fn&& fn) const {
    JsonTaker trial{*this};
    trial.out_ = nullptr;
    trial.bit_ += before * 8;
    fn(trial);
    return trial.at() - at();
  }
  const std::string& place() const { return place_; }
  bool failed() const { return !error_.empty(); }
  const std::string& error() const { return error_; }

 private:
  using Kept = std::deque<std::vector<std::uint8_t>>;

  JsonTaker(const Json& object, wire::LayoutWriter* out, std::string place, std::shared_ptr<Kept> kept)
      : object_{&object}, out_{out}, place_{std::move(place)}, kept_{std::move(kept)} {}
  const Json* need(std::string_view name);
  std::uint64_t size_of(std::string_view name) const;
  bool may_end() const { return has("body") || has("unread") || has("fault"); }
  /// Whether any key that `fn` needs is there; what is wrong with them is for `fn` to say.
  template <class Fn>
  bool is_there(Fn&& fn) const {
    JsonTaker trial{*this};
    trial.out_ = nullptr;
    fn(trial);
    return !trial.lacks_key_ || trial.used_.size() > used_.size();
  }
  /// Goes on in an object of this one.
  template <class Fn>
  void inside(const Json& object, std::string place, bool new_origin, Fn&& fn) {
    JsonTaker taker{object, out_, std::move(place), kept_};
    taker.bit_ = bit_;
    taker.room_ = room_;
    taker.origin_ = new_origin ? bit_ / 8 * 8 : origin_;
    fn(taker);
    if (!taker.failed()) taker.end_of_object();
    bit_ = taker.bit_;
    error_ = std::move(taker.error_);
  }

  const Json* object_;
  wire::LayoutWriter* out_;
  std::string place_;
  std::set<std::string> used_;
  std::uint64_t bit_ = 0, origin_ = 0, room_ = 0;
  std::shared_ptr<Kept> kept_;  ///< octets that members point at
  std::string error_;
  bool lacks_key_ = false;  ///< that is the error
};

}  // namespace plumbline::text

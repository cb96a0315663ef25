// One description of a layout serves reading, writing and telling it. A thing with fields is a struct with a
// member template `layout(w, ...)` that names its fields in the order of the bits:
//
//   template <class W> void layout(W& w) {
//     w.step([&](auto& s) {
//       s.u("csf", 1, csf);
//       s.u("modCompScaler", 15, mod_comp_scaler);
//     });
//   }
//
// LayoutReader fills the members from octets and says each to a sink; LayoutWriter writes them. What a step
// is, and how octets that are not there, lists and padding are told: lib/text/MESSAGES.md 1.3.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

#include "wire/view.h"

namespace plumbline::wire {

/// How the value of a field is meant: an unsigned number, a signed one (two's complement), or bits.
enum class Form : std::uint8_t { number, signed_number, bits };

/// Numbers of one width behind each other. What was read is a place in octets, what is to be written values.
struct Numbers {
  Octets octets;           ///< read: begins in the first of these
  unsigned first_bit = 0;  ///< 0..7, of the first number in octets[0]
  unsigned width = 0;      ///< bits of each, 1..32
  bool is_signed = false;
  std::uint32_t count = 0;               ///< how many were read; 0 when there are values to be written
  std::span<const std::int32_t> values;  ///< to be written

  constexpr std::uint32_t size() const {
    return values.empty() ? count : static_cast<std::uint32_t>(values.size());
  }
  /// Number `i` (< size()).
  constexpr std::int32_t operator[](std::uint32_t i) const {
    if (!values.empty()) return values[i];
    const std::uint64_t from = first_bit + std::uint64_t{i} * width;
    std::uint64_t value = 0;
    for (std::uint64_t bit = from; bit < from + width; ++bit)
      value = value << 1 | (octets[bit / 8] >> (7 - bit % 8) & 1u);
    if (is_signed && width < 64 && (value >> (width - 1) & 1) != 0) value |= ~std::uint64_t{0} << width;
    return static_cast<std::int32_t>(value);
  }
};

/// The entries of a list. Read ones are handed to the sink one by one and only counted here; to be written
/// are the items.
template <class Item>
struct List {
  std::span<const Item> items;
  std::uint32_t count = 0;
};

/// Calls the function that describes an entry, with the index of the entry where it takes one.
template <class W, class Item, class Fn>
void call_entry(Fn& fn, W& w, Item& item, std::uint64_t index) {
  if constexpr (std::is_invocable_v<Fn&, W&, Item&, std::uint64_t>)
    fn(w, item, index);
  else
    fn(w, item);
}

/// How reading a layout ended.
enum class LayoutEnd : std::uint8_t {
  complete,
  truncated,  ///< a step does not fit in the room
  unknown,    ///< a parameter lacks, or a reserved value leaves the size open
};

/// A sink that is told nothing. A sink may also have `template <class Item> void item(const Item&)`, called
/// with every entry of a list behind its fields.
struct NullLayoutSink {
  void value(std::string_view /*name*/, Form /*form*/, unsigned /*bits*/, std::uint64_t /*value*/,
             std::uint32_t /*octet*/) {}
  /// A reserved field; `offset` is that of its first octet from the thing it is in.
  void reserved(unsigned /*bits*/, std::uint64_t /*value*/, std::uint32_t /*offset*/,
                std::uint32_t /*octet*/) {}
  /// `group` numbers stand together (I and Q: 2).
  void numbers(std::string_view /*name*/, const Numbers& /*numbers*/, unsigned /*group*/,
               std::uint32_t /*octet*/) {}
  void octets(std::string_view /*name*/, Octets /*octets*/, Form /*form*/, std::uint32_t /*octet*/) {}
  /// Bits up to the next octet.
  void fill(std::uint64_t /*value*/, std::uint32_t /*octet*/) {}
  void begin_list(std::string_view /*name*/) {}
  void end_list() {}
  void begin_item(std::uint32_t /*octet*/) {}
  template <class Item>
  void item(const Item& /*item*/) {}
  void end_item() {}
  void begin_object(std::string_view /*name*/) {}
  void end_object() {}
};

/// Reads a layout from the octets of a room, all of which are at hand, and says it to a sink.
template <class Sink = NullLayoutSink>
class LayoutReader {
 public:
  static constexpr bool kReads = true;

  /// `origin`: octets of `room` at which the thing begins that reserved fields count from.
  LayoutReader(const View& room, std::uint32_t at, Sink& sink, std::uint32_t origin = 0)
      : room_{room}, sink_{sink}, bit_{std::uint64_t{at} * 8}, origin_{origin} {}

  template <class T>
  void u(std::string_view name, unsigned bits, T& member) {
    field(name, Form::number, bits, member);
  }
  template <class T>
  void s(std::string_view name, unsigned bits, T& member) {
    field(name, Form::signed_number, bits, member);
  }
  template <class T>
  void x(std::string_view name, unsigned bits, T& member) {
    field(name, Form::bits, bits, member);
  }
  /// A reserved field.
  template <class T>
  void r(unsigned bits, T& member) {
    const std::uint32_t at = octet_at();
    const std::uint64_t value = take(bits);
    member = static_cast<T>(value);
    if (!failed_) sink_.reserved(bits, value, at - origin_, room_.base + at);
  }
  /// The bits up to the next octet.
  template <class T>
  void fill(T& member) {
    const std::uint32_t at = octet_at();
    const auto bits = static_cast<unsigned>((8 - bit_ % 8) % 8);
    member = static_cast<T>(take(bits));
    if (!failed_ && member != 0) sink_.fill(static_cast<std::uint64_t>(member), room_.base + at);
  }
  /// Whole octets up to a multiple of 4 from the start of the room; told when they are not all zero.
  void padding(Octets& member) {
    const std::uint32_t at = octet_at(), count = (4 - at % 4) % 4;
    if (!has(std::uint64_t{count} * 8)) return;
    member = room_.octets().subspan(at, count);
    bit_ += std::uint64_t{count} * 8;
    if (std::any_of(member.begin(), member.end(), [](std::uint8_t octet) { return octet != 0; }))
      sink_.octets("padding", member, Form::number, room_.base + at);
  }
  /// `count` numbers of `width` bits that are told in groups.
  void numbers(std::string_view name, std::uint64_t count, unsigned width, bool is_signed, unsigned group,
               Numbers& member) {
    const std::uint32_t at = octet_at();
    if (!has(count * width)) return;
    member = {
        .octets = room_.octets().subspan(at, static_cast<std::size_t>((bit_ % 8 + count * width + 7) / 8)),
        .first_bit = static_cast<unsigned>(bit_ % 8),
        .width = width,
        .is_signed = is_signed,
        .count = static_cast<std::uint32_t>(count)};
    bit_ += count * width;
    sink_.numbers(name, member, group, room_.base + at);
  }
  /// `count` whole octets (the reader stands at one).
  void octets(std::string_view name, std::uint32_t count, Form form, Octets& member) {
    const std::uint32_t at = octet_at();
    if (!has(std::uint64_t{count} * 8)) return;
    member = room_.octets().subspan(at, count);
    bit_ += std::uint64_t{count} * 8;
    sink_.octets(name, member, form, room_.base + at);
  }
  /// `count` reserved octets, too many for r(): told, under the name they have then, when not all are zero.
  void reserved_octets(std::string_view name, std::uint32_t count, Octets& member) {
    const std::uint32_t at = octet_at();
    if (!has(std::uint64_t{count} * 8)) return;
    member = room_.octets().subspan(at, count);
    bit_ += std::uint64_t{count} * 8;
    if (std::any_of(member.begin(), member.end(), [](std::uint8_t octet) { return octet != 0; }))
      sink_.octets(name, member, Form::bits, room_.base + at);
  }
  template <class Fn>
  void object(std::string_view name, Fn&& fn) {
    if (!failed_) sink_.begin_object(name);
    fn(*this);
    if (!failed_) sink_.end_object();
  }

  /// Fields that are there all or not at all: `fn(reader)`. False when they do not fit: the layout ends.
  template <class Fn>
  bool step(Fn&& fn) {
    const std::uint64_t start = bit_;
    if (!fits(fn)) return stop(start);
    fn(*this);
    return true;
  }
  /// `count` entries: `fn(reader, item)` or `fn(reader, item, index)` for each, an entry being a step.
  template <class Item, class Fn>
  bool list(std::string_view name, std::uint64_t count, List<Item>& list, Fn&& fn) {
    sink_.begin_list(name);
    list.count = 0;
    bool all = true;
    for (std::uint64_t i = 0; i < count && all; ++i) {
      const std::uint64_t start = bit_;
      all = entry(list, fn);
      if (!all) stop(start);
    }
    sink_.end_list();
    return all;
  }
  /// Entries while a whole one fits. False when an entry says that it is not known.
  template <class Item, class Fn>
  bool list_by_room(std::string_view name, List<Item>& list, Fn&& fn) {
    sink_.begin_list(name);
    list.count = 0;
    for (std::uint64_t start = bit_; entry(list, fn) && bit_ > start; start = bit_) {
    }
    sink_.end_list();
    if (why_.empty()) return true;
    return stop(bit_);
  }
  /// The layout ends here because of what `why` says; inside a step or an entry it ends in front of it.
  bool unknown(std::string_view why) {
    why_ = why;
    failed_ = true;
    return stop(bit_);
  }

  /// In an entry of a list by room: it is none, what is left is padding.
  void no_entry() { failed_ = true; }

  bool failed() const { return failed_; }
  std::string_view why() const { return why_; }
  LayoutEnd end() const { return end_; }
  /// What was not read: from where the layout ended, to the end of the room.
  View rest() const { return room_.from(end_ == LayoutEnd::complete ? after() : stopped_at_); }
  /// Octets of the room that are read, the last one perhaps not wholly.
  std::uint32_t after() const { return static_cast<std::uint32_t>((bit_ + 7) / 8); }
  std::uint64_t bits_left() const { return room_bits() - bit_; }
  /// Entries of `bits` that the room still has, for lists without a count.
  template <class Item>
  std::uint64_t entries(std::string_view /*name*/, unsigned bits, const List<Item>& /*list*/) const {
    return bits_left() / bits;
  }
  /// Pairs of numbers of `width` bits that the room still has.
  std::uint64_t pairs(std::string_view /*name*/, unsigned width, const Numbers& /*numbers*/) const {
    return bits_left() / (2 * width);
  }
  /// Whether fields of `bits`, the first of them `name`, follow where the room decides; `there` when written.
  bool more(std::string_view /*name*/, unsigned bits, bool /*there*/) const { return bits_left() >= bits; }
  /// The last `bits` (0..64, at most bits_left()) of the room, which are not read.
  std::uint64_t last_bits(unsigned bits) const {
    std::uint64_t value = 0;
    for (std::uint64_t bit = room_bits() - bits; bit < room_bits(); ++bit)
      value = value << 1 | (room_.data[bit / 8] >> (7 - bit % 8) & 1u);
    return value;
  }

 private:
  template <class Other>
  friend class LayoutReader;

  std::uint64_t room_bits() const { return std::uint64_t{room_.captured} * 8; }
  std::uint32_t octet_at() const { return static_cast<std::uint32_t>(bit_ / 8); }
  bool has(std::uint64_t bits) {
    if (!failed_ && bits <= bits_left()) return true;
    failed_ = true;
    return false;
  }
  std::uint64_t take(unsigned bits) {
    if (!has(bits)) return 0;
    std::uint64_t value = 0;
    for (unsigned left = bits; left > 0;) {
      const auto skip = static_cast<unsigned>(bit_ % 8);
      const unsigned n = std::min(left, 8 - skip);
      const unsigned octet = room_.data[bit_ / 8];
      value = value << n | (octet >> (8 - skip - n) & ((1u << n) - 1));
      bit_ += n;
      left -= n;
    }
    return value;
  }
  template <class T>
  void field(std::string_view name, Form form, unsigned bits, T& member) {
    const std::uint32_t at = octet_at();
    std::uint64_t value = take(bits);
    if (form == Form::signed_number && bits > 0 && bits < 64 && (value >> (bits - 1) & 1) != 0)
      value |= ~std::uint64_t{0} << bits;
    member = static_cast<T>(value);
    if (!failed_) sink_.value(name, form, bits, value, room_.base + at);
  }
  /// Tries `fn` where the reader stands; why_ is taken from it.
  template <class Fn>
  bool fits(Fn&& fn) {
    NullLayoutSink none;
    LayoutReader<NullLayoutSink> trial{room_, 0, none, origin_};
    trial.bit_ = bit_;
    fn(trial);
    why_ = trial.why_;
    return !trial.failed_ && trial.end_ == LayoutEnd::complete;
  }
  template <class Item, class Fn>
  bool entry(List<Item>& list, Fn&& fn) {
    if (!fits([&](auto& trial) {
          Item item{};
          call_entry(fn, trial, item, list.count);
        }))
      return false;
    const std::uint32_t outer = std::exchange(origin_, octet_at());
    Item item{};
    sink_.begin_item(room_.base + octet_at());
    call_entry(fn, *this, item, list.count);
    sink_.item(item);
    sink_.end_item();
    origin_ = outer;
    ++list.count;
    return true;
  }
  bool stop(std::uint64_t bit) {
    end_ = why_.empty() ? LayoutEnd::truncated : LayoutEnd::unknown;
    stopped_at_ = static_cast<std::uint32_t>(bit / 8);
    return false;
  }

  View room_;
  Sink& sink_;
  std::uint64_t bit_;
  std::uint32_t origin_;
  std::uint32_t stopped_at_ = 0;
  LayoutEnd end_ = LayoutEnd::complete;
  bool failed_ = false;
  std::string_view why_;
};

/// Reads `out.layout(reader, arguments...)` where only what is in `out` matters.
template <class T, class... Arguments>
LayoutEnd decode(const View& room, std::uint32_t at, T& out, Arguments&&... arguments) {
  NullLayoutSink none;
  LayoutReader reader{room, at, none};
  out.layout(reader, arguments...);
  return reader.end();
}

/// Calls `fn` with a default-made one of `Kinds` whose kType is `type`; false when there is none.
template <class... Kinds, class Fn>
bool with_kind(std::uint8_t type, Fn&& fn) {
  const auto is = [&]<class Kind>(Kind kind) {
    if (Kind::kType != type) return false;
    fn(kind);
    return true;
  };
  return (is(Kinds{}) || ...);
}

}  // namespace plumbline::wire

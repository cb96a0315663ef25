// Reading bits, and the two kinds of places that octets can be missing from: a message and a room inside it.
#pragma once

#include <string>

#include "reference/reference.h"

namespace reference {

/// `n` (0..64) bits from `bit_offset`, counted from the most significant bit of the first octet; octets that
/// are not there read as 0.
std::uint64_t bits(const Octets& octets, std::size_t bit_offset, unsigned n);

/// The same, two's complement.
std::int64_t signed_bits(const Octets& octets, std::size_t bit_offset, unsigned n);

/// Plain hex of the octets [begin, end) that were captured.
std::string hex(const Octets& octets, std::size_t begin, std::size_t end);

/// "0x" and the value of `n` bits of any number, rounded up to whole digits.
std::string mask_text(const Octets& octets, std::size_t bit_offset, std::size_t n);

/// One message: where it ends on the wire, what is told of it, and its fault.
struct Message {
  const Octets& octets;
  const Parameters& parameters;
  std::size_t end;
  Json told = Json::object();
  std::string fault, fault_in;
  std::size_t fault_octet = 0, behind_sections = 0, behind_message = 0;
  Json notes = Json::array();

  /// Whether everything before `up_to` is there; else the fault is set.
  bool has(std::size_t up_to, const char* what);
  void fail(const char* kind, std::size_t octet, const char* what);
  /// Appends what stands at the end of every message.
  Json finish();
};

/// Reads field after field into objects, from `bit` on up to `end_bit`. Rules of MESSAGES.md 1.2 and 1.3.
struct Room {
  const Octets& octets;
  std::size_t bit, end_bit;
  Json& told;            ///< the object that the room belongs to
  std::size_t base = 0;  ///< reserved fields of objects without `octet` count from here
  bool over = false;     ///< a fault or something not known ended it

  Room(const Octets& all, std::size_t first_octet, std::size_t end_octet, Json& object)
      : octets(all), bit(8 * first_octet), end_bit(8 * end_octet), told(object) {}

  std::size_t octet() const { return bit / 8; }
  std::size_t left() const { return end_bit - bit; }

  void number(Json& object, const char* key, unsigned n);
  void sign(Json& object, const char* key, unsigned n);
  void mask(Json& object, const char* key, std::size_t n);
  void reserved(Json& object, unsigned n);
  /// The bits up to the next octet.
  void fill(Json& object);
  /// The octets up to `end_octet`.
  void padding(Json& object, std::size_t end_octet);

  /// Whether a step of `n` bits is there; else the thing ends with a fault.
  bool step(std::size_t n);
  void not_known(const char* note);
  void body();
  /// Behind the last field: fill and padding.
  void finish();
  /// A new list and a new entry of it at this place.
  void list(const char* key) { told[key] = Json::array(); }
  Json entry() const { return Json{{"octet", octet()}}; }
};

}  // namespace reference

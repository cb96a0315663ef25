#include "reference/walk.h"

#include <algorithm>

namespace reference {
namespace {

const char kDigits[] = "0123456789abcdef";

}  // namespace

std::uint64_t bits(const Octets& octets, std::size_t bit_offset, unsigned n) {
  std::uint64_t value = 0;
  for (unsigned i = 0; i < n; ++i) {
    const std::size_t at = bit_offset + i;
    const unsigned bit = at / 8 < octets.size() ? (unsigned{octets[at / 8]} >> (7 - at % 8)) & 1u : 0u;
    value = (value << 1) | bit;
  }
  return value;
}

std::int64_t signed_bits(const Octets& octets, std::size_t bit_offset, unsigned n) {
  const std::uint64_t value = bits(octets, bit_offset, n);
  if (n == 0 || n == 64 || bits(octets, bit_offset, 1) == 0) return static_cast<std::int64_t>(value);
  return static_cast<std::int64_t>(value) - (std::int64_t{1} << n);
}

std::string hex(const Octets& octets, std::size_t begin, std::size_t end) {
  std::string text;
  for (std::size_t i = begin; i < end && i < octets.size(); ++i) {
    text += kDigits[octets[i] >> 4];
    text += kDigits[octets[i] & 15u];
  }
  return text;
}

std::string mask_text(const Octets& octets, std::size_t bit_offset, std::size_t n) {
  std::string text = "0x";
  std::size_t done = 0;
  while (done < n) {
    const std::size_t now = (n - done) % 4 == 0 ? 4 : (n - done) % 4;
    text += kDigits[bits(octets, bit_offset + done, static_cast<unsigned>(now))];
    done += now;
  }
  return text;
}

bool Message::has(std::size_t up_to, const char* what) {
  if (!fault.empty()) return false;
  if (up_to > end) {
    fail("truncated", end, what);
    return false;
  }
  if (up_to > octets.size()) {
    fail("cut", octets.size(), what);
    return false;
  }
  return true;
}

void Message::fail(const char* kind, std::size_t octet, const char* what) {
  fault = kind;
  fault_octet = octet;
  fault_in = what;
}

Json Message::finish() {
  if (!fault.empty()) {
    told["fault"] = fault;
    told["faultOctet"] = fault_octet;
    told["faultIn"] = fault_in;
  }
  if (behind_sections > 0) told["octetsBehindSections"] = behind_sections;
  if (behind_message > 0) told["octetsBehindMessage"] = behind_message;
  if (!notes.empty()) told["notes"] = notes;
  return told;
}

void Room::number(Json& object, const char* key, unsigned n) {
  object[key] = bits(octets, bit, n);
  bit += n;
}

void Room::sign(Json& object, const char* key, unsigned n) {
  object[key] = signed_bits(octets, bit, n);
  bit += n;
}

void Room::mask(Json& object, const char* key, std::size_t n) {
  object[key] = mask_text(octets, bit, n);
  bit += n;
}

void Room::reserved(Json& object, unsigned n) {
  const std::size_t start = object.contains("octet") ? object["octet"].get<std::size_t>() : base;
  const std::string key = "reserved" + std::to_string(octet() - start);
  bool zero = true;
  for (unsigned i = 0; i < n; ++i) zero = zero && bits(octets, bit + i, 1) == 0;
  if (!zero && n > 53) object[key] = mask_text(octets, bit, n);
  if (!zero && n <= 53) object[key] = bits(octets, bit, n);
  bit += n;
}

void Room::fill(Json& object) {
  const unsigned n = static_cast<unsigned>((8 - bit % 8) % 8);
  if (bits(octets, bit, n) != 0) object["fill"] = bits(octets, bit, n);
  bit += n;
}

void Room::padding(Json& object, std::size_t end_octet) {
  const std::string text = hex(octets, octet(), end_octet);
  if (text.find_first_not_of('0') != std::string::npos) object["padding"] = text;
  bit = std::max(bit, 8 * end_octet);
}

bool Room::step(std::size_t n) {
  if (over) return false;
  if (bit + n <= end_bit) return true;
  body();
  told["fault"] = "truncated";
  told["faultOctet"] = octet();
  return false;
}

void Room::body() {
  over = true;
  const std::string text = hex(octets, octet(), end_bit / 8);
  if (!text.empty()) told["body"] = text;
}

void Room::not_known(const char* note) {
  body();
  told["notes"] = Json::array({note});
}

void Room::finish() {
  if (over) return;
  fill(told);
  padding(told, end_bit / 8);
}

}  // namespace reference

#include "text/random_records.h"

#include <algorithm>
#include <array>

#include "wire/cplane/section_type_06.h"
#include "wire/cplane/section_type_09.h"

namespace plumbline::test {
namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr std::size_t kMostOctets = 12'000;

bool rarely(Random& random) { return random.below(48) == 0; }

std::uint8_t any_octet(Random& random) {
  return random.below(3) == 0 ? std::uint8_t{0} : static_cast<std::uint8_t>(random.next());
}
void append_any(Random& random, Bytes& to, std::size_t n) {
  for (; n > 0 && to.size() < kMostOctets; --n) to.push_back(any_octet(random));
}
void append_zeros(Bytes& to, std::size_t n) { to.resize(to.size() + n); }
void put16(Bytes& to, std::size_t value) {
  to.push_back(static_cast<std::uint8_t>(value >> 8));
  to.push_back(static_cast<std::uint8_t>(value));
}
/// What a length or a count says of `n`.
std::size_t claimed(Random& random, std::size_t n) { return rarely(random) ? random.below(n + 3) : n; }

/// A chain of short extensions with bodies by chance, some of those that others depend on.
void append_extensions(Random& random, Bytes& to) {
  static constexpr std::array<std::uint8_t, 10> kTypes = {6, 12, 13, 20, 9, 15, 21, 22, 10, 11};
  for (auto n = 1 + random.below(3); n > 0; --n) {
    const auto type = static_cast<unsigned>(rarely(random) ? random.below(128) : kTypes[random.below(10)]);
    const std::size_t words = 1 + random.below(4);
    to.push_back(static_cast<std::uint8_t>((n > 1 ? 0x80u : 0u) | type));
    if (wire::has_long_length(static_cast<std::uint8_t>(type))) to.push_back(0);
    to.push_back(static_cast<std::uint8_t>(claimed(random, words)));
    const std::size_t head = wire::has_long_length(static_cast<std::uint8_t>(type)) ? 3 : 2;
    append_any(random, to, words * 4 - head);
  }
}

void append_header(Random& random, Bytes& to, unsigned type, std::size_t octet4) {
  append_any(random, to, 4);
  to.push_back(static_cast<std::uint8_t>(octet4));
  to.push_back(static_cast<std::uint8_t>(type));
}

void append_command(Random& random, Bytes& to) {
  const auto type = static_cast<std::uint8_t>(rarely(random) ? random.next() : 1 + random.below(4));
  static constexpr std::array<std::uint8_t, 5> kWords = {0, 2, 1, 2, 2};
  std::size_t words = type < kWords.size() ? kWords[type] : random.below(4);
  const auto log2_mask_bits =
      static_cast<unsigned>(random.below(8) == 0 ? random.below(16) : random.below(7));
  if (type == 1) words += random.below(random.below(2) == 0 ? 4 : 24);
  if (type == 3) words = 2 + (std::max(16u, 1u << log2_mask_bits) / 8 - 2 + 3) / 4;
  if (random.below(16) == 0) words = random.below(words + 4);
  to.push_back(type);
  put16(to, claimed(random, words));
  append_any(random, to, 5);
  const std::size_t body = to.size();
  append_any(random, to, words * 4);
  if (body + 8 > to.size()) return;
  if (type == 1 && random.below(8) > 0) {
    to[body + 2] &= 0x7F;  // disableTDBFNs
    if (random.below(8) > 0)
      to[body + 4] = static_cast<std::uint8_t>((to[body + 4] & 0xF0) | random.below(6));
    if (random.below(2) == 0) to[body + 4] &= 0x3F;  // small weights: more entries
  }
  if (type == 3) to[body] = static_cast<std::uint8_t>((to[body] & 0xC3) | log2_mask_bits << 2);
}

void append_commands(Random& random, Bytes& to) {
  const auto n = random.below(4);
  append_header(random, to, 4, random.below(random.below(4) == 0 ? 256 : 3));
  to.push_back(static_cast<std::uint8_t>(claimed(random, n)));
  to.push_back(any_octet(random));
  for (auto i = n; i > 0; --i) append_command(random, to);
}

void append_ues(Random& random, const wire::CplaneParameters& parameters, Bytes& to) {
  const auto n = random.below(4);
  append_header(random, to, 6, any_octet(random));
  to.push_back(static_cast<std::uint8_t>(claimed(random, n)));
  const auto method = static_cast<unsigned>(random.below(8) == 0 ? random.below(8) : random.below(4));
  to.push_back(static_cast<std::uint8_t>(random.below(16) << 4 | method << 1 | random.below(2)));
  wire::SectionType6Header header;
  wire::decode(wire::View{to}, 6, header);
  for (auto i = n; i > 0; --i) {
    const Bytes::size_type at = to.size();
    append_any(random, to, wire::UeRecord::kOctets);
    to.back() = static_cast<std::uint8_t>(random.below(12));
    wire::UeRecord ue;
    wire::decode(wire::View{Octets{to}.subspan(at)}, 0, ue);
    if (wire::ChannelInformation::unknown(header, ue, parameters).empty())
      append_any(random, to, wire::ChannelInformation::octets(header, ue, parameters) - ue.kOctets);
    if (random.below(4) == 0) append_zeros(to, random.below(4));
    if (ue.ef) append_extensions(random, to);
  }
}

void append_laa_message(Random& random, Bytes& to) {
  append_header(random, to, 7, any_octet(random));
  append_any(random, to, 2);
  const auto type = random.below(8);
  static constexpr std::array<std::uint8_t, 8> kWords = {2, 2, 2, 1, 1, 2, 1, 1};
  const std::size_t words = random.below(4) == 0 ? random.below(4) : kWords[type];
  to.push_back(static_cast<std::uint8_t>(type << 4 | claimed(random, words)));
  append_any(random, to, words * 4 - (words > 0 ? 1 : 0));
}

void append_acks(Random& random, Bytes& to) {
  const auto acks = random.below(4), nacks = random.below(3);
  append_header(random, to, 8, random.below(random.below(4) == 0 ? 256 : 2));
  to.push_back(static_cast<std::uint8_t>(claimed(random, acks)));
  to.push_back(static_cast<std::uint8_t>(claimed(random, nacks)));
  append_any(random, to, 2 * (acks + nacks));
  if (to.size() % 4 == 0) return;
  if (random.below(4) > 0) append_zeros(to, 2);
  if (random.below(8) == 0) append_any(random, to, random.below(3));
}

void append_sinr_sections(Random& random, const wire::CplaneParameters& parameters, Bytes& to) {
  const auto n = random.below(4);
  append_header(random, to, 9, claimed(random, n));
  to.push_back(static_cast<std::uint8_t>((random.below(8) == 0 ? random.below(8) : random.below(6)) << 5 |
                                         random.below(32)));
  to.push_back(any_octet(random));
  wire::SectionType9Header header;
  wire::decode(wire::View{to}, 6, header);
  for (auto i = n; i > 0; --i) {
    const Bytes::size_type at = to.size();
    append_any(random, to, wire::SinrSection::kOctets);
    to.back() = static_cast<std::uint8_t>(random.below(random.below(8) == 0 ? 256 : 12));
    wire::SinrSection section;
    wire::decode(wire::View{Octets{to}.subspan(at)}, 0, section);
    if (wire::SinrValues::unknown(header, section, parameters).empty())
      append_any(random, to, wire::SinrValues::octets(header, section, parameters) - section.kOctets);
  }
}

void append_measurement(Random& random, Bytes& to, unsigned section_type, bool more) {
  auto type = random.below(random.below(16) == 0 ? 128 : 9);
  if (section_type == 11 && random.below(4) > 0) type = 5;
  static constexpr std::array<std::uint8_t, 9> kWords = {1, 2, 2, 2, 2, 2, 2, 3, 2};
  std::size_t words = type < kWords.size() ? kWords[type] : 1;
  auto second = any_octet(random);
  if (type == 6 && random.below(4) > 0) {
    second = static_cast<std::uint8_t>(random.below(32) == 0 ? 0 : 1 + random.below(20));
    words = 1 + ((second == 0 ? 256u : second) + 1) / 2;
  }
  if (type == 2 || ((type == 4 || type == 5) && section_type == 10)) words += random.below(24);
  if (random.below(16) == 0) words = 1 + random.below(words + 2);
  to.push_back(static_cast<std::uint8_t>((more ? 0x80u : 0u) | type));
  to.push_back(second);
  put16(to, claimed(random, words));
  append_any(random, to, words * 4 - 4);
}

void append_measured_sections(Random& random, unsigned type, Bytes& to) {
  const auto n = random.below(3);
  append_header(random, to, type, claimed(random, n));
  append_any(random, to, 2);
  for (auto i = n; i > 0; --i) {
    const Bytes::size_type at = to.size();
    append_any(random, to, 8);
    if (random.below(4) > 0) to[at + 3] = static_cast<std::uint8_t>(random.below(12));
    if (random.below(4) > 0) to[at + 1] &= 0xF7;  // rb
    if ((to[at + 6] & 0x80) != 0) append_extensions(random, to);
    for (auto left = 1 + random.below(4); left > 0; --left)
      append_measurement(random, to, type, rarely(random) ? random.below(2) == 0 : left > 1);
  }
}

}  // namespace

Bytes random_records(Random& random, const wire::CplaneParameters& parameters) {
  Bytes message;
  const auto type = static_cast<unsigned>(rarely(random) ? random.below(256) : 4 + random.below(8));
  switch (type) {
    case 4:
      append_commands(random, message);
      break;
    case 6:
      append_ues(random, parameters, message);
      break;
    case 7:
      append_laa_message(random, message);
      break;
    case 8:
      append_acks(random, message);
      break;
    case 9:
      append_sinr_sections(random, parameters, message);
      break;
    case 10:
    case 11:
      append_measured_sections(random, type, message);
      break;
    default:
      append_header(random, message, type, any_octet(random));
      append_any(random, message, random.below(16));
      break;
  }
  if (random.below(16) == 0) append_any(random, message, random.below(12));
  message.resize(std::min(message.size(), kMostOctets));
  return message;
}

}  // namespace plumbline::test

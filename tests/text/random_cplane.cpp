#include "text/random_cplane.h"

#include <algorithm>
#include <array>

#include "wire/cplane/extensions.h"
#include "wire/frame.h"
#include "wire/random_layout.h"

namespace plumbline::test {
namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr std::size_t kMostOctets = 12'000;

void append(Bytes& to, Octets octets) { to.insert(to.end(), octets.begin(), octets.end()); }

/// ef, extType, extLen, body, and what is wrong with it now and then.
void append_extension(Random& random, Bytes& to, std::uint8_t type, bool ef, Bytes body) {
  const bool is_long = wire::has_long_length(type);
  const std::size_t head = is_long ? 3 : 2;
  switch (random.below(16)) {
    case 0:  // octets missing at its end
      body.resize(body.size() - random.below(std::min<std::size_t>(body.size(), 8) + 1));
      break;
    case 1:  // octets too many
      for (auto n = random.below(9); n > 0; --n) body.push_back(static_cast<std::uint8_t>(random.below(3)));
      break;
    default:
      break;
  }
  while ((head + body.size()) % 4 != 0)
    body.push_back(random.below(64) == 0 ? static_cast<std::uint8_t>(random.next()) : std::uint8_t{0});
  std::size_t words = (head + body.size()) / 4;
  if (!is_long && words > 255) {
    words = 255;
    body.resize(words * 4 - head);
  }
  to.push_back(static_cast<std::uint8_t>((ef ? 0x80 : 0) | type));
  if (is_long) to.push_back(static_cast<std::uint8_t>(words >> 8));
  to.push_back(static_cast<std::uint8_t>(words));
  append(to, body);
}

Bytes random_body(Random& random, std::uint8_t type, const wire::SectionContext& context) {
  RandomLayout layout{random};
  const bool known = wire::with_extension(type, [&](auto& extension) { extension.layout(layout, context); });
  Bytes body = layout.octets();
  if (!known || layout.failed())
    for (auto n = random.below(24); n > 0; --n) body.push_back(static_cast<std::uint8_t>(random.next()));
  return body;
}

/// Extensions that depend on each other come together more often than by chance.
std::vector<std::uint8_t> random_types(Random& random) {
  static constexpr std::array<std::uint8_t, 8> kTogether = {6, 12, 13, 11, 10, 14, 24, 11};
  std::vector<std::uint8_t> types;
  for (auto n = random.below(random.below(3) == 0 ? 8 : 3); n > 0; --n) {
    const auto kind = random.below(16);
    if (kind < 6)
      types.push_back(kTogether[random.below(kTogether.size())]);
    else if (kind < 15)
      types.push_back(static_cast<std::uint8_t>(1 + random.below(30)));
    else
      types.push_back(static_cast<std::uint8_t>(random.below(128)));
  }
  return types;
}

wire::Section random_section(Random& random) {
  wire::Section section;
  section.id = static_cast<std::uint16_t>(random.below(4096));
  section.rb = random.below(8) == 0;
  section.sym_inc = random.below(4) == 0;
  section.start_prb = static_cast<std::uint16_t>(random.below(random.below(2) == 0 ? 300 : 1024));
  section.num_prb = static_cast<std::uint8_t>(random.below(2) == 0 ? random.below(12) : random.below(256));
  if (random.below(8) == 0) section.num_prb = 0;
  section.re_mask = static_cast<std::uint16_t>(random.below(2) == 0 ? 0xFFF : random.below(4096));
  section.num_symbol = static_cast<std::uint8_t>(random.below(16));
  section.beam_id = static_cast<std::uint16_t>(random.below(4) == 0 ? 0x7FFF : random.below(0x8000));
  section.freq_offset = static_cast<std::int32_t>(random.below(1 << 24)) - (1 << 23);
  section.reserved = static_cast<std::uint8_t>(random.below(3));
  return section;
}

void append_section(Random& random, const wire::CplaneParameters& parameters, std::uint8_t type, Bytes& to) {
  wire::Section section = random_section(random);
  const std::vector<std::uint8_t> types = random_types(random);
  Bytes extensions;
  for (std::size_t i = 0; i < types.size(); ++i) {
    // What stands in front of it counts for its layout; ef of the last one may be wrong.
    section.extensions = wire::View{Octets{extensions}};
    const wire::SectionContext context = wire::context_of(section, type, parameters);
    const bool ef = random.below(128) == 0 ? random.below(2) == 0 : i + 1 < types.size();
    append_extension(random, extensions, types[i], ef, random_body(random, types[i], context));
  }
  section.ef = random.below(128) == 0 ? random.below(2) == 0 : !types.empty();
  std::array<std::uint8_t, 12> space{};
  Writer out{space};
  encode(out, section, type);
  append(to, out.written());
  append(to, extensions);
}

/// 0 to 5 tags and the EtherType behind two addresses.
void append_ethernet(Random& random, Bytes& to, std::uint16_t ether_type) {
  static constexpr std::array<std::uint16_t, 3> kTags = {0x8100, 0x88A8, 0x9100};
  for (std::uint8_t octet = 0; octet < 12; ++octet) to.push_back(octet);
  const auto put16 = [&](std::uint64_t value) {
    to.push_back(static_cast<std::uint8_t>(value >> 8));
    to.push_back(static_cast<std::uint8_t>(value));
  };
  for (auto n = random.below(random.below(8) == 0 ? 6 : 2); n > 0; --n) {
    put16(kTags[random.below(kTags.size())]);
    put16(random.below(0x10000));
  }
  put16(ether_type);
}

Bytes ecpri(Random& random, const Bytes& message, wire::EcpriType type, bool another) {
  std::array<std::uint8_t, 8> space{};
  Writer out{space};
  wire::encode_header(out, {.version = 1,
                            .concatenation = another,
                            .type = type,
                            .payload = static_cast<std::uint16_t>(message.size() + 4)});
  wire::encode_ids(out, {.eaxc = {static_cast<std::uint16_t>(random.next())},
                         .sequence = static_cast<std::uint8_t>(random.next()),
                         .last_fragment = random.below(8) > 0,
                         .subsequence = static_cast<std::uint8_t>(random.below(2))});
  Bytes octets{out.written().begin(), out.written().end()};
  append(octets, message);
  return octets;
}

}  // namespace

wire::CplaneParameters random_parameters(Random& random) {
  wire::CplaneParameters p;
  if (random.below(4) > 0)
    p.weights = static_cast<std::uint16_t>(random.below(random.below(8) == 0 ? 65 : 9));
  if (random.below(3) > 0)
    p.carrier_prbs = static_cast<std::uint16_t>(1 + random.below(random.below(16) == 0 ? 2000 : 273));
  if (random.below(3) > 0) p.antennas = static_cast<std::uint16_t>(random.below(9));
  p.st6_aligned = random.below(2) == 0;
  if (random.below(3) > 0)
    p.sinr = wire::SinrFormat{.block_floating_point = random.below(2) == 0,
                              .width = static_cast<std::uint8_t>(1 + random.below(16)),
                              .block_size = static_cast<std::uint8_t>(random.below(7))};
  return p;
}

Bytes random_cplane(Random& random, const wire::CplaneParameters& parameters) {
  static constexpr std::array<std::uint8_t, 6> kTypes = {0, 1, 3, 5, 1, 5};
  const auto sections = static_cast<std::uint8_t>(random.below(random.below(8) == 0 ? 8 : 3));
  const wire::CplaneHeader header{
      .direction = radio::Direction{static_cast<std::uint8_t>(random.below(2))},
      .payload_version = static_cast<std::uint8_t>(random.below(8)),
      .filter_index = static_cast<std::uint8_t>(random.below(16)),
      .start = {.frame = static_cast<std::uint8_t>(random.next()),
                .subframe = static_cast<std::uint8_t>(random.below(10)),
                .slot = static_cast<std::uint8_t>(random.below(4)),
                .symbol = static_cast<std::uint8_t>(random.below(14))},
      .number_of_sections = static_cast<std::uint8_t>(sections + (random.below(32) == 0 ? 1 : 0)),
      .section_type = kTypes[random.below(kTypes.size())],
      .ud_comp_hdr = static_cast<std::uint8_t>(random.next()),
      .time_offset = static_cast<std::uint16_t>(random.next()),
      .frame_structure = static_cast<std::uint8_t>(random.next()),
      .cp_length = static_cast<std::uint16_t>(random.next()),
      .reserved = static_cast<std::uint8_t>(random.below(3))};
  std::array<std::uint8_t, 12> space{};
  Writer out{space};
  encode(out, header);
  Bytes message{out.written().begin(), out.written().end()};
  for (unsigned i = 0; i < sections && message.size() < kMostOctets / 2; ++i)
    append_section(random, parameters, header.section_type, message);
  message.resize(std::min(message.size(), kMostOctets));
  if (random.below(16) == 0)
    for (auto n = random.below(12); n > 0; --n) message.push_back(static_cast<std::uint8_t>(random.below(2)));
  return message;
}

Bytes random_frame(Random& random, const Bytes& message, wire::EcpriType type) {
  const bool another = random.below(16) == 0;
  Bytes pdu = ecpri(random, message, type, another);
  if (another) {
    pdu.resize((pdu.size() + 3) / 4 * 4);
    append(pdu, ecpri(random, message, type, false));
  }
  if (random.below(16) == 0) pdu.resize(pdu.size() + random.below(12));
  Bytes frame;
  const auto transport = random.below(16);
  if (transport > 1) {
    append_ethernet(random, frame, wire::kEcpriEtherType);
    append(frame, pdu);
    return frame;
  }
  append_ethernet(random, frame, transport == 0 ? 0x0800 : 0x86DD);
  const std::array<std::uint8_t, 16> address{0x20, 1, 0xd, 0xb8};
  const Octets both = Octets{address}.first(transport == 0 ? 4 : 16);
  Bytes space(pdu.size() + 64);
  Writer out{space};
  wire::encode_udp(out, {.source = both, .destination = both, .source_port = 5, .destination_port = 9}, pdu);
  if (transport == 0) out.put(Octets{pdu});
  const std::size_t ip = frame.size();
  append(frame, out.written());
  if (transport == 0 && random.below(4) == 0) {  // options
    const auto words = 1 + random.below(10);
    frame[ip] = static_cast<std::uint8_t>(0x45 + words);
    frame.insert(frame.begin() + static_cast<std::ptrdiff_t>(ip + 20), 4 * words, 1);
  }
  return frame;
}

void mutate(Random& random, Bytes& octets) {
  if (octets.empty()) return;
  for (auto n = 1 + random.below(4); n > 0; --n) {
    // Most of what counts stands in front.
    const std::size_t reach = random.below(2) == 0 ? std::min<std::size_t>(octets.size(), 80) : octets.size();
    std::uint8_t& octet = octets[random.below(reach)];
    octet = static_cast<std::uint8_t>(random.below(2) == 0 ? octet ^ 1u << random.below(8) : random.next());
  }
}

}  // namespace plumbline::test

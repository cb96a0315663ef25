// FH-TRN-011: UDP echo.
#pragma once

#include <algorithm>
#include <array>
#include <string>

#include "suite/frames.h"
#include "wire/datagram.h"

namespace plumbline::suite::trn_011 {

inline constexpr std::string_view kParts[] = {"on", "off"};
inline constexpr std::uint16_t kEcho = 7, kDiscard = 9, kIpv4 = 0x0800, kIpv6 = 0x86DD;

/// Addresses for documentation (RFC 5737, RFC 3849): the link states none.
inline constexpr std::array<std::uint8_t, 4> kOurs{192, 0, 2, 1}, kTheirs{192, 0, 2, 2};
inline constexpr std::array<std::uint8_t, 16> kOurs6{0x20, 0x01, 0x0D, 0xB8, 0, 0, 0, 0,
                                                     0,    0,    0,    0,    0, 0, 0, 1},
    kTheirs6{0x20, 0x01, 0x0D, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2};

/// A datagram: over which IP, how many octets of data, to which port.
struct Datagram {
  bool version6;
  std::uint16_t octets, port = kEcho;
};
/// Padded, odd, as long as an MTU of 1500 takes; the last to a port that nobody answers on.
inline constexpr Datagram kDatagrams[] = {{false, 4},   {false, 19},   {false, 64},
                                          {false, 577}, {false, 1472}, {true, 4},
                                          {true, 65},   {true, 1452},  {false, 32, kDiscard}};

/// Whether it fits into the link's MTU, with its headers.
inline bool fits(const Setup& setup, const Datagram& one) {
  return one.octets + (one.version6 ? 48u : 28u) <= setup.link.mtu.value_or(1500);
}

/// Octets that are none of eCPRI's, and tell which datagram they are of.
inline std::vector<std::uint8_t> payload(std::size_t number) {
  std::vector<std::uint8_t> octets(kDatagrams[number].octets);
  for (std::size_t i = 0; i < octets.size(); ++i)
    octets[i] = static_cast<std::uint8_t>(i == 0 ? 0xE0 + number : 37 * number + 7 * i);
  return octets;
}
inline std::uint16_t port_of(std::size_t number) { return static_cast<std::uint16_t>(50'000 + number); }

/// The frame that carries it to the unit.
inline std::vector<std::uint8_t> frame(const Setup& setup, std::size_t number) {
  const Datagram& one = kDatagrams[number];
  const std::vector<std::uint8_t> octets = payload(number);
  std::vector<std::uint8_t> body(octets.size() + 48);
  Writer out{body};
  wire::encode_udp(out,
                   {.source = one.version6 ? Octets{kOurs6} : Octets{kOurs},
                    .destination = one.version6 ? Octets{kTheirs6} : Octets{kTheirs},
                    .source_port = port_of(number),
                    .destination_port = one.port},
                   octets);
  body.resize(out.at());
  return frame_of(setup, one.version6 ? kIpv6 : kIpv4, body);
}

/// One after the other, a millisecond apart.
inline Stimulus stimulus(const Setup& setup, std::size_t part) {
  Stimulus sent{.frames = 1, .udp_echo = part == 0, .listen = std::chrono::milliseconds{100}};
  for (std::size_t i = 0; i < std::size(kDatagrams); ++i)
    if (fits(setup, kDatagrams[i]))
      sent.extras.push_back({std::chrono::milliseconds{i + 1}, frame(setup, i)});
  return sent;
}

/// What the unit sent over UDP.
struct Answers {
  std::array<std::uint64_t, std::size(kDatagrams)> right{};
  Tally all;
  Tally misdirected;  ///< not from where we sent it, to where it came from
  Tally damaged;      ///< lengths or checksums are wrong
  Tally other;        ///< other data, or to what is not answered
};

/// The datagram that `echo` answers, by its port and else by its first octet; none: as many as there are.
inline std::size_t number_of(const wire::Frame& echo) {
  const std::size_t by_port = echo.ip.destination_port - std::size_t{50'000};
  if (by_port < std::size(kDatagrams)) return by_port;
  const std::size_t by_data = echo.pdu.captured > 0 ? echo.pdu.data[0] - std::size_t{0xE0} : ~std::size_t{0};
  return std::min(by_data, std::size(kDatagrams));
}

/// Whether addresses, ports and VLAN are those of the datagram, turned around.
inline bool is_directed(const Setup& setup, const wire::Frame& echo, std::size_t number,
                        const SeenOther& seen) {
  const Datagram& one = kDatagrams[number];
  const Octets from = one.version6 ? Octets{kTheirs6} : Octets{kTheirs};
  const Octets to = one.version6 ? Octets{kOurs6} : Octets{kOurs};
  const std::uint8_t* addresses = seen.octets.data() + echo.ip.source_at;
  return std::equal(setup.link.o_du_mac->begin(), setup.link.o_du_mac->end(), echo.mac) &&
         one.version6 == (echo.transport == wire::Transport::udp_ipv6) &&
         std::equal(from.begin(), from.end(), addresses) &&
         std::equal(to.begin(), to.end(), addresses + from.size()) && echo.ip.source_port == one.port &&
         echo.ip.destination_port == port_of(number) &&
         (!setup.link.vlan || (echo.tag_count > 0 && echo.tag(0).vid == *setup.link.vlan));
}

/// Sorts a frame of the unit that is over UDP.
inline void look(const Setup& setup, const SeenOther& seen, Answers& answers) {
  wire::Frame echo;
  const Octets octets{seen.octets};
  if (wire::decode_frame(octets, static_cast<std::uint32_t>(octets.size()), echo) ||
      echo.transport == wire::Transport::ethernet)
    return;
  const std::uint64_t packet = seen.place.packet;
  answers.all.note(packet);
  const std::size_t number = number_of(echo);
  if (number == std::size(kDatagrams) || kDatagrams[number].port != kEcho) return answers.other.note(packet);
  if (!wire::is_sound_datagram(echo)) return answers.damaged.note(packet);
  if (!is_directed(setup, echo, number, seen)) return answers.misdirected.note(packet);
  const std::vector<std::uint8_t> expected = payload(number);
  if (!std::equal(expected.begin(), expected.end(), echo.pdu.data, echo.pdu.data + echo.pdu.captured))
    return answers.other.note(packet);
  ++answers.right[number];
}

inline void judge(const Setup& setup, const Stimulus& sent, const Observed& observed, Judgement& judgement) {
  Answers answers;
  for (const SeenOther& seen : observed.others)
    if (!seen.place.from_o_du) look(setup, seen, answers);
  if (!sent.udp_echo) return judgement.never("silent", answers.all);
  std::uint64_t asked = 0;
  for (const Datagram& one : kDatagrams) asked += one.port == kEcho && fits(setup, one) ? 1u : 0u;
  const auto once = std::count(answers.right.begin(), answers.right.end(), 1u);
  judgement.equals("echoed", asked, static_cast<std::uint64_t>(once));
  judgement.never("identical", answers.other);
  judgement.never("directed", answers.misdirected);
  judgement.never("sound", answers.damaged);
}

inline std::string not_applicable(const Setup& setup) {
  return setup.unit.has(profile::Feature::udp_echo) ? "" : "profile features: udp_echo";
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CONF.0", "v12.00", "3.1.13.2", "UDP echo", Relation::part},
};
inline constexpr CriterionInfo kCriteria[] = {
    {"echoed", "each datagram to port 7 comes back once", "O-RAN.WG4.TS.CONF.0 v12.00 3.1.13.2"},
    {"identical", "nothing comes back that differs in its data, or was sent to another port", "RFC 862"},
    {"directed", "it comes from where it was sent to, and goes to where it came from: MAC, VLAN, IP, ports",
     "RFC 862"},
    {"sound", "lengths and checksums of IP and UDP are right", "RFC 768; RFC 791 3.1; RFC 8200 8.1"},
    {"silent", "nothing comes back while the echo is switched off", "O-RAN.WG4.TS.CONF.0 v12.00 3.1.13.2"},
};

inline constexpr Case kCase{
    .id = "FH-TRN-011",
    .title = "UDP echo",
    .purpose = "Datagrams to UDP port 7 come back as they are while the echo is on, and not while it is off.",
    .duts = kORu,
    .kind = Kind::emulation,
    .references = kReferences,
    .remains =
        "that the M-plane switches the echo, and the IP addresses it gave the unit: in the virtual lab "
        "the case says on or off, and the unit answers for any address",
    .criteria = kCriteria,
    .parts = kParts,
    .not_applicable = not_applicable,
    .stimulus = stimulus,
    .judge = judge,
};

}  // namespace plumbline::suite::trn_011

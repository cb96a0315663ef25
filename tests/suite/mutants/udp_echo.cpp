// O-RU: UDP echo.
#include "suite/frames.h"
#include "suite/mutants/edit.h"
#include "wire/frame.h"

namespace plumbline::suite::test {
namespace {

/// Changes datagrams that the unit sends; `at` is the first octet of the IP header, `data` that of UDP's
/// data.
MakeLens edit_datagrams(std::function<void(Frame& octets, std::uint32_t at, std::uint32_t data)> change) {
  return [change](const Setup& /*setup*/) -> Lens {
    return [change](Frame& octets, const Emit& emit) {
      wire::Frame frame;
      if (!wire::decode_frame(octets, static_cast<std::uint32_t>(octets.size()), frame) &&
          frame.transport != wire::Transport::ethernet)
        change(octets, frame.ip.packet.base, frame.pdu.base);
      if (!octets.empty()) emit(octets);
    };
  };
}

/// What the unit hears of datagrams.
MakeLens hear_datagrams(std::function<void(Frame& octets, std::uint32_t data, const Emit& emit)> change) {
  return [change](const Setup& /*setup*/) -> Lens {
    return [change](Frame& octets, const Emit& emit) {
      wire::Frame frame;
      if (!wire::decode_frame(octets, static_cast<std::uint32_t>(octets.size()), frame) &&
          frame.transport != wire::Transport::ethernet)
        change(octets, frame.pdu.base, emit);
      else
        emit(octets);
    };
  };
}

/// Adds to a 16-bit word, and takes it out of the UDP checksum, if there is one, as a sender would.
void resum(Frame& octets, std::uint32_t data, std::uint32_t at, int by) {
  const auto word = [&](std::uint32_t i) { return octets[i] * 256 + octets[i + 1]; };
  const auto put = [&](std::uint32_t i, int value) {
    octets[i] = static_cast<std::uint8_t>(value >> 8);
    octets[i + 1] = static_cast<std::uint8_t>(value);
  };
  put(at, (word(at) + by) & 0xFFFF);
  const std::uint32_t sum = data - 2;
  if (word(sum) == 0) return;
  put(sum, (word(sum) - by + 2 * 0xFFFF) % 0xFFFF);
}

}  // namespace

std::vector<Mutant> udp_echo_mutants() {
  std::vector<Mutant> all;
  const auto add = [&](Mutant mutant) {
    mutant.killed_by = "FH-TRN-011";
    all.push_back(std::move(mutant));
  };
  add({.name = "does not echo",
       .clause = "RFC 862",
       .by = "echoed",
       .says = edit_datagrams([](Frame& octets, auto, auto) { octets.clear(); })});
  add({.name = "echoes other octets",
       .clause = "RFC 862",
       .by = "identical",
       .says =
           edit_datagrams([](Frame& octets, auto, std::uint32_t data) { resum(octets, data, data, 1); })});
  add({.name = "echoes to another port",
       .clause = "RFC 862",
       .by = "directed",
       .says = edit_datagrams(
           [](Frame& octets, auto, std::uint32_t data) { resum(octets, data, data - 6, 100); })});
  add({.name = "echoes from another port",
       .clause = "RFC 862",
       .by = "directed",
       .says = edit_datagrams(
           [](Frame& octets, auto, std::uint32_t data) { resum(octets, data, data - 8, 1); })});
  add({.name = "echoes in another VLAN",
       .clause = "CUS 5.4",
       .by = "directed",
       .says = edit_datagrams([](Frame& octets, auto, auto) { octets[15] ^= 1; })});
  add({.name = "spoils the checksum of echoes",
       .clause = "RFC 768",
       .by = "sound",
       .says = edit_datagrams([](Frame& octets, std::uint32_t at, std::uint32_t data) {
         octets[octets[at] >> 4 == 6 ? data - 1 : at + 11] ^= 1;
       })});
  add({.name = "says a wrong length of echoes",
       .clause = "RFC 862",
       .by = "sound",
       .says = edit_datagrams([](Frame& octets, std::uint32_t at, std::uint32_t data) {
         if (octets[at] >> 4 == 4 && octets[at + 2] == 0) octets[data - 3] = octets[at + 3] = 30;
       })});
  add({.name = "echoes over IPv4 only",
       .clause = "RFC 862",
       .by = "echoed",
       .hears = hear_datagrams([](Frame& octets, std::uint32_t data, const Emit& emit) {
         constexpr std::uint32_t kHeaders = 20 + 8;  // of IPv4
         if (octets[data - kHeaders] >> 4 == 4) emit(octets);
       })});
  add({.name = "echoes twice",
       .clause = "RFC 862",
       .by = "echoed",
       .hears = hear_datagrams([](Frame& octets, auto, const Emit& emit) {
         emit(octets);
         emit(octets);
       })});
  add({.name = "echoes what comes to any port",
       .clause = "RFC 862",
       .by = "identical",
       .hears = hear_datagrams([](Frame& octets, std::uint32_t data, const Emit& emit) {
         octets[data - 5] = 7;
         emit(octets);
       })});
  add({.name = "echoes while switched off",
       .clause = "CONF 3.1.13.2",
       .by = "silent",
       .does = [](Stimulus& stimulus) { stimulus.udp_echo = true; }});
  return all;
}

}  // namespace plumbline::suite::test

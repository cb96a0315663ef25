// Frames to send through DPDK ports and what is expected back, shared by the tests of the devices.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "io/dpdk_port.h"

namespace plumbline::io::test {

using Frame = std::vector<std::uint8_t>;

/// A frame of `length` octets whose content tells its `number`; with a VLAN tag on request.
inline Frame make_frame(std::size_t length, std::uint32_t number, bool tagged = false) {
  Frame frame(length);
  for (std::size_t i = 0; i < length; ++i)
    frame[i] = static_cast<std::uint8_t>(number * 31 + i * 7 + (i >> 8));
  const std::uint8_t addresses[12] = {0x02, 0, 0, 0, 0, 1, 0x02, 0, 0, 0, 0, 2};
  std::copy(std::begin(addresses), std::end(addresses), frame.begin());
  std::size_t at = 12;
  if (tagged)
    for (const int octet : {0x81, 0x00, 0xe0, 0x05}) frame[at++] = static_cast<std::uint8_t>(octet);
  frame[at++] = 0xae;
  frame[at] = 0xfe;
  return frame;
}

inline std::unique_ptr<Port> open_or_fail(const std::string& device) {
  auto port = open_dpdk_port(device);
  if (!port) ADD_FAILURE() << port.error().what << " | " << port.error().remedy;
  return port ? std::move(*port) : nullptr;
}

/// Only ours: a kernel interface also carries what the kernel itself says.
inline bool is_ours(const Packet& packet) {
  const std::size_t at = packet.octets.size() > 18 && packet.octets[12] == 0x81 ? 16 : 12;
  return packet.octets.size() > 18 && packet.octets[at] == 0xae && packet.octets[at + 1] == 0xfe;
}

/// Sends every frame from `from`, receives at `to` in between and until nothing comes for `patience` polls.
inline std::vector<Frame> exchange(Port& from, Port& to, const std::vector<Frame>& frames,
                                   int patience = 100000) {
  std::vector<OutFrame> out;
  for (const Frame& frame : frames) out.push_back({.octets = frame});
  std::span<const OutFrame> rest = out;
  std::vector<Frame> received;
  for (int quiet = 0; quiet < patience && (received.size() < frames.size() || !rest.empty()); ++quiet) {
    const std::size_t sent =
        rest.empty() ? 0 : from.send(rest.first(std::min<std::size_t>(rest.size(), 100)));
    rest = rest.subspan(sent);
    for (const Packet& packet : to.receive()) {
      if (!is_ours(packet)) continue;
      EXPECT_EQ(packet.original_length, packet.octets.size());
      EXPECT_EQ(packet.stamp, kNoStamp);
      received.emplace_back(packet.octets.begin(), packet.octets.end());
      quiet = 0;
    }
    EXPECT_FALSE(to.settle().receiving);
  }
  return received;
}

/// Says where two lists of frames first differ without printing them.
inline void expect_same(const std::vector<Frame>& sent, const std::vector<Frame>& received) {
  for (std::size_t i = 0; i < std::min(sent.size(), received.size()); ++i)
    ASSERT_TRUE(sent[i] == received[i])
        << "frame " << i << " of " << sent[i].size() << " octets came back as " << received[i].size()
        << " octets or with other content";
}

}  // namespace plumbline::io::test

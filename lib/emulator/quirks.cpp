#include "emulator/quirks.h"

#include "base/cursor.h"

namespace plumbline::emulator {

using profile::QuirkKind;

profile::Link Quirks::believed(const profile::Link& link) const {
  profile::Link own = link;
  if (has(QuirkKind::pcp_0)) own.c_pcp = own.u_pcp = 0;
  for (profile::Carrier& carrier : own.carriers)
    for (profile::Channel& channel : carrier.channels) {
      profile::Compression& compression = channel.compression;
      if (channel.kind == profile::ChannelKind::prach && has(QuirkKind::prach_uncompressed)) {
        compression = {.dynamic = compression.dynamic};  // 16 bits
      }
      if (channel.direction() == radio::Direction::uplink && has(QuirkKind::no_ud_comp_hdr)) {
        compression.dynamic = false;
        compression.also.clear();
      }
    }
  return own;
}

/// ecpriPayload counts the common header too.
void Quirks::lengthen(std::span<std::uint8_t> frame, std::uint32_t ecpri_at) {
  constexpr std::uint32_t kPayloadAt = 2, kCommonHeader = 4;
  std::uint8_t* const field = frame.data() + ecpri_at + kPayloadAt;
  const unsigned payload = load_be16(field) + kCommonHeader;
  field[0] = static_cast<std::uint8_t>(payload >> 8);
  field[1] = static_cast<std::uint8_t>(payload);
}

}  // namespace plumbline::emulator

// Whole Ethernet frames of one link: addresses, tag, eCPRI, C-plane or U-plane message, padding.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "emulator/traffic.h"
#include "profile/link.h"
#include "wire/cplane.h"
#include "wire/ecpri.h"
#include "wire/uplane.h"

namespace plumbline::emulator {

/// Defaults where the link states none. The addresses are the documentation range of RFC 7042 with the local
/// bit set.
inline constexpr profile::MacAddress kODuMac{0x02, 0x00, 0x5E, 0x00, 0x53, 0x01};
inline constexpr profile::MacAddress kORuMac{0x02, 0x00, 0x5E, 0x00, 0x53, 0x02};
inline constexpr std::uint16_t kDefaultMtu = 1500;
inline constexpr std::uint8_t kDefaultPcp = 7;  ///< CUS v17.01 Table 5.3-1

/// eCPRI common header, ids and radio application header of a U-plane message.
inline constexpr std::uint32_t kUplaneOverhead = 12;
/// The same without the radio application header: what each part of a message has that the radio transport
/// cuts (CUS v17.01 5.5.3), and how many parts there can be (subSequenceId has seven bits).
inline constexpr std::uint32_t kPartOverhead = 8, kMostParts = 128;
/// Octets behind ecpriSeqid of the longest message that is cut or joined so: of 1023 PRBs of 16 bits 49 kB.
inline constexpr std::uint32_t kMostJoined = 65'536;
/// Shortest frame without FCS.
inline constexpr std::uint32_t kShortestFrame = 60;

/// One section of a U-plane message and the PRB octets that follow its header.
struct UplanePart {
  wire::UplaneSection section;
  Octets prbs;
};

/// Writes frames between the two units of one link; what is the same in all of them is made once.
class FrameWriter {
 public:
  /// Of U-plane frames the first `snap` octets are made, and at least the headers up to the first section.
  explicit FrameWriter(const profile::Link& link, std::uint32_t snap = kNoSnap);

  /// Octets of space that any frame of the link needs.
  std::uint32_t room() const { return room_; }
  std::uint32_t snap() const { return snap_; }
  /// Where the eCPRI common header stands in a frame.
  std::uint32_t ecpri_at() const { return header_octets_; }
  /// Where ecpriSeqid.sequenceId stands in a frame; it is written as 0.
  std::uint32_t sequence_at() const { return header_octets_ + 6; }
  /// Whether a C- or U-plane frame of the link ends a message: it is whole, or its last part.
  bool ends_message(Octets frame) const { return frame[sequence_at() + 1] >> 7 != 0; }

  /// Each writes a frame into `out` (at least room() octets) and returns its length on the wire. The message
  /// must not exceed the link's MTU. Extensions of sections are written as they are.
  std::uint32_t cplane(std::span<std::uint8_t> out, radio::Eaxc eaxc, const wire::CplaneHeader& header,
                       std::span<const wire::Section> sections) const;
  std::uint32_t uplane(std::span<std::uint8_t> out, radio::Eaxc eaxc, const wire::UplaneHeader& header,
                       std::span<const UplanePart> parts) const;

  /// A message for the radio transport to cut: a frame that may be longer than the MTU allows, unpadded and
  /// with all its octets. `out` becomes as long as it is.
  void uplane_whole(std::vector<std::uint8_t>& out, radio::Eaxc eaxc, const wire::UplaneHeader& header,
                    std::span<const UplanePart> parts) const;
  /// Octets that a U-plane message may have behind its radio application header, cut by the radio transport
  /// or not.
  std::uint32_t message_room(bool transport_fragments) const;
  /// How many frames a message of so many octets behind ecpriSeqid takes.
  std::uint32_t frames_of(std::uint32_t octets) const {
    return std::max(1u, (octets + part_room_ - 1) / part_room_);
  }
  /// The frames of `whole`, as uplane_whole() made it.
  std::uint32_t frames_of(Octets whole) const {
    return frames_of(static_cast<std::uint32_t>(whole.size()) - header_octets_ - kPartOverhead);
  }
  /// Writes frame `number` of them, as uplane() does; sequenceId is that of `whole`.
  std::uint32_t part(std::span<std::uint8_t> out, Octets whole, std::uint32_t number) const;

  /// Any eCPRI message, on the C-plane's priority; `body` is what is behind its common header, cut where
  /// `out` has no room. `from` is o_du or o_ru.
  std::uint32_t message(std::span<std::uint8_t> out, Role from, wire::EcpriType type, Octets body) const;

 private:
  /// Ethernet, tag, eCPRI common header, ids.
  using Header = std::array<std::uint8_t, 26>;
  Header make_header(const profile::MacAddress& to, const profile::MacAddress& from, std::uint8_t pcp,
                     std::optional<std::uint16_t> vlan, wire::EcpriType type);

  std::uint32_t write_uplane(std::span<std::uint8_t> out, radio::Eaxc eaxc, const wire::UplaneHeader& header,
                             std::span<const UplanePart> parts, std::size_t keep) const;

  std::uint32_t header_octets_ = 0;
  std::uint32_t part_room_ = 1;  ///< of one frame, behind ecpriSeqid
  std::uint32_t snap_ = 0, room_ = 0;
  Header cplane_{}, control_ul_{}, uplane_dl_{}, uplane_ul_{};
};

}  // namespace plumbline::emulator

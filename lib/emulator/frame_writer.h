// Whole Ethernet frames of one link: addresses, tag, eCPRI, C-plane or U-plane message, padding.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "profile/link.h"
#include "wire/cplane.h"
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
  explicit FrameWriter(const profile::Link& link);

  /// Octets that any frame of the link fits into.
  std::uint32_t longest() const { return longest_; }
  /// Where ecpriSeqid.sequenceId stands in a frame; it is written as 0.
  std::uint32_t sequence_at() const { return header_octets_ + 6; }

  /// Each writes a frame into `out` (at least longest() octets) and returns its length. The message must not
  /// exceed the link's MTU.
  std::uint32_t cplane(std::span<std::uint8_t> out, radio::Eaxc eaxc, const wire::CplaneHeader& header,
                       std::span<const wire::Section> sections) const;
  std::uint32_t uplane(std::span<std::uint8_t> out, radio::Eaxc eaxc, const wire::UplaneHeader& header,
                       std::span<const UplanePart> parts) const;

 private:
  using Header = std::array<std::uint8_t, 18>;
  Header make_header(const profile::MacAddress& to, const profile::MacAddress& from, std::uint8_t pcp,
                     std::optional<std::uint16_t> vlan);

  std::uint32_t header_octets_ = 0;
  std::uint32_t longest_ = 0;
  Header cplane_{}, uplane_dl_{}, uplane_ul_{};
};

}  // namespace plumbline::emulator

// What passed on the link in a run, message by message, for cases that look closer than rules do.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "emulator/counters.h"
#include "io/packet.h"
#include "profile/link.h"
#include "record/record.pb.h"
#include "wire/cplane.h"
#include "wire/cplane/section_type_06.h"
#include "wire/one_way_delay.h"
#include "wire/reassembly.h"
#include "wire/uplane.h"

namespace plumbline::suite {

/// Where a message was seen.
struct Place {
  std::uint64_t packet = 0;
  CaptureTime at{};
  bool from_o_du = false;
  radio::Eaxc eaxc;
  std::uint8_t sequence = 0;
  std::uint8_t parts = 1;     ///< that the message was joined of; `packet` is the one that made it whole
  std::uint32_t message = 0;  ///< of the packet, from 0: several may be concatenated
  bool concatenated = false;  ///< ecpriConcatenation is 1: another message follows
};

/// A part of a U-plane message that the radio transport cut: E is 0, or subSequenceId is not.
struct SeenPart {
  Place place;
  std::uint8_t subsequence = 0;
  bool last = false;  ///< E
};

/// Radio time that a run has once: frameId alone comes again after 2.56 s.
struct AirTime {
  std::int64_t frame = 0;  ///< absolute
  radio::RadioTime at;     ///< its frame is the low eight bits of the one above
  /// Of its slot: the same with symbol 0.
  AirTime slot() const {
    AirTime begin = *this;
    begin.at.symbol = 0;
    return begin;
  }
  friend auto operator<=>(const AirTime&, const AirTime&) = default;
};

/// A section of a U-plane message.
struct SeenUplane {
  Place place;
  wire::UplaneHeader header;
  std::uint16_t section = 0;           ///< sectionId
  radio::PrbRange prbs;                ///< numPrbu 0 resolved
  std::uint8_t ud_comp_hdr = 0;        ///< 0 where the section has none
  std::uint8_t packing = 0;            ///< the same, or made from the static format
  bool prach = false;                  ///< the channel is PRACH
  bool unasked = false;                ///< the channel has no C-plane: static PRACH, SRS
  std::uint16_t mask1 = 0, mask2 = 0;  ///< sReSMask1 and 2 with their reserved bits; methods 7 and 8
  std::uint32_t prb_octets = 0;        ///< of its PRBs in Observed::prbs; 0: not kept
  std::uint64_t prbs_at = 0;           ///< where they begin there
  std::int64_t frame = 0;              ///< absolute: of those with the frameId the nearest to the stamp
  AirTime time() const { return {frame, header.at}; }
};

/// A section of a C-plane message of ST 0, 1, 3, 5.
struct SeenCplane {
  Place place;
  wire::CplaneHeader header;
  wire::Section section;               ///< without its extensions: see Observed::extensions_of()
  std::uint64_t extensions = 0;        ///< bit n: section extension n
  std::uint32_t extension_octets = 0;  ///< of all of them in Observed::extensions
  std::uint64_t extensions_at = 0;     ///< where they begin there
  std::int64_t frame = 0;              ///< as in SeenUplane
  AirTime time() const { return {frame, header.start}; }
};

/// A UE of a message of ST 6.
struct SeenUe {
  Place place;
  wire::CplaneHeader header;
  wire::SectionType6Header information;
  wire::UeRecord ue;             ///< without its octets
  std::uint64_t extensions = 0;  ///< bit n: section extension n
  bool whole = false;            ///< with its channel information, by what the link says of its size
};

/// A frame that is none of these: ST 4, 7, 8, one-way delay, loopback, ...
struct SeenOther {
  Place place;
  std::vector<std::uint8_t> octets;  ///< the frame, at most kMostOctets of it, or kMostOfOther
  static constexpr std::size_t kMostOctets = 256;
  static constexpr std::size_t kMostOfOther = 2048;  ///< where it is none of the fronthaul: UDP, loopback
};

/// The absolute frame of a message of `eaxc`: of those with this frameId the nearest to the stamp, by the
/// frames of the carrier (ids that the link does not have: of its first). Stamps that are no time: frameId.
std::int64_t absolute_frame(const profile::Link& link, const Place& place, radio::Direction direction,
                            std::uint8_t frame_id);

/// What a run left behind.
struct Observed {
  record::Result check;
  std::vector<SeenUplane> uplane;
  /// Sections that name more PRBs than their message has octets for: none of `uplane`.
  std::vector<SeenUplane> unread;
  std::vector<SeenCplane> cplane;
  std::vector<SeenUe> ues;
  std::vector<SeenOther> others;
  std::vector<SeenPart> parts;
  std::vector<std::uint8_t> extensions;  ///< of the C-plane, section by section
  /// Those of a section; borrowed.
  wire::View extensions_of(const SeenCplane& seen) const;
  std::vector<std::uint8_t> prbs;  ///< PRB fields of the U-plane, where Stimulus::keep_prbs asked for them
  /// Those of a section.
  Octets prbs_of(const SeenUplane& seen) const {
    return Octets{prbs}.subspan(static_cast<std::size_t>(seen.prbs_at), seen.prb_octets);
  }
  std::uint64_t left_out = 0;              ///< messages for which there was no room
  std::uint64_t disturbed = 0;             ///< frames of the tester that were made wrong
  Nanos lateness{0};                       ///< no frame of the tester left later, no stamp is further off
  emulator::Counters tester;               ///< the tester's own counters
  std::optional<emulator::Counters> unit;  ///< those of the unit under test, where they can be read
};

/// Collects what passes. Memory is bounded: what is beyond kMostMessages (sections whose PRBs are kept:
/// beyond kMostPrbOctets, extensions: beyond kMostExtensionOctets, frames that are none of the fronthaul:
/// beyond kMostLongOctets) is counted in Observed::left_out.
class Observer {
 public:
  static constexpr std::size_t kMostMessages = std::size_t{1} << 21;
  static constexpr std::size_t kMostPrbOctets = std::size_t{1} << 28;
  static constexpr std::size_t kMostExtensionOctets = std::size_t{1} << 28;
  static constexpr std::size_t kMostLongOctets = std::size_t{1} << 26;

  /// Borrows `link` and `into`. `keep_prbs`: into Observed::prbs.
  Observer(const profile::Link& link, Observed& into, bool keep_prbs = false)
      : link_{&link}, into_{&into}, keep_prbs_{keep_prbs} {}

  void feed(std::span<const io::Packet> packets);

 private:
  void see(const io::Packet& packet);
  void see_part(const Place& place, const wire::EcpriIds& ids, const wire::View& part);
  void see_uplane(const Place& place, const wire::View& message);
  void see_cplane(const Place& place, const wire::View& message, const io::Packet& packet);
  void see_ues(const Place& place, const wire::CplaneHeader& header, const wire::View& message);
  void see_other(const Place& place, const io::Packet& packet, std::size_t most = SeenOther::kMostOctets);
  bool has_room();
  void keep(const wire::View& prbs, SeenUplane& seen);
  void keep(const wire::View& extensions, SeenCplane& seen);

  const profile::Link* link_;
  Observed* into_;
  bool keep_prbs_;
  std::size_t long_octets_ = 0;  ///< of frames that are none of the fronthaul
  std::optional<wire::Reassembler> reassembler_;
  std::map<std::uint32_t, std::uint32_t> streams_;  ///< of parts, by sender and eAxC id
};

}  // namespace plumbline::suite

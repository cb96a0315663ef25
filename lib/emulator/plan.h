// What is sent in a slot of each carrier: worked out once from the link, never looked up again.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/result.h"
#include "emulator/aim.h"
#include "emulator/beams.h"
#include "emulator/filling.h"
#include "emulator/fragment.h"
#include "emulator/frame_writer.h"
#include "emulator/payload.h"
#include "emulator/traffic.h"
#include "profile/link.h"

namespace plumbline::emulator {

/// Most PRBs of a carrier.
inline constexpr unsigned kMostPrbs = 1023;
/// Most sections a carrier is split into (Options::sections).
inline constexpr std::uint16_t kMostSections = 64;

/// One eAxC id of a channel.
struct PortPlan {
  radio::Eaxc eaxc;
  bool spares_last_symbol = false;   ///< PUSCH: SRS has the last UL symbol of this eAxC
  std::vector<bool> spared_slots{};  ///< PUSCH: slots of the frame that PRACH has on this eAxC; empty: none
  /// With weights or channel information: slots of the frame that use what the slot before was told; else
  /// empty.
  std::vector<bool> citing_slots{};
};

/// A PRACH occasion as section type 3 describes it (cpLength 0, CUS v17.01 4.4.3).
struct OccasionPlan {
  std::uint8_t subframe = 0;
  std::uint8_t slot = 0;             ///< of the subframe, by the carrier's SCS; 0 below 15 kHz
  std::uint8_t start_symbol = 0;     ///< startSymbolId
  std::uint16_t section_offset = 0;  ///< added to sectionId: occasions of one slot have ids of their own
  std::uint16_t time_offset_ts = 0;
  std::int64_t start_symbol_tc = 0;  ///< its CP, from the start of the subframe
  std::int64_t first_sample_tc = 0;  ///< behind the CP of the preamble, from the start of the subframe
};

/// What PRACH adds to a channel.
struct PrachPlan {
  radio::PrachShape shape;
  profile::Prach prach;
  PrachPool pool;
  std::vector<OccasionPlan> occasions;  ///< of one frame
};

/// Octets of the header of a U-plane section.
constexpr std::uint32_t section_overhead(bool dynamic, bool ud_comp_len, std::uint8_t method) {
  return wire::uplane_section_header_octets({.dynamic = dynamic, .ud_comp_len = ud_comp_len}, method);
}

/// Section ids of a part of a slot are so much higher than those of the part before it.
inline constexpr std::uint16_t kIdsOfPart = 256;

/// One channel of a carrier.
struct ChannelPlan {
  profile::ChannelKind kind{};
  radio::Direction direction{};
  std::vector<PortPlan> ports;
  bool dynamic = false;
  bool without_cplane = false;
  std::optional<profile::SrsPattern> srs;    ///< SRS without C-plane
  bool ud_comp_len = false;                  ///< udCompLen is in sections of selective methods
  std::uint8_t ud_comp_hdr = 0;              ///< of the U-plane
  std::uint8_t cplane_ud_comp_hdr = 0;       ///< 0 for DL and static formats (CUS v17.01 8.3.3.13)
  std::uint32_t room = 0;                    ///< octets behind the header of a U-plane message
  std::uint32_t prb_octets = 0;              ///< of the longest PRB
  std::vector<Piece> sections;               ///< of the C-plane message
  std::vector<std::vector<Piece>> messages;  ///< of the U-plane, one symbol: as many as the MTU needs
  std::size_t frames = 0;                    ///< of these: more where the radio transport cuts them
  Aim cplane, uplane;
  std::size_t pool = 0;              ///< index into Plan::pools; not for PRACH
  std::optional<PrachPlan> prach;    ///< PRACH only
  std::optional<Contents> contents;  ///< DL, where the format shows what samples are for
  std::optional<BeamPlan> beams;     ///< not for PRACH
  /// Octets of the header of a U-plane section.
  std::uint32_t overhead() const {
    return section_overhead(dynamic, ud_comp_len, wire::method_of(ud_comp_hdr));
  }
  /// Frames that `messages` of the channel take.
  std::size_t frames_of(std::span<const std::vector<Piece>> messages, const FrameWriter& writer) const;
};

/// A carrier and what its channels send.
struct CarrierPlan {
  profile::Carrier carrier;
  std::vector<ChannelPlan> channels;
};

/// Everything that is worked out before the first frame.
struct Plan {
  std::vector<CarrierPlan> carriers;
  std::vector<PrbPool> pools;
  std::int64_t lead_ns = 0;  ///< no frame of a subframe passes the capture point earlier than this before it
};

/// Works out the plan, or says what of the link cannot be made into clean traffic.
Result<Plan, Error> make_plan(const profile::Link& link, const Options& options);

/// The pieces of every message that `sections` are cut into (see Fragmenter).
std::vector<std::vector<Piece>> lay_out(const std::vector<Piece>& sections, std::uint32_t room,
                                        std::uint32_t overhead, std::uint32_t prb_octets);

}  // namespace plumbline::emulator

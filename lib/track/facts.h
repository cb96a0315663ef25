// What rules see: observations, complete, without state behind them.
#pragma once

#include <cstdint>
#include <span>

#include "track/ledger.h"
#include "track/sequence.h"
#include "track/traits.h"
#include "wire/cplane.h"
#include "wire/ecpri.h"
#include "wire/frame.h"
#include "wire/reassembly.h"
#include "wire/uplane.h"

namespace plumbline::track {

/// One eCPRI message as it travelled; needs no stream.
struct TransportFacts {
  const wire::Frame& frame;
  const wire::EcpriMessage& ecpri;
  const profile::Link* link;
  wire::DecodeError header_error{};  ///< of the radio application header of types 0 and 2
  std::uint8_t payload_version = 1;  ///< of that header, when readable
  std::uint8_t subsequence = 0;      ///< of types 0 and 2, when readable
  bool mixed_planes = false;         ///< an earlier message of the frame belongs to the other plane
};

/// Arrival of a message against its window.
struct TimeFacts {
  bool timed = false;            ///< stamp, time base and channel are known
  std::int64_t offset_ns = 0;    ///< arrival at the place of the window minus t0; early is negative
  std::int64_t frames_off = 0;   ///< whole frames by which the frame number disagrees with the stamp
  bool frame_uncertain = false;  ///< the error of the stamp is too large to tell the frame
  std::int64_t margin_ns = 0;    ///< bound of the error of offset_ns
};

/// The header of a C- or U-plane message, and what its stream makes of it.
struct MessageFacts {
  const StreamTraits& traits;
  const ChannelTraits* channel;  ///< nullptr: not configured
  wire::EcpriIds ids;
  std::uint32_t ids_at = 0;     ///< octet of ecpriPcid / ecpriRtcid
  std::uint32_t header_at = 0;  ///< octet of the radio application header
  SequenceFacts sequence;
  bool loss_explains = false;      ///< our own loss since the last message of the stream
  bool sibling_continues = false;  ///< the id goes on from the other direction's counter of the same eAxC
  std::uint8_t payload_version = 1;
  std::uint8_t filter_index = 0;
  radio::RadioTime at;
  TimeFacts time;
  // C-plane only
  std::uint8_t section_type = 0;
  std::uint16_t time_offset = 0;
  std::uint16_t cp_length = 0;
  std::uint8_t frame_structure = 0;
};

/// A radio-transport fragment among those of its message.
struct PieceFacts {
  wire::EcpriIds ids;
  std::uint32_t ids_at = 0;  ///< octet of ecpriPcid
  wire::PieceStep step{};
  std::uint8_t expected = 0;   ///< subSequenceId that would have been next
  bool first = false;          ///< nothing of its stream was seen before: its message may have begun earlier
  bool loss_explains = false;  ///< our own loss since the last fragment of the stream
};

/// The fragments of a message, when no more are waited for.
struct SeriesFacts {
  std::uint32_t ids_at = 0;  ///< octet of ecpriPcid of the one that came last
  bool complete = false;
  wire::GivenUp why{};         ///< when not complete
  bool last_seen = false;      ///< one with E = 1 came
  bool loss_explains = false;  ///< our own loss since the first
};

/// How the sections of a C-plane message fill it.
struct CplaneWalkFacts {
  const MessageFacts& message;
  wire::DecodeError error;    ///< of the walk
  bool in_extension = false;  ///< the error lies in an extension
  std::uint8_t extension_type = 0;
  unsigned declared = 0, walked = 0;
  std::uint32_t rest_octets = 0;  ///< behind the last section
  std::uint32_t rest_at = 0;
};

/// One section description of a C-plane message.
struct SectionFacts {
  const MessageFacts& message;
  const wire::Section& section;
  std::uint64_t extensions = 0;  ///< bit n: extension type n (n < 64)
  unsigned symbol = 0;           ///< current symbol after symInc arithmetic (CUS v17.01 7.5.3.3)
  DescribeFacts describe;
};

/// One extension of a section description.
struct ExtensionFacts {
  const MessageFacts& message;
  const wire::Section& section;
  const wire::Extension& extension;
};

/// How the sections of a U-plane message fill it, read as the link configures.
enum class FormatFit : std::uint8_t {
  fits,
  cut,          ///< the capture ends before the last section header
  header_mode,  ///< it fits with udCompHdr where static is configured, or without where dynamic is
  length_mode,  ///< it fits with udCompLen where none is configured, or without where it is
  width,        ///< it fits with another width
  no_room,      ///< fewer octets than numPrbu PRBs need
  leftover,     ///< octets behind the last section that are no section
  empty,        ///< no section at all
  unsupported,  ///< PRBs of a reserved method have no size, nor all of a carrier of unknown width
};
struct UplaneWalkFacts {
  const MessageFacts& message;
  FormatFit fit = FormatFit::fits;
  std::int64_t expected = 0, observed = 0;
  std::uint32_t octet = 0;
  std::span<const wire::UplaneSection> sections{};  ///< when it fits
};

/// One section of a U-plane message.
struct UplaneSectionFacts {
  const MessageFacts& message;
  const wire::UplaneSection& section;
  DeliverFacts deliver;
};

/// One PRB of a U-plane section, all of whose octets are there: what its udCompParam says, and what its
/// numbers (mantissas, codes) are.
struct PrbFacts {
  const MessageFacts& message;
  const wire::UplaneSection& section;
  std::uint8_t method = 0;     ///< udCompMeth
  std::uint8_t width = 16;     ///< effective, 1..16
  std::uint32_t at = 0;        ///< octet in the frame of the PRB field
  std::uint8_t parameter = 0;  ///< udCompParam of methods 1, 2, 3 and 7; of method 5 its exponent alone
  /// Of methods 0, 1, 5 and 7 the bit length of max(max, |min| - 1) of the numbers, and whether it is all
  /// ones (told only where it is width - 2: one bit less than the width has room for).
  std::uint8_t bits = 0;
  bool all_ones = false;
  bool zero = true;        ///< all numbers of methods 0, 1, 2, 5 and 7 are 0
  std::int64_t power = 0;  ///< greatest I^2 + Q^2 of a sample where it may be above full scale, else 0
  std::uint16_t pad = 0;   ///< bits up to the next octet behind the PRB (method 8: behind the last one)
  // Modulation compression; the C-plane tells csf and scaler of each RE.
  std::uint32_t component = 0;  ///< |2 x code + csf| of the number of the greatest amplitude
  std::uint64_t magnitude = 0;  ///< the sum of its squares over I and Q, of the RE of the greatest magnitude
  std::uint16_t component_scaler = 0, magnitude_scaler = 0;  ///< of these
  std::uint8_t zero_codes = 0;  ///< REs sent of which both codes are 0 and stand for 0
  ModulationFacts modulation{};
};

/// The arrival of a message, judged last: what went wrong before may explain it.
struct ArrivalFacts {
  const MessageFacts& message;
};

}  // namespace plumbline::track

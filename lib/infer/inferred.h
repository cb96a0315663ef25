// What packets alone say of a link: values, and for each how many messages agree with it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "profile/link.h"
#include "track/traits.h"

namespace plumbline::infer {

/// How many observations agree with a value, and how many contradict it. 0 and 0: not observed.
struct Support {
  std::uint64_t agree = 0, disagree = 0;
  constexpr std::uint64_t all() const { return agree + disagree; }
  friend bool operator==(const Support&, const Support&) = default;
};

/// What was looked at, and what was not.
struct Looked {
  std::uint64_t packets = 0;    ///< looked at
  std::uint64_t beyond = 0;     ///< came after the prefix: not looked at
  std::uint64_t other = 0;      ///< packets that are not eCPRI, or cannot be decoded down to it
  std::uint64_t messages = 0;   ///< C- and U-plane messages of the pair the link is about
  std::uint64_t unusable = 0;   ///< eCPRI messages that do not read as C- or U-plane (too short, odd numbers)
  std::uint64_t fragments = 0;  ///< parts of messages fragmented by the radio transport: not read
  std::uint64_t untracked = 0;  ///< messages beyond a limit on streams
  std::uint64_t other_pairs = 0;  ///< further address pairs that carry C- or U-plane
  std::uint64_t of_others = 0;    ///< their messages
  std::int64_t span_ns = 0;       ///< from the first to the last stamp looked at
  bool stamped = false;           ///< packets have stamps
};

/// Where a compression comes from.
enum class CompressionSource : std::uint8_t {
  u_plane,        ///< U-plane messages end exactly with it
  c_plane,        ///< udCompHdr of C-plane messages; no U-plane was seen
  other_channel,  ///< taken over from another channel; no U-plane was seen
  nothing,        ///< nothing says so: no compression, because the format of a link needs a value
};

/// Evidence for a channel of the link, at the same place in the list.
struct ChannelEvidence {
  CompressionSource source = CompressionSource::nothing;
  Support compression;  ///< U-plane messages that end exactly with it
  std::vector<profile::Compression>
      alternatives;  ///< that explain the same messages, at most kMostAlternatives
  std::uint64_t c_messages = 0, u_messages = 0;
  Support headers;         ///< dynamic: sections whose udCompHdr is the one of the link
  bool by_filter = false;  ///< PRACH: told by filterIndex alone, no C-plane of type 3 was seen
  static constexpr std::size_t kMostAlternatives = 8;
};

/// U-plane of an eAxC id that no reading explains: it is not in the link.
struct Unexplained {
  radio::Eaxc eaxc;
  profile::ChannelKind kind{};
  std::uint64_t messages = 0;
  profile::Compression best;  ///< the reading that explains most
  Support support;
};

/// How the subcarrier spacing is known.
struct SpacingEvidence {
  std::uint8_t highest_slot = 0;  ///< slotId
  std::uint64_t messages = 0;     ///< that were looked at
  /// Nanoseconds from symbol to symbol within a slot by the stamps; 0: not to be seen.
  std::int64_t symbol_ns = 0;
  enum class Cadence : std::uint8_t {
    none,     ///< no stamps, or packets come in bursts
    agrees,   ///< symbols follow each other as the spacing demands
    decides,  ///< few slots were seen: the spacing is the one the stamps show
  } cadence = Cadence::none;
};

/// How the number of PRBs is known.
struct PrbEvidence {
  std::uint16_t highest_end = 0;  ///< one past the highest PRB named outside PRACH
  std::uint64_t reaching = 0;     ///< C-plane sections and U-plane messages that reach it
  std::uint16_t all = 0;          ///< PRBs in a U-plane section of "all PRBs" (numPrbu 0); 0: none seen
  std::uint64_t all_messages = 0;
  std::uint16_t bandwidth_mhz = 0;  ///< NR channel with exactly this many PRBs; 0: none
  std::uint16_t next_standard = 0;  ///< the next larger NR number of PRBs, where bandwidth_mhz is 0
};

/// What is known of the TDD pattern.
struct TddEvidence {
  bool known = false;         ///< the pattern in the link (or FDD) was seen
  bool fdd = false;           ///< both directions share symbols of a slot
  std::string seen;           ///< one letter a slot of the frame: D, U, S, F; '.' where nothing was seen
  std::uint32_t periods = 0;  ///< whole periods within what was seen
  bool one_direction = false;
  bool against_prach = false;  ///< a pattern was seen, but PRACH occasions lie in its downlink slots
};

/// What is known of the PRACH.
struct PrachEvidence {
  Support geometry;      ///< messages of section type 3 that fit the occasion; 0 and 0: none were seen
  bool written = false;  ///< the occasion is in the link
  profile::Prach best;   ///< what fits most messages, also when it is not written
  std::vector<std::string> formats;         ///< further formats that fit as well
  std::vector<std::uint8_t> start_symbols;  ///< startSymbolId seen
  std::uint32_t frames = 0;                 ///< frames with an occasion
};

/// Arrival of one class of messages against air time, as the stamps have it.
struct Arrival {
  std::uint64_t messages = 0;
  std::int64_t min_ns = 0, max_ns = 0;  ///< before air is negative
};

/// How the scale of the stamps is known.
struct EpochEvidence {
  Support support;  ///< messages within 10 ms of their air time by the best scale
  /// Median of stamp minus air time, read as UTC, when it is not near 0 but steady within 10 ms.
  std::optional<std::int64_t> steady_ns;
};

/// A link and what speaks for it.
struct Inferred {
  profile::Link link;
  Looked looked;
  Support o_du_mac, o_ru_mac;  ///< messages by who must have sent them
  std::optional<profile::MacAddress>
      silent_peer;  ///< where the only sender sends to; has sent nothing itself
  Support c_pcp, u_pcp;
  std::uint32_t longest = 0;       ///< octets of the longest Ethernet payload
  std::uint64_t concatenated = 0;  ///< frames with several eCPRI messages
  std::uint64_t joining = 0;       ///< messages of section type 4, extensions 7 and 10
  Support shared_sequence;         ///< C-plane messages that tell a shared counter from separate ones
  Support udp_port;
  SpacingEvidence spacing;
  PrbEvidence prbs;
  TddEvidence tdd;
  PrachEvidence prach;
  EpochEvidence epoch;
  std::array<Arrival, track::kArrivalClasses> arrivals{};  ///< by track::ArrivalClass
  std::vector<ChannelEvidence> channels;                   ///< of link.carriers[0].channels, one for one
  std::vector<Unexplained> unexplained;
};

}  // namespace plumbline::infer

// Every limit of what is tracked. Beyond it things are counted as not tracked, never lost silently.
#pragma once

#include <cstddef>
#include <cstdint>

namespace plumbline::track::limits {

inline constexpr std::size_t kPairs = 4096;                ///< address pairs with VLAN
inline constexpr std::size_t kStreams = 16384;             ///< flow x direction x plane x eAxC
inline constexpr std::size_t kCells = 1024;                ///< pair x eAxC x direction with a coupling ledger
inline constexpr std::size_t kSlotsInFlight = 64;          ///< slots a cell remembers: of 8 subframes
inline constexpr std::size_t kMostSlotsInFlight = 512;     ///< the same where delay windows are wide
inline constexpr std::int64_t kStraySlots = 64 << 10;      ///< 64 frames: an arrival further on is stray
inline constexpr std::size_t kDescriptionsPerSlot = 2048;  ///< of a cell
inline constexpr std::size_t kArrivalsPerSlot = 4096;  ///< U-plane sections that a slot of a cell remembers

inline constexpr std::size_t kPieceOctets = std::size_t{32} << 20;  ///< of messages in pieces, all together
inline constexpr std::uint32_t kJoinedOctets = 16 * 9000;           ///< of one: more than anyone sends
inline constexpr std::int64_t kPieceAgeNs = 1'000'000;  ///< from a message's first piece to its last

}  // namespace plumbline::track::limits

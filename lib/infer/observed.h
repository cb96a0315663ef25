// What an Observer keeps of the packets: bounded, whatever arrives.
#pragma once

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "infer/inferred.h"
#include "infer/uplane_fit.h"
#include "radio/types.h"
#include "track/streams.h"

namespace plumbline::infer {

namespace limits {
inline constexpr std::size_t kStreams = 512;       ///< address pair x plane x direction x eAxC x section type
inline constexpr std::size_t kMessages = 200'000;  ///< remembered; 24 octets each
inline constexpr std::size_t kOccasions = 256;     ///< different PRACH requests
}  // namespace limits

/// One C- or U-plane message.
struct Seen {
  std::int64_t stamp_ns = 0;
  std::uint32_t stream = 0;
  radio::RadioTime at;        ///< symbol = (start)symbolId
  std::uint16_t symbols = 0;  ///< bit n: symbolId n is carried or described
  std::uint8_t sequence = 0;
  bool stamped = false;
};

/// Messages of one address pair, plane, direction, eAxC and (C-plane) section type.
struct Stream {
  std::uint32_t flow = 0;
  bool reverse = false;
  radio::Plane plane{};
  radio::Direction direction{};
  radio::Eaxc eaxc;
  std::uint8_t section_type = 0;  ///< C-plane
  bool prach_filter = false;      ///< filterIndex is one of those made for PRACH
  std::uint64_t messages = 0;
  HeaderCounts headers;          ///< C-plane: messages by udCompHdr, where it is not 0
  std::uint16_t prb_end = 0;     ///< C-plane: one past the highest PRB named by number
  std::uint64_t reaching = 0;    ///< sections that reach it
  std::optional<UplaneFit> fit;  ///< U-plane
};

/// One way in which a PRACH request (section type 3) was made.
struct Occasion {
  std::uint32_t stream = 0;
  std::uint8_t subframe = 0, slot = 0, start_symbol = 0;
  std::uint8_t filter_index = 0, scs_code = 0, num_symbol = 0;
  std::uint16_t time_offset = 0, cp_length = 0, prbs = 0;
  std::int32_t frequency_offset = 0;  ///< of the first PRB
  std::uint64_t messages = 0;
  friend bool operator==(const Occasion&, const Occasion&) = default;
};

/// An address pair.
struct Flow {
  track::FlowKey key;
  std::uint64_t messages = 0;
  std::array<std::uint64_t, 2> from_o_du{}, from_o_ru{};  ///< by direction of travel: as key, reverse
  std::array<std::array<std::uint64_t, 9>, 2> pcp{};      ///< by plane; 8: untagged
  std::uint32_t longest = 0;
  std::uint64_t concatenated = 0, joining = 0;
  std::uint64_t udp = 0, udp_other = 0;  ///< messages to udp_port, and to other ports
  std::uint16_t udp_port = 0;
  std::bitset<256> prach_frames;
};

/// All of it.
struct Observed {
  Looked looked;
  std::vector<Flow> flows;
  std::vector<Stream> streams;
  std::vector<Seen> seen;
  std::vector<Occasion> occasions;
};

}  // namespace plumbline::infer

// How many PRBs NR channels have.
#pragma once

#include <cstdint>

namespace plumbline::infer {

/// An NR channel.
struct NrBandwidth {
  std::uint16_t mhz = 0;   ///< 0: none has exactly the number of PRBs asked for
  std::uint16_t next = 0;  ///< the next larger number of PRBs of a channel; 0: there is none
};

/// The channel with `prbs` PRBs at 15 kHz x 2^mu, or the next larger one.
/// Source: 3GPP TS 38.101-1 Table 5.3.2-1, TS 38.101-2 Table 5.3.2-1.
NrBandwidth nr_bandwidth(std::uint8_t mu, std::uint16_t prbs);

}  // namespace plumbline::infer

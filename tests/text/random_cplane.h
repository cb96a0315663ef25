// Random C-plane messages: sections with extensions that are as the standard wants them, and some that are
// not.
#pragma once

#include <cstdint>
#include <vector>

#include "base/random.h"
#include "wire/cplane/parameters.h"
#include "wire/ecpri.h"

namespace plumbline::test {

/// Parameters of every kind, each often not known.
wire::CplaneParameters random_parameters(Random& random);

/// A message of section type 0, 1, 3 or 5 behind ecpriSeqid, at most about 12,000 octets.
std::vector<std::uint8_t> random_cplane(Random& random, const wire::CplaneParameters& parameters);

/// A frame that holds `message` as eCPRI type 0 or 2: over Ethernet with 0 to 5 tags, or UDP/IP; sometimes
/// with octets behind it or a second message.
std::vector<std::uint8_t> random_frame(Random& random, const std::vector<std::uint8_t>& message,
                                       wire::EcpriType type = wire::EcpriType::rt_control);

/// Changes a few octets or bits.
void mutate(Random& random, std::vector<std::uint8_t>& octets);

}  // namespace plumbline::test

// The way back of the JSON form: message objects to the octets of a frame (MESSAGES.md).
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <span>
#include <vector>

#include "base/result.h"
#include "wire/cplane/parameters.h"

namespace plumbline::text {

/// The frame that these messages, in their order, are of: the first says the Ethernet header, all together
/// the eCPRI PDU. Lengths and counts stand as they are told (a wrong one is a wrong frame, which may be
/// wanted); `ecpriPayload`, `extLen` and `numberOfsections` are computed where they are left out. PRB fields,
/// padding and reserved fields that are not told are zeros. A capture that kept fewer octets (`captured`) is
/// cut alike. What `parameters` do not say is taken from the lists.
///
/// Error: what is wrong and where in the object ("sections[0].extensions[1].csf is not there"). A message
/// that tells a `fault` cannot be written: what is damaged is not in it.
Result<std::vector<std::uint8_t>, Error> encode_frame(std::span<const nlohmann::ordered_json> messages,
                                                      const wire::CplaneParameters& parameters);

}  // namespace plumbline::text

// The way back of the JSON form: message objects to the octets of a frame (MESSAGES.md).
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <span>
#include <vector>

#include "base/result.h"
#include "wire/cplane/parameters.h"

namespace plumbline::text {

/// The frame that these messages, in their order, are of; all say the same Ethernet and IP headers. Lengths
/// and counts stand as they are told (a wrong one is a wrong frame, which may be wanted); `ecpriPayload`,
/// `extLen`, `numberOfsections` and the IP headers are computed where they are left out. PRB fields, padding
/// and reserved fields that are not told are zeros. A capture that kept fewer octets (`captured`) is cut
/// alike. Of `parameters` only `st6_aligned` counts: all else is in the JSON.
///
/// Error: what is wrong and where ("sections[0].extensions[1].csf is not there"). A message that tells a
/// `fault` but not its `unread` octets cannot be written: what is damaged is not in it.
Result<std::vector<std::uint8_t>, Error> encode_frame(std::span<const nlohmann::ordered_json> messages,
                                                      const wire::CplaneParameters& parameters);

}  // namespace plumbline::text

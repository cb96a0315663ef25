// Messages decoded down to their last field and written again: what a message says must be all that it is.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "wire/cplane/parameters.h"
#include "wire/uplane.h"

namespace plumbline::test {

/// How things of a kind ended: complete, truncated, not known.
using Ends = std::array<std::uint64_t, 3>;
/// By kind ("extension") and its number; reserved section types count as 12.
using Tally = std::map<std::pair<std::string_view, unsigned>, Ends>;

/// What was written of a message.
struct Rewritten {
  std::vector<std::uint8_t> octets;  ///< from its first octet to the last one that was understood
  std::size_t whole = 0;             ///< as many should be there at least; 0: decoding ended at a fault
};

/// A C-plane message from its application header on. Padding of rooms and what could not be read of them
/// (`body` in lib/text/MESSAGES.md) is taken over, everything else is written from decoded fields.
Rewritten rewrite_cplane(const wire::View& message, const wire::CplaneParameters& parameters, Tally& tally);
/// A U-plane message from its application header on; PRB fields are taken over.
Rewritten rewrite_uplane(const wire::View& message, const wire::UplaneFormat& format, Tally& tally);
/// What follows the EtherType of PTP.
Rewritten rewrite_ptp(const wire::View& client, Tally& tally);
/// What follows the EtherType of slow protocols.
Rewritten rewrite_esmc(const wire::View& client, Tally& tally);
/// The PDU from its eCPRI header on, up to its first message of type 0 or 2.
Rewritten rewrite_ecpri(const wire::View& pdu, Tally& tally);

/// True when that is the start of what was decoded, and as much as should be there.
bool is_same(const Rewritten& rewritten, const wire::View& decoded);

}  // namespace plumbline::test

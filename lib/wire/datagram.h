// IP datagrams that carry something else than eCPRI.
#pragma once

#include "wire/frame.h"

namespace plumbline::wire {

/// Whether a datagram (transport udp_*) is whole and its lengths and checksums are right: that of the IPv4
/// header, and of UDP (over IPv4: or 0, which is none). False where octets are missing, or are of a fragment.
/// Source: RFC 791 3.1, RFC 768, RFC 8200 8.1.
bool is_sound_datagram(const Frame& frame);

}  // namespace plumbline::wire

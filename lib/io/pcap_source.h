// Reads pcap files.
#pragma once

#include <memory>

#include "io/capture_source.h"

namespace plumbline::io {

/// Whether octets begin like a pcap file: microseconds, nanoseconds or Kuznetzov's longer records, in either
/// byte order; needs 4 octets to say yes.
bool looks_like_pcap(Octets octets);

/// Opens a pcap file (draft-ietf-opsawg-pcap) that looks_like_pcap(). Errors: its header is cut short or of
/// another version.
Result<std::unique_ptr<Source>, Error> open_pcap(OctetWindow window, SourceInfo info);

}  // namespace plumbline::io

// Reads pcapng files.
#pragma once

#include <memory>

#include "io/capture_source.h"

namespace plumbline::io {

/// Whether octets begin like a pcapng file; needs 4 octets to say yes.
bool looks_like_pcapng(Octets octets);

/// Opens a pcapng file (draft-ietf-opsawg-pcapng) that looks_like_pcapng(). Errors: its first block is not
/// whole.
Result<std::unique_ptr<Source>, Error> open_pcapng(OctetWindow window, SourceInfo info);

}  // namespace plumbline::io

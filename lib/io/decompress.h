// Streams that decompress another stream.
#pragma once

#include <memory>

#include "io/octet_window.h"

namespace plumbline::io {

/// Decompresses gzip (RFC 1952), any number of members one after the other. Octets after the last member that
/// are not gzip are trouble (damaged), after everything before them has been handed out.
std::unique_ptr<OctetStream> gunzip(OctetWindow stored);

/// Decompresses Zstandard (RFC 8878), any number of frames one after the other, skippable ones too. Frames
/// that need a window of more than 128 MiB are refused as trouble (damaged).
std::unique_ptr<OctetStream> unzstd(OctetWindow stored);

/// Whether octets begin like gzip; needs 3 octets to say yes.
bool looks_like_gzip(Octets octets);

/// Whether octets begin like Zstandard (a frame or a skippable frame); needs 4 octets to say yes.
bool looks_like_zstd(Octets octets);

}  // namespace plumbline::io

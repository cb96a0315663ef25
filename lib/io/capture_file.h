// Opens captures: which format, which compression, from which place.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "io/octet_stream.h"
#include "io/source.h"

namespace plumbline::io {

/// Opens the capture in a file, `-` for standard input; see open_source(). `name` is what the user called it.
/// Errors: no such file, not readable, not a capture (with what it seems to be).
Result<std::unique_ptr<Source>, Error> open_capture_file(const std::string& path, const std::string& name);

/// Opens a capture in memory, which it borrows.
Result<std::unique_ptr<Source>, Error> open_capture(Octets octets, const std::string& name);

/// Opens a capture that comes out of a stream. `stored_octets` is its size as stored, 0 when unknown.
Result<std::unique_ptr<Source>, Error> open_capture(std::unique_ptr<OctetStream> stream,
                                                    const std::string& name, std::uint64_t stored_octets = 0);

}  // namespace plumbline::io

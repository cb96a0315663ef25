// Ports without a device: a capture file to write, and nothing at all.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "io/port.h"

namespace plumbline::io {

/// Writes what is sent as pcapng, stamped with OutFrame::at; `-` is standard output. Receives nothing.
Result<std::unique_ptr<Port>, Error> open_file_port(const std::string& path);

/// Swallows what is sent and counts it. Receives nothing.
std::unique_ptr<Port> open_null_port();

}  // namespace plumbline::io

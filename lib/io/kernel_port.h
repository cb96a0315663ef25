// Kernel interfaces as a source and as a port; and the source without packets.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "io/port.h"
#include "io/source.h"

namespace plumbline::io {

/// Hears everything on the interface, in both directions, in promiscuous mode. next() waits about a
/// millisecond when nothing has arrived. Errors: see KernelInterface::open().
Result<std::unique_ptr<Source>, Error> open_kernel_source(const std::string& interface);

/// Sends on the interface and hears what arrives there, not what it sent itself. Errors as above.
Result<std::unique_ptr<Port>, Error> open_kernel_port(const std::string& interface);

/// Ends at once.
std::unique_ptr<Source> open_null_source();

}  // namespace plumbline::io

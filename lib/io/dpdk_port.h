// DPDK devices as a source and as a port. Built when DPDK is there (PLUMBLINE_HAVE_DPDK).
#pragma once

#include <memory>
#include <string_view>

#include "base/result.h"
#include "io/port.h"
#include "io/source.h"

namespace plumbline::io {

/// Opens a DPDK device to send and receive. `device` is what follows `dpdk:` in a URI: a PCI address or a
/// vdev string. Errors: the environment cannot be set up, no such device, and what to do about it.
Result<std::unique_ptr<Port>, Error> open_dpdk_port(std::string_view device);

/// Opens a DPDK device to receive only. As open_dpdk_port().
Result<std::unique_ptr<Source>, Error> open_dpdk_source(std::string_view device);

}  // namespace plumbline::io

// DPDK's environment layer: set up once per process, its words caught instead of printed.
#pragma once

#include <string>

#include "base/result.h"
#include "io/port.h"

namespace plumbline::io {

/// Sets the environment up as the settings say, at the first call; later calls return what became of it.
/// It keeps no files and no sockets, so any number of processes can do so side by side.
Result<void, Error> start_dpdk();

/// The settings as they stand.
DpdkSettings dpdk_settings();

/// Forgets what DPDK said so far, so that the next failure is explained by its own words only.
void clear_dpdk_words();

/// What DPDK said since, as one line, at most some hundred characters; empty when it was quiet.
std::string dpdk_words();

}  // namespace plumbline::io

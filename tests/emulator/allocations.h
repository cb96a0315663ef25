// How often this program allocated.
#pragma once

#include <cstddef>

namespace plumbline::emulator::test {

/// Calls of operator new so far.
std::size_t allocations();

}  // namespace plumbline::emulator::test

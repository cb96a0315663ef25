// Text from strangers, made safe to store and to show.
#pragma once

#include <cstddef>
#include <string>

#include "base/cursor.h"

namespace plumbline::io {

/// The octets as UTF-8 text up to the first zero, at most `most` octets of it; control characters and octets
/// that are not UTF-8 become '?'.
std::string printable(Octets octets, std::size_t most);

}  // namespace plumbline::io

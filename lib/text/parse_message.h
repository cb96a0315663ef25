// Text to a JSON object, in bounded time and memory whatever the text is.
#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

#include "base/result.h"

namespace plumbline::text {

/// Octets of JSON text that one message may have.
inline constexpr std::size_t kMostMessageText = std::size_t{16} << 20;

/// The object that `text` is, which is one message. Error: it is none, it is too long, it has a key twice,
/// more than 256 keys in an object or more than 32 levels; with the place in the text.
Result<nlohmann::ordered_json, Error> parse_message(std::string_view text);

}  // namespace plumbline::text

// The bodies of section types 4 and 6 to 11 as JSON, read with the walks and layouts of wire/cplane.
#pragma once

#include <nlohmann/json.hpp>

#include "wire/cplane/parameters.h"

namespace plumbline::test {

/// True for 4 and 6 to 11.
constexpr bool is_record_type(std::uint8_t section_type) {
  return section_type == 4 || (section_type >= 6 && section_type <= 11);
}

/// Adds to `out`: "header" (octets 6 and 7), the lists by the names of lib/text/MESSAGES.md, "laa" or "ids",
/// "fault", "octet" and "part", and "rest": octets of `message` behind those that its counts ask for.
void decode_records(nlohmann::json& out, const wire::View& message, const wire::CplaneHeader& header,
                    const wire::CplaneParameters& parameters);

}  // namespace plumbline::test

// The `carriers` of a link file.
#pragma once

#include "profile/link.h"
#include "profile/yaml_reader.h"

namespace plumbline::profile {

/// Reads the carriers and what they hold; also sees that no eAxC id means two things in one direction.
void read_carriers(MapReader& top, Link& link);

}  // namespace plumbline::profile

// The quirks of a profile.
#pragma once

#include <vector>

#include "profile/quirk.h"
#include "profile/yaml_reader.h"

namespace plumbline::profile {

/// Adds what `quirks` of `top` says to `quirks`: those of a unit of this `kind`, which name rules and cases
/// of `known`.
void read_quirks(MapReader& top, UnitKind kind, const KnownIds& known, std::vector<Quirk>& quirks);

}  // namespace plumbline::profile

// The keys of a channel that say how its beams are formed, and how its sections are coupled.
#pragma once

#include "profile/link.h"
#include "profile/yaml_reader.h"

namespace plumbline::profile {

/// Reads coupling, highest_priority_sections, weights, channel_information and lte_precoding of `channel`,
/// whose kind and eaxc are known.
void read_beams(MapReader& map, std::string_view place, Channel& channel);

/// Lines that read_beams() reads back, each behind `indent`; empty where all is as if nothing were said.
std::string print_beams(const Channel& channel, std::string_view indent);

}  // namespace plumbline::profile

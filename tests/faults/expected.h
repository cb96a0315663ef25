// What each planted fault must lead to: written from the standard and from what a message can tell, not from
// what the judge says.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "faults/capture.h"

namespace plumbline::faults {

/// Findings that follow from the fault on other messages, or of other rules.
struct Consequence {
  std::string rule;
  std::uint64_t least = 1, most = 1;
  std::string follows = {};  ///< empty: the primary rule
};

struct Expected {
  std::string fault;
  Stream stream;
  Place place;
  Spot spot;
  std::string primary;  ///< rule; empty: no finding at all
  std::vector<Consequence> consequences;
  std::string why;              ///< the consequences, or their absence
  std::uint64_t primaries = 1;  ///< findings of the primary rule that follow from nothing
};

/// Every row. Rules are named without "CUS-"; "W" is the window rule of the stream at the place.
std::vector<Expected> expectations();

/// The id in full.
std::string rule_id(const std::string& name, Stream stream, Place place);

}  // namespace plumbline::faults

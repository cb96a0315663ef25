// Faults to plant into clean traffic, one at a time.
#pragma once

#include <span>
#include <string_view>

#include "faults/capture.h"

namespace plumbline::faults {

/// A capture and the message that the fault strikes.
struct Scene {
  const profile::Link& link;
  Stream stream;
  Spot spot;
  std::vector<OnWire>& packets;
  std::size_t victim;  ///< index into packets

  OnWire& packet() const { return packets[victim]; }
  std::uint8_t& octet(std::size_t at) const { return packet().octets[at]; }
};

struct Fault {
  std::string_view name;
  std::string_view what;
  void (*plant)(const Scene&);
};

/// Every fault, by name.
std::span<const Fault> all_faults();
/// The fault of this name; fails the test when there is none.
const Fault& fault_of(std::string_view name);

}  // namespace plumbline::faults

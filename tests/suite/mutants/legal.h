// Units that do what the standard leaves to them, each in one thing otherwise than the emulators: no case may
// find anything.
#pragma once

#include "suite/mutants/mutant.h"

namespace plumbline::suite::test {

/// A healthy unit that is another one.
struct Oddity {
  Mutant unit;  ///< its name, what it does; no case kills it
  /// What profile and link say of it, to both sides.
  void (*told)(Setup& setup) = nullptr;
  /// Fibre of the lab.
  Nanos way{5'000};
};
std::vector<Oddity> oddities();

/// A message of U-plane comes as two, of half its PRBs each; `joined`: in one frame. Sections without
/// udCompHdr, of PRBs of 28 octets; messages of several sections stay as they are.
MakeLens halved(bool joined);

}  // namespace plumbline::suite::test

// Runs a case in the virtual lab: tester and unit under test on a time of their own.
#pragma once

#include <atomic>
#include <functional>
#include <memory>

#include "base/result.h"
#include "suite/cable.h"
#include "suite/part.h"
#include "suite/tester.h"

namespace plumbline::suite {

/// A unit under test that is played by software.
struct PlayedUnit {
  std::unique_ptr<emulator::Actor> actor;
  /// Its counters, where they can be read; may be empty.
  std::function<emulator::Counters()> counters;
};

/// Makes the unit under test of a run.
using MakeUnit = std::function<Result<PlayedUnit, Error>(const Setup& setup, const Stimulus& stimulus)>;

/// The emulator of that side, with what the profile claims.
Result<PlayedUnit, Error> make_healthy(const Setup& setup, const Stimulus& stimulus);

/// Where a run's radio frames begin: on a whole second of 2026, some frames later by the seed, so that frame
/// numbers differ and wrap.
GpsTime start_of(std::uint64_t seed);

/// How the virtual lab is set up, whatever the case.
struct Bench {
  Cable cable;           ///< between the units
  unsigned workers = 1;  ///< that judge
  const std::atomic<bool>* stop =
      nullptr;  ///< looked at every 100 ms of the lab's time; may be set by a signal
};

/// Fills in what the link leaves open and a lab must have: addresses, a time base, and the tap. It lies at
/// the tester and knows the way to the unit under test, so that this is judged by its own windows (T1a, Ta3),
/// not by the wider ones of the other end. What the cable adds to the error of stamps is added to that of the
/// link. Errors: a link that cannot be played; a tester that claims what our emulator cannot do.
Result<Setup, Error> prepare(Setup setup, const Bench& bench = {});

/// The result of one case. Deterministic. Nothing stops it: what goes wrong on our side is a verdict of error
/// with its reason.
record::CaseResult run_virtual(const Case& test, const Setup& setup, const MakeUnit& make_unit,
                               const Bench& bench = {}, const MakeTape& make_tape = {});

}  // namespace plumbline::suite

// Moving what a tester sends towards the edges of the window in which the unit under test receives it.
#pragma once

#include <algorithm>
#include <optional>

#include "emulator/aim.h"
#include "suite/case.h"

namespace plumbline::suite {

/// Which end of its window.
enum class Edge : std::uint8_t { opens, closes };

/// What reaches an O-RU before air time: its window there, and its aim where our O-DU sends it.
struct Downward {
  const std::optional<profile::Delay>& window;  ///< T2a
  emulator::Aim emulator::Aims::*aim;
};

/// By how much `sent` has to move for its first frame (opens) or its last (closes) to come `spare` inside the
/// window; 0 where it is as near already. Of several carriers the one that can move the least decides.
struct Move {
  Nanos by{0}, spare{0};
};
Move move_to(const Setup& setup, const Downward& sent, Edge edge);

/// Behind or before the whole window, and a little more.
Nanos beyond(const std::optional<profile::Delay>& window);

/// A shift of the messages `which` to the edge. Nothing is disturbed where they are there already.
Stimulus sent_at(const Setup& setup, const Downward& sent, const emulator::Which& which, Edge edge);

}  // namespace plumbline::suite

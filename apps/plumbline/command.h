// One file per sub-command: each adds itself to the program and says what to run.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>

namespace plumbline::app {

/// Exit statuses (design section 7).
enum Exit : int {
  kOk = 0,            ///< nothing that was evaluated failed
  kFailed = 1,        ///< a must failed
  kUsage = 2,         ///< usage or configuration error
  kEnvironment = 3,   ///< the environment is not fit
  kInconclusive = 4,  ///< own loss, or --strict
  kInternal = 5,
};

/// What the chosen sub-command does; set by its callback, run by main().
using Run = std::function<int()>;

// Each adds one sub-command to `program`; when the user chooses it, `run` is set.
#define PLUMBLINE_COMMANDS(X) X(check) X(decode) X(emulate) X(encode) X(gen) X(iq) X(replay) X(rules) X(run)

#define PLUMBLINE_DECLARE(name) void add_##name(CLI::App& program, Run& run);
PLUMBLINE_COMMANDS(PLUMBLINE_DECLARE)
#undef PLUMBLINE_DECLARE

}  // namespace plumbline::app

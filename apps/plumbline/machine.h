// The machine that the program runs on, for the record.
#pragma once

#include "record/record.pb.h"

namespace plumbline::app {

/// What this machine tells of itself; what it does not tell is empty.
record::Machine this_machine();

}  // namespace plumbline::app

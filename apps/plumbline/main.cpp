// plumbline: parse, call, render, exit status.
#include <cstdio>

#include "plumbline/command.h"

int main(int argc, char** argv) {
  using namespace plumbline::app;
  CLI::App program{"plumbline: replays, emulates, records and judges O-RAN fronthaul traffic", "plumbline"};
  program.set_version_flag("--version", PLUMBLINE_VERSION);
  program.require_subcommand(1);
  Run run;
#define PLUMBLINE_ADD(name) add_##name(program, run);
  PLUMBLINE_COMMANDS(PLUMBLINE_ADD)
#undef PLUMBLINE_ADD
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return program.exit(error) == 0 ? kOk : kUsage;
  }
  return run ? run() : kUsage;
}

// plumbline: parse, call, render, exit status.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "base/suggest.h"
#include "plumbline/command.h"

namespace {

/// Nothing when `word` is a sub-command or an option; else what to say about it.
std::string no_such_command(CLI::App& program, const std::string& word) {
  std::vector<std::string> names;
  for (const CLI::App* command : program.get_subcommands({})) names.push_back(command->get_name());
  if (word.starts_with('-') || std::find(names.begin(), names.end(), word) != names.end()) return {};
  const std::vector<std::string_view> views{names.begin(), names.end()};
  const std::string_view near = plumbline::nearest_word(word, views);
  return fmt::format("plumbline: no command `{}`{}\n  there are: {}\n", word,
                     near.empty() ? "" : fmt::format(" (did you mean `{}`?)", near), fmt::join(names, ", "));
}

}  // namespace

int main(int argc, char** argv) {
  using namespace plumbline::app;
  CLI::App program{"plumbline: replays, emulates, records and judges O-RAN fronthaul traffic", "plumbline"};
  program.set_version_flag("--version", PLUMBLINE_VERSION);
  program.require_subcommand(1);
  Run run;
#define PLUMBLINE_ADD(name) add_##name(program, run);
  PLUMBLINE_COMMANDS(PLUMBLINE_ADD)
#undef PLUMBLINE_ADD
  if (const std::string complaint = argc > 1 ? no_such_command(program, argv[1]) : ""; !complaint.empty()) {
    std::fputs(complaint.c_str(), stderr);
    return kUsage;
  }
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return program.exit(error) == 0 ? kOk : kUsage;
  }
  return run ? run() : kUsage;
}

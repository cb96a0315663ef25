// What `plumbline run` says of itself: the catalogue, and how a run went.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "plumbline/port_options.h"
#include "plumbline/run_claims.h"
#include "record/record.pb.h"
#include "suite/case.h"

namespace plumbline::app {

/// What the user asked for, the plan's wishes filled in.
struct RunOptions {
  std::string plan, plan_name, link, port, cable, out, json, junit;
  std::vector<std::string> profiles;
  PortOptions ports;
  unsigned attempts = 3;
  std::vector<std::string> cases, without;
  std::optional<suite::Dut> dut;
  std::optional<std::uint64_t> seed;
  std::optional<std::uint32_t> repeat, frames;
  bool is_virtual = false, list = false, dry_run = false, verbose = false, strict = false;
};

/// "o-ru" or "o-du", as in --dut.
std::string_view word_of(suite::Dut dut);

/// Prints the cases; returns the exit status.
int list_cases(suite::Dut dut, const std::vector<const suite::Case*>& cases);

/// What the record says of the settings of a run.
void describe(const RunOptions& options, const Claims& claims, record::RunSettings& settings);

/// Prints the report of a run and writes its files; returns the exit status.
int publish(const record::RunRecord& record, const RunOptions& options, suite::Dut dut);

}  // namespace plumbline::app

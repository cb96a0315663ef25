#include "suite/links.h"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>

#include "suite/runner.h"

namespace plumbline::suite::test {
namespace {

[[noreturn]] void give_up(const Error& error) {
  std::fprintf(stderr, "%s\n", error.what.c_str());
  std::exit(1);
}

}  // namespace

Setup make_setup(std::string_view link, Dut dut, std::uint64_t seed) {
  auto loaded = profile::load_link(fmt::format(
      "{}/testvectors/{}/{}.yaml", PLUMBLINE_SOURCE_DIR,
      link == "example_link" || link == "lab_veth" || link == "mod_comp" ? "profiles" : "suite", link));
  if (!loaded) give_up(loaded.error());
  const profile::Unit unit = played(dut, *loaded);
  Setup setup{.dut = dut, .link = std::move(*loaded), .unit = unit, .seed = seed, .start = start_of(seed)};
  auto prepared = prepare(std::move(setup));
  if (!prepared) give_up(prepared.error());
  return std::move(*prepared);
}

std::string told(const record::CaseResult& result) {
  std::string text = fmt::format("{} {}", result.id(), record::Verdict_Name(result.verdict()));
  for (const record::CasePart& part : result.parts()) {
    if (!part.failure().empty()) text += fmt::format("\n  {}: {}", part.name(), part.failure());
    for (const record::Criterion& criterion : part.criteria())
      if (criterion.verdict() > record::VERDICT_PASS)
        text += fmt::format("\n  {}: {} {} expected {}..{} observed {} packet {}", part.name(),
                            record::Verdict_Name(criterion.verdict()), criterion.name(), criterion.expected(),
                            criterion.expected_to(), criterion.observed(), criterion.packet());
  }
  return text;
}

}  // namespace plumbline::suite::test

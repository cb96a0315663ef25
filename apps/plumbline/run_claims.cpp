#include "plumbline/run_claims.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdio>
#include <utility>

#include "suite/known_quirks.h"
#include "suite/tester.h"

namespace plumbline::app {

using suite::Dut;

namespace {

Dut side_of(const profile::Unit& unit) {
  return unit.kind == profile::UnitKind::o_ru ? Dut::o_ru : Dut::o_du;
}

}  // namespace

Result<Claims, Error> read_profiles(const std::vector<std::string>& files, std::optional<suite::Dut> dut) {
  struct Loaded {
    std::string file;
    profile::Unit unit;
  };
  std::vector<Loaded> loaded;
  for (const std::string& file : files) {
    auto unit = profile::load_unit(file, suite::known_ids());
    if (!unit) return tl::unexpected(unit.error());
    for (const Loaded& other : loaded)
      if (side_of(other.unit) == side_of(*unit))
        return fail(fmt::format("{} and {} are both profiles of an {}", other.file, file,
                                side_of(*unit) == Dut::o_ru ? "O-RU" : "O-DU"),
                    "give one of each side at most");
    loaded.push_back({file, std::move(*unit)});
  }
  Claims claims;
  claims.dut = dut.value_or(loaded.size() == 1 ? side_of(loaded[0].unit) : Dut::o_ru);
  for (Loaded& one : loaded)
    if (side_of(one.unit) == claims.dut) {
      claims.unit_file = one.file;
      claims.unit = std::move(one.unit);
    } else if (loaded.size() == 1) {
      const bool is_o_ru = side_of(one.unit) == Dut::o_ru;
      return fail(
          fmt::format("{} is the profile of an {}", one.file, is_o_ru ? "O-RU" : "O-DU"),
          fmt::format("say --dut {}, or give the other unit's profile too", is_o_ru ? "o-ru" : "o-du"));
    } else {
      claims.tester_file = one.file;
      claims.tester = std::move(one.unit);
    }
  if (claims.tester)
    if (auto fits = suite::check_tester(*claims.tester); !fits)
      return fail(fmt::format("{}: {}", claims.tester_file, fits.error().what), fits.error().remedy);
  return claims;
}

void tell_without_effect(std::string_view command, const Claims& claims) {
  const std::vector<std::string> unused =
      claims.tester ? suite::without_effect(*claims.tester) : std::vector<std::string>{};
  if (!unused.empty())
    std::fputs(fmt::format("plumbline {}: {} tells what the tester claims; without effect here: {}\n",
                           command, claims.tester_file, fmt::join(unused, ", "))
                   .c_str(),
               stderr);
}

}  // namespace plumbline::app

#include "suite/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "profile/yaml_reader.h"
#include "suite/catalogue.h"

namespace plumbline::suite {
namespace {

constexpr const char* kRemedy = "every key is described in testvectors/plans/example_plan.yaml";
constexpr std::array<std::string_view, 2> kDuts{"o_ru", "o_du"};

bool fits_any(const std::vector<std::string>& patterns, std::string_view id) {
  return std::any_of(patterns.begin(), patterns.end(), [&](const std::string& one) { return fits(one, id); });
}

void read_patterns(profile::MapReader& top, std::string_view key, std::vector<std::string>& patterns) {
  for (const profile::YamlNode& item : top.list(key)) {
    const auto pattern = profile::read_text(item, top.named(key), top.faults());
    if (!pattern) continue;
    const auto all = catalogue();
    if (std::none_of(all.begin(), all.end(), [&](const Case* one) { return fits(*pattern, one->id); }))
      top.faults().add(item.line, fmt::format("{}: no case fits {} (`plumbline run --list` shows them)",
                                              top.named(key), profile::quoted(*pattern)));
    patterns.push_back(*pattern);
  }
}

}  // namespace

Result<Plan, Error> parse_plan(std::string_view yaml, std::string_view name) {
  const auto tree = profile::parse_yaml(yaml);
  if (!tree) return fail(fmt::format("{}:{}: {}", name, tree.error().line, tree.error().what), kRemedy);
  profile::Faults faults{name};
  profile::MapReader top{*tree, "", faults};
  Plan plan;
  if (!profile::read_format(top, "plan")) return fail(faults.text(), kRemedy);
  top.text("name", plan.name);
  top.text("link", plan.link);
  top.text("profile", plan.profile);
  top.text("tester_profile", plan.tester_profile);
  top.text("cable", plan.cable);
  if (const auto dut = top.word("dut", kDuts)) plan.dut = static_cast<Dut>(*dut);
  read_patterns(top, "cases", plan.cases);
  read_patterns(top, "without", plan.without);
  top.number("seed", plan.seed, {0, std::numeric_limits<std::int64_t>::max()});
  top.number("repeat", plan.repeat, {1, 100'000});
  top.number("frames", plan.frames, {1, 1'000'000});
  top.finish();
  if (!faults.empty()) return fail(faults.text(), kRemedy);
  return plan;
}

Result<Plan, Error> load_plan(const std::string& path) {
  const auto text = profile::read_yaml_file(path, "the plan");
  if (!text) return tl::unexpected(text.error());
  auto plan = parse_plan(*text, path);
  if (!plan) return plan;
  const std::size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "" : path.substr(0, slash + 1);
  for (std::string* file : {&plan->link, &plan->profile, &plan->tester_profile, &plan->cable})
    if (!file->empty() && file->front() != '/') *file = folder + *file;
  return plan;
}

std::vector<const Case*> select(Dut dut, const std::vector<std::string>& wanted,
                                const std::vector<std::string>& without) {
  std::vector<const Case*> cases;
  for (const Case* one : catalogue())
    if (one->is_for(dut) && (wanted.empty() || fits_any(wanted, one->id)) && !fits_any(without, one->id))
      cases.push_back(one);
  return cases;
}

}  // namespace plumbline::suite

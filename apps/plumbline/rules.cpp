// plumbline rules: the catalogue, for reading.
#include <fmt/format.h>

#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/suggest.h"
#include "plumbline/common.h"
#include "rules/catalogue.h"

namespace plumbline::app {
namespace {

constexpr std::array<std::string_view, 3> kLevels{"must", "should", "advice"};

std::string_view level_of(const rules::RuleInfo& info) {
  return kLevels[static_cast<std::size_t>(info.level)];
}

/// What a link file must say for the rule: what an empty link lacks.
std::string needs_of(const rules::RuleInfo& info) {
  std::string needs;
  for (const std::string& key : rules::lacks(info, nullptr)) needs += (needs.empty() ? "" : ", ") + key;
  if ((info.needs & rules::kState) != 0) needs += needs.empty() ? "earlier messages" : "; earlier messages";
  if ((info.needs & rules::kBothDirections) != 0) needs += "; both directions captured";
  return needs.empty() ? "the message alone" : needs;
}

void wrapped(std::string_view label, std::string_view text) {
  std::string line = fmt::format("  {:<8}", label);
  std::size_t start = line.size(), width = start;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (width + end > 100) {
      line += '\n' + std::string(start, ' ');
      width = start;
    }
    line += std::string{text.substr(0, end)} + ' ';
    width += end + 1;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  while (!line.empty() && line.back() == ' ') line.pop_back();
  std::puts(line.c_str());
}

nlohmann::ordered_json to_json(const rules::RuleInfo& info) {
  return {{"id", info.id},
          {"level", level_of(info)},
          {"title", info.title},
          {"statement", info.statement},
          {"document", rules::kCatalogueVersion},
          {"clause", info.clause},
          {"needs", rules::lacks(info, nullptr)},
          {"follows_from", info.after},
          {"reading", info.fails}};
}

int show(const std::string& id) {
  const std::size_t index = rules::index_of(id);
  if (index == rules::kCatalogue.size()) {
    std::vector<std::string_view> ids;
    for (const rules::RuleInfo* info : rules::kCatalogue) ids.push_back(info->id);
    const std::string_view near = nearest_word(id, ids);
    return complain(
        "rules",
        {fmt::format("no rule `{}`{}", id, near.empty() ? "" : fmt::format(" (did you mean `{}`?)", near)),
         "`plumbline rules` lists them all"},
        kUsage);
  }
  const rules::RuleInfo& info = *rules::kCatalogue[index];
  std::puts(
      fmt::format("{}  {}   {} {}", info.id, level_of(info), rules::kCatalogueVersion, info.clause).c_str());
  wrapped("", info.statement);
  wrapped("needs", needs_of(info));
  wrapped("fails", info.fails);
  if (!info.after.empty())
    wrapped("follows",
            fmt::format("a finding of {} on the same message explains one of this rule", info.after));
  wrapped("next",
          fmt::format("plumbline check CAPTURE --link LINK -v   shows every finding kept of {}", info.id));
  return kOk;
}

int list(bool json) {
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  for (const rules::RuleInfo* info : rules::kCatalogue) {
    if (json)
      all.push_back(to_json(*info));
    else
      std::puts(fmt::format("{:<13} {:<7} {}", info->id, level_of(*info), info->title).c_str());
  }
  if (json)
    std::puts(all.dump(2).c_str());
  else
    std::puts(fmt::format("{} rules of {}; `plumbline rules ID` tells one of them.", rules::kCatalogue.size(),
                          rules::kCatalogueVersion)
                  .c_str());
  return kOk;
}

}  // namespace

void add_rules(CLI::App& program, Run& run) {
  struct Options {
    std::string id;
    bool json = false;
  };
  const auto options = std::make_shared<Options>();
  CLI::App& command = *program.add_subcommand("rules", "List the rules, or tell one of them");
  command.add_option("ID", options->id, "A rule, e.g. CUS-SEQ-001");
  command.add_flag("--json", options->json, "All rules as JSON");
  command.footer("Examples:\n  plumbline rules\n  plumbline rules CUS-SEQ-001\n  plumbline rules --json");
  command.callback([&run, options] {
    run = [options] { return options->id.empty() ? list(options->json) : show(options->id); };
  });
}

}  // namespace plumbline::app

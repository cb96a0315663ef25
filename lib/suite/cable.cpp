#include "suite/cable.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "lab/virtual_lab.h"
#include "profile/yaml_reader.h"

namespace plumbline::suite {
namespace {

constexpr const char* kRemedy = "every key is described in testvectors/cables/example_cable.yaml";
constexpr std::int64_t kMostNs = 100'000'000, kMostOffsetNs = 1'000'000'000, kMostDriftPpb = 10'000'000;
constexpr std::int64_t kMillion = 1'000'000;

void read_way(profile::MapReader& top, std::string_view key, lab::Impairment& way) {
  const profile::YamlNode* node = top.find(key);
  if (node == nullptr) return;
  profile::MapReader map{*node, key, top.faults()};
  if (const auto ns = map.duration("jitter", {0, kMostNs})) way.jitter = Nanos{*ns};
  map.number("lost_ppm", way.lost_ppm, {0, kMillion});
  map.number("doubled_ppm", way.doubled_ppm, {0, kMillion});
  map.number("overtaken_ppm", way.overtaken_ppm, {0, kMillion});
  const auto by = map.duration("overtaken_by", {1, kMostNs});
  if (by) way.overtaken_by = Nanos{*by};
  if ((way.overtaken_ppm > 0) != by.has_value())
    top.faults().add(node->line, fmt::format("`{}`: overtaken_ppm and overtaken_by_us go together: how many "
                                             "frames, and how much later they come",
                                             key));
  map.finish();
}

}  // namespace

Nanos Cable::time_error(Nanos air) const {
  constexpr std::int64_t kMs = 1'000'000, kPpbPerMs = 1'000;  // 1 ppb is 1 ns a second
  const std::int64_t drift = (std::abs(drift_ppb) * (air.count() / kMs + 1) + kPpbPerMs - 1) / kPpbPerMs;
  return std::max(down.jitter, up.jitter) + Nanos{std::abs(clock_offset.count()) + drift};
}

Result<Cable, Error> parse_cable(std::string_view yaml, std::string_view name) {
  const auto tree = profile::parse_yaml(yaml);
  if (!tree) return fail(fmt::format("{}:{}: {}", name, tree.error().line, tree.error().what), kRemedy);
  profile::Faults faults{name};
  profile::MapReader top{*tree, "", faults};
  Cable cable;
  if (!top.has("plumbline_cable"))
    faults.add(1, "no `plumbline_cable: 1` (a cable says which version of the format it is written in)");
  std::int64_t version = 0;
  if (top.number("plumbline_cable", version) && version != 1)
    top.fault("plumbline_cable", fmt::format("version {} is not known here (this program reads 1)", version));
  top.text("name", cable.name);
  if (const auto ns = top.duration("delay", {lab::VirtualLab::kLeastDelay.count(), kMostNs}))
    cable.delay = Nanos{*ns};
  read_way(top, "down", cable.down);
  read_way(top, "up", cable.up);
  if (const profile::YamlNode* node = top.find("unit_clock")) {
    profile::MapReader clock{*node, "unit_clock", faults};
    if (const auto ns = clock.duration("offset", {-kMostOffsetNs, kMostOffsetNs}))
      cable.clock_offset = Nanos{*ns};
    clock.number("drift_ppb", cable.drift_ppb, {-kMostDriftPpb, kMostDriftPpb});
    clock.finish();
  }
  top.finish();
  if (!faults.empty()) return fail(faults.text(), kRemedy);
  return cable;
}

Result<Cable, Error> load_cable(const std::string& path) {
  const auto text = profile::read_yaml_file(path, "the cable");
  if (!text) return tl::unexpected(text.error());
  return parse_cable(*text, path);
}

}  // namespace plumbline::suite

// parse_unit() and load_unit().
#include <fmt/format.h>

#include <algorithm>

#include "profile/quirk_yaml.h"
#include "profile/unit.h"
#include "profile/yaml_reader.h"

namespace plumbline::profile {
namespace {

constexpr const char* kRemedy =
    "every key is described in lib/profile/README.md and testvectors/profiles/example_o_ru.yaml";
constexpr std::array<std::string_view, 2> kKinds{"o_ru", "o_du"};
constexpr std::array<std::string_view, 2> kCategories{"A", "B"};
constexpr std::array<std::string_view, 2> kBeamforming{"none", "beams"};

/// The numbers of a list as bits; twice the same is a fault.
void read_bits(MapReader& top, std::string_view key, Range range, std::uint64_t& bits) {
  const auto items = top.list(key);
  if (!items.empty()) bits = 0;
  for (const YamlNode& item : items) {
    const auto number = read_integer(item, top.named(key), range, top.faults());
    if (!number) continue;
    const std::uint64_t bit = std::uint64_t{1} << *number;
    if ((bits & bit) != 0)
      top.faults().add(item.line, fmt::format("{}: {} is there twice", top.named(key), *number));
    bits |= bit;
  }
}

void read_features(MapReader& top, std::uint64_t& features) {
  for (const YamlNode& item : top.list("features")) {
    const auto word = read_word(item, top.named("features"), kFeatureNames, top.faults());
    if (word) features |= std::uint64_t{1} << *word;
  }
}

void read_limits(MapReader& top, Limits& limits) {
  const YamlNode* node = top.find("limits");
  if (node == nullptr) return;
  MapReader map{*node, "limits", top.faults()};
  constexpr Range kRange{1, 65535};
  map.number_or_none("sections_per_symbol", limits.sections_per_symbol, kRange);
  map.number_or_none("sections_per_slot", limits.sections_per_slot, kRange);
  map.number_or_none("prbs_per_symbol", limits.prbs_per_symbol, kRange);
  map.finish();
}

void read_modes(MapReader& top, std::string_view key, Sleep::Modes& modes) {
  if (!top.has(key)) return;
  for (const YamlNode& item : top.list(key)) {
    MapReader map{item, top.named(key), top.faults()};
    unsigned mode = 0;
    SleepMode read;
    constexpr Range kMost{0, 10'000'000};
    map.require("mode");
    map.require("wake_up_us");
    const bool good = map.number("mode", mode, {0, Sleep::kModes - 1});
    map.number("wake_up_us", read.wake_up_us, kMost);
    map.number_or_none("ready_within_us", read.ready_within_us, kMost);
    map.finish();
    if (!good) continue;
    if (modes[mode]) map.fault("mode", fmt::format("{} is there twice", mode));
    if (mode == 0 && read.ready_within_us)
      map.fault("ready_within_us", "the wake-up of mode 0 is guaranteed (remove it)");
    modes[mode] = read;
  }
  std::optional<SleepMode> before;
  for (const auto& mode : modes) {
    if (mode && before && mode->wake_up_us <= before->wake_up_us)
      top.fault(key, "a higher mode takes longer to wake up");
    if (mode) before = mode;
  }
}

void read_sleep(MapReader& top, std::optional<Sleep>& sleep) {
  const YamlNode* node = top.find("sleep");
  if (node == nullptr) return;
  MapReader map{*node, "sleep", top.faults()};
  Sleep read;
  read_modes(map, "trx_control", read.trx_control);
  read_modes(map, "asm", read.asm_modes);
  map.flag("undefined_duration", read.undefined_duration);
  map.flag("discards", read.discards);
  if (map.number("elements", read.elements, {16, 64}) && (read.elements & (read.elements - 1)) != 0)
    map.fault("elements", "say 16, 32 or 64");
  if (map.has("masks")) {
    read.masks.clear();
    const Range all{0, static_cast<std::int64_t>(std::min<std::uint64_t>(read.all_elements(), INT64_MAX))};
    for (const YamlNode& item : map.list("masks"))
      if (const auto mask = read_integer(item, map.named("masks"), all, map.faults()))
        read.masks.push_back(static_cast<std::uint64_t>(*mask));
  }
  map.finish();
  sleep = std::move(read);
}

}  // namespace

Result<Unit, Error> parse_unit(std::string_view yaml, std::string_view name, const KnownIds& known) {
  const auto tree = parse_yaml(yaml);
  if (!tree) return fail(fmt::format("{}:{}: {}", name, tree.error().line, tree.error().what), kRemedy);
  Faults faults{name};
  MapReader top{*tree, "", faults};
  Unit unit;
  if (!read_format(top, "profile")) return fail(faults.text(), kRemedy);
  top.require("unit");
  if (const auto kind = top.word("unit", kKinds)) unit.kind = static_cast<UnitKind>(*kind);
  top.text("vendor", unit.vendor);
  top.text("model", unit.model);
  top.text("firmware", unit.firmware);
  if (const auto category = top.word("category", kCategories)) {
    unit.category_b = *category == 1;
    if (unit.kind == UnitKind::o_du) top.fault("category", "belongs to an o_ru (remove it)");
  }
  if (const auto word = top.word("beamforming", kBeamforming))
    unit.beamforming = *word == 0 ? Beamforming::none : Beamforming::beams;
  top.number("loopback_level", unit.loopback_level, {0, 7});
  read_bits(top, "section_types", {0, 11}, unit.section_types);
  read_bits(top, "extensions", {1, 30}, unit.extensions);
  read_features(top, unit.features);
  read_limits(top, unit.limits);
  read_sleep(top, unit.sleep);
  if (unit.kind == UnitKind::o_du && unit.sleep) top.fault("sleep", "belongs to an o_ru (remove it)");
  read_quirks(top, unit.kind, known, unit.quirks);
  top.finish();
  if (!faults.empty()) return fail(faults.text(), kRemedy);
  return unit;
}

Result<Unit, Error> load_unit(const std::string& path, const KnownIds& known) {
  const auto text = read_yaml_file(path, "the profile");
  if (!text) return tl::unexpected(text.error());
  return parse_unit(*text, path, known);
}

}  // namespace plumbline::profile

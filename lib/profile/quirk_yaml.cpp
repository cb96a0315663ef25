#include "profile/quirk_yaml.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/suggest.h"

namespace plumbline::profile {
namespace {

constexpr std::size_t kMostQuirks = 64;

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// "CUS-HDR-006", "CUS-U-008", "FH-TRN-004": what stands in front, a group, three digits.
bool has_shape(std::string_view id, std::string_view front) {
  if (!id.starts_with(front)) return false;
  id.remove_prefix(front.size());
  constexpr std::size_t kNumber = 4;
  if (id.size() <= kNumber || id[id.size() - kNumber] != '-') return false;
  const std::string_view group = id.substr(0, id.size() - kNumber), number = id.substr(id.size() - 3);
  return std::all_of(group.begin(), group.end(), is_upper) &&
         std::all_of(number.begin(), number.end(), is_digit);
}

/// What a list of ids is of.
struct IdList {
  std::string_view key, front, one, remedy;
  std::span<const std::string_view> known;
};

void read_ids(MapReader& map, const IdList& list, std::vector<std::string>& ids) {
  if (!map.has(list.key)) return;
  ids.clear();
  for (const YamlNode& item : map.list(list.key)) {
    auto id = read_text(item, map.named(list.key), map.faults());
    if (!id) continue;
    const bool is_known = list.known.empty()
                              ? has_shape(*id, list.front)
                              : std::find(list.known.begin(), list.known.end(), *id) != list.known.end();
    if (!is_known) {
      const std::string_view near = map.faults().full() ? std::string_view{} : nearest_word(*id, list.known);
      map.faults().add(
          item.line, fmt::format("{}: {} is no {} ({}{})", map.named(list.key), quoted(*id), list.one,
                                 near.empty() ? "" : fmt::format("did you mean `{}`? ", near), list.remedy));
    } else if (std::find(ids.begin(), ids.end(), *id) != ids.end()) {
      map.faults().add(item.line, fmt::format("{}: {} is there twice", map.named(list.key), *id));
    } else {
      ids.push_back(*std::move(id));
    }
  }
}

/// One that the emulators act: what is known of it, until the profile says otherwise.
void fill_in(const KnownQuirk& known, Quirk& quirk) {
  quirk.text = known.text;
  quirk.link = known.link;
  quirk.rules.assign(known.rules.begin(), known.rules.end());
  quirk.cases.assign(known.cases.begin(), known.cases.end());
}

void read_id(MapReader& map, UnitKind kind, Quirk& quirk) {
  std::array<std::string_view, kKnownQuirks.size()> ids;
  std::transform(kKnownQuirks.begin(), kKnownQuirks.end(), ids.begin(),
                 [](const KnownQuirk& one) { return one.id; });
  const auto word = map.word("id", ids);
  if (!word) return;
  const KnownQuirk& known = kKnownQuirks[*word];
  if (known.unit != kind)
    map.fault("id", fmt::format("{} is a quirk of an {} (remove it)", known.id,
                                known.unit == UnitKind::o_ru ? "o_ru" : "o_du"));
  quirk.kind = static_cast<QuirkKind>(*word);
  fill_in(known, quirk);
}

void check(MapReader& map, const Quirk& quirk, const std::vector<Quirk>& before) {
  if (!map.has("id") && !map.has("text"))
    map.faults().add(map.line(),
                     "quirks: neither `id` nor `text` (an id is one that the emulators act, a "
                     "text tells of any other)");
  if (!map.has("id") && map.has("text") && !map.has("rules") && !map.has("cases"))
    map.fault("text", "neither `rules` nor `cases` (say which rules or cases it fails)");
  if (!quirk.link.empty() && !quirk.link.starts_with("https://"))
    map.fault("link", fmt::format("{} is no https:// address", quoted(quirk.link)));
  for (const Quirk& other : before)
    if (!quirk.text.empty() && (other.text == quirk.text || (quirk.kind && other.kind == quirk.kind)))
      map.faults().add(map.line(),
                       fmt::format("quirks: {} is there twice",
                                   quoted(quirk.kind ? quirk.id() : std::string_view{quirk.text})));
}

}  // namespace

void read_quirks(MapReader& top, UnitKind kind, const KnownIds& known, std::vector<Quirk>& quirks) {
  const auto items = top.list("quirks");
  if (items.size() > kMostQuirks)
    return top.fault("quirks", fmt::format("{} entries, more than {}", items.size(), kMostQuirks));
  for (const YamlNode& item : items) {
    MapReader map{item, "quirks", top.faults()};
    Quirk quirk;
    read_id(map, kind, quirk);
    map.text("text", quirk.text);
    map.text("until_firmware", quirk.until_firmware);
    map.text("link", quirk.link);
    read_ids(map,
             {.key = "rules",
              .front = "CUS-",
              .one = "rule",
              .remedy = "`plumbline rules` lists them",
              .known = known.rules},
             quirk.rules);
    read_ids(map,
             {.key = "cases",
              .front = "FH-",
              .one = "case",
              .remedy = "`plumbline run --list` lists them",
              .known = known.cases},
             quirk.cases);
    map.finish();
    if (item.kind != YamlNode::Kind::map) continue;
    check(map, quirk, quirks);
    quirks.push_back(std::move(quirk));
  }
}

}  // namespace plumbline::profile

// FH-CPL-019: section extensions 4, 5 and 23.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "suite/codes.h"

namespace plumbline::suite::cpl_019 {

inline constexpr std::uint64_t kSe4 = 1u << 4, kSe5 = 1u << 5, kSe23 = 1u << 23;

/// Whether all that the channel of a section may carry is modulation compression.
inline bool is_modulated(const Setup& setup, const SeenCplane& seen) {
  profile::Endpoint endpoint{};
  if (profile::find_endpoints(setup.link, seen.place.eaxc, seen.header.direction, &endpoint, 1) == 0)
    return false;
  const profile::Compression& compression = endpoint.channel->compression;
  const auto is = [](profile::Method method) { return iq::is_modulation(static_cast<std::uint8_t>(method)); };
  for (const profile::Packing& other : compression.also)
    if (!is(other.method)) return false;
  return is(compression.method);
}

/// What was found in all sections.
struct Found {
  std::uint64_t sections = 0, masked = 0;
  Tally none, several, uplink, twice, gaps, empty;
};

/// The masks of a section: those of each SE 5, of each pattern of SE 23.
inline void look_at_masks(const Observed& observed, const SeenCplane& seen, Found& found) {
  struct Masks {
    unsigned all = 0;
    bool twice = false;
  };
  std::map<unsigned, Masks> parts;
  for (const AmplitudeSet& set : sets_of(observed, seen)) {
    if (set.extension == 4) continue;
    Masks& masks = parts[set.part];
    masks.twice = masks.twice || (masks.all & set.re_mask) != 0;
    masks.all |= set.re_mask;
  }
  // An SE 5 or 23 without room for a set, or cut off.
  if (parts.empty() && (seen.extensions & (kSe5 | kSe23)) != 0) found.empty.note(seen.place.packet);
  for (const auto& [part, masks] : parts) {
    ++found.masked;
    if (masks.twice) found.twice.note(seen.place.packet);
    if (masks.all != seen.section.re_mask) found.gaps.note(seen.place.packet);
  }
}

inline void judge(const Setup& setup, const Stimulus& /*sent*/, const Observed& observed,
                  Judgement& judgement) {
  Found found;
  for (const SeenCplane& seen : observed.cplane) {
    if (!seen.place.from_o_du ||
        (seen.header.section_type != 1 && seen.header.section_type != 3 && seen.header.section_type != 5))
      continue;
    const std::uint64_t told = seen.extensions & (kSe4 | kSe5 | kSe23);
    if (seen.header.direction == radio::Direction::uplink) {
      if (told != 0) found.uplink.note(seen.place.packet);
      continue;
    }
    // Without REs a section loads a beam.
    if (!is_modulated(setup, seen) || seen.section.re_mask == 0) continue;
    ++found.sections;
    if (told == 0) found.none.note(seen.place.packet);
    if ((told & (told - 1)) != 0) found.several.note(seen.place.packet);
    look_at_masks(observed, seen, found);
  }
  const auto unit = record::UNIT_SECTIONS;
  if (found.sections == 0)
    judgement.inconclusive("present", {.expected = 1, .expected_to = INT64_MAX, .unit = unit});
  else
    judgement.never("present", found.none, unit);
  judgement.never("one_kind", found.several, unit);
  judgement.never("downlink", found.uplink, unit);
  judgement.never("sets", found.empty, unit);
  if (found.masked == 0) {
    judgement.not_applicable("disjoint");
    judgement.not_applicable("complete");
    return;
  }
  judgement.never("disjoint", found.twice, unit);
  judgement.never("complete", found.gaps, unit);
}

inline std::string not_applicable(const Setup& setup) {
  return may_be(setup, radio::Direction::downlink, iq::is_modulation)
             ? ""
             : "link carriers.channels.pdsch.compression: no modulation compression";
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CONF.0", "v12.00", "3.2.3.3.6", "modulation compression", Relation::part},
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "7.7.4", "section extension 4", Relation::part},
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "7.7.5", "section extension 5", Relation::part},
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "7.7.23", "section extension 23", Relation::part},
};
inline constexpr std::string_view kRules[] = {"CUS-EXT-002", "CUS-EXT-003", "CUS-EXT-006"};
inline constexpr CriterionInfo kCriteria[] = {
    {"present", "csf and scaler of every section are told by SE 4, 5 or 23", "O-RAN.WG4.TS.CUS.0 v17.01 A.5"},
    {"one_kind", "no section has SE 4, 5 and 23 beside each other", "O-RAN.WG4.TS.CUS.0 v17.01 7.7.23"},
    {"downlink", "no uplink section has SE 4, 5 or 23", "O-RAN.WG4.TS.CUS.0 v17.01 7.7.4"},
    {"sets", "SE 5 and SE 23 hold sets", "O-RAN.WG4.TS.CUS.0 v17.01 7.7.5.1"},
    {"disjoint", "no RE is in two mcScaleReMasks", "O-RAN.WG4.TS.CUS.0 v17.01 7.7.5.2"},
    {"complete", "the mcScaleReMasks together are reMask", "O-RAN.WG4.TS.CUS.0 v17.01 7.7.5.2"},
};

inline constexpr Case kCase{
    .id = "FH-CPL-019",
    .title = "extensions 4, 5, 23",
    .purpose = "The C-plane tells csf and scaler of every RE of modulation compression, each once.",
    .duts = kODu,
    .kind = Kind::emulation,
    .references = kReferences,
    .remains =
        "links that state csf and scaler over the M-plane; max-mcscaleremask-per-prb; of SE 23 whether "
        "its patterns cover all symbols and PRBs (the emulator sends none: with it the case looks at "
        "the masks alone)",
    .rules = kRules,
    .criteria = kCriteria,
    .not_applicable = not_applicable,
    .judge = judge,
};

}  // namespace plumbline::suite::cpl_019

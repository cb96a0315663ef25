// FH-CPL-003: base section types.
#pragma once

#include "suite/expect.h"

namespace plumbline::suite::cpl_003 {

inline void judge(const Setup& setup, const Stimulus& /*sent*/, const Observed& observed,
                  Judgement& judgement) {
  std::uint64_t streams = 0, types = 0, extensions = 0;
  for (const record::Stream& stream : observed.check.streams()) {
    // Our own feedback (section type 8) is not the unit's.
    if (stream.plane() != record::PLANE_C || !is_of_unit(setup, stream)) continue;
    ++streams;
    types |= stream.section_types();
    extensions |= stream.extensions();
  }
  judgement.none("section_types", streams, types & ~setup.unit.section_types, record::UNIT_HEX);
  judgement.none("extensions", streams, extensions & ~setup.unit.extensions, record::UNIT_HEX);
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CONF.0", "v12.00", "3.4.4.1.1", "Base CAT-A O-RU", Relation::part},
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "7.4", "C-plane message formats", Relation::part},
};
inline constexpr std::string_view kRules[] = {"CUS-C-006", "CUS-EXT-003"};
inline constexpr CriterionInfo kCriteria[] = {
    {"section_types", "no section type is used that was not declared (bits)",
     "O-RAN.WG4.TS.CONF.0 v12.00 3.4.4.1.1"},
    {"extensions", "no extension is used that was not declared (bits)",
     "O-RAN.WG4.TS.CONF.0 v12.00 3.4.4.1.1"},
};

inline constexpr Case kCase{
    .id = "FH-CPL-003",
    .title = "base section types",
    .purpose = "The O-DU uses only section types and extensions that it was told the O-RU has.",
    .duts = kODu,
    .kind = Kind::emulation,
    .references = kReferences,
    .remains = "service of a UE",
    .rules = kRules,
    .criteria = kCriteria,
    .judge = judge,
};

}  // namespace plumbline::suite::cpl_003

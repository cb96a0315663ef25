// FH-CPL-018: beamId use.
#pragma once

#include <string>

#include "suite/case.h"

namespace plumbline::suite::cpl_018 {

inline std::string not_applicable(const Setup& setup) {
  switch (setup.unit.beamforming) {
    case profile::Beamforming::none:
      return {};
    case profile::Beamforming::beams:
      return "profile beamforming: beams";
    default:
      return "profile beamforming: not stated";
  }
}

inline void judge(const Setup& /*setup*/, const Stimulus& /*sent*/, const Observed& observed,
                  Judgement& judgement) {
  std::uint64_t beams = 0, packet = 0, sections = 0;
  for (const SeenCplane& seen : observed.cplane) {
    if (!seen.place.from_o_du || (seen.header.section_type != 1 && seen.header.section_type != 3)) continue;
    ++sections;
    if (seen.section.beam_id != 0 && beams++ == 0) packet = seen.place.packet;
  }
  if (sections == 0) return judgement.not_applicable("no_beam");
  judgement.equals("no_beam", 0, beams, record::UNIT_SECTIONS, packet);
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CONF.0", "v12.00", "3.4.4.1.1", "Base CAT-A O-RU", Relation::part},
    {"O-RAN.WG4.TS.CONF.0", "v12.00", "3.4.4.2.1", "predefined beams", Relation::part},
};
inline constexpr CriterionInfo kCriteria[] = {
    {"no_beam", "no section names a beam", "O-RAN.WG4.TS.CONF.0 v12.00 3.4.4.1.1"},
};

inline constexpr Case kCase{
    .id = "FH-CPL-018",
    .title = "beamId use",
    .purpose = "Towards an O-RU without beamforming every beamId is 0.",
    .duts = kODu,
    .kind = Kind::emulation,
    .references = kReferences,
    .remains = "the sweep over a table of beams",
    .criteria = kCriteria,
    .not_applicable = not_applicable,
    .judge = judge,
};

}  // namespace plumbline::suite::cpl_018

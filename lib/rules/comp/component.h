// CUS-COMP-014: modulation compression beyond 1.0.
#pragma once

#include "rules/comp/prb.h"

namespace plumbline::rules {

struct ModulationComponent {
  static constexpr RuleInfo info{
      .id = "CUS-COMP-014",
      .title = "modulation compression beyond 1.0",
      .statement =
          "With modulation compression, which is of downlink only, no component of a sample is above 1.0 in "
          "magnitude.",
      .clause = "A.5",
      .level = Level::must,
      .needs = kCarriers | kSamples | kState | kModulation,
      .after = "CUS-COMP-002",
      .fails =
          "modCompScaler is too large for the codes that are sent with it: it has to leave room for the "
          "constellation (64QAM and above at unit power do not fit). Expected and observed are thousandths; "
          "in uplink, the udCompHdr.",
      .measures = "component",
  };
  static bool applies(const Class& c) { return may_carry(c, is_modulation); }
  static bool off(const track::PrbFacts& f) {
    return !f.modulation.known || f.message.traits.direction == radio::Direction::uplink ||
           largest(f).above_one();
  }
  static Outcome judge(const track::PrbFacts& f) {
    if (f.message.traits.direction == radio::Direction::uplink)
      return failed_seeing(f.section.ud_comp_hdr, Unit::ud_comp_hdr, f.section.at + 4);
    if (!f.modulation.known) return {};
    return failed_between(0, 1000, largest(f).thousandths(), Unit::none, f.at);
  }

 private:
  static Amplitude largest(const track::PrbFacts& f) {
    return amplitude(f, f.component_scaler, std::uint64_t{f.component} * f.component);
  }
};

}  // namespace plumbline::rules

// CUS-COMP-003: UL header not copied.
#pragma once

#include "rules/rule.h"

namespace plumbline::rules {

struct HeaderCopied {
  static constexpr RuleInfo info{
      .id = "CUS-COMP-003",
      .title = "UL header not copied",
      .statement =
          "With dynamic format, udCompHdr of an UL section equals that of the C-plane message that asked for "
          "it.",
      .clause = "8.3.3.13",
      .level = Level::must,
      .needs = kState | kCarriers,
      .after = "CUS-COMP-002",
      .fails = "the O-RU compresses otherwise than it was told.",
  };
  static bool applies(const Class& c) {
    return c.u_plane() && c.uplink() && c.channel != nullptr && c.channel->format.dynamic;
  }
  static bool off(const track::UplaneSectionFacts& f) {
    return !f.deliver.has_description || f.section.ud_comp_hdr != f.deliver.ud_comp_hdr;
  }
  static Outcome judge(const track::UplaneSectionFacts& f) {
    if (!f.deliver.has_description) return {};
    return failed_equal(f.deliver.ud_comp_hdr, f.section.ud_comp_hdr, Unit::ud_comp_hdr, f.section.at + 4);
  }
};

}  // namespace plumbline::rules

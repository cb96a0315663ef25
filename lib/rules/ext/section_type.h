// CUS-EXT-003: extension with wrong section type.
#pragma once

#include "rules/ext/table.h"
#include "rules/rule.h"

namespace plumbline::rules {

struct ExtensionAllowed {
  static constexpr RuleInfo info{
      .id = "CUS-EXT-003",
      .title = "extension with wrong section type",
      .statement = "The extension is allowed with the section type.",
      .clause = "7.7",
      .level = Level::must,
      .needs = kNothing,
      .after = "CUS-C-006",
      .fails =
          "the receiver has no meaning for this pair; it drops the section or the message. Observed: the "
          "extension type.",
      .measures = "section type it came with, extType",
  };
  static bool applies(const Class& c) { return c.c_plane(); }
  static bool off(const track::ExtensionFacts& f) {
    return !extension_allowed(f.extension.type, f.message.section_type);
  }
  static Outcome judge(const track::ExtensionFacts& f) {
    return failed_equal(f.message.section_type, f.extension.type, Unit::none, f.extension.at);
  }
};

}  // namespace plumbline::rules

// CUS-EXT-006: extension size.
#pragma once

#include "rules/ext/table.h"
#include "rules/rule.h"

namespace plumbline::rules {

struct ExtensionSize {
  static constexpr RuleInfo info{
      .id = "CUS-EXT-006",
      .title = "extension size",
      .statement =
          "extLen equals the size the extension has (fixed sizes; computed ones are judged with their "
          "bodies).",
      .clause = "7.6.1; 7.7",
      .level = Level::must,
      .needs = kNothing,
      .after = "CUS-EXT-003",
      .fails = "sender and receiver use different versions of the extension, or its length is wrong.",
  };
  static bool applies(const Class& c) { return c.c_plane(); }
  static bool off(const track::ExtensionFacts& f) {
    return !extension_size_legal(f.extension.type, f.extension.words);
  }
  static Outcome judge(const track::ExtensionFacts& f) {
    return failed_between(least_words(f.extension.type), most_words(f.extension.type), f.extension.words,
                          Unit::words, f.extension.at + 1);
  }
};

}  // namespace plumbline::rules

// What report needs to know of a rule, handed in by the caller: this room knows records, not the catalogue.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

namespace plumbline::report {

/// The words of one rule; any may be empty. Borrowed for the time of a call.
struct RuleText {
  std::string_view id{};
  std::string_view title{};      ///< a few words: "UL data missing"
  std::string_view statement{};  ///< one sentence that can be false
  std::string_view clause{};     ///< document, version and clause: "CUS v17.01 5.1.3.2.8"
  std::string_view measures{};   ///< what expected and observed are of: "arrival after symbol start"
  std::string_view reading{};    ///< how to read a failure
};

/// The words of the rule `id`; nullptr when there are none. May be empty: then only ids are shown.
using FindRule = std::function<const RuleText*(std::string_view id)>;

/// The words of record::Finding::detail ("gap", "repeat"); empty for those without. May be empty.
using FindDetail = std::function<std::string_view(std::uint32_t detail)>;

/// `find(id)`, or a text that has nothing but the id.
inline RuleText text_of(const FindRule& find, std::string_view id) {
  const RuleText* text = find ? find(id) : nullptr;
  return text != nullptr ? *text : RuleText{.id = id};
}

}  // namespace plumbline::report

#include "report/quirk_words.h"

#include <fmt/format.h>

#include "report/printable.h"
#include "report/words.h"

namespace plumbline::report {

std::string name_of_quirk(const record::RunResult& result, std::uint32_t index) {
  const bool has_id = index < static_cast<std::uint32_t>(result.quirks_size()) &&
                      !result.quirks(static_cast<int>(index)).id().empty();
  return has_id ? printable(result.quirks(static_cast<int>(index)).id())
                : fmt::format("{}", std::uint64_t{index} + 1);
}

std::string words_of_quirk(const record::RunResult& result, std::uint32_t index) {
  if (index >= static_cast<std::uint32_t>(result.quirks_size())) return {};
  const record::KnownQuirk& quirk = result.quirks(static_cast<int>(index));
  return fmt::format("known quirk {}: {}{}", name_of_quirk(result, index), printable(quirk.text()),
                     quirk.link().empty() ? "" : fmt::format(" ({})", printable(quirk.link())));
}

std::string_view outcome_of(const record::KnownQuirk& quirk) {
  if (quirk.failed() > 0) return "may have shown";
  return quirk.passed() > 0 ? "did not show" : "not looked at";
}

std::string evidence_of_quirk(const record::KnownQuirk& quirk) {
  const bool shown = quirk.failed() > 0;
  const std::uint32_t judged = shown ? quirk.failed() : quirk.passed();
  std::string text = judged == 0
                         ? "nothing that it names was judged"
                         : fmt::format("{} that it names {}", counted(judged, "criterion", "criteria"),
                                       shown ? "failed" : "passed");
  if (!quirk.until_firmware().empty())
    text += fmt::format(" · until firmware {}", printable(quirk.until_firmware()));
  return text;
}

bool is_named_by_quirks(const record::CaseResult& result) {
  if (result.verdict() != record::VERDICT_FAIL) return false;
  for (const record::CasePart& part : result.parts()) {
    if (part.verdict() != record::VERDICT_FAIL) continue;
    for (const record::Criterion& one : part.criteria())
      if (one.verdict() == record::VERDICT_FAIL && one.known_quirks().empty()) return false;
  }
  return true;
}

}  // namespace plumbline::report

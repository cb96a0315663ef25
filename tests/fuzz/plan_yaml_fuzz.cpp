// Any text as a plan and as the profile of a unit: an answer with its place, and what a plan names is there.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "profile/unit.h"
#include "suite/catalogue.h"
#include "suite/plan.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace plumbline;
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  if (const auto unit = profile::parse_unit(text, "fuzz.yaml");
      !unit && !unit.error().what.starts_with("fuzz.yaml:"))
    std::abort();
  const auto plan = suite::parse_plan(text, "fuzz.yaml");
  if (!plan) {
    if (!plan.error().what.starts_with("fuzz.yaml:") || plan.error().remedy.empty()) std::abort();
    return 0;
  }
  if (plan->repeat == 0) std::abort();
  for (const std::string& pattern : plan->cases) {
    bool found = false;
    for (const suite::Case* one : suite::catalogue()) found = found || suite::fits(pattern, one->id);
    if (!found) std::abort();
  }
  return 0;
}

#include "suite/catalogue.h"

#include <algorithm>
#include <array>

#include "suite/cases/cpl/cpl_001_header_ranges.h"
#include "suite/cases/cpl/cpl_002_structure.h"
#include "suite/cases/cpl/cpl_004_prb_addressing.h"
#include "suite/cases/cpl/cpl_005_section_id.h"
#include "suite/cases/cpl/cpl_006_sym_inc.h"
#include "suite/cases/dlm/dlm_001_dl_uplane_departure.h"
#include "suite/cases/dlm/dlm_003_ul_departure.h"
#include "suite/cases/trn/trn_002_priority.h"
#include "suite/cases/trn/trn_003_common_header.h"
#include "suite/cases/trn/trn_004_payload_length.h"
#include "suite/cases/trn/trn_005_concatenation.h"
#include "suite/cases/trn/trn_006_eaxc_membership.h"
#include "suite/cases/upl/upl_003_prb_once.h"
#include "suite/cases/upl/upl_006_compression_fields.h"
#include "suite/cases/upl/upl_007_payload_length.h"
#include "suite/verdict.h"

namespace plumbline::suite {
namespace {

constexpr std::array kCases{
    &trn_002::kCase, &trn_003::kCase, &trn_004::kCase, &trn_005::kCase, &trn_006::kCase,
    &cpl_001::kCase, &cpl_002::kCase, &cpl_004::kCase, &cpl_005::kCase, &cpl_006::kCase,
    &upl_003::kCase, &upl_006::kCase, &upl_007::kCase, &dlm_001::kCase, &dlm_003::kCase,
};

const CriterionInfo* find_in(std::span<const CriterionInfo> infos, std::string_view name) {
  const auto found =
      std::find_if(infos.begin(), infos.end(), [&](const CriterionInfo& info) { return info.name == name; });
  return found == infos.end() ? nullptr : &*found;
}

}  // namespace

std::span<const Case* const> catalogue() { return kCases; }

const Case* find_case(std::string_view id) {
  const auto found =
      std::find_if(kCases.begin(), kCases.end(), [&](const Case* one) { return one->id == id; });
  return found == kCases.end() ? nullptr : *found;
}

bool fits(std::string_view pattern, std::string_view id) {
  // Where the last * stands, and what of the id it has taken so far.
  std::size_t p = 0, i = 0, star = std::string_view::npos, taken = 0;
  while (i < id.size()) {
    if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == id[i])) {
      ++p, ++i;
    } else if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      taken = i;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      i = ++taken;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

const CriterionInfo* find_criterion(const Case& test, std::string_view name) {
  if (const CriterionInfo* own = find_in(test.criteria, name)) return own;
  if (const CriterionInfo* own = find_in(test.criteria_o_du, name)) return own;
  return find_in(preamble(), name);
}

}  // namespace plumbline::suite

#include "suite/catalogue.h"

#include <algorithm>
#include <array>

#include "suite/cases/cpl/cpl_001_header_ranges.h"
#include "suite/cases/cpl/cpl_002_structure.h"
#include "suite/cases/cpl/cpl_003_base_types.h"
#include "suite/cases/cpl/cpl_004_prb_addressing.h"
#include "suite/cases/cpl/cpl_005_section_id.h"
#include "suite/cases/cpl/cpl_006_sym_inc.h"
#include "suite/cases/cpl/cpl_007_rb.h"
#include "suite/cases/cpl/cpl_008_re_mask.h"
#include "suite/cases/cpl/cpl_009_stock_sections.h"
#include "suite/cases/cpl/cpl_010_blanking.h"
#include "suite/cases/cpl/cpl_011_prach.h"
#include "suite/cases/cpl/cpl_012_prach_mixed.h"
#include "suite/cases/cpl/cpl_013_se_6.h"
#include "suite/cases/cpl/cpl_014_se_12.h"
#include "suite/cases/cpl/cpl_015_se_13.h"
#include "suite/cases/cpl/cpl_016_se_10.h"
#include "suite/cases/cpl/cpl_017_weights.h"
#include "suite/cases/cpl/cpl_018_beam_id.h"
#include "suite/cases/cpl/cpl_019_amplitudes.h"
#include "suite/cases/cpl/cpl_020_lte_precoding.h"
#include "suite/cases/cpl/cpl_021_ue_beams.h"
#include "suite/cases/cpl/cpl_022_coupling_by_time.h"
#include "suite/cases/cpl/cpl_023_priorities.h"
#include "suite/cases/cpl/cpl_024_laa.h"
#include "suite/cases/cpl/cpl_025_sleep.h"
#include "suite/cases/cpl/cpl_026_ack_nack.h"
#include "suite/cases/cpl/cpl_027_endpoint_limits.h"
#include "suite/cases/cpl/cpl_028_invalid.h"
#include "suite/cases/dlm/dlm_001_dl_uplane_departure.h"
#include "suite/cases/dlm/dlm_002_cplane_departure.h"
#include "suite/cases/dlm/dlm_003_ul_departure.h"
#include "suite/cases/dlm/dlm_004_windows_fit.h"
#include "suite/cases/dlm/dlm_005_dl_on_time.h"
#include "suite/cases/dlm/dlm_006_ul_positive.h"
#include "suite/cases/dlm/dlm_007_dl_negative.h"
#include "suite/cases/dlm/dlm_008_ul_negative.h"
#include "suite/cases/dlm/dlm_009_du_on_time.h"
#include "suite/cases/dlm/dlm_010_du_early_late.h"
#include "suite/cases/dlm/dlm_011_latency.h"
#include "suite/cases/dlm/dlm_012_excess_latency.h"
#include "suite/cases/sec/sec_004_cplane_fuzz_o_du.h"
#include "suite/cases/sec/sec_006_cplane_fuzz_o_ru.h"
#include "suite/cases/sec/sec_007_uplane_malformed.h"
#include "suite/cases/sec/sec_008_uplane_size.h"
#include "suite/cases/trn/trn_001_addressing.h"
#include "suite/cases/trn/trn_002_priority.h"
#include "suite/cases/trn/trn_003_common_header.h"
#include "suite/cases/trn/trn_004_payload_length.h"
#include "suite/cases/trn/trn_005_concatenation.h"
#include "suite/cases/trn/trn_006_eaxc_membership.h"
#include "suite/cases/trn/trn_007_sequence.h"
#include "suite/cases/trn/trn_008_application_fragments.h"
#include "suite/cases/trn/trn_009_transport_fragments.h"
#include "suite/cases/trn/trn_010_loopback.h"
#include "suite/cases/trn/trn_011_udp_echo.h"
#include "suite/cases/trn/trn_012_one_way_delay_t12.h"
#include "suite/cases/trn/trn_013_one_way_delay_t34.h"
#include "suite/cases/trn/trn_014_sequence_faults.h"
#include "suite/cases/trn/trn_015_malformed.h"
#include "suite/cases/upl/upl_001_header_ranges.h"
#include "suite/cases/upl/upl_002_dl_complete.h"
#include "suite/cases/upl/upl_003_prb_once.h"
#include "suite/cases/upl/upl_004_answers.h"
#include "suite/cases/upl/upl_005_unsolicited.h"
#include "suite/cases/upl/upl_006_compression_fields.h"
#include "suite/cases/upl/upl_007_payload_length.h"
#include "suite/cases/upl/upl_008_fixed_point.h"
#include "suite/cases/upl/upl_009_bfp.h"
#include "suite/cases/upl/upl_010_scaling_mu_law.h"
#include "suite/cases/upl/upl_011_modulation.h"
#include "suite/cases/upl/upl_012_selective.h"
#include "suite/cases/upl/upl_013_dynamic.h"
#include "suite/cases/upl/upl_014_dl_content.h"
#include "suite/cases/upl/upl_015_ul_content.h"
#include "suite/cases/upl/upl_016_prach_block.h"
#include "suite/cases/upl/upl_017_static.h"
#include "suite/cases/upl/upl_018_tdd.h"
#include "suite/cases/upl/upl_019_fidelity.h"
#include "suite/counting.h"
#include "suite/verdict.h"

namespace plumbline::suite {
namespace {

constexpr std::array kCases{
    &trn_001::kCase, &trn_002::kCase, &trn_003::kCase, &trn_004::kCase, &trn_005::kCase, &trn_006::kCase,
    &trn_007::kCase, &trn_008::kCase, &trn_009::kCase, &trn_010::kCase, &trn_011::kCase, &trn_012::kCase,
    &trn_013::kCase, &trn_014::kCase, &trn_015::kCase, &cpl_001::kCase, &cpl_002::kCase, &cpl_003::kCase,
    &cpl_004::kCase, &cpl_005::kCase, &cpl_006::kCase, &cpl_007::kCase, &cpl_008::kCase, &cpl_009::kCase,
    &cpl_010::kCase, &cpl_011::kCase, &cpl_012::kCase, &cpl_013::kCase, &cpl_014::kCase, &cpl_015::kCase,
    &cpl_016::kCase, &cpl_017::kCase, &cpl_018::kCase, &cpl_019::kCase, &cpl_020::kCase, &cpl_021::kCase,
    &cpl_022::kCase, &cpl_023::kCase, &cpl_024::kCase, &cpl_025::kCase, &cpl_026::kCase, &cpl_027::kCase,
    &cpl_028::kCase, &upl_001::kCase, &upl_002::kCase, &upl_003::kCase, &upl_004::kCase, &upl_005::kCase,
    &upl_006::kCase, &upl_007::kCase, &upl_008::kCase, &upl_009::kCase, &upl_010::kCase, &upl_011::kCase,
    &upl_012::kCase, &upl_013::kCase, &upl_014::kCase, &upl_015::kCase, &upl_016::kCase, &upl_017::kCase,
    &upl_018::kCase, &upl_019::kCase, &dlm_001::kCase, &dlm_002::kCase, &dlm_003::kCase, &dlm_004::kCase,
    &dlm_005::kCase, &dlm_006::kCase, &dlm_007::kCase, &dlm_008::kCase, &dlm_009::kCase, &dlm_010::kCase,
    &dlm_011::kCase, &dlm_012::kCase, &sec_004::kCase, &sec_006::kCase, &sec_007::kCase, &sec_008::kCase,
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
  if (const CriterionInfo* counter = find_in(kCounterCriteria, name)) return counter;
  return find_in(preamble(), name);
}

}  // namespace plumbline::suite

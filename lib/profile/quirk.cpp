#include "profile/quirk.h"

namespace plumbline::profile {
namespace {

constexpr std::string_view kSrsDocs = "https://github.com/srsran/srsRAN_Project_docs";
constexpr std::string_view kOai = "https://github.com/duranta-project/openairinterface5g";

// What fails of the catalogue where an emulator acts the quirk: tests/suite/quirks_test.cpp.
constexpr std::string_view kEcpriPayloadWithHeaderRules[] = {"CUS-CU-004", "CUS-HDR-006"};
constexpr std::string_view kSequenceSharedOverEaxcRules[] = {"CUS-SEQ-001"};
constexpr std::string_view kSequenceConstantRules[] = {"CUS-SEQ-001"};
constexpr std::string_view kPrachSymbolFrom0Rules[] = {"CUS-CU-002", "CUS-CU-004", "CUS-TIME-006",
                                                       "CUS-U-011"};
constexpr std::string_view kPrachUnansweredRules[] = {"CUS-CU-004"};
constexpr std::string_view kPrachUnansweredCases[] = {"FH-CPL-011", "FH-CPL-012", "FH-UPL-016"};
constexpr std::string_view kPrachSequenceOnlyRules[] = {"CUS-CU-004", "CUS-U-008"};
constexpr std::string_view kPrachSequenceOnlyCases[] = {"FH-CPL-011", "FH-TRN-009", "FH-UPL-016"};
constexpr std::string_view kPrachUncompressedRules[] = {"CUS-COMP-002", "CUS-COMP-003", "CUS-CU-004",
                                                        "CUS-U-003"};
constexpr std::string_view kPrachUncompressedCases[] = {"FH-CPL-011", "FH-CPL-012", "FH-UPL-012",
                                                        "FH-UPL-016"};
constexpr std::string_view kNoUdCompHdrRules[] = {"CUS-COMP-002", "CUS-COMP-003", "CUS-COMP-004",
                                                  "CUS-COMP-023", "CUS-CU-004",   "CUS-U-009"};
constexpr std::string_view kNoUdCompHdrCases[] = {
    "FH-CPL-006", "FH-CPL-007", "FH-CPL-008", "FH-CPL-009", "FH-CPL-010", "FH-CPL-011", "FH-CPL-013",
    "FH-CPL-014", "FH-CPL-015", "FH-CPL-022", "FH-CPL-025", "FH-CPL-026", "FH-DLM-006", "FH-DLM-008",
    "FH-SEC-006", "FH-SEC-007", "FH-SEC-008", "FH-TRN-009", "FH-TRN-015", "FH-UPL-004", "FH-UPL-005",
    "FH-UPL-013", "FH-UPL-015", "FH-UPL-016", "FH-UPL-019"};
constexpr std::string_view kGoodCountedAsDroppedCases[] = {"FH-TRN-009"};
constexpr std::string_view kPcp0Rules[] = {"CUS-HDR-003"};
constexpr std::string_view kPrachNumSymbol0Rules[] = {"CUS-C-020"};
constexpr std::string_view kPrachNumSymbol0Cases[] = {"FH-CPL-011", "FH-CPL-012"};

}  // namespace

constinit const std::array<KnownQuirk, kQuirkKinds> kKnownQuirks{{
    {.id = "ecpri_payload_with_header",
     .unit = UnitKind::o_ru,
     .text = "ecpriPayload of U-plane counts the four octets of the common header too",
     .link = kSrsDocs,
     .rules = kEcpriPayloadWithHeaderRules,
     .cases = {}},
    {.id = "sequence_shared_over_eaxc",
     .unit = UnitKind::o_ru,
     .text = "sequenceId of U-plane counts over all eAxC ids together",
     .link = "https://github.com/duranta-project/openairinterface5g/issues/575",
     .rules = kSequenceSharedOverEaxcRules,
     .cases = {}},
    {.id = "sequence_constant",
     .unit = UnitKind::o_ru,
     .text = "sequenceId is not counted: it is always 0",
     .link = kSrsDocs,
     .rules = kSequenceConstantRules,
     .cases = {}},
    {.id = "prach_symbol_from_0",
     .unit = UnitKind::o_ru,
     .text = "PRACH is labelled from symbol 0 on, whatever startSymbolId asked for",
     .link = "https://github.com/srsran/srsRAN_Project/issues/621",
     .rules = kPrachSymbolFrom0Rules,
     .cases = {}},
    {.id = "prach_unanswered",
     .unit = UnitKind::o_ru,
     .text = "requests for PRACH count as on time and are not answered",
     .link = "https://github.com/srsran/srsRAN_Project/issues/604",
     .rules = kPrachUnansweredRules,
     .cases = kPrachUnansweredCases},
    {.id = "prach_sequence_only",
     .unit = UnitKind::o_ru,
     .text = "PRACH without compression announces whole PRBs and ends behind the sequence",
     .link = "https://github.com/duranta-project/openairinterface5g/issues/576",
     .rules = kPrachSequenceOnlyRules,
     .cases = kPrachSequenceOnlyCases},
    {.id = "prach_uncompressed",
     .unit = UnitKind::o_ru,
     .text = "PRACH has 16 bits without compression, whatever is configured",
     .link = kOai,
     .rules = kPrachUncompressedRules,
     .cases = kPrachUncompressedCases},
    {.id = "no_ud_comp_hdr",
     .unit = UnitKind::o_ru,
     .text = "UL U-plane has no udCompHdr, also where compression is dynamic",
     .link = kOai,
     .rules = kNoUdCompHdrRules,
     .cases = kNoUdCompHdrCases},
    {.id = "good_counted_as_dropped",
     .unit = UnitKind::o_ru,
     .text = "U-plane that is good counts in RX_ERR_DROP",
     .link = kSrsDocs,
     .rules = {},
     .cases = kGoodCountedAsDroppedCases},
    {.id = "pcp_0",
     .unit = UnitKind::o_du,
     .text = "the VLAN priority is 0, whatever is configured",
     .link = "https://github.com/srsran/srsRAN_Project/issues/1417",
     .rules = kPcp0Rules,
     .cases = {}},
    {.id = "prach_num_symbol_0",
     .unit = UnitKind::o_du,
     .text = "requests for PRACH have numSymbol 0",
     .link = "https://github.com/srsran/srsRAN_Project/issues/686",
     .rules = kPrachNumSymbol0Rules,
     .cases = kPrachNumSymbol0Cases},
}};

std::string_view Quirk::id() const {
  return kind ? kKnownQuirks[static_cast<std::size_t>(*kind)].id : std::string_view{};
}

}  // namespace plumbline::profile

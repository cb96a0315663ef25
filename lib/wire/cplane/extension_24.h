// Section extension 24: PUSCH DMRS configuration. Source: CUS v17.01 7.7.24.
//
//   0 | ef | extType (7) |  1 | extLen |
//   2 | aIpnPerSym | antDmrsSnr | reserved (1) | userGroupSize (5) |  3 | userGroupId |
//   per ueId:            +0 | entryType (3) | dmrsPortNumber (5) |
//     entryType 2, 3:    +1 | ueIdReset | reserved (1) | dmrsSymbolMask (14) |  +3 | scrambling (16) |
//       2:               +5 | nscid | dType | cdmWithoutData (2) | lambda (2) | then firstPrb
//       3:               +5 | nscid | reserved (1) | lowPaprType (2) | hoppingMode (2) | then firstPrb
//                        firstPrb (9) | lastPrb (9) |  +8 | reserved (16) |
//
// Section type 5; UL; behind SE 10. One entry for the section's ueId and each that SE 10 lists, but 0x7FFF.
// entryType: 0, 1 as the last entry of type 2 or 3 (ueIdReset 0, 1), 2 transform precoding off, 3 on, 4..7
// reserved. The first entry is not of type 0, 1. dmrsPortNumber 0..11, userGroupSize 0..12, userGroupId
// 0..254, cdmWithoutData 1..3, lambda 0, 1, hoppingMode 0..2, dmrsSymbolMask least significant bit = symbol
// 0.
#pragma once

#include "wire/cplane/parameters.h"
#include "wire/layout.h"

namespace plumbline::wire {

struct Extension24 {
  static constexpr std::uint8_t kType = 24;
  struct Entry {
    std::uint8_t entry_type = 0;
    std::uint8_t dmrs_port_number = 0;
    bool ue_id_reset = false;
    std::uint8_t reserved1 = 0;
    std::uint16_t dmrs_symbol_mask = 0;
    std::uint16_t scrambling = 0;
    bool nscid = false;
    std::uint8_t d_type = 0, cdm_without_data = 0, lambda = 0;        ///< entryType 2
    std::uint8_t reserved5 = 0, low_papr_type = 0, hopping_mode = 0;  ///< entryType 3
    std::uint16_t first_prb = 0, last_prb = 0;
    std::uint16_t reserved8 = 0;
  };
  bool a_ipn_per_sym = false;
  bool ant_dmrs_snr = false;
  std::uint8_t reserved = 0;
  std::uint8_t user_group_size = 0;
  std::uint8_t user_group_id = 0;
  List<Entry> entries;

  template <class W>
  void layout(W& w, const SectionContext& context) {
    if (!w.step([&](auto& s) {
          s.u("aIpnPerSym", 1, a_ipn_per_sym);
          s.u("antDmrsSnr", 1, ant_dmrs_snr);
          s.r(1, reserved);
          s.u("userGroupSize", 5, user_group_size);
          s.u("userGroupId", 8, user_group_id);
        }))
      return;
    w.list("entries", context.ids, entries, [](auto& e, Entry& entry) { layout_entry(e, entry); });
  }

 private:
  template <class W>
  static void layout_entry(W& w, Entry& entry) {
    w.u("entryType", 3, entry.entry_type);
    w.u("dmrsPortNumber", 5, entry.dmrs_port_number);
    if (entry.entry_type > 3) return static_cast<void>(w.unknown("entryType reserved"));
    if (entry.entry_type < 2) return;
    w.u("ueIdReset", 1, entry.ue_id_reset);
    w.r(1, entry.reserved1);
    w.x("dmrsSymbolMask", 14, entry.dmrs_symbol_mask);
    w.u("scrambling", 16, entry.scrambling);
    w.u("nscid", 1, entry.nscid);
    if (entry.entry_type == 2) {
      w.u("dType", 1, entry.d_type);
      w.u("cdmWithoutData", 2, entry.cdm_without_data);
      w.u("lambda", 2, entry.lambda);
    } else {
      w.r(1, entry.reserved5);
      w.u("lowPaprType", 2, entry.low_papr_type);
      w.u("hoppingMode", 2, entry.hopping_mode);
    }
    w.u("firstPrb", 9, entry.first_prb);
    w.u("lastPrb", 9, entry.last_prb);
    w.r(16, entry.reserved8);
  }
};

}  // namespace plumbline::wire

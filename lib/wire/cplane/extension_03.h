// Section extension 3: DL precoding, LTE transmit diversity and large-delay CDD. Source: CUS v17.01 7.7.3.
//
//   0 | ef | extType (7) |  1 | extLen |  2 | codebookIndex |  3 | layerId (4) | numLayers (4) |
//   first layer (layerId 0 or 15):
//   4 | txScheme (4) | crsReMask (12) |  6 | crsShift | - (3) | crsSymNum (4) |  7 | - (24) |
//   10 | - | beamIdAP1 (15) |   four ports: 12 | - | beamIdAP2 (15) |  14 | - | beamIdAP3 (15) |
//
// Section types 1, 3; DL; not with SE 7, 10, 19. extLen 1 for other layers, 3 for two
// ports, 4 for four. crsReMask: most significant bit = RE 0; crsSymNum 0..13; txScheme 0, 2.
#pragma once

#include "wire/cplane/parameters.h"
#include "wire/layout.h"

namespace plumbline::wire {

struct Extension3 {
  static constexpr std::uint8_t kType = 3;
  std::uint8_t codebook_index = 0;
  std::uint8_t layer_id = 0;    ///< 15: transmit diversity
  std::uint8_t num_layers = 0;  ///< one less than there are layers
  std::uint8_t tx_scheme = 0;   ///< 0 large-delay CDD, 2 transmit diversity
  std::uint16_t crs_re_mask = 0;
  bool crs_shift = false;
  std::uint8_t crs_sym_num = 0;
  bool four_ports = false;  ///< beamIdAP2 and beamIdAP3 are there
  std::uint16_t beam_id_ap1 = 0, beam_id_ap2 = 0, beam_id_ap3 = 0;
  std::uint8_t reserved6 = 0, reserved10 = 0, reserved12 = 0, reserved14 = 0;
  std::uint32_t reserved7 = 0;

  constexpr bool first_layer() const { return layer_id == 0 || layer_id == 15; }

  template <class W>
  void layout(W& w, const SectionContext& /*context*/) {
    if (!w.step([&](auto& s) {
          s.u("codebookIndex", 8, codebook_index);
          s.u("layerId", 4, layer_id);
          s.u("numLayers", 4, num_layers);
        }))
      return;
    if (!first_layer()) return;
    if (!w.step([&](auto& s) {
          s.u("txScheme", 4, tx_scheme);
          s.x("crsReMask", 12, crs_re_mask);
          s.u("crsShift", 1, crs_shift);
          s.r(3, reserved6);
          s.u("crsSymNum", 4, crs_sym_num);
          s.r(24, reserved7);
          s.r(1, reserved10);
          s.u("beamIdAP1", 15, beam_id_ap1);
        }))
      return;
    four_ports = w.more("beamIdAP2", 32, four_ports);
    if (!four_ports) return;
    w.step([&](auto& s) {
      s.r(1, reserved12);
      s.u("beamIdAP2", 15, beam_id_ap2);
      s.r(1, reserved14);
      s.u("beamIdAP3", 15, beam_id_ap3);
    });
  }
};

}  // namespace plumbline::wire

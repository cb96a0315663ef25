// Section extension 19: compact beamforming information for several ports. Source: CUS v17.01 7.7.19.
//
//   0 | ef | extType (7) |  1 | extLen (16) |  3 | disableBFWs | repetition | numPortc (6) |
//   4 | priority (2) | symbolMask (14) |
//   repetition = 0, disableBFWs = 0:  6 | bfwCompHdr |
//   repetition = 0, per port:  reserved (4) | portReMask (12) | reserved (2) | portSymbolMask (14) |
//                              reserved (1) | beamId (15) |  disableBFWs = 0: bfwCompParam, (I, Q) x L
//
// Section types 1, 3; both directions; not with SE 1, 2, 3, 6, 12. numPortc: 0 = 64. The beamId stands in
// front of bfwCompParam, unlike in SE 11. Masks: portReMask most significant bit = RE 0, symbol masks least
// significant bit = symbol 0; none of them may be 0. Padding at the end only.
#pragma once

#include "wire/cplane/parameters.h"
#include "wire/cplane/weights.h"
#include "wire/layout.h"

namespace plumbline::wire {

struct Extension19 {
  static constexpr std::uint8_t kType = 19;
  struct Port {
    std::uint8_t reserved0 = 0;
    std::uint16_t port_re_mask = 0;
    std::uint8_t reserved2 = 0;
    std::uint16_t port_symbol_mask = 0;
    std::uint8_t reserved4 = 0;
    std::uint16_t beam_id = 0;
    BfwCompParam param;
    Weights weights;
  };
  bool disable_bfws = false;
  bool repetition = false;
  std::uint8_t num_portc = 0;
  std::int8_t priority = 0;
  std::uint16_t symbol_mask = 0;
  BfwCompHdr comp_hdr;
  List<Port> ports;

  constexpr unsigned port_count() const { return num_portc == 0 ? 64 : num_portc; }

  template <class W>
  void layout(W& w, const SectionContext& context) {
    if (!w.step([&](auto& s) {
          s.u("disableBFWs", 1, disable_bfws);
          s.u("repetition", 1, repetition);
          s.u("numPortc", 6, num_portc);
          s.s("priority", 2, priority);
          s.x("symbolMask", 14, symbol_mask);
        }))
      return;
    if (repetition) return;
    if (!disable_bfws && !w.step([&](auto& s) { comp_hdr.layout(s); })) return;
    const unsigned k = context.parameters.weights;
    w.list("ports", port_count(), ports, [&](auto& e, Port& port) {
      if (!disable_bfws) {
        if (comp_hdr.reserved()) return static_cast<void>(e.unknown("bfwCompMeth reserved"));
        if (k == 0) return static_cast<void>(e.unknown("number of weights not known"));
      }
      e.r(4, port.reserved0);
      e.x("portReMask", 12, port.port_re_mask);
      e.r(2, port.reserved2);
      e.x("portSymbolMask", 14, port.port_symbol_mask);
      e.r(1, port.reserved4);
      e.u("beamId", 15, port.beam_id);
      if (disable_bfws) return;
      port.param.layout(e, comp_hdr.method, k);
      port.weights.layout(e, port.param.present(comp_hdr.method, k), comp_hdr.width());
    });
  }
};

}  // namespace plumbline::wire

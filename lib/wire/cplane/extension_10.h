// Section extension 10: group configuration of multiple ports. Source: CUS v17.01 7.7.10.
//
//   0 | ef | extType (7) |  1 | extLen |  2 | beamGroupType (2) | numPortc (6) |
//   type 0, 1: 3 | - (8) |
//   type 2:    3 | numPortc x ( - | beamId or ueId (15) ) |  zeros to 4 octets
//   type 3:    3 | portListIndex |  4 | (numPortc - 1) x ( - | beamId or ueId (15) | portListIndex ) |
//
// Section types 1, 3, 5; DL and UL; not with SE 3, 7; types 0, 1 not in section type 5; in front of SE 4, 5,
// 23 and 24. numPortc 0 stands for 64: ports besides the section's own, in type 3 all of them. portListIndex
// 0 is reserved.
#pragma once

#include "wire/cplane/parameters.h"
#include "wire/layout.h"

namespace plumbline::wire {

struct Extension10 {
  static constexpr std::uint8_t kType = 10;
  struct Port {
    std::uint8_t reserved = 0;
    std::uint16_t id = 0;              ///< beamId, in section type 5 ueId
    std::uint8_t port_list_index = 0;  ///< type 3
  };
  std::uint8_t beam_group_type = 0;
  std::uint8_t num_portc = 0;  ///< as it stands
  std::uint8_t reserved = 0;
  std::uint8_t port_list_index = 0;  ///< type 3: of the section's own id
  List<Port> ports;

  constexpr unsigned ports_named() const { return num_portc == 0 ? 64u : num_portc; }

  template <class W>
  void layout(W& w, const SectionContext& context) {
    if (!w.step([&](auto& s) {
          s.u("beamGroupType", 2, beam_group_type);
          s.u("numPortc", 6, num_portc);
        }))
      return;
    const bool indexed = beam_group_type == 3;
    if (beam_group_type < 2) {
      w.step([&](auto& s) { s.r(8, reserved); });
      return;
    }
    if (indexed && !w.step([&](auto& s) { s.u("portListIndex", 8, port_list_index); })) return;
    w.list("ports", ports_named() - (indexed ? 1u : 0u), ports, [&](auto& s, Port& port) {
      s.r(1, port.reserved);
      s.u(context.id_name(), 15, port.id);
      if (indexed) s.u("portListIndex", 8, port.port_list_index);
    });
  }
};

}  // namespace plumbline::wire

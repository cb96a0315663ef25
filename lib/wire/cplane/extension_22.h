// Section extension 22: ACK/NACK request. Source: CUS v17.01 7.7.22.
//
//   0 | ef | extType (7) |  1 | extLen = 1 |  2 | ackNackReqId (16) |
//
// Every section type that an O-DU sends, but 7 (ST 4 has the field itself); both directions. Unique within
// the slot; answered in section type 8.
#pragma once

#include "wire/cplane/parameters.h"
#include "wire/layout.h"

namespace plumbline::wire {

struct Extension22 {
  static constexpr std::uint8_t kType = 22;
  std::uint16_t ack_nack_req_id = 0;

  template <class W>
  void layout(W& w, const SectionContext& /*context*/) {
    w.step([&](auto& s) { s.u("ackNackReqId", 16, ack_nack_req_id); });
  }
};

}  // namespace plumbline::wire

// Section extension 30: PUSCH repetition. Added after CUS v17.01, where the type is reserved.
//
//   0 | ef | extType (7) |  1 | extLen |  2 | reserved (4) | numRepUe (4) |  3 | reserved |
//   per UE:            +0 | reserved (1) | isLastRep | repIndex (6) |  +1 | reserved (2) | numReps (6) |
//     numRepUe = 1:    +2 | reserved (16) |
//     else, per repetition:  reserved (1) | repUeId (15) |
//
// Section type 5; UL. numReps 0..32. Zero padding at the end.
#pragma once

#include "wire/cplane/parameters.h"
#include "wire/layout.h"

namespace plumbline::wire {

struct Extension30 {
  static constexpr std::uint8_t kType = 30;
  struct Rep {
    std::uint8_t reserved = 0;
    std::uint16_t rep_ue_id = 0;
  };
  struct Ue {
    std::uint8_t reserved0 = 0;
    bool is_last_rep = false;
    std::uint8_t rep_index = 0;
    std::uint8_t reserved1 = 0;
    std::uint8_t num_reps = 0;
    std::uint16_t reserved2 = 0;  ///< numRepUe = 1
    List<Rep> reps;               ///< otherwise
  };
  std::uint8_t reserved2 = 0;
  std::uint8_t num_rep_ue = 0;
  std::uint8_t reserved3 = 0;
  List<Ue> ues;

  template <class W>
  void layout(W& w, const SectionContext& /*context*/) {
    if (!w.step([&](auto& s) {
          s.r(4, reserved2);
          s.u("numRepUe", 4, num_rep_ue);
          s.r(8, reserved3);
        }))
      return;
    w.list("ues", num_rep_ue, ues, [&](auto& e, Ue& ue) {
      e.r(1, ue.reserved0);
      e.u("isLastRep", 1, ue.is_last_rep);
      e.u("repIndex", 6, ue.rep_index);
      e.r(2, ue.reserved1);
      e.u("numReps", 6, ue.num_reps);
      if (num_rep_ue == 1) return static_cast<void>(e.r(16, ue.reserved2));
      e.list("reps", ue.num_reps, ue.reps, [](auto& r, Rep& rep) {
        r.r(1, rep.reserved);
        r.u("repUeId", 15, rep.rep_ue_id);
      });
    });
  }
};

}  // namespace plumbline::wire

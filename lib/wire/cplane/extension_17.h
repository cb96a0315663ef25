// Section extension 17: user port group. Source: CUS v17.01 7.7.17.
//
//   0 | ef | extType (7) |  1 | extLen |  per user:  numUeID (4) |
//
// Section type 5 with the ueIds that SE 10 of type 2 lists; both directions. numUeID: ports of the
// user, 1..8; 9..15 reserved. Nothing says how many users there are: 0 is padding, so the last one is the
// last that is not 0.
#pragma once

#include "wire/cplane/parameters.h"
#include "wire/layout.h"

namespace plumbline::wire {

struct Extension17 {
  static constexpr std::uint8_t kType = 17;
  struct User {
    std::uint8_t num_ue_id = 0;
  };
  List<User> users;

  template <class W>
  void layout(W& w, const SectionContext& /*context*/) {
    w.list_to_last_one("users", users, [](auto& e, User& user) { e.u("numUeID", 4, user.num_ue_id); });
  }
};

}  // namespace plumbline::wire

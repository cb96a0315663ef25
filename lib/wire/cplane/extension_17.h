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
    std::uint64_t n = users.items.size();
    if constexpr (W::kReads) n = nibbles_to_last(w.rest().octets());
    w.list("users", n, users, [](auto& e, User& user) { e.u("numUeID", 4, user.num_ue_id); });
  }

 private:
  /// Nibbles up to the last one that is not 0.
  static std::uint64_t nibbles_to_last(Octets octets) {
    std::size_t n = octets.size();
    while (n > 0 && octets[n - 1] == 0) --n;
    return n == 0 ? 0 : n * 2 - ((octets[n - 1] & 15) == 0 ? 1 : 0);
  }
};

}  // namespace plumbline::wire

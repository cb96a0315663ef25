// Known deviations that an emulated unit acts, as its profile names them: profile/quirk.h says what each is.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "profile/link.h"
#include "profile/quirk.h"

namespace plumbline::emulator {

/// Which quirks a unit has; none unless a profile names them. The places that act ask for theirs.
class Quirks {
 public:
  Quirks() = default;
  explicit Quirks(const std::vector<profile::Quirk>& stated) {
    for (const profile::Quirk& one : stated)
      if (one.kind) bits_ |= bit(*one.kind);
  }
  bool has(profile::QuirkKind kind) const { return (bits_ & bit(kind)) != 0; }

  /// What a unit with them takes `link` for.
  profile::Link believed(const profile::Link& link) const;
  /// A U-plane frame whose eCPRI common header is at octet `ecpri_at` leaves.
  void leave(std::span<std::uint8_t> frame, std::uint32_t ecpri_at) const {
    if (has(profile::QuirkKind::ecpri_payload_with_header)) lengthen(frame, ecpri_at);
  }

 private:
  static void lengthen(std::span<std::uint8_t> frame, std::uint32_t ecpri_at);
  static std::uint32_t bit(profile::QuirkKind kind) {
    return std::uint32_t{1} << static_cast<unsigned>(kind);
  }
  std::uint32_t bits_ = 0;
};

/// sequenceId of what a unit sends: each number space counts for itself, where no quirk says otherwise.
class Numbering {
 public:
  /// Of the next message of `plane`; `own` is the counter of its number space.
  std::uint8_t next(const Quirks& quirks, radio::Plane plane, std::uint8_t& own) {
    if (quirks.has(profile::QuirkKind::sequence_constant)) return 0;
    if (plane == radio::Plane::u && quirks.has(profile::QuirkKind::sequence_shared_over_eaxc)) return all_++;
    return own++;
  }

 private:
  std::uint8_t all_ = 0;  ///< counts U-plane of all eAxC ids
};

}  // namespace plumbline::emulator

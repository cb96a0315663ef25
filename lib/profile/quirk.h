// Known deviations of a unit from the standard: they explain a failure, and never soften it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace plumbline::profile {

/// Which side of the link.
enum class UnitKind : std::uint8_t { o_ru, o_du };

/// Quirks that our emulators can act; kKnownQuirks has their words.
enum class QuirkKind : std::uint8_t {
  ecpri_payload_with_header,
  sequence_shared_over_eaxc,
  sequence_constant,
  prach_symbol_from_0,
  prach_unanswered,
  prach_sequence_only,
  prach_uncompressed,
  no_ud_comp_hdr,
  good_counted_as_dropped,
  pcp_0,
  prach_num_symbol_0,
};
inline constexpr std::size_t kQuirkKinds = 11;

/// What is publicly known of a quirk, and what of the catalogue it fails.
struct KnownQuirk {
  std::string_view id;                      ///< as profiles name it
  UnitKind unit;                            ///< whose it is
  std::string_view text;                    ///< what the emulator does
  std::string_view link;                    ///< where it, or what peers do about it, is documented
  std::span<const std::string_view> rules;  ///< of the check
  std::span<const std::string_view> cases;  ///< of the catalogue, by criteria of their own
};

/// By QuirkKind.
extern const std::array<KnownQuirk, kQuirkKinds> kKnownQuirks;

/// A quirk of a unit, as its profile states it.
struct Quirk {
  std::optional<QuirkKind> kind{};  ///< absent: no emulator acts it
  std::string text;                 ///< one sentence; of no other quirk of the unit
  std::string until_firmware{};     ///< the first known to be without it; empty: not known
  std::string link{};               ///< https; empty: none
  /// Ids of what it fails: rules wherever they judge; cases by criteria of their own, and of a quirk without
  /// id and rules by rules too.
  std::vector<std::string> rules{}, cases{};
  friend bool operator==(const Quirk&, const Quirk&) = default;

  /// Its id; nothing for those that no emulator acts.
  std::string_view id() const;
};

/// The rules and cases that a quirk may name; empty: any that have the shape of an id.
struct KnownIds {
  std::span<const std::string_view> rules{}, cases{};
};

}  // namespace plumbline::profile

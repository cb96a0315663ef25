// The PRBs of modulation compression and of selective methods, RE by RE, and what the C-plane says of them.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <tuple>
#include <vector>

#include "iq/format.h"
#include "suite/expect.h"

namespace plumbline::suite {

/// A PRB of methods 4 to 8.
struct SentPrb {
  std::uint32_t index = 0;                                 ///< in its section, from 0 on
  std::uint16_t sent = 0xFFF;                              ///< bit n: RE n was sent
  std::uint8_t exponent = 0;                               ///< methods 5 and 7
  std::uint8_t reserved = 0;                               ///< bits of its header that stand for nothing
  std::array<std::int32_t, iq::kNumbersPerPrb> numbers{};  ///< codes or mantissas; 0: not sent
  bool sends(unsigned re) const { return (sent >> re & 1) != 0; }
  bool zero(unsigned re) const { return numbers[2 * re] == 0 && numbers[2 * re + 1] == 0; }
};

/// Calls `visit` for the PRBs of a section of method 4 to 8. False: they were not kept as a whole, or are not
/// as many as the section says.
bool each_prb(const Observed& observed, const SeenUplane& seen,
              const std::function<void(const SentPrb&)>& visit);

/// Amplitudes of modulation compression: SE 4, or a set of SE 5 or SE 23.
struct AmplitudeSet {
  std::uint8_t extension = 0;
  std::uint8_t part = 0;      ///< which pattern of SE 23, which of several SE 4 or 5
  std::uint16_t re_mask = 0;  ///< mcScaleReMask, of SE 4 reMask: the most significant bit is RE 0
  bool csf = false;
  std::uint16_t scaler = 0;
};
/// What a section says of amplitudes, set by set.
std::vector<AmplitudeSet> sets_of(const Observed& observed, const SeenCplane& seen);

/// Turns a mask round: bit 0 becomes bit 11 (sReSMask has RE 0 there, reMask and mcScaleReMask here).
std::uint16_t turned(std::uint16_t mask);

/// What DL C-plane says of sections of the U-plane. Sections with an extension that changes symbols or PRBs
/// (6, 12, 13, 19, 20) are known by their id alone.
class Descriptions {
 public:
  explicit Descriptions(const Observed& observed);

  /// What describes a section in its symbol; several, when they differ in reMask.
  std::vector<const SeenCplane*> of(const SeenUplane& seen) const;
  /// The REs that these are about: bit n is RE n.
  static std::uint16_t res(std::span<const SeenCplane* const> found);

 private:
  using Key = std::tuple<std::uint16_t, AirTime, std::uint16_t>;  ///< eAxC id, slot, sectionId
  struct Entry {
    std::uint32_t symbols;
    const SeenCplane* seen;
  };
  std::map<Key, std::vector<Entry>> entries_;
};

/// Whether a channel of `direction` is configured for a method that `is` says yes to.
template <class Is>
bool may_be(const Setup& setup, radio::Direction direction, Is is) {
  for (const profile::Carrier& carrier : setup.link.carriers)
    for (const profile::Channel& channel : carrier.channels) {
      if (channel.direction() != direction) continue;
      if (is(static_cast<std::uint8_t>(channel.compression.method))) return true;
      for (const profile::Packing& other : channel.compression.also)
        if (is(static_cast<std::uint8_t>(other.method))) return true;
    }
  return false;
}

}  // namespace plumbline::suite

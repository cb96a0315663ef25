// The PRBs of a U-plane section as facts.
#pragma once

#include <array>
#include <cstdint>

#include "iq/format.h"
#include "track/facts.h"

namespace plumbline::check {

/// Walks the PRBs of a section as far as they are whole in the capture. Allocates nothing. Rules find
/// something in few PRBs: of methods none and BFP only those are looked at number by number that fast kernels
/// suspect.
class PrbReader {
 public:
  /// All are borrowed. `message` has a channel, and the section fits its octets on the wire.
  PrbReader(const track::MessageFacts& message, const wire::UplaneSection& section,
            const track::ModulationFacts& modulation);

  /// Passes PRBs in which no rule finds anything, as far as that shows at once, up to the first other one or
  /// behind the last one that is whole, and returns how many they were.
  unsigned pass_usual();
  /// The next PRB; nullptr behind the last one that is whole. Valid until the next call.
  const track::PrbFacts* next();
  /// How many were passed and handed out.
  unsigned count() const { return count_; }
  /// Number on the carrier's grid of the PRB handed out last.
  std::uint16_t number() const {
    return static_cast<std::uint16_t>(section_->range.first + (count_ - 1) * section_->range.step);
  }

 private:
  static constexpr std::size_t kChunk = 16;

  bool plain();
  bool with_parameter();
  bool codes();
  bool selective();
  bool masked_codes();
  bool room(std::uint32_t octets) const { return at_ + octets <= section_->prbs.captured; }
  const std::uint8_t* here() const { return section_->prbs.data + at_; }
  std::uint16_t mask() const;
  void take(const std::uint8_t* octets, std::uint16_t mask);
  template <class Number>
  void measure(const Number* numbers, unsigned down, unsigned up);
  void measure_codes(std::uint16_t mask);

  const wire::UplaneSection* section_;
  track::PrbFacts facts_;
  int full_scale_ = 0;      ///< binary logarithm
  std::uint32_t at_ = 0;    ///< of the next PRB in the PRB fields
  std::uint64_t bits_ = 0;  ///< method 8: in front of the next PRB
  unsigned count_ = 0;
  std::uint64_t unusual_ = 0;  ///< bit n: PRB looked_at_ + n is to be looked at, before look_end_
  unsigned looked_at_ = 0, look_end_ = 0;
  unsigned chunk_ = 0, chunk_end_ = 0;  ///< the PRBs whose numbers are unpacked
  std::array<std::int16_t, kChunk * iq::kNumbersPerPrb> unpacked_;
  std::array<std::int32_t, iq::kNumbersPerPrb> numbers_;
};

}  // namespace plumbline::check

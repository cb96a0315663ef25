// One declared thing that is wrong with what a unit sends.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "emulator/actor.h"

namespace plumbline::emulator {

/// Where a field lies: `width` bits from bit `bit` on (0: the most significant of the first octet), counted
/// from the start of the frame, of the eCPRI common header, of the application header, or of the first
/// section of the message.
struct Field {
  enum class From : std::uint8_t { frame, ecpri, application, section };
  std::string_view name;
  From from = From::frame;
  std::uint16_t bit = 0;
  std::uint8_t width = 8;  ///< 1..64
};

/// The fields of CUS v17.01 5.1, 7.4, 7.5, 8.3 by their names ("sectionId", "ecpriVersion", ...); nullptr:
/// none of that name.
const Field* find_field(std::string_view name);

/// Which frames of a unit: all that say yes to everything stated.
struct Which {
  std::optional<radio::Plane> plane{};
  std::optional<radio::Direction> direction{};
  std::optional<radio::Eaxc> eaxc{};
  std::optional<std::uint8_t> section_type{};
  std::optional<std::uint8_t> filter_index{};
  std::uint64_t first = 0;                  ///< of these: the first, from 0 on
  std::uint64_t every = 1;                  ///< and then each so-manieth
  std::uint64_t count = ~std::uint64_t{0};  ///< at most
};

struct Disturbance {
  enum class Kind : std::uint8_t {
    shift,  ///< sent `by` later, or earlier
    drop,
    duplicate,  ///< sent again `by` later
    reorder,    ///< changes places with the next frame of those chosen by all but first, every and count
    set,        ///< `field` becomes `value`
    add,        ///< `value` is added to `field`, modulo its width
    truncate,   ///< only the first `value` octets of the frame are sent (lengths inside stay as they were)
    grow,       ///< `value` zero octets are added to the frame (lengths inside stay as they were)
    flood,      ///< sent `value` times more, `by` apart
    stop,       ///< neither it nor anything after it is sent
  };
  Kind kind{};
  Which which{};
  Nanos by{0};
  Field field{};
  std::uint64_t value = 0;
};

/// The greatest time that a frame can be sent earlier.
inline constexpr Nanos kMostEarly{2'000'000};

/// A unit that does one thing wrong: everything passes but for the disturbance. To send earlier the unit is
/// asked for its frames ahead of time, so that it reacts to nothing that arrives in between.
class Disturbed final : public Actor {
 public:
  /// Borrows `unit`. A negative `by` is held at -kMostEarly.
  Disturbed(Actor& unit, const Disturbance& disturbance);
  ~Disturbed() override;
  void receive(CaptureTime at, std::uint32_t length, Octets octets) override;
  void advance(CaptureTime until, std::vector<TimedFrame>& batch) override;
  /// Frames that were disturbed so far.
  std::uint64_t done() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace plumbline::emulator

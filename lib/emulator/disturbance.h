// One declared thing that is wrong with what a unit sends.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "emulator/actor.h"

namespace plumbline::emulator {

/// Where a field lies: `width` bits from bit `bit` on (0: the most significant of the first octet), counted
/// from the start of what `from` names. Frames that have no such place are left as they are.
struct Field {
  enum class From : std::uint8_t {
    frame,
    tag,          ///< the outermost 802.1Q tag
    ecpri,        ///< the eCPRI common header
    ids,          ///< behind it, in C- and U-plane: ecpriPcid or ecpriRtcid, ecpriSeqid
    application,  ///< the header behind ecpriSeqid
    section,      ///< the first section of the message
    compression,  ///< udCompHdr: of the C-plane header by its section type, in U-plane of the first section
  };
  std::string_view name;
  From from = From::frame;
  std::uint16_t bit = 0;
  std::uint8_t width = 8;                  ///< 1..64
  std::optional<radio::Plane> plane{};     ///< whose messages have it; absent: both
  std::uint16_t section_types = kAnyType;  ///< bit n: C-plane messages of section type n have it

  static constexpr std::uint16_t kAnyType = 0xFFFF;
};

/// The fields of CUS v17.01 5.1, 7.4, 7.5, 8.3 by their names ("sectionId", "ecpriVersion", ...; E bit: "E");
/// nullptr: none of that name.
const Field* find_field(std::string_view name);
/// All of them, in the order of the octets.
std::span<const Field> fields();

/// Which frames of a unit: all that say yes to everything stated.
struct Which {
  std::optional<radio::Plane> plane{};
  std::optional<radio::Direction> direction{};
  std::optional<radio::Eaxc> eaxc{};
  std::optional<std::uint8_t> section_type{};
  std::optional<std::uint8_t> filter_index{};
  bool windowed = false;                    ///< none of section types 6 and 7, which have no window
  std::uint64_t first = 0;                  ///< of these: the first, from 0 on
  std::uint64_t every = 1;                  ///< and then each so-manieth
  std::uint64_t count = ~std::uint64_t{0};  ///< at most
};

struct Disturbance {
  enum class Kind : std::uint8_t {
    shift,  ///< sent `by` later, or earlier
    drop,
    duplicate,  ///< sent again `by` later
    reorder,    ///< sent at the instant of the next frame of those chosen by all but first, every and count,
                ///< and behind it; never, if none comes any more
    set,        ///< `field` becomes `value`
    add,        ///< `value` is added to `field`, modulo its width
    truncate,   ///< only the first `value` octets of the frame are sent (lengths inside stay as they were)
    grow,       ///< `value` zero octets are added to the frame (lengths inside stay as they were)
    flood,      ///< sent `value` times more, `by` (at least 1 ns) apart
    stop,       ///< neither it nor anything after it is sent
    mutate,     ///< `value` octets of it, from the eCPRI common header (without one: the 14th octet) on, are
                ///< drawn by `seed` and become others, each drawn by itself
  };
  Kind kind{};
  Which which{};
  Nanos by{0};
  Field field{};
  std::uint64_t value = 0;
  std::uint64_t seed = 1;
};

/// The greatest time that a frame can be sent earlier.
inline constexpr Nanos kMostEarly{8'000'000};

/// A unit that does one thing wrong: everything passes but for the disturbance. To send earlier the unit is
/// asked for its frames ahead of time, so that it reacts to nothing that arrives in between. An O-RU may know
/// a request no longer than T2a_min_cp_ul + Ta3_max before the window of its answer ends: asked ahead by more
/// it leaves out other answers too. An O-DU loses nothing (ODu::kMostAhead). What is not due yet is copied;
/// in the steady state nothing is allocated. Octets that a snap length took are not there: a field behind it
/// cannot be set, and what is added to such a frame is its length alone.
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

// FH-CPL-025: what is commanded in each part, and what has to sleep for how long.
#pragma once

#include <algorithm>
#include <array>
#include <span>
#include <string_view>
#include <vector>

#include "emulator/aim.h"
#include "suite/scripted.h"
#include "wire/cplane/section_type_04.h"

namespace plumbline::suite::cpl_025 {

/// The sleep mode of a story: one of symbols, one that wakes up in a known time, one that says ready.
enum class Mode : std::uint8_t { symbols, guaranteed, minimum };
enum class Act : std::uint8_t {
  sleep,      ///< for some radio frames, and the wake-up
  sleep_on,   ///< for an undefined time
  wake,       ///< what sleeps so
  too_short,  ///< for less than the wake-up takes
  no_mode,    ///< in a sleep mode that is not supported
};
enum class Elements : std::uint8_t { none, half, all, unlisted };
/// What becomes of a command; where C-plane may be off (CUS v17.01 16.13) it may be dropped without a NACK.
enum class Fate : std::uint8_t { obeyed, refused, dropped };

struct Step {
  std::uint8_t frame = 0;  ///< radio frames after the first one
  bool is_asm = false;
  Act act = Act::sleep;
  std::uint8_t frames = 1;  ///< of Act::sleep
  Elements elements = Elements::none;
  Fate fate = Fate::obeyed;
};
struct Story {
  Mode mode = Mode::guaranteed;
  std::array<Step, 3> steps{};
  std::size_t count = 1;
  std::uint8_t frames =
      1;  ///< that UL sleeps from the first command on, and the last one's wake-up; 0: it does not
  bool downlink = false;  ///< commands are of DL
  std::uint16_t symbols = 0x3FFF;
};

inline constexpr bool kTrx = false, kAsm = true;
inline constexpr std::uint16_t kSomeSymbols = 0x3F80;  ///< from symbol 7 on
inline constexpr std::uint8_t kFirstAsleep = 7;

inline constexpr std::string_view kParts[] = {
    "TRX_CONTROL, defined",
    "TRX_CONTROL, undefined",
    "TRX_CONTROL, defined, ready",
    "TRX_CONTROL, undefined, ready",
    "TRX_CONTROL, extended",
    "TRX_CONTROL, half the elements",
    "ASM, defined",
    "ASM, undefined",
    "ASM, defined, ready",
    "ASM, undefined, ready",
    "ASM, extended",
    "ASM, DL alone",
    "ASM, some symbols",
    "ASM over ASM",
    "TRX_CONTROL over TRX_CONTROL",
    "ASM over TRX_CONTROL",
    "ASM over a defined TRX_CONTROL",
    "TRX_CONTROL over ASM",
    "commands that are refused",
};

inline constexpr Story kStories[] = {
    {.steps = {{{0, kTrx}}}},
    {.steps = {{{0, kTrx, Act::sleep_on}, {1, kTrx, Act::wake, 0, Elements::all}}}, .count = 2},
    {.mode = Mode::minimum, .steps = {{{0, kTrx}}}},
    {.mode = Mode::minimum,
     .steps = {{{0, kTrx, Act::sleep_on}, {1, kTrx, Act::wake, 0, Elements::all}}},
     .count = 2},
    {.steps = {{{0, kTrx}, {1, kTrx}}}, .count = 2, .frames = 2},
    {.steps = {{{0, kTrx, Act::sleep, 1, Elements::half}}}, .frames = 0},
    {.steps = {{{0, kAsm}}}},
    {.steps = {{{0, kAsm, Act::sleep_on}, {1, kAsm, Act::wake}}}, .count = 2},
    {.mode = Mode::minimum, .steps = {{{0, kAsm}}}},
    {.mode = Mode::minimum, .steps = {{{0, kAsm, Act::sleep_on}, {1, kAsm, Act::wake}}}, .count = 2},
    {.steps = {{{0, kAsm}, {1, kAsm}}}, .count = 2, .frames = 2},
    {.steps = {{{0, kAsm}}}, .frames = 0, .downlink = true},
    {.mode = Mode::symbols, .steps = {{{0, kAsm}}}, .symbols = kSomeSymbols},
    {.steps = {{{0, kAsm, Act::sleep_on}, {1, kAsm}}}, .count = 2, .frames = 2},
    {.steps = {{{0, kTrx, Act::sleep_on},
                {1, kTrx, Act::wake, 0, Elements::half},
                {2, kTrx, Act::wake, 0, Elements::all}}},
     .count = 3},
    {.steps = {{{0, kTrx, Act::sleep_on}, {1, kAsm}, {3, kTrx, Act::wake, 0, Elements::all}}},
     .count = 3,
     .frames = 3},
    {.steps = {{{0, kTrx, Act::sleep, 2}, {1, kAsm, Act::sleep, 3, Elements::none, Fate::dropped}}},
     .count = 2,
     .frames = 2},
    {.steps = {{{0, kAsm, Act::sleep_on},
                {1, kTrx, Act::sleep, 3, Elements::none, Fate::refused},
                {2, kAsm, Act::wake}}},
     .count = 3,
     .frames = 2},
    {.steps = {{{0, kTrx, Act::sleep, 1, Elements::unlisted, Fate::refused},
                {1, kAsm, Act::no_mode, 1, Elements::none, Fate::refused},
                {2, kAsm, Act::too_short, 0, Elements::none, Fate::refused}}},
     .count = 3,
     .frames = 0},
};
static_assert(std::size(kStories) == std::size(kParts));

/// A story on a link: what of it can be told to this unit. Slots count from the first radio frame on.
class Plot {
 public:
  Plot(const Setup& setup, std::size_t part) : story_{&kStories[part]}, setup_{&setup} {
    const auto of = [&](const profile::Channel& channel) {
      return channel.kind == (story_->downlink ? profile::ChannelKind::pdsch : profile::ChannelKind::pusch);
    };
    const radio::Eaxc target = uplink_target(setup).value_or(radio::Eaxc{});
    const auto has_target = [&](const profile::Channel& channel) {
      return of(channel) && !channel.eaxc.empty() &&
             (story_->downlink ||
              std::find(channel.eaxc.begin(), channel.eaxc.end(), target) != channel.eaxc.end());
    };
    for (const profile::Carrier& carrier : setup.link.carriers)
      for (const profile::Channel& channel : carrier.channels)
        if (carrier_ == nullptr && has_target(channel)) {
          carrier_ = &carrier;
          teller_ = story_->downlink ? channel.eaxc.front() : target;
        }
    if (carrier_ == nullptr || !setup.unit.sleep) return;
    const auto direction = story_->downlink ? radio::Direction::downlink : radio::Direction::uplink;
    const unsigned symbols = carrier_->numerology.symbols_per_slot();
    while (first_ < slots_per_frame() && carrier_->symbols(direction, first_).count != symbols) ++first_;
    first_frame_ = first_frame(carrier_->frame_timing, setup.start);
    for (std::size_t i = 0; i < story_->count; ++i)
      if (const Step& step = story_->steps[i]; can(step)) steps_[count_++] = &step;
    // What cannot be told as a whole is not told.
    if (count_ < story_->count && story_->frames > 0) count_ = 0;
    if (count_ > 0 && setup.frames > 0 && setup.frames < frames()) count_ = 0;
  }

  const Story& story() const { return *story_; }
  bool has_carrier() const { return carrier_ != nullptr; }
  radio::Eaxc teller() const { return teller_; }
  std::span<const Step* const> steps() const { return std::span{steps_}.first(count_); }
  const profile::Carrier& carrier() const { return *carrier_; }
  bool is_told() const { return count_ > 0; }
  bool sleeps() const { return is_told() && story_->frames > 0; }
  bool is_minimum() const { return sleeps() && story_->mode == Mode::minimum; }

  std::int64_t slot_of(const Step& step) const {
    return first_ + std::int64_t{step.frame} * slots_per_frame();
  }
  std::int64_t slot_of(std::int64_t frame, unsigned slot) const {
    return (frame - first_frame_) * slots_per_frame() + slot;
  }
  std::int64_t slot_of(const AirTime& time) const {
    const unsigned slots = carrier_->numerology.slots_per_subframe();
    return slot_of(time.frame, time.at.subframe * slots + carrier_->slot_of_id(time.at.slot));
  }
  /// Slots [begin, end) sleep; behind a minimum wake-up perhaps up to latest().
  std::int64_t begin() const { return first_; }
  std::int64_t end() const {
    return first_ + std::int64_t{story_->frames} * slots_per_frame() + wake_slots(*steps_[count_ - 1]);
  }
  std::int64_t latest() const {
    const auto& mode = mode_of(*steps_[count_ - 1]);
    return end() + (mode && mode->ready_within_us ? in_slots(*mode->ready_within_us) : 0);
  }
  std::int64_t slot_ns() const { return 1'000'000 >> carrier_->numerology.mu; }
  std::uint32_t frames() const {
    if (!has_carrier()) return 1;
    std::int64_t slots = sleeps() ? latest() : 0;
    for (const Step* step : steps()) slots = std::max(slots, slot_of(*step));
    return static_cast<std::uint32_t>(slots / slots_per_frame() + 2);
  }
  /// DL story: whether DL sleeps.
  bool is_quiet_downlink(std::int64_t slot) const {
    return story_->downlink && is_told() && slot >= first_ &&
           slot < first_ + slots_per_frame() + wake_slots(*steps_[0]);
  }

  /// The octets behind the common header of section type 4.
  std::vector<std::uint8_t> command(const Step& step, std::uint16_t ack_id) const {
    std::int64_t slots = step.act == Act::sleep
                             ? step.frames * std::int64_t{slots_per_frame()} + wake_slots(step)
                         : step.act == Act::no_mode   ? std::int64_t{slots_per_frame()}
                         : step.act == Act::too_short ? wake_slots(step) - 1
                                                      : 0;
    wire::SlotCommand head{.type = step.is_asm ? wire::AsmCommand::kType : wire::TrxControl::kType,
                           .ack_nack_req_id = ack_id};
    head.num_slots = static_cast<std::uint8_t>(std::min<std::int64_t>(slots, 255));
    slots -= head.num_slots;
    std::vector<std::uint8_t> octets(64);
    Writer out{octets};
    out.put(1, 1);
    out.zeros(1);
    const auto fill = [&](auto body) {
      body.sleep_mode = mode_number(step);
      body.num_slots_ext = static_cast<std::uint32_t>(slots);
      body.symbol_mask = step.act == Act::wake ? std::uint16_t{0} : story_->symbols;
      return body;
    };
    const wire::CplaneParameters parameters;
    if (step.is_asm) {
      auto body = fill(wire::AsmCommand{});
      wire::encode(out, head, body, parameters);
    } else {
      auto body = fill(wire::TrxControl{});
      const unsigned bits = setup_->unit.sleep->elements;
      for (; (1u << body.log2_mask_bits) < bits; ++body.log2_mask_bits) {
      }
      std::array<std::uint8_t, 8> mask{};
      const std::uint64_t on = mask_of(step.elements);
      for (unsigned i = 0; i < bits / 8; ++i) mask[i] = static_cast<std::uint8_t>(on >> (bits - 8 - 8 * i));
      body.ant_mask = Octets{mask}.first(bits / 8);
      wire::encode(out, head, body, parameters);
    }
    octets.resize(out.at());
    return octets;
  }

 private:
  unsigned slots_per_frame() const { return carrier_->numerology.slots_per_frame(); }
  std::int64_t in_slots(std::int64_t us) const { return (us * 1000 + slot_ns() - 1) / slot_ns(); }
  const profile::Sleep::Modes& modes(const Step& step) const {
    return step.is_asm ? setup_->unit.sleep->asm_modes : setup_->unit.sleep->trx_control;
  }
  /// The first mode of the story's kind, the last one to be refused for its duration; where there is none,
  /// or none is wanted, one that is not supported.
  std::uint8_t mode_number(const Step& step) const {
    const auto& all = modes(step);
    std::uint8_t found = profile::Sleep::kModes;
    for (std::uint8_t i = 0; i < profile::Sleep::kModes; ++i) {
      const bool minimum = all[i] && all[i]->ready_within_us.has_value();
      const bool fits = step.act == Act::no_mode     ? !all[i]
                        : step.act == Act::too_short ? all[i].has_value()
                        : story_->mode == Mode::symbols
                            ? i == 0 && all[i]
                            : i > 0 && all[i] && minimum == (story_->mode == Mode::minimum);
      if (fits && (found == profile::Sleep::kModes || step.act == Act::too_short)) found = i;
    }
    return found;
  }
  const std::optional<profile::SleepMode>& mode_of(const Step& step) const {
    static constexpr std::optional<profile::SleepMode> kNone;
    const std::uint8_t number = mode_number(step);
    return number < profile::Sleep::kModes ? modes(step)[number] : kNone;
  }
  /// Those of mode 0 are symbols.
  std::int64_t wake_slots(const Step& step) const {
    const auto& mode = mode_of(step);
    return mode && mode_number(step) > 0 ? in_slots(mode->wake_up_us) : 0;
  }
  std::uint64_t mask_of(Elements elements) const {
    const profile::Sleep& sleep = *setup_->unit.sleep;
    const auto listed = [&](std::uint64_t mask) {
      return std::find(sleep.masks.begin(), sleep.masks.end(), mask) != sleep.masks.end();
    };
    std::uint64_t mask = 0;
    if (elements == Elements::all) mask = sleep.all_elements();
    if (elements == Elements::half)
      for (const std::uint64_t one : sleep.masks)
        if (one != sleep.all_elements()) mask = std::max(mask, one);
    if (elements == Elements::unlisted)
      for (mask = 1; listed(mask); ++mask) {
      }
    return mask;
  }
  /// Whether the profile leaves a way to say it.
  bool can(const Step& step) const {
    const profile::Sleep& sleep = *setup_->unit.sleep;
    if (first_ == slots_per_frame() || mode_number(step) == profile::Sleep::kModes) return false;
    if ((step.act == Act::sleep_on || step.act == Act::wake) && !sleep.undefined_duration) return false;
    if (step.act == Act::too_short && wake_slots(step) < 2) return false;
    if (step.is_asm || step.elements == Elements::all || step.elements == Elements::unlisted) return true;
    return step.elements == Elements::half
               ? mask_of(step.elements) != 0
               : std::find(sleep.masks.begin(), sleep.masks.end(), 0u) != sleep.masks.end();
  }

  const Story* story_;
  const Setup* setup_;
  const profile::Carrier* carrier_ = nullptr;
  radio::Eaxc teller_;
  unsigned first_ = 0;  ///< slot of the frame in which commands hold
  std::int64_t first_frame_ = 0;
  std::array<const Step*, 3> steps_{};
  std::size_t count_ = 0;
};

}  // namespace plumbline::suite::cpl_025

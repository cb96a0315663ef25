#include "emulator/sleep.h"

#include <algorithm>

namespace plumbline::emulator {
namespace {

constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();
constexpr std::uint8_t kArray = 0, kCarrier = 1, kORu = 2;  ///< cmdScope

/// Of two scopes of ASM, the broader one is greater (CUS v17.01 16.8.1).
constexpr unsigned breadth(std::uint8_t scope) { return scope == kCarrier ? 0 : scope == kArray ? 1 : 2; }

constexpr std::int64_t round_up(std::int64_t ns, std::int64_t slot_ns) {
  return (ns + slot_ns - 1) / slot_ns;
}

}  // namespace

SleepState::SleepState(std::size_t carriers, const std::optional<profile::Sleep>& can) : can_{can} {
  for (Half& half : halves_) half.carriers.resize(carriers);
  readies_.reserve(4 * carriers + 4);
}

const std::optional<profile::SleepMode>& SleepState::mode_of(const SleepCommand& command) const {
  return (command.is_asm ? can_->asm_modes : can_->trx_control)[command.mode];
}

/// Slots of the wake-up of a mode; those of mode 0 are symbols.
std::int64_t SleepState::wake_slots(const SleepCommand& command, unsigned mode) const {
  const auto& one = (command.is_asm ? can_->asm_modes : can_->trx_control)[mode];
  return mode == 0 || !one ? 0 : round_up(std::int64_t{one->wake_up_us} * 1000, command.slot_ns);
}

/// What can be told without what sleeps already (CUS v17.01 16.1, 16.2, 16.4, 16.5, 16.13).
bool SleepState::is_sound(const SleepCommand& command) const {
  if (command.mode >= profile::Sleep::kModes || !mode_of(command)) return false;
  if (command.mode != 0 && command.symbol_mask != 0 && command.symbol_mask != kAllSymbols) return false;
  if (command.slots == 0 && !can_->undefined_duration) return false;
  if (command.slots != 0 &&
      command.slots * command.slot_ns < std::max(std::int64_t{mode_of(command)->wake_up_us} * 1000,
                                                 wake_slots(command, command.mode) * command.slot_ns))
    return false;
  if (command.is_asm) return command.scope <= kORu;
  const std::uint64_t all = can_->all_elements();
  return command.scope == kArray && command.elements == can_->elements &&
         (command.ant_mask == all ||
          std::find(can_->masks.begin(), can_->masks.end(), command.ant_mask) != can_->masks.end());
}

/// A defined duration is a promise: it can be extended once the wake-up has begun, by a mode that takes as
/// long at least. What wakes up on command is not interrupted (CUS v17.01 16.4, 16.8.2, 16.9).
bool SleepState::may_extend(const SleepCommand& command, const Rest& rest) const {
  if (!rest.defined) return !rest.waking;
  if (command.mode < rest.mode) return false;
  return rest.mode == 0 ||
         command.t0_ns >= rest.nominal_ns - wake_slots(command, rest.mode) * command.slot_ns;
}

/// When what sleeps or wakes for `slots` slots is awake. A minimum duration takes half of what it may longer.
SleepState::Span SleepState::span_of(const SleepCommand& command, std::int64_t slots) const {
  const std::int64_t nominal = command.t0_ns + slots * command.slot_ns;
  const auto& within = mode_of(command)->ready_within_us;
  const std::int64_t longer =
      within ? round_up(std::int64_t{*within} * 500, command.slot_ns) * command.slot_ns : 0;
  return {nominal + longer, nominal};
}

void SleepState::put_to_sleep(const SleepCommand& command, Rest& rest) const {
  const bool was = rest.holds(command.t0_ns);
  const Span span = command.slots == 0 ? Span{kNever, kNever} : span_of(command, command.slots);
  // An array element keeps its mode (CUS v17.01 16.8.2).
  const bool keeps_mode = was && !command.is_asm && !rest.defined;
  rest = {.from_ns = was ? rest.from_ns : command.t0_ns,
          .until_ns = span.until_ns,
          .nominal_ns = span.nominal_ns,
          .symbols = command.symbol_mask,
          .mode = keeps_mode ? rest.mode : command.mode,
          .scope = command.scope,
          .defined = command.slots != 0};
}

void SleepState::wake(const SleepCommand& command, Rest& rest) const {
  const Span span = span_of(command, wake_slots(command, command.mode));
  rest.until_ns = span.until_ns;
  rest.nominal_ns = span.nominal_ns;
  rest.waking = true;
}

void SleepState::note_ready(const SleepCommand& command, std::int64_t slots) {
  std::erase_if(readies_, [&](const Ready& ready) {
    const bool same = command.is_asm == ready.is_asm && command.direction == ready.direction;
    return same && (!command.is_asm || command.scope != kCarrier || ready.carrier == command.carrier);
  });
  if (slots == 0 || !mode_of(command)->ready_within_us) return;
  const Span span = span_of(command, slots);
  readies_.push_back({.is_asm = command.is_asm,
                      .direction = command.direction,
                      .endpoint = command.endpoint,
                      .carrier = command.carrier,
                      .slot = command.slot + (span.until_ns - command.t0_ns) / command.slot_ns - 1,
                      .at_ns = span.until_ns - command.slot_ns,
                      .ack_id = command.ack_id});
}

bool SleepState::take_trx(const SleepCommand& command, Half& half) {
  // Not on top of any ASM (CUS v17.01 16.8.3).
  for (const Rest& rest : half.carriers)
    if (rest.holds(command.t0_ns)) return false;
  const auto elements = std::span{half.elements}.first(can_->elements);
  const auto is_on = [&](std::size_t i) { return (command.ant_mask >> i & 1) != 0; };
  unsigned longest = 0;
  bool wakes = false, sleeps = false;
  for (std::size_t i = 0; i < elements.size(); ++i) {
    const Rest& rest = elements[i];
    const bool was = rest.holds(command.t0_ns);
    if (!is_on(i)) {
      if (was && !may_extend(command, rest)) return false;
      sleeps = sleeps || command.symbol_mask != 0;
    } else if (was && !rest.defined && !rest.waking) {
      wakes = true;
      longest = std::max<unsigned>(longest, rest.mode);
    }
  }
  if (wakes && (command.mode != longest || (longest != 0 && !sleeps && command.symbol_mask != 0)))
    return false;
  for (std::size_t i = 0; i < elements.size(); ++i) {
    Rest& rest = elements[i];
    if (is_on(i) && rest.holds(command.t0_ns) && !rest.defined && !rest.waking) wake(command, rest);
    if (!is_on(i) && command.symbol_mask != 0) put_to_sleep(command, rest);
  }
  note_ready(command, wakes ? wake_slots(command, command.mode) : sleeps ? command.slots : 0);
  return true;
}

bool SleepState::take_asm(const SleepCommand& command, Half& half) {
  // On top of TRX_CONTROL of undefined duration only (CUS v17.01 16.8.3).
  for (const Rest& rest : std::span{half.elements}.first(can_->elements))
    if (rest.holds(command.t0_ns) && rest.defined) return false;
  const bool wakes = command.symbol_mask == 0;
  if (wakes && command.slots != 0) return false;
  const auto affected = [&](std::size_t carrier) {
    return command.scope != kCarrier || carrier == command.carrier;
  };
  unsigned longest = 0;
  bool any = false;
  for (std::size_t i = 0; i < half.carriers.size(); ++i) {
    const Rest& rest = half.carriers[i];
    if (!affected(i) || !rest.holds(command.t0_ns)) continue;
    if (breadth(command.scope) < breadth(rest.scope)) return false;
    if (wakes ? rest.defined : command.mode < rest.mode || !may_extend(command, rest)) return false;
    any = true;
    longest = std::max<unsigned>(longest, rest.mode);
  }
  if (wakes && any && command.mode != longest) return false;
  for (std::size_t i = 0; i < half.carriers.size(); ++i) {
    Rest& rest = half.carriers[i];
    if (!affected(i)) continue;
    if (!wakes)
      put_to_sleep(command, rest);
    else if (rest.holds(command.t0_ns) && !rest.waking)
      wake(command, rest);
  }
  note_ready(command, !wakes ? command.slots : any ? wake_slots(command, command.mode) : 0);
  return true;
}

Outcome SleepState::take(const SleepCommand& command) {
  Half& half = halves_[static_cast<std::size_t>(command.direction)];
  std::int64_t& last = half.last_ns[command.is_asm ? 1 : 0];
  // One in a slot (CUS v17.01 16.8.1, 16.8.2).
  if (!can_ || !is_sound(command) || last == command.t0_ns) return Outcome::unable;
  if (!(command.is_asm ? take_asm(command, half) : take_trx(command, half))) return Outcome::unable;
  last = command.t0_ns;
  return Outcome::taken;
}

bool SleepState::asleep(std::size_t carrier, radio::Direction direction, std::int64_t t0_ns,
                        unsigned symbol) const {
  if (!can_ || !can_->discards) return false;
  const Half& half = halves_[static_cast<std::size_t>(direction)];
  const auto sleeps = [&](const Rest& rest) {
    return rest.holds(t0_ns) && (rest.symbols >> std::min(symbol, 13u) & 1) != 0;
  };
  const auto elements = std::span{half.elements}.first(can_->elements);
  return sleeps(half.carriers[carrier]) || std::all_of(elements.begin(), elements.end(), sleeps);
}

std::optional<Ready> SleepState::ready(std::int64_t before_ns) {
  const auto due =
      std::find_if(readies_.begin(), readies_.end(), [&](const Ready& one) { return one.at_ns < before_ns; });
  if (due == readies_.end()) return std::nullopt;
  const Ready ready = *due;
  readies_.erase(due);
  return ready;
}

}  // namespace plumbline::emulator

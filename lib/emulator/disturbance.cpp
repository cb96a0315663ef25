#include "emulator/disturbance.h"

#include <algorithm>

#include "base/random.h"
#include "emulator/frame_fields.h"
#include "emulator/reception.h"

namespace plumbline::emulator {
namespace {

using Kind = Disturbance::Kind;

constexpr std::uint32_t kLongestFrame = 65535;
constexpr std::uint32_t kEthernetHeader = 14;
constexpr std::uint32_t kNoBuffer = ~std::uint32_t{0};

bool is(const Which& which, const FrameFields& frame) {
  const bool message = frame.plane.has_value();
  const bool control = frame.plane == radio::Plane::c;
  // A unit's U-plane goes one way; what its filterIndex is cannot be told.
  const bool continues = frame.continues;
  return (!which.plane || which.plane == frame.plane) &&
         (!which.direction || continues || (message && which.direction == frame.direction)) &&
         (!which.eaxc || (message && which.eaxc == frame.eaxc)) &&
         (!which.windowed || !control || has_window(frame.section_type)) &&
         (!which.section_type || (control && which.section_type == frame.section_type)) &&
         (!which.filter_index || (message && !continues && which.filter_index == frame.filter_index));
}

}  // namespace

struct Disturbed::State {
  /// A frame that is sent, `more` times again, each `apart` later. Its octets are the unit's until the unit
  /// is asked again, or in a buffer.
  struct Sending {
    TimedFrame frame;
    std::uint64_t order = 0;  ///< decides ties
    std::uint64_t more = 0;
    Nanos apart{0};
    std::uint32_t buffer = kNoBuffer;
  };

  State(Actor& actor, const Disturbance& what) : unit{&actor}, told{what}, random{what.seed} {
    if (told.which.every == 0) told.which.every = 1;
    if (told.by < Nanos{0}) told.by = told.kind == Kind::shift ? std::max(told.by, -kMostEarly) : Nanos{0};
    if (told.kind == Kind::shift && told.by < Nanos{0}) ahead = -told.by;
    // Time bounds what is sent in a step, whatever `value` says.
    if (told.kind == Kind::flood) told.by = std::max(told.by, Nanos{1});
  }

  void take(const TimedFrame& frame);
  bool is_chosen(const FrameFields& headers, const TimedFrame& frame);
  void disturb(const TimedFrame& frame, const FrameFields& headers);
  void keep(Sending& sending);
  std::span<std::uint8_t> copy(Sending& sending, std::uint32_t room);
  void pass(const TimedFrame& frame) { sendings.push_back({.frame = frame, .order = order++}); }
  void send(CaptureTime until, std::vector<TimedFrame>& batch);

  Actor* unit;
  Disturbance told;
  Random random;
  Nanos ahead{0};
  std::uint64_t met = 0;   ///< frames that `which` names
  std::uint64_t done = 0;  ///< disturbed
  bool stopped = false;
  std::optional<Sending> held;      ///< waits for the next one to pass it
  std::vector<TimedFrame> of_unit;  ///< the unit's last batch
  std::vector<Sending> sendings;    ///< not sent yet
  std::vector<Sending> leaving;     ///< of the call at work
  std::uint64_t order = 0;
  std::vector<std::vector<std::uint8_t>> buffers;
  std::vector<std::uint32_t> free, lent;
};

/// Whether the disturbance is for this frame; counts.
bool Disturbed::State::is_chosen(const FrameFields& headers, const TimedFrame& frame) {
  if (!is(told.which, headers)) return false;
  if ((told.kind == Kind::set || told.kind == Kind::add) &&
      !find_place(told.field, headers, frame.octets.size()))
    return false;
  const std::uint64_t index = met++;
  const Which& which = told.which;
  return index >= which.first && (index - which.first) % which.every == 0 && done < which.count;
}

/// The octets of `sending` in a buffer of its own with `room` octets at least, which may be changed.
std::span<std::uint8_t> Disturbed::State::copy(Sending& sending, std::uint32_t room) {
  if (sending.buffer == kNoBuffer) {
    if (free.empty()) {
      free.push_back(static_cast<std::uint32_t>(buffers.size()));
      buffers.emplace_back();
    }
    sending.buffer = free.back();
    free.pop_back();
  }
  std::vector<std::uint8_t>& buffer = buffers[sending.buffer];
  const Octets octets = sending.frame.octets;
  if (buffer.size() < std::max<std::size_t>(room, octets.size()))
    buffer.resize(std::max<std::size_t>(room, octets.size()));
  std::copy(octets.begin(), octets.end(), buffer.begin());
  sending.frame.octets = Octets{buffer}.first(octets.size());
  return std::span{buffer};
}

/// The unit's octets are gone when it is asked again.
void Disturbed::State::keep(Sending& sending) {
  if (sending.buffer == kNoBuffer) copy(sending, 0);
}

void Disturbed::State::take(const TimedFrame& frame) {
  const FrameFields headers = read_fields(frame.octets, frame.length);
  if (held && is(told.which, headers)) {
    ++met;
    ++done;
    pass(frame);
    held->frame.at = frame.at;
    held->order = order++;
    sendings.push_back(*held);
    held.reset();
    return;
  }
  if (!is_chosen(headers, frame)) return pass(frame);
  disturb(frame, headers);
}

void Disturbed::State::disturb(const TimedFrame& frame, const FrameFields& headers) {
  Sending sending{.frame = frame, .order = order++};
  if (told.kind != Kind::reorder) ++done;
  std::uint32_t& length = sending.frame.length;
  switch (told.kind) {
    case Kind::shift:
      sending.frame.at = later(frame.at, told.by);
      break;
    case Kind::drop:
      return;
    case Kind::duplicate:
      sending.more = 1;
      sending.apart = told.by;
      break;
    case Kind::flood:
      sending.more = told.value;
      sending.apart = told.by;
      break;
    case Kind::reorder:
      keep(sending);
      held = sending;
      return;
    case Kind::set:
    case Kind::add: {
      const std::span<std::uint8_t> octets = copy(sending, 0);
      const std::uint32_t place = find_place(told.field, headers, frame.octets.size()).value_or(0);
      const std::uint64_t before = told.kind == Kind::add ? read_field(octets, place, told.field) : 0;
      write_field(octets, place, told.field, before + told.value);
      break;
    }
    case Kind::truncate:
      length = static_cast<std::uint32_t>(std::min<std::uint64_t>(length, told.value));
      sending.frame.octets = frame.octets.first(std::min<std::size_t>(frame.octets.size(), length));
      break;
    case Kind::grow: {
      const bool whole = frame.octets.size() == length;
      length += static_cast<std::uint32_t>(
          std::min<std::uint64_t>(kLongestFrame - std::min(length, kLongestFrame), told.value));
      if (!whole) break;
      const std::span<std::uint8_t> octets = copy(sending, length);
      std::fill(octets.begin() + static_cast<std::ptrdiff_t>(frame.octets.size()), octets.begin() + length,
                std::uint8_t{0});
      sending.frame.octets = octets.first(length);
      break;
    }
    case Kind::stop:
      stopped = true;
      return;
    case Kind::mutate: {
      const std::uint32_t from = headers.ecpri > 0 ? headers.ecpri : kEthernetHeader;
      if (frame.octets.size() <= from) break;
      const std::span<std::uint8_t> octets = copy(sending, 0);
      for (std::uint64_t n = std::min<std::uint64_t>(told.value, kLongestFrame); n > 0; --n) {
        const std::uint64_t place = from + random.below(frame.octets.size() - from);
        octets[place] = static_cast<std::uint8_t>(octets[place] ^ (1 + random.below(255)));
      }
      break;
    }
  }
  sendings.push_back(sending);
}

/// Moves what leaves before `until` to `batch`, in order; what does not waits.
void Disturbed::State::send(CaptureTime until, std::vector<TimedFrame>& batch) {
  leaving.clear();
  std::size_t waiting = 0;
  for (Sending& sending : sendings) {
    bool over = false;
    while (!over && sending.frame.at < until) {
      leaving.push_back(sending);
      over = sending.more == 0;
      if (over) break;
      --sending.more;
      sending.order = order++;
      sending.frame.at = later(sending.frame.at, sending.apart);
    }
    if (over) {
      if (sending.buffer != kNoBuffer) lent.push_back(sending.buffer);
      continue;
    }
    keep(sending);
    sendings[waiting++] = sending;
  }
  sendings.resize(waiting);
  const auto before = [](const Sending& a, const Sending& b) {
    return a.frame.at != b.frame.at ? a.frame.at < b.frame.at : a.order < b.order;
  };
  if (!std::is_sorted(leaving.begin(), leaving.end(), before))
    std::sort(leaving.begin(), leaving.end(), before);
  for (const Sending& sending : leaving) batch.push_back(sending.frame);
}

Disturbed::Disturbed(Actor& unit, const Disturbance& disturbance)
    : state_{std::make_unique<State>(unit, disturbance)} {}
Disturbed::~Disturbed() = default;

void Disturbed::receive(CaptureTime at, std::uint32_t length, Octets octets) {
  state_->unit->receive(at, length, octets);
}

void Disturbed::advance(CaptureTime until, std::vector<TimedFrame>& batch) {
  State& s = *state_;
  batch.clear();
  s.free.insert(s.free.end(), s.lent.begin(), s.lent.end());
  s.lent.clear();
  s.unit->advance(later(until, s.ahead), s.of_unit);
  for (const TimedFrame& frame : s.of_unit)
    if (!s.stopped) s.take(frame);
  s.send(until, batch);
}

std::uint64_t Disturbed::done() const { return state_->done; }

}  // namespace plumbline::emulator

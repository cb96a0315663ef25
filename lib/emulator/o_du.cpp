#include "emulator/o_du.h"

#include <algorithm>
#include <iterator>

#include "emulator/aim.h"
#include "emulator/timetable.h"
#include "emulator/uplink.h"
#include "wire/ecpri.h"
#include "wire/frame.h"

namespace plumbline::emulator {

struct ODu::State {
  State(std::unique_ptr<Timetable> made, const profile::Link& link, bool joins_fragments)
      : timetable{std::move(made)}, uplink{link, timetable->plan(), joins_fragments} {}

  void send(const TimedFrame& frame, std::vector<TimedFrame>& batch);
  void reply_until(CaptureTime until, std::vector<TimedFrame>& batch);

  std::unique_ptr<Timetable> timetable;
  Uplink uplink;
  std::vector<Uplink::Reply> leaving;  ///< those of the last call
  CaptureTime said_until = CaptureTime::min();
};

Result<std::unique_ptr<ODu>, Error> ODu::make(const profile::Link& link, const Options& options) {
  const profile::Link seen = seen_at(options.quirks.believed(link), profile::TapPlace::at_o_du);
  auto timetable = Timetable::make(seen, {.seed = options.seed,
                                          .start = options.start,
                                          .frames = options.frames,
                                          .role = Role::o_du,
                                          .sections = options.sections,
                                          .snap = options.snap,
                                          .payload = options.payload,
                                          .script = options.script,
                                          .transport_fragments = options.transport_fragments,
                                          .quirks = options.quirks});
  if (!timetable) return tl::unexpected(timetable.error());
  return std::make_unique<ODu>(std::make_unique<State>(std::move(*timetable), seen, options.joins_fragments));
}

void ODu::State::send(const TimedFrame& frame, std::vector<TimedFrame>& batch) {
  Counters& counters = uplink.counters();
  // Messages count, not their parts.
  if (frame.plane == radio::Plane::c || timetable->writer().ends_message(frame.octets)) ++counters.tx_total;
  if (frame.plane == radio::Plane::c) {
    ++counters.tx_total_c;
    wire::Frame ethernet;
    wire::EcpriMessage message;
    if (!wire::decode_frame(frame.octets, frame.length, ethernet) &&
        wire::EcpriWalk{ethernet.pdu}.next(message))
      uplink.sent(frame.at, message.body);
  }
  batch.push_back(frame);
}

/// Seldom: measurements and loopback messages come before traffic does, or once a second.
void ODu::State::reply_until(CaptureTime until, std::vector<TimedFrame>& batch) {
  leaving.clear();
  std::vector<Uplink::Reply>& replies = uplink.replies();
  const auto due = std::stable_partition(replies.begin(), replies.end(),
                                         [&](const Uplink::Reply& one) { return one.at >= until; });
  std::move(due, replies.end(), std::back_inserter(leaving));
  replies.erase(due, replies.end());
  for (const Uplink::Reply& one : leaving)
    batch.push_back({.octets = one.octets,
                     .length = static_cast<std::uint32_t>(one.octets.size()),
                     .at = one.at,
                     .plane = radio::Plane::c});
  std::stable_sort(batch.begin(), batch.end(),
                   [](const TimedFrame& a, const TimedFrame& b) { return a.at < b.at; });
}

void ODu::advance(CaptureTime until, std::vector<TimedFrame>& batch) {
  State& s = *state_;
  batch.clear();
  // Of what lies between the instant up to which it was heard and `until`, answers are still to come.
  s.uplink.pass(later(until, -kMostAhead));
  s.timetable->release(until.time_since_epoch().count(),
                       [&](const TimedFrame& frame) { s.send(frame, batch); });
  if (!s.uplink.replies().empty()) s.reply_until(until, batch);
  s.said_until = until;
}

void ODu::close(CaptureTime now) { state_->uplink.pass(now); }

void ODu::receive(CaptureTime at, std::uint32_t length, Octets octets) {
  const std::int64_t at_ns = at.time_since_epoch().count();
  state_->uplink.hear({at_ns, std::max(at_ns, state_->said_until.time_since_epoch().count())}, length,
                      octets);
}

const Counters& ODu::counters() const { return state_->uplink.counters(); }
const Answers& ODu::answers() const { return state_->uplink.answers(); }

ODu::ODu(std::unique_ptr<State> state) : state_{std::move(state)} {}
ODu::~ODu() = default;

}  // namespace plumbline::emulator

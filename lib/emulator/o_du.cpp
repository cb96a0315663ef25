#include "emulator/o_du.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "emulator/aim.h"
#include "emulator/echo.h"
#include "emulator/timetable.h"
#include "emulator/uplink.h"
#include "wire/ecpri.h"
#include "wire/frame.h"

namespace plumbline::emulator {

struct ODu::State {
  State(std::unique_ptr<Timetable> made, const profile::Link& link, bool joins_fragments)
      : timetable{std::move(made)},
        uplink{link, timetable->plan(), joins_fragments},
        echo{timetable->writer(), link, Role::o_du},
        address{link, Role::o_du} {}

  void send(const TimedFrame& frame, std::vector<TimedFrame>& batch);
  void send_until(CaptureTime until, std::vector<TimedFrame>& batch);
  void hear(CaptureTime at, std::uint32_t length, Octets octets);
  void count(Outcome outcome);
  void keep_replies();
  void reply_until(CaptureTime until, std::vector<TimedFrame>& batch);

  /// A whole frame that answers another.
  struct Reply {
    CaptureTime at;
    std::vector<std::uint8_t> octets;
  };

  std::unique_ptr<Timetable> timetable;
  Uplink uplink;
  Echo echo;
  Address address;
  std::vector<TimedFrame> ready;        ///< made, in order
  std::size_t next = 0;                 ///< of these
  std::size_t handed_out = 0;           ///< whose octets were not taken back yet
  std::vector<Reply> replies, leaving;  ///< in the order in which they were made; those of the last call
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

void ODu::State::send_until(CaptureTime until, std::vector<TimedFrame>& batch) {
  // Octets of earlier calls are taken back when the next millisecond needs room: that is seldom.
  std::size_t done = handed_out;
  for (;;) {
    for (; next < ready.size() && ready[next].at < until; ++next, ++handed_out) send(ready[next], batch);
    Outbox& outbox = timetable->outbox();
    if (next < ready.size() || timetable->made_until_ns() >= until.time_since_epoch().count()) return;
    outbox.take_back(done);
    handed_out -= std::exchange(done, 0);
    if (!timetable->make_next()) return;
    outbox.hand_out(timetable->made_until_ns(), ready);
    next = 0;
  }
}

void ODu::State::keep_replies() {
  for (const Echo::Reply& one : echo.replies())
    replies.push_back({CaptureTime{Nanos{one.at_ns}}, {one.octets.begin(), one.octets.end()}});
}

/// Seldom: measurements and loopback messages come before traffic does, or once a second.
void ODu::State::reply_until(CaptureTime until, std::vector<TimedFrame>& batch) {
  leaving.clear();
  const auto due = std::stable_partition(replies.begin(), replies.end(),
                                         [&](const Reply& one) { return one.at >= until; });
  std::move(due, replies.end(), std::back_inserter(leaving));
  replies.erase(due, replies.end());
  for (const Reply& one : leaving)
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
  s.send_until(until, batch);
  if (!s.replies.empty()) s.reply_until(until, batch);
  s.said_until = until;
}

void ODu::close(CaptureTime now) { state_->uplink.pass(now); }

/// Of answers that are no C- or U-plane.
void ODu::State::count(Outcome outcome) {
  if (outcome == Outcome::taken) return;
  ++uplink.counters().rx_err_drop;
  if (outcome == Outcome::wrong) ++uplink.counters().rx_corrupt;
}

void ODu::State::hear(CaptureTime at, std::uint32_t length, Octets octets) {
  wire::Frame frame;
  if (wire::decode_frame(octets, length, frame)) return;
  const std::int64_t at_ns = at.time_since_epoch().count();
  const Arrived when{at_ns, std::max(at_ns + kReactionNs, said_until.time_since_epoch().count())};
  if (frame.ether_type == wire::kCfmEtherType) {
    count(echo.loopback(when, frame, length, octets));
    return keep_replies();
  }
  if (!address.takes(frame)) return;
  wire::EcpriWalk walk{frame.pdu};
  for (wire::EcpriMessage message; walk.next(message);) {
    if (message.header.version == 1 && message.header.type == wire::EcpriType::one_way_delay &&
        !message.overlong) {
      count(echo.one_way_delay(when, message.body));
      keep_replies();
    } else {
      uplink.receive(at, message);
    }
    if (message.header.concatenation && !uplink.concatenation()) return;
  }
  if (walk.error()) uplink.receive_rest();
}

void ODu::receive(CaptureTime at, std::uint32_t length, Octets octets) { state_->hear(at, length, octets); }

const Counters& ODu::counters() const { return state_->uplink.counters(); }
const Answers& ODu::answers() const { return state_->uplink.answers(); }

ODu::ODu(std::unique_ptr<State> state) : state_{std::move(state)} {}
ODu::~ODu() = default;

}  // namespace plumbline::emulator

#include "emulator/o_du.h"

#include <algorithm>
#include <utility>

#include "emulator/aim.h"
#include "emulator/timetable.h"
#include "emulator/uplink.h"
#include "wire/ecpri.h"
#include "wire/frame.h"

namespace plumbline::emulator {

struct ODu::State {
  State(std::unique_ptr<Timetable> made, const profile::Link& link)
      : timetable{std::move(made)}, uplink{link, timetable->plan()} {}

  void send(const TimedFrame& frame, std::vector<TimedFrame>& batch);

  std::unique_ptr<Timetable> timetable;
  Uplink uplink;
  std::vector<TimedFrame> ready;  ///< made, in order
  std::size_t next = 0;           ///< of these
  std::size_t handed_out = 0;     ///< whose octets were not taken back yet
};

Result<std::unique_ptr<ODu>, Error> ODu::make(const profile::Link& link, const Options& options) {
  const profile::Link seen = seen_at(link, profile::TapPlace::at_o_du);
  auto timetable = Timetable::make(seen, {.seed = options.seed,
                                          .start = options.start,
                                          .frames = options.frames,
                                          .role = Role::o_du,
                                          .sections = options.sections,
                                          .snap = options.snap,
                                          .payload = options.payload,
                                          .script = options.script});
  if (!timetable) return tl::unexpected(timetable.error());
  return std::make_unique<ODu>(std::make_unique<State>(std::move(*timetable), seen));
}

void ODu::State::send(const TimedFrame& frame, std::vector<TimedFrame>& batch) {
  Counters& counters = uplink.counters();
  ++counters.tx_total;
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

void ODu::advance(CaptureTime until, std::vector<TimedFrame>& batch) {
  State& s = *state_;
  batch.clear();
  s.uplink.pass(until);
  // Octets of earlier calls are taken back when the next millisecond needs room: that is seldom.
  std::size_t done = s.handed_out;
  for (;;) {
    for (; s.next < s.ready.size() && s.ready[s.next].at < until; ++s.next, ++s.handed_out)
      s.send(s.ready[s.next], batch);
    Outbox& outbox = s.timetable->outbox();
    if (s.next < s.ready.size() || s.timetable->made_until_ns() >= until.time_since_epoch().count()) return;
    outbox.take_back(done);
    s.handed_out -= std::exchange(done, 0);
    if (!s.timetable->make_next()) return;
    outbox.hand_out(s.timetable->made_until_ns(), s.ready);
    s.next = 0;
  }
}

void ODu::receive(CaptureTime at, std::uint32_t length, Octets octets) {
  wire::Frame frame;
  if (wire::decode_frame(octets, length, frame) || frame.protocol != wire::Protocol::ecpri) return;
  wire::EcpriWalk walk{frame.pdu};
  for (wire::EcpriMessage message; walk.next(message);) state_->uplink.receive(at, message);
}

const Counters& ODu::counters() const { return state_->uplink.counters(); }
const Answers& ODu::answers() const { return state_->uplink.answers(); }

ODu::ODu(std::unique_ptr<State> state) : state_{std::move(state)} {}
ODu::~ODu() = default;

}  // namespace plumbline::emulator

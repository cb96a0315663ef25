#include "suite/part.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "emulator/aim.h"
#include "emulator/frame_writer.h"
#include "radio/numerology.h"
#include "wire/cplane.h"
#include "wire/ecpri.h"
#include "wire/frame.h"
#include "wire/uplane.h"

namespace plumbline::suite {
namespace {

/// Before the first radio frame at least.
constexpr Nanos kLead{5'000'000};
constexpr Nanos kSpare{1'000'000};
/// How far around its begin and end traffic of other radio frames is left out.
constexpr Nanos kEdge{20'000'000};

}  // namespace

Stimulus stimulus_of(const Case& test, const Setup& setup, std::size_t i) {
  Stimulus stimulus = test.stimulus != nullptr ? test.stimulus(setup, i) : Stimulus{};
  stimulus.part = i;
  if (setup.frames > 0) stimulus.frames = setup.frames;
  return stimulus;
}

profile::Link link_of(const Setup& setup, const Stimulus& stimulus) {
  profile::Link link = setup.link;
  for (profile::Tap& tap : link.taps) tap.to_place_ns += stimulus.delay.count();
  return link;
}

Nanos lead_of(const Setup& setup, const Stimulus& stimulus) {
  std::int64_t first = 0;
  for (const profile::Carrier& carrier : setup.link.carriers) {
    const profile::Delays delays = emulator::delays_of(setup.link, carrier.numerology);
    first = std::max({first, delays.t1a_up->max_ns, delays.t1a_cp_dl->max_ns, delays.t1a_cp_ul->max_ns});
  }
  Nanos lead = Nanos{first} + kSpare;
  if (stimulus.disturbance) lead += std::max(-stimulus.disturbance->by, Nanos{0});
  return std::max(lead, kLead);
}

Nanos air_of(const Stimulus& stimulus) {
  Nanos air = stimulus.frames * Nanos{radio::kFrameNs};
  if (!stimulus.extras.empty()) air = std::max(air, stimulus.extras.back().after);
  return air + stimulus.listen;
}

Hearing::Hearing(const Case& test, const Setup& setup, const Stimulus& stimulus, unsigned workers, Tape tape,
                 std::optional<FrameSpan> only)
    : link_{link_of(setup, stimulus)},
      observes_{test.judge != nullptr},
      unit_{setup.dut == Dut::o_ru ? setup.link.o_ru_mac.value_or(emulator::kORuMac)
                                   : setup.link.o_du_mac.value_or(emulator::kODuMac)},
      only_{only},
      tape_{std::move(tape)},
      observer_{link_, observed_, stimulus.keep_prbs},
      checker_{&link_, workers, stimulus.every_prb ? check::IqScope::all : check::IqScope::sampled} {}

bool Hearing::is_beyond(const io::Packet& packet) const {
  const auto when = profile::to_gps(link_.time, packet.stamp);
  wire::Frame frame;
  wire::EcpriMessage message;
  wire::EcpriIds ids;
  if (!when || wire::decode_frame(packet.octets, packet.original_length, frame) ||
      frame.protocol != wire::Protocol::ecpri || !wire::EcpriWalk{frame.pdu}.next(message) ||
      wire::decode_ids(message.body, ids))
    return false;
  wire::UplaneHeader u;
  wire::CplaneHeader c;
  const bool uplane = message.header.type == wire::EcpriType::iq_data;
  if (uplane ? bool{wire::decode_uplane_header(message.body.from(4), u)}
             : message.header.type != wire::EcpriType::rt_control ||
                   wire::decode_cplane_header(message.body.from(4), c))
    return false;
  profile::Endpoint endpoint{};
  if (profile::find_endpoints(link_, ids.eaxc, uplane ? u.direction : c.direction, &endpoint, 1) == 0)
    return false;
  const radio::FrameTiming timing = endpoint.carrier->frame_timing;
  const GpsTime of =
      radio::frame_start(timing, radio::nearest_frame(timing, *when, uplane ? u.at.frame : c.start.frame));
  const GpsTime end = only_->start + only_->count * Nanos{radio::kFrameNs};
  return (of < only_->start && *when < only_->start + kEdge) || (of >= end && *when >= end - kEdge);
}

/// What else an end of a cable says by itself (LLDP, STP) tells nothing of the unit.
bool Hearing::is_of_unit(const io::Packet& packet) const {
  constexpr std::size_t kSource = 6;
  constexpr std::uint16_t kCfm = 0x8902;
  wire::Frame frame;
  return packet.octets.size() >= 2 * kSource &&
         std::equal(unit_.begin(), unit_.end(), packet.octets.begin() + kSource) &&
         !wire::decode_frame(packet.octets, packet.original_length, frame) &&
         (frame.protocol == wire::Protocol::ecpri || frame.ether_type == kCfm);
}

void Hearing::listen(std::span<const io::Packet> packets) {
  checker_.feed(packets);
  if (observes_) observer_.feed(packets);
}

void Hearing::feed(std::span<const io::Packet> packets) {
  for (const io::Packet& packet : packets) of_unit_ += is_of_unit(packet) ? 1u : 0u;
  if (tape_) tape_(packets);
  if (!only_) return listen(packets);
  within_.clear();
  std::copy_if(packets.begin(), packets.end(), std::back_inserter(within_),
               [this](const io::Packet& packet) { return !is_beyond(packet); });
  listen(within_);
}

Observed Hearing::finish(const Tester& tester) {
  observed_.check = checker_.finish();
  if (tester.disturbed) observed_.disturbed = tester.disturbed->done();
  observed_.tester = tester.counters();
  return std::move(observed_);
}

void run_parts(const Case& test, const Setup& setup, const RunPart& run, record::CaseResult& result) {
  for (std::size_t i = 0; i < std::max<std::size_t>(test.parts.size(), 1); ++i) {
    const std::string_view name = test.parts.empty() ? std::string_view{} : test.parts[i];
    record::CasePart& part = *result.add_parts();
    part.set_name(std::string{name});
    if (test.part_not_applicable != nullptr) part.set_failure(test.part_not_applicable(setup, i));
    if (!part.failure().empty()) continue;  // not applicable
    if (auto ran = run(i, name, part); !ran) {
      part.set_verdict(record::VERDICT_ERROR);
      part.set_failure(ran.error().what);
    }
  }
  conclude(result);
}

}  // namespace plumbline::suite

#include "suite/part.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "emulator/aim.h"
#include "emulator/frame_writer.h"
#include "radio/numerology.h"
#include "suite/known_quirks.h"
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

void add(Widths& widths, const emulator::Aim& aim) {
  widths.narrowest_ns = std::min(widths.narrowest_ns, aim.width_ns);
  widths.slack_ns = std::min(widths.slack_ns, aim.width_ns / 2 - aim.reach_ns());
}

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

Nanos run_of(const Setup& setup, const Stimulus& stimulus) {
  return lead_of(setup, stimulus) + air_of(stimulus) + kDrain;
}

Widths widths_of(const profile::Link& link, bool o_du) {
  const profile::Link seen =
      emulator::seen_at(link, o_du ? profile::TapPlace::at_o_du : profile::TapPlace::at_o_ru);
  Widths widths;
  for (const profile::Carrier& carrier : link.carriers) {
    const emulator::Aims aims = emulator::aims_of(seen, carrier.numerology);
    if (!o_du) {
      add(widths, aims.uplane_ul);
      continue;
    }
    for (const emulator::Aim& aim : {aims.cplane_dl, aims.cplane_ul, aims.uplane_dl}) add(widths, aim);
  }
  return widths;
}

std::int64_t longest_way_ns(const profile::Link& link) {
  const profile::Delays& d = link.delays;
  std::int64_t most = 160'000;
  const auto down = [&](const auto& sends, const auto& receives) {
    if (sends && receives) most = std::min(most, sends->min_ns - receives->min_ns);
  };
  down(d.t1a_up, d.t2a_up);
  down(d.t1a_cp_dl, d.t2a_cp_dl);
  down(d.t1a_cp_ul, d.t2a_cp_ul);
  const auto up = [&](const auto& sends, const auto& receives) {
    if (sends && receives) most = std::min(most, receives->max_ns - sends->max_ns);
  };
  up(d.ta3, d.ta4);
  // PRACH has the windows of other U-plane where it has none of its own.
  if (d.ta3_prach || d.ta4_prach) up(d.ta3_prach ? d.ta3_prach : d.ta3, d.ta4_prach ? d.ta4_prach : d.ta4);
  return most;
}

Nanos slack_of(const profile::Link& link) {
  return Nanos{
      std::max<std::int64_t>(std::min(widths_of(link, true).slack_ns, widths_of(link, false).slack_ns), 0)};
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
  wire::Frame frame;
  return packet.octets.size() >= 2 * kSource &&
         std::equal(unit_.begin(), unit_.end(), packet.octets.begin() + kSource) &&
         !wire::decode_frame(packet.octets, packet.original_length, frame) &&
         (frame.protocol == wire::Protocol::ecpri || frame.ether_type == wire::kCfmEtherType);
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
    part.set_failure(test.why_not(setup, i));
    if (!part.failure().empty()) continue;  // not applicable
    if (auto ran = run(i, name, part); !ran) {
      part.set_verdict(record::VERDICT_ERROR);
      part.set_failure(ran.error().what);
    }
  }
  conclude(result);
  mark_known(setup.unit, result);
}

}  // namespace plumbline::suite

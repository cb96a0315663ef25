#include "lab/virtual_lab.h"

#include <fmt/format.h>

#include <algorithm>

namespace plumbline::lab {
namespace {

/// Longest step. Units hear of what arrived before the end of a step when it ends: no step is longer than a
/// delay, so that nothing arrives in the step in which it was sent.
constexpr Nanos kMostStep{20'000};

Result<void, Error> check(std::string_view name, const Impairment& way) {
  if (way.delay < VirtualLab::kLeastDelay)
    return fail(fmt::format("{}: a delay of {} ns is too short to simulate", name, way.delay.count()),
                fmt::format("give {} ns (40 m of fibre) or more", VirtualLab::kLeastDelay.count()));
  if (way.jitter.count() < 0 || way.overtaken_by.count() < 0)
    return fail(fmt::format("{}: jitter and overtaking take no negative time", name), "leave the sign out");
  return {};
}

}  // namespace

Result<VirtualLab, Error> VirtualLab::make(emulator::Actor& o_du, emulator::Actor& o_ru,
                                           const Settings& settings) {
  if (auto fine = check("down", settings.down); !fine) return tl::unexpected(fine.error());
  if (auto fine = check("up", settings.up); !fine) return tl::unexpected(fine.error());
  return VirtualLab{o_du, o_ru, settings};
}

VirtualLab::VirtualLab(emulator::Actor& o_du, emulator::Actor& o_ru, const Settings& settings)
    : o_du_{&o_du, settings.o_du},
      o_ru_{&o_ru, settings.o_ru},
      down_{settings.down, Random{settings.seed}.next()},
      up_{settings.up, Random{~settings.seed}.next()},
      tap_{settings.tap},
      step_{std::min({kMostStep, settings.down.delay, settings.up.delay})},
      now_{settings.start} {}

void VirtualLab::hear(End& end, SimulatedLink& link, CaptureTime until) {
  link.receive(until, end.arrived);
  for (const Carried& frame : end.arrived)
    end.actor->receive(end.clock.shown(frame.at), frame.length, frame.octets);
}

void VirtualLab::speak(End& end, SimulatedLink& link, CaptureTime until) {
  end.actor->advance(end.clock.shown(until), end.sent);
  for (emulator::TimedFrame& frame : end.sent) {
    frame.at = end.clock.lab_time(frame.at);
    link.send(frame.at, frame.length, frame.octets);
  }
}

/// Both are in the order of their instants.
void VirtualLab::listen(const End& end, std::uint32_t interface) {
  auto arrived = end.arrived.begin();
  const auto heard_before = [&](CaptureTime at) {
    for (; arrived != end.arrived.end() && arrived->at < at; ++arrived)
      packets_.push_back({.stamp = arrived->at,
                          .interface = interface,
                          .original_length = arrived->length,
                          .octets = arrived->octets});
  };
  for (const emulator::TimedFrame& frame : end.sent) {
    heard_before(frame.at);
    packets_.push_back(
        {.stamp = frame.at, .interface = interface, .original_length = frame.length, .octets = frame.octets});
  }
  heard_before(CaptureTime::max());
}

void VirtualLab::step(CaptureTime until) {
  hear(o_du_, up_, until);
  hear(o_ru_, down_, until);
  speak(o_du_, down_, until);
  speak(o_ru_, up_, until);
  packets_.clear();
  if (tap_ != Tap::o_ru) listen(o_du_, 0);
  if (tap_ != Tap::o_du) listen(o_ru_, tap_ == Tap::both ? 1 : 0);
  if (tap_ == Tap::both)
    std::stable_sort(packets_.begin(), packets_.end(),
                     [](const io::Packet& a, const io::Packet& b) { return a.stamp < b.stamp; });
  for (io::Packet& packet : packets_) packet.number = ++number_;
  down_.take_lost(lost_);
  up_.take_lost(lost_);
  for (auto packet = packets_.begin(); !lost_.empty() && packet != packets_.end(); ++packet)
    packet->loss_before = std::erase_if(lost_, [&](CaptureTime at) { return at <= packet->stamp; }) > 0;
}

void VirtualLab::run_until(CaptureTime until, const Sink& sink) {
  while (now_ < until) {
    const CaptureTime end = std::min(now_ + step_, until);
    step(end);
    now_ = end;
    if (!packets_.empty()) sink(packets_);
  }
}

}  // namespace plumbline::lab

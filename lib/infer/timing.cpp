// Subcarrier spacing, the scale of the stamps, and when messages came against their air time.
#include <algorithm>
#include <bit>
#include <map>

#include "infer/conclude.h"
#include "radio/numerology.h"

namespace plumbline::infer {
namespace {

/// From the first to the last symbol of one slot of a stream.
struct Span {
  std::int64_t first_ns = 0, last_ns = 0;
  radio::RadioTime first;
  std::uint8_t last_symbol = 0;
};

/// Nanoseconds a symbol by the stamps of U-plane symbols of one slot; 0 when no slot shows it.
std::int64_t symbol_cadence_ns(const Evidence& evidence) {
  std::map<std::uint32_t, Span> open;
  std::int64_t total_ns = 0, symbols = 0;
  const auto close = [&](const Span& span) {
    if (span.last_symbol <= span.first.symbol) return;
    total_ns += span.last_ns - span.first_ns;
    symbols += span.last_symbol - span.first.symbol;
  };
  evidence.each([&](const Seen& seen, const Stream& stream) {
    if (stream.plane != radio::Plane::u || stream.prach_filter || !seen.stamped) return;
    const auto [at, added] =
        open.try_emplace(seen.stream, Span{seen.stamp_ns, seen.stamp_ns, seen.at, seen.at.symbol});
    Span& span = at->second;
    radio::RadioTime same = seen.at;
    same.symbol = span.first.symbol;
    if (!added && same == span.first && seen.at.symbol > span.last_symbol && seen.stamp_ns >= span.last_ns &&
        seen.stamp_ns - span.last_ns < 1'000'000) {
      span.last_ns = seen.stamp_ns;
      span.last_symbol = seen.at.symbol;
    } else if (!added && same != span.first) {
      close(span);
      span = {seen.stamp_ns, seen.stamp_ns, seen.at, seen.at.symbol};
    }
  });
  for (const auto& [stream, span] : open) close(span);
  return symbols == 0 ? 0 : total_ns / symbols;
}

/// The spacing whose symbols are as long as `symbol_ns`, within a fifth; nothing when there is none.
std::optional<std::uint8_t> spacing_of(std::int64_t symbol_ns) {
  for (std::uint8_t mu = 0; mu <= 4; ++mu) {
    const std::int64_t expected_ns = 1'000'000 / 14 >> mu;
    if (symbol_ns * 5 > expected_ns * 4 && symbol_ns * 5 < expected_ns * 6) return mu;
  }
  return std::nullopt;
}

/// Stamp minus air time of the start of the message's symbol; nothing when the stamp says nothing.
std::optional<std::int64_t> after_air_ns(const profile::TimeBase& time, const track::ChannelTraits& channel,
                                         const Seen& seen, const Stream& stream) {
  if (!seen.stamped) return std::nullopt;
  const auto when = profile::to_gps(time, CaptureTime{Nanos{seen.stamp_ns}});
  if (!when) return std::nullopt;
  const std::int64_t frame = radio::nearest_frame({}, *when, seen.at.frame);
  return (*when - track::reference_instant(channel, stream.plane, frame, seen.at)).count();
}

/// What goes to the O-RU comes before its air time, what comes from it after; a little slack for senders that
/// miss theirs, up to 10 ms the other way.
bool near_air(std::int64_t after_ns, const Stream& stream) {
  constexpr std::int64_t kSlackNs = 2'000'000, kFarNs = 10'000'000;
  const bool uplink = stream.plane == radio::Plane::u && stream.direction == radio::Direction::uplink;
  if (uplink) after_ns = -after_ns;
  return -kFarNs < after_ns && after_ns < kSlackNs;
}

void find_epoch(const Evidence& evidence, const track::ChannelTraits& channel, Inferred& to) {
  for (const profile::Epoch epoch : {profile::Epoch::utc, profile::Epoch::tai, profile::Epoch::gps}) {
    const profile::TimeBase time{.epoch = epoch};
    Support support;
    std::vector<std::int64_t> offsets;
    evidence.each([&](const Seen& seen, const Stream& stream) {
      const auto after = after_air_ns(time, channel, seen, stream);
      if (!after) return;
      ++(near_air(*after, stream) ? support.agree : support.disagree);
      if (epoch == profile::Epoch::utc) offsets.push_back(*after);
    });
    if (support.agree > 0 && support.agree >= to.epoch.support.agree) to.epoch.support = support;
    if (support.agree > 0 && support.agree >= 99 * support.disagree) {
      to.link.time.epoch = epoch;
      to.epoch.steady_ns.reset();
      return;
    }
    if (offsets.empty()) continue;
    std::sort(offsets.begin(), offsets.end());
    const auto part = [&](std::size_t percent) { return offsets[(offsets.size() - 1) * percent / 100]; };
    if (part(99) - part(1) < 10'000'000) to.epoch.steady_ns = part(50);
  }
}

track::ArrivalClass class_of(const Stream& stream, bool prach) {
  const bool downlink = stream.direction == radio::Direction::downlink;
  if (stream.plane == radio::Plane::c)
    return downlink ? track::ArrivalClass::c_dl : track::ArrivalClass::c_ul;
  if (downlink) return track::ArrivalClass::u_dl;
  return prach ? track::ArrivalClass::u_prach : track::ArrivalClass::u_ul;
}

/// The channel of the link that a stream belongs to; without one, the carrier alone.
track::ChannelTraits channel_of(const profile::Link& link, const Stream& stream) {
  track::ChannelTraits found{.carrier = &link.carriers[0]};
  for (const profile::Channel& channel : link.carriers[0].channels) {
    if (channel.direction() != stream.direction) continue;
    if (std::find(channel.eaxc.begin(), channel.eaxc.end(), stream.eaxc) == channel.eaxc.end()) continue;
    const bool prach = channel.kind == profile::ChannelKind::prach;
    if (found.channel == nullptr || prach == is_prach(stream)) found.channel = &channel;
  }
  return found;
}

void measure_arrivals(const Evidence& evidence, Inferred& to) {
  std::vector<track::ChannelTraits> channels;
  for (const Stream& stream : evidence.all.streams) channels.push_back(channel_of(to.link, stream));
  evidence.each([&](const Seen& seen, const Stream& stream) {
    const track::ChannelTraits& channel = channels[seen.stream];
    // What has no symbol of the carrier has no window: other section types, PRACH of unknown occasions.
    if (stream.plane == radio::Plane::c && stream.section_type != 1 && stream.section_type != 3) return;
    if (stream.plane == radio::Plane::u && channel.is_prach() &&
        (!channel.channel->prach || to.prach.geometry.agree == 0))
      return;
    const auto after = after_air_ns(to.link.time, channel, seen, stream);
    if (!after) return;
    Arrival& arrival = to.arrivals[static_cast<std::size_t>(class_of(stream, channel.is_prach()))];
    if (arrival.messages++ == 0) arrival.min_ns = arrival.max_ns = *after;
    arrival.min_ns = std::min(arrival.min_ns, *after);
    arrival.max_ns = std::max(arrival.max_ns, *after);
  });
}

}  // namespace

void conclude_spacing(const Evidence& evidence, Inferred& to) {
  SpacingEvidence& spacing = to.spacing;
  std::bitset<160> slots;
  evidence.each([&](const Seen& seen, const Stream&) {
    ++spacing.messages;
    spacing.highest_slot = std::max(spacing.highest_slot, seen.at.slot);
    slots.set(seen.at.subframe * 16u + seen.at.slot);
  });
  const auto least = static_cast<std::uint8_t>(std::bit_width(spacing.highest_slot));
  std::uint8_t mu = least;
  spacing.symbol_ns = symbol_cadence_ns(evidence);
  if (const auto shown = spacing_of(spacing.symbol_ns)) {
    if (*shown == least) spacing.cadence = SpacingEvidence::Cadence::agrees;
    // With many slots the highest slotId would have been there; packets only come in faster bursts then.
    if (*shown > least && slots.count() < 4) {
      spacing.cadence = SpacingEvidence::Cadence::decides;
      mu = *shown;
    }
  }
  to.link.carriers[0].numerology.mu = mu;
}

void conclude_time(const Evidence& evidence, Inferred& to) {
  find_epoch(evidence, {.carrier = &to.link.carriers[0]}, to);
  if (to.link.time.epoch != profile::Epoch::none) measure_arrivals(evidence, to);
}

}  // namespace plumbline::infer

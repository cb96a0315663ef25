#include "profile/link.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>

namespace plumbline::profile {
namespace {

/// 1980-01-06 00:00:00 UTC as UNIX time.
constexpr std::int64_t kGpsEpochUnix_ns = 315'964'800 * std::int64_t{1'000'000'000};
constexpr std::int64_t kSecond_ns = 1'000'000'000;

/// GPS time minus what a clock of this scale shows.
std::int64_t gps_minus_stamp_ns(const TimeBase& time) {
  switch (time.epoch) {
    case Epoch::utc:
      return time.leap_seconds * kSecond_ns - kGpsEpochUnix_ns;
    case Epoch::tai:
      return -Nanos{kGpsEpochTai}.count();
    case Epoch::gps:
    case Epoch::none:
      break;
  }
  return 0;
}

}  // namespace

SymbolSpan Carrier::symbols(radio::Direction direction, unsigned slot_in_frame) const {
  const auto whole = static_cast<std::uint8_t>(numerology.symbols_per_slot());
  if (tdd.slots.empty()) return {0, whole};
  const bool downlink = direction == radio::Direction::downlink;
  switch (tdd.slots[slot_in_frame % tdd.slots.size()]) {
    case 'D':
      return {0, downlink ? whole : std::uint8_t{0}};
    case 'U':
      return {0, downlink ? std::uint8_t{0} : whole};
    case 'S': {
      const std::uint8_t count = std::min(whole, downlink ? tdd.special_dl_symbols : tdd.special_ul_symbols);
      return {downlink ? std::uint8_t{0} : static_cast<std::uint8_t>(whole - count), count};
    }
    default:
      return {0, whole};
  }
}

std::size_t find_endpoints(const Link& link, radio::Eaxc eaxc, radio::Direction direction, Endpoint* found,
                           std::size_t most) {
  std::size_t count = 0;
  for (const Carrier& carrier : link.carriers)
    for (const Channel& channel : carrier.channels) {
      if (count == most) return count;
      if (channel.direction() != direction) continue;
      if (std::find(channel.eaxc.begin(), channel.eaxc.end(), eaxc) == channel.eaxc.end()) continue;
      found[count++] = {&carrier, &channel};
    }
  return count;
}

std::optional<GpsTime> to_gps(const TimeBase& time, CaptureTime stamp) {
  const std::int64_t shown_ns = stamp.time_since_epoch().count();
  if (time.epoch == Epoch::none || !believable(shown_ns) || !believable(time.offset_ns)) return std::nullopt;
  return GpsTime{Nanos{shown_ns + time.offset_ns + gps_minus_stamp_ns(time)}};
}

CaptureTime from_gps(const TimeBase& time, GpsTime when) {
  assert(time.epoch != Epoch::none);
  return CaptureTime{Nanos{when.time_since_epoch().count() - gps_minus_stamp_ns(time) - time.offset_ns}};
}

std::string_view name_of(Method method) {
  switch (method) {
    case Method::none:
      return "none";
    case Method::bfp:
      return "bfp";
    case Method::block_scaling:
      return "block_scaling";
    case Method::mu_law:
      return "mu_law";
    case Method::modulation:
      return "modulation";
    case Method::bfp_selective:
      return "bfp_selective";
    case Method::modulation_selective:
      return "modulation_selective";
    case Method::bfp_selective_masks:
      return "bfp_selective_masks";
    case Method::modulation_selective_masks:
      return "modulation_selective_masks";
  }
  return "reserved";
}

std::string_view name_of(ChannelKind kind) {
  switch (kind) {
    case ChannelKind::pdsch:
      return "pdsch";
    case ChannelKind::pusch:
      return "pusch";
    case ChannelKind::prach:
      return "prach";
    case ChannelKind::srs:
      return "srs";
  }
  return "reserved";
}

std::string_view name_of(MulawSign sign) {
  return sign == MulawSign::twos_complement ? "twos_complement" : "sign_magnitude";
}

std::string_view name_of(Coupling coupling) {
  switch (coupling) {
    case Coupling::section_id:
      return "section_id";
    case Coupling::frequency_and_time:
      return "frequency_and_time";
    case Coupling::priorities:
      return "priorities";
    case Coupling::priorities_optimized:
      return "priorities_optimized";
  }
  return "reserved";
}

std::string_view name_of(PrecodingScheme scheme) {
  return scheme == PrecodingScheme::large_delay_cdd ? "large_delay_cdd" : "transmit_diversity";
}

std::string format_mac(const MacAddress& mac) {
  return fmt::format("{:02x}:{:02x}:{:02x}:{:02x}:{:02x}:{:02x}", mac[0], mac[1], mac[2], mac[3], mac[4],
                     mac[5]);
}

}  // namespace plumbline::profile

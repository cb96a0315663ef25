#include "infer/uplane_fit.h"

#include <algorithm>

#include "wire/uplane.h"

namespace plumbline::infer {
namespace {

enum class Ends : std::uint8_t { exactly, elsewhere, unknown };

/// One message walked under one reading.
struct Walk {
  Ends ends = Ends::elsewhere;
  Fit found;
  Bounded<std::uint8_t, 8> headers;
};

/// One section; false when the walk is over, walk.ends says how.
bool step(const wire::View& message, Reading reading, std::uint32_t& at, Walk& walk) {
  const bool dynamic = reading == kDynamic;
  wire::UplaneSection section;
  if (const auto error = wire::decode_uplane_section_header(message.from(at), dynamic, section);
      error.fault != wire::Fault::none) {
    walk.ends = error.fault == wire::Fault::cut ? Ends::unknown : Ends::elsewhere;
    return false;
  }
  at += dynamic ? 6 : 4;
  const std::uint32_t size =
      dynamic ? wire::prb_octets(wire::method_of(section.ud_comp_hdr), wire::width_of(section.ud_comp_hdr))
              : prb_octets_of(reading);
  // The octet behind udCompHdr is reserved and 0 (CUS v17.01 8.3.3.14).
  if (size == 0 || section.reserved != 0) return false;
  const std::uint32_t rest = message.length - at;
  std::uint32_t count = section.num_prb;
  std::uint32_t end = section.start_prb + (count - 1) * (section.rb ? 2u : 1u) + 1;
  if (count == 0) {
    count = end = rest / size;
    if (count == 0 || rest % size != 0) return false;
    walk.found.all = static_cast<std::uint16_t>(std::min(count, kMostPrbs + 1));
  }
  if (end > kMostPrbs || count * size > rest) return false;
  at += count * size;
  walk.found.prb_end = std::max(walk.found.prb_end, static_cast<std::uint16_t>(end));
  if (dynamic) walk.headers.try_push(section.ud_comp_hdr);
  return true;
}

Walk walk_message(const wire::View& message, Reading reading) {
  Walk walk;
  std::uint32_t at = wire::kUplaneHeaderOctets;
  while (at < message.length)
    if (!step(message, reading, at, walk)) return walk;
  walk.ends = Ends::exactly;
  return walk;
}

/// A reading that explained none of so many messages is not tried any more.
constexpr std::uint64_t kHopeless = 64;

}  // namespace

void count_header(HeaderCounts& counts, std::uint8_t ud_comp_hdr) {
  std::size_t i = 0;
  while (i < counts.size() && counts[i].ud_comp_hdr != ud_comp_hdr) ++i;
  if (i < counts.size() || counts.try_push({ud_comp_hdr, 0})) ++counts[i].count;
}

HeaderCount most_frequent(const HeaderCounts& counts) {
  HeaderCount most;
  for (const HeaderCount& one : counts)
    if (one.count > most.count) most = one;
  return most;
}

void UplaneFit::note(Reading reading, bool fits, const Fit& message) {
  Fit& fit = fits_[reading];
  // "All PRBs" of one carrier is one number.
  if (fits && message.all != 0 && fit.all != 0 && message.all != fit.all) fits = false;
  if (!fits) {
    ++fit.disagree;
    return;
  }
  ++fit.agree;
  if (message.all != 0) {
    fit.all = message.all;
    ++fit.all_messages;
  }
  if (message.prb_end > fit.prb_end) {
    fit.prb_end = message.prb_end;
    fit.reaching = 0;
  }
  if (message.prb_end == fit.prb_end) ++fit.reaching;
}

void UplaneFit::add(const wire::View& message) {
  if (message.length <= wire::kUplaneHeaderOctets) return;  // no section: says nothing
  for (Reading reading = 0; reading < kReadings; ++reading) {
    if (fits_[reading].agree == 0 && fits_[reading].disagree >= kHopeless) {
      ++fits_[reading].disagree;
      continue;
    }
    const Walk walk = walk_message(message, reading);
    if (walk.ends == Ends::unknown) continue;
    note(reading, walk.ends == Ends::exactly, walk.found);
    if (reading != kDynamic || walk.ends != Ends::exactly) continue;
    for (const std::uint8_t header : walk.headers) count_header(headers_, header);
  }
}

profile::Compression UplaneFit::compression(Reading reading, bool downlink) const {
  if (reading != kDynamic) {
    const auto width = static_cast<std::uint8_t>(reading % 16 + 1);
    if (reading >= 16) return {profile::Method::bfp, width, false};
    // Table 7.7.4.2-1: modulation compression has 1 to 5 bits; samples of so few bits are nothing else.
    const bool modulation = downlink && width <= 5;
    return {modulation ? profile::Method::modulation : profile::Method::none, width, false};
  }
  const HeaderCount most = most_frequent(headers_);
  return {profile::Method{wire::method_of(most.ud_comp_hdr)}, wire::width_of(most.ud_comp_hdr), true};
}

}  // namespace plumbline::infer

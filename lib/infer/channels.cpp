// Which eAxC ids carry what, how their samples are packed, and how wide the carrier is.
#include <algorithm>
#include <map>
#include <tuple>

#include "infer/conclude.h"
#include "infer/nr_bandwidth.h"
#include "wire/uplane.h"

namespace plumbline::infer {
namespace {

using profile::ChannelKind;
using profile::Compression;

/// An eAxC id as it carries one kind of channel.
struct Member {
  ChannelKind kind{};
  radio::Eaxc eaxc;
  const Stream* u = nullptr;  ///< its U-plane; nullptr: none was seen
  std::uint64_t c_messages = 0;
  HeaderCounts headers;  ///< udCompHdr of its C-plane
  bool c_prach = false;
  std::vector<Reading> options;  ///< that explain every message; else the best one, if any is good enough
  bool chosen = false;
  Compression compression;
  CompressionSource source = CompressionSource::nothing;
  Reading reading = kDynamic;  ///< source u_plane
  bool downlink() const { return kind == ChannelKind::pdsch; }
};

/// The streams of one eAxC id and direction.
struct Id {
  const Stream *u_plain = nullptr, *u_prach = nullptr;
  std::uint64_t c_plain = 0, c_prach = 0;
  HeaderCounts plain_headers, prach_headers;
};

void keep_larger(const Stream*& kept, const Stream& stream) {
  if (kept == nullptr || stream.messages > kept->messages) kept = &stream;
}

void add_headers(HeaderCounts& to, const HeaderCounts& from) {
  for (const HeaderCount& one : from)
    for (std::size_t i = 0; i <= to.size(); ++i) {
      if (i == to.size()) {
        to.try_push(one);
        break;
      }
      if (to[i].ud_comp_hdr != one.ud_comp_hdr) continue;
      to[i].count += one.count;
      break;
    }
}

using Ids = std::map<std::pair<radio::Direction, radio::Eaxc>, Id>;

Ids sort_streams(const Evidence& evidence) {
  Ids ids;
  for (const Stream& stream : evidence.all.streams) {
    if (!evidence.mine(stream)) continue;
    const bool c_plane = stream.plane == radio::Plane::c;
    // Type 0 asks for no U-plane; the others than 1, 3, 5 are about no channel of this model.
    if (c_plane && stream.section_type != 1 && stream.section_type != 3 && stream.section_type != 5) continue;
    Id& id = ids[{stream.direction, stream.eaxc}];
    if (!c_plane) {
      keep_larger(stream.prach_filter ? id.u_prach : id.u_plain, stream);
    } else if (is_prach(stream)) {
      id.c_prach += stream.messages;
      add_headers(id.prach_headers, stream.headers);
    } else {
      id.c_plain += stream.messages;
      add_headers(id.plain_headers, stream.headers);
    }
  }
  return ids;
}

/// What an uplink or downlink eAxC id carries: one member, or two where PUSCH and PRACH share the id.
std::vector<Member> make_members(const Ids& ids) {
  std::vector<Member> members;
  for (const auto& [key, id] : ids) {
    const auto [direction, eaxc] = key;
    if (direction == radio::Direction::downlink) {
      const Stream* u = id.u_plain != nullptr ? id.u_plain : id.u_prach;
      members.push_back({.kind = ChannelKind::pdsch,
                         .eaxc = eaxc,
                         .u = u,
                         .c_messages = id.c_plain,
                         .headers = id.plain_headers});
      continue;
    }
    // An id that only type 3 asks for answers PRACH, whatever filterIndex its U-plane repeats.
    const bool prach_only = id.c_prach > 0 && id.c_plain == 0 && id.u_prach == nullptr;
    if (id.c_plain > 0 || (id.u_plain != nullptr && !prach_only))
      members.push_back({.kind = ChannelKind::pusch,
                         .eaxc = eaxc,
                         .u = id.u_plain,
                         .c_messages = id.c_plain,
                         .headers = id.plain_headers});
    if (id.c_prach > 0 || id.u_prach != nullptr)
      members.push_back({.kind = ChannelKind::prach,
                         .eaxc = eaxc,
                         .u = prach_only ? id.u_plain : id.u_prach,
                         .c_messages = id.c_prach,
                         .headers = id.prach_headers,
                         .c_prach = id.c_prach > 0});
  }
  std::stable_sort(members.begin(), members.end(),
                   [](const Member& a, const Member& b) { return a.kind < b.kind; });
  return members;
}

/// Whether a link can say it: modulation compression exists in downlink, up to 5 bits (Table 7.7.4.2-1).
bool sayable(const Compression& c, bool downlink) {
  if (static_cast<unsigned>(c.method) > 8) return false;
  const bool modulation = c.method == profile::Method::modulation ||
                          c.method == profile::Method::modulation_selective ||
                          c.method == profile::Method::modulation_selective_masks;
  return !modulation || (downlink && c.width <= 5);
}

/// A reading that explains fewer messages than this share explains nothing.
bool good_enough(const Fit& fit) { return fit.agree > 3 * fit.disagree; }

void find_options(Member& member) {
  if (member.u == nullptr) return;
  const UplaneFit& fit = *member.u->fit;
  Reading best = kReadings;
  for (Reading reading = 0; reading < kReadings; ++reading) {
    if (!good_enough(fit[reading]) ||
        !sayable(fit.compression(reading, member.downlink()), member.downlink()))
      continue;
    if (fit[reading].disagree == 0) member.options.push_back(reading);
    if (best == kReadings || fit[reading].agree > fit[best].agree) best = reading;
  }
  if (member.options.empty() && best != kReadings) member.options.push_back(best);
}

/// What may decide between readings that all explain a stream.
struct Hints {
  std::uint16_t prb_end = 0;  ///< of the C-plane, and of what any reading of the U-plane makes of it
  std::uint8_t mu = 1;
  std::array<std::array<std::uint32_t, kReadings>, 4> kinds{};  ///< members by kind that a reading explains
  std::array<std::uint32_t, kReadings> members{};
};

/// Readings in the order in which links are found in the field, the first the most likely.
unsigned habit(const Compression& c) {
  constexpr std::array<std::uint8_t, 6> kWidths{9, 16, 14, 12, 8, 10};
  const auto at = std::find(kWidths.begin(), kWidths.end(), c.width) - kWidths.begin();
  const bool usual = c.width == 16 ? c.method == profile::Method::none : c.method == profile::Method::bfp;
  return static_cast<unsigned>(kWidths.size() - static_cast<std::size_t>(at)) * 2 + (usual ? 1 : 0);
}

/// Larger is likelier.
auto likelihood(const Member& member, Reading reading, const Hints& hints) {
  const Fit& fit = (*member.u->fit)[reading];
  // "All PRBs" of a PRACH is another number than that of the carrier.
  const bool tells = fit.all != 0 && member.kind != ChannelKind::prach;
  const bool possible = !tells || fit.all >= hints.prb_end;
  const bool same = tells && fit.all == hints.prb_end;
  const bool standard = tells && nr_bandwidth(hints.mu, fit.all).mhz != 0;
  return std::tuple{possible,
                    same,
                    standard,
                    hints.kinds[static_cast<std::size_t>(member.kind)][reading],
                    hints.members[reading],
                    habit(member.u->fit->compression(reading, member.downlink()))};
}

Hints make_hints(const Evidence& evidence, const std::vector<Member>& members, std::uint8_t mu) {
  Hints hints{.mu = mu};
  for (const Stream& stream : evidence.all.streams)
    if (evidence.mine(stream) && stream.plane == radio::Plane::c && !is_prach(stream))
      hints.prb_end = std::max(hints.prb_end, stream.prb_end);
  for (const Member& member : members) {
    for (const Reading reading : member.options) {
      ++hints.kinds[static_cast<std::size_t>(member.kind)][reading];
      ++hints.members[reading];
    }
    if (member.options.size() != 1 || member.kind == ChannelKind::prach) continue;
    hints.prb_end = std::max(hints.prb_end, (*member.u->fit)[member.options[0]].prb_end);
  }
  return hints;
}

void choose_reading(Member& member, const Hints& hints) {
  if (member.options.empty()) return;
  std::sort(member.options.begin(), member.options.end(), [&](Reading a, Reading b) {
    return likelihood(member, a, hints) > likelihood(member, b, hints);
  });
  // What fits the carrier worse is no alternative.
  const auto fits_carrier = [&](Reading r) {
    const auto all = likelihood(member, r, hints);
    return std::tuple{std::get<0>(all), std::get<1>(all)};
  };
  const auto best = fits_carrier(member.options[0]);
  std::erase_if(member.options, [&](Reading r) { return fits_carrier(r) != best; });
  member.chosen = true;
  member.source = CompressionSource::u_plane;
  member.reading = member.options[0];
  member.compression = member.u->fit->compression(member.reading, member.downlink());
}

/// Compression of members without U-plane: what their C-plane says, else what others have.
void borrow_compression(std::vector<Member>& members) {
  for (Member& member : members) {
    const HeaderCount header = most_frequent(member.headers);
    if (member.u != nullptr || header.count == 0) continue;
    const Compression said{profile::Method{wire::method_of(header.ud_comp_hdr)},
                           wire::width_of(header.ud_comp_hdr), true};
    if (!sayable(said, member.downlink())) continue;
    member.chosen = true;
    member.compression = said;
    member.source = CompressionSource::c_plane;
  }
  for (Member& member : members) {
    if (member.u != nullptr || member.chosen) continue;
    const Member* from = nullptr;
    // The same kind before the same direction before any; the first of these, by eAxC id.
    const auto nearness = [&](const Member& m) {
      return (m.kind == member.kind) * 2 + (m.downlink() == member.downlink());
    };
    for (const Member& other : members)
      if (other.source == CompressionSource::u_plane && sayable(other.compression, member.downlink()) &&
          (from == nullptr || nearness(other) > nearness(*from)))
        from = &other;
    member.chosen = true;
    if (from == nullptr) continue;
    member.compression = from->compression;
    member.source = CompressionSource::other_channel;
  }
}

void add_evidence(const Member& member, ChannelEvidence& to) {
  to.source = member.source;
  to.c_messages += member.c_messages;
  to.by_filter = to.by_filter || (member.kind == ChannelKind::prach && !member.c_prach);
  if (member.u == nullptr) return;
  const UplaneFit& fit = *member.u->fit;
  to.u_messages += member.u->messages;
  to.compression.agree += fit[member.reading].agree;
  to.compression.disagree += fit[member.reading].disagree;
  if (member.reading == kDynamic)
    for (const HeaderCount& header : fit.headers()) {
      const auto link = wire::make_ud_comp_hdr(static_cast<std::uint8_t>(member.compression.method),
                                               member.compression.width);
      (header.ud_comp_hdr == link ? to.headers.agree : to.headers.disagree) += header.count;
    }
  for (std::size_t i = 1; i < member.options.size(); ++i) {
    const Compression other = fit.compression(member.options[i], member.downlink());
    const bool known =
        std::find(to.alternatives.begin(), to.alternatives.end(), other) != to.alternatives.end();
    if (!known && to.alternatives.size() < ChannelEvidence::kMostAlternatives)
      to.alternatives.push_back(other);
  }
}

void add_unexplained(const Member& member, Inferred& to) {
  const UplaneFit& fit = *member.u->fit;
  Reading best = 0;
  for (Reading reading = 1; reading < kReadings; ++reading)
    if (fit[reading].agree > fit[best].agree) best = reading;
  to.unexplained.push_back({member.eaxc,
                            member.kind,
                            member.u->messages,
                            fit.compression(best, member.downlink()),
                            {fit[best].agree, fit[best].disagree}});
}

/// Members of one kind, compression and source make one channel.
void make_channels(const std::vector<Member>& members, Inferred& to) {
  std::vector<profile::Channel>& channels = to.link.carriers[0].channels;
  for (const Member& member : members) {
    if (!member.chosen) {
      add_unexplained(member, to);
      continue;
    }
    std::size_t i = 0;
    while (i < channels.size() &&
           !(channels[i].kind == member.kind && channels[i].compression == member.compression &&
             to.channels[i].source == member.source))
      ++i;
    if (i == channels.size()) {
      channels.push_back({.kind = member.kind, .eaxc = {}, .compression = member.compression, .prach = {}});
      to.channels.emplace_back();
    }
    channels[i].eaxc.push_back(member.eaxc);
    add_evidence(member, to.channels[i]);
  }
}

void reach(PrbEvidence& prbs, std::uint16_t end, std::uint64_t reaching) {
  if (end > prbs.highest_end) prbs.reaching = 0;
  if (end >= prbs.highest_end) prbs.reaching += reaching;
  prbs.highest_end = std::max(prbs.highest_end, end);
}

void count_prbs(const Evidence& evidence, const std::vector<Member>& members, Inferred& to) {
  PrbEvidence& prbs = to.prbs;
  for (const Stream& stream : evidence.all.streams)
    if (evidence.mine(stream) && stream.plane == radio::Plane::c && !is_prach(stream))
      reach(prbs, stream.prb_end, stream.reaching);
  for (const Member& member : members) {
    if (member.source != CompressionSource::u_plane || member.kind == ChannelKind::prach) continue;
    const Fit& fit = (*member.u->fit)[member.reading];
    reach(prbs, fit.prb_end, fit.reaching);
    if (fit.all_messages <= prbs.all_messages) continue;
    prbs.all = fit.all;
    prbs.all_messages = fit.all_messages;
  }
  profile::Carrier& carrier = to.link.carriers[0];
  if (prbs.highest_end != 0) carrier.prbs = prbs.highest_end;
  const NrBandwidth nr = nr_bandwidth(carrier.numerology.mu, carrier.prbs);
  prbs.bandwidth_mhz = nr.mhz;
  prbs.next_standard = nr.next;
}

}  // namespace

bool is_prach(const Stream& stream) {
  if (stream.direction == radio::Direction::downlink) return false;
  return stream.prach_filter && (stream.plane == radio::Plane::u || stream.section_type == 3);
}

void conclude_channels(const Evidence& evidence, Inferred& to) {
  std::vector<Member> members = make_members(sort_streams(evidence));
  for (Member& member : members) find_options(member);
  const Hints hints = make_hints(evidence, members, to.link.carriers[0].numerology.mu);
  for (Member& member : members) choose_reading(member, hints);
  borrow_compression(members);
  make_channels(members, to);
  count_prbs(evidence, members, to);
}

}  // namespace plumbline::infer

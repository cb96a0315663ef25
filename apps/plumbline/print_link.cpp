#include "plumbline/print_link.h"

#include <fmt/format.h>

#include <array>
#include <bit>
#include <cmath>
#include <vector>

#include "report/printable.h"

namespace plumbline::app {
namespace {

using infer::Inferred;
using infer::Support;

constexpr std::size_t kColumns = 110;

/// A comment in front of the next line of the file that begins with `line`.
struct Note {
  std::string line;
  std::string text;
};
using Notes = std::vector<Note>;

std::string plural(std::uint64_t n, std::string_view one) {
  return fmt::format("{} {}{}", n, one, n == 1 ? "" : "s");
}

/// "416 of 416".
std::string of(const Support& support) { return fmt::format("{} of {}", support.agree, support.all()); }

std::string words(const profile::Compression& c) {
  return fmt::format("{} {} {}", profile::name_of(c.method), c.width, c.dynamic ? "dynamic" : "static");
}

template <class List, class Word>
std::string listed(const List& items, Word&& word) {
  std::string text;
  for (const auto& item : items) text += (text.empty() ? "" : ", ") + word(item);
  return text;
}

/// Comment lines with this indentation.
std::string comment(std::string_view text, std::size_t indent) {
  std::string lines;
  for (const std::string& line : report::wrap(text, kColumns - indent - 2))
    lines += std::string(indent, ' ') + "# " + line + "\n";
  return lines;
}

/// The text with the notes in it, in order; a note whose line does not come is left to the end.
std::string join(std::string_view yaml, const Notes& notes) {
  std::string text;
  std::size_t next = 0;
  while (!yaml.empty()) {
    const std::size_t end = std::min(yaml.find('\n') + 1, yaml.size());
    const std::string_view line = yaml.substr(0, end);
    for (; next < notes.size() && line.starts_with(notes[next].line); ++next)
      text += comment(notes[next].text, line.find_first_not_of(' '));
    text += line;
    yaml.remove_prefix(end);
  }
  for (; next < notes.size(); ++next) text += comment(notes[next].text, 0);
  return text;
}

std::string head(const Inferred& in, std::string_view source) {
  const infer::Looked& looked = in.looked;
  std::string text = comment(
      fmt::format(
          "Inferred from {}{} of {}: {} of this pair. A draft: what packets show is not what was configured. "
          "Correct what is wrong, add what is missing, then: plumbline check ... --link FILE",
          plural(looked.packets, "packet"),
          looked.stamped ? fmt::format(" ({:.3f} ms)", static_cast<double>(looked.span_ns) / 1e6) : "",
          report::printable(source), plural(looked.messages, "C- and U-plane message")),
      0);
  if (looked.messages == 0)
    text += comment("No C- or U-plane message was found: nothing is known of the link.", 0);
  if (looked.other_pairs > 0)
    text += comment(
        fmt::format("Left out: {} further address {} with {}. This link is about the pair with the most.",
                    looked.other_pairs, looked.other_pairs == 1 ? "pair" : "pairs",
                    plural(looked.of_others, "message")),
        0);
  if (looked.beyond > 0)
    text += comment(fmt::format("{} behind the first part of the input were not looked at.",
                                plural(looked.beyond, "packet")),
                    0);
  if (looked.unusable + looked.fragments + looked.untracked > 0)
    text += comment(
        fmt::format("Not used: {} that do not read as C- or U-plane, {} of fragmented messages, {} beyond "
                    "the limit of what is followed.",
                    plural(looked.unusable, "message"), plural(looked.fragments, "part"), looked.untracked),
        0);
  return text;
}

void note_addresses(const Inferred& in, Notes& notes) {
  const auto against = [](const Support& s) {
    return s.disagree == 0 ? std::string{}
                           : fmt::format(" ({} came the other way: two senders?)", s.disagree);
  };
  const std::string peer = in.silent_peer ? profile::format_mac(*in.silent_peer) : "";
  if (in.link.o_du_mac)
    notes.push_back({"o_du:", fmt::format("it sent C-plane or downlink U-plane: {}{}",
                                          plural(in.o_du_mac.agree, "message"), against(in.o_du_mac))});
  if (in.link.o_du_mac && !in.link.o_ru_mac)
    notes.push_back({"", fmt::format("o_ru is not known: nothing came from it; the O-DU sends to {}", peer)});
  if (in.link.o_ru_mac)
    notes.push_back(
        {"o_ru:", fmt::format("it sent uplink U-plane: {}{}{}", plural(in.o_ru_mac.agree, "message"),
                              against(in.o_ru_mac),
                              in.link.o_du_mac ? ""
                                               : fmt::format("; o_du is not known: nothing came from "
                                                             "it; the O-RU sends to {}",
                                                             peer))});
}

void note_transport(const Inferred& in, Notes& notes) {
  note_addresses(in, notes);
  if (in.link.c_pcp) notes.push_back({"  c_plane:", fmt::format("{} messages", of(in.c_pcp))});
  if (in.link.u_pcp) notes.push_back({"  u_plane:", fmt::format("{} messages", of(in.u_pcp))});
  if (in.link.udp_port) notes.push_back({"udp_port:", fmt::format("{} messages", of(in.udp_port))});
  notes.push_back({"eaxc_bits:",
                   fmt::format("mtu is not known: the longest Ethernet payload was {} octets", in.longest)});
  notes.push_back({"eaxc_bits:", "eaxc_bits: not to be seen in packets; this is the default"});
  if (in.concatenated > 0)
    notes.push_back(
        {"concatenation:", fmt::format("{} with several messages", plural(in.concatenated, "frame"))});
  const Support& shared = in.shared_sequence;
  notes.push_back(
      {"sequence:",
       shared.all() == 0
           ? "shared_per_eaxc is not known: no eAxC had C-plane of both directions in turn; false is the "
             "default"
           : fmt::format("shared_per_eaxc: of the C-plane messages behind one of the other direction {} "
                         "count on from that one, {} from their own direction",
                         shared.agree, shared.disagree)});
  notes.push_back({"eaxc_joined:", in.joining == 0
                                       ? "no section type 4, extension 7 or 10 was seen"
                                       : fmt::format("{} of section type 4 or with extension 7 or 10",
                                                     plural(in.joining, "message"))});
}

std::string epoch_words(const Inferred& in) {
  const Support& support = in.epoch.support;
  if (in.looked.messages == 0) return "not known";
  if (!in.looked.stamped) return "the packets have no stamps";
  if (in.link.time.epoch != profile::Epoch::none)
    return fmt::format(
        "{} messages came within 10 ms of their air time (alpha 0, beta 0); leap_seconds and "
        "timestamp_accuracy_ns are defaults",
        of(support));
  std::string text = "not known: by no scale (utc, tai, gps) came 99 % of the messages near their air time";
  if (in.epoch.steady_ns)
    text += fmt::format(
        "; read as utc they are {:.3f} ms {} (steady): a capture clock that is off? Then offset_ns is about "
        "{}",
        std::abs(static_cast<double>(*in.epoch.steady_ns)) / 1e6, *in.epoch.steady_ns > 0 ? "late" : "early",
        -*in.epoch.steady_ns);
  return text;
}

std::string spacing_words(const Inferred& in) {
  using Cadence = infer::SpacingEvidence::Cadence;
  const infer::SpacingEvidence& s = in.spacing;
  std::string text =
      fmt::format("slotId goes up to {} in {}: at least {} kHz", s.highest_slot,
                  plural(s.messages, "message"), 15u << std::bit_width(unsigned{s.highest_slot}));
  const std::string cadence =
      fmt::format("symbols follow each other every {:.1f} us", static_cast<double>(s.symbol_ns) / 1e3);
  if (s.cadence == Cadence::agrees) text += fmt::format("; {}, as they should", cadence);
  if (s.cadence == Cadence::decides)
    text += fmt::format(", and {}: few slots were seen, so this decides", cadence);
  return text;
}

std::string prb_words(const Inferred& in) {
  const infer::PrbEvidence& p = in.prbs;
  const unsigned prbs = in.link.carriers[0].prbs;
  if (p.highest_end == 0)
    return "not known: no section outside PRACH names PRBs by number; this is the default";
  std::string text;
  if (p.all == prbs && p.all > 0)
    text = fmt::format("{} carry all PRBs (numPrbu 0) and hold {}", plural(p.all_messages, "U-plane message"),
                       p.all);
  else
    text = fmt::format("the highest PRB seen is {} ({} it); the carrier may have more", prbs - 1,
                       p.reaching == 1 ? "1 section or message reaches"
                                       : fmt::format("{} sections and messages reach", p.reaching));
  if (p.all > 0 && p.all != prbs)
    text += fmt::format("; but {} of all PRBs hold {}", plural(p.all_messages, "U-plane message"), p.all);
  if (p.bandwidth_mhz > 0) return text + fmt::format("; NR of {} MHz has as many", p.bandwidth_mhz);
  return text + (p.next_standard > 0
                     ? fmt::format("; no NR channel has as many, the next has {}", p.next_standard)
                     : "; no NR channel has as many");
}

std::string tdd_words(const Inferred& in) {
  const infer::TddEvidence& t = in.tdd;
  const std::string seen = fmt::format("slots of the frame that carried something: {}", t.seen);
  if (t.fdd) return "both directions use the same symbols of a slot";
  if (t.known)
    return fmt::format("{} ({} of the pattern{})", seen, plural(t.periods, "whole period"),
                       t.seen.find('.') == std::string::npos
                           ? ""
                           : "; a silent slot between downlink and uplink is an S without symbols");
  if (t.against_prach) return fmt::format("not known: PRACH occasions lie in downlink slots; {}", seen);
  if (t.one_direction) return fmt::format("not known: only one direction was seen; {}", seen);
  return fmt::format("not known: no pattern fits; {} (S, F: both directions, F: in the same symbols)", seen);
}

/// What speaks for the compression of a channel.
std::string compression_words(const infer::ChannelEvidence& e, const profile::Compression& c) {
  switch (e.source) {
    case infer::CompressionSource::c_plane:
      return "no U-plane was seen; this is the udCompHdr of its C-plane";
    case infer::CompressionSource::other_channel:
      return "no U-plane was seen; taken over from another channel, not known";
    case infer::CompressionSource::nothing:
      return "not known: no U-plane was seen, nothing says so; the format of this file needs a value";
    case infer::CompressionSource::u_plane:
      break;
  }
  std::string text = fmt::format("{} U-plane messages end exactly with {}", of(e.compression), words(c));
  if (e.headers.disagree > 0)
    text += fmt::format("; {} of {} sections have another udCompHdr", e.headers.disagree, e.headers.all());
  if (!e.alternatives.empty()) text += fmt::format("; so they do with {}", listed(e.alternatives, words));
  if (!c.dynamic && c.method == profile::Method::bfp)
    text += fmt::format("; block_scaling {0} and mu_law {0} have the same lengths", c.width);
  if (!c.dynamic && c.method == profile::Method::modulation)
    text += fmt::format("; none {} has the same lengths", c.width);
  return text;
}

void note_prach(const Inferred& in, Notes& notes) {
  const infer::PrachEvidence& p = in.prach;
  if (!p.written) return;
  const std::string also =
      p.formats.empty()
          ? ""
          : fmt::format("; so do formats {}", listed(p.formats, [](const std::string& f) { return f; }));
  notes.push_back(
      {"          format:",
       p.geometry.agree > 0
           ? fmt::format("{} messages of section type 3 fit in spacing, symbols, time and frequency{}",
                         of(p.geometry), also)
           : fmt::format("by spacing and number of symbols; timeOffset, startSymbolId and slotId of {} "
                         "fit no start symbol: start_symbol is not known",
                         plural(p.geometry.disagree, "message"))});
  notes.push_back({"          period_frames:",
                   p.frames < 2 ? "not known: one frame with an occasion was seen"
                                : fmt::format("{} frames with occasions were seen", p.frames)});
}

std::string unwritten_prach(const Inferred& in) {
  const infer::PrachEvidence& p = in.prach;
  const auto number = [](auto n) { return fmt::format("{}", n); };
  return fmt::format(
      "occasions are not known: no format and start symbols give the {} of section type 3 (slots {}, "
      "startSymbolId {}, {} PRBs, freqOffset {})",
      plural(p.geometry.all(), "message"), listed(p.best.slots, number), listed(p.start_symbols, number),
      p.best.prbs, p.best.frequency_offset);
}

void note_channels(const Inferred& in, Notes& notes) {
  const auto& channels = in.link.carriers[0].channels;
  for (std::size_t i = 0; i < channels.size(); ++i) {
    const infer::ChannelEvidence& e = in.channels[i];
    const bool prach = channels[i].kind == profile::ChannelKind::prach;
    std::string seen = fmt::format("{}, {}", plural(e.c_messages, "C-plane message"),
                                   plural(e.u_messages, "U-plane message"));
    if (prach && e.by_filter) seen += "; told by filterIndex";
    if (channels[i].kind == profile::ChannelKind::pusch)
      seen += e.c_messages == 0 ? "; no C-plane: PRACH and SRS may be among them" : "; SRS may be among them";
    notes.push_back({"        - eaxc:", seen});
    notes.push_back({"          compression:", compression_words(e, channels[i].compression)});
    if (!prach) continue;
    if (in.prach.written)
      note_prach(in, notes);
    else if (in.prach.geometry.all() > 0)
      notes.push_back({"", unwritten_prach(in)});
  }
}

void note_carrier(const Inferred& in, Notes& notes) {
  notes.push_back({"    scs_khz:", spacing_words(in)});
  notes.push_back({"    prbs:", prb_words(in)});
  notes.push_back({"    alpha:", "alpha, beta, n_ta_offset_tc: not to be seen in packets"});
  notes.push_back({"    tdd:", tdd_words(in)});
  note_channels(in, notes);
}

constexpr std::string_view way_of(profile::ChannelKind kind) {
  return kind == profile::ChannelKind::pdsch   ? "downlink"
         : kind == profile::ChannelKind::prach ? "PRACH"
                                               : "uplink";
}

/// What cannot stand in the file as a value.
std::string foot(const Inferred& in) {
  std::string text;
  for (const infer::Unexplained& u : in.unexplained)
    text += comment(
        fmt::format("Left out: {} eAxC 0x{:04x}: no compression explains its {}; the best, {}, {} of them.",
                    way_of(u.kind), u.eaxc.value, plural(u.messages, "U-plane message"), words(u.best),
                    of(u.support)),
        0);
  if (in.link.carriers.empty()) return text;
  constexpr std::array<std::string_view, track::kArrivalClasses> kNames{
      "DL U-plane", "DL C-plane", "UL C-plane", "UL U-plane", "PRACH U-plane"};
  text += comment(
      "delays are not known: windows are configured, not seen. Arrivals in this input, for a start:", 0);
  bool any = false;
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    const infer::Arrival& a = in.arrivals[i];
    if (a.messages == 0) continue;
    any = true;
    const auto us = [](std::int64_t ns) {
      return fmt::format("{:.1f} us {} air", std::abs(static_cast<double>(ns)) / 1e3,
                         ns < 0 ? "before" : "after");
    };
    text += fmt::format("#   {:<14} {} to {}   ({})\n", kNames[i], us(a.min_ns), us(a.max_ns),
                        plural(a.messages, "message"));
  }
  if (!any) text += "#   (none: air time needs stamps on a known scale)\n";
  return text;
}

}  // namespace

void observe(infer::Observer& observer, std::span<const io::Packet> packets) {
  for (const io::Packet& packet : packets)
    observer.feed(packet.octets, packet.original_length,
                  packet.stamp == io::kNoStamp ? std::nullopt : std::optional{packet.stamp});
}

std::string print_inferred(const Inferred& inferred, std::string_view source) {
  Notes notes;
  if (inferred.looked.messages > 0) note_transport(inferred, notes);
  notes.push_back({"  epoch:", epoch_words(inferred)});
  if (!inferred.link.carriers.empty()) note_carrier(inferred, notes);
  return head(inferred, source) + join(profile::print_link(inferred.link), notes) + foot(inferred);
}

}  // namespace plumbline::app

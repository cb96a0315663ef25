#include "report/terminal.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "report/page.h"

namespace plumbline::report {
namespace {

using record::Totals;

/// Address pairs (both directions of travel are one) and the eAxC ids within them.
std::pair<std::size_t, std::size_t> count_flows(const record::Result& result) {
  using Pair = std::tuple<std::string_view, std::string_view, std::uint32_t, std::uint64_t>;
  std::set<Pair> pairs;
  std::set<std::pair<Pair, std::uint32_t>> eaxcs;
  for (const record::Stream& stream : result.streams()) {
    const std::string_view one = stream.flow().source(), other = stream.flow().destination();
    const Pair pair{std::min(one, other), std::max(one, other), stream.flow().vlan(), stream.flow().ip()};
    pairs.insert(pair);
    eaxcs.emplace(pair, stream.eaxc());
  }
  return {pairs.size(), eaxcs.size()};
}

std::string stamps_of(const record::Record& record, const StampFormat& stamps) {
  if (record.result().totals().packets() == 0) return {};
  if (!stamps.has_stamps) return "no stamps";
  const std::uint64_t accuracy = record.provenance().stamp_accuracy_ns();
  if (accuracy == 0) return "stamps: accuracy not stated";
  return fmt::format("stamps ±{}", duration(static_cast<std::int64_t>(accuracy & INT64_MAX)));
}

void write_head(Page& page) {
  const record::Provenance& provenance = page.record.provenance();
  const Totals& totals = page.record.result().totals();
  std::uint64_t dropped = 0;
  for (const record::Input& input : provenance.inputs())
    for (const record::Interface& interface : input.interfaces()) dropped += interface.dropped();
  std::string name = provenance.inputs_size() == 0 ? "no input" : printable(provenance.inputs(0).name());
  if (provenance.inputs_size() > 1) name += fmt::format(" and {} more", provenance.inputs_size() - 1);
  const auto [flows, eaxcs] = count_flows(page.record.result());
  const std::int64_t span = span_ns(totals.first_stamp_ns(), totals.last_stamp_ns());
  std::string text = page.paint(Ink::strong, name);
  if (page.stamps.has_stamps) text += fmt::format("   {} s", seconds(span, 3));
  text += fmt::format("   {}   {} eAxC   {}   {} lost by capture", counted(flows, "flow"), grouped(eaxcs),
                      counted(totals.packets(), "packet"), grouped(dropped));
  const std::string stamps = stamps_of(page.record, page.stamps);
  page.line(stamps.empty() ? text : text + "   " + stamps);
  if (provenance.interrupted()) page.line("interrupted: this covers what was read until then");
}

std::string machine_of(const record::Machine& machine) {
  const auto or_unknown = [](const std::string& word) { return word.empty() ? "-" : printable(word); };
  return fmt::format("on {}: {}, {}, {}", or_unknown(machine.host()), or_unknown(machine.cpu()),
                     counted(machine.cores(), "core"), or_unknown(machine.kernel()));
}

/// Where the result came from, for -v.
void write_provenance(Page& page) {
  const record::Provenance& provenance = page.record.provenance();
  if (!page.options.verbose) return;
  page.line(fmt::format("by {}, rules {}, {}", printable(provenance.tool()),
                        printable(provenance.catalogue()), counted(provenance.workers(), "worker")));
  if (provenance.has_machine()) page.line(machine_of(provenance.machine()));
  page.line(provenance.link_name().empty()
                ? "no link file"
                : fmt::format("link {}  sha256 {}", printable(provenance.link_name()),
                              provenance.link_sha256().empty() ? "-" : printable(provenance.link_sha256())));
  for (const record::Input& input : provenance.inputs())
    page.line(fmt::format("input {}  {}  {}  sha256 {}", printable(input.name()), printable(input.format()),
                          counted(input.packets(), "packet"),
                          input.sha256().empty() ? "-" : printable(input.sha256())));
}

/// Counts with their words, those of 0 left out: "12 fragments, 3 PTP packets".
struct Counter {
  std::uint64_t (Totals::*count)() const;
  std::string_view words;
};
template <std::size_t N>
std::string list(const Totals& totals, const std::array<Counter, N>& counters) {
  std::string text;
  for (const auto& [count, words] : counters)
    if ((totals.*count)() > 0)
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ", grouped((totals.*count)()), words);
  return text;
}

/// How far the rules about PRBs could look.
void write_iq(Page& page) {
  const record::Iq& iq = page.record.result().iq();
  if (iq.prbs() == 0) return;
  std::string text =
      fmt::format("{} of {} looked into", grouped(iq.prbs_judged()), counted(iq.prbs(), "PRB"));
  if (iq.scope() == record::IQ_SCOPE_OFF) text += " (--iq off)";
  if (iq.scope() == record::IQ_SCOPE_SAMPLED)
    text += fmt::format(": one message in {} of a stream behind its first ones (--iq all: every one)",
                        iq.one_in());
  if (iq.prbs_cut() > 0) text += fmt::format(", {} cut by the capture", grouped(iq.prbs_cut()));
  page.paragraph(text, 15, "IQ samples");
}

/// What was there beside C- and U-plane, and what could not be looked at.
void write_remains(Page& page) {
  static constexpr std::array<Counter, 8> kBeside{{{&Totals::one_way_delay, "one-way delay"},
                                                   {&Totals::other_ecpri, "other eCPRI"},
                                                   {&Totals::ptp, "PTP"},
                                                   {&Totals::esmc, "ESMC"},
                                                   {&Totals::roe, "RoE"},
                                                   {&Totals::other, "other"},
                                                   {&Totals::fragments, "radio-transport fragments"},
                                                   {&Totals::joined_messages, "messages joined from them"}}};
  static constexpr std::array<Counter, 14> kUnread{
      {{&Totals::cut_packets, "packets cut by the capture"},
       {&Totals::packets_without_stamp, "packets without stamp"},
       {&Totals::undecodable, "frames with headers that end too early"},
       {&Totals::unjoined_gap, "messages that lack fragments"},
       {&Totals::unjoined_timed_out, "messages whose fragments did not come in time"},
       {&Totals::unjoined_overlap, "messages whose fragments contradict each other"},
       {&Totals::unjoined_too_long, "messages whose fragments are too long together"},
       {&Totals::unjoined_evicted, "messages in fragments beyond the limit"},
       {&Totals::unjoined_at_end, "messages whose fragments go on behind the end"},
       {&Totals::sections_not_read, "messages whose section type is not read yet"},
       {&Totals::format_unknown, "U-plane messages of unknown compression"},
       {&Totals::untracked_pairs, "packets of address pairs beyond the limit"},
       {&Totals::untracked_streams, "messages of streams beyond the limit"},
       {&Totals::untracked_coupling, "sections beyond the limit of C/U coupling"}}};
  const Totals& totals = page.record.result().totals();
  page.gap();
  if (totals.packets() > 0 && totals.c_plane() + totals.u_plane() == 0)
    page.paragraph("no C-plane or U-plane message in this input: is this the fronthaul interface?", 0);
  page.paragraph(list(totals, kBeside), 15, "also seen");
  page.paragraph(list(totals, kUnread), 15, "not judged");
  write_iq(page);
  if (totals.losses_of_ours() > 0)
    page.paragraph(
        fmt::format("the capture or we lost packets at {}; what could follow from it is inconclusive",
                    counted(totals.losses_of_ours(), "place")),
        15, "own losses");
}

void write_warnings(Page& page) {
  std::vector<std::string> lines;
  std::uint64_t left_out = 0;
  for (const record::Input& input : page.record.provenance().inputs()) {
    left_out += input.warnings_left_out();
    for (const std::string& warning : input.warnings())
      lines.push_back(fmt::format("{}: {}", printable(input.name()), printable(warning)));
  }
  if (lines.empty() && left_out == 0) return;
  page.gap();
  const std::size_t shown = page.fits(lines.size(), 3);
  for (std::size_t i = 0; i < shown; ++i) page.paragraph(lines[i], 15, i == 0 ? "input" : "");
  page.rest(lines.size(), shown, 15);
  if (left_out > 0)
    page.line(fmt::format("               {} more were counted but not kept", grouped(left_out)));
}

void write_tail(Page& page) {
  std::string text;
  for (const std::string& file : page.options.files) text += (text.empty() ? "" : ", ") + printable(file);
  if (!text.empty()) text += " written";
  if (page.options.exit_status)
    text += fmt::format("{}exit status {}", text.empty() ? "" : " · ", *page.options.exit_status);
  if (text.empty()) return;
  page.gap();
  page.line(text);
}

}  // namespace

std::string render_check(const record::Record& record, const RenderOptions& options) {
  Page page{record, options};
  write_head(page);
  write_provenance(page);
  write_rules(page);
  write_link(page);
  write_not_evaluated(page);
  write_remains(page);
  write_warnings(page);
  write_tail(page);
  return std::move(page).take();
}

std::string render_conduct(const record::Conduct& conduct, const RenderOptions& options) {
  const record::Record none;
  Page page{none, options};
  const auto lateness = [](std::uint64_t ns) { return duration(static_cast<std::int64_t>(ns & INT64_MAX)); };
  page.line(fmt::format("sent {} in {} s   received {}   lost {}", counted(conduct.sent(), "packet"),
                        seconds(static_cast<std::int64_t>(conduct.duration_ns() & INT64_MAX), 3),
                        grouped(conduct.received()),
                        page.paint(conduct.lost() > 0 ? Ink::bad : Ink::plain, grouped(conduct.lost()))));
  page.line(fmt::format("pacing error   p50 {}   p99 {}   p99.9 {}   p99.99 {}   max {}",
                        lateness(conduct.lateness_p50_ns()), lateness(conduct.lateness_p99_ns()),
                        lateness(conduct.lateness_p999_ns()), lateness(conduct.lateness_p9999_ns()),
                        lateness(conduct.lateness_max_ns())));
  if (conduct.stamp_error_p9999_ns() > 0)
    page.line(fmt::format("stamps of what was received are off by {} at most (99.99 %)",
                          lateness(conduct.stamp_error_p9999_ns())));
  if (conduct.too_long() > 0)
    page.line(fmt::format("{} too long for the port, not sent",
                          counted(conduct.too_long(), "packet was", "packets were")));
  if (conduct.cut() > 0)
    page.line(
        fmt::format("{} cut by the capture, not sent", counted(conduct.cut(), "packet was", "packets were")));
  if (conduct.retries() > 0)
    page.line(
        fmt::format("the port had no room at first: {}", counted(conduct.retries(), "retry", "retries")));
  return std::move(page).take();
}

}  // namespace plumbline::report

// print_link(): a link as text that parse_link() reads back.
#include <fmt/format.h>

#include <iterator>

#include "profile/beam_yaml.h"
#include "profile/delay_keys.h"
#include "profile/link.h"

namespace plumbline::profile {
namespace {

/// Grows by whole lines.
class Text {
 public:
  template <class... Args>
  void line(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(text_), format, std::forward<Args>(args)...);
    text_ += '\n';
  }
  void lines(std::string_view whole) { text_ += whole; }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

std::string in_quotes(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + '"';
}

/// Exact microseconds: 17500 ns is "17.5".
std::string microseconds(std::int64_t ns) {
  const std::uint64_t size = ns < 0 ? ~static_cast<std::uint64_t>(ns) + 1 : static_cast<std::uint64_t>(ns);
  std::string text = fmt::format("{}{}.{:03}", ns < 0 ? "-" : "", size / 1000, size % 1000);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text;
}

void print_units(const Link& link, Text& text) {
  if (link.o_du_mac) text.line("o_du: {{mac: \"{}\"}}", format_mac(*link.o_du_mac));
  if (link.o_ru_mac) text.line("o_ru: {{mac: \"{}\"}}", format_mac(*link.o_ru_mac));
  if (link.vlan)
    text.line("vlan: {}", *link.vlan);
  else if (link.vlan_stated)
    text.line("vlan: none  # untagged");
  if (link.c_pcp || link.u_pcp) {
    text.line("pcp:");
    if (link.c_pcp) text.line("  c_plane: {}", *link.c_pcp);
    if (link.u_pcp) text.line("  u_plane: {}", *link.u_pcp);
  }
  if (link.mtu) text.line("mtu: {}  # octets of Ethernet payload", *link.mtu);
  if (link.udp_port) text.line("udp_port: {}  # eCPRI over UDP", *link.udp_port);
  text.line("eaxc_bits: {{du_port: {}, band_sector: {}, cc: {}, ru_port: {}}}", link.eaxc_bits.du_port,
            link.eaxc_bits.band_sector, link.eaxc_bits.cc, link.eaxc_bits.ru_port);
  if (link.concatenation)
    text.line("concatenation: {}  # several eCPRI messages in a frame", *link.concatenation);
  text.line("sequence: {{checked: {}, shared_per_eaxc: {}}}", link.sequence_checked,
            link.sequence_shared_per_eaxc);
  text.line("eaxc_joined: {}  # C-plane of one eAxC may speak for others", link.eaxc_joined);
}

void print_time(const TimeBase& time, Text& text) {
  constexpr std::string_view kEpochs[] = {"none", "utc", "tai", "gps"};
  text.line("time:");
  text.line("  epoch: {}  # the scale of the stamps", kEpochs[static_cast<std::size_t>(time.epoch)]);
  text.line("  leap_seconds: {}  # GPS - UTC", time.leap_seconds);
  text.line("  timestamp_accuracy_ns: {}", time.timestamp_accuracy_ns);
  text.line("  offset_ns: {}  # added to every stamp", time.offset_ns);
}

void print_channel(const Channel& channel, Text& text) {
  text.line("        - eaxc:");
  for (const radio::Eaxc eaxc : channel.eaxc) text.line("            - 0x{:04x}", eaxc.value);
  std::string also;
  for (const Packing& other : channel.compression.also)
    also += fmt::format("{}{{method: {}, width: {}}}", also.empty() ? ", also: [" : ", ",
                        name_of(other.method), other.width);
  if (!also.empty()) also += ']';
  std::string levels;
  if (channel.compression.fs_offset != 0)
    levels += fmt::format(", fs_offset: {}", channel.compression.fs_offset);
  if (channel.compression.mulaw_sign)
    levels += fmt::format(", mulaw_sign: {}", name_of(*channel.compression.mulaw_sign));
  text.line("          compression: {{method: {}, width: {}, header: {}{}{}{}}}",
            name_of(channel.compression.method), channel.compression.width,
            channel.compression.dynamic ? "dynamic" : "static",
            channel.compression.ud_comp_len ? ", ud_comp_len: true" : "", levels, also);
  text.lines(print_beams(channel, "          "));
  if (channel.without_cplane) text.line("          without_cplane: true");
  if (channel.srs) {
    text.line("          slots:  # of the frame");
    for (const std::uint16_t slot : channel.srs->slots) text.line("            - {}", slot);
    text.line("          period_frames: {}", channel.srs->period_frames);
    text.line("          offset_frames: {}", channel.srs->offset_frames);
    text.line("          start_symbol: {}", channel.srs->start_symbol);
    text.line("          symbols: {}", channel.srs->symbols);
  }
  if (!channel.prach) return;
  const Prach& prach = *channel.prach;
  text.line("          format: {}", in_quotes(prach.format));
  text.line("          slots:  # of the frame");
  for (const std::uint16_t slot : prach.slots) text.line("            - {}", slot);
  text.line("          period_frames: {}", prach.period_frames);
  text.line("          offset_frames: {}  # occasions where SFN mod period_frames is this",
            prach.offset_frames);
  text.line("          start_symbol:  # where the CP of an occasion starts");
  for (const std::uint8_t symbol : prach.start_symbols) text.line("            - {}", symbol);
  text.line("          frequency_offset: {}  # half subcarriers of the PRACH", prach.frequency_offset);
  text.line("          prbs: {}  # of the PRACH subcarrier spacing", prach.prbs);
}

void print_carrier(const Carrier& carrier, Text& text) {
  text.line("  - name: {}", in_quotes(carrier.name));
  text.line("    scs_khz: {}", 15u << carrier.numerology.mu);
  if (carrier.slot_reference_mu)
    text.line("    slot_reference_scs_khz: {}  # what slotId counts in", 15u << *carrier.slot_reference_mu);
  text.line("    cyclic_prefix: {}", carrier.numerology.extended_cp ? "extended" : "normal");
  text.line("    prbs: {}", carrier.prbs);
  text.line("    alpha: {}  # 1/1.2288 GHz", carrier.frame_timing.alpha);
  text.line("    beta: {}  # frames", carrier.frame_timing.beta);
  text.line("    n_ta_offset_tc: {}  # uplink frames start this much before downlink frames",
            carrier.n_ta_offset_tc);
  if (carrier.tdd.slots.empty()) {
    text.line("    tdd: fdd");
  } else {
    text.line("    tdd:");
    text.line("      slots: {}  # one letter a slot", carrier.tdd.slots);
    if (carrier.tdd.slots.find('S') != std::string::npos) {
      text.line("      special_dl_symbols: {}  # first symbols of an S slot", carrier.tdd.special_dl_symbols);
      text.line("      special_ul_symbols: {}  # last symbols of an S slot", carrier.tdd.special_ul_symbols);
    }
  }
  if (carrier.channels.empty()) return;
  text.line("    channels:");
  for (const auto kind : {ChannelKind::pdsch, ChannelKind::pusch, ChannelKind::prach, ChannelKind::srs}) {
    bool first = true;
    for (const Channel& channel : carrier.channels) {
      if (channel.kind != kind) continue;
      if (first) text.line("      {}:", name_of(kind));
      first = false;
      print_channel(channel, text);
    }
  }
}

void print_delays(const Delays& delays, Text& text) {
  if (delays == Delays{}) return;
  text.line("delays:  # microseconds before (t1a, t2a) or after (ta3, ta4) air time");
  for (const DelayKey& key : kDelayKeys) {
    const auto& window = delays.*key.window;
    if (!window) continue;
    text.line("  {}_us: {}", key.max, microseconds(window->max_ns));
    text.line("  {}_us: {}", key.min, microseconds(window->min_ns));
  }
  if (delays.tcp_adv_dl_ns) text.line("  tcp_adv_dl_us: {}", microseconds(*delays.tcp_adv_dl_ns));
}

}  // namespace

std::string print_link(const Link& link) {
  Text text;
  text.line("plumbline_link: 1");
  if (!link.name.empty()) text.line("name: {}", in_quotes(link.name));
  print_units(link, text);
  print_time(link.time, text);
  if (!link.carriers.empty()) text.line("carriers:");
  for (const Carrier& carrier : link.carriers) print_carrier(carrier, text);
  print_delays(link.delays, text);
  if (!link.taps.empty()) text.line("taps:  # where the capture was taken");
  for (const Tap& tap : link.taps) {
    text.line("  - place: {}", tap.place == TapPlace::at_o_du ? "o_du" : "o_ru");
    if (!tap.interface.empty()) text.line("    interface: {}", in_quotes(tap.interface));
    text.line("    to_place_ns: {}", tap.to_place_ns);
  }
  return text.take();
}

}  // namespace plumbline::profile

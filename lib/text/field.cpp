#include "text/field.h"

#include <array>

#include "text/ones.h"
#include "wire/uplane.h"

namespace plumbline::text {
namespace {

template <std::size_t N>
std::string_view pick(const std::array<std::string_view, N>& words, std::int64_t index) {
  return index >= 0 && static_cast<std::uint64_t>(index) < N ? words[static_cast<std::size_t>(index)]
                                                             : std::string_view{};
}
void put_or_reserved(Pen& out, std::string_view word) { out.put(word.empty() ? "reserved" : word); }

constexpr std::array<std::string_view, 16> kScs = {"15 kHz",   "30 kHz",   "60 kHz", "120 kHz", "240 kHz", "",
                                                   "",         "",         "",       "",        "",        "",
                                                   "1.25 kHz", "3.75 kHz", "5 kHz",  "7.5 kHz"};

}  // namespace

std::string_view extension_name(std::uint8_t type) {
  static constexpr std::array<std::string_view, 31> kNames = {"",
                                                              "beamforming weights",
                                                              "beamforming attributes",
                                                              "DL precoding",
                                                              "modulation compression",
                                                              "modulation compression, several sets",
                                                              "non-contiguous PRBs",
                                                              "eAxC mask",
                                                              "regularization factor",
                                                              "dynamic spectrum sharing",
                                                              "group of ports",
                                                              "flexible beamforming weights",
                                                              "PRB frequency ranges",
                                                              "frequency hopping",
                                                              "nulling layers",
                                                              "mixed numerology",
                                                              "antenna mapping",
                                                              "user port group",
                                                              "uplink transmission management",
                                                              "compact beamforming",
                                                              "puncturing",
                                                              "PRB group size",
                                                              "ACK/NACK request",
                                                              "multi-symbol modulation compression",
                                                              "PUSCH DMRS configuration",
                                                              "symbol reordering",
                                                              "frequency offset feedback",
                                                              "dimensionality reduction",
                                                              "SINR resolution",
                                                              "cyclic delay adjustment",
                                                              "PUSCH repetition"};
  return pick(kNames, type);
}

std::string_view ecpri_type_name(std::uint8_t type) {
  static constexpr std::array<std::string_view, 12> kNames = {
      "IQ data",       "bit sequence",     "real-time control",
      "generic data",  "remote memory",    "one-way delay measurement",
      "remote reset",  "event indication", "IWF start-up",
      "IWF operation", "IWF mapping",      "IWF delay control"};
  if (type >= 64) return "vendor specific";
  return type < kNames.size() ? kNames[type] : "reserved";
}

std::string_view method_name(std::uint8_t method) {
  static constexpr std::array<std::string_view, 16> kNames = {"none",
                                                              "bfp",
                                                              "block_scaling",
                                                              "mu_law",
                                                              "modulation",
                                                              "bfp_selective",
                                                              "modulation_selective",
                                                              "bfp_selective_masks",
                                                              "modulation_selective_masks",
                                                              "method9-",
                                                              "method10-",
                                                              "method11-",
                                                              "method12-",
                                                              "method13-",
                                                              "method14-",
                                                              "method15-"};
  return kNames[method & 15];
}

std::string_view ether_type_name(std::uint16_t type) {
  if (type < 0x0600) return "802.3 length";
  switch (type) {
    case 0x0800:
      return "IPv4";
    case 0x0806:
      return "ARP";
    case 0x86DD:
      return "IPv6";
    case 0x8809:
      return "slow protocols";
    case 0x88CC:
      return "LLDP";
    case 0x88F7:
      return "PTP";
    case 0xAEFE:
      return "eCPRI";
    case 0xFC3D:
      return "RoE";
    default:
      return {};
  }
}

std::string_view prach_formats(std::uint8_t filter_index, std::uint8_t scs_code, std::uint8_t num_symbol) {
  if (filter_index == 1 && scs_code == 12)
    return pick(std::array<std::string_view, 5>{"", "0", "1", "", "2"}, num_symbol);
  if (filter_index == 2 && scs_code == 14) return "3";
  if (filter_index != 3) return {};
  static constexpr std::array<std::string_view, 13> kShort = {"", "C0", "A1/B1", "", "A2/B2/C2", "",  "A3/B3",
                                                              "", "",   "",      "", "",         "B4"};
  return pick(kShort, num_symbol);
}

namespace meanings {

void ether_type(Pen& out, std::int64_t value) { out.put(ether_type_name(static_cast<std::uint16_t>(value))); }
void ecpri_message(Pen& out, std::int64_t value) {
  out.put(ecpri_type_name(static_cast<std::uint8_t>(value)));
}
void direction(Pen& out, std::int64_t value) { out.put(value == 0 ? "uplink" : "downlink"); }
void filter_index(Pen& out, std::int64_t value) {
  static constexpr std::array<std::string_view, 10> kNames = {
      "channel filter", "PRACH 839 x 1.25 kHz", "PRACH 839 x 5 kHz",   "PRACH 139 subcarriers",
      "NPRACH",         "PRACH 139 x 7.5 kHz",  "PRACH 1151 x 15 kHz", "PRACH 571 x 30 kHz",
      "NPUSCH",         "mixed numerology"};
  put_or_reserved(out, pick(kNames, value));
}
void scs(Pen& out, std::int64_t value) { put_or_reserved(out, kScs[static_cast<std::size_t>(value & 15)]); }
void cmd_scope(Pen& out, std::int64_t value) {
  static constexpr std::array<std::string_view, 3> kNames = {"ARRAY-COMMAND", "CARRIER-COMMAND",
                                                             "O-RU-COMMAND"};
  put_or_reserved(out, pick(kNames, value));
}
void section_type(Pen& out, std::int64_t value) {
  static constexpr std::array<std::string_view, 12> kNames = {"unused resources",
                                                              "most channels",
                                                              "",
                                                              "PRACH and mixed numerology",
                                                              "slot configuration",
                                                              "UE scheduling",
                                                              "channel information",
                                                              "LAA",
                                                              "ACK/NACK",
                                                              "SINR report",
                                                              "RRM measurement reports",
                                                              "RRM measurement requests"};
  put_or_reserved(out, pick(kNames, value));
}
void ts(Pen& out, std::int64_t value) {
  // 1 Ts = 1 / 30.72 MHz; in picoseconds 32552.08.
  const std::int64_t ns = (value * 100'000 + 1536) / 3072;
  out.put("Ts = ");
  out.number(static_cast<std::uint64_t>(ns / 1000));
  out.put('.');
  out.number(static_cast<std::uint64_t>(ns % 1000), 3, '0');
  out.put(" us");
}
void frame_structure(Pen& out, std::int64_t value) {
  static constexpr std::array<std::uint16_t, 16> kFft = {0,   0,   0,    0,    16,   32,   64,   128,
                                                         256, 512, 1024, 2048, 4096, 1536, 3072, 0};
  const std::uint16_t fft = kFft[static_cast<std::size_t>(value >> 4 & 15)];
  out.put("FFT ");
  if (fft == 0)
    out.put(value >> 4 == 0 ? "none" : "reserved");
  else
    out.number(fft);
  out.put(", ");
  scs(out, value);
}
void ud_iq_width(Pen& out, std::int64_t value) {
  if (value == 0) out.put("16 bits");
}
void ud_comp_meth(Pen& out, std::int64_t value) {
  value > 8 ? out.put("reserved") : out.put(method_name(static_cast<std::uint8_t>(value)));
}
void re_s_mask(Pen& out, std::int64_t value) {
  put_ones(out, "RE", 12, [&](unsigned re) { return wire::sends_re(static_cast<std::uint16_t>(value), re); });
}
void re_mask(Pen& out, std::int64_t value) {
  put_ones(out, "RE", 12, [&](unsigned re) { return (value >> (11 - re) & 1) != 0; });
}
void num_prb(Pen& out, std::int64_t value) {
  if (value == 0) out.put("all PRBs of the carrier");
}
void freq_offset(Pen& out, std::int64_t) { out.put("half subcarriers"); }
void version(Pen& out, std::int64_t value) {
  if (value != 1) out.put("not 1: another version of the protocol");
}
void concatenation(Pen& out, std::int64_t value) {
  if (value != 0) out.put("another message follows");
}
void last_fragment(Pen& out, std::int64_t value) {
  out.put(value != 0 ? "last or only fragment" : "more fragments follow");
}
void vid(Pen& out, std::int64_t value) {
  if (value == 0) out.put("priority tag");
  if (value == 4095) out.put("reserved");
}
void subframe(Pen& out, std::int64_t value) {
  if (value > 9) out.put("a frame has no such subframe");
}
void slot(Pen& out, std::int64_t value) {
  if (value > 15) out.put("reserved");
}
void symbol(Pen& out, std::int64_t value) {
  if (value > 13) out.put("a slot has no such symbol");
}
void symbol_of_answer(Pen& out, std::int64_t /*value*/) { out.put("symbolId of this section type"); }
void reserved_here(Pen& out, std::int64_t /*value*/) { out.put("reserved in this section type"); }
void rb(Pen& out, std::int64_t value) {
  if (value != 0) out.put("every second PRB");
}
void sym_inc(Pen& out, std::int64_t value) {
  if (value != 0) out.put("begins behind the section before");
}
void sym_inc_uplane(Pen& out, std::int64_t value) {
  if (value != 0) out.put("prohibited in the U-plane");
}
void num_symbol(Pen& out, std::int64_t value) {
  if (value == 0) out.put("reserved, but with SE 6, 12 and 19");
  if (value == 15) out.put("reserved");
}
void beam_id(Pen& out, std::int64_t value) {
  if (value == 0) out.put("no beamforming");
}
void ue_id(Pen& out, std::int64_t value) {
  if (value == 0x7FFF) out.put("no UE");
}
void ready(Pen& out, std::int64_t value) {
  out.put(value != 0 ? "awake from the next slot on" : "ACK message");
}
void words(Pen& out, std::int64_t value) {
  if (value == 0) return out.put("reserved");
  out.number(static_cast<std::uint64_t>(value) * 4);
  out.put(" octets");
}
void ud_comp_len(Pen& out, std::int64_t value) { out.put(value < 2 ? "reserved" : "octets"); }
void action_type(Pen& out, std::int64_t value) {
  static constexpr std::array<std::string_view, 6> kNames = {
      "Request",        "Request with Follow_Up",        "Response",
      "Remote Request", "Remote Request with Follow_Up", "Follow_Up"};
  put_or_reserved(out, pick(kNames, value));
}
void compensation(Pen& out, std::int64_t value) {
  out.signed_number(value / 65536);
  out.put(" ns");
}

}  // namespace meanings
}  // namespace plumbline::text

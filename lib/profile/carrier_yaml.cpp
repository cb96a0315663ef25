#include "profile/carrier_yaml.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "profile/beam_yaml.h"
#include "radio/full_scale.h"

namespace plumbline::profile {
namespace {

constexpr std::array kKinds{ChannelKind::pdsch, ChannelKind::pusch, ChannelKind::prach, ChannelKind::srs};
constexpr std::array<std::string_view, 2> kHeaders{"static", "dynamic"};
constexpr std::array<MulawSign, 2> kSigns{MulawSign::twos_complement, MulawSign::sign_magnitude};
constexpr std::array<std::string_view, 2> kPrefixes{"normal", "extended"};
constexpr std::array<std::string_view, 5> kSpacings{"15", "30", "60", "120", "240"};
constexpr std::array<std::string_view, 13> kPrachFormats{"0",  "1",  "2",  "3",  "A1", "A2", "A3",
                                                         "B1", "B2", "B3", "B4", "C0", "C2"};

/// Who uses an eAxC id of one direction first, for the fault that names a second one.
struct Use {
  std::size_t carrier;
  ChannelKind kind;
  bool alone;  ///< without C-plane: for nothing else
  unsigned line;
};
using Uses = std::map<std::pair<radio::Direction, radio::Eaxc>, Use>;

bool is_modulation(Method method) {
  return method == Method::modulation || method == Method::modulation_selective ||
         method == Method::modulation_selective_masks;
}

/// The keys `method` and `width`.
Packing read_packing(MapReader& map, const Channel& channel) {
  std::array<std::string_view, 9> methods;
  for (std::size_t i = 0; i < methods.size(); ++i) methods[i] = name_of(static_cast<Method>(i));
  Packing to;
  map.require("method");
  if (const auto method = map.word("method", methods)) {
    to.method = static_cast<Method>(*method);
    if (to.method != Method::none) map.require("width");
    if (is_modulation(to.method) && channel.direction() == radio::Direction::uplink)
      map.fault("method", fmt::format("`{}` exists in downlink only (CUS v17.01 A.5)", name_of(to.method)));
    // Table 7.7.4.2-1 gives modulation compression 1 to 5 bits.
    map.number("width", to.width, {1, is_modulation(to.method) ? 5 : 16});
  } else {
    map.number("width", to.width, {1, 16});
  }
  return to;
}

/// What samples mean beside their packing.
void read_levels(MapReader& map, Compression& to) {
  const auto any = [&](auto&& holds) {
    return holds(to.method, to.width) ||
           std::any_of(to.also.begin(), to.also.end(),
                       [&](const Packing& other) { return holds(other.method, other.width); });
  };
  // fs-offset has eight bits in the M-plane; above 60 no format has a full scale left.
  map.number("fs_offset", to.fs_offset, {0, 60});
  const auto too_far = [&](Method method, std::uint8_t width) {
    const auto most = radio::full_scale_log2(static_cast<unsigned>(method), width);
    return most && to.fs_offset > *most;
  };
  if (any(too_far))
    map.fault(
        "fs_offset",
        fmt::format("{} takes full scale below the smallest sample (CUS v17.01 8.1.3.1: at most 2 x width - "
                    "2 without compression, 2 x width + 28 with BFP)",
                    to.fs_offset));
  if (!map.has("mulaw_sign")) return;
  const std::array<std::string_view, 2> words{name_of(kSigns[0]), name_of(kSigns[1])};
  if (const auto sign = map.word("mulaw_sign", words)) to.mulaw_sign = kSigns[*sign];
  if (!any([](Method method, std::uint8_t /*width*/) { return method == Method::mu_law; }))
    map.fault("mulaw_sign", "only codes of `mu_law` have one");
}

void read_compression(const YamlNode& node, Channel& channel, std::string_view place, Faults& faults) {
  MapReader map{node, fmt::format("compression of {}", place), faults};
  Compression& to = channel.compression;
  const Packing first = read_packing(map, channel);
  to.method = first.method;
  to.width = first.width;
  if (const auto header = map.word("header", kHeaders)) to.dynamic = *header == 1;
  map.flag("ud_comp_len", to.ud_comp_len);
  if (map.has("also")) {
    for (const YamlNode& item : map.list("also")) {
      MapReader other{item, fmt::format("also of compression of {}", place), faults};
      to.also.push_back(read_packing(other, channel));
      other.finish();
    }
    if (!to.dynamic) map.fault("also", "a static header cannot tell them apart (header: dynamic)");
  }
  read_levels(map, to);
  map.finish();
}

/// The numbers of the list `key`; a single number counts as a list of one. Each may be there once.
template <class T>
std::vector<T> read_numbers(MapReader& map, std::string_view key, Range range) {
  const YamlNode* node = map.find(key);
  if (!node) return {};
  const std::span<const YamlNode> items =
      node->kind == YamlNode::Kind::scalar ? std::span{node, 1} : map.list(key);
  std::vector<T> numbers;
  std::set<std::int64_t> seen;
  for (const YamlNode& item : items) {
    const auto value = read_integer(item, quoted(key), range, map.faults());
    if (!value) continue;
    if (seen.insert(*value).second)
      numbers.push_back(static_cast<T>(*value));
    else
      map.faults().add(item.line, fmt::format("{}: {} is there twice", quoted(key), *value));
  }
  return numbers;
}

void read_uplink_slots(MapReader& map, const Carrier& carrier, std::vector<std::uint16_t>& slots) {
  map.require("slots");
  slots = read_numbers<std::uint16_t>(map, "slots", {0, carrier.numerology.slots_per_frame() - 1});
  for (const std::uint16_t slot : slots)
    if (carrier.symbols(radio::Direction::uplink, slot).count == 0)
      map.fault("slots", fmt::format("slot {} has no uplink symbols by the TDD pattern", slot));
}

/// Frames in which a pattern holds.
void read_frames(MapReader& map, std::uint8_t& period, std::uint8_t& offset) {
  // 3GPP TS 38.211 Tables 6.3.3.2-2 to -4: x is a power of two up to 16, y below it.
  map.number("period_frames", period, {1, 16});
  if ((period & (period - 1)) != 0) map.fault("period_frames", "not one of 1, 2, 4, 8, 16");
  map.number("offset_frames", offset, {0, period - 1});
}

/// The pattern of SRS without C-plane; with it there is none.
void read_srs(MapReader& map, const Carrier& carrier, Channel& channel) {
  if (!channel.without_cplane) return;
  SrsPattern srs;
  read_uplink_slots(map, carrier, srs.slots);
  read_frames(map, srs.period_frames, srs.offset_frames);
  const unsigned symbols = carrier.numerology.symbols_per_slot();
  srs.start_symbol = static_cast<std::uint8_t>(symbols - 1);
  map.number("start_symbol", srs.start_symbol, {0, symbols - 1});
  map.number("symbols", srs.symbols, {1, symbols - srs.start_symbol});
  for (const std::uint16_t slot : srs.slots) {
    const SymbolSpan uplink = carrier.symbols(radio::Direction::uplink, slot);
    if (srs.start_symbol < uplink.first || srs.start_symbol + srs.symbols > uplink.first + uplink.count)
      map.fault("start_symbol",
                fmt::format("these symbols of slot {} are not uplink by the TDD pattern", slot));
  }
  channel.srs = std::move(srs);
}

/// The keys of a PRACH channel beside eaxc and compression. None of them: occasions are not known.
void read_prach(MapReader& map, const Carrier& carrier, Channel& channel) {
  constexpr std::array<std::string_view, 7> kKeys{
      "format", "slots", "period_frames", "offset_frames", "start_symbol", "frequency_offset", "prbs"};
  const bool any =
      std::any_of(kKeys.begin(), kKeys.end(), [&](std::string_view key) { return map.has(key); });
  if (!any) {
    for (const std::string_view key : kKeys) map.find(key);
    return;
  }
  Prach prach;
  map.require("format");
  if (const auto format = map.word("format", kPrachFormats)) prach.format = kPrachFormats[*format];
  read_uplink_slots(map, carrier, prach.slots);
  read_frames(map, prach.period_frames, prach.offset_frames);
  if (map.has("start_symbol")) {
    prach.start_symbols =
        read_numbers<std::uint8_t>(map, "start_symbol", {0, carrier.numerology.symbols_per_slot() - 1});
    std::sort(prach.start_symbols.begin(), prach.start_symbols.end());
    if (prach.start_symbols.empty()) prach.start_symbols = {0};
  }
  map.number("frequency_offset", prach.frequency_offset, {-8'388'608, 8'388'607});  // 24 bits, CUS 7.5.3.11
  map.number("prbs", prach.prbs, {1, 255});                                         // 8 bits, CUS 7.5.3.6
  channel.prach = prach;
}

void note_use(MapReader& map, const Channel& channel, std::size_t carrier, Uses& uses) {
  for (const radio::Eaxc eaxc : channel.eaxc) {
    const Use mine{carrier, channel.kind, channel.without_cplane, map.line_of("eaxc")};
    const auto [at, first] = uses.try_emplace({channel.direction(), eaxc}, mine);
    const Use& theirs = at->second;
    if (first) continue;
    if (mine.alone || theirs.alone) {
      map.fault("eaxc",
                fmt::format("0x{:04x} is also the {} of line {}: without C-plane an id serves nothing else",
                            eaxc.value, name_of(theirs.kind), theirs.line));
      continue;
    }
    if (theirs.carrier == carrier && theirs.kind != channel.kind) continue;
    map.fault(
        "eaxc",
        fmt::format("0x{:04x} is already the {} of line {}{}", eaxc.value, name_of(theirs.kind), theirs.line,
                    theirs.carrier == carrier ? " (name it once)"
                                              : " in another carrier (an id means one carrier a direction)"));
  }
}

void read_channel(const YamlNode& node, ChannelKind kind, std::size_t index, Carrier& carrier, Uses& uses,
                  Faults& faults) {
  const std::string place = fmt::format("{} of carrier {}", name_of(kind), quoted(carrier.name));
  MapReader map{node, place, faults};
  Channel channel;
  channel.kind = kind;
  map.require("eaxc");
  for (const std::uint16_t id : read_numbers<std::uint16_t>(map, "eaxc", {0, 0xFFFF}))
    channel.eaxc.push_back({id});
  if (const YamlNode* compression = map.require("compression"))
    read_compression(*compression, channel, place, faults);
  if (kind == ChannelKind::prach || kind == ChannelKind::srs)
    map.flag("without_cplane", channel.without_cplane);
  if (kind == ChannelKind::prach) read_prach(map, carrier, channel);
  read_beams(map, place, channel);
  if (kind == ChannelKind::prach && channel.without_cplane) map.require("format");
  if (kind == ChannelKind::srs) read_srs(map, carrier, channel);
  map.finish();
  note_use(map, channel, index, uses);
  carrier.channels.push_back(std::move(channel));
}

void read_channels(const YamlNode& node, std::size_t index, Carrier& carrier, Uses& uses, Faults& faults) {
  MapReader map{node, fmt::format("channels of carrier {}", quoted(carrier.name)), faults};
  for (const ChannelKind kind : kKinds) {
    const YamlNode* found = map.find(name_of(kind));
    if (!found) continue;
    const bool several = found->kind == YamlNode::Kind::list;
    for (const YamlNode& item : several ? map.list(name_of(kind)) : std::span{found, 1})
      read_channel(item, kind, index, carrier, uses, faults);
  }
  map.finish();
}

void check_pattern(MapReader& map, const Carrier& carrier) {
  const std::string& slots = carrier.tdd.slots;
  const unsigned frame = carrier.numerology.slots_per_frame();
  if (slots.find_first_not_of("DUSF") != std::string::npos)
    map.fault("slots", "one letter a slot: D downlink, U uplink, S special, F both");
  if (frame % slots.size() != 0)
    map.fault(
        "slots",
        fmt::format(
            "{} slots do not repeat evenly in a frame of {} slots (write one period, or the whole frame)",
            slots.size(), frame));
}

void read_tdd(const YamlNode& node, Carrier& carrier, Faults& faults) {
  if (node.kind == YamlNode::Kind::scalar) {
    if (node.text != "fdd")
      faults.add(node.line, fmt::format("`tdd` of carrier {}: expected `fdd` or {{slots: ...}}, got {}",
                                        quoted(carrier.name), quoted(node.text)));
    return;
  }
  MapReader map{node, fmt::format("tdd of carrier {}", quoted(carrier.name)), faults};
  const unsigned symbols = carrier.numerology.symbols_per_slot();
  TddPattern tdd;
  map.require("slots");
  const bool readable = map.text("slots", tdd.slots);
  const bool special = tdd.slots.find('S') != std::string::npos;
  for (const auto& [key, value] : {std::pair{"special_dl_symbols", &tdd.special_dl_symbols},
                                   std::pair{"special_ul_symbols", &tdd.special_ul_symbols}}) {
    map.number(key, *value, {0, symbols});
    if (special) map.require(key);
    if (readable && !special && map.has(key)) map.fault(key, "the pattern has no S slot (leave the key out)");
  }
  if (tdd.special_dl_symbols + tdd.special_ul_symbols > static_cast<int>(symbols))
    map.fault("special_ul_symbols", fmt::format("{} downlink and {} uplink symbols do not fit into {}",
                                                tdd.special_dl_symbols, tdd.special_ul_symbols, symbols));
  map.finish();
  if (!readable) return;
  carrier.tdd = tdd;
  check_pattern(map, carrier);
}

void read_carrier(const YamlNode& node, std::size_t index, Link& link, Uses& uses, Faults& faults) {
  Carrier carrier;
  carrier.name = fmt::format("c{}", index);
  MapReader map{node, fmt::format("carriers[{}]", index), faults};
  map.text("name", carrier.name);
  const auto same = [&](const Carrier& other) { return other.name == carrier.name; };
  if (std::any_of(link.carriers.begin(), link.carriers.end(), same))
    map.fault("name", fmt::format("another carrier is called {} too", quoted(carrier.name)));
  map.require("scs_khz");
  const auto mu = map.word("scs_khz", kSpacings);
  // Not known: the one with the most slots, so that nothing is told that another one would make right.
  carrier.numerology.mu = static_cast<std::uint8_t>(mu.value_or(kSpacings.size() - 1));
  if (const auto prefix = map.word("cyclic_prefix", kPrefixes)) carrier.numerology.extended_cp = *prefix == 1;
  if (carrier.numerology.extended_cp && carrier.numerology.mu != 2) {
    if (mu) map.fault("cyclic_prefix", "extended exists at 60 kHz only (3GPP TS 38.211 4.2)");
    carrier.numerology.extended_cp = false;
  }
  if (const auto reference = map.word("slot_reference_scs_khz", kSpacings)) {
    if (*reference >= carrier.numerology.mu)
      carrier.slot_reference_mu = static_cast<std::uint8_t>(*reference);
    else if (mu)
      map.fault("slot_reference_scs_khz",
                fmt::format("below `scs_khz`: slots of {} kHz cannot name those of {} kHz",
                            kSpacings[*reference], kSpacings[*mu]));
  }
  map.require("prbs");
  map.number("prbs", carrier.prbs, {1, 275});  // the most that 3GPP TS 38.331 allows a carrier
  map.number("alpha", carrier.frame_timing.alpha, {0, 12'288'000});
  map.number("beta", carrier.frame_timing.beta, {-32'768, 32'767});
  map.number("n_ta_offset_tc", carrier.n_ta_offset_tc, {0, 65'535});
  if (const YamlNode* tdd = map.find("tdd")) read_tdd(*tdd, carrier, faults);
  if (const YamlNode* channels = map.find("channels")) read_channels(*channels, index, carrier, uses, faults);
  map.finish();
  link.carriers.push_back(std::move(carrier));
}

}  // namespace

void read_carriers(MapReader& top, Link& link) {
  Uses uses;
  for (const YamlNode& node : top.list("carriers"))
    read_carrier(node, link.carriers.size(), link, uses, top.faults());
}

}  // namespace plumbline::profile

// parse_link() and load_link().
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "profile/carrier_yaml.h"
#include "profile/delay_keys.h"
#include "profile/link.h"
#include "profile/yaml_reader.h"

namespace plumbline::profile {
namespace {

constexpr std::int64_t kSecond_ns = 1'000'000'000;
constexpr const char* kRemedy =
    "every key is described in lib/profile/README.md and testvectors/profiles/example_link.yaml";
constexpr std::array<std::string_view, 4> kEpochs{"none", "utc", "tai", "gps"};
constexpr std::array<std::string_view, 2> kPlaces{"o_du", "o_ru"};

std::optional<MacAddress> parse_mac(std::string_view text) {
  MacAddress mac{};
  if (text.size() != 17) return std::nullopt;
  for (std::size_t i = 0; i < mac.size(); ++i) {
    const char* octet = text.data() + 3 * i;
    if (i > 0 && octet[-1] != ':' && octet[-1] != '-') return std::nullopt;
    const auto [end, error] = std::from_chars(octet, octet + 2, mac[i], 16);
    if (error != std::errc{} || end != octet + 2) return std::nullopt;
  }
  return mac;
}

void read_unit(MapReader& top, std::string_view key, std::optional<MacAddress>& mac) {
  const YamlNode* node = top.find(key);
  if (!node) return;
  MapReader map{*node, key, top.faults()};
  std::string text;
  map.require("mac");
  if (map.text("mac", text)) {
    mac = parse_mac(text);
    if (!mac)
      map.fault("mac",
                fmt::format("{} is no MAC address (six octets in hex: 02:00:5e:00:00:01)", quoted(text)));
    else if (((*mac)[0] & 1) != 0)
      map.fault("mac",
                fmt::format("{} is a group address (a unit has an address of its own)", format_mac(*mac)));
    else if (*mac == MacAddress{})
      map.fault("mac", "all zeros (leave the key out when it is not known)");
  }
  map.finish();
}

void read_units(MapReader& top, Link& link) {
  read_unit(top, "o_du", link.o_du_mac);
  read_unit(top, "o_ru", link.o_ru_mac);
  if (link.o_du_mac && link.o_du_mac == link.o_ru_mac)
    top.fault("o_ru", fmt::format("{} is also the address of o_du (line {})", format_mac(*link.o_ru_mac),
                                  top.line_of("o_du")));
}

void read_marking(MapReader& top, Link& link) {
  if (const YamlNode* node = top.find("vlan")) {
    link.vlan_stated = true;
    if (node->kind != YamlNode::Kind::scalar || node->text != "none") {
      if (node->text == "4095")
        top.fault("vlan", "4095 is reserved by IEEE 802.1Q (0..4094, or `none` for untagged frames)");
      else if (top.number_or_none("vlan", link.vlan, {0, 4094}))
        link.vlan_stated = true;
    }
  }
  if (const YamlNode* node = top.find("pcp")) {
    MapReader map{*node, "pcp", top.faults()};
    map.number_or_none("c_plane", link.c_pcp, {0, 7});
    map.number_or_none("u_plane", link.u_pcp, {0, 7});
    map.finish();
  }
  top.number_or_none("mtu", link.mtu, {64, 65'535});
  top.number_or_none("udp_port", link.udp_port, {1, 65'535});
}

void read_eaxc_bits(MapReader& top, EaxcBits& bits) {
  const YamlNode* node = top.find("eaxc_bits");
  if (!node) return;
  MapReader map{*node, "eaxc_bits", top.faults()};
  bool whole = true;
  for (const auto& [key, value] :
       {std::pair{"du_port", &bits.du_port}, std::pair{"band_sector", &bits.band_sector},
        std::pair{"cc", &bits.cc}, std::pair{"ru_port", &bits.ru_port}}) {
    map.require(key);
    whole = map.number(key, *value, {0, 16}) && whole;
  }
  const int sum = bits.du_port + bits.band_sector + bits.cc + bits.ru_port;
  if (whole && sum > 16)
    top.fault("eaxc_bits",
              fmt::format("{} bits do not fit into an eAxC id of 16 (CUS v17.01 5.1.3.2.7)", sum));
  map.finish();
}

void read_habits(MapReader& top, Link& link) {
  top.flag_or_none("concatenation", link.concatenation);
  top.flag("eaxc_joined", link.eaxc_joined);
  const YamlNode* node = top.find("sequence");
  if (!node) return;
  MapReader map{*node, "sequence", top.faults()};
  map.flag("checked", link.sequence_checked);
  map.flag("shared_per_eaxc", link.sequence_shared_per_eaxc);
  map.finish();
}

void read_time(MapReader& top, TimeBase& time) {
  const YamlNode* node = top.find("time");
  if (!node) return;
  MapReader map{*node, "time", top.faults()};
  map.require("epoch");
  if (const auto epoch = map.word("epoch", kEpochs)) time.epoch = static_cast<Epoch>(*epoch);
  map.number("leap_seconds", time.leap_seconds, {0, 255});
  if (const auto ns = map.duration("timestamp_accuracy", {0, kSecond_ns})) time.timestamp_accuracy_ns = *ns;
  // About 31 years either way: enough to move one epoch onto another.
  if (const auto ns = map.duration("offset", {-kSecond_ns * kSecond_ns, kSecond_ns * kSecond_ns}))
    time.offset_ns = *ns;
  map.finish();
}

void read_delays(MapReader& top, Delays& delays) {
  const YamlNode* node = top.find("delays");
  if (!node) return;
  MapReader map{*node, "delays", top.faults()};
  for (const DelayKey& key : kDelayKeys) {
    const auto max = map.duration(key.max, {0, kSecond_ns});
    const auto min = map.duration(key.min, {0, kSecond_ns});
    const auto given = [&](const char* stem) {
      return map.has(fmt::format("{}_us", stem)) ? fmt::format("{}_us", stem) : fmt::format("{}_ns", stem);
    };
    const bool has_max = map.has(given(key.max));
    const bool has_min = map.has(given(key.min));
    if (has_max != has_min)
      map.fault(given(has_max ? key.max : key.min),
                fmt::format("the other edge `{}_us` is missing (a window needs both)",
                            has_max ? key.min : key.max));
    if (!max || !min) continue;
    if (*min > *max)
      map.fault(given(key.min),
                fmt::format("above `{}`, so the window is empty (swap them?)", given(key.max)));
    delays.*key.window = Delay{*min, *max};
  }
  delays.tcp_adv_dl_ns = map.duration("tcp_adv_dl", {0, kSecond_ns});
  map.finish();
}

void read_taps(MapReader& top, std::vector<Tap>& taps) {
  for (const YamlNode& node : top.list("taps")) {
    MapReader map{node, fmt::format("taps[{}]", taps.size()), top.faults()};
    Tap tap;
    map.text("interface", tap.interface);
    const auto same = [&](const Tap& other) { return other.interface == tap.interface; };
    if (std::any_of(taps.begin(), taps.end(), same))
      map.fault("interface", "another tap is on the same interface (one place an interface)");
    map.require("place");
    if (const auto place = map.word("place", kPlaces)) tap.place = static_cast<TapPlace>(*place);
    if (const auto ns = map.duration("to_place", {0, kSecond_ns})) tap.to_place_ns = *ns;
    map.finish();
    taps.push_back(std::move(tap));
  }
}

}  // namespace

Result<Link, Error> parse_link(std::string_view yaml, std::string_view name) {
  const auto tree = parse_yaml(yaml);
  if (!tree) return fail(fmt::format("{}:{}: {}", name, tree.error().line, tree.error().what), kRemedy);
  Faults faults{name};
  MapReader top{*tree, "", faults};
  Link link;
  if (!read_format(top, "link")) return fail(faults.text(), kRemedy);
  top.text("name", link.name);
  read_units(top, link);
  read_marking(top, link);
  read_eaxc_bits(top, link.eaxc_bits);
  read_habits(top, link);
  read_time(top, link.time);
  read_carriers(top, link);
  read_delays(top, link.delays);
  read_taps(top, link.taps);
  top.finish();
  if (!faults.empty()) return fail(faults.text(), kRemedy);
  return link;
}

Result<Link, Error> load_link(const std::string& path) {
  const auto text = read_yaml_file(path, "the link file");
  if (!text) return tl::unexpected(text.error());
  return parse_link(*text, path);
}

}  // namespace plumbline::profile

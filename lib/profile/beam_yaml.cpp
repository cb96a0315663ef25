#include "profile/beam_yaml.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace plumbline::profile {
namespace {

constexpr std::array kCouplings{Coupling::section_id, Coupling::frequency_and_time, Coupling::priorities,
                                Coupling::priorities_optimized};
constexpr std::array kMethods{Method::none, Method::bfp, Method::block_scaling, Method::mu_law};
constexpr std::array kSchemes{PrecodingScheme::large_delay_cdd, PrecodingScheme::transmit_diversity};

template <std::size_t n, class Value>
std::array<std::string_view, n> words_of(const std::array<Value, n>& values) {
  std::array<std::string_view, n> words;
  std::transform(values.begin(), values.end(), words.begin(), [](Value value) { return name_of(value); });
  return words;
}

/// The keys `method` and `width`: the code of bfwIqWidth and ciIqWidth ends at 16.
void read_packing(MapReader& map, Packing& to) {
  map.require("method");
  if (const auto method = map.word("method", words_of(kMethods))) {
    to.method = kMethods[*method];
    if (to.method != Method::none) map.require("width");
  }
  map.number("width", to.width, {1, 16});
}

void read_coupling(MapReader& map, Channel& channel) {
  if (const auto coupling = map.word("coupling", words_of(kCouplings)))
    channel.coupling = kCouplings[*coupling];
  if (channel.kind == ChannelKind::prach && channel.coupling != Coupling::section_id)
    map.fault("coupling", "section type 3 is coupled by section_id (CUS v17.01 7.8.1.3)");
  const bool optimized = channel.coupling == Coupling::priorities_optimized;
  if (optimized) map.require("highest_priority_sections");
  const bool stated = map.number("highest_priority_sections", channel.highest_priority_sections, {1, 4094});
  if (stated && !optimized)
    map.fault("highest_priority_sections", "only coupling `priorities_optimized` has them");
}

void read_weights(const YamlNode& node, std::string_view place, Channel& channel, Faults& faults) {
  MapReader map{node, fmt::format("weights of {}", place), faults};
  BeamWeights weights;
  constexpr std::array<std::string_view, 2> kExtensions{"1", "11"};
  map.require("extension");
  if (const auto extension = map.word("extension", kExtensions)) weights.extension = *extension == 0 ? 1 : 11;
  read_packing(map, weights.packing);
  map.require("count");
  map.number("count", weights.count, {1, 1024});
  if (weights.extension == 11) map.require("bundle_prbs");
  const bool stated = map.number("bundle_prbs", weights.bundle_prbs, {1, 255});
  if (stated && weights.extension != 11) map.fault("bundle_prbs", "only extension 11 has bundles");
  map.finish();
  channel.weights = weights;
}

void read_channel_information(const YamlNode& node, std::string_view place, Channel& channel,
                              Faults& faults) {
  MapReader map{node, fmt::format("channel_information of {}", place), faults};
  ChannelInformation information;
  read_packing(map, information.packing);
  map.require("antennas");
  map.number("antennas", information.antennas, {1, 1024});
  map.flag("aligned", information.aligned);
  map.finish();
  channel.channel_information = information;
}

void read_lte_precoding(const YamlNode& node, std::string_view place, Channel& channel, Faults& faults) {
  MapReader map{node, fmt::format("lte_precoding of {}", place), faults};
  LtePrecoding precoding;
  map.require("scheme");
  if (const auto scheme = map.word("scheme", words_of(kSchemes))) precoding.scheme = kSchemes[*scheme];
  constexpr std::array<std::string_view, 2> kPorts{"2", "4"};
  map.require("ports");
  if (const auto ports = map.word("ports", kPorts)) precoding.ports = *ports == 0 ? 2 : 4;
  map.finish();
  const bool layers = precoding.scheme == PrecodingScheme::large_delay_cdd;
  if (layers && (channel.eaxc.size() < 2 || channel.eaxc.size() > precoding.ports))
    map.fault("scheme", fmt::format("large_delay_cdd has 2 to {} layers, each with an eaxc of its own",
                                    precoding.ports));
  channel.lte_precoding = precoding;
}

std::string packing_text(const Packing& packing) {
  return fmt::format("method: {}, width: {}", name_of(packing.method), packing.width);
}

}  // namespace

void read_beams(MapReader& map, std::string_view place, Channel& channel) {
  read_coupling(map, channel);
  Faults& faults = map.faults();
  if (const YamlNode* node = map.find("weights")) read_weights(*node, place, channel, faults);
  if (const YamlNode* node = map.find("channel_information"))
    read_channel_information(*node, place, channel, faults);
  if (const YamlNode* node = map.find("lte_precoding")) read_lte_precoding(*node, place, channel, faults);
  const bool data = channel.kind == ChannelKind::pdsch || channel.kind == ChannelKind::pusch;
  if (channel.weights && !data) map.fault("weights", "only pdsch and pusch may have them");
  if (channel.channel_information && !data)
    map.fault("channel_information", "only pdsch and pusch may have it");
  if (channel.lte_precoding && channel.kind != ChannelKind::pdsch)
    map.fault("lte_precoding", "only pdsch may have it (CUS v17.01 7.7.3)");
  if (channel.weights && channel.channel_information)
    map.fault("channel_information", "a section names a beam or a UE: leave `weights` out");
  if (channel.lte_precoding && (channel.weights || channel.channel_information))
    map.fault("lte_precoding", "the beams of its antenna ports are not those of `weights` and UEs");
}

std::string print_beams(const Channel& channel, std::string_view indent) {
  std::string text;
  const auto line = [&](const std::string& what) {
    fmt::format_to(std::back_inserter(text), "{}{}\n", indent, what);
  };
  if (channel.coupling != Coupling::section_id) line(fmt::format("coupling: {}", name_of(channel.coupling)));
  if (channel.highest_priority_sections != 0)
    line(fmt::format("highest_priority_sections: {}  # whose sectionIds are below this",
                     channel.highest_priority_sections));
  if (const auto& weights = channel.weights) {
    const std::string bundle =
        weights->extension == 11 ? fmt::format(", bundle_prbs: {}", weights->bundle_prbs) : std::string{};
    line(fmt::format("weights: {{extension: {}, {}, count: {}{}}}", weights->extension,
                     packing_text(weights->packing), weights->count, bundle));
  }
  if (const auto& information = channel.channel_information)
    line(fmt::format("channel_information: {{{}, antennas: {}, aligned: {}}}",
                     packing_text(information->packing), information->antennas, information->aligned));
  if (const auto& precoding = channel.lte_precoding)
    line(fmt::format("lte_precoding: {{scheme: {}, ports: {}}}", name_of(precoding->scheme),
                     precoding->ports));
  return text;
}

}  // namespace plumbline::profile

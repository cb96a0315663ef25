// FH-CPL-020: LTE precoding by the O-RU.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "suite/case.h"
#include "wire/cplane/extensions.h"

namespace plumbline::suite::cpl_020 {

inline constexpr unsigned kDiversity = 15;  ///< layerId of transmit diversity
inline constexpr unsigned kMostLayers = 4;  ///< numLayers is one less
inline constexpr unsigned kLastCrsSymbol = 13;

/// What was found in all sections that are to be precoded.
struct Found {
  std::uint64_t sections = 0;
  Tally missing, codebook, layers, scheme, crs, ports, moved;
};

/// A section of a channel that the O-RU precodes.
struct Seen {
  const SeenCplane& section;
  const profile::Channel& channel;
  const wire::Extension3& extension;
  std::uint16_t words;
};

/// layerId and numLayers by the scheme. Transmit diversity has as many layers as ports (3GPP TS 36.211
/// 6.3.3.3), or counts its one stream; its layerId is 15, in Table 8.3.4-1 of CUS v17.01 it is 0.
inline bool has_sound_layers(const profile::LtePrecoding& precoding, const wire::Extension3& extension) {
  const unsigned layers = extension.num_layers + 1u;
  if (precoding.scheme == profile::PrecodingScheme::transmit_diversity)
    return (extension.layer_id == kDiversity || extension.layer_id == 0) &&
           (layers == 1 || layers == precoding.ports);
  return layers >= 2 && layers <= std::min<unsigned>(precoding.ports, kMostLayers) &&
         extension.layer_id < layers;
}

/// extLen is that of the antenna ports, and only what forms a beam names one (CUS v17.01 7.7.3.1).
inline bool has_sound_ports(const profile::LtePrecoding& precoding, const Seen& seen) {
  if (!seen.extension.first_layer()) return seen.words == 1 && seen.section.section.beam_id == 0;
  return seen.words == (precoding.ports == 4 ? 4 : 3) && seen.extension.four_ports == (precoding.ports == 4);
}

/// Which eAxC id had which layer in a slot.
class Layers {
 public:
  /// False: the id had another layer in this slot, or the layer another id.
  bool keeps(const Seen& seen) {
    const Place& place = seen.section.place;
    const AirTime slot = seen.section.time().slot();
    const auto [of_id, new_id] = layer_of_.try_emplace({slot, place.eaxc.value}, seen.extension.layer_id);
    if (!new_id && of_id->second != seen.extension.layer_id) return false;
    if (seen.extension.layer_id == kDiversity) return true;
    const auto [of_layer, new_layer] =
        id_of_.try_emplace({slot, {&seen.channel, seen.extension.layer_id}}, place.eaxc.value);
    return new_layer || of_layer->second == place.eaxc.value;
  }

 private:
  std::map<std::pair<AirTime, std::uint16_t>, std::uint8_t> layer_of_;
  std::map<std::pair<AirTime, std::pair<const profile::Channel*, std::uint8_t>>, std::uint16_t> id_of_;
};

/// Holds one SE 3 against the scheme of its channel.
inline void look(const Seen& seen, Layers& layers, Found& found) {
  const profile::LtePrecoding& precoding = *seen.channel.lte_precoding;
  const wire::Extension3& extension = seen.extension;
  const std::uint64_t packet = seen.section.place.packet;
  const bool diversity = precoding.scheme == profile::PrecodingScheme::transmit_diversity;
  if (extension.codebook_index != 0) found.codebook.note(packet);
  if (!has_sound_layers(precoding, extension)) found.layers.note(packet);
  if (!has_sound_ports(precoding, seen)) found.ports.note(packet);
  if (extension.first_layer()) {
    if (extension.tx_scheme != (diversity ? 2 : 0)) found.scheme.note(packet);
    if (extension.crs_sym_num > kLastCrsSymbol) found.crs.note(packet);
  }
  if (!diversity && !layers.keeps(seen)) found.moved.note(packet);
}

inline std::string not_applicable(const Setup& setup) {
  for (const profile::Carrier& carrier : setup.link.carriers)
    for (const profile::Channel& channel : carrier.channels)
      if (channel.lte_precoding) return {};
  return "link carriers.channels.lte_precoding";
}

inline void judge(const Setup& setup, const Stimulus& /*sent*/, const Observed& observed,
                  Judgement& judgement) {
  Found found;
  Layers layers;
  const wire::CplaneParameters parameters;
  for (const SeenCplane& seen : observed.cplane) {
    profile::Endpoint endpoint{};
    const bool data = seen.header.section_type == 1 || seen.header.section_type == 3;
    if (!seen.place.from_o_du || !data || seen.section.re_mask == 0 ||
        seen.header.direction != radio::Direction::downlink ||
        profile::find_endpoints(setup.link, seen.place.eaxc, seen.header.direction, &endpoint, 1) == 0 ||
        !endpoint.channel->lte_precoding)
      continue;
    ++found.sections;
    if ((seen.extensions >> wire::Extension3::kType & 1) == 0) {
      found.missing.note(seen.place.packet);
      continue;
    }
    const wire::SectionContext context{.parameters = parameters, .section = seen.section};
    wire::ExtensionWalk walk{observed.extensions_of(seen)};
    for (wire::Extension extension; walk.next(extension);) {
      wire::Extension3 body;
      if (extension.type != wire::Extension3::kType) continue;
      if (wire::decode_extension_body(extension, context, body) == wire::LayoutEnd::complete)
        look({seen, *endpoint.channel, body, extension.words}, layers, found);
      else
        found.ports.note(seen.place.packet);
    }
  }
  const auto none = [&](std::string_view name, const Tally& wrong) {
    if (found.sections == 0) return judgement.not_applicable(name);
    judgement.never(name, wrong, record::UNIT_SECTIONS);
  };
  none("present", found.missing);
  none("codebook", found.codebook);
  none("layers", found.layers);
  none("scheme", found.scheme);
  none("crs", found.crs);
  none("ports", found.ports);
  none("static", found.moved);
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CONF.0", "v12.00", "3.2.3.7.5", "LTE with precoding, transmit diversity", Relation::part},
    {"O-RAN.WG4.TS.CONF.0", "v12.00", "3.2.3.7.6", "LTE with precoding, spatial multiplexing",
     Relation::part},
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "7.7.3", "section extension 3", Relation::part},
};
inline constexpr std::string_view kRules[] = {"CUS-EXT-002", "CUS-EXT-003", "CUS-EXT-006"};
inline constexpr CriterionInfo kCriteria[] = {
    {"present", "every section that is to be precoded comes with SE 3", "O-RAN.WG4.TS.CUS.0 v17.01 7.7.3.1"},
    {"codebook", "codebookIndex is 0", "O-RAN.WG4.TS.CUS.0 v17.01 7.7.3.2"},
    {"layers", "layerId and numLayers are those of the scheme and the antenna ports",
     "O-RAN.WG4.TS.CUS.0 v17.01 7.7.3.3, 7.7.3.5"},
    {"scheme", "txScheme is that of the link", "O-RAN.WG4.TS.CUS.0 v17.01 7.7.3.4"},
    {"crs", "crsSymNum is a symbol, 0 to 13", "O-RAN.WG4.TS.CUS.0 v17.01 7.7.3.7"},
    {"ports", "the first layer names the beams of as many ports as there are, others none",
     "O-RAN.WG4.TS.CUS.0 v17.01 7.7.3.1"},
    {"static", "within a slot a layer keeps its eAxC, and an eAxC its layer",
     "O-RAN.WG4.TS.CUS.0 v17.01 7.7.3.1"},
};

inline constexpr Case kCase{
    .id = "FH-CPL-020",
    .title = "LTE precoding",
    .purpose = "What the O-RU has to precode is told layer by layer as the scheme asks.",
    .duts = kODu,
    .kind = Kind::emulation,
    .references = kReferences,
    .remains = "the precoded signal on air; whether CRS lie where crsReMask and crsShift say",
    .rules = kRules,
    .criteria = kCriteria,
    .not_applicable = not_applicable,
    .judge = judge,
};

}  // namespace plumbline::suite::cpl_020

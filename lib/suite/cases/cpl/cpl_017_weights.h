// FH-CPL-017: beamforming weights in real time.
#pragma once

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "iq/weights.h"
#include "suite/case.h"
#include "wire/cplane/extensions.h"

namespace plumbline::suite::cpl_017 {

using Vector = std::vector<std::int32_t>;

/// A vector as it was sent.
struct Sent {
  std::uint16_t beam = 0;
  wire::BfwCompParam param;
  wire::Numbers numbers;
};

/// What was found in all extensions of weights.
struct Found {
  std::uint64_t extensions = 0, vectors = 0, citing = 0;
  Tally unreadable, other_format, wrong_param, wrong_bundles, not_loaded, changed, loaded_later;
  std::map<const profile::Channel*, std::set<Vector>> distinct{};
};

/// Octets behind the weights are zeros, fewer than four.
inline bool is_padding(const wire::View& rest) {
  return rest.length < 4 && rest.captured == rest.length &&
         std::all_of(rest.data, rest.data + rest.captured, [](std::uint8_t octet) { return octet == 0; });
}

/// bfwCompParam is one that its method has (CUS v17.01 7.7.1.3, Annex A): reserved bits are 0, mu-law says
/// the width again, and block scaling scales by something.
inline bool is_sound(const profile::Packing& packing, const wire::BfwCompParam& param) {
  switch (packing.method) {
    case profile::Method::bfp:
      return param.reserved == 0;
    case profile::Method::block_scaling:
      return param.block_scaler != 0;
    case profile::Method::mu_law:
      return param.comp_bit_width == (packing.width & 15);
    default:
      return true;
  }
}

/// The numbers of a vector; empty: it does not decompress.
inline Vector expand(const profile::Packing& packing, const Sent& sent) {
  std::vector<std::uint8_t> octets;
  if (packing.method == profile::Method::block_scaling) octets.push_back(sent.param.block_scaler);
  if (packing.method == profile::Method::bfp) octets.push_back(sent.param.exponent);
  if (packing.method == profile::Method::mu_law)
    octets.push_back(static_cast<std::uint8_t>(sent.param.comp_bit_width << 4 | sent.param.comp_shift));
  octets.insert(octets.end(), sent.numbers.octets.begin(), sent.numbers.octets.end());
  Vector numbers(sent.numbers.size());
  const iq::WeightFormat format{static_cast<std::uint8_t>(packing.method), packing.width};
  if (!iq::expand_weights(format, octets, numbers)) numbers.clear();
  return numbers;
}

/// Follows the beams of the link: what each was told last, and in which slot.
class Follower {
 public:
  explicit Follower(const Setup& setup) : link_{&setup.link} {}

  void see(const Observed& observed, const SeenCplane& seen) {
    profile::Endpoint endpoint{};
    if (!seen.place.from_o_du || seen.header.section_type != 1 ||
        profile::find_endpoints(*link_, seen.place.eaxc, seen.header.direction, &endpoint, 1) == 0 ||
        !endpoint.channel->weights)
      return;
    channel_ = endpoint.channel;
    const profile::BeamWeights& weights = *channel_->weights;
    wire::Section section = seen.section;
    section.extensions = observed.extensions_of(seen);
    const wire::CplaneParameters parameters{.weights = weights.count, .carrier_prbs = endpoint.carrier->prbs};
    const wire::SectionContext context = wire::context_of(section, seen.header.section_type, parameters);
    bool told = false;
    wire::ExtensionWalk walk{section.extensions};
    for (wire::Extension extension; walk.next(extension);) {
      if (extension.type != 1 && extension.type != 11) continue;
      ++found_.extensions;
      told = true;
      extension.type == 1 ? see_one(seen, weights, extension, context)
                          : see_bundles(seen, weights, extension, context);
    }
    if (!told && section.beam_id != 0) cite(seen, section.beam_id);
  }
  /// What was found, when everything was seen.
  const Found& finish() {
    for (const auto& [beam, packet] : early_)
      (beams_.contains(beam) ? found_.loaded_later : found_.not_loaded).note(packet);
    return found_;
  }

 private:
  struct Beam {
    Vector vector;
    AirTime slot;
  };
  struct Sink : wire::NullLayoutSink {
    std::vector<wire::Extension11::Bundle> bundles;
    void item(const wire::Extension11::Bundle& bundle) { bundles.push_back(bundle); }
  };

  /// False: not as it was declared.
  bool check_format(const SeenCplane& seen, const profile::BeamWeights& weights,
                    const wire::BfwCompHdr& header, unsigned extension) {
    if (header.method == static_cast<unsigned>(weights.packing.method) &&
        header.width() == weights.packing.width && extension == weights.extension)
      return true;
    found_.other_format.note(seen.place.packet);
    return false;
  }

  void see_one(const SeenCplane& seen, const profile::BeamWeights& weights, const wire::Extension& extension,
               const wire::SectionContext& context) {
    wire::Extension1 body;
    wire::NullLayoutSink sink;
    const auto reader = wire::read_extension(extension, context, body, sink);
    if (!check_format(seen, weights, body.comp_hdr, 1)) return;
    if (reader.end() != wire::LayoutEnd::complete || !is_padding(reader.rest()))
      return found_.unreadable.note(seen.place.packet);
    load(seen, weights, {seen.section.beam_id, body.param, body.weights.iq});
  }

  void see_bundles(const SeenCplane& seen, const profile::BeamWeights& weights,
                   const wire::Extension& extension, const wire::SectionContext& context) {
    wire::Extension11 body;
    Sink sink;
    const auto reader = wire::read_extension(extension, context, body, sink);
    if (!body.disable_bfws && !check_format(seen, weights, body.comp_hdr, 11)) return;
    if (body.num_bund_prb != weights.bundle_prbs || body.bundle_offset != 0 ||
        (!sink.bundles.empty() && sink.bundles.back().cont_ind))
      return found_.wrong_bundles.note(seen.place.packet);
    if (reader.end() != wire::LayoutEnd::complete || !is_padding(reader.rest()))
      return found_.unreadable.note(seen.place.packet);
    for (const wire::Extension11::Bundle& bundle : sink.bundles)
      body.disable_bfws ? cite(seen, bundle.beam_id)
                        : load(seen, weights, {bundle.beam_id, bundle.param, bundle.weights.iq});
  }

  void load(const SeenCplane& seen, const profile::BeamWeights& weights, const Sent& sent) {
    ++found_.vectors;
    Vector vector = expand(weights.packing, sent);
    if (!is_sound(weights.packing, sent.param) || vector.empty())
      return found_.wrong_param.note(seen.place.packet);
    const AirTime slot = seen.time().slot();
    const auto [at, fresh] = beams_.try_emplace(sent.beam, Beam{vector, slot});
    if (!fresh && at->second.slot == slot && at->second.vector != vector)
      found_.changed.note(seen.place.packet);
    at->second = {vector, slot};
    found_.distinct[channel_].insert(std::move(vector));
  }

  /// A beam is named that must have weights.
  void cite(const SeenCplane& seen, std::uint16_t beam) {
    ++found_.citing;
    if (!beams_.contains(beam)) early_.try_emplace(beam, seen.place.packet);
  }

  const profile::Link* link_;
  const profile::Channel* channel_ = nullptr;  ///< of the section at work
  Found found_;
  std::map<std::uint16_t, Beam> beams_;
  std::map<std::uint16_t, std::uint64_t> early_;  ///< named before they had weights; the first packet
};

/// Different vectors of the channel that had the fewest.
inline std::int64_t least_distinct(const Setup& setup, const Found& found) {
  std::size_t least = std::numeric_limits<std::size_t>::max();
  for (const profile::Carrier& carrier : setup.link.carriers)
    for (const profile::Channel& channel : carrier.channels) {
      if (!channel.weights) continue;
      const auto sent = found.distinct.find(&channel);
      least = std::min(least, sent == found.distinct.end() ? 0 : sent->second.size());
    }
  return static_cast<std::int64_t>(least);
}

inline std::string not_applicable(const Setup& setup) {
  for (const profile::Carrier& carrier : setup.link.carriers)
    for (const profile::Channel& channel : carrier.channels)
      if (channel.weights) return {};
  return "link carriers.channels.weights";
}

inline void judge(const Setup& setup, const Stimulus& /*sent*/, const Observed& observed,
                  Judgement& judgement) {
  Follower follower{setup};
  for (const SeenCplane& seen : observed.cplane) follower.see(observed, seen);
  const Found& found = follower.finish();
  const auto none = [&](std::string_view name, const Tally& wrong) {
    if (found.extensions == 0) return judgement.not_applicable(name);
    judgement.never(name, wrong, record::UNIT_SECTIONS);
  };
  none("parsed", found.unreadable);
  none("format", found.other_format);
  none("decompressed", found.wrong_param);
  none("bundles", found.wrong_bundles);
  none("once_a_slot", found.changed);
  // What could not be read says nothing of which vectors there are.
  if ((found.unreadable + found.other_format + found.wrong_param + found.wrong_bundles).count > 0) {
    judgement.not_applicable("distinct");
    return judgement.not_applicable("loaded");
  }
  judgement.holds("distinct", {.expected = 2,
                               .expected_to = INT64_MAX,
                               .observed = least_distinct(setup, found),
                               .unit = record::UNIT_NONE});
  if (found.citing == 0) return judgement.not_applicable("loaded");
  // A unit that was there before the run may have loaded it then.
  if (found.not_loaded.count == 0 && found.loaded_later.count > 0)
    return judgement.inconclusive("loaded", found.loaded_later, record::UNIT_SECTIONS);
  judgement.never("loaded", found.not_loaded, record::UNIT_SECTIONS);
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CONF.0", "v12.00", "3.4.4.2.2", "weight-based beams", Relation::part},
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "7.7.1", "section extension 1", Relation::part},
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "7.7.11", "section extension 11", Relation::part},
};
inline constexpr std::string_view kRules[] = {"CUS-EXT-002", "CUS-EXT-003", "CUS-EXT-006"};
inline constexpr CriterionInfo kCriteria[] = {
    {"parsed", "weights have the octets that their number and format take, then zeros to four octets",
     "O-RAN.WG4.TS.CUS.0 v17.01 7.7.1, 7.7.11"},
    {"format", "extension, bfwCompMeth and bfwIqWidth are those of the link",
     "O-RAN.WG4.TS.CUS.0 v17.01 7.7.1.2"},
    {"decompressed", "bfwCompParam is one of its method, and the vector decompresses",
     "O-RAN.WG4.TS.CUS.0 v17.01 7.7.1.3"},
    {"bundles", "numBundPrb is that of the link, bundleOffset 0, and contInd of the last bundle 0",
     "O-RAN.WG4.TS.CUS.0 v17.01 7.7.11"},
    {"once_a_slot", "the weights of a beamId stay as they are within a slot",
     "O-RAN.WG4.TS.CUS.0 v17.01 12.4.3.1"},
    {"distinct", "each channel with weights has at least two different vectors",
     "O-RAN.WG4.TS.CONF.0 v12.00 3.4.4.2.2"},
    {"loaded", "a beamId without weights (disableBFWs too) was given weights before",
     "O-RAN.WG4.TS.CUS.0 v17.01 7.7.11.7"},
};

inline constexpr Case kCase{
    .id = "FH-CPL-017",
    .title = "beamforming weights",
    .purpose =
        "Weights in real time come in the declared format and number, and beams without them are known.",
    .duts = kODu,
    .kind = Kind::emulation,
    .references = kReferences,
    .remains = "the beams on air and the SSB in them, beamspace compression",
    .rules = kRules,
    .criteria = kCriteria,
    .not_applicable = not_applicable,
    .judge = judge,
};

}  // namespace plumbline::suite::cpl_017

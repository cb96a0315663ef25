#include "emulator/beams.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>

#include "emulator/frame_writer.h"
#include "wire/cplane/prb_runs.h"

namespace plumbline::emulator {
namespace {

using profile::Coupling;

constexpr std::uint32_t kLastBeam = 0x7FFE, kUe = 8;  ///< a UE has eight ids, for its layers (7.5.3.10)
constexpr std::uint32_t kHeader = 8, kSection = 8, kIds = 8;  ///< octets
constexpr std::uint16_t kReferenceRes = 0x924;
constexpr std::size_t kMostExtensionOctets = 255 * 4;
constexpr std::uint32_t kGroupPrbs = 16;  ///< of an RBG
/// REs of a reference signal: in the third and, where there is one, the twelfth symbol.
constexpr unsigned kReferenceSymbol = 2, kNextReferenceSymbol = 11;

std::uint8_t octet(std::uint64_t value) { return static_cast<std::uint8_t>(value); }
std::uint16_t u16(std::uint64_t value) { return static_cast<std::uint16_t>(value); }

constexpr std::uint32_t ceil_div(std::uint32_t a, std::uint32_t b) { return (a + b - 1) / b; }

iq::WeightFormat format_of(const profile::Packing& packing) {
  return {.method = static_cast<std::uint8_t>(packing.method), .width = packing.width};
}

/// Writes an extension of a section behind those that it has. What is put is its body.
class ExtensionWriter {
 public:
  ExtensionWriter(Draft& draft, SectionDraft& section, std::uint8_t type)
      : to_{&draft.extensions}, section_{&section}, long_{wire::has_long_length(type)} {
    if (section.octets == 0)
      section.at = to_->size();
    else
      (*to_)[section.last] = octet((*to_)[section.last] | 0x80u);
    section.last = to_->size();
    put(type, 1);
    put(0, long_ ? 2 : 1);
  }
  /// Ends on four octets, and says extLen.
  ~ExtensionWriter() {
    while ((to_->size() - section_->last) % 4 != 0) to_->push_back(0);
    const std::size_t words = (to_->size() - section_->last) / 4;
    (*to_)[section_->last + 1] = octet(long_ ? words >> 8 : words);
    if (long_) (*to_)[section_->last + 2] = octet(words);
    section_->octets = to_->size() - section_->at;
    section_->section.ef = true;
  }
  ExtensionWriter(const ExtensionWriter&) = delete;
  ExtensionWriter& operator=(const ExtensionWriter&) = delete;

  void put(std::uint64_t value, unsigned octets) {
    for (unsigned i = octets; i > 0; --i) to_->push_back(octet(value >> (8 * (i - 1))));
  }
  void put(Octets octets) { to_->insert(to_->end(), octets.begin(), octets.end()); }

 private:
  std::vector<std::uint8_t>* to_;
  SectionDraft* section_;
  bool long_;
};

/// Octets of an extension of `body` octets behind extLen.
std::uint32_t extension_octets(bool is_long, std::size_t body) {
  return ceil_div(static_cast<std::uint32_t>((is_long ? 3 : 2) + body), 4) * 4;
}

std::uint32_t bundles_of(const profile::BeamWeights& weights, std::uint32_t prbs) {
  return weights.extension == 11 ? ceil_div(prbs, weights.bundle_prbs) : 1;
}

/// The longest extensions that a section of `prbs` PRBs has.
std::uint32_t longest_extensions(const BeamPlan& plan, std::uint32_t prbs) {
  if (plan.weights) {
    const std::size_t vector = plan.vectors->octets();
    return plan.weights->extension == 1
               ? extension_octets(false, 1 + vector)
               : extension_octets(true, 3 + bundles_of(*plan.weights, prbs) * (2 + vector));
  }
  if (plan.information) return 4 + 12;
  if (plan.precoding) return plan.precoding->ports == 4 ? 16 : 12;
  return plan.has_priorities() ? 8 : 0;
}

tl::unexpected<Error> fail_in(const profile::Carrier& carrier, const profile::Channel& channel,
                              std::string_view what, std::string remedy) {
  return fail(fmt::format("{} of carrier {}: {}", profile::name_of(channel.kind), carrier.name, what),
              std::move(remedy));
}

/// The codes of one PRB of channel information, as they stand in the pool.
wire::ChannelInformation::Prb prb_of(const BeamPlan& plan, std::uint64_t which) {
  const profile::Packing& packing = plan.information->packing;
  wire::ChannelInformation::Prb prb;
  prb.samples = {.octets = plan.vectors->numbers(which),
                 .width = packing.width,
                 .is_signed = true,
                 .count = plan.information->antennas * 2u};
  const Octets param = plan.vectors->param(which);
  if (param.empty()) return prb;
  prb.param.exponent = octet(param[0] & 15u);
  prb.param.block_scaler = param[0];
  prb.param.comp_bit_width = octet(param[0] >> 4u);
  prb.param.comp_shift = octet(param[0] & 15u);
  return prb;
}

wire::SectionType6Header information_header(const profile::ChannelInformation& information) {
  return {.number_of_ues = 1,
          .iq_width = octet(information.packing.width & 15u),
          .method = octet(static_cast<std::uint64_t>(information.packing.method)),
          .param_per_prb = information.packing.method != profile::Method::none};
}

wire::CplaneParameters parameters_of(const BeamPlan& plan) {
  return {.antennas = plan.information->antennas,
          .carrier_prbs = plan.carrier_prbs,
          .st6_aligned = plan.information->aligned};
}

Result<void, Error> check_room(const profile::Carrier& carrier, const profile::Channel& channel,
                               const BeamPlan& plan, const std::vector<Piece>& sections) {
  std::uint32_t most = 0;
  for (const Piece& piece : sections) {
    const std::uint32_t octets = longest_extensions(plan, piece.count);
    if (plan.weights && plan.weights->extension == 1 && octets > kMostExtensionOctets)
      return fail_in(carrier, channel,
                     fmt::format("weights of {} octets do not fit into section extension 1", octets),
                     "1020 octets do: state fewer weights, a smaller width, or extension 11");
    most = std::max(most, kHeader + kSection + octets);
  }
  // Sections of the highest priority stand in front of those that they interrupt.
  if (plan.has_priorities()) most += kSection + 8;
  if (plan.information) {
    const wire::UeRecord one{.num_prb = 1};
    most = std::max(most, kHeader + static_cast<std::uint32_t>(wire::ChannelInformation::octets(
                                        information_header(*plan.information), one, parameters_of(plan))));
  }
  if (most <= plan.room) return {};
  return fail_in(
      carrier, channel,
      fmt::format("an MTU of {} octets has no room for a section with its beams", plan.room + kIds),
      fmt::format("{} octets are needed at least, or fewer weights, antennas or bundles", most + kIds));
}

}  // namespace

VectorPool::VectorPool(iq::WeightFormat format, std::size_t count, Random random)
    : param_octets_{format.method == 0 ? std::size_t{0} : std::size_t{1}} {
  const std::size_t each = iq::weight_octets(format, count).value_or(0);
  octets_.resize(each * kVectors);
  std::vector<std::int32_t> numbers(2 * count);
  const unsigned shift = format.method == 0 ? 16u - format.width : 0u;
  for (std::size_t i = 0; i < kVectors; ++i) {
    for (auto& number : numbers) number = static_cast<std::int16_t>(random.next()) >> shift;
    [[maybe_unused]] const auto written =
        iq::compress_weights(format, numbers, std::span{octets_}.subspan(i * each, each));
    assert(written.has_value());
  }
}

Result<std::optional<BeamPlan>, Error> make_beams(const profile::Link& link, const profile::Carrier& carrier,
                                                  const profile::Channel& channel,
                                                  const std::vector<Piece>& sections, std::uint64_t seed,
                                                  BeamIds& ids) {
  BeamPlan plan{.coupling = channel.coupling,
                .weights = channel.weights,
                .information = channel.channel_information,
                .precoding = channel.lte_precoding,
                .room = link.mtu.value_or(kDefaultMtu) - kIds,
                .carrier_prbs = carrier.prbs,
                .ports = channel.eaxc.size(),
                .direction = channel.direction()};
  const bool beams = plan.weights || plan.information || plan.precoding;
  if (!beams && !plan.by_place()) return std::optional<BeamPlan>{};
  if (beams && plan.has_priorities())
    return fail_in(carrier, channel, "priorities together with weights, UEs or precoding are not generated",
                   "leave one of them out");
  // Beyond these rbgMask names no RBG (CUS v17.01 7.7.6.3).
  if (plan.has_priorities() && plan.carrier_prbs > kGroupPrbs * wire::kMostRbgs)
    return fail_in(carrier, channel,
                   fmt::format("priorities on {} PRBs are not generated", plan.carrier_prbs),
                   fmt::format("{} PRBs are the most", kGroupPrbs * wire::kMostRbgs));
  Random random{seed ^ 0xBEA3 ^ ids.next};
  std::uint32_t each = 2;
  if (plan.weights) {
    plan.vectors.emplace(format_of(plan.weights->packing), plan.weights->count, random);
    each = 0;
    for (const Piece& piece : sections) each += bundles_of(*plan.weights, piece.count);
  } else if (plan.information) {
    plan.vectors.emplace(format_of(plan.information->packing), plan.information->antennas, random);
    ids.next = ceil_div(ids.next, kUe) * kUe;
    each = kUe;
  } else if (plan.precoding) {
    each = plan.precoding->ports;
  }
  plan.first_id = u16(ids.next);
  plan.ids_per_port = u16(each);
  ids.next += each * static_cast<std::uint32_t>(channel.eaxc.size());
  if (ids.next > kLastBeam + 1)
    return fail_in(carrier, channel, "more beams than beamId can tell",
                   "state fewer eaxc, or larger bundles");
  if (auto checked = check_room(carrier, channel, plan, sections); !checked)
    return tl::unexpected(checked.error());
  return std::optional{std::move(plan)};
}

namespace {

void draft_weights(const BeamPlan& plan, const BeamSlot& slot, std::size_t index, std::uint32_t bundles,
                   Draft& draft, SectionDraft& section) {
  const profile::BeamWeights& weights = *plan.weights;
  const auto header =
      octet((weights.packing.width & 15u) << 4 | static_cast<unsigned>(weights.packing.method));
  const auto vector = [&](ExtensionWriter& out, std::size_t id, bool param) {
    out.put(param ? plan.vectors->param(id + slot.number) : plan.vectors->numbers(id + slot.number));
  };
  if (weights.extension == 1) {
    section.section.beam_id = plan.id(slot.port, index);
    if (slot.cites) return;
    ExtensionWriter out{draft, section, 1};
    out.put(header, 1);
    vector(out, section.section.beam_id, true);
    vector(out, section.section.beam_id, false);
    return;
  }
  ExtensionWriter out{draft, section, 11};
  constexpr unsigned kNoWeights = 0x80, kRad = 0x40;
  out.put(kRad | (slot.cites ? kNoWeights : 0u), 1);
  out.put(weights.bundle_prbs, 1);
  if (!slot.cites) out.put(header, 1);
  for (std::uint32_t bundle = 0; bundle < bundles; ++bundle) {
    const std::uint16_t id = plan.id(slot.port, index + bundle);
    if (!slot.cites) vector(out, id, true);
    out.put(id, 2);
    if (!slot.cites) vector(out, id, false);
  }
}

/// ST 5: SE 8, and in UL SE 16 with all antennas.
void draft_ue(const BeamPlan& plan, const BeamSlot& slot, Draft& draft, SectionDraft& section) {
  section.section.beam_id = plan.id(slot.port, 0);
  {
    ExtensionWriter out{draft, section, 8};
    out.put(slot.number & 0x7FFF, 2);
  }
  if (plan.direction == radio::Direction::downlink) return;
  ExtensionWriter out{draft, section, 16};
  const unsigned antennas = std::min<unsigned>(plan.information->antennas, 64);
  out.put(~std::uint64_t{0} >> (64 - antennas), 8);
}

/// SE 3. The first layer, and transmit diversity, name the beams of the other ports; further layers only
/// themselves.
void draft_precoding(const BeamPlan& plan, const BeamSlot& slot, Draft& draft, SectionDraft& section) {
  const profile::LtePrecoding& precoding = *plan.precoding;
  const bool diversity = precoding.scheme == profile::PrecodingScheme::transmit_diversity;
  const std::size_t layer = diversity ? 15 : slot.port;
  const std::size_t layers = diversity ? precoding.ports : plan.ports;
  const bool first = diversity || layer == 0;
  section.section.beam_id = first ? plan.id(slot.port, 0) : std::uint16_t{0};
  ExtensionWriter out{draft, section, 3};
  out.put(0, 1);
  out.put(layer << 4 | (layers - 1), 1);
  if (!first) return;
  constexpr unsigned kDiversity = 2, kCrsRes = 0x820;  // of port 0 without a shift, in symbol 0
  out.put((diversity ? kDiversity : 0u) << 12 | kCrsRes, 2);
  out.put(0, 4);
  for (unsigned port = 1; port < precoding.ports; ++port) out.put(plan.id(slot.port, port), 2);
}

/// SE 6 with all PRBs, in the symbols of a reference signal.
void draft_priority(const BeamPlan& plan, const BeamSlot& slot, bool repeated, Draft& draft) {
  SectionDraft& section = draft.sections.emplace_back();
  section.begins = true;
  section.section.id =
      plan.coupling == Coupling::priorities_optimized ? std::uint16_t{0} : wire::kNoSectionId;
  section.section.num_prb = plan.carrier_prbs > 255 ? std::uint8_t{0} : octet(plan.carrier_prbs);
  section.section.re_mask = kReferenceRes;
  section.section.num_symbol = slot.symbols.count;
  section.section.beam_id = plan.id(slot.port, 1);
  unsigned symbols = 0;
  for (const unsigned offset : {kReferenceSymbol, kNextReferenceSymbol})
    if (offset < slot.symbols.count) symbols |= 1u << (slot.symbols.first + offset);
  if (symbols == 0) symbols = 1u << slot.symbols.first;
  constexpr unsigned kSixteen = 7, kOne = 1;  // rbgSize of kGroupPrbs; priority
  const std::uint32_t groups = ceil_div(plan.carrier_prbs, kGroupPrbs);
  const bool says = repeated && plan.coupling == Coupling::priorities_optimized;
  ExtensionWriter out{draft, section, 6};
  out.put((says ? 1u << 31 : 0u) | kSixteen << 28 | ((1u << groups) - 1), 4);
  out.put(kOne << 14 | symbols, 2);
}

/// The plain section in two, each behind the section of the highest priority in a message of its own.
void draft_by_priority(const BeamPlan& plan, const BeamSlot& slot, const std::vector<wire::Section>& sections,
                       Draft& draft) {
  std::size_t messages = 0;
  for (const wire::Section& plain : sections) {
    const std::uint32_t count = plain.num_prb == 0 ? plan.carrier_prbs : plain.num_prb;
    const std::uint32_t first = plain.num_prb == 0 ? 0 : plain.start_prb, half = (count + 1) / 2;
    for (const std::uint32_t from : {0u, half}) {
      if (from >= count) continue;
      draft_priority(plan, slot, messages++ > 0, draft);
      SectionDraft& section = draft.sections.emplace_back();
      section.section = plain;
      section.section.start_prb = u16(first + from);
      section.section.num_prb = octet(std::min(count - from, half));
      section.section.beam_id = plan.id(slot.port, 0);
    }
  }
}

}  // namespace

void draft_sections(const BeamPlan& plan, const BeamSlot& slot, const std::vector<wire::Section>& sections,
                    Draft& draft) {
  draft.clear();
  if (plan.has_priorities()) return draft_by_priority(plan, slot, sections, draft);
  std::size_t index = 0;
  for (const wire::Section& plain : sections) {
    SectionDraft& section = draft.sections.emplace_back();
    section.section = plain;
    const std::uint32_t prbs = plain.num_prb == 0 ? plan.carrier_prbs : plain.num_prb;
    if (plan.weights) {
      const std::uint32_t bundles = bundles_of(*plan.weights, prbs);
      draft_weights(plan, slot, index, bundles, draft, section);
      index += bundles;
    } else if (plan.information) {
      draft_ue(plan, slot, draft, section);
    } else if (plan.precoding) {
      draft_precoding(plan, slot, draft, section);
    }
  }
}

std::uint32_t write_channel_information(const BeamPlan& plan, const BeamSlot& slot, std::uint32_t first,
                                        Draft& draft, Writer& out) {
  wire::SectionType6Header header = information_header(*plan.information);
  const wire::CplaneParameters parameters = parameters_of(plan);
  wire::UeRecord ue{.ue_id = plan.id(slot.port, 0), .start_prb = u16(first)};
  const auto fits = [&](std::uint32_t prbs) {
    ue.num_prb = octet(prbs);
    return kHeader + wire::ChannelInformation::octets(header, ue, parameters) <= plan.room;
  };
  std::uint32_t least = 1, most = std::min(255u, plan.carrier_prbs - first);
  while (least < most) {
    const std::uint32_t middle = (least + most + 1) / 2;
    fits(middle) ? least = middle : most = middle - 1;
  }
  ue.num_prb = octet(least);
  draft.prbs.clear();
  for (std::uint32_t i = 0; i < least; ++i)
    draft.prbs.push_back(prb_of(plan, ue.ue_id + slot.number + first + i));
  wire::ChannelInformation information{.prbs = {.items = draft.prbs}};
  wire::LayoutWriter head{out};
  header.layout(head);
  head.flush();
  wire::encode(out, ue, information, header, parameters);
  return least;
}

}  // namespace plumbline::emulator

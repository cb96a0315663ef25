// How the beams of a channel are told: weights, channel information, LTE precoding, priorities.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/random.h"
#include "base/result.h"
#include "emulator/fragment.h"
#include "iq/weights.h"
#include "profile/link.h"
#include "wire/cplane.h"
#include "wire/cplane/section_type_06.h"

namespace plumbline::emulator {

/// Seeded vectors of one format, packed once and used many times. No two of them are alike, unless they are
/// of so few bits that there are not as many.
class VectorPool {
 public:
  static constexpr std::size_t kVectors = 64;

  /// `count`: complex numbers of a vector. The format must be one that iq::compress_weights() knows, without
  /// beamspace.
  VectorPool(iq::WeightFormat format, std::size_t count, Random random);

  std::size_t octets() const { return octets_.size() / kVectors; }
  /// The parameter of the method; empty for none.
  Octets param(std::uint64_t which) const { return vector(which).first(param_octets_); }
  Octets numbers(std::uint64_t which) const { return vector(which).subspan(param_octets_); }

 private:
  Octets vector(std::uint64_t which) const {
    return Octets{octets_}.subspan(which % kVectors * octets(), octets());
  }
  std::size_t param_octets_;
  std::vector<std::uint8_t> octets_;
};

/// Beams of a channel that has any. Ids of beams and UEs are the link's alone: port by port, for weights
/// bundle by bundle.
struct BeamPlan {
  profile::Coupling coupling = profile::Coupling::section_id;
  std::optional<profile::BeamWeights> weights{};
  std::optional<profile::ChannelInformation> information{};
  std::optional<profile::LtePrecoding> precoding{};
  std::optional<VectorPool> vectors{};  ///< of weights, or of one PRB of channel information
  std::uint16_t first_id = 0;           ///< beamId or ueId of the first port
  std::uint16_t ids_per_port = 0;
  std::uint32_t room = 0;  ///< octets of the application header and what is behind it in a C-plane message
  std::uint16_t carrier_prbs = 0;
  std::size_t ports = 0;
  radio::Direction direction{};

  /// An id of port `port`.
  std::uint16_t id(std::size_t port, std::size_t index) const {
    return static_cast<std::uint16_t>(first_id + port * ids_per_port + index);
  }
  bool by_place() const { return coupling != profile::Coupling::section_id; }
  bool has_priorities() const {
    return coupling == profile::Coupling::priorities || coupling == profile::Coupling::priorities_optimized;
  }
};

/// Ids that were given away; of the whole link.
struct BeamIds {
  std::uint32_t next = 1;
};

/// The plan of a channel; nothing: it has sections without beams, coupled by sectionId. `sections` are those
/// of its plain message. Errors: no ids left, or a section that does not fit into the MTU.
Result<std::optional<BeamPlan>, Error> make_beams(const profile::Link& link, const profile::Carrier& carrier,
                                                  const profile::Channel& channel,
                                                  const std::vector<Piece>& sections, std::uint64_t seed,
                                                  BeamIds& ids);

/// A section with its extensions, as it will be written.
struct SectionDraft {
  wire::Section section;
  std::size_t at = 0, octets = 0;  ///< of its extensions in Draft::extensions
  std::size_t last = 0;            ///< where the last of them begins
  bool begins = false;             ///< a message of its own begins with it
};

/// The sections of one eAxC in one slot.
struct Draft {
  std::vector<SectionDraft> sections;
  std::vector<std::uint8_t> extensions;
  std::vector<wire::ChannelInformation::Prb> prbs;  ///< room for channel information

  void clear() {
    sections.clear();
    extensions.clear();
  }
};

/// What a slot is to its beams.
struct BeamSlot {
  std::size_t port = 0;      ///< of the channel
  std::uint64_t number = 0;  ///< of the slot since frame 0: weights change with it
  bool cites = false;        ///< beams are those of the slot before: no weights, no channel information
  profile::SymbolSpan symbols;
};

/// Puts the beams of `plan` into the plain `sections` of a message, and the result into `draft`.
void draft_sections(const BeamPlan& plan, const BeamSlot& slot, const std::vector<wire::Section>& sections,
                    Draft& draft);

/// A message of section type 6 about PRBs [first, ...) of a UE: the octets behind its common header of six
/// octets go to `out`, as many PRBs as fit; returns how many.
std::uint32_t write_channel_information(const BeamPlan& plan, const BeamSlot& slot, std::uint32_t first,
                                        Draft& draft, Writer& out);

}  // namespace plumbline::emulator

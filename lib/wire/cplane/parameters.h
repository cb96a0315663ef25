// What the octets of a C-plane message do not say of themselves.
#pragma once

#include <cstdint>
#include <optional>

#include "wire/cplane.h"
#include "wire/cplane/prb_set.h"

namespace plumbline::wire {

/// How SINR values of section type 9 are written. Source: CUS v17.01 7.2.11, 7.5.3.67, 7.5.3.68.
struct SinrFormat {
  bool block_floating_point = false;
  std::uint8_t width = 16;      ///< bits of a value, 1..16
  std::uint8_t block_size = 0;  ///< values of a PRB; 0: as numSinrPerPrb says
  friend bool operator==(const SinrFormat&, const SinrFormat&) = default;
};

/// Parameters that change what octets mean; 0 or nothing: not known (lib/text/MESSAGES.md 1.6).
struct CplaneParameters {
  std::uint16_t weights = 0;       ///< in a beamforming vector (K)
  std::uint16_t antennas = 0;      ///< of channel information (section type 6)
  std::uint16_t carrier_prbs = 0;  ///< what numPrbc 0 stands for
  bool st6_aligned = false;        ///< st6-4byte-alignment-required
  std::optional<SinrFormat> sinr;
};

/// The PRBs that a section and its SE 6, 12 and 13 name (lib/text/MESSAGES.md 1.7).
struct Allocation {
  PrbSet prbs;                ///< as if rb were 0
  std::uint32_t start = 0;    ///< smallest startPrbc, those of the hops included
  bool every_second = false;  ///< rb = 1 where it counts: every second PRB of those
};

/// What a section and its other extensions say that an extension's layout depends on
/// (lib/text/MESSAGES.md 1.7).
struct SectionContext {
  const CplaneParameters& parameters;
  const Section& section;
  std::uint8_t section_type = 1;
  unsigned ports = 1;  ///< of SE 10, the section's own counted; 1 without
  unsigned ids = 1;    ///< ueIds other than 0x7FFF: the section's own and those SE 10 lists
  /// Nothing where it is not known, or where nothing in the section depends on it.
  std::optional<Allocation> allocation{};

  /// "ueId" or "beamId": what the last 15 bits of a section are.
  constexpr const char* id_name() const {
    return section_type == 5 || section_type == 6 || section_type == 10 ? "ueId" : "beamId";
  }
};

/// Looks through the extensions of a section. Only those that fit in the message count. The allocation is
/// found for a section that has an SE 11 and for those of section type 10; that allocates memory, at most
/// 41 kB.
SectionContext context_of(const Section& section, std::uint8_t section_type,
                          const CplaneParameters& parameters);

/// Bundles of SE 11 (lib/text/MESSAGES.md 4.1), or nothing when the PRBs of the section are not known.
/// Counting ends above `most`: any number above it may be returned then.
std::optional<std::uint32_t> bundle_count(const SectionContext& context, bool rad, unsigned bundle_offset,
                                          unsigned num_bund_prb, std::uint64_t most = ~std::uint64_t{0});
/// PRBs that a section names, each once, or nothing when they are not known (lib/text/MESSAGES.md 1.7).
std::optional<std::uint32_t> prb_count(const SectionContext& context);

}  // namespace plumbline::wire

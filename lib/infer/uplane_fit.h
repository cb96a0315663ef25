// Under which readings the messages of a U-plane stream end exactly with their last section.
#pragma once

#include <array>
#include <cstdint>

#include "base/bounded.h"
#include "profile/link.h"
#include "wire/view.h"

namespace plumbline::infer {

/// The most PRBs a carrier may have (3GPP TS 38.331).
inline constexpr std::uint32_t kMostPrbs = 275;

/// A reading: with udCompHdr in the sections, or without and with one PRB size throughout.
/// 0..15: static, no parameter octet (none, modulation), width 1..16; 16..31: static, one parameter octet
/// (BFP, block scaling, mu-law), width 1..16; 32: dynamic.
using Reading = std::uint8_t;
inline constexpr Reading kReadings = 33;
inline constexpr Reading kDynamic = 32;

/// Octets of a PRB under a static reading.
constexpr std::uint32_t prb_octets_of(Reading reading) {
  return 3u * (reading % 16u + 1u) + (reading >= 16 ? 1u : 0u);
}

/// How one reading explains the messages of a stream.
struct Fit {
  std::uint64_t agree = 0, disagree = 0;  ///< messages; those that cannot be told (cut) are in neither
  std::uint64_t all_messages = 0;         ///< of these, with a section of all PRBs (numPrbu 0)
  std::uint16_t all = 0;                  ///< PRBs of such a section, the same in every message
  std::uint16_t prb_end = 0;              ///< one past the highest PRB named
  std::uint64_t reaching = 0;             ///< messages that reach it
};

/// A value of udCompHdr and how often it was there.
struct HeaderCount {
  std::uint8_t ud_comp_hdr = 0;
  std::uint64_t count = 0;
};
/// The first eight values that were there; more are nonsense.
using HeaderCounts = Bounded<HeaderCount, 8>;
void count_header(HeaderCounts& counts, std::uint8_t ud_comp_hdr);
/// The most frequent one; count 0 when there is none.
HeaderCount most_frequent(const HeaderCounts& counts);

/// Tries every reading on every message of a stream.
class UplaneFit {
 public:
  /// `message` is the body behind ecpriSeqid. A section of "all PRBs" is taken for the last of its message,
  /// as nothing is left for others.
  void add(const wire::View& message);

  const Fit& operator[](Reading reading) const { return fits_[reading]; }
  /// The compression a reading means. Static methods of the same PRB size are not told apart: one octet a PRB
  /// is taken for BFP, none for no compression (in downlink up to 5 bits: modulation compression).
  profile::Compression compression(Reading reading, bool downlink) const;
  /// udCompHdr of the sections by the dynamic reading.
  const HeaderCounts& headers() const { return headers_; }

 private:
  void note(Reading reading, bool fits, const Fit& message);
  std::array<Fit, kReadings> fits_{};
  HeaderCounts headers_;
};

}  // namespace plumbline::infer

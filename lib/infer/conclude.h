// From what was observed to a link: the parts of the conclusion, one function each.
#pragma once

#include <cstdint>
#include <vector>

#include "infer/inferred.h"
#include "infer/observed.h"

namespace plumbline::infer {

/// The messages of one address pair, in packet order, with what they belong to.
struct Evidence {
  const Observed& all;
  std::uint32_t flow = 0;
  bool mine(const Stream& stream) const { return stream.flow == flow; }
  const Stream& stream(const Seen& seen) const { return all.streams[seen.stream]; }
  /// Calls `visit(seen, stream)` for every message of the pair.
  template <class Visit>
  void each(Visit&& visit) const {
    for (const Seen& seen : all.seen)
      if (mine(stream(seen))) visit(seen, stream(seen));
  }
};

/// All of it, for the pair with the most messages.
Inferred conclude(const Observed& observed);

/// Subcarrier spacing: numerology of carrier 0.
void conclude_spacing(const Evidence& evidence, Inferred& to);
/// eAxC ids, compression and number of PRBs of carrier 0; needs its numerology.
void conclude_channels(const Evidence& evidence, Inferred& to);
/// TDD pattern of carrier 0; needs its numerology and channels.
void conclude_tdd(const Evidence& evidence, Inferred& to);
/// PRACH occasion; needs numerology, channels and TDD pattern.
void conclude_prach(const Evidence& evidence, Inferred& to);
/// Scale of the stamps and arrivals; needs the whole carrier.
void conclude_time(const Evidence& evidence, Inferred& to);

/// True for C-plane that asks for PRACH or U-plane that answers it, as far as one message tells.
bool is_prach(const Stream& stream);

}  // namespace plumbline::infer

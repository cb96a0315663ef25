// Several sources as one time line.
#pragma once

#include <memory>
#include <vector>

#include "base/result.h"
#include "io/source.h"

namespace plumbline::io {

/// One source that hands out the packets of all `sources` in the order of their stamps; ties go to the
/// earlier source. The order within each source is kept: a packet without a stamp counts as having the stamp
/// of the one before it in its source. Packets are numbered anew from 1; the interfaces of all sources are
/// listed in the order in which they become known, by and large source by source. A live source that has
/// nothing at the moment does not hold the others back. Error: no sources. One source is returned as it is.
Result<std::unique_ptr<Source>, Error> merge_sources(std::vector<std::unique_ptr<Source>> sources);

}  // namespace plumbline::io

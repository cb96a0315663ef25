// A link made from packets alone, as a file for a person to complete: values, and beside each what speaks for
// it.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "infer/inferred.h"
#include "infer/observer.h"
#include "io/packet.h"

namespace plumbline::app {

/// Shows a batch to the observer.
void observe(infer::Observer& observer, std::span<const io::Packet> packets);

/// YAML that profile::load_link() accepts, with comments that tell the evidence for each value and what is
/// not known. `source` is how the user calls the input.
std::string print_inferred(const infer::Inferred& inferred, std::string_view source);

}  // namespace plumbline::app

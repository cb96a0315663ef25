// The annotated section extensions of testvectors/wire/extensions_*.json (README.md there says how to read
// them).
#pragma once

#include <string>
#include <vector>

#include "wire/cplane/extensions.h"

namespace plumbline::test {

struct ExtensionVector {
  /// Octets that are read whole or not at all.
  struct Step {
    std::uint32_t end = 0;            ///< octet behind it
    bool optional = false;            ///< that it does not fit is no fault
    std::vector<std::string> told{};  ///< as TellSink says it
  };
  std::string id;
  std::vector<std::uint8_t> octets;  ///< of the extension, from ef
  std::vector<std::string> head;     ///< ef, extType, extLen
  std::vector<Step> steps;           ///< the first one ends behind extLen and is always read
  wire::LayoutEnd end = wire::LayoutEnd::complete;
  std::string why;          ///< of an end that is not known
  std::uint32_t needs = 0;  ///< octets behind the last step without which the end is not `end`, but truncated
  bool cut = true;          ///< shortening the room changes nothing of what is told before
  wire::CplaneParameters parameters{};
  std::uint8_t section_type = 1;
  wire::Section section{};                 ///< without `extensions`
  std::vector<std::uint8_t> neighbours{};  ///< other extensions of the section, which come first

  std::uint8_t type() const { return octets[0] & 0x7F; }
  /// What is told of a room of `n` octets.
  std::vector<std::string> told(std::uint32_t n = ~0u) const;
  /// How a room of `n` octets ends, and what of it is behind the last step.
  wire::LayoutEnd end_of(std::uint32_t n) const;
  std::uint32_t rest_at(std::uint32_t n) const;
};

/// Every vector of every file, in order. Fails the test on a damaged file.
const std::vector<ExtensionVector>& extension_vectors();

/// Calls `fn(vector, context)` for every vector, with what its section says.
template <class Fn>
void for_each_extension_vector(Fn&& fn) {
  for (const ExtensionVector& vector : extension_vectors()) {
    std::vector<std::uint8_t> octets = vector.neighbours;
    octets.insert(octets.end(), vector.octets.begin(), vector.octets.end());
    wire::Section section = vector.section;
    section.extensions = wire::View{octets};
    fn(vector, wire::context_of(section, vector.section_type, vector.parameters));
  }
}

}  // namespace plumbline::test

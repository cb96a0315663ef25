// Where decode gets the format of U-plane sections from: the command line, or a link file.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "profile/link.h"
#include "text/message.h"
#include "wire/cplane/parameters.h"

namespace plumbline::app {

/// "bfp9", "none16", "block_scaling14": method and width.
Result<wire::UplaneFormat, Error> parse_compression(std::string_view text);

/// How the command line says that U-plane sections are read.
struct FormatOptions {
  std::string compression;         ///< as typed; empty: not given
  bool dynamic = false;            ///< udCompHdr is in every section
  bool ud_comp_len = false;        ///< sections of the selective methods carry udCompLen
  std::uint16_t carrier_prbs = 0;  ///< what numPrbu 0 stands for; 0: not given
};
/// Nothing where neither a compression nor --dynamic was given. Errors: no compression; --ud-comp-len alone.
Result<std::optional<wire::UplaneFormat>, Error> format_of(const FormatOptions& options);

/// "none16", "bfp8", "bfp8/6": how SINR values of section type 9 are written, and how many a PRB has.
Result<wire::SinrFormat, Error> parse_sinr(std::string_view text);

/// The formats that a link configures, looked up per eAxC and direction.
class LinkFormats {
 public:
  explicit LinkFormats(const profile::Link& link) : link_{link} {}

  /// A channel that an eAxC id may stand for, and how its sections are read.
  struct Candidate {
    const profile::Carrier* carrier;
    const profile::Channel* channel;
    wire::UplaneFormat format;
  };
  /// Null when the link knows nothing of the eAxC. Where several channels share an eAxC, the one that
  /// filterIndex speaks for and whose sections use up the message.
  const Candidate* find(const text::Message& message);
  /// The format of it.
  const wire::UplaneFormat* operator()(const text::Message& message) {
    const Candidate* candidate = find(message);
    return candidate == nullptr ? nullptr : &candidate->format;
  }
  /// What numPrbc 0 stands for; 0 when the link knows nothing of the eAxC.
  std::uint16_t carrier_prbs(radio::Eaxc eaxc, radio::Direction direction);

 private:
  const std::vector<Candidate>& candidates(radio::Eaxc eaxc, radio::Direction direction);

  const profile::Link& link_;
  std::unordered_map<std::uint32_t, std::vector<Candidate>> known_;
};

}  // namespace plumbline::app

// What a rule is: an id, a sentence that can be false, and a pure check over facts.
#pragma once

#include <cstdint>
#include <string_view>

#include "profile/link.h"
#include "track/facts.h"

namespace plumbline::rules {

/// What a finding means for the verdict: must decides, should warns, advice notes.
enum class Level : std::uint8_t { must, should, advice };

/// Ordered so that joining two verdicts is taking the larger one.
enum class Verdict : std::uint8_t { not_applicable, pass, inconclusive, fail, error };

/// What a number of an Evidence counts; the same order as record::Unit.
enum class Unit : std::uint8_t {
  none,
  octets,
  prbs,
  symbols,
  nanoseconds,
  hex,
  frames,
  sections,
  ts,
  half_subcarriers,
  bits,
  ud_comp_hdr,
  prb_symbols,
  words,
};

/// Numbers; words are made at the edge. expected..expected_to is a closed range.
struct Evidence {
  std::int64_t expected = 0;
  std::int64_t expected_to = 0;
  std::int64_t observed = 0;
  Unit unit = Unit::none;
  bool observed_only = false;  ///< nothing in particular is expected
};

/// Built only for what is not a pass.
struct Outcome {
  Verdict verdict = Verdict::not_applicable;
  Evidence evidence{};
  std::uint32_t octet = 0;  ///< in the frame; 0: nowhere in particular
};

/// What a rule needs of the link file and the traffic beyond the message itself. Bits.
enum Need : std::uint32_t {
  kNothing = 0,
  kState = 1u << 0,  ///< earlier messages; always at hand
  kVlan = 1u << 1,
  kPcp = 1u << 2,
  kMtu = 1u << 3,
  kMacs = 1u << 4,
  kCarriers = 1u << 5,  ///< carriers and their channels
  kPrach = 1u << 6,
  kEpoch = 1u << 7,        ///< time.epoch other than none
  kWindowUDlDu = 1u << 8,  ///< delays.t1a_*_up, at the O-DU
  kWindowUDlRu = 1u << 9,  ///< delays.t2a_*_up, at the O-RU
  kWindowCDlRu = 1u << 10,
  kWindowCUlRu = 1u << 11,
  kWindowUl = 1u << 12,  ///< delays.ta4 at the O-DU, ta3 at the O-RU
  kWindowDu = 1u << 13,  ///< any of t1a_*
  kBothDirections = 1u << 14,
  kSamples = 1u << 15,     ///< PRBs are looked into, and whole in the capture
  kModulation = 1u << 16,  ///< csf and scalers of SE 4 or SE 5
};

/// Everything said of a rule. Ids are permanent.
struct RuleInfo {
  std::string_view id;
  std::string_view title;      ///< a few words
  std::string_view statement;  ///< one sentence, in the present tense, that can be false
  std::string_view clause;     ///< of O-RAN.WG4.TS.CUS.0 v17.01 unless it says otherwise
  Level level;
  std::uint32_t needs;  ///< Need bits
  std::string_view
      after;  ///< ids, blank separated: a finding of one of these on the same message explains one of this
  std::string_view fails;       ///< how to read a failure
  std::string_view measures{};  ///< what expected and observed are of, where the title does not say it
};

/// What is constant for a class of messages: `applies` sees only this.
struct Class {
  const profile::Link* link = nullptr;
  wire::EcpriType type{};
  const track::StreamTraits* traits = nullptr;  ///< nullptr in the transport group
  const track::ChannelTraits* channel = nullptr;
  std::uint8_t section_type = 0;  ///< C-plane

  bool c_plane() const { return type == wire::EcpriType::rt_control; }
  bool u_plane() const { return type == wire::EcpriType::iq_data; }
  /// C-plane says what its U-plane is: not of static PRACH and SRS (CUS v17.01 8.2.2).
  bool is_described() const { return channel != nullptr && !channel->channel->without_cplane; }
  bool uplink() const { return traits != nullptr && traits->direction == radio::Direction::uplink; }
};

/// Shorthands for judge(): a fail with a range, with one value, with nothing but what was seen.
constexpr Outcome failed(Evidence evidence, std::uint32_t octet = 0) {
  return {Verdict::fail, evidence, octet};
}
constexpr Outcome failed_seeing(std::int64_t observed, Unit unit, std::uint32_t octet = 0) {
  return failed({.observed = observed, .unit = unit, .observed_only = true}, octet);
}
constexpr Outcome failed_between(std::int64_t low, std::int64_t high, std::int64_t observed, Unit unit,
                                 std::uint32_t octet = 0) {
  return failed({.expected = low, .expected_to = high, .observed = observed, .unit = unit}, octet);
}
constexpr Outcome failed_equal(std::int64_t expected, std::int64_t observed, Unit unit,
                               std::uint32_t octet = 0) {
  return failed_between(expected, expected, observed, unit, octet);
}

}  // namespace plumbline::rules

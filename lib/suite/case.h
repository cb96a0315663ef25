// A test of the catalogue as a value: what it is for, what is sent, what had to hold.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/disturbance.h"
#include "emulator/o_du.h"
#include "emulator/o_ru.h"
#include "profile/link.h"
#include "profile/unit.h"
#include "suite/judgement.h"
#include "suite/observed.h"

namespace plumbline::suite {

/// The unit under test.
enum class Dut : std::uint8_t { o_ru, o_du };
/// Bits: which units a case can judge.
inline constexpr unsigned kORu = 1, kODu = 2, kAny = 3;

/// How a case relates to a published test.
enum class Relation : char {
  full = '=',  ///< the published test in full
  part = '~',  ///< what of it can be decided from packets; a pass is partial against the published number
  own = '+',   ///< derived from a requirement; no published test covers it
};

/// A published test or requirement.
struct Reference {
  std::string_view document, version, clause, title;
  Relation relation = Relation::own;
};

/// What passive checks, emulations and negative tests do.
enum class Kind : std::uint8_t { passive, emulation, negative };

/// A pair in a lab: the unit under test, the link, and what both were told.
struct Setup {
  Dut dut = Dut::o_ru;
  profile::Link link;  ///< its tap lies at the tester and knows the way to the unit under test
  profile::Unit unit;  ///< under test
  std::optional<profile::Unit> tester{};  ///< what the tester claims to be; absent: all that ours can
  std::uint64_t seed = 1;
  GpsTime start{};                         ///< where the tester's radio frames begin
  std::uint32_t frames = 0;                ///< how many of them; 0: as many as the case wants
  std::uint32_t snap = emulator::kNoSnap;  ///< octets of a U-plane frame that are made; rules cope with less
  bool over_port = false;                  ///< in real time, through a port: not more than it can send
};

/// How long a frame travels to the unit under test.
inline Nanos way_of(const Setup& setup) {
  return Nanos{setup.link.taps.empty() ? 0 : setup.link.taps[0].to_place_ns};
}

/// A frame that the tester sends besides its traffic.
struct Extra {
  Nanos after{0};  ///< the start of the first radio frame
  std::vector<std::uint8_t> octets;
};

/// What the tester does.
struct Stimulus {
  std::size_t part = 0;      ///< of the case; set by the runner
  std::uint32_t frames = 4;  ///< radio frames of traffic
  std::shared_ptr<const emulator::Script> script;
  std::optional<emulator::Disturbance> disturbance;
  std::vector<Extra> extras;  ///< in the order of their instants
  /// Of DL; with pn23 an O-RU's antennas receive the uplink test signal.
  emulator::Payload payload = emulator::Payload::noise;
  std::uint16_t sections = 1;  ///< data sections a carrier is split into
  /// Both units have their U-plane cut by the radio transport where it is longer than the MTU (CUS v17.01
  /// 5.5.3); a unit under test whose profile does not claim that goes on as it does.
  bool transport_fragments = false;
  bool udp_echo = false;       ///< the unit under test has it switched on, where its profile claims it
  bool every_prb = false;      ///< rules look into every PRB, not into a sample
  bool keep_prbs = false;      ///< Observed keeps the PRBs of the U-plane
  Nanos delay{0};              ///< added to the way there and back
  Nanos listen{0};             ///< how long to go on behind traffic and extras
  std::optional<Nanos> spare;  ///< least distance from an edge of its window, of what is sent near one
};

/// A test. Functions may be null: always applicable; clean traffic; rules alone.
struct Case {
  std::string_view id;       ///< FH-<group>-<nnn>, permanent
  std::string_view title;    ///< a few words
  std::string_view purpose;  ///< one sentence
  unsigned duts = kAny;
  Kind kind = Kind::passive;
  std::span<const Reference> references;
  std::string_view remains;  ///< what of the published test is to be measured elsewhere; empty: nothing
  std::span<const std::string_view> rules;  ///< of the check, that judge it
  unsigned rules_for = kAny;                ///< units whose traffic, undisturbed, the rules look at
  std::span<const CriterionInfo> criteria;  ///< its own; those of counters (counting.h) need not be named
  std::span<const std::string_view>
      parts{};  ///< names of its runs, each with a stimulus of its own; empty: one
  /// The parameter of profile or link that makes it not applicable; empty: applicable.
  std::string (*not_applicable)(const Setup& setup) = nullptr;
  Stimulus (*stimulus)(const Setup& setup, std::size_t part) = nullptr;
  void (*judge)(const Setup& setup, const Stimulus& stimulus, const Observed& observed,
                Judgement& judgement) = nullptr;

  /// The same of a part alone: it is not run, and says why.
  std::string (*part_not_applicable)(const Setup& setup, std::size_t part) = nullptr;
  bool may_be_silent = false;  ///< a unit that does right may say nothing at all

  /// What makes it not applicable: not_applicable, or a claim that both units have to make and the tester
  /// does not ("tester: profile extensions: 6"). Empty: applicable.
  std::string why_not(const Setup& setup) const;
  /// The same of a part alone.
  std::string why_not(const Setup& setup, std::size_t part) const;
  bool is_for(Dut dut) const { return (duts >> static_cast<unsigned>(dut) & 1) != 0; }
};

}  // namespace plumbline::suite

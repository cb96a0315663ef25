// Units under test that break one clause each: the healthy emulator behind lenses.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "suite/runner.h"

namespace plumbline::suite::test {

using Frame = std::vector<std::uint8_t>;
/// Hands on a frame.
using Emit = std::function<void(Octets)>;
/// What becomes of a frame on its way in or out: it may be changed, dropped, joined by others. Frames come in
/// the order of their instants, and what is emitted has the instant of the frame.
using Lens = std::function<void(Frame& frame, const Emit& emit)>;
/// A lens for one run: what it remembers begins anew.
using MakeLens = std::function<Lens(const Setup& setup)>;

/// A unit that is healthy but for one thing.
struct Mutant {
  std::string_view name;                     ///< what it does, "answers PRACH late"
  std::string_view clause;                   ///< of the standard, that it breaks
  Dut dut = Dut::o_ru;                       ///< which unit it is
  std::string_view killed_by;                ///< the case that claims the clause
  std::string_view by;                       ///< the criterion or rule of it that fails; others may fail too
  std::string_view link = "example_link";    ///< of links.h
  void (*believes)(Setup& setup) = nullptr;  ///< what it was told in place of the truth
  void (*does)(Stimulus& stimulus) = nullptr;        ///< what it does in place of what it was told
  std::vector<emulator::Disturbance> disturbs = {};  ///< what it sends, one after the other
  MakeLens says = {}, hears = {};                    ///< what it sends, what it hears
  void (*counts)(emulator::Counters& counters) = nullptr;
  void (*told)(Setup& setup) = nullptr;  ///< how the link differs from that of `link`; both sides know it
  /// Of the case, and of `by`: some criteria can say no more than that nothing was to be seen.
  record::Verdict verdict = record::VERDICT_FAIL;
};

/// Adds `some` to `all`, each of this unit and case; over `link` where it is not empty.
void add_for(std::vector<Mutant>& all, std::vector<Mutant> some, Dut dut, std::string_view killed_by,
             std::string_view link = {});

/// The lab in which a mutant is to be killed.
Setup make_setup(const Mutant& mutant);

/// All of them, those of the O-RU first.
const std::vector<Mutant>& mutants();

/// The mutant in place of make_healthy(). Borrows it.
MakeUnit make_mutant(const Mutant& mutant);

// By chapter; see mutants().
std::vector<Mutant> transport_mutants();
std::vector<Mutant> transport_part_mutants();
std::vector<Mutant> udp_echo_mutants();
std::vector<Mutant> answering_mutants();
std::vector<Mutant> measuring_mutants();
std::vector<Mutant> understanding_mutants();
std::vector<Mutant> counting_mutants();
std::vector<Mutant> o_du_mutants();
std::vector<Mutant> o_du_cplane_mutants();
std::vector<Mutant> compressing_mutants();
std::vector<Mutant> beam_mutants();
std::vector<Mutant> coupling_mutants();
std::vector<Mutant> rest_mutants();
std::vector<Mutant> sleep_mutants();
std::vector<Mutant> content_mutants();
std::vector<Mutant> speech_mutants();

}  // namespace plumbline::suite::test

// Who takes part in a run: the tester, and software that stands for the unit under test.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "emulator/extras.h"
#include "suite/case.h"

namespace plumbline::suite {

/// The tester: its emulator, what disturbs it, what it sends besides.
struct Tester {
  std::unique_ptr<emulator::ODu> o_du;
  std::unique_ptr<emulator::ORu> o_ru;
  std::unique_ptr<emulator::Disturbed> disturbed;
  std::vector<emulator::ExtraFrame> frames;
  std::unique_ptr<emulator::WithExtras> extras;
  emulator::Actor* actor = nullptr;

  const emulator::Counters& counters() const { return o_du ? o_du->counters() : o_ru->counters(); }
};

/// Errors: a link that cannot be played.
Result<std::unique_ptr<Tester>, Error> make_tester(const Setup& setup, const Stimulus& stimulus);

/// The options of an O-DU that sends a stimulus.
emulator::ODu::Options o_du_options(const Setup& setup, const Stimulus& stimulus);

/// What an emulated O-RU has to be able to do for what a profile claims.
emulator::ORuAbilities abilities_of(const profile::Unit& unit);

/// What `unit` claims to be able to do that this tester can do nothing with, in the words of a profile
/// ("features counters"); an O-RU or an O-DU in the tester's place.
std::vector<std::string> without_effect(const profile::Unit& unit);

/// Whether our emulator can be what `unit` claims. Errors: a section extension that our O-RU does not follow.
Result<void, Error> check_tester(const profile::Unit& unit);

/// What our emulator of that side understands and offers on `link`: the profile of a run that states none. An
/// O-DU uses what the link configures, an O-RU has it.
profile::Unit played(Dut dut, const profile::Link& link);

}  // namespace plumbline::suite

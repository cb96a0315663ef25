#include "suite/mutants/mutant.h"

#include <deque>

#include "suite/links.h"

namespace plumbline::suite::test {
namespace {

/// An actor between two lenses.
class Lensed final : public emulator::Actor {
 public:
  Lensed(std::unique_ptr<emulator::Actor> unit, Lens says, Lens hears)
      : unit_{std::move(unit)}, says_{std::move(says)}, hears_{std::move(hears)} {}

  void receive(CaptureTime at, std::uint32_t length, Octets octets) override {
    if (!hears_) return unit_->receive(at, length, octets);
    frame_.assign(octets.begin(), octets.end());
    hears_(frame_,
           [&](Octets heard) { unit_->receive(at, static_cast<std::uint32_t>(heard.size()), heard); });
  }

  void advance(CaptureTime until, std::vector<emulator::TimedFrame>& batch) override {
    if (!says_) return unit_->advance(until, batch);
    batch.clear();
    kept_.clear();
    unit_->advance(until, own_);
    for (const emulator::TimedFrame& frame : own_) {
      frame_.assign(frame.octets.begin(), frame.octets.end());
      says_(frame_, [&](Octets said) {
        emulator::TimedFrame& out = batch.emplace_back(frame);
        out.octets = kept_.emplace_back(said.begin(), said.end());
        out.length = static_cast<std::uint32_t>(said.size());
      });
    }
  }

 private:
  std::unique_ptr<emulator::Actor> unit_;
  Lens says_, hears_;
  Frame frame_;
  std::vector<emulator::TimedFrame> own_;
  std::deque<Frame> kept_;
};

/// A disturbance that owns the unit it disturbs.
class Owning final : public emulator::Actor {
 public:
  Owning(std::unique_ptr<emulator::Actor> unit, const emulator::Disturbance& disturbance)
      : unit_{std::move(unit)}, disturbed_{*unit_, disturbance} {}
  void receive(CaptureTime at, std::uint32_t length, Octets octets) override {
    disturbed_.receive(at, length, octets);
  }
  void advance(CaptureTime until, std::vector<emulator::TimedFrame>& batch) override {
    disturbed_.advance(until, batch);
  }

 private:
  std::unique_ptr<emulator::Actor> unit_;
  emulator::Disturbed disturbed_;
};

}  // namespace

void add_for(std::vector<Mutant>& all, std::vector<Mutant> some, Dut dut, std::string_view killed_by,
             std::string_view link) {
  for (Mutant& one : some) {
    one.dut = dut;
    one.killed_by = killed_by;
    if (!link.empty()) one.link = link;
    all.push_back(std::move(one));
  }
}

Setup make_setup(const Mutant& mutant) {
  Setup setup = make_setup(mutant.link, mutant.dut);
  if (mutant.told != nullptr) mutant.told(setup);
  return setup;
}

MakeUnit make_mutant(const Mutant& mutant) {
  return [&mutant](const Setup& setup, const Stimulus& stimulus) -> Result<PlayedUnit, Error> {
    Setup believed = setup;
    if (mutant.believes != nullptr) mutant.believes(believed);
    Stimulus told = stimulus;
    if (mutant.does != nullptr) mutant.does(told);
    auto unit = make_healthy(believed, told);
    if (!unit) return unit;
    for (const emulator::Disturbance& disturbance : mutant.disturbs)
      unit->actor = std::make_unique<Owning>(std::move(unit->actor), disturbance);
    if (mutant.says || mutant.hears)
      unit->actor =
          std::make_unique<Lensed>(std::move(unit->actor), mutant.says ? mutant.says(setup) : Lens{},
                                   mutant.hears ? mutant.hears(setup) : Lens{});
    if (mutant.counts != nullptr)
      unit->counters = [read = unit->counters, change = mutant.counts] {
        emulator::Counters counters = read();
        change(counters);
        return counters;
      };
    return unit;
  };
}

const std::vector<Mutant>& mutants() {
  static const std::vector<Mutant> all = [] {
    std::vector<Mutant> joined;
    for (auto* const make : {transport_mutants, transport_part_mutants, udp_echo_mutants, answering_mutants,
                             measuring_mutants, understanding_mutants, counting_mutants, o_du_mutants,
                             o_du_cplane_mutants, beam_mutants, coupling_mutants, compressing_mutants,
                             rest_mutants, sleep_mutants, content_mutants, speech_mutants})
      for (Mutant& one : make()) joined.push_back(std::move(one));
    std::stable_sort(joined.begin(), joined.end(),
                     [](const Mutant& a, const Mutant& b) { return a.dut < b.dut; });
    return joined;
  }();
  return all;
}

}  // namespace plumbline::suite::test

// FH-UPL-015: UL content.
#pragma once

#include <string>

#include "suite/test_signal.h"

namespace plumbline::suite::upl_015 {

inline Stimulus stimulus(const Setup& /*setup*/, std::size_t /*part*/) {
  return {.payload = emulator::Payload::pn23, .keep_prbs = true};
}

inline void judge(const Setup& setup, const Stimulus& /*sent*/, const Observed& observed,
                  Judgement& judgement) {
  TestSignal signal{setup};
  iq::BitErrors all;
  Tally unreadable, wrong;
  each_symbol(setup, observed, is_test_signal, [&](const SymbolSamples& symbol) {
    if (!symbol.whole) unreadable.note(symbol.packet);
    for (const Third& third : signal.look(symbol)) {
      wrong.note(symbol.packet, third.bits.errors);
      all += third.bits;
    }
  });
  judgement.never("readable", unreadable, record::UNIT_SYMBOLS);
  judgement.holds("compared", {.expected = 1,
                               .expected_to = INT64_MAX,
                               .observed = static_cast<std::int64_t>(all.bits),
                               .unit = record::UNIT_BITS});
  judgement.never("errors", wrong, record::UNIT_BITS);
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CONF.0", "v12.00", "3.2.3.1.3", "base UL resource allocation", Relation::part},
};
inline constexpr CriterionInfo kCriteria[] = {
    {"readable", "the samples of every symbol could be unpacked", "O-RAN.WG4.TS.CUS.0 v17.01 8.3.3.15"},
    {"compared", "bits were compared", "O-RAN.WG4.TS.CONF.0 v12.00 3.2.3.1.3"},
    {"errors", "no bit differs from those that the antenna of the eAxC id received, PRB by PRB",
     "O-RAN.WG4.TS.CONF.0 v12.00 3.2.3.1.3"},
};

inline constexpr Case kCase{
    .id = "FH-UPL-015",
    .title = "UL content",
    .purpose = "What the antennas receive arrives without bit errors, each PRB of each eAxC id in its place.",
    .duts = kORu,
    .kind = Kind::emulation,
    .references = kReferences,
    .remains = "a signal on air: FRC G-FR1-A1-5 of a generator; here antennas are played by the unit",
    .criteria = kCriteria,
    .not_applicable = no_test_signal,
    .stimulus = stimulus,
    .judge = judge,
};

}  // namespace plumbline::suite::upl_015

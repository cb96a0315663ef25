// FH-UPL-012: selective RE sending.
#pragma once

#include <array>
#include <string>

#include "suite/codes.h"

namespace plumbline::suite::upl_012 {

/// Of the U-plane that the unit under test sends.
inline radio::Direction direction_of(const Setup& setup) {
  return setup.dut == Dut::o_ru ? radio::Direction::uplink : radio::Direction::downlink;
}

/// What of it shows that REs are sent which hold nothing.
struct Found {
  std::uint64_t sections = 0, left_out = 0;
  Tally not_read, empty, outside, reserved;
};

/// Methods 5 and 6 leave out the empty REs of each PRB, 7 and 8 those that are empty in every PRB of their
/// mask. A number of 0 was 0 before compression where the exponent is 0, and where a code of 0 stands for 0.
class Emptiness {
 public:
  Emptiness(std::uint8_t method, bool rb, std::uint16_t exact) : method_{method}, rb_{rb}, exact_{exact} {}
  void add(const SentPrb& prb) {
    unsigned held = 0;
    for (unsigned re = 0; re < iq::kResPerPrb; ++re) {
      const bool sure = iq::is_modulation(method_) ? (exact_ >> re & 1) != 0 : prb.exponent == 0;
      if (prb.sends(re) && (!prb.zero(re) || !sure)) held |= 1u << re;
    }
    if (!wire::has_section_masks(method_)) {
      empty_ = empty_ || (prb.sent & ~held) != 0;
      return;
    }
    const std::size_t of = rb_ ? 0 : prb.index % 2;
    sent_[of] |= prb.sent;
    held_[of] |= held;
  }
  bool found() const { return empty_ || (sent_[0] & ~held_[0]) != 0 || (sent_[1] & ~held_[1]) != 0; }

 private:
  std::uint8_t method_;
  bool rb_;
  std::uint16_t exact_;  ///< REs whose code 0 is an amplitude of 0
  std::array<unsigned, 2> sent_{}, held_{};
  bool empty_ = false;
};

/// Adds what a section holds.
inline void look(const Observed& observed, const SeenUplane& seen, const Descriptions& descriptions,
                 Found& found) {
  const std::uint8_t method = wire::method_of(seen.packing);
  const std::uint64_t packet = seen.place.packet;
  const bool down = seen.header.direction == radio::Direction::downlink;
  std::vector<const SeenCplane*> told;
  if (down) told = descriptions.of(seen);
  unsigned exact = 0, shifted = 0;
  for (const SeenCplane* one : told)
    for (const AmplitudeSet& set : sets_of(observed, *one)) (set.csf ? shifted : exact) |= set.re_mask;
  const unsigned within = told.empty() ? 0xFFFu : Descriptions::res(told);
  Emptiness emptiness{method, seen.prbs.step != 1, turned(static_cast<std::uint16_t>(exact & ~shifted))};
  bool outside = false, reserved = ((seen.mask1 | seen.mask2) >> 12) != 0;
  ++found.sections;
  const bool read = each_prb(observed, seen, [&](const SentPrb& prb) {
    emptiness.add(prb);
    found.left_out += prb.sent != 0xFFF ? 1u : 0u;
    outside = outside || (prb.sent & ~within) != 0;
    reserved = reserved || prb.reserved != 0;
  });
  if (!read) found.not_read.note(packet);
  if (emptiness.found()) found.empty.note(packet);
  if (outside) found.outside.note(packet);
  if (reserved) found.reserved.note(packet);
}

inline void judge(const Setup& setup, const Stimulus& /*sent*/, const Observed& observed,
                  Judgement& judgement) {
  const Descriptions descriptions{observed};
  Found found;
  const auto is_selected = [&](const SeenUplane& seen) {
    return seen.header.direction == direction_of(setup) && is_of_unit(setup, seen.place) &&
           wire::is_selective(wire::method_of(seen.packing));
  };
  for (const SeenUplane& seen : observed.uplane)
    if (is_selected(seen)) look(observed, seen, descriptions, found);
  for (const SeenUplane& seen : observed.unread)
    if (is_selected(seen)) found.not_read.note(seen.place.packet);
  const Measured selected{.expected = 1,
                          .expected_to = INT64_MAX,
                          .observed = static_cast<std::int64_t>(found.left_out),
                          .unit = record::UNIT_PRBS};
  // A unit whose REs all hold something has nothing to leave out.
  found.left_out > 0 ? judgement.holds("selected", selected) : judgement.inconclusive("selected", selected);
  const auto unit = record::UNIT_SECTIONS;
  judgement.never("readable", found.not_read, unit);
  judgement.never("no_empty", found.empty, unit);
  if (setup.dut == Dut::o_du) judgement.never("described", found.outside, unit);
  judgement.never("reserved", found.reserved, unit);
}

/// Every PRB is looked into.
inline Stimulus stimulus(const Setup& /*setup*/, std::size_t /*part*/) {
  return {.every_prb = true, .keep_prbs = true};
}

inline std::string not_applicable(const Setup& setup) {
  if (setup.snap != emulator::kNoSnap) return "frames are cut";
  return may_be(setup, direction_of(setup), wire::is_selective)
             ? ""
             : "link carriers.channels.compression: no selective method";
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CONF.0", "v12.00", "3.2.3.3.12", "BFP with selective RE sending", Relation::part},
    {"O-RAN.WG4.TS.CONF.0", "v12.00", "3.2.3.3.13", "modulation compression with selective RE sending",
     Relation::part},
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "A.6", "selective RE sending", Relation::part},
};
inline constexpr std::string_view kRules[] = {"CUS-COMP-002", "CUS-COMP-015", "CUS-COMP-016",
                                              "CUS-COMP-017", "CUS-COMP-018", "CUS-U-003",
                                              "CUS-U-007",    "CUS-U-008",    "CUS-U-009"};
inline constexpr CriterionInfo kCriteria[] = {
    {"selected", "PRBs came of which REs were left out", "O-RAN.WG4.TS.CUS.0 v17.01 A.6"},
    {"readable", "sections have the octets of the REs that their masks name",
     "O-RAN.WG4.TS.CUS.0 v17.01 8.3.3.18"},
    {"no_empty", "no RE was sent that was 0 before compression", "O-RAN.WG4.TS.CUS.0 v17.01 A.6"},
    {"reserved", "bits beside masks that stand for nothing are 0", "O-RAN.WG4.TS.CUS.0 v17.01 8.3.3.15"},
    // Of an O-DU only.
    {"described", "no RE was sent that reMask does not name", "O-RAN.WG4.TS.CUS.0 v17.01 7.5.3.5"},
};

inline constexpr Case kCase{
    .id = "FH-UPL-012",
    .title = "selective RE sending",
    .purpose = "Each PRB has exactly the REs that sReSMask names, and it names none that holds nothing.",
    .duts = kAny,
    .kind = Kind::emulation,
    .references = kReferences,
    .remains =
        "the signal on air; REs of 0 that an exponent above 0 hides; that no RE was left out which held "
        "something",
    .rules = kRules,
    .criteria = kCriteria,
    .not_applicable = not_applicable,
    .stimulus = stimulus,
    .judge = judge,
};

}  // namespace plumbline::suite::upl_012

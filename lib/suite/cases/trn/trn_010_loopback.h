// FH-TRN-010: Ethernet loopback.
#pragma once

#include <algorithm>
#include <array>
#include <string>

#include "suite/frames.h"

namespace plumbline::suite::trn_010 {

inline constexpr std::uint16_t kCfm = 0x8902;
inline constexpr std::uint8_t kCount = 10, kLbr = 2;

/// LBM: level and version, opcode 3, flags, first TLV at 4, identifier, a data TLV of eight octets, end.
inline std::vector<std::uint8_t> message(const Setup& setup, std::uint8_t number) {
  return {static_cast<std::uint8_t>(setup.unit.loopback_level << 5),
          3,
          0,
          4,
          0xC0,
          0xFF,
          0xEE,
          number,
          3,
          0,
          8,
          number,
          2,
          3,
          4,
          5,
          6,
          7,
          8,
          0};
}

/// Ten, one a second.
inline Stimulus stimulus(const Setup& setup, std::size_t /*part*/) {
  Stimulus sent{.frames = 1, .listen = std::chrono::seconds{1}};
  for (std::uint8_t i = 0; i < kCount; ++i)
    sent.extras.push_back({std::chrono::seconds{i}, frame_of(setup, kCfm, message(setup, i))});
  return sent;
}

inline void judge(const Setup& setup, const Stimulus& /*sent*/, const Observed& observed,
                  Judgement& judgement) {
  std::array<unsigned, kCount> answers{};
  std::uint64_t strange = 0, packet = 0;
  for (const SeenOther& seen : observed.others) {
    const auto body = seen.place.from_o_du ? std::nullopt : body_of(seen, kCfm);
    // Bridges and the unit itself may say other things of connectivity (CCM, linktrace).
    if (!body || body->size() < 2 || (*body)[1] != kLbr) continue;
    const std::uint8_t number = body->size() > 7 ? (*body)[7] : kCount;
    std::vector<std::uint8_t> expected =
        number < kCount ? message(setup, number) : std::vector<std::uint8_t>{};
    if (!expected.empty()) expected[1] = kLbr;
    const bool to_sender =
        std::equal(setup.link.o_du_mac->begin(), setup.link.o_du_mac->end(), seen.octets.begin());
    const bool same = !expected.empty() && body->size() >= expected.size() &&
                      std::equal(expected.begin(), expected.end(), body->begin());
    if (same && to_sender)
      ++answers[number];
    else if (strange++ == 0)
      packet = seen.place.packet;
  }
  const auto once = std::count(answers.begin(), answers.end(), 1u);
  judgement.equals("answered", kCount, static_cast<std::uint64_t>(once));
  judgement.equals("the_same", 0, strange, record::UNIT_MESSAGES, packet);
}

inline std::string not_applicable(const Setup& setup) {
  return setup.unit.has(profile::Feature::loopback) ? "" : "profile features: loopback";
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CONF.0", "v12.00", "3.1.13.1", "Ethernet connectivity monitoring", Relation::full},
};
inline constexpr CriterionInfo kCriteria[] = {
    {"answered", "each loopback message is answered once", "O-RAN.WG4.TS.CONF.0 v12.00 3.1.13.1"},
    {"the_same", "no answer differs in identifier or data, or goes to somebody else",
     "IEEE 802.1Q 2022 20.2"},
};

inline constexpr Case kCase{
    .id = "FH-TRN-010",
    .title = "Ethernet loopback",
    .purpose = "Every loopback message comes back once, to its sender, with its identifier and data.",
    .duts = kORu,
    .kind = Kind::emulation,
    .references = kReferences,
    .criteria = kCriteria,
    .not_applicable = not_applicable,
    .stimulus = stimulus,
    .judge = judge,
};

}  // namespace plumbline::suite::trn_010

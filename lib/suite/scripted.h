// Cases in which the O-DU says something special to one PUSCH eAxC, and exactly that has to be answered.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "suite/expect.h"

namespace plumbline::suite {

/// What is said in a slot in place of the plain message, and what has to be answered. Both are written by
/// hand in a case: neither is made from the other.
struct Speech {
  /// As emulator::Script::say(), for the slots of the target that have all their symbols in uplink.
  bool (*say)(const emulator::SlotPlace& place, std::vector<emulator::ScriptMessage>& messages) = nullptr;
  /// Adds what has to be answered in a slot in which say() says true.
  void (*want)(const SlotOf& slot, std::vector<Wanted>& wanted) = nullptr;
};

/// The first PUSCH eAxC, coupled by sectionId, that carries neither PRACH nor SRS; absent: none.
std::optional<radio::Eaxc> uplink_target(const Setup& setup);

/// Whether an uplink eAxC id is that of a PUSCH, and of nothing else.
bool is_pusch_alone(const Setup& setup, radio::Eaxc eaxc);
/// The carrier of an uplink eAxC id; nullptr: the link does not have it.
const profile::Carrier* carrier_of(const Setup& setup, radio::Eaxc eaxc);

/// Why a scripted case has no slot to speak in; empty: it has. For Case::not_applicable.
std::string no_uplink_target(const Setup& setup);

/// The script of a speech to the target.
std::shared_ptr<const emulator::Script> script_of(const Speech& speech, const Setup& setup);

/// Judges "answered" (nothing wanted is missing), "nothing_else" and "named" (sectionId, rb and filterIndex
/// as asked) of the target.
void judge_speech(const Speech& speech, const Setup& setup, const Stimulus& stimulus,
                  const Observed& observed, Judgement& judgement);

/// The criteria of judge_speech().
inline constexpr CriterionInfo kSpeechCriteria[] = {
    {"answered", "every PRB and symbol that was asked for came", "O-RAN.WG4.TS.CUS.0 v17.01 8.2.1"},
    {"nothing_else", "nothing came that was not asked for, nothing twice", "O-RAN.WG4.TS.CUS.0 v17.01 8.2.1"},
    {"named", "sectionId, rb and filterIndex are those of the request", "O-RAN.WG4.TS.CUS.0 v17.01 8.3.3"},
};

/// A section of a speech: PRBs [first, first + count) by step 1, or 2 with rb; count at most 255.
wire::Section section_of(std::uint16_t id, std::uint16_t first, std::uint16_t count, std::uint8_t symbols);
/// Sections that cover PRBs [first, first + count), with ids from `id` on: as many as numPrbc needs.
std::vector<emulator::ScriptSection> cover(std::uint16_t id, std::uint16_t first, std::uint16_t count,
                                           std::uint8_t symbols);
/// Adds the answer to cover() in symbols [symbol, symbol + symbols).
void want_cover(const SlotOf& slot, std::uint16_t id, std::uint16_t first, std::uint16_t count,
                std::uint8_t symbol, std::uint8_t symbols, std::vector<Wanted>& wanted);
/// Adds one range in symbols [symbol, symbol + symbols).
void want_range(const SlotOf& slot, std::uint16_t id, const radio::PrbRange& prbs, std::uint8_t symbol,
                std::uint8_t symbols, std::vector<Wanted>& wanted);
/// The plain message's header with another startSymbolId.
wire::CplaneHeader header_at(const emulator::SlotPlace& place, std::uint8_t symbol);

}  // namespace plumbline::suite

// What an O-RU knows of its link: eAxC ids, windows, formats and samples, worked out once.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/result.h"
#include "emulator/plan.h"
#include "emulator/reception.h"
#include "emulator/sequence_state.h"
#include "emulator/slot_book.h"
#include "profile/link.h"
#include "wire/uplane.h"

namespace plumbline::emulator {

/// A way to pack answers.
struct AnswerFormat {
  std::uint8_t ud_comp_hdr = 0;
  std::uint32_t prb_octets = 0;       ///< of the longest PRB
  std::size_t pool = 0;               ///< of ORuPlan::pools; of PRACH, of prach_pools
  std::uint32_t sequence_octets = 0;  ///< of PRACH without compression: that the sequence takes; else 0
};

/// A channel of a carrier.
struct ChannelUse {
  std::size_t carrier = 0;
  bool prach = false;
  bool dynamic = false;
  bool by_place = false;              ///< coupled by frequency and time, with priorities or without
  std::uint16_t prbs = 0;             ///< what numPrb 0 stands for
  std::size_t ports = 1;              ///< eAxC ids of the channel: their answers share the time of a symbol
  wire::UplaneFormat format;          ///< of DL U-plane
  std::vector<AnswerFormat> formats;  ///< UL: the first is that of static links
  std::vector<std::uint8_t> headers;  ///< DL, dynamic: every udCompHdr that is configured
  Aim aim;                            ///< UL
  radio::Window window;               ///< Ta3, UL
};

/// A channel that an eAxC id carries.
struct PortUse {
  std::size_t channel = 0;  ///< of ORuPlan::channels
  std::size_t port = 0;     ///< which of its eAxC ids
};

/// One eAxC id in one direction.
struct Endpoint {
  radio::Eaxc eaxc;
  std::size_t carrier = 0;
  std::optional<PortUse> data{};   ///< PDSCH, PUSCH or SRS
  std::optional<PortUse> prach{};  ///< what section type 3 asks for
  std::size_t c_sequence = 0;      ///< of ORuPlan::c_sequences
  SequenceState u_sequence{};
  std::uint8_t u_sent = 0, c_sent = 0;  ///< sequenceId of the next message
  SlotBook book{};
  /// By format of the channel of `data`: a symbol of the test signal; empty: samples come from pools.
  std::vector<std::vector<std::uint8_t>> antenna{};
  Octets hears(std::size_t format) const { return antenna.empty() ? Octets{} : Octets{antenna[format]}; }
};

/// A carrier's clock and windows at the O-RU.
struct CarrierUse {
  profile::Carrier carrier;
  RadioClock clock;
  std::array<radio::Window, 2> c_window;  ///< T2a_cp by direction
  radio::Window u_window;                 ///< T2a_up
  Aim answer;                             ///< of section type 8: that of UL U-plane
  radio::Window answer_window;
};

struct ORuPlan {
  std::vector<CarrierUse> carriers;
  std::vector<ChannelUse> channels;
  std::vector<Endpoint> endpoints;
  std::vector<SequenceState> c_sequences;
  std::vector<PrbPool> pools;
  std::vector<PrachPool> prach_pools;
  std::array<std::vector<std::uint16_t>, 2> index;  ///< by direction and eAxC id: endpoint + 1, 0: none

  Endpoint* find(radio::Eaxc eaxc, radio::Direction direction) {
    const std::uint16_t found = index[static_cast<std::size_t>(direction)][eaxc.value];
    return found == 0 ? nullptr : &endpoints[found - 1u];
  }
};

/// Works it out, or says what of the link an O-RU of this kind cannot serve.
/// `test_signal`: what the antennas of UL eAxC ids receive.
Result<ORuPlan, Error> make_o_ru_plan(const profile::Link& link, std::uint64_t seed,
                                      bool test_signal = false);

}  // namespace plumbline::emulator

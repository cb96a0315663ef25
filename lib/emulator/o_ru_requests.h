// What an O-RU makes of C-plane messages in their window: answers owed, sections remembered.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "emulator/asked.h"
#include "emulator/o_ru_control.h"

namespace plumbline::emulator {

class ORuRequests {
 public:
  /// Borrows all but `abilities` and `quirks`.
  ORuRequests(ORuPlan& plan, const ORuAbilities& abilities, Quirks quirks, AnswerQueue& answers,
              Control& control);

  /// Where in time a message belongs.
  struct Place {
    bool has_window = false;
    RadioClock::Frame frame;
    std::int64_t t0_ns = 0;  ///< start of startSymbolId
    std::int64_t slot = 0;   ///< RadioClock::slot_number()
    Counted counted;         ///< section type 3
  };
  /// Nothing: there is no such time, or no such subcarrier spacing.
  std::optional<Place> place(const Arrived& when, const Endpoint& endpoint,
                             const wire::CplaneHeader& header) const;

  /// Takes a message that came in time.
  Outcome take(const Arrived& when, Endpoint& endpoint, const wire::CplaneHeader& header, const Place& place,
               const wire::View& message);

 private:
  /// A message whose sections are read.
  struct Reading {
    const Arrived& when;
    Endpoint& endpoint;
    const wire::CplaneHeader& header;
    const Place& place;
    Outcome outcome = Outcome::taken;
  };
  static constexpr std::size_t kPorts = 65, kSymbols = 16;  ///< 64 ports of SE 10 and its own

  Outcome take_sections(Reading& reading, const wire::View& message);
  Outcome take_section(const Reading& reading, const wire::Section& section, bool prach);
  Outcome drop_sleeping(const Reading& reading, std::span<Asked> asked) const;
  Outcome note(Reading& reading, const Asked& asked);
  /// The same of what nobody has asked for yet in the slot, as a section without an id of its own.
  Outcome owe_unclaimed(const Reading& reading, Endpoint& endpoint, const PortUse& use, const Asked& asked);
  Outcome owe(const Reading& reading, Endpoint& endpoint, const PortUse& use, const Asked& asked);
  std::uint16_t widest(const ChannelUse& channel) const;
  std::uint32_t open_answer(const Reading& reading, Endpoint& endpoint, const PortUse& use,
                            std::size_t format, const Asked& asked);
  std::int64_t reference_ns(const Reading& reading, const ChannelUse& channel, unsigned symbol) const;
  Asking asking(const Reading& reading, const wire::View& message) const;

  ORuPlan* plan_;
  ORuAbilities abilities_;
  Quirks quirks_;
  AnswerQueue* answers_;
  Control* control_;
  AskedReader reader_;
  std::vector<Asked> asked_;
  std::vector<std::uint16_t> acks_, nacks_;
  struct Open {
    std::size_t slot;  ///< of `table_`
    std::uint32_t answer;
  };
  std::vector<Open> open_;
  std::array<std::uint32_t, kPorts * kSymbols> table_{};  ///< by port and symbol: place in open_ + 1
};

}  // namespace plumbline::emulator

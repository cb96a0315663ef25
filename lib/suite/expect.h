// U-plane that had to come, held against what came.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "suite/case.h"

namespace plumbline::suite {

/// PRBs of a section that had to come in one symbol. A case says so from its own description of the stimulus,
/// not from what an emulator reads out of octets.
struct Wanted {
  radio::Eaxc eaxc;
  std::int64_t frame = 0;  ///< absolute
  std::uint8_t subframe = 0;
  std::uint8_t slot = 0;  ///< slotId
  std::uint8_t symbol = 0;
  std::uint8_t filter_index = 0;
  std::uint16_t section = 0;  ///< sectionId
  radio::PrbRange prbs;
  radio::RadioTime time() const {
    return {.frame = static_cast<std::uint8_t>(frame & 255),
            .subframe = subframe,
            .slot = slot,
            .symbol = symbol};
  }
};

/// How what came differs from what had to, in PRBs of one symbol.
struct Difference {
  std::uint64_t wanted = 0;   ///< all of them
  std::uint64_t missing = 0;  ///< did not come
  Tally extra;                ///< came and was not wanted
  Tally twice;                ///< came more than once
  Tally misnamed;             ///< came with another sectionId or rb than wanted
  std::uint64_t unread = 0;   ///< C-plane sections that describe more than described() reads
};

/// Which of the U-plane that was seen is looked at.
using Regard = std::function<bool(const SeenUplane&)>;

/// Holds `seen` (those that `regard` takes) against `wanted`. PRBs count once for each symbol and eAxC.
Difference compare(std::span<const Wanted> wanted, std::span<const SeenUplane> seen, const Regard& regard);

/// Follows sections in the order of their messages, and says which symbol each begins with: that of the
/// header, moved on by symInc (CUS v17.01 7.5.3.3).
class SymbolWalk {
 public:
  /// The first symbol of `section`; to be called for every one.
  unsigned next(const SeenCplane& section);
  /// Whether that one was the first of its message.
  bool begins() const { return begins_; }

 private:
  bool begins_ = false, any_ = false;
  std::uint64_t packet_ = 0;
  std::uint32_t message_ = 0;
  unsigned symbol_ = 0, step_ = 1;
};

/// What C-plane of section types 1 and 5 in `direction` says that U-plane had to bring: described PRBs of
/// described symbols. Sections with an extension that changes either (6, 12, 13, 19, 20) are left to the
/// rules.
std::vector<Wanted> described(const Setup& setup, std::span<const SeenCplane> seen,
                              radio::Direction direction);
/// Holds what came of it against described(); PRACH, and what has no C-plane, is left out.
Difference compare_described(const Setup& setup, const Observed& observed, radio::Direction direction);

/// Judges `name`: all that was wanted came. Not applicable where all of it is left to the rules.
void judge_came(std::string_view name, const Difference& found, Judgement& judgement);

/// Why no U-plane but PRACH can be wanted in `direction`; empty: it can. For Case::not_applicable.
std::string no_data_channel(const Setup& setup, radio::Direction direction);
/// Whether some channel in which the unit under test sends has one of these methods.
bool uses_method(const Setup& setup, std::initializer_list<profile::Method> methods);
/// What the unit under test sends: an O-RU uplink, an O-DU downlink.
inline radio::Direction direction_of(Dut dut) {
  return dut == Dut::o_ru ? radio::Direction::uplink : radio::Direction::downlink;
}
/// Whether the unit under test is the source of a stream.
bool is_of_unit(const Setup& setup, const record::Stream& stream);
/// The same of a message.
inline bool is_of_unit(const Setup& setup, const Place& place) {
  return place.from_o_du == (setup.dut == Dut::o_du);
}

/// The first eAxC id of a channel of this kind; absent: there is none.
std::optional<radio::Eaxc> first_eaxc(const Setup& setup, profile::ChannelKind kind);

/// A slot of the stimulus, in which one eAxC of one channel is served.
struct SlotOf {
  const profile::Carrier& carrier;
  const profile::Channel& channel;
  std::size_t port = 0;    ///< index into channel.eaxc
  std::int64_t frame = 0;  ///< absolute
  unsigned slot = 0;       ///< within the frame, by the carrier's SCS
  profile::SymbolSpan symbols;
  radio::Eaxc eaxc() const { return channel.eaxc[port]; }
  /// `Wanted` of this slot but for symbol, section and PRBs.
  Wanted wanted() const;
};

/// The first radio frame that begins at `earliest` or later.
std::int64_t first_frame(const radio::FrameTiming& timing, GpsTime earliest);

/// Calls `visit(const SlotOf&)` for every slot of the run in which a channel of kind `kind` may carry
/// symbols, carrier by carrier, frame by frame.
void each_slot(const Setup& setup, std::uint32_t frames, profile::ChannelKind kind,
               const std::function<void(const SlotOf&)>& visit);

}  // namespace plumbline::suite

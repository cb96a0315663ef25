// An O-RU that acts: it answers what it is asked for, and counts what it receives.
#pragma once

#include <memory>
#include <optional>

#include "base/result.h"
#include "emulator/actor.h"
#include "emulator/counters.h"
#include "emulator/quirks.h"
#include "profile/link.h"
#include "profile/unit.h"

namespace plumbline::emulator {

/// Extensions that the unit can follow, or that leave what is asked for as it is: 1..6, 8..17, 22, 23. Others
/// move windows, join eAxC ids, puncture, or take part in DMRS-BF.
inline constexpr std::uint64_t kFollowedExtensions = 0x00C3'FF7E;

/// What the unit can do beyond answering section types 1 and 3. Sections and commands that need what it
/// cannot are dropped and counted: RX_ERR_DROP, and RX_CORRUPT what CUS v17.01 9.1 calls a protocol error
/// (reserved ones, extensions that are not understood).
struct ORuAbilities {
  /// Bit n: section extension n is understood; of kFollowedExtensions only.
  std::uint64_t extensions = 0;
  bool blanking = true;                   ///< section type 0
  bool channel_information = false;       ///< section types 5 and 6
  bool ack_nack = false;                  ///< SE 22, section type 8
  std::optional<profile::Sleep> sleep{};  ///< section type 4, TRX_CONTROL and ASM; absent: neither
  bool static_uplink = false;             ///< PRACH and SRS without C-plane, where the link has them
  bool laa = false;                       ///< section type 7
  bool one_way_delay = true;              ///< eCPRI message type 5, all actions
  bool loopback = true;                   ///< IEEE 802.1Q LBM
  bool udp_echo = false;                  ///< UDP echo (RFC 862) is there, and switched on
  /// DL U-plane that the radio transport cut is joined (CUS v17.01 5.5.3), where sequence ids are checked; a
  /// message counts when it is whole, or given up: RX_ERR_DROP.
  bool transport_fragments = false;
};

/// Answers are what CUS v17.01 asks of an O-RU: for each UL description (7.4.3, 7.4.5) U-plane of exactly its
/// symbols and PRBs inside Ta3 (PRACH: its own), same sectionId, filterIndex and, where dynamic, udCompHdr;
/// fragmented at the link's MTU, at the application layer unless the options say otherwise. A request that
/// comes too late to be answered in time is counted and not answered; one that comes twice, or in parts that
/// differ in reMask, is answered once. A message outside its window is counted and not processed. What sleeps
/// (CUS v17.01 16) is not served until its duration is over, or its wake-up on command; where wake-up
/// durations are minima this takes longer, and ready is said first. Frames to other addresses, or of another
/// VLAN, are not counted, and measurements and loopback messages only where they are dropped. Instants are
/// those of the unit's clock. Same input, same octets; steady state allocates nothing.
class ORu final : public Actor {
  struct State;

 public:
  struct Options {
    std::uint64_t seed = 1;        ///< of samples and of the spread of instants
    std::uint32_t snap = kNoSnap;  ///< octets of a frame that are made (TimedFrame::length tells all)
    ORuAbilities abilities{};
    /// The antennas receive the uplink test signal of iq/pn.h; sections with rb, PRACH, and what has no
    /// C-plane have noise all the same.
    bool test_signal = false;
    bool transport_fragments = false;  ///< U-plane longer than the MTU is cut by the radio transport
    Quirks quirks{};
  };

  /// Errors: what of the link the unit cannot serve (as Traffic::make()).
  static Result<std::unique_ptr<ORu>, Error> make(const profile::Link& link, const Options& options);
  /// For make().
  explicit ORu(std::unique_ptr<State> state);
  ~ORu() override;

  void receive(CaptureTime at, std::uint32_t length, Octets octets) override;
  void advance(CaptureTime until, std::vector<TimedFrame>& batch) override;

  const Counters& counters() const;

 private:
  std::unique_ptr<State> state_;
};

}  // namespace plumbline::emulator

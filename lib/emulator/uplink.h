// What arrives at an O-DU: UL messages against their windows and against what was asked for.
#pragma once

#include <cstdint>
#include <vector>

#include "emulator/plan.h"
#include "emulator/receiver.h"
#include "emulator/requests.h"

namespace plumbline::emulator {

/// Instants are those of the O-DU's clock.
class Uplink final : public Receiver {
 public:
  /// A whole frame that answers another.
  struct Reply {
    CaptureTime at;
    std::vector<std::uint8_t> octets;
  };

  /// Borrows `plan`, which is that of `link`. `transport_fragments`: U-plane that the radio transport cut is
  /// joined.
  Uplink(const profile::Link& link, const Plan& plan, bool transport_fragments);

  /// A C-plane message of ours leaves at `at`; `body` is what is behind its eCPRI common header.
  void sent(CaptureTime at, const wire::View& body);
  /// Nothing arrives before `now` any more.
  void pass(CaptureTime now);

  const Answers& answers() const { return requests_.answers(); }
  /// What is to be sent back, in the order in which it was made; who sends it takes it out.
  std::vector<Reply>& replies() { return replies_; }

 private:
  struct Channel {
    const ChannelPlan* plan = nullptr;
    const profile::Compression* compression = nullptr;
    wire::UplaneFormat format;
    radio::Window window;
    bool by_place = false;  ///< coupled by frequency and time, with priorities or without
    bool allows(std::uint8_t ud_comp_hdr) const;
  };
  /// What an eAxC id of UL is configured for.
  struct Port {
    std::size_t carrier = 0;
    Channel plain, prach;
    SequenceState u_sequence{}, c_sequence{};
  };
  struct Carrier {
    const CarrierPlan* plan;
    RadioClock clock;
    Grid grid;
  };

  Port* find(radio::Eaxc eaxc) {
    const std::uint16_t index = port_of_[eaxc.value];
    return index == 0 ? nullptr : &ports_[index - 1u];
  }
  void add(std::size_t carrier, std::size_t channel, const profile::Link& link);
  Stream find_stream(radio::Eaxc eaxc) override;
  void take_uplane(const Arrived& when, const UplaneMessage& message) override;
  void take_cplane(const Arrived& when, const wire::EcpriIds& ids, const wire::View& message) override;
  void send_reply(const Echo::Reply& reply) override;
  /// Reference instant of a U-plane message, if there can be one. PRACH lies where its request said, without
  /// one at a configured occasion.
  bool find_instant(const Port& port, const Channel& channel, const RadioClock::Frame& frame,
                    const wire::UplaneHeader& header, radio::Eaxc eaxc, std::int64_t& instant_ns);
  /// False: the message is dropped for what it holds.
  bool read_sections(const wire::View& message, const Channel& channel, const Requests::Key& key,
                     unsigned symbol);

  std::vector<Carrier> carriers_;
  std::vector<Port> ports_;
  std::vector<std::uint16_t> port_of_;      ///< by eAxC id: index into ports_ + 1, or 0
  std::vector<wire::UplaneSection> found_;  ///< of the message at work
  AskedReader reader_;
  std::vector<Asked> asked_;
  Requests requests_;
  std::vector<Reply> replies_;
};

}  // namespace plumbline::emulator

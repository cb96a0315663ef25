// What arrives at an O-DU: UL messages against their windows and against what was asked for.
#pragma once

#include <cstdint>
#include <vector>

#include "emulator/counters.h"
#include "emulator/joiner.h"
#include "emulator/plan.h"
#include "emulator/reception.h"
#include "emulator/requests.h"
#include "emulator/sequence_state.h"
#include "wire/cplane.h"
#include "wire/ecpri.h"
#include "wire/uplane.h"

namespace plumbline::emulator {

/// Instants are those of the O-DU's clock. In the steady state nothing is allocated.
class Uplink {
 public:
  /// Borrows `plan`, which is that of `link`. `transport_fragments`: U-plane that the radio transport cut is
  /// joined, where sequence ids are checked; a message counts when it is whole, or given up: RX_ERR_DROP.
  Uplink(const profile::Link& link, const Plan& plan, bool transport_fragments);

  /// A C-plane message of ours leaves at `at`; `body` is what is behind its eCPRI common header.
  void sent(CaptureTime at, const wire::View& body);
  /// A message of type 0 or 2 arrived, or one that is wrong.
  void receive(CaptureTime at, const wire::EcpriMessage& message);
  /// The messages of a PDU end in octets that are none.
  void receive_rest() {
    ++counters_.rx_total;
    drop_corrupt();
  }
  /// Nothing arrives before `now` any more.
  void pass(CaptureTime now);

  /// Whether several messages may come in a frame.
  bool concatenation() const { return concatenation_; }
  Counters& counters() { return counters_; }
  const Counters& counters() const { return counters_; }
  const Answers& answers() const { return requests_.answers(); }

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
  };
  struct Carrier {
    const CarrierPlan* plan;
    RadioClock clock;
    Grid grid;
  };

  const Port* find(radio::Eaxc eaxc) const {
    const std::uint16_t index = port_of_[eaxc.value];
    return index == 0 ? nullptr : &ports_[index - 1];
  }
  void add(std::size_t carrier, std::size_t channel, const profile::Link& link);
  /// True when `ids` go on where the message before left off.
  bool in_sequence(radio::Plane plane, const wire::EcpriIds& ids);
  void receive_uplane(CaptureTime at, const wire::EcpriMessage& message);
  void receive_part(CaptureTime at, const wire::EcpriIds& ids, const wire::View& part);
  /// U-plane from its radio application header on. `follows`: its sequenceId does. `part`: it is one of
  /// several parts, which are not joined.
  void receive_message(CaptureTime at, const Port& port, radio::Eaxc eaxc, const wire::View& body,
                       const wire::UplaneHeader& header, bool follows, bool part);
  void receive_cplane(const wire::EcpriMessage& message);
  /// Reference instant of a U-plane message, if there can be one. PRACH lies where its request said, without
  /// one at a configured occasion.
  bool find_instant(const Port& port, const Channel& channel, const RadioClock::Frame& frame,
                    const wire::UplaneHeader& header, radio::Eaxc eaxc, std::int64_t& instant_ns);
  /// False: the message is dropped for what it holds.
  bool read_sections(const wire::View& message, const Channel& channel, const Requests::Key& key,
                     unsigned symbol);
  void drop_corrupt() {
    ++counters_.rx_corrupt;
    ++counters_.rx_err_drop;
  }

  bool concatenation_, sequence_checked_;
  std::vector<Carrier> carriers_;
  std::vector<Port> ports_;
  std::vector<std::uint16_t> port_of_;      ///< by eAxC id: index into ports_ + 1, or 0
  std::vector<SequenceState> sequences_;    ///< by plane and eAxC id
  std::vector<wire::UplaneSection> found_;  ///< of the message at work
  AskedReader reader_;
  std::vector<Asked> asked_;
  Requests requests_;
  Joiner joiner_;
  Counters counters_;
};

}  // namespace plumbline::emulator

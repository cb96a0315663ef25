// Bodies of the eCPRI message types that the fronthaul does not use. Types 8 to 11 (interworking) and those
// from 12 on are data. Source: eCPRI 2.0 3.2.4.
#pragma once

#include <cstdint>

#include "wire/ecpri.h"
#include "wire/fixed_layout.h"

namespace plumbline::wire {

/// Type 1, bit sequence; data follows. Source: eCPRI 2.0 3.2.4.2.
///
///   0 | PC_ID (16) |  2 | SEQ_ID (16) |  4 | data |
struct EcpriBitSequence {
  static constexpr EcpriType kType = EcpriType::bit_sequence;
  static constexpr std::uint32_t kOctets = 4;
  std::uint16_t pc_id = 0;
  std::uint16_t seq_id = 0;
  friend bool operator==(const EcpriBitSequence&, const EcpriBitSequence&) = default;

  template <class W>
  void layout(W& w) {
    w.u("PC_ID", 16, pc_id);
    w.u("SEQ_ID", 16, seq_id);
  }
};

/// Type 3, generic data transfer; data follows. Source: eCPRI 2.0 3.2.4.4.
///
///   0 | PC_ID (32) |  4 | SEQ_ID (32) |  8 | data |
struct EcpriGenericData {
  static constexpr EcpriType kType = EcpriType::generic_data;
  static constexpr std::uint32_t kOctets = 8;
  std::uint32_t pc_id = 0;
  std::uint32_t seq_id = 0;
  friend bool operator==(const EcpriGenericData&, const EcpriGenericData&) = default;

  template <class W>
  void layout(W& w) {
    w.u("PC_ID", 32, pc_id);
    w.u("SEQ_ID", 32, seq_id);
  }
};

/// Type 4, remote memory access; data follows. Source: eCPRI 2.0 3.2.4.5.
///
///   0 | Remote Memory Access ID (8) |  1 | Read/Write (4) | Request/Response (4) |  2 | Element ID (16) |
///   4 | Address (48) |  10 | Length (16) |  12 | data |
struct EcpriRemoteMemory {
  static constexpr EcpriType kType = EcpriType::remote_memory;
  static constexpr std::uint32_t kOctets = 12;
  std::uint8_t id = 0;
  std::uint8_t read_write = 0;        ///< 0 read, 1 write, 2 write without response
  std::uint8_t request_response = 0;  ///< 0 request, 1 response, 2 failure
  std::uint16_t element_id = 0;
  std::uint64_t address = 0;  ///< 48 bits
  std::uint16_t length = 0;   ///< octets to read or write, or that were
  friend bool operator==(const EcpriRemoteMemory&, const EcpriRemoteMemory&) = default;

  template <class W>
  void layout(W& w) {
    w.u("RemoteMemoryAccessID", 8, id);
    w.u("ReadWrite", 4, read_write);
    w.u("ReqResp", 4, request_response);
    w.u("ElementID", 16, element_id);
    w.u("Address", 48, address);
    w.u("Length", 16, length);
  }
};

/// Type 6, remote reset; vendor data may follow. Source: eCPRI 2.0 3.2.4.7.
///
///   0 | Reset ID (16) |  2 | Reset Code Op (8) |  3 | data |
struct EcpriRemoteReset {
  static constexpr EcpriType kType = EcpriType::remote_reset;
  static constexpr std::uint32_t kOctets = 3;
  std::uint16_t reset_id = 0;
  std::uint8_t code_op = 0;  ///< 1 request, 2 response
  friend bool operator==(const EcpriRemoteReset&, const EcpriRemoteReset&) = default;

  template <class W>
  void layout(W& w) {
    w.u("ResetID", 16, reset_id);
    w.u("ResetCodeOp", 8, code_op);
  }
};

/// Type 7, event indication; its faults follow. Source: eCPRI 2.0 3.2.4.8.
///
///   0 | Event ID (8) |  1 | Event Type (8) |  2 | Sequence Number (8) |  3 | Number of Faults/Notifs (8) |
///   4 | 8 octets each |
struct EcpriEvent {
  static constexpr EcpriType kType = EcpriType::event_indication;
  static constexpr std::uint32_t kOctets = 4;
  std::uint8_t event_id = 0;
  std::uint8_t event_type = 0;  ///< 0 faults, 1 their acknowledge, 2 notifications, 3 .. 5 synchronization
  std::uint8_t sequence = 0;
  std::uint8_t count = 0;
  friend bool operator==(const EcpriEvent&, const EcpriEvent&) = default;

  template <class W>
  void layout(W& w) {
    w.u("EventID", 8, event_id);
    w.u("EventType", 8, event_type);
    w.u("SequenceNumber", 8, sequence);
    w.u("NumberOfFaultsNotifs", 8, count);
  }
};

/// A fault or notification of type 7. Source: eCPRI 2.0 3.2.4.8.2.
///
///   0 | Element ID (16) |  2 | Raise/Cease (4) | Fault/Notif (12) |  4 | Additional Information (32) |
struct EcpriEventFault {
  static constexpr std::uint32_t kOctets = 8;
  std::uint16_t element_id = 0;  ///< 0xFFFF: all elements
  std::uint8_t raise_cease = 0;  ///< 0 raise, 1 cease
  std::uint16_t code = 0;        ///< 12 bits; from 0x800 on of the vendor
  std::uint32_t additional_information = 0;
  friend bool operator==(const EcpriEventFault&, const EcpriEventFault&) = default;

  template <class W>
  void layout(W& w) {
    w.u("ElementID", 16, element_id);
    w.u("RaiseCease", 4, raise_cease);
    w.u("FaultNotif", 12, code);
    w.u("AdditionalInformation", 32, additional_information);
  }
};

/// The bodies by kType; with(): false for the others.
using EcpriBodies =
    StructList<EcpriBitSequence, EcpriGenericData, EcpriRemoteMemory, EcpriRemoteReset, EcpriEvent>;

/// Walks the faults of an event indication.
class EcpriFaultWalk {
 public:
  /// `faults`: what follows the event's four octets in the message.
  EcpriFaultWalk(const View& faults, const EcpriEvent& event) : rest_{faults}, left_{event.count} {}

  /// The next one, told to `sink` as an entry of a list; false behind the last, and at one that is not there
  /// as a whole (then error() says which octet).
  template <class Sink>
  bool next(EcpriEventFault& fault, Sink& sink) {
    if (left_ == 0 || error_) return false;
    if (const Fault f = rest_.missing(0, EcpriEventFault::kOctets); f != Fault::none) {
      error_ = rest_.error(f);
      return false;
    }
    --left_;
    sink.begin_item(rest_.base);
    LayoutReader<Sink> reader{rest_, 0, sink};
    fault.layout(reader);
    sink.end_item();
    rest_ = rest_.behind(EcpriEventFault::kOctets);
    return true;
  }
  bool next(EcpriEventFault& fault) {
    NullLayoutSink none;
    return next(fault, none);
  }
  const DecodeError& error() const { return error_; }
  /// Behind the last fault that was read.
  const View& rest() const { return rest_; }

 private:
  View rest_;
  std::uint8_t left_;
  DecodeError error_{};
};

}  // namespace plumbline::wire

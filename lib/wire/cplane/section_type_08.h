// Section type 8: ACK/NACK feedback, wake-up ready. Source: CUS v17.01 7.2.8, 7.4.10, 7.5.3.34..37, 7.5.3.55.
//
// Header, behind the six common octets (`scs` stands in filterIndex, - (7) | ready in octet 4):
//
//   6 | numberOfAcks |  7 | numberOfNacks |  8 | ackId (16) x numberOfAcks | nackId (16) x numberOfNacks |
//   zeros to 4 octets
//
// Sent by the O-RU. An id answers the ackNackReqId of an SE 22 or of a command of section type 4. ready 1:
// usable from the next slot on, numberOfNacks 0.
#pragma once

#include "wire/cplane.h"
#include "wire/cplane/part.h"
#include "wire/layout_writer.h"

namespace plumbline::wire {

/// Of the octet that is numberOfsections in other types.
constexpr bool is_ready(const CplaneHeader& header) { return (header.number_of_sections & 1) != 0; }

/// What is behind sectionType in the header.
struct SectionType8Header {
  std::uint8_t number_of_acks = 0;
  std::uint8_t number_of_nacks = 0;

  template <class W>
  void layout(W& w) {
    w.step([&](auto& s) {
      s.u("numberOfAcks", 8, number_of_acks);
      s.u("numberOfNacks", 8, number_of_nacks);
    });
  }
};

/// What is behind the header.
struct AckNackLists {
  struct Id {
    std::uint16_t value = 0;
  };
  List<Id> acks;
  List<Id> nacks;

  template <class W>
  void layout(W& w, const SectionType8Header& header) {
    if (w.list("acks", header.number_of_acks, acks, [](auto& e, Id& id) { e.u("ackId", 16, id.value); }))
      w.list("nacks", header.number_of_nacks, nacks, [](auto& e, Id& id) { e.u("nackId", 16, id.value); });
  }
};

/// Where the lists of a message end and what is behind them.
struct AckNackRoom {
  DecodeError error;  ///< the first id that is not all at hand
  View ids;           ///< from the end of the header; with a fault, what is there
  View padding;       ///< up to a multiple of 4 octets, as far as the message goes
  View rest;          ///< behind it; meaningful without a fault
};

/// `message`: from the first octet of the application header, which is all there.
inline AckNackRoom find_ids(const View& message, const SectionType8Header& header) {
  const View behind = message.from(8);
  const std::uint32_t octets = 2u * (header.number_of_acks + header.number_of_nacks);
  AckNackRoom room{.ids = behind.first(octets)};
  if (room.ids.captured < octets) {
    const std::uint32_t there = behind.captured / 2 * 2;
    room.error = behind.error(behind.missing(there, 2));
    return room;
  }
  room.padding = behind.from(octets, (4 - octets % 4) % 4);
  room.rest = behind.from(octets + room.padding.length);
  return room;
}

/// Writes the lists and the padding behind them.
inline void encode(Writer& out, AckNackLists& lists, const SectionType8Header& header) {
  LayoutWriter writer{out};
  lists.layout(writer, header);
  writer.end_word();
}

}  // namespace plumbline::wire

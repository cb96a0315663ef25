// One message of a packet with its heads decoded: what all the ways of writing it down begin from.
#pragma once

#include <cstdint>

#include "base/cursor.h"
#include "wire/cplane.h"
#include "wire/ecpri.h"
#include "wire/frame.h"
#include "wire/one_way_delay.h"
#include "wire/uplane.h"

namespace plumbline::text {

/// A packet as this room needs it. Borrowed octets.
struct Packet {
  std::uint64_t number = 0;   ///< from 1, in the order of its capture
  bool stamped = false;       ///< `time_ns` says something
  std::int64_t time_ns = 0;   ///< since the first packet
  std::uint32_t on_wire = 0;  ///< octets of the frame without FCS
  Octets octets;              ///< the captured ones, from the destination MAC
};

/// How far a message could be read: its last head that is there.
enum class Kind : std::uint8_t {
  broken_frame,    ///< octets of the Ethernet, IP or UDP headers are missing
  not_ecpri,       ///< a frame of another protocol
  broken_ecpri,    ///< octets of an eCPRI common header are missing
  other_type,      ///< an eCPRI type that is not of the fronthaul
  broken_ids,      ///< types 0 and 2: ecpriPcid .. ecpriSeqid are missing
  broken_header,   ///< ids are there, octets of the application header are missing
  later_fragment,  ///< U-plane: ids are there, the application header is in another packet
  cplane,
  uplane,
  one_way_delay,  ///< broken when `error` says so
};

/// Borrowed from the MessageReader that made it and from the packet; valid until its next call. Members that
/// `kind` does not promise hold whatever was there before.
struct Message {
  Kind kind = Kind::broken_frame;
  const Packet* packet = nullptr;
  const wire::Frame* frame = nullptr;  ///< none: broken_frame
  wire::EcpriMessage ecpri;            ///< from other_type on
  wire::EcpriIds ids;                  ///< types 0 and 2, from broken_header on
  wire::View body;                 ///< types 0 and 2: behind the ids; broken_ecpri: behind the message before
  bool has_cplane_common = false;  ///< `cplane` has the fields up to sectionType, kind may be broken_header
  wire::CplaneHeader cplane;
  wire::UplaneHeader uplane;
  wire::OneWayDelay delay;
  wire::DecodeError error;  ///< of the heads; sections tell theirs when they are walked

  /// Type 0 or 2 with all of its ids.
  bool has_ids() const {
    return kind == Kind::broken_header || kind == Kind::later_fragment || kind == Kind::cplane ||
           kind == Kind::uplane;
  }
  /// The radio time of a C- or U-plane header, null when it is not there.
  const radio::RadioTime* time() const {
    if (kind == Kind::uplane) return &uplane.at;
    return has_cplane_common ? &cplane.start : nullptr;
  }
};

/// Splits one packet into its messages. Every packet gives at least one.
class MessageReader {
 public:
  /// `udp_port` as in wire::decode_frame(). `packet` must outlive the reader.
  MessageReader(const Packet& packet, std::uint16_t udp_port);
  MessageReader(const MessageReader&) = delete;
  MessageReader& operator=(const MessageReader&) = delete;

  /// The next message; false at the end.
  bool next(Message& message);

 private:
  const Packet& packet_;
  wire::Frame frame_;
  wire::DecodeError frame_error_;
  wire::EcpriWalk walk_{{}};
  wire::View behind_;  ///< the last message
  bool done_ = false;
};

}  // namespace plumbline::text

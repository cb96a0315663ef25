#include "text/message.h"

namespace plumbline::text {
namespace {

void read_cplane(Message& m) {
  m.error = wire::decode_cplane_header(m.body, m.cplane);
  m.kind = m.error ? Kind::broken_header : Kind::cplane;
  m.has_cplane_common = !m.error || !wire::decode_cplane_common(m.body, m.cplane);
}

void read_uplane(Message& m) {
  m.error = wire::decode_uplane_header(m.body, m.uplane);
  m.kind = m.error ? Kind::broken_header : Kind::uplane;
}

void read_body(Message& m) {
  const wire::EcpriType type = m.ecpri.header.type;
  if (type == wire::EcpriType::one_way_delay) {
    m.kind = Kind::one_way_delay;
    m.error = wire::decode_one_way_delay(m.ecpri.body, m.delay);
    return;
  }
  if (type != wire::EcpriType::iq_data && type != wire::EcpriType::rt_control) {
    m.kind = Kind::other_type;
    return;
  }
  m.error = wire::decode_ids(m.ecpri.body, m.ids);
  if (m.error) {
    m.kind = Kind::broken_ids;
    return;
  }
  m.body = m.ecpri.body.from(4);
  if (type == wire::EcpriType::rt_control)
    read_cplane(m);
  else if (m.ids.subsequence != 0)
    m.kind = Kind::later_fragment;
  else
    read_uplane(m);
}

}  // namespace

MessageReader::MessageReader(const Packet& packet, std::uint16_t udp_port)
    : packet_{packet}, frame_error_{wire::decode_frame(packet.octets, packet.on_wire, frame_, udp_port)} {
  if (frame_error_) return;
  walk_ = wire::EcpriWalk{frame_.pdu};
  behind_ = frame_.pdu;
}

bool MessageReader::next(Message& m) {
  if (done_) return false;
  m.kind = Kind::broken_frame;
  m.packet = &packet_;
  m.frame = nullptr;
  m.has_cplane_common = false;
  m.error = {};
  if (frame_error_) {
    m.error = frame_error_;
    return done_ = true;
  }
  m.frame = &frame_;
  if (frame_.protocol != wire::Protocol::ecpri) {
    m.kind = Kind::not_ecpri;
    return done_ = true;
  }
  if (walk_.next(m.ecpri)) {
    behind_ = m.ecpri.after();
    read_body(m);
    return true;
  }
  done_ = true;
  if (walk_.error().fault == wire::Fault::none) return false;
  m.kind = Kind::broken_ecpri;
  m.error = walk_.error();
  m.body = behind_;
  return true;
}

}  // namespace plumbline::text

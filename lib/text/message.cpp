#include "text/message.h"

namespace plumbline::text {
namespace {

void read_cplane(Message& m) {
  const auto header = wire::decode_cplane_header(m.body);
  if (header) {
    m.kind = Kind::cplane;
    m.has_cplane_common = true;
    m.cplane = *header;
    return;
  }
  m.kind = Kind::broken_header;
  m.error = header.error();
  if (const auto common = wire::decode_cplane_common(m.body)) {
    m.has_cplane_common = true;
    m.cplane = *common;
  }
}

void read_uplane(Message& m) {
  const auto header = wire::decode_uplane_header(m.body);
  m.kind = header ? Kind::uplane : Kind::broken_header;
  if (header)
    m.uplane = *header;
  else
    m.error = header.error();
}

void read_body(Message& m) {
  const wire::EcpriType type = m.ecpri.header.type;
  if (type == wire::EcpriType::one_way_delay) {
    m.kind = Kind::one_way_delay;
    const auto delay = wire::decode_one_way_delay(m.ecpri.body);
    if (delay)
      m.delay = *delay;
    else
      m.error = delay.error();
    return;
  }
  if (type != wire::EcpriType::iq_data && type != wire::EcpriType::rt_control) {
    m.kind = Kind::other_type;
    return;
  }
  const auto ids = wire::decode_ids(m.ecpri.body);
  if (!ids) {
    m.kind = Kind::broken_ids;
    m.error = ids.error();
    return;
  }
  m.ids = *ids;
  m.body = m.ecpri.body.from(4);
  type == wire::EcpriType::rt_control ? read_cplane(m) : read_uplane(m);
}

}  // namespace

MessageReader::MessageReader(const Packet& packet, std::uint16_t udp_port)
    : packet_{packet}, frame_{wire::decode_frame(packet.octets, packet.on_wire, udp_port)} {
  if (frame_) walk_ = wire::EcpriWalk{frame_->pdu};
}

bool MessageReader::next(Message& m) {
  if (done_) return false;
  m.kind = Kind::broken_frame;
  m.packet = &packet_;
  m.frame = nullptr;
  m.has_cplane_common = false;
  m.error = {};
  if (!frame_) {
    m.error = frame_.error();
    return done_ = true;
  }
  m.frame = &*frame_;
  if (frame_->protocol != wire::Protocol::ecpri) {
    m.kind = Kind::not_ecpri;
    return done_ = true;
  }
  if (walk_.next(m.ecpri)) {
    read_body(m);
    return true;
  }
  done_ = true;
  if (walk_.error().fault == wire::Fault::none) return false;
  m.kind = Kind::broken_ecpri;
  m.error = walk_.error();
  return true;
}

}  // namespace plumbline::text

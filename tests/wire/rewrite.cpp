#include "wire/rewrite.h"

#include <algorithm>

#include "wire/ecpri_messages.h"
#include "wire/esmc.h"
#include "wire/one_way_delay.h"
#include "wire/ptp.h"
#include "wire/rewriter.h"

namespace plumbline::test {

using wire::LayoutEnd;
using wire::View;

Rewritten rewrite_uplane(const View& message, const wire::UplaneFormat& format, Tally& tally) {
  Rewriter to{tally};
  wire::UplaneHeader header;
  if (decode_uplane_header(message, header)) return to.done();
  to.write(4, [&](Writer& out) { encode(out, header); });
  wire::UplaneWalk walk{message, format};
  wire::UplaneSection section;
  const auto one = [&](LayoutEnd end) {
    to.write(12, [&](Writer& out) { encode(out, section); });
    to.count(section.has_header ? "dynamic method" : "static method", wire::method_of(section.ud_comp_hdr),
             end);
    if (section.has_length) to.count("with udCompLen", wire::method_of(section.ud_comp_hdr), end);
  };
  while (walk.next(section)) {
    const bool captured = section.prbs.captured == section.prbs.length;
    one(captured ? LayoutEnd::complete : LayoutEnd::truncated);
    to.copy(section.prbs.octets());
    if (!captured) return to.done();
  }
  if (walk.header_read()) one(LayoutEnd::truncated);
  return walk.error() ? to.done() : to.done(message, View{});
}

Rewritten rewrite_ptp(const View& client, Tally& tally) {
  Rewriter to{tally};
  wire::PtpHeader header;
  if (wire::read_fixed(client, 0, header)) return to.done();
  to.write(64, [&](Writer& out) { wire::write_layout(out, header); });
  const View message = wire::ptp_message(client, header);
  const auto type = static_cast<unsigned>(header.type);
  bool fits = false;
  std::uint32_t end = wire::PtpHeader::kOctets;
  const bool known = wire::PtpBodies::with(header.type, [&](auto& body) {
    fits = !wire::read_fixed(message, end, body);
    if (!fits) return;
    to.write(64, [&](Writer& out) { wire::write_layout(out, body); });
    end += body.kOctets;
  });
  to.count("PTP", type, !known ? LayoutEnd::unknown : fits ? LayoutEnd::complete : LayoutEnd::truncated);
  if (!known) {
    to.copy(message.from(end).octets());
    return to.done();
  }
  if (!fits) return to.done();
  wire::PtpTlvWalk walk{message.from(end)};
  wire::PtpTlv tlv;
  while (walk.next(tlv)) {
    to.write(tlv.length + 4u, [&](Writer& out) { wire::write_layout(out, tlv); });
    to.count("PTP TLV", 0);
  }
  if (walk.error()) to.count("PTP TLV", 0, LayoutEnd::truncated);
  return walk.error() ? to.done() : to.done(message, View{});
}

Rewritten rewrite_esmc(const View& client, Tally& tally) {
  Rewriter to{tally};
  wire::EsmcHeader header;
  if (client.missing(0, 1) != wire::Fault::none || client.data[0] != wire::kEsmcSubtype) return to.done();
  if (wire::read_fixed(client, 0, header)) return to.done();
  to.write(64, [&](Writer& out) { wire::write_layout(out, header); });
  wire::EsmcTlvWalk walk{client.from(wire::EsmcHeader::kOctets)};
  wire::EsmcTlv tlv;
  while (walk.next(tlv)) {
    to.write(tlv.length, [&](Writer& out) { wire::write_layout(out, tlv); });
    to.count("ESMC TLV", tlv.is_quality_level() ? 1 : tlv.is_extended_quality_level() ? 2 : 0);
  }
  if (walk.error()) to.count("ESMC TLV", 0, LayoutEnd::truncated);
  return walk.error() ? to.done() : to.done(client, walk.rest());
}

namespace {

/// False when its fields are not all there.
bool delay(Rewriter& to, const View& body) {
  wire::OneWayDelay fields;
  const bool fits = !wire::decode_one_way_delay(body, fields);
  to.count("eCPRI", 5, fits ? LayoutEnd::complete : LayoutEnd::truncated);
  if (!fits) return false;
  fields.dummy_octets = 0;  // taken over: they say nothing, but need not be zeros
  to.write(20, [&](Writer& out) { encode(out, fields); });
  to.copy(body.from(20).octets());
  return true;
}

bool other_body(Rewriter& to, const wire::EcpriMessage& message) {
  const auto type = static_cast<unsigned>(message.header.type);
  wire::DecodeError error;
  View data = message.body;
  wire::EcpriEvent event;
  const bool known = wire::EcpriBodies::with(message.header.type, [&]<class Body>(Body& body) {
    error = wire::read_fixed(message.body, 0, body);
    if (error) return;
    to.write(Body::kOctets, [&](Writer& out) { wire::write_layout(out, body); });
    data = data.behind(Body::kOctets);
    if constexpr (std::is_same_v<Body, wire::EcpriEvent>) event = body;
  });
  if (!error && message.header.type == wire::EcpriType::event_indication) {
    wire::EcpriFaultWalk walk{data, event};
    wire::EcpriEventFault one;
    while (walk.next(one)) to.write(8, [&](Writer& out) { wire::write_layout(out, one); });
    error = walk.error();
    data = walk.rest();
  }
  to.count("eCPRI", known ? type : 8,
           error   ? LayoutEnd::truncated
           : known ? LayoutEnd::complete
                   : LayoutEnd::unknown);
  if (!error) to.copy(data.octets());
  return !error;
}

}  // namespace

Rewritten rewrite_ecpri(const View& pdu, Tally& tally) {
  Rewriter to{tally};
  wire::EcpriWalk walk{pdu};
  wire::EcpriMessage message;
  std::uint32_t end = 0;  // of the message before; up to the next one stands padding
  while (walk.next(message)) {
    const std::uint32_t at = message.at - pdu.base;
    to.copy(pdu.from(end, at - end).octets());
    to.write(4, [&](Writer& out) { encode_header(out, message.header); });
    end = at + 4 + message.body.length;
    if (message.header.type == wire::EcpriType::iq_data || message.header.type == wire::EcpriType::rt_control)
      return to.done();
    const bool fits = message.header.type == wire::EcpriType::one_way_delay ? delay(to, message.body)
                                                                            : other_body(to, message);
    if (!fits || message.body.captured < message.body.length) return to.done();
  }
  return to.done();
}

bool is_same(const Rewritten& rewritten, const View& decoded) {
  const auto& octets = rewritten.octets;
  // Padding that was not captured is no fault.
  const std::size_t least = std::min<std::size_t>(rewritten.whole, decoded.captured);
  if (octets.size() > decoded.captured || octets.size() < least) return false;
  return std::equal(octets.begin(), octets.end(), decoded.data);
}

}  // namespace plumbline::test

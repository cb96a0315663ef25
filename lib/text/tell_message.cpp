#include "text/tell_message.h"

#include <algorithm>

#include "wire/ecpri_messages.h"
#include "wire/esmc.h"
#include "wire/ptp.h"

namespace plumbline::text {
namespace {

/// What is at hand of octets that nothing describes further.
void tell_octets(std::string_view name, const wire::View& view, FieldSink& sink) {
  if (view.captured > 0) sink.octets(name, view.octets(), wire::Form::number, view.base);
}

/// All entries that `walk` finds, as a list.
template <class Item, class Walk>
void tell_list(std::string_view name, Walk& walk, FieldSink& sink) {
  Item item;
  sink.begin_list(name);
  while (walk.next(item, sink)) {
  }
  sink.end_list();
}

}  // namespace

MessageEnd tell_ptp(const wire::View& client, FieldSink& sink) {
  wire::PtpHeader header;
  if (const auto error = wire::read_fixed(client, 0, header, sink))
    return {.error = error, .in = "PTP header", .rest = client};
  const wire::View message = wire::ptp_message(client, header);
  constexpr std::uint32_t kBody = wire::PtpHeader::kOctets;
  MessageEnd end{.rest = message.from(kBody),
                 .overlong = header.message_length > client.length,
                 .behind = client.from(message.length)};
  std::uint32_t octets = 0;
  const bool known = wire::PtpBodies::with(header.type, [&](auto& body) {
    octets = body.kOctets;
    end.error = wire::read_fixed(message, kBody, body, sink);
    end.in = "PTP body";
  });
  if (!known) tell_octets("data", message.from(kBody), sink);
  if (!known || end.error || message.length == kBody + octets) return end;
  wire::PtpTlvWalk walk{message.from(kBody + octets)};
  tell_list<wire::PtpTlv>("tlvs", walk, sink);
  end.error = walk.error();
  end.in = "PTP TLV";
  end.rest = walk.rest();
  return end;
}

MessageEnd tell_esmc(const wire::View& client, FieldSink& sink) {
  if (const wire::Fault f = client.missing(0, 1); f != wire::Fault::none)
    return {.error = client.error(f), .in = "ESMC header", .rest = client};
  if (client.data[0] != wire::kEsmcSubtype) {
    sink.value("subtype", wire::Form::number, 8, client.data[0], client.base);
    tell_octets("data", client.from(1), sink);
    return {};
  }
  wire::EsmcHeader header;
  if (const auto error = wire::read_fixed(client, 0, header, sink))
    return {.error = error, .in = "ESMC header", .rest = client};
  wire::EsmcTlvWalk walk{client.from(wire::EsmcHeader::kOctets)};
  tell_list<wire::EsmcTlv>("tlvs", walk, sink);
  if (walk.error()) return {.error = walk.error(), .in = "ESMC TLV", .rest = walk.rest()};
  const Octets padding = walk.rest().octets();
  if (std::any_of(padding.begin(), padding.end(), [](std::uint8_t octet) { return octet != 0; }))
    tell_octets("padding", walk.rest(), sink);
  return {};
}

MessageEnd tell_ecpri_body(const wire::EcpriMessage& message, FieldSink& sink) {
  MessageEnd end{.in = "eCPRI message body", .rest = message.body};
  wire::View data = message.body;
  wire::EcpriEvent event;
  const bool known = wire::EcpriBodies::with(message.header.type, [&]<class Body>(Body& body) {
    end.error = wire::read_fixed(message.body, 0, body, sink);
    data = message.body.from(Body::kOctets);
    if constexpr (std::is_same_v<Body, wire::EcpriEvent>) event = body;
  });
  if (!known) sink.value("bodyOctets", wire::Form::number, 32, data.length, data.base);
  if (end.error) return end;
  if (message.header.type == wire::EcpriType::event_indication) {
    wire::EcpriFaultWalk walk{data, event};
    tell_list<wire::EcpriEventFault>("faults", walk, sink);
    end.error = walk.error();
    end.rest = data = walk.rest();
  }
  if (!end.error) tell_octets("data", data, sink);
  return end;
}

}  // namespace plumbline::text

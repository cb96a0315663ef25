#include "text/line_sync.h"

#include "text/sync_words.h"
#include "wire/ecpri_messages.h"
#include "wire/esmc.h"
#include "wire/ptp.h"

namespace plumbline::text {
namespace {

constexpr unsigned kMostFaults = 3;

void put_fault(Pen& out, const wire::EcpriEventFault& fault) {
  out.put(fault.raise_cease == 0 ? "  raise " : fault.raise_cease == 1 ? "  cease " : "  ");
  out.put(fault_name(fault.code));
  out.put(" 0x");
  out.hex(fault.code, 3);
  if (fault.element_id == 0xFFFF) return out.put(" of all elements");
  out.put(" of element ");
  out.number(fault.element_id);
}

}  // namespace

void put_ptp_summary(Pen& out, const wire::View& client) {
  wire::PtpHeader header;
  if (wire::read_fixed(client, 0, header)) return;
  out.put(' ');
  put_ptp_type(out, static_cast<std::int64_t>(header.type));
  out.put("  seq ");
  out.number(header.sequence);
  out.put("  domain ");
  out.number(header.domain);
  if (header.version != 2) {
    out.put("  versionPTP ");
    out.number(header.version);
  }
  wire::PtpAnnounce announce;
  if (header.type != wire::PtpType::announce ||
      wire::read_fixed(wire::ptp_message(client, header), wire::PtpHeader::kOctets, announce))
    return;
  out.put("  grandmaster ");
  out.hex(announce.grandmaster_identity, 16);
  out.put("  clockClass ");
  out.number(announce.quality.clock_class);
}

void put_esmc_summary(Pen& out, const wire::View& client) {
  if (client.captured > 0 && client.data[0] != wire::kEsmcSubtype) {
    out.put("  slow protocol subtype ");
    return out.number(client.data[0]);
  }
  wire::EsmcHeader header;
  if (wire::read_fixed(client, 0, header)) return;
  if (header.event) out.put("  event");
  wire::EsmcTlvWalk walk{client.from(wire::EsmcHeader::kOctets)};
  int ssm = -1, enhanced = 0xFF;
  for (wire::EsmcTlv tlv; walk.next(tlv);) {
    if (tlv.is_quality_level() && ssm < 0) ssm = tlv.ssm_code;
    if (tlv.is_extended_quality_level() && enhanced == 0xFF) enhanced = tlv.enhanced_ssm_code;
  }
  if (ssm < 0) return;
  out.put("  ");
  const std::string_view name = enhanced_quality_level(enhanced);
  name.empty() ? put_quality_level(out, ssm) : out.put(name);
}

void put_ecpri_summary(Pen& out, const wire::EcpriMessage& message) {
  wire::EcpriEvent event;
  if (message.header.type != event.kType || wire::read_fixed(message.body, 0, event)) return;
  out.put("  ");
  out.put(event_type_name(event.event_type));
  out.put("  seq ");
  out.number(event.sequence);
  wire::EcpriFaultWalk walk{message.body.from(event.kOctets), event};
  unsigned told = 0;
  for (wire::EcpriEventFault fault; told < kMostFaults && walk.next(fault); ++told) put_fault(out, fault);
  if (event.count > kMostFaults && told == kMostFaults) {
    out.put("  +");
    out.number(event.count - kMostFaults);
  }
}

}  // namespace plumbline::text

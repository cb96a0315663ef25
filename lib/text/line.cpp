#include "text/line.h"

#include <algorithm>

#include "text/line_sync.h"
#include "wire/cplane/section_type_07.h"

namespace plumbline::text {
namespace {

enum class Travel : std::uint8_t { unknown, to_ru, to_du };

/// By the addresses of the link where they are known, else by the kind of message. Source: CUS v17.01
/// Table 4.3-3.
Travel travel_of(const Message& m, const Context& context) {
  if (m.frame != nullptr) {
    const auto is = [&](const auto& mac, std::size_t at) {
      return mac && std::equal(mac->begin(), mac->end(), m.frame->mac + at);
    };
    if (is(context.o_du, 6) || is(context.o_ru, 0)) return Travel::to_ru;
    if (is(context.o_ru, 6) || is(context.o_du, 0)) return Travel::to_du;
  }
  if (m.kind == Kind::uplane)
    return m.uplane.direction == radio::Direction::downlink ? Travel::to_ru : Travel::to_du;
  if (!m.has_cplane_common) return Travel::unknown;
  const std::uint8_t type = m.cplane.section_type;
  if (type == 7) {
    const wire::LaaMessage laa = wire::find_laa_message(m.body);
    if (!laa.has_head || laa.head.type > 6) return Travel::unknown;
    return laa.head.type < 2 || laa.head.type == 5 ? Travel::to_ru : Travel::to_du;
  }
  if (type >= 8 && type <= 10) return Travel::to_du;
  return type == 2 || type > 11 ? Travel::unknown : Travel::to_ru;
}

void put_time(Pen& out, const radio::RadioTime& time) {
  const std::size_t from = out.at();
  out.number(time.frame);
  out.put('.');
  out.number(time.subframe);
  out.put('.');
  out.number(time.slot);
  out.put('.');
  out.number(time.symbol);
  out.pad_to(from, 10);
}

}  // namespace

void LineSink::head() {
  if (head_written_) return;
  head_written_ = true;
  const Packet& packet = *m_.packet;
  out_.number(packet.number, 6);
  out_.put("  ");
  packet.stamped ? out_.seconds(packet.time_ns) : out_.put("          -");
  constexpr std::string_view kTravels[] = {
      "  "
      "     "
      "  ",
      "  DU→RU  ", "  RU→DU  "};
  out_.put(kTravels[static_cast<std::size_t>(travel_of(m_, context_))]);
  if (m_.has_ids())
    stream();
  else
    kind();
}

/// What stands in place of the stream for messages that belong to none.
void LineSink::kind() {
  switch (m_.kind) {
    case Kind::other_type:
      out_.put("eCPRI type ");
      out_.number(static_cast<std::uint8_t>(m_.ecpri.header.type));
      out_.put(' ');
      out_.put(ecpri_type_name(static_cast<std::uint8_t>(m_.ecpri.header.type)));
      put_ecpri_summary(out_, m_.ecpri);
      break;
    case Kind::not_ecpri:
      other_protocol();
      break;
    case Kind::one_way_delay:
      if (m_.error.fault != wire::Fault::none) break;
      out_.put("delay ");
      meanings::action_type(out_, m_.delay.action_type);
      out_.put("  id ");
      out_.number(m_.delay.measurement_id);
      out_.put("  ");
      out_.number(m_.delay.seconds);
      out_.put('.');
      out_.number(m_.delay.nanoseconds, 9, '0');
      out_.put(" s  compensation ");
      meanings::compensation(out_, m_.delay.compensation);
      break;
    default:
      break;
  }
}

void LineSink::other_protocol() {
  out_.put(protocol_);
  if (protocol_ == "other") {
    out_.put(" 0x");
    out_.hex(m_.frame->ether_type, 4);
  }
  if (m_.frame->protocol == wire::Protocol::ptp) put_ptp_summary(out_, m_.frame->client_data());
  if (m_.frame->protocol == wire::Protocol::esmc) put_esmc_summary(out_, m_.frame->client_data());
  if (m_.frame->protocol == wire::Protocol::roe) out_.put(" (not supported)");
}

void LineSink::stream() {
  const bool c = m_.ecpri.header.type == wire::EcpriType::rt_control;
  const radio::RadioTime* time = m_.time();
  if (!c || time == nullptr) {
    out_.put(c ? "C       " : "U      ");
  } else {
    const std::size_t from = out_.at();
    out_.put("C  st");
    out_.number(m_.cplane.section_type);
    out_.put(' ');
    out_.pad_to(from, 7);
  }
  if (time != nullptr) {
    const radio::Direction direction = c ? m_.cplane.direction : m_.uplane.direction;
    out_.put(direction == radio::Direction::downlink ? "DL" : "UL");
  }
  out_.put("  eAxC ");
  const std::size_t from = out_.at();
  out_.number(m_.ids.eaxc.value);
  out_.pad_to(from, 5);
  if (time != nullptr) put_time(out_, *time);
}

void LineSink::begin_section() {
  head();
  if (++sections_ > kMostSections) return;
  section_ = {};
  any_extension_ = false;
  extension_run_ = 0;
  measurements_ = 0;
  if (sections_ == 1) return;
  out_.put("  |");
}

void LineSink::prbs() {
  if (section_.count == 0) return out_.put(" PRB all");
  out_.put(" PRB ");
  out_.number(section_.first);
  const unsigned step = section_.rb ? 2 : 1;
  if (section_.count > 1) {
    out_.put("–");
    out_.number(section_.first + (section_.count - 1u) * step);
  }
  if (section_.rb) out_.put(" step 2");
}

void LineSink::compression(std::uint8_t ud_comp_hdr) {
  out_.put(method_name(wire::method_of(ud_comp_hdr)));
  out_.number(wire::width_of(ud_comp_hdr));
}

/// What stands in front of the extensions, written when the first one or the end of the section comes.
void LineSink::details() {
  if (m_.kind == Kind::cplane && sections_ == 1 && m_.cplane.section_type == 3) {
    const std::string_view formats = prach_formats(m_.cplane.filter_index, m_.cplane.frame_structure & 15,
                                                   static_cast<std::uint8_t>(section_.symbols));
    if (!formats.empty()) {
      out_.put("  prach ");
      out_.put(formats);
      out_.put('?');
    }
  }
  out_.put("  sec ");
  out_.number(section_.id);
  prbs();
  if (section_.symbols >= 0) {
    out_.put(" sym ");
    out_.number(m_.cplane.start.symbol);
    out_.put('+');
    out_.number(static_cast<std::uint64_t>(section_.symbols));
  }
  if (section_.sym_inc) out_.put(" symInc");
  if (section_.re_mask != 0xFFF) {
    out_.put(" reMask 0x");
    out_.hex(section_.re_mask, 3);
  }
  if (section_.beam >= 0) {
    out_.put("  beam ");
    out_.number(static_cast<std::uint64_t>(section_.beam));
  }
  if (section_.ue >= 0) {
    out_.put("  ue ");
    out_.number(static_cast<std::uint64_t>(section_.ue));
  }
  if (section_.freq_offset != 0) {
    out_.put("  freqOffset ");
    out_.signed_number(section_.freq_offset);
  }
  if (section_.compression >= 0) {
    out_.put("  ");
    compression(static_cast<std::uint8_t>(section_.compression));
  }
  if (section_.octets >= 0) {
    out_.put("  ");
    out_.grouped(static_cast<std::uint64_t>(section_.octets));
    out_.put(" octets");
  }
  if (section_.captured >= 0) {
    out_.put(" (");
    out_.grouped(static_cast<std::uint64_t>(section_.captured));
    out_.put(" captured)");
  }
}

void LineSink::extension(std::uint8_t type) {
  if (!any_extension_) {
    details();
    out_.put("  ext ");
    any_extension_ = true;
  } else if (type == extension_type_) {
    ++extension_run_;
    return;
  } else {
    end_extension_run();
    out_.put(',');
  }
  extension_type_ = type;
  extension_run_ = 1;
  out_.number(type);
}

void LineSink::end_extension_run() {
  if (extension_run_ < 2) return;
  out_.put("×");
  out_.number(extension_run_);
}

void LineSink::measurement(std::uint8_t type) {
  if (!in_section_) return;
  if (measurements_++ == 0) {
    any_extension_ ? end_extension_run() : details();
    out_.put("  meas ");
  } else {
    out_.put(',');
  }
  out_.number(type);
}

void LineSink::end_section() {
  if (!in_section_) return;
  if (measurements_ == 0) any_extension_ ? end_extension_run() : details();
  in_section_ = false;
}

void LineSink::fault(wire::DecodeError error, std::string_view of) {
  head();
  const bool first = m_.kind == Kind::broken_frame || m_.kind == Kind::broken_ecpri ||
                     m_.kind == Kind::broken_ids || m_.kind == Kind::one_way_delay;
  out_.put(first ? "FAULT " : "  FAULT ");
  switch (error.fault) {
    case wire::Fault::truncated:
      out_.put("truncated");
      break;
    case wire::Fault::cut:
      out_.put("cut by the capture");
      break;
    case wire::Fault::extension_zero:
      out_.put("extLen 0");
      break;
    case wire::Fault::measurement_zero:
      out_.put("length of a measurement 0");
      break;
    case wire::Fault::unsupported_method:
      out_.put("PRB size of this udCompMeth not known");
      break;
    default:
      out_.put("not decoded");
      break;
  }
  out_.put(" at octet ");
  out_.number(error.octet);
  out_.put(" (");
  out_.put(of);
  out_.put(')');
}

void LineSink::note(std::string_view text) {
  head();
  out_.put("  ");
  out_.put(text);
}

void LineSink::finish() {
  head();
  if (sections_ > kMostSections) {
    out_.put("  +");
    out_.number(sections_ - kMostSections);
    out_.put(" sections");
  }
  if (m_.kind == Kind::other_type) body_octets_ = m_.ecpri.body.length;
  if (body_octets_ >= 0) {
    out_.put("  ");
    out_.grouped(static_cast<std::uint64_t>(body_octets_));
    out_.put(" octets");
  }
  if (time_offset_ >= 0) {
    out_.put("  timeOffset ");
    out_.number(static_cast<std::uint64_t>(time_offset_));
  }
  if (m_.kind == Kind::cplane && ud_comp_hdr_ != 0) {
    out_.put("  ");
    compression(ud_comp_hdr_);
  }
  if (behind_ > 0) {
    out_.put("  ");
    out_.number(static_cast<std::uint64_t>(behind_));
    out_.put(" octets behind the last section");
  }
  if (m_.kind >= Kind::other_type && m_.ecpri.header.version != 1) {
    out_.put("  ecpriVersion ");
    out_.number(m_.ecpri.header.version);
  }
  out_.put('\n');
}

void write_line(Buffer& buffer, const Message& message, const Context& context) {
  Pen out{buffer};
  LineSink sink{out, message, context};
  describe(message, context, sink);
  sink.finish();
}

}  // namespace plumbline::text

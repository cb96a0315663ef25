// The one description of a message: what fields there are, where they stand, in what order they are told.
// A sink makes a line, a tree or JSON of it.
#pragma once

#include <algorithm>

#include "text/describe_cplane.h"
#include "text/render.h"
#include "text/sink.h"
#include "text/tell_message.h"

namespace plumbline::text {

/// Tells one message to a sink, field by field.
template <class Sink>
class Describer {
 public:
  Describer(const Message& message, const Context& context, Sink& sink)
      : m_{message}, context_{context}, s_{sink} {}

  void run() {
    if (m_.kind == Kind::broken_frame) return fault("frame headers", {m_.packet->octets, m_.packet->on_wire});
    ethernet();
    if (m_.kind == Kind::not_ecpri) return other_protocol();
    if (m_.kind == Kind::broken_ecpri) {
      fault("eCPRI header", m_.body);
      return behind_datagram();
    }
    ecpri();
    switch (m_.kind) {
      case Kind::other_type:
        tell_message([&](FieldSink& sink) { return tell_ecpri_body(m_.ecpri, sink); });
        break;
      case Kind::broken_ids:
        fault("eCPRI ids", m_.ecpri.body);
        break;
      case Kind::one_way_delay:
        delay();
        break;
      default:
        ids();
        break;
    }
    if (m_.kind == Kind::broken_header) broken_header();
    if (m_.kind == Kind::later_fragment) later_fragment();
    if (m_.kind == Kind::cplane) CplaneDescriber{m_, context_, s_}.run();
    if (m_.kind == Kind::uplane) uplane();
    if (m_.ecpri.overlong) s_.note("ecpriPayload is more than the octets on the wire");
    m_.ecpri.header.concatenation ? between_messages() : behind_last_message();
  }

 private:
  /// Whether what is inside extensions and other messages is told at all.
  static constexpr bool kTellsFields = requires(Sink & sink) { sink.fields(); };

  void fault(std::string_view of, const wire::View& rest) { tell_fault(s_, context_, m_.error, of, rest); }

  void ethernet() {
    const wire::Frame& frame = *m_.frame;
    s_.title("Ethernet", 0);
    s_.template octets<Field::destination>({frame.mac, 6}, ':', 0);
    s_.template octets<Field::source>({frame.mac + 6, 6}, ':', 6);
    s_.template begin_list<List::tags>();
    for (std::uint32_t i = 0; i < frame.tag_count; ++i) {
      const std::uint32_t at = 12 + 4 * i;
      const wire::VlanTag tag = frame.tag(i);
      s_.template begin_item<List::tags>(at);
      s_.template value<Field::tpid>(tag.tpid, at);
      s_.template value<Field::pcp>(tag.pcp, at + 2);
      s_.template value<Field::dei>(tag.dei, at + 2);
      s_.template value<Field::vid>(tag.vid, at + 2);
      s_.template end_item<List::tags>();
    }
    s_.template end_list<List::tags>();
    s_.template value<Field::ether_type>(frame.ether_type, frame.client_data().base - 2);
    if (frame.transport != wire::Transport::ethernet) ip();
  }

  void ip() {
    const wire::IpFacts& ip = m_.frame->ip;
    const bool four = m_.frame->transport == wire::Transport::udp_ipv4;
    const std::uint32_t base = m_.frame->client_data().base, udp = m_.frame->pdu.base - 8;
    s_.title(four ? "IPv4, UDP" : "IPv6, UDP", base);
    address<Field::ip_source>(ip.source_at, four);
    address<Field::ip_destination>(ip.source_at + (four ? 4 : 16), four);
    s_.template value<Field::dscp>(ip.dscp, base + (four ? 1 : 0));
    if (ip.fragmented) s_.template value<Field::fragmented>(1, base + 6);
    if (ip.options) s_.template value<Field::ip_options>(1, base);
    s_.template value<Field::udp_source_port>(ip.source_port, udp);
    s_.template value<Field::udp_destination_port>(ip.destination_port, udp + 2);
    if (context_.payload && m_.frame->protocol == wire::Protocol::ecpri)
      s_.template octets<Field::ip_headers>({m_.frame->mac + base, m_.frame->pdu.base - base}, '\0', base);
  }

  template <Field F>
  void address(std::uint32_t at, bool four) {
    const std::uint8_t* p = m_.frame->mac + at;
    Buffer buffer;
    {
      Pen pen{buffer};
      for (unsigned i = 0; i < (four ? 4u : 8u); ++i) {
        if (i > 0) pen.put(four ? '.' : ':');
        four ? pen.number(p[i]) : pen.hex(load_be16(p + i * 2), 4);
      }
    }
    s_.template words<F>({buffer.data(), buffer.size()}, at);
  }

  void other_protocol() {
    static constexpr std::string_view kNames[] = {"", "eCPRI", "RoE", "PTP", "ESMC"};
    std::string_view name = kNames[static_cast<std::size_t>(m_.frame->protocol)];
    if (name.empty() && m_.frame->transport != wire::Transport::ethernet) name = "UDP";
    if (name.empty()) name = ether_type_name(m_.frame->ether_type);
    s_.template words<Field::protocol>(name.empty() ? "other" : name, m_.frame->client_data().base);
    const wire::View& client = m_.frame->client_data();
    s_.template value<Field::body_octets>(client.length, client.base);
    MessageEnd end;
    if (m_.frame->protocol == wire::Protocol::ptp) {
      s_.title("PTP", client.base);
      end = tell_message([&](FieldSink& sink) { return tell_ptp(client, sink); });
    } else if (m_.frame->protocol == wire::Protocol::esmc) {
      s_.title("ESMC", client.base);
      end = tell_message([&](FieldSink& sink) { return tell_esmc(client, sink); });
    } else if (context_.payload) {
      s_.template octets<Field::other_data>(client.octets(), '\0', client.base);
    }
    if (end.overlong) s_.note("messageLength is more than the octets on the wire");
    if (end.behind.length > 0) behind_message(end.behind);
  }

  /// Has `fn` tell a message to the sink of fields, and tells what is missing of it.
  template <class Fn>
  MessageEnd tell_message(Fn&& fn) {
    NoFields none;
    MessageEnd end;
    if constexpr (kTellsFields)
      end = fn(s_.fields());
    else
      end = fn(none);
    if (end.error) tell_fault(s_, context_, end.error, end.in, end.rest);
    return end;
  }

  void ecpri() {
    const wire::EcpriHeader& h = m_.ecpri.header;
    const std::uint32_t at = m_.ecpri.at;
    s_.title("eCPRI", at);
    s_.template value<Field::ecpri_version>(h.version, at);
    s_.template value<Field::ecpri_reserved>(h.reserved, at);
    s_.template value<Field::ecpri_concatenation>(h.concatenation, at);
    s_.template value<Field::ecpri_message>(static_cast<std::uint8_t>(h.type), at + 1);
    s_.template value<Field::ecpri_payload>(h.payload, at + 2);
    s_.template value<Field::message_index>(m_.ecpri.index, at);
  }

  void ids() {
    const std::uint32_t at = m_.ecpri.body.base;
    const std::uint16_t eaxc = m_.ids.eaxc.value;
    if (m_.ecpri.header.type == wire::EcpriType::iq_data)
      s_.template value<Field::ecpri_pcid>(eaxc, at);
    else
      s_.template value<Field::ecpri_rtcid>(eaxc, at);
    unsigned below = 16;
    const auto part = [&](unsigned width) -> std::int64_t {
      width = width > below ? below : width;
      below -= width;
      return eaxc >> below & ((1 << width) - 1);
    };
    s_.template value<Field::du_port>(part(context_.eaxc_bits[0]), at);
    s_.template value<Field::band_sector>(part(context_.eaxc_bits[1]), at);
    s_.template value<Field::cc>(part(context_.eaxc_bits[2]), at);
    s_.template value<Field::ru_port>(part(context_.eaxc_bits[3]), at);
    s_.template value<Field::sequence>(m_.ids.sequence, at + 2);
    s_.template value<Field::last_fragment>(m_.ids.last_fragment, at + 3);
    s_.template value<Field::subsequence>(m_.ids.subsequence, at + 3);
  }

  void broken_header() {
    if (m_.has_cplane_common) CplaneDescriber{m_, context_, s_}.common();
    fault("application header", m_.body.from(m_.has_cplane_common ? 6 : 0));
  }

  /// Of a message in pieces only the first has the application header (CUS v17.01 5.1.3.2.8).
  void later_fragment() {
    s_.title("U-plane fragment", m_.body.base);
    s_.template value<Field::body_octets>(m_.body.length, m_.body.base);
    if (context_.payload) s_.template octets<Field::unread>(m_.body.octets(), '\0', m_.body.base);
    s_.note(m_.ids.last_fragment ? "the last of several fragments" : "one of several fragments");
  }

  void delay() {
    if (m_.error.fault != wire::Fault::none) return fault("one-way delay measurement", m_.ecpri.body);
    const std::uint32_t at = m_.ecpri.body.base;
    s_.title("One-way delay measurement", at);
    s_.template value<Field::measurement_id>(m_.delay.measurement_id, at);
    s_.template value<Field::action_type>(m_.delay.action_type, at + 1);
    s_.template value<Field::seconds>(static_cast<std::int64_t>(m_.delay.seconds), at + 2);
    s_.template value<Field::nanoseconds>(m_.delay.nanoseconds, at + 8);
    s_.template value<Field::compensation>(m_.delay.compensation, at + 12);
    s_.template value<Field::dummy_octets>(m_.delay.dummy_octets, at + 20);
    const Octets dummy = m_.ecpri.body.from(20).octets();
    if constexpr (kTellsFields)
      if (std::any_of(dummy.begin(), dummy.end(), [](std::uint8_t octet) { return octet != 0; }))
        s_.fields().octets("dummy", dummy, wire::Form::number, at + 20);
  }

  void uplane() {
    const wire::UplaneHeader& h = m_.uplane;
    const std::uint32_t at = m_.body.base;
    s_.title("U-plane", at);
    s_.template value<Field::data_direction>(static_cast<std::int64_t>(h.direction), at);
    s_.template value<Field::payload_version>(h.payload_version, at);
    s_.template value<Field::filter_index>(h.filter_index, at);
    s_.template value<Field::frame>(h.at.frame, at + 1);
    s_.template value<Field::subframe>(h.at.subframe, at + 2);
    s_.template value<Field::slot>(h.at.slot, at + 2);
    s_.template value<Field::symbol>(h.at.symbol, at + 3);
    if (!m_.ids.last_fragment) s_.note("the first of several fragments");
    const wire::UplaneFormat* format = context_.format_of ? context_.format_of(m_) : nullptr;
    format == nullptr ? uplane_without_format() : uplane_sections(*format);
  }

  void uplane_without_format() {
    const wire::View rest = m_.body.from(wire::kUplaneHeaderOctets);
    wire::DecodeError error;
    s_.template begin_list<List::sections>();
    if (rest.length > 0) {
      wire::UplaneSection section;
      error = wire::decode_uplane_section_header(rest, false, section);
      if (error.fault == wire::Fault::none) {
        s_.template begin_item<List::sections>(section.at);
        uplane_section_head(section);
        s_.template end_item<List::sections>();
      }
    }
    s_.template end_list<List::sections>();
    if (error.fault != wire::Fault::none) return tell_fault(s_, context_, error, "section", rest);
    const wire::View unread = rest.from(4);
    if (context_.payload) s_.template octets<Field::unread>(unread.octets(), '\0', unread.base);
    s_.note(context_.format_hint.empty() ? "format unknown" : context_.format_hint);
  }

  void behind_message(const wire::View& rest) {
    s_.template value<Field::behind_message>(rest.length, rest.base);
    tell_unread<Field::octets_behind_message>(s_, context_, rest);
  }
  void behind_last_message() {
    if (m_.ecpri.after().length > 0) behind_message(m_.ecpri.after());
    behind_datagram();
  }
  /// Octets up to the next message, where there is one; else they are told where its header is missed.
  void between_messages() {
    if (m_.ecpri.overlong) return behind_datagram();
    const wire::View after = m_.ecpri.after();
    const std::uint32_t octets = (4 - m_.ecpri.body.length % 4) % 4;
    if (after.missing(octets, 4) == wire::Fault::none)
      tell_unread<Field::octets_behind_message>(s_, context_, after.first(octets));
  }
  /// Octets of the frame behind what UDP says is its payload.
  void behind_datagram() {
    const wire::View& client = m_.frame->client_data();
    const wire::View& pdu = m_.frame->pdu;
    const wire::View rest = client.from(pdu.base + pdu.length - client.base);
    if (context_.payload && rest.captured > 0)
      s_.template octets<Field::octets_behind_datagram>(rest.octets(), '\0', rest.base);
  }

  void uplane_section_head(const wire::UplaneSection& section) {
    const std::uint32_t at = section.at;
    s_.template value<Field::section_id>(section.id, at);
    s_.template value<Field::rb>(section.rb, at + 1);
    s_.template value<Field::sym_inc_uplane>(section.sym_inc, at + 1);
    s_.template value<Field::start_prbu>(section.start_prb, at + 1);
    s_.template value<Field::num_prbu>(section.num_prb, at + 3);
    if (section.has_header) {
      tell_compression(s_, section.ud_comp_hdr, at + 4);
      s_.template value<Field::reserved>(section.reserved, at + 5);
    }
    if (section.has_length) s_.template value<Field::ud_comp_len>(section.ud_comp_len, section.length_at());
    if (!section.has_masks()) return;
    uplane_mask<Field::re_s_mask_1>(section.mask1, section.masks_at(), at);
    uplane_mask<Field::re_s_mask_2>(section.mask2, section.masks_at() + 2, at);
  }

  /// A mask and the reserved bits in front of it, which are named after where they stand in their section.
  template <Field F>
  void uplane_mask(std::uint16_t word, std::uint32_t octet, std::uint32_t section) {
    if (const int reserved = word >> 12; reserved != 0) switch (octet - section) {
        case 4:
          s_.template value<Field::reserved_4>(reserved, octet);
          break;
        case 6:
          s_.template value<Field::reserved_6>(reserved, octet);
          break;
        case 8:
          s_.template value<Field::reserved_8>(reserved, octet);
          break;
        default:
          s_.template value<Field::reserved_10>(reserved, octet);
      }
    s_.template value<F>(word & 0xFFF, octet);
  }

  void uplane_section(const wire::UplaneSection& section) {
    const std::uint32_t at = section.at;
    s_.template begin_item<List::sections>(at);
    uplane_section_head(section);
    s_.template value<Field::compression>(section.ud_comp_hdr, at);
    s_.template value<Field::first_prb>(section.range.first, at + 1);
    s_.template value<Field::prbs>(section.range.count, at + 3);
    s_.template value<Field::prb_octets>(section.prbs.length, section.prbs.base);
    if (section.prbs.captured < section.prbs.length)
      s_.template value<Field::prb_octets_captured>(section.prbs.captured, section.prbs.base);
    if (context_.payload)
      s_.template octets<Field::prb_fields>(section.prbs.octets(), '\0', section.prbs.base);
    s_.template end_item<List::sections>();
  }

  void uplane_sections(const wire::UplaneFormat& format) {
    wire::UplaneWalk walk{m_.body, format};
    wire::UplaneSection section;
    s_.template begin_list<List::sections>();
    while (walk.next(section)) uplane_section(section);
    const wire::DecodeError error = walk.error();
    // The header of the section that could not be walked is there unless the fault lies in it.
    if (walk.header_read()) {
      s_.template begin_item<List::sections>(section.at);
      uplane_section_head(section);
      s_.template value<Field::compression>(section.ud_comp_hdr, section.at);
      s_.template end_item<List::sections>();
    }
    s_.template end_list<List::sections>();
    if (error.fault == wire::Fault::none) return;
    const std::uint32_t header_end = section.masks_at() + (section.has_masks() ? 4 : 0) - m_.body.base;
    const wire::View rest = walk.header_read() ? m_.body.from(header_end) : walk.rest();
    const bool goes_on = error.fault == wire::Fault::truncated && !m_.ids.last_fragment;
    if (!goes_on && error.fault != wire::Fault::prbs_unknown)
      return tell_fault(s_, context_, error, "section", rest);
    s_.note(goes_on ? "its last section goes on in the next one"
                    : "numPrbu 0, and the PRBs of the carrier are not known");
    if (context_.payload) s_.template octets<Field::not_read>(rest.octets(), '\0', rest.base);
  }

  const Message& m_;
  const Context& context_;
  Sink& s_;
};

/// Tells `message` to `sink`; everything that is there is told, in the order of the octets.
template <class Sink>
void describe(const Message& message, const Context& context, Sink& sink) {
  Describer<Sink>{message, context, sink}.run();
}

}  // namespace plumbline::text

// The one description of a message: what fields there are, where they stand, in what order they are told.
// A sink makes a line, a tree or JSON of it.
#pragma once

#include <algorithm>
#include <optional>

#include "text/field.h"
#include "text/field_sink.h"
#include "text/records.h"
#include "text/render.h"
#include "text/tell_message.h"
#include "wire/cplane/section_type_10.h"

namespace plumbline::text {

/// Lists that a description may have.
enum class List : std::uint8_t { tags, sections, extensions };

/// What a sink does with what it is told; the base does nothing. Octets count from the destination MAC.
struct NullSink {
  void title(std::string_view /*text*/, std::uint32_t /*octet*/) {}
  template <Field F>
  void value(std::int64_t /*value*/, std::uint32_t /*octet*/) {}
  template <Field F>
  void words(std::string_view /*text*/, std::uint32_t /*octet*/) {}
  template <Field F>
  void octets(Octets /*octets*/, char /*between*/, std::uint32_t /*octet*/) {}
  template <List L>
  void begin_list() {}
  template <List L>
  void end_list() {}
  template <List L>
  void begin_item(std::uint32_t /*octet*/) {}
  template <List L>
  void end_item() {}
  /// A record behind a section of type 10 or 11; only for sinks without fields().
  void measurement(std::uint8_t /*type*/) {}
  /// The body of a message that has_records(); only for sinks without fields().
  RecordsEnd records(const CplaneMessage& /*message*/) { return {}; }
  /// Octets that are not there, and what they were part of.
  void fault(wire::DecodeError /*error*/, std::string_view /*of*/) {}
  // A sink that has `FieldSink& fields()` is told there what is inside extensions.
  /// Something else that must be seen: the message is not told completely, and why.
  void note(std::string_view /*text*/) {}
};

/// Tells one message to a sink, field by field.
template <class Sink>
class Describer {
 public:
  Describer(const Message& message, const Context& context, Sink& sink)
      : m_{message}, context_{context}, s_{sink} {}

  void run() {
    if (m_.kind == Kind::broken_frame) return s_.fault(m_.error, "frame headers");
    ethernet();
    if (m_.kind == Kind::not_ecpri) return other_protocol();
    if (m_.kind == Kind::broken_ecpri) return s_.fault(m_.error, "eCPRI header");
    ecpri();
    switch (m_.kind) {
      case Kind::other_type:
        tell_message([&](FieldSink& sink) { return tell_ecpri_body(m_.ecpri, sink); });
        break;
      case Kind::broken_ids:
        s_.fault(m_.error, "eCPRI ids");
        break;
      case Kind::one_way_delay:
        delay();
        break;
      default:
        ids();
        break;
    }
    if (m_.kind == Kind::broken_header) broken_header();
    if (m_.kind == Kind::cplane) cplane();
    if (m_.kind == Kind::uplane) uplane();
    if (m_.ecpri.overlong) s_.note("ecpriPayload is more than the octets on the wire");
    if (m_.ecpri.after().length > 0 && !m_.ecpri.header.concatenation) behind_message(m_.ecpri.after());
  }

 private:
  /// The sink wants what is inside extensions.
  static constexpr bool kTellsFields = requires(Sink & sink) { sink.fields(); };

  void ethernet() {
    const wire::Frame& frame = *m_.frame;
    s_.title("Ethernet", 0);
    s_.template octets<Field::destination>({frame.mac, 6}, ':', 0);
    s_.template octets<Field::source>({frame.mac + 6, 6}, ':', 6);
    s_.template begin_list<List::tags>();
    for (std::uint32_t i = 0; i < frame.tag_count; ++i) {
      const std::uint32_t at = 12 + 4 * i;
      const wire::VlanTag tag = wire::read_tag(frame.mac + at);
      s_.template begin_item<List::tags>(at);
      s_.template value<Field::tpid>(tag.tpid, at);
      s_.template value<Field::pcp>(tag.pcp, at + 2);
      s_.template value<Field::dei>(tag.dei, at + 2);
      s_.template value<Field::vid>(tag.vid, at + 2);
      s_.template end_item<List::tags>();
    }
    s_.template end_list<List::tags>();
    s_.template value<Field::ether_type>(frame.ether_type, frame.client_data.base - 2);
    if (frame.transport != wire::Transport::ethernet) ip();
  }

  void ip() {
    const wire::IpFacts& ip = m_.frame->ip;
    const bool four = m_.frame->transport == wire::Transport::udp_ipv4;
    const std::uint32_t base = m_.frame->client_data.base, udp = m_.frame->pdu.base - 8;
    s_.title(four ? "IPv4, UDP" : "IPv6, UDP", base);
    address<Field::ip_source>(ip.source_at, four);
    address<Field::ip_destination>(ip.source_at + (four ? 4 : 16), four);
    s_.template value<Field::dscp>(ip.dscp, base + (four ? 1 : 0));
    if (ip.fragmented) s_.template value<Field::fragmented>(1, base + 6);
    if (ip.options) s_.template value<Field::ip_options>(1, base);
    s_.template value<Field::udp_source_port>(ip.source_port, udp);
    s_.template value<Field::udp_destination_port>(ip.destination_port, udp + 2);
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
    s_.template words<Field::protocol>(name.empty() ? "other" : name, m_.frame->client_data.base);
    const wire::View& client = m_.frame->client_data;
    s_.template value<Field::body_octets>(client.length, client.base);
    MessageEnd end;
    if (m_.frame->protocol == wire::Protocol::ptp) {
      s_.title("PTP", client.base);
      end = tell_message([&](FieldSink& sink) { return tell_ptp(client, sink); });
    } else if (m_.frame->protocol == wire::Protocol::esmc) {
      s_.title("ESMC", client.base);
      end = tell_message([&](FieldSink& sink) { return tell_esmc(client, sink); });
    } else if (context_.payload && client.captured > 0) {
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
    if (end.error) s_.fault(end.error, end.in);
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
    if (m_.has_cplane_common) cplane_common();
    s_.fault(m_.error, "application header");
  }

  void delay() {
    if (m_.error.fault != wire::Fault::none) return s_.fault(m_.error, "one-way delay measurement");
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

  void cplane_common() {
    const wire::CplaneHeader& h = m_.cplane;
    const std::uint32_t at = m_.body.base;
    const std::uint8_t type = h.section_type;
    s_.title("C-plane", at);
    s_.template value<Field::data_direction>(static_cast<std::int64_t>(h.direction), at);
    s_.template value<Field::payload_version>(h.payload_version, at);
    if (type == 4 || type == 8)
      s_.template value<Field::scs>(h.filter_index, at);
    else
      s_.template value<Field::filter_index>(h.filter_index, at);
    s_.template value<Field::frame>(h.start.frame, at + 1);
    s_.template value<Field::subframe>(h.start.subframe, at + 2);
    s_.template value<Field::slot>(h.start.slot, at + 2);
    s_.template value<Field::start_symbol>(h.start.symbol, at + 3);
    if (type == 4) {
      reserved(4, h.number_of_sections >> 4, at, 4);
      s_.template value<Field::cmd_scope>(h.number_of_sections & 15, at + 4);
    } else if (type == 8) {
      reserved(7, h.number_of_sections >> 1, at, 4);
      s_.template value<Field::ready>(h.number_of_sections & 1, at + 4);
    } else {
      s_.template value<Field::number_of_sections>(h.number_of_sections, at + 4);
    }
    s_.template value<Field::section_type>(type, at + 5);
  }

  void compression(std::uint8_t octet, std::uint32_t at) {
    s_.template value<Field::ud_iq_width>(octet >> 4, at);
    s_.template value<Field::ud_comp_meth>(octet & 15, at);
  }

  /// A reserved field `offset` octets behind `at`.
  void reserved(unsigned bits, unsigned value, std::uint32_t at, std::uint32_t offset) {
    if constexpr (kTellsFields) s_.fields().reserved(bits, value, offset, at + offset);
  }

  void cplane() {
    const wire::CplaneHeader& h = m_.cplane;
    const std::uint32_t at = m_.body.base;
    const std::uint8_t type = h.section_type;
    cplane_common();
    if (type == 0 || type == 3) {
      s_.template value<Field::time_offset>(h.time_offset, at + 6);
      s_.template value<Field::frame_structure>(h.frame_structure, at + 8);
      s_.template value<Field::cp_length>(h.cp_length, at + 9);
      type == 3 ? compression(h.ud_comp_hdr, at + 11)
                : s_.template value<Field::reserved>(h.reserved, at + 11);
    } else if (type == 1 || type == 5) {
      compression(h.ud_comp_hdr, at + 6);
      s_.template value<Field::reserved>(h.reserved, at + 7);
    }
    const bool plain = wire::has_sections(type);
    if (kTellsFields || !plain) parameters_ = context_.cplane_of ? context_.cplane_of(m_) : context_.cplane;
    if (!plain) return other_section_type();
    wire::SectionWalk walk{m_.body, h};
    wire::Section section;
    s_.template begin_list<List::sections>();
    while (walk.next(section)) cplane_section(section);
    if (walk.extension_fault()) cplane_section(section);
    s_.template end_list<List::sections>();
    if (walk.error().fault != wire::Fault::none)
      s_.fault(walk.error(), walk.extension_fault() ? "section extension" : "section");
    else if (walk.rest().length > 0)
      behind_sections(walk.rest());
  }

  /// Section types whose sections are not those of types 0, 1, 3, 5 alone.
  void other_section_type() {
    const std::uint8_t type = m_.cplane.section_type;
    const CplaneMessage message{m_.body, m_.cplane, parameters_};
    if constexpr (kTellsFields) tell_header_rest(message, s_.fields());
    if (wire::has_measurements(type)) return ended(measured_sections());
    if (has_records(type)) return ended(records(message));
    const wire::View body = m_.body.from(wire::cplane_header_octets(type));
    if constexpr (kTellsFields)
      if (body.captured > 0) s_.fields().octets("body", body.octets(), wire::Form::number, body.base);
    s_.note("sections not decoded");
  }

  RecordsEnd records(const CplaneMessage& message) {
    if constexpr (kTellsFields)
      return tell_records(message, s_.fields(), [this](const wire::Section& owner) { extensions(owner); });
    else
      return s_.records(message);
  }

  RecordsEnd measured_sections() {
    wire::MeasurementSectionWalk walk{m_.body, m_.cplane};
    wire::Section section;
    wire::View measurements;
    s_.template begin_list<List::sections>();
    while (walk.next(section, measurements)) {
      const bool reached = walk.error_part() != wire::CplanePart::section_extension;
      cplane_section(section, reached ? &measurements : nullptr);
    }
    s_.template end_list<List::sections>();
    if (walk.error()) return {.error = walk.error(), .part = walk.error_part()};
    return {.rest = walk.rest()};
  }

  void ended(const RecordsEnd& end) {
    if (end.error) return s_.fault(end.error, part_name(end.part));
    if (end.rest.length > 0) s_.template value<Field::behind_sections>(end.rest.length, end.rest.base);
  }

  void measurements(const wire::Section& section, const wire::View& records) {
    const std::uint8_t type = m_.cplane.section_type;
    if constexpr (kTellsFields) {
      tell_measurements(records, wire::context_of(section, type, parameters_), s_.fields());
    } else {
      wire::MeasurementWalk walk{records, type};
      wire::Measurement record;
      while (walk.next(record)) s_.measurement(record.type);
    }
  }

  /// `records`: of types 10 and 11, where the section could be read that far.
  void cplane_section(const wire::Section& section, const wire::View* records = nullptr) {
    const std::uint32_t at = section.at;
    const std::uint8_t type = m_.cplane.section_type;
    s_.template begin_item<List::sections>(at);
    s_.template value<Field::section_id>(section.id, at);
    s_.template value<Field::rb>(section.rb, at + 1);
    s_.template value<Field::sym_inc>(section.sym_inc, at + 1);
    s_.template value<Field::start_prbc>(section.start_prb, at + 1);
    s_.template value<Field::num_prbc>(section.num_prb, at + 3);
    s_.template value<Field::re_mask>(section.re_mask, at + 4);
    s_.template value<Field::num_symbol>(section.num_symbol, at + 5);
    s_.template value<Field::ef>(section.ef, at + 6);
    if (type == 0 || type == 11)
      s_.template value<Field::section_reserved>(section.beam_id, at + 6);
    else if (type == 5 || type == 10)
      s_.template value<Field::ue_id>(section.beam_id, at + 6);
    else
      s_.template value<Field::beam_id>(section.beam_id, at + 6);
    if (type == 3) {
      s_.template value<Field::freq_offset>(section.freq_offset, at + 8);
      s_.template value<Field::section_reserved>(section.reserved, at + 11);
    }
    if (section.ef) extensions(section);
    if (records != nullptr) measurements(section, *records);
    s_.template end_item<List::sections>();
  }

  void extensions(const wire::Section& section) {
    std::optional<wire::SectionContext> context;
    if constexpr (kTellsFields)
      context.emplace(wire::context_of(section, m_.cplane.section_type, parameters_));
    wire::ExtensionWalk walk{section.extensions};
    wire::Extension extension;
    s_.template begin_list<List::extensions>();
    while (walk.next(extension)) {
      const std::uint32_t at = extension.at;
      s_.template begin_item<List::extensions>(at);
      s_.template value<Field::ext_type>(extension.type, at);
      s_.template value<Field::ef>(extension.ef, at);
      s_.template value<Field::ext_len>(extension.words, at + 1);
      s_.template words<Field::ext_name>(extension_name(extension.type), at);
      if constexpr (kTellsFields) tell_extension(extension, *context, s_.fields());
      s_.template end_item<List::extensions>();
      if (!extension.ef) break;
    }
    s_.template end_list<List::extensions>();
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
    if (!m_.ids.last_fragment || m_.ids.subsequence != 0) s_.note("one of several fragments");
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
    if (error.fault != wire::Fault::none) return s_.fault(error, "section");
    const wire::View unread = rest.from(4);
    if (context_.payload && unread.captured > 0)
      s_.template octets<Field::unread>(unread.octets(), '\0', unread.base);
    s_.note(context_.format_hint.empty() ? "format unknown" : context_.format_hint);
  }

  static bool all_zero(Octets octets) {
    return std::all_of(octets.begin(), octets.end(), [](std::uint8_t octet) { return octet == 0; });
  }
  /// How many octets no field names, and what they are where they are more than padding.
  void behind_sections(const wire::View& rest) {
    s_.template value<Field::behind_sections>(rest.length, rest.base);
    if (context_.payload && !all_zero(rest.octets()))
      s_.template octets<Field::octets_behind_sections>(rest.octets(), '\0', rest.base);
  }
  void behind_message(const wire::View& rest) {
    s_.template value<Field::behind_message>(rest.length, rest.base);
    if (context_.payload && !all_zero(rest.octets()))
      s_.template octets<Field::octets_behind_message>(rest.octets(), '\0', rest.base);
  }

  void uplane_section_head(const wire::UplaneSection& section) {
    const std::uint32_t at = section.at;
    s_.template value<Field::section_id>(section.id, at);
    s_.template value<Field::rb>(section.rb, at + 1);
    s_.template value<Field::sym_inc>(section.sym_inc, at + 1);
    s_.template value<Field::start_prbu>(section.start_prb, at + 1);
    s_.template value<Field::num_prbu>(section.num_prb, at + 3);
    if (section.has_header) {
      compression(section.ud_comp_hdr, at + 4);
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
    if (error.fault == wire::Fault::prbs_unknown)
      s_.note("numPrbu 0, and the PRBs of the carrier are not known");
    else
      s_.fault(error, "section");
  }

  const Message& m_;
  const Context& context_;
  Sink& s_;
  wire::CplaneParameters parameters_;
};

/// Tells `message` to `sink`; everything that is there is told, in the order of the octets.
template <class Sink>
void describe(const Message& message, const Context& context, Sink& sink) {
  Describer<Sink>{message, context, sink}.run();
}

}  // namespace plumbline::text

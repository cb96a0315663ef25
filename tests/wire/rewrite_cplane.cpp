#include <algorithm>

#include "wire/cplane/section_type_04.h"
#include "wire/cplane/section_type_06.h"
#include "wire/cplane/section_type_07.h"
#include "wire/cplane/section_type_08.h"
#include "wire/cplane/section_type_09.h"
#include "wire/cplane/section_type_10.h"
#include "wire/rewriter.h"

namespace plumbline::test {
namespace {

using wire::LayoutEnd;
using wire::View;

struct CplaneMessage {
  const View& octets;
  const wire::CplaneHeader& header;
  const wire::CplaneParameters& parameters;
  Rewriter& to;
};

template <class Header>
Header rewrite_header(const CplaneMessage& m) {
  Header header;
  m.to.thing(m.octets.from(6, 2), header);
  return header;
}

Rewritten sections(const CplaneMessage& m) {
  const std::uint8_t type = m.header.section_type;
  wire::SectionWalk walk{m.octets, m.header};
  wire::Section section;
  const auto one = [&] {
    m.to.write(12, [&](Writer& out) { encode(out, section, type); });
    if (section.ef) m.to.extensions(section, type, m.parameters);
  };
  while (walk.next(section)) one();
  if (walk.extension_fault()) one();
  return walk.error() ? m.to.done() : m.to.done(m.octets, walk.rest());
}

Rewritten commands(const CplaneMessage& m) {
  wire::CommandWalk walk{m.octets, rewrite_header<wire::SectionType4Header>(m)};
  wire::SlotCommand command;
  while (walk.next(command)) {
    const bool known = wire::with_command(command.type, [&](auto& body) {
      const auto end = m.to.room(command.room, 0, [&](auto& w) {
        command.layout(w);
        body.layout(w, m.parameters);
      });
      m.to.count("command", command.type, end);
    });
    if (known) continue;
    m.to.thing(command.room, command);
    m.to.copy(command.room.from(wire::SlotCommand::kOctets).octets());
  }
  return walk.error() ? m.to.done() : m.to.done(m.octets, walk.rest());
}

Rewritten ues(const CplaneMessage& m) {
  const auto header = rewrite_header<wire::SectionType6Header>(m);
  wire::UeWalk walk{m.octets, header, m.parameters};
  wire::UeRecord ue;
  while (walk.next(ue)) {
    const bool whole = !walk.error() || walk.error_part() == wire::CplanePart::section_extension;
    if (!whole) {
      m.to.thing(ue.room, ue);
      m.to.count("UE", 6, LayoutEnd::truncated);
      break;
    }
    const wire::UeRecord read = ue;
    wire::ChannelInformation information;
    const auto end = m.to.room(ue.room, 0, [&](auto& w) {
      ue.layout(w);
      information.layout(w, header, read, m.parameters);
    });
    m.to.count("UE", 6, end);
    if (ue.ef && !walk.unknown()) m.to.extensions(ue.section(), 6, m.parameters);
  }
  return walk.error() || walk.unknown() ? m.to.done() : m.to.done(m.octets, walk.rest());
}

Rewritten laa_message(const CplaneMessage& m) {
  rewrite_header<wire::ReservedHeader>(m);
  wire::LaaMessage laa = wire::find_laa_message(m.octets);
  if (laa.has_head) m.to.thing(laa.room.from(wire::LaaMessage::kAt), laa.head);
  const auto end = laa.error ? LayoutEnd::truncated : LayoutEnd::complete;
  m.to.count("LAA", laa.head.type, end);
  if (laa.error) return m.to.done();
  constexpr std::uint32_t kBody = wire::LaaMessage::kAt + 1;
  const bool known = wire::with_laa_message(
      laa.head.type, [&](auto& fields) { m.to.room(laa.room, kBody, [&](auto& w) { fields.layout(w); }); });
  if (!known) m.to.copy(laa.room.from(kBody).octets());
  return m.to.done(m.octets, m.octets.from(laa.room.length));
}

Rewritten acks(const CplaneMessage& m) {
  const auto header = rewrite_header<wire::SectionType8Header>(m);
  const wire::AckNackRoom room = wire::find_ids(m.octets, header);
  wire::AckNackLists lists;
  const View ids = room.ids.first(room.ids.captured);
  m.to.count("ids", 8, m.to.room(ids, 0, [&](auto& w) { lists.layout(w, header); }));
  if (room.error) return m.to.done();
  m.to.copy(room.padding.octets());
  return m.to.done(m.octets, room.rest);
}

Rewritten sinr_sections(const CplaneMessage& m) {
  const auto header = rewrite_header<wire::SectionType9Header>(m);
  wire::SinrSectionWalk walk{m.octets, m.header.number_of_sections, header, m.parameters};
  wire::SinrSection section;
  while (walk.next(section)) {
    if (walk.error()) {
      m.to.thing(section.room, section);
      m.to.count("SINR section", 9, LayoutEnd::truncated);
      break;
    }
    const wire::SinrSection read = section;
    wire::SinrValues values;
    const auto end = m.to.room(section.room, 0, [&](auto& w) {
      section.layout(w);
      values.layout(w, header, read, m.parameters);
    });
    m.to.count("SINR section", 9, end);
  }
  return walk.error() || walk.unknown() ? m.to.done() : m.to.done(m.octets, walk.rest());
}

Rewritten measured_sections(const CplaneMessage& m) {
  rewrite_header<wire::ReservedHeader>(m);
  const std::uint8_t type = m.header.section_type;
  wire::MeasurementSectionWalk walk{m.octets, m.header};
  wire::Section section;
  View measurements;
  while (walk.next(section, measurements)) {
    m.to.write(8, [&](Writer& out) { encode(out, section, type); });
    if (section.ef) m.to.extensions(section, type, m.parameters);
    if (walk.error() && walk.error_part() == wire::CplanePart::section_extension) break;
    const wire::SectionContext context = wire::context_of(section, type, m.parameters);
    wire::MeasurementWalk records{measurements, type};
    wire::Measurement record;
    while (records.next(record)) {
      const wire::Measurement read = record;
      const bool known = wire::with_measurement(type, record.type, [&](auto& body) {
        const auto end = m.to.room(read.room, 0, [&](auto& w) {
          record.layout(w, type);
          body.layout(w, read, context);
        });
        m.to.count(type == 10 ? "measurement" : "measurement command", read.type, end);
      });
      if (known) continue;
      m.to.thing(read.room, record, type);
      m.to.copy(read.room.from(wire::Measurement::kOctets).octets());
    }
  }
  return walk.error() ? m.to.done() : m.to.done(m.octets, walk.rest());
}

Rewritten rewrite_body(const CplaneMessage& m) {
  switch (m.header.section_type) {
    case 4:
      return commands(m);
    case 6:
      return ues(m);
    case 7:
      return laa_message(m);
    case 8:
      return acks(m);
    case 9:
      return sinr_sections(m);
    case 10:
    case 11:
      return measured_sections(m);
    default:
      return m.to.done();
  }
}

}  // namespace

Rewritten rewrite_cplane(const View& message, const wire::CplaneParameters& parameters, Tally& tally) {
  Rewriter to{tally};
  wire::CplaneHeader header;
  if (decode_cplane_common(message, header)) return to.done();
  const bool whole = !decode_cplane_header(message, header);
  constexpr unsigned kReserved = 12;
  to.count("section type", std::min<unsigned>(header.section_type, kReserved),
           whole ? LayoutEnd::complete : LayoutEnd::truncated);
  const bool plain = whole && wire::has_sections(header.section_type);
  to.write(12, [&](Writer& out) { plain ? encode(out, header) : encode_cplane_common(out, header); });
  const CplaneMessage m{message, header, parameters, to};
  if (plain) return sections(m);
  return whole ? rewrite_body(m) : to.done();
}

}  // namespace plumbline::test

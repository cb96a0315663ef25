#include "text/records.h"

#include <array>

#include "wire/cplane/section_type_04.h"
#include "wire/cplane/section_type_06.h"
#include "wire/cplane/section_type_07.h"
#include "wire/cplane/section_type_08.h"
#include "wire/cplane/section_type_09.h"
#include "wire/cplane/section_type_10.h"

namespace plumbline::text {
namespace {

using Reader = wire::LayoutReader<FieldSink>;

/// The octets of `room` from `at` on, if there are any.
void tell_body(const wire::View& room, std::uint32_t at, FieldSink& sink) {
  if (at < room.captured) sink.octets("body", room.octets().subspan(at), wire::Form::number, room.base + at);
}

/// Padding of zeros that the reader has behind it, where it must be seen that it is there.
void tell_zeros(const CplaneMessage& message, Octets padding, const Reader& reader, FieldSink& sink) {
  const bool zeros =
      std::all_of(padding.begin(), padding.end(), [](std::uint8_t octet) { return octet == 0; });
  if (message.payload && zeros && !padding.empty())
    sink.octets("padding", padding, wire::Form::number,
                reader.rest().base - static_cast<std::uint32_t>(padding.size()));
}

template <class Header>
Header read_header(const CplaneMessage& message) {
  Header header;
  wire::decode(message.octets, 6, header);
  return header;
}

template <class Header>
void tell_header(const CplaneMessage& message, FieldSink& sink) {
  Header header;
  Reader reader{message.octets, 6, sink};
  header.layout(reader);
}

/// `part` is what nothing is told of where it is not there; of what else may have a fault all is told.
template <class Walk>
RecordsEnd error_of(const Walk& walk, wire::CplanePart part) {
  RecordsEnd end{.error = walk.error(), .part = walk.error_part()};
  if (end.part == part) end.unread = walk.rest();
  return end;
}

RecordsEnd commands(const CplaneMessage& message, FieldSink& sink) {
  wire::CommandWalk walk{message.octets, read_header<wire::SectionType4Header>(message)};
  wire::SlotCommand command;
  sink.begin_list("commands");
  while (walk.next(command)) {
    sink.begin_item(command.room.base);
    Reader reader{command.room, 0, sink};
    command.layout(reader);
    const bool known = wire::with_command(command.type, [&](auto& body) {
      body.layout(reader, message.parameters);
      tell_end(reader, sink);
    });
    if (!known) tell_body(command.room, wire::SlotCommand::kOctets, sink);
    sink.end_item();
  }
  sink.end_list();
  if (walk.error()) return {.error = walk.error(), .part = walk.error_part(), .unread = walk.rest()};
  return {.rest = walk.rest()};
}

RecordsEnd ues(const CplaneMessage& message, FieldSink& sink,
               const std::function<void(const wire::Section&)>& extensions) {
  const auto header = read_header<wire::SectionType6Header>(message);
  wire::UeWalk walk{message.octets, header, message.parameters};
  wire::UeRecord ue;
  sink.begin_list("ues");
  while (walk.next(ue)) {
    sink.begin_item(ue.room.base);
    Reader reader{ue.room, 0, sink};
    ue.layout(reader);
    const bool whole = !walk.error() || walk.error_part() == wire::CplanePart::section_extension;
    if (whole) {
      wire::ChannelInformation information;
      information.layout(reader, header, ue, message.parameters);
      tell_end(reader, sink);
      tell_zeros(message, information.padding, reader, sink);
      if (ue.ef && !walk.unknown()) extensions(ue.section());
    } else {
      tell_body(ue.room, wire::UeRecord::kOctets, sink);
    }
    sink.end_item();
  }
  sink.end_list();
  if (walk.error()) return error_of(walk, wire::CplanePart::ue);
  return {.rest = walk.unknown() ? wire::View{} : walk.rest()};
}

RecordsEnd laa_message(const CplaneMessage& message, FieldSink& sink) {
  const wire::LaaMessage laa = wire::find_laa_message(message.octets);
  constexpr std::uint32_t kBehindHead = wire::LaaMessage::kAt + 1;
  if (laa.has_head) {
    Reader reader{laa.room, wire::LaaMessage::kAt, sink};
    wire::LaaHead head;
    head.layout(reader);
    const bool told = !laa.error && wire::with_laa_message(head.type, [&](auto& fields) {
      fields.layout(reader);
      tell_end(reader, sink);
    });
    if (!told) tell_body(laa.room, kBehindHead, sink);
  }
  const wire::View rest = message.octets.from(laa.has_head ? laa.room.length : wire::LaaMessage::kAt);
  if (laa.error) return {.error = laa.error, .part = wire::CplanePart::laa_message, .unread = rest};
  return {.rest = rest};
}

RecordsEnd ids(const CplaneMessage& message, FieldSink& sink) {
  const auto header = read_header<wire::SectionType8Header>(message);
  const wire::AckNackRoom room = wire::find_ids(message.octets, header);
  Reader reader{room.ids, 0, sink};
  wire::AckNackLists lists;
  lists.layout(reader, header);
  if (room.error) return {.error = room.error, .part = wire::CplanePart::ack_list, .unread = reader.rest()};
  const Octets padding = room.padding.octets();
  const auto is_set = [](std::uint8_t octet) { return octet != 0; };
  if (message.payload || std::any_of(padding.begin(), padding.end(), is_set))
    sink.octets("padding", padding, wire::Form::number, room.padding.base);
  return {.rest = room.rest};
}

/// What the octets do not say, for who reads what is told of them.
void tell_format(const wire::SinrFormat& format, std::uint32_t octet, FieldSink& sink) {
  sink.begin_object("sinrFormat");
  sink.value("blockFloatingPoint", wire::Form::number, 1, format.block_floating_point ? 1 : 0, octet);
  sink.value("width", wire::Form::number, 5, format.width, octet);
  sink.value("blockSize", wire::Form::number, 8, format.block_size, octet);
  sink.end_object();
}

RecordsEnd sinr_sections(const CplaneMessage& message, FieldSink& sink) {
  const auto header = read_header<wire::SectionType9Header>(message);
  wire::SinrSectionWalk walk{message.octets, message.header.number_of_sections, header, message.parameters};
  wire::SinrSection section;
  if (message.payload && message.parameters.sinr)
    tell_format(*message.parameters.sinr, message.octets.base, sink);
  sink.begin_list("sections");
  while (walk.next(section)) {
    sink.begin_item(section.room.base);
    Reader reader{section.room, 0, sink};
    section.layout(reader);
    if (walk.error()) {
      tell_body(section.room, wire::SinrSection::kOctets, sink);
    } else {
      wire::SinrValues values;
      values.layout(reader, header, section, message.parameters);
      tell_end(reader, sink);
    }
    sink.end_item();
  }
  sink.end_list();
  if (walk.error()) return error_of(walk, wire::CplanePart::section);
  return {.rest = walk.unknown() ? wire::View{} : walk.rest()};
}

}  // namespace

std::string_view part_name(wire::CplanePart part) {
  static constexpr std::array<std::string_view, 9> kNames = {
      "section",     "section extension", "command",     "UE",         "channel information",
      "LAA message", "ACK list",          "SINR values", "measurement"};
  return kNames[static_cast<std::size_t>(part)];
}

void tell_header_rest(const CplaneMessage& message, FieldSink& sink) {
  switch (message.header.section_type) {
    case 4:
      return tell_header<wire::SectionType4Header>(message, sink);
    case 6:
      return tell_header<wire::SectionType6Header>(message, sink);
    case 7:
    case 10:
    case 11:
      return tell_header<wire::ReservedHeader>(message, sink);
    case 8:
      return tell_header<wire::SectionType8Header>(message, sink);
    case 9:
      return tell_header<wire::SectionType9Header>(message, sink);
    default:
      return;
  }
}

RecordsEnd tell_records(const CplaneMessage& message, FieldSink& sink,
                        const std::function<void(const wire::Section&)>& extensions) {
  switch (message.header.section_type) {
    case 4:
      return commands(message, sink);
    case 6:
      return ues(message, sink, extensions);
    case 7:
      return laa_message(message, sink);
    case 8:
      return ids(message, sink);
    case 9:
      return sinr_sections(message, sink);
    default:
      return {};
  }
}

wire::View tell_measurements(const wire::View& measurements, const wire::SectionContext& context,
                             FieldSink& sink) {
  wire::MeasurementWalk walk{measurements, context.section_type};
  wire::Measurement record;
  sink.begin_list("measurements");
  while (walk.next(record)) {
    sink.begin_item(record.room.base);
    Reader reader{record.room, 0, sink};
    record.layout(reader, context.section_type);
    const bool known = wire::with_measurement(context.section_type, record.type, [&](auto& body) {
      body.layout(reader, record, context);
      tell_end(reader, sink);
    });
    if (!known) tell_body(record.room, wire::Measurement::kOctets, sink);
    sink.end_item();
  }
  sink.end_list();
  return walk.rest();
}

}  // namespace plumbline::text

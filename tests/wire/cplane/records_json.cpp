#include "wire/cplane/records_json.h"

#include <array>

#include "wire/cplane/layout_json.h"
#include "wire/cplane/section_type_04.h"
#include "wire/cplane/section_type_06.h"
#include "wire/cplane/section_type_07.h"
#include "wire/cplane/section_type_08.h"
#include "wire/cplane/section_type_09.h"
#include "wire/cplane/section_type_10.h"

namespace plumbline::test {
namespace {

using nlohmann::json;
using Reader = wire::LayoutReader<LayoutJson>;

void tell_fault(json& out, const wire::DecodeError& error, wire::CplanePart part) {
  static constexpr std::array<const char*, 7> kFaults = {"none",
                                                         "truncated",
                                                         "cut",
                                                         "extension_zero",
                                                         "measurement_zero",
                                                         "unsupported_method",
                                                         "unsupported_type"};
  static constexpr std::array<const char*, 9> kParts = {"section",  "section_extension",   "command",
                                                        "ue",       "channel_information", "laa_message",
                                                        "ack_list", "sinr_values",         "measurement"};
  out["fault"] = kFaults[static_cast<std::size_t>(error.fault)];
  out["octet"] = error.octet;
  if (error) out["part"] = kParts[static_cast<std::size_t>(part)];
}

template <class Header>
Header header_of(json& out, const wire::View& message) {
  Header header;
  LayoutJson sink{out["header"] = json::object()};
  Reader reader{message, 6, sink};
  header.layout(reader);
  return header;
}

void commands(json& out, const wire::View& message, const wire::CplaneParameters& parameters) {
  wire::CommandWalk walk{message, header_of<wire::SectionType4Header>(out, message)};
  wire::SlotCommand command;
  out["commands"] = json::array();
  while (walk.next(command)) {
    json& item = out["commands"].emplace_back(json{{"octet", command.room.base}});
    LayoutJson sink{item};
    Reader reader{command.room, 0, sink};
    command.layout(reader);
    if (wire::with_command(command.type, [&](auto& body) { body.layout(reader, parameters); }))
      tell_layout_end(item, reader);
  }
  tell_fault(out, walk.error(), walk.error_part());
  out["rest"] = walk.rest().length;
}

void ues(json& out, const wire::View& message, const wire::CplaneParameters& parameters) {
  const auto header = header_of<wire::SectionType6Header>(out, message);
  wire::UeWalk walk{message, header, parameters};
  wire::UeRecord ue;
  std::uint32_t rest = message.length - 8;
  out["ues"] = json::array();
  while (walk.next(ue)) {
    json& item = out["ues"].emplace_back(json{{"octet", ue.room.base}});
    LayoutJson sink{item};
    Reader reader{ue.room, 0, sink};
    ue.layout(reader);
    rest = ue.room.length - ue.kOctets;
    if (walk.error() && walk.error_part() != wire::CplanePart::section_extension) continue;
    wire::ChannelInformation information;
    information.layout(reader, header, ue, parameters);
    tell_layout_end(item, reader);
    wire::ExtensionWalk extensions{ue.extensions};
    wire::Extension extension;
    while (extensions.next(extension)) item["extensions"].push_back(extension.type);
  }
  tell_fault(out, walk.error(), walk.error_part());
  out["rest"] = walk.unknown() ? rest : walk.rest().length;
}

void laa_message(json& out, const wire::View& message) {
  header_of<wire::ReservedHeader>(out, message);
  const wire::LaaMessage laa = wire::find_laa_message(message);
  if (laa.has_head) {
    LayoutJson sink{out["laa"]};
    Reader reader{laa.room, wire::LaaMessage::kAt, sink};
    wire::LaaHead head;
    head.layout(reader);
    if (!laa.error && wire::with_laa_message(head.type, [&](auto& fields) { fields.layout(reader); }))
      tell_layout_end(out["laa"], reader);
  }
  tell_fault(out, laa.error, wire::CplanePart::laa_message);
  out["rest"] = message.from(laa.room.length).length;
}

void ids(json& out, const wire::View& message) {
  const auto header = header_of<wire::SectionType8Header>(out, message);
  const wire::AckNackRoom room = wire::find_ids(message, header);
  LayoutJson sink{out};
  Reader reader{room.ids, 0, sink};
  wire::AckNackLists lists;
  lists.layout(reader, header);
  tell_fault(out, room.error, wire::CplanePart::ack_list);
  out["padding"] = hex_octets(room.padding.octets());
  out["behind_padding"] = room.rest.length;
  out["rest"] = message.from(8 + room.ids.length).length;
}

void sinr_sections(json& out, const wire::View& message, unsigned number_of_sections,
                   const wire::CplaneParameters& parameters) {
  const auto header = header_of<wire::SectionType9Header>(out, message);
  wire::SinrSectionWalk walk{message, static_cast<std::uint8_t>(number_of_sections), header, parameters};
  wire::SinrSection section;
  std::uint32_t rest = message.length - 8;
  out["sections"] = json::array();
  while (walk.next(section)) {
    json& item = out["sections"].emplace_back(json{{"octet", section.room.base}});
    LayoutJson sink{item};
    Reader reader{section.room, 0, sink};
    section.layout(reader);
    rest = section.room.length - section.kOctets;
    if (walk.error()) continue;
    wire::SinrValues values;
    values.layout(reader, header, section, parameters);
    tell_layout_end(item, reader);
  }
  tell_fault(out, walk.error(), walk.error_part());
  out["rest"] = walk.unknown() ? rest : walk.rest().length;
}

void measured_sections(json& out, const wire::View& message, const wire::CplaneHeader& header,
                       const wire::CplaneParameters& parameters) {
  header_of<wire::ReservedHeader>(out, message);
  wire::MeasurementSectionWalk walk{message, header};
  wire::Section section;
  wire::View measurements;
  out["sections"] = json::array();
  while (walk.next(section, measurements)) {
    json& item = out["sections"].emplace_back(json{{"octet", section.at},
                                                   {"sectionId", section.id},
                                                   {"startPrbc", section.start_prb},
                                                   {"numPrbc", section.num_prb},
                                                   {"last15", section.beam_id},
                                                   {"measurements", json::array()}});
    const wire::SectionContext context = wire::context_of(section, header.section_type, parameters);
    wire::ExtensionWalk extensions{section.extensions};
    wire::Extension extension;
    while (extensions.next(extension)) item["extensions"].push_back(extension.type);
    wire::MeasurementWalk records{measurements, header.section_type};
    wire::Measurement record;
    while (records.next(record)) {
      json& told = item["measurements"].emplace_back(json{{"octet", record.room.base}});
      LayoutJson sink{told};
      Reader reader{record.room, 0, sink};
      record.layout(reader, header.section_type);
      if (wire::with_measurement(header.section_type, record.type,
                                 [&](auto& body) { body.layout(reader, record, context); }))
        tell_layout_end(told, reader);
    }
  }
  tell_fault(out, walk.error(), walk.error_part());
  out["rest"] = walk.rest().length;
}

}  // namespace

void decode_records(json& out, const wire::View& message, const wire::CplaneHeader& header,
                    const wire::CplaneParameters& parameters) {
  switch (header.section_type) {
    case 4:
      return commands(out, message, parameters);
    case 6:
      return ues(out, message, parameters);
    case 7:
      return laa_message(out, message);
    case 8:
      return ids(out, message);
    case 9:
      return sinr_sections(out, message, header.number_of_sections, parameters);
    default:
      return measured_sections(out, message, header, parameters);
  }
}

}  // namespace plumbline::test

// C-plane messages of section types 4 and 6 to 11.
#include "text/encode_parts.h"
#include "wire/cplane/section_type_04.h"
#include "wire/cplane/section_type_06.h"
#include "wire/cplane/section_type_07.h"
#include "wire/cplane/section_type_08.h"
#include "wire/cplane/section_type_09.h"
#include "wire/cplane/section_type_10.h"

namespace plumbline::text {
namespace {

using wire::CplaneParameters;

template <class Header>
Header take_header(JsonTaker& taker) {
  Header header;
  header.layout(taker);
  return header;
}

void take_commands(JsonTaker& taker, const CplaneParameters& parameters) {
  take_header<wire::SectionType4Header>(taker);
  wire::List<int> list;
  taker.list_by_room("commands", list, [&](JsonTaker& item, int&) {
    item.begin_room();
    skip_remarks(item);
    const std::uint64_t start = item.at();
    CplaneParameters known = parameters;
    if (known.weights == 0) known.weights = weights_in(item.json());
    wire::SlotCommand command;
    command.layout(item);
    wire::with_command(command.type, [&](auto& body) { body.layout(item, known); });
    take_room_end(item, start + wire::SlotCommand::kOctets + command.words * 4u, "st4CmdLen");
  });
}

/// Whether values of an item are octets that could not be read: told as `body`, or not there in a message
/// that ends early.
bool take_body_instead(JsonTaker& item, bool ends_early) {
  if (item.has("prbs") || !(item.has("body") || item.has("notes") || ends_early)) return false;
  item.put_octets(item.hex("body"));
  return true;
}

void take_ues(JsonTaker& taker, const CplaneParameters& parameters) {
  const auto header = take_header<wire::SectionType6Header>(taker);
  wire::List<int> list;
  const bool ends_early = taker.has("unread");
  // How many there are say the arrays.
  CplaneParameters known = parameters;
  known.antennas = known.carrier_prbs = 1;
  taker.list_by_room("ues", list, [&](JsonTaker& item, int&) {
    item.begin_room();
    skip_remarks(item);
    wire::UeRecord ue;
    ue.layout(item);
    known.st6_aligned = parameters.st6_aligned || item.has("padding");
    if (take_body_instead(item, ends_early)) return;
    wire::ChannelInformation information;
    information.layout(item, header, ue, known);
    item.flush();
    take_extensions(item, ue.ef, 6, parameters);
  });
}

void take_laa_message(JsonTaker& taker, std::uint64_t start) {
  take_header<wire::ReservedHeader>(taker);
  if (!taker.has("laaMsgType") && taker.has("unread")) return;
  wire::LaaHead head;
  head.layout(taker);
  wire::with_laa_message(head.type, [&](auto& fields) { fields.layout(taker); });
  if (taker.has("fault")) return taker.put_octets(taker.hex("body"));
  take_room_end(taker, start + wire::LaaMessage::kAt + head.octets(), "laaMsgLen");
}

void take_acks(JsonTaker& taker, std::uint64_t start) {
  const auto header = take_header<wire::SectionType8Header>(taker);
  wire::AckNackLists lists;
  lists.layout(taker, header);
  taker.put_octets(taker.hex("padding"));
  const std::uint64_t octets = taker.at() - start;
  if (!taker.has("padding") && !taker.has("unread"))
    taker.zeros_up_to(start + (octets + 3) / 4 * 4, "numberOfAcks");
}

wire::SinrFormat take_sinr_format(JsonTaker& taker) {
  wire::SinrFormat format;
  format.block_floating_point = taker.number("blockFloatingPoint", 1) != 0;
  format.width = static_cast<std::uint8_t>(taker.number("width", 5));
  format.block_size = static_cast<std::uint8_t>(taker.number("blockSize", 8));
  if (format.width < 1 || format.width > 16) taker.wrong("width", "is not 1 to 16");
  return format;
}

void take_sinr_sections(JsonTaker& taker) {
  const auto header = take_header<wire::SectionType9Header>(taker);
  wire::List<int> list;
  const bool ends_early = taker.has("unread");
  CplaneParameters known;
  known.carrier_prbs = 1;  // how many there are says the array
  if (taker.has("sinrFormat"))
    taker.object("sinrFormat", [&](JsonTaker& format) { known.sinr = take_sinr_format(format); });
  taker.list_by_room("sections", list, [&](JsonTaker& item, int&) {
    skip_remarks(item);
    wire::SinrSection section;
    section.layout(item);
    if (take_body_instead(item, ends_early)) return;
    if (!known.sinr) return item.wrong("prbs", "cannot be written: sinrFormat is not there");
    wire::SinrValues values;
    values.layout(item, header, section, known);
  });
}

void take_measurements(JsonTaker& taker, std::uint8_t section_type, const wire::SectionContext& context) {
  wire::List<int> list;
  taker.list_by_room("measurements", list, [&](JsonTaker& item, int&) {
    item.begin_room();
    skip_remarks(item);
    const std::uint64_t start = item.at();
    wire::Measurement record;
    record.layout(item, section_type);
    wire::with_measurement(section_type, record.type,
                           [&](auto& body) { body.layout(item, record, context); });
    take_room_end(item, start + record.words * 4u, section_type == 10 ? "measDataSize" : "measCmdSize");
  });
}

void take_measured_sections(JsonTaker& taker, std::uint8_t section_type, const CplaneParameters& parameters) {
  take_header<wire::ReservedHeader>(taker);
  const bool ends_early = taker.has("unread");
  const wire::Section nothing;
  const wire::SectionContext context{parameters, nothing, section_type};
  wire::List<int> list;
  taker.list_by_room("sections", list, [&](JsonTaker& item, int&) {
    take_section(item, section_type, parameters);
    if (item.has("measurements") || !ends_early) take_measurements(item, section_type, context);
  });
}

}  // namespace

void take_records(JsonTaker& taker, std::uint8_t section_type, std::uint64_t start,
                  const CplaneParameters& parameters) {
  switch (section_type) {
    case 4:
      return take_commands(taker, parameters);
    case 6:
      return take_ues(taker, parameters);
    case 7:
      return take_laa_message(taker, start);
    case 8:
      return take_acks(taker, start);
    case 9:
      return take_sinr_sections(taker);
    case 10:
    case 11:
      return take_measured_sections(taker, section_type, parameters);
    default:
      return taker.put_octets(taker.hex("body"));
  }
}

}  // namespace plumbline::text

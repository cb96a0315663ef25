#include <array>

#include "text/records.h"
#include "wire/cplane/section_type_04.h"
#include "wire/cplane/section_type_06.h"
#include "wire/cplane/section_type_07.h"
#include "wire/cplane/section_type_08.h"
#include "wire/cplane/section_type_09.h"

namespace plumbline::text {
namespace {

/// Things on the line; those behind the first few are counted.
class Few {
 public:
  explicit Few(Pen& out) : out_{out} {}
  ~Few() {
    if (count_ <= kMost) return;
    out_.put("  +");
    out_.number(count_ - kMost);
  }
  Few(const Few&) = delete;
  Few& operator=(const Few&) = delete;
  /// False when this one is only counted.
  bool next(std::string_view between) {
    if (++count_ > kMost) return false;
    if (count_ > 1) out_.put(between);
    return true;
  }

 private:
  static constexpr unsigned kMost = 4;
  Pen& out_;
  unsigned count_ = 0;
};

void put(Pen& out, std::string_view name, std::uint64_t number) {
  out.put(name);
  out.number(number);
}

/// Why nothing more is told.
void put_reason(Pen& out, std::string_view reason) {
  out.put("  ");
  out.put(reason);
}

void put_prbs(Pen& out, unsigned first, unsigned count, unsigned step) {
  if (count == 0) return out.put(" PRB all");
  put(out, " PRB ", first);
  if (count > 1) put(out, "–", first + (count - 1) * step);
  if (step > 1) put(out, " step ", step);
}

template <std::size_t N>
void put_name(Pen& out, const std::array<std::string_view, N>& names, unsigned index,
              std::string_view otherwise) {
  if (index < N && !names[index].empty()) return out.put(names[index]);
  put(out, otherwise, index);
}

RecordsEnd put_commands(Pen& out, const CplaneMessage& message) {
  static constexpr std::array<std::string_view, 3> kScopes = {"ARRAY-COMMAND", "CARRIER-COMMAND",
                                                              "O-RU-COMMAND"};
  static constexpr std::array<std::string_view, 5> kNames = {"", "TIME_DOMAIN_BEAM_CONFIG",
                                                             "TDD_CONFIG_PATTERN", "TRX_CONTROL", "ASM"};
  out.put("  ");
  put_name(out, kScopes, wire::cmd_scope(message.header), "cmdScope ");
  wire::SectionType4Header header;
  wire::decode(message.octets, 6, header);
  wire::CommandWalk walk{message.octets, header};
  wire::SlotCommand command;
  {
    Few few{out};
    while (walk.next(command)) {
      if (!few.next("  |")) continue;
      out.put("  ");
      put_name(out, kNames, command.type, "st4CmdType ");
      if (command.num_slots != 0) put(out, "  slots ", command.num_slots);
      if (command.ack_nack_req_id != 0) put(out, "  ackNackReqId ", command.ack_nack_req_id);
    }
  }
  if (walk.error()) return {.error = walk.error(), .part = walk.error_part()};
  return {.rest = walk.rest()};
}

RecordsEnd put_ues(Pen& out, const CplaneMessage& message) {
  wire::SectionType6Header header;
  wire::decode(message.octets, 6, header);
  wire::UeWalk walk{message.octets, header, message.parameters};
  wire::UeRecord ue;
  {
    Few few{out};
    while (walk.next(ue)) {
      if (!few.next("  |")) continue;
      put(out, "  ue ", ue.ue_id);
      put_prbs(out, ue.start_prb, ue.num_prb, 1);  // rb says nothing here
    }
  }
  if (walk.unknown()) put_reason(out, wire::ChannelInformation::unknown(header, ue, message.parameters));
  if (walk.error()) return {.error = walk.error(), .part = walk.error_part()};
  return {.rest = walk.unknown() ? wire::View{} : walk.rest()};
}

RecordsEnd put_laa_message(Pen& out, const CplaneMessage& message) {
  static constexpr std::array<std::string_view, 7> kNames = {
      "LBT_PDSCH_REQ",    "LBT_DRS_REQ",      "LBT_PDSCH_RSP",   "LBT_DRS_RSP",
      "LBT_Buffer_Error", "LBT_CWCONFIG_REQ", "LBT_CWCONFIG_RSP"};
  const wire::LaaMessage laa = wire::find_laa_message(message.octets);
  if (laa.has_head) {
    out.put("  ");
    put_name(out, kNames, laa.head.type, "laaMsgType ");
  }
  if (laa.error) return {.error = laa.error, .part = wire::CplanePart::laa_message};
  wire::with_laa_message(laa.head.type, [&](auto& fields) {
    wire::decode(laa.room, wire::LaaMessage::kAt + 1, fields);
    put(out, "  lbtHandle ", fields.lbt_handle);
  });
  return {.rest = message.octets.from(laa.room.length)};
}

void put_ids(Pen& out, std::string_view name, const wire::View& ids, unsigned count) {
  if (count == 0) return;
  out.put(name);
  Few few{out};
  for (std::uint32_t i = 0; i < count && 2 * i + 2 <= ids.captured; ++i)
    if (few.next(",")) put(out, " ", load_be16(ids.data + std::size_t{2} * i));
}

RecordsEnd put_acks(Pen& out, const CplaneMessage& message) {
  wire::SectionType8Header header;
  wire::decode(message.octets, 6, header);
  const wire::AckNackRoom room = wire::find_ids(message.octets, header);
  if (wire::is_ready(message.header)) out.put("  ready");
  put_ids(out, "  ackId", room.ids, header.number_of_acks);
  put_ids(out, "  nackId", room.ids.from(header.number_of_acks * 2u), header.number_of_nacks);
  if (room.error) return {.error = room.error, .part = wire::CplanePart::ack_list};
  return {.rest = room.rest};
}

RecordsEnd put_sinr_sections(Pen& out, const CplaneMessage& message) {
  wire::SectionType9Header header;
  wire::decode(message.octets, 6, header);
  wire::SinrSectionWalk walk{message.octets, message.header.number_of_sections, header, message.parameters};
  wire::SinrSection section;
  {
    Few few{out};
    while (walk.next(section)) {
      if (!few.next("  |")) continue;
      put(out, "  sec ", section.id);
      put_prbs(out, section.start_prb, section.num_prb, section.rb ? 2 : 1);
    }
  }
  if (walk.unknown()) put_reason(out, wire::SinrValues::unknown(header, section, message.parameters));
  if (walk.error()) return {.error = walk.error(), .part = walk.error_part()};
  return {.rest = walk.unknown() ? wire::View{} : walk.rest()};
}

}  // namespace

RecordsEnd put_records(Pen& out, const CplaneMessage& message) {
  switch (message.header.section_type) {
    case 4:
      return put_commands(out, message);
    case 6:
      return put_ues(out, message);
    case 7:
      return put_laa_message(out, message);
    case 8:
      return put_acks(out, message);
    case 9:
      return put_sinr_sections(out, message);
    default:
      return {};
  }
}

}  // namespace plumbline::text

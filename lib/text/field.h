// Every field there is: its name in the standard, how its value is written, and what the value means.
#pragma once

#include <cstdint>
#include <string_view>

#include "text/pen.h"

namespace plumbline::text {

/// How a number stands in JSON and in the tree: numbers stay numbers, masks and codes are "0x.." strings.
enum class Form : std::uint8_t { decimal, hex2, hex3, hex4 };

/// The fields in the order in which they are told.
enum class Field : std::uint8_t {
  destination,
  source,
  tpid,
  pcp,
  dei,
  vid,
  ether_type,
  protocol,
  ip_source,
  ip_destination,
  dscp,
  fragmented,
  ip_options,
  udp_source_port,
  udp_destination_port,
  ip_headers,
  ecpri_version,
  ecpri_reserved,
  ecpri_concatenation,
  ecpri_message,
  ecpri_payload,
  message_index,
  ecpri_pcid,
  ecpri_rtcid,
  du_port,
  band_sector,
  cc,
  ru_port,
  sequence,
  last_fragment,
  subsequence,
  data_direction,
  payload_version,
  filter_index,
  scs,
  frame,
  subframe,
  slot,
  start_symbol,
  symbol,
  number_of_sections,
  cmd_scope,
  ready,
  section_type,
  time_offset,
  frame_structure,
  cp_length,
  ud_iq_width,
  ud_comp_meth,
  reserved,
  section_id,
  rb,
  sym_inc,
  start_prbc,
  num_prbc,
  re_mask,
  num_symbol,
  ef,
  beam_id,
  ue_id,
  section_reserved,
  freq_offset,
  ext_type,
  ext_len,
  ext_name,
  start_prbu,
  num_prbu,
  ud_comp_len,
  reserved_4,
  reserved_6,
  reserved_8,
  reserved_10,
  re_s_mask_1,
  re_s_mask_2,
  compression,
  first_prb,
  prbs,
  prb_octets,
  prb_octets_captured,
  prb_fields,
  unread,
  measurement_id,
  action_type,
  seconds,
  nanoseconds,
  compensation,
  dummy_octets,
  body_octets,
  behind_sections,
  octets_behind_sections,
  behind_message,
  octets_behind_message,
  octets_behind_datagram,
  not_read,
  other_data,
  filter_index_reserved,        ///< filterIndex where the bits are reserved: the same name, another meaning
  start_symbol_reserved,        ///< startSymbolId, the same
  start_symbol_of_answer,       ///< startSymbolId where the standard calls it symbolId
  number_of_sections_reserved,  ///< numberOfsections
  sym_inc_reserved,             ///< symInc
  sym_inc_uplane,               ///< symInc of the U-plane
};

/// Writes what `value` means; writes nothing when there is nothing to say.
using Meaning = void (*)(Pen& out, std::int64_t value);

struct FieldInfo {
  Field field;
  std::string_view name;  ///< of the standard where it has one
  Form form = Form::decimal;
  Meaning meaning = nullptr;
};

namespace meanings {
/// IPv4, eCPRI ...; nothing for others.
void ether_type(Pen& out, std::int64_t value);
/// ecpri_type_name().
void ecpri_message(Pen& out, std::int64_t value);
/// Uplink, downlink.
void direction(Pen& out, std::int64_t value);
/// CUS v17.01 Table 7.5.2.3-1.
void filter_index(Pen& out, std::int64_t value);
/// Subcarrier spacing of an SCS code, CUS v17.01 7.5.2.13.
void scs(Pen& out, std::int64_t value);
/// CUS v17.01 7.5.2.17.
void cmd_scope(Pen& out, std::int64_t value);
/// CUS v17.01 Table 7.3.1-1.
void section_type(Pen& out, std::int64_t value);
/// A duration in Ts, in microseconds.
void ts(Pen& out, std::int64_t value);
/// FFT size and subcarrier spacing, CUS v17.01 7.5.2.13.
void frame_structure(Pen& out, std::int64_t value);
/// 0 is 16 bits.
void ud_iq_width(Pen& out, std::int64_t value);
/// method_name().
void ud_comp_meth(Pen& out, std::int64_t value);
/// The REs that are sent: "RE 0–3, 8". Source: CUS v17.01 8.3.3.18.
void re_s_mask(Pen& out, std::int64_t value);
/// The REs that are named: "RE 0–3, 8". Source: CUS v17.01 7.5.3.5.
void re_mask(Pen& out, std::int64_t value);
/// Says so where it is not 1.
void version(Pen& out, std::int64_t value);
/// Whether another message follows.
void concatenation(Pen& out, std::int64_t value);
/// Whether another fragment follows.
void last_fragment(Pen& out, std::int64_t value);
/// 0 and 4095 are no VLAN. Source: IEEE 802.1Q 9.6.
void vid(Pen& out, std::int64_t value);
/// 10 and more do not exist.
void subframe(Pen& out, std::int64_t value);
/// 16 and more are reserved. Source: CUS v17.01 7.5.2.6.
void slot(Pen& out, std::int64_t value);
/// 14 and more do not exist.
void symbol(Pen& out, std::int64_t value);
/// That the standard names it symbolId. Source: CUS v17.01 7.4.10, 7.4.11.
void symbol_of_answer(Pen& out, std::int64_t value);
/// That the bits are reserved. Source: CUS v17.01 7.4.9, 7.4.12, 7.4.13.
void reserved_here(Pen& out, std::int64_t value);
/// CUS v17.01 7.5.3.2.
void rb(Pen& out, std::int64_t value);
/// CUS v17.01 7.5.3.3.
void sym_inc(Pen& out, std::int64_t value);
/// The same of the U-plane.
void sym_inc_uplane(Pen& out, std::int64_t value);
/// CUS v17.01 7.5.3.7.
void num_symbol(Pen& out, std::int64_t value);
/// CUS v17.01 7.5.3.9.
void beam_id(Pen& out, std::int64_t value);
/// CUS v17.01 7.5.3.10.
void ue_id(Pen& out, std::int64_t value);
/// CUS v17.01 7.5.3.55.
void ready(Pen& out, std::int64_t value);
/// The octets of that many 32-bit words, 0 being reserved.
void words(Pen& out, std::int64_t value);
/// CUS v17.01 8.3.3.19.
void ud_comp_len(Pen& out, std::int64_t value);
/// 0 is all PRBs.
void num_prb(Pen& out, std::int64_t value);
/// Its unit.
void freq_offset(Pen& out, std::int64_t value);
/// CUS v17.01 Table 4.4.4.4-1.
void action_type(Pen& out, std::int64_t value);
/// In nanoseconds.
void compensation(Pen& out, std::int64_t value);
}  // namespace meanings

/// Source of the names: CUS v17.01 7.5, 8.3; eCPRI 2.0; IEEE 802.1Q. Indexed by Field.
inline constexpr FieldInfo kFields[] = {
    {Field::destination, "destination"},
    {Field::source, "source"},
    {Field::tpid, "tpid", Form::hex4},
    {Field::pcp, "pcp"},
    {Field::dei, "dei"},
    {Field::vid, "vid", Form::decimal, meanings::vid},
    {Field::ether_type, "etherType", Form::hex4, meanings::ether_type},
    {Field::protocol, "protocol"},
    {Field::ip_source, "ipSource"},
    {Field::ip_destination, "ipDestination"},
    {Field::dscp, "dscp"},
    {Field::fragmented, "ipFragmented"},
    {Field::ip_options, "ipOptions"},
    {Field::udp_source_port, "udpSourcePort"},
    {Field::udp_destination_port, "udpDestinationPort"},
    {Field::ip_headers, "ipHeaders"},
    {Field::ecpri_version, "ecpriVersion", Form::decimal, meanings::version},
    {Field::ecpri_reserved, "ecpriReserved"},
    {Field::ecpri_concatenation, "ecpriConcatenation", Form::decimal, meanings::concatenation},
    {Field::ecpri_message, "ecpriMessage", Form::decimal, meanings::ecpri_message},
    {Field::ecpri_payload, "ecpriPayload"},
    {Field::message_index, "messageIndex"},
    {Field::ecpri_pcid, "ecpriPcid"},
    {Field::ecpri_rtcid, "ecpriRtcid"},
    {Field::du_port, "DU_Port_ID"},
    {Field::band_sector, "BandSector_ID"},
    {Field::cc, "CC_ID"},
    {Field::ru_port, "RU_Port_ID"},
    {Field::sequence, "sequenceId"},
    {Field::last_fragment, "E", Form::decimal, meanings::last_fragment},
    {Field::subsequence, "subSequenceId"},
    {Field::data_direction, "dataDirection", Form::decimal, meanings::direction},
    {Field::payload_version, "payloadVersion", Form::decimal, meanings::version},
    {Field::filter_index, "filterIndex", Form::decimal, meanings::filter_index},
    {Field::scs, "scs", Form::decimal, meanings::scs},
    {Field::frame, "frameId"},
    {Field::subframe, "subframeId", Form::decimal, meanings::subframe},
    {Field::slot, "slotId", Form::decimal, meanings::slot},
    {Field::start_symbol, "startSymbolId", Form::decimal, meanings::symbol},
    {Field::symbol, "symbolId", Form::decimal, meanings::symbol},
    {Field::number_of_sections, "numberOfsections"},
    {Field::cmd_scope, "cmdScope", Form::decimal, meanings::cmd_scope},
    {Field::ready, "ready", Form::decimal, meanings::ready},
    {Field::section_type, "sectionType", Form::decimal, meanings::section_type},
    {Field::time_offset, "timeOffset", Form::decimal, meanings::ts},
    {Field::frame_structure, "frameStructure", Form::hex2, meanings::frame_structure},
    {Field::cp_length, "cpLength", Form::decimal, meanings::ts},
    {Field::ud_iq_width, "udIqWidth", Form::decimal, meanings::ud_iq_width},
    {Field::ud_comp_meth, "udCompMeth", Form::decimal, meanings::ud_comp_meth},
    {Field::reserved, "reserved"},
    {Field::section_id, "sectionId"},
    {Field::rb, "rb", Form::decimal, meanings::rb},
    {Field::sym_inc, "symInc", Form::decimal, meanings::sym_inc},
    {Field::start_prbc, "startPrbc"},
    {Field::num_prbc, "numPrbc", Form::decimal, meanings::num_prb},
    {Field::re_mask, "reMask", Form::hex3, meanings::re_mask},
    {Field::num_symbol, "numSymbol", Form::decimal, meanings::num_symbol},
    {Field::ef, "ef"},
    {Field::beam_id, "beamId", Form::decimal, meanings::beam_id},
    {Field::ue_id, "ueId", Form::decimal, meanings::ue_id},
    {Field::section_reserved, "reserved"},
    {Field::freq_offset, "freqOffset", Form::decimal, meanings::freq_offset},
    {Field::ext_type, "extType"},
    {Field::ext_len, "extLen", Form::decimal, meanings::words},
    {Field::ext_name, "name"},
    {Field::start_prbu, "startPrbu"},
    {Field::num_prbu, "numPrbu", Form::decimal, meanings::num_prb},
    {Field::ud_comp_len, "udCompLen", Form::decimal, meanings::ud_comp_len},
    {Field::reserved_4, "reserved4"},
    {Field::reserved_6, "reserved6"},
    {Field::reserved_8, "reserved8"},
    {Field::reserved_10, "reserved10"},
    {Field::re_s_mask_1, "sReSMask1", Form::hex3, meanings::re_s_mask},
    {Field::re_s_mask_2, "sReSMask2", Form::hex3, meanings::re_s_mask},
    {Field::compression, "compression"},
    {Field::first_prb, "firstPrb"},
    {Field::prbs, "prbs"},
    {Field::prb_octets, "octets"},
    {Field::prb_octets_captured, "octetsCaptured"},
    {Field::prb_fields, "prbFields"},
    {Field::unread, "body"},
    {Field::measurement_id, "MeasurementID"},
    {Field::action_type, "ActionType", Form::decimal, meanings::action_type},
    {Field::seconds, "seconds"},
    {Field::nanoseconds, "nanoseconds"},
    {Field::compensation, "CompensationValue", Form::decimal, meanings::compensation},
    {Field::dummy_octets, "DummyBytes"},
    {Field::body_octets, "bodyOctets"},
    {Field::behind_sections, "octetsBehindSections"},
    {Field::octets_behind_sections, "behindSections"},
    {Field::behind_message, "octetsBehindMessage"},
    {Field::octets_behind_message, "behindMessage"},
    {Field::octets_behind_datagram, "behindDatagram"},
    {Field::not_read, "unread"},
    {Field::other_data, "data"},
    {Field::filter_index_reserved, "filterIndex", Form::decimal, meanings::reserved_here},
    {Field::start_symbol_reserved, "startSymbolId", Form::decimal, meanings::reserved_here},
    {Field::start_symbol_of_answer, "startSymbolId", Form::decimal, meanings::symbol_of_answer},
    {Field::number_of_sections_reserved, "numberOfsections", Form::decimal, meanings::reserved_here},
    {Field::sym_inc_reserved, "symInc", Form::decimal, meanings::reserved_here},
    {Field::sym_inc_uplane, "symInc", Form::decimal, meanings::sym_inc_uplane},
};
constexpr const FieldInfo& info(Field field) { return kFields[static_cast<std::size_t>(field)]; }
consteval bool fields_are_in_order() {
  for (std::size_t i = 0; i < std::size(kFields); ++i)
    if (kFields[i].field != static_cast<Field>(i)) return false;
  return true;
}
static_assert(fields_are_in_order());

/// Writes what `value` of a field of a layout (wire/layout.h) means; nothing when there is nothing to say.
void put_meaning(Pen& out, std::string_view name, std::int64_t value);

/// "DL precoding", or empty for a reserved extType. Source: CUS v17.01 7.7 (29 and 30: later versions).
std::string_view extension_name(std::uint8_t type);
/// "one-way delay measurement", "reserved", "vendor specific". Source: eCPRI 2.0 3.2.4.
std::string_view ecpri_type_name(std::uint8_t type);
/// "bfp" as in "bfp9"; "method12-" for reserved ones. Source: CUS v17.01 8.3.3.13.
std::string_view method_name(std::uint8_t method);
/// "PTP", "ESMC", "ARP" ..., or empty.
std::string_view ether_type_name(std::uint16_t type);
/// Preamble formats that filterIndex, the SCS code of frameStructure and numSymbol leave open ("B4",
/// "A2/B2/C2"), or empty. Source: CUS v17.01 7.5.2.3; TS 38.211 6.3.3.1.
std::string_view prach_formats(std::uint8_t filter_index, std::uint8_t scs_code, std::uint8_t num_symbol);

}  // namespace plumbline::text

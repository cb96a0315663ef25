// What the encoders of bodies share, see encode.h.
#pragma once

#include <initializer_list>
#include <string_view>

#include "text/json_taker.h"
#include "wire/cplane/parameters.h"

namespace plumbline::text {

/// Unsigned fields one behind the other; what they are does not matter to who takes them.
struct NamedField {
  std::string_view name;
  unsigned bits;
};
inline void take_fields(JsonTaker& taker, std::initializer_list<NamedField> fields) {
  std::uint64_t value = 0;
  for (const NamedField& field : fields) taker.u(field.name, field.bits, value);
}

/// Of a thing in a room: what says where it was found and how far it could be read.
inline void skip_remarks(JsonTaker& taker) {
  for (const std::string_view name : {"name", "notes", "fault", "faultOctet"}) taker.skip(name);
}
/// The octets behind the last field of a room, those told and then zeros up to octet `end`. `length` names
/// the field that says where that is.
inline void take_room_end(JsonTaker& taker, std::uint64_t end, std::string_view length) {
  taker.flush();
  for (const std::string_view name : {"body", "padding"}) taker.put_octets(taker.hex(name));
  taker.zeros_up_to(end, length);
}

/// Weights of a vector: as many as the first list of them has, or as its mask has bits; 0 without any.
std::uint16_t weights_in(const JsonTaker::Json& json);
/// The extensions of a section or UE: all it tells; `ef`: it must tell them.
void take_extensions(JsonTaker& taker, bool ef, std::uint8_t section_type,
                     const wire::CplaneParameters& parameters);

/// The application header of a C-plane message behind sectionType, and the body, of types 4 and 6 to 11.
/// `start`: octet of the header.
void take_records(JsonTaker& taker, std::uint8_t section_type, std::uint64_t start,
                  const wire::CplaneParameters& parameters);
/// The fields of a section of types 0, 1, 3, 5, 10, 11 and its extensions.
void take_section(JsonTaker& taker, std::uint8_t section_type, const wire::CplaneParameters& parameters);

/// What is behind ecpriSeqid of a C-plane message.
void take_cplane(JsonTaker& taker, const wire::CplaneParameters& parameters);
/// What is behind ecpriSeqid of a U-plane message.
void take_uplane(JsonTaker& taker);
/// What is behind the eCPRI common header of a message of type 5.
void take_one_way_delay(JsonTaker& taker);
/// The same of types that the fronthaul does not use.
void take_ecpri_body(JsonTaker& taker, std::uint8_t type);
/// What is behind the EtherType.
void take_ptp(JsonTaker& taker);
void take_esmc(JsonTaker& taker);

}  // namespace plumbline::text

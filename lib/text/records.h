// The bodies of C-plane messages of section types 4 and 6 to 11.
#pragma once

#include <functional>
#include <string_view>

#include "text/field_sink.h"
#include "text/pen.h"
#include "wire/cplane/part.h"

namespace plumbline::text {

/// True for the types that tell_records() tells: 4, 6, 7, 8, 9.
constexpr bool has_records(std::uint8_t section_type) {
  return section_type == 4 || (section_type >= 6 && section_type <= 9);
}

/// A C-plane message, which begins at the application header, all of which is at hand.
struct CplaneMessage {
  const wire::View& octets;
  const wire::CplaneHeader& header;
  const wire::CplaneParameters& parameters;
  /// What the way back needs is told too: padding of zeros whose length nothing else tells, the SINR format.
  bool payload = false;
};

/// How far the body could be read.
struct RecordsEnd {
  wire::DecodeError error{};
  wire::CplanePart part = wire::CplanePart::section;  ///< that has the error
  wire::View rest{};  ///< behind the body; empty after an error or where the body's end is not known
  /// With an error what was not read, but for one in an extension: what is behind those that were told.
  wire::View unread{};
};

/// "section", "command" ...: what a fault lies in.
std::string_view part_name(wire::CplanePart part);

/// Tells the octets of the header behind sectionType, of types 4 and 6 to 11.
void tell_header_rest(const CplaneMessage& message, FieldSink& sink);
/// Tells the body behind the header, of types 4 and 6 to 9. `extensions` tells those of what it is given.
RecordsEnd tell_records(const CplaneMessage& message, FieldSink& sink,
                        const std::function<void(const wire::Section&)>& extensions);
/// Tells the records behind a section of type 10 or 11; what is behind the last one that could be read.
wire::View tell_measurements(const wire::View& measurements, const wire::SectionContext& context,
                             FieldSink& sink);

/// Writes what stands of the body on the line, of types 4 and 6 to 9.
RecordsEnd put_records(Pen& out, const CplaneMessage& message);

}  // namespace plumbline::text

// What a description of a message is told to.
#pragma once

#include <algorithm>

#include "text/field.h"
#include "text/records.h"
#include "text/render.h"
#include "wire/view.h"

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
  // A sink that has `FieldSink& fields()` is told there what is inside extensions and records.
  /// Something else that must be seen: the message is not told completely, and why.
  void note(std::string_view /*text*/) {}
};

/// The fields of a compression header octet.
template <class Sink>
void tell_compression(Sink& sink, std::uint8_t ud_comp_hdr, std::uint32_t octet) {
  sink.template value<Field::ud_iq_width>(ud_comp_hdr >> 4, octet);
  sink.template value<Field::ud_comp_meth>(ud_comp_hdr & 15, octet);
}

/// Octets that no field names, where they are more than padding and payload is told.
template <Field F, class Sink>
void tell_unread(Sink& sink, const Context& context, const wire::View& rest) {
  const Octets octets = rest.octets();
  if (context.payload &&
      std::any_of(octets.begin(), octets.end(), [](std::uint8_t octet) { return octet != 0; }))
    sink.template octets<F>(octets, '\0', rest.base);
}

/// A fault, and where payload is told the octets `rest` that were not read because of it.
template <class Sink>
void tell_fault(Sink& sink, const Context& context, wire::DecodeError error, std::string_view of,
                const wire::View& rest) {
  sink.fault(error, of);
  if (context.payload) sink.template octets<Field::not_read>(rest.octets(), '\0', rest.base);
}

}  // namespace plumbline::text

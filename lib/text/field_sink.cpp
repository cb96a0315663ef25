#include "text/field_sink.h"

#include <algorithm>

#include "wire/cplane/extensions.h"

namespace plumbline::text {

void tell_end(const wire::LayoutReader<FieldSink>& reader, FieldSink& sink) {
  const wire::View rest = reader.rest();
  const bool complete = reader.end() == wire::LayoutEnd::complete;
  const bool zeros = std::all_of(rest.data, rest.data + rest.captured, [](std::uint8_t o) { return o == 0; });
  if (complete ? !zeros : rest.captured > 0)
    sink.octets(complete ? "padding" : "body", rest.octets(), wire::Form::number, rest.base);
  if (reader.end() == wire::LayoutEnd::truncated) sink.fault({wire::Fault::truncated, rest.base});
  if (reader.end() == wire::LayoutEnd::unknown) sink.note(reader.why(), rest.base);
}

void tell_extension(const wire::Extension& extension, const wire::SectionContext& context, FieldSink& sink) {
  const bool known = wire::with_extension(extension.type, [&](auto& fields) {
    tell_end(wire::read_extension(extension, context, fields, sink), sink);
  });
  if (!known) sink.octets("body", extension.body.octets(), wire::Form::number, extension.body.base);
}

}  // namespace plumbline::text

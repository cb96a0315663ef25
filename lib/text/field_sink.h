// What a layout of wire/ (wire/layout.h) is told to. One interface for all ways of writing fields down, so
// that every layout is compiled for it once.
#pragma once

#include <cstdint>
#include <string_view>

#include "wire/cplane/parameters.h"
#include "wire/layout.h"

namespace plumbline::text {

/// Takes the fields of one thing in the order of their octets; the members are those of
/// wire::NullLayoutSink.
class FieldSink {
 public:
  virtual void value(std::string_view name, wire::Form form, unsigned bits, std::uint64_t value,
                     std::uint32_t octet) = 0;
  virtual void reserved(unsigned bits, std::uint64_t value, std::uint32_t offset, std::uint32_t octet) = 0;
  virtual void numbers(std::string_view name, const wire::Numbers& numbers, unsigned group,
                       std::uint32_t octet) = 0;
  /// `form` bits: one long number; else octets one by one.
  virtual void octets(std::string_view name, Octets octets, wire::Form form, std::uint32_t octet) = 0;
  virtual void fill(std::uint64_t value, std::uint32_t octet) = 0;
  virtual void begin_list(std::string_view name) = 0;
  virtual void end_list() = 0;
  virtual void begin_item(std::uint32_t octet) = 0;
  virtual void end_item() = 0;
  virtual void begin_object(std::string_view name) = 0;
  virtual void end_object() = 0;
  template <class Item>
  void item(const Item& /*item*/) {}

  /// A step that does not fit in the room; `error.octet` is where it begins.
  virtual void fault(wire::DecodeError error) = 0;
  /// Why the thing is not told completely.
  virtual void note(std::string_view text, std::uint32_t octet) = 0;

 protected:
  ~FieldSink() = default;
};

/// Tells what stands behind the last field that could be read: octets that are not zero, or those that were
/// not read and why (lib/text/MESSAGES.md 1.3).
void tell_end(const wire::LayoutReader<FieldSink>& reader, FieldSink& sink);

/// Tells what is behind extLen of an extension that is there as a whole.
void tell_extension(const wire::Extension& extension, const wire::SectionContext& context, FieldSink& sink);

}  // namespace plumbline::text

// The description of a C-plane message from its application header on.
#pragma once

#include <optional>

#include "text/field_sink.h"
#include "text/render.h"
#include "text/sink.h"
#include "wire/cplane/section_type_10.h"

namespace plumbline::text {

/// Tells it to a sink; `message` has at least the common part of the header.
template <class Sink>
class CplaneDescriber {
 public:
  CplaneDescriber(const Message& message, const Context& context, Sink& sink)
      : m_{message}, context_{context}, s_{sink} {}

  /// The six octets up to sectionType.
  void common() {
    const wire::CplaneHeader& h = m_.cplane;
    const std::uint32_t at = m_.body.base;
    const std::uint8_t type = h.section_type;
    s_.title("C-plane", at);
    s_.template value<Field::data_direction>(static_cast<std::int64_t>(h.direction), at);
    s_.template value<Field::payload_version>(h.payload_version, at);
    if (type == 4 || type == 8)
      s_.template value<Field::scs>(h.filter_index, at);
    else if (type == 7 || wire::has_measurements(type))
      s_.template value<Field::filter_index_reserved>(h.filter_index, at);
    else
      s_.template value<Field::filter_index>(h.filter_index, at);
    s_.template value<Field::frame>(h.start.frame, at + 1);
    s_.template value<Field::subframe>(h.start.subframe, at + 2);
    s_.template value<Field::slot>(h.start.slot, at + 2);
    if (type == 7)
      s_.template value<Field::start_symbol_reserved>(h.start.symbol, at + 3);
    else if (type == 8 || type == 9)
      s_.template value<Field::start_symbol_of_answer>(h.start.symbol, at + 3);
    else
      s_.template value<Field::start_symbol>(h.start.symbol, at + 3);
    if (type == 4) {
      reserved(4, h.number_of_sections >> 4, at, 4);
      s_.template value<Field::cmd_scope>(h.number_of_sections & 15, at + 4);
    } else if (type == 8) {
      reserved(7, h.number_of_sections >> 1, at, 4);
      s_.template value<Field::ready>(h.number_of_sections & 1, at + 4);
    } else if (type == 7) {
      s_.template value<Field::number_of_sections_reserved>(h.number_of_sections, at + 4);
    } else {
      s_.template value<Field::number_of_sections>(h.number_of_sections, at + 4);
    }
    s_.template value<Field::section_type>(type, at + 5);
  }

  /// All of it, where the header is there.
  void run() {
    const wire::CplaneHeader& h = m_.cplane;
    const std::uint32_t at = m_.body.base;
    const std::uint8_t type = h.section_type;
    common();
    if (type == 0 || type == 3) {
      s_.template value<Field::time_offset>(h.time_offset, at + 6);
      s_.template value<Field::frame_structure>(h.frame_structure, at + 8);
      s_.template value<Field::cp_length>(h.cp_length, at + 9);
      type == 3 ? tell_compression(s_, h.ud_comp_hdr, at + 11)
                : s_.template value<Field::reserved>(h.reserved, at + 11);
    } else if (type == 1 || type == 5) {
      tell_compression(s_, h.ud_comp_hdr, at + 6);
      s_.template value<Field::reserved>(h.reserved, at + 7);
    }
    const bool plain = wire::has_sections(type);
    if (kTellsFields || !plain) parameters_ = context_.cplane_of ? context_.cplane_of(m_) : context_.cplane;
    if (!plain) return other_section_type();
    wire::SectionWalk walk{m_.body, h};
    wire::Section section;
    s_.template begin_list<List::sections>();
    while (walk.next(section)) tell_section(section);
    if (walk.extension_fault()) tell_section(section);
    s_.template end_list<List::sections>();
    if (walk.extension_fault())
      tell_fault(s_, context_, walk.error(), "section extension", unread_);
    else if (walk.error())
      tell_fault(s_, context_, walk.error(), "section", walk.rest());
    else if (walk.rest().length > 0)
      behind_sections(walk.rest());
  }

 private:
  /// The sink wants what is inside extensions and records.
  static constexpr bool kTellsFields = requires(Sink & sink) { sink.fields(); };

  /// A reserved field `offset` octets behind `at`.
  void reserved(unsigned bits, unsigned value, std::uint32_t at, std::uint32_t offset) {
    if constexpr (kTellsFields) s_.fields().reserved(bits, value, offset, at + offset);
  }

  /// Section types whose sections are not those of types 0, 1, 3, 5 alone.
  void other_section_type() {
    const std::uint8_t type = m_.cplane.section_type;
    const CplaneMessage message{m_.body, m_.cplane, parameters_, context_.payload};
    if constexpr (kTellsFields) tell_header_rest(message, s_.fields());
    if (wire::has_measurements(type)) return ended(measured_sections());
    if (has_records(type)) return ended(records(message));
    const wire::View body = m_.body.from(wire::cplane_header_octets(type));
    if constexpr (kTellsFields)
      if (body.captured > 0) s_.fields().octets("body", body.octets(), wire::Form::number, body.base);
    s_.note("sections not decoded");
  }

  RecordsEnd records(const CplaneMessage& message) {
    if constexpr (kTellsFields)
      return tell_records(message, s_.fields(), [this](const wire::Section& owner) { extensions(owner); });
    else
      return s_.records(message);
  }

  RecordsEnd measured_sections() {
    wire::MeasurementSectionWalk walk{m_.body, m_.cplane};
    wire::Section section;
    wire::View measurements;
    s_.template begin_list<List::sections>();
    while (walk.next(section, measurements)) {
      const bool reached = walk.error_part() != wire::CplanePart::section_extension;
      tell_section(section, reached ? &measurements : nullptr);
    }
    s_.template end_list<List::sections>();
    const wire::CplanePart part = walk.error_part();
    if (walk.error())
      return {.error = walk.error(),
              .part = part,
              .unread = part == wire::CplanePart::section ? walk.rest() : unread_};
    return {.rest = walk.rest()};
  }

  void ended(const RecordsEnd& end) {
    if (end.error)
      return tell_fault(s_, context_, end.error, part_name(end.part),
                        end.part == wire::CplanePart::section_extension ? unread_ : end.unread);
    if (end.rest.length > 0) behind_sections(end.rest);
  }

  void measurements(const wire::Section& section, const wire::View& records) {
    const std::uint8_t type = m_.cplane.section_type;
    if constexpr (kTellsFields) {
      unread_ = tell_measurements(records, wire::context_of(section, type, parameters_), s_.fields());
    } else {
      wire::MeasurementWalk walk{records, type};
      wire::Measurement record;
      while (walk.next(record)) s_.measurement(record.type);
    }
  }

  /// `records`: of types 10 and 11, where the section could be read that far.
  void tell_section(const wire::Section& section, const wire::View* records = nullptr) {
    const std::uint32_t at = section.at;
    const std::uint8_t type = m_.cplane.section_type;
    s_.template begin_item<List::sections>(at);
    s_.template value<Field::section_id>(section.id, at);
    s_.template value<Field::rb>(section.rb, at + 1);
    if (wire::has_measurements(type))
      s_.template value<Field::sym_inc_reserved>(section.sym_inc, at + 1);
    else
      s_.template value<Field::sym_inc>(section.sym_inc, at + 1);
    s_.template value<Field::start_prbc>(section.start_prb, at + 1);
    s_.template value<Field::num_prbc>(section.num_prb, at + 3);
    s_.template value<Field::re_mask>(section.re_mask, at + 4);
    s_.template value<Field::num_symbol>(section.num_symbol, at + 5);
    s_.template value<Field::ef>(section.ef, at + 6);
    if (type == 0 || type == 11)
      s_.template value<Field::section_reserved>(section.beam_id, at + 6);
    else if (type == 5 || type == 10)
      s_.template value<Field::ue_id>(section.beam_id, at + 6);
    else
      s_.template value<Field::beam_id>(section.beam_id, at + 6);
    if (type == 3) {
      s_.template value<Field::freq_offset>(section.freq_offset, at + 8);
      s_.template value<Field::section_reserved>(section.reserved, at + 11);
    }
    if (section.ef) extensions(section);
    if (records != nullptr) measurements(section, *records);
    s_.template end_item<List::sections>();
  }

  void extensions(const wire::Section& section) {
    std::optional<wire::SectionContext> context;
    if constexpr (kTellsFields)
      context.emplace(wire::context_of(section, m_.cplane.section_type, parameters_));
    wire::ExtensionWalk walk{section.extensions};
    wire::Extension extension;
    s_.template begin_list<List::extensions>();
    while (walk.next(extension)) {
      const std::uint32_t at = extension.at;
      s_.template begin_item<List::extensions>(at);
      s_.template value<Field::ext_type>(extension.type, at);
      s_.template value<Field::ef>(extension.ef, at);
      s_.template value<Field::ext_len>(extension.words, at + 1);
      s_.template words<Field::ext_name>(extension_name(extension.type), at);
      if constexpr (kTellsFields) tell_extension(extension, *context, s_.fields());
      s_.template end_item<List::extensions>();
      if (!extension.ef) break;
    }
    s_.template end_list<List::extensions>();
    unread_ = walk.rest();
  }

  void behind_sections(const wire::View& rest) {
    s_.template value<Field::behind_sections>(rest.length, rest.base);
    tell_unread<Field::octets_behind_sections>(s_, context_, rest);
  }

  const Message& m_;
  const Context& context_;
  Sink& s_;
  wire::CplaneParameters parameters_;
  wire::View unread_;  ///< behind the last extension or record that was told
};

}  // namespace plumbline::text

// The one-line form as a sink, shared by the line and the tree (whose first line it is).
#pragma once

#include "text/describe.h"

namespace plumbline::text {

/// Picks from a description what stands on the line and writes it; finish() ends the line.
class LineSink : public NullSink {
 public:
  LineSink(Pen& out, const Message& message, const Context& context)
      : out_{out}, m_{message}, context_{context} {}

  template <Field F>
  void value(std::int64_t value, std::uint32_t /*octet*/) {
    if constexpr (F == Field::body_octets) body_octets_ = value;
    if constexpr (F == Field::time_offset) time_offset_ = value;
    if constexpr (F == Field::ud_iq_width) ud_comp_hdr_ = static_cast<std::uint8_t>(value << 4);
    if constexpr (F == Field::ud_comp_meth) ud_comp_hdr_ = static_cast<std::uint8_t>(ud_comp_hdr_ | value);
    if constexpr (F == Field::behind_sections) behind_ = value;
    if (!in_section_) return;
    if constexpr (F == Field::section_id) section_.id = static_cast<std::uint16_t>(value);
    if constexpr (F == Field::rb) section_.rb = value != 0;
    if constexpr (F == Field::sym_inc || F == Field::sym_inc_uplane) section_.sym_inc = value != 0;
    if constexpr (F == Field::start_prbc || F == Field::start_prbu)
      section_.first = static_cast<std::uint16_t>(value);
    if constexpr (F == Field::num_prbc || F == Field::num_prbu)
      section_.count = static_cast<std::uint8_t>(value);
    if constexpr (F == Field::re_mask) section_.re_mask = static_cast<std::uint16_t>(value);
    if constexpr (F == Field::num_symbol) section_.symbols = static_cast<std::int8_t>(value);
    if constexpr (F == Field::beam_id) section_.beam = static_cast<std::int32_t>(value);
    if constexpr (F == Field::ue_id) section_.ue = static_cast<std::int32_t>(value);
    if constexpr (F == Field::freq_offset) section_.freq_offset = static_cast<std::int32_t>(value);
    if constexpr (F == Field::compression) section_.compression = static_cast<std::int16_t>(value);
    if constexpr (F == Field::prb_octets) section_.octets = value;
    if constexpr (F == Field::prb_octets_captured) section_.captured = value;
    if constexpr (F == Field::ext_type) extension(static_cast<std::uint8_t>(value));
  }
  template <Field F>
  void words(std::string_view text, std::uint32_t /*octet*/) {
    if constexpr (F == Field::protocol) protocol_ = text;
  }
  template <List L>
  void begin_item(std::uint32_t /*octet*/) {
    if constexpr (L == List::sections) {
      begin_section();
      in_section_ = sections_ <= kMostSections;
    }
  }
  template <List L>
  void end_item() {
    if constexpr (L == List::sections) end_section();
  }
  void measurement(std::uint8_t type);
  RecordsEnd records(const CplaneMessage& message) {
    head();
    return put_records(out_, message);
  }
  void fault(wire::DecodeError error, std::string_view of);
  void note(std::string_view text);
  void finish();

 private:
  static constexpr unsigned kMostSections = 4;

  struct Seen {
    std::uint16_t id = 0, first = 0, re_mask = 0xFFF;
    bool rb = false, sym_inc = false;
    std::uint8_t count = 0;
    std::int8_t symbols = -1;
    std::int16_t compression = -1;
    std::int32_t beam = -1, ue = -1, freq_offset = 0;
    std::int64_t octets = -1, captured = -1;
  };

  void head();
  void kind();
  void other_protocol();
  void stream();
  void begin_section();
  void end_section();
  void prbs();
  void extension(std::uint8_t type);
  void end_extension_run();
  void compression(std::uint8_t ud_comp_hdr);
  void details();

  Pen& out_;
  const Message& m_;
  const Context& context_;
  std::string_view protocol_;
  std::int64_t body_octets_ = -1, time_offset_ = -1, behind_ = 0;
  std::uint8_t ud_comp_hdr_ = 0;
  bool head_written_ = false;
  bool in_section_ = false;
  unsigned sections_ = 0;
  Seen section_;
  std::uint8_t extension_type_ = 0;
  unsigned extension_run_ = 0;
  bool any_extension_ = false;
  unsigned measurements_ = 0;
};

}  // namespace plumbline::text

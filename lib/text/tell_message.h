// Messages that stand outside of the C- and U-plane: PTP, ESMC and the other eCPRI types
// (lib/text/MESSAGES.md 6 and 7).
#pragma once

#include "text/field_sink.h"
#include "wire/ecpri.h"

namespace plumbline::text {

/// How telling a message ended.
struct MessageEnd {
  wire::DecodeError error;  ///< octets that are not there
  std::string_view in;      ///< what they were part of
  wire::View rest;          ///< with an error: what was not read of the message
  bool overlong = false;    ///< the message says that it is longer than what is on the wire
  wire::View behind;        ///< octets of the frame behind the message
};

/// `client`: the octets behind the EtherType.
MessageEnd tell_ptp(const wire::View& client, FieldSink& sink);
MessageEnd tell_esmc(const wire::View& client, FieldSink& sink);
/// Types other than 0, 2 and 5, from behind the common header.
MessageEnd tell_ecpri_body(const wire::EcpriMessage& message, FieldSink& sink);

/// Only how telling ends matters.
class NoFields final : public FieldSink {
 public:
  void value(std::string_view, wire::Form, unsigned, std::uint64_t, std::uint32_t) override {}
  void reserved(unsigned, std::uint64_t, std::uint32_t, std::uint32_t) override {}
  void numbers(std::string_view, const wire::Numbers&, unsigned, std::uint32_t) override {}
  void octets(std::string_view, Octets, wire::Form, std::uint32_t) override {}
  void fill(std::uint64_t, std::uint32_t) override {}
  void begin_list(std::string_view) override {}
  void end_list() override {}
  void begin_item(std::uint32_t) override {}
  void end_item() override {}
  void begin_object(std::string_view) override {}
  void end_object() override {}
  void fault(wire::DecodeError) override {}
  void note(std::string_view, std::uint32_t) override {}
};

}  // namespace plumbline::text

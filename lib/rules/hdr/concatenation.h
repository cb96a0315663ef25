// CUS-HDR-010: concatenation.
#pragma once

#include "rules/rule.h"

namespace plumbline::rules {

struct Concatenation {
  static constexpr RuleInfo info{
      .id = "CUS-HDR-010",
      .title = "concatenation",
      .statement = "The C bit is 1 only on a message that is followed by another one.",
      .clause = "5.1.3.2.4; eCPRI 2.0",
      .level = Level::must,
      .needs = kNothing,
      .after = "CUS-HDR-004 CUS-HDR-006 CUS-HDR-008",
      .fails =
          "the C bit announces a message, but the frame ends: a frame cut at a boundary, or a wrong bit.",
  };
  static bool applies(const Class& c) {
    static_cast<void>(c);
    return true;
  }
  static bool off(const track::TransportFacts& f) {
    return f.ecpri.header.concatenation && !f.ecpri.overlong && !followed(f.ecpri);
  }
  static Outcome judge(const track::TransportFacts& f) { return failed_equal(0, 1, Unit::none, f.ecpri.at); }

  /// A header follows at the next 4-octet boundary; zeros are the padding of a short frame.
  static bool followed(const wire::EcpriMessage& m) {
    const wire::View next = m.after().from((4u - m.header.payload % 4u) % 4u);
    return next.length >= 4 && (next.captured < 4 || load_be32(next.data) != 0);
  }
};

}  // namespace plumbline::rules

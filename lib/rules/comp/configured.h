// CUS-COMP-002: method or width.
#pragma once

#include "rules/rule.h"

namespace plumbline::rules {

struct CompressionConfigured {
  static constexpr RuleInfo info{
      .id = "CUS-COMP-002",
      .title = "method or width",
      .statement = "The method and width of udCompHdr are among those of the link.",
      .clause = "8.3.3.13; 10.2",
      .level = Level::must,
      .needs = kCarriers,
      .after = "",
      .fails =
          "the two sides are configured for different compression, or the link does not list all that "
          "dynamic "
          "compression may switch to (also).",
  };
  static bool applies(const Class& c) {
    return c.u_plane() && c.channel != nullptr && c.channel->format.dynamic;
  }
  static bool off(const track::UplaneSectionFacts& f) {
    return f.section.has_header && f.section.ud_comp_hdr != configured_header(f) && !also_configured(f);
  }
  static Outcome judge(const track::UplaneSectionFacts& f) {
    return failed_equal(configured_header(f), f.section.ud_comp_hdr, Unit::ud_comp_hdr, f.section.at + 4);
  }

 private:
  static bool also_configured(const track::UplaneSectionFacts& f) {
    for (const profile::Packing& other : f.message.channel->channel->compression.also)
      if (f.section.ud_comp_hdr ==
          wire::make_ud_comp_hdr(static_cast<std::uint8_t>(other.method), other.width))
        return true;
    return false;
  }
  static std::uint8_t configured_header(const track::UplaneSectionFacts& f) {
    const wire::UplaneFormat& format = f.message.channel->format;
    return wire::make_ud_comp_hdr(format.method, format.width);
  }
};

}  // namespace plumbline::rules

// FH-CPL-024: LAA messages.
#pragma once

#include <array>
#include <string>

#include "suite/expect.h"
#include "suite/frames.h"
#include "wire/cplane/section_type_07.h"
#include "wire/ecpri.h"
#include "wire/frame.h"

namespace plumbline::suite::cpl_024 {

/// Round the end of the number space.
inline constexpr std::array<std::uint16_t, 4> kHandles{65534, 65535, 0, 1};
inline constexpr Nanos kApart{5'000'000};

/// The eAxC id that is asked about; 0 where there is none.
inline radio::Eaxc target(const Setup& setup) {
  return first_eaxc(setup, profile::ChannelKind::pdsch).value_or(radio::Eaxc{});
}

/// LBT_PDSCH_REQ; frame and subframe are those in which it is sent (they are a time stamp only).
inline std::vector<std::uint8_t> request(const Setup& setup, std::uint16_t handle, Nanos after) {
  const GpsTime now = setup.start + after;
  const profile::Carrier& carrier = setup.link.carriers.front();
  const std::int64_t frame = radio::frame_at(carrier.frame_timing, now);
  const std::int64_t since = (now - radio::frame_start(carrier.frame_timing, frame)).count();
  std::vector<std::uint8_t> octets(64);
  Writer out{octets};
  wire::CplaneHeader header{.direction = radio::Direction::uplink, .section_type = 7};
  header.start.frame = static_cast<std::uint8_t>(frame & 255);
  header.start.subframe = static_cast<std::uint8_t>(since / 1'000'000);
  wire::encode_cplane_common(out, header);
  out.zeros(2);
  wire::LbtPdschReq fields{.lbt_handle = handle,
                           .lbt_offset_us = 500,
                           .lbt_defer_factor = 3,
                           .lbt_backoff_counter = 15,
                           .mcot = 8};
  wire::encode_laa_message(out, fields);
  octets.resize(out.at());
  return octets;
}

inline Stimulus stimulus(const Setup& setup, std::size_t /*part*/) {
  Stimulus sent{.frames = 4, .listen = kApart};
  for (std::size_t i = 0; i < kHandles.size(); ++i) {
    const Nanos after = static_cast<std::int64_t>(i + 1) * kApart;
    sent.extras.push_back({after, frame_of(setup, wire::kEcpriEtherType,
                                           control_body(target(setup), request(setup, kHandles[i], after),
                                                        static_cast<std::uint8_t>(i)))});
  }
  return sent;
}

inline void judge(const Setup& /*setup*/, const Stimulus& /*sent*/, const Observed& observed,
                  Judgement& judgement) {
  std::array<unsigned, kHandles.size()> answers{};
  std::uint64_t strange = 0, packet = 0;
  for (const SeenOther& seen : observed.others) {
    const auto control = seen.place.from_o_du ? std::nullopt : control_of(seen);
    if (!control || control->header.section_type != 7) continue;
    const wire::LaaMessage laa = wire::find_laa_message(wire::View{Octets{control->octets}});
    wire::LbtPdschRsp fields;
    std::size_t i = kHandles.size();
    if (!laa.error && laa.head.type == wire::LbtPdschRsp::kType &&
        laa.head.words == wire::LbtPdschRsp::kWords) {
      wire::decode(laa.room, wire::LaaMessage::kAt + 1, fields);
      for (i = 0; i < kHandles.size() && kHandles[i] != fields.lbt_handle;) ++i;
    }
    // Sensing goes on, or is over: 1 to 3.
    if (i < kHandles.size() && fields.lbt_pdsch_res != 0 && answers[i] == 0)
      ++answers[i];
    else if (strange++ == 0)
      packet = seen.place.packet;
  }
  std::uint64_t answered = 0;
  for (const unsigned count : answers) answered += count;
  judgement.equals("answered", kHandles.size(), answered);
  judgement.equals("nothing_else", 0, strange, record::UNIT_MESSAGES, packet);
}

inline std::string not_applicable(const Setup& setup) {
  if (!setup.unit.has(profile::Feature::laa)) return "profile features: laa";
  return first_eaxc(setup, profile::ChannelKind::pdsch) ? "" : "link carriers.channels.pdsch";
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CONF.0", "v12.00", "3.2.3.6.1", "LAA #1", Relation::part},
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "7.2.5", "LAA messages", Relation::part},
};
inline constexpr CriterionInfo kCriteria[] = {
    {"answered", "each LBT_PDSCH_REQ has its LBT_PDSCH_RSP with the same handle",
     "O-RAN.WG4.TS.CUS.0 v17.01 7.2.5"},
    {"nothing_else", "no LAA message came twice, unasked, or says that nothing is sensed",
     "O-RAN.WG4.TS.CUS.0 v17.01 7.5.3.24"},
};

inline constexpr Case kCase{
    .id = "FH-CPL-024",
    .title = "LAA messages",
    .purpose = "Every request to listen before talk is answered once, also where the handle wraps.",
    .duts = kORu,
    .kind = Kind::emulation,
    .references = kReferences,
    .remains = "the channel that is sensed",
    .criteria = kCriteria,
    .not_applicable = not_applicable,
    .stimulus = stimulus,
    .judge = judge,
};

}  // namespace plumbline::suite::cpl_024

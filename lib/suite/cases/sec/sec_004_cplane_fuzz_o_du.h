// FH-SEC-004: C-plane fuzzing of the O-DU.
#pragma once

#include <array>
#include <string>

#include "suite/frames.h"
#include "suite/fuzz.h"
#include "suite/scripted.h"
#include "wire/cplane/section_type_07.h"
#include "wire/ecpri.h"
#include "wire/frame.h"

namespace plumbline::suite::sec_004 {

/// Between air time and its feedback.
inline constexpr Nanos kBehind{150'000};
inline constexpr std::uint64_t kKinds = 6;

/// ACK and NACK, ready, the three LAA answers, in turns; every sixth message is U-plane of one PRB.
inline std::vector<std::uint8_t> base(const Setup& setup, std::uint64_t number, Nanos after) {
  const radio::Eaxc eaxc = uplink_target(setup).value_or(radio::Eaxc{});
  const radio::RadioTime at = radio_time_at(setup, after - kBehind);
  const std::uint64_t kind = number % kKinds;
  std::array<std::uint8_t, 96> space{};
  Writer out{space};
  if (kind == 5) {
    out.zeros(8);
    wire::encode(out, wire::UplaneHeader{.direction = radio::Direction::uplink, .at = at});
    wire::encode(out, wire::UplaneSection{.id = kFuzzSection, .num_prb = 1});
    out.zeros(28);
    std::vector<std::uint8_t> pdu{space.begin(), space.begin() + static_cast<std::ptrdiff_t>(out.at())};
    Writer front{pdu};
    wire::encode_header(
        front, {.type = wire::EcpriType::iq_data, .payload = static_cast<std::uint16_t>(pdu.size() - 4)});
    wire::encode_ids(front, {.eaxc = eaxc, .sequence = static_cast<std::uint8_t>(number)});
    return pdu;
  }
  wire::CplaneHeader header{.direction = radio::Direction::uplink,
                            .start = at,
                            .number_of_sections = static_cast<std::uint8_t>(kind == 1 ? 1 : 0),
                            .section_type = static_cast<std::uint8_t>(kind < 2 ? 8 : 7)};
  const auto handle = static_cast<std::uint16_t>(number);
  wire::encode_cplane_common(out, header);
  if (kind < 2) {
    out.put(2, 1);
    out.put(kind == 1 ? 0 : 1, 1);
    out.put(handle, 2);
    out.put(handle + 1u, 2);
    out.put(handle + 2u, 2);
    out.zeros(2);
  } else {
    out.zeros(2);
    wire::LbtPdschRsp pdsch{.lbt_handle = handle, .lbt_pdsch_res = 2, .sf_status = true};
    wire::LbtDrsRsp drs{.lbt_handle = handle};
    wire::LbtCwConfigRsp window{.lbt_handle = handle};
    if (kind == 2) wire::encode_laa_message(out, pdsch);
    if (kind == 3) wire::encode_laa_message(out, drs);
    if (kind == 4) wire::encode_laa_message(out, window);
  }
  const auto octets = out.written();
  return control_body(eaxc, {octets.begin(), octets.end()}, static_cast<std::uint8_t>(number));
}

inline Stimulus stimulus(const Setup& setup, std::size_t /*part*/) { return fuzz(setup, base); }

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG11.TS.SecTest.0", "v09.00", "24.2.2.2", "O-DU C-plane robustness", Relation::part},
};

inline constexpr Case kCase{
    .id = "FH-SEC-004",
    .title = "C-plane fuzzing of the O-DU",
    .purpose =
        "250 000 mutated messages (ACK/NACK, ready, LAA answers, U-plane) do not keep the unit from sending "
        "in "
        "its windows.",
    .duts = kODu,
    .kind = Kind::negative,
    .references = kReferences,
    .remains = "throughput from end to end",
    .criteria = kODuHealthCriteria,
    .not_applicable = no_uplink_target,
    .stimulus = stimulus,
    .judge = judge_o_du_health,
};

}  // namespace plumbline::suite::sec_004

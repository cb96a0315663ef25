// What a unit claims: which messages it understands and what it offers beyond.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "profile/quirk.h"

namespace plumbline::profile {

/// What a unit may offer; the words of the file are in kFeatureNames.
enum class Feature : std::uint8_t {
  sym_inc,               ///< symInc is followed (syminc-supported, CUS v17.01 7.5.3.3)
  loopback,              ///< IEEE 802.1Q LBM is answered (CUS v17.01 3.1.13 of the M-plane tests)
  one_way_delay,         ///< eCPRI message type 5, requests are answered (CUS v17.01 4.4.4)
  one_step_t34,          ///< remote requests of one step start a measurement (one-step-t34-supported)
  two_step_t34,          ///< the same of two steps (two-step-t34-supported)
  transport_fragments,   ///< radio-transport fragmentation (CUS v17.01 5.5.3)
  ack_nack,              ///< SE 22 is answered by section type 8 (CUS v17.01 7.2.8)
  nack,                  ///< what cannot be read is answered too, by nackId (nack-supported)
  sleep,                 ///< section type 4 commands of sleep, as Unit::sleep says (CUS v17.01 16)
  laa,                   ///< section type 7 (CUS v17.01 7.2.9)
  coupling_by_time,      ///< sectionId 4095, coupling via frequency and time (CUS v17.01 7.8.1.3)
  coupling_by_priority,  ///< the same with priorities (CUS v17.01 7.8.1.4)
  static_prach,          ///< PRACH and SRS without C-plane, where the link has them so
  counters,              ///< the counters of CUS v17.01 9.1 can be read
  sequence_counters,     ///< RX_SEQID_ERR among them
  corrupt_counters,      ///< RX_CORRUPT and RX_ERR_DROP among them
  udp_echo,              ///< UDP datagrams to port 7 come back, where that is switched on (RFC 862)
  /// O-DU: DL can be a test signal, 64QAM of PN23 that starts again in every symbol. O-RU: its antennas
  /// receive the uplink test signal of iq/pn.h.
  pn23,
  even_power,  ///< O-DU: DL data can have the same power in all REs (3GPP TS 38.141-1 4.9.2.2)
};
inline constexpr std::array<std::string_view, 19> kFeatureNames{"sym_inc",
                                                                "loopback",
                                                                "one_way_delay",
                                                                "one_step_t34",
                                                                "two_step_t34",
                                                                "transport_fragments",
                                                                "ack_nack",
                                                                "nack",
                                                                "sleep",
                                                                "laa",
                                                                "coupling_by_time",
                                                                "coupling_by_priority",
                                                                "static_prach",
                                                                "counters",
                                                                "sequence_counters",
                                                                "corrupt_counters",
                                                                "udp_echo",
                                                                "pn23",
                                                                "even_power"};

/// What beamId may say to an O-RU: category A has them too (digital or analogue beamforming).
enum class Beamforming : std::uint8_t {
  not_stated,
  none,   ///< beamId 0 alone (CUS v17.01 7.5.3.9)
  beams,  ///< beamIds name beams
};

/// How much an endpoint (an eAxC id of one direction) of an O-RU takes; absent: not known. Source: CUS v17.01
/// 7.8.2, M-plane endpoint-types.
struct Limits {
  std::optional<std::uint16_t> sections_per_symbol;  ///< section descriptions that name a symbol
  std::optional<std::uint16_t> sections_per_slot;
  std::optional<std::uint16_t> prbs_per_symbol;  ///< of all sections of a symbol
  friend bool operator==(const Limits&, const Limits&) = default;
};

/// A sleep mode (CUS v17.01 16.1).
struct SleepMode {
  std::uint32_t wake_up_us = 0;
  /// Absent: wake_up_us is guaranteed. Else it is a minimum, section type 8 says when the unit is ready, and
  /// that is at most so much later (CUS v17.01 16.6.2).
  std::optional<std::uint32_t> ready_within_us;
  friend bool operator==(const SleepMode&, const SleepMode&) = default;
};
/// What an O-RU makes of TRX_CONTROL and ASM. All endpoints of a direction share one array.
struct Sleep {
  static constexpr std::size_t kModes = 4;
  using Modes = std::array<std::optional<SleepMode>, kModes>;
  Modes trx_control, asm_modes;  ///< by sleepMode; absent: not supported
  bool undefined_duration = false;
  /// C-plane for what sleeps is dropped, as CUS v17.01 16.13 recommends.
  bool discards = false;
  std::uint8_t elements = 16;           ///< of an array: bits of antMask, 16, 32 or 64
  std::vector<std::uint64_t> masks{0};  ///< antMasks that may be commanded besides all ones
  friend bool operator==(const Sleep&, const Sleep&) = default;

  std::uint64_t all_elements() const {
    return elements >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << elements) - 1;
  }
};

/// A unit as its maker describes it.
struct Unit {
  UnitKind kind = UnitKind::o_ru;
  std::string vendor, model, firmware;
  bool category_b = false;                            ///< O-RU: precoding in the radio
  Beamforming beamforming = Beamforming::not_stated;  ///< of an O-DU: what it was told
  std::uint8_t loopback_level = 0;    ///< maintenance domain level that LBM are answered on, 0..7
  std::uint64_t section_types = 0xB;  ///< bit n: section type n; 0, 1 and 3 unless stated
  std::uint64_t extensions = 0;       ///< bit n: section extension n
  std::uint64_t features = 0;         ///< bit n: Feature n
  Limits limits;                      ///< an O-RU's own; of an O-DU those it was told
  std::optional<Sleep> sleep{};       ///< O-RU
  std::vector<Quirk> quirks{};        ///< known deviations, in the order of the file
  friend bool operator==(const Unit&, const Unit&) = default;

  bool has(Feature feature) const { return (features >> static_cast<unsigned>(feature) & 1) != 0; }
  bool has_beams() const { return beamforming == Beamforming::beams; }
  bool has_extension(unsigned type) const { return (extensions >> type & 1) != 0; }
  bool has_section_type(unsigned type) const { return (section_types >> type & 1) != 0; }
};

/// Reads a unit from YAML text; `name` stands in front of messages. Faults as parse_link(). `known`: what
/// quirks may name.
Result<Unit, Error> parse_unit(std::string_view yaml, std::string_view name, const KnownIds& known = {});
/// The same from a file of at most 1 MiB.
Result<Unit, Error> load_unit(const std::string& path, const KnownIds& known = {});

}  // namespace plumbline::profile

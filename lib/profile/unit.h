// What a unit claims: which messages it understands and what it offers beyond.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace plumbline::profile {

/// Which side of the link.
enum class UnitKind : std::uint8_t { o_ru, o_du };

/// What a unit may offer; the words of the file are in kFeatureNames.
enum class Feature : std::uint8_t {
  sym_inc,               ///< symInc is followed (syminc-supported, CUS v17.01 7.5.3.3)
  loopback,              ///< IEEE 802.1Q LBM is answered (CUS v17.01 3.1.13 of the M-plane tests)
  one_way_delay,         ///< eCPRI message type 5, requests are answered (CUS v17.01 4.4.4)
  remote_one_way_delay,  ///< the same, remote requests start a measurement
  transport_fragments,   ///< radio-transport fragmentation (CUS v17.01 5.5.3)
  ack_nack,              ///< SE 22 is answered by section type 8 (CUS v17.01 7.2.8)
  sleep,                 ///< section type 4 commands of sleep, ready by section type 8
  laa,                   ///< section type 7 (CUS v17.01 7.2.9)
  coupling_by_time,      ///< sectionId 4095, coupling via frequency and time (CUS v17.01 7.8.1.3)
  coupling_by_priority,  ///< the same with priorities (CUS v17.01 7.8.1.4)
  static_prach,          ///< PRACH without C-plane
  counters,              ///< the counters of CUS v17.01 9.1 can be read
  sequence_counters,     ///< RX_SEQID_ERR among them
  corrupt_counters,      ///< RX_CORRUPT and RX_ERR_DROP among them
  udp_echo,              ///< UDP datagrams to port 7 come back, where that is switched on (RFC 862)
  pn23,                  ///< O-DU: DL can be a test signal, 64QAM of PN23 that starts again in every symbol
};
inline constexpr std::array<std::string_view, 16> kFeatureNames{"sym_inc",
                                                                "loopback",
                                                                "one_way_delay",
                                                                "remote_one_way_delay",
                                                                "transport_fragments",
                                                                "ack_nack",
                                                                "sleep",
                                                                "laa",
                                                                "coupling_by_time",
                                                                "coupling_by_priority",
                                                                "static_prach",
                                                                "counters",
                                                                "sequence_counters",
                                                                "corrupt_counters",
                                                                "udp_echo",
                                                                "pn23"};

/// How much an endpoint (an eAxC id of one direction) of an O-RU takes; absent: not known. Source: CUS v17.01
/// 7.8.2, M-plane endpoint-types.
struct Limits {
  std::optional<std::uint16_t> sections_per_symbol;  ///< section descriptions that name a symbol
  std::optional<std::uint16_t> sections_per_slot;
  std::optional<std::uint16_t> prbs_per_symbol;  ///< of all sections of a symbol
  friend bool operator==(const Limits&, const Limits&) = default;
};

/// A unit as its maker describes it.
struct Unit {
  UnitKind kind = UnitKind::o_ru;
  std::string vendor, model, firmware;
  bool category_b = false;            ///< O-RU: precoding in the radio
  std::uint64_t section_types = 0xB;  ///< bit n: section type n; 0, 1 and 3 unless stated
  std::uint64_t extensions = 0;       ///< bit n: section extension n
  std::uint64_t features = 0;         ///< bit n: Feature n
  Limits limits;                      ///< an O-RU's own; of an O-DU those it was told
  friend bool operator==(const Unit&, const Unit&) = default;

  bool has(Feature feature) const { return (features >> static_cast<unsigned>(feature) & 1) != 0; }
  bool has_extension(unsigned type) const { return (extensions >> type & 1) != 0; }
  bool has_section_type(unsigned type) const { return (section_types >> type & 1) != 0; }
};

/// Reads a unit from YAML text; `name` stands in front of messages. Faults as parse_link().
Result<Unit, Error> parse_unit(std::string_view yaml, std::string_view name);
/// The same from a file of at most 1 MiB.
Result<Unit, Error> load_unit(const std::string& path);

}  // namespace plumbline::profile

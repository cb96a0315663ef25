// The symbol clock: exact start times of frames, slots and symbols, and frame numbers from absolute time.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "base/clock.h"
#include "radio/types.h"

namespace plumbline::radio {

/// Subcarrier spacing of a carrier: 15 kHz x 2^mu. Source: 3GPP TS 38.211 4.2; CUS v17.01 7.5.2.13.
struct Numerology {
  std::uint8_t mu = 1;       ///< 0..4
  bool extended_cp = false;  ///< mu = 2 only
  constexpr unsigned slots_per_subframe() const { return 1u << mu; }
  constexpr unsigned slots_per_frame() const { return 10u << mu; }
  constexpr unsigned symbols_per_slot() const { return extended_cp ? 12 : 14; }
  friend constexpr bool operator==(const Numerology&, const Numerology&) = default;
};

/// 1 Tc = 1 / 1 966 080 000 s.
inline constexpr std::int64_t kTcPerFrame = 19'660'800;
inline constexpr std::int64_t kTcPerSubframe = 1'966'080;
inline constexpr std::int64_t kTcPerSecond = 1'966'080'000;
/// 1 Ts = 64 Tc.
inline constexpr std::int64_t kTcPerTs = 64;
inline constexpr std::int64_t kFrameNs = 10'000'000;

/// Nearest nanosecond of a duration in Tc.
constexpr std::int64_t tc_to_ns(std::int64_t tc) {
  const std::int64_t scaled = tc * 15625;
  return scaled >= 0 ? (scaled + 15360) / 30720 : -((-scaled + 15360) / 30720);
}

/// Start of the CP of symbol `index` (0 .. 14 * 2^mu) of a subframe, in Tc from the start of the subframe.
/// Exact; values beyond the subframe continue into the next one.
std::int64_t symbol_start_tc(Numerology numerology, unsigned index);

/// Starts of the CP of all symbols of a subframe with normal cyclic prefix, in nanoseconds from its start,
/// slot behind slot of 14; empty for what has none of mu 0..4.
std::span<const std::int32_t> symbol_starts_ns(Numerology numerology);

/// Start of the CP of a symbol within its frame, in nanoseconds (rounded once).
/// Fields out of range are taken at face value: subframe x 1 ms + slot and symbol as counted by `numerology`.
std::int64_t symbol_start_in_frame_ns(Numerology numerology, unsigned subframe, unsigned slot,
                                      unsigned symbol);

/// alpha and beta of a carrier. Source: CUS v17.01 11.7.2.
struct FrameTiming {
  std::uint32_t alpha = 0;  ///< in 1/1.2288 GHz, 0..12 288 000
  std::int32_t beta = 0;    ///< in frames, -32768..32767
  friend constexpr bool operator==(const FrameTiming&, const FrameTiming&) = default;
};

/// Start of absolute frame `number` (frames counted from the GPS epoch by the formula of 11.7.2).
GpsTime frame_start(FrameTiming timing, std::int64_t number);

/// How often frames with the same frameId repeat.
inline constexpr std::int64_t kFrameIdWrapNs = 256 * kFrameNs;

/// `since_frame_0_ns` (from the start of absolute frame 0) as time from the start of the nearest frame with
/// this id: -1.28 s .. 1.28 s.
constexpr std::int64_t since_nearest_frame_ns(std::int64_t since_frame_0_ns, std::uint8_t frame_id) {
  const std::int64_t centred = since_frame_0_ns - frame_id * kFrameNs + kFrameIdWrapNs / 2;
  const std::int64_t within = centred % kFrameIdWrapNs;
  return (within < 0 ? within + kFrameIdWrapNs : within) - kFrameIdWrapNs / 2;
}

/// The absolute frame whose low eight bits are `frame_id` and whose start lies nearest to `when`.
/// Unambiguous while |when - frame| < 1.28 s.
std::int64_t nearest_frame(FrameTiming timing, GpsTime when, std::uint8_t frame_id);

/// The absolute frame that `when` lies in.
std::int64_t frame_at(FrameTiming timing, GpsTime when);

/// What a PRACH format looks like: 3GPP TS 38.211 6.3.3, CUS v17.01 Table 7.5.2.3-1.
struct PrachShape {
  std::uint16_t subcarriers = 0;  ///< L_RA
  std::uint32_t scs_hz = 0;       ///< of the preamble
  std::uint8_t scs_code = 0;      ///< low nibble of frameStructure
  std::uint8_t symbols = 0;       ///< numSymbol
  std::uint8_t filter_index = 0;  ///< of CUS Table 7.5.2.3-1
  std::uint32_t cp_ts = 0;        ///< without the 16 Ts of an occasion over 0 or 0.5 ms
  std::uint32_t symbol_ts = 0;    ///< one preamble symbol
  bool long_format = false;       ///< 0, 1, 2, 3
};

/// Shape of NR format "0".."3", "A1".."A3", "B1".."B4", "C0", "C2" (short ones with L_RA 139 at the carrier's
/// mu); nothing for other names.
std::optional<PrachShape> prach_shape(const char* format, std::uint8_t mu);

/// Where an occasion that starts at `symbol` of its slot has its first sample after the CP, in Ts from slot
/// start, and the startSymbolId that belongs to it with cpLength 0 (CUS v17.01 4.4.3). For long formats the
/// slot counted from is the subframe and startSymbolId counts 15 kHz symbols (7.5.2.12, slotId is 0).
struct PrachStart {
  std::uint32_t time_offset_ts;
  std::uint8_t start_symbol;
};
PrachStart prach_start(const PrachShape& shape, std::uint8_t mu, unsigned slot_in_subframe, unsigned symbol);

}  // namespace plumbline::radio

#include "radio/numerology.h"

#include <array>
#include <string_view>

namespace plumbline::radio {
namespace {

constexpr std::int64_t floor_div(std::int64_t a, std::int64_t b) {
  const std::int64_t q = a / b;
  return (a % b != 0 && (a < 0) != (b < 0)) ? q - 1 : q;
}

/// alpha in nanoseconds: alpha / 1.2288 GHz = alpha * 625 / 768 ns.
constexpr std::int64_t alpha_ns(FrameTiming timing) {
  return (static_cast<std::int64_t>(timing.alpha) * 625 + 384) / 768;
}

constexpr std::int64_t since_origin_ns(FrameTiming timing, GpsTime when) {
  return when.time_since_epoch().count() - timing.beta * kFrameNs - alpha_ns(timing);
}

}  // namespace

namespace {

constexpr std::int64_t start_tc(Numerology n, unsigned index) {
  if (n.extended_cp) return static_cast<std::int64_t>(index) * ((2048 + 512) * 64 >> n.mu);
  const unsigned per_half = 7u << n.mu;
  const std::int64_t whole = index / (2 * per_half);
  const unsigned l = index % (2 * per_half);
  const std::int64_t extra = (l > 0 ? 1 : 0) + (l > per_half ? 1 : 0);
  return whole * kTcPerSubframe + static_cast<std::int64_t>(l) * (2192 * 64 >> n.mu) + 16 * 64 * extra;
}

/// Starts of the symbols of a subframe with normal cyclic prefix, in nanoseconds: numerologies 0..4, one
/// behind the other.
constexpr unsigned kMostMu = 4, kSymbols = 14;
constexpr std::array kSymbolStarts = [] {
  std::array<std::int32_t, ((2u << kMostMu) - 1) * kSymbols> starts{};
  std::size_t at = 0;
  for (std::uint8_t mu = 0; mu <= kMostMu; ++mu)
    for (unsigned index = 0; index < kSymbols << mu; ++index)
      starts[at++] = static_cast<std::int32_t>(tc_to_ns(start_tc({.mu = mu}, index)));
  return starts;
}();

}  // namespace

std::int64_t symbol_start_tc(Numerology numerology, unsigned index) { return start_tc(numerology, index); }

std::span<const std::int32_t> symbol_starts_ns(Numerology n) {
  if (n.extended_cp || n.mu > kMostMu) return {};
  return {kSymbolStarts.data() + ((1u << n.mu) - 1) * kSymbols, std::size_t{kSymbols} << n.mu};
}

std::int64_t symbol_start_in_frame_ns(Numerology n, unsigned subframe, unsigned slot, unsigned symbol) {
  const std::int64_t tc = subframe * kTcPerSubframe + start_tc(n, slot * n.symbols_per_slot() + symbol);
  return tc_to_ns(tc);
}

GpsTime frame_start(FrameTiming timing, std::int64_t number) {
  return GpsTime{Nanos{number * kFrameNs + timing.beta * kFrameNs + alpha_ns(timing)}};
}

std::int64_t frame_at(FrameTiming timing, GpsTime when) {
  return floor_div(since_origin_ns(timing, when), kFrameNs);
}

std::int64_t nearest_frame(FrameTiming timing, GpsTime when, std::uint8_t frame_id) {
  const std::int64_t since_0 = since_origin_ns(timing, when);
  return (since_0 - since_nearest_frame_ns(since_0, frame_id)) / kFrameNs;
}

std::optional<PrachShape> prach_shape(const char* name, std::uint8_t mu) {
  const std::string_view format{name};
  const auto scaled = [mu](std::uint32_t ts) { return ts >> mu; };
  const auto longer = [](std::uint32_t hz, std::uint8_t code, std::uint8_t symbols, std::uint8_t filter,
                         std::uint32_t cp, std::uint32_t length) {
    return PrachShape{.subcarriers = 839,
                      .scs_hz = hz,
                      .scs_code = code,
                      .symbols = symbols,
                      .filter_index = filter,
                      .cp_ts = cp,
                      .symbol_ts = length,
                      .long_format = true};
  };
  const auto shorter = [&](std::uint8_t symbols, std::uint32_t cp) {
    return PrachShape{.subcarriers = 139,
                      .scs_hz = 15000u << mu,
                      .scs_code = mu,
                      .symbols = symbols,
                      .filter_index = 3,
                      .cp_ts = scaled(cp),
                      .symbol_ts = scaled(2048),
                      .long_format = false};
  };
  if (format == "0") return longer(1250, 12, 1, 1, 3168, 24576);
  if (format == "1") return longer(1250, 12, 2, 1, 21024, 24576);
  if (format == "2") return longer(1250, 12, 4, 1, 4688, 24576);
  if (format == "3") return longer(5000, 14, 4, 2, 3168, 6144);
  if (format == "A1") return shorter(2, 288);
  if (format == "A2") return shorter(4, 576);
  if (format == "A3") return shorter(6, 864);
  if (format == "B1") return shorter(2, 216);
  if (format == "B2") return shorter(4, 360);
  if (format == "B3") return shorter(6, 504);
  if (format == "B4") return shorter(12, 936);
  if (format == "C0") return shorter(1, 1240);
  if (format == "C2") return shorter(4, 2048);
  return std::nullopt;
}

PrachStart prach_start(const PrachShape& shape, std::uint8_t mu, unsigned slot_in_subframe, unsigned symbol) {
  const Numerology carrier{.mu = mu};
  // Below 15 kHz the slot is the subframe.
  const auto base =
      shape.long_format ? std::int64_t{0} : symbol_start_tc(carrier, slot_in_subframe * 14) / kTcPerTs;
  const auto first = symbol_start_tc(carrier, slot_in_subframe * 14 + symbol) / kTcPerTs;
  std::int64_t after_cp = first - base + shape.cp_ts;
  if (!shape.long_format) {
    // 16 Ts more for every multiple of 0.5 ms that the occasion overlaps (38.211 5.3.2).
    const std::int64_t length = shape.cp_ts + static_cast<std::int64_t>(shape.symbols) * shape.symbol_ts;
    for (const std::int64_t edge : {std::int64_t{0}, std::int64_t{15360}})
      if (first <= edge && edge < first + length) after_cp += 16;
  }
  const Numerology counted{.mu = shape.long_format ? std::uint8_t{0} : mu};
  unsigned latest = 0;
  for (unsigned l = 0; l < 14; ++l) {
    const auto index = shape.long_format ? l : slot_in_subframe * 14 + l;
    if (symbol_start_tc(counted, index) / kTcPerTs - base <= after_cp) latest = l;
  }
  return {static_cast<std::uint32_t>(after_cp), static_cast<std::uint8_t>(latest)};
}

}  // namespace plumbline::radio

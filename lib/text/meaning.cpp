// What the values of fields of layouts mean. Source: CUS v17.01 7.5.3 and 7.7 at the field's name;
// sync_words.h.
#include <array>

#include "text/field.h"
#include "text/ones.h"
#include "text/sync_words.h"

namespace plumbline::text {
namespace {

void put(Pen& out, std::uint64_t number, std::string_view unit) {
  out.number(number);
  out.put(unit);
}

/// exponent (4 bits), mantissa (11 bits): mantissa / 2^11 x 2^-exponent, rounded to 8 decimals.
void scaler(Pen& out, std::int64_t value) {
  const auto mantissa = static_cast<std::uint64_t>(value & 0x7FF);
  const unsigned shift = 11 + static_cast<unsigned>(value >> 11 & 15);
  std::uint64_t decimals = ((mantissa * 100'000'000) + (std::uint64_t{1} << (shift - 1))) >> shift;
  put(out, decimals / 100'000'000, ".");
  decimals %= 100'000'000;
  unsigned digits = 8;
  for (; digits > 1 && decimals % 10 == 0; --digits) decimals /= 10;
  out.number(decimals, digits, '0');
}

void width(Pen& out, std::int64_t value) {
  if (value == 0) out.put("16 bits");
}
void attribute_width(Pen& out, std::int64_t value) {
  value == 0 ? out.put("absent") : put(out, static_cast<std::uint64_t>(value + 1), " bits");
}
void sidelobe(Pen& out, std::int64_t value) {
  if (value == 7) out.put("at least ");
  put(out, static_cast<std::uint64_t>(10 + 5 * value), " dB");
}
void rbg_size(Pen& out, std::int64_t value) {
  static constexpr std::array<std::uint8_t, 8> kPrbs = {0, 1, 2, 3, 4, 6, 8, 16};
  value == 0 ? out.put("rbgMask ignored") : put(out, kPrbs[static_cast<std::size_t>(value & 7)], " PRBs");
}
void priority(Pen& out, std::int64_t value) {
  out.put(value == 0 ? "normal" : value == 1 ? "higher" : value == -1 ? "lower" : "reserved");
}
void layers(Pen& out, std::int64_t value) {
  put(out, static_cast<std::uint64_t>(value + 1), value == 0 ? " layer" : " layers");
}
void layer_id(Pen& out, std::int64_t value) {
  if (value == 15) return out.put("transmit diversity");
  if (value > 3) out.put("reserved");
}
void ports(Pen& out, std::int64_t value) {
  if (value == 0) out.put("64 ports");
}
void eaxc_mask(Pen& out, std::int64_t value) {
  if (value == 0) out.put("every eAxC");
  if (value == 0xFFFF) out.put("only this eAxC");
}
void ue_id(Pen& out, std::int64_t value) { meanings::ue_id(out, value); }
void beam_id(Pen& out, std::int64_t value) { meanings::beam_id(out, value); }
void symbols(Pen& out, std::int64_t) { out.put("symbols"); }
void prb_group(Pen& out, std::int64_t value) {
  value < 2 || value == 255 ? out.put("reserved") : out.put("PRBs");
}
void elements(Pen& out, std::int64_t value) {
  if (value == 0) out.put("256");
}
void degrees(Pen& out, std::int64_t) { out.put("degrees"); }
void block_scaler(Pen& out, std::int64_t value) {  // 1 bit before the point, 7 behind it
  put(out, static_cast<std::uint64_t>(value) >> 7, ".");
  std::uint64_t decimals = (static_cast<std::uint64_t>(value) & 127) * 78125;
  unsigned digits = 7;
  for (; digits > 1 && decimals % 10 == 0; --digits) decimals /= 10;
  out.number(decimals, digits, '0');
}
void every_second(Pen& out, std::int64_t value) { meanings::rb(out, value); }
void bundle(Pen& out, std::int64_t value) { out.put(value == 0 ? "reserved" : "PRBs"); }

bool bit(std::int64_t value, unsigned i) { return (value >> i & 1) != 0; }
void re_mask(Pen& out, std::int64_t value) { meanings::re_mask(out, value); }
void symbol_mask(Pen& out, std::int64_t value) {
  put_ones(out, value == 0 ? "symbol" : "symbols", 14, [&](unsigned i) { return bit(value, i); });
}
void direction_pattern(Pen& out, std::int64_t value) {
  if (value == 0) return out.put("UL in all symbols");
  put_ones(out, "DL in symbols", 14, [&](unsigned i) { return bit(value, i); });
}
void rbg_mask(Pen& out, std::int64_t value) {
  put_ones(out, "RBG", 28, [&](unsigned i) { return bit(value, i); });
}
void prb_pattern(Pen& out, std::int64_t value) {
  put_ones(out, "PRB", 4, [&](unsigned i) { return bit(value, i); });
  out.put(" of 4");
}

/// "reserved" for values outside `least` to `most`.
template <std::int64_t Least, std::int64_t Most>
void within(Pen& out, std::int64_t value) {
  if (value < Least || value > Most) out.put("reserved");
}
/// The same with a unit.
void lbt_offset(Pen& out, std::int64_t value) { out.put(value > 999 ? "us, reserved" : "us"); }
void window_size(Pen& out, std::int64_t value) { out.put(value > 10000 ? "us, reserved" : "us"); }
void mcot(Pen& out, std::int64_t value) { out.put(value < 1 || value > 10 ? "reserved" : "subframes"); }
void defer_factor(Pen& out, std::int64_t value) {
  if (value != 1 && value != 3 && value != 7) out.put("reserved");
}
void frame_and_subframe(Pen& out, std::int64_t value) {
  out.put("SFN ");
  put(out, static_cast<std::uint64_t>(value) >> 4, ", subframe ");
  out.number(static_cast<std::uint64_t>(value) & 15);
}
void measurement_words(Pen& out, std::int64_t value) {
  value > 0x3FFF ? out.put("reserved") : meanings::words(out, value);
}
void words(Pen& out, std::int64_t value) { meanings::words(out, value); }
void command_words(Pen& out, std::int64_t value) {
  meanings::words(out, value);
  if (value != 0) out.put(" behind the first 8");
}
void mask_bits(Pen& out, std::int64_t value) {
  if (value == 0 || value == 15) return out.put("reserved");
  put(out, std::uint64_t{1} << value, " array elements");
}
void cdd_groups(Pen& out, std::int64_t value) {
  if (value == 0) return out.put("1 subcarrier");
  value > 6 ? out.put("reserved") : put(out, std::uint64_t{1} << (value - 1), value == 1 ? " RB" : " RBs");
}
void slot_mask(Pen& out, std::int64_t value) {
  if (value == 0) out.put("not used");
}

void tenths(Pen& out, std::int64_t value, std::string_view unit) {
  if (value == -32768) return out.put("no valid result");
  if (value < -2048 || value > 2047) return out.put("reserved");
  const auto size = static_cast<std::uint64_t>(value < 0 ? -value : value);
  if (value < 0) out.put('-');
  out.number(size / 10);
  out.put('.');
  put(out, size % 10, unit);
}
void dbm(Pen& out, std::int64_t value) { tenths(out, value, " dBm"); }
void db(Pen& out, std::int64_t value) { tenths(out, value, " dB"); }
void timing_error(Pen& out, std::int64_t value) {
  out.put(value == -32768 ? "no valid result" : "x 2^-16 symbol");
}
void offset_unit(Pen& out, std::int64_t value, std::string_view none) {
  if (value == -32768) return out.put(none);
  out.put(value < -30000 || value > 30000 ? "reserved" : "x 2^(mu-2) Hz");
}
void measured_offset(Pen& out, std::int64_t value) { offset_unit(out, value, "no valid result"); }
void offset_feedback(Pen& out, std::int64_t value) { offset_unit(out, value, "not provided"); }
void slots(Pen& out, std::int64_t value) {
  if (value == 0) out.put("no end given");
}

/// A field, and how its value is told, or the words for its first values; others are reserved then.
struct Row {
  std::string_view name;
  Meaning meaning = nullptr;
  std::array<std::string_view, 9> words{};
};

constexpr Row kRows[] = {
    {"bfwIqWidth", width},
    {"bfwCompMeth", nullptr, {"none", "bfp", "block_scaling", "mu_law", "beamspace I", "beamspace II"}},
    {"bfAzPtWidth", attribute_width},
    {"bfZePtWidth", attribute_width},
    {"bfAz3ddWidth", attribute_width},
    {"bfZe3ddWidth", attribute_width},
    {"bfAzSl", sidelobe},
    {"bfZeSl", sidelobe},
    {"layerId", layer_id},
    {"numLayers", layers},
    {"txScheme", nullptr, {"large-delay CDD", "reserved", "transmit diversity"}},
    {"modCompScaler", scaler},
    {"mcScaleOffset", scaler},
    {"rbgSize", rbg_size},
    {"priority", priority},
    {"eAxCmask", eaxc_mask},
    {"technology", nullptr, {"LTE", "NR"}},
    {"beamGroupType",
     nullptr,
     {"common beam", "beam matrix indication", "beam vector listing", "beam vector listing with port index"}},
    {"numPortc", ports},
    {"ueId", ue_id},
    {"disableBFWs", nullptr, {"with weights", "beamIds only"}},
    {"RAD", nullptr, {"one grid of bundles", "bundles begin anew after a gap"}},
    {"numBundPrb", bundle},
    {"nullLayerInd", nullptr, {"scheduled", "nulled"}},
    {"frameStructure", meanings::frame_structure},
    {"freqOffset", meanings::freq_offset},
    {"cpLength", meanings::ts},
    {"transmissionWindowOffset", symbols},
    {"transmissionWindowSize", window_size},
    {"toT", nullptr, {"normal", "uniformly distributed"}},
    {"multiSDScope", nullptr, {"this section", "this and all later sections"}},
    {"ciPrbGroupSize", prb_group},
    {"prgSize",
     nullptr,
     {"section type 5: reserved; 6: as ciPrbGroupSize or wideband", "wideband", "2 PRBs", "4 PRBs"}},
    {"prbMode", nullptr, {"mask", "block"}},
    {"entryType",
     nullptr,
     {"as before", "as before, ueId reset", "transform precoding off", "transform precoding on"}},
    {"hoppingMode", nullptr, {"none", "group", "sequence"}},
    {"lowPaprType", nullptr, {"type 1 short", "type 1 long", "type 2 short", "type 2 long"}},
    {"dType", nullptr, {"DMRS type 1", "DMRS type 2"}},
    {"freqOffsetFb", offset_feedback},
    {"beamType", nullptr, {"list", "range"}},
    {"numElements", elements},
    {"st4CmdType",
     nullptr,
     {"reserved", "TIME_DOMAIN_BEAM_CONFIG", "TDD_CONFIG_PATTERN", "TRX_CONTROL", "ASM"}},
    {"numSlots", slots},
    {"disableTDBFNs", nullptr, {"beams follow", "no beams"}},
    {"disableTDBFWs", nullptr, {"with weights", "tdBeamNum only"}},
    {"ciIqWidth", width},
    {"ciCompMeth", nullptr, {"none", "bfp", "block_scaling", "mu_law"}},
    {"ciCompOpt", nullptr, {"one ciCompParam a UE", "one ciCompParam a PRB"}},
    {"laaMsgType",
     nullptr,
     {"LBT_PDSCH_REQ", "LBT_DRS_REQ", "LBT_PDSCH_RSP", "LBT_DRS_RSP", "LBT_Buffer_Error", "LBT_CWCONFIG_REQ",
      "LBT_CWCONFIG_RSP"}},
    {"lbtOffset", lbt_offset},
    {"lbtMode", nullptr, {"full", "partial, 25 us", "partial, 34 us", "full and stop"}},
    {"lbtPdschRes", nullptr, {"not sensing", "sensing", "success", "failure"}},
    {"lbtDrsRes", nullptr, {"success", "failure"}},
    {"lbtBufErr", nullptr, {"reserved", "overflow"}},
    {"lbtCWR_Rst", nullptr, {"success", "failure"}},
    {"measTypeId",
     nullptr,
     {"reserved", "MEAS_UE_TAE", "MEAS_UE_LAYER_POWER", "MEAS_UE_FREQ_OFFSET", "MEAS_IPN_ALLOC",
      "MEAS_IPN_UNALLOC", "MEAS_ANT_DMRS_SNR", "UE angles of arrival (after v17)", "UE speed (after v17)"}},
    {"ueTae", timing_error},
    {"ueLayerPower", dbm},
    {"ueFreqOffset", measured_offset},
    {"ipnPower", dbm},
    {"antDmrsSnrVal", db},
    {"numSinrPerPrb", nullptr, {"1 a PRB", "2 a PRB", "3 a PRB", "4 a PRB", "6 a PRB", "12 a PRB"}},
    {"blockScaler", block_scaler},
    {"bfAzPt", degrees},
    {"bfZePt", degrees},
    {"bfAz3dd", degrees},
    {"bfZe3dd", degrees},
    {"compBitWidth", width},
    {"crsReMask", re_mask},
    {"mcScaleReMask", re_mask},
    {"portReMask", re_mask},
    {"puncReMask", re_mask},
    {"crsSymNum", within<0, 13>},
    {"symbolMask", symbol_mask},
    {"portSymbolMask", symbol_mask},
    {"symMask", symbol_mask},
    {"dmrsSymbolMask", symbol_mask},
    {"guardPattern", symbol_mask},
    {"dirPattern", direction_pattern},
    {"rbgMask", rbg_mask},
    {"prbPattern", prb_pattern},
    {"rb", every_second},
    {"beamId", beam_id},
    {"portListIndex", within<1, 255>},
    {"numUeID", within<1, 8>},
    {"numSymPrbPattern", within<1, 15>},
    {"numMcScaleOffset", within<1, 12>},
    {"userGroupSize", within<0, 12>},
    {"userGroupId", within<0, 254>},
    {"dmrsPortNumber", within<0, 11>},
    {"cdmWithoutData", within<1, 3>},
    {"lambda", within<0, 1>},
    {"numFoFb", within<1, 126>},
    {"numUeSinrRpt", within<1, 12>},
    {"cdScgSize", cdd_groups},
    {"repetition", nullptr, {"no repetition", "repeated"}},
    {"numberOfST4Cmds", within<1, 255>},
    {"st4CmdLen", command_words},
    {"log2MaskBits", mask_bits},
    {"laaMsgLen", words},
    {"lbtDeferFactor", defer_factor},
    {"MCOT", mcot},
    {"inParSF", nullptr, {"full subframe", "partial subframe"}},
    {"sfStatus", nullptr, {"dropped", "transmitted"}},
    {"sfnSf", frame_and_subframe},
    {"lbtTrafficClass", within<1, 4>},
    {"oruControlSinrSlotMaskId", slot_mask},
    {"measDataSize", measurement_words},
    {"measCmdSize", measurement_words},
    {"nanoseconds", within<0, 999'999'999>},
    {"messageType", put_ptp_type},
    {"flagField", meanings::flag_field},
    {"correctionField", meanings::correction},
    {"logMessageInterval", meanings::log_interval},
    {"clockClass", meanings::clock_class},
    {"clockAccuracy", meanings::clock_accuracy},
    {"timeSource", meanings::time_source},
    {"actionField", nullptr, {"GET", "SET", "RESPONSE", "COMMAND", "ACKNOWLEDGE"}},
    {"tlvType", meanings::tlv_type},
    {"eventFlag", nullptr, {"information", "event"}},
    {"ssmCode", put_quality_level},
    {"enhancedSsmCode", meanings::enhanced_ssm},
    {"ReadWrite", nullptr, {"read", "write", "write without response"}},
    {"ReqResp", nullptr, {"request", "response", "failure"}},
    {"ResetCodeOp", nullptr, {"reserved", "request", "response"}},
    {"EventType", meanings::event_type},
    {"RaiseCease", nullptr, {"raise", "cease"}},
    {"FaultNotif", meanings::fault_code},
};

}  // namespace

void put_meaning(Pen& out, std::string_view name, std::int64_t value) {
  for (const Row& row : kRows) {
    if (row.name != name) continue;
    if (row.meaning != nullptr) return row.meaning(out, value);
    const bool has_word = value >= 0 && static_cast<std::uint64_t>(value) < row.words.size() &&
                          !row.words[static_cast<std::size_t>(value)].empty();
    return out.put(has_word ? row.words[static_cast<std::size_t>(value)] : "reserved");
  }
}

}  // namespace plumbline::text

// What the values of fields of layouts mean. Source: CUS v17.01 7.5.3 and 7.7 at the field's name;
// sync_words.h.
#include <array>

#include "text/field.h"
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
  if (value == 15) out.put("transmit diversity");
}
void ports(Pen& out, std::int64_t value) {
  if (value == 0) out.put("64 ports");
}
void eaxc_mask(Pen& out, std::int64_t value) {
  if (value == 0) out.put("every eAxC");
  if (value == 0xFFFF) out.put("only this eAxC");
}
void ue_id(Pen& out, std::int64_t value) {
  if (value == 0x7FFF) out.put("not scheduled");
}
void microseconds(Pen& out, std::int64_t) { out.put("us"); }
void symbols(Pen& out, std::int64_t) { out.put("symbols"); }
void prb_group(Pen& out, std::int64_t value) {
  value < 2 || value == 255 ? out.put("reserved") : out.put("PRBs");
}
void elements(Pen& out, std::int64_t value) {
  if (value == 0) out.put("256");
}
void offset_feedback(Pen& out, std::int64_t value) {
  if (value == -32768)
    out.put("not provided");
  else if (value < -30000 || value > 30000)
    out.put("reserved");
}

void tenths(Pen& out, std::int64_t value, std::string_view unit) {
  if (value == -32768) return out.put("no valid result");
  const auto size = static_cast<std::uint64_t>(value < 0 ? -value : value);
  if (value < 0) out.put('-');
  out.number(size / 10);
  out.put('.');
  put(out, size % 10, unit);
}
void dbm(Pen& out, std::int64_t value) { tenths(out, value, " dBm"); }
void db(Pen& out, std::int64_t value) { tenths(out, value, " dB"); }
void valid(Pen& out, std::int64_t value) {
  if (value == -32768) out.put("no valid result");
}
void slots(Pen& out, std::int64_t value) {
  if (value == 0) out.put("no end given");
}

/// A field, and how its value is told or the words for its first values.
struct Row {
  std::string_view name;
  Meaning meaning = nullptr;
  std::array<std::string_view, 8> words{};
};

constexpr Row kRows[] = {
    {"bfwIqWidth", width},
    {"bfwCompMeth",
     nullptr,
     {"none", "bfp", "block_scaling", "mu_law", "beamspace I", "beamspace II", "reserved", "reserved"}},
    {"bfAzPtWidth", attribute_width},
    {"bfZePtWidth", attribute_width},
    {"bfAz3ddWidth", attribute_width},
    {"bfZe3ddWidth", attribute_width},
    {"bfAzSl", sidelobe},
    {"bfZeSl", sidelobe},
    {"layerId", layer_id},
    {"numLayers", layers},
    {"txScheme", nullptr, {"large-delay CDD", "reserved", "transmit diversity", "reserved", "reserved"}},
    {"modCompScaler", scaler},
    {"mcScaleOffset", scaler},
    {"rbgSize", rbg_size},
    {"priority", priority},
    {"eAxCmask", eaxc_mask},
    {"technology", nullptr, {"LTE", "NR", "reserved", "reserved"}},
    {"beamGroupType",
     nullptr,
     {"common beam", "beam matrix indication", "beam vector listing", "beam vector listing with port index"}},
    {"numPortc", ports},
    {"ueId", ue_id},
    {"disableBFWs", nullptr, {"with weights", "beamIds only"}},
    {"RAD", nullptr, {"one grid of bundles", "bundles begin anew after a gap"}},
    {"numBundPrb", nullptr, {"reserved"}},
    {"nullLayerInd", nullptr, {"scheduled", "nulled"}},
    {"frameStructure", meanings::frame_structure},
    {"freqOffset", meanings::freq_offset},
    {"cpLength", meanings::ts},
    {"transmissionWindowOffset", symbols},
    {"transmissionWindowSize", microseconds},
    {"toT", nullptr, {"normal", "uniformly distributed", "reserved", "reserved"}},
    {"multiSDScope", nullptr, {"this section", "this and all later sections"}},
    {"ciPrbGroupSize", prb_group},
    {"prgSize", nullptr, {"", "wideband", "2 PRBs", "4 PRBs"}},
    {"prbMode", nullptr, {"mask", "block"}},
    {"entryType",
     nullptr,
     {"as before", "as before, ueId reset", "transform precoding off", "transform precoding on", "reserved",
      "reserved", "reserved", "reserved"}},
    {"hoppingMode", nullptr, {"none", "group", "sequence", "reserved"}},
    {"lowPaprType", nullptr, {"type 1 short", "type 1 long", "type 2 short", "type 2 long"}},
    {"dType", nullptr, {"DMRS type 1", "DMRS type 2"}},
    {"freqOffsetFb", offset_feedback},
    {"beamType", nullptr, {"list", "range", "reserved", "reserved"}},
    {"numElements", elements},
    {"st4CmdType",
     nullptr,
     {"reserved", "TIME_DOMAIN_BEAM_CONFIG", "TDD_CONFIG_PATTERN", "TRX_CONTROL", "ASM", "reserved",
      "reserved", "reserved"}},
    {"numSlots", slots},
    {"disableTDBFNs", nullptr, {"beams follow", "no beams"}},
    {"disableTDBFWs", nullptr, {"with weights", "tdBeamNum only"}},
    {"ciIqWidth", width},
    {"ciCompMeth",
     nullptr,
     {"none", "bfp", "block_scaling", "mu_law", "reserved", "reserved", "reserved", "reserved"}},
    {"ciCompOpt", nullptr, {"one ciCompParam a UE", "one ciCompParam a PRB"}},
    {"laaMsgType",
     nullptr,
     {"LBT_PDSCH_REQ", "LBT_DRS_REQ", "LBT_PDSCH_RSP", "LBT_DRS_RSP", "LBT_Buffer_Error", "LBT_CWCONFIG_REQ",
      "LBT_CWCONFIG_RSP", "reserved"}},
    {"lbtOffset", microseconds},
    {"lbtMode", nullptr, {"full", "partial, 25 us", "partial, 34 us", "full and stop"}},
    {"lbtPdschRes", nullptr, {"not sensing", "sensing", "success", "failure"}},
    {"lbtDrsRes", nullptr, {"success", "failure"}},
    {"lbtBufErr", nullptr, {"reserved", "overflow"}},
    {"lbtCWR_Rst", nullptr, {"success", "failure"}},
    {"measTypeId",
     nullptr,
     {"reserved", "UE_TAE", "UE_LAYER_POWER", "UE_FREQ_OFFSET", "IPN_ALLOC", "IPN_UNALLOC", "ANT_DMRS_SNR"}},
    {"ueTae", valid},
    {"ueLayerPower", dbm},
    {"ueFreqOffset", valid},
    {"ipnPower", dbm},
    {"antDmrsSnrVal", db},
    {"numSinrPerPrb",
     nullptr,
     {"1 a PRB", "2 a PRB", "3 a PRB", "4 a PRB", "6 a PRB", "12 a PRB", "reserved", "reserved"}},
    {"messageType", put_ptp_type},
    {"flagField", meanings::flag_field},
    {"correctionField", meanings::correction},
    {"logMessageInterval", meanings::log_interval},
    {"clockClass", meanings::clock_class},
    {"clockAccuracy", meanings::clock_accuracy},
    {"timeSource", meanings::time_source},
    {"actionField",
     nullptr,
     {"GET", "SET", "RESPONSE", "COMMAND", "ACKNOWLEDGE", "reserved", "reserved", "reserved"}},
    {"tlvType", meanings::tlv_type},
    {"eventFlag", nullptr, {"information", "event"}},
    {"ssmCode", put_quality_level},
    {"enhancedSsmCode", meanings::enhanced_ssm},
    {"ReadWrite", nullptr, {"read", "write", "write without response", "reserved"}},
    {"ReqResp", nullptr, {"request", "response", "failure", "reserved"}},
    {"ResetCodeOp", nullptr, {"reserved", "request", "response", "reserved"}},
    {"EventType", meanings::event_type},
    {"RaiseCease", nullptr, {"raise", "cease", "reserved", "reserved"}},
    {"FaultNotif", meanings::fault_code},
};

}  // namespace

void put_meaning(Pen& out, std::string_view name, std::int64_t value) {
  for (const Row& row : kRows) {
    if (row.name != name) continue;
    if (row.meaning != nullptr) return row.meaning(out, value);
    if (value >= 0 && static_cast<std::uint64_t>(value) < row.words.size())
      out.put(row.words[static_cast<std::size_t>(value)]);
    return;
  }
}

}  // namespace plumbline::text

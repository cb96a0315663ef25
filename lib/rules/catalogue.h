// Every rule, by what it looks at. Adding a rule: its file, one include and one name here, its vectors in
// testvectors/rules.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rules/comp/bfp_reserved.h"
#include "rules/comp/comp_bit_width.h"
#include "rules/comp/complex_magnitude.h"
#include "rules/comp/component.h"
#include "rules/comp/configured.h"
#include "rules/comp/copied.h"
#include "rules/comp/exponent_habit.h"
#include "rules/comp/full_scale.h"
#include "rules/comp/header_mode.h"
#include "rules/comp/large_scaler.h"
#include "rules/comp/larger_exponent.h"
#include "rules/comp/padding.h"
#include "rules/comp/second_mask.h"
#include "rules/comp/sixteen_bits.h"
#include "rules/comp/ud_comp_len.h"
#include "rules/comp/wide_exponent.h"
#include "rules/comp/zero_prb.h"
#include "rules/comp/zero_re.h"
#include "rules/comp/zero_scaler.h"
#include "rules/cplane/all_prbs.h"
#include "rules/cplane/all_prbs_from_zero.h"
#include "rules/cplane/header_complete.h"
#include "rules/cplane/num_symbol.h"
#include "rules/cplane/payload_version.h"
#include "rules/cplane/prach_frequency.h"
#include "rules/cplane/prach_time.h"
#include "rules/cplane/prb_range.h"
#include "rules/cplane/section_count.h"
#include "rules/cplane/section_type.h"
#include "rules/cplane/slot_number.h"
#include "rules/cplane/subframe.h"
#include "rules/cplane/sym_inc.h"
#include "rules/cplane/symbols_in_slot.h"
#include "rules/cu/described.h"
#include "rules/cu/prbs_described.h"
#include "rules/cu/section_id_consistent.h"
#include "rules/cu/symbol_described.h"
#include "rules/cu/ul_complete.h"
#include "rules/ext/length.h"
#include "rules/ext/section_type.h"
#include "rules/ext/size.h"
#include "rules/hdr/concatenation.h"
#include "rules/hdr/cplane_unfragmented.h"
#include "rules/hdr/eaxc_known.h"
#include "rules/hdr/ecpri_version.h"
#include "rules/hdr/message_type.h"
#include "rules/hdr/mtu.h"
#include "rules/hdr/payload_fits.h"
#include "rules/hdr/payload_holds_fields.h"
#include "rules/hdr/planes_apart.h"
#include "rules/hdr/priority.h"
#include "rules/hdr/travel.h"
#include "rules/hdr/uplane_unfragmented.h"
#include "rules/hdr/vlan.h"
#include "rules/rule_set.h"
#include "rules/seq/fragments_count.h"
#include "rules/seq/fragments_end.h"
#include "rules/seq/spaces.h"
#include "rules/seq/step.h"
#include "rules/time/c_dl_at_ru.h"
#include "rules/time/c_ul_at_ru.h"
#include "rules/time/du_departure.h"
#include "rules/time/frame_number.h"
#include "rules/time/prach.h"
#include "rules/time/u_dl_at_ru.h"
#include "rules/time/u_ul.h"
#include "rules/uplane/header_complete.h"
#include "rules/uplane/prb_once.h"
#include "rules/uplane/prb_range.h"
#include "rules/uplane/radio_time.h"
#include "rules/uplane/reserved.h"
#include "rules/uplane/room_for_prbs.h"
#include "rules/uplane/sections_fill.h"

namespace plumbline::rules {

/// A compile-time list of rule types that look at one kind of facts, in the order in which they are judged: a
/// rule stands behind those of its group that RuleInfo::after names.
template <class Facts_, class... Rules>
struct Group {
  using Facts = Facts_;
  static constexpr std::size_t size = sizeof...(Rules);
  static_assert(size <= 32);
  static constexpr std::array<const RuleInfo*, size> infos{&Rules::info...};

  /// Bit i: rule i of the group applies to messages of this class.
  static std::uint32_t applicable(const Class& c) {
    std::uint32_t mask = 0, bit = 1;
    ((mask |= Rules::applies(c) ? bit : 0u, bit <<= 1), ...);
    return mask;
  }
  /// Bit i: rule i applies and the facts are anything but a pass. The straight line: no call, no branch a
  /// rule.
  static std::uint32_t off(const Facts& facts, std::uint32_t mask) {
    std::uint32_t result = 0, bit = 1;
    ((result |= (mask & bit) != 0 && Rules::off(facts) ? bit : 0u, bit <<= 1), ...);
    return result;
  }
  /// The outcome of rule i.
  static Outcome judge(std::size_t i, const Facts& facts) {
    using Judge = Outcome (*)(const Facts&);
    static constexpr std::array<Judge, size> judges{&Rules::judge...};
    return judges[i](facts);
  }
};

using TransportGroup =
    Group<track::TransportFacts, EcpriVersion, PayloadFits, MessageType, PayloadHoldsFields, Concatenation,
          Vlan, Priority, Mtu, PlanesApart, CplaneHeaderComplete, UplaneHeaderComplete>;
using MessageGroup = Group<track::MessageFacts, EaxcKnown, Travel, CplaneUnfragmented, UplaneUnfragmented,
                           NumberSpaces, SequenceStepsByOne, CplanePayloadVersion, CplaneSubframe,
                           CplaneSlotNumber, SectionType, PrachTime, UplaneRadioTime, FrameNumber>;
using CplaneWalkGroup = Group<track::CplaneWalkFacts, ExtensionLength, SectionCount>;
using SectionGroup = Group<track::SectionFacts, CplanePrbRange, AllPrbs, AllPrbsFromZero, NumSymbol, SymInc,
                           SymbolsInSlot, PrachFrequency, SectionIdConsistent>;
using ExtensionGroup = Group<track::ExtensionFacts, ExtensionAllowed, ExtensionSize>;
using UplaneWalkGroup = Group<track::UplaneWalkFacts, HeaderMode, UdCompLen, RoomForPrbs, SectionsFill>;
using UplaneSectionGroup =
    Group<track::UplaneSectionFacts, UplanePrbRange, CompressionConfigured, HeaderCopied, UplaneReserved,
          SecondMask, SixteenBits, Described, SymbolDescribed, PrbsDescribed, PrbOnce>;
// Of PRBs there is a group for each kind of method: a rule may be in several, of which one is for a PRB.
using PlainPrbGroup = Group<track::PrbFacts, FullScale>;
using BfpPrbGroup =
    Group<track::PrbFacts, BfpReserved, WideExponent, LargerExponent, ExponentHabit, ZeroPrb, FullScale>;
using ScalingPrbGroup = Group<track::PrbFacts, LargeScaler, ZeroScaler>;
using MuLawPrbGroup = Group<track::PrbFacts, CompBitWidth, LargeScaler>;
using ModulationPrbGroup = Group<track::PrbFacts, ModulationComponent, ZeroRe, ComplexMagnitude>;
using SelectivePrbGroup = Group<track::PrbFacts, PadBits>;
using ArrivalGroup = Group<track::ArrivalFacts, DownlinkUplaneWindow, DownlinkCplaneWindow,
                           UplinkCplaneWindow, UplinkUplaneWindow, DuDeparture, PrachWindow>;
using RequestGroup = Group<track::RequestFacts, UplinkComplete>;
using PieceGroup = Group<track::PieceFacts, FragmentsCount>;
using SeriesGroup = Group<track::SeriesFacts, FragmentsEnd>;

/// All rules in the order of the catalogue (rules.csv of the standard's families: HDR, SEQ, C, U, EXT, COMP,
/// CU, TIME).
inline constexpr std::array kCatalogue{
    &Vlan::info,
    &Priority::info,
    &EcpriVersion::info,
    &PayloadFits::info,
    &MessageType::info,
    &PayloadHoldsFields::info,
    &Concatenation::info,
    &EaxcKnown::info,
    &CplaneUnfragmented::info,
    &UplaneUnfragmented::info,
    &Mtu::info,
    &Travel::info,
    &PlanesApart::info,
    &SequenceStepsByOne::info,
    &FragmentsCount::info,
    &FragmentsEnd::info,
    &NumberSpaces::info,
    &CplaneHeaderComplete::info,
    &CplanePayloadVersion::info,
    &CplaneSubframe::info,
    &CplaneSlotNumber::info,
    &SectionType::info,
    &SectionCount::info,
    &CplanePrbRange::info,
    &AllPrbsFromZero::info,
    &NumSymbol::info,
    &SymbolsInSlot::info,
    &SymInc::info,
    &PrachTime::info,
    &PrachFrequency::info,
    &AllPrbs::info,
    &UplaneHeaderComplete::info,
    &UplaneRadioTime::info,
    &SectionsFill::info,
    &UplanePrbRange::info,
    &RoomForPrbs::info,
    &UplaneReserved::info,
    &PrbOnce::info,
    &ExtensionLength::info,
    &ExtensionAllowed::info,
    &ExtensionSize::info,
    &CompressionConfigured::info,
    &HeaderCopied::info,
    &HeaderMode::info,
    &BfpReserved::info,
    &WideExponent::info,
    &LargerExponent::info,
    &ExponentHabit::info,
    &ZeroPrb::info,
    &CompBitWidth::info,
    &LargeScaler::info,
    &ZeroScaler::info,
    &ModulationComponent::info,
    &ZeroRe::info,
    &SecondMask::info,
    &UdCompLen::info,
    &PadBits::info,
    &SixteenBits::info,
    &FullScale::info,
    &ComplexMagnitude::info,
    &Described::info,
    &SymbolDescribed::info,
    &PrbsDescribed::info,
    &UplinkComplete::info,
    &SectionIdConsistent::info,
    &DownlinkUplaneWindow::info,
    &DownlinkCplaneWindow::info,
    &UplinkCplaneWindow::info,
    &UplinkUplaneWindow::info,
    &DuDeparture::info,
    &PrachWindow::info,
    &FrameNumber::info,
};
static_assert(kCatalogue.size() <= RuleSet::kMost);

/// Position of an id in kCatalogue; its size when unknown.
constexpr std::size_t index_of(std::string_view id) {
  for (std::size_t i = 0; i < kCatalogue.size(); ++i)
    if (kCatalogue[i]->id == id) return i;
  return kCatalogue.size();
}

/// The set of one rule.
constexpr RuleSet set_of(std::string_view id) { return RuleSet::of(index_of(id)); }

/// The rules that RuleInfo::after of rule `index` names.
const RuleSet& explained_by(std::size_t index);

/// What a rule needs and the link does not give: keys of the link file, empty when nothing is missing.
/// `link` may be nullptr. Traffic that is missing is found out while checking, not here.
std::vector<std::string> lacks(const RuleInfo& rule, const profile::Link* link);

/// Version of the standard the catalogue is written for.
inline constexpr std::string_view kCatalogueVersion = "O-RAN.WG4.TS.CUS.0 v17.01";

}  // namespace plumbline::rules

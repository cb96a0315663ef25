#include "rules/catalogue.h"

namespace plumbline::rules {
namespace {

constexpr RuleSet sets_of(std::string_view ids) {
  RuleSet set;
  while (!ids.empty()) {
    const std::size_t end = ids.find(' ') == std::string_view::npos ? ids.size() : ids.find(' ');
    set |= set_of(ids.substr(0, end));
    ids.remove_prefix(end == ids.size() ? end : end + 1);
  }
  return set;
}

constexpr auto kExplainedBy = [] {
  std::array<RuleSet, kCatalogue.size()> sets{};
  for (std::size_t i = 0; i < kCatalogue.size(); ++i) sets[i] = sets_of(kCatalogue[i]->after);
  return sets;
}();

constexpr bool unique_and_known() {
  for (std::size_t i = 0; i < kCatalogue.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j)
      if (kCatalogue[i]->id == kCatalogue[j]->id) return false;
    std::string_view ids = kCatalogue[i]->after;
    while (!ids.empty()) {
      const std::size_t end = ids.find(' ') == std::string_view::npos ? ids.size() : ids.find(' ');
      if (index_of(ids.substr(0, end)) == kCatalogue.size()) return false;
      ids.remove_prefix(end == ids.size() ? end : end + 1);
    }
  }
  return true;
}
static_assert(unique_and_known(), "rule ids are unique, and `after` names rules of the catalogue");

/// A rule that is judged before the one it follows from would be told as a cause of its own.
template <class Group>
constexpr bool causes_come_first() {
  for (std::size_t i = 0; i < Group::size; ++i)
    for (std::size_t later = i + 1; later < Group::size; ++later)
      if (kExplainedBy[index_of(Group::infos[i]->id)].has(index_of(Group::infos[later]->id))) return false;
  return true;
}
static_assert(causes_come_first<TransportGroup>() && causes_come_first<MessageGroup>() &&
                  causes_come_first<CplaneWalkGroup>() && causes_come_first<SectionGroup>() &&
                  causes_come_first<ExtensionGroup>() && causes_come_first<UplaneWalkGroup>() &&
                  causes_come_first<UplaneSectionGroup>() && causes_come_first<BfpPrbGroup>() &&
                  causes_come_first<ModulationPrbGroup>() && causes_come_first<ArrivalGroup>(),
              "within a group a rule stands behind those that `after` names");

bool has_prach(const profile::Link& link) {
  for (const profile::Carrier& carrier : link.carriers)
    for (const profile::Channel& channel : carrier.channels)
      if (channel.prach) return true;
  return false;
}

}  // namespace

const RuleSet& explained_by(std::size_t index) { return kExplainedBy[index]; }

std::vector<std::string> lacks(const RuleInfo& rule, const profile::Link* link) {
  static const profile::Link nothing;
  const profile::Link& l = link != nullptr ? *link : nothing;
  const profile::Delays& d = l.delays;
  const bool at_du = track::tap_place(l) == profile::TapPlace::at_o_du;
  std::vector<std::string> keys;
  const auto need = [&](Need what, bool there, const char* key) {
    if ((rule.needs & what) != 0 && !there) keys.emplace_back(key);
  };
  need(kVlan, l.vlan_stated, "vlan");
  need(kPcp, l.c_pcp || l.u_pcp, "pcp");
  need(kMtu, l.mtu.has_value(), "mtu");
  need(kMacs, l.o_du_mac || l.o_ru_mac, "o_du.mac or o_ru.mac");
  need(kCarriers, !l.carriers.empty(), "carriers");
  need(kPrach, has_prach(l), "channels.prach");
  need(kEpoch, l.time.epoch != profile::Epoch::none, "time.epoch");
  need(kWindowUDlRu, !at_du && d.t2a_up, "delays.t2a_*_up at the O-RU");
  need(kWindowCDlRu, !at_du && d.t2a_cp_dl, "delays.t2a_*_cp_dl at the O-RU");
  need(kWindowCUlRu, !at_du && d.t2a_cp_ul, "delays.t2a_*_cp_ul at the O-RU");
  need(kWindowUl, at_du ? d.ta4 || d.ta4_prach : d.ta3 || d.ta3_prach,
       at_du ? "delays.ta4_*" : "delays.ta3_*");
  need(kWindowDu, at_du && (d.t1a_up || d.t1a_cp_dl || d.t1a_cp_ul), "delays.t1a_* at the O-DU");
  return keys;
}

}  // namespace plumbline::rules

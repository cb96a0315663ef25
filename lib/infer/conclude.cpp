#include "infer/conclude.h"

#include <algorithm>
#include <map>

namespace plumbline::infer {
namespace {

void count_pairs(const Observed& observed, std::uint32_t flow, Inferred& to) {
  to.looked = observed.looked;
  to.looked.messages = observed.flows[flow].messages;
  for (std::size_t i = 0; i < observed.flows.size(); ++i) {
    if (i == flow || observed.flows[i].messages == 0) continue;
    ++to.looked.other_pairs;
    to.looked.of_others += observed.flows[i].messages;
  }
}

/// Who is who: the O-DU sends C-plane and DL U-plane, the O-RU UL U-plane.
void conclude_addresses(const Flow& flow, Inferred& to) {
  const std::array<std::uint64_t, 2> by_du = flow.from_o_du, by_ru = flow.from_o_ru;
  // Index of the way of travel that is O-DU to O-RU: the one with more evidence.
  const std::size_t down = by_du[0] + by_ru[1] >= by_du[1] + by_ru[0] ? 0 : 1;
  const auto sender = [&](std::size_t way) {
    return track::mac_octets(way == 0 ? flow.key.source : flow.key.destination);
  };
  to.o_du_mac = {by_du[down], by_du[1 - down]};
  to.o_ru_mac = {by_ru[1 - down], by_ru[down]};
  const bool du = to.o_du_mac.agree > 0, ru = to.o_ru_mac.agree > 0;
  if (du) to.link.o_du_mac = sender(down);
  if (ru) to.link.o_ru_mac = sender(1 - down);
  if (du && !ru) to.silent_peer = sender(1 - down);
  if (ru && !du) to.silent_peer = sender(down);
}

std::optional<std::uint8_t> most_used_pcp(const std::array<std::uint64_t, 9>& counts, Support& support) {
  std::size_t best = 0;
  std::uint64_t tagged = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    tagged += counts[i];
    if (counts[i] > counts[best]) best = i;
  }
  if (tagged == 0) return std::nullopt;
  support = {counts[best], tagged - counts[best]};
  return static_cast<std::uint8_t>(best);
}

void conclude_transport(const Flow& flow, Inferred& to) {
  to.link.vlan_stated = true;
  // 4095 is reserved: a link cannot say it (IEEE 802.1Q 9.6).
  if (flow.key.vlan < 4095)
    to.link.vlan = static_cast<std::uint16_t>(flow.key.vlan);
  else
    to.link.vlan_stated = flow.key.vlan == track::FlowKey::kUntagged;
  to.link.c_pcp = most_used_pcp(flow.pcp[static_cast<std::size_t>(radio::Plane::c)], to.c_pcp);
  to.link.u_pcp = most_used_pcp(flow.pcp[static_cast<std::size_t>(radio::Plane::u)], to.u_pcp);
  to.longest = flow.longest;
  to.concatenated = flow.concatenated;
  if (flow.concatenated > 0) to.link.concatenation = true;
  to.joining = flow.joining;
  to.link.eaxc_joined = flow.joining > 0;
  to.udp_port = {flow.udp, flow.udp_other};
  if (flow.udp > 0 && flow.udp_other == 0 && flow.udp_port != 0) to.link.udp_port = flow.udp_port;
}

/// The last sequence ids of an eAxC's C-plane.
struct Counters {
  std::array<std::optional<std::uint8_t>, 2> of{};
  std::size_t last = 0;
};

/// Does C-plane of both directions of an eAxC count in one sequence? Told by messages behind one of the other
/// direction.
void conclude_sequence(const Evidence& evidence, Inferred& to) {
  std::map<std::uint16_t, Counters> eaxcs;
  evidence.each([&](const Seen& seen, const Stream& stream) {
    if (stream.plane != radio::Plane::c) return;
    Counters& counters = eaxcs[stream.eaxc.value];
    const auto own = static_cast<std::size_t>(stream.direction);
    const auto &mine = counters.of[own], &other = counters.of[1 - own];
    if (mine && other && counters.last != own && *mine != *other) {
      const bool continues_own = seen.sequence == static_cast<std::uint8_t>(*mine + 1);
      const bool continues_other = seen.sequence == static_cast<std::uint8_t>(*other + 1);
      to.shared_sequence.agree += continues_other;
      to.shared_sequence.disagree += continues_own;
    }
    counters.of[own] = seen.sequence;
    counters.last = own;
  });
  to.link.sequence_shared_per_eaxc =
      to.shared_sequence.agree >= 3 && to.shared_sequence.agree > 9 * to.shared_sequence.disagree;
}

}  // namespace

Inferred conclude(const Observed& observed) {
  Inferred to;
  to.looked = observed.looked;
  const auto most = std::max_element(observed.flows.begin(), observed.flows.end(),
                                     [](const Flow& a, const Flow& b) { return a.messages < b.messages; });
  if (most == observed.flows.end() || most->messages == 0) return to;
  const Evidence evidence{observed, static_cast<std::uint32_t>(most - observed.flows.begin())};
  count_pairs(observed, evidence.flow, to);
  conclude_addresses(*most, to);
  conclude_transport(*most, to);
  conclude_sequence(evidence, to);
  to.link.carriers.push_back({.name = "c0"});
  conclude_spacing(evidence, to);
  conclude_channels(evidence, to);
  conclude_tdd(evidence, to);
  conclude_prach(evidence, to);
  conclude_time(evidence, to);
  return to;
}

}  // namespace plumbline::infer

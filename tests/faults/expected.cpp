#include "faults/expected.h"

namespace plumbline::faults {
namespace {

using enum Stream;
using enum Place;
using Rows = std::vector<Expected>;
using Consequences = std::vector<Consequence>;

/// Where faults strike unless a row says otherwise: a DL slot with DL slots around it, a full UL slot.
constexpr Spot kDl{3, 10, 5}, kUl{3, 9, 5};
constexpr Spot spot_of(Stream stream) { return is_ul(stream) ? kUl : kDl; }

/// U-plane messages of one eAxC in the slots that C-plane faults strike.
constexpr std::uint64_t kSlotMessages = 14;

const std::string kUnanswered = "the request of the slot lacks these PRBs";
const std::string kUnannounced = "the U-plane of the slot has no description";

/// What a U-plane message that does not count for its slot leaves behind.
Consequences missing(Stream stream) {
  if (stream == u_ul) return {{"CU-004"}};
  if (is_c(stream)) return {{"CU-001", kSlotMessages, kSlotMessages}};
  return {};
}
Consequences with(Consequences more, const Consequences& some) {
  more.insert(more.end(), some.begin(), some.end());
  return more;
}
std::string why_missing(Stream stream) {
  return stream == u_ul ? kUnanswered : is_c(stream) ? kUnannounced : "nobody asked for DL U-plane";
}

void add_sequence(Rows& rows) {
  for (const Stream s : {u_dl, u_ul, c_dl, c_ul}) {
    rows.push_back({"drop", s, at_ru, spot_of(s), "SEQ-001", missing(s), why_missing(s)});
    rows.push_back({"duplicate", s, at_ru, spot_of(s), "SEQ-001", {}, "a copy says nothing new"});
  }
  for (const unsigned symbol : {0u, 13u}) {
    rows.push_back({"drop", u_dl, at_du, {3, 10, symbol}, "SEQ-001", {}, "first and last of a slot"});
    rows.push_back(
        {"drop", u_ul, at_du, {3, 9, symbol}, "SEQ-001", {{"CU-004"}}, "first and last of a slot"});
  }
  rows.push_back({"drop", u_ul, at_du, {3, 8, 10}, "SEQ-001", {{"CU-004"}}, "first of a special slot"});
  rows.push_back({"drop",
                  u_ul,
                  at_du_sparse,
                  {3, 9, 13},
                  "SEQ-001",
                  {{"CU-004"}},
                  "the gap shows 4 ms later, when the request is already closed"});
  rows.push_back({"drop", c_ul, at_du_sparse, {3, 9}, "SEQ-001", missing(c_ul), "the same for C-plane"});
  rows.push_back({"drop", c_dl, at_du, {3, 13}, "SEQ-001", {{"CU-001", 6, 6}}, "special slot: 6 symbols"});

  const Consequences again{{"U-011"}};
  rows.push_back({"duplicate after others", u_dl, at_ru, kDl, "SEQ-001", again, "its PRBs are there twice"});
  rows.push_back({"duplicate after others", u_ul, at_ru, kUl, "SEQ-001", again, "its PRBs are there twice"});
  rows.push_back({"duplicate after others",
                  c_dl,
                  at_ru,
                  kDl,
                  "SEQ-001",
                  {{"CU-010"}, {"W"}},
                  "the copy describes again, a slot too late"});
  rows.push_back({"duplicate after others",
                  c_ul,
                  at_du,
                  {3, 8},
                  "SEQ-001",
                  {{"CU-010"}},
                  "the copy describes again, in its window"});

  for (const Stream s : {u_dl, u_ul, c_dl})
    rows.push_back({"swap", s, at_ru, spot_of(s), "SEQ-001", {}, "both are there, in their windows"});
  rows.push_back({"swap", c_ul, at_ru, {3, 8}, "SEQ-001", {}, "both are there, in their windows"});
  rows.push_back({"shared counter",
                  c_dl,
                  at_ru,
                  kDl,
                  "SEQ-008",
                  {{"SEQ-001", 38, 38}},
                  "two changes of direction in each of 20 periods, less the first of each",
                  38});
}

void add_time(Rows& rows) {
  for (const Place p : {at_ru, at_du})
    for (const Stream s : {u_dl, u_ul, c_dl, c_ul}) {
      rows.push_back({"late", s, p, spot_of(s), "W", {}, "late is not missing; the slot has not begun"});
      rows.push_back({"early", s, p, spot_of(s), "W", {}, "early is not missing"});
      rows.push_back(
          {"late edge", s, p, spot_of(s), "", {}, "inside the window by more than the stamp's error"});
    }
  rows.push_back({"too late", u_dl, at_ru, kDl, "W", {}, "nobody asked for DL U-plane"});
  rows.push_back({"too late", u_ul, at_ru, kUl, "W", {}, "late is not missing"});
  rows.push_back({"too late", c_dl, at_ru, kDl, "W", {{"CU-001", 8, 9}}, "the U-plane that came before it"});
  rows.push_back({"too late", c_ul, at_ru, kUl, "W", {{"CU-001", 2, 2}}, "the U-plane that came before it"});
  rows.push_back({"delayed", u_dl, at_ru, kDl, "SEQ-001", {{"W"}}, "overtaken, and late"});
  rows.push_back({"delayed", u_ul, at_ru, kUl, "SEQ-001", {{"W"}}, "overtaken, and late"});
  rows.push_back({"delayed",
                  c_dl,
                  at_ru,
                  kDl,
                  "SEQ-001",
                  {{"W"}, {"CU-001", 6, 8}},
                  "overtaken, and late; the U-plane that came before it"});
  rows.push_back({"delayed",
                  c_ul,
                  at_ru,
                  {3, 8},
                  "SEQ-001",
                  {{"W"}, {"CU-001", 1, 1}},
                  "overtaken, and late; the U-plane that came before it"});
  rows.push_back(
      {"delayed", c_ul, at_du, kUl, "W", {}, "nothing overtakes it, and its U-plane comes after it"});
}

void add_radio_time(Rows& rows) {
  rows.push_back({"next slot",
                  u_dl,
                  at_ru,
                  kDl,
                  "W",
                  {{"U-011"}},
                  "a slot early; the one it pretends to be then comes again"});
  rows.push_back({"next slot",
                  u_dl,
                  at_ru,
                  {3, 10, 1},
                  "CU-001",
                  {{"W"}, {"U-011"}},
                  "the C-plane of that slot is still to come"});
  rows.push_back({"next slot",
                  u_ul,
                  at_ru,
                  {3, 8, 12},
                  "W",
                  {{"U-011"}, {"CU-004"}},
                  "a slot early; comes again; its own slot lacks it"});
  rows.push_back(
      {"next slot", u_ul, at_ru, kUl, "CU-001", {{"W"}, {"CU-004"}}, "a DL slot of the next subframe"});
  rows.push_back({"next slot",
                  c_dl,
                  at_ru,
                  kDl,
                  "W",
                  {{"CU-010"}, {"CU-001", 14, 14}},
                  "a slot early; the true one then describes again; its own slot has none"});
  rows.push_back(
      {"next slot", c_ul, at_ru, {3, 8}, "W", {{"CU-010"}, {"CU-001", 4, 4}}, "the same in uplink"});
  rows.push_back({"slot before", u_dl, at_ru, {3, 11, 5}, "U-011", {{"W"}}, "sent again, and a slot late"});
  rows.push_back({"slot before",
                  u_ul,
                  at_ru,
                  {3, 9, 12},
                  "U-011",
                  {{"W"}, {"CU-004"}},
                  "sent again, and a slot late; its own slot lacks it"});
  rows.push_back({"slot before",
                  u_ul,
                  at_ru,
                  kUl,
                  "CU-002",
                  {{"W"}, {"CU-004"}},
                  "no UL symbol of the special slot; its own slot lacks it"});
  rows.push_back({"slot before",
                  c_dl,
                  at_ru,
                  {3, 11},
                  "CU-010",
                  {{"W"}, {"CU-001", 14, 14}},
                  "described again, and a slot late; its own slot has none"});
  rows.push_back({"slot before",
                  c_ul,
                  at_ru,
                  kUl,
                  "CU-010",
                  {{"W"}, {"CU-001", 14, 14}},
                  "described otherwise, and a slot late; its own slot has none"});
  for (const char* fault : {"stale frame", "stale frame 4", "frame ahead"}) {
    // Its frame is known to be wrong: that it has no C-plane there is not worth a finding.
    for (const Stream s : {u_dl, u_ul, c_dl, c_ul})
      rows.push_back({fault, s, at_ru, spot_of(s), "TIME-012", with({{"W"}}, missing(s)), why_missing(s)});
  }
  for (const char* fault : {"next symbol", "symbol before"}) {
    rows.push_back({fault, u_dl, at_ru, kDl, "U-011", {}, "the symbol it pretends to be is there twice"});
    rows.push_back(
        {fault, u_ul, at_ru, kUl, "U-011", {{"CU-004"}}, "there twice; its own symbol is missing"});
  }
  rows.push_back(
      {"symbol 14", u_dl, at_ru, {3, 10, 13}, "U-002", {{"CU-002"}}, "no such symbol to describe"});
  rows.push_back({"symbol 14", u_ul, at_ru, {3, 9, 13}, "U-002", {{"CU-002"}, {"CU-004"}}, kUnanswered});
  rows.push_back({"start symbol", c_dl, at_ru, kDl, "C-021", {{"CU-002"}}, "symbol 0 is not described"});
  rows.push_back({"start symbol",
                  c_ul,
                  at_ru,
                  kUl,
                  "C-021",
                  {{"CU-002"}},
                  "symbol 0 is not described; what is invalid awaits no answer"});
}

void add_compression(Rows& rows) {
  for (const Stream s : {u_dl, u_ul}) {
    const Consequences lost = missing(s);
    rows.push_back({"width of payload", s, at_du, spot_of(s), "U-008", lost, why_missing(s)});
    rows.push_back({"width of header", s, at_ru, spot_of(s), "COMP-002", with({{"U-008"}}, lost),
                    "PRBs of that width leave octets"});
    rows.push_back({"width of header 14", s, at_ru, spot_of(s), "COMP-002", with({{"U-008"}}, lost),
                    "no room for PRBs of that width"});
    rows.push_back({"header in static", s, at_du, spot_of(s), "COMP-004", lost, why_missing(s)});
    rows.push_back({"no header in dynamic", s, at_ru, spot_of(s), "COMP-004", lost, why_missing(s)});
  }
  rows.push_back({"width of both", u_dl, at_ru, kDl, "COMP-002", {}, "it can be read by its header"});
  rows.push_back({"width of both", u_ul, at_ru, kUl, "COMP-002", {{"COMP-003"}}, "nor what was asked for"});
}

void add_coupling(Rows& rows) {
  rows.push_back({"section id", u_dl, at_ru, kDl, "CU-001", {}, "nobody asked for DL U-plane"});
  rows.push_back({"section id", u_ul, at_ru, kUl, "CU-001", {{"CU-004"}}, kUnanswered});
  rows.push_back({"section id",
                  c_dl,
                  at_ru,
                  kDl,
                  "CU-001",
                  {},
                  "a legal id: only the U-plane of the slot tells, message by message",
                  kSlotMessages});
  rows.push_back({"section id",
                  c_ul,
                  at_ru,
                  kUl,
                  "CU-001",
                  {{"CU-004"}},
                  "the same, and nothing answers that id",
                  kSlotMessages});
  rows.push_back({"prbs beyond", u_dl, at_ru, kDl, "U-007", {{"CU-003"}}, "nor were they announced"});
  rows.push_back({"prbs beyond", u_ul, at_ru, kUl, "U-007", {{"CU-003"}, {"CU-004"}}, kUnanswered});
  rows.push_back(
      {"prbs beyond", c_dl, at_ru, kDl, "C-016", {{"CU-003", 14, 14}}, "the U-plane has all PRBs"});
  rows.push_back({"prbs beyond",
                  c_ul,
                  at_ru,
                  kUl,
                  "C-016",
                  {{"CU-003", 14, 14}},
                  "the U-plane has all PRBs; what is invalid awaits no answer"});
  rows.push_back({"one prb more", c_dl, at_ru, kDl, "C-016", {}, "the U-plane is inside"});
  rows.push_back({"one prb more", c_ul, at_ru, kUl, "C-016", {}, "what is invalid awaits no answer"});
}

void add_cplane(Rows& rows) {
  for (const Stream s : {c_dl, c_ul}) {
    const Consequences lost = missing(s);
    rows.push_back({"section type", s, at_ru, spot_of(s), "C-006", lost, kUnannounced});
    rows.push_back({"section count", s, at_ru, spot_of(s), "C-008", lost, kUnannounced});
    rows.push_back({"ext len 0", s, at_ru, spot_of(s), "EXT-002", lost, kUnannounced});
    rows.push_back({"e bit", s, at_ru, spot_of(s), "HDR-015", {}, "the message can be read"});
    rows.push_back({"payload version", s, at_ru, spot_of(s), "C-002", {}, "the message can be read"});
  }
  rows.push_back({"num symbol 15", c_dl, at_ru, kDl, "C-020", {{"C-021"}}, "and so beyond the slot"});
  rows.push_back(
      {"num symbol 15", c_ul, at_ru, kUl, "C-020", {{"C-021"}}, "what is invalid awaits no answer"});
}

void add_transport(Rows& rows) {
  for (const Stream s : {u_dl, u_ul, c_dl, c_ul}) {
    const Consequences lost = missing(s), elsewhere = with({{"SEQ-001"}}, lost);
    const std::string gap = "its id misses in its stream; " + why_missing(s);
    rows.push_back({"vlan", s, at_ru, spot_of(s), "HDR-002", elsewhere, gap});
    rows.push_back({"eaxc", s, at_ru, spot_of(s), "HDR-013", elsewhere, gap});
    rows.push_back({"ecpri version", s, at_ru, spot_of(s), "HDR-004", elsewhere, gap});
    rows.push_back({"message type", s, at_ru, spot_of(s), "HDR-008", elsewhere, gap});
    rows.push_back({"pcp", s, at_ru, spot_of(s), "HDR-003", {}, "it arrives all the same"});
    rows.push_back({"mtu", s, at_ru, spot_of(s), "HDR-017", {}, "it arrives all the same"});
    rows.push_back({"truncated", s, at_ru, spot_of(s), "HDR-006", lost, "kept out of later judgement"});
    rows.push_back({"truncated in header", s, at_ru, spot_of(s), "HDR-006",
                    with({{is_c(s) ? "C-001" : "U-001"}}, elsewhere), gap});
  }
  rows.push_back({"vlan",
                  u_ul,
                  at_du_sparse,
                  {3, 9, 13},
                  "HDR-002",
                  {{"SEQ-001"}, {"CU-004"}},
                  "the gap shows 4 ms later, when the request is already closed"});
  for (const Stream s : {u_dl, u_ul})
    rows.push_back({"payload version", s, at_ru, spot_of(s), "U-001", {}, "the message can be read"});
  rows.push_back({"direction",
                  u_dl,
                  at_ru,
                  kDl,
                  "HDR-019",
                  {{"SEQ-001"}, {"CU-001"}, {"TIME-004"}},
                  "its id misses in its stream; judged as uplink it has no C-plane and comes before air"});
  rows.push_back({"direction",
                  u_ul,
                  at_ru,
                  kUl,
                  "HDR-019",
                  {{"SEQ-001"}, {"CU-001"}, {"TIME-001"}, {"CU-004"}},
                  "its id misses in its stream; judged as downlink it has no C-plane and comes too late"});
}

}  // namespace

std::vector<Expected> expectations() {
  Rows rows;
  add_sequence(rows);
  add_time(rows);
  add_radio_time(rows);
  add_compression(rows);
  add_coupling(rows);
  add_cplane(rows);
  add_transport(rows);
  return rows;
}

std::string rule_id(const std::string& name, Stream stream, Place place) {
  if (name.empty()) return {};
  if (name != "W") return "CUS-" + name;
  if (stream == u_ul) return "CUS-TIME-004";
  if (place != at_ru) return "CUS-TIME-005";
  return stream == u_dl ? "CUS-TIME-001" : stream == c_dl ? "CUS-TIME-002" : "CUS-TIME-003";
}

}  // namespace plumbline::faults

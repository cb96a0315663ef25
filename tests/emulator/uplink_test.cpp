#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <tuple>

#include "emulator/frame_fields.h"
#include "emulator/frame_writer.h"
#include "emulator/frames.h"
#include "emulator/links.h"
#include "emulator/o_du.h"
#include "emulator/requests.h"
#include "support/hex.h"

namespace plumbline::emulator::test {
namespace {

using radio::Direction;
using radio::Plane;

profile::Link small_link() {
  profile::Link link = make_link({.name = "uplink", .prbs = 24, .prach = "B4"});
  link.taps.clear();
  return link;
}

/// DDDSU: 4 UL slots of 14 symbols and 4 special ones of 4 in a frame, 24 PRBs, 2 eAxC ids; and a preamble of
/// 12 symbols of 12 PRBs.
constexpr std::uint64_t kPuschPrbs = (4 * 14 + 4 * 4) * 24 * 2, kPrachPrbs = 12 * 12;
constexpr std::uint64_t kUplane = (4 * 14 + 4 * 4) * 2 + 12;

std::vector<Kept> answers_of(const profile::Link& link) {
  return all_of(link, {.start = kStart, .frames = 1, .role = Role::o_ru});
}

/// An O-DU that hears `frames` in steps of 50 us, in the order of their instants, and is asked `ahead` of it.
std::unique_ptr<ODu> hear(const profile::Link& link, std::vector<Kept> frames, const Script* script = nullptr,
                          Nanos ahead = Nanos{0}) {
  auto unit = ODu::make(link, {.start = kStart, .script = script});
  EXPECT_TRUE(unit.has_value());
  std::stable_sort(frames.begin(), frames.end(), [](const Kept& a, const Kept& b) { return a.at < b.at; });
  std::vector<TimedFrame> batch;
  std::size_t next = 0;
  const CaptureTime start = told(link, kStart);
  const CaptureTime end = start + Nanos{15'000'000};
  for (CaptureTime now = start - Nanos{2'000'000}; now < end; now += Nanos{50'000}) {
    for (; next < frames.size() && frames[next].at < now; ++next)
      (*unit)->receive(frames[next].at, frames[next].length, frames[next].octets);
    (*unit)->advance(now + ahead, batch);
  }
  (*unit)->close(end);
  EXPECT_EQ(next, frames.size());
  return std::move(*unit);
}

/// The `n`-th U-plane frame of PUSCH on eAxC 1.
std::size_t pusch(const std::vector<Kept>& frames, std::size_t n) {
  for (std::size_t i = 0; i < frames.size(); ++i)
    if (decode(frames[i]).ids.eaxc.value == 1 && n-- == 0) return i;
  return 0;
}

void set(Kept& frame, std::string_view name, std::uint64_t value) {
  const Field* field = find_field(name);
  ASSERT_NE(field, nullptr) << name;
  const auto place = find_place(*field, read_fields(frame.octets, frame.length), frame.octets.size());
  ASSERT_TRUE(place.has_value()) << name;
  write_field(frame.octets, *place, *field, value);
}

TEST(Uplink, CleanAnswersAreAllThereAndOnTime) {
  const profile::Link link = small_link();
  const auto frames = answers_of(link);
  ASSERT_EQ(frames.size(), kUplane);
  const auto unit = hear(link, frames);
  const Answers all{.asked = kPuschPrbs + kPrachPrbs, .answered = kPuschPrbs + kPrachPrbs};
  EXPECT_EQ(unit->answers(), all);
  const std::size_t sent = all_of(link, {.start = kStart, .frames = 1, .role = Role::o_du}).size();
  // A DL message each of 2 eAxC ids in 12 D and 4 S slots, a UL one in 4 S and 4 U slots, one for PRACH.
  EXPECT_EQ(
      unit->counters(),
      (Counters{
          .rx_total = kUplane, .rx_on_time = kUplane, .tx_total = sent, .tx_total_c = 16 * 2 + 8 * 2 + 1}));
}

TEST(Uplink, AskedAheadItStillKnowsWhatItAskedFor) {
  profile::Link link = small_link();
  link.delays.ta4 = profile::Delay{100'000, 191'000};
  auto frames = answers_of(link);
  // The last one comes at the end of its window: that of symbol 13 of the last slot of the frame.
  frames.back().at =
      told(link, kStart) +
      Nanos{9'000'000 + radio::tc_to_ns(radio::symbol_start_tc({.mu = 1}, 14 + 13) - 25600) + 191'000};
  const auto usual = hear(link, frames);
  ASSERT_EQ(usual->counters().rx_on_time, kUplane);
  for (const std::int64_t ahead_us : {100, 400, 8'000, 8'400}) {
    const auto unit = hear(link, frames, nullptr, Nanos{ahead_us * 1000});
    EXPECT_EQ(unit->answers(), usual->answers()) << ahead_us;
    EXPECT_EQ(unit->counters(), usual->counters()) << ahead_us;
  }
}

TEST(Uplink, RequestsThatNobodyAnswersAreClosedWithTime) {
  const profile::Link link = small_link();
  auto unit = ODu::make(link, {.start = kStart});
  ASSERT_TRUE(unit.has_value());
  std::vector<TimedFrame> batch;
  (*unit)->advance(told(link, kStart) + Nanos{10'000'000}, batch);
  EXPECT_EQ((*unit)->answers(), Answers{});
  (*unit)->advance(told(link, kStart) + Nanos{11'000'000} + ODu::kMostAhead, batch);
  EXPECT_EQ((*unit)->answers(), (Answers{.asked = kPuschPrbs + kPrachPrbs}));
}

TEST(Uplink, EveryShapeOfLinkIsAnsweredInFull) {
  for (const LinkShape& shape : shapes()) {
    profile::Link link = make_link(shape);
    link.taps.clear();
    auto unit = ODu::make(link, {.start = kStart, .frames = 2, .sections = shape.sections});
    auto traffic =
        Traffic::make(link, {.start = kStart, .frames = 2, .role = Role::o_ru, .sections = shape.sections});
    ASSERT_TRUE(unit && traffic);
    std::vector<TimedFrame> mine, theirs;
    std::uint64_t came = 0;
    while (traffic->next(theirs)) {
      for (const TimedFrame& frame : theirs) {
        (*unit)->advance(frame.at, mine);
        (*unit)->receive(frame.at, frame.length, frame.octets);
        ++came;
      }
    }
    (*unit)->advance(told(link, kStart) + Nanos{40'000'000}, mine);
    const Answers& answers = (*unit)->answers();
    EXPECT_GT(answers.asked, 0u) << shape.name;
    EXPECT_EQ(answers.answered, answers.asked) << shape.name;
    EXPECT_EQ(answers.not_asked, 0u) << shape.name;
    EXPECT_EQ((*unit)->counters().rx_on_time, came) << shape.name;
    EXPECT_EQ((*unit)->counters().rx_seqid_err + (*unit)->counters().rx_corrupt, 0u) << shape.name;
  }
}

TEST(Uplink, CountsWhatIsWrongOnceAndWhereItBelongs) {
  const profile::Link link = small_link();
  const auto clean = answers_of(link);
  const std::size_t at = pusch(clean, 5);
  constexpr std::uint64_t kAsked = kPuschPrbs + kPrachPrbs;
  struct Case {
    std::string name;
    std::function<void(std::vector<Kept>&)> change;
    Counters counters;
    Answers answers;
  };
  const auto field = [&](std::string_view name, std::uint64_t value) {
    return [=](std::vector<Kept>& frames) { set(frames[at], name, value); };
  };
  const auto counted = [&](Counters counters) {
    counters.rx_total += kUplane;
    counters.rx_on_time += kUplane;
    return counters;
  };
  const auto less = [&](std::uint64_t by) { return Answers{.asked = kAsked, .answered = kAsked - by}; };
  Answers elsewhere = less(24), extra = less(0);
  elsewhere.not_asked = extra.not_asked = 24;
  const auto none = ~std::uint64_t{0};  // one less
  const std::vector<Case> cases{
      {"lost",
       [&](std::vector<Kept>& frames) { frames.erase(frames.begin() + static_cast<std::ptrdiff_t>(at)); },
       counted({.rx_total = none, .rx_on_time = none, .rx_seqid_err = 1}), less(24)},
      {"twice",
       [&](std::vector<Kept>& frames) {
         frames.insert(frames.begin() + static_cast<std::ptrdiff_t>(at), frames[at]);
       },
       counted({.rx_total = 1, .rx_on_time = 1, .rx_seqid_err = 1}), extra},
      // Ta4 of IOT profile FR1 30 kHz: 50 to 331 us; frames come around its middle. The late one is missed
      // when the next one comes; the early one comes before all five, which are behind it then.
      {"late", [&](std::vector<Kept>& frames) { frames[at].at += Nanos{260'000}; },
       counted({.rx_on_time = none, .rx_late = 1, .rx_seqid_err = 1, .rx_err_drop = 1}), less(24)},
      {"early", [&](std::vector<Kept>& frames) { frames[at].at -= Nanos{260'000}; },
       counted({.rx_on_time = none, .rx_early = 1, .rx_seqid_err = 5, .rx_err_drop = 1}), less(24)},
      {"another section", field("sectionId", 9), counted({.rx_corrupt = 1, .rx_err_drop = 1}), elsewhere},
      {"other PRBs",
       field("startPrbu", 12),
       counted({}),
       {.asked = kAsked, .answered = kAsked - 12, .not_asked = 12}},
      {"another symbol", field("symbolId", 13),
       counted({.rx_on_time = none, .rx_early = 1, .rx_err_drop = 1}), less(24)},
      {"unknown eAxC", field("ecpriPcid", 0x55),
       counted({.rx_on_time = none, .rx_corrupt = 1, .rx_seqid_err = 1, .rx_err_drop = 1}), less(24)},
      {"eCPRI version", field("ecpriVersion", 2),
       counted({.rx_on_time = none, .rx_corrupt = 1, .rx_seqid_err = 1, .rx_err_drop = 1}), less(24)},
      {"message type", field("ecpriMessage", 64),
       counted({.rx_on_time = none, .rx_corrupt = 1, .rx_seqid_err = 1, .rx_err_drop = 1}), less(24)},
      {"ecpriPayload beyond the frame", field("ecpriPayload", 9000),
       counted({.rx_on_time = none, .rx_corrupt = 1, .rx_seqid_err = 1, .rx_err_drop = 1}), less(24)},
      {"payload version", field("payloadVersion", 0),
       counted({.rx_on_time = none, .rx_corrupt = 1, .rx_err_drop = 1}), less(24)},
      {"direction", field("dataDirection", 1),
       counted({.rx_on_time = none, .rx_corrupt = 1, .rx_seqid_err = 1, .rx_err_drop = 1}), less(24)},
      {"PRBs beyond the payload", field("numPrbu", 200), counted({.rx_corrupt = 1, .rx_err_drop = 1}),
       less(24)},
      // Block scaling of nine bits takes as many octets as BFP does.
      {"compression", field("udCompHdr", 0x92), counted({.rx_corrupt = 1, .rx_err_drop = 1}), less(24)},
      {"wrong behind a loss",
       [&](std::vector<Kept>& frames) {
         set(frames[pusch(frames, 6)], "numPrbu", 200);
         frames.erase(frames.begin() + static_cast<std::ptrdiff_t>(at));
       },
       counted({.rx_total = none, .rx_on_time = none, .rx_seqid_err = 1, .rx_err_drop = 1}), less(48)},
      {"a fragment of the transport layer", field("E", 0), counted({.rx_corrupt = 1, .rx_err_drop = 1}),
       less(24)},
      {"subframe that does not exist", field("subframeId", 12),
       counted({.rx_on_time = none, .rx_corrupt = 1, .rx_err_drop = 1}), less(24)},
      {"cut by a snap length", [&](std::vector<Kept>& frames) { frames[at].octets.resize(64); }, counted({}),
       less(0)},
      {"not eCPRI", [&](std::vector<Kept>& frames) { frames[at].octets[16] = 0x08; },
       counted({.rx_total = none, .rx_on_time = none, .rx_seqid_err = 1}), less(24)},
      {"another VLAN", field("vlan", 6), counted({.rx_total = none, .rx_on_time = none, .rx_seqid_err = 1}),
       less(24)},
      {"tagged for priority alone", field("vlan", 0), counted({}), less(0)},
      {"no frame at all",
       [&](std::vector<Kept>& frames) {
         frames[at].octets.resize(3);
         frames[at].length = 3;
       },
       counted({.rx_total = none, .rx_on_time = none, .rx_seqid_err = 1}), less(24)},
  };
  const Counters sent = hear(link, {})->counters();
  for (const Case& one : cases) {
    auto frames = clean;
    one.change(frames);
    const auto unit = hear(link, frames);
    Counters expected = one.counters;
    expected.tx_total = sent.tx_total;
    expected.tx_total_c = sent.tx_total_c;
    const Counters& c = unit->counters();
    EXPECT_TRUE(c == expected) << one.name << ": total " << c.rx_total << ", on time " << c.rx_on_time
                               << ", early " << c.rx_early << ", late " << c.rx_late << ", corrupt "
                               << c.rx_corrupt << ", sequence " << c.rx_seqid_err << ", dropped "
                               << c.rx_err_drop;
    const Answers& a = unit->answers();
    EXPECT_TRUE(a == one.answers) << one.name << ": asked " << a.asked << ", answered " << a.answered
                                  << ", not asked " << a.not_asked;
  }
}

TEST(Uplink, TakesTheCPlaneThatAnORuSends) {
  const profile::Link link = small_link();
  const FrameWriter writer{link};
  std::vector<std::uint8_t> octets(writer.room());
  struct Case {
    std::uint8_t type, fragment;  ///< sectionType; E and subSequenceId
    bool taken;
  };
  for (const Case& c : {Case{0, 0x80, false}, Case{1, 0x80, false}, Case{3, 0x80, false},
                        Case{4, 0x80, false}, Case{5, 0x80, false}, Case{6, 0x80, false}, Case{7, 0x80, true},
                        Case{8, 0x80, true}, Case{9, 0x80, true}, Case{10, 0x80, true}, Case{11, 0x80, false},
                        Case{200, 0x80, false}, Case{8, 0x00, false}, Case{8, 0x81, false}}) {
    // eAxC 1, UL, payloadVersion 1, frame 0.
    const std::vector<std::uint8_t> body{0, 1, 0, c.fragment, 0x10, 0, 0, 0, 0, c.type, 0, 0, 0, 0, 0, 0};
    Kept frame{.octets = {}, .length = writer.message(octets, Role::o_ru, wire::EcpriType::rt_control, body)};
    frame.octets.assign(octets.begin(), octets.begin() + frame.length);
    frame.at = told(link, kStart);
    Counters expected = hear(link, {})->counters();
    expected.rx_total = 1;
    if (!c.taken) expected.rx_corrupt = expected.rx_err_drop = 1;
    EXPECT_EQ(hear(link, {frame})->counters(), expected) << int{c.type} << ' ' << int{c.fragment};
  }
}

TEST(Uplink, EdgesOfTheWindowAreInside) {
  profile::Link link = small_link();
  link.delays.ta4 = profile::Delay{100'000, 300'000};
  auto frames = answers_of(link);
  const std::size_t at = pusch(frames, 0);
  // The first UL symbol of eAxC 1: symbol 10 of slot 3, which begins 1.5 ms behind the frame.
  const Decoded found = decode(frames[at]);
  ASSERT_EQ(found.uplane.at.subframe * 2 + found.uplane.at.slot, 3);
  ASSERT_EQ(found.uplane.at.symbol, 10);
  const CaptureTime t0 =
      told(link, kStart) +
      Nanos{1'000'000 + radio::tc_to_ns(radio::symbol_start_tc({.mu = 1}, 14 + 10) - 25600)};
  for (const auto& [offset, early, late] : {std::tuple{99'999, 1u, 0u}, std::tuple{100'000, 0u, 0u},
                                            std::tuple{300'000, 0u, 0u}, std::tuple{300'001, 0u, 1u}}) {
    frames[at].at = t0 + Nanos{offset};
    const auto unit = hear(link, frames);
    EXPECT_EQ(unit->counters().rx_early, early) << offset;
    EXPECT_EQ(unit->counters().rx_late, late) << offset;
    EXPECT_EQ(unit->answers().asked - unit->answers().answered, (early + late) * 24) << offset;
  }
}

/// A PRACH symbol of filterIndex 3 on eAxC 4: 12 PRBs of BFP with 9 bits, all zero. `place`: subframeId,
/// slotId, symbolId.
Kept prach_answer(std::uint8_t frame_id, std::uint16_t place, std::uint16_t section, CaptureTime at) {
  using plumbline::test::hex;
  Kept kept{.at = at};
  kept.octets = plumbline::test::from_hex(
      hex(kODuMac) + hex(kORuMac) + "8100 0005 AEFE 1000 015E 0004 0080 13" + hex(std::vector{frame_id}) +
      hex(std::vector{static_cast<std::uint8_t>(place >> 8), static_cast<std::uint8_t>(place),
                      static_cast<std::uint8_t>(section >> 4), static_cast<std::uint8_t>(section << 4)}) +
      "000C 9100");
  kept.octets.resize(kept.octets.size() + 12 * 28);
  kept.length = static_cast<std::uint32_t>(kept.octets.size());
  return kept;
}

/// Octets and instants by hand. B4 of 30 kHz behind the start of a slot: a CP of 936 / 2 + 16 Ts, for it
/// overlaps 0 or 0.5 ms of the subframe, then 12 symbols of 1024 Ts (38.211 6.3.3). symbolId counts them from
/// startSymbolId on, which is 0 (CUS 4.4.3). UL is 25600 Tc = 400 Ts early.
TEST(Uplink, PrachWindowsBeginWithTheFirstSampleOfEachSymbol) {
  struct Case {
    std::uint16_t slot;              ///< of the frame
    std::uint16_t place;             ///< on the wire, symbol 0
    std::int64_t slot_ts;            ///< from the subframe
    std::optional<std::uint8_t> mu;  ///< slotId counts in
  };
  for (const Case& c : {Case{4, 0x2000, 0, {}}, Case{5, 0x2040, 15360, {}}, Case{5, 0x2080, 15360, 2}}) {
    profile::Link link = make_link(
        {.name = "prach", .prbs = 24, .prach = "B4", .prach_slots = {c.slot}, .slot_reference_mu = c.mu});
    link.taps.clear();
    link.delays.ta4_prach = profile::Delay{100'000, 300'000};
    const auto requests = of(all_of(link, {.start = kStart, .frames = 1, .role = Role::o_du}), Plane::c);
    const auto asked = std::find_if(requests.begin(), requests.end(),
                                    [](const Kept& one) { return decode(one).ids.eaxc.value == 4; });
    ASSERT_NE(asked, requests.end());
    const auto frame_id = static_cast<std::uint8_t>(kStart.time_since_epoch().count() / radio::kFrameNs);
    for (const unsigned symbol : {0u, 11u}) {
      // 30.72 Ts are a microsecond; the place of an instant is known to a nanosecond.
      const std::int64_t ts = c.slot_ts + 484 + 1024 * std::int64_t{symbol} - 400;
      const CaptureTime t0 = told(link, kStart) + Nanos{2'000'000 + ts * 100'000 / 3072};
      for (const auto& [offset, early, late] : {std::tuple{99'998, 1u, 0u}, std::tuple{100'001, 0u, 0u},
                                                std::tuple{299'999, 0u, 0u}, std::tuple{300'002, 0u, 1u}}) {
        const auto place = static_cast<std::uint16_t>(c.place + symbol);
        const Kept answer =
            prach_answer(frame_id, place, decode(*asked).sections.at(0).id, t0 + Nanos{offset});
        const auto unit = hear(link, {answer});
        const Counters& counted = unit->counters();
        EXPECT_EQ(counted.rx_early, early) << c.slot << ' ' << symbol << ' ' << offset;
        EXPECT_EQ(counted.rx_late, late) << c.slot << ' ' << symbol << ' ' << offset;
        EXPECT_EQ(counted.rx_corrupt, 0u) << c.slot << ' ' << symbol << ' ' << offset;
        EXPECT_EQ(unit->answers().answered, (early + late) == 0 ? 12u : 0u);
        EXPECT_EQ(unit->answers().not_asked, 0u);
      }
    }
  }
}

/// Asks for nothing on eAxC 0, and for PRBs 0, 2, 4 of symbol 13 on eAxC 1, in slot 4.
class Few final : public Script {
 public:
  bool say(const SlotPlace& place, std::vector<ScriptMessage>& messages) const override {
    if (place.channel.kind != profile::ChannelKind::pusch || place.slot != 4) return false;
    if (place.port == 0) return true;
    ScriptMessage message{.eaxc = place.channel.eaxc[place.port], .header = place.header};
    message.header.start.symbol = 13;
    message.sections.push_back({.section = place.section});
    message.sections[0].section.rb = true;
    message.sections[0].section.num_prb = 3;
    message.sections[0].section.num_symbol = 1;
    messages.push_back(message);
    return true;
  }
};

TEST(Uplink, AsksForWhatTheScriptSays) {
  const profile::Link link = small_link();
  const Few few;
  const auto frames = answers_of(link);
  const auto unit = hear(link, frames, &few);
  constexpr std::uint64_t kSlot = 14 * 24 * 2;
  const std::uint64_t asked = kPuschPrbs + kPrachPrbs - kSlot + 3;
  // All PRBs of all symbols come all the same.
  EXPECT_EQ(unit->answers(), (Answers{.asked = asked, .answered = asked, .not_asked = kSlot - 3}));
}

/// Asks for PRACH 5 ms behind the configured occasion.
class Elsewhere final : public Script {
 public:
  bool say(const SlotPlace& place, std::vector<ScriptMessage>& messages) const override {
    if (place.channel.kind != profile::ChannelKind::prach) return false;
    ScriptMessage message{.eaxc = place.channel.eaxc[place.port], .header = place.header};
    message.header.start.subframe = 7;
    message.sections.push_back({.section = place.section});
    messages.push_back(message);
    return true;
  }
};

TEST(Uplink, PrachIsAwaitedWhereTheScriptAsksForIt) {
  const profile::Link link = small_link();
  const Elsewhere elsewhere;
  auto frames = answers_of(link);
  for (Kept& frame : frames) {
    if (decode(frame).ids.eaxc.value != 4) continue;
    ASSERT_EQ(decode(frame).uplane.at.subframe, 2);
    set(frame, "subframeId", 7);
    frame.at += Nanos{5'000'000};
  }
  const auto unit = hear(link, frames, &elsewhere);
  constexpr std::uint64_t kAsked = kPuschPrbs + kPrachPrbs;
  EXPECT_EQ(unit->answers(), (Answers{.asked = kAsked, .answered = kAsked}));
  EXPECT_EQ(unit->counters().rx_on_time, kUplane);
  EXPECT_EQ(unit->counters().rx_err_drop, 0u);
}

/// Says with section type 0 that nothing is sent in slot 4.
class Blank final : public Script {
 public:
  bool say(const SlotPlace& place, std::vector<ScriptMessage>& messages) const override {
    if (place.channel.kind != profile::ChannelKind::pusch || place.slot != 4) return false;
    ScriptMessage message{.eaxc = place.channel.eaxc[place.port], .header = place.header};
    message.header.section_type = 0;
    message.header.frame_structure = 0xC1;
    message.sections.push_back({.section = place.section});
    messages.push_back(message);
    return true;
  }
};

TEST(Uplink, BlankedSymbolsAreNotAwaited) {
  const profile::Link link = small_link();
  const Blank blank;
  constexpr std::uint64_t kSlot = 14 * 24 * 2, asked = kPuschPrbs + kPrachPrbs - kSlot;
  EXPECT_EQ(hear(link, answers_of(link), &blank)->answers(),
            (Answers{.asked = asked, .answered = asked, .not_asked = kSlot}));
}

TEST(Requests, AreClosedSymbolBySymbolAndKeptNoLonger) {
  Requests requests;
  const Requests::Key key{.slot = 5, .eaxc = {1}};
  requests.ask(key, {.eaxc = {1}, .section = 1, .symbol = 0, .first = 0, .count = 100}, 1000);
  requests.ask(key, {.eaxc = {1}, .section = 1, .symbol = 1, .first = 0, .count = 100}, 2000);
  requests.came(key, 0, 1, radio::make_prbs(10, 70, 1));
  requests.came(key, 1, 1, radio::make_prbs(63, 2, 1));
  requests.pass(1000);
  EXPECT_EQ(requests.answers(), Answers{});
  requests.pass(1001);
  EXPECT_EQ(requests.answers(), (Answers{.asked = 100, .answered = 70}));
  requests.came(key, 0, 1, radio::make_prbs(0, 10, 1));
  EXPECT_EQ(requests.answers().not_asked, 10u) << "too late";
  EXPECT_EQ(requests.open(), 1u);
  requests.ask({.slot = 4, .eaxc = {1}}, {.eaxc = {1}, .section = 1, .symbol = 0, .count = 1}, 1999);
  requests.pass(2000);
  EXPECT_EQ(requests.answers().asked, 101u) << "2000 is inside still";
  requests.pass(5000);
  EXPECT_EQ(requests.answers(), (Answers{.asked = 201, .answered = 72, .not_asked = 10}));
  EXPECT_EQ(requests.open(), 0u);
}

TEST(Requests, PrbsCountOnceWhicheverWayTheyAreNamed) {
  Requests requests;
  const Requests::Key key{.slot = 5, .eaxc = {1}, .filter_index = 3};
  // PRBs 1, 3, .., 19 and, of the same section, 40..49.
  requests.ask(key, {.eaxc = {1}, .section = 2, .symbol = 3, .first = 1, .count = 10, .rb = true}, 10);
  requests.ask(key, {.eaxc = {1}, .section = 2, .symbol = 3, .first = 40, .count = 10}, 10);
  requests.came(key, 3, 2, radio::make_prbs(3, 3, 2));                       // 3, 5, 7: asked
  requests.came(key, 3, 2, radio::make_prbs(7, 4, 1));                       // 7 again; 8; 9; 10: one more
  requests.came(key, 3, 2, radio::make_prbs(44, 10, 1));                     // 44..49 asked, 50..53 not
  requests.came({.slot = 5, .eaxc = {1}}, 3, 2, radio::make_prbs(1, 1, 1));  // PUSCH
  requests.came({.slot = 6, .eaxc = {1}, .filter_index = 3}, 3, 2, radio::make_prbs(1, 1, 1));  // next slot
  requests.came(key, 60, 2, radio::make_prbs(1, 1, 1));
  requests.pass(11);
  EXPECT_EQ(requests.answers(), (Answers{.asked = 20, .answered = 3 + 1 + 6, .not_asked = 3 + 4 + 3}));
}

TEST(Requests, SectionsThatShareAnIdAndPrbsAreAnsweredOnce) {
  Requests requests;
  const Requests::Key key{.slot = 5, .eaxc = {1}};
  for (int twice = 0; twice < 2; ++twice)
    requests.ask(key, {.eaxc = {1}, .section = 2, .symbol = 3, .first = 0, .count = 130}, 10);
  for (int twice = 0; twice < 2; ++twice) requests.came(key, 3, 2, radio::make_prbs(0, 130, 1));
  requests.pass(11);
  EXPECT_EQ(requests.answers(), (Answers{.asked = 130, .answered = 130, .not_asked = 130}));
}

}  // namespace
}  // namespace plumbline::emulator::test

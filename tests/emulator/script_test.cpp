#include "emulator/script.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "emulator/frames.h"
#include "emulator/links.h"
#include "emulator/o_du.h"
#include "radio/numerology.h"

namespace plumbline::emulator::test {
namespace {

using profile::ChannelKind;
using radio::Direction;
using radio::Plane;

/// Says what a test wants on the first eAxC of a channel in one slot.
class Once final : public Script {
 public:
  using Saying = std::function<void(const SlotPlace&, std::vector<ScriptMessage>&)>;
  Once(ChannelKind kind, unsigned slot, Saying saying)
      : kind_{kind}, slot_{slot}, saying_{std::move(saying)} {}
  bool say(const SlotPlace& place, std::vector<ScriptMessage>& messages) const override {
    if (place.channel.kind != kind_ || place.port != 0 || place.slot != slot_) return false;
    saying_(place, messages);
    return true;
  }

 private:
  ChannelKind kind_;
  unsigned slot_;
  Saying saying_;
};

constexpr std::uint16_t kPrbs = 24;

profile::Link make_link_of(std::uint16_t mtu = 1500) {
  profile::Link link = make_link({.name = "script", .prbs = kPrbs, .mtu = mtu});
  link.taps.clear();
  return link;
}

std::vector<Kept> sent(const profile::Link& link, const Script* script) {
  auto unit = ODu::make(link, {.start = kStart, .script = script});
  EXPECT_TRUE(unit.has_value());
  return run(**unit, link, kStart, 12, 100'000);
}

/// Of `frames` those of one plane, direction, eAxC and slot of the frame (30 kHz: two slots a subframe).
std::vector<Kept> in_slot(const std::vector<Kept>& frames, Plane plane, Direction direction,
                          std::uint16_t eaxc, unsigned slot) {
  std::vector<Kept> chosen;
  for (const Kept& frame : frames) {
    const Decoded found = decode(frame);
    const radio::RadioTime at = frame.plane == Plane::c ? found.cplane.start : found.uplane.at;
    if (frame.plane == plane && frame.direction == direction && found.ids.eaxc.value == eaxc &&
        at.subframe * 2u + at.slot == slot)
      chosen.push_back(frame);
  }
  return chosen;
}

struct Part {
  unsigned symbol, section, first, count;
  bool rb;
  friend bool operator==(const Part&, const Part&) = default;
};
void PrintTo(const Part& part, std::ostream* out) {
  *out << "symbol " << part.symbol << " section " << part.section << " PRBs " << part.first << " + "
       << part.count << (part.rb ? " rb" : "");
}

std::vector<Part> parts_of(const std::vector<Kept>& frames) {
  std::vector<Part> parts;
  for (const Kept& frame : frames) {
    const Decoded found = decode(frame);
    for (const wire::UplaneSection& one : found.parts)
      parts.push_back({found.uplane.at.symbol, one.id, one.start_prb, one.num_prb, one.rb});
  }
  return parts;
}

TEST(Script, TakesThePlaceOfOneMessageAndOfItsUplane) {
  const profile::Link link = make_link_of();
  const Once silence{ChannelKind::pdsch, 5, [](const auto&, auto&) {}};
  const auto plain = sent(link, nullptr), quiet = sent(link, &silence);
  // One C-plane message and 14 symbols of one message (24 PRBs of 28 octets) are missing.
  EXPECT_EQ(quiet.size(), plain.size() - 15);
  EXPECT_EQ(in_slot(plain, Plane::u, Direction::downlink, 0, 5).size(), 14u);
  EXPECT_TRUE(in_slot(quiet, Plane::u, Direction::downlink, 0, 5).empty());
  EXPECT_TRUE(in_slot(quiet, Plane::c, Direction::downlink, 0, 5).empty());
  EXPECT_EQ(in_slot(quiet, Plane::u, Direction::downlink, 1, 5).size(), 14u);
  const Once nobody{ChannelKind::srs, 5, [](const auto&, auto&) {}};
  EXPECT_EQ(sent(link, &nobody), plain);
}

TEST(Script, IsToldThePlainMessageAndMaySayItLater) {
  const profile::Link link = make_link_of();
  wire::CplaneHeader told;
  const Once script{ChannelKind::pdsch, 3, [&](const SlotPlace& place, std::vector<ScriptMessage>& out) {
                      EXPECT_EQ(place.frame, kStart.time_since_epoch().count() / 10'000'000);
                      EXPECT_EQ(place.symbols.first, 0);
                      EXPECT_EQ(place.symbols.count, 6);
                      EXPECT_EQ(place.channel.eaxc[place.port].value, 0);
                      told = place.header;
                      out.push_back({.eaxc = {0},
                                     .header = place.header,
                                     .sections = {{.section = place.section}},
                                     .later = Nanos{-777}});
                    }};
  const auto plain = in_slot(sent(link, nullptr), Plane::c, Direction::downlink, 0, 3);
  const auto said = in_slot(sent(link, &script), Plane::c, Direction::downlink, 0, 3);
  ASSERT_EQ(plain.size(), 1u);
  ASSERT_EQ(said.size(), 1u);
  EXPECT_EQ(said[0].octets, plain[0].octets);
  EXPECT_EQ(said[0].at, plain[0].at - Nanos{777});
  EXPECT_EQ(decode(plain[0]).cplane, told);
}

TEST(Script, DlUplaneIsWhatTheSectionsSay) {
  const profile::Link link = make_link_of();
  const Once script{ChannelKind::pdsch, 5, [](const SlotPlace& place, std::vector<ScriptMessage>& out) {
                      ScriptMessage message{.eaxc = {0}, .header = place.header};
                      message.header.start.symbol = 2;
                      wire::Section section;
                      section.re_mask = 0xFFF;
                      section.id = 5;  // PRBs 3, 5, 7, 9 in symbols 2 and 3
                      section.rb = true;
                      section.start_prb = 3;
                      section.num_prb = 4;
                      section.num_symbol = 2;
                      message.sections.push_back({.section = section});
                      section.id = 6;  // PRBs 20..23 in the same symbols
                      section.rb = false;
                      section.start_prb = 20;
                      message.sections.push_back({.section = section});
                      section.id = 7;  // all PRBs in symbol 4, the next one
                      section.sym_inc = true;
                      section.start_prb = 0;
                      section.num_prb = 24;
                      section.num_symbol = 1;
                      message.sections.push_back({.section = section});
                      out.push_back(message);
                    }};
  const auto frames = sent(link, &script);
  const auto cplane = in_slot(frames, Plane::c, Direction::downlink, 0, 5);
  ASSERT_EQ(cplane.size(), 1u);
  const Decoded found = decode(cplane[0]);
  EXPECT_EQ(found.cplane.number_of_sections, 3);
  ASSERT_EQ(found.sections.size(), 3u);
  EXPECT_TRUE(found.sections[2].sym_inc);
  const auto uplane = in_slot(frames, Plane::u, Direction::downlink, 0, 5);
  EXPECT_EQ(uplane.size(), 3u) << "a message a symbol";
  const std::vector<Part> expected{{2, 5, 3, 4, true},
                                   {2, 6, 20, 4, false},
                                   {3, 5, 3, 4, true},
                                   {3, 6, 20, 4, false},
                                   {4, 7, 0, 24, false}};
  EXPECT_EQ(parts_of(uplane), expected);
  for (const Kept& frame : uplane) {
    // T1a of IOT profile FR1 30 kHz: 294 to 345 us before the symbol; slot 5 begins 2.5 ms behind the frame.
    const unsigned symbol = decode(frame).uplane.at.symbol;
    const auto t0 = told(link, kStart) +
                    Nanos{2'000'000 + radio::tc_to_ns(radio::symbol_start_tc({.mu = 1}, 14 + symbol))};
    EXPECT_LE(t0 - Nanos{345'000}, frame.at);
    EXPECT_GE(t0 - Nanos{294'000}, frame.at);
  }
  EXPECT_EQ(in_slot(frames, Plane::u, Direction::downlink, 1, 5).size(), 14u);
}

TEST(Script, DlUplaneIsFragmentedAtTheMtu) {
  // 300 octets hold 12 of overhead and 282 of a section: ten PRBs of 28 octets behind its six.
  const profile::Link link = make_link_of(300);
  const Once script{ChannelKind::pdsch, 5, [](const SlotPlace& place, std::vector<ScriptMessage>& out) {
                      ScriptMessage message{.eaxc = {0}, .header = place.header};
                      message.sections.push_back({.section = place.section});
                      message.sections[0].section.num_symbol = 1;
                      message.sections[0].section.rb = true;
                      message.sections[0].section.start_prb = 1;
                      message.sections[0].section.num_prb = 12;
                      out.push_back(message);
                    }};
  const std::vector<Part> expected{{0, 0, 1, 10, true}, {0, 0, 21, 2, true}};
  EXPECT_EQ(parts_of(in_slot(sent(link, &script), Plane::u, Direction::downlink, 0, 5)), expected);
}

TEST(Script, SaysAnySectionTypeAndExtensionsAsTheyAreGiven) {
  const profile::Link link = make_link_of();
  const std::vector<std::uint8_t> beams{0x0B, 0x01, 0x02, 0x03};  // SE 11 without more, ef 0
  for (const std::uint8_t type :
       {std::uint8_t{0}, std::uint8_t{4}, std::uint8_t{5}, std::uint8_t{6}, std::uint8_t{7}}) {
    const bool sections = type == 0 || type == 5;
    const Once script{ChannelKind::pusch, 4, [&](const SlotPlace& place, std::vector<ScriptMessage>& out) {
                        ScriptMessage message{.eaxc = {0}, .header = place.header};
                        message.header.section_type = type;
                        message.header.number_of_sections = 9;
                        if (sections)
                          message.sections.push_back({.section = place.section, .extensions = beams});
                        else
                          message.rest = {1, 2, 3};
                        out.push_back(message);
                      }};
    const auto frames = sent(link, &script);
    const auto said = in_slot(frames, Plane::c, Direction::uplink, 0, 4);
    ASSERT_EQ(said.size(), 1u);
    const Decoded found = decode(said[0]);
    EXPECT_EQ(found.cplane.section_type, type);
    const wire::View body = found.message.body.from(4);
    if (sections) {
      EXPECT_EQ(found.cplane.number_of_sections, 1);
      // Header, section of 8 octets with ef, extension.
      const std::uint32_t header = type == 0 ? 12 : 8;
      ASSERT_EQ(body.length, header + 8 + beams.size());
      EXPECT_EQ(body.data[header + 6] >> 7, 1);
      EXPECT_TRUE(std::equal(beams.begin(), beams.end(), body.data + header + 8));
    } else {
      EXPECT_EQ(found.cplane.number_of_sections, 9) << "as the script says: it counts something else there";
      ASSERT_EQ(body.length, 9u);
      EXPECT_EQ(body.data[6] << 16 | body.data[7] << 8 | body.data[8], 0x010203);
    }
    EXPECT_EQ(said[0].octets.size(), 60u);
  }
}

TEST(Script, WhatIsBlankedIsNotSent) {
  const profile::Link link = make_link_of();
  const Once script{ChannelKind::pdsch, 5, [&](const SlotPlace& place, std::vector<ScriptMessage>& out) {
                      ScriptMessage message{.eaxc = {0}, .header = place.header};
                      message.header.section_type = 0;
                      message.sections.push_back({.section = place.section});
                      out.push_back(message);
                    }};
  const auto frames = sent(link, &script);
  EXPECT_EQ(in_slot(frames, Plane::c, Direction::downlink, 0, 5).size(), 1u);
  EXPECT_EQ(in_slot(frames, Plane::u, Direction::downlink, 0, 5).size(), 0u);
  EXPECT_GT(in_slot(frames, Plane::u, Direction::downlink, 0, 6).size(), 0u);
}

TEST(Script, MayExceedTheMtuAndSayWhatNothingCanCarry) {
  const profile::Link link = make_link_of();
  for (const std::size_t octets : {std::size_t{3000}, std::size_t{100'000}}) {
    const Once script{ChannelKind::pdsch, 5, [&](const SlotPlace& place, std::vector<ScriptMessage>& out) {
                        ScriptMessage message{.eaxc = {0}, .header = place.header};
                        message.header.section_type = 9;
                        message.rest.assign(octets, 0xAB);
                        out.push_back(message);
                      }};
    const auto said = in_slot(sent(link, &script), Plane::c, Direction::downlink, 0, 5);
    ASSERT_EQ(said.size(), 1u);
    const std::size_t body = std::min<std::size_t>(octets + 10, 65535);
    EXPECT_EQ(decode(said[0]).message.header.payload, body);
    EXPECT_EQ(said[0].octets.size(), 18 + 4 + body);
    EXPECT_EQ(said[0].octets.back(), 0xAB);
  }
}

TEST(Script, MessagesOfThePastLeaveAsSoonAsTheyCan) {
  const profile::Link link = make_link_of();
  const Once script{ChannelKind::pdsch, 5, [](const SlotPlace& place, std::vector<ScriptMessage>& out) {
                      out.push_back({.eaxc = {0},
                                     .header = place.header,
                                     .sections = {{.section = place.section}},
                                     .later = Nanos{-50'000'000}});
                    }};
  const auto frames = sent(link, &script);  // run() sees that they are in order
  EXPECT_EQ(in_slot(frames, Plane::c, Direction::downlink, 0, 5).size(), 1u);
}

}  // namespace
}  // namespace plumbline::emulator::test

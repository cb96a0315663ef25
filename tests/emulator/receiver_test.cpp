#include "emulator/receiver.h"

#include <gtest/gtest.h>

#include <string>

#include "emulator/o_du.h"
#include "emulator/talk.h"

namespace plumbline::emulator::test {
namespace {

using plumbline::test::hex;

/// What units count, and how much they answer with, when `frame` arrives: octets as hex, of which the first
/// six are the unit's address ("us") or another.
struct Heard {
  Counters counters;
  std::size_t answers = 0;
  friend bool operator==(const Heard&, const Heard&) = default;
};

Heard hear(Role role, bool concatenation, const std::string& frame) {
  profile::Link link = make_link(fdd());
  link.taps.clear();
  link.concatenation = concatenation;
  std::unique_ptr<Actor> unit;
  const Counters* counters = nullptr;
  if (role == Role::o_ru) {
    auto made = std::move(*ORu::make(link, {}));
    counters = &made->counters();
    unit = std::move(made);
  } else {
    auto made = std::move(*ODu::make(link, {.start = kStart, .frames = 0}));
    counters = &made->counters();
    unit = std::move(made);
  }
  const bool is_us = frame.starts_with("us");
  std::vector<std::uint8_t> octets =
      from_hex((is_us ? hex(role == Role::o_ru ? kORuMac : kODuMac) : "") + frame.substr(is_us ? 2 : 0));
  octets.resize(std::max<std::size_t>(octets.size(), 60));
  const CaptureTime now = told(link, kStart) + Nanos{5'000'000};
  std::vector<TimedFrame> batch;
  unit->receive(now, static_cast<std::uint32_t>(octets.size()), octets);
  unit->advance(now + Nanos{1'000'000}, batch);
  return {*counters, batch.size()};
}

TEST(Receiver, BothUnitsCountAlikeWhatIsWrongBeforeItIsRead) {
  const std::string from = " 02005E005399 8100 E005 AEFE ", padding(2 * 40, '0');
  const std::string delay = "11 00 000000000001 00000000 0000000000000000 ";
  const Counters corrupt{.rx_total = 1, .rx_corrupt = 1, .rx_err_drop = 1};
  const Counters not_counted{.rx_corrupt = 1, .rx_err_drop = 1};
  struct Case {
    std::string name, frame;
    Heard heard;
    bool concatenation = false;
  };
  for (const Case& c : {
           Case{"a measurement", "us" + from + "10 05 0014 " + delay, {{}, 1}},
           Case{"the same to another", "02005E005398" + from + "10 05 0014 " + delay, {}},
           Case{"on another VLAN", "us 02005E005399 8100 E006 AEFE 10 05 0014 " + delay, {}},
           Case{"tagged for priority alone", "us 02005E005399 8100 E000 AEFE 10 05 0014 " + delay, {{}, 1}},
           Case{"of another version", "us" + from + "20 05 0014 " + delay, {not_counted}},
           Case{"longer than its frame", "us" + from + "10 05 0800 " + delay, {not_counted}},
           Case{"with a C bit", "us" + from + "11 05 0014 " + delay + "10 40 0000", {not_counted}},
           Case{"with an agreed one", "us" + from + "11 05 0014 " + delay + "10 40 0000", {corrupt, 1}, true},
           Case{"too short", "us" + from + "10 05 0002 1100", {not_counted}},
           Case{"an action that is reserved",
                "us" + from + "10 05 0014 1177 " + delay.substr(6),
                {not_counted}},
           Case{"a type that is not of the fronthaul", "us" + from + "10 03 0004 00000000", {corrupt}},
           Case{"U-plane of another version", "us" + from + "20 00 0010 0000 0080 90" + padding, {corrupt}},
           Case{"C-plane of another version", "us" + from + "20 02 0010 0000 0080 90" + padding, {corrupt}},
           Case{"U-plane longer than its frame", "us" + from + "10 00 0800 0000 0080 90", {corrupt}},
           Case{"U-plane without all of its ids", "us" + from + "10 00 0002 0000", {corrupt}},
           Case{"C-plane without all of its ids", "us" + from + "10 02 0002 0000", {corrupt}},
           Case{
               "U-plane of an eAxC id that there is not", "us" + from + "10 00 0010 7777 0080 90", {corrupt}},
           Case{
               "C-plane of an eAxC id that there is not", "us" + from + "10 02 0010 7777 0080 90", {corrupt}},
           Case{"a part of such an id", "us" + from + "10 00 0010 7777 0000 90", {corrupt}},
           Case{"octets behind a C bit that are no message",
                "us" + from + "11 05 0026 " + delay + padding,
                {corrupt, 1},
                true},
           Case{"UDP",
                "us 02005E005399 0800 45000020 00000000 40110000 0A000001 0A000002 1000 0007 000C 0000",
                {}},
       })
    for (const Role role : {Role::o_ru, Role::o_du}) {
      const Heard heard = hear(role, c.concatenation, c.frame);
      EXPECT_EQ(heard, c.heard) << c.name << (role == Role::o_ru ? ", O-RU" : ", O-DU") << ": total "
                                << heard.counters.rx_total << ", corrupt " << heard.counters.rx_corrupt
                                << ", dropped " << heard.counters.rx_err_drop << ", answers "
                                << heard.answers;
    }
}

}  // namespace
}  // namespace plumbline::emulator::test

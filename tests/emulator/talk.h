// A conversation with an O-RU, message by message.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "emulator/aim.h"
#include "emulator/frame_writer.h"
#include "emulator/frames.h"
#include "emulator/links.h"
#include "emulator/o_ru.h"
#include "support/hex.h"

namespace plumbline::emulator::test {

using plumbline::test::from_hex;
using radio::Direction;
using radio::Plane;

// Of the IOT profile for 30 kHz, which the link does not state.
inline constexpr std::int64_t kUs = 1000, kAdvance = 13'021;  // n-ta-offset 25600 Tc
inline constexpr std::int64_t kCplaneUl = -230 * kUs, kCplaneDl = -360 * kUs, kUplaneDl = -240 * kUs;

/// Frame 3 of the test, symbol 0 of slot 0 of its subframe 2.
inline constexpr std::int64_t kFrame = 3;
inline const std::uint8_t kFrameId =
    static_cast<std::uint8_t>(kStart.time_since_epoch().count() / radio::kFrameNs + kFrame);

inline radio::RadioTime at(unsigned symbol, unsigned slot = 0) {
  return {.frame = kFrameId,
          .subframe = 2,
          .slot = static_cast<std::uint8_t>(slot),
          .symbol = static_cast<std::uint8_t>(symbol)};
}

/// A unit, and somebody who talks to it.
class Talk {
 public:
  explicit Talk(profile::Link link, const ORu::Options& options = {})
      : link_{std::move(link)}, writer_{link_}, octets_(writer_.room()) {
    link_.taps.clear();
    auto made = ORu::make(link_, options);
    EXPECT_TRUE(made.has_value()) << (made ? "" : made.error().what);
    unit_ = std::move(*made);
    t0_ns_ = told(link_, kStart).time_since_epoch().count() + kFrame * radio::kFrameNs + 2'000'000;
  }

  /// Start of symbol 0 of slot 0 of the subframe, DL.
  std::int64_t t0_ns() const { return t0_ns_; }
  const Counters& counters() const { return unit_->counters(); }
  ORu& unit() { return *unit_; }
  const profile::Link& link() const { return link_; }

  using Spoil = std::function<void(std::vector<std::uint8_t>&)>;
  /// Hears a frame `offset_ns` after t0.
  void hear(std::int64_t offset_ns, std::vector<std::uint8_t> octets, const Spoil& spoil = {}) {
    if (spoil) spoil(octets);
    unit_->receive(CaptureTime{Nanos{t0_ns_ + offset_ns}}, static_cast<std::uint32_t>(octets.size()), octets);
  }
  /// An eCPRI message of type 2 or 0, `body` behind ecpriSeqid.
  std::vector<std::uint8_t> message(wire::EcpriType type, std::uint16_t eaxc, std::uint8_t sequence,
                                    const std::vector<std::uint8_t>& body) {
    std::vector<std::uint8_t> whole{static_cast<std::uint8_t>(eaxc >> 8), static_cast<std::uint8_t>(eaxc),
                                    sequence, 0x80};
    whole.insert(whole.end(), body.begin(), body.end());
    const std::uint32_t length = writer_.message(octets_, Role::o_du, type, whole);
    return {octets_.begin(), octets_.begin() + length};
  }
  std::vector<std::uint8_t> cplane(Direction direction, const std::vector<wire::Section>& sections,
                                   std::uint8_t sequence = 0, unsigned symbol = 0, std::uint16_t eaxc = 0,
                                   std::uint8_t ud_comp_hdr = 0x91) {
    const wire::CplaneHeader header{.direction = direction,
                                    .start = at(symbol),
                                    .number_of_sections = static_cast<std::uint8_t>(sections.size()),
                                    .section_type = 1,
                                    .ud_comp_hdr = ud_comp_hdr};
    const std::uint32_t length = writer_.cplane(octets_, {eaxc}, header, sections);
    octets_[writer_.sequence_at()] = sequence;
    return {octets_.begin(), octets_.begin() + length};
  }
  /// PRBs of one section of DL.
  std::vector<std::uint8_t> uplane(std::uint8_t sequence = 0, unsigned symbol = 0, std::uint16_t eaxc = 0,
                                   std::uint16_t section = 1, std::uint8_t prbs = 10,
                                   std::uint8_t ud_comp_hdr = 0x91) {
    const std::vector<std::uint8_t> samples(prbs * 28u);
    UplanePart part{.section = {.id = section, .num_prb = prbs, .has_header = true}, .prbs = samples};
    part.section.ud_comp_hdr = ud_comp_hdr;
    const std::uint32_t length = writer_.uplane(
        octets_, {eaxc}, {.direction = Direction::downlink, .at = at(symbol)}, std::span{&part, 1});
    octets_[writer_.sequence_at()] = sequence;
    return {octets_.begin(), octets_.begin() + length};
  }
  /// What leaves up to 5 ms behind t0.
  std::vector<Kept> answers(std::int64_t until_ns = 5'000'000) {
    std::vector<TimedFrame> batch;
    unit_->advance(CaptureTime{Nanos{t0_ns_ + until_ns}}, batch);
    std::vector<Kept> kept;
    for (const TimedFrame& frame : batch) kept.push_back(keep(frame));
    return kept;
  }
  std::int64_t offset_ns(const Kept& frame) const { return frame.at.time_since_epoch().count() - t0_ns_; }

 private:
  profile::Link link_;
  FrameWriter writer_;
  std::vector<std::uint8_t> octets_;
  std::unique_ptr<ORu> unit_;
  std::int64_t t0_ns_ = 0;
};

inline LinkShape fdd() { return {.name = "cell", .tdd = "", .prach = "0"}; }

inline wire::Section section(std::uint16_t id, std::uint16_t first, std::uint8_t count,
                             std::uint8_t symbols = 1) {
  return {.id = id, .start_prb = first, .num_prb = count, .re_mask = 0xFFF, .num_symbol = symbols};
}

/// ST 1, UL, one eAxC, sections as hex.
inline std::vector<std::uint8_t> request(const std::string& sections, unsigned count, std::uint8_t type = 1) {
  return from_hex("10 " + plumbline::test::hex(std::vector{kFrameId}) + " 2000 0" + std::to_string(count) +
                  " 0" + std::to_string(type) + " 91 00 " + sections);
}

}  // namespace plumbline::emulator::test

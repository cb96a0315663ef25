// Traffic of a fronthaul link from a seed: several pairs of units and eAxCs, sound or with faults of every
// kind.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "base/random.h"
#include "io/packet.h"
#include "profile/link.h"
#include "radio/numerology.h"
#include "wire/cplane.h"
#include "wire/ecpri.h"
#include "wire/frame.h"
#include "wire/uplane.h"

namespace plumbline::test {

/// Timed, taken at the O-DU; eAxC 1..3 in both directions, PRACH on 4. `header` is static or dynamic.
inline profile::Link traffic_link(const std::string& header) {
  const std::string compression = "compression: {method: bfp, width: 9, header: " + header + "}";
  auto link = profile::parse_link(R"(plumbline_link: 1
name: traffic
o_du: {mac: "02:00:00:00:00:00"}
o_ru: {mac: "02:00:00:00:01:00"}
time: {epoch: gps, timestamp_accuracy_ns: 100}
carriers:
  - scs_khz: 30
    prbs: 24
    channels:
      pdsch: {eaxc: [1, 2, 3, 101, 102, 103], )" +
                                      compression + R"(}
      pusch: {eaxc: [1, 2, 3], )" + compression +
                                      R"(}
      prach: {eaxc: [4], )" + compression +
                                      R"(}
delays: {t1a_max_up_us: 345, t1a_min_up_us: 200, t1a_max_cp_dl_us: 470, t1a_min_cp_dl_us: 350,
         t1a_max_cp_ul_us: 470, t1a_min_cp_ul_us: 350, ta4_max_us: 331, ta4_min_us: 50}
taps: [{place: o_du}]
)",
                                  "traffic");
  EXPECT_TRUE(link) << (link ? "" : link.error().what);
  return link ? *link : profile::Link{};
}

/// What traffic is made of.
struct TrafficOptions {
  unsigned slots = 40;
  unsigned pairs = 2;
  unsigned eaxcs = 3;
  unsigned fault_in = 0;  ///< one of so many messages has a fault; 0: none
  bool dynamic = false;
  bool duplicates = true;  ///< among the faults: the same packet twice
  bool excuses = true;  ///< among the faults: our own losses and fragments, which excuse what is around them
};

/// Packets in the order of their stamps; owns their octets.
class Traffic {
 public:
  Traffic(std::uint64_t seed, const TrafficOptions& options) : random_{seed}, options_{options} {
    for (unsigned slot = 0; slot < options.slots; ++slot)
      for (unsigned pair = 0; pair < options.pairs; ++pair)
        for (unsigned eaxc = 1; eaxc <= options.eaxcs; ++eaxc) make_slot(slot, pair, eaxc);
    std::stable_sort(made_.begin(), made_.end(),
                     [](const Made& a, const Made& b) { return a.stamp < b.stamp; });
    for (const Made& made : made_) {
      io::Packet& packet = packets_.emplace_back();
      packet.number = packets_.size();
      packet.stamp = CaptureTime{Nanos{made.stamp}};
      packet.original_length = static_cast<std::uint32_t>(made.octets.size());
      packet.octets = made.octets;
      packet.loss_before = made.loss;
    }
  }
  const std::vector<io::Packet>& packets() const { return packets_; }
  /// The same packets, of which only the first octets were captured.
  std::vector<io::Packet> cut(std::size_t octets) const {
    std::vector<io::Packet> all = packets_;
    for (io::Packet& packet : all)
      packet.octets = packet.octets.first(std::min(octets, packet.octets.size()));
    return all;
  }

 private:
  struct Made {
    std::int64_t stamp;
    std::vector<std::uint8_t> octets;
    bool loss;
  };
  /// A message of one plane behind its ids; which faults it has.
  struct Message {
    wire::EcpriHeader ecpri;
    wire::EcpriIds ids;
    std::vector<std::uint8_t> body;
  };

  bool fault() { return options_.fault_in != 0 && random_.below(options_.fault_in) == 0; }

  void make_slot(unsigned slot, unsigned pair, unsigned eaxc) {
    const radio::RadioTime at{.frame = static_cast<std::uint8_t>(250 + slot / 20),
                              .subframe = static_cast<std::uint8_t>(slot / 2 % 10),
                              .slot = static_cast<std::uint8_t>(slot % 2)};
    for (const bool down : {true, false}) {
      const unsigned sections = 1 + static_cast<unsigned>(random_.below(3));
      const unsigned symbols = 1 + static_cast<unsigned>(random_.below(3));
      emit(-400'000, slot, 0, pair, eaxc, true, down, c_plane(at, down, sections, symbols));
      for (unsigned symbol = 0; symbol < symbols; ++symbol) {
        radio::RadioTime now = at;
        now.symbol = static_cast<std::uint8_t>(symbol);
        emit(down ? -250'000 : 150'000, slot, symbol, pair, eaxc, false, down, u_plane(now, down, sections));
      }
    }
  }

  std::vector<std::uint8_t> c_plane(radio::RadioTime at, bool down, unsigned sections, unsigned symbols) {
    if (fault()) at.subframe = static_cast<std::uint8_t>(random_.below(16));
    if (fault()) at.frame = static_cast<std::uint8_t>(random_.next());
    wire::CplaneHeader header{.direction = radio::Direction{down}, .start = at};
    header.number_of_sections = static_cast<std::uint8_t>(fault() ? random_.below(8) : sections);
    header.section_type = fault() ? static_cast<std::uint8_t>(random_.below(13)) : std::uint8_t{1};
    header.ud_comp_hdr = options_.dynamic && !down ? std::uint8_t{0x91} : std::uint8_t{0};
    std::array<std::uint8_t, 512> space{};
    Writer out{space};
    encode(out, header);
    for (unsigned i = 0; i < sections; ++i) {
      wire::Section section{.id = static_cast<std::uint16_t>(i)};
      section.start_prb = static_cast<std::uint16_t>(4 * i);
      section.num_prb = static_cast<std::uint8_t>(fault() ? random_.below(40) : 4);
      section.re_mask = 0xFFF;
      section.num_symbol = static_cast<std::uint8_t>(fault() ? random_.below(16) : symbols);
      section.sym_inc = fault();
      section.ef = random_.below(4) == 0;
      encode(out, section, header.section_type);
      static constexpr std::array<std::uint8_t, 2> body{0, 1};
      if (section.ef) wire::encode_extension(out, fault() ? std::uint8_t{8} : std::uint8_t{9}, fault(), body);
    }
    return {out.written().begin(), out.written().end()};
  }

  std::vector<std::uint8_t> u_plane(radio::RadioTime at, bool down, unsigned sections) {
    if (fault()) at.symbol = static_cast<std::uint8_t>(random_.below(64));
    if (fault()) at.frame = static_cast<std::uint8_t>(at.frame + 4);
    std::array<std::uint8_t, 1500> space{};
    Writer out{space};
    encode(out, wire::UplaneHeader{.direction = radio::Direction{down}, .at = at});
    for (unsigned i = 0; i < sections; ++i) {
      wire::UplaneSection section{.id = static_cast<std::uint16_t>(fault() ? 77 : i)};
      section.start_prb = static_cast<std::uint16_t>(fault() ? random_.below(30) : 4 * i);
      section.num_prb = static_cast<std::uint8_t>(fault() ? random_.below(6) : 4);
      section.has_header = options_.dynamic != fault();
      section.ud_comp_hdr = fault() ? std::uint8_t{0xE1} : std::uint8_t{0x91};
      encode(out, section);
      out.zeros(fault() ? random_.below(200) : 4 * 28);
    }
    return {out.written().begin(), out.written().end()};
  }

  void emit(std::int64_t offset_ns, unsigned slot, unsigned symbol, unsigned pair, unsigned eaxc, bool c,
            bool down, const std::vector<std::uint8_t>& body) {
    std::uint8_t& counter = sequence_[pair % 8][eaxc % 8][c][down];
    Message message{.ids = {.eaxc = {static_cast<std::uint16_t>(fault() ? 9 : eaxc)}}, .body = body};
    if (fault()) ++counter;
    message.ids.sequence = counter++;
    message.ecpri.type = c ? wire::EcpriType::rt_control : wire::EcpriType::iq_data;
    if (fault()) message.ecpri.version = 2;
    if (options_.excuses && fault()) message.ids.last_fragment = false;
    message.ecpri.payload = static_cast<std::uint16_t>(4 + body.size() + (fault() ? random_.below(20) : 0));
    // Downlink and C-plane travel down.
    const bool from_du = c || down;
    const std::array<std::uint8_t, 6> du{2, 0, 0, 0, 0, static_cast<std::uint8_t>(pair)};
    const std::array<std::uint8_t, 6> ru{2, 0, 0, 0, 1, static_cast<std::uint8_t>(pair)};
    std::array<std::uint8_t, 3000> space{};
    Writer out{space};
    wire::encode_ethernet(out, from_du ? ru : du, from_du ? du : ru, {}, wire::kEcpriEtherType);
    if (c && down && random_.below(4) == 0) {
      // In front of it, in one frame: a message of a stream that is always the first of two.
      Message first = message;
      first.ecpri = {.concatenation = true, .type = wire::EcpriType::rt_control};
      first.ids = {.eaxc = {static_cast<std::uint16_t>(100 + eaxc)},
                   .sequence = ++joined_[pair % 8][eaxc % 8]};
      first.ecpri.payload = static_cast<std::uint16_t>(4 + body.size());
      write(out, first);
    }
    write(out, message);
    const auto whole_slot = radio::symbol_start_in_frame_ns({.mu = 1}, slot / 2 % 10, slot % 2, symbol);
    const auto frame_ns = static_cast<std::int64_t>(250 + slot / 20) * radio::kFrameNs;
    Made made{frame_ns + whole_slot + offset_ns + static_cast<std::int64_t>(random_.below(20'000)),
              {out.written().begin(), out.written().end()},
              options_.excuses && fault()};
    if (fault()) made.stamp += static_cast<std::int64_t>(random_.below(1'000'000));
    if (fault()) return;  // lost on its way
    if (options_.duplicates && fault()) made_.push_back(made);
    made_.push_back(std::move(made));
  }

  static void write(Writer& out, const Message& message) {
    wire::encode_header(out, message.ecpri);
    wire::encode_ids(out, message.ids);
    out.put(Octets{message.body});
  }

  Random random_;
  TrafficOptions options_;
  std::uint8_t sequence_[8][8][2][2]{};
  std::uint8_t joined_[8][8]{};
  std::vector<Made> made_;
  std::vector<io::Packet> packets_;
};

}  // namespace plumbline::test

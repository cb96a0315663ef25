// What reading octets costs, in ns of one core: the headers of a packet down to its first section, beside a
// loop that reads one word of every 64-octet line of the same packets; and the walk over the sections of a
// C-plane message of 1500 octets. "near" rounds stay in the caches, "far" ones of 64 MiB do not: there
// packets lie one behind the other, where the processor foresees the next; "scattered" are the same in
// aligned buffers of their own, in the order in which the buffers of a pool come back after a while.
// The readers are inline, so this file is compiled with the flags of the modules that read packets with them
// (PLUMBLINE_DATA_PATH_FLAGS), and both loops ask for octets early, as Checker does with its batches.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <memory>
#include <vector>

#include "../core/cycle.h"
#include "base/random.h"
#include "wire/cplane.h"
#include "wire/ecpri.h"
#include "wire/frame.h"
#include "wire/uplane.h"

namespace plumbline::bench {
namespace {

constexpr std::size_t kNear = 1 << 14, kFar = std::size_t{64} << 20;
enum class Place : std::uint8_t { near, far, scattered };
/// Packets whose octets are on their way from memory while another is read: Checker needs fewer, as it has
/// more to do with each. The packets' descriptors, which are as far away here, twice as early.
constexpr std::size_t kAhead = 32;

struct Round {
  explicit Round(Kind kind, std::size_t octets) : cycle{kind, octets} {}
  Cycle cycle;
  std::vector<io::Packet> packets;
  std::vector<std::uint8_t> buffers;
};

/// Every packet in a buffer of its own, in any order.
void scatter(Round& round) {
  constexpr std::size_t kLine = 64;
  std::size_t octets = kLine;
  for (const io::Packet& packet : round.packets) octets += (packet.octets.size() + kLine - 1) / kLine * kLine;
  round.buffers.resize(octets);
  std::uint8_t* at = round.buffers.data();
  at += (kLine - reinterpret_cast<std::uintptr_t>(at) % kLine) % kLine;
  for (io::Packet& packet : round.packets) {
    std::copy(packet.octets.begin(), packet.octets.end(), at);
    packet.octets = {at, packet.octets.size()};
    at += (packet.octets.size() + kLine - 1) / kLine * kLine;
  }
  Random random{1};
  for (std::size_t i = round.packets.size(); i > 1; --i)
    std::swap(round.packets[i - 1], round.packets[random.below(i)]);
}

std::span<const io::Packet> packets_of(Kind kind, Place place) {
  static std::map<std::pair<Kind, Place>, std::unique_ptr<Round>> made;
  auto& round = made[{kind, place}];
  if (!round) {
    round = std::make_unique<Round>(kind, place == Place::near ? kNear : kFar);
    const auto in_order = round->cycle.packets();
    round->packets.assign(in_order.begin(), in_order.end());
    if (place == Place::scattered) scatter(*round);
  }
  return round->packets;
}

/// Times `one(packet)` over all packets of a round; the sum of what it returns keeps it from being left out.
template <class One>
void measure(benchmark::State& state, Kind kind, Place place, One&& one) {
  const std::span<const io::Packet> packets = packets_of(kind, place);
  std::uint64_t sum = 0;
  for (auto _ : state) {
    for (std::size_t i = 0; i < packets.size(); ++i) {
      if (i + 2 * kAhead < packets.size()) {
        __builtin_prefetch(&packets[i + 2 * kAhead]);
        __builtin_prefetch(packets[i + kAhead].octets.data());
      }
      sum += one(packets[i]);
    }
    benchmark::DoNotOptimize(sum);
  }
  state.counters["ns_per_packet"] =
      benchmark::Counter(static_cast<double>(packets.size()) * 1e-9,
                         benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
  if (sum == 0) state.SkipWithError("nothing was read");
}

std::uint64_t touch(const io::Packet& packet) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i + 8 <= packet.octets.size(); i += 64) {
    std::uint64_t word = 0;
    std::memcpy(&word, packet.octets.data() + i, 8);
    sum += word;
  }
  return sum;
}

/// Ethernet, tags, eCPRI, ids, application header, first section: every field that rules need.
std::uint64_t headers(const io::Packet& packet, const wire::UplaneFormat& format, wire::Frame& frame,
                      wire::EcpriMessage& ecpri) {
  if (wire::decode_frame(packet.octets, packet.original_length, frame)) return 0;
  wire::EcpriWalk messages{frame.pdu};
  wire::EcpriIds ids;
  if (!messages.next(ecpri) || wire::decode_ids(ecpri.body, ids)) return 0;
  const wire::View body = ecpri.body.behind(4);
  std::uint64_t sum = std::uint64_t{frame.tag_count} + ids.eaxc.value + ids.sequence;
  if (frame.tag_count > 0) sum += frame.tag(0).vid + std::uint64_t{frame.tag(0).pcp};
  if (ecpri.header.type == wire::EcpriType::rt_control) {
    wire::CplaneHeader header;
    wire::Section section;
    if (wire::decode_cplane_header(body, header)) return 0;
    wire::SectionWalk walk{body, header};
    if (!walk.next(section)) return 0;
    return sum + header.start.slot + header.section_type + section.id + section.start_prb + section.num_prb +
           section.re_mask + section.num_symbol + section.beam_id;
  }
  wire::UplaneHeader header;
  wire::UplaneSection section;
  if (wire::decode_uplane_header(body, header)) return 0;
  wire::UplaneWalk walk{body, format};
  if (!walk.next(section)) return 0;
  return sum + header.at.slot + header.at.symbol + section.id + section.start_prb + section.num_prb +
         section.prbs.length;
}

void parse(benchmark::State& state, Kind kind, Place place) {
  const wire::UplaneFormat format{.dynamic = false, .method = 1, .width = 9, .carrier_prbs = 53};
  wire::Frame frame;
  wire::EcpriMessage ecpri;
  measure(state, kind, place,
          [&](const io::Packet& packet) { return headers(packet, format, frame, ecpri); });
}

/// A message of section type 1 of at most 1500 octets: sections with an extension 6 and a short 11 each.
std::vector<std::uint8_t> long_message() {
  std::vector<std::uint8_t> octets(1500);
  Writer out{octets};
  wire::CplaneHeader header{.section_type = 1};
  header.number_of_sections = static_cast<std::uint8_t>((1500 - 8) / 28);
  encode(out, header);
  const std::uint8_t allocation[]{0x00, 0x00, 0x00, 0x03, 0x3F, 0xFF};
  const std::uint8_t beams[]{0xC0, 0x10, 0x00, 0x21, 0x00, 0x22, 0x00, 0x00, 0x00};
  for (std::uint16_t i = 0; i < header.number_of_sections; ++i) {
    encode(out, wire::Section{.id = i, .num_prb = 32, .re_mask = 0xFFF, .num_symbol = 14, .ef = true}, 1);
    wire::encode_extension(out, 6, true, allocation);
    wire::encode_extension(out, 11, false, beams);
  }
  octets.resize(out.at());
  return octets;
}

void walk_sections(benchmark::State& state, std::size_t octets) {
  const std::vector<std::uint8_t> message = long_message();
  const std::size_t copies = std::max<std::size_t>(1, octets / message.size());
  std::vector<std::uint8_t> all;
  for (std::size_t i = 0; i < copies; ++i) all.insert(all.end(), message.begin(), message.end());
  std::uint64_t sections = 0, rounds = 0;
  for (auto _ : state) {
    for (std::size_t i = 0; i < copies; ++i) {
      const wire::View view{Octets{all}.subspan(i * message.size(), message.size())};
      wire::CplaneHeader header;
      if (wire::decode_cplane_header(view, header)) continue;
      wire::SectionWalk walk{view, header};
      wire::Section section;
      while (walk.next(section)) sections += section.num_prb != 0 ? 1u : 0u;
    }
    ++rounds;
    benchmark::DoNotOptimize(sections);
  }
  state.counters["sections"] = static_cast<double>(sections / rounds / copies);
  state.counters["ns_per_section"] =
      benchmark::Counter(static_cast<double>(sections / rounds) * 1e-9,
                         benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

const bool kRegistered = [] {
  for (const auto& [name, kind] :
       {std::pair{"cplane_64", Kind::cplane}, std::pair{"uplane_1500", Kind::uplane}})
    for (const auto& [where, place] : {std::pair{"/near", Place::near}, std::pair{"/far", Place::far},
                                       std::pair{"/scattered", Place::scattered}}) {
      const std::string of = std::string{"/"} + name + where;
      benchmark::RegisterBenchmark(("touch" + of).c_str(), [kind = kind, place = place](benchmark::State& s) {
        measure(s, kind, place, touch);
      });
      benchmark::RegisterBenchmark(
          ("headers" + of).c_str(),
          [kind = kind, place = place](benchmark::State& s) { parse(s, kind, place); });
    }
  benchmark::RegisterBenchmark("sections/cplane_1500/near",
                               [](benchmark::State& s) { walk_sections(s, kNear); });
  benchmark::RegisterBenchmark("sections/cplane_1500/far",
                               [](benchmark::State& s) { walk_sections(s, kFar); });
  return true;
}();

}  // namespace
}  // namespace plumbline::bench

BENCHMARK_MAIN();

#include "emulator/disturbance.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "emulator/allocations.h"
#include "emulator/frame_fields.h"
#include "emulator/frames.h"
#include "emulator/links.h"
#include "emulator/o_du.h"

namespace plumbline::emulator::test {
namespace {

using radio::Direction;
using radio::Plane;
using Kind = Disturbance::Kind;

/// Sends frames that were kept, and forgets their octets when it is asked again.
class Recorded final : public Actor {
 public:
  explicit Recorded(std::vector<Kept> frames) : frames_{std::move(frames)} {}
  void receive(CaptureTime at, std::uint32_t, Octets) override { heard.push_back(at); }
  void advance(CaptureTime until, std::vector<TimedFrame>& batch) override {
    for (auto& octets : lent_) std::fill(octets.begin(), octets.end(), std::uint8_t{0xEE});
    lent_.clear();
    batch.clear();
    std::size_t end = next_;
    while (end < frames_.size() && frames_[end].at < until) lent_.push_back(frames_[end++].octets);
    for (std::size_t i = 0; next_ < end; ++next_, ++i)
      batch.push_back({.octets = lent_[i],
                       .length = frames_[next_].length,
                       .at = frames_[next_].at,
                       .plane = frames_[next_].plane,
                       .direction = frames_[next_].direction});
  }
  std::vector<CaptureTime> heard;

 private:
  std::vector<Kept> frames_;
  std::vector<std::vector<std::uint8_t>> lent_;
  std::size_t next_ = 0;
};

profile::Link small_link() {
  profile::Link link = make_link({.name = "small", .prbs = 24, .prach = "B4"});
  link.taps.clear();
  return link;
}

std::vector<Kept> clean() { return all_of(small_link(), {.start = kStart, .frames = 1, .role = Role::o_du}); }

struct Disturbing {
  std::vector<Kept> frames;
  std::uint64_t done = 0;
};
Disturbing disturbed(const Disturbance& what, std::vector<Kept> frames = clean(),
                     std::int64_t step_ns = 50'000) {
  Recorded unit{std::move(frames)};
  Disturbed actor{unit, what};
  Disturbing out;
  out.frames = run(actor, small_link(), kStart, 20, step_ns);
  out.done = actor.done();
  return out;
}

const Which kSecondDl{
    .plane = Plane::u, .direction = Direction::downlink, .eaxc = radio::Eaxc{1}, .first = 1, .count = 1};

/// Where the second DL U-plane frame of eAxC 1 stands in `frames`.
std::size_t second_dl(const std::vector<Kept>& frames) {
  unsigned met = 0;
  for (std::size_t i = 0; i < frames.size(); ++i)
    if (frames[i].plane == Plane::u && decode(frames[i]).ids.eaxc.value == 1 && met++ == 1) return i;
  return 0;
}

TEST(Disturbed, PassesWhatIsNotMeant) {
  const Disturbing out = disturbed({.kind = Kind::drop, .which = {.eaxc = radio::Eaxc{77}}});
  EXPECT_EQ(out.frames, clean());
  EXPECT_EQ(out.done, 0u);
}

TEST(Disturbed, ShiftsLaterAndEarlier) {
  auto expected = clean();
  const std::size_t at = second_dl(expected);
  for (const std::int64_t by : {std::int64_t{3'000'000}, std::int64_t{-1'500'000}}) {
    for (const std::int64_t step_ns : {20'000, 1'000'000}) {
      const Disturbing out =
          disturbed({.kind = Kind::shift, .which = kSecondDl, .by = Nanos{by}}, clean(), step_ns);
      auto shifted = expected;
      shifted[at].at += Nanos{by};
      std::stable_sort(shifted.begin(), shifted.end(),
                       [](const Kept& a, const Kept& b) { return a.at < b.at; });
      EXPECT_EQ(out.frames, shifted);
      EXPECT_EQ(out.done, 1u);
    }
  }
  // More than kMostEarly cannot be had. Of the last frame, so that time has begun long before.
  Which last{.plane = expected.back().plane, .direction = expected.back().direction};
  last.first = static_cast<std::uint64_t>(std::count_if(expected.begin(), expected.end(),
                                                        [&](const Kept& frame) {
                                                          return frame.plane == *last.plane &&
                                                                 frame.direction == *last.direction;
                                                        })) -
               1;
  const Disturbing most = disturbed({.kind = Kind::shift, .which = last, .by = Nanos{-9'000'000}});
  const auto found = std::find_if(most.frames.begin(), most.frames.end(),
                                  [&](const Kept& frame) { return frame.octets == expected.back().octets; });
  ASSERT_NE(found, most.frames.end());
  EXPECT_EQ(found->at, expected.back().at - kMostEarly);
}

TEST(Disturbed, DropsDuplicatesFloodsAndStops) {
  const auto frames = clean();
  const std::size_t at = second_dl(frames);
  auto dropped = frames;
  dropped.erase(dropped.begin() + static_cast<std::ptrdiff_t>(at));
  EXPECT_EQ(disturbed({.kind = Kind::drop, .which = kSecondDl}).frames, dropped);

  auto doubled = frames;
  doubled.push_back(frames[at]);
  doubled.back().at += Nanos{4'000'000};
  const auto by_time = [](const Kept& a, const Kept& b) { return a.at < b.at; };
  std::stable_sort(doubled.begin(), doubled.end(), by_time);
  EXPECT_EQ(disturbed({.kind = Kind::duplicate, .which = kSecondDl, .by = Nanos{4'000'000}}).frames, doubled);

  auto flooded = frames;
  for (int i = 1; i <= 1000; ++i) {
    flooded.push_back(frames[at]);
    flooded.back().at += Nanos{i * 1001};
  }
  std::stable_sort(flooded.begin(), flooded.end(), by_time);
  const Disturbing flood =
      disturbed({.kind = Kind::flood, .which = kSecondDl, .by = Nanos{1001}, .value = 1000});
  ASSERT_EQ(flood.frames.size(), frames.size() + 1000);
  EXPECT_EQ(flood.frames, flooded);
  EXPECT_EQ(flood.done, 1u);

  const Disturbing stopped = disturbed({.kind = Kind::stop, .which = kSecondDl});
  EXPECT_EQ(stopped.frames,
            std::vector<Kept>(frames.begin(), frames.begin() + static_cast<std::ptrdiff_t>(at)));
  EXPECT_EQ(stopped.done, 1u);
}

TEST(Disturbed, AFloodIsBoundedByTime) {
  const auto frames = clean();
  const CaptureTime first = frames[second_dl(frames)].at;
  Recorded unit{frames};
  Disturbed wrong{unit, {.kind = Kind::flood, .which = kSecondDl, .value = ~std::uint64_t{0}}};
  std::vector<TimedFrame> batch;
  wrong.advance(first, batch);
  wrong.advance(first + Nanos{500}, batch);
  EXPECT_GE(batch.size(), 500u);
  EXPECT_LE(batch.size(), 510u);
}

TEST(Disturbed, LetsTheNextOfItsKindPass) {
  const auto frames = clean();
  const std::size_t at = second_dl(frames);
  std::size_t next = at + 1;
  while (frames[next].plane != Plane::u || decode(frames[next]).ids.eaxc.value != 1) ++next;
  ASSERT_GT(next, at + 1);
  const Disturbing out = disturbed({.kind = Kind::reorder, .which = kSecondDl});
  auto expected = frames;
  expected.erase(expected.begin() + static_cast<std::ptrdiff_t>(at));
  expected.insert(expected.begin() + static_cast<std::ptrdiff_t>(next), frames[at]);
  expected[next].at = frames[next].at;
  EXPECT_EQ(out.frames, expected);
  EXPECT_EQ(out.done, 1u);
  // Every one: pairs.
  const Disturbing pairs =
      disturbed({.kind = Kind::reorder, .which = {.plane = Plane::u, .eaxc = radio::Eaxc{1}}});
  std::vector<unsigned> sequence;
  for (const Kept& frame : pairs.frames)
    if (frame.plane == Plane::u && decode(frame).ids.eaxc.value == 1)
      sequence.push_back(decode(frame).ids.sequence);
  ASSERT_GT(sequence.size(), 4u);
  EXPECT_EQ(std::vector<unsigned>(sequence.begin(), sequence.begin() + 4),
            (std::vector<unsigned>{1, 0, 3, 2}));
  EXPECT_EQ(pairs.done, sequence.size() / 2);
}

TEST(Disturbed, CutsAndGrowsFrames) {
  const auto frames = clean();
  const std::size_t at = second_dl(frames);
  auto expected = frames;
  expected[at].octets.resize(41);
  expected[at].length = 41;
  EXPECT_EQ(disturbed({.kind = Kind::truncate, .which = kSecondDl, .value = 41}).frames, expected);
  expected = frames;
  expected[at].octets.resize(frames[at].length + 1000);
  expected[at].length += 1000;
  EXPECT_EQ(disturbed({.kind = Kind::grow, .which = kSecondDl, .value = 1000}).frames, expected);
  // A snap length: what is not there does not come back.
  auto cut = frames;
  cut[at].octets.resize(64);
  const auto grown = disturbed({.kind = Kind::grow, .which = kSecondDl, .value = 1000}, cut).frames;
  EXPECT_EQ(grown[at].octets, cut[at].octets);
  EXPECT_EQ(grown[at].length, cut[at].length + 1000);
  const auto shorter = disturbed({.kind = Kind::truncate, .which = kSecondDl, .value = 100}, cut).frames;
  EXPECT_EQ(shorter[at].octets, cut[at].octets);
  EXPECT_EQ(shorter[at].length, 100u);
}

TEST(Disturbed, MutatesBehindTheEthernetHeaderBySeed) {
  const auto frames = clean();
  const Disturbance one{.kind = Kind::mutate, .which = {.plane = Plane::c}, .value = 1};
  const auto first = disturbed(one).frames;
  EXPECT_EQ(disturbed(one).frames, first);
  Disturbance other = one;
  other.seed = 2;
  EXPECT_NE(disturbed(other).frames, first);
  ASSERT_EQ(first.size(), frames.size());
  std::vector<bool> places(200);
  for (std::size_t i = 0; i < frames.size(); ++i) {
    std::size_t differ = 0;
    for (std::size_t k = 0; k < frames[i].octets.size(); ++k)
      if (frames[i].octets[k] != first[i].octets[k]) {
        ++differ;
        EXPECT_GE(k, 18u);
        places.at(k) = true;
      }
    EXPECT_EQ(differ, frames[i].plane == Plane::c ? 1u : 0u);
  }
  EXPECT_TRUE(places[18]);
  EXPECT_TRUE(places[59]);
}

TEST(Disturbed, ChoosesByAllThatIsStated) {
  const auto frames = clean();
  struct Case {
    Which which;
    std::function<bool(const Decoded&, Plane)> is;
  };
  const std::vector<Case> cases{
      {{}, [](const Decoded&, Plane) { return true; }},
      {{.plane = Plane::c}, [](const Decoded&, Plane plane) { return plane == Plane::c; }},
      {{.direction = Direction::uplink},
       [](const Decoded& d, Plane plane) {
         return (plane == Plane::c ? d.cplane.direction : d.uplane.direction) == Direction::uplink;
       }},
      {{.eaxc = radio::Eaxc{4}}, [](const Decoded& d, Plane) { return d.ids.eaxc.value == 4; }},
      {{.section_type = 3},
       [](const Decoded& d, Plane plane) { return plane == Plane::c && d.cplane.section_type == 3; }},
      {{.filter_index = 0},
       [](const Decoded& d, Plane plane) {
         return (plane == Plane::c ? d.cplane.filter_index : d.uplane.filter_index) == 0;
       }},
  };
  for (std::size_t i = 0; i < cases.size(); ++i) {
    std::uint64_t expected = 0;
    for (const Kept& frame : frames) expected += cases[i].is(decode(frame), frame.plane) ? 1u : 0u;
    EXPECT_GT(expected, 0u) << i;
    EXPECT_EQ(disturbed({.kind = Kind::drop, .which = cases[i].which}).done, expected) << i;
    Which third = cases[i].which;
    third.first = 1;
    third.every = 3;
    EXPECT_EQ(disturbed({.kind = Kind::drop, .which = third}).done, (expected + 1) / 3) << i;
    third.count = 2;
    EXPECT_EQ(disturbed({.kind = Kind::drop, .which = third}).done,
              std::min<std::uint64_t>((expected + 1) / 3, 2))
        << i;
  }
}

TEST(Disturbed, HandsOverWhatArrivesAndAllocatesNothingForLong) {
  const profile::Link link = small_link();
  auto unit = ODu::make(link, {.start = kStart, .frames = 20});
  Disturbed actor{**unit, {.kind = Kind::shift, .which = {.plane = Plane::c}, .by = Nanos{-30'000}}};
  std::vector<TimedFrame> batch;
  std::size_t before = 0;
  for (std::int64_t ns = 0; ns < 190'000'000; ns += 50'000) {
    if (ns == 60'000'000) before = allocations();
    actor.advance(told(link, kStart) + Nanos{ns}, batch);
  }
  EXPECT_EQ(allocations(), before);
  EXPECT_GT(actor.done(), 100u);
  Recorded hearing{{}};
  Disturbed over{hearing, {.kind = Kind::drop}};
  over.receive(CaptureTime{Nanos{5}}, 60, {});
  ASSERT_EQ(hearing.heard.size(), 1u);
  EXPECT_EQ(hearing.heard[0], CaptureTime{Nanos{5}});
}

/// What the decoders make of a field, by its name.
std::optional<std::uint64_t> seen(std::string_view name, const Kept& frame) {
  const Decoded d = decode(frame);
  const bool c = frame.plane == Plane::c;
  const radio::RadioTime at = c ? d.cplane.start : d.uplane.at;
  const auto& header = d.message.header;
  const auto mac = [&](std::size_t from) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < 6; ++i) value = value << 8 | d.frame.mac[from + i];
    return value;
  };
  if (name == "destinationAddress") return mac(0);
  if (name == "sourceAddress") return mac(6);
  if (name == "pcp") return d.frame.tag(0).pcp;
  if (name == "vlan") return d.frame.tag(0).vid;
  if (name == "ecpriVersion") return header.version;
  if (name == "ecpriReserved") return header.reserved;
  if (name == "ecpriConcatenation") return header.concatenation;
  if (name == "ecpriMessage") return static_cast<std::uint64_t>(header.type);
  if (name == "ecpriPayload") return header.payload;
  if (name == "ecpriPcid" || name == "ecpriRtcid") return d.ids.eaxc.value;
  if (name == "sequenceId") return d.ids.sequence;
  if (name == "E") return d.ids.last_fragment;
  if (name == "subSequenceId") return d.ids.subsequence;
  if (name == "dataDirection") return static_cast<std::uint64_t>(c ? d.cplane.direction : d.uplane.direction);
  if (name == "payloadVersion") return c ? d.cplane.payload_version : d.uplane.payload_version;
  if (name == "filterIndex") return c ? d.cplane.filter_index : d.uplane.filter_index;
  if (name == "frameId") return at.frame;
  if (name == "subframeId") return at.subframe;
  if (name == "slotId") return at.slot;
  if (name == "startSymbolId" || name == "symbolId") return at.symbol;
  if (name == "numberOfsections") return d.cplane.number_of_sections;
  if (name == "sectionType") return d.cplane.section_type;
  if (name == "timeOffset") return d.cplane.time_offset;
  if (name == "frameStructure") return d.cplane.frame_structure;
  if (name == "cpLength") return d.cplane.cp_length;
  if (name == "udCompHdr" && c) return d.cplane.ud_comp_hdr;
  if (c) {
    if (d.sections.empty()) return std::nullopt;
    const wire::Section& s = d.sections[0];
    if (name == "sectionId") return s.id;
    if (name == "rb") return s.rb;
    if (name == "symInc") return s.sym_inc;
    if (name == "startPrbc") return s.start_prb;
    if (name == "numPrbc") return s.num_prb;
    if (name == "reMask") return s.re_mask;
    if (name == "numSymbol") return s.num_symbol;
    if (name == "ef") return s.ef;
    if (name == "beamId") return s.beam_id;
    if (name == "freqOffset") return static_cast<std::uint64_t>(s.freq_offset) & 0xFFFFFF;
    return std::nullopt;
  }
  wire::UplaneSection s;
  if (wire::decode_uplane_section_header(d.message.body.from(8), true, s)) return std::nullopt;
  if (name == "udCompHdr") return s.ud_comp_hdr;
  if (name == "sectionId") return s.id;
  if (name == "rb") return s.rb;
  if (name == "symInc") return s.sym_inc;
  if (name == "startPrbu") return s.start_prb;
  if (name == "numPrbu") return s.num_prb;
  return std::nullopt;
}

TEST(FieldTable, EachNamedFieldIsWhereTheDecodersReadIt) {
  const auto frames = clean();
  // A U-plane frame, a PRACH request (section type 3) and a message of section type 1.
  const Kept* examples[3] = {};
  for (const Kept& frame : frames) {
    const bool c = frame.plane == Plane::c;
    examples[c ? (decode(frame).cplane.section_type == 3 ? 1 : 2) : 0] = &frame;
  }
  std::size_t tried = 0;
  for (const Field& field : fields()) {
    EXPECT_EQ(find_field(field.name), &field);
    std::size_t had = 0;
    for (const Kept* example : examples) {
      ASSERT_NE(example, nullptr);
      const std::uint64_t most = (std::uint64_t{1} << (field.width - 1) << 1) - 1;
      // A bit pattern that no neighbour shares; one that leaves the frame a frame of its kind where needed.
      for (const std::uint64_t value :
           {std::uint64_t{0}, most, most & 0xA5A5A5A5A5A5, most & 0x5A5A5A5A5A5A}) {
        const bool decides = field.name == "ecpriMessage" || field.name == "sectionType";
        if (decides && value > 3) continue;
        Recorded unit{{*example}};
        Disturbed actor{unit, {.kind = Kind::set, .field = field, .value = value}};
        const auto out = run(actor, small_link(), kStart, 20, 1'000'000);
        ASSERT_EQ(out.size(), 1u);
        if (actor.done() == 0) {
          EXPECT_EQ(out[0], *example) << field.name;
          continue;
        }
        ++had;
        if (decides && value != seen(field.name, *example)) continue;
        EXPECT_EQ(seen(field.name, out[0]), value) << field.name;
        // Only its bits: written back it is the frame that it was.
        const FrameFields headers = read_fields(example->octets, example->length);
        const auto place = find_place(field, headers, example->octets.size());
        ASSERT_TRUE(place.has_value());
        auto octets = out[0].octets;
        write_field(octets, *place, field, read_field(example->octets, *place, field));
        EXPECT_EQ(octets, example->octets) << field.name;
      }
    }
    EXPECT_GT(had, 0u) << field.name;
    tried += had;
  }
  EXPECT_GT(tried, 200u);
  EXPECT_EQ(find_field("sectionID"), nullptr);
}

TEST(FieldTable, FieldsThatAFrameDoesNotHaveLeaveItAlone) {
  auto frames = clean();
  std::uint64_t type_3 = 0, control = 0;
  for (const Kept& frame : frames) {
    control += frame.plane == Plane::c ? 1u : 0u;
    type_3 += frame.plane == Plane::c && decode(frame).cplane.section_type == 3 ? 1u : 0u;
  }
  const auto chosen = [&](std::string_view name, const std::vector<Kept>& of) {
    return disturbed({.kind = Kind::set, .field = *find_field(name), .value = 1}, of).done;
  };
  EXPECT_EQ(chosen("freqOffset", frames), type_3);
  EXPECT_EQ(chosen("timeOffset", frames), type_3);
  EXPECT_EQ(chosen("reMask", frames), control);
  EXPECT_EQ(chosen("symbolId", frames), frames.size() - control);
  EXPECT_EQ(chosen("vlan", frames), frames.size());
  for (Kept& frame : frames) {
    frame.octets.erase(frame.octets.begin() + 12, frame.octets.begin() + 16);
    frame.length -= 4;
  }
  EXPECT_EQ(chosen("vlan", frames), 0u);
  EXPECT_EQ(chosen("reMask", frames), control);
  for (Kept& frame : frames) frame.octets.resize(20);
  EXPECT_EQ(chosen("sequenceId", frames), 0u) << "cut before";
}

TEST(FieldTable, AddingWrapsAtTheWidth) {
  const auto frames = clean();
  const std::size_t at = second_dl(frames);
  for (const std::uint64_t value : {std::uint64_t{1}, std::uint64_t{255}, std::uint64_t{257}}) {
    const auto out = disturbed(
        {.kind = Kind::add, .which = kSecondDl, .field = *find_field("sequenceId"), .value = value});
    EXPECT_EQ(decode(out.frames[at]).ids.sequence, (1 + value) % 256);
  }
}

}  // namespace
}  // namespace plumbline::emulator::test

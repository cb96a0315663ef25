// Section types 4 and 6 to 11: what is written is read back, what is read is written as it was, and nothing
// behind the octets at hand is looked at. What the octets mean: testvectors/wire/section_type_*.json.
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "wire/cplane/records_json.h"
#include "wire/cplane/section_type_04.h"
#include "wire/cplane/section_type_06.h"
#include "wire/cplane/section_type_07.h"
#include "wire/cplane/section_type_08.h"
#include "wire/cplane/section_type_09.h"
#include "wire/cplane/section_type_10.h"
#include "wire/exact.h"
#include "wire/layout_writer.h"
#include "wire/random_layout.h"

namespace plumbline::wire {
namespace {

using Bytes = std::vector<std::uint8_t>;
using test::RandomLayout;

constexpr int kRounds = 4000;

/// Keeps the entries of a list.
template <class Item>
struct Kept : NullLayoutSink {
  std::vector<Item> items;
  template <class Any>
  void item(const Any& any) {
    if constexpr (std::is_same_v<Any, Item>) items.push_back(any);
  }
};
struct NoItem {};

Bytes noise(Random& random, std::size_t n) {
  Bytes octets(n);
  for (auto& octet : octets)
    octet = random.below(4) == 0 ? std::uint8_t{0} : static_cast<std::uint8_t>(random.next());
  return octets;
}

/// Reads a `Thing` from `at` of random octets with `read(reader, thing)` and writes it with
/// `write(writer, thing)` once `keep(thing, items)` has given it its entries back.
template <class Thing, class Item, class Layout, class Keep>
void expect_same_octets(Random& random, std::size_t most, Layout&& layout, Keep&& keep, const char* what) {
  int complete = 0;
  for (int i = 0; i < kRounds; ++i) {
    const Bytes octets = noise(random, 4 * random.below(most / 4 + 1));
    const test::Exact exact{octets};
    Kept<Item> sink;
    LayoutReader reader{View{exact.octets()}, 0, sink};
    Thing thing;
    layout(reader, thing);
    ASSERT_LE(reader.after(), octets.size()) << what;
    if (reader.end() != LayoutEnd::complete) continue;
    ++complete;
    keep(thing, sink.items);
    Bytes space(octets.size() + 64);
    Writer out{space};
    LayoutWriter writer{out};
    layout(writer, thing);
    writer.flush();
    ASSERT_EQ(out.at(), reader.after()) << what;
    ASSERT_TRUE(std::equal(octets.begin(), octets.begin() + reader.after(), space.begin())) << what;
  }
  EXPECT_GT(complete, kRounds / 20) << what;
}
constexpr auto kNothing = [](auto&, auto&) {};

TEST(SectionTypes, WhatWasReadIsWrittenAsItWas) {
  Random random{4};
  CplaneParameters parameters{.weights = 2, .antennas = 2, .carrier_prbs = 3, .sinr = SinrFormat{}};
  const auto plain = [](auto& w, auto& thing) { thing.layout(w); };
  const auto command = [&](auto& w, auto& body) { body.layout(w, parameters); };
  expect_same_octets<SlotCommand, NoItem>(random, 12, plain, kNothing, "command");
  expect_same_octets<TddConfigPattern, NoItem>(random, 8, command, kNothing, "TDD_CONFIG_PATTERN");
  expect_same_octets<TrxControl, NoItem>(random, 64, command, kNothing, "TRX_CONTROL");
  expect_same_octets<AsmCommand, NoItem>(random, 12, command, kNothing, "ASM");
  expect_same_octets<TimeDomainBeamConfig, TimeDomainBeamConfig::Beam>(
      random, 80, command, [](auto& body, auto& items) { body.beams.items = items; }, "beams");
  expect_same_octets<LaaHead, NoItem>(random, 4, plain, kNothing, "laaMsgType");
  for (std::uint8_t type = 0; type < 7; ++type)
    ASSERT_TRUE(with_laa_message(type, [&]<class Fields>(Fields&) {
      expect_same_octets<Fields, NoItem>(random, 12, plain, kNothing, "LAA");
    }));
  for (int i = 0; i < 40; ++i) {
    SectionType6Header header;
    const Bytes octets = noise(random, 2);
    decode(View{octets}, 0, header);
    header.method &= 3;
    parameters.st6_aligned = i % 2 == 0;
    const UeRecord ue{.num_prb = static_cast<std::uint8_t>(random.below(4))};
    expect_same_octets<ChannelInformation, ChannelInformation::Prb>(
        random, 80, [&](auto& w, auto& info) { info.layout(w, header, ue, parameters); },
        [](auto& info, auto& items) { info.prbs.items = items; }, "channel information");
  }
}

TEST(SectionTypes, ReportsThatWereReadAreWrittenAsTheyWere) {
  Random random{10};
  CplaneParameters parameters{.sinr = SinrFormat{}};
  for (int i = 0; i < 40; ++i) {
    const SectionType9Header header{.num_sinr_per_prb = static_cast<std::uint8_t>(random.below(6))};
    const SinrSection section{.num_prb = static_cast<std::uint8_t>(1 + random.below(3))};
    parameters.sinr = SinrFormat{.block_floating_point = i % 2 == 0,
                                 .width = static_cast<std::uint8_t>(1 + random.below(16)),
                                 .block_size = static_cast<std::uint8_t>(random.below(4))};
    expect_same_octets<SinrValues, SinrValues::Prb>(
        random, 60, [&](auto& w, auto& values) { values.layout(w, header, section, parameters); },
        [](auto& values, auto& items) { values.prbs.items = items; }, "SINR values");
  }
  const Section section{.num_prb = 3};
  const SectionContext context = context_of(section, 10, parameters);
  const Measurement record{.second = 5};
  const auto report = [&](auto& w, auto& body) { body.layout(w, record, context); };
  expect_same_octets<UeTaeReport, NoItem>(random, 8, report, kNothing, "UE_TAE");
  expect_same_octets<UeFreqOffsetReport, NoItem>(random, 8, report, kNothing, "UE_FREQ_OFFSET");
  expect_same_octets<UeAngleReport, NoItem>(random, 12, report, kNothing, "angles");
  expect_same_octets<UeSpeedReport, NoItem>(random, 8, report, kNothing, "speed");
  expect_same_octets<IpnUnallocCommand, NoItem>(random, 8, report, kNothing, "IPN command");
  expect_same_octets<UeLayerPowerReport, UeLayerPowerReport::Layer>(
      random, 40, report, [](auto& body, auto& items) { body.layers.items = items; }, "UE_LAYER_POWER");
  expect_same_octets<IpnAllocReport, IpnAllocReport::Prb>(
      random, 40, report, [](auto& body, auto& items) { body.prbs.items = items; }, "IPN_ALLOC");
  expect_same_octets<IpnUnallocReport, IpnUnallocReport::Prb>(
      random, 40, report, [](auto& body, auto& items) { body.prbs.items = items; }, "IPN_UNALLOC");
  expect_same_octets<AntDmrsSnrReport, AntDmrsSnrReport::Element>(
      random, 40, report, [](auto& body, auto& items) { body.elements.items = items; }, "ANT_DMRS_SNR");
}

/// A message being written: header of `type`, then whatever comes.
struct Message {
  Bytes space = Bytes(20'000);
  Writer out{space};

  explicit Message(std::uint8_t type, std::uint8_t octet4 = 0) {
    encode_cplane_common(out, {.number_of_sections = octet4, .section_type = type});
  }
  template <class Header>
  void header(Header header) {
    LayoutWriter writer{out};
    header.layout(writer);
  }
  test::Exact exact() const { return test::Exact{Octets{space}.first(out.at())}; }
};

/// A body whose fields are by chance, with lists of random entries.
template <class Body, class... Arguments>
Body random_body(Random& random, Arguments&&... arguments) {
  Body body;
  RandomLayout layout{random};
  body.layout(layout, arguments...);
  return body;
}

TEST(SectionTypes, CommandsWrittenAreReadBack) {
  Random random{44};
  const CplaneParameters parameters{.weights = 1};
  for (int i = 0; i < kRounds; ++i) {
    Message message{4};
    const auto n = static_cast<std::uint8_t>(random.below(5));
    message.header(SectionType4Header{.number_of_commands = n});
    std::vector<SlotCommand> written;
    std::vector<std::size_t> at;
    for (int k = 0; k < n; ++k) {
      auto command = random_body<SlotCommand>(random);
      command.type = static_cast<std::uint8_t>(1 + random.below(4));
      at.push_back(message.out.at());
      with_command(command.type, [&]<class Body>(Body) {
        RandomLayout layout{random};
        Body body;
        body.layout(layout, parameters);
        if constexpr (std::is_same_v<Body, TimeDomainBeamConfig>) {
          const std::int32_t iq[] = {1, -1};
          TimeDomainBeamConfig::Beam beams[2];
          beams[0].disable_weights = true;
          beams[1].weights.iq.values = iq;
          body.disable_beams = false;
          body.comp_hdr = {.iq_width = 9, .method = 0};
          body.beams.items = beams;
          encode(message.out, command, body, parameters);
        } else {
          if constexpr (std::is_same_v<Body, TrxControl>) {
            body.log2_mask_bits = static_cast<std::uint8_t>(random.below(9));
            body.ant_mask = {};
          }
          encode(message.out, command, body, parameters);
        }
      });
      written.push_back(command);
    }
    const test::Exact exact = message.exact();
    SectionType4Header header;
    decode(View{exact.octets()}, 6, header);
    CommandWalk walk{View{exact.octets()}, header};
    SlotCommand read;
    for (std::size_t k = 0; k < written.size(); ++k) {
      ASSERT_TRUE(walk.next(read));
      EXPECT_EQ(read.room.base, at[k]);
      EXPECT_EQ(read.type, written[k].type);
      EXPECT_EQ(read.words, written[k].words);
      EXPECT_EQ(read.ack_nack_req_id, written[k].ack_nack_req_id);
      with_command(read.type, [&](auto& body) {
        EXPECT_EQ(decode(read.room, SlotCommand::kOctets, body, parameters), LayoutEnd::complete);
      });
    }
    EXPECT_FALSE(walk.next(read));
    EXPECT_FALSE(walk.error());
    EXPECT_EQ(walk.rest().length, 0u);
  }
}

TEST(SectionTypes, UesWrittenAreReadBack) {
  Random random{66};
  for (int i = 0; i < kRounds; ++i) {
    const CplaneParameters parameters{.antennas = static_cast<std::uint16_t>(1 + random.below(4)),
                                      .carrier_prbs = static_cast<std::uint16_t>(1 + random.below(9)),
                                      .st6_aligned = random.below(2) == 0};
    Message message{6};
    auto header = random_body<SectionType6Header>(random);
    header.number_of_ues = static_cast<std::uint8_t>(random.below(4));
    header.method &= 3;
    message.header(header);
    std::vector<UeRecord> written;
    for (int k = 0; k < header.number_of_ues; ++k) {
      auto ue = random_body<UeRecord>(random);
      ue.num_prb = static_cast<std::uint8_t>(random.below(6));
      ChannelInformation information;
      std::vector<ChannelInformation::Prb> prbs(ue.prbs(parameters));
      for (auto& prb : prbs) prb.param.exponent = static_cast<std::uint8_t>(random.below(16));
      information.prbs.items = prbs;
      const std::size_t from = message.out.at();
      encode(message.out, ue, information, header, parameters);
      EXPECT_EQ(message.out.at() - from, ChannelInformation::octets(header, ue, parameters));
      if (ue.ef) encode_extension(message.out, 9, false, Bytes{1});
      written.push_back(ue);
    }
    const test::Exact exact = message.exact();
    UeWalk walk{View{exact.octets()}, header, parameters};
    UeRecord read;
    for (const UeRecord& ue : written) {
      ASSERT_TRUE(walk.next(read));
      EXPECT_EQ(
          std::tie(read.ue_id, read.regularization_factor, read.reserved4, read.start_prb, read.num_prb),
          std::tie(ue.ue_id, ue.regularization_factor, ue.reserved4, ue.start_prb, ue.num_prb));
      EXPECT_EQ(read.extensions.length, ue.ef ? 4u : 0u);
      EXPECT_EQ(read.room.length, ChannelInformation::octets(header, ue, parameters));
    }
    EXPECT_FALSE(walk.next(read));
    EXPECT_FALSE(walk.error());
    EXPECT_EQ(walk.rest().length, 0u);
  }
}

TEST(SectionTypes, LaaMessagesWrittenAreReadBack) {
  Random random{77};
  for (int i = 0; i < kRounds; ++i) {
    const auto type = static_cast<std::uint8_t>(i % 7);
    with_laa_message(type, [&]<class Fields>(Fields&) {
      Message message{7};
      message.header(ReservedHeader{});
      auto written = random_body<Fields>(random);
      encode_laa_message(message.out, written);
      const test::Exact exact = message.exact();
      const LaaMessage laa = find_laa_message(View{exact.octets()});
      ASSERT_FALSE(laa.error);
      EXPECT_EQ(laa.head.type, type);
      EXPECT_EQ(laa.room.length, exact.octets().size());
      Fields read;
      decode(laa.room, LaaMessage::kAt + 1, read);
      Message again{7};
      again.header(ReservedHeader{});
      encode_laa_message(again.out, read);
      EXPECT_EQ(read.lbt_handle, written.lbt_handle);
      EXPECT_TRUE(std::ranges::equal(again.out.written(), exact.octets()));
    });
  }
}

TEST(SectionTypes, AckListsWrittenAreReadBack) {
  Random random{88};
  for (int i = 0; i < kRounds; ++i) {
    const SectionType8Header header{.number_of_acks = static_cast<std::uint8_t>(random.below(6)),
                                    .number_of_nacks = static_cast<std::uint8_t>(random.below(6))};
    std::vector<AckNackLists::Id> ids(header.number_of_acks + header.number_of_nacks + std::size_t{0});
    for (auto& id : ids) id.value = static_cast<std::uint16_t>(random.next());
    AckNackLists written;
    written.acks.items = std::span{ids}.first(header.number_of_acks);
    written.nacks.items = std::span{ids}.subspan(header.number_of_acks);
    Message message{8};
    message.header(header);
    encode(message.out, written, header);
    const test::Exact exact = message.exact();
    EXPECT_EQ(exact.octets().size() % 4, 0u);
    const AckNackRoom room = find_ids(View{exact.octets()}, header);
    ASSERT_FALSE(room.error);
    EXPECT_EQ(room.rest.length, 0u);
    Kept<AckNackLists::Id> sink;
    LayoutReader reader{room.ids, 0, sink};
    AckNackLists read;
    read.layout(reader, header);
    EXPECT_EQ(read.acks.count, header.number_of_acks);
    EXPECT_EQ(read.nacks.count, header.number_of_nacks);
    EXPECT_TRUE(std::ranges::equal(sink.items, ids, {}, &AckNackLists::Id::value, &AckNackLists::Id::value));
  }
}

TEST(SectionTypes, SinrSectionsWrittenAreReadBack) {
  Random random{99};
  for (int i = 0; i < kRounds; ++i) {
    CplaneParameters parameters{.carrier_prbs = 3};
    parameters.sinr = SinrFormat{.block_floating_point = random.below(2) == 0,
                                 .width = static_cast<std::uint8_t>(1 + random.below(16)),
                                 .block_size = static_cast<std::uint8_t>(random.below(3))};
    const SectionType9Header header{.num_sinr_per_prb = static_cast<std::uint8_t>(random.below(6))};
    const auto n = static_cast<std::uint8_t>(random.below(4));
    Message message{9, n};
    message.header(header);
    std::vector<SinrSection> written;
    for (int k = 0; k < n; ++k) {
      auto section = random_body<SinrSection>(random);
      section.num_prb = static_cast<std::uint8_t>(random.below(4));
      SinrValues values;
      const std::size_t from = message.out.at();
      encode(message.out, section, values, header, parameters);
      EXPECT_EQ(message.out.at() - from, SinrValues::octets(header, section, parameters));
      written.push_back(section);
    }
    const test::Exact exact = message.exact();
    SinrSectionWalk walk{View{exact.octets()}, n, header, parameters};
    SinrSection read;
    for (const SinrSection& section : written) {
      ASSERT_TRUE(walk.next(read));
      EXPECT_EQ(std::tie(read.id, read.rb, read.sym_inc, read.start_prb, read.num_prb),
                std::tie(section.id, section.rb, section.sym_inc, section.start_prb, section.num_prb));
    }
    EXPECT_FALSE(walk.next(read));
    EXPECT_FALSE(walk.error());
    EXPECT_EQ(walk.rest().length, 0u);
  }
}

TEST(SectionTypes, MeasurementsWrittenAreReadBack) {
  Random random{1010};
  const CplaneParameters parameters;
  for (int i = 0; i < kRounds; ++i) {
    const auto section_type = static_cast<std::uint8_t>(10 + random.below(2));
    const auto n = static_cast<std::uint8_t>(random.below(3));
    Message message{section_type, n};
    message.header(ReservedHeader{});
    std::vector<Measurement> written;
    for (int k = 0; k < n; ++k) {
      Section section{.id = static_cast<std::uint16_t>(k), .num_prb = 2, .ef = random.below(2) == 0};
      encode(message.out, section, section_type);
      if (section.ef) encode_extension(message.out, 22, false, Bytes{1, 2});
      const SectionContext context = context_of(section, section_type, parameters);
      for (auto left = 1 + random.below(3); left > 0; --left) {
        const auto type = static_cast<std::uint8_t>(section_type == 11 ? 5 : 1 + random.below(8));
        with_measurement(section_type, type, [&]<class Body>(Body& body) {
          Measurement record{.mf = left > 1, .second = type == 6 ? std::uint8_t{3} : std::uint8_t{0}};
          IpnAllocReport::Prb prbs[5];
          IpnUnallocReport::Prb others[3];
          if constexpr (std::is_same_v<Body, IpnAllocReport>) body.prbs.items = prbs;
          if constexpr (std::is_same_v<Body, IpnUnallocReport>) body.prbs.items = others;
          encode(message.out, record, body, context);
          written.push_back(record);
        });
      }
    }
    const test::Exact exact = message.exact();
    CplaneHeader header;
    ASSERT_FALSE(decode_cplane_header(View{exact.octets()}, header));
    MeasurementSectionWalk walk{View{exact.octets()}, header};
    Section section;
    View measurements;
    std::size_t seen = 0;
    for (unsigned k = 0; k < n; ++k) {
      ASSERT_TRUE(walk.next(section, measurements));
      EXPECT_EQ(section.id, k);
      MeasurementWalk records{measurements, section_type};
      Measurement read;
      while (records.next(read)) {
        ASSERT_LT(seen, written.size());
        EXPECT_EQ(std::tie(read.mf, read.type, read.second, read.words),
                  std::tie(written[seen].mf, written[seen].type, written[seen].second, written[seen].words));
        ++seen;
      }
    }
    EXPECT_FALSE(walk.next(section, measurements));
    EXPECT_FALSE(walk.error());
    EXPECT_EQ(walk.rest().length, 0u);
    EXPECT_EQ(seen, written.size());
  }
}

TEST(SectionTypes, NothingIsReadBehindTheOctetsAtHand) {
  Random random{123};
  for (int i = 0; i < kRounds * 10; ++i) {
    Bytes octets = noise(random, 8 + random.below(60));
    octets[5] = static_cast<std::uint8_t>(random.below(8) == 0 ? 4 : 6 + random.below(6));
    octets[4] = static_cast<std::uint8_t>(random.below(4));
    if (random.below(2) == 0) octets[6] = static_cast<std::uint8_t>(random.below(4));
    if (octets[5] == 4 && octets.size() > 18 && random.below(2) == 0) octets[17] = octets[9] = 0;
    const std::size_t captured = 8 + random.below(octets.size() - 7);
    const test::Exact exact{Octets{octets}.first(captured)};
    const auto length = static_cast<std::uint32_t>(random.below(2) == 0 ? octets.size() : captured);
    CplaneParameters parameters{.weights = static_cast<std::uint16_t>(random.below(5)),
                                .antennas = static_cast<std::uint16_t>(random.below(3)),
                                .carrier_prbs = static_cast<std::uint16_t>(random.below(3)),
                                .st6_aligned = random.below(2) == 0};
    if (random.below(3) > 0) parameters.sinr = SinrFormat{.width = 7};
    const View message{exact.octets(), length, 100};
    CplaneHeader header;
    ASSERT_FALSE(decode_cplane_header(message, header));
    nlohmann::json told;
    test::decode_records(told, message, header, parameters);
    const std::string fault = told["fault"];
    const std::uint32_t at = told["octet"];
    EXPECT_LE(at, 100 + length);
    EXPECT_TRUE(fault != "cut" || at == 100 + captured) << at;
    EXPECT_LE(told["rest"], length);
  }
}

}  // namespace
}  // namespace plumbline::wire

// PTP, ESMC and the eCPRI messages of other types: written as read, typed as named, and every octet that is
// not there noticed.
#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "base/random.h"
#include "wire/ecpri_messages.h"
#include "wire/esmc.h"
#include "wire/exact.h"
#include "wire/ptp.h"
#include "wire/sync_layers.h"
#include "wire/vectors.h"

namespace plumbline::test {
namespace {

using nlohmann::json;
using wire::Fault;
using wire::View;

constexpr int kRounds = 5'000;

std::vector<std::uint8_t> noise(Random& random, std::size_t n) {
  std::vector<std::uint8_t> octets(n);
  for (auto& octet : octets) octet = static_cast<std::uint8_t>(random.next());
  return octets;
}

/// Random octets of the struct's size, read and written again.
template <class T>
void expect_written_as_read(Random& random) {
  for (int i = 0; i < kRounds; ++i) {
    const auto octets = noise(random, T::kOctets);
    const Exact exact{octets};
    T fields;
    ASSERT_FALSE(wire::read_fixed(View{exact.octets()}, 0, fields));
    std::array<std::uint8_t, 64> space{};
    Writer out{space};
    wire::write_layout(out, fields);
    ASSERT_TRUE(out.ok());
    ASSERT_EQ(std::vector<std::uint8_t>(out.written().begin(), out.written().end()), octets);
    for (std::uint32_t n = 0; i == 0 && n < T::kOctets; ++n) {
      const Exact part{Octets{octets}.first(n)};
      EXPECT_EQ(wire::read_fixed(View{part.octets()}, 0, fields), (wire::DecodeError{Fault::truncated, n}));
      EXPECT_EQ(wire::read_fixed(View{part.octets(), T::kOctets}, 0, fields),
                (wire::DecodeError{Fault::cut, n}));
    }
  }
}

TEST(Sync, EveryFixedLayoutIsWrittenAsItWasRead) {
  Random random{11};
  expect_written_as_read<wire::PtpHeader>(random);
  expect_written_as_read<wire::EsmcHeader>(random);
  expect_written_as_read<wire::EcpriEventFault>(random);
  for (unsigned type = 0; type < 16; ++type)
    wire::PtpBodies::with(static_cast<wire::PtpType>(type),
                          [&]<class T>(T&) { expect_written_as_read<T>(random); });
  for (unsigned type = 0; type < 256; ++type)
    wire::EcpriBodies::with(static_cast<wire::EcpriType>(type),
                            [&]<class T>(T&) { expect_written_as_read<T>(random); });
}

TEST(Sync, BodiesAreThereForTheTypesOfTheStandardOnly) {
  std::vector<unsigned> ptp, ecpri;
  for (unsigned type = 0; type < 16; ++type)
    if (wire::PtpBodies::with(static_cast<wire::PtpType>(type), [](auto&) {})) ptp.push_back(type);
  for (unsigned type = 0; type < 256; ++type)
    if (wire::EcpriBodies::with(static_cast<wire::EcpriType>(type), [](auto&) {})) ecpri.push_back(type);
  EXPECT_EQ(ptp, (std::vector<unsigned>{0, 1, 2, 3, 8, 9, 10, 11, 12, 13}));
  EXPECT_EQ(ecpri, (std::vector<unsigned>{1, 3, 4, 6, 7}));
}

TEST(Sync, AnnounceMembersAreTheFieldsOfTheirNames) {
  const wire::PtpHeader header{.major_sdo_id = 1,
                               .type = wire::PtpType::announce,
                               .minor_version = 1,
                               .version = 2,
                               .message_length = 64,
                               .domain = 24,
                               .minor_sdo_id = 3,
                               .flags = wire::ptp_flag::kTwoStep | wire::ptp_flag::kTimeTraceable,
                               .correction = -2,
                               .type_specific = 0x04050607,
                               .source = {.clock_identity = 0x08090A0B0C0D0E0F, .port_number = 0x1011},
                               .sequence = 0x1213,
                               .control = 0x14,
                               .log_interval = -3};
  const wire::PtpAnnounce announce{
      .origin = {.seconds = 0x151617181920, .nanoseconds = 0x21222324},
      .current_utc_offset = 37,
      .reserved = 0x25,
      .priority1 = 0x26,
      .quality = {.clock_class = 0x27, .accuracy = 0x28, .offset_scaled_log_variance = 0x292A},
      .priority2 = 0x2B,
      .grandmaster_identity = 0x2C2D2E2F30313233,
      .steps_removed = 0x3435,
      .time_source = 0x36};
  const std::array<std::uint8_t, 64> expected = {
      0x1B, 0x12, 0x00, 0x40, 0x18, 0x03, 0x02, 0x10, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFE,
      0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x0E, 0x0F, 0x10, 0x11, 0x12, 0x13,
      0x14, 0xFD, 0x15, 0x16, 0x17, 0x18, 0x19, 0x20, 0x21, 0x22, 0x23, 0x24, 0x00, 0x25, 0x25, 0x26,
      0x27, 0x28, 0x29, 0x2A, 0x2B, 0x2C, 0x2D, 0x2E, 0x2F, 0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36};
  std::array<std::uint8_t, 64> space{};
  Writer out{space};
  wire::write_layout(out, header);
  wire::write_layout(out, announce);
  ASSERT_TRUE(out.ok());
  EXPECT_EQ(space, expected);
  wire::PtpHeader read_header;
  wire::PtpAnnounce read_announce;
  ASSERT_FALSE(wire::read_fixed(View{expected}, 0, read_header));
  ASSERT_FALSE(wire::read_fixed(View{expected}, 34, read_announce));
  EXPECT_EQ(read_header, header);
  EXPECT_EQ(read_announce, announce);
}

TEST(Sync, ExtendedQualityLevelMembersAreTheFieldsOfTheirNames) {
  wire::EsmcTlv tlv;
  tlv.type = 2;
  tlv.length = 20;
  tlv.enhanced_ssm_code = 0x20;
  tlv.clock_identity = 0x0102030405060708;
  tlv.partial_chain = true;
  tlv.cascaded_eeecs = 9;
  tlv.cascaded_eecs = 10;
  const std::array<std::uint8_t, 20> expected = {2, 0, 20, 0x20, 1, 2, 3, 4, 5, 6, 7, 8, 2, 9, 10};
  std::array<std::uint8_t, 20> space{};
  Writer out{space};
  wire::write_layout(out, tlv);
  ASSERT_TRUE(out.ok());
  EXPECT_EQ(space, expected);
  wire::EsmcTlvWalk walk{View{expected}};
  wire::EsmcTlv read;
  ASSERT_TRUE(walk.next(read));
  EXPECT_TRUE(read.is_extended_quality_level());
  EXPECT_EQ(read.enhanced_ssm_code, 0x20);
  EXPECT_EQ(read.clock_identity, tlv.clock_identity);
  EXPECT_TRUE(read.partial_chain);
  EXPECT_FALSE(read.mixed);
  EXPECT_EQ(read.cascaded_eeecs, 9);
  EXPECT_EQ(read.cascaded_eecs, 10);
}

/// Walks random TLVs with lengths that mostly fit and writes those that were found.
template <class Walk, class Tlv>
void expect_tlvs_written_as_read(Random& random, std::size_t length_at, unsigned type_octets) {
  std::size_t found = 0, faults = 0;
  for (int i = 0; i < kRounds; ++i) {
    auto octets = noise(random, random.below(80));
    for (std::size_t at = 0; at + length_at + 2 <= octets.size();) {
      for (unsigned t = 0; t + 1 < type_octets; ++t) octets[at + t] = 0;
      octets[at + type_octets - 1] = static_cast<std::uint8_t>(1 + random.below(3));
      const auto length = static_cast<std::uint8_t>(random.below(3) == 0 ? 20 : 3 + random.below(9));
      octets[at + length_at] = 0;
      octets[at + length_at + 1] = length;
      at += length + (type_octets == 2 ? 4u : 0u);
    }
    const Exact exact{octets};
    Walk walk{View{exact.octets()}};
    Tlv tlv;
    std::vector<std::uint8_t> space(octets.size());
    Writer out{space};
    while (walk.next(tlv)) {
      wire::write_layout(out, tlv);
      ++found;
    }
    if (walk.error()) ++faults;
    ASSERT_TRUE(out.ok());
    ASSERT_TRUE(std::equal(out.written().begin(), out.written().end(), octets.begin()));
    EXPECT_FALSE(walk.next(tlv)) << "a walk that ended goes on";
  }
  EXPECT_GT(found, 5'000u);
  EXPECT_GT(faults, 500u);
}

TEST(Sync, TlvsAreWrittenAsTheyWereRead) {
  Random random{12};
  expect_tlvs_written_as_read<wire::PtpTlvWalk, wire::PtpTlv>(random, 2, 2);
  expect_tlvs_written_as_read<wire::EsmcTlvWalk, wire::EsmcTlv>(random, 1, 1);
}

TEST(Sync, OctetsThatAreNotThereAreNoticedAndNothingOfTheirStepIsTold) {
  for (const WireVector& vector : load_wire_vectors()) {
    if (!is_sync_layer(vector.layer) || vector.expect.value("fault", "") != "none") continue;
    const json whole = decode_sync_layer(vector.layer, View{vector.octets});
    const auto end = whole["end"].get<std::size_t>();
    for (std::size_t n = 0; n < vector.octets.size(); ++n) {
      SCOPED_TRACE(vector.id + " at " + std::to_string(n));
      const Exact exact{Octets{vector.octets}.first(n)};
      const json cut = decode_sync_layer(vector.layer, View{exact.octets(), vector.on_wire});
      const json short_one = decode_sync_layer(vector.layer, View{exact.octets()});
      for (const json& part : {cut, short_one}) {
        for (const auto& [key, value] : part.items()) {
          if (!value.is_array()) continue;
          ASSERT_LE(value.size(), whole[key].size());
          for (std::size_t i = 0; i < value.size(); ++i) EXPECT_EQ(value[i], whole[key][i]);
        }
      }
      if (n >= end) {
        EXPECT_EQ(short_one["fault"], "none");
        continue;
      }
      EXPECT_EQ(cut["fault"], "cut");
      EXPECT_EQ(cut["octet"], n);
      // Between two TLVs, or where less than a TLV is left, nothing that was read says that more should be
      // there but messageLength.
      if (short_one["fault"] == "none") {
        EXPECT_TRUE(vector.layer == "ptp"    ? short_one["overlong"].get<bool>()
                    : vector.layer == "esmc" ? n - short_one["end"].get<std::size_t>() < 3
                                             : false);
      } else {
        EXPECT_EQ(short_one["fault"], "truncated");
        EXPECT_EQ(short_one["octet"], n);
      }
    }
  }
}

}  // namespace
}  // namespace plumbline::test

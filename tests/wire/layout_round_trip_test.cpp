// decode(encode(m)) == m for random legal things of every layout but section extensions, which
// cplane/extension_round_trip_test.cpp has; headers and sections that are written without a layout:
// round_trip_test.cpp.
#include <gtest/gtest.h>

#include "wire/cplane/layout_filler.h"
#include "wire/cplane/section_type_04.h"
#include "wire/cplane/section_type_06.h"
#include "wire/cplane/section_type_07.h"
#include "wire/cplane/section_type_08.h"
#include "wire/cplane/section_type_09.h"
#include "wire/cplane/section_type_10.h"
#include "wire/ecpri_messages.h"
#include "wire/esmc.h"
#include "wire/guarded.h"
#include "wire/ptp.h"

namespace plumbline::test {
namespace {

using wire::CplaneParameters;

constexpr int kRounds = 1000;
constexpr std::size_t kMostOctets = 100'000;

/// What a thing is written into.
enum class Room {
  exact,  ///< ends where the thing does
  words,  ///< goes on to a multiple of 4 octets
  given,  ///< has a number of octets of which the thing takes as much as it can
};

class LayoutRoundTrip : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(guarded_.ok()); }
  void TearDown() override {
    for (const auto& [name, cases] : cases_) {
      std::printf("%-32s %d\n", name.c_str(), cases);
      RecordProperty(name, cases);
    }
  }

  /// Random values for the fields of `layout(w, thing)`, written, and read again next to memory that may not
  /// be read.
  template <class Thing, class Layout>
  void once(const std::string& name, Layout&& layout, const Choices& choices, Room kind) {
    SCOPED_TRACE(name);
    const std::vector<std::uint8_t> room(4 * (1 + random_.below(20)));
    AnyValues values{random_, choices};
    LayoutFiller filler{values, wire::View{room}, 0};
    Thing made{};
    layout(filler, made);

    Writer out{space_};
    wire::LayoutWriter writer{out};
    layout(writer, made);
    writer.flush();
    const std::size_t written = out.at();
    if (kind != Room::exact) out.zeros((4 - written % 4) % 4);
    if (kind == Room::given && out.at() < room.size()) out.zeros(room.size() - out.at());
    ASSERT_TRUE(out.ok());

    TellSink sink;
    wire::LayoutReader<TellSink> reader{wire::View{guarded_.copy(out.written())}, 0, sink};
    Thing read{};
    layout(reader, read);
    ASSERT_EQ(sink.told, filler.told());
    ASSERT_EQ(reader.end(), wire::LayoutEnd::complete);
    ASSERT_EQ(reader.after(), written);
    ++cases_[name];
  }
  template <class Thing, class Layout>
  void often(const std::string& name, Layout&& layout, const Choices& choices = {}, Room kind = Room::exact) {
    for (int i = 0; i < kRounds && !HasFatalFailure(); ++i) once<Thing>(name, layout, choices, kind);
  }
  /// Things that need nothing from elsewhere.
  template <class Thing>
  void often(const std::string& name, const Choices& choices = {}) {
    often<Thing>(
        name, [](auto& w, auto& thing) { thing.layout(w); }, choices);
  }

  Random random_{71};

 private:
  std::map<std::string, int> cases_;
  std::vector<std::uint8_t> space_ = std::vector<std::uint8_t>(kMostOctets);
  Guarded guarded_{kMostOctets};
};

TEST_F(LayoutRoundTrip, SectionType4) {
  often<wire::SectionType4Header>("header_of_section_type_4");
  often<wire::SlotCommand>("command");
  for (const std::uint8_t k : {std::uint8_t{1}, std::uint8_t{5}, std::uint8_t{64}}) {
    const CplaneParameters parameters{.weights = k};
    for (std::uint8_t type = 1; type <= 4; ++type)
      wire::with_command(type, [&]<class Body>(Body&) {
        often<Body>(
            "command_" + std::to_string(type), [&](auto& w, auto& body) { body.layout(w, parameters); }, {},
            type == 1 ? Room::words : Room::exact);
      });
  }
}

/// A UE with its channel information, which depends on it.
struct Ue {
  wire::UeRecord record;
  wire::ChannelInformation information;
};

TEST_F(LayoutRoundTrip, SectionType6) {
  often<wire::SectionType6Header>("header_of_section_type_6");
  for (int i = 0; i < 4 * kRounds && !HasFatalFailure(); ++i) {
    const wire::SectionType6Header header{.iq_width = static_cast<std::uint8_t>(random_.below(16)),
                                          .method = static_cast<std::uint8_t>(i % 4),
                                          .param_per_prb = i / 4 % 2 != 0};
    const CplaneParameters parameters{.antennas = static_cast<std::uint16_t>(1 + random_.below(9)),
                                      .carrier_prbs = static_cast<std::uint16_t>(1 + random_.below(9)),
                                      .st6_aligned = random_.below(2) != 0};
    const auto layout = [&](auto& w, Ue& ue) {
      ue.record.layout(w);
      ue.information.layout(w, header, ue.record, parameters);
    };
    once<Ue>("UE_of_method_" + std::to_string(i % 4), layout, {{"numPrbc", {0, 1, 2, 3, 11}}}, Room::exact);
  }
}

TEST_F(LayoutRoundTrip, SectionTypes7And8) {
  often<wire::ReservedHeader>("header_of_section_type_7");
  often<wire::LaaHead>("LAA_head");
  for (std::uint8_t type = 0; type < 7; ++type)
    wire::with_laa_message(type,
                           [&]<class Fields>(Fields&) { often<Fields>("LAA_" + std::to_string(type)); });
  often<wire::SectionType8Header>("header_of_section_type_8");
  for (int i = 0; i < kRounds && !HasFatalFailure(); ++i) {
    const wire::SectionType8Header header{.number_of_acks = static_cast<std::uint8_t>(random_.below(256)),
                                          .number_of_nacks = static_cast<std::uint8_t>(random_.below(256))};
    once<wire::AckNackLists>(
        "ids", [&](auto& w, auto& lists) { lists.layout(w, header); }, {}, Room::exact);
  }
}

TEST_F(LayoutRoundTrip, SectionType9) {
  often<wire::SectionType9Header>("header_of_section_type_9");
  often<wire::SinrSection>("SINR_section");
  for (int i = 0; i < 2 * kRounds && !HasFatalFailure(); ++i) {
    CplaneParameters parameters{.carrier_prbs = 7};
    parameters.sinr =
        wire::SinrFormat{.block_floating_point = i % 2 != 0,
                         .width = static_cast<std::uint8_t>(1 + random_.below(16)),
                         .block_size = static_cast<std::uint8_t>(random_.below(4) == 0 ? 5 : 0)};
    const wire::SectionType9Header header{.num_sinr_per_prb = static_cast<std::uint8_t>(random_.below(6))};
    const wire::SinrSection section{.num_prb = static_cast<std::uint8_t>(random_.below(20))};
    once<wire::SinrValues>(
        i % 2 != 0 ? "SINR_values_block_floating_point" : "SINR_values",
        [&](auto& w, auto& values) { values.layout(w, header, section, parameters); }, {}, Room::exact);
  }
}

TEST_F(LayoutRoundTrip, SectionTypes10And11) {
  const CplaneParameters parameters;
  for (const std::uint8_t section_type : {std::uint8_t{10}, std::uint8_t{11}}) {
    const std::string of = std::to_string(section_type) + "_type_";
    often<wire::Measurement>("record_of_" + std::to_string(section_type),
                             [&](auto& w, auto& record) { record.layout(w, section_type); });
    for (std::uint8_t type = 1; type <= 8; ++type)
      wire::with_measurement(section_type, type, [&]<class Body>(Body&) {
        for (int i = 0; i < kRounds && !HasFatalFailure(); ++i) {
          const wire::Section section{.num_prb = static_cast<std::uint8_t>(random_.below(9))};
          const wire::SectionContext context = context_of(section, section_type, parameters);
          const wire::Measurement record{.second = static_cast<std::uint8_t>(random_.next())};
          const bool by_room = section_type == 10 && (type == 2 || type == 4 || type == 5);
          once<Body>(
              "measurement_of_" + of + std::to_string(type),
              [&](auto& w, auto& body) { body.layout(w, record, context); }, {},
              by_room ? Room::given : Room::exact);
        }
      });
  }
}

TEST_F(LayoutRoundTrip, PtpAndEsmc) {
  often<wire::PtpHeader>("PTP_header");
  for (unsigned type = 0; type < 16; ++type)
    wire::PtpBodies::with(static_cast<wire::PtpType>(type),
                          [&]<class Body>(Body&) { often<Body>("PTP_body_" + std::to_string(type)); });
  often<wire::PtpTlv>("PTP_TLV", {{"lengthField", {0, 1, 6, 40, 1000}}});
  often<wire::EsmcHeader>("ESMC_header");
  often<wire::EsmcTlv>("ESMC_TLV_1", {{"type", {1}}, {"length", {4}}});
  often<wire::EsmcTlv>("ESMC_TLV_2", {{"type", {2}}, {"length", {20}}});
  often<wire::EsmcTlv>("ESMC_TLV_other", {{"type", {1, 2, 3, 255}}, {"length", {3, 5, 19, 21, 300}}});
}

TEST_F(LayoutRoundTrip, EcpriMessagesOfOtherTypes) {
  for (unsigned type = 0; type < 12; ++type)
    wire::EcpriBodies::with(static_cast<wire::EcpriType>(type),
                            [&]<class Body>(Body&) { often<Body>("eCPRI_body_" + std::to_string(type)); });
  often<wire::EcpriEventFault>("eCPRI_fault");
}

}  // namespace
}  // namespace plumbline::test

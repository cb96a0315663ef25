// Every message shortened at every octet, once as sent short and once as captured short.
#include <gtest/gtest.h>

#include <string>

#include "wire/cplane.h"
#include "wire/ecpri.h"
#include "wire/exact.h"
#include "wire/frame.h"
#include "wire/sync_layers.h"
#include "wire/vectors.h"

namespace plumbline::test {
namespace {

using nlohmann::json;

/// Octets of the vector that its layer needs: up to the end of the last message, or of the headers of a
/// frame.
std::size_t octets_needed(const WireVector& vector) {
  if (vector.layer != "frame") {
    wire::EcpriWalk walk{wire::View{vector.octets}};
    wire::EcpriMessage message;
    std::size_t end = 0;
    while (walk.next(message)) end = message.body.base + message.body.length;
    if (vector.layer == "cplane")
      end -= decode_layer(vector, vector.octets, vector.on_wire)["rest"].get<std::size_t>();
    return vector.layer == "delay" ? 24 : end;
  }
  wire::Frame frame;
  if (wire::decode_frame(vector.octets, vector.on_wire, frame, vector.udp_port)) return 0;
  return frame.protocol == wire::Protocol::ecpri ? frame.pdu.base : 0;
}

/// Of the layers that this file looks at; sync_test.cpp has the others.
bool is_sound(const WireVector& vector) {
  return !is_sync_layer(vector.layer) && vector.on_wire == vector.octets.size() &&
         vector.expect.value("fault", "none") == "none" &&
         vector.expect.value("walk_fault", "none") == "none";
}

/// What a shortened decode found must be what the whole one found first.
void expect_prefix(const json& part, const json& whole, const char* list) {
  if (!part.contains(list)) return;
  ASSERT_LE(part[list].size(), whole[list].size());
  for (std::size_t i = 0; i < part[list].size(); ++i)
    for (const char* key : {"id", "at", "num_prb", "type", "payload", "octet", "st4CmdType", "ueId", "ackId"})
      EXPECT_EQ(part[list][i].value(key, json{}), whole[list][i].value(key, json{})) << list << i << key;
}

TEST(MissingOctets, AreCutWhenTheCaptureWasShortAndTheOctetIsTheFirstNotThere) {
  for (const WireVector& vector : load_wire_vectors()) {
    if (!is_sound(vector)) continue;
    const json whole = decode_layer(vector, vector.octets, vector.on_wire);
    const std::size_t needed = octets_needed(vector);
    for (std::size_t n = 0; n < vector.octets.size(); ++n) {
      SCOPED_TRACE(vector.id + " cut at " + std::to_string(n));
      const Exact exact{Octets{vector.octets}.first(n)};
      const json part = decode_layer(vector, exact.octets(), vector.on_wire);
      for (const char* list : {"sections", "messages", "commands", "ues", "acks", "nacks"})
        expect_prefix(part, whole, list);
      const std::string fault = part["fault"];
      const std::string walk = part.value("walk_fault", "none");
      if (fault != "none") {
        EXPECT_EQ(fault, "cut");
        EXPECT_EQ(part["octet"], n);
      } else if (walk != "none") {
        EXPECT_EQ(walk, "cut");
        EXPECT_EQ(part["walk_octet"], n);
      } else if (n < needed && vector.layer == "uplane") {
        const json& last = part["sections"].back();  // only PRBs may be missing without a fault
        EXPECT_LT(last["captured"], last["octets"]);
      } else if (n < needed && vector.layer == "pdu") {
        const json& last = part["messages"].back();
        EXPECT_LT(last["body"].get<std::string>().size() / 2, last["payload"]);
      } else {
        // Without a port, UDP whose payload cannot be looked at is of no known protocol.
        EXPECT_TRUE(n >= needed || part.value("protocol", "") == "other");
      }
    }
  }
}

TEST(MissingOctets, AreTruncatedWhenTheyWereNeverOnTheWire) {
  for (const WireVector& vector : load_wire_vectors()) {
    if (!is_sound(vector)) continue;
    const std::size_t needed = octets_needed(vector);
    for (std::size_t n = 0; n < vector.octets.size(); ++n) {
      SCOPED_TRACE(vector.id + " ends at " + std::to_string(n));
      const Exact exact{Octets{vector.octets}.first(n)};
      const json part = decode_layer(vector, exact.octets(), static_cast<std::uint32_t>(n));
      const std::string fault = part["fault"];
      const std::string walk = part.value("walk_fault", "none");
      if (fault != "none") {
        EXPECT_EQ(fault, "truncated");
        EXPECT_EQ(part["octet"], n);
      } else if (walk != "none") {
        EXPECT_EQ(walk, "truncated");
        EXPECT_EQ(part["walk_octet"], n);
      } else if (n < needed && vector.layer == "pdu") {
        EXPECT_EQ(part["messages"].back()["overlong"], true);
      } else if (n < needed && vector.layer == "uplane") {
        // Between two sections nothing of this layer is missing; ecpriPayload tells (EcpriMessage::overlong).
        wire::EcpriWalk ecpri{wire::View{exact.octets()}};
        wire::EcpriMessage message;
        ASSERT_TRUE(ecpri.next(message));
        EXPECT_TRUE(message.overlong);
      } else {
        EXPECT_TRUE(n >= needed || part.value("protocol", "") == "other");
      }
    }
  }
}

TEST(MissingOctets, BehindTheMessageButInsideTheFrameAreTruncated) {
  // ecpriPayload ends the message; the frame goes on with padding that must not be read as a section.
  const std::uint8_t octets[] = {0x10, 0x02, 0x00, 0x10, 0, 1,    0, 0x80, 0x90, 42,   0x30, 0x40,
                                 1,    1,    0,    0,    0, 0x10, 0, 1,    0xff, 0xfe, 0,    5};
  const Exact exact{octets};
  wire::EcpriWalk walk{wire::View{exact.octets()}};
  wire::EcpriMessage message;
  ASSERT_TRUE(walk.next(message));
  EXPECT_FALSE(message.overlong);
  const wire::View body = message.body.from(4);
  wire::CplaneHeader header;
  ASSERT_FALSE(wire::decode_cplane_header(body, header));
  wire::SectionWalk sections{body, header};
  wire::Section section;
  EXPECT_FALSE(sections.next(section));
  EXPECT_EQ(sections.error(), (wire::DecodeError{wire::Fault::truncated, 20}));
}

}  // namespace
}  // namespace plumbline::test

// Messages outside of the C-plane: U-plane, the other eCPRI types, PTP, ESMC.
#include "text/encode_parts.h"
#include "wire/ecpri_messages.h"
#include "wire/esmc.h"
#include "wire/head_layouts.h"
#include "wire/ptp.h"

namespace plumbline::text {
namespace {

/// PRB fields of a section whose header has been taken. Those that are not told are zeros, as many as
/// `octets` says.
void take_prb_fields(JsonTaker& section, bool others_tell) {
  const std::vector<std::uint8_t> fields = section.hex("prbFields");
  if (!section.has("octets")) {
    if (!section.has("prbFields") && !others_tell) return section.wrong("prbFields", "is not there");
    return section.put_octets(fields);
  }
  const std::uint64_t end = section.at() + section.number("octets", 16);
  section.put_octets(fields);
  section.zeros_up_to(end, "octets");
}

void take_uplane_section(JsonTaker& section, bool others_tell) {
  for (const char* name : {"compression", "firstPrb", "prbs", "octetsCaptured"}) section.skip(name);
  wire::UplaneSection head;
  head.has_header = section.has("udIqWidth");
  head.has_length = section.has("udCompLen");
  wire::layout(section, head);
  const bool needs_masks =
      section.has("udCompMeth") &&
      wire::has_section_masks(static_cast<std::uint8_t>(section.number("udCompMeth", 4)));
  if (needs_masks || section.has("sReSMask1") || section.has("sReSMask2")) wire::layout_masks(section, head);
  take_prb_fields(section, others_tell);
}

/// The entries of a list that are things with a `layout`.
template <class Item>
void take_items(JsonTaker& taker, std::string_view name) {
  wire::List<Item> list;
  taker.list_by_room(name, list, [](JsonTaker& entry, Item& item) { item.layout(entry); });
}

/// The fields of a thing with a `layout` that is there or not.
template <class T>
bool take_whole(JsonTaker& taker, T& fields) {
  return taker.step([&](JsonTaker& step) { fields.layout(step); });
}

}  // namespace

void take_uplane(JsonTaker& taker) {
  const bool there = taker.step([](JsonTaker& fields) {
    wire::UplaneHeader header;
    wire::layout(fields, header);
  });
  if (!there) return;
  const bool others_tell = taker.has("body") || taker.has("unread");
  wire::List<int> list;
  taker.list_by_room("sections", list,
                     [&](JsonTaker& section, int&) { take_uplane_section(section, others_tell); });
  taker.put_octets(taker.hex("body"));
}

void take_one_way_delay(JsonTaker& taker) {
  const bool there = taker.step([](JsonTaker& fields) {
    take_fields(fields, {{"MeasurementID", 8}, {"ActionType", 8}, {"seconds", 48}, {"nanoseconds", 32}});
    std::int64_t compensation = 0;
    fields.s("CompensationValue", 64, compensation);
  });
  if (!there) return;
  const std::uint64_t start = taker.at();
  taker.put_octets(taker.hex("dummy"));
  if (taker.has("DummyBytes")) taker.zeros_up_to(start + taker.number("DummyBytes", 16), "DummyBytes");
}

void take_ecpri_body(JsonTaker& taker, std::uint8_t type) {
  const std::uint64_t start = taker.at();
  const bool known = wire::EcpriBodies::with(wire::EcpriType{type}, [&]<class Body>(Body& body) {
    if (!take_whole(taker, body)) return;
    if constexpr (std::is_same_v<Body, wire::EcpriEvent>) take_items<wire::EcpriEventFault>(taker, "faults");
  });
  taker.put_octets(taker.hex("data"));
  if (!known && taker.has("bodyOctets"))
    taker.zeros_up_to(start + taker.number("bodyOctets", 16), "bodyOctets");
}

void take_ptp(JsonTaker& taker) {
  wire::PtpHeader header;
  if (!take_whole(taker, header)) return;
  const bool known = wire::PtpBodies::with(header.type, [&](auto& body) { take_whole(taker, body); });
  if (!known) return taker.put_octets(taker.hex("data"));
  if (taker.has("tlvs")) take_items<wire::PtpTlv>(taker, "tlvs");
}

void take_esmc(JsonTaker& taker) {
  if (taker.has("ituOui")) {
    wire::EsmcHeader header;
    if (take_whole(taker, header)) take_items<wire::EsmcTlv>(taker, "tlvs");
    return taker.put_octets(taker.hex("padding"));
  }
  if (taker.has("unread")) return;
  take_fields(taker, {{"subtype", 8}});
  taker.put_octets(taker.hex("data"));
}

}  // namespace plumbline::text

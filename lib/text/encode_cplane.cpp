#include "text/encode_cplane.h"

#include <algorithm>
#include <array>

#include "wire/cplane/extensions.h"
#include "wire/layout_writer.h"

namespace plumbline::text {
namespace {

using Json = JsonTaker::Json;

/// Fields one behind the other; what they are does not matter here.
struct Named {
  std::string_view name;
  unsigned bits;
};
template <std::size_t N>
void take(JsonTaker& taker, const std::array<Named, N>& fields) {
  for (const Named& field : fields) {
    std::uint64_t value = 0;
    taker.u(field.name, field.bits, value);
  }
}

/// Weights of a vector, from the first one in the object: as long as its list, or as its mask has bits.
std::uint16_t weights_in(const Json& json) {
  if (json.is_array())
    for (const Json& entry : json)
      if (const std::uint16_t k = weights_in(entry); k != 0) return k;
  if (!json.is_object()) return 0;
  if (const auto mask = json.find("activeBeamspaceCoefficientMask"); mask != json.end() && mask->is_string())
    return static_cast<std::uint16_t>(
        std::min<std::size_t>((mask->size() - std::min<std::size_t>(2, mask->size())) * 4, 4096));
  if (const auto weights = json.find("weights"); weights != json.end() && weights->is_array())
    return static_cast<std::uint16_t>(std::min<std::size_t>(weights->size(), 65535));
  for (const auto& [key, value] : json.items())
    if (const std::uint16_t k = weights_in(value); k != 0) return k;
  return 0;
}

/// The octets behind the last field: those told, then zeros up to the room. Error: more than it holds.
void end_of_room(JsonTaker& taker, Writer& out, wire::LayoutWriter& writer, std::size_t room) {
  writer.flush();
  for (const char* name : {"body", "padding"}) {
    const std::vector<std::uint8_t> octets = taker.hex(name);
    out.put(Octets{octets});
  }
  if (taker.failed()) return;
  if (!out.ok() || out.at() > room) return taker.wrong("extLen", "is less than the fields need");
  out.zeros(room - out.at());
}

void take_extension(JsonTaker& section, const Json& object, std::size_t index, std::uint8_t section_type,
                    const wire::CplaneParameters& parameters) {
  const std::string place = section.place() + "extensions[" + std::to_string(index) + "].";
  std::vector<std::uint8_t> space(4 * 65536);
  Writer out{space};
  wire::LayoutWriter writer{out};
  JsonTaker taker{object, writer, place};
  taker.skip("name");
  taker.skip("notes");
  taker.skip("fault");
  taker.skip("faultOctet");
  const auto type = static_cast<std::uint8_t>(taker.number("extType", 7));
  const bool ef = taker.number("ef", 1) != 0;
  const std::size_t head = wire::has_long_length(type) ? 3 : 2;
  taker.begin_at(head * 8);
  wire::CplaneParameters known = parameters;
  if (known.weights == 0) known.weights = weights_in(object);
  const wire::Section nothing;
  const wire::SectionContext context{known, nothing, section_type};
  wire::with_extension(type, [&](auto& extension) { extension.layout(taker, context); });
  writer.flush();
  std::size_t words = (head + out.at() + taker.hex("body").size() + taker.hex("padding").size() + 3) / 4;
  if (taker.has("extLen")) words = static_cast<std::size_t>(taker.number("extLen", head == 3 ? 16 : 8));
  if (taker.has("extLen") || !taker.failed())
    end_of_room(taker, out, writer, words * 4 - std::min(words * 4, head));
  if (!taker.failed()) taker.end_of_object();
  std::uint64_t value = ef ? 1 : 0;
  section.adopt(taker);
  const auto put = [&](std::uint64_t number, unsigned bits) { section.put(bits, number); };
  put(value, 1);
  put(type, 7);
  put(words, head == 3 ? 16 : 8);
  section.put_octets(Octets{space}.first(out.at()));
}

void take_section(JsonTaker& taker, const Json& object, std::uint8_t type,
                  const wire::CplaneParameters& parameters) {
  take(taker, std::array<Named, 9>{{{"sectionId", 12},
                                    {"rb", 1},
                                    {"symInc", 1},
                                    {"startPrbc", 10},
                                    {"numPrbc", 8},
                                    {"reMask", 12},
                                    {"numSymbol", 4},
                                    {"ef", 1},
                                    {type == 0 || type == 11   ? "reserved"
                                     : type == 5 || type == 10 ? "ueId"
                                                               : "beamId",
                                     15}}});
  if (type == 3) {
    std::int32_t offset = 0;
    taker.s("freqOffset", 24, offset);
    take(taker, std::array<Named, 1>{{{"reserved", 8}}});
  }
  if (!taker.has("extensions")) return;
  const Json* extensions = taker.need_array("extensions");
  for (std::size_t i = 0; extensions != nullptr && i < extensions->size() && !taker.failed(); ++i) {
    if (!(*extensions)[i].is_object()) return taker.wrong("extensions", "has an entry that is no object");
    take_extension(taker, (*extensions)[i], i, type, parameters);
  }
  static_cast<void>(object);
}

void take_type_header(JsonTaker& taker, std::uint8_t type) {
  switch (type) {
    case 0:
    case 3:
      take(taker, std::array<Named, 3>{{{"timeOffset", 16}, {"frameStructure", 8}, {"cpLength", 16}}});
      if (type == 0) return take(taker, std::array<Named, 1>{{{"reserved", 8}}});
      return take(taker, std::array<Named, 2>{{{"udIqWidth", 4}, {"udCompMeth", 4}}});
    case 1:
    case 5:
      return take(taker, std::array<Named, 3>{{{"udIqWidth", 4}, {"udCompMeth", 4}, {"reserved", 8}}});
    default:
      return;
  }
}

}  // namespace

void take_cplane(JsonTaker& taker, const Json& object, const wire::CplaneParameters& parameters) {
  const auto type = static_cast<std::uint8_t>(taker.number("sectionType", 8));
  take(taker, std::array<Named, 7>{{{"dataDirection", 1},
                                    {"payloadVersion", 3},
                                    {type == 4 || type == 8 ? "scs" : "filterIndex", 4},
                                    {"frameId", 8},
                                    {"subframeId", 4},
                                    {"slotId", 6},
                                    {"startSymbolId", 6}}});
  const auto sections = object.find("sections");
  const std::uint64_t told = sections != object.end() && sections->is_array() ? sections->size() : 0;
  taker.put(8, taker.has("numberOfsections") ? taker.number("numberOfsections", 8) : told);
  taker.put(8, type);
  take_type_header(taker, type);
  if (!wire::has_sections(type)) return taker.put_octets(taker.hex("body"));
  wire::List<int> list;
  taker.list_by_room("sections", list,
                     [&](JsonTaker& section, int&) { take_section(section, object, type, parameters); });
}

void take_uplane(JsonTaker& taker) {
  take(taker, std::array<Named, 7>{{{"dataDirection", 1},
                                    {"payloadVersion", 3},
                                    {"filterIndex", 4},
                                    {"frameId", 8},
                                    {"subframeId", 4},
                                    {"slotId", 6},
                                    {"symbolId", 6}}});
  wire::List<int> list;
  taker.list_by_room("sections", list, [&](JsonTaker& section, int&) {
    for (const char* name : {"compression", "firstPrb", "prbs", "octetsCaptured"}) section.skip(name);
    take(section, std::array<Named, 5>{
                      {{"sectionId", 12}, {"rb", 1}, {"symInc", 1}, {"startPrbu", 10}, {"numPrbu", 8}}});
    if (section.has("udIqWidth"))
      take(section, std::array<Named, 3>{{{"udIqWidth", 4}, {"udCompMeth", 4}, {"reserved", 8}}});
    if (section.has("udCompLen")) take(section, std::array<Named, 1>{{{"udCompLen", 16}}});
    for (const char* name : {"sReSMask1", "sReSMask2"}) {
      if (!section.has(name)) continue;
      std::uint8_t reserved = 0;
      section.r(4, reserved);
      take(section, std::array<Named, 1>{{{name, 12}}});
    }
    std::vector<std::uint8_t> fields = section.hex("prbFields");
    if (section.has("octets")) {
      const auto octets = static_cast<std::size_t>(section.number("octets", 16));
      if (fields.size() < octets) fields.resize(octets);  // left out, or cut by the capture
    }
    section.put_octets(fields);
  });
  taker.put_octets(taker.hex("body"));
}

}  // namespace plumbline::text

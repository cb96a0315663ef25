// C-plane messages of section types 0, 1, 3, 5, and what all section types have.
#include <algorithm>

#include "text/encode_parts.h"
#include "wire/cplane/extensions.h"

namespace plumbline::text {
namespace {

using Json = JsonTaker::Json;

void take_extension(JsonTaker& taker, std::uint8_t section_type, const wire::CplaneParameters& parameters) {
  taker.begin_room();
  skip_remarks(taker);
  const std::uint64_t start = taker.at();
  const auto type = static_cast<std::uint8_t>(taker.number("extType", 7));
  const std::uint64_t ef = taker.number("ef", 1);
  const unsigned head = wire::has_long_length(type) ? 3 : 2;
  wire::CplaneParameters known = parameters;
  if (known.weights == 0) known.weights = weights_in(taker.json());
  const wire::Section nothing;
  const wire::SectionContext context{known, nothing, section_type};
  const auto fields = [&](JsonTaker& fields_of) {
    wire::with_extension(type, [&](auto& extension) { extension.layout(fields_of, context); });
  };
  std::uint64_t words = 0;
  if (taker.has("extLen")) {
    words = taker.number("extLen", head == 3 ? 16 : 8);
  } else {
    words = taker.octets_of(head, [&](JsonTaker& trial) {
      fields(trial);
      take_room_end(trial, 0, "");
    });
    words = (words + 3) / 4;
    if (head == 2 && words > 255) return taker.wrong("extLen", "cannot say how long the fields are");
  }
  taker.put(1, ef);
  taker.put(7, type);
  taker.put(head == 3 ? 16 : 8, words);
  fields(taker);
  take_room_end(taker, start + words * 4, "extLen");
}

void take_header_rest(JsonTaker& taker, std::uint8_t type) {
  if (type == 0 || type == 3)
    take_fields(taker, {{"timeOffset", 16}, {"frameStructure", 8}, {"cpLength", 16}});
  if (type == 1 || type == 3 || type == 5) take_fields(taker, {{"udIqWidth", 4}, {"udCompMeth", 4}});
  if (type != 3) take_fields(taker, {{"reserved", 8}});
}

/// The first six octets.
void take_common(JsonTaker& taker, std::uint8_t& type) {
  type = static_cast<std::uint8_t>(taker.number("sectionType", 8));
  const bool has_scs = type == 4 || type == 8;
  take_fields(taker, {{"dataDirection", 1},
                      {"payloadVersion", 3},
                      {has_scs ? "scs" : "filterIndex", 4},
                      {"frameId", 8},
                      {"subframeId", 4},
                      {"slotId", 6},
                      {"startSymbolId", 6}});
  std::uint8_t reserved = 0;
  if (has_scs) {
    taker.r(type == 4 ? 4 : 7, reserved);
    type == 4 ? take_fields(taker, {{"cmdScope", 4}}) : take_fields(taker, {{"ready", 1}});
  } else if (taker.has("sections") && !taker.has("numberOfsections")) {
    const std::size_t count = taker.json().find("sections")->size();
    if (count > 255) return taker.wrong("numberOfsections", "cannot say how many sections there are");
    taker.put(8, count);
  } else {
    take_fields(taker, {{"numberOfsections", 8}});
  }
  taker.put(8, type);
}

}  // namespace

std::uint16_t weights_in(const Json& json) {
  if (json.is_array())
    for (const Json& entry : json)
      if (const std::uint16_t k = weights_in(entry); k != 0) return k;
  if (!json.is_object()) return 0;
  const auto mask = json.find("activeBeamspaceCoefficientMask");
  if (mask != json.end() && mask->is_string()) {
    const std::size_t digits = mask->get_ref<const std::string&>().size();
    return static_cast<std::uint16_t>(std::min<std::size_t>(digits < 2 ? 0 : (digits - 2) * 4, 4096));
  }
  if (const auto weights = json.find("weights"); weights != json.end() && weights->is_array())
    return static_cast<std::uint16_t>(std::min<std::size_t>(weights->size(), 65535));
  for (const auto& [key, value] : json.items())
    if (const std::uint16_t k = weights_in(value); k != 0) return k;
  return 0;
}

void take_extensions(JsonTaker& taker, bool ef, std::uint8_t section_type,
                     const wire::CplaneParameters& parameters) {
  if (!ef && !taker.has("extensions")) return;
  wire::List<int> list;
  taker.list_by_room("extensions", list, [&](JsonTaker& extension, int&) {
    take_extension(extension, section_type, parameters);
  });
}

void take_section(JsonTaker& taker, std::uint8_t type, const wire::CplaneParameters& parameters) {
  const bool unused = type == 0 || type == 11, ue = type == 5 || type == 10;
  take_fields(taker, {{"sectionId", 12},
                      {"rb", 1},
                      {"symInc", 1},
                      {"startPrbc", 10},
                      {"numPrbc", 8},
                      {"reMask", 12},
                      {"numSymbol", 4},
                      {"ef", 1},
                      {unused ? "reserved"
                       : ue   ? "ueId"
                              : "beamId",
                       15}});
  if (type == 3) {
    std::int32_t offset = 0;
    taker.s("freqOffset", 24, offset);
    take_fields(taker, {{"reserved", 8}});
  }
  take_extensions(taker, taker.number("ef", 1) != 0, type, parameters);
}

void take_cplane(JsonTaker& taker, const wire::CplaneParameters& parameters) {
  taker.begin_room();
  const std::uint64_t start = taker.at();
  std::uint8_t type = 0;
  if (!taker.step([&](JsonTaker& common) { take_common(common, type); })) return;
  const auto fault_in = taker.json().find("faultIn");
  if (taker.has("unread") && fault_in != taker.json().end() && *fault_in == "application header") return;
  if (!wire::has_sections(type)) return take_records(taker, type, start, parameters);
  take_header_rest(taker, type);
  wire::List<int> list;
  taker.list_by_room("sections", list,
                     [&](JsonTaker& section, int&) { take_section(section, type, parameters); });
}

}  // namespace plumbline::text

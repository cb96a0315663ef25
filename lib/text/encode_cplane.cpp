// C-plane messages of section types 0, 1, 3, 5, and what all section types have.
#include <algorithm>

#include "text/encode_parts.h"
#include "wire/cplane/extensions.h"
#include "wire/head_layouts.h"

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

/// The first six octets. How many sections there are may be left to the array of them.
void take_common(JsonTaker& taker, wire::CplaneHeader& header) {
  header.section_type = static_cast<std::uint8_t>(taker.number("sectionType", 8));
  wire::layout_start(taker, header, header.section_type);
  const bool has_count = header.section_type != 4 && header.section_type != 8;
  if (has_count && taker.has("sections") && !taker.has("numberOfsections")) {
    const std::size_t count = taker.json().find("sections")->size();
    if (count > 255) return taker.wrong("numberOfsections", "cannot say how many sections there are");
    taker.put(8, count);
  } else {
    wire::layout_count(taker, header, header.section_type);
  }
  taker.put(8, header.section_type);
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
  wire::Section section;
  wire::layout(taker, section, type);
  take_extensions(taker, section.ef, type, parameters);
}

void take_cplane(JsonTaker& taker, const wire::CplaneParameters& parameters) {
  taker.begin_room();
  const std::uint64_t start = taker.at();
  wire::CplaneHeader header;
  if (!taker.step([&](JsonTaker& common) { take_common(common, header); })) return;
  const std::uint8_t type = header.section_type;
  const auto fault_in = taker.json().find("faultIn");
  if (taker.has("unread") && fault_in != taker.json().end() && *fault_in == "application header") return;
  if (!wire::has_sections(type)) return take_records(taker, type, start, parameters);
  wire::layout_rest(taker, header, type);
  wire::List<int> list;
  taker.list_by_room("sections", list,
                     [&](JsonTaker& section, int&) { take_section(section, type, parameters); });
}

}  // namespace plumbline::text

#include "text/witness.h"

#include <algorithm>

#include "reference/reference.h"
#include "text/render.h"
#include "wire/exact.h"

namespace plumbline::test {
namespace {

using reference::Json;
using Bytes = std::vector<std::uint8_t>;

reference::Parameters for_reference(const Knowledge& k) {
  reference::Parameters p;
  for (std::size_t i = 0; i < 4; ++i) p.eaxc_bits[i] = k.eaxc_bits[i];
  if (k.format) {
    p.dynamic_format = k.format->dynamic;
    if (!k.format->dynamic) p.static_format = {k.format->method, k.format->width};
    p.comp_len = k.format->ud_comp_len;
  }
  p.carrier_prbs = k.cplane.carrier_prbs;
  p.weights = k.cplane.weights;
  p.antennas = k.cplane.antennas;
  p.st6_aligned = k.cplane.st6_aligned;
  if (k.cplane.sinr)
    p.sinr = {k.cplane.sinr->block_floating_point, k.cplane.sinr->width, k.cplane.sinr->block_size};
  p.udp_port = k.udp_port;
  return p;
}

/// The lines of write_json() without number and time.
std::vector<std::string> told(const Bytes& octets, std::size_t original_length, const Knowledge& k) {
  const Exact exact{octets};
  text::Context context;
  context.eaxc_bits = k.eaxc_bits;
  context.cplane = k.cplane;
  std::optional<wire::UplaneFormat> format = k.format;
  if (format) format->carrier_prbs = k.cplane.carrier_prbs;
  if (format) context.format_of = [&](const text::Message&) { return &*format; };
  context.format_hint = "format unknown: give --link or --compression";
  const text::Packet packet{.on_wire = static_cast<std::uint32_t>(original_length), .octets = exact.octets()};
  text::MessageReader reader{packet, k.udp_port};
  text::Message message;
  std::vector<std::string> lines;
  constexpr std::string_view kFront = "{\"number\":0,\"time\":null,";
  for (text::Buffer out; reader.next(message); out.clear()) {
    write_json(out, message, context);
    const std::string_view line{out.data(), out.size() - 1};
    lines.push_back(line.starts_with(kFront) ? "{" + std::string{line.substr(kFront.size())}
                                             : std::string{line});
  }
  return lines;
}

unsigned number(const Json& object, const char* key, unsigned most = ~0u) {
  return std::min(object.value(key, 0u), most);
}

/// udCompMeth of a section, 16 where it is not known.
unsigned method(const Json& section) {
  static constexpr std::array<std::string_view, 9> kNames = {"none",
                                                             "bfp",
                                                             "block_scaling",
                                                             "mu_law",
                                                             "modulation",
                                                             "bfp_selective",
                                                             "modulation_selective",
                                                             "bfp_selective_masks",
                                                             "modulation_selective_masks"};
  const std::string compression = section.value("compression", "");
  const std::string name = compression.substr(0, compression.find_last_not_of("0123456789-") + 1);
  const auto* found = std::find(kNames.begin(), kNames.end(), name);
  if (found != kNames.end()) return static_cast<unsigned>(found - kNames.begin());
  return name == "method" ? 9 : 16;
}

void count_extensions(const Json& owners, Compared& compared) {
  for (const Json& owner : owners) {
    if (!owner.contains("extensions")) continue;
    for (const Json& extension : owner["extensions"])
      ++compared[{"section extension", number(extension, "extType", 31)}];
  }
}

void count(const Json& told, Compared& compared) {
  const std::string protocol = told.value("protocol", "");
  if (protocol == "PTP")
    ++compared[{"PTP message type", number(told, "messageType")}];
  else if (!protocol.empty())
    ++compared[{protocol, 0}];
  else if (told.contains("sectionType"))
    ++compared[{"section type", number(told, "sectionType", 12)}];
  else if (told.contains("ecpriMessage"))
    ++compared[{"eCPRI message type", number(told, "ecpriMessage", 12)}];
  else
    ++compared[{"broken frame", 0}];
  for (const char* list : {"sections", "ues"})
    if (told.contains(list)) count_extensions(told[list], compared);
  if (told.contains("symbolId"))
    for (const Json& section : told.value("sections", Json::array()))
      ++compared[{"U-plane section", method(section)}];
  if (told.contains("commands"))
    for (const Json& command : told["commands"])
      ++compared[{"command of section type 4", number(command, "st4CmdType", 5)}];
  if (protocol == "ESMC" && told.contains("tlvs"))
    for (const Json& tlv : told["tlvs"]) ++compared[{"ESMC TLV", number(tlv, "type", 3)}];
}

}  // namespace

std::string words_of(const Knowledge& k) {
  std::string text = "weights " + std::to_string(k.cplane.weights) + ", antennas " +
                     std::to_string(k.cplane.antennas) + ", carrier " +
                     std::to_string(k.cplane.carrier_prbs) + ", aligned " +
                     std::to_string(k.cplane.st6_aligned) + ", udp " + std::to_string(k.udp_port);
  if (const auto& sinr = k.cplane.sinr)
    text += ", SINR " + std::to_string(sinr->width) + " bits x " + std::to_string(sinr->block_size) +
            (sinr->block_floating_point ? " BFP" : "");
  if (!k.format) return text + ", format none";
  return text + ", format " +
         (k.format->dynamic ? "dynamic"
                            : std::to_string(k.format->method) + "/" + std::to_string(k.format->width)) +
         (k.format->ud_comp_len ? " with udCompLen" : "");
}

std::optional<Difference> compare(const Bytes& octets, std::size_t original_length, const Knowledge& k,
                                  Compared& compared) {
  const std::vector<std::string> ours = told(octets, original_length, k);
  const Json theirs = reference::decode_frame(octets, original_length, for_reference(k));
  for (std::size_t i = 0; i < std::max(ours.size(), theirs.size()); ++i) {
    const Json other = i < theirs.size() ? theirs[i] : Json{};
    const std::string line = i < ours.size() ? ours[i] : "nothing";
    if (line == other.dump()) {
      count(other, compared);
      continue;
    }
    const Json our_json = Json::accept(line) ? Json::parse(line) : Json{line};
    return Difference{line, other.dump(), Json::diff(our_json, other).dump()};
  }
  return std::nullopt;
}

}  // namespace plumbline::test

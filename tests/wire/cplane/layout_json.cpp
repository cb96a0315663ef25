#include "wire/cplane/layout_json.h"

#include <algorithm>

namespace plumbline::test {

std::string hex_number(std::uint64_t value, unsigned bits) {
  std::string text;
  for (unsigned digit = (bits + 3) / 4; digit > 0; --digit)
    text += "0123456789abcdef"[value >> (4 * (digit - 1)) & 15];
  return "0x" + text;
}

std::string hex_octets(Octets octets) {
  std::string text;
  for (const std::uint8_t octet : octets) text += hex_number(octet, 8).substr(2);
  return text;
}

void LayoutJson::numbers(std::string_view name, const wire::Numbers& numbers, unsigned group,
                         std::uint32_t /*octet*/) {
  nlohmann::json list = nlohmann::json::array();
  for (std::uint32_t i = 0; i < numbers.size(); ++i) {
    if (group > 1 && i % group == 0) list.push_back(nlohmann::json::array());
    (group > 1 ? list.back() : list).push_back(numbers[i]);
  }
  put(name, std::move(list));
}

void tell_layout_end(nlohmann::json& out, const wire::LayoutReader<LayoutJson>& reader) {
  const Octets rest = reader.rest().octets();
  const bool complete = reader.end() == wire::LayoutEnd::complete;
  const bool zeros = std::all_of(rest.begin(), rest.end(), [](std::uint8_t octet) { return octet == 0; });
  if (complete && !zeros) out["padding"] = hex_octets(rest);
  if (!complete && !rest.empty()) out["body"] = hex_octets(rest);
  out["end"] = reader.end() == wire::LayoutEnd::truncated ? "truncated" : "complete";
  if (reader.end() == wire::LayoutEnd::unknown) out["end"] = std::string{reader.why()};
}

}  // namespace plumbline::test

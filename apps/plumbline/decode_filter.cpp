#include "plumbline/decode_filter.h"

#include <fmt/format.h>

#include <charconv>

namespace plumbline::app {
namespace {

/// A whole number, decimal or 0x hex, up to `most`.
std::optional<std::uint32_t> parse_number(std::string_view text, std::uint32_t most) {
  int base = 10;
  if (text.starts_with("0x") || text.starts_with("0X")) {
    base = 16;
    text.remove_prefix(2);
  }
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc{} || end != text.data() + text.size() || value > most) return std::nullopt;
  return value;
}

/// "frame[.subframe[.slot]]" with what is left out filled by `fill`.
std::optional<std::uint32_t> parse_slot(std::string_view text, std::uint32_t fill) {
  constexpr std::uint32_t kMost[] = {255, 15, 63};
  std::uint32_t packed = 0;
  bool open = true;
  for (const std::uint32_t most : kMost) {
    std::uint32_t value = fill;
    if (open) {
      const std::size_t dot = text.find('.');
      const auto number = parse_number(text.substr(0, dot), most);
      if (!number) return std::nullopt;
      value = *number;
      open = dot != std::string_view::npos;
      text = open ? text.substr(dot + 1) : std::string_view{};
    }
    packed = packed << 8 | value;
  }
  if (open) return std::nullopt;  // a fourth number
  return packed;
}

}  // namespace

Result<SlotRange, Error> parse_slots(std::string_view text) {
  const std::size_t dots = text.find("..");
  const std::string_view from = text.substr(0, dots);
  const std::string_view to = dots == std::string_view::npos ? text : text.substr(dots + 2);
  SlotRange range;
  const auto first = from.empty() && dots == 0 ? std::optional{range.first} : parse_slot(from, 0);
  const auto last =
      to.empty() && dots != std::string_view::npos ? std::optional{range.last} : parse_slot(to, 255);
  if (!first || !last || text == "..")
    return fail(fmt::format("--slots {}: not a range of slots", text),
                "write frame.subframe.slot..frame.subframe.slot; either end may be left open");
  return SlotRange{*first, *last};
}

Result<std::bitset<65536>, Error> parse_eaxcs(std::string_view text) {
  std::bitset<65536> ids;
  const std::string_view whole = text;
  while (true) {
    const std::size_t comma = text.find(',');
    const std::string_view part = text.substr(0, comma);
    const std::size_t dash = part.find('-');
    const auto first = parse_number(part.substr(0, dash), 65535);
    const auto last = dash == std::string_view::npos ? first : parse_number(part.substr(dash + 1), 65535);
    if (!first || !last || *first > *last)
      return fail(fmt::format("--eaxc {}: `{}` is no eAxC id", whole, part),
                  "write numbers from 0 to 65535 and ranges of them, e.g. 0,1,4-7,0x102");
    for (std::uint32_t id = *first; id <= *last; ++id) ids.set(id);
    if (comma == std::string_view::npos) return ids;
    text = text.substr(comma + 1);
  }
}

Result<std::array<std::uint8_t, 4>, Error> parse_eaxc_bits(std::string_view text) {
  std::array<std::uint8_t, 4> bits{};
  const std::string_view whole = text;
  unsigned sum = 0;
  bool more = true;
  for (std::uint8_t& width : bits) {
    const std::size_t comma = text.find(',');
    const auto number = more ? parse_number(text.substr(0, comma), 16) : std::nullopt;
    sum += number.value_or(17);
    width = static_cast<std::uint8_t>(number.value_or(0));
    more = comma != std::string_view::npos;
    text = more ? text.substr(comma + 1) : std::string_view{};
  }
  if (sum > 16 || more)
    return fail(fmt::format("--eaxc-bits {}: not four widths of 16 bits together", whole),
                "write e.g. 4,4,4,4: DU_Port_ID, BandSector_ID, CC_ID, RU_Port_ID");
  return bits;
}

Result<DecodeFilter, Error> filter_of(const FilterOptions& options) {
  DecodeFilter filter;
  if (!options.slots.empty()) {
    const auto slots = parse_slots(options.slots);
    if (!slots) return tl::unexpected(slots.error());
    filter.slots = *slots;
  }
  if (!options.eaxcs.empty()) {
    const auto eaxcs = parse_eaxcs(options.eaxcs);
    if (!eaxcs) return tl::unexpected(eaxcs.error());
    filter.eaxcs = *eaxcs;
  }
  if (!options.direction.empty())
    filter.direction = options.direction == "dl" ? radio::Direction::downlink : radio::Direction::uplink;
  return filter;
}

bool DecodeFilter::wants(const text::Message& m) const {
  using text::Kind;
  if (plane == 's')
    return m.kind == Kind::not_ecpri &&
           (m.frame->protocol == wire::Protocol::ptp || m.frame->protocol == wire::Protocol::esmc) &&
           !eaxcs && !direction && !slots;
  const bool has_type = m.kind >= Kind::other_type;
  if (plane && (!has_type || m.ecpri.header.type !=
                                 (*plane == 'c' ? wire::EcpriType::rt_control : wire::EcpriType::iq_data)))
    return false;
  if (eaxcs && (!m.has_ids() || !eaxcs->test(m.ids.eaxc.value))) return false;
  if (!direction && !slots) return true;
  const radio::RadioTime* time = m.time();
  if (time == nullptr) return false;
  if (direction && (m.kind == Kind::uplane ? m.uplane.direction : m.cplane.direction) != *direction)
    return false;
  return !slots || slots->contains(*time);
}

}  // namespace plumbline::app

#include "plumbline/decode_format.h"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace plumbline::app {

Result<wire::UplaneFormat, Error> parse_compression(std::string_view text) {
  const std::size_t digits = text.find_first_of("0123456789");
  const std::string_view word = text.substr(0, digits);
  const std::string_view number = digits == std::string_view::npos ? std::string_view{} : text.substr(digits);
  unsigned width = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), width);
  const bool width_ok =
      error == std::errc{} && end == number.data() + number.size() && width >= 1 && width <= 16;
  for (std::uint8_t method = 0; method <= 8 && width_ok; ++method)
    if (profile::name_of(profile::Method{method}) == word)
      return wire::UplaneFormat{.method = method, .width = static_cast<std::uint8_t>(width)};
  return fail(fmt::format("--compression {}: not a method and a width", text),
              "write e.g. bfp9, none16, block_scaling14, mu_law9 or modulation4");
}

const std::vector<LinkFormats::Candidate>& LinkFormats::candidates(radio::Eaxc eaxc,
                                                                   radio::Direction direction) {
  const auto [entry, is_new] =
      known_.try_emplace(std::uint32_t{eaxc.value} << 1 | static_cast<std::uint32_t>(direction));
  if (!is_new) return entry->second;
  std::array<profile::Endpoint, 16> found;
  const std::size_t n = profile::find_endpoints(link_, eaxc, direction, found.data(), found.size());
  for (std::size_t i = 0; i < n && i < found.size(); ++i) {
    const profile::Compression& compression = found[i].channel->compression;
    entry->second.push_back({found[i].channel->kind == profile::ChannelKind::prach,
                             {.dynamic = compression.dynamic,
                              .method = static_cast<std::uint8_t>(compression.method),
                              .width = compression.width,
                              .carrier_prbs = found[i].carrier->prbs,
                              .ud_comp_len = compression.ud_comp_len}});
  }
  return entry->second;
}

const wire::UplaneFormat* LinkFormats::operator()(const text::Message& message) {
  const auto& all = candidates(message.ids.eaxc, message.uplane.direction);
  if (all.empty()) return nullptr;
  if (all.size() == 1) return &all.front().format;
  // filterIndex 1..7 without 4 belongs to PRACH; some O-RUs leave it 0, so what fits is asked as well.
  const bool prach = message.uplane.filter_index != 0;
  const wire::UplaneFormat* first = nullptr;
  for (const bool of_filter : {true, false})
    for (const Candidate& candidate : all) {
      if ((candidate.prach == prach) != of_filter) continue;
      if (first == nullptr) first = &candidate.format;
      wire::UplaneWalk walk{message.body, candidate.format};
      wire::UplaneSection section;
      while (walk.next(section)) {
      }
      if (walk.error().fault == wire::Fault::none) return &candidate.format;
    }
  return first;
}

}  // namespace plumbline::app

#include "plumbline/decode_format.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace plumbline::app {

namespace {

/// A decimal number of `least` to `most`, or nothing.
std::optional<std::uint8_t> parse_number(std::string_view text, unsigned least, unsigned most) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < least || value > most)
    return std::nullopt;
  return static_cast<std::uint8_t>(value);
}

/// "bfp9": the word and the number of bits.
std::pair<std::string_view, std::optional<std::uint8_t>> split_format(std::string_view text) {
  const std::size_t digits = std::min(text.find_first_of("0123456789"), text.size());
  return {text.substr(0, digits), parse_number(text.substr(digits), 1, 16)};
}

}  // namespace

Result<wire::UplaneFormat, Error> parse_compression(std::string_view text) {
  const auto [word, width] = split_format(text);
  for (std::uint8_t method = 0; method <= 8 && width; ++method)
    if (profile::name_of(profile::Method{method}) == word)
      return wire::UplaneFormat{.method = method, .width = *width};
  return fail(fmt::format("--compression {}: not a method and a width", text),
              "write e.g. bfp9, none16, block_scaling14, mu_law9 or modulation4");
}

Result<std::optional<wire::UplaneFormat>, Error> format_of(const FormatOptions& options) {
  std::optional<wire::UplaneFormat> format;
  if (!options.compression.empty()) {
    const auto parsed = parse_compression(options.compression);
    if (!parsed) return tl::unexpected(parsed.error());
    format = *parsed;
  } else if (options.dynamic) {
    format.emplace();
  } else if (options.ud_comp_len) {
    return fail("--ud-comp-len: which method and width?",
                "add --compression, e.g. --compression bfp_selective9, or --dynamic where sections tell it");
  }
  if (!format) return format;
  format->dynamic = options.dynamic;
  format->ud_comp_len = options.ud_comp_len;
  format->carrier_prbs = options.carrier_prbs;
  return format;
}

Result<wire::SinrFormat, Error> parse_sinr(std::string_view text) {
  const std::size_t slash = text.find('/');
  const auto [word, width] = split_format(text.substr(0, slash));
  std::optional<std::uint8_t> block{0};
  if (slash != std::string_view::npos) block = parse_number(text.substr(slash + 1), 1, 12);
  if (width && block && (word == "none" || word == "bfp"))
    return wire::SinrFormat{.block_floating_point = word == "bfp", .width = *width, .block_size = *block};
  return fail(fmt::format("--sinr {}: not a method, a width and perhaps the values of a PRB", text),
              "write e.g. none16, bfp8 or bfp8/6");
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
    entry->second.push_back({found[i].carrier,
                             found[i].channel,
                             {.dynamic = compression.dynamic,
                              .method = static_cast<std::uint8_t>(compression.method),
                              .width = compression.width,
                              .carrier_prbs = found[i].carrier->prbs,
                              .ud_comp_len = compression.ud_comp_len}});
  }
  return entry->second;
}

std::uint16_t LinkFormats::carrier_prbs(radio::Eaxc eaxc, radio::Direction direction) {
  const auto& all = candidates(eaxc, direction);
  return all.empty() ? std::uint16_t{0} : all.front().format.carrier_prbs;
}

const LinkFormats::Candidate* LinkFormats::find(const text::Message& message) {
  const auto& all = candidates(message.ids.eaxc, message.uplane.direction);
  if (all.empty()) return nullptr;
  if (all.size() == 1) return &all.front();
  // filterIndex 1..7 without 4 belongs to PRACH; some O-RUs leave it 0, so what fits is asked as well.
  const bool prach = message.uplane.filter_index != 0;
  const Candidate* first = nullptr;
  for (const bool of_filter : {true, false})
    for (const Candidate& candidate : all) {
      const bool of_prach = candidate.channel->kind == profile::ChannelKind::prach;
      if ((of_prach == prach) != of_filter) continue;
      if (first == nullptr) first = &candidate;
      wire::UplaneWalk walk{message.body, candidate.format};
      wire::UplaneSection section;
      while (walk.next(section)) {
      }
      if (walk.error().fault == wire::Fault::none) return &candidate;
    }
  return first;
}

}  // namespace plumbline::app

// encode(decode(x)) == x for any frame, and any text as messages for encode. The first nine octets choose:
// text or frame and format flags, method and width, carrier PRBs, UDP port, octets that the capture lost,
// weights, antennas, SINR format.
#include <algorithm>
#include <cstdint>
#include <memory>

#include "text/there_and_back.h"

namespace {

using namespace plumbline;

constexpr std::size_t kChoices = 9;

void require(bool holds) {
  if (!holds) __builtin_trap();
}

test::Knowledge knowledge_of(const std::uint8_t* choices) {
  const std::uint8_t flags = choices[0];
  test::Knowledge knowledge;
  knowledge.cplane = {.weights = static_cast<std::uint16_t>(choices[6] % 65),
                      .antennas = static_cast<std::uint16_t>(choices[7] % 9),
                      .carrier_prbs = static_cast<std::uint16_t>(choices[2] * 2),
                      .st6_aligned = (flags & 2) != 0};
  if ((flags & 4) != 0)
    knowledge.cplane.sinr = wire::SinrFormat{.block_floating_point = (flags & 8) != 0,
                                             .width = static_cast<std::uint8_t>(1 + (choices[8] & 15)),
                                             .block_size = static_cast<std::uint8_t>(choices[8] >> 4 & 7)};
  if ((flags & 16) != 0)
    knowledge.format = wire::UplaneFormat{.dynamic = (flags & 32) != 0,
                                          .method = static_cast<std::uint8_t>(choices[1] & 15),
                                          .width = static_cast<std::uint8_t>(1 + (choices[1] >> 4)),
                                          .ud_comp_len = (flags & 64) != 0};
  knowledge.udp_port = choices[3];
  return knowledge;
}

void there_and_back(Octets frame, std::uint32_t on_wire, const test::Knowledge& knowledge) {
  const auto back = test::encoded(test::told(frame, on_wire, knowledge));
  require(back.has_value());
  require(std::equal(back->begin(), back->end(), frame.begin(), frame.end()));
}

/// Every line a message, all of one frame. What comes of it is a frame like any other.
void encode_text(std::string_view text, const test::Knowledge& knowledge) {
  std::vector<std::string> lines;
  for (std::size_t end = 0; end != std::string_view::npos && lines.size() < 8; text.remove_prefix(end + 1)) {
    end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
  }
  const auto frame = test::encoded(lines);
  if (!frame) return require(!frame.error().what.empty());
  there_and_back(*frame, static_cast<std::uint32_t>(frame->size()), knowledge);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < kChoices) return 0;
  const test::Knowledge knowledge = knowledge_of(data);
  const std::size_t octets = size - kChoices;
  if ((data[0] & 1) != 0) {
    encode_text({reinterpret_cast<const char*>(data) + kChoices, octets}, knowledge);
    return 0;
  }
  const std::unique_ptr<std::uint8_t[]> exact{new std::uint8_t[octets]};
  std::copy(data + kChoices, data + size, exact.get());
  const auto on_wire = static_cast<std::uint32_t>(octets + load_be16(data + 4) % 2048);
  there_and_back({exact.get(), octets}, on_wire, knowledge);
  return 0;
}

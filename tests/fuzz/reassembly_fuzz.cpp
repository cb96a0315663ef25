// Any sequence of pieces, in small limits, followed by a model that keeps the octets apart. Seven octets of
// input each: what is done, sequenceId, E and subSequenceId, octets on the wire, what they are and how many
// were captured, time since the last.
#include <cstdint>
#include <string>

#include "base/cursor.h"
#include "wire/reassembly_model.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace plumbline;
  constexpr std::size_t kStep = 7;
  test::ReassemblyModel model{{.octets = 2400, .message_octets = 300, .age_ns = 1000, .age_packets = 20},
                              [](const std::string&) { __builtin_trap(); }};
  std::int64_t now = 0;
  std::uint64_t packet = 0;
  for (; size >= kStep; data += kStep, size -= kStep) {
    now += data[6] < 250 ? data[6] : (static_cast<std::int64_t>(data[6]) - 252) * 1000;
    if (data[0] == 0xFF) {
      model.expire(now, packet);
      continue;
    }
    test::GivenPiece given{.key = data[0] & 15u, .packet = ++packet};
    given.ids = {.sequence = data[1],
                 .last_fragment = (data[2] & 0x80) != 0,
                 .subsequence = static_cast<std::uint8_t>(data[2] & 0x7F)};
    given.octets.assign(data[3], data[4]);
    given.captured = data[5] >= data[3] ? data[3] : data[5];
    given.stamp_ns = (data[0] & 0x10) != 0 ? wire::Reassembler::kNoStamp : now;
    model.add(given);
  }
  model.end();
  return 0;
}

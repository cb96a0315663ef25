// C-plane messages behind ecpriSeqid, with everything that octets do not say of themselves: decoded down to
// the last field they are written again as they were, and the other decoder says the same of them.
// The first eight octets choose: weights, antennas, PRBs of the carrier (2), alignment and the format of SINR
// values, their block size, octets that the capture lost (2).
#include "fuzz/law.h"

namespace {

using namespace plumbline;

constexpr std::size_t kChoices = 8;
const fuzz::Reached kReached;

wire::CplaneParameters chosen(const std::uint8_t* data) {
  wire::CplaneParameters parameters{.weights = data[0],
                                    .antennas = data[1],
                                    .carrier_prbs = static_cast<std::uint16_t>(load_be16(data + 2) % 1024),
                                    .st6_aligned = (data[4] & 1) != 0};
  if ((data[4] & 2) != 0)
    parameters.sinr = wire::SinrFormat{.block_floating_point = (data[4] & 4) != 0,
                                       .width = static_cast<std::uint8_t>(1 + (data[4] >> 4)),
                                       .block_size = data[5]};
  return parameters;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < kChoices || size > 16'000) return 0;
  const test::Knowledge knowledge{.cplane = chosen(data), .format = {}};
  const std::uint32_t lost = load_be16(data + 6) % 2048;
  const test::Exact exact{Octets{data + kChoices, size - kChoices}};
  const auto on_wire = static_cast<std::uint32_t>(exact.octets().size() + lost);

  const wire::View message{exact.octets(), on_wire, fuzz::kInFront};
  fuzz::require(test::is_same(test::rewrite_cplane(message, knowledge.cplane, kReached.tally()), message));
  fuzz::require_witness(fuzz::ecpri_frame(2, exact.octets(), on_wire), fuzz::kInFront + on_wire, knowledge);
  return 0;
}

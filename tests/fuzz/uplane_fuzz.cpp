// U-plane messages behind ecpriSeqid in every format: what is read is written again as it was, and the other
// decoder says the same of it.
// The first six octets choose: static or dynamic, method and udCompLen, width, PRBs of the carrier (2),
// octets that the capture lost (2).
#include "fuzz/law.h"

namespace {

constexpr std::size_t kChoices = 6;
const plumbline::fuzz::Reached kReached;

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace plumbline;
  if (size < kChoices || size > 16'000) return 0;
  const auto carrier_prbs = static_cast<std::uint16_t>(load_be16(data + 2) % 1024);
  const wire::UplaneFormat format{.dynamic = (data[0] & 1) != 0,
                                  .method = static_cast<std::uint8_t>(data[0] >> 1 & 15),
                                  .width = static_cast<std::uint8_t>(1 + (data[1] & 15)),
                                  .carrier_prbs = carrier_prbs,
                                  .ud_comp_len = (data[0] & 0x20) != 0};
  const test::Knowledge knowledge{.cplane = {.carrier_prbs = carrier_prbs}, .format = format};
  const std::uint32_t lost = load_be16(data + 4) % 2048;
  const test::Exact exact{Octets{data + kChoices, size - kChoices}};
  const auto on_wire = static_cast<std::uint32_t>(exact.octets().size() + lost);

  const wire::View message{exact.octets(), on_wire, fuzz::kInFront};
  fuzz::require(test::is_same(test::rewrite_uplane(message, format, kReached.tally()), message));
  wire::UplaneWalk walk{message, format};
  wire::UplaneSection section;
  while (walk.next(section)) {
    const wire::View& prbs = section.prbs;
    fuzz::require(prbs.base + prbs.length <= message.base + message.length);
    fuzz::require(prbs.captured == 0 || prbs.data + prbs.captured <= message.data + message.captured);
    fuzz::require(section.octets_per_prb == 0 || prbs.length == section.octets_per_prb * section.range.count);
    fuzz::require(section.octets_per_prb != 0 || wire::is_selective(wire::method_of(section.ud_comp_hdr)));
  }
  fuzz::require_witness(fuzz::ecpri_frame(0, exact.octets(), on_wire), fuzz::kInFront + on_wire, knowledge);
  return 0;
}

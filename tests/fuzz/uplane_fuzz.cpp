// U-plane messages behind ecpriSeqid in every format: what is read is written again as it was, and the other
// decoder says the same of it.
#include "fuzz/choices.h"
#include "fuzz/law.h"

namespace {

const plumbline::fuzz::Reached kReached;

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace plumbline;
  constexpr std::size_t kChoices = fuzz::kUplaneChoices;
  if (size < kChoices || size > 16'000) return 0;
  const wire::UplaneFormat format = fuzz::uplane_choices(data);
  const test::Knowledge knowledge{.cplane = {.carrier_prbs = format.carrier_prbs}, .format = format};
  const test::Exact exact{Octets{data + kChoices, size - kChoices}};
  const auto on_wire = static_cast<std::uint32_t>(exact.octets().size() + fuzz::octets_lost(data + kChoices));

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

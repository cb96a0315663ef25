// C-plane messages behind ecpriSeqid, with everything that octets do not say of themselves: decoded down to
// the last field they are written again as they were, and the other decoder says the same of them.
#include "fuzz/choices.h"
#include "fuzz/law.h"

namespace {

const plumbline::fuzz::Reached kReached;

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace plumbline;
  constexpr std::size_t kChoices = fuzz::kCplaneChoices;
  if (size < kChoices || size > 16'000) return 0;
  const test::Knowledge knowledge{.cplane = fuzz::cplane_choices(data), .format = {}};
  const test::Exact exact{Octets{data + kChoices, size - kChoices}};
  const auto on_wire = static_cast<std::uint32_t>(exact.octets().size() + fuzz::octets_lost(data + kChoices));

  const wire::View message{exact.octets(), on_wire, fuzz::kInFront};
  fuzz::require(test::is_same(test::rewrite_cplane(message, knowledge.cplane, kReached.tally()), message));
  fuzz::require_witness(fuzz::ecpri_frame(2, exact.octets(), on_wire), fuzz::kInFront + on_wire, knowledge);
  return 0;
}

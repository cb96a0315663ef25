// PTP, ESMC and the eCPRI messages of other types: what is read is written again as it was, and the other
// decoder says the same of it.
#include "fuzz/choices.h"
#include "fuzz/law.h"

namespace {

const plumbline::fuzz::Reached kReached;

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace plumbline;
  constexpr std::size_t kChoices = fuzz::kSyncChoices;
  if (size < kChoices || size > 16'000) return 0;
  constexpr std::uint16_t kEtherTypes[] = {0x88F7, 0x8809, 0xAEFE};
  const unsigned kind = data[0] % 3;
  const test::Exact exact{Octets{data + kChoices, size - kChoices}};
  const auto on_wire = static_cast<std::uint32_t>(exact.octets().size() + fuzz::octets_lost(data + kChoices));

  constexpr std::uint32_t kEthernet = 14;
  const wire::View client{exact.octets(), on_wire, kEthernet};
  test::Tally& tally = kReached.tally();
  fuzz::require(is_same(kind == 0   ? test::rewrite_ptp(client, tally)
                        : kind == 1 ? test::rewrite_esmc(client, tally)
                                    : test::rewrite_ecpri(client, tally),
                        client));
  std::vector<std::uint8_t> frame = fuzz::ethernet(kEtherTypes[kind]);
  frame.insert(frame.end(), exact.octets().begin(), exact.octets().end());
  fuzz::require_witness(frame, kEthernet + on_wire, {.cplane = {}, .format = {}});
  return 0;
}

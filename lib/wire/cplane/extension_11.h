// Section extension 11: flexible beamforming weights. Source: CUS v17.01 7.7.11, 7.9.4.
//
//   0 | ef | extType (7) |  1 | extLen (16) |  3 | disableBFWs | RAD | bundleOffset (6) |  4 | numBundPrb |
//   disableBFWs = 0:  5 | bfwCompHdr |  per bundle: bfwCompParam, contInd, beamId (15), (I, Q) x L
//   disableBFWs = 1:  per bundle: contInd, beamId (15)
//
// Section types 1, 3; DL and UL; with an SE 19 in front of it one for each port. The section's own beamId is
// ignored. numBundPrb 0 is reserved. The bundles are not counted on the wire (lib/text/MESSAGES.md 4.1). Each
// ends on an octet; padding at the end only.
#pragma once

#include "wire/cplane/parameters.h"
#include "wire/cplane/weights.h"

namespace plumbline::wire {

struct Extension11 {
  static constexpr std::uint8_t kType = 11;
  struct Bundle {
    BfwCompParam param;
    bool cont_ind = false;
    std::uint16_t beam_id = 0;
    Weights weights;
  };
  bool disable_bfws = false;
  bool rad = true;
  std::uint8_t bundle_offset = 0;
  std::uint8_t num_bund_prb = 0;
  BfwCompHdr comp_hdr;
  List<Bundle> bundles;

  template <class W>
  void layout(W& w, const SectionContext& context) {
    if (!w.step([&](auto& s) {
          s.u("disableBFWs", 1, disable_bfws);
          s.u("RAD", 1, rad);
          s.u("bundleOffset", 6, bundle_offset);
          s.u("numBundPrb", 8, num_bund_prb);
        }))
      return;
    if (!disable_bfws && !w.step([&](auto& s) { comp_hdr.layout(s); })) return;
    const unsigned k = context.parameters.weights;
    const auto bundle = [&](auto& b, Bundle& item) {
      if (!disable_bfws) {
        if (comp_hdr.reserved()) return static_cast<void>(b.unknown("bfwCompMeth reserved"));
        if (k == 0) return static_cast<void>(b.unknown("number of weights not known"));
        item.param.layout(b, comp_hdr.method, k);
      }
      b.u("contInd", 1, item.cont_ind);
      b.u("beamId", 15, item.beam_id);
      if (!disable_bfws) item.weights.layout(b, item.param.present(comp_hdr.method, k), comp_hdr.width());
    };
    const bool sized = disable_bfws || (k != 0 && !comp_hdr.reserved());
    // More than fit need not be counted: a bundle has two octets at least.
    const auto count = bundle_count(context, rad, bundle_offset, num_bund_prb, w.bits_left() / 16);
    if (count && sized)
      w.list("bundles", *count, bundles, bundle);
    else
      w.list_by_room("bundles", bundles, bundle);
  }
};

}  // namespace plumbline::wire

// What is inside the PRBs of U-plane sections.
#include <optional>

#include "check/judge.h"
#include "check/prb_reader.h"

namespace plumbline::check {

/// What the C-plane says of the amplitudes of a section.
track::ModulationFacts Judge::modulation(const Passage& p, const wire::UplaneSection& section,
                                         const track::DeliverFacts& deliver) {
  if (!rules::is_modulation(wire::method_of(section.ud_comp_hdr)) ||
      deliver.coupling != track::Coupling::matched)
    return {};
  return p.cell->cell.modulation(
      p.slot, {.prbs = section.range, .id = section.id, .symbol = p.facts.at.symbol, .prach = false});
}

/// Judges the PRBs of a section, each by the rules of its method.
void Judge::prbs(const Passage& p, const wire::UplaneSection& section, const track::DeliverFacts& deliver) {
  const track::ModulationFacts told = modulation(p, section, deliver);
  PrbReader reader{p.facts, section, told};
  const std::uint8_t method = wire::method_of(section.ud_comp_hdr);
  // A copy, made when it is needed: what samples are explains nothing of the message that carries them.
  std::optional<Where> copy;
  while (true) {
    if (const unsigned usual = reader.pass_usual(); usual > 0)
      p.entry->counts[rules::is_bfp(method) ? kPrbBfp : kPrbPlain] += usual;
    const track::PrbFacts* prb = reader.next();
    if (prb == nullptr) break;
    Where& where = copy ? *copy : copy.emplace(p.where);
    where.prbs = radio::make_prbs(reader.number(), 1, 1);
    if (rules::is_bfp(method)) {
      run<rules::BfpPrbGroup>(tally_, *p.entry, kPrbBfp, *prb, where);
    } else if (rules::is_modulation(method)) {
      if (!prb->modulation.known) ++modulation_unknown_;
      run<rules::ModulationPrbGroup>(tally_, *p.entry, kPrbModulation, *prb, where);
    } else if (method == 2) {
      run<rules::ScalingPrbGroup>(tally_, *p.entry, kPrbScaling, *prb, where);
    } else if (method == 3) {
      run<rules::MuLawPrbGroup>(tally_, *p.entry, kPrbMuLaw, *prb, where);
    } else {
      run<rules::PlainPrbGroup>(tally_, *p.entry, kPrbPlain, *prb, where);
    }
    if (wire::is_selective(method))
      run<rules::SelectivePrbGroup>(tally_, *p.entry, kPrbSelective, *prb, where);
  }
  prbs_judged_ += reader.count();
  prbs_cut_ += section.range.count - reader.count();
}

/// How far rules about PRBs could look.
void Judge::fill_iq(record::Iq& iq) const {
  iq.set_scope(scope_ == IqScope::all       ? record::IQ_SCOPE_ALL
               : scope_ == IqScope::sampled ? record::IQ_SCOPE_SAMPLED
                                            : record::IQ_SCOPE_OFF);
  if (scope_ == IqScope::sampled) iq.set_one_in(kIqOneIn);
  iq.set_prbs(prbs_);
  iq.set_prbs_judged(prbs_judged_);
  iq.set_prbs_cut(prbs_cut_);
}

/// What rules about PRBs lacked.
void Judge::add_iq_lacks(std::uint32_t needs, std::vector<std::string>& lacks) const {
  if ((needs & rules::kSamples) == 0) return;
  if (scope_ == IqScope::off) lacks.emplace_back("a look into PRBs (--iq)");
  if (prbs_cut_ > 0) lacks.emplace_back("PRBs that the capture holds whole");
  if ((needs & rules::kModulation) != 0 && modulation_unknown_ > 0)
    lacks.emplace_back("SE 4 of the C-plane in the capture");
}

}  // namespace plumbline::check

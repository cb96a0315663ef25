#include "emulator/extras.h"

namespace plumbline::emulator {

void WithExtras::receive(CaptureTime at, std::uint32_t length, Octets octets) {
  unit_->receive(at, length, octets);
}

void WithExtras::advance(CaptureTime until, std::vector<TimedFrame>& batch) {
  if (extras_.empty() || extras_.front().at >= until) return unit_->advance(until, batch);
  unit_->advance(until, own_);
  batch.clear();
  auto own = own_.begin();
  while (!extras_.empty() && extras_.front().at < until) {
    const ExtraFrame& extra = extras_.front();
    for (; own != own_.end() && own->at <= extra.at; ++own) batch.push_back(*own);
    batch.push_back(
        {.octets = extra.octets, .length = static_cast<std::uint32_t>(extra.octets.size()), .at = extra.at});
    extras_ = extras_.subspan(1);
  }
  batch.insert(batch.end(), own, own_.end());
}

}  // namespace plumbline::emulator

#include "io/merge_source.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <span>
#include <string>
#include <utility>

#include "io/source_warning.h"

namespace plumbline::io {
namespace {

class MergeSource final : public Source {
 public:
  explicit MergeSource(std::vector<std::unique_ptr<Source>> sources) {
    for (auto& source : sources) inputs_.push_back({.source = std::move(source)});
    refresh_info();
  }

  Result<Batch, Error> next() override;
  const SourceInfo& info() const override { return info_; }

 private:
  struct Input {
    std::unique_ptr<Source> source;
    std::span<const Packet> rest{};  // of its last batch, valid until its next()
    bool end = false;
    CaptureTime reached = kNoStamp;           // stamp of the packet before
    std::vector<std::uint32_t> interfaces{};  // its interface -> ours

    CaptureTime head() const { return rest.front().stamp == kNoStamp ? reached : rest.front().stamp; }
  };

  Result<void, Error> refill(Input& input);
  void take_first_of(Input& input);
  void refresh_info();
  void refresh_warnings();

  std::vector<Input> inputs_;
  std::array<Packet, 256> batch_{};
  std::size_t batch_size_ = 0;
  std::uint64_t number_ = 0;
  std::uint64_t warnings_seen_ = 0;
  SourceInfo info_;
};

Result<void, Error> MergeSource::refill(Input& input) {
  const auto batch = input.source->next();
  if (!batch) return tl::unexpected<Error>(batch.error());
  input.rest = batch->packets;
  input.end = batch->end;
  return {};
}

Result<Batch, Error> MergeSource::next() {
  batch_size_ = 0;
  // What a live source did not have when it was asked after all others had shown their first packet is later
  // than these, so it need not be waited for; hence another round after any that brought something. Files
  // always have something or are at their end.
  for (bool again = true; again;) {
    again = false;
    for (Input& input : inputs_) {
      if (input.end || !input.rest.empty()) continue;
      if (auto filled = refill(input); !filled) return tl::unexpected<Error>(filled.error());
      again = again || !input.rest.empty();
    }
  }
  refresh_info();

  while (batch_size_ < batch_.size()) {
    Input* first = nullptr;
    for (Input& input : inputs_)
      if (!input.rest.empty() && (first == nullptr || input.head() < first->head())) first = &input;
    if (first == nullptr) break;
    take_first_of(*first);
    // Its next batch may begin before the heads of the others, and reading it ends the life of this one.
    if (first->rest.empty() && !first->end) break;
  }
  for (const Packet& packet : std::span{batch_}.first(batch_size_)) info_.octets += packet.octets.size();
  info_.packets += batch_size_;
  const bool end =
      std::all_of(inputs_.begin(), inputs_.end(), [](const Input& in) { return in.end && in.rest.empty(); });
  return Batch{.packets = std::span<const Packet>{batch_}.first(batch_size_), .end = end};
}

void MergeSource::take_first_of(Input& input) {
  input.reached = input.head();
  Packet& packet = batch_[batch_size_++];
  packet = input.rest.front();
  packet.number = ++number_;
  assert(packet.interface < input.interfaces.size());
  packet.interface = input.interfaces[packet.interface];
  input.rest = input.rest.subspan(1);
}

void MergeSource::refresh_info() {
  const bool first_time = info_.format.empty();
  std::uint64_t warnings = 0;
  info_.file_octets = 0;
  info_.file_octets_read = 0;
  for (Input& input : inputs_) {
    const SourceInfo& theirs = input.source->info();
    if (first_time) {
      info_.name += (info_.name.empty() ? "" : " + ") + theirs.name;
      info_.format += (info_.format.empty() ? "" : " + ") + theirs.format;
    }
    info_.file_octets += theirs.file_octets;
    info_.file_octets_read += theirs.file_octets_read;
    for (std::size_t i = 0; i < theirs.interfaces.size(); ++i) {
      if (i == input.interfaces.size()) {
        input.interfaces.push_back(static_cast<std::uint32_t>(info_.interfaces.size()));
        info_.interfaces.push_back(theirs.interfaces[i]);
      }
      info_.interfaces[input.interfaces[i]].dropped = theirs.interfaces[i].dropped;
    }
    // The end counts as one more: texts that count are complete then.
    warnings += theirs.warnings.size() + theirs.warnings_left_out + (input.end ? 1 : 0);
  }
  if (warnings != warnings_seen_) refresh_warnings();
  warnings_seen_ = warnings;
}

void MergeSource::refresh_warnings() {
  info_.warnings.clear();
  info_.warnings_left_out = 0;
  for (const Input& input : inputs_) {
    const SourceInfo& theirs = input.source->info();
    for (const SourceWarning& warning : theirs.warnings)
      add_warning(info_, warning.offset, theirs.name + ": " + warning.text);
    info_.warnings_left_out += theirs.warnings_left_out;
  }
}

}  // namespace

Result<std::unique_ptr<Source>, Error> merge_sources(std::vector<std::unique_ptr<Source>> sources) {
  if (sources.empty()) return fail("no source is named", "name at least one capture file or interface");
  if (sources.size() == 1) return std::move(sources.front());
  return std::make_unique<MergeSource>(std::move(sources));
}

}  // namespace plumbline::io

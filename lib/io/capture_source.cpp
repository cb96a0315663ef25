#include "io/capture_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <utility>

#include "io/source_warning.h"

namespace plumbline::io {
namespace {

constexpr std::uint32_t kEthernet = 1;  // LINKTYPE_ETHERNET

}  // namespace

Result<Batch, Error> CaptureSource::next() {
  batch_size_ = 0;
  if (!ended_) read_records();
  for (std::size_t i = 0; i < interfaces_.size(); ++i)
    if (interfaces_[i].skipped != interfaces_[i].skipped_told) warn_of_skipped(i);
  const auto packets = std::span<const Packet>{batch_}.first(batch_size_);
  info_.packets += packets.size();
  for (const Packet& packet : packets) info_.octets += packet.octets.size();
  info_.file_octets_read = window_.stream().stored_octets_read();
  if (broken_ && packets.empty()) return tl::unexpected<Error>(*broken_);
  return Batch{.packets = packets, .end = ended_ && !broken_};
}

bool CaptureSource::want(std::size_t n) {
  if (window_.ahead().size() >= n) return true;
  if (batch_size_ > 0) return false;
  if (window_.fill(n)) return true;
  ended_ = true;
  ended_early();
  return false;
}

void CaptureSource::ended_early() {
  const std::uint64_t end = window_.offset() + window_.ahead().size();
  if (const auto& trouble = window_.stream().trouble()) {
    if (trouble->kind == StreamTrouble::Kind::broken) {
      broken_ = Error{fmt::format("{}: reading failed after {} octets: {}", info_.name, end, trouble->text),
                      "check the disk or the network share, or copy the file elsewhere and try again"};
    } else {
      add_warning(info_, end,
                  fmt::format("{}; {} octets came out of it, up to packet {}", trouble->text, end, number_));
    }
  } else if (end != record_offset_) {
    add_warning(info_, record_offset_,
                fmt::format("the file is cut short: it ends {} octets into what follows packet {}",
                            end - record_offset_, number_));
  }
}

void CaptureSource::damaged(std::string text) {
  ended_ = true;
  warn(fmt::format("damaged after packet {}: {}; what follows is not read", number_, text));
}

void CaptureSource::warn(std::string text) { add_warning(info_, record_offset_, std::move(text)); }

void CaptureSource::add_interface(InterfaceInfo info, Interface more) {
  info.resolution_ns = more.scale.resolution_ns();
  info_.interfaces.push_back(std::move(info));
  interfaces_.push_back(more);
}

void CaptureSource::add(const Record& record) {
  Interface& from = interfaces_[record.interface];
  ++number_;
  if (from.link_type != kEthernet) {
    // Said at once, so that the order of warnings does not depend on batches; counted on in next().
    if (from.skipped++ == 0) warn_of_skipped(record.interface);
    return;
  }
  const auto captured = static_cast<std::uint32_t>(record.octets.size());
  if (record.original_length < captured && !warned_of_short_original_) {
    warned_of_short_original_ = true;
    warn(fmt::format(
        "packet {}: {} octets were captured of {}; the captured length is believed, here and later", number_,
        captured, record.original_length));
  }
  const std::uint32_t with_fcs = std::max(record.original_length, captured);
  const std::uint32_t fcs = record.fcs_octets != 0 ? record.fcs_octets : from.fcs_octets;
  const std::uint32_t original = with_fcs - std::min(fcs, with_fcs);
  batch_[batch_size_++] = Packet{.number = number_,
                                 .stamp = stamp_of(record),
                                 .interface = record.interface,
                                 .original_length = original,
                                 .octets = record.octets.first(std::min(captured, original)),
                                 .loss_before = record.loss_before};
}

CaptureTime CaptureSource::stamp_of(const Record& record) {
  if (!record.has_stamp) return kNoStamp;
  const auto stamp = interfaces_[record.interface].scale.convert(record.ticks);
  if (stamp) return *stamp;
  warn(fmt::format(
      "packet {}: its time stamp of {} ticks does not fit into 64-bit nanoseconds; it counts as none",
      number_, record.ticks));
  return kNoStamp;
}

void CaptureSource::warn_of_skipped(std::size_t index) {
  Interface& from = interfaces_[index];
  from.skipped_told = from.skipped;
  const std::string& name = info_.interfaces[index].name;
  std::string text =
      fmt::format("interface {}{} is not Ethernet (link type {}): {} of its packets {} skipped", index,
                  name.empty() ? "" : fmt::format(" ({})", name), from.link_type, from.skipped,
                  from.skipped == 1 ? "was" : "were");
  if (!from.warned) {
    from.warned = info_.warnings.size();
    add_warning(info_, record_offset_, std::move(text));
  } else if (*from.warned < info_.warnings.size()) {
    info_.warnings[*from.warned].text = std::move(text);
  }
}

}  // namespace plumbline::io

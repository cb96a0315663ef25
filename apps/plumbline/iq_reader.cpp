#include "plumbline/iq_reader.h"

#include <thread>
#include <utility>

#include "plumbline/common.h"
#include "plumbline/print_link.h"

namespace plumbline::app {
namespace {

/// The sections of a message in a format; false when they do not use it up.
bool walk(const wire::View& body, const wire::UplaneFormat& format,
          std::vector<wire::UplaneSection>& sections, wire::Fault& fault) {
  sections.clear();
  wire::UplaneWalk walk{body, format};
  wire::UplaneSection section;
  while (walk.next(section)) sections.push_back(section);
  fault = walk.error().fault;
  return fault == wire::Fault::none && !sections.empty();
}

/// Whether udCompHdr and the octet behind it stand in every section, as far as one message tells.
bool reads_as_dynamic(const std::vector<wire::UplaneSection>& sections) {
  for (const wire::UplaneSection& section : sections)
    if (section.reserved != 0 || wire::method_of(section.ud_comp_hdr) > 3) return false;
  return true;
}

iq::Format format_of(const wire::UplaneSection& section) {
  iq::Format format{.method = wire::method_of(section.ud_comp_hdr),
                    .width = wire::width_of(section.ud_comp_hdr)};
  if (section.has_masks()) {
    format.mask_odd = section.mask1 & 0xFFF;
    format.mask_even = (section.rb ? section.mask1 : section.mask2) & 0xFFF;
  }
  return format;
}

}  // namespace

std::string_view words(IqSkip skip) {
  switch (skip) {
    case IqSkip::filtered:
      return "messages left out by --eaxc, --slots, --direction";
    case IqSkip::broken:
      return "messages without all of their headers";
    case IqSkip::fragment:
      return "parts of messages fragmented by the radio transport (they are not joined here)";
    case IqSkip::format_unknown:
      return "messages whose compression nothing tells: eAxC ids that the link does not name, or no packing "
             "fits";
    case IqSkip::misfit:
      return "messages whose sections do not end where they do: another compression?";
    case IqSkip::cut:
      return "messages that the capture cut short";
    case IqSkip::modulation:
      return "sections with modulation compression (amplitudes are in the C-plane)";
    case IqSkip::reserved:
      return "sections with a reserved compression method";
    case IqSkip::untracked:
      return "sections beyond the number of eAxC and formats that are followed";
  }
  return "";
}

/// How the sections of one message are read.
struct IqReader::Reading {
  const LinkFormats::Candidate* candidate = nullptr;
  const wire::UplaneFormat* format = nullptr;
  std::uint64_t* counter = nullptr;
};

IqReader::IqReader(const IqReaderOptions& options, IqOrigin origin)
    : options_{options}, origin_{std::move(origin)} {
  if (options_.link != nullptr) formats_.emplace(*options_.link);
}

IqReader::Reading IqReader::reading_of(const text::Message& message) {
  static const wire::UplaneFormat kDynamic{.dynamic = true};
  if (options_.format) return {.format = &*options_.format, .counter = &origin_.by_option};
  if (formats_)
    if (const LinkFormats::Candidate* candidate = formats_->find(message))
      return {candidate, &candidate->format, &origin_.by_link};
  if (origin_.inferred) return {.format = &kDynamic, .counter = &origin_.by_header};
  return {};
}

void IqReader::message(const text::Message& message, const Take& take) {
  if (!message.ids.last_fragment) return skip(IqSkip::fragment);
  const Reading reading = reading_of(message);
  if (reading.format == nullptr) return skip(IqSkip::format_unknown);
  wire::Fault fault{};
  const bool fits = walk(message.body, *reading.format, sections_, fault);
  if (fault == wire::Fault::cut) return skip(IqSkip::cut);
  const bool guessed = reading.counter == &origin_.by_header;
  if (guessed && (!fits || !reads_as_dynamic(sections_))) return skip(IqSkip::format_unknown);
  if (fault == wire::Fault::prbs_unknown) return skip(IqSkip::format_unknown);
  if (fault == wire::Fault::unsupported_method) return skip(IqSkip::reserved);
  if (!fits) return skip(IqSkip::misfit);
  for (const wire::UplaneSection& section : sections_)
    if (section.prbs.captured < section.prbs.length) return skip(IqSkip::cut);
  const track::PairId pair = pairs_.find(track::flow_of(*message.frame));
  if (pair.pair == track::kNone) return skip(IqSkip::untracked);
  ++messages_;
  ++*reading.counter;
  IqSection out{.pair = pair.pair,
                .eaxc = message.ids.eaxc,
                .direction = message.uplane.direction,
                .carrier_prbs = reading.format->carrier_prbs,
                .at = message.uplane.at,
                .fs_offset = options_.fs_offset.value_or(0),
                .mulaw_sign = options_.mulaw_sign.value_or(profile::MulawSign::twos_complement)};
  if (reading.candidate != nullptr) {
    out.carrier = reading.candidate->carrier;
    out.channel = reading.candidate->channel;
    out.kind = out.channel->kind;
    const profile::Compression& compression = out.channel->compression;
    if (!options_.fs_offset) out.fs_offset = compression.fs_offset;
    if (!options_.mulaw_sign) out.mulaw_sign = compression.mulaw_sign.value_or(out.mulaw_sign);
  } else if (out.direction == radio::Direction::downlink) {
    out.kind = profile::ChannelKind::pdsch;
  } else {
    out.kind = message.uplane.filter_index != 0 ? profile::ChannelKind::prach : profile::ChannelKind::pusch;
  }
  for (const wire::UplaneSection& section : sections_) {
    out.format = format_of(section);
    out.prbs = section.range;
    out.octets = section.prbs.octets();
    if (iq::is_modulation(out.format.method)) {
      skip(IqSkip::modulation);
      continue;
    }
    take(out);
  }
}

void IqReader::packet(const io::Packet& packet, const Take& take) {
  ++packets_;
  if (packet.stamp != io::kNoStamp) {
    last_ns_ = packet.stamp.time_since_epoch().count();
    if (!std::exchange(stamped_, true)) first_ns_ = last_ns_;
  }
  const text::Packet in{.number = packet.number, .on_wire = packet.original_length, .octets = packet.octets};
  text::MessageReader reader{in, options_.udp_port};
  text::Message message;
  while (reader.next(message)) {
    if (message.kind == text::Kind::later_fragment) {
      skip(IqSkip::fragment);
      continue;
    }
    if (message.kind != text::Kind::uplane) {
      const bool uplane =
          message.kind >= text::Kind::broken_ids && message.ecpri.header.type == wire::EcpriType::iq_data;
      if (uplane || message.kind == text::Kind::broken_ecpri || message.kind == text::Kind::broken_frame)
        skip(IqSkip::broken);
      continue;
    }
    if (options_.filter.any() && !options_.filter.wants(message))
      skip(IqSkip::filtered);
    else
      this->message(message, take);
  }
}

/// The next batch; waits a moment when there is nothing.
Result<io::Batch, Error> RewoundSource::pull() {
  auto batch = source_.next();
  if (!batch || batch->end) return batch;
  const auto now = std::chrono::steady_clock::now();
  if (!batch->packets.empty()) {
    since_ = now;
  } else if (idle_.count() > 0 && now - since_ >= idle_) {
    batch->end = true;
  } else {
    std::this_thread::sleep_for(std::chrono::microseconds{50});
  }
  return batch;
}

Result<infer::Inferred, Error> RewoundSource::infer() {
  infer::Observer observer;
  std::vector<std::size_t> starts;
  while (!interrupted() && !ended_ && !observer.full() && octets_.size() < kMostOctets) {
    const auto batch = pull();
    if (!batch) return tl::unexpected(batch.error());
    observe(observer, batch->packets);
    for (const io::Packet& packet : batch->packets) {
      starts.push_back(octets_.size());
      octets_.insert(octets_.end(), packet.octets.begin(), packet.octets.end());
      kept_.push_back(packet);
    }
    ended_ = batch->end;
  }
  for (std::size_t i = 0; i < kept_.size(); ++i)  // where they stay
    kept_[i].octets = Octets{octets_}.subspan(starts[i], kept_[i].octets.size());
  return observer.finish();
}

Result<io::Batch, Error> RewoundSource::next() {
  if (!kept_.empty() && !std::exchange(replayed_, true)) return io::Batch{.packets = kept_, .end = ended_};
  if (replayed_ && ended_) return io::Batch{.end = true};
  return pull();
}

}  // namespace plumbline::app

#include "emulator/answer_queue.h"

#include <algorithm>

namespace plumbline::emulator {
namespace {

/// The same numbers for a symbol whatever else is asked, and in which order.
Random random_of(std::uint64_t salt, const Answer& answer, std::uint64_t who) {
  auto id = static_cast<std::uint64_t>(answer.frame) * 16 + answer.at.subframe;
  id = (id * 64 + answer.at.slot) * 64 + answer.at.symbol;
  return Random{salt ^ Random{id * 131'072 + who}.next()};
}

wire::UplaneHeader header_of(const Answer& answer) {
  return {.direction = radio::Direction::uplink, .filter_index = answer.filter_index, .at = answer.at};
}

/// Of PRBs that are not compressed what is before the end of the sequence.
Octets sequence_of(Octets prbs, const Piece& piece, const AnswerFormat& format) {
  const std::size_t begins = std::size_t{piece.first} * format.prb_octets;
  return prbs.first(std::min<std::size_t>(
      prbs.size(), format.sequence_octets - std::min<std::size_t>(begins, format.sequence_octets)));
}

}  // namespace

AnswerQueue::AnswerQueue(ORuPlan& plan, const profile::Link& link, std::uint64_t seed, std::uint32_t snap,
                         bool transport_fragments, Quirks quirks)
    : plan_{&plan},
      writer_{link, snap},
      salt_{Random{seed}.next()},
      transport_fragments_{transport_fragments},
      quirks_{quirks},
      room_{writer_.message_room(transport_fragments)} {}

std::uint32_t AnswerQueue::open() {
  if (free_.empty()) {
    free_.push_back(static_cast<std::uint32_t>(jobs_.size()));
    jobs_.emplace_back();
  }
  const std::uint32_t index = free_.back();
  free_.pop_back();
  jobs_[index].answer.pieces.clear();
  jobs_[index].whole = false;
  jobs_[index].parts = jobs_[index].parts_sent = 0;
  return index;
}

bool AnswerQueue::close(std::uint32_t index, std::int64_t earliest_ns) {
  Job& job = jobs_[index];
  const Answer& answer = job.answer;
  const ChannelUse& channel = plan_->channels[answer.channel];
  const AnswerFormat& format = channel.formats[answer.format];
  if (answer.pieces.empty() || earliest_ns > answer.t0_ns + channel.window.closes_ns) {
    free_.push_back(index);
    return answer.pieces.empty();
  }
  const std::uint32_t overhead =
      section_overhead(channel.dynamic, channel.format.ud_comp_len, wire::method_of(format.ud_comp_hdr));
  job.cut = Fragmenter{room_, overhead, format.prb_octets};
  std::size_t frames = 0;
  std::uint32_t octets = wire::kUplaneHeaderOctets;
  const auto add = [&](const Piece& piece) { octets += overhead + piece.count * format.prb_octets; };
  for (Fragmenter counted = job.cut; counted.next(answer.pieces, add); octets = wire::kUplaneHeaderOctets)
    frames += writer_.frames_of(octets);
  // The ports of a channel share the time around the middle of the window: each has its turn.
  Random turns = random_of(salt_, answer, 65'536 + answer.channel);
  Burst burst{channel.aim, answer.t0_ns, frames * channel.ports, turns};
  job.next_ns = burst.next();
  job.gap_ns = burst.next() - job.next_ns;
  job.next_ns += job.gap_ns * static_cast<std::int64_t>(frames * answer.port);
  job.earliest_ns = earliest_ns;
  job.random = random_of(salt_, answer, answer.endpoint->eaxc.value);
  if (channel.prach) job.prach_symbol = PrachPool::pick_symbol(job.random);
  due_.push_back({std::max(job.next_ns, earliest_ns), order_++, index});
  std::push_heap(due_.begin(), due_.end(), Later{});
  return true;
}

void AnswerQueue::add(std::int64_t at_ns, Octets octets, Endpoint* numbered) {
  const std::uint32_t index = open();
  Job& job = jobs_[index];
  job.whole = true;
  job.numbered = numbered;
  job.octets.assign(octets.begin(), octets.end());
  due_.push_back({at_ns, order_++, index});
  std::push_heap(due_.begin(), due_.end(), Later{});
}

std::uint32_t AnswerQueue::buffer() {
  if (lent_ == buffers_.size()) buffers_.emplace_back(writer_.room());
  return static_cast<std::uint32_t>(lent_++);
}

/// What the next U-plane message of an answer holds, in parts_.
void AnswerQueue::lay_parts(Job& job) {
  const Answer& answer = job.answer;
  const ChannelUse& channel = plan_->channels[answer.channel];
  const AnswerFormat& format = channel.formats[answer.format];
  parts_.clear();
  job.cut.next(answer.pieces, [&](const Piece& piece) {
    UplanePart& part = parts_.emplace_back();
    name_prbs(part.section, piece);
    part.section.rb = piece.rb;
    part.section.has_header = channel.dynamic;
    part.section.ud_comp_hdr = format.ud_comp_hdr;
    SectionMasks masks;
    if (channel.prach) {
      const PrachPool& pool = plan_->prach_pools[format.pool];
      part.prbs = pool.pick(job.prach_symbol, piece);
      if (format.sequence_octets > 0 && quirks_.has(profile::QuirkKind::prach_sequence_only))
        part.prbs = sequence_of(part.prbs, piece, format);
      masks = pool.masks(piece);
    } else if (const Octets antenna = answer.endpoint->hears(answer.format); !antenna.empty() && !piece.rb) {
      part.prbs = antenna.subspan(piece.first * format.prb_octets).first(piece.count * format.prb_octets);
    } else {
      const PrbPool& pool = plan_->pools[format.pool];
      std::span<std::uint8_t> unused;  // PRBs of uplink begin with an octet
      part.prbs = pool.pick(piece, job.random, 0, unused);
      masks = pool.masks(piece);
    }
    tell_prbs(part.section, masks, channel.format.ud_comp_len, part.prbs);
  });
}

/// The next frame of an answer.
std::uint32_t AnswerQueue::make(Job& job, std::span<std::uint8_t> out) {
  if (transport_fragments_) return make_part(job, out);
  lay_parts(job);
  const std::uint32_t length = writer_.uplane(out, job.answer.endpoint->eaxc, header_of(job.answer), parts_);
  out[writer_.sequence_at()] = number(job);
  return length;
}

/// The same where the radio transport cuts: all parts of a message have the number of the first.
std::uint32_t AnswerQueue::make_part(Job& job, std::span<std::uint8_t> out) {
  if (job.parts_sent == job.parts) {
    lay_parts(job);
    writer_.uplane_whole(job.octets, job.answer.endpoint->eaxc, header_of(job.answer), parts_);
    job.octets[writer_.sequence_at()] = number(job);
    job.parts = writer_.frames_of(Octets{job.octets});
    job.parts_sent = 0;
  }
  return writer_.part(out, job.octets, job.parts_sent++);
}

void AnswerQueue::send(Job& job, std::int64_t at_ns, std::vector<TimedFrame>& batch, Sent& sent) {
  std::vector<std::uint8_t>& out = buffers_[buffer()];
  TimedFrame frame{
      .at = CaptureTime{Nanos{at_ns}}, .plane = radio::Plane::u, .direction = radio::Direction::uplink};
  if (job.whole) {
    std::copy(job.octets.begin(), job.octets.end(), out.begin());
    frame.length = static_cast<std::uint32_t>(job.octets.size());
    frame.plane = radio::Plane::c;
    if (job.numbered != nullptr) {
      out[writer_.sequence_at()] = numbering_.next(quirks_, radio::Plane::c, job.numbered->c_sent);
      ++sent.cplane;
    }
  } else {
    frame.length = make(job, out);
    quirks_.leave(out, writer_.ecpri_at());
    // Counters are of messages: those that are cut count with their last part.
    sent.uplane += job.parts_sent == job.parts ? 1u : 0u;
  }
  frame.octets = Octets{out}.first(job.whole ? frame.length : std::min(frame.length, writer_.snap()));
  batch.push_back(frame);
}

/// Sends frames of the job on top until something else is due before its next one.
void AnswerQueue::send_run(std::int64_t before_ns, std::vector<TimedFrame>& batch, Sent& sent) {
  std::pop_heap(due_.begin(), due_.end(), Later{});
  Due due = due_.back();
  due_.pop_back();
  Job& job = jobs_[due.job];
  do {
    send(job, due.at_ns, batch, sent);
    if (job.done()) {
      free_.push_back(due.job);
      return;
    }
    job.next_ns += job.gap_ns;
    due.at_ns = std::max(job.next_ns, job.earliest_ns);
  } while (due.at_ns < before_ns && (due_.empty() || Later{}(due_.front(), due)));
  due_.push_back(due);
  std::push_heap(due_.begin(), due_.end(), Later{});
}

AnswerQueue::Sent AnswerQueue::release(std::int64_t before_ns, std::vector<TimedFrame>& batch) {
  Sent sent;
  lent_ = 0;
  while (!due_.empty() && due_.front().at_ns < before_ns) send_run(before_ns, batch, sent);
  return sent;
}

}  // namespace plumbline::emulator

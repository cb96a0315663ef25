// Radio-transport fragmentation: pieces into messages, and what cannot be joined.
#include <algorithm>

#include "check/judge.h"
#include "check/rule_masks.h"

namespace plumbline::check {

Pieces::Pieces(const profile::Link* link)
    : reassembler{{.octets = track::limits::kPieceOctets,
                   .message_octets = track::limits::kJoinedOctets,
                   .age_ns = track::limits::kPieceAgeNs}},
      index{track::limits::kStreams},
      series(reassembler.places()) {
  entry.what = {.link = link, .type = wire::EcpriType::iq_data};
  entry.masks[kPiece] = rules::PieceGroup::applicable(entry.what);
  entry.masks[kSeries] = rules::SeriesGroup::applicable(entry.what);
}

/// The number of the pieces of a flow and eAxC; kNone, counted, beyond the limits.
std::uint32_t Judge::find_pieces(const Origin& origin, radio::Eaxc eaxc) {
  if (origin.pair.pair == track::kNone) {
    if (counts_packets_) totals_.set_untracked_pairs(totals_.untracked_pairs() + 1);
    return track::kNone;
  }
  if (!pieces_) pieces_ = std::make_unique<Pieces>(link_);
  bool added = false;
  const std::uint32_t key = pieces_->index.find_or_add(
      track::stream_key(origin.pair, radio::Plane::u, radio::Direction::uplink, eaxc), added);
  if (key == track::kNone && counts_packets_) totals_.set_untracked_streams(totals_.untracked_streams() + 1);
  if (added)
    pieces_->streams.push_back({.flow = origin.flow,
                                .pair = origin.pair,
                                .eaxc = eaxc,
                                .mine = owns(origin.pair.pair, eaxc),
                                .losses = losses_});
  return key;
}

void Judge::piece(const Origin& origin, const wire::EcpriMessage& ecpri, wire::EcpriIds ids,
                  wire::UplaneHeader header, bool readable, Where& where) {
  if (counts_packets_) totals_.set_fragments(totals_.fragments() + 1);
  const std::uint32_t key = find_pieces(origin, ids.eaxc);
  if (key == track::kNone) return;
  Pieces& all = *pieces_;
  PieceStream& stream = all.streams[key];
  const wire::Piece piece = all.reassembler.add(
      key, ids, ecpri.body.from(4), origin.packet.stamp.time_since_epoch().count(), origin.packet.number);
  all.last_packet = origin.packet.number;
  all.last_order = order_;
  settle_incomplete();
  next_deadline_ns_ = std::min(next_deadline_ns_, all.reassembler.next_expiry_ns());

  Series& series = all.series[piece.place];
  if (piece.begins) {
    series = {};
    series.losses = losses_;
  }
  const bool taken = piece.step == wire::PieceStep::pending || piece.step == wire::PieceStep::complete;
  const bool head = taken && ids.subsequence == 0 && readable;
  if (head) {
    series.has_header = true;
    series.header = header;
  }
  if (ids.subsequence == 0 && !readable && where.root != 0) note_lost(where, nullptr, 0, nullptr);
  judge_piece(piece, ecpri, ids, stream, where);
  if (taken && series.damage == 0 && where.fired.overlaps(kFraming)) series.damage = where.root;
  if (series.head)
    hot_[series.stream].octets += origin.packet.original_length;
  else if (!head)
    series.octets += origin.packet.original_length;
  if (head) piece_message(origin, ecpri, nullptr, {.ids = ids, .u = header}, where, series);
  series.fired |= where.fired;
  series.primaries |= where.primaries;
  if (series.root == 0) series.root = where.root;
  if (piece.step == wire::PieceStep::complete && stream.mine) joined_pieces(origin, ecpri, ids, piece, where);
}

/// A message of which all pieces are there.
void Judge::joined_pieces(const Origin& origin, const wire::EcpriMessage& ecpri, wire::EcpriIds ids,
                          const wire::Piece& piece, Where& where) {
  Series& series = pieces_->series[piece.place];
  run<rules::SeriesGroup>(tally_, pieces_->entry, kSeries, {.complete = true}, where);
  if (!series.head) return;  // its header was not there to be read, or its stream is beyond the limit
  if (series.damage != 0) return note_unknown(series);
  ids.subsequence = 0;
  ids.last_fragment = true;
  where.fired = series.fired;
  where.primaries = series.primaries;
  where.root = series.root;
  if (piece.at_packet != origin.packet.number) where.first_packet = piece.at_packet;
  piece_message(origin, ecpri, &piece.message, {.ids = ids, .u = series.header}, where, series);
}

/// Whether the piece is the one to come next. Every shard knows of pieces that its streams will miss.
void Judge::judge_piece(const wire::Piece& piece, const wire::EcpriMessage& ecpri, const wire::EcpriIds& ids,
                        PieceStream& stream, Where& where) {
  Pieces& all = *pieces_;
  Series& series = all.series[piece.place];
  where.has_eaxc = true;
  where.eaxc = ids.eaxc;
  where.has_time = series.has_header;
  where.at = series.header.at;
  if (series.has_header)
    where.direction = series.header.direction;
  else  // as its stream, where that is known
    where.direction = radio::Direction{
        stream_index_.find(track::stream_key(stream.pair, radio::Plane::u, radio::Direction::downlink,
                                             ids.eaxc)) != track::kNone};
  const track::PieceFacts facts{.ids = ids,
                                .ids_at = ecpri.body.base,
                                .step = piece.step,
                                .expected = piece.expected,
                                .first = !stream.started && piece.begins,
                                .loss_explains = stream.losses != losses_};
  where.explained = lost_piece(stream);
  where.explains = kSeqPiecesOnly;
  if (stream.mine) run<rules::PieceGroup>(tally_, all.entry, kPiece, facts, where);
  const bool off = rules::PieceGroup::off(facts, all.entry.masks[kPiece]) != 0;
  if (off && piece.begins && rules::PieceGroup::judge(0, facts).verdict == rules::Verdict::fail) {
    const auto rule = static_cast<std::uint16_t>(where.explained != 0 ? where.explained : 1 + kSeqPieces);
    lost_[lost_count_++ % lost_.size()] = {.source = stream.flow.source,
                                           .order = order_,
                                           .rule = rule,
                                           .plane = radio::Plane::u,
                                           .eaxc = ids.eaxc,
                                           .sequence = ids.sequence};
  }
  where.explained = 0;
  stream.started = true;
  stream.losses = losses_;
  stream.order = order_;
  series.last_packet = where.packet_number;
  series.last_message = where.message;
  series.last_ids_at = ecpri.body.base;
  series.last_stamp = where.stamp;
}

/// 1 + the rule that tells of a message which could not be read, and may have been a piece that comes next in
/// the stream. 0: none.
std::uint16_t Judge::lost_piece(const PieceStream& stream) const {
  for (const Lost& lost : lost_)
    if (lost.rule != 0 && lost.source == stream.flow.source && lost.order > stream.order && lost.any_eaxc &&
        lost.any_sequence && (lost.any_plane || lost.plane == radio::Plane::u))
      return lost.rule;
  return 0;
}

/// What later pieces need to know of the first one, and what is judged when all are there.
void Judge::keep_head(const Passage& p, bool duplicate) {
  Series& series = *p.series;
  series.head = true;
  series.duplicate = duplicate;
  series.sequence = p.facts.sequence;
  series.loss_explains = p.facts.loss_explains;
  series.sibling_continues = p.facts.sibling_continues;
  series.slot = p.slot;
  series.cell = p.cell != nullptr && p.slot_known ? p.hot.cell : track::kNone;
  p.hot.octets += series.octets;  // of pieces that came before it
}

/// That a message came, and its ids, were judged with its first piece. True for one that was there before.
bool Judge::recall_head(Passage& p) {
  const Series& series = *p.series;
  p.facts.sequence = series.sequence;
  p.facts.loss_explains = series.loss_explains;
  p.facts.sibling_continues = series.sibling_continues;
  return series.duplicate;
}

/// Messages that were given up.
void Judge::settle_incomplete() {
  for (const wire::Incomplete& incomplete : pieces_->reassembler.given_up()) {
    if (!pieces_->streams[incomplete.key].mine) continue;
    judge_series(incomplete);
    note_unknown(pieces_->series[incomplete.place]);
  }
}

/// What a message that cannot be read said of its slot is unknown, not absent.
void Judge::note_unknown(const Series& series) {
  if (!series.head || series.cell == track::kNone) return;
  if (series.damage == 0) return note_own_loss(series.cell, series.slot);
  make_room(series.cell, series.slot, false);
  cells_[series.cell].cell.note_damage(series.slot, series.damage);
}

void Judge::judge_series(const wire::Incomplete& incomplete) {
  const Series& series = pieces_->series[incomplete.place];
  const PieceStream& stream = pieces_->streams[incomplete.key];
  Where where{.packet_number = series.last_packet,
              .stamp = series.last_stamp,
              .flow = &stream.flow,
              .plane = radio::Plane::u,
              .direction = series.header.direction,
              .has_eaxc = true,
              .has_time = series.has_header,
              .eaxc = stream.eaxc,
              .at = series.header.at,
              .message = series.last_message,
              .fired = series.fired,
              .primaries = series.primaries,
              .root = series.root,
              .explained = lost_piece(stream),
              .explains = kSeqPiecesOnly,
              .slot = series.slot};
  if (incomplete.packet != series.last_packet) where.first_packet = incomplete.packet;
  run<rules::SeriesGroup>(tally_, pieces_->entry, kSeries,
                          {.ids_at = series.last_ids_at,
                           .why = incomplete.why,
                           .last_seen = incomplete.last_seen,
                           .loss_explains = series.losses != losses_},
                          where);
}

/// When the requests of a slot are closed: what answers them may have come in part.
void Judge::note_open_pieces(std::uint32_t cell, track::SlotNumber slot) {
  if (cells_[cell].cell.find(slot) == nullptr) return;
  pieces_->reassembler.each_open([&](std::uint32_t place) {
    const Series& series = pieces_->series[place];
    if (series.head && series.cell == cell && series.slot == slot)
      cells_[cell].cell.note_own_loss(slot, false);
  });
}

void Judge::finish_pieces() {
  wire::Reassembler& reassembler = pieces_->reassembler;
  // Every message came in a packet of its own, or nearly so.
  reassembler.expire(watermark_ns_, pieces_->last_packet + (order_ - pieces_->last_order));
  settle_incomplete();
  reassembler.end();
  settle_incomplete();
}

void Judge::fill_pieces(record::Totals& totals) const {
  if (!pieces_ || !counts_packets_) return;
  const wire::Reassembler& reassembler = pieces_->reassembler;
  totals.set_joined_messages(reassembler.completed());
  totals.set_unjoined_gap(reassembler.given_up(wire::GivenUp::gap));
  totals.set_unjoined_timed_out(reassembler.given_up(wire::GivenUp::timed_out));
  totals.set_unjoined_evicted(reassembler.given_up(wire::GivenUp::evicted));
  totals.set_unjoined_too_long(reassembler.given_up(wire::GivenUp::too_long));
  totals.set_unjoined_overlap(reassembler.given_up(wire::GivenUp::overlap));
  totals.set_unjoined_at_end(reassembler.given_up(wire::GivenUp::ended));
}

}  // namespace plumbline::check

#include "wire/reassembly.h"

#include <algorithm>

namespace plumbline::wire {
namespace {

/// Messages of a stream that are remembered: the last two, so that pieces may change places between them.
constexpr unsigned kOfStream = 2;

template <class T>
std::uint64_t distance(T a, T b) {
  return a < b ? static_cast<std::uint64_t>(b) - static_cast<std::uint64_t>(a)
               : static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b);
}

}  // namespace

// One place is left for the joined octets of what came out of order.
Reassembler::Reassembler(const Limits& limits)
    : limits_{limits},
      messages_(std::clamp<std::size_t>(limits.octets / std::max(limits.message_octets, 1u), 2, 65536) - 1) {
  given_up_.reserve(messages_.size());
  for (std::uint32_t at = 0; at < messages_.size(); ++at) {
    messages_[at].before = at == 0 ? kNone : at - 1;
    messages_[at].after = at + 1 == messages_.size() ? kNone : at + 1;
  }
  lists_[kFree] = {0, static_cast<std::uint32_t>(messages_.size() - 1)};
}

std::uint32_t Reassembler::find(std::uint32_t key, std::uint8_t sequence) const {
  std::uint32_t at = key < newest_.size() ? newest_[key] : kNone;
  while (at != kNone && messages_[at].sequence != sequence) at = messages_[at].older;
  return at;
}

/// Puts a message behind the others of its new state.
void Reassembler::move(std::uint32_t at, State state) {
  Message& message = messages_[at];
  List& from = lists_[message.state];
  (message.before == kNone ? from.first : messages_[message.before].after) = message.after;
  (message.after == kNone ? from.last : messages_[message.after].before) = message.before;
  List& to = lists_[state];
  message.state = state;
  message.before = to.last;
  message.after = kNone;
  (to.last == kNone ? to.first : messages_[to.last].after) = at;
  to.last = at;
}

void Reassembler::note_given_up(std::uint32_t at, GivenUp why) {
  const Message& message = messages_[at];
  std::uint8_t missing = 0;
  while (missing < kMostPieces && message.has(missing)) ++missing;
  given_up_.push_back({.why = why,
                       .key = message.key,
                       .place = at,
                       .sequence = message.sequence,
                       .missing = missing,
                       .highest = message.highest,
                       .last_seen = message.last_seen,
                       .stamp_ns = message.stamp_ns,
                       .packet = message.packet});
  ++counts_[static_cast<std::size_t>(why)];
}

/// Gives a message up and remembers it, for pieces of it that are still to come.
void Reassembler::close(std::uint32_t at, GivenUp why) {
  note_given_up(at, why);
  move(at, kClosed);
}

/// Forgets a message; one that lacks pieces is given up.
void Reassembler::drop(std::uint32_t at, GivenUp why) {
  if (messages_[at].state == kOpen) note_given_up(at, why);
  std::uint32_t* link = &newest_[messages_[at].key];
  while (*link != at) link = &messages_[*link].older;
  *link = messages_[at].older;
  move(at, kFree);
}

std::uint32_t Reassembler::begin(std::uint32_t key, const EcpriIds& ids, std::int64_t stamp_ns,
                                 std::uint64_t packet) {
  if (key >= newest_.size()) newest_.resize(std::size_t{key} + 1, kNone);
  unsigned remembered = 0;
  for (std::uint32_t at = newest_[key]; at != kNone;) {
    const std::uint32_t older = messages_[at].older;
    if (++remembered >= kOfStream) drop(at, GivenUp::gap);
    at = older;
  }
  if (lists_[kFree].first == kNone)
    drop(lists_[kClosed].first != kNone ? lists_[kClosed].first : lists_[kOpen].first, GivenUp::evicted);
  const std::uint32_t at = lists_[kFree].first;
  Message& message = messages_[at];
  message.whole = message.last_seen = false;
  message.in_order = true;
  message.sequence = ids.sequence;
  message.pieces = message.highest = 0;
  message.key = key;
  message.length = message.base = 0;
  message.stamp_ns = stamp_ns;
  message.packet = message.at_packet = packet;
  message.present = {};
  message.octets.clear();
  message.older = newest_[key];
  newest_[key] = at;
  move(at, kOpen);
  if (stamp_ns != kNoStamp && stamp_ns <= INT64_MAX - 1 - limits_.age_ns)
    next_expiry_ns_ = std::min(next_expiry_ns_, stamp_ns + limits_.age_ns + 1);
  return at;
}

/// Whether a piece of now belongs to another message with the same id.
bool Reassembler::too_old(const Message& message, std::int64_t stamp_ns, std::uint64_t packet) const {
  if (stamp_ns == kNoStamp || message.stamp_ns == kNoStamp)
    return distance(packet, message.packet) > limits_.age_packets;
  return distance(stamp_ns, message.stamp_ns) > static_cast<std::uint64_t>(limits_.age_ns);
}

bool Reassembler::same(const Message& message, const EcpriIds& ids, const View& body) {
  const Part& part = message.parts[ids.subsequence];
  return part.length == body.length && message.is_last(ids.subsequence) == ids.last_fragment &&
         std::equal(body.data, body.data + std::min(body.captured, part.captured),
                    message.octets.data() + part.at);
}

bool Reassembler::contradicts(const Message& message, const EcpriIds& ids) {
  if (message.pieces == 0) return false;
  return message.last_seen ? ids.last_fragment || ids.subsequence > message.highest
                           : ids.last_fragment && ids.subsequence < message.highest;
}

/// Appends without more room than a message may have, and seldom.
void Reassembler::append(std::vector<std::uint8_t>& to, const std::uint8_t* octets,
                         std::uint32_t count) const {
  if (count == 0) return;
  if (const std::size_t need = to.size() + count; need > to.capacity())
    to.reserve(std::min<std::size_t>(std::max(need, 2 * to.capacity()), limits_.message_octets));
  to.insert(to.end(), octets, octets + count);
}

void Reassembler::take(Message& message, const EcpriIds& ids, const View& body) {
  const std::uint8_t number = ids.subsequence;
  message.parts[number] = {static_cast<std::uint32_t>(message.octets.size()), body.captured, body.length};
  append(message.octets, body.data, body.captured);
  message.present[number / 64] |= std::uint64_t{1} << (number % 64);
  message.in_order = message.in_order && (message.pieces == 0 || number > message.highest);
  message.highest = std::max(message.highest, number);
  message.last_seen = message.last_seen || ids.last_fragment;
  message.length += body.length;
  ++message.pieces;
}

/// The octets of a message that lacks nothing.
View Reassembler::join(const Message& message) {
  joined_.clear();
  std::uint32_t captured = 0;
  for (unsigned i = 0; i < message.pieces; ++i) {
    const Part& part = message.parts[i];
    if (!message.in_order) append(joined_, message.octets.data() + part.at, part.captured);
    captured += part.captured;
    if (part.captured < part.length) break;
  }
  const std::vector<std::uint8_t>& octets = message.in_order ? message.octets : joined_;
  return View{{octets.data(), captured}, message.length, message.base};
}

Piece Reassembler::add(std::uint32_t key, const EcpriIds& ids, const View& body, std::int64_t stamp_ns,
                       std::uint64_t packet) {
  given_up_.clear();
  std::uint32_t at = find(key, ids.sequence);
  if (at != kNone && too_old(messages_[at], stamp_ns, packet)) {
    drop(at, GivenUp::timed_out);
    at = kNone;
  }
  // A whole one whose beginning comes again with other octets: another message with the id of the last.
  if (at != kNone && messages_[at].whole && ids.subsequence == 0 && !same(messages_[at], ids, body)) {
    drop(at, GivenUp::overlap);
    at = kNone;
  }
  if (at == kNone) at = begin(key, ids, stamp_ns, packet);
  Message& message = messages_[at];
  Piece piece{.begins = message.pieces == 0, .place = at};
  if (!piece.begins) piece.expected = static_cast<std::uint8_t>(message.highest + 1);
  if (message.state == kClosed && !message.whole) {
    message.highest = std::max(message.highest, ids.subsequence);
    piece.step = PieceStep::unused;
  } else if (message.has(ids.subsequence) && same(message, ids, body)) {
    piece.step = PieceStep::duplicate;
  } else if (message.has(ids.subsequence) || contradicts(message, ids)) {
    if (message.state == kOpen) close(at, GivenUp::overlap);
    piece.step = PieceStep::overlap;
  } else if (body.length > limits_.message_octets - message.length) {
    piece.step = PieceStep::too_long;
    message.highest = std::max(message.highest, ids.subsequence);
    message.pieces = std::max<std::uint8_t>(message.pieces, 1);
    close(at, GivenUp::too_long);
  } else {
    if (ids.subsequence == 0) {
      message.base = body.base;
      message.at_packet = packet;
    }
    take(message, ids, body);
    if (message.last_seen && message.pieces == message.highest + 1) {
      message.whole = true;
      move(at, kClosed);
      ++completed_;
      piece.step = PieceStep::complete;
      piece.at_packet = message.at_packet;
      piece.message = join(message);
    }
  }
  return piece;
}

void Reassembler::expire(std::int64_t stamp_ns, std::uint64_t packet) {
  given_up_.clear();
  next_expiry_ns_ = INT64_MAX;
  for (std::uint32_t at = lists_[kOpen].first; at != kNone;) {
    const std::uint32_t after = messages_[at].after;
    const std::int64_t began = messages_[at].stamp_ns;
    const bool ahead = began != kNoStamp && (stamp_ns == kNoStamp || began > stamp_ns);
    if (!ahead && too_old(messages_[at], stamp_ns, packet))
      drop(at, GivenUp::timed_out);
    else if (began != kNoStamp && began <= INT64_MAX - 1 - limits_.age_ns)
      next_expiry_ns_ = std::min(next_expiry_ns_, began + limits_.age_ns + 1);
    at = after;
  }
}

void Reassembler::end() {
  given_up_.clear();
  while (lists_[kOpen].first != kNone) drop(lists_[kOpen].first, GivenUp::ended);
  next_expiry_ns_ = INT64_MAX;
}

std::size_t Reassembler::octets_held() const {
  std::size_t octets = joined_.capacity();
  for (const Message& message : messages_) octets += message.octets.capacity();
  return octets;
}

}  // namespace plumbline::wire

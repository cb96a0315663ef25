// What a Reassembler is told and says, followed step by step and compared with octets kept apart.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "wire/reassembly.h"

namespace plumbline::test {

/// A piece as it is handed in: `octets` on the wire, of which the first `captured` are there.
struct GivenPiece {
  std::uint32_t key = 0;
  wire::EcpriIds ids;
  std::vector<std::uint8_t> octets;
  std::uint32_t captured = 0;
  std::int64_t stamp_ns = 0;
  std::uint64_t packet = 0;
};

class ReassemblyModel {
 public:
  /// `fail` is called with words for whatever does not hold.
  ReassemblyModel(const wire::Reassembler::Limits& limits, std::function<void(const std::string&)> fail)
      : limits_{limits}, fail_{std::move(fail)}, reassembler_{limits} {}

  wire::Piece add(const GivenPiece& given) {
    // A block of its own size, which ends before the check: nothing may be borrowed of it.
    auto block = std::make_unique<std::uint8_t[]>(given.captured);
    std::copy_n(given.octets.begin(), given.captured, block.get());
    const auto length = static_cast<std::uint32_t>(given.octets.size());
    const wire::Piece piece =
        reassembler_.add(given.key, given.ids, wire::View{{block.get(), given.captured}, length, 22},
                         given.stamp_ns, given.packet);
    block.reset();
    settle();
    follow(given, piece);
    balance();
    return piece;
  }
  void expire(std::int64_t stamp_ns, std::uint64_t packet) {
    reassembler_.expire(stamp_ns, packet);
    settle();
    balance();
    for (const auto& [place, message] : messages_)
      require(!message.open || stamp_ns == wire::Reassembler::kNoStamp || message.stamp_ns > stamp_ns ||
                  message.stamp_ns == wire::Reassembler::kNoStamp ||
                  static_cast<std::uint64_t>(stamp_ns) - static_cast<std::uint64_t>(message.stamp_ns) <=
                      static_cast<std::uint64_t>(limits_.age_ns),
              "what is too old is given up");
  }
  void end() {
    reassembler_.end();
    settle();
    balance();
    require(open_ == 0, "nothing is open at the end");
  }
  const wire::Reassembler& reassembler() const { return reassembler_; }

 private:
  struct Message {
    std::uint32_t key = 0;
    std::uint8_t sequence = 0;
    bool open = true, whole = false;
    std::int64_t stamp_ns = 0;
    std::uint64_t packet = 0;
    std::optional<std::uint8_t> last;
    std::map<std::uint8_t, GivenPiece> pieces;
    std::size_t octets() const {
      std::size_t all = 0;
      for (const auto& [number, piece] : pieces) all += piece.octets.size();
      return all;
    }
  };

  void require(bool holds, const char* what) const {
    if (!holds) fail_(what);
  }

  void settle() {
    for (const wire::Incomplete& gone : reassembler_.given_up()) {
      const auto found = messages_.find(gone.place);
      // One whose first piece was refused was begun by the call that gave it up.
      if (found == messages_.end() || !found->second.open || found->second.key != gone.key ||
          found->second.sequence != gone.sequence) {
        require(gone.why == wire::GivenUp::too_long, "only an open message is given up");
        ++begun_;
        ++lost_;
        born_dead_ = gone.place;
        continue;
      }
      Message& message = found->second;
      message.open = false;
      --open_;
      ++lost_;
      require(gone.packet == message.packet && gone.stamp_ns == message.stamp_ns, "it says where it began");
      require(gone.last_seen == message.last.has_value() || gone.why == wire::GivenUp::overlap,
              "it says whether the last came");
      require(message.pieces.count(gone.missing) == 0, "it names a piece that is missing");
    }
  }

  void follow(const GivenPiece& given, const wire::Piece& piece) {
    const std::uint8_t number = given.ids.subsequence;
    if (piece.begins) {
      messages_[piece.place] = {.key = given.key,
                                .sequence = given.ids.sequence,
                                .stamp_ns = given.stamp_ns,
                                .packet = given.packet};
      if (born_dead_ == piece.place) {
        messages_[piece.place].open = false;
      } else {
        ++begun_;
        ++open_;
      }
    }
    born_dead_.reset();
    Message& message = messages_[piece.place];
    require(message.key == given.key && message.sequence == given.ids.sequence,
            "a message has one stream and id");
    const auto there = message.pieces.find(number);
    switch (piece.step) {
      case wire::PieceStep::pending:
      case wire::PieceStep::complete:
        require(message.open, "only an open message takes pieces");
        require(there == message.pieces.end(), "a number is taken once");
        message.pieces[number] = given;
        if (given.ids.last_fragment) message.last = number;
        require(!message.last || message.pieces.rbegin()->first <= *message.last,
                "nothing is behind the last");
        require(message.octets() <= limits_.message_octets, "no message is too long");
        check_whole(message, piece);
        break;
      case wire::PieceStep::duplicate:
        require(there != message.pieces.end(), "a duplicate has an original");
        require(there->second.octets.size() == given.octets.size() &&
                    there->second.ids.last_fragment == given.ids.last_fragment &&
                    std::equal(given.octets.begin(),
                               given.octets.begin() + std::min(given.captured, there->second.captured),
                               there->second.octets.begin()),
                "a duplicate is the same");
        break;
      case wire::PieceStep::overlap:
        require(!message.open, "an overlap ends its message");
        break;
      case wire::PieceStep::too_long:
        require(!message.open, "too long ends its message");
        require(message.octets() + given.octets.size() > limits_.message_octets, "it would be too long");
        break;
      case wire::PieceStep::unused:
        require(!message.open && !message.whole, "it was given up before");
        break;
    }
  }

  void check_whole(Message& message, const wire::Piece& piece) {
    const bool whole = message.last && message.pieces.size() == *message.last + 1u;
    require(whole == (piece.step == wire::PieceStep::complete),
            "whole when nothing is missing, and only then");
    if (!whole) return;
    message.open = false;
    message.whole = true;
    --open_;
    ++joined_;
    std::vector<std::uint8_t> octets;
    std::uint32_t length = 0;
    bool hole = false;
    for (const auto& [number, part] : message.pieces) {
      length += static_cast<std::uint32_t>(part.octets.size());
      if (!hole) octets.insert(octets.end(), part.octets.begin(), part.octets.begin() + part.captured);
      hole = hole || part.captured < part.octets.size();
    }
    require(piece.message.length == length, "the length is that of all pieces");
    require(piece.message.captured == octets.size() &&
                std::equal(octets.begin(), octets.end(), piece.message.data),
            "the octets are those of the pieces, up to the first hole");
    require(piece.message.base == 22, "octets count from the first piece");
    require(piece.at_packet == message.pieces.at(0).packet, "it names the packet of the first piece");
  }

  void balance() const {
    std::set<std::uint32_t> open;
    reassembler_.each_open([&](std::uint32_t place) { open.insert(place); });
    require(open.size() == open_, "the open ones are known");
    require(begun_ == joined_ + lost_ + open_, "every message is joined, given up or open");
    require(reassembler_.completed() == joined_, "joined ones are counted");
    std::uint64_t counted = 0;
    for (std::size_t i = 0; i < wire::kGivenUpReasons; ++i)
      counted += reassembler_.given_up(static_cast<wire::GivenUp>(i));
    require(counted == lost_, "given up ones are counted");
    require(reassembler_.octets_held() <= std::max<std::size_t>(limits_.octets, 2 * limits_.message_octets),
            "memory is bounded");
  }

  wire::Reassembler::Limits limits_;
  std::function<void(const std::string&)> fail_;
  wire::Reassembler reassembler_;
  std::map<std::uint32_t, Message> messages_;  ///< by place
  std::optional<std::uint32_t> born_dead_;
  std::uint64_t begun_ = 0, joined_ = 0, lost_ = 0, open_ = 0;
};

}  // namespace plumbline::test

// Application layer fragmentation: which PRBs go into which U-plane message (CUS v17.01 5.5.2).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace plumbline::emulator {

/// PRBs of one data section. `whole`: all PRBs of a carrier of more than 255, written as numPrb 0 (CUS v17.01
/// 7.5.3.6, 8.3.3.12).
struct Piece {
  std::uint16_t section = 0;  ///< sectionId
  std::uint16_t first = 0;
  std::uint16_t count = 0;  ///< PRBs; with `rb` of every second one
  bool whole = false;
  bool rb = false;
  friend bool operator==(const Piece&, const Piece&) = default;
};

/// Writes sectionId, startPrb and numPrb of a piece, in C- and U-plane alike; `offset` is added to sectionId.
template <class Section>
void name_prbs(Section& section, const Piece& piece, std::uint16_t offset = 0) {
  section.id = static_cast<std::uint16_t>(piece.section + offset);
  section.start_prb = piece.whole ? std::uint16_t{0} : piece.first;
  section.num_prb = piece.whole ? std::uint8_t{0} : static_cast<std::uint8_t>(piece.count);
}

/// Cuts sections into messages whose payload behind the U-plane header is at most `room` octets; a section
/// costs `overhead` octets and `prb_octets` a PRB. Pieces of carriers above 255 PRBs are cut at 255. `room`
/// must hold one PRB.
class Fragmenter {
 public:
  Fragmenter() = default;
  Fragmenter(std::uint32_t room, std::uint32_t overhead, std::uint32_t prb_octets)
      : room_{room}, overhead_{overhead}, prb_octets_{prb_octets} {}

  /// Calls `fn(piece)` for the pieces of the next message; false, without a call, behind the last one.
  /// `sections` are the same in every call.
  template <class Fn>
  bool next(std::span<const Piece> sections, Fn&& fn) {
    if (done(sections)) return false;
    std::uint32_t left = room_;
    while (at_ < sections.size()) {
      const Piece& section = sections[at_];
      const auto rest = static_cast<std::uint32_t>(section.count - done_);
      std::uint32_t fit = left < overhead_ ? 0 : (left - overhead_) / prb_octets_;
      if (rest > 0 && fit == 0) break;
      Piece piece = section;
      piece.whole = section.whole && done_ == 0 && fit >= rest;
      if (!piece.whole && fit > kMostNumPrb) fit = kMostNumPrb;
      piece.first = static_cast<std::uint16_t>(section.first + done_ * (section.rb ? 2 : 1));
      piece.count = static_cast<std::uint16_t>(fit < rest ? fit : rest);
      done_ = piece.count == rest ? std::uint16_t{0} : static_cast<std::uint16_t>(done_ + piece.count);
      if (done_ == 0) ++at_;
      if (piece.count == 0) continue;
      left -= overhead_ + piece.count * prb_octets_;
      fn(piece);
    }
    return true;
  }

  /// Nothing is left of `sections`.
  bool done(std::span<const Piece> sections) const { return at_ == sections.size(); }

 private:
  static constexpr std::uint32_t kMostNumPrb = 255;
  std::uint32_t room_ = 0, overhead_ = 0, prb_octets_ = 1;
  std::size_t at_ = 0;      ///< section
  std::uint16_t done_ = 0;  ///< of its PRBs
};

}  // namespace plumbline::emulator

// Section type 4: slot configuration control. Source: CUS v17.01 7.2.9, 7.4.6, 7.5.2.16..18, 7.5.3.38..54,
// 7.5.3.56, 16.
//
// Header, behind the six common octets (`scs` stands in filterIndex, - (4) | cmdScope (4) in octet 4):
//
//   6 | numberOfST4Cmds |  7 | - |
//
// Command, K its first octet; the next one begins at K + 8 + 4 x st4CmdLen:
//
//   0 | st4CmdType |  1 | st4CmdLen (16) |  3 | numSlots |  4 | ackNackReqId (16) |  6 | - (16) |
//
//   1 TIME_DOMAIN_BEAM_CONFIG:
//     8 | - (2) | symbolMask (14) | 10 | disableTDBFNs | tdBeamGrp (15) | 12 | bfwCompHdr | 13 | - (24) |
//     disableTDBFNs = 0, per beam to the end:
//       disableTDBFWs | tdBeamNum (15) |  disableTDBFWs = 0: bfwCompParam, (I, Q) x L, zeros to 4 octets
//   2 TDD_CONFIG_PATTERN:
//     8 | - (2) | dirPattern (14) | 10 | - (2) | guardPattern (14) |
//   3 TRX_CONTROL:
//     8 | - (2) | log2MaskBits (4) | sleepMode (2) |  9 | - (4) | numSlotsExt (20) |
//    12 | - (2) | symbolMask (14) | 14 | antMask, 2^log2MaskBits bits, at least 16 | zeros to 4 octets
//   4 ASM:
//     8 | - (6) | sleepMode (2) |  9 | - (4) | numSlotsExt (20) | 12 | - (2) | symbolMask (14) |
//    14 | - (16) |
//
// Sent by the O-DU, never fragmented. cmdScope: 0 ARRAY-COMMAND (all), 1 CARRIER-COMMAND (ASM), 2
// O-RU-COMMAND (TDD_CONFIG_PATTERN, ASM), 3..15 reserved. numberOfST4Cmds 0, st4CmdLen 0, st4CmdType 0 and
// 5..255 are reserved, log2MaskBits 0 and 15 as well. Masks: least significant bit = symbol 0, array element
// 0. ackNackReqId 0 asks for no answer. Whether st4CmdLen counts the first 8 octets is not said; here it does
// not.
#pragma once

#include "wire/cplane/parameters.h"
#include "wire/cplane/part.h"
#include "wire/cplane/weights.h"
#include "wire/layout_writer.h"

namespace plumbline::wire {

/// What is behind sectionType in the header.
struct SectionType4Header {
  std::uint8_t number_of_commands = 0;
  std::uint8_t reserved7 = 0;

  template <class W>
  void layout(W& w) {
    w.step([&](auto& s) {
      s.u("numberOfST4Cmds", 8, number_of_commands);
      s.r(8, reserved7);
    });
  }
};

/// Of the octet that is numberOfsections in other types.
constexpr std::uint8_t cmd_scope(const CplaneHeader& header) { return header.number_of_sections & 15; }

/// The part that all commands have.
struct SlotCommand {
  static constexpr std::uint32_t kOctets = 8;
  std::uint8_t type = 0;
  std::uint16_t words = 0;     ///< st4CmdLen
  std::uint8_t num_slots = 0;  ///< 0: until changed
  std::uint16_t ack_nack_req_id = 0;
  std::uint16_t reserved6 = 0;
  View room;  ///< all its octets, when it was read; they are all at hand

  template <class W>
  void layout(W& w) {
    w.step([&](auto& s) {
      s.u("st4CmdType", 8, type);
      s.u("st4CmdLen", 16, words);
      s.u("numSlots", 8, num_slots);
      s.u("ackNackReqId", 16, ack_nack_req_id);
      s.r(16, reserved6);
    });
  }
};

struct TimeDomainBeamConfig {
  static constexpr std::uint8_t kType = 1;
  struct Beam {
    bool disable_weights = false;  ///< disableTDBFWs
    std::uint16_t beam_num = 0;    ///< tdBeamNum
    BfwCompParam param;
    Weights weights;
    Octets padding;
  };
  std::uint8_t reserved8 = 0;
  std::uint16_t symbol_mask = 0;
  bool disable_beams = false;  ///< disableTDBFNs
  std::uint16_t beam_group = 0;
  BfwCompHdr comp_hdr;
  std::uint32_t reserved13 = 0;
  List<Beam> beams;

  template <class W>
  void layout(W& w, const CplaneParameters& parameters) {
    if (!w.step([&](auto& s) {
          s.r(2, reserved8);
          s.x("symbolMask", 14, symbol_mask);
          s.u("disableTDBFNs", 1, disable_beams);
          s.u("tdBeamGrp", 15, beam_group);
          comp_hdr.layout(s);
          s.r(24, reserved13);
        }))
      return;
    if (disable_beams) return;
    const unsigned k = parameters.weights;
    w.list_by_room("beams", beams, [&](auto& e, Beam& beam) {
      const bool is_padding = e.bits_left() < 32;
      e.u("disableTDBFWs", 1, beam.disable_weights);
      e.u("tdBeamNum", 15, beam.beam_num);
      if (beam.disable_weights) return;
      if (comp_hdr.reserved() || k == 0) {
        if (is_padding) return e.no_entry();
        e.unknown(comp_hdr.reserved() ? "bfwCompMeth reserved" : "number of weights not known");
        return;
      }
      beam.param.layout(e, comp_hdr.method, k);
      beam.weights.layout(e, beam.param.present(comp_hdr.method, k), comp_hdr.width());
      e.padding(beam.padding);
    });
  }
};

struct TddConfigPattern {
  static constexpr std::uint8_t kType = 2;
  std::uint8_t reserved8 = 0;
  std::uint16_t dir_pattern = 0;  ///< 1: DL
  std::uint8_t reserved10 = 0;
  std::uint16_t guard_pattern = 0;  ///< 1: guard, whatever dirPattern says

  template <class W>
  void layout(W& w, const CplaneParameters& /*parameters*/) {
    w.step([&](auto& s) {
      s.r(2, reserved8);
      s.x("dirPattern", 14, dir_pattern);
      s.r(2, reserved10);
      s.x("guardPattern", 14, guard_pattern);
    });
  }
};

struct TrxControl {
  static constexpr std::uint8_t kType = 3;
  std::uint8_t reserved8 = 0;
  std::uint8_t log2_mask_bits = 0;
  std::uint8_t sleep_mode = 0;
  std::uint8_t reserved9 = 0;
  std::uint32_t num_slots_ext = 0;
  std::uint8_t reserved12 = 0;
  std::uint16_t symbol_mask = 0;  ///< 1: may sleep
  Octets ant_mask;                ///< last bit: array element 0; 1: on

  constexpr std::uint32_t mask_octets() const { return std::max(16u, 1u << log2_mask_bits) / 8; }

  template <class W>
  void layout(W& w, const CplaneParameters& /*parameters*/) {
    if (!w.step([&](auto& s) {
          s.r(2, reserved8);
          s.u("log2MaskBits", 4, log2_mask_bits);
          s.u("sleepMode", 2, sleep_mode);
          s.r(4, reserved9);
          s.u("numSlotsExt", 20, num_slots_ext);
          s.r(2, reserved12);
          s.x("symbolMask", 14, symbol_mask);
        }))
      return;
    w.step([&](auto& s) { s.octets("antMask", mask_octets(), Form::bits, ant_mask); });
  }
};

/// Advanced sleep mode.
struct AsmCommand {
  static constexpr std::uint8_t kType = 4;
  std::uint8_t reserved8 = 0;
  std::uint8_t sleep_mode = 0;
  std::uint8_t reserved9 = 0;
  std::uint32_t num_slots_ext = 0;
  std::uint8_t reserved12 = 0;
  std::uint16_t symbol_mask = 0;
  std::uint16_t reserved14 = 0;

  template <class W>
  void layout(W& w, const CplaneParameters& /*parameters*/) {
    w.step([&](auto& s) {
      s.r(6, reserved8);
      s.u("sleepMode", 2, sleep_mode);
      s.r(4, reserved9);
      s.u("numSlotsExt", 20, num_slots_ext);
      s.r(2, reserved12);
      s.x("symbolMask", 14, symbol_mask);
      s.r(16, reserved14);
    });
  }
};

/// Calls `fn(auto& body)` with a default-made body of that st4CmdType; false for reserved types.
template <class Fn>
bool with_command(std::uint8_t type, Fn&& fn) {
  return with_kind<TimeDomainBeamConfig, TddConfigPattern, TrxControl, AsmCommand>(type, fn);
}

/// Walks the commands of a message up to numberOfST4Cmds.
class CommandWalk {
 public:
  /// `message`: from the first octet of the application header, which is all there.
  CommandWalk(const View& message, const SectionType4Header& header)
      : message_{message}, left_{header.number_of_commands} {}

  /// The next command into `command`; false at the end or where one is not all at hand: error().
  bool next(SlotCommand& command) {
    if (error_ || left_ == 0) return false;
    const View rest = message_.from(at_);
    Fault f = rest.missing(0, SlotCommand::kOctets);
    if (f == Fault::none) {
      command.room = rest.first(SlotCommand::kOctets + load_be16(rest.data + 1) * 4u);
      f = rest.missing(0, SlotCommand::kOctets + load_be16(rest.data + 1) * 4u);
    }
    if (f != Fault::none) {
      error_ = rest.error(f);
      return false;
    }
    decode(command.room, 0, command);
    at_ += command.room.length;
    --left_;
    return true;
  }
  const DecodeError& error() const { return error_; }
  static constexpr CplanePart error_part() { return CplanePart::command; }
  /// Octets of the message behind the commands; meaningful at the end without a fault.
  View rest() const { return message_.from(at_); }

 private:
  View message_;
  std::uint32_t at_ = 8;
  unsigned left_;
  DecodeError error_{};
};

/// Writes a command with st4CmdLen as its body asks for, whatever `command.words` is.
template <class Body>
void encode(Writer& out, SlotCommand& command, Body& body, const CplaneParameters& parameters) {
  const std::size_t start = out.at();
  LayoutWriter writer{out};
  command.layout(writer);
  body.layout(writer, parameters);
  writer.end_word();
  command.words = static_cast<std::uint16_t>((out.at() - start - SlotCommand::kOctets) / 4);
  out.patch16(start + 1, command.words);
}

}  // namespace plumbline::wire

// Reading and changing fields of a frame by their names, for lenses.
#pragma once

#include <string_view>
#include <vector>

#include "emulator/frame_fields.h"
#include "suite/mutants/mutant.h"

namespace plumbline::suite::test {

/// A frame under a lens. Borrows the octets. Fields are those of emulator::find_field().
class Edit {
 public:
  explicit Edit(Frame& frame) : frame_{&frame} { look(); }

  const emulator::FrameFields& fields() const { return fields_; }
  bool is(radio::Plane plane, radio::Direction direction) const {
    return fields_.plane == plane && fields_.direction == direction;
  }
  /// Whether it is a request for UL U-plane or PRACH.
  bool is_request() const { return is(radio::Plane::c, radio::Direction::uplink); }

  /// The field's value; 0 where the frame has none.
  std::uint64_t get(std::string_view name) const;
  void set(std::string_view name, std::uint64_t value);
  void add(std::string_view name, std::uint64_t value) { set(name, get(name) + value); }

  /// Where the sections of a C-plane message begin.
  std::vector<std::uint32_t> sections() const;
  /// The same for a field of the section at `section`.
  std::uint64_t get_of(std::uint32_t section, std::string_view name) const;
  void set_of(std::uint32_t section, std::string_view name, std::uint64_t value);

  std::size_t length() const { return frame_->size(); }
  /// Octet `at` of the frame; beyond it, as in parts of messages, one of nobody.
  std::uint8_t& octet(std::uint32_t at) { return at < length() ? (*frame_)[at] : nobodys_ = 0; }
  bool holds(std::uint32_t at, std::size_t octets) const { return at + octets <= length(); }
  /// Takes octets out or puts them in; ecpriPayload and padding follow.
  void erase(std::uint32_t at, std::uint32_t octets);
  void insert(std::uint32_t at, const Frame& octets);

 private:
  void look() { fields_ = emulator::read_fields(*frame_, static_cast<std::uint32_t>(frame_->size())); }
  void settle(std::int64_t longer);

  Frame* frame_;
  emulator::FrameFields fields_;
  std::uint8_t nobodys_ = 0;
};

/// A lens without memory that changes frames.
MakeLens edit(std::function<void(Edit& frame)> change);
/// The same for a request to an O-RU.
MakeLens edit_requests(std::function<void(Edit& frame)> change);
/// The same for every section of a request.
MakeLens edit_sections(std::function<void(Edit& frame, std::uint32_t section)> change);
/// A lens without memory that lets those frames pass for which `passes` says so.
MakeLens keep(std::function<bool(const Edit& frame)> passes);

/// All channels have this method, of nine bits. For Mutant::told.
template <profile::Method kMethod>
void pack_all(Setup& setup) {
  for (profile::Carrier& carrier : setup.link.carriers)
    for (profile::Channel& channel : carrier.channels)
      channel.compression.method = kMethod, channel.compression.width = 9;
}

/// Frames lose their VLAN tag.
MakeLens untagged();

/// A lens that sees messages of C- and U-plane and may add others; what leaves is numbered anew, each number
/// space by its own counter from 0.
MakeLens renumbered(std::function<void(Frame& frame, const Emit& emit)> change);
/// The first sample of every U-plane message, of 16 bits without compression, becomes 1 + j.
MakeLens overdriven();
/// Every `every`-th message of `plane` and `direction` once more, changed.
MakeLens again(radio::Plane plane, radio::Direction direction, unsigned every,
               std::function<void(Edit& frame)> change);

}  // namespace plumbline::suite::test

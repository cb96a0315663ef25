// What an O-DU says in a slot in place of what is plain.
#pragma once

#include <cstdint>
#include <vector>

#include "base/clock.h"
#include "profile/link.h"
#include "wire/cplane.h"

namespace plumbline::emulator {

/// A slot of one channel and eAxC, in which the plain traffic has one C-plane message.
struct SlotPlace {
  const profile::Carrier& carrier;
  const profile::Channel& channel;
  std::size_t port = 0;  ///< index into channel.eaxc
  std::int64_t frame = 0;
  unsigned slot = 0;            ///< within the frame, by the carrier's SCS
  profile::SymbolSpan symbols;  ///< that the plain messages describe
  wire::CplaneHeader header;    ///< the plain message's, of several the first one's
  wire::Section section;        ///< its first section
};

/// A section description and its extensions as they are written, one after the other, the last without ef.
struct ScriptSection {
  wire::Section section;
  std::vector<std::uint8_t> extensions{};
};

/// A C-plane message. numberOfSections is that of `sections`, ef of a section is set where it has extensions;
/// messages of types without sections (all but 0, 1, 3, 5) have `rest` behind the first six octets of the
/// header instead. It may exceed the MTU; what is behind the 65535 octets that ecpriPayload can say is left
/// out.
struct ScriptMessage {
  radio::Eaxc eaxc;
  wire::CplaneHeader header;
  std::vector<ScriptSection> sections{};
  std::vector<std::uint8_t> rest{};
  /// Than a plain message of its startSymbolId would be sent; what is due in the past leaves at once.
  Nanos later{0};
};

/// What a test wants said. Asked in the order of slots, channels and eAxC ids.
class Script {
 public:
  virtual ~Script() = default;
  /// Adds to `messages` what is said in the slot of `place`, which may be nothing, and returns true; or
  /// false: the plain message. DL U-plane follows what was said. A function of its arguments alone.
  virtual bool say(const SlotPlace& place, std::vector<ScriptMessage>& messages) const = 0;
};

}  // namespace plumbline::emulator

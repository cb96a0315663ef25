// Octets in order, from wherever a capture is stored.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "base/cursor.h"

namespace plumbline::io {

/// Why a stream ended before its time.
struct StreamTrouble {
  enum class Kind : std::uint8_t {
    damaged,  ///< what is stored is not right (a decompressor says so)
    broken,   ///< the environment failed (a read error)
    stopped,  ///< stop_waiting_when() said so
  };
  Kind kind;
  std::string text;  ///< one clause, without the name of the file
};

/// A stream of octets that is read once.
class OctetStream {
 public:
  virtual ~OctetStream() = default;
  OctetStream() = default;
  OctetStream(const OctetStream&) = delete;
  OctetStream& operator=(const OctetStream&) = delete;

  /// Reads between one octet and `space.size()` (not 0) of them and returns how many. 0: nothing will ever
  /// follow; trouble() says whether that is the true end. Waits for pipes.
  virtual std::size_t read(std::span<std::uint8_t> space) = 0;

  /// Set when the stream ended early.
  virtual const std::optional<StreamTrouble>& trouble() const = 0;

  /// Octets read so far of what is stored (before decompression).
  virtual std::uint64_t stored_octets_read() const = 0;
};

/// Reads from the descriptor, which it owns and closes.
std::unique_ptr<OctetStream> stream_of_descriptor(int descriptor);

/// Reads from memory, which it borrows.
std::unique_ptr<OctetStream> stream_of_memory(Octets octets);

}  // namespace plumbline::io

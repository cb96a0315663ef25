// A run of TLVs, one behind the other.
#pragma once

#include "wire/layout.h"

namespace plumbline::wire {

/// Walks TLVs of a kind that has a `layout` (layout.h) and
///   static std::uint32_t next_octets(const View& rest, DecodeError& error);
/// which says how long the TLV at the start of `rest` is: 0 at the end, and at a fault.
template <class Tlv>
class TlvWalk {
 public:
  /// `tlvs`: from the first TLV to the end of what holds them.
  explicit TlvWalk(const View& tlvs) : rest_{tlvs} {}

  /// The next TLV, told to `sink` as an entry of a list; false at the end, and at a TLV that is not there as
  /// a whole or says an impossible length (then error() says which octet).
  template <class Sink>
  bool next(Tlv& tlv, Sink& sink) {
    const std::uint32_t octets = error_ ? 0 : Tlv::next_octets(rest_, error_);
    if (octets == 0) return false;
    sink.begin_item(rest_.base);
    LayoutReader<Sink> reader{rest_.first(octets), 0, sink};
    tlv.layout(reader);
    sink.end_item();
    rest_ = rest_.behind(octets);
    return true;
  }
  bool next(Tlv& tlv) {
    NullLayoutSink none;
    return next(tlv, none);
  }
  const DecodeError& error() const { return error_; }
  /// Behind the last TLV.
  const View& rest() const { return rest_; }

 private:
  View rest_;
  DecodeError error_{};
};

}  // namespace plumbline::wire

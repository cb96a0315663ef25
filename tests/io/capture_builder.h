// Builds capture files octet by octet, and reads sources to their end.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "io/source.h"

namespace plumbline::io::testing {

using OctetList = std::vector<std::uint8_t>;

inline OctetList operator+(OctetList a, const OctetList& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

/// Numbers in one byte order, one after the other.
class Builder {
 public:
  explicit Builder(bool big) : big_{big} {}
  Builder& number(std::uint64_t value, unsigned octets) {
    for (unsigned i = 0; i < octets; ++i)
      list_.push_back(static_cast<std::uint8_t>(value >> 8 * (big_ ? octets - 1 - i : i)));
    return *this;
  }
  Builder& u16(std::uint64_t value) { return number(value, 2); }
  Builder& u32(std::uint64_t value) { return number(value, 4); }
  Builder& u64(std::uint64_t value) { return number(value, 8); }
  Builder& raw(const OctetList& octets) {
    list_ = list_ + octets;
    return *this;
  }
  Builder& padded(const OctetList& octets) {
    raw(octets);
    while (list_.size() % 4 != 0) list_.push_back(0);
    return *this;
  }
  Builder& option(unsigned code, const OctetList& value) { return u16(code).u16(value.size()).padded(value); }
  Builder& option(unsigned code, std::string_view value) {
    return option(code, OctetList(value.begin(), value.end()));
  }
  Builder& option64(unsigned code, std::uint64_t value) { return u16(code).u16(8).u64(value); }
  Builder& end_of_options() { return u32(0); }
  const OctetList& list() const { return list_; }
  bool big() const { return big_; }

 private:
  bool big_;
  OctetList list_;
};

/// An Ethernet frame of `n` octets that differ with `seed`.
inline OctetList frame(std::size_t n, unsigned seed = 0) {
  OctetList octets(n);
  for (std::size_t i = 0; i < n; ++i) octets[i] = static_cast<std::uint8_t>(i * 7 + seed);
  return octets;
}

inline OctetList pcap_header(bool big, std::uint32_t magic = 0xa1b2c3d4, std::uint32_t network = 1) {
  return Builder{big}.u32(magic).u16(2).u16(4).u32(0).u32(0).u32(65535).u32(network).list();
}
inline OctetList pcap_record(bool big, std::uint32_t seconds, std::uint32_t fraction, const OctetList& octets,
                             std::uint32_t original = 0) {
  return Builder{big}
      .u32(seconds)
      .u32(fraction)
      .u32(octets.size())
      .u32(original != 0 ? original : octets.size())
      .raw(octets)
      .list();
}

inline OctetList block(std::uint32_t type, const Builder& body) {
  const std::size_t length = body.list().size() + 12;
  return Builder{body.big()}.u32(type).u32(length).raw(body.list()).u32(length).list();
}
inline OctetList section(bool big) {
  return block(0x0a0d0d0a, Builder{big}.u32(0x1a2b3c4d).u16(1).u16(0).u64(~std::uint64_t{0}));
}
inline OctetList interface_block(bool big, const OctetList& options = {}, unsigned link_type = 1,
                                 std::uint32_t snap_length = 0) {
  return block(1, Builder{big}.u16(link_type).u16(0).u32(snap_length).raw(options));
}
inline OctetList enhanced(bool big, std::uint32_t interface, std::uint64_t ticks, const OctetList& octets,
                          const OctetList& options = {}, std::uint32_t original = 0) {
  return block(6, Builder{big}
                      .u32(interface)
                      .u32(ticks >> 32)
                      .u32(ticks & 0xffffffff)
                      .u32(octets.size())
                      .u32(original != 0 ? original : octets.size())
                      .padded(octets)
                      .raw(options));
}

/// A packet that outlives its batch.
struct Seen {
  std::uint64_t number;
  CaptureTime stamp;
  std::uint32_t interface;
  std::uint32_t original_length;
  OctetList octets;
  bool loss_before;
  bool operator==(const Seen&) const = default;
};

/// Everything the source has.
inline std::vector<Seen> read_all(Source& source) {
  std::vector<Seen> seen;
  for (;;) {
    const auto batch = source.next();
    if (!batch) {
      ADD_FAILURE() << batch.error().what;
      return seen;
    }
    for (const Packet& p : batch->packets)
      seen.push_back({p.number,
                      p.stamp,
                      p.interface,
                      p.original_length,
                      {p.octets.begin(), p.octets.end()},
                      p.loss_before});
    if (batch->end) return seen;
  }
}

inline CaptureTime at_ns(std::int64_t ns) { return CaptureTime{Nanos{ns}}; }

/// All warnings in one text.
inline std::string warnings_of(const Source& source) {
  std::string all;
  for (const SourceWarning& warning : source.info().warnings)
    all += std::to_string(warning.offset) + ": " + warning.text + "\n";
  return all;
}

}  // namespace plumbline::io::testing

// From packets to U-plane sections whose samples can be read: which format they have, and what was left out.
#pragma once

#include <array>
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "infer/inferred.h"
#include "io/source.h"
#include "iq/format.h"
#include "plumbline/decode_filter.h"
#include "plumbline/decode_format.h"
#include "profile/link.h"
#include "track/streams.h"

namespace plumbline::app {

/// One section, all of whose PRBs are at hand. Borrowed.
struct IqSection {
  std::uint32_t pair = 0;  ///< address pair, in order of first sight
  radio::Eaxc eaxc;
  radio::Direction direction{};
  profile::ChannelKind kind{};
  const profile::Carrier* carrier = nullptr;  ///< none: no link names the eAxC
  const profile::Channel* channel = nullptr;
  std::uint16_t carrier_prbs = 0;  ///< 0: unknown
  radio::RadioTime at;
  radio::PrbRange prbs;
  iq::Format format;
  unsigned fs_offset = 0;  ///< of the unit
  profile::MulawSign mulaw_sign{};
  Octets octets;
};

/// Why samples were left out.
enum class IqSkip : std::uint8_t {
  filtered,        ///< by --eaxc, --slots, --direction
  broken,          ///< a message whose headers are not all there
  fragment,        ///< a part of a message fragmented by the radio transport
  format_unknown,  ///< nothing says how its sections are packed
  misfit,          ///< its sections do not end where the message does
  cut,             ///< its octets were not all captured
  modulation,      ///< modulation compression: amplitudes are in the C-plane
  reserved,        ///< a method or width that says nothing
  untracked,       ///< beyond a limit of what is followed
};
inline constexpr std::size_t kIqSkips = 9;
/// What to say of it, behind the number of messages (sections from `modulation` on).
std::string_view words(IqSkip skip);

/// Where formats come from, and how many messages by which way.
struct IqOrigin {
  std::string link;             ///< name of the link file; empty without
  std::string compression;      ///< --compression as typed; empty without
  bool dynamic = false;         ///< --dynamic
  bool inferred = false;        ///< neither: from the packets
  std::string formats;          ///< inferred ones, in words
  std::uint64_t by_link = 0;    ///< messages read by the link, given or inferred
  std::uint64_t by_option = 0;  ///< by --compression or --dynamic
  std::uint64_t by_header = 0;  ///< by a udCompHdr that fits, where the inferred link says nothing
};

/// What the reader has to be told.
struct IqReaderOptions {
  const profile::Link* link = nullptr;           ///< given, or inferred (origin says which)
  std::optional<wire::UplaneFormat> format;      ///< instead of a link
  std::optional<unsigned> fs_offset;             ///< rather than what the link says of it
  std::optional<profile::MulawSign> mulaw_sign;  ///< the same
  DecodeFilter filter;
  std::uint16_t udp_port = 0;
};

class IqReader {
 public:
  using Take = std::function<void(const IqSection&)>;

  /// `origin` says where options.link comes from.
  IqReader(const IqReaderOptions& options, IqOrigin origin);

  /// Calls `take` for each section of the packet.
  void packet(const io::Packet& packet, const Take& take);

  const IqOrigin& origin() const { return origin_; }
  const std::array<std::uint64_t, kIqSkips>& skipped() const { return skipped_; }
  std::uint64_t packets() const { return packets_; }
  std::uint64_t messages() const { return messages_; }  ///< of the U-plane, whose sections were read
  const track::FlowKey& flow(std::uint32_t pair) const { return pairs_.key(pair); }
  /// From the first to the last stamp, nanoseconds.
  std::int64_t span_ns() const { return last_ns_ - first_ns_; }

 private:
  struct Reading;
  Reading reading_of(const text::Message& message);
  void message(const text::Message& message, const Take& take);
  void skip(IqSkip reason) { ++skipped_[static_cast<std::size_t>(reason)]; }

  IqReaderOptions options_;
  IqOrigin origin_;
  std::optional<LinkFormats> formats_;
  track::PairTable pairs_;
  std::vector<wire::UplaneSection> sections_;
  std::array<std::uint64_t, kIqSkips> skipped_{};
  std::uint64_t packets_ = 0, messages_ = 0;
  bool stamped_ = false;
  std::int64_t first_ns_ = 0, last_ns_ = 0;
};

/// A source whose first packets were looked at for a link, and are handed out again.
class RewoundSource {
 public:
  /// `idle_ms`: a live source ends when nothing came for so long; 0: never.
  RewoundSource(io::Source& source, unsigned idle_ms) : source_{source}, idle_{idle_ms} {}

  /// Reads packets until they tell no more, at most kMostOctets of them.
  Result<infer::Inferred, Error> infer();
  /// The next packets, from the first one on.
  Result<io::Batch, Error> next();

  static constexpr std::size_t kMostOctets = std::size_t{64} << 20;

 private:
  Result<io::Batch, Error> pull();

  io::Source& source_;
  std::chrono::milliseconds idle_;
  std::chrono::steady_clock::time_point since_ = std::chrono::steady_clock::now();
  std::vector<std::uint8_t> octets_;
  std::vector<io::Packet> kept_;
  bool ended_ = false, replayed_ = false;
};

}  // namespace plumbline::app

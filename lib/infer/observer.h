// Looks at the first packets of an input and says what link they belong to.
#pragma once

#include <cstdint>
#include <optional>

#include "base/clock.h"
#include "base/cursor.h"
#include "infer/inferred.h"
#include "infer/observed.h"
#include "track/streams.h"
#include "wire/cplane.h"
#include "wire/ecpri.h"
#include "wire/frame.h"

namespace plumbline::infer {

/// How much is looked at.
struct Prefix {
  Nanos span{2'000'000'000};        ///< of stamps, from the first one
  std::uint64_t packets = 200'000;  ///< at most
};

/// Keeps counts and a bounded list of messages; never fails.
class Observer {
 public:
  explicit Observer(Prefix prefix = {});

  /// The next packet: octets from the destination MAC on, its length on the wire, its stamp if it has one.
  /// Nothing of it is kept; any octets are safe. Packets behind the prefix are only counted.
  void feed(Octets octets, std::uint32_t original_length, std::optional<CaptureTime> stamp);

  /// True when further packets change nothing.
  bool full() const { return full_; }

  /// What was found. Call once, last.
  Inferred finish() const;

 private:
  struct Place;
  bool within_prefix(std::optional<CaptureTime>& stamp);
  void message(const Place& place, const wire::EcpriMessage& ecpri);
  void cplane(const Place& place, const wire::EcpriIds& ids, const wire::View& body);
  void uplane(const Place& place, const wire::EcpriIds& ids, const wire::View& body);
  std::uint32_t find_stream(const Place& place, const Stream& like);
  void sections(Stream& stream, Flow& flow, const wire::CplaneHeader& header, const wire::View& body,
                Seen& seen);
  void occasion(const Occasion& like);
  void remember(const Place& place, const Seen& seen, bool from_o_du, radio::Plane plane);

  Prefix prefix_;
  Observed observed_;
  track::PairTable pairs_;
  track::DenseIndex index_;
  std::optional<std::int64_t> first_ns_;
  bool full_ = false;
};

}  // namespace plumbline::infer

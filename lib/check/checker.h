// A check: batches of packets in, one result out, on any number of workers.
#pragma once

#include <memory>
#include <span>

#include "check/iq_scope.h"
#include "io/packet.h"
#include "profile/link.h"
#include "record/record.pb.h"

namespace plumbline::check {

class Checker {
 public:
  /// `link` may be nullptr (rules that need one are not evaluated) and is borrowed. `workers` >= 1; the
  /// result does not depend on it. `scope`: which messages are looked into, PRB by PRB.
  Checker(const profile::Link* link, unsigned workers = 1, IqScope scope = IqScope::sampled);
  ~Checker();

  /// Judges the next packets of the input. Their octets are not kept.
  void feed(std::span<const io::Packet> packets);

  /// Ends the input and returns the merged result. Call once, last.
  record::Result finish();

 private:
  struct Workers;
  std::unique_ptr<Workers> workers_;
};

}  // namespace plumbline::check

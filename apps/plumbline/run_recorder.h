// What a run of the catalogue leaves in a folder: a recording of each part of a case.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "io/pcapng_writer.h"
#include "suite/runner.h"

namespace plumbline::app {

/// Writes `<case>[.<part>][.seedN].pcapng`; where a part is judged by another link than the others (a longer
/// way), also that link, as `.yaml`.
class RunRecorder {
 public:
  /// Without a folder nothing is written. Borrows `setup`, which may change between cases.
  RunRecorder(std::string folder, const suite::Setup& setup) : folder_{std::move(folder)}, setup_{setup} {}
  ~RunRecorder() { close(); }
  RunRecorder(const RunRecorder&) = delete;
  RunRecorder& operator=(const RunRecorder&) = delete;

  /// The tapes of a case; borrows it.
  suite::MakeTape tapes(const suite::Case& test);
  /// Ends the file that is open.
  void close();
  /// The first thing that could not be written.
  const std::optional<Error>& failure() const { return failure_; }

 private:
  suite::Tape tape(const suite::Case& test, std::string_view part);
  Result<void, Error> write_link(const suite::Case& test, std::string_view part,
                                 const std::string& path) const;
  void keep(const Error& error) {
    if (!failure_) failure_ = error;
  }

  std::string folder_;
  const suite::Setup& setup_;
  std::unique_ptr<io::PcapngWriter> writer_;
  std::optional<Error> failure_;
};

}  // namespace plumbline::app

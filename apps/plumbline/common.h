// What several sub-commands share: errors, interruption, progress, opening inputs, writing reports.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "io/source.h"
#include "plumbline/command.h"
#include "profile/link.h"
#include "record/record.pb.h"
#include "report/rule_text.h"

namespace plumbline::app {

/// Prints an error on standard error, command first, and returns `status`.
int complain(std::string_view command, const Error& error, int status);

/// Set by Ctrl-C or SIGTERM after catch_interrupts(); a second Ctrl-C ends the program at once.
std::atomic<bool>& interrupted();
void catch_interrupts();

/// True when standard output (or error) is a terminal that wants colour.
bool wants_colour();
/// Columns of the terminal, 100 when there is none.
unsigned columns();

/// A line on a terminal's standard error that is redrawn a few times a second; silent elsewhere.
class Progress {
 public:
  explicit Progress(std::string what);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  /// `done` of `all` octets (0: unknown), and packets so far.
  void show(std::uint64_t done, std::uint64_t all, std::uint64_t packets);

 private:
  std::string what_;
  std::int64_t started_ns_, shown_ns_ = 0;
  bool on_;
};

/// Opens `uris` as one time line.
Result<std::unique_ptr<io::Source>, Error> open_sources(const std::vector<std::string>& uris);

/// SHA-256 of a file in hexadecimal; empty when it cannot be read or is not a file.
std::string sha256_of(const std::string& path);

/// What every record says of its making: tool, catalogue, machine, the link file, whether the user ended it.
/// `link` is what the file `link_name` holds, nullptr without one.
void describe_run(const std::string& link_name, const profile::Link* link, bool strict,
                  record::Provenance& from);

/// Puts a file of the user into the provenance, by its name and hash. `format`: what it is ("profile").
void describe_file(const std::string& path, std::string_view format, record::Provenance& from);

/// Puts what is known of a source into the provenance.
void describe(const io::SourceInfo& info, record::Input& input);

/// The words of the rule catalogue, for reports.
report::FindRule rule_texts();

/// Writes `text` to `path` (`-`: standard output).
Result<void, Error> write_text(const std::string& path, std::string_view text);

/// The JSON and JUnit files a user asked for.
struct ReportFiles {
  std::string json, junit;
  bool quiet = false;  ///< standard output is taken: no report there
};

/// Writes the files, prints the report on standard output (unless one of the files is `-`), and returns the
/// exit status.
int publish(const record::Record& record, const ReportFiles& files, bool verbose, std::string_view command);

}  // namespace plumbline::app

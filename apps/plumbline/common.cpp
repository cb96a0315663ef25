#include "plumbline/common.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "io/merge_source.h"
#include "plumbline/machine.h"
#include "record/merge.h"
#include "report/json.h"
#include "report/junit.h"
#include "report/terminal.h"
#include "rules/catalogue.h"

namespace plumbline::app {
namespace {

std::int64_t now_ns() {
  return std::chrono::duration_cast<Nanos>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

void on_interrupt(int) {
  if (interrupted().exchange(true)) _exit(130);
}

}  // namespace

int complain(std::string_view command, const Error& error, int status) {
  std::fputs(fmt::format("plumbline {}: {}\n", command, error.what).c_str(), stderr);
  if (!error.remedy.empty()) std::fputs(fmt::format("  {}\n", error.remedy).c_str(), stderr);
  return status;
}

std::atomic<bool>& interrupted() {
  static std::atomic<bool> flag{false};
  return flag;
}

void catch_interrupts() {
  struct sigaction action {};
  action.sa_handler = on_interrupt;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  io::stop_waiting_when(&interrupted());
}

bool wants_colour() {
  const char* no = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  return isatty(STDOUT_FILENO) == 1 && (no == nullptr || *no == '\0') &&
         (term == nullptr || std::strcmp(term, "dumb") != 0);
}

unsigned columns() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return 100;
}

Progress::Progress(std::string what)
    : what_{std::move(what)}, started_ns_{now_ns()}, on_{isatty(STDERR_FILENO) == 1} {}

Progress::~Progress() {
  if (on_ && shown_ns_ != 0) std::fputs("\r\x1b[K", stderr);
}

void Progress::show(std::uint64_t done, std::uint64_t all, std::uint64_t packets) {
  if (!on_) return;
  const std::int64_t now = now_ns();
  if (now - shown_ns_ < 200'000'000) return;
  shown_ns_ = now;
  const double seconds = static_cast<double>(now - started_ns_) / 1e9;
  if (seconds < 0.2) return;
  const double rate = static_cast<double>(done) / seconds;
  std::string line = what_;
  if (all > 0)
    line += fmt::format("  {:.0f} %", 100.0 * static_cast<double>(done) / static_cast<double>(all));
  line +=
      fmt::format("  {:.1f} MB/s  {:.2f} Mpkt/s", rate / 1e6, static_cast<double>(packets) / seconds / 1e6);
  if (all > done && rate > 0) line += fmt::format("  {:.0f} s left", static_cast<double>(all - done) / rate);
  std::fputs(fmt::format("\r{}\x1b[K", line).c_str(), stderr);
}

Result<std::unique_ptr<io::Source>, Error> open_sources(const std::vector<std::string>& uris) {
  std::vector<std::unique_ptr<io::Source>> sources;
  for (const std::string& uri : uris) {
    auto source = io::open_source(uri);
    if (!source) return source;
    sources.push_back(std::move(*source));
  }
  return io::merge_sources(std::move(sources));
}

std::string sha256_of(const std::string& path) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file{std::fopen(path.c_str(), "rb"), &std::fclose};
  const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
  if (!file || !context || EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) != 1) return {};
  std::vector<std::uint8_t> piece(1 << 20);
  while (!interrupted()) {
    const std::size_t n = std::fread(piece.data(), 1, piece.size(), file.get());
    if (n == 0) break;
    EVP_DigestUpdate(context.get(), piece.data(), n);
  }
  if (std::ferror(file.get()) != 0 || interrupted()) return {};
  std::array<std::uint8_t, 32> digest{};
  EVP_DigestFinal_ex(context.get(), digest.data(), nullptr);
  std::string hex;
  for (const std::uint8_t octet : digest) hex += fmt::format("{:02x}", octet);
  return hex;
}

void describe_run(const std::string& link_name, const profile::Link* link, bool strict,
                  record::Provenance& from) {
  from.set_tool(fmt::format("plumbline {}", PLUMBLINE_VERSION));
  from.set_catalogue(std::string{rules::kCatalogueVersion});
  *from.mutable_machine() = this_machine();
  from.set_interrupted(interrupted());
  from.set_strict(strict);
  from.set_link_name(link_name);
  if (link == nullptr) return;
  from.set_link_sha256(sha256_of(link_name));
  if (link->time.epoch != profile::Epoch::none)
    from.set_stamp_accuracy_ns(static_cast<std::uint64_t>(link->time.timestamp_accuracy_ns));
}

void describe_file(const std::string& path, std::string_view format, record::Provenance& from) {
  record::Input& input = *from.add_inputs();
  input.set_name(path);
  input.set_format(std::string{format});
  input.set_sha256(sha256_of(path));
}

void describe(const io::SourceInfo& info, record::Input& input) {
  input.set_name(info.name);
  input.set_format(info.format);
  input.set_packets(info.packets);
  input.set_octets(info.octets);
  input.set_file_octets(info.file_octets);
  for (const io::SourceWarning& warning : info.warnings)
    input.add_warnings(warning.offset > 0 ? fmt::format("octet {}: {}", warning.offset, warning.text)
                                          : warning.text);
  input.set_warnings_left_out(info.warnings_left_out);
  for (const io::InterfaceInfo& interface : info.interfaces) {
    record::Interface& out = *input.add_interfaces();
    out.set_name(interface.name);
    out.set_snap_length(interface.snap_length);
    out.set_resolution_ns(interface.resolution_ns);
    out.set_dropped(interface.dropped);
  }
}

report::FindRule rule_texts() {
  static const std::vector<report::RuleText> texts = [] {
    std::vector<report::RuleText> all;
    for (const rules::RuleInfo* info : rules::kCatalogue)
      all.push_back({.id = info->id,
                     .title = info->title,
                     .statement = info->statement,
                     .clause = info->clause,
                     .measures = info->measures,
                     .reading = info->fails});
    return all;
  }();
  return [](std::string_view id) -> const report::RuleText* {
    const std::size_t i = rules::index_of(id);
    return i < texts.size() ? &texts[i] : nullptr;
  };
}

Result<void, Error> write_text(const std::string& path, std::string_view text) {
  std::FILE* file = path == "-" ? stdout : std::fopen(path.c_str(), "wb");
  if (file == nullptr)
    return fail(fmt::format("{}: cannot be written: {}", path, std::strerror(errno)), "choose another path");
  const bool written = std::fwrite(text.data(), 1, text.size(), file) == text.size();
  const bool closed = path == "-" ? std::fflush(file) == 0 : std::fclose(file) == 0;
  if (written && closed) return {};
  return fail(fmt::format("{}: writing failed: {}", path, std::strerror(errno)), "is the disk full?");
}

int publish(const record::Record& record, const ReportFiles& files, bool verbose, std::string_view command) {
  const bool strict = record.provenance().strict();
  const record::Verdict verdict = record::verdict_of(record.result(), strict);
  int status = kOk;
  if (verdict == record::VERDICT_FAIL) status = kFailed;
  if (verdict == record::VERDICT_ERROR) status = kInternal;
  if (verdict == record::VERDICT_INCONCLUSIVE &&
      (strict || record.result().totals().losses_of_ours() > 0 || record.provenance().conduct().lost() > 0))
    status = kInconclusive;
  report::RenderOptions options{.colour = wants_colour(),
                                .verbose = verbose,
                                .width = columns(),
                                .rule = rule_texts(),
                                .exit_status = status};
  const auto write = [&](const std::string& path, const std::string& text) {
    if (path.empty()) return true;
    if (auto done = write_text(path, text); !done) {
      complain(command, done.error(), kEnvironment);
      return false;
    }
    if (path != "-") options.files.push_back(path);
    return true;
  };
  if (!write(files.json, files.json.empty() ? "" : report::render_json(record))) return kEnvironment;
  if (!write(files.junit, files.junit.empty() ? "" : report::render_junit(record, options.rule, {})))
    return kEnvironment;
  if (!files.quiet && files.json != "-" && files.junit != "-") {
    const std::string text = report::render_check(record, options);
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) return kEnvironment;
  }
  return status;
}

}  // namespace plumbline::app

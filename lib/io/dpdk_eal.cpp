#include "io/dpdk_eal.h"

#include <fmt/format.h>
#include <rte_eal.h>
#include <rte_errno.h>
#include <rte_log.h>
#include <sched.h>

#include <cstdio>
#include <mutex>
#include <optional>
#include <sstream>
#include <vector>

namespace plumbline::io {
namespace {

constexpr std::size_t kMostWords = 600;

/// DPDK has one environment per process; this is its only state on our side.
struct Environment {
  std::mutex mutex;
  DpdkSettings settings;
  std::optional<Result<void, Error>> started;
  std::mutex words_mutex;  // its own threads may talk at any time
  std::string words;
};

Environment& environment() {
  static Environment one;
  return one;
}

ssize_t take_words(void*, const char* text, std::size_t size) {
  Environment& env = environment();
  const std::scoped_lock lock{env.words_mutex};
  for (const char c :
       std::string_view{text, size}.substr(0, kMostWords - std::min(kMostWords, env.words.size())))
    env.words.push_back(c == '\n' ? ';' : c);
  return static_cast<ssize_t>(size);
}

/// All processors this process may use, as EAL writes a list. One lcore on all of them: EAL binds the calling
/// thread to its lcore, which must not move or narrow a thread that is not EAL's.
std::string one_lcore_everywhere() {
  cpu_set_t set;
  CPU_ZERO(&set);
  std::string list;
  if (sched_getaffinity(0, sizeof set, &set) == 0)
    for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu)
      if (CPU_ISSET(static_cast<std::size_t>(cpu), &set))
        list += fmt::format("{}{}", list.empty() ? "" : ",", cpu);
  return fmt::format("--lcores=0@({})", list.empty() ? "0" : list);
}

/// Arguments that make EAL print and end the process.
bool ends_process(std::string_view argument) {
  if (argument == "help" || argument.ends_with("=help") || argument.starts_with("--he")) return true;
  const std::size_t letter = argument.find_first_not_of("-v");
  return argument.starts_with("-") && !argument.starts_with("--") && letter != std::string_view::npos &&
         argument[letter] == 'h';
}

Result<std::vector<std::string>, Error> arguments_for(const DpdkSettings& settings) {
  std::vector<std::string> arguments{"plumbline", "--no-telemetry", "--log-level=5",
                                     fmt::format("--file-prefix={}", settings.file_prefix)};
  // Nothing is kept in files, so processes cannot be in each other's way and nothing is left behind.
  if (settings.huge_pages) {
    arguments.insert(arguments.end(), {"--in-memory", "--single-file-segments"});
  } else {
    arguments.insert(arguments.end(),
                     {"--no-huge", "--no-shconf", "-m", fmt::format("{}", settings.memory_mb)});
  }
  // No device is touched at start, not even one that a driver could take from the kernel: each is plugged by
  // name when it is opened. An address that cannot exist is the shortest way to allow none.
  arguments.insert(arguments.end(), {"-a", "ffff:ff:1f.7"});
  bool own_lcores = true;
  std::istringstream extra{settings.extra};
  for (std::string word; extra >> word;) {
    if (ends_process(word))
      return fail(fmt::format("DPDK argument `{}` would end the program", word),
                  "leave it out; `dpdk-testpmd --help` prints what DPDK takes");
    own_lcores =
        own_lcores && !word.starts_with("-l") && !word.starts_with("-c") && !word.starts_with("--lc");
    arguments.push_back(std::move(word));
  }
  if (own_lcores) arguments.push_back(one_lcore_everywhere());
  return arguments;
}

std::string remedy_for(const DpdkSettings& settings, int error) {
  if (!settings.extra.empty()) return fmt::format("check the DPDK arguments `{}`", settings.extra);
  if (settings.huge_pages)
    return "reserve huge pages (`echo 512 > /proc/sys/vm/nr_hugepages` as root), or run without them";
  if (error == ENOMEM)
    return fmt::format("{} MB could not be had: lower the memory setting or free memory", settings.memory_mb);
  return "check that /run/dpdk (or $XDG_RUNTIME_DIR, or /tmp) can be written to";
}

Result<void, Error> start(const DpdkSettings& settings, std::vector<std::string> arguments) {
  // Lives as long as the process, like the environment that writes to it.
  static std::FILE* words =
      fopencookie(nullptr, "w", {.read = {}, .write = take_words, .seek = {}, .close = {}});
  if (words != nullptr) {
    std::setvbuf(words, nullptr, _IOLBF, 0);
    rte_openlog_stream(words);
  }
  std::vector<char*> argv;
  for (std::string& one : arguments) argv.push_back(one.data());
  clear_dpdk_words();
  if (rte_eal_init(static_cast<int>(argv.size()), argv.data()) >= 0) return {};
  const int error = rte_errno;
  return fail(fmt::format("DPDK did not start ({}): {}", rte_strerror(error), dpdk_words()),
              remedy_for(settings, error));
}

}  // namespace

void set_dpdk_settings(const DpdkSettings& settings) {
  const std::scoped_lock lock{environment().mutex};
  environment().settings = settings;
}

DpdkSettings dpdk_settings() {
  const std::scoped_lock lock{environment().mutex};
  return environment().settings;
}

Result<void, Error> start_dpdk() {
  Environment& env = environment();
  const std::scoped_lock lock{env.mutex};
  // A refused argument leaves DPDK untouched, so that is tried again; what rte_eal_init began is not.
  if (env.started) return *env.started;
  auto arguments = arguments_for(env.settings);
  if (!arguments) return tl::unexpected(arguments.error());
  env.started = start(env.settings, std::move(*arguments));
  return *env.started;
}

void clear_dpdk_words() {
  const std::scoped_lock lock{environment().words_mutex};
  environment().words.clear();
}

std::string dpdk_words() {
  const std::scoped_lock lock{environment().words_mutex};
  std::string words = environment().words;
  while (!words.empty() && (words.back() == ';' || words.back() == ' ')) words.pop_back();
  return words;
}

}  // namespace plumbline::io

#include "plumbline/port_options.h"

#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdint>

#include "plumbline/command.h"

namespace plumbline::app {
namespace {

/// The kernel's struct sched_attr in its first version, which the C library does not have.
struct Scheduling {
  std::uint32_t size = 0, policy = 0;
  std::uint64_t flags = 0;
  std::int32_t nice = 0;
  std::uint32_t priority = 0;
  std::uint64_t runtime_ns = 0, deadline_ns = 0, period_ns = 0;
};

}  // namespace

void add_port_options(CLI::App& command, PortOptions& options) {
  command.add_option("--file-prefix", options.file_prefix, "DPDK: keeps processes on one machine apart");
  command.add_flag("--huge", options.huge, "DPDK: use huge pages");
  command.add_option("--memory-mb", options.memory_mb, "DPDK: memory without huge pages");
  command.add_option("--eal", options.eal, "DPDK: further EAL arguments");
}

void prepare_ports(const PortOptions& options) {
  io::DpdkSettings dpdk;
  if (!options.file_prefix.empty()) dpdk.file_prefix = options.file_prefix;
  dpdk.huge_pages = options.huge;
  dpdk.memory_mb = options.memory_mb;
  dpdk.extra = options.eal;
  io::set_dpdk_settings(dpdk);
}

int port_status(const std::string& uri) { return io::check_port_uri(uri) ? kEnvironment : kUsage; }

void run_promptly() {
  prctl(PR_SET_TIMERSLACK, 1UL, 0UL, 0UL, 0UL);
  // Newer kernels take the runtime of an ordinary thread for the length of its turns; older ones refuse or
  // ignore it.
  constexpr std::uint64_t kTurnNs = 100'000;
  Scheduling scheduling;
  if (syscall(SYS_sched_getattr, 0, &scheduling, sizeof scheduling, 0) != 0 ||
      scheduling.policy != SCHED_OTHER)
    return;
  constexpr std::uint64_t kNotInherited = 1;  // SCHED_FLAG_RESET_ON_FORK: those that judge have time
  scheduling.size = sizeof scheduling;
  scheduling.flags |= kNotInherited;
  scheduling.runtime_ns = kTurnNs;
  // Real-time classes would be stopped for 50 ms of each second in which the thread does not sleep.
  constexpr std::int32_t kMostUrgent = -20;
  const std::int32_t usual = scheduling.nice;
  if (usual <= 0) scheduling.nice = kMostUrgent;
  if (syscall(SYS_sched_setattr, 0, &scheduling, 0) == 0) return;
  scheduling.nice = usual;  // it takes CAP_SYS_NICE
  syscall(SYS_sched_setattr, 0, &scheduling, 0);
}

}  // namespace plumbline::app

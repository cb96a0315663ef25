#include "plumbline/machine.h"

#include <fmt/format.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <fstream>
#include <string>
#include <string_view>

namespace plumbline::app {
namespace {

/// The model of the first processor; architectures call it differently, and some do not say.
std::string cpu_model() {
  std::ifstream info{"/proc/cpuinfo"};
  for (std::string line; std::getline(info, line);) {
    const std::size_t colon = line.find(':');
    if (colon == std::string::npos || colon + 2 > line.size()) continue;
    for (const std::string_view name : {"model name", "Model", "cpu\t"})
      if (line.starts_with(name)) return line.substr(colon + 2);
  }
  return {};
}

}  // namespace

record::Machine this_machine() {
  record::Machine machine;
  if (utsname name{}; ::uname(&name) == 0) {
    machine.set_host(name.nodename);
    machine.set_kernel(fmt::format("{} {} {}", name.sysname, name.release, name.machine));
  }
  machine.set_cpu(cpu_model());
  if (const auto cores = ::sysconf(_SC_NPROCESSORS_ONLN); cores > 0)
    machine.set_cores(static_cast<std::uint32_t>(cores));
  return machine;
}

}  // namespace plumbline::app

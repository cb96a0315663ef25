// What commands that open ports have in common.
#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "base/result.h"
#include "io/port.h"

namespace plumbline::app {

/// How DPDK is set up, where a port of it is opened.
struct PortOptions {
  std::string file_prefix, eal;
  unsigned memory_mb = 256;
  bool huge = false;
};

void add_port_options(CLI::App& command, PortOptions& options);

/// To be called before the first port is opened.
void prepare_ports(const PortOptions& options);

/// The exit status for a port that did not open: usage where its name is no port's, else the environment.
int port_status(const std::string& uri);

/// Lets this thread's sleeps end when they are to, not up to 50 us later as is the kernel's habit, and makes
/// its turns on the processor short and urgent: it then gets them sooner. Threads that it makes are ordinary
/// ones. Who was told to be nice stays so. Without CAP_SYS_NICE turns are short only; where the kernel
/// cannot, nothing changes.
void run_promptly();

}  // namespace plumbline::app

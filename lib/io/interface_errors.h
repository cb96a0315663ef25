// What a network interface of the kernel says it lost before anybody could hear it.
#pragma once

#include <cstdint>

namespace plumbline::io {

/// Frames that did not fit, were damaged, or came when the device had no room. What the kernel calls dropped
/// is left out: it counts there every tagged frame of a VLAN that nobody set up, though packet sockets heard
/// it.
class InterfaceErrors {
 public:
  InterfaceErrors() = default;
  /// Counts from now on; an interface that cannot be asked loses nothing. `interface` is its kernel index.
  explicit InterfaceErrors(unsigned interface);
  ~InterfaceErrors();
  InterfaceErrors(const InterfaceErrors&) = delete;
  InterfaceErrors& operator=(const InterfaceErrors&) = delete;
  InterfaceErrors& operator=(InterfaceErrors&& other) noexcept;

  /// Asks the kernel, which takes a few microseconds.
  std::uint64_t lost() {
    const std::uint64_t now = total();
    return now > before_ ? now - before_ : 0;
  }

 private:
  std::uint64_t total();

  int socket_ = -1;  // a netlink socket: right in every network namespace, which files need not be
  unsigned interface_ = 0;
  std::uint64_t before_ = 0, last_ = 0;
};

}  // namespace plumbline::io

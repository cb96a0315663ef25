// What a DPDK device string says: which driver, which kernel interface, which PCI address.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace plumbline::io {

/// A device string taken apart. Pure text; nothing is looked up.
struct DpdkDevice {
  std::string name;       ///< what the device is called once it exists: `net_ring0`, `0000:03:00.0`
  std::string driver;     ///< `net_ring`; empty for a PCI address
  std::string arguments;  ///< what follows the first comma, may be empty
  bool pci = false;

  /// The value of `key=value` among the arguments, empty when absent.
  std::string_view argument(std::string_view key) const;
  /// The kernel interface the device sits on (`iface=`, `rx_iface=`, `tx_iface=`), empty when it has none.
  std::string_view kernel_interface() const;
  /// The string for DPDK.
  std::string text() const { return arguments.empty() ? name : name + "," + arguments; }
};

/// Takes `device` apart: a PCI address (domain optional) or DRIVER and a number, each with `,key=value`
/// arguments. Refused: empty, control characters and blanks, a name that cannot be a driver, more than 1,024
/// octets.
Result<DpdkDevice, Error> parse_dpdk_device(std::string_view device);

/// A packet socket ring's slots are 2,048 octets unless told otherwise, which cuts jumbo frames. Adds slots
/// for frames of a kernel interface with `mtu` where the user named no size. Other drivers stay as they are.
void fit_rings(DpdkDevice& device, std::size_t mtu);

/// The longest frame (without FCS) that fits the slots of the rings the arguments ask for; 0 when not limited
/// so.
std::size_t ring_limit(const DpdkDevice& device);

/// What to do when the device cannot be opened.
std::string remedy_for(const DpdkDevice& device);

}  // namespace plumbline::io

// Ports and sources on DPDK devices: NICs by PCI address, and the virtual devices.
#pragma once

#include <memory>
#include <string_view>

#include "base/result.h"
#include "io/port.h"
#include "io/source.h"

namespace plumbline::io {

/// Opens `device` (a PCI address or a string such as `net_ring0` or `net_af_packet0,iface=veth0`) with one
/// queue each way, promiscuous. Frames shorter than 60 octets are sent padded with zeros, as Ethernet has it.
/// Port::longest_frame() counts no VLAN tag; a frame with one may be 4 octets longer where the device is a
/// kernel interface or a NIC. One device can be open once at a time; after close it can be opened again.
Result<std::unique_ptr<Port>, Error> open_dpdk_port(std::string_view device);

/// The receiving side of the same as a source that never ends. Packets are stamped with
/// DpdkSettings::stamp_clock when the burst was fetched; Packet::stamp_error is the time since the fetch
/// before, within which they arrived. net_pcap on a kernel interface holds packets back for milliseconds
/// first, which this bound does not know.
Result<std::unique_ptr<Source>, Error> open_dpdk_source(std::string_view device);

}  // namespace plumbline::io

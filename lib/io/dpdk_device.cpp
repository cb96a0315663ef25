#include "io/dpdk_device.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace plumbline::io {
namespace {

constexpr std::size_t kLongestDevice = 1024;
constexpr std::string_view kHexDigits = "0123456789abcdefABCDEF";
constexpr std::string_view kForms =
    "give a PCI address such as 0000:03:00.0, or a device such as net_ring0, net_null0, "
    "net_af_packet0,iface=eth1, "
    "net_pcap0,iface=eth1 or net_memif0,role=client,socket=/run/memif.sock";

constexpr std::size_t kEthernetAndTag = 18;
// What the drivers take for a slot unless told, and, rounded up, what the kernel takes of a packet socket's
// slot (header, address, alignment).
constexpr std::size_t kSlot = 2048;
constexpr std::size_t kSlotHeader = 128;
// Eight slots of 9,728 octets fill 19 pages without a gap. They are shorter than our buffers, as
// net_af_packet demands and net_memif needs: otherwise it copies without asking how long the other side's
// slots are. memif frames longer than a slot would be cut in pieces, which its sender (22.11) gets wrong once
// the ring has wrapped.
constexpr std::size_t kJumboSlot = 9728;
constexpr std::size_t kJumboBlock = 8 * kJumboSlot;

bool is_hex(std::string_view text, std::size_t digits) {
  return text.size() == digits && text.find_first_not_of(kHexDigits) == std::string_view::npos;
}

/// BB:DD.F
bool is_short_pci(std::string_view t) {
  return t.size() == 7 && is_hex(t.substr(0, 2), 2) && t[2] == ':' && is_hex(t.substr(3, 2), 2) &&
         t[5] == '.' && t[6] >= '0' && t[6] <= '7';
}

/// BB:DD.F or DDDD:BB:DD.F in the long form; empty when it is neither.
std::string pci_name(std::string_view text) {
  if (is_short_pci(text)) return fmt::format("0000:{}", text);
  if (text.size() == 12 && is_hex(text.substr(0, 4), 4) && text[4] == ':' && is_short_pci(text.substr(5)))
    return std::string{text};
  return {};
}

}  // namespace

std::string_view DpdkDevice::argument(std::string_view key) const {
  std::string_view rest = arguments;
  while (!rest.empty()) {
    const std::size_t comma = rest.find(',');
    const std::string_view one = rest.substr(0, comma);
    if (one.size() > key.size() && one.starts_with(key) && one[key.size()] == '=')
      return one.substr(key.size() + 1);
    rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
  }
  return {};
}

std::string_view DpdkDevice::kernel_interface() const {
  for (const std::string_view key : {"iface", "rx_iface", "rx_iface_in", "tx_iface"}) {
    if (driver == "net_tap") break;  // creates its interface
    if (const std::string_view interface = argument(key); !interface.empty()) return interface;
  }
  return {};
}

Result<DpdkDevice, Error> parse_dpdk_device(std::string_view device) {
  if (device.empty()) return fail("dpdk: names no device", std::string{kForms});
  if (device.size() > kLongestDevice)
    return fail(
        fmt::format("dpdk: a device of {} characters; at most {} are taken", device.size(), kLongestDevice));
  const auto odd = std::find_if(device.begin(), device.end(), [](char c) { return c <= ' ' || c > '~'; });
  if (odd != device.end())
    return fail(
        fmt::format("dpdk: character {} of the device is a blank or not printable", odd - device.begin() + 1),
        std::string{kForms});
  DpdkDevice out;
  const std::size_t comma = device.find(',');
  const std::string_view head = device.substr(0, comma);
  if (comma != std::string_view::npos) out.arguments = device.substr(comma + 1);
  out.name = pci_name(head);
  if (!out.name.empty()) {
    out.pci = true;
    return out;
  }
  const bool word =
      head.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") ==
      std::string_view::npos;
  out.name = head;
  out.driver = head.substr(0, head.find_last_not_of("0123456789") + 1);
  if (!word ||
      !(out.driver.starts_with("net_") || out.driver.starts_with("eth_") || out.driver == "virtio_user"))
    return fail(fmt::format("dpdk:{}: not a device", head), std::string{kForms});
  return out;
}

void fit_rings(DpdkDevice& device, std::size_t mtu) {
  if (device.driver == "net_memif" && device.argument("bsize").empty())
    device.arguments += fmt::format("{}bsize={}", device.arguments.empty() ? "" : ",", kJumboSlot);
  if (!device.driver.ends_with("_af_packet") || mtu + kEthernetAndTag + kSlotHeader <= kSlot) return;
  for (const std::string_view key : {"framesz", "blocksz", "framecnt"})
    if (!device.argument(key).empty()) return;
  device.arguments += fmt::format(",framesz={},blocksz={},framecnt=512", kJumboSlot, kJumboBlock);
}

std::size_t ring_limit(const DpdkDevice& device) {
  const bool sockets = device.driver.ends_with("_af_packet");
  if (!sockets && device.driver != "net_memif") return 0;
  std::size_t slot = kSlot;
  const std::string_view text = device.argument(sockets ? "framesz" : "bsize");
  std::from_chars(text.data(), text.data() + text.size(), slot);
  const std::size_t header = sockets ? kSlotHeader : 0;
  return slot > header ? slot - header : 0;
}

std::string remedy_for(const DpdkDevice& device) {
  if (device.pci)
    return fmt::format(
        "check that the NIC exists and is bound: `dpdk-devbind.py --status`, `dpdk-devbind.py "
        "-b vfio-pci {}`; that needs root, an IOMMU and mostly huge pages",
        device.name);
  if (device.driver == "net_memif")
    return "the socket's folder must exist and be writable; the server is started first";
  if (!device.kernel_interface().empty() || device.driver == "net_tap")
    return "this device needs CAP_NET_RAW and CAP_NET_ADMIN: run as root";
  return "check the device's name and arguments against DPDK's guide of that driver";
}

}  // namespace plumbline::io

#include "io/kernel_interface.h"

#include <fmt/format.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <pcap/pcap.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

#include "base/suggest.h"

namespace plumbline::io {
namespace {

constexpr int kKernelBuffer = 64 * 1024 * 1024;
constexpr std::size_t kBatchSpace = std::size_t{4} << 20;
constexpr std::size_t kBatch = 256;
constexpr std::uint32_t kEthernetHeader = 14;
constexpr std::uint32_t kRoomForTags = 64;

/// The names of all interfaces of this machine.
std::vector<std::string> interface_names() {
  std::vector<std::string> names;
  struct if_nameindex* const all = ::if_nameindex();
  for (auto* one = all; one != nullptr && one->if_index != 0; ++one) names.emplace_back(one->if_name);
  if (all != nullptr) ::if_freenameindex(all);
  return names;
}

Error no_such_interface(const std::string& name) {
  const std::vector<std::string> names = interface_names();
  const std::vector<std::string_view> views(names.begin(), names.end());
  const std::string_view near = nearest_word(name, views);
  std::string list;
  for (const std::string& one : names) list += (list.empty() ? "" : ", ") + one;
  return {fmt::format("kernel:{}: no such interface{}", name,
                      near.empty() ? "" : fmt::format(" (did you mean `{}`?)", near)),
          list.empty() ? "this machine shows no interfaces" : "there are: " + list};
}

Error cannot_activate(const std::string& name, int status, const char* detail) {
  const std::string what = fmt::format("kernel:{}", name);
  switch (status) {
    case PCAP_ERROR_PERM_DENIED:
    case PCAP_ERROR_PROMISC_PERM_DENIED:
      return {what + ": not permitted to open it for packets",
              "run as root, or give the program the right once: sudo setcap cap_net_raw,cap_net_admin+ep "
              "PROGRAM"};
    case PCAP_ERROR_NO_SUCH_DEVICE:
      return no_such_interface(name);
    case PCAP_ERROR_IFACE_NOT_UP:
      return {what + ": the interface is down", "sudo ip link set " + name + " up"};
    default:
      break;
  }
  const std::string_view more{detail};
  return {fmt::format("{}: cannot be opened: {}{}{}", what, pcap_statustostr(status),
                      more.empty() ? "" : ": ", more),
          "look at: ip link show " + name};
}

/// The MTU in octets; that of jumbo frames when the kernel does not say.
std::uint32_t mtu_of(const std::string& name) {
  constexpr std::uint32_t kJumbo = 9216;
  const int socket = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (socket < 0) return kJumbo;
  ifreq request{};
  name.copy(request.ifr_name, IFNAMSIZ - 1);
  const bool known = ::ioctl(socket, SIOCGIFMTU, &request) == 0 && request.ifr_mtu > 0;
  ::close(socket);
  return known ? static_cast<std::uint32_t>(request.ifr_mtu) : kJumbo;
}

}  // namespace

struct KernelInterface::Handle {
  explicit Handle(pcap_t* opened) : pcap{opened} {}
  ~Handle() { pcap_close(pcap); }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  pcap_t* const pcap;
};

KernelInterface::KernelInterface(std::unique_ptr<Handle> handle, std::string name)
    : handle_{std::move(handle)}, name_{std::move(name)} {}
KernelInterface::~KernelInterface() = default;

Result<std::unique_ptr<KernelInterface>, Error> KernelInterface::open(const std::string& name, Heard heard) {
  if (::if_nametoindex(name.c_str()) == 0) return tl::unexpected<Error>(no_such_interface(name));
  char detail[PCAP_ERRBUF_SIZE] = "";
  pcap_t* const created = pcap_create(name.c_str(), detail);
  if (created == nullptr) return fail(fmt::format("kernel:{}: cannot be opened: {}", name, detail));
  auto handle = std::make_unique<Handle>(created);
  const std::uint32_t mtu = mtu_of(name);
  // The kernel's buffer is divided into slots of the longest packet, so that length follows the MTU.
  const std::uint32_t snap_length = mtu + kEthernetHeader + kRoomForTags;
  pcap_set_snaplen(created, static_cast<int>(snap_length));
  pcap_set_promisc(created, 1);
  pcap_set_immediate_mode(created, 1);
  pcap_set_buffer_size(created, kKernelBuffer);
  pcap_set_tstamp_precision(created, PCAP_TSTAMP_PRECISION_NANO);
  const int status = pcap_activate(created);
  if (status < 0) return tl::unexpected<Error>(cannot_activate(name, status, pcap_geterr(created)));
  if (const int link = pcap_datalink(created); link != DLT_EN10MB) {
    const char* const link_name = pcap_datalink_val_to_name(link);
    return fail(fmt::format("kernel:{}: not an Ethernet interface (link type {})", name,
                            link_name != nullptr ? link_name : std::to_string(link)),
                "name an Ethernet interface, see: ip link show");
  }
  if (heard == Heard::arriving && pcap_setdirection(created, PCAP_D_IN) != 0)
    return fail(fmt::format("kernel:{}: cannot be told to hear arriving packets only: {}", name,
                            pcap_geterr(created)));
  if (pcap_setnonblock(created, 1, detail) != 0) return fail(fmt::format("kernel:{}: {}", name, detail));

  auto opened = std::make_unique<KernelInterface>(std::move(handle), name);
  opened->snap_length_ = snap_length;
  opened->longest_frame_ = mtu + kEthernetHeader;
  opened->resolution_ns_ = pcap_get_tstamp_precision(created) == PCAP_TSTAMP_PRECISION_NANO ? 1 : 1000;
  opened->space_.resize(std::max<std::size_t>(kBatchSpace, snap_length));
  opened->most_ = static_cast<std::uint32_t>(std::min(kBatch, opened->space_.size() / snap_length));
  opened->lent_.reserve(opened->most_);
  opened->errors_ = InterfaceErrors{::if_nametoindex(name.c_str())};
  return opened;
}

Result<std::span<const Packet>, Error> KernelInterface::receive(int wait_ms) {
  if (std::exchange(settled_, false)) {
    used_ = 0;
    lent_.clear();
  }
  const std::size_t first = lent_.size();
  const auto room = static_cast<int>(most_ - first);
  if (room == 0) return std::span<const Packet>{};
  // The kernel takes its slot back when the handler returns, so octets are copied.
  const pcap_handler handler = [](u_char* self, const pcap_pkthdr* header, const u_char* octets) {
    reinterpret_cast<KernelInterface*>(self)->store(static_cast<std::uint64_t>(header->ts.tv_sec),
                                                    static_cast<std::uint64_t>(header->ts.tv_usec),
                                                    header->len, {octets, header->caplen});
  };
  const auto dispatch = [&] {
    return pcap_dispatch(handle_->pcap, room, handler, reinterpret_cast<u_char*>(this));
  };
  int got = dispatch();
  if (got == 0 && wait_ms > 0) {
    pollfd waiting{.fd = pcap_get_selectable_fd(handle_->pcap), .events = POLLIN, .revents = 0};
    if (::poll(&waiting, 1, wait_ms) > 0) got = dispatch();
  }
  const auto given = std::span<const Packet>{lent_}.subspan(first);
  if (got < 0 && given.empty()) {
    return fail(fmt::format("kernel:{}: receiving failed: {}", name_, pcap_geterr(handle_->pcap)),
                "look at: ip link show " + name_);
  }
  emptied_ = emptied_ || got < room;
  return given;
}

bool KernelInterface::settle() {
  settled_ = true;
  const std::uint64_t now = lost();
  const bool more = now > std::exchange(lost_seen_, now);
  const bool marks = more || losing_;
  // What a full queue had no room for lies behind all that was in it.
  losing_ = more || (losing_ && !emptied_);
  emptied_ = false;
  return marks;
}

void KernelInterface::store(std::uint64_t seconds, std::uint64_t fraction, std::uint32_t original,
                            Octets octets) {
  const std::size_t n = std::min(octets.size(), space_.size() - used_);
  std::copy_n(octets.begin(), n, space_.begin() + static_cast<std::ptrdiff_t>(used_));
  const auto ns = static_cast<std::int64_t>(seconds * 1'000'000'000 + fraction * resolution_ns_);
  lent_.push_back({.number = ++number_,
                   .stamp = CaptureTime{Nanos{ns}},
                   .original_length = original,
                   .octets = Octets{space_}.subspan(used_, n)});
  used_ += n;
}

std::uint64_t KernelInterface::lost() {
  const std::lock_guard lock{counting_};
  tpacket_stats statistics{};
  socklen_t size = sizeof statistics;
  // Asking sets the kernel's counter to zero. libpcap never asks but for pcap_stats(), which is not used.
  if (::getsockopt(pcap_fileno(handle_->pcap), SOL_PACKET, PACKET_STATISTICS, &statistics, &size) == 0)
    lost_in_kernel_ += statistics.tp_drops;
  const std::uint64_t now = lost_in_kernel_ + errors_.lost();
  lost_.store(now, std::memory_order_relaxed);
  return now;
}

KernelInterface::Sent KernelInterface::send(Octets frame) {
  if (frame.size() < kEthernetHeader) return Sent::too_short;
  // What pcap_inject() does, without its error text, which the receiving thread may be writing.
  for (;;) {
    const ssize_t n = ::send(pcap_fileno(handle_->pcap), frame.data(), frame.size(), MSG_DONTWAIT);
    if (n >= 0) return Sent::yes;
    switch (errno) {
      case EINTR:
        continue;
      case EMSGSIZE:
        return Sent::too_long;
      case EAGAIN:
      case ENOBUFS:
        return Sent::no_room;
      default:
        return Sent::failed;
    }
  }
}

}  // namespace plumbline::io

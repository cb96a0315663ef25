#include "io/dpdk_port.h"

#include <fmt/format.h>
#include <net/if.h>
#include <rte_dev.h>
#include <rte_errno.h>
#include <rte_ethdev.h>
#include <rte_ether.h>
#include <rte_mbuf.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <utility>
#include <vector>

#include "io/dpdk_device.h"
#include "io/dpdk_eal.h"
#include "io/interface_errors.h"
#include "io/packet_sockets.h"

namespace plumbline::io {
namespace {

constexpr std::size_t kBurst = 64;
// A jumbo frame in one piece, in the 1 KiB steps in which some NICs count their buffers.
constexpr std::size_t kRoom = 10240;
constexpr std::uint16_t kWantedMtu = 9600;
constexpr std::size_t kEthernetHeader = 14;
constexpr std::size_t kVlanTag = 4;
constexpr std::size_t kShortestFrame = 60;
constexpr std::uint16_t kReceiveSlots = 2048;
constexpr std::uint16_t kSendSlots = 1024;
// Full rings, what is lent, and some for a driver's own purposes; 2^n - 1 wastes no memory.
constexpr unsigned kReceiveBuffers = 4095;
constexpr unsigned kSendBuffers = 2047;
// Packets lent at a time: many, for asking a NIC what was lost costs up to some 50 us, but no more than a
// send pool can do without, for what a net_ring brings back lies in it.
constexpr std::size_t kLent = 1024;

struct PoolCloser {
  void operator()(rte_mempool* pool) const { rte_mempool_free(pool); }
};
using Pool = std::unique_ptr<rte_mempool, PoolCloser>;

Result<Pool, Error> make_pool(std::uint16_t port, char direction, unsigned buffers) {
  clear_dpdk_words();
  Pool pool{rte_pktmbuf_pool_create(fmt::format("plumbline_{}{}", direction, port).c_str(), buffers, 256, 0,
                                    RTE_PKTMBUF_HEADROOM + kRoom, rte_eth_dev_socket_id(port))};
  if (pool) return pool;
  const DpdkSettings settings = dpdk_settings();
  return fail(
      fmt::format("no memory for {} packet buffers ({}) {}", buffers, rte_strerror(rte_errno), dpdk_words()),
      settings.huge_pages ? "reserve more huge pages: a port takes about 64 MB"
                          : fmt::format("raise the memory setting ({} MB now): a port takes about 64 MB",
                                        settings.memory_mb));
}

/// MTU of a kernel interface, 0 when there is none of that name or it cannot be read.
std::size_t kernel_mtu(std::string_view interface) {
  ifreq request{};
  if (interface.empty() || interface.size() >= sizeof request.ifr_name) return 0;
  interface.copy(request.ifr_name, interface.size());
  const int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return 0;
  const bool known = ioctl(fd, SIOCGIFMTU, &request) == 0;
  close(fd);
  return known && request.ifr_mtu > 0 ? static_cast<std::size_t>(request.ifr_mtu) : 0;
}

bool is_tagged(Octets frame) { return frame.size() > 13 && frame[12] == 0x81 && frame[13] == 0x00; }

class DpdkPort final : public Port {
 public:
  static Result<std::unique_ptr<DpdkPort>, Error> open(std::string_view device);
  explicit DpdkPort(DpdkDevice device) : device_{std::move(device)} {}
  ~DpdkPort() override { static_cast<void>(close()); }

  std::size_t send(std::span<const OutFrame> frames) override;
  std::span<const Packet> receive() override;
  OwnLoss settle() override;
  std::size_t lends() const override { return kLent; }
  PortCounters counters() override;
  std::size_t longest_frame() const override { return longest_; }
  Result<void, Error> close() override;

 private:
  Result<void, Error> plug();
  Result<void, Error> configure();
  Result<void, Error> set_queues_up();
  void find_limits(const rte_eth_dev_info& info);
  Result<void, Error> failed(std::string_view step, int error) const;
  std::size_t send_burst(std::span<const OutFrame> frames);
  bool fits(Octets frame) const { return frame.size() <= longest_ + (is_tagged(frame) ? tag_room_ : 0); }
  void release();
  void empty_ring();
  Packet packet_of(const rte_mbuf* mbuf);
  Octets joined(const rte_mbuf* mbuf);
  std::uint64_t lost_so_far(const rte_eth_stats& now);
  std::uint64_t sent_so_far(const rte_eth_stats& now) const;

  DpdkDevice device_;
  rte_device* plugged_ = nullptr;
  std::uint16_t port_ = RTE_MAX_ETHPORTS;
  bool running_ = false;
  std::size_t longest_ = 0;
  std::size_t tag_room_ = 0;
  std::size_t cut_beyond_ = SIZE_MAX;  // longer frames may have been cut
  Pool receive_pool_, send_pool_;
  PacketSockets sockets_;
  InterfaceErrors errors_;  // of the kernel interface below, if any
  rte_eth_stats base_{};
  PortCounters final_;

  std::array<rte_mbuf*, kLent> held_{};
  unsigned held_count_ = 0;
  std::array<Packet, kLent> packets_{};
  std::vector<std::vector<std::uint8_t>> joined_;  // frames that came in pieces, of those lent
  std::size_t joined_count_ = 0;
  bool settled_ = false;  // since the last receive()
  bool losing_ = false;   // something was lost, and what queued then may not have been given yet
  bool emptied_ = false;  // the queue, since the last settle()
  std::uint64_t lost_seen_ = 0, unsent_seen_ = 0;

  // One thread sends, another may receive, a third may look.
  std::atomic<std::uint64_t> accepted_{0}, refused_{0}, too_long_{0}, received_{0};
};

Result<void, Error> DpdkPort::failed(std::string_view step, int error) const {
  // Its own words say more than its numbers, which are often just -1.
  std::string words = dpdk_words();
  if (words.empty()) words = rte_strerror(error < 0 ? -error : error);
  return fail(fmt::format("dpdk:{}: {} ({})", device_.name, step, words), remedy_for(device_));
}

Result<void, Error> DpdkPort::plug() {
  const std::string below{device_.kernel_interface()};
  const std::size_t mtu = kernel_mtu(below);
  if (!below.empty() && mtu == 0)
    return fail(fmt::format("dpdk:{}: there is no interface `{}`", device_.name, below),
                "`ip link` lists them");
  fit_rings(device_, mtu);
  clear_dpdk_words();
  std::uint16_t taken = 0;
  if (rte_eth_dev_get_port_by_name(device_.name.c_str(), &taken) == 0)
    return fail(fmt::format("dpdk:{}: already open in this program", device_.name), "give it another number");
  sockets_.remember();
  if (const int error = rte_dev_probe(device_.text().c_str()); error != 0)
    return failed("the device could not be made or found", error);
  if (rte_eth_dev_get_port_by_name(device_.name.c_str(), &port_) != 0)
    return failed("no Ethernet port came of the device", ENODEV);
  rte_eth_dev_info info{};
  if (const int error = rte_eth_dev_info_get(port_, &info); error != 0)
    return failed("the device does not describe itself", error);
  plugged_ = info.device;
  if (device_.driver.ends_with("_af_packet")) sockets_.keep_new(info.if_index);
  return {};
}

void DpdkPort::find_limits(const rte_eth_dev_info& info) {
  std::array<char, IF_NAMESIZE> name{};
  const bool kernel = info.if_index != 0 && if_indextoname(info.if_index, name.data()) != nullptr;
  std::uint16_t mtu = 0;
  rte_eth_dev_get_mtu(port_, &mtu);
  longest_ = kRoom;
  if (kernel) longest_ = std::min(longest_, kernel_mtu(name.data()) + kEthernetHeader);
  if (device_.pci) longest_ = std::min<std::size_t>(longest_, mtu + kEthernetHeader);
  tag_room_ = kernel || device_.pci ? kVlanTag : 0;
  if (const std::size_t ring = ring_limit(device_); ring != 0 && longest_ + tag_room_ > ring) {
    if (kernel) cut_beyond_ = ring;
    longest_ = ring;
    tag_room_ = 0;
  }
}

Result<void, Error> DpdkPort::configure() {
  rte_eth_dev_info info{};
  rte_eth_dev_info_get(port_, &info);
  int error = -EINVAL;
  // The virtual devices refuse what their nominal frame length does not allow, and then carry it all the
  // same: only for a NIC is the MTU a limit.
  for (const std::uint16_t mtu :
       {std::min(kWantedMtu, info.max_mtu), std::uint16_t{9000}, std::uint16_t{0}}) {
    clear_dpdk_words();
    rte_eth_conf conf{};
    conf.rxmode.mtu = mtu;
    error = rte_eth_dev_configure(port_, 1, 1, &conf);
    if (error == 0) break;
  }
  if (error != 0) return failed("the device refuses one queue each way", error);
  find_limits(info);
  return set_queues_up();
}

Result<void, Error> DpdkPort::set_queues_up() {
  auto receive_pool = make_pool(port_, 'r', kReceiveBuffers);
  if (!receive_pool) return tl::unexpected(receive_pool.error());
  auto send_pool = make_pool(port_, 's', kSendBuffers);
  if (!send_pool) return tl::unexpected(send_pool.error());
  receive_pool_ = std::move(*receive_pool);
  send_pool_ = std::move(*send_pool);
  const auto socket = static_cast<unsigned>(std::max(0, rte_eth_dev_socket_id(port_)));
  std::uint16_t receive_slots = kReceiveSlots, send_slots = kSendSlots;
  clear_dpdk_words();
  if (const int e = rte_eth_dev_adjust_nb_rx_tx_desc(port_, &receive_slots, &send_slots); e != 0)
    return failed("the device refuses any queue length", e);
  if (const int e = rte_eth_rx_queue_setup(port_, 0, receive_slots, socket, nullptr, receive_pool_.get());
      e != 0)
    return failed("the receive queue could not be set up", e);
  if (const int e = rte_eth_tx_queue_setup(port_, 0, send_slots, socket, nullptr); e != 0)
    return failed("the send queue could not be set up", e);
  if (const int e = rte_eth_dev_start(port_); e != 0) return failed("the device did not start", e);
  running_ = true;
  // A NIC can need seconds until its link is up and swallows frames before; virtual devices answer at once.
  rte_eth_link link{};
  static_cast<void>(rte_eth_link_get(port_, &link));
  static_cast<void>(rte_eth_promiscuous_enable(port_));  // devices without addresses refuse, and need it not
  rte_eth_stats_get(port_, &base_);
  const std::string below{device_.kernel_interface()};
  if (!below.empty()) errors_ = InterfaceErrors{if_nametoindex(below.c_str())};
  return {};
}

Result<std::unique_ptr<DpdkPort>, Error> DpdkPort::open(std::string_view text) {
  auto device = parse_dpdk_device(text);
  if (!device) return tl::unexpected(device.error());
  if (const auto started = start_dpdk(); !started) return tl::unexpected(started.error());
  auto port = std::make_unique<DpdkPort>(std::move(*device));
  if (const auto plugged = port->plug(); !plugged) return tl::unexpected(plugged.error());
  if (const auto configured = port->configure(); !configured) return tl::unexpected(configured.error());
  return port;
}

std::size_t DpdkPort::send(std::span<const OutFrame> frames) {
  std::size_t done = 0;
  while (running_ && done < frames.size()) {
    const std::size_t n = std::min(kBurst, frames.size() - done);
    const std::size_t taken = send_burst(frames.subspan(done, n));
    done += taken;
    if (taken < n) break;
  }
  if (done < frames.size()) refused_.fetch_add(frames.size() - done, std::memory_order_relaxed);
  return done;
}

std::size_t DpdkPort::send_burst(std::span<const OutFrame> frames) {
  std::array<rte_mbuf*, kBurst> mbufs;
  std::array<std::size_t, kBurst> places;  // of the frames that fit
  unsigned fit = 0;
  for (std::size_t i = 0; i < frames.size(); ++i)
    if (fits(frames[i].octets)) places[fit++] = i;
  if (rte_pktmbuf_alloc_bulk(send_pool_.get(), mbufs.data(), fit) != 0) return 0;
  for (unsigned i = 0; i < fit; ++i) {
    const Octets octets = frames[places[i]].octets;
    const std::size_t length = std::max(octets.size(), kShortestFrame);
    auto* to = rte_pktmbuf_mtod(mbufs[i], std::uint8_t*);
    std::fill(std::copy(octets.begin(), octets.end(), to), to + length, std::uint8_t{0});
    mbufs[i]->data_len = static_cast<std::uint16_t>(length);
    mbufs[i]->pkt_len = static_cast<std::uint32_t>(length);
  }
  const unsigned sent =
      fit == 0 ? 0 : rte_eth_tx_burst(port_, 0, mbufs.data(), static_cast<std::uint16_t>(fit));
  if (sent < fit) rte_pktmbuf_free_bulk(mbufs.data() + sent, fit - sent);
  const std::size_t taken = sent < fit ? places[sent] : frames.size();
  accepted_.fetch_add(sent, std::memory_order_relaxed);
  too_long_.fetch_add(taken - sent, std::memory_order_relaxed);
  return taken;
}

void DpdkPort::release() {
  rte_pktmbuf_free_bulk(held_.data(), held_count_);
  held_count_ = 0;
  joined_count_ = 0;
}

Octets DpdkPort::joined(const rte_mbuf* mbuf) {
  if (joined_count_ == joined_.size()) joined_.emplace_back();
  std::vector<std::uint8_t>& out = joined_[joined_count_++];
  out.clear();
  for (; mbuf != nullptr; mbuf = mbuf->next) {
    const auto* octets = rte_pktmbuf_mtod(mbuf, const std::uint8_t*);
    out.insert(out.end(), octets, octets + mbuf->data_len);
  }
  return out;
}

Packet DpdkPort::packet_of(const rte_mbuf* mbuf) {
  Packet packet;
  packet.number = received_.load(std::memory_order_relaxed) + 1;
  received_.store(packet.number, std::memory_order_relaxed);
  packet.octets =
      mbuf->nb_segs > 1 ? joined(mbuf) : Octets{rte_pktmbuf_mtod(mbuf, const std::uint8_t*), mbuf->data_len};
  packet.original_length = mbuf->pkt_len;
  // net_af_packet does not tell what its ring had no room for: how much that is is not known.
  if (packet.octets.size() > cut_beyond_) ++packet.original_length;
  return packet;
}

std::span<const Packet> DpdkPort::receive() {
  if (std::exchange(settled_, false)) release();
  const auto room = static_cast<std::uint16_t>(std::min(kBurst, kLent - held_count_));
  if (!running_ || room == 0) return {};
  const unsigned first = held_count_;
  const unsigned n = rte_eth_rx_burst(port_, 0, held_.data() + first, room);
  held_count_ += n;
  emptied_ = emptied_ || n < room;
  for (unsigned i = first; i < held_count_; ++i) packets_[i] = packet_of(held_[i]);
  return std::span{packets_}.subspan(first, n);
}

OwnLoss DpdkPort::settle() {
  settled_ = true;
  rte_eth_stats now{};
  if (!running_ || rte_eth_stats_get(port_, &now) != 0) return {};
  OwnLoss out;
  const std::uint64_t lost = lost_so_far(now);
  const bool more = lost != std::exchange(lost_seen_, lost);
  out.receiving = more || losing_;
  // What a full queue had no room for lies behind all that was in it.
  losing_ = more || (losing_ && !emptied_);
  emptied_ = false;
  // A NIC has not finished all it took: only its errors are certain. The others tell at once.
  const std::uint64_t accepted = accepted_.load(std::memory_order_relaxed);
  const std::uint64_t unsent =
      too_long_.load(std::memory_order_relaxed) +
      (device_.pci ? now.oerrors - base_.oerrors : accepted - std::min(accepted, sent_so_far(now)));
  out.sending = unsent > unsent_seen_;
  unsent_seen_ = std::max(unsent_seen_, unsent);
  return out;
}

std::uint64_t DpdkPort::lost_so_far(const rte_eth_stats& now) {
  return now.imissed - base_.imissed + now.ierrors - base_.ierrors + now.rx_nombuf - base_.rx_nombuf +
         sockets_.drops() + errors_.lost();
}

/// What the device took and then could not send, say because the interface went down, was not sent.
std::uint64_t DpdkPort::sent_so_far(const rte_eth_stats& now) const {
  return std::min(accepted_.load(std::memory_order_relaxed), now.opackets - base_.opackets);
}

PortCounters DpdkPort::counters() {
  PortCounters out = final_;
  if (running_) {
    rte_eth_stats now{};
    out.sent = accepted_.load(std::memory_order_relaxed);
    if (rte_eth_stats_get(port_, &now) == 0) {
      out.sent = sent_so_far(now);
      out.receive_lost = lost_so_far(now);
    }
  }
  out.refused = refused_.load(std::memory_order_relaxed);
  out.too_long = too_long_.load(std::memory_order_relaxed);
  out.received = received_.load(std::memory_order_relaxed);
  return out;
}

/// What is still in the ring of a net_ring would come out again, freed, when the device is opened anew.
void DpdkPort::empty_ring() {
  while (device_.driver == "net_ring") {
    held_count_ = rte_eth_rx_burst(port_, 0, held_.data(), kBurst);
    if (held_count_ == 0) return;
    release();
  }
}

Result<void, Error> DpdkPort::close() {
  if (running_) final_ = counters();
  sockets_.forget();
  if (plugged_ == nullptr) return {};
  clear_dpdk_words();
  int error = 0;
  if (running_) {
    release();
    empty_ring();
    static_cast<void>(rte_eth_promiscuous_disable(port_));
    error = rte_eth_dev_stop(port_);
  }
  running_ = false;
  if (const int e = rte_eth_dev_close(port_); error == 0) error = e;
  if (const int e = rte_dev_remove(plugged_); error == 0) error = e;
  plugged_ = nullptr;
  receive_pool_.reset();
  send_pool_.reset();
  if (error != 0) return failed("the device did not close cleanly", error);
  return {};
}

}  // namespace

Result<std::unique_ptr<Port>, Error> open_dpdk_port(std::string_view device) {
  return DpdkPort::open(device);
}

}  // namespace plumbline::io

#include "io/interface_errors.h"

#include <linux/if_link.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace plumbline::io {
namespace {

struct Request {
  nlmsghdr header{};
  if_stats_msg body{};
};

std::uint64_t sum_of(const rtnl_link_stats64& s) {
  // Not every driver adds the kinds of errors up, and a full device may be either of the last two.
  const std::uint64_t kinds =
      s.rx_length_errors + s.rx_over_errors + s.rx_crc_errors + s.rx_frame_errors + s.rx_fifo_errors;
  return std::max<std::uint64_t>(s.rx_errors, kinds) + s.rx_missed_errors;
}

}  // namespace

InterfaceErrors::InterfaceErrors(unsigned interface)
    : socket_{::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE)}, interface_{interface} {
  before_ = total();
}

InterfaceErrors::~InterfaceErrors() {
  if (socket_ >= 0) ::close(socket_);
}

InterfaceErrors& InterfaceErrors::operator=(InterfaceErrors&& other) noexcept {
  std::swap(socket_, other.socket_);
  std::swap(interface_, other.interface_);
  std::swap(before_, other.before_);
  std::swap(last_, other.last_);
  return *this;
}

std::uint64_t InterfaceErrors::total() {
  if (socket_ < 0) return last_;
  Request request;
  request.header = {.nlmsg_len = sizeof request, .nlmsg_type = RTM_GETSTATS, .nlmsg_flags = NLM_F_REQUEST};
  request.body.ifindex = interface_;
  request.body.filter_mask = 1u << (IFLA_STATS_LINK_64 - 1);
  alignas(nlmsghdr) std::array<char, 2048> answer;
  // The kernel answers before send() returns, so there is nothing to wait for.
  if (::send(socket_, &request, sizeof request, MSG_DONTWAIT) < 0) return last_;
  const ssize_t n = ::recv(socket_, answer.data(), answer.size(), MSG_DONTWAIT);
  constexpr std::size_t kAttribute = sizeof(nlmsghdr) + sizeof(if_stats_msg),
                        kStats = kAttribute + sizeof(nlattr);
  nlmsghdr header{};
  nlattr attribute{};
  if (n < static_cast<ssize_t>(kStats + sizeof(rtnl_link_stats64))) return last_;
  std::memcpy(&header, answer.data(), sizeof header);
  std::memcpy(&attribute, answer.data() + kAttribute, sizeof attribute);
  if (header.nlmsg_type != RTM_NEWSTATS || attribute.nla_type != IFLA_STATS_LINK_64) return last_;
  rtnl_link_stats64 stats{};
  std::memcpy(&stats, answer.data() + kStats, sizeof stats);
  return last_ = sum_of(stats);
}

}  // namespace plumbline::io

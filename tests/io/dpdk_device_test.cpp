#include "io/dpdk_device.h"

#include <gtest/gtest.h>

namespace plumbline::io {
namespace {

TEST(DpdkDevice, NamesAreTakenApart) {
  struct Case {
    std::string_view text, name, driver, arguments, interface;
    bool pci;
  };
  for (const Case& c : {
           Case{"net_ring0", "net_ring0", "net_ring", "", "", false},
           Case{"net_af_packet12,iface=veth0,qpairs=1", "net_af_packet12", "net_af_packet",
                "iface=veth0,qpairs=1", "veth0", false},
           Case{"net_pcap0,rx_pcap=a.pcap,tx_iface=eth1", "net_pcap0", "net_pcap",
                "rx_pcap=a.pcap,tx_iface=eth1", "eth1", false},
           Case{"net_tap0,iface=tap7", "net_tap0", "net_tap", "iface=tap7", "", false},
           Case{"net_pcap0,xiface=eth9", "net_pcap0", "net_pcap", "xiface=eth9", "", false},
           Case{"0000:03:00.1", "0000:03:00.1", "", "", "", true},
           Case{"03:00.1", "0000:03:00.1", "", "", "", true},
           Case{"0001:af:1f.7,representor=0", "0001:af:1f.7", "", "representor=0", "", true},
       }) {
    SCOPED_TRACE(c.text);
    const auto device = parse_dpdk_device(c.text);
    ASSERT_TRUE(device);
    EXPECT_EQ(device->name, c.name);
    EXPECT_EQ(device->driver, c.driver);
    EXPECT_EQ(device->arguments, c.arguments);
    EXPECT_EQ(device->kernel_interface(), c.interface);
    EXPECT_EQ(device->pci, c.pci);
  }
}

TEST(DpdkDevice, WhatIsNoDeviceIsRefusedWithTheFormsThatAre) {
  const std::string long_one = "net_ring0," + std::string(2000, 'a');
  for (const std::string_view text :
       {std::string_view{""}, std::string_view{"eth0"}, std::string_view{"net_ring0 x"},
        std::string_view{"03:00.8"}, std::string_view{"net_ri/ng0"}, std::string_view{"net_ring0\n"},
        std::string_view{"net_\0ring", 9}, std::string_view{long_one}, std::string_view{",iface=x"}}) {
    const auto device = parse_dpdk_device(text);
    ASSERT_FALSE(device) << text;
    EXPECT_FALSE(device.error().what.empty());
  }
}

TEST(DpdkDevice, PacketSocketRingsGrowForJumboInterfacesOnly) {
  auto jumbo = parse_dpdk_device("net_af_packet0,iface=x");
  fit_rings(*jumbo, 9000);
  EXPECT_EQ(jumbo->text(), "net_af_packet0,iface=x,framesz=9728,blocksz=77824,framecnt=512");
  EXPECT_GE(ring_limit(*jumbo), 9018u);

  auto usual = parse_dpdk_device("net_af_packet0,iface=x");
  fit_rings(*usual, 1500);
  EXPECT_EQ(usual->text(), "net_af_packet0,iface=x");
  EXPECT_GE(ring_limit(*usual), 1518u);

  auto chosen = parse_dpdk_device("net_af_packet0,iface=x,framesz=4096");
  fit_rings(*chosen, 9000);
  EXPECT_EQ(chosen->text(), "net_af_packet0,iface=x,framesz=4096");
  EXPECT_LT(ring_limit(*chosen), 4096u);

  auto other = parse_dpdk_device("net_pcap0,iface=x");
  fit_rings(*other, 9000);
  EXPECT_EQ(other->text(), "net_pcap0,iface=x");
  EXPECT_EQ(ring_limit(*other), 0u);
}

TEST(DpdkDevice, MemifSlotsTakeAFrameWhole) {
  auto plain = parse_dpdk_device("net_memif0");
  fit_rings(*plain, 0);
  EXPECT_EQ(plain->text(), "net_memif0,bsize=9728");
  EXPECT_EQ(ring_limit(*plain), 9728u);

  auto chosen = parse_dpdk_device("net_memif0,bsize=4096,role=client");
  fit_rings(*chosen, 0);
  EXPECT_EQ(chosen->text(), "net_memif0,bsize=4096,role=client");
  EXPECT_EQ(ring_limit(*chosen), 4096u);
}

}  // namespace
}  // namespace plumbline::io

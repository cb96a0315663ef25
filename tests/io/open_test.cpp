#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "io/capture_builder.h"
#include "io/port.h"
#include "io/source.h"

namespace plumbline::io::testing {
namespace {

struct Case {
  std::string_view uri;
  std::string_view what;    // part of the error
  std::string_view remedy;  // part of the remedy
};

TEST(Open, ErrorsOfSourcesNameTheKindsAndGuess) {
  constexpr Case kCases[] = {
      {"", "empty", "kernel:IFACE"},
      {"kernl:eth0", "unknown kind `kernl:` (did you mean `kernel:`?)", "kernel:IFACE, dpdk:DEVICE, null:"},
      {"http:x", "unknown kind `http:`", "file:http:x"},
      {"kernel:", "no IFACE is named", "kernel:IFACE"},
      {"dpdk:", "no DEVICE is named", "dpdk:DEVICE"},
      {"file:", "no PATH is named", "file:PATH"},
      {"no/such/file.pcap", "no/such/file.pcap: No such file", "check the path"},
      {"file:no/such/file.pcap", "file:no/such/file.pcap: No such file", "check the path"},
      {"kernel:no_such_if0", "kernel:no_such_if0: no such interface", "there are: lo"},
  };
  for (const Case& one : kCases) {
    const auto source = open_source(one.uri);
    ASSERT_FALSE(source) << one.uri;
    EXPECT_NE(source.error().what.find(one.what), std::string::npos) << source.error().what;
    EXPECT_NE(source.error().remedy.find(one.remedy), std::string::npos) << source.error().remedy;
  }
}

TEST(Open, ErrorsOfPortsNameTheKindsAndGuess) {
  constexpr Case kCases[] = {
      {"", "empty", "kernel:IFACE"},
      {"eth0", "a port needs its kind in front", "file:eth0"},
      {"dpkd:net_null0", "unknown kind `dpkd:` (did you mean `dpdk:`?)", "file:PATH, null:"},
      {"kernel:", "no IFACE is named", "kernel:IFACE"},
      {"file:no/such/folder/x", "cannot be written", "folder exists"},
      {"kernel:no_such_if0", "kernel:no_such_if0: no such interface", "there are: lo"},
  };
  for (const Case& one : kCases) {
    const auto port = open_port(one.uri);
    ASSERT_FALSE(port) << one.uri;
    EXPECT_NE(port.error().what.find(one.what), std::string::npos) << port.error().what;
    EXPECT_NE(port.error().remedy.find(one.remedy), std::string::npos) << port.error().remedy;
  }
}

#ifdef PLUMBLINE_WITHOUT_DPDK
TEST(Open, WithoutDpdkItsDevicesSayHowToGetThem) {
  for (const Error& error : {open_source("dpdk:net_null0").error(), open_port("dpdk:0000:3b:00.0").error()}) {
    EXPECT_TRUE(error.what.starts_with("dpdk:") && error.what.ends_with(": this build has no DPDK"))
        << error.what;
    EXPECT_NE(error.remedy.find("libdpdk-dev"), std::string::npos) << error.remedy;
    EXPECT_NE(error.remedy.find("-DPLUMBLINE_DPDK=ON"), std::string::npos) << error.remedy;
  }
}
#endif

TEST(Open, AFileWhoseNameLooksLikeAUriIsOpened) {
  const std::filesystem::path before = std::filesystem::current_path();
  std::string pattern = (std::filesystem::temp_directory_path() / "plumbline_XXXXXX").string();
  const std::filesystem::path folder = ::mkdtemp(pattern.data());
  std::filesystem::current_path(folder);
  const OctetList file = pcap_header(false) + pcap_record(false, 1, 0, frame(60));
  std::ofstream{"trace-12:30.pcap", std::ios::binary}.write(reinterpret_cast<const char*>(file.data()),
                                                            static_cast<std::streamsize>(file.size()));
  for (const char* uri : {"trace-12:30.pcap", "file:trace-12:30.pcap", "./trace-12:30.pcap"}) {
    auto source = open_source(uri);
    ASSERT_TRUE(source) << source.error().what;
    EXPECT_EQ(read_all(**source).size(), 1u);
    EXPECT_EQ((*source)->info().name, uri);
  }
  std::filesystem::current_path(before);
  std::filesystem::remove_all(folder);
}

TEST(Open, NullGivesNothingAndSwallowsEverything) {
  auto source = open_source("null:");
  ASSERT_TRUE(source);
  EXPECT_TRUE(read_all(**source).empty());
  EXPECT_EQ((*source)->info().format, "null");
  auto port = open_port("null:");
  ASSERT_TRUE(port);
  const OctetList octets = frame(60);
  const OutFrame frames[] = {{octets, {}}, {octets, {}}};
  EXPECT_EQ((*port)->send(frames), 2u);
  EXPECT_EQ((*port)->counters().sent, 2u);
  EXPECT_TRUE((*port)->receive().empty());
  EXPECT_EQ((*port)->longest_frame(), 0u);
  EXPECT_TRUE((*port)->close());
}

}  // namespace
}  // namespace plumbline::io::testing

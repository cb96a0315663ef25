# Each TEST runs in a process of its own, so each has a DPDK environment of its own; one at a time, for they poll.
if(TARGET plumbline_io_dpdk)
  plumbline_test(io_dpdk_test
    SOURCES dpdk_device_test.cpp dpdk_port_test.cpp dpdk_veth_test.cpp dpdk_memif_test.cpp packet_sockets_test.cpp
    LIBS plumbline_io_dpdk SERIAL LABELS dpdk TIMEOUT 120)
else()
  plumbline_skip(io_dpdk_test "this build has no DPDK")
  target_compile_definitions(io_test PRIVATE PLUMBLINE_WITHOUT_DPDK)
endif()

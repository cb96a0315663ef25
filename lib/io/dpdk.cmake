# DPDK ports, a target of their own: only where DPDK is wanted and found. Whoever opens URIs links it.
if(PLUMBLINE_DPDK AND DPDK_FOUND)
  add_library(plumbline_io_dpdk STATIC dpdk_device.cpp dpdk_eal.cpp dpdk_port.cpp dpdk_source.cpp packet_sockets.cpp)
  target_include_directories(plumbline_io_dpdk PUBLIC ${CMAKE_SOURCE_DIR}/lib)
  target_link_libraries(plumbline_io_dpdk PUBLIC plumbline_base PRIVATE plumbline_warnings PkgConfig::DPDK)
endif()

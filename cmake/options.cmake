# The few switches.
option(PLUMBLINE_TESTS "Build the tests" ON)
option(PLUMBLINE_BENCH "Build the benchmarks" ON)
option(PLUMBLINE_DPDK "Build the dpdk: ports where DPDK is found" ON)
option(PLUMBLINE_FUZZ "Build the libFuzzer targets (needs clang)" OFF)
set(PLUMBLINE_SANITIZE "" CACHE STRING "Sanitizers for everything, e.g. address,undefined")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()
# Asserts stay on in every build: what is measured is what is shipped.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1")
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O1 -g1")

# For modules that every packet goes through. Short fields written one by one and then read as one wide word wait
# for the store (10 ns); GCC clears and copies structs of 64 octets and more with string instructions, whose start
# costs about as much as decoding a header. Cleared in wide words, copied in narrow ones: those wait for nothing.
set(PLUMBLINE_DATA_PATH_FLAGS -fno-tree-slp-vectorize)
include(CheckCXXCompilerFlag)
check_cxx_compiler_flag("-mmemset-strategy=vector_loop:512:noalign,libcall:-1:noalign" PLUMBLINE_HAS_STRATEGIES)
if(PLUMBLINE_HAS_STRATEGIES)
  list(APPEND PLUMBLINE_DATA_PATH_FLAGS -mmemset-strategy=vector_loop:512:noalign,libcall:-1:noalign
    -mmemcpy-strategy=unrolled_loop:512:noalign,libcall:-1:noalign)
endif()

if(PLUMBLINE_SANITIZE)
  add_compile_options(-fsanitize=${PLUMBLINE_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${PLUMBLINE_SANITIZE})
endif()
# For what fuzzers call: without it they would see the branches of their own file only, not those of lib/.
if(PLUMBLINE_FUZZ)
  set(PLUMBLINE_FUZZ_FLAGS -fsanitize=fuzzer-no-link)
endif()
# For the programs of GoogleTest and the sub-commands, under sanitizers: there the optimizer takes twice the time that
# it saves. lib/, the second witness and the fuzzers are optimized, for those run long. Checks are the same in both.
if(PLUMBLINE_SANITIZE)
  set(PLUMBLINE_OUTSIDE_FLAGS -O0)
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()
find_program(MOLD_PROGRAM mold)
if(MOLD_PROGRAM)
  add_link_options(-fuse-ld=mold)
endif()

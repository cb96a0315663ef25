# The only ways to add a target.
include(GoogleTest)

# An argument that no keyword takes is a mistake (a second label, a misspelt keyword).
function(plumbline_no_more_arguments name unparsed)
  if(unparsed)
    message(FATAL_ERROR "${name}: cannot make sense of: ${unparsed}")
  endif()
endfunction()

# plumbline_module(<name> [DATA_PATH] SOURCES a.cpp ... [ALLOW module ...] [PUBLIC_LIBS target ...] [PRIVATE_LIBS target ...])
# Adds lib/<name> as a static library. base, and from level 2 on radio, come by ALLOW like any other module;
# the list is also read by tests/tidy, which refuses an include that is not on it.
function(plumbline_module name)
  cmake_parse_arguments(ARG "DATA_PATH" "" "SOURCES;ALLOW;PUBLIC_LIBS;PRIVATE_LIBS" ${ARGN})
  plumbline_no_more_arguments(${name} "${ARG_UNPARSED_ARGUMENTS}")
  set(target plumbline_${name})
  if(ARG_SOURCES)
    add_library(${target} STATIC ${ARG_SOURCES})
    set(scope PUBLIC)
    target_link_libraries(${target} PRIVATE plumbline_warnings ${ARG_PRIVATE_LIBS})
    target_compile_options(${target} PRIVATE ${PLUMBLINE_FUZZ_FLAGS})
  else()
    add_library(${target} INTERFACE)
    set(scope INTERFACE)
  endif()
  target_include_directories(${target} ${scope} ${CMAKE_SOURCE_DIR}/lib)
  if(ARG_DATA_PATH)
    target_compile_options(${target} PRIVATE ${PLUMBLINE_DATA_PATH_FLAGS})
  endif()
  foreach(module IN LISTS ARG_ALLOW)
    target_link_libraries(${target} ${scope} plumbline_${module})
  endforeach()
  target_link_libraries(${target} ${scope} ${ARG_PUBLIC_LIBS})
endfunction()

# plumbline_test(<name> SOURCES a_test.cpp ... LIBS target ... [SERIAL] [PARTS n] [LABELS label] [TIMEOUT seconds])
# One GoogleTest program; every TEST becomes a ctest entry <name>.<suite>.<test>, run in its own process.
# With PARTS it is run in that many processes, <name>.part1 and so on, each with its share of the TESTs: for hundreds
# of them that read or make the same things first. None of them may skip itself: that would go unseen.
# TIMEOUT is for one ctest entry, 120 s unless told.
function(plumbline_test name)
  cmake_parse_arguments(ARG "SERIAL" "PARTS;TIMEOUT;LABELS" "SOURCES;LIBS" ${ARGN})
  plumbline_no_more_arguments(${name} "${ARG_UNPARSED_ARGUMENTS}")
  add_executable(${name} ${ARG_SOURCES})
  target_compile_options(${name} PRIVATE ${PLUMBLINE_OUTSIDE_FLAGS})
  target_link_libraries(${name} PRIVATE plumbline_warnings ${ARG_LIBS} GTest::gtest GTest::gtest_main)
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests)
  target_compile_definitions(${name} PRIVATE
    PLUMBLINE_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
    PLUMBLINE_SHARED_DIR="${CMAKE_SOURCE_DIR}/../shared"
    PLUMBLINE_BINARY="${CMAKE_BINARY_DIR}/plumbline")
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)
  endif()
  set(properties TIMEOUT ${ARG_TIMEOUT})
  if(ARG_LABELS)
    list(APPEND properties LABELS ${ARG_LABELS})
  endif()
  if(ARG_SERIAL)
    list(APPEND properties RUN_SERIAL TRUE)
  endif()
  if(NOT ARG_PARTS)
    gtest_discover_tests(${name} TEST_PREFIX ${name}. DISCOVERY_TIMEOUT 60 PROPERTIES ${properties})
    return()
  endif()
  foreach(part RANGE 1 ${ARG_PARTS})
    math(EXPR index "${part} - 1")
    add_test(NAME ${name}.part${part} COMMAND ${name})
    set_tests_properties(${name}.part${part} PROPERTIES ${properties} FAIL_REGULAR_EXPRESSION "\\[  SKIPPED \\]"
      ENVIRONMENT "GTEST_TOTAL_SHARDS=${ARG_PARTS};GTEST_SHARD_INDEX=${index}")
  endforeach()
endfunction()

# plumbline_skip(<name> <reason>): stands for a test that this build cannot have, so that it is listed among
# those that were skipped.
function(plumbline_skip name reason)
  add_test(NAME ${name} COMMAND ${CMAKE_COMMAND} -E echo "${reason}")
  set_tests_properties(${name} PROPERTIES SKIP_REGULAR_EXPRESSION ".")
endfunction()

# plumbline_fuzz(<name> SOURCES a_fuzz.cpp LIBS target ...): a libFuzzer program, built with PLUMBLINE_FUZZ.
# Part of the tests: a short run, seeded, from the committed corpus tests/fuzz/corpus/<name> and from nothing
# that an earlier run found. What it finds is left in <build>/fuzz/<name>/, to be added to the corpus.
function(plumbline_fuzz name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LIBS" ${ARGN})
  plumbline_no_more_arguments(${name} "${ARG_UNPARSED_ARGUMENTS}")
  if(NOT PLUMBLINE_FUZZ)
    return()
  endif()
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE plumbline_warnings ${ARG_LIBS})
  target_compile_options(${name} PRIVATE -fsanitize=fuzzer)
  target_link_options(${name} PRIVATE -fsanitize=fuzzer)
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests)
  target_compile_definitions(${name} PRIVATE PLUMBLINE_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  set(corpus ${CMAKE_SOURCE_DIR}/tests/fuzz/corpus/${name})
  if(NOT EXISTS ${corpus})
    message(FATAL_ERROR "${name} has no corpus: put a few small inputs into tests/fuzz/corpus/${name}/")
  endif()
  set(work ${CMAKE_BINARY_DIR}/fuzz/${name})
  add_test(NAME fuzz.${name} COMMAND sh -c "rm -rf \"$0\" && mkdir -p \"$0\" && exec \"$@\"" ${work}
    $<TARGET_FILE:${name}> -runs=20000 -max_total_time=20 -seed=1 -max_len=4096 -timeout=10 -rss_limit_mb=2048
    -verbosity=0 -artifact_prefix=${work}/ ${work} ${corpus})
  set_tests_properties(fuzz.${name} PROPERTIES LABELS fuzz TIMEOUT 120)
endfunction()

# plumbline_bench(<name> SOURCES a_bench.cpp LIBS target ...): a Google Benchmark program. In the tests it
# runs for an instant, which keeps it compiling and correct; figures come from running it by hand.
function(plumbline_bench name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LIBS" ${ARGN})
  plumbline_no_more_arguments(${name} "${ARG_UNPARSED_ARGUMENTS}")
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE plumbline_warnings ${ARG_LIBS} benchmark::benchmark)
  add_test(NAME bench.${name} COMMAND ${name} --benchmark_min_time=0.001)
  set_tests_properties(bench.${name} PROPERTIES LABELS bench TIMEOUT 120)
endfunction()

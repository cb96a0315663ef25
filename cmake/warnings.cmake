# The strictest set, as errors, for our own code only. (Members left out of a designated initialiser have their
# defaults: that is what they are for.)
add_library(plumbline_warnings INTERFACE)
target_compile_options(plumbline_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wnon-virtual-dtor -Wold-style-cast
  -Woverloaded-virtual -Wnull-dereference -Wno-missing-field-initializers -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 sees null dereferences and out-of-bounds in inlined library code that are not there.
  target_compile_options(plumbline_warnings INTERFACE -Wno-null-dereference -Wno-error=array-bounds
    -Wno-error=stringop-overflow -Wno-error=maybe-uninitialized -Wno-error=restrict)
endif()

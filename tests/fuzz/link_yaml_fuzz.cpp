// Any text as a link file: an answer, and what was accepted survives being printed and read again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "profile/link.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace plumbline::profile;
  const auto link = parse_link({reinterpret_cast<const char*>(data), size}, "fuzz.yaml");
  if (!link) {
    if (!link.error().what.starts_with("fuzz.yaml:")) std::abort();
    return 0;
  }
  const auto again = parse_link(print_link(*link), "printed.yaml");
  if (!again || *again != *link) std::abort();
  return 0;
}

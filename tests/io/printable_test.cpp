#include "io/printable.h"

#include <gtest/gtest.h>

#include <string_view>

namespace plumbline::io {
namespace {

TEST(Printable, KeepsTextAndReplacesTheRest) {
  using namespace std::string_view_literals;
  constexpr std::pair<std::string_view, std::string_view> kCases[] = {
      {"", ""},
      {"eth0", "eth0"},
      {"a\0b"sv, "a"},
      {"a\x1b[0m\n\x7f", "a?[0m??"},
      {"\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80", "\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80"},
      {"\xc0\x80 \xe0\x80\x80 \xf0\x80\x80\x80", "?? ??? ????"},  // longer than needed
      {"\xed\xa0\x80 \xf4\x90\x80\x80", "??? ????"},              // surrogate, too large
      {"\xe2\x82", "??"},
      {"1234567890", "12345678"},
      {"123456\xe2\x82\xac", "123456"},  // no room for all of a character
  };
  for (const auto& [in, out] : kCases) {
    const std::size_t most = in.starts_with("123") ? 8 : 100;
    EXPECT_EQ(printable({reinterpret_cast<const std::uint8_t*>(in.data()), in.size()}, most), out) << in;
  }
}

}  // namespace
}  // namespace plumbline::io

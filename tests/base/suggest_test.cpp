#include "base/suggest.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace plumbline {
namespace {

constexpr std::array<std::string_view, 5> kKnown{"t1a_max_up_us", "t1a_min_up_us", "compression", "vlan",
                                                 "mtu"};

TEST(NearestWord, FindsTheWordThatWasMeant) {
  struct Case {
    std::string_view word, expected;
  };
  for (const Case& c : {
           Case{"t1a_max_up_dl_us", "t1a_max_up_us"},                     // three letters too many
           Case{"compresion", "compression"}, Case{"vlna", "vlan"},       // swapped letters count one
           Case{"vlan", "vlan"}, Case{"t1a_mix_up_us", "t1a_max_up_us"},  // as near to either: the first
       })
    EXPECT_EQ(nearest_word(c.word, kKnown), c.expected) << c.word;
}

TEST(NearestWord, SaysNothingRatherThanSomethingFarFetched) {
  EXPECT_EQ(nearest_word("bandwidth", kKnown), "");
  EXPECT_EQ(nearest_word("mut2", kKnown), "");
  EXPECT_EQ(nearest_word("vlan", {}), "");
  EXPECT_EQ(nearest_word(std::string(100'000, 'a'), kKnown), "");
}

}  // namespace
}  // namespace plumbline

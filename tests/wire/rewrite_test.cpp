// encode(decode(x)) == x down to the last field, for random messages of every kind, as made, mutated and cut
// short, in octets that end where memory does.
#include "wire/rewrite.h"

#include <gtest/gtest.h>

#include "text/random_cplane.h"
#include "text/random_records.h"
#include "text/random_sync.h"
#include "text/random_uplane.h"
#include "wire/guarded.h"

namespace plumbline::test {
namespace {

using Bytes = std::vector<std::uint8_t>;
using wire::View;

constexpr int kMessages = 20'000;
constexpr std::size_t kMostOctets = 20'000;

/// Every method; numPrbu 0 is not always known.
wire::UplaneFormat any_format(Random& random) {
  return {.dynamic = random.below(2) == 0,
          .method = static_cast<std::uint8_t>(random.below(random.below(32) == 0 ? 16 : 9)),
          .width = static_cast<std::uint8_t>(1 + random.below(16)),
          .carrier_prbs = static_cast<std::uint16_t>(random.below(3) == 0 ? 0 : random.below(273)),
          .ud_comp_len = random.below(2) == 0};
}

class Rewrite : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(space_.ok()); }
  /// `octets` of a message of `on_wire` octets, up against the end of memory.
  template <class Fn>
  void check(const Bytes& octets, std::size_t on_wire, Fn&& rewrite) {
    ASSERT_LE(octets.size(), kMostOctets);
    const View message{space_.copy(octets), static_cast<std::uint32_t>(on_wire), 100};
    const Rewritten rewritten = rewrite(message);
    ASSERT_TRUE(is_same(rewritten, message)) << testing::PrintToString(octets) << " of " << on_wire;
    ++cases_;
    octets_ += rewritten.octets.size();
  }
  /// As it is, mutated, and cut in both ways.
  template <class Fn>
  void check_around(Random& random, Bytes message, Fn&& rewrite) {
    check(message, message.size(), rewrite);
    Bytes part = message;
    part.resize(random.below(message.size() + 1));
    check(part, message.size(), rewrite);
    check(part, part.size(), rewrite);
    mutate(random, message);
    check(message, message.size(), rewrite);
  }
  /// Every one of `numbers` was complete `least` times.
  void expect(std::string_view kind, unsigned first, unsigned last, std::uint64_t least) {
    for (unsigned number = first; number <= last; ++number)
      EXPECT_GE((tally_[{kind, number}][0]), least) << kind << ' ' << number;
  }
  void TearDown() override {
    RecordProperty("messages", std::to_string(cases_));
    RecordProperty("octets", std::to_string(octets_));
    std::printf("%llu messages, %llu octets written as they were\n", static_cast<unsigned long long>(cases_),
                static_cast<unsigned long long>(octets_));
    for (const auto& [kind, ends] : tally_) {
      std::printf("%-20s %3u %8llu complete %8llu truncated %8llu not known\n", kind.first.data(),
                  kind.second, static_cast<unsigned long long>(ends[0]),
                  static_cast<unsigned long long>(ends[1]), static_cast<unsigned long long>(ends[2]));
      std::string key{kind.first};
      std::replace(key.begin(), key.end(), ' ', '_');
      RecordProperty(key + '_' + std::to_string(kind.second), std::to_string(ends[0]));
    }
  }
  Tally tally_;

 private:
  Guarded space_{kMostOctets};
  std::uint64_t cases_ = 0, octets_ = 0;
};

TEST_F(Rewrite, CplaneMessagesWithExtensions) {
  Random random{31};
  for (int i = 0; i < kMessages && !HasFatalFailure(); ++i) {
    const wire::CplaneParameters parameters = random_parameters(random);
    check_around(random, random_cplane(random, parameters),
                 [&](const View& message) { return rewrite_cplane(message, parameters, tally_); });
  }
  for (const unsigned type : {0u, 1u, 3u, 5u}) expect("section type", type, type, 1000);
  expect("extension", 1, 30, 500);
}

TEST_F(Rewrite, CplaneMessagesOfOtherSectionTypes) {
  Random random{32};
  for (int i = 0; i < kMessages && !HasFatalFailure(); ++i) {
    const wire::CplaneParameters parameters = random_parameters(random);
    check_around(random, random_records(random, parameters),
                 [&](const View& message) { return rewrite_cplane(message, parameters, tally_); });
  }
  expect("section type", 4, 4, 1000);
  expect("section type", 6, 11, 1000);
  expect("command", 1, 4, 500);
  expect("UE", 6, 6, 500);
  expect("LAA", 0, 6, 200);
  expect("ids", 8, 8, 1000);
  expect("SINR section", 9, 9, 1000);
  expect("measurement", 1, 8, 200);
  expect("measurement command", 5, 5, 500);
}

TEST_F(Rewrite, UplaneMessages) {
  Random random{33};
  for (int i = 0; i < kMessages && !HasFatalFailure(); ++i) {
    const wire::UplaneFormat format = any_format(random);
    check_around(random, random_uplane(random, format),
                 [&](const View& message) { return rewrite_uplane(message, format, tally_); });
  }
  expect("dynamic method", 0, 8, 1000);
  expect("static method", 0, 8, 1000);
  expect("with udCompLen", 5, 8, 1000);
}

TEST_F(Rewrite, Synchronization) {
  Random random{34};
  constexpr std::size_t kEthernet = 14;
  const auto behind = [&](Bytes (*make)(Random&)) {
    Bytes frame = make(random);
    while (frame[12] == 0x81 && frame[13] == 0) frame.erase(frame.begin() + 12, frame.begin() + 16);
    return Bytes{frame.begin() + kEthernet, frame.end()};
  };
  for (int i = 0; i < kMessages && !HasFatalFailure(); ++i) {
    check_around(random, behind(random_ptp), [&](const View& all) { return rewrite_ptp(all, tally_); });
    check_around(random, behind(random_esmc), [&](const View& all) { return rewrite_esmc(all, tally_); });
    check_around(random, behind(random_ecpri), [&](const View& all) { return rewrite_ecpri(all, tally_); });
  }
  for (const unsigned type : {0u, 1u, 2u, 3u, 8u, 9u, 10u, 11u, 12u, 13u}) expect("PTP", type, type, 1000);
  for (const unsigned type : {1u, 3u, 4u, 5u, 6u, 7u}) expect("eCPRI", type, type, 500);
  expect("PTP TLV", 0, 0, 5000);
  expect("ESMC TLV", 0, 2, 1000);
}

}  // namespace
}  // namespace plumbline::test

// The committed seeds reach every kind of message and every part of it.
#include <gtest/gtest.h>

#include <filesystem>

#include "fuzz/choices.h"
#include "support/support.h"
#include "wire/exact.h"
#include "wire/rewrite.h"

namespace plumbline::test {
namespace {

using wire::View;

/// Calls `fn(choices, message)` for each input of a target whose inputs begin with `choices` octets.
template <class Fn>
void for_each_seed(const char* target, std::size_t choices, Fn&& fn) {
  const std::string folder = source_path("tests/fuzz/corpus/") + target;
  for (const auto& entry : std::filesystem::directory_iterator{folder}) {
    const std::string read = read_file(entry.path());
    if (read.size() < choices) continue;
    const Exact exact{{reinterpret_cast<const std::uint8_t*>(read.data()), read.size()}};
    const std::uint8_t* message = exact.octets().data() + choices;
    const Octets octets = exact.octets().subspan(choices);
    const auto on_wire = static_cast<std::uint32_t>(octets.size() + fuzz::octets_lost(message));
    fn(exact.octets().data(), View{octets, on_wire});
  }
}

void expect(const Tally& tally, std::string_view kind, std::initializer_list<unsigned> numbers) {
  for (const unsigned number : numbers) {
    const auto found = tally.find({kind, number});
    EXPECT_TRUE(found != tally.end() && found->second[0] > 0) << kind << ' ' << number;
  }
}

TEST(FuzzCorpus, ReachesEverySectionTypeExtensionCommandAndMeasurement) {
  Tally tally;
  for_each_seed("cplane_fuzz", fuzz::kCplaneChoices, [&](const std::uint8_t* choices, const View& message) {
    rewrite_cplane(message, fuzz::cplane_choices(choices), tally);
  });
  expect(tally, "section type", {0, 1, 3, 4, 5, 6, 7, 8, 9, 10, 11});
  for (unsigned type = 1; type <= 30; ++type) expect(tally, "extension", {type});
  expect(tally, "command", {1, 2, 3, 4});
  expect(tally, "UE", {6});
  expect(tally, "LAA", {0, 1, 2, 3, 4, 5, 6});
  expect(tally, "ids", {8});
  expect(tally, "SINR section", {9});
  expect(tally, "measurement", {1, 2, 3, 4, 5, 6, 7, 8});
  expect(tally, "measurement command", {5});
}

TEST(FuzzCorpus, ReachesEveryMethod) {
  Tally tally;
  for_each_seed("uplane_fuzz", fuzz::kUplaneChoices, [&](const std::uint8_t* choices, const View& message) {
    rewrite_uplane(message, fuzz::uplane_choices(choices), tally);
  });
  expect(tally, "static method", {0, 1, 2, 3, 4, 5, 6, 7, 8});
  expect(tally, "dynamic method", {0, 1, 2, 3, 4, 5, 6, 7, 8});
  expect(tally, "with udCompLen", {5, 6, 7, 8});
}

TEST(FuzzCorpus, ReachesEveryMessageOfPtpEsmcAndEcpri) {
  Tally tally;
  for_each_seed("sync_fuzz", fuzz::kSyncChoices, [&](const std::uint8_t* choices, const View& client) {
    if (choices[0] % 3 == 0) rewrite_ptp(client, tally);
    if (choices[0] % 3 == 1) rewrite_esmc(client, tally);
    if (choices[0] % 3 == 2) rewrite_ecpri(client, tally);
  });
  expect(tally, "PTP", {0, 1, 2, 3, 8, 9, 10, 11, 12, 13});
  expect(tally, "PTP TLV", {0});
  expect(tally, "ESMC TLV", {0, 1, 2});
  expect(tally, "eCPRI", {1, 3, 4, 5, 6, 7});
}

}  // namespace
}  // namespace plumbline::test

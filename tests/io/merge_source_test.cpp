#include "io/merge_source.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>

#include "base/random.h"
#include "io/capture_builder.h"
#include "io/memory_source.h"

namespace plumbline::io::testing {
namespace {

constexpr std::int64_t kNone = -1;

/// Batches prepared beforehand; every one lives in the same memory, which next() overwrites.
class ScriptSource final : public Source {
 public:
  /// One list of stamps (kNone: no stamp) per batch, empty: nothing has arrived.
  ScriptSource(std::string name, std::vector<std::vector<std::int64_t>> batches, bool fails = false)
      : batches_(batches.begin(), batches.end()), fails_{fails} {
    info_.name = std::move(name);
    info_.format = "script";
    info_.interfaces.push_back({.name = info_.name + ".0", .resolution_ns = 1});
  }
  Result<Batch, Error> next() override {
    if (batches_.empty() && fails_) return fail(info_.name + " has gone away");
    packets_.clear();
    if (batches_.empty()) return Batch{.packets = {}, .end = true};
    const auto stamps = std::move(batches_.front());
    batches_.pop_front();
    octets_.assign(stamps.size(), 0);
    for (std::size_t i = 0; i < stamps.size(); ++i) {
      octets_[i] = static_cast<std::uint8_t>(stamps[i]);
      packets_.push_back({.number = ++number_,
                          .stamp = stamps[i] == kNone ? kNoStamp : at_ns(stamps[i]),
                          .interface = static_cast<std::uint32_t>(info_.interfaces.size() - 1),
                          .original_length = 1,
                          .octets = Octets{octets_}.subspan(i, 1)});
    }
    const Batch now{.packets = packets_, .end = batches_.empty() && !fails_};
    if (now.end) info_.warnings.push_back({.offset = number_, .text = "the end"});
    return now;
  }
  const SourceInfo& info() const override { return info_; }
  SourceInfo& change() { return info_; }

 private:
  std::deque<std::vector<std::int64_t>> batches_;
  bool fails_;
  std::vector<Packet> packets_;
  OctetList octets_;
  std::uint64_t number_ = 0;
  SourceInfo info_;
};

using Batches = std::vector<std::vector<std::int64_t>>;

std::unique_ptr<Source> merge(std::vector<Batches> all) {
  std::vector<std::unique_ptr<Source>> sources;
  for (auto& batches : all)
    sources.push_back(
        std::make_unique<ScriptSource>(std::string(1, static_cast<char>('a' + sources.size())), batches));
  return std::move(*merge_sources(std::move(sources)));
}

TEST(MergeSource, OrdersByStampTiesByArgumentAndKeepsTheOrderWithinASource) {
  struct Case {
    const char* what;
    std::vector<Batches> sources;
    std::vector<std::pair<std::uint32_t, std::int64_t>> expected;  // interface, stamp
  };
  const Case cases[] = {
      {"interleaved",
       {{{1, 4}, {6}}, {{2, 3, 5, 7}}},
       {{0, 1}, {1, 2}, {1, 3}, {0, 4}, {1, 5}, {0, 6}, {1, 7}}},
      {"ties", {{{1, 2}}, {{1, 2}}, {{1, 2}}}, {{0, 1}, {1, 1}, {2, 1}, {0, 2}, {1, 2}, {2, 2}}},
      {"no stamp counts as the one before",
       {{{5, kNone, kNone, 9}}, {{kNone, 5, 6}}},
       {{1, kNone}, {0, 5}, {0, kNone}, {0, kNone}, {1, 5}, {1, 6}, {0, 9}}},
      {"backwards within a source", {{{5, 1, 8}}, {{4, 6}}}, {{1, 4}, {0, 5}, {0, 1}, {1, 6}, {0, 8}}},
      {"one is empty", {{{1}}, {{}}, {{2}}}, {{0, 1}, {2, 2}}},
      {"nothing arrived for a while", {{{1}, {}, {3}}, {{}, {}, {2}, {4}}}, {{0, 1}, {1, 2}, {0, 3}, {1, 4}}},
  };
  for (const Case& one : cases) {
    SCOPED_TRACE(one.what);
    auto source = merge(one.sources);
    const auto seen = read_all(*source);
    ASSERT_EQ(seen.size(), one.expected.size());
    for (std::size_t i = 0; i < seen.size(); ++i) {
      EXPECT_EQ(seen[i].number, i + 1);
      EXPECT_EQ(seen[i].interface, one.expected[i].first) << i;
      EXPECT_EQ(seen[i].stamp, one.expected[i].second == kNone ? kNoStamp : at_ns(one.expected[i].second))
          << i;
      EXPECT_EQ(seen[i].octets[0], static_cast<std::uint8_t>(one.expected[i].second)) << i;
    }
    EXPECT_EQ(source->info().packets, seen.size());
  }
}

TEST(MergeSource, APacketWithoutStampWaitsLikeTheOneBeforeItInItsSource) {
  std::vector<std::int64_t> full(255, 1);  // with the next one a batch of ours is full
  full.insert(full.end(), {5, kNone});
  auto source = merge({{full}, {{}, {}, {3}}});  // the 3 arrives late, when 5 has been handed out
  const auto seen = read_all(*source);
  ASSERT_EQ(seen.size(), 258u);
  EXPECT_EQ(seen[255].stamp, at_ns(5));
  EXPECT_EQ(seen[256].stamp, at_ns(3));
  EXPECT_EQ(seen[257].stamp, kNoStamp);
}

TEST(MergeSource, ManyBatchesOfRandomSizesKeepTheirOctetsAndTheOrder) {
  Random random{7};
  std::vector<Batches> all(3);
  std::vector<std::int64_t> expected;
  for (Batches& batches : all) {
    std::int64_t now = 1;
    for (int b = 0; b < 40; ++b) {
      batches.emplace_back();
      for (std::uint64_t n = 1 + random.below(60); n > 0; --n) {
        now += static_cast<std::int64_t>(random.below(9));
        batches.back().push_back(now);
        expected.push_back(now);
      }
    }
  }
  std::sort(expected.begin(), expected.end());
  auto source = merge(all);
  const auto seen = read_all(*source);
  ASSERT_EQ(seen.size(), expected.size());
  for (std::size_t i = 0; i < seen.size(); ++i) {
    ASSERT_EQ(seen[i].stamp, at_ns(expected[i]));
    ASSERT_EQ(seen[i].octets[0], static_cast<std::uint8_t>(expected[i]));
  }
}

TEST(MergeSource, InterfacesThatBecomeKnownLateKeepWhatWasGivenOutBefore) {
  auto late = std::make_unique<ScriptSource>("a", Batches{{1}, {5}});
  ScriptSource& source_a = *late;
  std::vector<std::unique_ptr<Source>> sources;
  sources.push_back(std::move(late));
  sources.push_back(std::make_unique<ScriptSource>("b", Batches{{2}, {6}}));
  auto merged = std::move(*merge_sources(std::move(sources)));
  ASSERT_EQ((*merged->next()).packets.size(), 1u);
  source_a.change().interfaces.push_back({.name = "a.1", .resolution_ns = 1});
  source_a.change().interfaces[0].dropped = 3;
  const auto seen = read_all(*merged);
  ASSERT_EQ(seen.size(), 3u);
  EXPECT_EQ(seen[0].interface, 1u);
  EXPECT_EQ(seen[1].interface, 2u);
  const SourceInfo& info = merged->info();
  ASSERT_EQ(info.interfaces.size(), 3u);
  EXPECT_EQ(info.interfaces[2].name, "a.1");
  EXPECT_EQ(info.interfaces[0].dropped, 3u);
  EXPECT_EQ(info.name, "a + b");
  ASSERT_EQ(info.warnings.size(), 2u);
  EXPECT_EQ(info.warnings[1].text, "b: the end");
}

TEST(MergeSource, AnErrorOfOneSourceIsAnError) {
  std::vector<std::unique_ptr<Source>> sources;
  sources.push_back(std::make_unique<ScriptSource>("a", Batches{{1}, {2}}));
  sources.push_back(std::make_unique<ScriptSource>("b", Batches{{1}}, true));
  auto merged = std::move(*merge_sources(std::move(sources)));
  for (int i = 0; i < 10; ++i) {
    const auto batch = merged->next();
    if (batch) continue;
    EXPECT_EQ(batch.error().what, "b has gone away");
    return;
  }
  ADD_FAILURE() << "the error was swallowed";
}

TEST(MergeSource, NoSourceIsAnErrorAndOneIsItself) {
  EXPECT_FALSE(merge_sources({}));
  std::vector<std::unique_ptr<Source>> sources;
  sources.push_back(std::make_unique<ScriptSource>("a", Batches{{1}}));
  const Source* const only = sources[0].get();
  EXPECT_EQ(merge_sources(std::move(sources))->get(), only);
}

}  // namespace
}  // namespace plumbline::io::testing

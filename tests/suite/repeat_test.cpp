// The same setup gives the same octets: again, on more workers, and from a recording.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "check/checker.h"
#include "io/pcapng_writer.h"
#include "io/source.h"
#include "suite/links.h"
#include "suite/plan.h"
#include "suite/runner.h"
#include "support/support.h"

namespace plumbline::suite::test {
namespace {

class Repeat : public testing::TestWithParam<Dut> {};
INSTANTIATE_TEST_SUITE_P(Dut, Repeat, testing::Values(Dut::o_ru, Dut::o_du));

TEST_P(Repeat, SameSetupSameResult) {
  const auto setup = make_setup("fdd15_5mhz", GetParam(), 7);
  for (const Case* test : select(GetParam(), {}, {})) {
    const std::string first = run_virtual(*test, setup, make_healthy).SerializeAsString();
    for (unsigned again = 1; again < 6 / plumbline::test::kFewer + 1; ++again)
      ASSERT_EQ(run_virtual(*test, setup, make_healthy).SerializeAsString(), first) << test->id;
  }
}

TEST_P(Repeat, AnotherSeedGivesOtherNumbers) {
  const Case& test = *select(GetParam(), {"FH-TRN-001"}, {}).front();
  EXPECT_NE(run_virtual(test, make_setup("fdd15_5mhz", GetParam(), 7), make_healthy)
                .parts(0)
                .check()
                .SerializeAsString(),
            run_virtual(test, make_setup("fdd15_5mhz", GetParam(), 8), make_healthy)
                .parts(0)
                .check()
                .SerializeAsString());
}

TEST_P(Repeat, WorkersChangeNothing) {
  for (const std::string_view link :
       {"example_link", "tdd30_dynamic", "tdd30_priorities", "tdd30_mod_masks"}) {
    auto setup = make_setup(link, GetParam(), 3);
    setup.frames = 2;
    for (const Case* test : select(GetParam(), {}, {}))
      ASSERT_EQ(run_virtual(*test, setup, make_healthy, {.workers = 1}).SerializeAsString(),
                run_virtual(*test, setup, make_healthy, {.workers = 2}).SerializeAsString())
          << link << " " << test->id;
  }
}

/// What a tape was given, written to a file and judged from there.
void judge_recordings(const Setup& setup, const std::vector<std::string>& patterns) {
  const plumbline::test::TempDir folder;
  for (const Case* test : select(setup.dut, patterns, {})) {
    std::vector<std::string> files;
    std::unique_ptr<io::PcapngWriter> writer;
    const MakeTape tapes = [&](std::string_view) -> Tape {
      EXPECT_TRUE(!writer || writer->close());
      files.push_back(folder / fmt::format("{}.{}.pcapng", test->id, files.size()));
      auto created = io::PcapngWriter::create(files.back());
      EXPECT_TRUE(created);
      writer = std::move(*created);
      writer->add_interface("tap");
      return [&writer](std::span<const io::Packet> packets) {
        for (const io::Packet& packet : packets) writer->write(packet);
      };
    };
    const record::CaseResult result = run_virtual(*test, setup, make_healthy, {}, tapes);
    ASSERT_TRUE(!writer || writer->close());
    ASSERT_EQ(files.size(), static_cast<std::size_t>(result.parts_size())) << test->id;
    for (std::size_t i = 0; i < files.size(); ++i) {
      Stimulus stimulus = test->stimulus != nullptr ? test->stimulus(setup, i) : Stimulus{};
      const profile::Link link = link_of(setup, stimulus);
      check::Checker checker{&link, 1, stimulus.every_prb ? check::IqScope::all : check::IqScope::sampled};
      auto source = io::open_source(files[i]);
      ASSERT_TRUE(source) << source.error().what;
      for (bool end = false; !end;) {
        const auto batch = (*source)->next();
        ASSERT_TRUE(batch);
        checker.feed(batch->packets);
        end = batch->end;
      }
      EXPECT_EQ(checker.finish().SerializeAsString(),
                result.parts(static_cast<int>(i)).check().SerializeAsString())
          << test->id << " " << result.parts(static_cast<int>(i)).name();
    }
  }
}

TEST_P(Repeat, RecordingIsJudgedToTheSameResult) {
  judge_recordings(make_setup("example_link", GetParam(), 5), {});
  for (const std::string_view link : {"tdd30_weights", "tdd30_ues", "tdd30_priorities", "lte_5mhz"})
    judge_recordings(make_setup(link, GetParam(), 5), {"FH-CPL-*"});
  for (const std::string_view link : {"mod_comp", "tdd30_mod_masks", "fdd15_selective"})
    judge_recordings(make_setup(link, GetParam(), 5), {"FH-CPL-01?", "FH-UPL-*"});
}

}  // namespace
}  // namespace plumbline::suite::test

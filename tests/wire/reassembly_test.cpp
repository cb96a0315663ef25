// Pieces of messages: what comes of every order, loss and copy of them, and of any nonsense.
#include "wire/reassembly.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/random.h"
#include "wire/reassembly_model.h"

namespace plumbline::wire {
namespace {

using test::GivenPiece;
using test::ReassemblyModel;

constexpr Reassembler::Limits kSmall{
    .octets = 4000, .message_octets = 400, .age_ns = 1000, .age_packets = 20};

void fail(const std::string& what) { ADD_FAILURE() << what; }

/// "5.2E abc" and the like: sequenceId, subSequenceId, E; then the octets, `-` before those that were not
/// captured; `@ns` the stamp, `#key` the stream.
GivenPiece piece(const std::string& text, std::uint64_t packet) {
  GivenPiece given{.stamp_ns = Reassembler::kNoStamp, .packet = packet};
  std::size_t at = 0;
  const auto number = [&] {
    std::size_t used = 0;
    const long value = std::stol(text.substr(at), &used);
    at += used;
    return value;
  };
  given.ids.sequence = static_cast<std::uint8_t>(number());
  ++at;
  given.ids.subsequence = static_cast<std::uint8_t>(number());
  given.ids.last_fragment = at < text.size() && text[at] == 'E';
  for (at += given.ids.last_fragment ? 1 : 0; at < text.size();) {
    const char c = text[at++];
    if (c == '@') {
      given.stamp_ns = number();
    } else if (c == '#') {
      given.key = static_cast<std::uint32_t>(number());
    } else if (c == '-') {
      given.captured = static_cast<std::uint32_t>(given.octets.size());
    } else if (c != ' ') {
      given.octets.push_back(static_cast<std::uint8_t>(c));
    }
  }
  if (text.find('-') == std::string::npos) given.captured = static_cast<std::uint32_t>(given.octets.size());
  return given;
}

const char* word(PieceStep step) {
  constexpr const char* words[] = {"pending", "complete", "duplicate", "overlap", "too long", "unused"};
  return words[static_cast<std::size_t>(step)];
}
const char* word(GivenUp why) {
  constexpr const char* words[] = {"gap", "timed out", "evicted", "too long", "overlap", "ended"};
  return words[static_cast<std::size_t>(why)];
}

/// What is said of each piece: the step with `<` where it begins a message, `!n` where another number was
/// expected, the octets of a whole message with `-` where the rest was not captured; behind `|` what was
/// given up, with its first missing number.
std::string told(const GivenPiece& given, const Piece& said, const Reassembler& reassembler) {
  std::string text = word(said.step);
  if (said.begins) text += "<";
  if (said.expected != given.ids.subsequence) text += "!" + std::to_string(said.expected);
  if (said.step == PieceStep::complete) {
    text += " ";
    text.append(said.message.data, said.message.data + said.message.captured);
    if (said.message.captured < said.message.length)
      text += "-" + std::to_string(said.message.length - said.message.captured);
  }
  for (const Incomplete& gone : reassembler.given_up())
    text += " | " + std::to_string(gone.sequence) + " " + word(gone.why) + " lacks " +
            std::to_string(gone.missing) + (gone.last_seen ? "" : " and the end");
  return text;
}

struct Case {
  const char* name;
  std::vector<std::pair<const char*, const char*>> pieces;  ///< what comes, what is said of it
};

const Case kCases[] = {
    {"in order", {{"5.0 ab", "pending<"}, {"5.1 cd", "pending"}, {"5.2E e", "complete abcde"}}},
    {"one after the other",
     {{"5.0 ab", "pending<"}, {"5.1E c", "complete abc"}, {"6.0 x", "pending<"}, {"6.1E y", "complete xy"}}},
    {"a message of one piece", {{"9.0E all", "complete< all"}}},
    {"pieces without octets", {{"5.0", "pending<"}, {"5.1 x", "pending"}, {"5.2E", "complete x"}}},
    {"the last first", {{"5.2E e", "pending<!0"}, {"5.1 cd", "pending!3"}, {"5.0 ab", "complete!3 abcde"}}},
    {"two change places",
     {{"5.0 a", "pending<"}, {"5.2 c", "pending!1"}, {"5.1 b", "pending!3"}, {"5.3E d", "complete abcd"}}},
    {"two messages mixed",
     {{"5.0 a", "pending<"}, {"6.0 x", "pending<"}, {"5.1E b", "complete ab"}, {"6.1E y", "complete xy"}}},
    {"streams count apart",
     {{"5.0 a#0", "pending<"},
      {"5.0 x#1", "pending<"},
      {"5.1E b#0", "complete ab"},
      {"5.1E y#1", "complete xy"}}},
    {"a copy", {{"5.0 a", "pending<"}, {"5.0 a", "duplicate!1"}, {"5.1E b", "complete ab"}}},
    {"a copy of a whole one",
     {{"5.0 a", "pending<"}, {"5.1E b", "complete ab"}, {"5.1E b", "duplicate!2"}, {"5.0 a", "duplicate!2"}}},
    {"a copy that was captured in part",
     {{"5.0 abc", "pending<"}, {"5.0 a-bc", "duplicate!1"}, {"5.1E d", "complete abcd"}}},
    {"other octets",
     {{"5.0 a", "pending<"},
      {"5.0 b", "overlap!1 | 5 overlap lacks 1 and the end"},
      {"5.1 c", "unused"},
      {"5.2E d", "unused"}}},
    {"other lengths", {{"5.0 ab", "pending<"}, {"5.0 a", "overlap!1 | 5 overlap lacks 1 and the end"}}},
    {"E of a copy", {{"5.0 a", "pending<"}, {"5.0E a", "overlap!1 | 5 overlap lacks 1 and the end"}}},
    {"behind the last", {{"5.1E b", "pending<!0"}, {"5.2 c", "overlap | 5 overlap lacks 0"}}},
    {"the last in front of another",
     {{"5.2 c", "pending<!0"}, {"5.1E b", "overlap!3 | 5 overlap lacks 0 and the end"}}},
    {"two ends", {{"5.2E c", "pending<!0"}, {"5.1E b", "overlap!3 | 5 overlap lacks 0"}}},
    {"behind a whole one", {{"5.0E a", "complete< a"}, {"5.1E b", "overlap"}, {"5.0E a", "duplicate!1"}}},
    {"the id of the last one again",
     {{"5.0 a", "pending<"}, {"5.1E b", "complete ab"}, {"5.0 x", "pending<"}, {"5.1E y", "complete xy"}}},
    {"one is missing: the second one behind it ends the wait",
     {{"5.0 a", "pending<"},
      {"5.2E c", "pending!1"},
      {"6.0 x", "pending<"},
      {"6.1E y", "complete xy"},
      {"7.0 s", "pending< | 5 gap lacks 1"},
      {"7.1E t", "complete st"},
      {"5.1 b", "pending<!0"}}},
    {"the end is missing",
     {{"5.0 a", "pending<"},
      {"6.0E x", "complete< x"},
      {"7.0E y", "complete< y | 5 gap lacks 1 and the end"}}},
    {"within the age", {{"5.0 a@1000", "pending<"}, {"5.1E b@2000", "complete ab"}}},
    {"beyond the age",
     {{"5.0 a@1000", "pending<"}, {"5.1E b@2001", "pending<!0 | 5 timed out lacks 1 and the end"}}},
    {"stamps that step back",
     {{"5.0 a@5000", "pending<"}, {"5.1E b@3999", "pending<!0 | 5 timed out lacks 1 and the end"}}},
    {"a whole one is not remembered beyond the age",
     {{"5.0E a@1000", "complete< a"}, {"5.0E a@2001", "complete< a"}}},
    {"snap length: nothing behind a hole",
     {{"5.0 ab", "pending<"}, {"5.1 c-de", "pending"}, {"5.2E fg", "complete abc-4"}}},
    {"snap length, out of order",
     {{"5.2E fg", "pending<!0"}, {"5.1 c-de", "pending!3"}, {"5.0 ab", "complete!3 abc-4"}}},
    {"nothing captured of the first", {{"5.0 -ab", "pending<"}, {"5.1E c", "complete -3"}}},
};

TEST(Reassembler, SaysOfEveryPieceWhatBecameOfIt) {
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.name);
    ReassemblyModel model{kSmall, fail};
    std::uint64_t packet = 0;
    for (const auto& [text, expected] : c.pieces) {
      const GivenPiece given = piece(text, ++packet);
      EXPECT_EQ(told(given, model.add(given), model.reassembler()), expected) << text;
    }
  }
}

TEST(Reassembler, TakesAllTheNumbersThereAre) {
  ReassemblyModel model{kSmall, fail};
  std::string whole;
  for (int i = 0; i < 128; ++i) {
    const std::string octet(1, static_cast<char>('a' + i % 26));
    whole += octet;
    const GivenPiece given = piece("7." + std::to_string(i) + (i == 127 ? "E " : " ") + octet, 1);
    const Piece said = model.add(given);
    EXPECT_EQ(said.expected, i);
    EXPECT_EQ(told(given, said, model.reassembler()), i == 127 ? "complete " + whole
                                                      : i == 0 ? "pending<"
                                                               : "pending");
  }
}

TEST(Reassembler, EndsAMessageThatIsTooLongAndWhatComesOfItLater) {
  ReassemblyModel model{kSmall, fail};
  const std::string half(200, 'x');
  std::uint64_t packet = 0;
  const auto add = [&](const std::string& text) {
    const GivenPiece given = piece(text, ++packet);
    return told(given, model.add(given), model.reassembler());
  };
  EXPECT_EQ(add("5.0 " + half), "pending<");
  EXPECT_EQ(add("5.1 " + half), "pending");
  EXPECT_EQ(add("5.2 x"), "too long | 5 too long lacks 2 and the end");
  EXPECT_EQ(add("5.3E x"), "unused");
  EXPECT_EQ(add("6.0 " + half + half + "x"), "too long< | 6 too long lacks 0 and the end");
  EXPECT_EQ(add("6.1E x"), "unused");
  EXPECT_EQ(add("7.0E " + half + half), "complete< " + half + half);
}

TEST(Reassembler, EvictsTheOldestOpenMessageWhenAllPlacesAreTaken) {
  ReassemblyModel model{kSmall, fail};
  const std::uint32_t places = model.reassembler().places();
  EXPECT_EQ(places, 9u);  // and one for octets that came out of order
  std::uint64_t packet = 0;
  model.add(piece("1.0E done#100", ++packet));
  for (std::uint32_t key = 0; key < places; ++key) {
    model.add(piece("5.0 a#" + std::to_string(key), ++packet));
    EXPECT_TRUE(model.reassembler().given_up().empty()) << "a whole message goes first";
  }
  model.add(piece("5.0 a#50", ++packet));
  ASSERT_EQ(model.reassembler().given_up().size(), 1u);
  EXPECT_EQ(model.reassembler().given_up().front().key, 0u);
  EXPECT_EQ(model.reassembler().given_up().front().why, GivenUp::evicted);
  const GivenPiece rest = piece("5.1E b#1", ++packet);
  EXPECT_EQ(told(rest, model.add(rest), model.reassembler()), "complete ab");
}

TEST(Reassembler, GivesUpWhatIsTooOldAndSaysWhenToAsk) {
  ReassemblyModel model{kSmall, fail};
  EXPECT_EQ(model.reassembler().next_expiry_ns(), INT64_MAX);
  model.add(piece("5.0 a@100#0", 1));
  model.add(piece("6.0 a@50#1", 2));
  model.add(piece("7.0 a#2", 3));
  EXPECT_EQ(model.reassembler().next_expiry_ns(), 1051);
  model.expire(1050, 4);
  EXPECT_TRUE(model.reassembler().given_up().empty());
  model.expire(1051, 4);
  ASSERT_EQ(model.reassembler().given_up().size(), 1u);
  EXPECT_EQ(model.reassembler().given_up().front().sequence, 6);
  EXPECT_EQ(model.reassembler().next_expiry_ns(), 1101);
  model.expire(2000, 24);
  EXPECT_EQ(model.reassembler().given_up(GivenUp::timed_out), 3u) << "without a stamp packets are counted";
  EXPECT_EQ(model.reassembler().next_expiry_ns(), INT64_MAX);
}

TEST(Reassembler, EndsWithNothingOpen) {
  ReassemblyModel model{kSmall, fail};
  model.add(piece("5.0 a#0", 1));
  model.add(piece("6.1E a#1", 2));
  model.end();
  EXPECT_EQ(model.reassembler().given_up().size(), 2u);
  EXPECT_EQ(model.reassembler().given_up(GivenUp::ended), 2u);
}

TEST(Reassembler, KeepsStampsOfAllKindsApart) {
  for (const std::int64_t stamp : {INT64_MIN + 1, std::int64_t{-1}, std::int64_t{0}, INT64_MAX}) {
    ReassemblyModel model{kSmall, fail};
    GivenPiece one = piece("5.0 a", 1), other = piece("5.1E b", 2);
    one.stamp_ns = other.stamp_ns = stamp;
    model.add(one);
    model.expire(stamp, 2);
    EXPECT_EQ(model.add(other).step, PieceStep::complete) << stamp;
    one.ids.sequence = 6;
    model.add(one);
    model.expire(stamp == INT64_MAX ? stamp : INT64_MAX, 3);
    EXPECT_EQ(model.reassembler().given_up().size(), stamp == INT64_MAX ? 0u : 1u) << stamp;
  }
}

TEST(Reassembler, AllocatesNothingOnceWarm) {
  Reassembler reassembler{{.octets = std::size_t{1} << 20, .message_octets = 20'000}};
  const std::vector<std::uint8_t> octets(1400, 7);
  std::size_t held = 0;
  for (std::uint64_t packet = 0; packet < 60'000; ++packet) {
    const auto number = static_cast<std::uint8_t>(packet % 6 ^ (packet / 600 % 2));  // in order, and not
    reassembler.add(static_cast<std::uint32_t>(packet / 6 % 16),
                    {.sequence = static_cast<std::uint8_t>(packet / 96),
                     .last_fragment = number == 5,
                     .subsequence = number},
                    View{octets}, static_cast<std::int64_t>(packet) * 1000, packet);
    if (packet == 12'000) held = reassembler.octets_held();
  }
  EXPECT_EQ(reassembler.completed(), 10'000u);
  EXPECT_EQ(reassembler.octets_held(), held);
}

/// Random messages of one stream, cut at random places; pieces of two that follow each other in any order,
/// some lost, some twice, some captured in part.
class Shuffled {
 public:
  explicit Shuffled(std::uint64_t seed) : random_{seed} {
    for (unsigned pair = 0; pair < 30; ++pair) {
      std::vector<GivenPiece> both;
      for (unsigned i = 0; i < 2; ++i) cut(2 * pair + i, both);
      for (std::size_t i = both.size(); i > 1; --i) std::swap(both[i - 1], both[random_.below(i)]);
      pieces_.insert(pieces_.end(), both.begin(), both.end());
    }
  }
  std::vector<GivenPiece> pieces_;
  unsigned whole_ = 0, broken_ = 0, copies_ = 0;  ///< messages, messages that lack pieces, pieces twice

 private:
  void cut(unsigned message, std::vector<GivenPiece>& into) {
    const auto count = static_cast<std::uint8_t>(1 + random_.below(7));
    const bool loses = random_.below(4) == 0;
    unsigned came = 0;
    for (std::uint8_t number = 0; number < count; ++number) {
      if (loses && random_.below(3) == 0) continue;
      GivenPiece given{.ids = {.sequence = static_cast<std::uint8_t>(250 + message),
                               .last_fragment = number + 1 == count,
                               .subsequence = number},
                       .stamp_ns = 1000};
      for (std::uint64_t n = random_.below(50); n > 0; --n)
        given.octets.push_back(static_cast<std::uint8_t>(random_.next()));
      given.captured = static_cast<std::uint32_t>(
          random_.below(10) == 0 ? random_.below(given.octets.size() + 1) : given.octets.size());
      given.packet = came++;
      into.push_back(given);
      if (random_.below(8) == 0) {
        into.push_back(given);
        ++copies_;
      }
    }
    ++(came == count ? whole_ : broken_);
    if (came == 0) --broken_;
  }
  Random random_;
};

TEST(Reassembler, GivesEveryMessageBackOrTheReasonWhyNot) {
  unsigned broken = 0, copies = 0;
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Shuffled shuffled{seed};
    ReassemblyModel model{kSmall, fail};
    unsigned again = 0;
    for (const GivenPiece& given : shuffled.pieces_)
      again += model.add(given).step == PieceStep::duplicate ? 1u : 0u;
    model.end();
    const Reassembler& reassembler = model.reassembler();
    EXPECT_EQ(reassembler.completed(), shuffled.whole_);
    EXPECT_EQ(again, shuffled.copies_);
    EXPECT_EQ(reassembler.given_up(GivenUp::gap) + reassembler.given_up(GivenUp::ended), shuffled.broken_);
    broken += shuffled.broken_;
    copies += shuffled.copies_;
    if (HasFailure()) break;
  }
  EXPECT_GT(broken, 1000u);
  EXPECT_GT(copies, 1000u);
}

TEST(Reassembler, StandsAnySequenceOfPieces) {
  for (std::uint64_t seed = 1; seed <= 200 && !testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Random random{seed};
    ReassemblyModel model{kSmall, fail};
    std::int64_t now = 0;
    for (std::uint64_t packet = 0; packet < 500; ++packet) {
      now += static_cast<std::int64_t>(random.below(300));
      GivenPiece given{
          .key = static_cast<std::uint32_t>(random.below(16)),
          .ids = {.sequence = static_cast<std::uint8_t>(random.below(4)),
                  .last_fragment = random.below(3) == 0,
                  .subsequence = static_cast<std::uint8_t>(random.below(seed % 2 == 0 ? 4 : 128))},
          .stamp_ns = random.below(9) == 0 ? Reassembler::kNoStamp : now,
          .packet = packet};
      given.octets.assign(random.below(10) == 0 ? random.below(500) : random.below(8),
                          static_cast<std::uint8_t>(random.below(2)));
      given.captured = static_cast<std::uint32_t>(given.octets.size() -
                                                  (random.below(5) == 0 ? given.octets.size() / 2 : 0));
      model.add(given);
      if (random.below(20) == 0) model.expire(now, packet);
    }
    model.end();
  }
}

}  // namespace
}  // namespace plumbline::wire

// Section extensions annotated by hand against what their layouts read, tell and write.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "wire/cplane/extension_vectors.h"
#include "wire/cplane/layout_filler.h"
#include "wire/cplane/tell_sink.h"
#include "wire/guarded.h"
#include "wire/layout_writer.h"

namespace plumbline::test {
namespace {

using wire::LayoutEnd;
using wire::LayoutReader;
using wire::View;

constexpr std::uint32_t kBase = 4000;  ///< where the extension begins in the frame
constexpr std::size_t kMostOctets = 4 * 65535;

struct Outcome {
  std::vector<std::string> told{};
  LayoutEnd end = LayoutEnd::complete;
  std::string why{};
  std::uint32_t rest_at = 0;
  std::uint32_t rest_octets = 0;
};

Outcome read(const ExtensionVector& vector, Octets room, const wire::SectionContext& context) {
  Outcome out;
  TellSink sink{.base = kBase};
  const View view{room, static_cast<std::uint32_t>(room.size()), kBase};
  EXPECT_TRUE(wire::with_extension(vector.type(), [&](auto& extension) {
    LayoutReader<TellSink> reader{view, vector.steps.front().end, sink};
    extension.layout(reader, context);
    out = {.told = sink.told,
           .end = reader.end(),
           .why = std::string{reader.why()},
           .rest_at = reader.rest().base - kBase,
           .rest_octets = reader.rest().captured};
  }));
  return out;
}

TEST(ExtensionVectors, AreThereForEveryExtension) {
  std::map<unsigned, int> count;
  std::set<std::string> ids;
  for (const ExtensionVector& vector : extension_vectors()) {
    EXPECT_TRUE(ids.insert(vector.id).second) << vector.id << ": the id is used twice";
    ++count[vector.type()];
  }
  for (unsigned type = 1; type <= 30; ++type) EXPECT_GE(count[type], 2) << "section extension " << type;
  for (const unsigned type : {0u, 31u, 127u, 255u})
    EXPECT_FALSE(wire::with_extension(static_cast<std::uint8_t>(type), [](auto&) { FAIL(); })) << type;
}

TEST(ExtensionVectors, HaveTheHeadThatTheirAuthorsSay) {
  for (const ExtensionVector& vector : extension_vectors()) {
    SCOPED_TRACE(vector.id);
    wire::Extension extension;
    ASSERT_FALSE(wire::decode_extension(View{vector.octets}, extension));
    EXPECT_EQ(extension.head(), vector.steps.front().end);
    EXPECT_EQ(extension.room().length, vector.octets.size());
    TellSink sink;
    sink.value("extType", wire::Form::number, 7, extension.type, 0);
    sink.value("ef", wire::Form::number, 1, extension.ef, 0);
    sink.value("extLen", wire::Form::number, 8, extension.words, 1);
    EXPECT_EQ(sink.told, vector.head);
  }
}

TEST(ExtensionVectors, TellWhatTheirAuthorsSay) {
  for_each_extension_vector([](const ExtensionVector& vector, const wire::SectionContext& context) {
    SCOPED_TRACE(vector.id);
    const Outcome out = read(vector, vector.octets, context);
    EXPECT_EQ(out.told, vector.told());
    EXPECT_EQ(out.end, vector.end);
    EXPECT_EQ(out.why, vector.why);
    EXPECT_EQ(out.rest_at, vector.steps.back().end);
    EXPECT_EQ(out.rest_at + out.rest_octets, vector.octets.size());
  });
}

TEST(ExtensionVectors, EndingAtAnyOctetTellWholeStepsAndReadNothingBehind) {
  Guarded space{kMostOctets};
  ASSERT_TRUE(space.ok());
  for_each_extension_vector([&](const ExtensionVector& vector, const wire::SectionContext& context) {
    const std::uint32_t head = vector.steps.front().end;
    for (auto n = static_cast<std::uint32_t>(vector.octets.size()); n >= head; --n) {
      SCOPED_TRACE(vector.id + " in a room of " + std::to_string(n));
      const Outcome out = read(vector, space.copy(Octets{vector.octets}.first(n)), context);
      ASSERT_LE(out.rest_at + out.rest_octets, n);
      if (!vector.cut) continue;
      ASSERT_EQ(out.told, vector.told(n));
      ASSERT_EQ(out.end, vector.end_of(n));
      ASSERT_EQ(out.rest_at, vector.rest_at(n));
      ASSERT_EQ(out.rest_octets, n - out.rest_at);
    }
  });
}

TEST(ExtensionVectors, AreWrittenAsTheyAreRead) {
  std::vector<std::uint8_t> space(kMostOctets);
  for_each_extension_vector([&](const ExtensionVector& vector, const wire::SectionContext& context) {
    if (vector.end != LayoutEnd::complete) return;
    SCOPED_TRACE(vector.id);
    ToldValues values{vector.told()};
    Writer out{space};
    out.put(Octets{vector.octets}.first(vector.steps.front().end));
    wire::with_extension(vector.type(), [&](auto& extension) {
      LayoutFiller filler{values, View{vector.octets}, vector.steps.front().end};
      extension.layout(filler, context);
      EXPECT_EQ(filler.told(), vector.told());
      EXPECT_TRUE(values.all_used());
      wire::LayoutWriter writer{out};
      extension.layout(writer, context);
      writer.flush();
    });
    EXPECT_EQ(out.at(), vector.steps.back().end);
    EXPECT_TRUE(std::equal(space.begin(), space.begin() + static_cast<std::ptrdiff_t>(out.at()),
                           vector.octets.begin()));
  });
}

}  // namespace
}  // namespace plumbline::test

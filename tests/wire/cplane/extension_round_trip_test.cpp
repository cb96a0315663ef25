// Section extensions with seeded random values: what is written is read, told and ended as it was made.
#include <gtest/gtest.h>

#include "wire/cplane/extensions.h"
#include "wire/cplane/layout_filler.h"
#include "wire/cplane/tell_sink.h"
#include "wire/exact.h"
#include "wire/layout_writer.h"

namespace plumbline::test {
namespace {

constexpr int kRounds = 1000;
constexpr std::size_t kMostOctets = 200'000;

struct Scene {
  wire::CplaneParameters parameters;
  wire::Section section;
  std::vector<std::uint8_t> neighbours;
  std::uint8_t section_type = 1;
};

std::vector<std::uint8_t> noise(Random& random, std::size_t n) {
  std::vector<std::uint8_t> octets(n);
  for (auto& octet : octets) octet = static_cast<std::uint8_t>(random.next());
  return octets;
}

/// A section on which the layouts that look at it depend in some way: with K, sometimes with an SE 10.
Scene any_scene(Random& random) {
  Scene scene;
  scene.parameters.weights = static_cast<std::uint16_t>(1 + random.below(40));
  scene.section_type = random.below(2) != 0 ? 5 : 1;
  scene.section = {.start_prb = static_cast<std::uint16_t>(random.below(1024)),
                   .num_prb = static_cast<std::uint8_t>(random.below(256)),
                   .beam_id = static_cast<std::uint16_t>(random.below(2) != 0 ? 0x7FFF : 5)};
  if (random.below(2) != 0) {  // SE 10 of type 2
    const auto ports = static_cast<std::uint8_t>(1 + random.below(63));
    scene.neighbours = noise(random, (3 + 2 * std::size_t{ports} + 3) / 4 * 4);
    scene.neighbours[0] = 0x8A;
    scene.neighbours[1] = static_cast<std::uint8_t>(scene.neighbours.size() / 4);
    scene.neighbours[2] = 0x80 | ports;
  }
  return scene;
}

template <class E>
void round_trip(Random& random) {
  const Scene scene = any_scene(random);
  const std::uint32_t head = wire::has_long_length(E::kType) ? 3 : 2;
  // SE 11 counts its bundles only as far as they fit.
  const auto room = noise(random, E::kType == 11 ? 4096 : 4 * (1 + random.below(20)));
  // The extension itself only has to be there: SE 11 asks for the PRBs of its section.
  std::vector<std::uint8_t> octets = scene.neighbours;
  wire::Section section = scene.section;
  const std::uint8_t itself[] = {E::kType, 0, 1, 0};
  octets.insert(octets.end(), itself, itself + 4);
  if (head == 2) octets[octets.size() - 3] = 1;
  section.extensions = wire::View{octets};
  const wire::SectionContext context = wire::context_of(section, scene.section_type, scene.parameters);

  AnyValues values{random};
  LayoutFiller filler{values, wire::View{room}, head};
  E made;
  made.layout(filler, context);

  std::vector<std::uint8_t> space(kMostOctets);
  Writer out{space};
  out.zeros(head);
  wire::LayoutWriter writer{out};
  made.layout(writer, context);
  writer.flush();
  ASSERT_TRUE(out.ok());
  const std::size_t written = out.at();
  // Where the bundles of SE 11 are not counted, padding can be one more of them.
  if (E::kType != 11) out.zeros(std::max((written + 3) / 4 * 4, room.size()) - written);

  const Exact exact{Octets{space}.first(out.at())};
  TellSink sink;
  wire::LayoutReader<TellSink> reader{wire::View{exact.octets()}, head, sink};
  E read;
  read.layout(reader, context);
  ASSERT_EQ(sink.told, filler.told());
  ASSERT_EQ(reader.end(), wire::LayoutEnd::complete);
  ASSERT_EQ(reader.after(), written);
}

template <class... Extensions>
void round_trip_all(wire::ExtensionList<Extensions...> /*all*/) {
  const auto one = []<class E>(const E& /*extension*/) {
    Random random{E::kType};
    for (int i = 0; i < kRounds && !testing::Test::HasFatalFailure(); ++i) {
      SCOPED_TRACE("section extension " + std::to_string(E::kType) + ", round " + std::to_string(i));
      round_trip<E>(random);
    }
  };
  (one(Extensions{}), ...);
}

TEST(ExtensionRoundTrip, TellsWhatWasWritten) {
  round_trip_all(wire::AllExtensions{});
  RecordProperty("cases_of_each", kRounds);
}

}  // namespace
}  // namespace plumbline::test

// The length of a chain of extensions, measured in one go and one extension after the other.
#include <gtest/gtest.h>

#include <vector>

#include "base/random.h"
#include "wire/cplane.h"
#include "wire/guarded.h"

namespace plumbline::wire {
namespace {

/// What measure_extensions() is, said by decode_extension().
ExtensionChain one_by_one(const View& message, std::uint32_t at) {
  Extension extension;
  do {
    if (const DecodeError error = decode_extension(message.from(at), extension))
      return {.error = error, .end = at, .faulty_type = extension.type};
    at += extension.words * 4u;
  } while (extension.ef);
  return {.end = at};
}

TEST(MeasureExtensions, SaysWhatDecodingThemOneByOneSays) {
  constexpr std::size_t kMost = 200;
  test::Guarded space{kMost};
  ASSERT_TRUE(space.ok());
  Random random{1};
  std::size_t whole = 0, cut = 0, truncated = 0, zero = 0;
  for (int i = 0; i < 50'000; ++i) {
    std::vector<std::uint8_t> octets(kMost);
    Writer out{octets};
    out.zeros(random.below(9));
    const auto start = static_cast<std::uint32_t>(out.at());
    for (std::uint64_t left = random.below(5) + 1; left > 0; --left) {
      const std::vector<std::uint8_t> body(random.below(14), 0x80);
      encode_extension(out, static_cast<std::uint8_t>(random.below(32)), left > 1, body);
    }
    const auto end = static_cast<std::uint32_t>(out.at());
    octets.resize(end);
    if (random.below(3) == 0)
      octets[start + random.below(end - start)] = static_cast<std::uint8_t>(random.below(256));
    const std::uint32_t length =
        random.below(2) == 0 ? end : static_cast<std::uint32_t>(random.below(end + 1));
    const std::uint64_t captured = random.below(2) == 0 ? length : random.below(length + 1);
    const View message{space.copy(Octets{octets}.first(captured)), length, 26};
    const std::uint32_t at = std::min(start, message.length);

    const ExtensionChain chain = measure_extensions(message, at), expected = one_by_one(message, at);
    ASSERT_EQ(chain.error, expected.error);
    ASSERT_EQ(chain.end, expected.end);
    ASSERT_EQ(chain.faulty_type, expected.faulty_type);
    whole += chain.error ? 0u : 1u;
    cut += chain.error.fault == Fault::cut ? 1u : 0u;
    truncated += chain.error.fault == Fault::truncated ? 1u : 0u;
    zero += chain.error.fault == Fault::extension_zero ? 1u : 0u;
  }
  for (const std::size_t count : {whole, cut, truncated, zero}) EXPECT_GT(count, 100u);
}

}  // namespace
}  // namespace plumbline::wire

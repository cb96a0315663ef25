#include "io/decompress.h"

#include <gtest/gtest.h>
#include <zlib.h>
#include <zstd.h>

#include "io/capture_builder.h"
#include "io/capture_file.h"

namespace plumbline::io::testing {
namespace {

OctetList gzip(const OctetList& octets) {
  z_stream state{};
  EXPECT_EQ(deflateInit2(&state, 6, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  OctetList out(deflateBound(&state, octets.size()) + 64);
  state.next_in = const_cast<Bytef*>(octets.data());
  state.avail_in = static_cast<uInt>(octets.size());
  state.next_out = out.data();
  state.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&state, Z_FINISH), Z_STREAM_END);
  out.resize(state.total_out);
  deflateEnd(&state);
  return out;
}

OctetList zstd(const OctetList& octets) {
  const std::unique_ptr<ZSTD_CCtx, std::size_t (*)(ZSTD_CCtx*)> context{ZSTD_createCCtx(), ZSTD_freeCCtx};
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
  OctetList out(ZSTD_compressBound(octets.size()));
  out.resize(ZSTD_compress2(context.get(), out.data(), out.size(), octets.data(), octets.size()));
  return out;
}

/// A pcap file whose packets do not compress well.
OctetList capture(unsigned packets) {
  OctetList file = pcap_header(false);
  for (unsigned i = 0; i < packets; ++i) {
    OctetList octets = frame(1000, i);
    for (std::size_t k = 0; k < octets.size(); ++k)
      octets[k] = static_cast<std::uint8_t>((octets[k] + 1u) * (i + 13u) * (k + 7u) >> 3);
    const OctetList record = pcap_record(false, i + 1, 0, octets);
    file.insert(file.end(), record.begin(), record.end());
  }
  return file;
}

struct Method {
  const char* suffix;
  OctetList (*compress)(const OctetList&);
};
constexpr Method kMethods[] = {{"+gzip", gzip}, {"+zstd", zstd}};

TEST(Decompress, AnyNumberOfMembersCutAnywhereGiveTheSamePackets) {
  const OctetList file = capture(3000);  // 3 MB: more than the window
  auto plain = open_capture(file, "plain");
  const auto expected = read_all(**plain);
  ASSERT_EQ(expected.size(), 3000u);
  for (const Method& method : kMethods)
    for (const std::size_t first :
         {std::size_t{0}, std::size_t{2}, std::size_t{24}, std::size_t{5000}, file.size()}) {
      SCOPED_TRACE(::testing::Message() << method.suffix << " " << first);
      const auto middle = file.begin() + static_cast<std::ptrdiff_t>(first);
      const OctetList stored = method.compress({file.begin(), middle}) + method.compress({}) +
                               method.compress({middle, file.end()});
      auto source = open_capture(stored, "test");
      ASSERT_TRUE(source) << source.error().what;
      EXPECT_EQ(read_all(**source), expected);
      EXPECT_EQ(warnings_of(**source), "");
      EXPECT_EQ((*source)->info().format, std::string{"pcap"} + method.suffix);
      EXPECT_EQ((*source)->info().file_octets_read, stored.size());
    }
}

TEST(Decompress, PcapngIsReadToo) {
  const OctetList file = section(true) + interface_block(true) + enhanced(true, 0, 1, frame(60));
  for (const Method& method : kMethods) {
    const OctetList stored = method.compress(file);
    auto source = open_capture(stored, "test");
    ASSERT_TRUE(source);
    EXPECT_EQ(read_all(**source).size(), 1u);
    EXPECT_EQ((*source)->info().format, std::string{"pcapng"} + method.suffix);
  }
}

TEST(Decompress, ACutStreamYieldsWhatCameOutOfItAndWarns) {
  const OctetList file = capture(20);
  auto plain = open_capture(file, "plain");
  const auto expected = read_all(**plain);
  for (const Method& method : kMethods) {
    const OctetList stored = method.compress(file);
    std::size_t before = 0;
    for (std::size_t cut = 0; cut < stored.size(); cut += cut < 64 || cut + 64 > stored.size() ? 1u : 37u) {
      SCOPED_TRACE(::testing::Message() << method.suffix << " " << cut);
      auto source = open_capture(Octets{stored}.first(cut), "test");
      if (!source) {
        EXPECT_EQ(before, 0u);
        continue;
      }
      const auto seen = read_all(**source);
      EXPECT_GE(seen.size(), before);
      before = seen.size();
      ASSERT_LE(seen.size(), expected.size());
      EXPECT_TRUE(std::equal(seen.begin(), seen.end(), expected.begin()));
      EXPECT_NE(warnings_of(**source).find("cut short"), std::string::npos) << warnings_of(**source);
    }
    EXPECT_EQ(before, expected.size());  // all was there when only the check at the end was missing
  }
}

TEST(Decompress, WrongCheckSumsAndForeignOctetsBehindAreSaid) {
  const OctetList file = capture(5);
  for (const Method& method : kMethods) {
    OctetList wrong = method.compress(file);
    wrong[wrong.size() - (method.compress == gzip ? 8u : 1u)] ^= 1;
    const OctetList behind = method.compress(file) + OctetList{'j', 'u', 'n', 'k', '!'};
    for (const OctetList& stored : {wrong, behind}) {
      SCOPED_TRACE(method.suffix);
      auto source = open_capture(stored, "test");
      ASSERT_TRUE(source) << source.error().what;
      EXPECT_GE(read_all(**source).size(), 4u);
      ASSERT_EQ((*source)->info().warnings.size(), 1u);
      EXPECT_LE((*source)->info().warnings[0].offset, file.size());
    }
  }
}

TEST(Decompress, ACompressedStrangerIsNamedAsOne) {
  for (const Method& method : kMethods) {
    const auto empty = open_capture(Octets{method.compress({})}, "x");
    ASSERT_FALSE(empty);
    EXPECT_EQ(empty.error().what, "x: the file is empty");
    const OctetList text = method.compress({'h', 'e', 'l', 'l', 'o'});
    const auto stranger = open_capture(text, "x");
    ASSERT_FALSE(stranger);
    EXPECT_EQ(stranger.error().what, "x: not a capture file: it begins with 68 65 6c 6c");
  }
}

}  // namespace
}  // namespace plumbline::io::testing

#include "io/capture_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

#include "io/decompress.h"
#include "io/pcap_source.h"
#include "io/pcapng_source.h"

namespace plumbline::io {
namespace {

using namespace std::string_view_literals;

/// Formats that we do not read but know well enough to name.
struct Stranger {
  std::string_view magic;
  std::string_view what;
  std::string_view remedy;
};
constexpr std::string_view kConvert = "convert it with: editcap -F pcapng FILE new.pcapng";
constexpr Stranger kStrangers[] = {
    {"\xfd"
     "7zXZ\0"sv,
     "xz compressed", "decompress it first: xz -dk FILE"},
    {"BZh"sv, "bzip2 compressed", "decompress it first: bzip2 -dk FILE"},
    {"\x04\x22\x4d\x18"sv, "lz4 compressed", "decompress it first: lz4 -dk FILE"},
    {"PK\x03\x04"sv, "a zip archive", "unpack it first: unzip FILE"},
    {"7z\xbc\xaf\x27\x1c"sv, "a 7z archive", "unpack it first: 7z x FILE"},
    {"snoop\0\0\0"sv, "a snoop capture", kConvert},
    {"RTSS"sv, "a Network Monitor 1 capture", kConvert},
    {"GMBU"sv, "a Network Monitor 2 capture", kConvert},
    {"\x1c\x00\x01\xac"sv, "an IXIA hardware capture (lcap)", kConvert},
    {"\xac\x01\x00\x1c"sv, "an IXIA hardware capture (lcap)", kConvert},
    {"\x1c\x00\x01\xab"sv, "an IXIA software capture (lcap)", kConvert},
    {"\xab\x01\x00\x1c"sv, "an IXIA software capture (lcap)", kConvert},
    {"\x7f"
     "ELF"sv,
     "a program", "name a capture file"},
};
constexpr std::size_t kLongestMagic = 8;

Error not_a_capture(const std::string& name, Octets octets) {
  const std::string_view begin{reinterpret_cast<const char*>(octets.data()),
                               std::min(octets.size(), kLongestMagic)};
  for (const Stranger& one : kStrangers)
    if (begin.starts_with(one.magic))
      return {fmt::format("{}: this is {}, not pcap or pcapng", name, one.what), std::string{one.remedy}};
  std::string hex;
  for (const char octet : begin.substr(0, 4)) hex += fmt::format("{:02x} ", static_cast<std::uint8_t>(octet));
  if (!hex.empty()) hex.pop_back();
  return {fmt::format("{}: not a capture file: it begins with {}", name, hex),
          "captures are pcap or pcapng files, also compressed as .gz or .zst"};
}

Result<void, Error> fill_first(OctetWindow& window, const std::string& name) {
  window.fill(kLongestMagic);
  const auto& trouble = window.stream().trouble();
  if (trouble && window.ahead().size() < kLongestMagic)
    return fail(fmt::format("{}: {}", name, trouble->text), "check that the file is whole and readable");
  if (window.ahead().empty())
    return fail(name + ": the file is empty",
                "nothing was captured, or it was not copied: look at where it came from");
  return {};
}

Result<void, Error> check_kind(int descriptor, const std::string& name, std::uint64_t& size) {
  struct stat about {};
  if (::fstat(descriptor, &about) != 0) return fail(fmt::format("{}: {}", name, std::strerror(errno)));
  if (S_ISDIR(about.st_mode)) return fail(name + ": this is a directory", "name a capture file in it");
  if (S_ISREG(about.st_mode)) size = static_cast<std::uint64_t>(about.st_size);
  return {};
}

Error cannot_open(const std::string& name, int error) {
  const std::string what = fmt::format("{}: {}", name, std::strerror(error));
  if (error == ENOENT) return {what, "check the path"};
  if (error == EACCES) return {what, "you need the right to read it: chmod, or another user"};
  return {what, "check that it is a readable file"};
}

}  // namespace

Result<std::unique_ptr<Source>, Error> open_capture_file(const std::string& path, const std::string& name) {
  const bool standard_input = path == "-";
  const int descriptor =
      standard_input ? ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0) : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return tl::unexpected<Error>(cannot_open(name, errno));
  auto stream = stream_of_descriptor(descriptor);
  std::uint64_t size = 0;
  if (auto fit = check_kind(descriptor, name, size); !fit)
    return tl::unexpected<Error>(std::move(fit.error()));
  return open_capture(std::move(stream), name, size);
}

Result<std::unique_ptr<Source>, Error> open_capture(Octets octets, const std::string& name) {
  return open_capture(stream_of_memory(octets), name, octets.size());
}

Result<std::unique_ptr<Source>, Error> open_capture(std::unique_ptr<OctetStream> stream,
                                                    const std::string& name, std::uint64_t stored_octets) {
  SourceInfo info;
  info.name = name;
  info.file_octets = stored_octets;
  OctetWindow window{std::move(stream)};
  if (auto some = fill_first(window, name); !some) return tl::unexpected<Error>(std::move(some.error()));
  if (looks_like_gzip(window.ahead())) {
    info.format = "+gzip";
    window = OctetWindow{gunzip(std::move(window))};
  } else if (looks_like_zstd(window.ahead())) {
    info.format = "+zstd";
    window = OctetWindow{unzstd(std::move(window))};
  }
  if (auto some = fill_first(window, name); !some) return tl::unexpected<Error>(std::move(some.error()));
  if (looks_like_pcap(window.ahead())) return open_pcap(std::move(window), std::move(info));
  if (looks_like_pcapng(window.ahead())) return open_pcapng(std::move(window), std::move(info));
  return tl::unexpected<Error>(not_a_capture(name, window.ahead()));
}

}  // namespace plumbline::io

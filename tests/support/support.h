// What tests share: where outside files are, whether we are root, a folder that goes away again.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace plumbline::test {

/// A file of this repository, e.g. source_path("testvectors/wire/x.hex").
inline std::string source_path(std::string_view relative) {
  return std::string{PLUMBLINE_SOURCE_DIR}.append("/").append(relative);
}

/// A file that is not part of the repository (captures of others), e.g. shared_path("captures/x.pcap");
/// nothing where it is absent. See PLUMBLINE_SKIP_WITHOUT_SHARED.
inline std::optional<std::string> shared_path(std::string_view relative) {
  std::string path = std::string{PLUMBLINE_SHARED_DIR}.append("/").append(relative);
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return std::nullopt;
  return path;
}

/// Sanitizers slow a test down tenfold: those that are thorough by numbers divide these by kFewer, and look
/// at every kFewer-th octet behind the first hundred of a long message. 1 elsewhere.
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define PLUMBLINE_FEWER 6
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define PLUMBLINE_FEWER 6
#endif
#ifndef PLUMBLINE_FEWER
#define PLUMBLINE_FEWER 1
#endif
inline constexpr unsigned kFewer = PLUMBLINE_FEWER;
/// The next length to look at.
constexpr std::size_t after(std::size_t octets) { return octets + (octets < 100 ? 1 : kFewer); }

inline bool is_root() { return geteuid() == 0; }

/// All octets of a file; a failed expectation and nothing where it cannot be read.
inline std::string read_file(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  EXPECT_TRUE(file) << "cannot read " << path;
  return {std::istreambuf_iterator<char>{file}, {}};
}

/// Replaces a file by these octets.
inline void write_file(const std::string& path, std::string_view octets) {
  std::ofstream file{path, std::ios::binary | std::ios::trunc};
  file.write(octets.data(), static_cast<std::streamsize>(octets.size()));
  file.close();
  EXPECT_TRUE(file) << "cannot write " << path;
}

/// A fresh folder, removed with all in it at the end of the scope.
class TempDir {
 public:
  TempDir() {
    std::string name = (std::filesystem::temp_directory_path() / "plumbline-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) ADD_FAILURE() << "no temporary folder: " << std::strerror(errno);
    path_ = name;
  }
  ~TempDir() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;

  const std::string& path() const { return path_; }
  /// The path of `name` in the folder.
  std::string operator/(std::string_view name) const { return path_ + "/" + std::string{name}; }

 private:
  std::string path_;
};

}  // namespace plumbline::test

/// Skips the test, with the reason, where a file outside the repository is absent; else `path` holds its
/// path. Only in the body of a TEST.
#define PLUMBLINE_SKIP_WITHOUT_SHARED(path, relative)                             \
  const std::string path = ::plumbline::test::shared_path(relative).value_or(""); \
  if (path.empty()) GTEST_SKIP() << "../shared/" << (relative) << " is not there (not part of the project)"

/// Skips the test, with the reason, for ordinary users; `what` completes "needs root to ...".
#define PLUMBLINE_SKIP_WITHOUT_ROOT(what) \
  if (!::plumbline::test::is_root()) GTEST_SKIP() << "needs root to " << (what)

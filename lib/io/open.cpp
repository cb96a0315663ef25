// From a URI to a source or a port.
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "base/suggest.h"
#include "io/capture_file.h"
#include "io/dpdk_port.h"
#include "io/file_port.h"
#include "io/kernel_port.h"
#include "io/port.h"
#include "io/source.h"

namespace plumbline::io {
namespace {

constexpr std::array<std::string_view, 4> kSchemes{"file", "kernel", "dpdk", "null"};
constexpr std::string_view kSourceForms = "file:PATH or just PATH, kernel:IFACE, dpdk:DEVICE, null:";
constexpr std::string_view kPortForms = "dpdk:DEVICE, kernel:IFACE, file:PATH, null:";

/// `scheme:rest`, when the URI has the form of one.
struct Parts {
  std::string_view scheme;
  std::string_view rest;
};

std::optional<Parts> split(std::string_view uri) {
  const std::size_t colon = uri.find(':');
  if (colon == std::string_view::npos || colon == 0) return {};
  const std::string_view scheme = uri.substr(0, colon);
  const bool word = std::all_of(scheme.begin(), scheme.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
  if (!word) return {};
  return Parts{scheme, uri.substr(colon + 1)};
}

bool is_scheme(std::string_view word) {
  return std::find(kSchemes.begin(), kSchemes.end(), word) != kSchemes.end();
}

/// A file may have a name that looks like a URI ("trace-12:30.pcap").
bool file_exists(const std::string& path) {
  struct stat about {};
  return ::stat(path.c_str(), &about) == 0;
}

Error unknown_scheme(std::string_view uri, std::string_view scheme, std::string_view forms) {
  const std::string_view near = nearest_word(scheme, kSchemes);
  const std::string hint = near.empty() ? "" : fmt::format(" (did you mean `{}:`?)", near);
  return {fmt::format("{}: unknown kind `{}:`{}", uri, scheme, hint),
          fmt::format("use {}; for a file of that name write file:{}", forms, uri)};
}

Error nothing_named(std::string_view uri, std::string_view what) {
  return {fmt::format("{}: no {} is named", uri, what), fmt::format("write {}{}", uri, what)};
}

#ifndef PLUMBLINE_HAVE_DPDK
Error no_dpdk(std::string_view uri) {
  return {fmt::format("{}: this build has no DPDK", uri),
          "install the DPDK development package (Debian: libdpdk-dev), then configure with "
          "-DPLUMBLINE_DPDK=ON and build again"};
}
#endif

}  // namespace

Result<std::unique_ptr<Source>, Error> open_source(std::string_view uri) {
  if (uri.empty()) return fail("the name of a source is empty", fmt::format("use {}", kSourceForms));
  const auto parts = split(uri);
  const std::string whole{uri};
  if (!parts || (!is_scheme(parts->scheme) && file_exists(whole))) return open_capture_file(whole, whole);
  const auto [scheme, rest] = *parts;
  if (!is_scheme(scheme)) return tl::unexpected<Error>(unknown_scheme(uri, scheme, kSourceForms));
  if (scheme == "null") return open_null_source();
  if (rest.empty()) {
    const std::string_view what = scheme == "file" ? "PATH" : scheme == "kernel" ? "IFACE" : "DEVICE";
    return tl::unexpected<Error>(nothing_named(uri, what));
  }
  if (scheme == "file") return open_capture_file(std::string{rest}, whole);
  if (scheme == "kernel") return open_kernel_source(std::string{rest});
#ifdef PLUMBLINE_HAVE_DPDK
  return open_dpdk_source(rest);
#else
  return tl::unexpected<Error>(no_dpdk(uri));
#endif
}

Result<void, Error> check_port_uri(std::string_view uri) {
  if (uri.empty()) return fail("the name of a port is empty", fmt::format("use {}", kPortForms));
  const auto parts = split(uri);
  // A bare path is refused: a misspelt interface would become a file.
  if (!parts) {
    return fail(fmt::format("{}: a port needs its kind in front", uri),
                fmt::format("use {}; to write a capture file: file:{}", kPortForms, uri));
  }
  const auto [scheme, rest] = *parts;
  if (!is_scheme(scheme)) return tl::unexpected<Error>(unknown_scheme(uri, scheme, kPortForms));
  if (scheme != "null" && rest.empty()) {
    const std::string_view what = scheme == "file" ? "PATH" : scheme == "kernel" ? "IFACE" : "DEVICE";
    return tl::unexpected<Error>(nothing_named(uri, what));
  }
  return {};
}

Result<std::unique_ptr<Port>, Error> open_port(std::string_view uri) {
  if (auto checked = check_port_uri(uri); !checked) return tl::unexpected(checked.error());
  const auto [scheme, rest] = *split(uri);
  if (scheme == "null") return open_null_port();
  if (scheme == "file") return open_file_port(std::string{rest});
  if (scheme == "kernel") return open_kernel_port(std::string{rest});
#ifdef PLUMBLINE_HAVE_DPDK
  return open_dpdk_port(rest);
#else
  return tl::unexpected<Error>(no_dpdk(uri));
#endif
}

#ifndef PLUMBLINE_HAVE_DPDK
void set_dpdk_settings(const DpdkSettings&) {}
#endif

}  // namespace plumbline::io

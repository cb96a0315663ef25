// Values or errors: the one way our code says that something could not be done.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace plumbline {

/// A value, or the reason why there is none. Never thrown, always looked at.
template <class T, class E>
using Result = tl::expected<T, E>;

/// An error made for a person: what went wrong, where, and what to do next. For configuration and
/// environment; what the wire brought is described by small enumerations instead.
struct Error {
  std::string what;    ///< one sentence, with the place ("lab7.yaml:14: ...") in front where there is one
  std::string remedy;  ///< what to do next; may be empty
};

/// Shorthand: `return fail("no such file: x", "check the path")`.
inline tl::unexpected<Error> fail(std::string what, std::string remedy = {}) {
  return tl::unexpected<Error>(Error{std::move(what), std::move(remedy)});
}

}  // namespace plumbline

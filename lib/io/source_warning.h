// Adds to the warnings of a source within their limit.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "io/source.h"

namespace plumbline::io {

/// Keeps the warning, or counts it when there are SourceInfo::kMostWarnings already.
inline void add_warning(SourceInfo& info, std::uint64_t offset, std::string text) {
  if (info.warnings.size() < SourceInfo::kMostWarnings) {
    info.warnings.push_back({.offset = offset, .text = std::move(text)});
  } else {
    ++info.warnings_left_out;
  }
}

}  // namespace plumbline::io

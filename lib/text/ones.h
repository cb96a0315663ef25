// Masks in words: the numbers of the things whose bit is 1.
#pragma once

#include <string_view>

#include "text/pen.h"

namespace plumbline::text {

/// "RE 0–3, 8" of `count` things of which `is_set(i)` says whether thing i counts; "no RE" when none does.
template <class Fn>
void put_ones(Pen& out, std::string_view what, unsigned count, Fn&& is_set) {
  const auto counts = [&](unsigned i) { return i < count && is_set(i); };
  bool any = false;
  for (unsigned i = 0; i < count; ++i) {
    if (!counts(i)) continue;
    out.put(any ? std::string_view{", "} : what);
    if (!any) out.put(' ');
    any = true;
    out.number(i);
    if (!counts(i + 1)) continue;
    while (counts(i + 1)) ++i;
    out.put("–");
    out.number(i);
  }
  if (any) return;
  out.put("no ");
  out.put(what);
}

}  // namespace plumbline::text

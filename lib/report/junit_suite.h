// What the two writers of JUnit XML share: one suite with its properties and counts.
#pragma once

#include <pugixml.hpp>
#include <string>
#include <string_view>

namespace plumbline::report {

/// An attribute, its text made harmless.
void set(pugi::xml_node node, const char* name, std::string_view value);

/// A document with one suite. Carries no time and no host.
class JunitSuite {
 public:
  explicit JunitSuite(std::string_view name);

  void add_property(std::string_view name, std::string_view value);
  pugi::xml_node add_case() {
    ++tests_;
    return suite_.append_child("testcase");
  }
  /// The document; ends the suite.
  std::string finish();

  unsigned failures = 0, errors = 0, skipped = 0;  ///< cases so far

 private:
  pugi::xml_document document_;
  pugi::xml_node suite_, properties_;
  unsigned tests_ = 0;
};

}  // namespace plumbline::report

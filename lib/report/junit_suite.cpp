#include "report/junit_suite.h"

#include <sstream>

#include "report/printable.h"

namespace plumbline::report {

void set(pugi::xml_node node, const char* name, std::string_view value) {
  node.append_attribute(name).set_value(printable(value).c_str());
}

JunitSuite::JunitSuite(std::string_view name) {
  pugi::xml_node declaration = document_.append_child(pugi::node_declaration);
  declaration.append_attribute("version") = "1.0";
  declaration.append_attribute("encoding") = "UTF-8";
  suite_ = document_.append_child("testsuites").append_child("testsuite");
  set(suite_, "name", name);
  for (const char* count : {"tests", "failures", "errors", "skipped"}) suite_.append_attribute(count) = 0;
  properties_ = suite_.append_child("properties");
}

void JunitSuite::add_property(std::string_view name, std::string_view value) {
  pugi::xml_node property = properties_.append_child("property");
  set(property, "name", name);
  set(property, "value", value);
}

std::string JunitSuite::finish() {
  suite_.attribute("tests") = tests_;
  suite_.attribute("failures") = failures;
  suite_.attribute("errors") = errors;
  suite_.attribute("skipped") = skipped;
  std::ostringstream out;
  document_.save(out, " ");
  return out.str();
}

}  // namespace plumbline::report

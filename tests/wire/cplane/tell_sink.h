// What a layout tells, as text: "octet name value", and for lists "name[", "octet {", "}" and "]".
#pragma once

#include <cstdio>
#include <string>
#include <vector>

#include "wire/layout.h"

namespace plumbline::test {

struct TellSink : wire::NullLayoutSink {
  std::uint32_t base = 0;  ///< octets are told from here
  std::vector<std::string> told{};

  static std::string text_of(wire::Form form, unsigned bits, std::uint64_t value) {
    if (form == wire::Form::number) return std::to_string(value);
    if (form == wire::Form::signed_number) return std::to_string(static_cast<std::int64_t>(value));
    char text[32];
    std::snprintf(text, sizeof text, "0x%0*llx", static_cast<int>((bits + 3) / 4),
                  static_cast<unsigned long long>(value));
    return text;
  }
  void say(std::uint32_t octet, const std::string& text) {
    told.push_back(std::to_string(octet - base) + ' ' + text);
  }

  void value(std::string_view name, wire::Form form, unsigned bits, std::uint64_t value,
             std::uint32_t octet) {
    say(octet, std::string{name} + ' ' + text_of(form, bits, value));
  }
  void reserved(unsigned /*bits*/, std::uint64_t value, std::uint32_t offset, std::uint32_t octet) {
    if (value != 0) say(octet, "reserved" + std::to_string(offset) + ' ' + std::to_string(value));
  }
  void numbers(std::string_view name, const wire::Numbers& numbers, unsigned group, std::uint32_t octet) {
    std::string text = std::string{name} + " [";
    for (std::uint32_t i = 0; i < numbers.size(); ++i) {
      if (i > 0) text += ',';
      if (group > 1 && i % group == 0) text += '[';
      text += std::to_string(numbers[i]);
      if (group > 1 && i % group == group - 1) text += ']';
    }
    say(octet, text + ']');
  }
  void octets(std::string_view name, Octets octets, wire::Form form, std::uint32_t octet) {
    std::string text = form == wire::Form::bits ? " 0x" : " ";
    for (const std::uint8_t o : octets) text += text_of(wire::Form::bits, 8, o).substr(2);
    say(octet, std::string{name} + text);
  }
  void fill(std::uint64_t value, std::uint32_t octet) { say(octet, "fill " + std::to_string(value)); }
  void begin_list(std::string_view name) { told.push_back(std::string{name} + '['); }
  void end_list() { told.push_back("]"); }
  void begin_item(std::uint32_t octet) { say(octet, "{"); }
  void end_item() { told.push_back("}"); }
};

}  // namespace plumbline::test

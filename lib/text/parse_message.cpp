#include "text/parse_message.h"

#include <fmt/format.h>

#include <set>
#include <string>
#include <vector>

namespace plumbline::text {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostKeys = 256;
constexpr int kMostDepth = 32;

/// Looks at what the parser finds and has it thrown away from the first thing on that is not allowed.
class Guard {
 public:
  bool operator()(int depth, Json::parse_event_t event, const Json& value) {
    if (!why_.empty()) return false;
    switch (event) {
      case Json::parse_event_t::object_start:
      case Json::parse_event_t::array_start:
        if (depth >= kMostDepth)
          why_ = fmt::format("more than {} objects and lists in each other", kMostDepth);
        if (event == Json::parse_event_t::object_start) keys_.emplace_back();
        break;
      case Json::parse_event_t::object_end:
        keys_.pop_back();
        break;
      case Json::parse_event_t::key:
        if (!keys_.back().insert(value.get<std::string>()).second)
          why_ = "an object has a key twice";
        else if (keys_.back().size() > kMostKeys)
          why_ = fmt::format("an object has more than {} keys", kMostKeys);
        break;
      default:
        break;
    }
    return why_.empty();
  }
  const std::string& why() const { return why_; }

 private:
  std::vector<std::set<std::string>> keys_;
  std::string why_;
};

constexpr const char* kRemedy = "give one object a line, as plumbline decode --json prints";

}  // namespace

Result<Json, Error> parse_message(std::string_view text) {
  if (text.size() > kMostMessageText)
    return fail(fmt::format("a message of more than {} MiB of text", kMostMessageText >> 20), kRemedy);
  Guard guard;
  Json object;
  try {
    object = Json::parse(
        text, [&](int depth, Json::parse_event_t event, Json& value) { return guard(depth, event, value); });
  } catch (const Json::parse_error& error) {
    if (!guard.why().empty()) return fail(guard.why(), kRemedy);
    return fail(fmt::format("no JSON: column {}", error.byte), kRemedy);
  } catch (const Json::exception&) {
    return fail("no JSON: a number is too large", kRemedy);
  }
  if (!guard.why().empty()) return fail(guard.why(), kRemedy);
  if (!object.is_object()) return fail("no JSON object", kRemedy);
  return object;
}

}  // namespace plumbline::text

#include "report/json.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>

#include "record/merge.h"
#include "report/words.h"

namespace plumbline::report {
namespace {

using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using Json = nlohmann::ordered_json;

/// "VERDICT_NOT_APPLICABLE" -> "not_applicable": without what all values have in common up to an underscore.
std::string word(const EnumDescriptor& type, int number) {
  const auto* value = type.FindValueByNumber(number);
  std::string_view common = type.value(0)->name();
  for (int i = 1; i < type.value_count(); ++i) {
    const std::string& name = type.value(i)->name();
    const auto differs = std::mismatch(common.begin(), common.end(), name.begin(), name.end()).first;
    common = common.substr(0, static_cast<std::size_t>(differs - common.begin()));
  }
  std::string text = value->name().substr(common.rfind('_') + 1);
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

Json enumeration(const EnumDescriptor& type, int number) {
  return type.FindValueByNumber(number) == nullptr ? Json(number) : Json(word(type, number));
}

Json text(const FieldDescriptor& field, const std::string& value) {
  return field.type() == FieldDescriptor::TYPE_BYTES ? Json(mac(value)) : Json(value);
}

Json object(const Message& message);

/// One value of a field; `at` is the place in a repeated one, -1 in a single one.
Json value(const Message& message, const FieldDescriptor* field, int at) {
  const Reflection& r = *message.GetReflection();
  const bool one = at < 0;
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return one ? r.GetInt32(message, field) : r.GetRepeatedInt32(message, field, at);
    case FieldDescriptor::CPPTYPE_INT64:
      return one ? r.GetInt64(message, field) : r.GetRepeatedInt64(message, field, at);
    case FieldDescriptor::CPPTYPE_UINT32:
      return one ? r.GetUInt32(message, field) : r.GetRepeatedUInt32(message, field, at);
    case FieldDescriptor::CPPTYPE_UINT64:
      return one ? r.GetUInt64(message, field) : r.GetRepeatedUInt64(message, field, at);
    case FieldDescriptor::CPPTYPE_BOOL:
      return one ? r.GetBool(message, field) : r.GetRepeatedBool(message, field, at);
    case FieldDescriptor::CPPTYPE_ENUM:
      return enumeration(*field->enum_type(),
                         one ? r.GetEnumValue(message, field) : r.GetRepeatedEnumValue(message, field, at));
    case FieldDescriptor::CPPTYPE_STRING:
      return text(*field, one ? r.GetString(message, field) : r.GetRepeatedString(message, field, at));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      if (one && !r.HasField(message, field)) return nullptr;
      return object(one ? r.GetMessage(message, field) : r.GetRepeatedMessage(message, field, at));
    // A record has no floating point: it is compared octet for octet.
    case FieldDescriptor::CPPTYPE_FLOAT:
    case FieldDescriptor::CPPTYPE_DOUBLE:
      break;
  }
  return nullptr;
}

Json object(const Message& message) {
  Json json = Json::object();
  const auto& type = *message.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor* field = type.field(i);
    if (!field->is_repeated()) {
      json[field->name()] = value(message, field, -1);
      continue;
    }
    Json list = Json::array();
    const int size = message.GetReflection()->FieldSize(message, field);
    for (int at = 0; at < size; ++at) list.push_back(value(message, field, at));
    json[field->name()] = std::move(list);
  }
  return json;
}

}  // namespace

std::string render_json(const record::Record& record) {
  Json json{{"plumbline_record", kJsonVersion}};
  json["verdict"] = enumeration(*record::Verdict_descriptor(),
                                record::verdict_of(record.result(), record.provenance().strict()));
  json.update(object(record));
  return json.dump(1, ' ', true, Json::error_handler_t::replace) + "\n";
}

std::string render_json(const record::RunRecord& record) {
  Json json{{"plumbline_run", kJsonVersion}};
  json["verdict"] = enumeration(*record::Verdict_descriptor(), record::verdict_of(record.result()));
  json.update(object(record));
  return json.dump(1, ' ', true, Json::error_handler_t::replace) + "\n";
}

}  // namespace plumbline::report

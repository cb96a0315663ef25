// One object on one line, written straight into the buffer: keys are constants, values are numbers and plain
// words.
#include <array>

#include "text/describe.h"
#include "text/render.h"

namespace plumbline::text {
namespace {

constexpr std::size_t kMostKey = 32;

/// `"name":` of a field, made while compiling.
template <Field F>
struct Key {
  std::array<char, kMostKey> text{};
  std::size_t size = 0;
  consteval Key() {
    text[size++] = '"';
    for (const char c : info(F).name) text[size++] = c;
    text[size++] = '"';
    text[size++] = ':';
  }
};
template <Field F>
inline constexpr Key<F> kKey{};

constexpr std::string_view list_key(List list) {
  constexpr std::string_view kNames[] = {"\"tags\":[", "\"sections\":[", "\"extensions\":["};
  return kNames[static_cast<std::size_t>(list)];
}

constexpr std::string_view name_of(wire::Fault fault) {
  switch (fault) {
    case wire::Fault::none:
      return "none";
    case wire::Fault::truncated:
      return "truncated";
    case wire::Fault::cut:
      return "cut";
    case wire::Fault::extension_zero:
      return "extension_zero";
    case wire::Fault::measurement_zero:
      return "measurement_zero";
    case wire::Fault::unsupported_method:
      return "unsupported_method";
    case wire::Fault::prbs_unknown:
      return "prbs_unknown";
    case wire::Fault::unsupported_type:
      return "unsupported_type";
  }
  return "none";
}

/// Fields of layouts. Every member is written with a comma behind it; the closing bracket takes the last
/// comma's place.
class JsonFields final : public FieldSink {
 public:
  explicit JsonFields(Pen& out) : out_{out} {}

  void value(std::string_view name, wire::Form form, unsigned bits, std::uint64_t value,
             std::uint32_t /*octet*/) override {
    key(name);
    number(form, bits, value);
  }
  void reserved(unsigned bits, std::uint64_t value, std::uint32_t offset, std::uint32_t /*octet*/) override {
    if (value == 0) return;
    out_.put("\"reserved");
    out_.number(offset);
    out_.put("\":");
    number(wire::Form::number, bits, value);
  }
  void numbers(std::string_view name, const wire::Numbers& numbers, unsigned group,
               std::uint32_t /*octet*/) override {
    key(name);
    out_.put('[');
    for (std::uint32_t i = 0; i < numbers.size(); ++i) {
      if (group > 1 && i % group == 0) out_.put('[');
      out_.signed_number(numbers[i]);
      if (group > 1 && i % group == group - 1) out_.put(']');
      out_.put(',');
    }
    end(']');
  }
  void octets(std::string_view name, Octets octets, wire::Form form, std::uint32_t /*octet*/) override {
    key(name);
    out_.put(form == wire::Form::bits ? "\"0x" : "\"");
    out_.hex(octets, '\0');
    out_.put("\",");
  }
  void fill(std::uint64_t value, std::uint32_t octet) override {
    this->value("fill", wire::Form::number, 8, value, octet);
  }
  void begin_list(std::string_view name) override {
    key(name);
    out_.put('[');
  }
  void end_list() override { end(']'); }
  void begin_item(std::uint32_t octet) override {
    out_.put("{\"octet\":");
    out_.number(octet);
    out_.put(',');
  }
  void end_item() override { end('}'); }
  void begin_object(std::string_view name) override {
    key(name);
    out_.put('{');
  }
  void end_object() override { end('}'); }
  void fault(wire::DecodeError error) override {
    out_.put("\"fault\":\"");
    out_.put(name_of(error.fault));
    out_.put("\",\"faultOctet\":");
    out_.number(error.octet);
    out_.put(',');
  }
  void note(std::string_view text, std::uint32_t /*octet*/) override {
    out_.put("\"notes\":[\"");
    out_.put(text);
    out_.put("\"],");
  }

 private:
  /// Wider numbers are strings: not every reader of JSON keeps all their bits.
  static constexpr unsigned kMostBits = 53;

  void number(wire::Form form, unsigned bits, std::uint64_t value) {
    if (form == wire::Form::signed_number) {
      out_.signed_number(static_cast<std::int64_t>(value));
    } else if (form == wire::Form::bits || bits > kMostBits) {
      out_.put("\"0x");
      out_.hex(value, (bits + 3) / 4);
      out_.put('"');
    } else {
      out_.number(value);
    }
    out_.put(',');
  }
  void key(std::string_view name) {
    out_.put('"');
    out_.put(name);
    out_.put("\":");
  }
  void end(char bracket) {
    out_.replace_last(',', bracket);
    out_.put(',');
  }

  Pen& out_;
};

/// Written as JsonFields does.
class JsonSink : public NullSink {
 public:
  explicit JsonSink(Pen& out) : out_{out}, fields_{out} {}

  FieldSink& fields() { return fields_; }
  void head(const Packet& packet) {
    out_.put("{\"number\":");
    out_.number(packet.number);
    out_.put(",\"time\":");
    packet.stamped ? out_.seconds(packet.time_ns) : out_.put("null");
    out_.put(",\"length\":");
    out_.number(packet.on_wire);
    out_.put(",\"captured\":");
    out_.number(packet.octets.size());
    out_.put(',');
  }
  void tail() {
    if (note_count_ > 0) {
      out_.put("\"notes\":[");
      for (std::size_t i = 0; i < note_count_; ++i) {
        out_.put('"');
        out_.put(notes_[i]);
        out_.put("\",");
      }
      end_list<List::tags>();
    }
    out_.replace_last(',', '}');
    out_.put('\n');
  }

  template <Field F>
  void value(std::int64_t value, std::uint32_t octet) {
    if constexpr (F == Field::compression) {
      words<F>(method_name(static_cast<std::uint8_t>(value & 15)), octet,
               wire::width_of(static_cast<std::uint8_t>(value)));
    } else {
      key<F>();
      constexpr Form kForm = info(F).form;
      if constexpr (kForm == Form::decimal) {
        out_.signed_number(value);
      } else {
        constexpr unsigned kDigits = kForm == Form::hex2 ? 2 : kForm == Form::hex3 ? 3 : 4;
        out_.put("\"0x");
        out_.hex(static_cast<std::uint64_t>(value), kDigits);
        out_.put('"');
      }
      out_.put(',');
    }
  }
  template <Field F>
  void words(std::string_view text, std::uint32_t /*octet*/, unsigned number = 0) {
    key<F>();
    out_.put('"');
    out_.put(text);
    if (number != 0) out_.number(number);
    out_.put("\",");
  }
  template <Field F>
  void octets(Octets octets, char between, std::uint32_t /*octet*/) {
    key<F>();
    out_.put('"');
    out_.hex(octets, between);
    out_.put("\",");
  }
  template <List L>
  void begin_list() {
    out_.put(list_key(L));
  }
  template <List L>
  void end_list() {
    out_.replace_last(',', ']');
    out_.put(',');
  }
  template <List L>
  void begin_item(std::uint32_t octet) {
    out_.put("{\"octet\":");
    out_.number(octet);
    out_.put(',');
  }
  template <List L>
  void end_item() {
    out_.replace_last(',', '}');
    out_.put(',');
  }
  void fault(wire::DecodeError error, std::string_view of) {
    fields_.fault(error);
    out_.put("\"faultIn\":\"");
    out_.put(of);
    out_.put("\",");
  }
  /// A message has at most three; they are told at the end.
  void note(std::string_view text) {
    if (note_count_ < notes_.size()) notes_[note_count_++] = text;
  }

 private:
  template <Field F>
  void key() {
    out_.put(std::string_view{kKey<F>.text.data(), kKey<F>.size});
  }

  Pen& out_;
  JsonFields fields_;
  std::array<std::string_view, 4> notes_{};
  std::size_t note_count_ = 0;
};

}  // namespace

void write_json(Buffer& buffer, const Message& message, const Context& context) {
  Pen out{buffer};
  JsonSink sink{out};
  sink.head(*message.packet);
  describe(message, context, sink);
  sink.tail();
}

}  // namespace plumbline::text

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
    case wire::Fault::unsupported_method:
      return "unsupported_method";
    case wire::Fault::prbs_unknown:
      return "prbs_unknown";
    case wire::Fault::unsupported_type:
      return "unsupported_type";
  }
  return "none";
}

/// Every member is written with a comma behind it; the closing bracket takes the last comma's place.
class JsonSink : public NullSink {
 public:
  explicit JsonSink(Pen& out) : out_{out} {}

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
    out_.put("\"fault\":\"");
    out_.put(name_of(error.fault));
    out_.put("\",\"faultOctet\":");
    out_.number(error.octet);
    out_.put(",\"faultIn\":\"");
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

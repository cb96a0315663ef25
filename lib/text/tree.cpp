// The line, and under it every field with its place and its meaning.
#include "text/describe.h"
#include "text/line.h"
#include "text/render.h"

namespace plumbline::text {
namespace {

constexpr std::size_t kNameColumns = 24, kValueColumns = 10;

class TreeSink : public NullSink {
 public:
  explicit TreeSink(Pen& out) : out_{out} {}

  void title(std::string_view text, std::uint32_t octet) {
    depth_ = 0;
    place(octet);
    out_.put(text);
    out_.put('\n');
    depth_ = 1;
  }
  template <Field F>
  void value(std::int64_t value, std::uint32_t octet) {
    constexpr const FieldInfo& kInfo = info(F);
    [[maybe_unused]] const std::size_t from = name<F>(octet);
    if constexpr (F == Field::compression) {
      out_.put(method_name(wire::method_of(static_cast<std::uint8_t>(value))));
      out_.number(wire::width_of(static_cast<std::uint8_t>(value)));
    } else if constexpr (kInfo.form == Form::decimal) {
      out_.signed_number(value);
    } else {
      out_.put("0x");
      out_.hex(static_cast<std::uint64_t>(value), kInfo.form == Form::hex2   ? 2
                                                  : kInfo.form == Form::hex3 ? 3
                                                                             : 4);
    }
    if constexpr (kInfo.meaning != nullptr) {
      const std::size_t before = out_.at();
      out_.pad_to(from, kNameColumns + kValueColumns);
      const std::size_t padded = out_.at();
      kInfo.meaning(out_, value);
      if (out_.at() == padded) out_.back_to(before);
    }
    out_.put('\n');
  }
  template <Field F>
  void words(std::string_view text, std::uint32_t octet) {
    name<F>(octet);
    out_.put(text.empty() ? "reserved" : text);
    out_.put('\n');
  }
  template <Field F>
  void octets(Octets octets, char between, std::uint32_t octet) {
    name<F>(octet);
    out_.hex(octets, between == 0 ? ' ' : between);
    out_.put('\n');
  }
  template <List L>
  void begin_item(std::uint32_t octet) {
    place(octet);
    constexpr std::string_view kNames[] = {"tag", "section", "extension"};
    out_.put(kNames[static_cast<std::size_t>(L)]);
    out_.put('\n');
    ++depth_;
  }
  template <List L>
  void end_item() {
    --depth_;
  }
  void fault(wire::DecodeError error, std::string_view) {
    depth_ = 0;
    place(error.octet);
    out_.put("FAULT, see the line\n");
  }

 private:
  void place(std::uint32_t octet) {
    out_.number(octet, 10);
    out_.put("  ");
    for (unsigned i = 0; i < depth_; ++i) out_.put("  ");
  }
  template <Field F>
  std::size_t name(std::uint32_t octet) {
    place(octet);
    const std::size_t from = out_.at();
    out_.put(info(F).name);
    out_.pad_to(from, kNameColumns);
    return from;
  }

  Pen& out_;
  unsigned depth_ = 0;
};

}  // namespace

void write_tree(Buffer& buffer, const Message& message, const Context& context) {
  write_line(buffer, message, context);
  Pen out{buffer};
  TreeSink sink{out};
  describe(message, context, sink);
}

}  // namespace plumbline::text

// The line, and under it every field with its place and its meaning.
#include <array>

#include "text/describe.h"
#include "text/line.h"
#include "text/render.h"

namespace plumbline::text {
namespace {

constexpr std::size_t kNameColumns = 24, kValueColumns = 10;

/// The lines of a tree: octet, name by depth, value, meaning.
class TreeLines {
 public:
  explicit TreeLines(Pen& out) : out_{out} {}

  void place(std::uint32_t octet) {
    out_.number(octet, 10);
    out_.put("  ");
    for (unsigned i = 0; i < depth; ++i) out_.put("  ");
  }
  /// Where the name begins, for meaning().
  std::size_t name(std::string_view name, std::uint32_t octet) {
    place(octet);
    const std::size_t from = out_.at();
    out_.put(name);
    pad(from);
    return from;
  }
  void pad(std::size_t from) {
    out_.put(' ');
    out_.pad_to(from, kNameColumns);
  }
  /// Behind the value: what `fn` writes of its meaning, if anything; and the end of the line.
  template <class Fn>
  void meaning(std::size_t from, Fn&& fn) {
    const std::size_t before = out_.at();
    out_.put(' ');
    out_.pad_to(from, kNameColumns + kValueColumns);
    const std::size_t padded = out_.at();
    fn();
    if (out_.at() == padded) out_.back_to(before);
    out_.put('\n');
  }

  unsigned depth = 0;

 private:
  Pen& out_;
};

/// Fields of layouts.
class TreeFields final : public FieldSink {
 public:
  TreeFields(Pen& out, TreeLines& lines) : out_{out}, lines_{lines} {}

  void value(std::string_view name, wire::Form form, unsigned bits, std::uint64_t value,
             std::uint32_t octet) override {
    const std::size_t from = lines_.name(name, octet);
    if (form == wire::Form::bits) {
      out_.put("0x");
      out_.hex(value, (bits + 3) / 4);
    } else if (form == wire::Form::signed_number) {
      out_.signed_number(static_cast<std::int64_t>(value));
    } else {
      out_.number(value);
    }
    lines_.meaning(from, [&] { put_meaning(out_, name, static_cast<std::int64_t>(value)); });
  }
  void reserved(unsigned /*bits*/, std::uint64_t value, std::uint32_t offset, std::uint32_t octet) override {
    if (value == 0) return;
    lines_.place(octet);
    const std::size_t from = out_.at();
    out_.put("reserved");
    out_.number(offset);
    lines_.pad(from);
    out_.number(value);
    out_.put('\n');
  }
  void numbers(std::string_view name, const wire::Numbers& numbers, unsigned group,
               std::uint32_t octet) override {
    const std::uint32_t a_line = group > 1 ? kPairsALine * group : ~0u;
    lines_.name(name, octet);
    for (std::uint32_t i = 0; i < numbers.size(); ++i) {
      if (i > 0 && i % a_line == 0) {
        out_.put('\n');
        out_.pad_to(out_.at(), 12 + 2 * lines_.depth + kNameColumns);
      } else if (i > 0) {
        out_.put(group > 1 && i % group != 0 ? ", " : " ");
      }
      if (group > 1 && i % group == 0) out_.put('(');
      out_.signed_number(numbers[i]);
      if (group > 1 && i % group == group - 1) out_.put(')');
    }
    out_.put(numbers.size() == 0 ? "none\n" : "\n");
  }
  void octets(std::string_view name, Octets octets, wire::Form form, std::uint32_t octet) override {
    lines_.name(name, octet);
    if (form == wire::Form::bits) out_.put("0x");
    out_.hex(octets, form == wire::Form::bits ? '\0' : ' ');
    out_.put('\n');
  }
  void fill(std::uint64_t value, std::uint32_t octet) override {
    this->value("fill", wire::Form::number, 8, value, octet);
  }
  void begin_list(std::string_view name) override {
    if (lists_ < kDeepest) open_[lists_] = {name, 0};
    ++lists_;
  }
  void end_list() override { --lists_; }
  /// "bundle[0]": the name of the list without its last letter, and which one it is.
  void begin_item(std::uint32_t octet) override {
    lines_.place(octet);
    if (lists_ - 1 < kDeepest) {
      OpenList& list = open_[lists_ - 1];
      out_.put(list.name == "entries" ? "entry" : list.name.substr(0, list.name.size() - 1));
      out_.put('[');
      out_.number(list.items++);
      out_.put(']');
    }
    out_.put('\n');
    ++lines_.depth;
  }
  void end_item() override { --lines_.depth; }
  void begin_object(std::string_view name) override {
    out_.pad_to(out_.at(), 12 + 2 * lines_.depth);
    out_.put(name);
    out_.put('\n');
    ++lines_.depth;
  }
  void end_object() override { --lines_.depth; }
  void fault(wire::DecodeError error) override {
    lines_.place(error.octet);
    out_.put("FAULT truncated: what should stand here does not fit\n");
  }
  void note(std::string_view text, std::uint32_t octet) override {
    lines_.place(octet);
    out_.put("not told: ");
    out_.put(text);
    out_.put('\n');
  }

 private:
  static constexpr std::uint32_t kPairsALine = 6;
  static constexpr std::size_t kDeepest = 4;  ///< lists in lists; the standard has two
  struct OpenList {
    std::string_view name;
    std::uint32_t items = 0;
  };

  Pen& out_;
  TreeLines& lines_;
  std::array<OpenList, kDeepest> open_;
  std::size_t lists_ = 0;
};

class TreeSink : public NullSink {
 public:
  explicit TreeSink(Pen& out) : out_{out}, lines_{out}, fields_{out, lines_} {}

  FieldSink& fields() { return fields_; }
  void title(std::string_view text, std::uint32_t octet) {
    lines_.depth = 0;
    lines_.place(octet);
    out_.put(text);
    out_.put('\n');
    lines_.depth = 1;
  }
  template <Field F>
  void value(std::int64_t value, std::uint32_t octet) {
    constexpr const FieldInfo& kInfo = info(F);
    const std::size_t from = lines_.name(kInfo.name, octet);
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
    lines_.meaning(from, [&] {
      if constexpr (kInfo.meaning != nullptr) kInfo.meaning(out_, value);
    });
  }
  template <Field F>
  void words(std::string_view text, std::uint32_t octet) {
    lines_.name(info(F).name, octet);
    out_.put(text.empty() ? "reserved" : text);
    out_.put('\n');
  }
  template <Field F>
  void octets(Octets octets, char between, std::uint32_t octet) {
    lines_.name(info(F).name, octet);
    out_.hex(octets, between == 0 ? ' ' : between);
    out_.put('\n');
  }
  template <List L>
  void begin_item(std::uint32_t octet) {
    lines_.place(octet);
    constexpr std::string_view kNames[] = {"tag", "section", "extension"};
    out_.put(kNames[static_cast<std::size_t>(L)]);
    out_.put('\n');
    ++lines_.depth;
  }
  template <List L>
  void end_item() {
    --lines_.depth;
  }
  void fault(wire::DecodeError error, std::string_view) {
    lines_.depth = 0;
    lines_.place(error.octet);
    out_.put("FAULT, see the line\n");
  }

 private:
  Pen& out_;
  TreeLines lines_;
  TreeFields fields_;
};

}  // namespace

void write_tree(Buffer& buffer, const Message& message, const Context& context) {
  write_line(buffer, message, context);
  Pen out{buffer};
  TreeSink sink{out};
  describe(message, context, sink);
}

}  // namespace plumbline::text

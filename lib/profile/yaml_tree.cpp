#include "profile/yaml_tree.h"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <optional>
#include <sstream>
#include <utility>

namespace plumbline::profile {
namespace {

/// Length of the UTF-8 sequence at `at` (RFC 3629: shortest forms, no surrogates), or 0.
std::size_t utf8_length(std::string_view text, std::size_t at) {
  const auto octet = [&](std::size_t i) { return static_cast<std::uint8_t>(text[at + i]); };
  const std::uint8_t first = octet(0);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() - at < length) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((octet(i) & 0xC0) != 0x80) return 0;
  const bool overlong = (first == 0xE0 && octet(1) < 0xA0) || (first == 0xF0 && octet(1) < 0x90);
  const bool beyond = (first == 0xED && octet(1) > 0x9F) || (first == 0xF4 && octet(1) > 0x8F);
  return overlong || beyond ? 0 : length;
}

unsigned line_of(const YAML::Mark& mark) {
  return mark.is_null() ? 1u : static_cast<unsigned>(mark.line + 1);
}

unsigned lines_of(std::string_view text) {
  const auto ends = std::count(text.begin(), text.end(), '\n');
  return static_cast<unsigned>(ends) + (text.ends_with('\n') ? 0u : 1u);
}

/// The usual cause of what the parser says.
std::string_view hint(std::string_view message) {
  if (message == YAML::ErrorMsg::EOF_IN_SCALAR) return " (a quote is not closed, perhaps far above)";
  if (message == YAML::ErrorMsg::END_OF_SEQ_FLOW) return " (a `[` is not closed)";
  if (message == YAML::ErrorMsg::END_OF_MAP_FLOW) return " (a `{` is not closed)";
  if (message == YAML::ErrorMsg::END_OF_MAP) return " (lines of one group start in the same column)";
  if (message == YAML::ErrorMsg::MAP_VALUE)
    return " (a line indented too far, or text with a colon that needs quotes)";
  return {};
}

/// What the parser would swallow or misread without a word: it ends a file silently at some control
/// characters.
std::optional<YamlFault> scan(std::string_view text) {
  if (text.size() > kYamlOctets)
    return YamlFault{1, fmt::format("longer than {} octets (is this the right file?)", kYamlOctets)};
  unsigned line = 1;
  bool indenting = true;
  for (std::size_t at = 0; at < text.size();) {
    const auto octet = static_cast<std::uint8_t>(text[at]);
    if (octet == '\r' && (at + 1 == text.size() || text[at + 1] != '\n'))
      return YamlFault{line, "a carriage return in the line (save the file with LF or CR LF line ends)"};
    const bool blank = octet == '\t' || octet == '\n' || octet == '\r';
    if ((octet < 0x20 && !blank) || octet == 0x7F)
      return YamlFault{line, fmt::format("control character 0x{:02x} (save the file as UTF-8 text)", octet)};
    if (octet == '\t' && indenting)
      return YamlFault{line, "a tab at the start of the line (YAML indents with spaces only)"};
    const std::size_t length = utf8_length(text, at);
    if (length == 0) return YamlFault{line, "not UTF-8 text (save the file as UTF-8)"};
    indenting = octet == '\n' || (indenting && octet == ' ');
    line += octet == '\n' ? 1 : 0;
    at += length;
  }
  return std::nullopt;
}

/// Builds the tree from the parser's events. Once something is refused, the rest is let pass by.
class Builder : public YAML::EventHandler {
 public:
  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ == 2)
      refuse(mark, "a second document starts here (one link a file; remove the `---` or `...` line)");
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    check(mark, {}, anchor);
    add(mark, {});
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { refuse(mark, kNoAnchors); }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    check(mark, tag, anchor);
    YamlNode node;
    node.kind = YamlNode::Kind::scalar;
    node.quoted = tag == "!";
    node.text = value;
    add(mark, std::move(node));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    check(mark, tag, anchor);
    open(mark, YamlNode::Kind::list);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    check(mark, tag, anchor);
    open(mark, YamlNode::Kind::map);
  }
  void OnMapEnd() override { close(); }

  unsigned documents() const { return documents_; }
  const std::optional<YamlFault>& fault() const { return fault_; }
  YamlNode take() { return std::move(root_); }

 private:
  static constexpr const char* kNoAnchors = "anchors and aliases are not used here (write the value out)";

  struct Open {
    YamlNode node;
    std::optional<YamlNode> key;  ///< a map's key that waits for its value
  };

  void refuse(const YAML::Mark& mark, std::string what) {
    if (!fault_) fault_ = YamlFault{line_of(mark), std::move(what)};
  }

  void check(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    if (anchor != 0) refuse(mark, kNoAnchors);
    // "?" and "!" are what the parser says of plain and quoted values that carry no tag.
    if (!tag.empty() && tag != "?" && tag != "!") refuse(mark, "tags are not used here (remove the `!...`)");
  }

  void open(const YAML::Mark& mark, YamlNode::Kind kind) {
    if (++nodes_ > kYamlNodes) refuse(mark, fmt::format("more than {} values", kYamlNodes));
    if (open_.size() == kYamlDepth) refuse(mark, fmt::format("nested deeper than {} levels", kYamlDepth));
    if (fault_) return;
    open_.push_back({});
    open_.back().node.kind = kind;
    open_.back().node.line = line_of(mark);
  }

  void close() {
    if (fault_) return;
    YamlNode node = std::move(open_.back().node);
    open_.pop_back();
    place(std::move(node));
  }

  void add(const YAML::Mark& mark, YamlNode node) {
    if (++nodes_ > kYamlNodes) refuse(mark, fmt::format("more than {} values", kYamlNodes));
    if (fault_) return;
    node.line = line_of(mark);
    place(std::move(node));
  }

  void place(YamlNode node) {
    if (open_.empty()) {
      root_ = std::move(node);
      return;
    }
    Open& parent = open_.back();
    if (parent.node.kind == YamlNode::Kind::map) {
      if (!parent.key) {
        if (node.kind != YamlNode::Kind::scalar)
          fault_ = YamlFault{node.line, "a key that is not a word (write `key: value`)"};
        parent.key = std::move(node);
        return;
      }
      node.key = std::move(parent.key->text);
      node.line = parent.key->line;
      parent.key.reset();
    }
    parent.node.items.push_back(std::move(node));
  }

  std::vector<Open> open_;
  YamlNode root_;
  std::optional<YamlFault> fault_;
  unsigned documents_ = 0;
  std::size_t nodes_ = 0;
};

}  // namespace

Result<YamlNode, YamlFault> parse_yaml(std::string_view text) {
  if (auto fault = scan(text)) return tl::unexpected{*std::move(fault)};
  Builder builder;
  // The parser throws, and bounds its own recursion; nothing it throws leaves this function.
  try {
    // The comment at the end makes a quote that is still open an error; without it the parser would take the
    // rest of the file for the text.
    std::istringstream stream{std::string{text} + (text.ends_with('\n') ? "#" : "\n#")};
    YAML::Parser parser{stream};
    while (!builder.fault() && parser.HandleNextDocument(builder)) {
    }
  } catch (const YAML::Exception& e) {
    if (!builder.fault())
      return tl::unexpected{YamlFault{std::min(line_of(e.mark), lines_of(text)),
                                      fmt::format("not YAML: {}{}", e.msg, hint(e.msg))}};
  } catch (const std::exception& e) {
    if (!builder.fault()) return tl::unexpected{YamlFault{1, fmt::format("not YAML: {}", e.what())}};
  }
  if (builder.fault()) return tl::unexpected{*builder.fault()};
  YamlNode root = builder.take();
  if (builder.documents() == 0 || root.kind == YamlNode::Kind::nothing) root.kind = YamlNode::Kind::map;
  if (root.line == 0) root.line = 1;
  return root;
}

}  // namespace plumbline::profile

#include "report/page.h"

#include <algorithm>

namespace plumbline::report {

void Lines::gap() {
  if (!text_.empty() && !text_.ends_with("\n\n")) text_ += '\n';
}

void Lines::spread(std::string_view left, std::string_view right, std::size_t lead, Ink ink) {
  const std::size_t used = columns(left) + columns(right);
  const std::size_t between = used + 2 < width() ? width() - used : 2;
  line(fmt::format("{}{}{}{}", paint(ink, left.substr(0, lead)), left.substr(lead), std::string(between, ' '),
                   right));
}

void Lines::paragraph(std::string_view text, std::size_t indent, std::string_view first) {
  std::string lead = pad_right(std::string{first}, indent);
  for (const std::string& one : wrap(text, std::max<std::size_t>(width() - indent, 40))) {
    line(lead + one);
    lead.assign(indent, ' ');
  }
}

std::size_t Lines::fits(std::size_t all, std::size_t most) const {
  return options.verbose ? all : std::min(all, most);
}

void Lines::rest(std::size_t all, std::size_t shown, std::size_t indent) {
  if (all > shown)
    line(fmt::format("{}and {} more (-v shows all)", std::string(indent, ' '), grouped(all - shown)));
}

std::string Lines::take() && {
  if (text_.ends_with("\n\n")) text_.pop_back();
  return std::move(text_);
}

std::string Lines::paint(Ink ink, std::string_view text) const {
  if (!options.colour || ink == Ink::plain) return std::string{text};
  const auto code = [&] {
    switch (ink) {
      case Ink::good:
        return "1;32";
      case Ink::bad:
        return "1;31";
      case Ink::warn:
        return "33";
      case Ink::note:
        return "36";
      case Ink::faint:
        return "2";
      default:
        return "1";
    }
  }();
  return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}

}  // namespace plumbline::report

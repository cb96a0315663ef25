// Lines of a report under construction; used by the parts of terminal.h and run_text.h only.
#pragma once

#include <fmt/format.h>

#include <cstddef>
#include <string>
#include <string_view>

#include "report/printable.h"
#include "report/terminal.h"
#include "report/words.h"

namespace plumbline::report {

/// What a piece of text is, for its colour.
enum class Ink { plain, good, bad, warn, note, faint, strong };

/// The lines so far.
class Lines {
 public:
  explicit Lines(const RenderOptions& wanted) : options{wanted} {}

  void line(std::string_view text) { (text_ += text) += '\n'; }
  /// One empty line, unless there is one or nothing yet.
  void gap();
  /// `left`, and `right` flush with the right edge (two spaces on when there is no room). `lead` octets of
  /// `left` have the colour.
  void spread(std::string_view left, std::string_view right, std::size_t lead, Ink ink);
  /// `text` broken at spaces to the width, behind `indent` spaces; `first` stands in the indent of the first
  /// line.
  void paragraph(std::string_view text, std::size_t indent, std::string_view first = {});
  /// How many of `all` are shown when `most` fit on one screen.
  std::size_t fits(std::size_t all, std::size_t most) const;
  /// "and 7 more (-v shows all)" behind `indent` spaces, when something was left out.
  void rest(std::size_t all, std::size_t shown, std::size_t indent);
  std::string paint(Ink ink, std::string_view text) const;
  /// The text, which ends with its last line.
  std::string take() &&;

  const RenderOptions& options;

 private:
  std::size_t width() const { return options.width < 60 ? 60 : options.width; }
  std::string text_;
};

/// The report of a check.
class Page : public Lines {
 public:
  Page(const record::Record& shown, const RenderOptions& wanted)
      : Lines{wanted}, record{shown}, stamps{stamp_format(shown)} {}

  const record::Record& record;
  const StampFormat stamps;
};

// The parts, in their order on the page.
void write_rules(Page& page);          ///< verdict, fails with evidence, warnings, notes, inconclusive
void write_link(Page& page);           ///< arrival against the windows, sequence, what was seen
void write_not_evaluated(Page& page);  ///< rules by what they lack

}  // namespace plumbline::report

// Charts as SVG: a frame with axes, and what is drawn into it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace plumbline::app {

/// An SVG file in the making; lengths are pixels, y grows downwards.
class Svg {
 public:
  Svg(double width, double height);

  enum class Anchor { start, middle, end };
  struct Font {
    double size = 14;
    std::string_view colour = "#222";
    Anchor anchor = Anchor::start;
    bool bold = false;
    bool upwards = false;  ///< turned by a quarter, read from below
  };
  void text(double x, double y, std::string_view words, const Font& font);
  void line(double x1, double y1, double x2, double y2, std::string_view colour, double width = 1);
  void rect(double x, double y, double width, double height, std::string_view fill);
  /// `d` as SVG has it; `style`: further attributes.
  void path(std::string_view d, std::string_view style);
  /// The whole file.
  std::string finish() const;

 private:
  std::string text_;
};

struct Axis {
  double low = 0, high = 1;
  std::string label;
  struct Tick {
    double at = 0;
    std::string words;
  };
  std::vector<Tick> ticks;
};
/// About `count` ticks at round numbers (1, 2, 5 x 10^n) from `low` to `high`.
std::vector<Axis::Tick> round_ticks(double low, double high, unsigned count);

/// Where the axes are, and what is at which pixel.
struct ChartFrame {
  double left = 84, top = 76, right = 0, bottom = 0;
  Axis x, y;
  double at_x(double value) const { return left + (value - x.low) / (x.high - x.low) * (right - left); }
  double at_y(double value) const { return bottom - (value - y.low) / (y.high - y.low) * (bottom - top); }
};
/// What a chart is, what there is to say of it, and where its data comes from.
struct ChartWords {
  std::string_view title, subtitle, source;
};
/// Words and grid lines; draw the content behind it, then axes().
void draw_frame(Svg& svg, const ChartFrame& frame, const ChartWords& words, bool grid = true);
/// Border, ticks, labels: on top of the content.
void draw_axes(Svg& svg, const ChartFrame& frame);

/// A colour of a scale from dark blue over green to yellow, 0 .. 1.
std::string scale_colour(double at);

}  // namespace plumbline::app

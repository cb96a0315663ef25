#include "plumbline/svg.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace plumbline::app {
namespace {

constexpr std::string_view kInk = "#222", kSoft = "#555", kGridLine = "#e3e6ea";

std::string escaped(std::string_view words) {
  std::string out;
  for (const char c : words) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else
      out += c;
  }
  return out;
}

}  // namespace

Svg::Svg(double width, double height)
    : text_{
          fmt::format(R"(<svg xmlns="http://www.w3.org/2000/svg" width="{0:g}" height="{1:g}" )"
                      R"(viewBox="0 0 {0:g} {1:g}" font-family="DejaVu Sans, Arial, Helvetica, sans-serif">)"
                      "\n",
                      width, height)} {
  rect(0, 0, width, height, "#fff");
}

void Svg::text(double x, double y, std::string_view words, const Font& font) {
  constexpr std::array<std::string_view, 3> kAnchors{"start", "middle", "end"};
  text_ += fmt::format(
      R"(<text x="{0:.1f}" y="{1:.1f}" font-size="{2:g}" fill="{3}" text-anchor="{4}"{5}{6}>{7}</text>)"
      "\n",
      x, y, font.size, font.colour, kAnchors[static_cast<std::size_t>(font.anchor)],
      font.bold ? R"( font-weight="bold")" : "",
      font.upwards ? fmt::format(R"x( transform="rotate(-90 {:.1f} {:.1f})")x", x, y) : "", escaped(words));
}

void Svg::line(double x1, double y1, double x2, double y2, std::string_view colour, double width) {
  text_ +=
      fmt::format(R"(<line x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}" stroke="{}" stroke-width="{:g}"/>)"
                  "\n",
                  x1, y1, x2, y2, colour, width);
}

void Svg::rect(double x, double y, double width, double height, std::string_view fill) {
  text_ += fmt::format(R"(<rect x="{:.2f}" y="{:.2f}" width="{:.2f}" height="{:.2f}" fill="{}"/>)"
                       "\n",
                       x, y, width, height, fill);
}

void Svg::path(std::string_view d, std::string_view style) {
  text_ += fmt::format("<path d=\"{}\" {}/>\n", d, style);
}

std::string Svg::finish() const { return text_ + "</svg>\n"; }

std::vector<Axis::Tick> round_ticks(double low, double high, unsigned count) {
  const double rough = (high - low) / std::max(1u, count),
               power = std::pow(10, std::floor(std::log10(rough)));
  double step = 10 * power;
  for (const double factor : {1.0, 2.0, 5.0})
    if (factor * power >= rough * 0.999) {
      step = factor * power;
      break;
    }
  std::vector<Axis::Tick> ticks;
  const int digits = std::max(0, -static_cast<int>(std::floor(std::log10(step) + 1e-9)));
  for (double n = std::ceil(low / step - 1e-9); n * step <= high + 1e-9 * step; ++n)
    ticks.push_back({n * step, fmt::format("{:.{}f}", n == 0 ? 0 : n * step, digits)});
  return ticks;
}

void draw_frame(Svg& svg, const ChartFrame& frame, const ChartWords& words, bool grid) {
  svg.text(frame.left, 32, words.title, {.size = 19, .colour = kInk, .bold = true});
  svg.text(frame.left, 55, words.subtitle, {.size = 13.5, .colour = kSoft});
  svg.text(frame.right, frame.bottom + 66, words.source,
           {.size = 11, .colour = kSoft, .anchor = Svg::Anchor::end});
  if (!grid) return;
  for (const Axis::Tick& tick : frame.x.ticks)
    svg.line(frame.at_x(tick.at), frame.top, frame.at_x(tick.at), frame.bottom, kGridLine);
  for (const Axis::Tick& tick : frame.y.ticks)
    svg.line(frame.left, frame.at_y(tick.at), frame.right, frame.at_y(tick.at), kGridLine);
}

void draw_axes(Svg& svg, const ChartFrame& frame) {
  svg.path(fmt::format("M{:.1f} {:.1f}H{:.1f}V{:.1f}H{:.1f}z", frame.left, frame.top, frame.right,
                       frame.bottom, frame.left),
           R"(fill="none" stroke="#444")");
  for (const Axis::Tick& tick : frame.x.ticks) {
    svg.line(frame.at_x(tick.at), frame.bottom, frame.at_x(tick.at), frame.bottom + 5, "#444");
    svg.text(frame.at_x(tick.at), frame.bottom + 21, tick.words,
             {.size = 13, .colour = kInk, .anchor = Svg::Anchor::middle});
  }
  for (const Axis::Tick& tick : frame.y.ticks) {
    svg.line(frame.left - 5, frame.at_y(tick.at), frame.left, frame.at_y(tick.at), "#444");
    svg.text(frame.left - 9, frame.at_y(tick.at) + 4.5, tick.words,
             {.size = 13, .colour = kInk, .anchor = Svg::Anchor::end});
  }
  svg.text((frame.left + frame.right) / 2, frame.bottom + 46, frame.x.label,
           {.size = 14, .colour = kInk, .anchor = Svg::Anchor::middle});
  svg.text(frame.left - 58, (frame.top + frame.bottom) / 2, frame.y.label,
           {.size = 14, .colour = kInk, .anchor = Svg::Anchor::middle, .upwards = true});
}

std::string scale_colour(double at) {
  // Grows in lightness all the way, so that it is read the same in grey.
  constexpr std::array<std::array<double, 3>, 6> kStops{
      {{40, 20, 90}, {50, 70, 150}, {30, 125, 150}, {50, 175, 120}, {150, 212, 70}, {250, 230, 60}}};
  const double place = std::clamp(at, 0.0, 1.0) * (kStops.size() - 1);
  const std::size_t low = std::min<std::size_t>(static_cast<std::size_t>(place), kStops.size() - 2);
  const double part = place - static_cast<double>(low);
  std::array<int, 3> rgb{};
  for (std::size_t i = 0; i < 3; ++i)
    rgb[i] = static_cast<int>(std::lround(kStops[low][i] * (1 - part) + kStops[low + 1][i] * part));
  return fmt::format("#{:02x}{:02x}{:02x}", rgb[0], rgb[1], rgb[2]);
}

}  // namespace plumbline::app

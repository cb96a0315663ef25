#include "emulator/asked.h"

#include <algorithm>
#include <bit>

#include "wire/cplane/extensions.h"
#include "wire/cplane/prb_runs.h"

namespace plumbline::emulator {
namespace {

using wire::Extension13;

/// Takes the hops of an SE 13.
struct HopSink : wire::NullLayoutSink {
  explicit HopSink(std::vector<Extension13::Hop>& list) : hops{&list} { list.clear(); }
  void item(const Extension13::Hop& hop) { hops->push_back(hop); }
  std::vector<Extension13::Hop>* hops;
};

constexpr std::uint16_t u16(unsigned value) { return static_cast<std::uint16_t>(value); }

}  // namespace

void AskedReader::begin(const wire::CplaneHeader& header, radio::Eaxc eaxc, const Grid& grid,
                        const std::vector<Asked>& asked) {
  eaxc_ = eaxc;
  grid_ = grid;
  symbol_ = header.start.symbol;
  num_symbol_ = 1;
  has_uplane_ = header.section_type != 0;
  begin_ = asked.size();
  earlier_.clear();
}

/// The current symbol: a step is as wide as the section before (CUS v17.01 7.5.3.3).
void AskedReader::step(const wire::Section& section) {
  if (section.sym_inc) symbol_ += num_symbol_;
  num_symbol_ = section.num_symbol;
}

bool AskedReader::read_extensions(const wire::Section& section, Shape& shape) {
  hops_.clear();
  if (section.extensions.length == 0) return true;
  const wire::CplaneParameters parameters;
  const wire::SectionContext context{.parameters = parameters, .section = section};
  const auto whole = [](wire::LayoutEnd end) { return end == wire::LayoutEnd::complete; };
  wire::ExtensionWalk walk{section.extensions};
  wire::Extension extension;
  while (walk.next(extension)) {
    if (extension.type == wire::Extension6::kType) {
      wire::Extension6 body;
      if (!whole(wire::decode_extension_body(extension, context, body))) return false;
      shape.masked = true;
      shape.symbol_mask = body.symbol_mask;
      shape.groups = body;
    } else if (extension.type == wire::Extension10::kType) {
      wire::Extension10 body;
      if (!whole(wire::decode_extension_body(extension, context, body))) return false;
      // Type 3 picks from a list that the M-plane gives.
      if (body.beam_group_type < 3) shape.ports = body.ports_named();
    } else if (extension.type == wire::Extension12::kType) {
      wire::Extension12 body;
      if (!whole(wire::decode_extension_body(extension, context, body))) return false;
      shape.masked = shape.has_ranges = true;
      shape.ranges = extension.room();
      shape.symbol_mask = body.symbol_mask;
    } else if (extension.type == Extension13::kType) {
      Extension13 body;
      HopSink sink{hops_};
      if (!whole(wire::read_extension(extension, context, body, sink).end())) return false;
    }
  }
  return true;
}

std::uint32_t AskedReader::symbols_of(const wire::Section& section, const Shape& shape) {
  const std::uint32_t slot = (1u << grid_.symbols) - 1;
  if (shape.masked) return shape.symbol_mask & slot;
  if (symbol_ + section.num_symbol > grid_.symbols) beyond_ = true;
  if (symbol_ >= grid_.symbols) return 0;
  return ((1u << section.num_symbol) - 1) << symbol_ & slot;
}

/// PRBs [first, first + count) of the carrier, joined to the run before where they touch.
void AskedReader::add_run(unsigned first, unsigned count) {
  if (count == 0) return;
  if (first + count > grid_.prbs) beyond_ = true;
  if (first >= grid_.prbs) return;
  count = std::min(count, grid_.prbs - first);
  if (!runs_.empty() && unsigned{runs_.back().first} + runs_.back().count == first)
    runs_.back().count = u16(runs_.back().count + count);
  else
    runs_.push_back({u16(first), u16(count)});
}

/// The PRBs of a section that begins at `start`.
void AskedReader::find_runs(const wire::Section& section, const Shape& shape, unsigned start) {
  runs_.clear();
  const bool all = section.num_prb == 0;
  if (all) start = 0;
  const unsigned count = all ? grid_.prbs : section.num_prb;
  const auto add = [&](unsigned first, unsigned prbs) { add_run(first, prbs); };
  if (shape.groups.rbg_size != 0) {
    if (!wire::exceeds_rbg_mask(shape.groups, start, count)) wire::each_rbg(shape.groups, start, count, add);
  } else if (shape.has_ranges) {
    wire::each_range(shape.ranges, start, count, add);
  } else if (section.rb && !all) {
    if (start + 2 * count > grid_.prbs + 1u) beyond_ = true;
    if (start < grid_.prbs) runs_.push_back({u16(start), u16(std::min(count, (grid_.prbs - start + 1) / 2))});
  } else {
    add_run(start, count);
  }
}

bool AskedReader::add_port(const wire::Section& section, const Shape& shape, std::uint32_t symbols,
                           radio::Eaxc eaxc, std::vector<Asked>& asked) {
  const bool rb = section.rb && section.num_prb != 0 && shape.groups.rbg_size == 0 && !shape.has_ranges;
  unsigned start = ~0u;
  for (; symbols != 0; symbols &= symbols - 1) {
    const auto symbol = static_cast<std::uint8_t>(std::countr_zero(symbols));
    unsigned now = section.start_prb;
    for (const Extension13::Hop& hop : hops_)
      if (hop.next_symbol_id <= symbol) now = hop.next_start_prbc;
    if (now != start) find_runs(section, shape, start = now);
    if (asked.size() - begin_ + runs_.size() > kMostAsked) return false;
    for (const Run& run : runs_)
      asked.push_back({.eaxc = eaxc,
                       .section = section.id,
                       .symbol = symbol,
                       .first = run.first,
                       .count = run.count,
                       .rb = rb,
                       .whole = section.num_prb == 0 && run.count == grid_.prbs && run.count > 255});
  }
  return true;
}

/// Sections of one id share their symbols and PRBs and differ in reMask: their U-plane is one section.
void AskedReader::leave_out_repeated(std::uint16_t id, std::size_t begin, std::vector<Asked>& asked) {
  const auto at = [&](std::size_t index) { return asked.begin() + static_cast<std::ptrdiff_t>(index); };
  for (const Earlier& earlier : earlier_)
    if (earlier.id == id && std::equal(at(earlier.begin), at(earlier.end), at(begin), asked.end())) {
      asked.resize(begin);
      return;
    }
  earlier_.push_back({id, begin, asked.size()});
}

bool AskedReader::next(const wire::Section& section, std::vector<Asked>& asked) {
  step(section);
  beyond_ = false;
  last_ = asked.size();
  Shape shape;
  if (!read_extensions(section, shape)) return false;
  // Without REs there is nothing to send: the section loads a beam (CUS v17.01 7.5.3.5).
  const std::uint32_t symbols = !has_uplane_ || section.re_mask == 0 ? 0 : symbols_of(section, shape);
  for (unsigned port = 0; symbols != 0 && port <= shape.ports; ++port) {
    if (eaxc_.value + port > 0xFFFF) break;
    if (add_port(section, shape, symbols, {u16(eaxc_.value + port)}, asked)) continue;
    asked.resize(last_);
    return false;
  }
  if (asked.size() > last_) leave_out_repeated(section.id, last_, asked);
  return true;
}

void AskedReader::take_back(std::vector<Asked>& asked) {
  if (asked.size() > last_) earlier_.pop_back();
  asked.resize(last_);
}

bool read_asked(const wire::View& message, const wire::CplaneHeader& header, radio::Eaxc eaxc,
                const Grid& grid, std::vector<Asked>& asked) {
  AskedReader reader;
  return read_asked(message, header, eaxc, grid, reader, asked);
}

bool read_asked(const wire::View& message, const wire::CplaneHeader& header, radio::Eaxc eaxc,
                const Grid& grid, AskedReader& reader, std::vector<Asked>& asked) {
  const std::size_t before = asked.size();
  reader.begin(header, eaxc, grid, asked);
  wire::SectionWalk walk{message, header};
  wire::Section section;
  bool read = true;
  while (read && walk.next(section)) read = reader.next(section, asked);
  if (read && !walk.error()) return true;
  asked.resize(before);
  return false;
}

}  // namespace plumbline::emulator

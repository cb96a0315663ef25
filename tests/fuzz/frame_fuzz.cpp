// Whole frames through everything that decodes and writes them down, with every U-plane format.
// The first six octets choose: format flags and whether octets without a name are told, width and weights,
// carrier PRBs, UDP port, octets that the capture lost.
#include <algorithm>
#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>

#include "fuzz/law.h"
#include "text/render.h"

namespace {

using namespace plumbline;

using fuzz::require;

constexpr std::size_t kChoices = 6;

struct Bounds {
  const std::uint8_t* data;
  std::size_t captured;
  std::uint32_t on_wire;

  /// A view lies inside the frame, and what it calls captured inside the octets that are there.
  void check(const wire::View& view) const {
    require(view.captured <= view.length);
    require(std::uint64_t{view.base} + view.length <= on_wire);
    if (view.captured == 0) return;
    require(view.data == data + view.base);
    require(view.base + view.captured <= captured);
  }
  /// An error names the first octet that is missing, or one that is there and cannot be understood.
  void check(const wire::DecodeError& error) const {
    require(error.octet <= on_wire);
    if (error.fault == wire::Fault::cut) require(error.octet == captured);
  }
};

void check_cplane(const text::Message& m, const Bounds& bounds) {
  wire::SectionWalk walk{m.body, m.cplane};
  wire::Section section;
  while (walk.next(section)) {
    bounds.check(section.extensions);
    wire::ExtensionWalk extensions{section.extensions};
    wire::Extension extension;
    std::uint64_t octets = 0;
    while (extensions.next(extension)) {
      bounds.check(extension.body);
      octets += extension.words * 4u;
    }
    require(octets == section.extensions.length);
  }
  require(walk.count() <= m.cplane.number_of_sections);
  bounds.check(walk.error());
  bounds.check(walk.rest());
}

void check_uplane(const text::Message& m, const wire::UplaneFormat& format, const Bounds& bounds) {
  wire::UplaneWalk walk{m.body, format};
  wire::UplaneSection section;
  while (walk.next(section)) {
    bounds.check(section.prbs);
    require(section.octets_per_prb == 0 ||
            section.prbs.length == section.octets_per_prb * section.range.count);
    require(section.octets_per_prb != 0 || wire::is_selective(wire::method_of(section.ud_comp_hdr)));
  }
  bounds.check(walk.error());
}

void check(const text::Message& m, const wire::UplaneFormat& format, const Bounds& bounds) {
  bounds.check(m.error);
  if (m.frame != nullptr) {
    bounds.check(m.frame->client_data());
    bounds.check(m.frame->pdu);
  }
  if (m.kind < text::Kind::other_type) return;
  bounds.check(m.ecpri.body);
  bounds.check(m.ecpri.after());
  if (m.kind == text::Kind::cplane) check_cplane(m, bounds);
  if (m.kind == text::Kind::uplane) check_uplane(m, format, bounds);
}

void check_words(const text::Message& m, const text::Context& context) {
  text::Buffer line, tree, object;
  text::write_line(line, m, context);
  require(line.size() > 0 && std::count(line.begin(), line.end(), '\n') == 1);
  text::write_tree(tree, m, context);
  require(std::equal(line.begin(), line.end(), tree.begin()));
  text::write_json(object, m, context);
  require(nlohmann::json::accept(object.begin(), object.end()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < kChoices) return 0;
  const wire::UplaneFormat format{.dynamic = (data[0] & 1) != 0,
                                  .method = static_cast<std::uint8_t>(data[0] >> 1 & 15),
                                  .width = static_cast<std::uint8_t>(1 + (data[1] & 15)),
                                  .carrier_prbs = static_cast<std::uint16_t>(data[2] * 2),
                                  .ud_comp_len = (data[0] & 0x20) != 0};
  const bool known = (data[0] & 0x80) == 0;
  const std::uint16_t udp_port = data[3];
  const std::size_t captured = size - kChoices;
  const std::unique_ptr<std::uint8_t[]> exact{new std::uint8_t[captured]};
  std::copy(data + kChoices, data + size, exact.get());
  const auto on_wire = static_cast<std::uint32_t>(captured + load_be16(data + 4) % 2048);

  text::Context context;
  context.format_of = [&](const text::Message&) { return known ? &format : nullptr; };
  context.payload = (data[0] & 0x40) != 0;
  context.cplane = {.weights = static_cast<std::uint16_t>(data[1] >> 4), .carrier_prbs = format.carrier_prbs};
  const text::Packet packet{.number = 1, .on_wire = on_wire, .octets = {exact.get(), captured}};
  const Bounds bounds{exact.get(), captured, on_wire};
  text::MessageReader reader{packet, udp_port};
  text::Message message;
  std::size_t messages = 0;
  while (reader.next(message)) {
    require(++messages <= captured / 4 + 2);
    check(message, format, bounds);
    check_words(message, context);
  }
  require(messages > 0);
  test::Knowledge knowledge{.cplane = context.cplane, .format = {}, .udp_port = udp_port};
  if (known) knowledge.format = format;
  fuzz::require_witness({exact.get(), exact.get() + captured}, on_wire, knowledge);
  return 0;
}

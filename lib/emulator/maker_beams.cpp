// C-plane messages with beams, and the channel information that they rest on.
#include "emulator/maker.h"

namespace plumbline::emulator {

namespace {

constexpr std::uint32_t kIds = 4;            ///< eAxC id and sequence id
constexpr std::uint32_t kHeader = 8;         ///< of section types 1, 5 and 6
constexpr std::uint32_t kSection = 8;        ///< without extensions
constexpr std::size_t kMostOfMessage = 255;  ///< sections

}  // namespace

void Maker::request_beams(const Place& place, std::size_t port, const wire::CplaneHeader& header,
                          unsigned symbols, std::int64_t at_ns, Outbox& out) {
  const BeamPlan& plan = *place.channel->beams;
  const PortPlan& on = place.channel->ports[port];
  const std::int64_t slots = place.carrier->carrier.numerology.slots_per_frame();
  const unsigned slot_in_frame = place.slot_in_frame();
  const BeamSlot slot{.port = port,
                      .number = static_cast<std::uint64_t>(place.now->frame * slots) + slot_in_frame,
                      .cites = !on.citing_slots.empty() && on.citing_slots[slot_in_frame],
                      .symbols = {header.start.symbol, static_cast<std::uint8_t>(symbols)}};
  if (plan.information && !slot.cites) tell_channel(place, slot, header, at_ns, out);
  draft_sections(plan, slot, sections_, draft_);

  wire::CplaneHeader said = header;
  if (plan.information) said.section_type = 5;
  const auto send = [&] {
    if (sections_.empty()) return;
    said.number_of_sections = static_cast<std::uint8_t>(sections_.size());
    const Outbox::Space space = out.space();
    const std::uint32_t length = writer_.cplane(space.octets, on.eaxc, said, sections_);
    out.add(space, length, at_ns, on.eaxc, radio::Plane::c, header.direction);
    sections_.clear();
  };
  sections_.clear();
  std::size_t octets = kHeader;
  for (const SectionDraft& draft : draft_.sections) {
    const std::size_t more = kSection + draft.octets;
    if (draft.begins || octets + more > plan.room || sections_.size() == kMostOfMessage) {
      send();
      octets = kHeader;
    }
    wire::Section& section = sections_.emplace_back(draft.section);
    section.extensions.data = draft_.extensions.data() + draft.at;
    section.extensions.captured = section.extensions.length = static_cast<std::uint32_t>(draft.octets);
    octets += more;
  }
  send();
}

void Maker::tell_channel(const Place& place, const BeamSlot& slot, const wire::CplaneHeader& header,
                         std::int64_t at_ns, Outbox& out) {
  const BeamPlan& plan = *place.channel->beams;
  const radio::Eaxc eaxc = place.channel->ports[slot.port].eaxc;
  wire::CplaneHeader said = header;
  said.section_type = 6;
  said.number_of_sections = 1;
  for (std::uint32_t first = 0; first < plan.carrier_prbs;) {
    body_.resize(kIds + plan.room);
    Writer body{body_};
    wire::encode_ids(body, {.eaxc = eaxc});
    wire::encode_cplane_common(body, said);
    first += write_channel_information(plan, slot, first, draft_, body);
    const Outbox::Space space = out.space();
    const std::uint32_t length =
        writer_.message(space.octets, Role::o_du, wire::EcpriType::rt_control, body.written());
    out.add(space, length, at_ns, eaxc, radio::Plane::c, header.direction);
  }
}

}  // namespace plumbline::emulator

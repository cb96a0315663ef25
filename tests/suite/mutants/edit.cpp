#include "suite/mutants/edit.h"

#include <map>

#include "wire/cplane.h"
#include "wire/ecpri.h"
#include "wire/frame.h"

namespace plumbline::suite::test {
namespace {

constexpr std::size_t kLeastFrame = 60;

}  // namespace

std::uint64_t Edit::get(std::string_view name) const {
  const emulator::Field& field = *emulator::find_field(name);
  const auto place = emulator::find_place(field, fields_, frame_->size());
  return place ? emulator::read_field(*frame_, *place, field) : 0;
}

void Edit::set(std::string_view name, std::uint64_t value) {
  const emulator::Field& field = *emulator::find_field(name);
  if (const auto place = emulator::find_place(field, fields_, frame_->size()))
    emulator::write_field(*frame_, *place, field, value);
}

std::vector<std::uint32_t> Edit::sections() const {
  std::vector<std::uint32_t> places;
  wire::Frame decoded;
  wire::EcpriMessage message;
  wire::CplaneHeader header;
  if (fields_.plane != radio::Plane::c ||
      wire::decode_frame(*frame_, static_cast<std::uint32_t>(frame_->size()), decoded) ||
      !wire::EcpriWalk{decoded.pdu}.next(message) ||
      wire::decode_cplane_header(message.body.from(4), header) || !wire::has_sections(header.section_type))
    return places;
  wire::SectionWalk walk{message.body.from(4), header};
  for (wire::Section section; walk.next(section);) places.push_back(section.at);
  return places;
}

std::uint64_t Edit::get_of(std::uint32_t section, std::string_view name) const {
  return emulator::read_field(*frame_, section, *emulator::find_field(name));
}

void Edit::set_of(std::uint32_t section, std::string_view name, std::uint64_t value) {
  emulator::write_field(*frame_, section, *emulator::find_field(name), value);
}

void Edit::settle(std::int64_t longer) {
  set("ecpriPayload", get("ecpriPayload") + static_cast<std::uint64_t>(longer));
  if (frame_->size() < kLeastFrame) frame_->resize(kLeastFrame);
  look();
}

void Edit::erase(std::uint32_t at, std::uint32_t octets) {
  const auto from = frame_->begin() + at;
  frame_->erase(from, from + octets);
  settle(-std::int64_t{octets});
}

void Edit::insert(std::uint32_t at, const Frame& octets) {
  frame_->insert(frame_->begin() + at, octets.begin(), octets.end());
  settle(static_cast<std::int64_t>(octets.size()));
}

MakeLens edit(std::function<void(Edit& frame)> change) {
  return [change](const Setup& /*setup*/) -> Lens {
    return [change](Frame& octets, const Emit& emit) {
      Edit frame{octets};
      change(frame);
      emit(octets);
    };
  };
}

MakeLens edit_requests(std::function<void(Edit& frame)> change) {
  return edit([change](Edit& frame) {
    if (frame.is_request()) change(frame);
  });
}

MakeLens edit_sections(std::function<void(Edit& frame, std::uint32_t section)> change) {
  return edit_requests([change](Edit& frame) {
    for (const std::uint32_t section : frame.sections()) change(frame, section);
  });
}

MakeLens keep(std::function<bool(const Edit& frame)> passes) {
  return [passes](const Setup& /*setup*/) -> Lens {
    return [passes](Frame& octets, const Emit& emit) {
      if (passes(Edit{octets})) emit(octets);
    };
  };
}

MakeLens untagged() {
  return [](const Setup& /*setup*/) -> Lens {
    return [](Frame& octets, const Emit& emit) {
      constexpr std::ptrdiff_t kTag = 12, kTagOctets = 4;
      if (octets[kTag] == 0x81 && octets[kTag + 1] == 0x00)
        octets.erase(octets.begin() + kTag, octets.begin() + kTag + kTagOctets);
      if (octets.size() < kLeastFrame) octets.resize(kLeastFrame);
      emit(octets);
    };
  };
}

MakeLens renumbered(std::function<void(Frame& frame, const Emit& emit)> change) {
  return [change](const Setup& /*setup*/) -> Lens {
    return
        [change, counts = std::map<std::uint64_t, std::uint64_t>{}](Frame& octets, const Emit& emit) mutable {
          change(octets, [&](Octets said) {
            Frame numbered{said.begin(), said.end()};
            Edit frame{numbered};
            if (frame.fields().plane)
              frame.set("sequenceId", counts[frame.get("ecpriPcid") << 2 | frame.get("dataDirection") << 1 |
                                             std::uint64_t{frame.fields().plane == radio::Plane::u}]++);
            emit(numbered);
          });
        };
  };
}

MakeLens overdriven() {
  return edit([](Edit& frame) {
    if (frame.fields().plane != radio::Plane::u) return;
    const std::uint32_t at = frame.fields().section + 4;
    frame.octet(at) = frame.octet(at + 2) = 0x7F;
    frame.octet(at + 1) = frame.octet(at + 3) = 0xFF;
  });
}

MakeLens again(radio::Plane plane, radio::Direction direction, unsigned every,
               std::function<void(Edit& frame)> change) {
  auto count = std::make_shared<unsigned>(0);
  return [=](const Setup& setup) {
    *count = 0;
    return renumbered([=](Frame& octets, const Emit& emit) {
      emit(octets);
      Edit frame{octets};
      if (!frame.is(plane, direction) || ++*count % every != 0) return;
      change(frame);
      emit(octets);
    })(setup);
  };
}

}  // namespace plumbline::suite::test

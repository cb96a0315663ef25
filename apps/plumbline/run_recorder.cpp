#include "plumbline/run_recorder.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "plumbline/common.h"

namespace plumbline::app {

suite::MakeTape RunRecorder::tapes(const suite::Case& test) {
  if (folder_.empty()) return {};
  return [this, &test](std::string_view part) { return tape(test, part); };
}

Result<void, Error> RunRecorder::write_link(const suite::Case& test, std::string_view part,
                                            const std::string& path) const {
  const auto found = std::find(test.parts.begin(), test.parts.end(), part);
  const auto index =
      found == test.parts.end() ? std::size_t{0} : static_cast<std::size_t>(found - test.parts.begin());
  const profile::Link link = suite::link_of(setup_, suite::stimulus_of(test, setup_, index));
  if (link == setup_.link) {
    // One that a run before left here would not be the link of this recording.
    std::error_code none;
    std::filesystem::remove(path, none);
    return {};
  }
  return write_text(path, profile::print_link(link));
}

suite::Tape RunRecorder::tape(const suite::Case& test, std::string_view part) {
  close();
  std::string name = fmt::format("{}/{}{}{}", folder_, test.id, part.empty() ? "" : ".", part);
  std::replace(name.begin() + static_cast<std::ptrdiff_t>(folder_.size()), name.end(), ' ', '-');
  if (setup_.seed != 1) name += fmt::format(".seed{}", setup_.seed);
  if (auto written = write_link(test, part, name + ".yaml"); !written) keep(written.error());
  auto writer = io::PcapngWriter::create(
      name + ".pcapng", fmt::format("plumbline run {} {} seed {}", test.id, part, setup_.seed));
  if (!writer) {
    keep(writer.error());
    return {};
  }
  writer_ = std::move(*writer);
  writer_->add_interface(setup_.dut == suite::Dut::o_ru ? "at the O-DU" : "at the O-RU");
  return [this](std::span<const io::Packet> packets) {
    for (io::Packet packet : packets) {
      packet.interface = 0;
      writer_->write(packet);
    }
  };
}

void RunRecorder::close() {
  if (!writer_) return;
  if (auto closed = writer_->close(); !closed) keep(closed.error());
  writer_.reset();
}

}  // namespace plumbline::app

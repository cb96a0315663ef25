// U-plane captures whose samples are known, for the tests of `plumbline iq`.
#pragma once

#include <sys/wait.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/random.h"
#include "io/pcapng_writer.h"
#include "iq/compression.h"
#include "iq/constellation.h"
#include "support/support.h"
#include "wire/ecpri.h"
#include "wire/frame.h"
#include "wire/uplane.h"

namespace plumbline::test {

/// One section in a message of its own.
struct Sent {
  std::uint16_t eaxc = 0;
  radio::Direction direction = radio::Direction::downlink;
  radio::RadioTime at;
  std::uint16_t start_prb = 0;
  bool every_second = false;  ///< rb
  std::vector<std::int32_t> numbers;
  std::uint8_t reserved = 0;     ///< set in the first octet of the samples
  std::uint8_t subsequence = 0;  ///< of radio-transport fragments
  bool last = true;              ///< the E bit
  iq::Choices choices;           ///< of the encoder
};

inline std::vector<std::uint8_t> frame_of(const Sent& sent, const iq::Format& format, bool dynamic) {
  const std::size_t prbs = sent.numbers.size() / iq::kNumbersPerPrb;
  std::vector<std::uint8_t> samples(prbs * iq::prb_octets(format).value()), space(samples.size() + 200);
  EXPECT_TRUE(iq::compress(format, sent.numbers, samples, sent.choices).has_value());
  samples[0] |= sent.reserved;
  Writer out{space};
  wire::encode_ethernet(out, {2, 0, 0, 0, 0, 2}, {2, 0, 0, 0, 0, 1}, {}, wire::kEcpriEtherType);
  wire::UplaneSection section;
  section.id = 1;
  section.rb = sent.every_second;
  section.start_prb = sent.start_prb;
  section.num_prb = static_cast<std::uint8_t>(prbs);
  section.has_header = dynamic;
  section.ud_comp_hdr = wire::make_ud_comp_hdr(format.method, format.width);
  const std::size_t payload = 4 + 4 + (dynamic ? 6u : 4u) + samples.size();
  wire::encode_header(out,
                      {.type = wire::EcpriType::iq_data, .payload = static_cast<std::uint16_t>(payload)});
  wire::encode_ids(out, {.eaxc = {sent.eaxc}, .last_fragment = sent.last, .subsequence = sent.subsequence});
  wire::encode(out, wire::UplaneHeader{.direction = sent.direction, .at = sent.at});
  wire::encode(out, section);
  out.put(Octets{samples});
  space.resize(out.at());
  return space;
}

inline void write_capture(const std::string& path, const std::vector<Sent>& all, const iq::Format& format,
                          bool dynamic = false) {
  auto writer = io::PcapngWriter::create(path, "test");
  ASSERT_TRUE(writer.has_value());
  const auto interface = (*writer)->add_interface("test", 0);
  CaptureTime at{std::chrono::seconds{1'700'000'000}};
  for (const Sent& sent : all) {
    const auto octets = frame_of(sent, format, dynamic);
    (*writer)->write({.stamp = at += std::chrono::microseconds{10},
                      .interface = interface,
                      .original_length = static_cast<std::uint32_t>(octets.size()),
                      .octets = octets});
  }
  ASSERT_TRUE((*writer)->close().has_value());
}

/// Random points of a constellation, of this amplitude (RMS).
inline std::vector<std::int32_t> points(iq::Modulation modulation, std::size_t prbs, double rms,
                                        Random& random) {
  std::vector<std::int32_t> numbers;
  for (std::size_t re = 0; re < prbs * iq::kResPerPrb; ++re) {
    const auto bits = static_cast<unsigned>(random.below(1u << static_cast<unsigned>(modulation)));
    const iq::Point point = iq::point_of(modulation, bits);
    numbers.push_back(static_cast<std::int32_t>(point.i * rms));
    numbers.push_back(static_cast<std::int32_t>(point.q * rms));
  }
  return numbers;
}

using Json = nlohmann::json;
using iq::Modulation;
inline constexpr auto kDown = radio::Direction::downlink, kUp = radio::Direction::uplink;
inline constexpr iq::Format kBfp9{iq::kMethodBfp, 9}, kNone16{iq::kMethodNone, 16};

struct Ended {
  int status = -1;
  std::string out, err;
};
inline Ended run(const std::string& arguments) {
  TempDir dir;
  Ended ended;
  const std::string out = dir.path() + "/out", err = dir.path() + "/err";
  const int status =
      std::system((std::string{PLUMBLINE_BINARY} + " " + arguments + " >" + out + " 2>" + err).c_str());
  ended.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  ended.out = read_file(out);
  ended.err = read_file(err);
  return ended;
}
/// The JSON of a run that must end with `status`.
inline Json measured(const std::string& arguments, int status = 0) {
  const Ended ended = run("iq " + arguments + " --json");
  EXPECT_EQ(ended.status, status) << ended.err << ended.out;
  const Json json = Json::parse(ended.out, nullptr, false);
  EXPECT_FALSE(json.is_discarded()) << ended.out;
  return json;
}
/// The row of that name, null when there is none.
inline Json row(const Json& json, const std::string& name) {
  for (const Json& one : json["rows"])
    if (one["name"] == name) return one;
  ADD_FAILURE() << "no row " << name << " in " << json["rows"].dump();
  return {};
}

/// Writes a link file of one carrier of 51 PRBs; `compression` holds for its PDSCH, eAxC 3.
inline void write_link(const std::string& path, const std::string& compression) {
  write_file(path,
             "plumbline_link: 1\ncarriers:\n  - scs_khz: 30\n    prbs: 51\n    channels:\n"
             "      pdsch: {eaxc: 3, compression: {header: static, " +
                 compression + "}}\n");
}

inline constexpr std::string_view kFormat = " --compression bfp9 --carrier-prbs 51";

/// 28 symbols of 51 PRBs downlink of eAxC 3: PRBs 0..25 64QAM, 26..39 QPSK, the rest zero.
inline std::vector<Sent> known_downlink() {
  Random random{7};
  std::vector<Sent> all;
  for (std::uint8_t n = 0; n < 28; ++n) {
    Sent sent{.eaxc = 3,
              .at = {200, 4, static_cast<std::uint8_t>(n / 14), static_cast<std::uint8_t>(n % 14)}};
    sent.numbers = points(Modulation::qam64, 26, 4000, random);
    const auto qpsk = points(Modulation::qpsk, 14, 2000, random);
    sent.numbers.insert(sent.numbers.end(), qpsk.begin(), qpsk.end());
    sent.numbers.resize(51 * iq::kNumbersPerPrb);
    all.push_back(std::move(sent));
  }
  return all;
}

}  // namespace plumbline::test

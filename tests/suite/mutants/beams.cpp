// O-DU: how it tells beams.
#include "suite/mutants/extension.h"
#include "suite/mutants/wrong.h"

namespace plumbline::suite::test {
namespace {

constexpr auto kC = radio::Plane::c;
constexpr auto kDown = radio::Direction::downlink;
constexpr auto kUp = radio::Direction::uplink;
constexpr std::string_view kWeights = "tdd30_weights", kUes = "tdd30_ues";

/// Octets in front of the body of SE 1.
constexpr std::uint32_t kHead1 = 2;
/// In SE 11: disableBFWs and numBundPrb; where the bundles begin when there are no weights.
constexpr std::uint32_t kFlags = 3, kBundPrb = 4, kCited = 5;

bool is_of(const Edit& frame, std::uint64_t section_type, radio::Direction direction) {
  return frame.is(kC, direction) && frame.get("sectionType") == section_type;
}

/// Changes the first extension where it is an SE 11 that only names beams.
MakeLens edit_citing(std::function<void(Edit& frame, std::uint32_t at)> change) {
  return edit_extension(11, [=](Edit& frame, std::uint32_t at) {
    if ((frame.octet(at + kFlags) & 0x80) != 0) change(frame, at);
  });
}

profile::Channel& channel_of(Setup& setup, profile::ChannelKind kind) {
  for (profile::Channel& channel : setup.link.carriers[0].channels)
    if (channel.kind == kind) return channel;
  return setup.link.carriers[0].channels[0];
}
profile::BeamWeights& weights_of(Setup& setup, profile::ChannelKind kind) {
  return *channel_of(setup, kind).weights;
}
profile::ChannelInformation& information_of(Setup& setup, profile::ChannelKind kind) {
  return *channel_of(setup, kind).channel_information;
}

/// Every vector has the same weights, whatever its beam: all of one kind in DL, of another in UL would still
/// be two, so that all decompress to the same number.
MakeLens one_vector() {
  return edit([](Edit& frame) {
    if (frame.fields().plane != kC || frame.get("ef") == 0) return;
    const std::uint32_t at = frame.fields().section + kSection;
    if ((frame.octet(at) & 0x7F) == 1) {  // SE 1: blockScaler, 32 numbers of 8 bits
      for (std::uint32_t i = 3; i < 3 + 33; ++i) frame.octet(at + i) = i == 3 ? 0x80 : 0;
    } else if ((frame.octet(at + kFlags) & 0x80) == 0) {  // SE 11: four bundles of 64 numbers of 9 bits
      for (std::uint32_t bundle = 0; bundle < 4; ++bundle)
        for (std::uint32_t i = 3; i < 75; ++i) frame.octet(at + 6 + bundle * 75 + i) = 0;
    }
  });
}

std::vector<Mutant> weights() {
  using enum profile::ChannelKind;
  return {
      {.name = "all weight vectors alike",
       .clause = "CONF 3.4.4.2.2",
       .killed_by = "FH-CPL-017",
       .by = "distinct",
       .link = kWeights,
       .says = one_vector()},
      {.name = "fewer weights in a vector than agreed",
       .clause = "CUS 7.7.1",
       .killed_by = "FH-CPL-017",
       .by = "parsed",
       .link = kWeights,
       .believes = [](Setup& setup) { weights_of(setup, pusch).count = 12; }},
      {.name = "more weights in the vectors of bundles than agreed",
       .clause = "CUS 7.7.11",
       .killed_by = "FH-CPL-017",
       .by = "parsed",
       .link = kWeights,
       .believes = [](Setup& setup) { weights_of(setup, pdsch).count = 36; }},
      {.name = "weights of another width than agreed",
       .clause = "CUS 7.7.1.2",
       .killed_by = "FH-CPL-017",
       .by = "format",
       .link = kWeights,
       .believes = [](Setup& setup) { weights_of(setup, pdsch).packing.width = 12; }},
      {.name = "bfwCompHdr says another width than the weights have",
       .clause = "CUS 7.7.1.2",
       .killed_by = "FH-CPL-017",
       .by = "format",
       .link = kWeights,
       .says = edit_extension(1, [](Edit& frame, std::uint32_t at) { frame.octet(at + kHead1) = 0x72; })},
      {.name = "weights without the compression agreed",
       .clause = "CUS 7.7.1.2",
       .killed_by = "FH-CPL-017",
       .by = "format",
       .link = kWeights,
       .believes = [](Setup& setup) { weights_of(setup, pusch).packing.method = profile::Method::none; }},
      {.name = "weights scaled by nothing",
       .clause = "CUS A.2",
       .killed_by = "FH-CPL-017",
       .by = "decompressed",
       .link = kWeights,
       .says = edit_extension(1, [](Edit& frame, std::uint32_t at) { frame.octet(at + kHead1 + 1) = 0; })},
      {.name = "the other extension of weights",
       .clause = "CUS 7.7.11",
       .killed_by = "FH-CPL-017",
       .by = "format",
       .link = kWeights,
       .believes =
           [](Setup& setup) {
             weights_of(setup, pdsch).extension = 1;
             weights_of(setup, pdsch).bundle_prbs = 0;
           }},
      {.name = "names beams by disableBFWs that were never loaded",
       .clause = "CUS 7.7.11.7",
       .killed_by = "FH-CPL-017",
       .by = "loaded",
       .link = kWeights,
       .says = edit_citing([](Edit& frame, std::uint32_t at) { frame.octet(at + kCited) |= 0x40; })},
      {.name = "disableBFWs in front of weights",
       .clause = "CUS 7.7.11.2",
       .killed_by = "FH-CPL-017",
       .by = "parsed",
       .link = kWeights,
       .says = edit_extension(11, [](Edit& frame, std::uint32_t at) { frame.octet(at + kFlags) |= 0x80; })},
      {.name = "bundles of another size than agreed",
       .clause = "CUS 7.7.11.4",
       .killed_by = "FH-CPL-017",
       .by = "bundles",
       .link = kWeights,
       .believes = [](Setup& setup) { weights_of(setup, pdsch).bundle_prbs = 26; }},
      {.name = "numBundPrb 0",
       .clause = "CUS 7.7.11.4",
       .killed_by = "FH-CPL-017",
       .by = "bundles",
       .link = kWeights,
       .says = edit_extension(11, [](Edit& frame, std::uint32_t at) { frame.octet(at + kBundPrb) = 0; })},
      {.name = "contInd of the last bundle",
       .clause = "CUS 7.7.11.9",
       .killed_by = "FH-CPL-017",
       .by = "bundles",
       .link = kWeights,
       .says = edit_citing([](Edit& frame, std::uint32_t at) { frame.octet(at + kCited + 6) |= 0x80; })},
      {.name = "other weights for a beam in the same slot",
       .clause = "CUS 12.4.3.1",
       .killed_by = "FH-CPL-017",
       .by = "once_a_slot",
       .link = kWeights,
       .says = again(kC, kUp, 1,
                     [](Edit& frame) {
                       const std::uint32_t at = frame.fields().section + kSection;
                       if (frame.get("ef") != 0) frame.octet(at + kHead1 + 3) ^= 0x40;
                     })},
      {.name = "weights though the O-RU has none",
       .clause = "CONF 3.4.4.1.1",
       .killed_by = "FH-CPL-003",
       .by = "extensions",
       .believes =
           [](Setup& setup) {
             channel_of(setup, pdsch).weights = {1, {profile::Method::bfp, 9}, 8, 0};
           }},
  };
}

/// In a UE of ST 6, from the application header on.
constexpr std::uint32_t kUeStart = 8 + 5, kInformationHeader = 7;

std::vector<Mutant> ues() {
  using enum profile::ChannelKind;
  return {
      {.name = "schedules UEs whose channel it never told",
       .clause = "CUS 7.2.7",
       .killed_by = "FH-CPL-021",
       .by = "paired",
       .link = kUes,
       .says = renumbered([](Frame& octets, const Emit& emit) {
         const Edit frame{octets};
         if (!is_of(frame, 6, kDown) || frame.get("ecpriPcid") != 1) emit(octets);
       })},
      {.name = "another ueId in section type 5 than in 6",
       .clause = "CUS 7.5.3.10",
       .killed_by = "FH-CPL-021",
       .by = "paired",
       .link = kUes,
       .says = edit([](Edit& frame) {
         if (is_of(frame, 5, kUp)) frame.add("beamId", 1);
       })},
      {.name = "the channel of one PRB is never told",
       .clause = "CUS 7.4.8",
       .killed_by = "FH-CPL-021",
       .by = "covered",
       .link = kUes,
       .says = edit([](Edit& frame) {
         const std::uint32_t at = frame.fields().application + kUeStart;
         if (is_of(frame, 6, kDown) && frame.octet(at) == 0) frame.octet(at) = 1;
       })},
      {.name = "the channel of fewer antennas than agreed",
       .clause = "CUS 7.5.3.32",
       .killed_by = "FH-CPL-021",
       .by = "whole",
       .link = kUes,
       .believes = [](Setup& setup) { information_of(setup, pdsch).antennas = 6; }},
      {.name = "the channel of more antennas than agreed",
       .clause = "CUS 7.5.3.32",
       .killed_by = "FH-CPL-021",
       .by = "whole",
       .link = kUes,
       .believes = [](Setup& setup) { information_of(setup, pdsch).antennas = 9; }},
      {.name = "UEs that do not end on four octets",
       .clause = "CUS 7.4.8",
       .killed_by = "FH-CPL-021",
       .by = "whole",
       .link = kUes,
       .believes = [](Setup& setup) { information_of(setup, pusch).aligned = false; }},
      {.name = "channel information of another width than agreed",
       .clause = "CUS 7.5.2.15",
       .killed_by = "FH-CPL-021",
       .by = "format",
       .link = kUes,
       .believes = [](Setup& setup) { information_of(setup, pusch).packing.width = 8; }},
      {.name = "ciCompHdr says another method than it has",
       .clause = "CUS 7.5.2.15",
       .killed_by = "FH-CPL-021",
       .by = "format",
       .link = kUes,
       .says = edit([](Edit& frame) {
         if (is_of(frame, 6, kDown)) frame.octet(frame.fields().application + kInformationHeader) = 0x95;
       })},
      {.name = "nulling layers that were not declared",
       .clause = "CUS 7.7.14",
       .killed_by = "FH-CPL-021",
       .by = "declared",
       .link = kUes,
       .says = edit([](Edit& frame) {
         if (is_of(frame, 5, kDown))
           frame.insert(frame.fields().section + kSection, {0x8E, 0x01, 0x00, 0x00});
       })},
      {.name = "a mask of antennas in downlink",
       .clause = "CUS 7.7.16",
       .killed_by = "FH-CPL-021",
       .by = "companions",
       .link = kUes,
       .says = edit([](Edit& frame) {
         if (is_of(frame, 5, kDown))
           frame.insert(frame.fields().section + kSection,
                        {0x90, 0x03, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x0F, 0x00, 0x00});
       })},
  };
}

}  // namespace

std::vector<Mutant> beam_mutants() {
  std::vector<Mutant> all = weights();
  for (Mutant& one : ues()) all.push_back(std::move(one));
  for (Mutant& one : all) one.dut = Dut::o_du;
  return all;
}

}  // namespace plumbline::suite::test

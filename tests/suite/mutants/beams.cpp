// How an O-DU tells beams and couples sections, and what an O-RU makes of priorities.
#include "suite/mutants/edit.h"
#include "suite/mutants/wrong.h"

namespace plumbline::suite::test {
namespace {

constexpr auto kC = radio::Plane::c;
constexpr auto kDown = radio::Direction::downlink;
constexpr auto kUp = radio::Direction::uplink;
constexpr std::string_view kWeights = "tdd30_weights", kUes = "tdd30_ues";

/// Octets of a section of type 1 or 5 without its extensions, and of what is in front of the body of SE 11.
constexpr std::uint32_t kSection = 8, kHead1 = 2;
/// In SE 11: disableBFWs and numBundPrb; where the bundles begin when there are no weights.
constexpr std::uint32_t kFlags = 3, kBundPrb = 4, kCited = 5;

bool is_of(const Edit& frame, std::uint64_t section_type, radio::Direction direction) {
  return frame.is(kC, direction) && frame.get("sectionType") == section_type;
}

/// Changes the first extension of the first section, where it is of that type. `at`: its first octet.
MakeLens edit_extension(unsigned type, std::function<void(Edit& frame, std::uint32_t at)> change) {
  return edit([=](Edit& frame) {
    if (frame.fields().plane != kC || frame.get("ef") == 0) return;
    const std::uint32_t at = frame.fields().section + kSection;
    if ((frame.octet(at) & 0x7F) == type) change(frame, at);
  });
}

/// The same where it is an SE 11 that only names beams.
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

constexpr std::string_view kPriorities = "tdd30_priorities", kLte = "lte_5mhz";

/// In SE 6: repetition and rbgSize, priority.
constexpr std::uint32_t kRepetition = 2, kPriority = 6, kExtension6 = 8;

/// Changes what begins with a section of the highest priority. `at`: its SE 6.
MakeLens edit_highest(std::function<void(Edit& frame, std::uint32_t at)> change) {
  return edit_extension(6, std::move(change));
}
/// The same of those that say that they are repeated.
MakeLens edit_repeated(std::function<void(Edit& frame, std::uint32_t at)> change) {
  return edit_highest([=](Edit& frame, std::uint32_t at) {
    if ((frame.octet(at + kRepetition) & 0x80) != 0) change(frame, at);
  });
}

std::vector<Mutant> priorities() {
  return {
      {.name = "overlapping sections of the same priority",
       .clause = "CUS 7.8.1.4",
       .killed_by = "FH-CPL-023",
       .by = "unequal",
       .link = kPriorities,
       .says = edit_highest([](Edit& frame, std::uint32_t at) { frame.octet(at + kPriority) &= 0x3F; })},
      {.name = "priority -2",
       .clause = "CUS 7.7.6.5",
       .killed_by = "FH-CPL-023",
       .by = "values",
       .link = kPriorities,
       .says = edit_highest([](Edit& frame, std::uint32_t at) {
         frame.octet(at + kPriority) = static_cast<std::uint8_t>((frame.octet(at + kPriority) & 0x3F) | 0x80);
       })},
      {.name = "the highest priority in the first message only",
       .clause = "CUS 7.8.1.4",
       .killed_by = "FH-CPL-023",
       .by = "highest_there",
       .link = kPriorities,
       .says = edit_repeated([](Edit& frame, std::uint32_t at) {
         frame.erase(at - kSection, kSection + kExtension6);
         frame.set("numberOfsections", 1);
       })},
      {.name = "repetition is never said",
       .clause = "CUS 7.7.6.6",
       .killed_by = "FH-CPL-023",
       .by = "repetition",
       .link = kPriorities,
       .says = edit_repeated([](Edit& frame, std::uint32_t at) { frame.octet(at + kRepetition) &= 0x7F; })},
      {.name = "repetition is said of all",
       .clause = "CUS 7.7.6.6",
       .killed_by = "FH-CPL-023",
       .by = "repetition",
       .link = kPriorities,
       .says = edit_highest([](Edit& frame, std::uint32_t at) { frame.octet(at + kRepetition) |= 0x80; })},
      {.name = "repeats the highest priority with another beam",
       .clause = "CUS 7.8.1.5",
       .killed_by = "FH-CPL-023",
       .by = "repeated_alike",
       .link = kPriorities,
       .says = edit_repeated([](Edit& frame, std::uint32_t) { frame.add("beamId", 1); })},
      {.name = "sectionId of the highest priority beyond those agreed",
       .clause = "CUS 7.8.1.5",
       .killed_by = "FH-CPL-023",
       .by = "ids",
       .link = kPriorities,
       .says = edit_highest([](Edit& frame, std::uint32_t) {
         if (frame.get("sectionId") == 0) frame.set("sectionId", 4);
       })},
      {.name = "sections of the highest priority without an id",
       .clause = "CUS 7.8.1.5",
       .killed_by = "FH-CPL-023",
       .by = "ids",
       .link = kPriorities,
       .says = edit_highest([](Edit& frame, std::uint32_t) { frame.set("sectionId", 4095); })},
      {.name = "ids for sections of the lower priority",
       .clause = "CUS 7.8.1.4",
       .killed_by = "FH-CPL-023",
       .by = "ids",
       .link = kPriorities,
       .says = edit_highest(
           [](Edit& frame, std::uint32_t at) { frame.set_of(at + kExtension6, "sectionId", 3); })},
      {.name = "the lower priority first",
       .clause = "CUS 7.8.1.4",
       .killed_by = "FH-CPL-023",
       .by = "order",
       .link = kPriorities,
       .says = edit_highest([](Edit& frame, std::uint32_t at) {
         Frame high;
         for (std::uint32_t i = at - kSection; i < at + kExtension6; ++i) high.push_back(frame.octet(i));
         frame.erase(at - kSection, kSection + kExtension6);
         frame.insert(at, high);
       })},
      {.name = "U-plane with ids in spite of coupling by priority",
       .clause = "CUS 8.4.1",
       .killed_by = "FH-CPL-023",
       .by = "unnamed",
       .link = kPriorities,
       .says = edit([](Edit& frame) {
         if (frame.is(radio::Plane::u, kDown)) frame.set("sectionId", 0);
       })},
  };
}

std::vector<Mutant> priorities_o_ru() {
  return {
      {.name = "names the sections of the highest priority in what it answers",
       .clause = "CUS 8.4.1",
       .killed_by = "FH-CPL-023",
       .by = "unnamed",
       .link = kPriorities,
       .says = edit([](Edit& frame) {
         if (frame.is(radio::Plane::u, kUp) && frame.get("symbolId") == 2) frame.set("sectionId", 0);
       })},
      {.name = "symbols of the highest priority not answered",
       .clause = "CUS 7.8.1.4",
       .killed_by = "FH-CPL-023",
       .by = "answered",
       .link = kPriorities,
       .says = keep(
           [](const Edit& frame) { return !frame.is(radio::Plane::u, kUp) || frame.get("symbolId") != 11; })},
      {.name = "PRBs answered for each priority",
       .clause = "CUS 7.8.1.4",
       .killed_by = "FH-CPL-023",
       .by = "nothing_else",
       .link = kPriorities,
       .says = again(radio::Plane::u, kUp, 14, [](Edit&) {})},
      {.name = "what a second message describes is left out",
       .clause = "CUS 7.8.1.4",
       .killed_by = "FH-CPL-023",
       .by = "answered",
       .link = kPriorities,
       .hears = keep([](const Edit& frame) {
         return !frame.is_request() || frame.get("sectionType") != 1 || frame.get("ecpriPcid") != 0 ||
                (frame.get("sequenceId") & 1) == 0;
       })},
  };
}

/// In SE 3: codebookIndex, layerId and numLayers, txScheme, crsSymNum.
constexpr std::uint32_t kCodebook = 2, kLayers = 3, kScheme = 4, kCrsSymbol = 6;

MakeLens edit_precoding(std::function<void(Edit& frame, std::uint32_t at)> change) {
  return edit_extension(3, std::move(change));
}

std::vector<Mutant> precoding() {
  return {
      {.name = "a codebookIndex",
       .clause = "CUS 7.7.3.2",
       .killed_by = "FH-CPL-020",
       .by = "codebook",
       .link = kLte,
       .says = edit_precoding([](Edit& frame, std::uint32_t at) { frame.octet(at + kCodebook) = 1; })},
      {.name = "a layer more than numLayers says",
       .clause = "CUS 7.7.3.3",
       .killed_by = "FH-CPL-020",
       .by = "layers",
       .link = kLte,
       .says = edit_precoding([](Edit& frame, std::uint32_t at) {
         if (frame.octet(at + kLayers) == 0x11) frame.octet(at + kLayers) = 0x21;
       })},
      {.name = "numLayers of more layers than ports",
       .clause = "CUS 7.7.3.5",
       .killed_by = "FH-CPL-020",
       .by = "layers",
       .link = kLte,
       .says = edit_precoding([](Edit& frame, std::uint32_t at) {
         if (frame.octet(at + kLayers) >> 4 < 2) frame.octet(at + kLayers) |= 0x03;
       })},
      {.name = "transmit diversity as a layer of its own",
       .clause = "CUS 7.7.3.3",
       .killed_by = "FH-CPL-020",
       .by = "layers",
       .link = kLte,
       .says = edit_precoding([](Edit& frame, std::uint32_t at) {
         if (frame.octet(at + kLayers) >> 4 == 15) frame.octet(at + kLayers) &= 0x2F;
       })},
      {.name = "a txScheme that is reserved",
       .clause = "CUS 7.7.3.4",
       .killed_by = "FH-CPL-020",
       .by = "scheme",
       .link = kLte,
       .says = edit_precoding([](Edit& frame, std::uint32_t at) {
         if (frame.octet(at + 1) > 1) frame.octet(at + kScheme) |= 0x10;
       })},
      {.name = "crsSymNum 14",
       .clause = "CUS 7.7.3.7",
       .killed_by = "FH-CPL-020",
       .by = "crs",
       .link = kLte,
       .says = edit_precoding([](Edit& frame, std::uint32_t at) {
         if (frame.octet(at + 1) > 1) frame.octet(at + kCrsSymbol) |= 0x0E;
       })},
      {.name = "beams of two antenna ports in place of four",
       .clause = "CUS 7.7.3.1",
       .killed_by = "FH-CPL-020",
       .by = "ports",
       .link = kLte,
       .believes = [](Setup& setup) { setup.link.carriers[0].channels[1].lte_precoding->ports = 2; }},
      {.name = "the second layer names a beam",
       .clause = "CUS 7.7.3.1",
       .killed_by = "FH-CPL-020",
       .by = "ports",
       .link = kLte,
       .says = edit_precoding([](Edit& frame, std::uint32_t at) {
         if (frame.octet(at + 1) == 1) frame.set("beamId", 9);
       })},
      {.name = "both layers are layer 0",
       .clause = "CUS 7.7.3.1",
       .killed_by = "FH-CPL-020",
       .by = "static",
       .link = kLte,
       .believes =
           [](Setup& setup) {
             // Each id alone is the first layer of its channel.
             std::vector<profile::Channel>& channels = setup.link.carriers[0].channels;
             channels.push_back(channels[0]);
             channels[0].eaxc = {{0}};
             channels.back().eaxc = {{1}};
           },
       .says = edit_precoding([](Edit& frame, std::uint32_t at) {
         if (frame.octet(at + kLayers) >> 4 == 0) frame.octet(at + kLayers) = 0x01;
       })},
      {.name = "no SE 3 though the O-RU precodes",
       .clause = "CUS 7.7.3.1",
       .killed_by = "FH-CPL-020",
       .by = "present",
       .link = kLte,
       .believes = [](Setup& setup) { setup.link.carriers[0].channels[0].lte_precoding.reset(); }},
  };
}

}  // namespace

std::vector<Mutant> beam_mutants() {
  std::vector<Mutant> all = weights();
  for (auto* const make : {ues, priorities, precoding})
    for (Mutant& one : make()) all.push_back(std::move(one));
  for (Mutant& one : all) one.dut = Dut::o_du;
  for (Mutant& one : priorities_o_ru()) all.push_back(std::move(one));
  return all;
}

}  // namespace plumbline::suite::test

// Both units: modulation compression and selective RE sending.
#include <array>

#include "iq/packing.h"
#include "suite/mutants/edit.h"

namespace plumbline::suite::test {
namespace {

using radio::Direction;
using radio::Plane;

constexpr std::uint32_t kExtension = 8;  ///< from the start of a section without freqOffset

/// DL sections whose first extension is of this type, where the extension begins.
MakeLens edit_extension(std::uint8_t type, std::function<void(Edit& frame, std::uint32_t at)> change) {
  return edit([=](Edit& frame) {
    if (!frame.is(Plane::c, Direction::downlink) || frame.get("ef") == 0) return;
    const std::uint32_t at = frame.fields().section + kExtension;
    if ((frame.octet(at) & 0x7F) == type) change(frame, at);
  });
}
MakeLens edit_uplane(Direction direction, std::function<void(Edit& frame, std::uint32_t section)> change) {
  return edit([=](Edit& frame) {
    if (frame.is(Plane::u, direction)) change(frame, frame.fields().section);
  });
}

/// A PRB of method 5 or 6, which has its own mask.
struct Prb {
  unsigned mask = 0, low = 0;  ///< sReSMask, the other bits of the first octet
  std::array<std::int32_t, 24> numbers{};
  std::uint32_t octets(unsigned width) const {
    return 2 + (2 * width * static_cast<unsigned>(__builtin_popcount(mask)) + 7) / 8;
  }
};
/// Changes the PRB at `at`.
void rewrite(Edit& frame, std::uint32_t at, unsigned width, const std::function<void(Prb& prb)>& change) {
  Prb prb{.mask = static_cast<unsigned>(frame.octet(at) >> 4 << 8 | frame.octet(at + 1)),
          .low = frame.octet(at) & 15u};
  iq::BitReader in{&frame.octet(at) + 2};
  for (unsigned i = 0; i < 24; ++i)
    if ((prb.mask >> i / 2 & 1) != 0) prb.numbers[i] = in.take(width);
  const std::uint32_t before = prb.octets(width);
  change(prb);
  Frame out(prb.octets(width) + 8);
  out[0] = static_cast<std::uint8_t>(prb.mask >> 8 << 4 | prb.low);
  out[1] = static_cast<std::uint8_t>(prb.mask);
  iq::BitWriter bits{&out[2]};
  for (unsigned i = 0; i < 24; ++i)
    if ((prb.mask >> i / 2 & 1) != 0) bits.put(prb.numbers[i], width);
  bits.fill();
  out.resize(prb.octets(width));
  frame.erase(at, before);
  frame.insert(at, out);
}

/// The section of a message of method 8, alone in it and with udCompLen, as if each of its PRBs ended on an
/// octet.
void pad_each(Edit& frame, std::uint32_t section, unsigned width) {
  constexpr std::uint32_t kHeader = 12;
  const std::uint32_t prbs = frame.octet(section + 3);
  const std::array<unsigned, 2> masks{
      (unsigned{frame.octet(section + 8)} << 8 | frame.octet(section + 9)) & 0xFFFu,
      (unsigned{frame.octet(section + 10)} << 8 | frame.octet(section + 11)) & 0xFFFu};
  iq::BitReader in{&frame.octet(section + kHeader)};
  Frame out(prbs * 32);
  std::uint8_t* to = out.data();
  std::uint32_t bits = 0;
  for (std::uint32_t prb = 0; prb < prbs; ++prb) {
    iq::BitWriter own{to};
    for (unsigned i = 0; i < 24; ++i)
      if ((masks[prb % 2] >> i / 2 & 1) != 0) own.put(in.take(width), width), bits += width;
    to = own.fill();
  }
  out.resize(static_cast<std::size_t>(to - out.data()));
  const std::uint32_t octets = 4 + static_cast<std::uint32_t>(out.size());
  frame.octet(section + 6) = static_cast<std::uint8_t>(octets >> 8);
  frame.octet(section + 7) = static_cast<std::uint8_t>(octets);
  frame.erase(section + kHeader, (bits + 7) / 8);
  frame.insert(section + kHeader, out);
}

/// What the unit was told of the compression of a kind of channel.
template <profile::ChannelKind kKind>
void plain_bfp(Setup& setup) {
  for (profile::Channel& channel : setup.link.carriers[0].channels)
    if (channel.kind == kKind) channel.compression.method = profile::Method::bfp;
}

std::vector<Mutant> amplitudes() {
  return {
      {.name = "no SE 4",
       .clause = "CUS A.5",
       .by = "present",
       .says = edit_extension(4,
                              [](Edit& frame, std::uint32_t at) {
                                frame.set("ef", 0);
                                frame.erase(at, 4);
                              })},
      {.name = "an RE in two sets of SE 5",
       .clause = "CUS 7.7.5.2",
       .by = "disjoint",
       .says = edit_extension(5, [](Edit& frame, std::uint32_t at) { frame.octet(at + 2) |= 0x40; })},
      {.name = "an RE in no set of SE 5",
       .clause = "CUS 7.7.5.2",
       .by = "complete",
       .says = edit_extension(5, [](Edit& frame, std::uint32_t at) { frame.octet(at + 2) &= 0x7F; })},
      {.name = "a set of SE 5 beyond reMask",
       .clause = "CUS 7.7.5.2",
       .by = "complete",
       .says = edit_extension(5, [](Edit& frame, std::uint32_t) { frame.set("reMask", 0x7FF); })},
      {.name = "SE 5 without sets",
       .clause = "CUS 7.7.5.1",
       .by = "sets",
       .says = edit_extension(5,
                              [](Edit& frame, std::uint32_t at) {
                                frame.octet(at + 1) = 1;
                                frame.erase(at + 4, 8);
                              })},
      {.name = "SE 4 beside SE 5",
       .clause = "CUS A.5",
       .by = "one_kind",
       .says = edit_extension(5,
                              [](Edit& frame, std::uint32_t at) {
                                frame.octet(at) |= 0x80;
                                frame.insert(at + 12, {0x04, 0x01, 0x94, 0x00});
                              })},
      {.name = "SE 4 in requests",
       .clause = "CUS 7.7.4",
       .by = "downlink",
       .says = edit([](Edit& frame) {
         if (!frame.is_request() || frame.get("sectionType") != 1) return;
         frame.set("ef", 1);
         frame.insert(frame.fields().section + kExtension, {0x04, 0x01, 0x94, 0x00});
       })},
  };
}

std::vector<Mutant> points() {
  return {
      {.name = "csf of SE 4 turned",
       .clause = "CUS 7.7.4.2",
       .by = "grid",
       .says = edit_extension(4, [](Edit& frame, std::uint32_t at) { frame.octet(at + 2) ^= 0x80; })},
      {.name = "csf of DMRS in SE 5 set",
       .clause = "CUS 7.7.5.3",
       .by = "grid",
       .says = edit_extension(5, [](Edit& frame, std::uint32_t at) { frame.octet(at + 3) |= 0x08; })},
      {.name = "modCompScaler half of what it is, with csf",
       .clause = "CUS 7.7.4.3",
       .by = "power",
       .says = edit_extension(4,
                              [](Edit& frame, std::uint32_t at) {
                                std::uint8_t& high = frame.octet(at + 2);
                                if ((high & 0x80) != 0) high = static_cast<std::uint8_t>(high + 8);
                              })},
      {.name = "mcScaleOffset of data half of what it is",
       .clause = "CUS 7.7.5.4",
       .by = "power",
       .says = edit_extension(5,
                              [](Edit& frame, std::uint32_t at) {
                                frame.octet(at + 7) = static_cast<std::uint8_t>(frame.octet(at + 7) + 8);
                              })},
      {.name = "modCompScaler 0",
       .clause = "CUS 7.7.4.3",
       .by = "scaler",
       .says = edit_extension(4,
                              [](Edit& frame, std::uint32_t at) {
                                frame.octet(at + 2) &= 0x80;
                                frame.octet(at + 3) = 0;
                              })},
      {.name = "a point beside the grid",
       .clause = "CUS A.5",
       .by = "grid",
       .says = edit_uplane(Direction::downlink,
                           [](Edit& frame, std::uint32_t section) {
                             if (frame.get("symbolId") == 3) frame.octet(section + 4) ^= 0x10;
                           })},
      {.name = "a PRB of codes that is not there",
       .clause = "CUS 8.3.3.12",
       .by = "readable",
       .says = edit_uplane(Direction::downlink, [](Edit& frame, std::uint32_t) { frame.add("numPrbu", 1); })},
      {.name = "no extension says what its codes are",
       .clause = "CUS A.5",
       .by = "compared",
       .says = edit([](Edit& frame) {
         if (!frame.is(Plane::c, Direction::downlink) || frame.get("ef") == 0) return;
         const std::uint32_t at = frame.fields().section + kExtension;
         frame.set("ef", 0);
         frame.erase(at, 4u * frame.octet(at + 1));
       }),
       .verdict = record::VERDICT_INCONCLUSIVE},
      {.name = "amplitudes above 1",
       .clause = "CUS A.5",
       .by = "CUS-COMP-014",
       .says = edit_extension(4,
                              [](Edit& frame, std::uint32_t at) {
                                frame.octet(at + 2) =
                                    static_cast<std::uint8_t>((frame.octet(at + 2) & 0x80) | 7);
                                frame.octet(at + 3) = 0xFF;
                              })},
  };
}

constexpr auto kDown = Direction::downlink;
constexpr auto kUp = Direction::uplink;
constexpr std::string_view kMasks = "tdd30_mod_masks", kBfp = "fdd15_selective",
                           kCodes = "tdd120_mod_selective";

std::vector<Mutant> selected_by_o_du() {
  return {
      {.name = "plain BFP in place of selective RE sending",
       .clause = "CUS 8.3.3.18",
       .by = "CUS-U-003",
       .link = kBfp,
       .believes = plain_bfp<profile::ChannelKind::pdsch>},
      {.name = "an RE of a CDM group without data sent",
       .clause = "CUS A.6",
       .by = "no_empty",
       .link = kBfp,
       .says = edit_uplane(kDown,
                           [](Edit& frame, std::uint32_t section) {
                             if (frame.get("symbolId") == 2)
                               rewrite(frame, section + 4, 9, [](Prb& prb) { prb.mask |= 1; });
                           })},
      {.name = "sReSMask names an RE that is not sent",
       .clause = "CUS 8.3.3.18",
       .by = "CUS-U-003",
       .link = kBfp,
       .says = edit_uplane(kDown,
                           [](Edit& frame, std::uint32_t section) {
                             if (frame.get("symbolId") == 2) frame.octet(section + 5) |= 1;
                           })},
      {.name = "bits behind the REs of a PRB set",
       .clause = "CUS 8.2.1",
       .by = "CUS-COMP-018",
       .link = kBfp,
       .says = edit_uplane(kDown,
                           [](Edit& frame, std::uint32_t section) {
                             if (frame.get("symbolId") == 13) frame.octet(section + 4 + 26) |= 1;
                           })},
      {.name = "an RE of code 0 sent",
       .clause = "CUS A.6",
       .by = "described",
       .link = kCodes,
       .says = edit_uplane(kDown,
                           [](Edit& frame, std::uint32_t section) {
                             if (frame.get("symbolId") == 2)
                               rewrite(frame, section + 4, 2, [](Prb& prb) { prb.mask |= 2; });
                           })},
      {.name = "an RE without amplitude sent",
       .clause = "CUS A.6",
       .by = "CUS-COMP-015",
       .link = kCodes,
       .says = edit_uplane(kDown,
                           [](Edit& frame, std::uint32_t section) {
                             if (frame.get("symbolId") == 3)
                               rewrite(frame, section + 4, 2,
                                       [](Prb& prb) { prb.numbers[0] = prb.numbers[1] = 0; });
                           })},
      {.name = "reserved bits beside sReSMask set",
       .clause = "CUS 8.3.3.15",
       .by = "reserved",
       .link = kCodes,
       .says = edit_uplane(kDown, [](Edit& frame, std::uint32_t section) { frame.octet(section + 4) |= 1; })},
      {.name = "a PRB that is not there",
       .clause = "CUS 8.3.3.12",
       .by = "readable",
       .link = kBfp,
       .says = edit_uplane(kDown, [](Edit& frame, std::uint32_t) { frame.add("numPrbu", 1); })},
      {.name = "rb with two masks",
       .clause = "CUS 8.3.3.21",
       .by = "CUS-COMP-016",
       .link = kMasks,
       .says = edit_uplane(kDown, [](Edit& frame, std::uint32_t) { frame.set("rb", 1); })},
      {.name = "REs that all hold something",
       .clause = "CUS A.6",
       .by = "selected",
       .link = kBfp,
       .does = [](Stimulus& stimulus) { stimulus.payload = emulator::Payload::pn23; },
       .verdict = record::VERDICT_INCONCLUSIVE},
      {.name = "codes of each PRB filled up to an octet",
       .clause = "CUS A.6",
       .by = "CUS-U-003",
       .link = kMasks,
       .says = edit_uplane(kDown,
                           [](Edit& frame, std::uint32_t section) {
                             if (frame.get("symbolId") == 13) pad_each(frame, section, 3);
                           })},
      {.name = "udCompLen counts an octet too many",
       .clause = "CUS 8.3.3.19",
       .by = "CUS-COMP-017",
       .link = kMasks,
       .says = edit_uplane(kDown, [](Edit& frame, std::uint32_t section) { ++frame.octet(section + 7); })},
      {.name = "reserved bits of sReSMask1 set",
       .clause = "CUS 8.3.3.20",
       .by = "reserved",
       .link = kMasks,
       .says =
           edit_uplane(kDown, [](Edit& frame, std::uint32_t section) { frame.octet(section + 8) |= 0x10; })},
  };
}

std::vector<Mutant> selected_by_o_ru() {
  return {
      {.name = "plain BFP in place of selective RE sending",
       .clause = "CUS 8.3.3.18",
       .by = "CUS-U-003",
       .link = kBfp,
       .believes = plain_bfp<profile::ChannelKind::pusch>},
      {.name = "an RE that holds nothing sent",
       .clause = "CUS A.6",
       .by = "no_empty",
       .link = kBfp,
       .says = edit_uplane(kUp,
                           [](Edit& frame, std::uint32_t section) {
                             if ((frame.octet(section + 4) & 15) == 0 && (frame.octet(section + 5) & 1) == 0)
                               rewrite(frame, section + 4, 9, [](Prb& prb) { prb.mask |= 1; });
                           })},
      {.name = "a PRB that is not there",
       .clause = "CUS 8.3.3.12",
       .by = "readable",
       .link = kBfp,
       .says = edit_uplane(kUp, [](Edit& frame, std::uint32_t) { frame.add("numPrbu", 1); })},
      {.name = "sReSMask leaves out an RE that is sent",
       .clause = "CUS 8.3.3.18",
       .by = "CUS-U-003",
       .link = kBfp,
       .says =
           edit_uplane(kUp, [](Edit& frame, std::uint32_t section) { frame.octet(section + 5) &= 0xFE; })},
      {.name = "bits behind the REs of a PRB set",
       .clause = "CUS 8.2.1",
       .by = "CUS-COMP-018",
       .link = kBfp,
       .says = edit_uplane(kUp,
                           [](Edit& frame, std::uint32_t section) {
                             // 11 of 12 REs are 198 bits.
                             if (frame.octet(section + 4) >> 4 == 0xB && frame.octet(section + 5) == 0xFF)
                               frame.octet(section + 4 + 26) |= 1;
                           })},
      {.name = "udCompLen counts an octet too many",
       .clause = "CUS 8.3.3.19",
       .by = "CUS-COMP-017",
       .link = kMasks,
       .says = edit_uplane(kUp, [](Edit& frame, std::uint32_t section) { ++frame.octet(section + 7); })},
      {.name = "reserved bits beside the exponent set",
       .clause = "CUS 8.3.3.15",
       .by = "reserved",
       .link = kCodes,
       .says = edit_uplane(kUp,
                           [](Edit& frame, std::uint32_t section) { frame.octet(section + 4 + 4) |= 0x10; })},
  };
}

}  // namespace

std::vector<Mutant> compressing_mutants() {
  std::vector<Mutant> all;
  add_for(all, amplitudes(), Dut::o_du, "FH-CPL-019", "mod_comp");
  add_for(all, points(), Dut::o_du, "FH-UPL-011", "mod_comp");
  add_for(all, selected_by_o_du(), Dut::o_du, "FH-UPL-012");
  add_for(all, selected_by_o_ru(), Dut::o_ru, "FH-UPL-012");
  return all;
}

}  // namespace plumbline::suite::test

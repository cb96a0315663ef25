#include "suite/tester.h"

#include <fmt/format.h>

namespace plumbline::suite {

emulator::ODu::Options o_du_options(const Setup& setup, const Stimulus& stimulus) {
  return {.seed = setup.seed,
          .start = setup.start,
          .frames = stimulus.frames,
          .sections = stimulus.sections,
          .snap = setup.snap,
          .payload = stimulus.payload,
          .script = stimulus.script.get(),
          .transport_fragments = stimulus.transport_fragments,
          .joins_fragments = !setup.tester || setup.tester->has(profile::Feature::transport_fragments)};
}

emulator::ORuAbilities abilities_of(const profile::Unit& unit) {
  using profile::Feature;
  return {.extensions = unit.extensions,
          .blanking = unit.has_section_type(0),
          .channel_information = unit.has_section_type(5) && unit.has_section_type(6),
          .ack_nack = unit.has(Feature::ack_nack),
          .sleep = unit.has(Feature::sleep) ? unit.sleep : std::nullopt,
          .static_uplink = unit.has(Feature::static_prach),
          .laa = unit.has(Feature::laa),
          .one_way_delay = unit.has(Feature::one_way_delay),
          .loopback = unit.has(Feature::loopback),
          .udp_echo = unit.has(Feature::udp_echo),
          .transport_fragments = unit.has(Feature::transport_fragments)};
}

Result<std::unique_ptr<Tester>, Error> make_tester(const Setup& setup, const Stimulus& stimulus) {
  auto tester = std::make_unique<Tester>();
  if (setup.dut == Dut::o_ru) {
    auto made = emulator::ODu::make(setup.link, o_du_options(setup, stimulus));
    if (!made) return tl::unexpected(made.error());
    tester->o_du = std::move(*made);
    tester->actor = tester->o_du.get();
  } else {
    auto made = emulator::ORu::make(
        setup.link, {.seed = setup.seed,
                     .snap = setup.snap,
                     .abilities = abilities_of(setup.tester.value_or(played(Dut::o_ru, setup.link))),
                     .transport_fragments = stimulus.transport_fragments});
    if (!made) return tl::unexpected(made.error());
    tester->o_ru = std::move(*made);
    tester->actor = tester->o_ru.get();
  }
  if (stimulus.disturbance) {
    tester->disturbed = std::make_unique<emulator::Disturbed>(*tester->actor, *stimulus.disturbance);
    tester->actor = tester->disturbed.get();
  }
  if (!stimulus.extras.empty()) {
    const CaptureTime start = profile::from_gps(setup.link.time, setup.start);
    for (const Extra& extra : stimulus.extras) tester->frames.push_back({start + extra.after, extra.octets});
    tester->extras = std::make_unique<emulator::WithExtras>(*tester->actor, tester->frames);
    tester->actor = tester->extras.get();
  }
  return tester;
}

namespace {

/// Adds what the channels of a link need of both its ends.
void add_configured(const profile::Link& link, profile::Unit& unit) {
  const auto extend = [&](std::initializer_list<unsigned> types) {
    for (const unsigned type : types) unit.extensions |= std::uint64_t{1} << type;
  };
  for (const profile::Carrier& carrier : link.carriers)
    for (const profile::Channel& channel : carrier.channels) {
      unit.category_b |= channel.weights || channel.channel_information || channel.lte_precoding;
      if (channel.weights) extend({channel.weights->extension});
      if (channel.channel_information) {
        unit.section_types |= std::uint64_t{1} << 5 | std::uint64_t{1} << 6;
        extend({8});
        if (channel.direction() == radio::Direction::uplink) extend({16});
      }
      if (channel.lte_precoding) extend({3});
      if (channel.coupling == profile::Coupling::section_id) continue;
      unit.features |= std::uint64_t{1} << static_cast<unsigned>(profile::Feature::coupling_by_time);
      if (channel.coupling == profile::Coupling::frequency_and_time) continue;
      unit.category_b = true;
      unit.features |= std::uint64_t{1} << static_cast<unsigned>(profile::Feature::coupling_by_priority);
      extend({6});
    }
}

/// What both units have to be able to do before it can be used between them.
constexpr profile::Feature kOfBoth[] = {profile::Feature::sym_inc,
                                        profile::Feature::transport_fragments,
                                        profile::Feature::ack_nack,
                                        profile::Feature::sleep,
                                        profile::Feature::laa,
                                        profile::Feature::coupling_by_time,
                                        profile::Feature::coupling_by_priority,
                                        profile::Feature::static_prach};
/// What our O-RU does besides as it is told.
constexpr profile::Feature kOfORu[] = {profile::Feature::loopback, profile::Feature::one_way_delay,
                                       profile::Feature::udp_echo};

std::uint64_t bits_of(std::span<const profile::Feature> features) {
  std::uint64_t bits = 0;
  for (const profile::Feature one : features) bits |= std::uint64_t{1} << static_cast<unsigned>(one);
  return bits;
}

/// `why_not` of what the unit under test claims, then of what the tester claims too.
template <class WhyNot>
std::string ask_both(const Setup& setup, WhyNot&& why_not) {
  std::string why = why_not(setup);
  if (!why.empty() || !setup.tester) return why;
  Setup met = setup;
  met.unit.section_types &= setup.tester->section_types;
  met.unit.extensions &= setup.tester->extensions;
  met.unit.features &= setup.tester->features | ~bits_of(kOfBoth);
  why = why_not(met);
  return why.empty() ? why : "tester: " + why;
}

}  // namespace

std::string Case::why_not(const Setup& setup) const {
  if (not_applicable == nullptr) return {};
  return ask_both(setup, not_applicable);
}

std::string Case::why_not(const Setup& setup, std::size_t part) const {
  if (part_not_applicable == nullptr) return {};
  return ask_both(setup, [&](const Setup& one) { return part_not_applicable(one, part); });
}

std::vector<std::string> without_effect(const profile::Unit& unit) {
  const bool o_ru = unit.kind == profile::UnitKind::o_ru;
  const std::uint64_t used = bits_of(kOfBoth) | (o_ru ? bits_of(kOfORu) : 0);
  std::vector<std::string> unused;
  if (unit.category_b) unused.emplace_back("category B");
  if (unit.beamforming != profile::Beamforming::not_stated) unused.emplace_back("beamforming");
  if (unit.loopback_level != 0) unused.emplace_back("loopback_level");
  for (std::size_t i = 0; i < profile::kFeatureNames.size(); ++i)
    if ((unit.features & ~used) >> i & 1)
      unused.push_back(fmt::format("features {}", profile::kFeatureNames[i]));
  if (unit.limits != profile::Limits{}) unused.emplace_back("limits");
  if (!unit.quirks.empty()) unused.emplace_back("quirks");
  return unused;
}

Result<void, Error> check_tester(const profile::Unit& unit) {
  if (unit.kind == profile::UnitKind::o_du) return {};
  for (unsigned type = 0; type < 64; ++type)
    if ((unit.extensions & ~emulator::kFollowedExtensions) >> type & 1)
      return fail(fmt::format("extensions: the tester's O-RU does not follow section extension {}", type),
                  "take it out of the tester's profile");
  return {};
}

profile::Unit played(Dut dut, const profile::Link& link) {
  using profile::Feature;
  profile::Unit unit;
  const auto offer = [&](Feature feature) {
    unit.features |= std::uint64_t{1} << static_cast<unsigned>(feature);
  };
  for (const Feature feature :
       {Feature::loopback, Feature::one_way_delay, Feature::counters, Feature::transport_fragments,
        Feature::sequence_counters, Feature::corrupt_counters})
    offer(feature);
  unit.vendor = "Plumbline";
  add_configured(link, unit);
  if (dut == Dut::o_du) {
    unit.kind = profile::UnitKind::o_du;
    unit.model = "emulated O-DU";
    unit.beamforming = unit.category_b ? profile::Beamforming::beams : profile::Beamforming::none;
    offer(Feature::pn23);
    offer(Feature::even_power);
    // What the tester, an O-RU, follows: modulation compression.
    for (const unsigned type : {4u, 5u, 23u}) unit.extensions |= std::uint64_t{1} << type;
    // It takes whatever a link can hold.
    unit.limits = {.sections_per_symbol = 64, .sections_per_slot = 64, .prbs_per_symbol = 1023};
    return unit;
  }
  unit.model = "emulated O-RU";
  unit.beamforming = profile::Beamforming::beams;
  for (const Feature feature :
       {Feature::udp_echo, Feature::sym_inc, Feature::one_step_t34, Feature::two_step_t34, Feature::ack_nack,
        Feature::nack, Feature::sleep, Feature::laa, Feature::coupling_by_time, Feature::static_prach,
        Feature::pn23})
    offer(feature);
  const profile::Sleep::Modes modes{
      profile::SleepMode{.wake_up_us = 20}, profile::SleepMode{.wake_up_us = 1000},
      profile::SleepMode{.wake_up_us = 2000, .ready_within_us = 6000}, std::nullopt};
  unit.sleep = profile::Sleep{.trx_control = modes,
                              .asm_modes = modes,
                              .undefined_duration = true,
                              .discards = true,
                              .elements = 16,
                              .masks = {0, 0x00FF}};
  for (const unsigned type : {0u, 1u, 3u, 4u, 5u, 6u, 7u}) unit.section_types |= std::uint64_t{1} << type;
  for (const unsigned type : {4u, 5u, 6u, 10u, 12u, 13u, 22u, 23u})
    unit.extensions |= std::uint64_t{1} << type;
  return unit;
}

}  // namespace plumbline::suite

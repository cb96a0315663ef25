// FH-UPL-019: compression fidelity.
#pragma once

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "suite/cases/upl/upl_013_dynamic.h"
#include "suite/test_signal.h"

namespace plumbline::suite::upl_019 {

/// Bits of fixed point that hold all three powers.
inline constexpr unsigned kLeastFixed = 14;

/// What compressed samples are compared with.
inline bool is_plain(const profile::Packing& packing) {
  return packing.method == profile::Method::none && packing.width >= kLeastFixed;
}

/// The PUSCH channel of the target; nullptr: none.
inline const profile::Channel* channel_of(const Setup& setup, profile::Endpoint& endpoint) {
  const auto target = uplink_target(setup);
  if (!target || profile::find_endpoints(setup.link, *target, radio::Direction::uplink, &endpoint, 1) != 1)
    return nullptr;
  return endpoint.channel;
}

/// The uncompressed format first, then those that are held against it.
inline std::vector<profile::Packing> formats(const profile::Channel& channel) {
  std::vector<profile::Packing> all = upl_013::formats(channel);
  std::erase_if(all, [](const profile::Packing& one) { return !holds_test_signal(one.method, one.width); });
  std::stable_partition(all.begin(), all.end(), is_plain);
  return all;
}
inline std::uint8_t header_of(const profile::Packing& packing) {
  return wire::make_ud_comp_hdr(static_cast<std::uint8_t>(packing.method), packing.width);
}

/// Frame by frame another format.
inline bool say(const emulator::SlotPlace& place, std::vector<emulator::ScriptMessage>& messages) {
  const auto all = formats(place.channel);
  emulator::ScriptMessage message{.eaxc = place.channel.eaxc[place.port],
                                  .header = header_at(place, 0),
                                  .sections = cover(100, 0, place.carrier.prbs, place.symbols.count)};
  message.header.ud_comp_hdr = header_of(all[static_cast<std::size_t>(place.frame) % all.size()]);
  messages.push_back(std::move(message));
  return true;
}
inline void want(const SlotOf& slot, std::vector<Wanted>& wanted) { upl_013::want(slot, wanted); }
inline constexpr Speech kSpeech{say, want};

inline std::string not_applicable(const Setup& setup) {
  if (std::string why = no_test_signal(setup); !why.empty()) return why;
  profile::Endpoint endpoint{};
  const profile::Channel* channel = channel_of(setup, endpoint);
  if (channel == nullptr) return no_uplink_target(setup);
  if (!channel->compression.dynamic)
    return "link carriers.channels.pusch.compression.header: static, one format only";
  const auto all = formats(*channel);
  if (all.empty() || !is_plain(all.front()))
    return "link carriers.channels.pusch.compression.also: none, of 14 bits at least";
  if (all.size() < 2 || is_plain(all.back()))
    return "link carriers.channels.pusch.compression.also: nothing but none";
  if (endpoint.carrier->prbs < iq::kTestThirds) return "link carriers.prbs: fewer than 3";
  return no_uplink_target(setup);
}

inline Stimulus stimulus(const Setup& setup, std::size_t /*part*/) {
  profile::Endpoint endpoint{};
  const profile::Channel* channel = channel_of(setup, endpoint);
  const std::size_t count = channel == nullptr ? 1 : formats(*channel).size();
  return {.frames = static_cast<std::uint32_t>(std::max<std::size_t>(4, 2 * count)),
          .script = script_of(kSpeech, setup),
          .payload = emulator::Payload::pn23,
          .keep_prbs = true};
}

/// In hundredths.
inline std::int64_t hundredths(double value) {
  return std::isfinite(value) ? std::llround(std::clamp(value, -1e6, 1e6) * 100) : 100'000'000;
}
inline double power_db(const Third& third) {
  return 10 * std::log10(third.power / static_cast<double>(std::max<std::uint64_t>(third.samples, 1)));
}
inline double evm_percent(const Third& third) { return 100 * third.evm.ratio().value_or(100); }

inline void judge(const Setup& setup, const Stimulus& sent, const Observed& observed, Judgement& judgement) {
  profile::Endpoint endpoint{};
  const profile::Channel& channel = *channel_of(setup, endpoint);
  const radio::Eaxc target = uplink_target(setup).value_or(radio::Eaxc{});
  TestSignal signal{setup};
  std::map<std::uint8_t, Thirds> by_format;
  std::uint64_t packet = 0;
  Tally unreadable;
  each_symbol(
      setup, observed,
      [&](const SeenUplane& seen) { return is_test_signal(seen) && seen.place.eaxc == target; },
      [&](const SymbolSamples& symbol) {
        if (!symbol.whole) unreadable.note(symbol.packet);
        const Thirds found = signal.look(symbol);
        for (std::size_t i = 0; i < found.size(); ++i) {
          by_format[symbol.ud_comp_hdr][i] += found[i];
          if (found[i].bits.errors > 0 && packet == 0) packet = symbol.packet;
        }
      });
  const auto all = formats(channel);
  // Formats follow each other frame by frame.
  if (sent.frames < all.size()) return judgement.inconclusive("compared", {});
  std::uint64_t compared = 0, errors = 0;
  std::int64_t power = 0, evm = INT64_MIN;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Thirds& thirds = by_format[header_of(all[i])];
    const Thirds& plain = by_format[header_of(all[0])];
    compared += std::all_of(thirds.begin(), thirds.end(), [](const Third& one) { return one.samples > 0; });
    for (std::size_t third = 0; third < thirds.size(); ++third) {
      errors += thirds[third].bits.errors;
      if (i == 0 || is_plain(all[i])) continue;
      const std::int64_t differs = hundredths(power_db(thirds[third]) - power_db(plain[third]));
      if (std::abs(differs) > std::abs(power)) power = differs;
      evm = std::max(evm, hundredths(evm_percent(thirds[third]) - evm_percent(plain[third])));
    }
  }
  judgement.never("readable", unreadable, record::UNIT_SYMBOLS);
  judgement.equals("compared", all.size(), compared, record::UNIT_NONE);
  judgement.holds("power",
                  {.expected = -100, .expected_to = 100, .observed = power, .unit = record::UNIT_NONE});
  judgement.holds("evm",
                  {.expected = -10'000, .expected_to = 400, .observed = evm, .unit = record::UNIT_NONE});
  judgement.equals("errors", 0, errors, record::UNIT_BITS, packet);
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CONF.0", "v12.00", "3.2.3.3.3", "block floating point, and those behind it",
     Relation::part},
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "8.1.3.2.3", "UL gain", Relation::part},
};
inline constexpr CriterionInfo kCriteria[] = {
    {"readable", "the samples of every symbol could be unpacked", "O-RAN.WG4.TS.CUS.0 v17.01 8.3.3.15"},
    {"compared", "each format came, in each third of the band", "O-RAN.WG4.TS.CONF.0 v12.00 3.2.3.3.3"},
    {"power",
     "the power of each third of the band is that of the uncompressed run, within 1 dB (hundredths of a dB)",
     "O-RAN.WG4.TS.CONF.0 v12.00 3.2.3.3.3"},
    {"evm",
     "the EVM of each third is at most 4 percentage points more than that of the uncompressed run "
     "(hundredths)",
     "O-RAN.WG4.TS.CONF.0 v12.00 3.2.3.3.3"},
    {"errors", "no bit differs from those that the antenna received", "O-RAN.WG4.TS.CONF.0 v12.00 3.2.3.3.3"},
};

inline constexpr Case kCase{
    .id = "FH-UPL-019",
    .title = "compression fidelity",
    .purpose =
        "Compressed samples are as strong and as good as uncompressed ones, in each third of the band.",
    .duts = kORu,
    .kind = Kind::emulation,
    .references = kReferences,
    .remains = "DL on air, links of one static format: two runs by two configurations, power on air",
    .criteria = kCriteria,
    .not_applicable = not_applicable,
    .stimulus = stimulus,
    .judge = judge,
};

}  // namespace plumbline::suite::upl_019

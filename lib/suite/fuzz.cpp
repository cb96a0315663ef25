#include "suite/fuzz.h"

#include <algorithm>
#include <array>

#include "base/random.h"
#include "suite/counting.h"
#include "suite/expect.h"
#include "suite/frames.h"
#include "wire/ecpri.h"
#include "wire/frame.h"

namespace plumbline::suite {
namespace {

constexpr std::uint32_t kFrames = 48;
/// 125 messages a millisecond besides the traffic: a kernel port can send them in time.
constexpr std::uint32_t kFramesOverPort = 240;
constexpr std::size_t kEcpri = 4, kIds = 8;  ///< octets of the common header; with ids
constexpr std::size_t kLongest = 1400;
constexpr std::uint64_t kSalt = 0xF0222;

/// One mutation at `from` or behind it.
void mutate_once(std::vector<std::uint8_t>& pdu, std::size_t from, Random& random) {
  if (pdu.size() <= from) return;
  constexpr std::array<std::uint8_t, 4> kExtremes{0x00, 0x7F, 0x80, 0xFF};
  const std::size_t at = from + random.below(pdu.size() - from);
  const auto place = pdu.begin() + static_cast<std::ptrdiff_t>(at);
  const auto drawn = static_cast<std::uint8_t>(random.next());
  switch (random.below(8)) {
    case 0:
    case 1:
    case 2:
      *place = static_cast<std::uint8_t>(*place ^ 1u << (drawn & 7));
      return;
    case 3:
    case 4:
      *place = drawn;
      return;
    case 5:
      *place = kExtremes[drawn & 3];
      return;
    case 6:
      if ((drawn & 1) != 0)
        pdu.erase(place);
      else
        pdu.erase(place, pdu.end());
      return;
    default:
      if (pdu.size() < kLongest) pdu.insert(place, 1 + (drawn & 15u), kExtremes[drawn >> 6]);
  }
}

void mutate(std::vector<std::uint8_t>& pdu, Random& random) {
  // Receivers throw away at once what is wrong in the eCPRI header: most mutations lie behind it.
  for (std::uint64_t more = 1 + random.below(4); more > 0; --more)
    mutate_once(pdu, random.below(8) == 0 ? 0 : kIds, random);
  if (random.below(4) == 0 || pdu.size() < kEcpri) return;
  const std::size_t payload = pdu.size() - kEcpri;
  pdu[2] = static_cast<std::uint8_t>(payload >> 8);
  pdu[3] = static_cast<std::uint8_t>(payload);
}

/// From the start of the CP of its symbol to when it passed the tester; nothing where that cannot be told.
/// Section type 3 has a time of its own.
std::optional<std::int64_t> since_symbol_ns(const Setup& setup, const Place& place,
                                            radio::Direction direction, const radio::RadioTime& when) {
  profile::Endpoint endpoint{};
  const auto at = profile::to_gps(setup.link.time, place.at);
  if (!at || profile::find_endpoints(setup.link, place.eaxc, direction, &endpoint, 1) == 0)
    return std::nullopt;
  const profile::Carrier& carrier = *endpoint.carrier;
  const unsigned symbol = carrier.slot_of_id(when.slot) * carrier.numerology.symbols_per_slot() + when.symbol;
  const std::int64_t advance = direction == radio::Direction::uplink ? carrier.n_ta_offset_tc : 0;
  const std::int64_t tc =
      when.subframe * radio::kTcPerSubframe + radio::symbol_start_tc(carrier.numerology, symbol) - advance;
  const std::int64_t frame = radio::nearest_frame(carrier.frame_timing, *at, when.frame);
  const GpsTime due = radio::frame_start(carrier.frame_timing, frame) + Nanos{radio::tc_to_ns(tc)};
  return (*at - due).count();
}

/// A window that the link does not state holds anything.
bool is_inside(const std::optional<profile::Delay>& window, std::int64_t ns) {
  return !window || (window->min_ns <= ns && ns <= window->max_ns);
}

/// U-plane at the O-DU is due in Ta4 of its symbol.
bool comes_in_time(const Setup& setup, const SeenUplane& seen) {
  const auto since = since_symbol_ns(setup, seen.place, radio::Direction::uplink, seen.header.at);
  return since && is_inside(setup.link.delays.ta4, *since);
}
/// At the O-RU in T2a.
bool goes_in_time(const Setup& setup, const SeenUplane& seen) {
  const auto since = since_symbol_ns(setup, seen.place, radio::Direction::downlink, seen.header.at);
  return seen.header.direction == radio::Direction::downlink && since &&
         is_inside(setup.link.delays.t2a_up, -*since);
}
bool goes_in_time(const Setup& setup, const SeenCplane& seen) {
  const profile::Delays& delays = setup.link.delays;
  const radio::Direction direction = seen.header.direction;
  const auto since = since_symbol_ns(setup, seen.place, direction, seen.header.start);
  return since &&
         is_inside(direction == radio::Direction::uplink ? delays.t2a_cp_ul : delays.t2a_cp_dl, -*since);
}

void judge_sent(const Stimulus& sent, Judgement& judgement) {
  const Measured measured{.expected = kMutations,
                          .expected_to = INT64_MAX,
                          .observed = static_cast<std::int64_t>(sent.extras.size())};
  judgement.add("mutations",
                sent.extras.size() >= kMutations ? record::VERDICT_PASS : record::VERDICT_INCONCLUSIVE,
                measured);
}

std::int64_t number(std::uint64_t value) { return static_cast<std::int64_t>(value); }

/// The eAxC id carries PUSCH alone: all symbols of the channel are asked for.
bool is_plain(const Setup& setup, radio::Eaxc eaxc) {
  std::array<profile::Endpoint, 2> found{};
  return profile::find_endpoints(setup.link, eaxc, radio::Direction::uplink, found.data(), found.size()) == 1;
}

}  // namespace

FuzzSpan fuzz_span(std::uint32_t frames) {
  const std::uint32_t edge = std::max(1u, frames / 12);
  if (frames < 3 * edge + 1) return {.from = frames, .to = frames, .again = frames};
  return {.from = edge, .to = frames - 2 * edge, .again = frames - edge};
}

radio::RadioTime radio_time_at(const Setup& setup, Nanos after) {
  const profile::Carrier& carrier = setup.link.carriers.front();
  const GpsTime when = setup.start + after;
  const std::int64_t frame = radio::frame_at(carrier.frame_timing, when);
  const std::int64_t since = (when - radio::frame_start(carrier.frame_timing, frame)).count();
  const unsigned slots = carrier.numerology.slots_per_subframe(),
                 symbols = carrier.numerology.symbols_per_slot();
  const std::int64_t slot_ns = 1'000'000 / slots;
  return {.frame = static_cast<std::uint8_t>(frame & 255),
          .subframe = static_cast<std::uint8_t>(since / 1'000'000),
          .slot = static_cast<std::uint8_t>(
              carrier.id_of_slot(static_cast<unsigned>(since % 1'000'000 / slot_ns))),
          .symbol = static_cast<std::uint8_t>(since % slot_ns * symbols / slot_ns)};
}

Stimulus fuzz(const Setup& setup, const FuzzBase& base) {
  const std::uint32_t usual = setup.over_port ? kFramesOverPort : kFrames;
  Stimulus sent{.frames = setup.frames > 0 ? setup.frames : usual};
  const FuzzSpan span = fuzz_span(sent.frames);
  const Nanos from = span.from * Nanos{radio::kFrameNs},
              room = (span.to - span.from) * Nanos{radio::kFrameNs};
  if (room == Nanos{0}) return sent;
  Random random{setup.seed ^ kSalt};
  sent.extras.reserve(kMutations);
  for (std::uint64_t i = 0; i < kMutations; ++i) {
    const Nanos after = from + Nanos{room.count() * static_cast<std::int64_t>(i) / kMutations};
    std::vector<std::uint8_t> pdu = base(setup, i, after);
    mutate(pdu, random);
    sent.extras.push_back({after, frame_of(setup, wire::kEcpriEtherType, pdu)});
  }
  return sent;
}

void judge_o_ru_health(const Setup& setup, const Stimulus& sent, const Observed& observed,
                       Judgement& judgement) {
  judge_sent(sent, judgement);
  const FuzzSpan span = fuzz_span(sent.frames);
  std::array<std::vector<Wanted>, 3> wanted;
  each_slot(setup, sent.frames, profile::ChannelKind::pusch, [&](const SlotOf& slot) {
    if (!is_plain(setup, slot.eaxc())) return;
    const auto frame =
        static_cast<std::uint32_t>(slot.frame - first_frame(slot.carrier.frame_timing, setup.start));
    const bool before = frame < span.from, after = frame >= span.again;
    if (!before && !after && (frame < span.from || frame >= span.to)) return;
    std::vector<Wanted>& phase = wanted[before ? 0 : after ? 2 : 1];
    for (std::uint8_t i = 0; i < slot.symbols.count; ++i) {
      Wanted& want = phase.emplace_back(slot.wanted());
      want.symbol = static_cast<std::uint8_t>(slot.symbols.first + i);
      want.prbs = radio::make_prbs(0, slot.carrier.prbs, 1);
    }
  });
  // Where nothing has an id, a PRB that was asked for twice comes once: it is an answer all the same.
  const auto has_plain_id = [&](const SeenUplane& seen) {
    if (seen.section < kFuzzSection) return true;
    profile::Endpoint endpoint{};
    return seen.section == wire::kNoSectionId &&
           profile::find_endpoints(setup.link, seen.place.eaxc, seen.header.direction, &endpoint, 1) > 0 &&
           endpoint.channel->coupling != profile::Coupling::section_id;
  };
  const auto is_answer = [&](const SeenUplane& seen) {
    return seen.header.direction == radio::Direction::uplink && !seen.prach && !seen.place.from_o_du &&
           has_plain_id(seen) && comes_in_time(setup, seen);
  };
  constexpr std::array<std::string_view, 3> kNames{"before", "meanwhile", "afterwards"};
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const Difference found = compare(wanted[i], observed.uplane, is_answer);
    const std::uint64_t least = i == 1 ? found.wanted * kServedMeanwhile / 100 : found.wanted;
    const Measured measured{.expected = number(least),
                            .expected_to = number(found.wanted),
                            .observed = number(found.wanted - found.missing),
                            .unit = record::UNIT_PRB_SYMBOLS};
    if (found.wanted == 0)
      judgement.inconclusive(kNames[i], measured);
    else
      judgement.holds(kNames[i], measured);
  }
}

void judge_o_du_health(const Setup& setup, const Stimulus& sent, const Observed& observed,
                       Judgement& judgement) {
  judge_sent(sent, judgement);
  const FuzzSpan span = fuzz_span(sent.frames);
  std::array<std::uint64_t, 3> sections{};
  const CaptureTime start = profile::from_gps(setup.link.time, setup.start);
  const auto count = [&](const Place& place) {
    if (!place.from_o_du || place.at < start) return;
    const auto frame = static_cast<std::uint64_t>((place.at - start).count() / radio::kFrameNs);
    // The first frame's messages leave before it, the last one has none behind it.
    if (frame < span.from)
      ++sections[0];
    else if (frame < span.to)
      ++sections[1];
    else if (frame >= span.again - 1 && frame + 1 < sent.frames)
      ++sections[2];
  };
  for (const SeenUplane& seen : observed.uplane)
    if (goes_in_time(setup, seen)) count(seen.place);
  for (const SeenCplane& seen : observed.cplane)
    if (seen.header.section_type != 3 && goes_in_time(setup, seen)) count(seen.place);
  const std::uint64_t edge = span.from;
  judgement.holds("before", {.expected = 1,
                             .expected_to = INT64_MAX,
                             .observed = number(sections[0]),
                             .unit = record::UNIT_SECTIONS});
  const auto least = [&](std::uint64_t frames) {
    return number(edge == 0 ? 0 : sections[0] * frames * kServedMeanwhile / 100 / edge);
  };
  judgement.holds("meanwhile", {.expected = least(span.to - span.from),
                                .expected_to = INT64_MAX,
                                .observed = number(sections[1]),
                                .unit = record::UNIT_SECTIONS});
  judgement.holds("afterwards", {.expected = least(sent.frames - span.again),
                                 .expected_to = INT64_MAX,
                                 .observed = number(sections[2]),
                                 .unit = record::UNIT_SECTIONS});
  if (setup.unit.has(profile::Feature::counters))
    judge_counter(kRxOnTime, observed.tester.tx_total - observed.tester.tx_total_c, ~std::uint64_t{0},
                  observed, judgement);
}

}  // namespace plumbline::suite

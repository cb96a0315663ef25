#include "suite/test_signal.h"

#include <bit>
#include <complex>

namespace plumbline::suite {
namespace {

constexpr auto k64Qam = iq::Modulation::qam64;
constexpr std::size_t kReOfPrb = iq::kNumbersPerPrb / 2;
constexpr unsigned kBits = 6;

/// What the reference must be multiplied by to meet the samples.
std::complex<double> gain_of(const std::vector<iq::Point>& samples, const std::vector<iq::Point>& reference) {
  std::complex<double> cross;
  double power = 0;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    cross += std::complex{samples[i].i, samples[i].q} * std::complex{reference[i].i, -reference[i].q};
    power += iq::power(reference[i]);
  }
  return power > 0 ? cross / power : 0.0;
}

Third judge_third(const std::vector<iq::Point>& samples, const std::vector<iq::Point>& reference) {
  Third third{.samples = samples.size(), .evm = iq::evm_against(samples, reference)};
  for (const iq::Point& sample : samples) third.power += iq::power(sample);
  const std::complex<double> gain = gain_of(samples, reference);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const std::complex<double> point =
        std::abs(gain) > 0 ? std::complex{samples[i].i, samples[i].q} / gain : std::complex<double>{};
    const unsigned wrong =
        iq::bits_of(k64Qam, {point.real(), point.imag()}) ^ iq::bits_of(k64Qam, reference[i]);
    third.bits += {.bits = kBits, .errors = static_cast<std::uint64_t>(std::popcount(wrong))};
  }
  return third;
}

}  // namespace

Third& Third::operator+=(const Third& other) {
  power += other.power;
  samples += other.samples;
  evm += other.evm;
  bits += other.bits;
  return *this;
}

const std::vector<iq::Point>& TestSignal::reference(radio::Eaxc eaxc, unsigned prbs) {
  std::vector<iq::Point>& points = references_[eaxc.value];
  if (!points.empty()) return points;
  iq::Pn23 pn = iq::test_pn(eaxc.value);
  for (std::size_t i = 0; i < prbs * kReOfPrb; ++i) points.push_back(iq::point_of(k64Qam, pn.take(kBits)));
  return points;
}

Thirds TestSignal::look(const SymbolSamples& symbol) {
  Thirds thirds;
  profile::Endpoint endpoint{};
  if (profile::find_endpoints(setup_->link, symbol.eaxc, radio::Direction::uplink, &endpoint, 1) == 0)
    return thirds;
  const unsigned prbs = endpoint.carrier->prbs;
  const std::vector<iq::Point>& known = reference(symbol.eaxc, prbs);
  std::array<std::vector<iq::Point>, iq::kTestThirds> samples, wanted;
  for (std::size_t i = 0; i < symbol.prbs.size(); ++i) {
    const unsigned prb = symbol.prbs[i];
    if (prb >= prbs) continue;
    const unsigned third = iq::test_third(prb, prbs);
    for (std::size_t re = 0; re < kReOfPrb; ++re) {
      const std::int32_t* number = &symbol.numbers[i * iq::kNumbersPerPrb + 2 * re];
      samples[third].push_back({static_cast<double>(number[0]), static_cast<double>(number[1])});
      wanted[third].push_back(known[prb * kReOfPrb + re]);
    }
  }
  for (std::size_t third = 0; third < thirds.size(); ++third)
    if (!samples[third].empty()) thirds[third] = judge_third(samples[third], wanted[third]);
  return thirds;
}

bool is_test_signal(const SeenUplane& seen) {
  return !seen.place.from_o_du && seen.header.direction == radio::Direction::uplink && !seen.prach &&
         !seen.unasked && seen.prbs.step == 1;
}

bool holds_test_signal(profile::Method method, unsigned width) {
  switch (method) {
    case profile::Method::none:
      return width >= 9;
    case profile::Method::bfp:
      return width >= 6;
    case profile::Method::block_scaling:
    case profile::Method::mu_law:
      return width >= 8;
    default:
      return false;
  }
}

std::string no_test_signal(const Setup& setup) {
  if (!setup.unit.has(profile::Feature::pn23)) return "profile features: pn23";
  if (setup.snap != emulator::kNoSnap) return "frames are cut";
  if (!first_eaxc(setup, profile::ChannelKind::pusch)) return "link carriers.channels.pusch";
  for (const profile::Carrier& carrier : setup.link.carriers)
    for (const profile::Channel& channel : carrier.channels)
      if (channel.direction() == radio::Direction::uplink && !channel.prach &&
          !holds_test_signal(channel.compression.method, channel.compression.width))
        return "link carriers.channels.compression: does not hold 64QAM at -20 dB";
  return {};
}

}  // namespace plumbline::suite

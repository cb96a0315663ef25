#include "iq/evm.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace plumbline::iq {
namespace {

constexpr unsigned kRounds = 5;    ///< of deciding and scaling
constexpr double kSettled = 1e-5;  ///< change of the gain that is none: 100 dB below

/// sample / gain.
Point divided(const Point& p, const Gain& gain) {
  const double size = gain.re * gain.re + gain.im * gain.im;
  return {(p.i * gain.re + p.q * gain.im) / size, (p.q * gain.re - p.i * gain.im) / size};
}
double distance(const Point& a, const Point& b) { return power({a.i - b.i, a.q - b.q}); }

/// Gain by which `reference` comes nearest to the samples: sum of x conj(p) over sum of |p|^2.
class BestGain {
 public:
  void add(const Point& sample, const Point& reference) {
    re_ += sample.i * reference.i + sample.q * reference.q;
    im_ += sample.q * reference.i - sample.i * reference.q;
    energy_ += power(reference);
  }
  Gain get(bool rotated) const { return {re_ / energy_, rotated ? im_ / energy_ : 0}; }
  bool usable() const { return energy_ > 0; }

 private:
  double re_ = 0, im_ = 0, energy_ = 0;
};

/// The fourth power of a square constellation lies around the negative real axis.
double common_phase(std::span<const Point> samples) {
  double re = 0, im = 0;
  for (const Point& p : samples) {
    const double a = p.i * p.i - p.q * p.q, b = 2 * p.i * p.q;
    re -= a * a - b * b;
    im -= 2 * a * b;
  }
  return std::atan2(im, re) / 4;
}

/// Samples of a gain against a constellation, in units of half distances.
class Deciding {
 public:
  Deciding(Modulation modulation, const Gain& gain)
      : bits_{static_cast<unsigned>(modulation) / 2}, half_{half_distance(modulation)} {
    const double size = (gain.re * gain.re + gain.im * gain.im) * half_;
    re_ = gain.re / size;
    im_ = gain.im / size;
  }
  void add(const Point& p) {
    const double i = p.i * re_ + p.q * im_, q = p.q * re_ - p.i * im_;
    const double to_i = nearest_level(i, bits_), to_q = nearest_level(q, bits_);
    error_ += (i - to_i) * (i - to_i) + (q - to_q) * (q - to_q);
    reference_ += to_i * to_i + to_q * to_q;
    along_ += i * to_i + q * to_q;
    across_ += q * to_i - i * to_q;
  }
  Evm evm(std::size_t points) const {
    return {.points = points, .error = error_ * half_ * half_, .reference = reference_ * half_ * half_};
  }
  /// By what the gain must be multiplied for the least error.
  Gain better(bool rotated) const { return {along_ / reference_, rotated ? across_ / reference_ : 0}; }

 private:
  unsigned bits_;
  double half_, re_, im_;
  double error_ = 0, reference_ = 0, along_ = 0, across_ = 0;
};

Fit fit_one(Modulation modulation, std::span<const Point> samples, Gain gain, bool derotate) {
  Fit fit{.modulation = modulation};
  for (unsigned round = 0; round < kRounds; ++round) {
    Deciding deciding{modulation, gain};
    for (const Point& p : samples) deciding.add(p);
    fit.evm = deciding.evm(samples.size());
    fit.gain = gain;
    const Gain by = deciding.better(derotate);
    if (!(by.re > 0) || std::hypot(by.re - 1, by.im) < kSettled) break;
    gain = {gain.re * by.re - gain.im * by.im, gain.re * by.im + gain.im * by.re};
  }
  return fit;
}

}  // namespace

Evm& Evm::operator+=(const Evm& other) {
  points += other.points;
  error += other.error;
  reference += other.reference;
  return *this;
}

std::optional<double> Evm::ratio() const {
  if (!(reference > 0)) return {};
  return std::sqrt(error / reference);
}

double most_evm(Modulation modulation) {
  // Of the way to the border with a neighbour: evenly spread samples are at 0.82, two constellations mixed at
  // 0.45 and more. The few points of QPSK are less safe: a circle of samples is at 45 %.
  return modulation == Modulation::qpsk ? 0.25 : 0.4 * half_distance(modulation);
}

Fit fit_constellation(std::span<const Point> samples, bool derotate) {
  double energy = 0;
  for (const Point& p : samples) energy += power(p);
  if (samples.size() < kFewestPoints || !(energy > 0) || !std::isfinite(energy)) return {};
  const double scale = std::sqrt(energy / static_cast<double>(samples.size()));
  const double phase = derotate ? common_phase(samples) : 0;
  const Gain gain{scale * std::cos(phase), scale * std::sin(phase)};
  for (const Modulation modulation : kModulations) {
    const Fit fit = fit_one(modulation, samples, gain, derotate);
    if (const auto evm = fit.evm.ratio(); evm && *evm <= most_evm(modulation)) return fit;
  }
  return {};
}

Evm evm_against(std::span<const Point> samples, std::span<const Point> reference) {
  const std::size_t n = std::min(samples.size(), reference.size());
  BestGain best;
  for (std::size_t k = 0; k < n; ++k) best.add(samples[k], reference[k]);
  Evm evm{.points = n};
  if (!best.usable()) return evm;
  const Gain gain = best.get(true);
  const bool fits = gain.re != 0 || gain.im != 0;
  for (std::size_t k = 0; k < n; ++k) {
    const double size = power(reference[k]);
    evm.error += fits ? distance(divided(samples[k], gain), reference[k]) : size;
    evm.reference += size;
  }
  return evm;
}

Difference& Difference::operator+=(const Difference& other) {
  numbers += other.numbers;
  unequal += other.unequal;
  error += other.error;
  reference += other.reference;
  return *this;
}

std::optional<double> Difference::nmse_db() const {
  if (error == 0 || reference == 0) return {};
  return 10 * std::log10(static_cast<double>(error) / static_cast<double>(reference));
}

Difference difference(std::span<const std::int32_t> numbers, std::span<const std::int32_t> reference) {
  const std::size_t n = std::min(numbers.size(), reference.size());
  Difference sum{.numbers = n};
  for (std::size_t k = 0; k < n; ++k) {
    const std::int64_t off = std::int64_t{numbers[k]} - reference[k], size = reference[k];
    // Of up to 33 bits: the square needs more than a 64-bit word.
    sum.error +=
        static_cast<Levels::Energy>(off < 0 ? -off : off) * static_cast<Levels::Energy>(off < 0 ? -off : off);
    sum.reference += static_cast<Levels::Energy>(size * size);
    sum.unequal += off != 0 ? 1u : 0u;
  }
  return sum;
}

}  // namespace plumbline::iq

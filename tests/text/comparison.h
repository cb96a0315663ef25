// A test that holds lib/ against tests/reference on many frames.
#pragma once

#include <gtest/gtest.h>

#include "base/random.h"
#include "text/witness.h"

namespace plumbline::test {

using Bytes = std::vector<std::uint8_t>;

/// PLUMBLINE_COMPARE: how many random frames of each kind, instead of `usual`; another number takes another
/// seed as well.
std::size_t number_of_frames(std::size_t usual);
/// All of them in a longer run: U-plane says little, and most of every capture is that.
std::size_t most_of_a_capture(std::size_t usual);

/// Knowledge of every kind, each part often not there.
Knowledge random_knowledge(Random& random);

class Comparison : public testing::Test {
 protected:
  /// Fails the test where the two do not say the same.
  void compare(const Bytes& octets, std::size_t original_length, const Knowledge& knowledge);
  /// The frame as it is, mutated, and cut by the capture and as sent.
  void compare_around(Bytes frame, const Knowledge& knowledge, Random& random);
  /// Every start of the frame, as cut by the capture and as sent, and mutated ones.
  void cut_everywhere(const Bytes& frame, Random& random);
  /// Every packet of a capture, up to `most`, and with `around` also what compare_around() makes of it.
  void compare_capture(const std::string& path, std::size_t most, bool around, Random& random);
  bool enough() const { return differences_ >= kMostDifferences; }
  std::size_t messages() const;
  void TearDown() override;

 private:
  static constexpr std::size_t kMostDifferences = 5;
  std::size_t frames_ = 0, differences_ = 0;
  Compared compared_;
};

/// A number in a property and in what the test prints.
void tell_count(const std::string& kind, std::size_t count);

}  // namespace plumbline::test

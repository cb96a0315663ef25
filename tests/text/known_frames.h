// Frames that somebody wrote down: the annotated messages, and those of the collection of facts.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace plumbline::test {

/// The messages of testvectors/wire whose layer is one of `layers` (all when empty), each as a frame.
std::vector<std::vector<std::uint8_t>> annotated_frames(const std::vector<std::string>& layers = {});

/// Lines of a table whose second cell is octets from the eCPRI header on, in backticks; zeros may follow
/// ("+ 40 zero bytes").
std::vector<std::vector<std::uint8_t>> golden_frames(const std::string& path);

}  // namespace plumbline::test

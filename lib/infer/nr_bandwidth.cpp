#include "infer/nr_bandwidth.h"

namespace plumbline::infer {
namespace {

struct Row {
  std::uint8_t mu;
  std::uint16_t mhz, prbs;
};

/// In ascending order of PRBs within a spacing.
constexpr Row kRows[] = {
    {0, 5, 25},   {0, 10, 52},  {0, 15, 79},   {0, 20, 106},  {0, 25, 133},  {0, 30, 160},  {0, 35, 188},
    {0, 40, 216}, {0, 45, 242}, {0, 50, 270},  {1, 5, 11},    {1, 10, 24},   {1, 15, 38},   {1, 20, 51},
    {1, 25, 65},  {1, 30, 78},  {1, 35, 92},   {1, 40, 106},  {1, 45, 119},  {1, 50, 133},  {1, 60, 162},
    {1, 70, 189}, {1, 80, 217}, {1, 90, 245},  {1, 100, 273}, {2, 10, 11},   {2, 15, 18},   {2, 20, 24},
    {2, 25, 31},  {2, 30, 38},  {2, 35, 44},   {2, 40, 51},   {2, 45, 58},   {2, 50, 65},   {2, 50, 66},
    {2, 60, 79},  {2, 70, 93},  {2, 80, 107},  {2, 90, 121},  {2, 100, 132}, {2, 100, 135}, {2, 200, 264},
    {3, 50, 32},  {3, 100, 66}, {3, 200, 132}, {3, 400, 264},
};

}  // namespace

NrBandwidth nr_bandwidth(std::uint8_t mu, std::uint16_t prbs) {
  for (const Row& row : kRows) {
    if (row.mu != mu || row.prbs < prbs) continue;
    return row.prbs == prbs ? NrBandwidth{.mhz = row.mhz} : NrBandwidth{.next = row.prbs};
  }
  return {};
}

}  // namespace plumbline::infer

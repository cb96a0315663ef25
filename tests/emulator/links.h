// Links for the tests of the emulator, made in code.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "profile/link.h"

namespace plumbline::emulator::test {

struct LinkShape {
  std::string name;
  std::uint8_t mu = 1;
  bool extended_cp = false;
  std::uint16_t prbs = 51;
  std::string tdd = "DDDSU";  ///< special slots: 6 DL symbols, 4 UL symbols
  profile::Compression compression{profile::Method::bfp, 9, true};
  std::uint16_t mtu = 1500;
  std::string prach = {};  ///< format; empty: none
  std::vector<std::uint16_t> prach_slots{4};
  std::vector<std::uint8_t> prach_symbols{0};
  bool srs = false;
  bool shared_ids = false;  ///< PRACH and SRS on the ids of PUSCH
  profile::TapPlace tap = profile::TapPlace::at_o_du;
  std::uint32_t n_ta_offset_tc = 25600;
  std::uint16_t sections = 1;
  std::optional<std::uint8_t> slot_reference_mu{};
};

/// Two DL and two UL eAxC ids, VLAN 5, everything else as the shape says. Windows are not stated.
profile::Link make_link(const LinkShape& shape);

/// The links that most tests run over.
std::vector<LinkShape> shapes();

}  // namespace plumbline::emulator::test

// The parts of the decoder, by subject. `message` is where octets may be missing, offsets are octets in the
// frame.
#pragma once

#include "reference/walk.h"

namespace reference {

/// A section (or a UE of type 6) as its extensions see it.
struct Section {
  unsigned type = 0;    ///< sectionType of the message
  unsigned own_id = 0;  ///< last 15 bits of the section
  std::size_t start = 0, count = 0;
  bool every_other = false;
  struct Extension {
    unsigned type;
    std::size_t octet, end;
  };
  std::vector<Extension> extensions;

  const char* id_key() const { return type == 5 || type == 6 || type == 10 ? "ueId" : "beamId"; }
};

/// The header of a beam weight vector.
struct WeightFormat {
  unsigned width = 16;
  unsigned method = 0;
  unsigned count = 0;  ///< K, 0: not known

  std::size_t param_bits() const;
  /// Pairs that follow; the bfwCompParam stands at `bit`.
  std::size_t pairs(const Octets& octets, std::size_t bit) const;
  bool known() const { return method <= 5 && count > 0; }
  const char* lacks() const { return method > 5 ? "bfwCompMeth reserved" : "number of weights not known"; }
};

/// bfwIqWidth and bfwCompMeth.
WeightFormat read_weight_header(Room& room, Json& object, unsigned count);
void read_weight_param(Room& room, Json& object, const WeightFormat& format);
/// `pairs` raw samples of 2 × width bits under `key`.
void read_samples(Room& room, Json& object, const char* key, std::size_t pairs, unsigned width);
/// exponent, blockScaler or compBitWidth and compShift of methods 1 to 3.
void read_block_param(Room& room, Json& object, unsigned method);

/// The PRBs of a section in rising order, nothing when they are not known (MESSAGES.md 1.7).
struct Allocation {
  std::vector<std::size_t> prbs;
  std::size_t start = 0;  ///< where the grid of bundles starts
  bool every_other = false;
};
std::optional<Allocation> allocation(const Octets& octets, const Section& section,
                                     const Parameters& parameters);

/// Ports of SE 10 in the section, 1 without.
std::size_t ports_of(const Octets& octets, const Section& section);

void read_ecpri(Message& message, std::size_t at, unsigned type);
void read_cplane(Message& message, std::size_t at);
void read_uplane(Message& message, std::size_t at);
void read_ids(Message& message, std::size_t at, const char* name);
void read_ptp(Message& message, std::size_t at);
void read_esmc(Message& message, std::size_t at);

/// The extensions from `at` on into `object["extensions"]`; returns the octet behind them, 0 after a fault.
std::size_t read_extensions(Message& message, std::size_t at, Section& section, Json& object);
void extension_1_to_10(Room& room, Json& object, unsigned type, const Section& section,
                       const Parameters& parameters);
void extension_11_to_20(Room& room, Json& object, unsigned type, const Section& section,
                        const Parameters& parameters);
void extension_21_to_30(Room& room, Json& object, unsigned type, const Section& section);

/// Bodies of the section types that are not made of sections as in 7.5.3; `at` is behind the header; return
/// the octet behind what was read, 0 when that is not known.
std::size_t read_commands(Message& message, std::size_t at, std::size_t count);
std::size_t read_ues(Message& message, std::size_t at, std::size_t count, std::size_t header);
std::size_t read_laa(Message& message, std::size_t at, std::size_t header);
std::size_t read_acks(Message& message, std::size_t at, std::size_t header);
std::size_t read_sinr(Message& message, std::size_t at, std::size_t count);
std::size_t read_measurements(Message& message, std::size_t at, const Section& section, Json& object);

}  // namespace reference

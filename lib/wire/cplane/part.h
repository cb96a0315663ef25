// Where in a C-plane message a fault lies, and how the walks of section types 4 and 6..11 end.
#pragma once

#include <cstdint>

namespace plumbline::wire {

/// What could not be read.
enum class CplanePart : std::uint8_t {
  section,
  section_extension,
  command,              ///< ST 4
  ue,                   ///< ST 6
  channel_information,  ///< ST 6
  laa_message,          ///< ST 7
  ack_list,             ///< ST 8
  sinr_values,          ///< ST 9
  measurement,          ///< ST 10, 11
};

}  // namespace plumbline::wire

// The option --payload of commands that send samples of an O-DU.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "emulator/payload.h"
#include "plumbline/common.h"

namespace plumbline::app {

/// Words of emulator::Payload, in its order.
inline constexpr std::array<std::string_view, 4> kPayloads{"noise", "zero", "pn23", "qam"};

/// Adds the option; without it `payload` stays empty, which means noise.
inline void add_payload_option(CLI::App& command, std::optional<emulator::Payload>& payload) {
  command
      .add_option_function<std::string>(
          "--payload",
          [&payload](const std::string& word) {
            for (std::size_t i = 0; i < kPayloads.size(); ++i)
              if (kPayloads[i] == word) payload = static_cast<emulator::Payload>(i);
          },
          "what samples are: noise, zero, pn23 (64QAM of PN23 that starts again in every symbol) or qam "
          "(64QAM "
          "of seeded bits)")
      ->check(CLI::IsMember({"noise", "zero", "pn23", "qam"}))
      ->default_str("noise");
}

}  // namespace plumbline::app

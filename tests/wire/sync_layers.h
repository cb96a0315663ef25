// PTP, ESMC and the other eCPRI messages as JSON under the standard's names, for the annotated octets.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "wire/view.h"

namespace plumbline::test {

/// True for the layers that decode_sync_layer() reads: "ptp" and "esmc", from behind the EtherType, and
/// "message", from the eCPRI common header.
bool is_sync_layer(const std::string& layer);

/// What `whole` says as that layer. "fault" and "octet" tell the first fault, "end" is the octet in front of
/// which everything was read.
nlohmann::json decode_sync_layer(const std::string& layer, const wire::View& whole);

}  // namespace plumbline::test

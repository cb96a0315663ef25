// C- and U-plane bodies from JSON objects, see encode.h.
#pragma once

#include "text/json_taker.h"
#include "wire/cplane/parameters.h"

namespace plumbline::text {

/// What is behind ecpriSeqid of a C-plane message.
void take_cplane(JsonTaker& taker, const JsonTaker::Json& object, const wire::CplaneParameters& parameters);
/// What is behind ecpriSeqid of a U-plane message.
void take_uplane(JsonTaker& taker);

}  // namespace plumbline::text

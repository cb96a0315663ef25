// What the line says of PTP, ESMC and eCPRI messages beyond their names; nothing of octets that are not
// there.
#pragma once

#include "text/pen.h"
#include "wire/ecpri.h"

namespace plumbline::text {

/// " Announce  seq 42  domain 24  grandmaster 001b19fffe000001  clockClass 6"
void put_ptp_summary(Pen& out, const wire::View& client);
/// "  event  QL-PRC (option I)", with the extended TLV "  QL-PRTC"; names of other slow protocols.
void put_esmc_summary(Pen& out, const wire::View& client);
/// "  fault indication  seq 42  raise vendor specific 0x801 of element 5": event indications only.
void put_ecpri_summary(Pen& out, const wire::EcpriMessage& message);

}  // namespace plumbline::text

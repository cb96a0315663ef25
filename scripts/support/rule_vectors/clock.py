"""Air times, from 3GPP TS 38.211 4.3, 5.3 and O-RAN CUS v17.01 4.4.3, 4.8, 11.7.2. Exact until the last step."""
from fractions import Fraction

TC = Fraction(10**9, 480_000 * 4096)      # ns
TS = 64 * TC
FRAME = 10_000_000                        # ns
GPS_IN_UNIX = 315_964_800 * 10**9         # 1980-01-06 as UNIX time
GPS_IN_TAI = 315_964_819 * 10**9


def symbol_start(mu, index):
    """Start of the CP of symbol `index` of a subframe (normal CP), Tc."""
    extra = (index > 0) + (index > 7 * 2**mu)
    return Fraction(index * 2192 * 64, 2**mu) + 16 * 64 * extra


def air(frame, subframe=0, slot=0, symbol=0, mu=1, alpha=0, beta=0):
    """GPS time in ns of the CP of a symbol of absolute frame `frame` (downlink)."""
    start = Fraction((frame + beta) * FRAME) + alpha * Fraction(10**9, 1_228_800_000)
    return start + subframe * 1_000_000 + symbol_start(mu, 14 * slot + symbol) * TC


def uplink(instant, n_ta_offset_tc=25600):
    """Uplink frames start n-ta-offset before downlink frames."""
    return instant - n_ta_offset_tc * TC


def slot_start(frame, subframe, slot, mu=1):
    return air(frame, subframe, slot, 0, mu)


def ns(instant, offset=0):
    """A stamp `offset` ns behind an instant."""
    return int(instant + Fraction(1, 2)) + offset if instant >= 0 else -int(Fraction(1, 2) - instant) + offset

"""CUS-TIME: windows and frame numbers. Links: timed_du.yaml (margin 100 ns) and timed_ru.yaml (100 + 200 ns)."""
from clock import FRAME, GPS_IN_TAI, GPS_IN_UNIX, TS, air, ns, slot_start, uplink
from packets import APP, UL, c_plane, frame, one_way_delay, prbs, section, u_plane, up
from vectors import Rule, changed, finding

F = 5          # the absolute frame of most vectors
DU_LINK, RU_LINK = "timed_du.yaml", "timed_ru.yaml"
NO_STAMP = "time stamps in the capture"


def dl_data(offset, symbol=0):
    return frame(u_plane([prbs(1)], frame=F, symbol=symbol), stamp=ns(air(F, symbol=symbol), offset))


def dl_control(offset, symbol=0, **options):
    return frame(c_plane(1, [section(symbols=1)], frame=F, symbol=symbol, **options),
                 stamp=ns(air(F, symbol=symbol), offset))


def ul_control(offset, symbol=0):
    """reMask 0: it asks for nothing."""
    return frame(c_plane(1, [section(symbols=1, re_mask=0)], direction=UL, frame=F, symbol=symbol),
                 stamp=ns(uplink(air(F, symbol=symbol)), offset))


def ul_data(offset, symbol=0):
    return up(u_plane([prbs(1)], direction=UL, frame=F, symbol=symbol), stamp=ns(uplink(air(F, symbol=symbol)), offset))


def prach_data(offset, symbol=0):
    """B4 at symbol 0 of subframe 9, slot 1: 484 Ts behind slot start; one PRACH symbol is 1024 Ts."""
    t0 = uplink(slot_start(F, 9, 1) + (484 + 1024 * symbol) * TS)
    return up(u_plane([prbs(12)], eaxc=4, direction=UL, filter_index=3, frame=F, subframe=9, slot=1, symbol=symbol),
              stamp=ns(t0, offset))


def late_by(opens, closes, observed):
    return finding(1, expected=opens, expected_to=closes, observed=observed, unit="nanoseconds")


def window(r, message, link, opens, closes, margin, others=()):
    """The vectors that every window has; all in ns relative to t0."""
    middle = (opens + closes) // 2
    r.passes("in the middle", "Inside the window.", message(middle), link=link)
    r.passes("in the middle, at a later symbol", "t0 is the start of the CP of its symbol.", message(middle, 9), link=link)
    r.passes("safely behind the opening", "More than the error of the stamp.", message(opens + margin), link=link)
    r.passes("safely before the end", "More than the error of the stamp.", message(closes - margin), link=link)
    r.fails("too early", "Early is as much outside as late.", message(opens - margin - 1),
            late_by(opens, closes, opens - margin - 1), link=link)
    r.fails("too late", "Behind the window by more than the error.", message(closes + margin + 1),
            late_by(opens, closes, closes + margin + 1), link=link)
    for name, offset in (("at the opening", opens), ("just before the opening", opens - margin),
                         ("at the end", closes), ("just behind the end", closes + margin)):
        r.inconclusive(name, "Within the error of the stamp of an edge.", message(offset), link=link)


def unknown(r, message, lacks, link):
    unstamped = message(0)
    del unstamped["stamp_ns"]
    r.not_applicable("no stamp", "When it came is not known.", unstamped, link=link, lacks=[NO_STAMP])
    r.not_applicable("no link", "Windows stand in the link.", message(0), lacks=["carriers", "time.epoch", *lacks])


def rules():
    return [dl_data_window(), dl_control_window(), ul_control_window(), ul_data_window(), departure(), prach_window(),
            frame_number()]


def dl_data_window():
    r = Rule("CUS-TIME-001", "4.4.3; 4.5; 8.2.1")
    lack = "delays.t2a_*_up at the O-RU"
    window(r, dl_data, RU_LINK, -345_000, -134_000, 300)
    unknown(r, dl_data, [lack], RU_LINK)
    on_the_way = changed(RU_LINK, ("place: o_ru", "place: o_ru, to_place_us: 100"))
    r.passes("100 µs before the O-RU", "The tap is on the way: what passes at -400 µs arrives at -300 µs.", dl_data(-400_000),
             link=on_the_way)
    r.fails("100 µs before the O-RU, too late", "-200 µs at the tap is -100 µs at the O-RU.", dl_data(-200_000),
            late_by(-345_000, -134_000, -100_000), link=on_the_way)
    r.not_applicable("at the O-DU", "There the departure is judged.", dl_data(-300_000), link=DU_LINK, lacks=[lack])
    r.not_applicable("C-plane", "It has a window of its own.", dl_control(-300_000), link=RU_LINK)
    return r


def dl_control_window():
    r = Rule("CUS-TIME-002", "4.4.3; 8.2.1")
    lack = "delays.t2a_*_cp_dl at the O-RU"
    window(r, dl_control, RU_LINK, -470_000, -259_000, 300)
    unknown(r, dl_control, [lack], RU_LINK)
    r.passes("sections of later symbols", "One window per message: that of startSymbolId.",
             frame(c_plane(1, [section(1, symbols=7), section(2, symbols=7, sym_inc=1)], frame=F), stamp=ns(air(F), -300_000)),
             link=RU_LINK)
    r.not_applicable("at the O-DU", "There the departure is judged.", dl_control(-440_000), link=DU_LINK, lacks=[lack])
    r.not_applicable("U-plane", "It has a window of its own.", dl_data(-200_000), link=RU_LINK)
    return r


def ul_control_window():
    r = Rule("CUS-TIME-003", "4.4.3; 8.2.1")
    lack = "delays.t2a_*_cp_ul at the O-RU"
    window(r, ul_control, RU_LINK, -336_000, -125_000, 300)
    unknown(r, ul_control, [lack], RU_LINK)
    r.fails("by the downlink clock", "Uplink frames start n-ta-offset earlier: 13.02 µs.",
            frame(c_plane(1, [section(symbols=1, re_mask=0)], direction=UL, frame=F), stamp=ns(air(F), -130_000)),
            late_by(-336_000, -125_000, -130_000 + 13_021), link=RU_LINK)
    r.not_applicable("at the O-DU", "There the departure is judged.", ul_control(-300_000), link=DU_LINK, lacks=[lack])
    r.not_applicable("downlink", "It has a window of its own.", dl_control(-300_000), link=RU_LINK)
    return r


def ul_data_window():
    r = Rule("CUS-TIME-004", "4.4.3; 8.2.1")
    window(r, ul_data, DU_LINK, 50_000, 331_000, 100)
    unknown(r, ul_data, ["delays.ta4_*"], DU_LINK)
    exact = changed(DU_LINK, ("timestamp_accuracy_ns: 100", "timestamp_accuracy_ns: 0"))
    r.passes("at the opening of a perfect clock", "Edges are inside.", ul_data(50_000), link=exact)
    r.passes("at the end of a perfect clock", "Edges are inside.", ul_data(331_000), link=exact)
    r.fails("one nanosecond behind the end of a perfect clock", "Outside.", ul_data(331_001),
            late_by(50_000, 331_000, 331_001), link=exact)
    r.fails("before air", "Samples that cannot have been received.", ul_data(-20_000), late_by(50_000, 331_000, -20_000),
            link=DU_LINK)
    r.passes("leaving the O-RU", "Ta3 at its port.", ul_data(100_000), link=RU_LINK)
    r.fails("leaving the O-RU too late", "Ta3_max is 171 µs.", ul_data(200_000), late_by(50_000, 171_000, 200_000),
            link=RU_LINK)
    on_the_way = changed(DU_LINK, ("place: o_du", "place: o_du, to_place_us: 100"))
    r.fails("100 µs before the O-DU", "250 µs at the tap is 350 µs at the O-DU.", ul_data(250_000),
            late_by(50_000, 331_000, 350_000), link=on_the_way)
    r.not_applicable("PRACH", "It has a rule of its own.", prach_data(100_000), link=DU_LINK)
    r.not_applicable("downlink", "It has windows of its own.", dl_data(-300_000), link=DU_LINK)
    return r


def departure():
    r = Rule("CUS-TIME-005", "4.4.4.1; 8.2.1")
    lack = "delays.t1a_* at the O-DU"
    window(r, dl_data, DU_LINK, -345_000, -294_000, 100)
    unknown(r, dl_data, [lack], DU_LINK)
    r.passes("DL C-plane", "T1a_cp_dl.", dl_control(-440_000), link=DU_LINK)
    r.passes("UL C-plane", "T1a_cp_ul, by the uplink clock.", ul_control(-300_000), link=DU_LINK)
    r.fails("DL C-plane in the window of the U-plane", "T1a_min_cp_dl is 419 µs.", dl_control(-300_000),
            late_by(-470_000, -419_000, -300_000), link=DU_LINK)
    r.fails("UL C-plane in the window of DL C-plane", "T1a_max_cp_ul is 336 µs.", ul_control(-440_000),
            late_by(-336_000, -285_000, -440_000), link=DU_LINK)
    on_the_way = changed(DU_LINK, ("place: o_du", "place: o_du, to_place_us: 100"))
    r.passes("100 µs behind the O-DU", "What passes at -220 µs left at -320 µs.", dl_data(-220_000), link=on_the_way)
    r.not_applicable("at the O-RU", "There the arrival is judged.", dl_data(-200_000), link=RU_LINK, lacks=[lack])
    r.not_applicable("uplink data", "The O-RU sends it.", ul_data(100_000), link=DU_LINK)
    return r


def prach_window():
    r = Rule("CUS-TIME-006", "4.4.3")
    window(r, prach_data, DU_LINK, 60_000, 350_000, 100)
    unknown(r, prach_data, ["channels.prach", "delays.ta4_*"], DU_LINK)
    r.passes("leaving the O-RU", "Ta3 of the PRACH.", prach_data(100_000), link=RU_LINK)
    r.fails("counted from the CP", "As if t0 were the start of the occasion: 15.8 µs early.", prach_data(60_000 - 15_755),
            late_by(60_000, 350_000, 60_000 - 15_755), link=DU_LINK)
    wrong = changed(DU_LINK, ("format: B4", "format: A2"))
    asked = frame(c_plane(3, [section(prbs=12, symbols=12, freq_offset=-1272)], eaxc=4, direction=UL, filter_index=3,
                          frame=F, subframe=9, slot=1, time_offset=484), stamp=ns(uplink(slot_start(F, 9, 1)), -300_000))
    # A2: CP 576 / 2 + 16 Ts, so its t0 is 180 Ts earlier; the answer is in the window of B4.
    r.fails("asked for at an instant the link does not know", "The link names another format: one cause.",
            [asked, prach_data(345_000)], finding(2, expected=60_000, expected_to=350_000, observed=345_000 + 5_859,
                                                  unit="nanoseconds", follows="CUS-C-032"),
            link=wrong, others=["CUS-C-032"])
    common = changed(DU_LINK, ("  ta4_prach_max_us: 350\n  ta4_prach_min_us: 60\n", ""))
    r.fails("without a window of its own", "Then that of the uplink counts.", prach_data(340_000),
            late_by(50_000, 331_000, 340_000), link=common)
    r.not_applicable("PUSCH", "It has a rule of its own.", ul_data(100_000), link=DU_LINK)
    return r


def frame_number():
    r = Rule("CUS-TIME-012", "11.7.2")

    def link(time="epoch: gps", carrier=""):
        return changed("plain.yaml", ("name: plain", "name: plain\ntime: {%s, timestamp_accuracy_ns: 100}" % time),
                       ("    prbs: 106\n", "    prbs: 106\n" + carrier))

    def at(stamp, number=F):
        return frame(c_plane(1, [section()], frame=number), stamp=ns(stamp, -450_000))

    def off(observed):
        return finding(1, APP + 1, expected=0, observed=observed, unit="frames")

    # 1700000000 UTC is GPS 1384035218 s, absolute frame 138403521800: SFN 264, frameId 8 (11.7.2).
    utc = 1_700_000_000 * 10**9
    gps = utc - GPS_IN_UNIX + 18 * 10**9
    r.passes("GPS stamps", "Sent 450 µs before air.", at(air(F)), link=link())
    r.passes("UTC stamps", "GPS is 18 leap seconds ahead.", at(utc, 8), link=link("epoch: utc"))
    r.passes("PTP stamps", "TAI is 19 s ahead of GPS.", at(gps + GPS_IN_TAI, 8), link=link("epoch: tai"))
    r.passes("alpha", "Frames start 1 ms later.", at(gps + 1_000_000, 8), link=link(carrier="    alpha: 1228800\n"))
    r.passes("beta", "Frame numbers are 3 higher.", at(gps, 11), link=link(carrier="    beta: -3\n"))
    r.passes("the wrap of frameId", "Absolute frame 256 has frameId 0.", at(air(256), 0), link=link())
    r.fails("one frame ahead", "Sent 10 ms before it is due.", at(air(F) - FRAME), off(-1), link=link())
    r.fails("one frame behind", "Sent 10 ms after it was due.", at(air(F) + FRAME), off(1), link=link())
    r.fails("beta not told", "3 frames.", at(gps, 11), off(-3), link=link())
    r.fails("UTC taken for GPS", "18 s are 7 × 256 + 8 frames.", at(air(F + 2560) + 18 * 10**9, F), off(8), link=link())
    r.fails("TAI taken for GPS", "19 s are 7 × 256 + 108 frames.", at(air(F + 2560) + 19 * 10**9, F), off(108), link=link())
    r.fails("U-plane", "The same octet.", frame(u_plane([prbs(1)], frame=F), stamp=ns(air(F) + 2 * FRAME)), off(2),
            link=link())
    r.not_applicable("stamps that only order packets", "No time base.", at(air(F) + FRAME), link="plain.yaml",
                     lacks=["time.epoch"])
    r.not_applicable("delay measurement", "It has no frame number.", frame(one_way_delay(), stamp=ns(air(F))), link=link())
    unstamped = at(air(F))
    del unstamped["stamp_ns"]
    r.not_applicable("no stamp", "When it came is not known.", unstamped, link=link(), lacks=[NO_STAMP])
    r.not_applicable("no link", "The time base stands in the link.", at(air(F)), lacks=["carriers", "time.epoch"])
    return r

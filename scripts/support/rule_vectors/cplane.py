"""CUS-C: C-plane messages and sections."""
from packets import (APP, C_PLANE, SECTION_1, SECTION_3, UL, Raw, c_plane, ecpri, extension, frame, ids, prbs, section,
                     u_plane)
from vectors import Rule, changed, finding

U_PLANE_MESSAGE = ("U-plane", "The rule is about C-plane messages.")
NO_LINK = "no link"
# rbgSize 1, RBG 0, symbols 0..13 (7.7.6)
SE_6 = extension(6, bytes.fromhex("100000013fff"))
PRACH = {"eaxc": 4, "direction": UL, "filter_index": 3, "subframe": 9, "slot": 1}


def c(section_type=1, *sections, **options):
    return frame(c_plane(section_type, sections or [section(freq_offset=0 if section_type == 3 else None)], **options))


def u():
    return frame(u_plane([prbs(1)]))


def prach(time_offset=484, sections=None, **options):
    """Format B4 at symbol 0 of the second slot of a subframe: CP 936 / 2 + 16 Ts (38.211 6.3.3, 5.3.2)."""
    sections = sections or [section(prbs=12, symbols=12, freq_offset=-1272)]
    return frame(c_plane(3, sections, time_offset=time_offset, **{**PRACH, **options}))


def rules():
    return [header(), payload_version(), subframe(), slot(), section_type(), count(), prb_range(), all_from_zero(),
            num_symbol(), symbols(), sym_inc(), prach_time(), prach_frequency(), all_prbs()]


def header():
    r = Rule("CUS-C-001", "7.4")
    st3 = [ids(1, 0), Raw("ST 3, its last four octets missing", bytes.fromhex("9000000001030000"))]
    r.passes("whole headers", "8 octets in ST 1, 12 in ST 3.", [c(), c(3, seq=1, slot=1)], passed=2)
    r.passes("a reserved type", "Six octets are all that is known of it.", c(12, count=0, tail=bytes(2)),
             others=["CUS-C-006"])
    r.fails("ST 3 with the header of ST 1", "Twelve octets are needed, eight are there.", frame(ecpri(C_PLANE, st3)),
            finding(1, APP + 8))
    r.fails("shorter than any header", "Follows from the length that ecpriPayload states.",
            frame(ecpri(C_PLANE, [ids(1, 0), Raw("three octets", b"\x90\0\0")])),
            finding(1, APP + 3, follows="CUS-HDR-009"), others=["CUS-HDR-009"])
    r.inconclusive("cut by the capture", "The rest was on the wire.",
                   frame(c_plane(1, [section()]), captured=APP + 5))
    r.not_applicable("another eCPRI version", "Nothing behind the version can be trusted.",
                     frame(c_plane(1, [section()], version=2)), others=["CUS-HDR-004"])
    r.not_applicable(*U_PLANE_MESSAGE, u())
    return r


def payload_version():
    r = Rule("CUS-C-002", "7.5.2.2")
    r.passes("version 1", "The only one defined.", c())
    r.fails("version 2", "Reserved.", c(payload_version=2), finding(1, APP, expected=1, observed=2))
    r.fails("version 0", "Reserved.", c(payload_version=0), finding(1, APP, expected=1, observed=0))
    r.not_applicable(*U_PLANE_MESSAGE, u())
    return r


def subframe():
    r = Rule("CUS-C-003", "7.5.2.5")
    r.passes("the last subframe", "0..9.", c(subframe=9))
    r.fails("subframe 10", "A frame has ten.", c(subframe=10), finding(1, APP + 2, expected=0, expected_to=9, observed=10))
    r.fails("subframe 15", "The greatest that fits the field.", c(subframe=15),
            finding(1, APP + 2, expected=0, expected_to=9, observed=15))
    r.not_applicable("a message that fails framing", "It is kept out of all but the rules of framing and sequence.",
                     c(subframe=10, payload=21), others=["CUS-HDR-006"])
    r.not_applicable(*U_PLANE_MESSAGE, u())
    return r


def slot():
    r = Rule("CUS-C-004", "7.5.2.6; 7.2.3.3")
    long_prach = changed("plain.yaml", ("format: B4", "format: 0"), ("slots: [19]", "slots: [18]"), ("prbs: 12", "prbs: 72"))
    low = [section(prbs=72, symbols=1, freq_offset=-1272)]
    fast = changed("plain.yaml", ("scs_khz: 30", "scs_khz: 120"))
    r.passes("the second slot", "30 kHz has two slots in a subframe.", c(slot=1), link="plain.yaml")
    r.passes("the eighth slot at 120 kHz", "0..7.", c(slot=7), link=fast)
    counted = changed("plain.yaml", ("scs_khz: 30", "scs_khz: 30\n    slot_reference_scs_khz: 60"))
    r.passes("slots counted in 60 kHz", "Those of 30 kHz are 0 and 2 (7.2.3.3).",
             [c(slot=0), c(seq=1, slot=2)], passed=2, link=counted)
    r.fails("a slot between, counted in 60 kHz", "No slot of 30 kHz begins there.", c(slot=1),
            finding(1, APP + 2, expected=0, expected_to=2, observed=1), link=counted)
    r.fails("a slot of the next subframe, counted in 60 kHz", "A subframe has four.", c(slot=4),
            finding(1, APP + 2, expected=0, expected_to=2, observed=4), link=counted)
    r.passes("slot 0 below 15 kHz", "PRACH of 1.25 kHz.",
             prach(3168, low, filter_index=1, slot=0, symbol=1, frame_structure=0xCC), link=long_prach)
    r.fails("the third slot", "30 kHz has two: 2 counts otherwise.", c(slot=2),
            finding(1, APP + 2, expected=0, expected_to=1, observed=2), link="plain.yaml")
    r.fails("slots counted in the frame", "slotId 19 of subframe 9.", c(subframe=9, slot=19),
            finding(1, APP + 2, expected=0, expected_to=1, observed=19), link="plain.yaml")
    r.fails("slot 1 below 15 kHz", "slotId is 0 there.",
            prach(3168, low, filter_index=1, slot=1, symbol=1, frame_structure=0xCC),
            finding(1, APP + 2, expected=0, expected_to=0, observed=1), link=long_prach)
    r.not_applicable(NO_LINK, "The numerology stands in the link.", c(slot=9), lacks=["carriers"])
    r.not_applicable("an unknown eAxC", "No carrier, no numerology.", c(eaxc=9, slot=9), link="plain.yaml",
                     others=["CUS-HDR-013"])
    r.not_applicable(*U_PLANE_MESSAGE, u(), link="plain.yaml")
    return r


def section_type():
    r = Rule("CUS-C-006", "7.3.1; 7.5.2.9")
    r.passes("0, 1, 3, 5", "Types whose sections are read.",
             [c(0), c(1, seq=1, slot=1), c(3, seq=2, subframe=1), c(5, seq=3, subframe=1, slot=1)], passed=4)
    r.passes("11", "The last defined one.", c(11, count=0, tail=bytes(2)))
    r.fails("2", "Reserved.", c(2, count=0, tail=bytes(2)), finding(1, APP + 5, expected=0, expected_to=11, observed=2))
    r.fails("12", "The first of the reserved ones.", c(12, count=0, tail=bytes(2)),
            finding(1, APP + 5, expected=0, expected_to=11, observed=12))
    r.fails("255", "The last.", c(255, count=0, tail=bytes(2)),
            finding(1, APP + 5, expected=0, expected_to=11, observed=255))
    r.not_applicable(*U_PLANE_MESSAGE, u())
    return r


def count():
    r = Rule("CUS-C-008", "7.5.2.8")
    two = [section(1, 0, 50), section(2, 50, 56)]
    r.passes("one and two sections", "As many as announced.", [c(), c(1, *two, seq=1, slot=1)], passed=2)
    r.passes("padding of the frame", "It lies behind ecpriPayload.", frame(c_plane(1, [section()]), pad_to=60))
    r.fails("one section too few", "Two announced, one there.", c(count=2),
            finding(1, SECTION_1 + 8, expected=2, observed=1, unit="sections"))
    r.fails("one section too many", "One announced: eight octets are left.", c(1, *two, count=1),
            finding(1, SECTION_1 + 8, expected=0, observed=8, unit="octets"))
    r.fails("padding counted", "ecpriPayload counts four octets of padding.", c(1, section() + [Raw("padding", bytes(4))]),
            finding(1, SECTION_1 + 8, expected=0, observed=4, unit="octets"))
    r.inconclusive("cut by the capture", "The second section was on the wire.",
                   frame(c_plane(1, two), captured=SECTION_1 + 12))
    r.not_applicable("ST 4", "It has commands, no sections.", c(4, count=0, tail=bytes.fromhex("0100 020001000055000003ff0c00")))
    r.not_applicable("an extension breaks off", "The extension is the finding.",
                     c(1, section(extensions=[extension(6, bytes(6), words=9)])), others=["CUS-EXT-002"])
    r.not_applicable(*U_PLANE_MESSAGE, u())
    return r


def prb_range():
    r = Rule("CUS-C-016", "7.5.3.4; 7.5.3.6")
    r.passes("up to the last PRB", "100 and 6 of 106.", c(1, section(start=100, prbs=6)), link="plain.yaml")
    r.passes("every other PRB up to the last but one", "0, 2 .. 104.", c(1, section(prbs=53, rb=1)), link="plain.yaml")
    r.passes("all PRBs", "numPrbc 0 stays inside by definition.", c(1, section(prbs=0)), link="large.yaml")
    r.fails("one too many", "PRB 106 of 0..105.", c(1, section(start=100, prbs=7)),
            finding(1, SECTION_1 + 1, expected=0, expected_to=106, observed=107, unit="prbs"), link="plain.yaml")
    r.fails("every other PRB", "100, 102, 104, 106.", c(1, section(start=100, prbs=4, rb=1)),
            finding(1, SECTION_1 + 1, expected=0, expected_to=106, observed=107, unit="prbs"), link="plain.yaml")
    r.fails("ST 0", "Unused PRBs are PRBs of the carrier too.", c(0, section(start=1023, prbs=1)),
            finding(1, SECTION_3 + 1, expected=0, expected_to=106, observed=1024, unit="prbs"), link="plain.yaml")
    r.not_applicable("ST 3", "Its PRBs count in a grid that freqOffset places.",
                     c(3, section(start=106, freq_offset=-3816)), link="plain.yaml")
    r.not_applicable(NO_LINK, "The bandwidth stands in the link.", c(1, section(start=1023)), lacks=["carriers"])
    r.not_applicable(*U_PLANE_MESSAGE, u(), link="plain.yaml")
    return r


def all_from_zero():
    r = Rule("CUS-C-017", "7.5.3.6; 7.5.3.2")
    r.passes("all PRBs from 0", "numPrbc 0, startPrbc 0, rb 0.", c(1, section(prbs=0)))
    r.passes("a start with a number", "numPrbc is not 0.", c(1, section(start=5, prbs=5, rb=1)))
    r.fails("all PRBs from 5", "startPrbc is to be 0.", c(1, section(start=5, prbs=0)),
            finding(1, SECTION_1 + 1, expected=0, observed=5, unit="prbs"))
    r.fails("every other PRB of all", "rb is to be 0.", c(1, section(prbs=0, rb=1)),
            finding(1, SECTION_1 + 1, expected=0, observed=1))
    r.not_applicable(*U_PLANE_MESSAGE, u())
    return r


def num_symbol():
    r = Rule("CUS-C-020", "7.5.3.7")
    r.passes("1 and 14", "The ends of the range.",
             [c(1, section(symbols=1)), c(1, section(symbols=14), seq=1, slot=1)], passed=2)
    r.passes("0 with extension 6", "The mask of the extension names the symbols.", c(1, section(symbols=0, extensions=[SE_6])))
    r.fails("0", "No symbol, and no extension that names some.", c(1, section(symbols=0)),
            finding(1, SECTION_1 + 5, expected=1, expected_to=14, observed=0, unit="symbols"))
    r.fails("15", "Reserved, also in ST 3.", c(3, section(symbols=15, freq_offset=0)),
            finding(1, SECTION_3 + 5, expected=1, expected_to=14, observed=15, unit="symbols"))
    r.fails("15 with extension 6", "15 is never allowed.", c(1, section(symbols=15, extensions=[SE_6])),
            finding(1, SECTION_1 + 5, expected=1, expected_to=14, observed=15, unit="symbols"))
    r.fails("15 in ST 1", "That it leaves the slot follows.", c(1, section(symbols=15)),
            finding(1, SECTION_1 + 5, expected=1, expected_to=14, observed=15, unit="symbols"), others=["CUS-C-021"])
    r.not_applicable(*U_PLANE_MESSAGE, u())
    return r


def symbols():
    r = Rule("CUS-C-021", "7.5.3.7; 7.5.3.3")
    extended = changed("plain.yaml", ("scs_khz: 30", "scs_khz: 60\n    cyclic_prefix: extended"))
    r.passes("to the end of the slot", "10 and 4.", c(1, section(symbols=4), symbol=10))
    r.passes("extension 6", "Its mask, not numSymbol, says which symbols.",
             c(1, section(symbols=14, extensions=[SE_6]), symbol=3))
    r.passes("to the end of a slot with extended CP", "12 symbols.", c(1, section(symbols=12)), link=extended)
    r.fails("beyond the slot", "10 and 5.", c(1, section(symbols=5), symbol=10),
            finding(1, SECTION_1 + 5, expected=1, expected_to=14, observed=15, unit="symbols"))
    r.fails("beyond a slot with extended CP", "13 of 12 symbols.", c(1, section(symbols=13)),
            finding(1, SECTION_1 + 5, expected=1, expected_to=12, observed=13, unit="symbols"), link=extended)
    r.fails("numSymbol 15", "Follows from the number.", c(1, section(symbols=15)),
            finding(1, SECTION_1 + 5, expected=1, expected_to=14, observed=15, unit="symbols", follows="CUS-C-020"),
            others=["CUS-C-020"])
    r.fails("symInc beyond the slot", "Follows from the advance.",
            c(1, section(1, 0, 50), section(2, 50, 56, sym_inc=1, symbols=1)),
            finding(1, SECTION_1 + 13, expected=1, expected_to=14, observed=15, unit="symbols", follows="CUS-C-023"),
            passed=1, others=["CUS-C-023"])
    r.not_applicable("PRACH", "Its symbols are its own.", prach())
    r.not_applicable(*U_PLANE_MESSAGE, u())
    return r


def sym_inc():
    r = Rule("CUS-C-023", "7.5.3.3")
    r.passes("7 and 7 symbols", "The second section starts at symbol 7.",
             c(1, section(1, symbols=7), section(2, symbols=7, sym_inc=1)), passed=2)
    r.passes("a first section with symInc", "One symbol is advanced: 0 becomes 1.",
             c(1, section(symbols=13, sym_inc=1)))
    r.passes("the step is that of the section before", "0, then 2, then 3: 2 + 1 symbols.",
             c(1, section(1, symbols=2), section(2, symbols=1, sym_inc=1), section(3, symbols=11, sym_inc=1)), passed=3)
    three = [section(1, 0, 50, symbols=10, freq_offset=0), section(2, 50, 56, symbols=4, sym_inc=1, freq_offset=0)]
    r.fails("beyond the slot", "0, 10, 14: a slot has 0..13.",
            c(3, *three, section(3, 0, 50, symbols=1, sym_inc=1, freq_offset=0)),
            finding(1, SECTION_3 + 25, expected=0, expected_to=13, observed=14, unit="symbols"), passed=2)
    r.fails("beyond the slot in ST 1", "That its symbols leave the slot follows.",
            c(1, section(1, 0, 50), section(2, 50, 56, sym_inc=1, symbols=1)),
            finding(1, SECTION_1 + 9, expected=0, expected_to=13, observed=14, unit="symbols"), passed=1,
            others=["CUS-C-021"])
    r.not_applicable(*U_PLANE_MESSAGE, u())
    return r


def prach_time():
    r = Rule("CUS-C-032", "4.4.3; 7.5.2.12")
    long_format = changed("plain.yaml", ("format: B4", "format: 0"), ("slots: [19]", "slots: [18]"), ("prbs: 12", "prbs: 72"))
    at_nine = changed("plain.yaml", ("format: B4", "format: A2"), ("start_symbol: 0", "start_symbol: 9"))
    unknown = changed("plain.yaml", ("""
        format: B4
        slots: [19]
        start_symbol: 0
        frequency_offset: -1272
        prbs: 12""", ""))
    low = {"sections": [section(prbs=72, symbols=1, freq_offset=-1272)], "filter_index": 1, "slot": 0,
           "frame_structure": 0xCC}
    a2 = [section(prbs=12, symbols=4, freq_offset=-1272)]
    r.passes("behind the CP", "B4, 30 kHz, symbol 0: 936 / 2 + 16 Ts.", prach(484), link="plain.yaml")
    r.passes("the example of the standard", "A2 at symbol 9 of 30 kHz: 9880 + 288 Ts.",
             prach(10168, a2, slot=0, symbol=9), link=at_nine)
    r.passes("format 0 behind its CP", "3168 Ts lie in symbol 1 of 15 kHz.", prach(3168, symbol=1, **low), link=long_format)
    r.passes("format 0 with its CP", "One long symbol: timeOffset at the CP, cpLength its length.",
             prach(0, symbol=0, cp_length=3168, **low), link=long_format)
    r.fails("the CP without its 16 Ts", "The occasion overlaps a multiple of 0.5 ms.", prach(468),
            finding(1, APP + 6, expected=484, observed=468, unit="ts"), link="plain.yaml")
    r.fails("counted from the start symbol", "timeOffset counts from the start of the slot.",
            prach(288, a2, slot=0, symbol=9), finding(1, APP + 6, expected=10168, observed=288, unit="ts"), link=at_nine)
    r.fails("another start symbol", "484 Ts lie in symbol 0.", prach(484, symbol=1),
            finding(1, APP + 3, expected=0, observed=1), link="plain.yaml")
    r.fails("a CP with a short format", "cpLength is for formats with one long symbol.", prach(16, cp_length=468),
            finding(1, APP + 6, expected=484, observed=16, unit="ts"), link="plain.yaml")
    r.not_applicable("ST 1 on the PRACH id", "Without PRACH processing in the O-RU there is no occasion to hit.",
                     frame(c_plane(1, [section(prbs=12, symbols=12)], **{**PRACH, "filter_index": 0})), link="plain.yaml")
    r.not_applicable("PUSCH", "ST 3 of another channel.", c(3, direction=UL, filter_index=9), link="plain.yaml")
    r.not_applicable("occasions not known", "The link says nothing of them.", prach(77), link=unknown,
                     lacks=["channels.prach"])
    r.not_applicable(NO_LINK, "The occasions stand in the link.", prach(77), lacks=["channels.prach"])
    return r


def prach_frequency():
    r = Rule("CUS-C-033", "7.5.2.3; 7.2.3.2")

    def at(freq_offset, start=0):
        return prach(sections=[section(start=start, prbs=12, symbols=12, freq_offset=freq_offset)])

    r.passes("at the lower edge", "freqOffset is that of the link.", at(-1272), link="plain.yaml")
    r.passes("lower, with startPrbc", "Two PRBs of 24 half subcarriers below.", at(-1320, 2), link="plain.yaml")
    r.passes("above the centre", "A positive freqOffset.", at(300),
             link=changed("plain.yaml", ("frequency_offset: -1272", "frequency_offset: 300")))
    r.fails("one subcarrier off", "Two half subcarriers.", at(-1270),
            finding(1, SECTION_3 + 8, expected=-1272, observed=-1270, unit="half_subcarriers"), link="plain.yaml")
    r.fails("startPrbc on top", "startPrbc counts from freqOffset.", at(-1272, 1),
            finding(1, SECTION_3 + 8, expected=-1272, observed=-1248, unit="half_subcarriers"), link="plain.yaml")
    r.not_applicable("without a PRACH filter", "Only with one is RE 0 the first guard tone.",
                     prach(sections=[section(prbs=12, symbols=12, freq_offset=-1260)], filter_index=0), link="plain.yaml")
    r.not_applicable("ST 1", "It has no freqOffset.", c(), link="plain.yaml")
    r.not_applicable(NO_LINK, "Where the PRACH lies stands in the link.", at(0), lacks=["channels.prach"])
    r.not_applicable(*U_PLANE_MESSAGE, u(), link="plain.yaml")
    return r


def all_prbs():
    r = Rule("CUS-C-056", "7.5.3.6")
    r.passes("273 PRBs", "More than numPrbc can count.", c(1, section(prbs=0)), link="large.yaml")
    all_of_it = [section(prbs=0, symbols=12, freq_offset=-1272)]
    r.passes("PRACH on 273 PRBs", "As many PRBs of 30 kHz in the carrier, however many the PRACH has.",
             prach(sections=all_of_it), link=changed("plain.yaml", ("prbs: 106", "prbs: 273")))
    r.passes("PRACH of 1.25 kHz on 106 PRBs", "2,544 PRBs of 1.25 kHz.",
             prach(3168, all_of_it, filter_index=1, slot=0, symbol=1, frame_structure=0xCC),
             link=changed("plain.yaml", ("format: B4", "format: 0"), ("slots: [19]", "slots: [18]")))
    r.fails("PRACH on 106 PRBs", "The carrier has few enough to say how many.", prach(sections=all_of_it),
            finding(1, SECTION_3 + 3, expected=106, observed=0, unit="prbs"), link="plain.yaml")
    r.passes("the number of PRBs", "106.", c(1, section(prbs=106)), link="plain.yaml")
    r.fails("106 PRBs", "The carrier has few enough to say how many.", c(1, section(prbs=0)),
            finding(1, SECTION_1 + 3, expected=106, observed=0, unit="prbs"), link="plain.yaml")
    r.fails("255 PRBs", "The most that can be counted.", c(1, section(prbs=0)),
            finding(1, SECTION_1 + 3, expected=255, observed=0, unit="prbs"),
            link=changed("large.yaml", ("prbs: 273", "prbs: 255")))
    r.not_applicable(NO_LINK, "The bandwidth stands in the link.", c(1, section(prbs=0)), lacks=["carriers"])
    r.not_applicable(*U_PLANE_MESSAGE, u(), link="plain.yaml")
    return r
